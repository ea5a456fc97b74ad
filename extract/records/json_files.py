"""JSON files cut into the bytes of single studies: one study, a page of `studies`, a list, JSON Lines."""

from collections.abc import Iterator
from typing import BinaryIO

import msgspec

from extract.records import limits
from extract.records.record import UnreadableRecordError

Piece = tuple[str, bytes | UnreadableRecordError]
"""Where in the file (`#3`, or nothing when it is the whole file), and the study's bytes or why there are none."""


class _Envelope(msgspec.Struct):
    """An object that is a study or a page of them."""

    studies: list[msgspec.Raw] | msgspec.UnsetType = msgspec.UNSET
    protocolSection: msgspec.Raw | msgspec.UnsetType = msgspec.UNSET  # noqa: N815  the API's name


def split(stream: BinaryIO) -> Iterator[Piece]:
    """The studies of a JSON or JSON Lines file, in order; lines are streamed."""
    first = stream.readline(limits.RECORD_BYTES + 1)
    if _is_object(first) and _more(stream):
        stream.seek(0)
        yield from _lines(stream)
        return
    stream.seek(0)
    data = stream.read(limits.FILE_BYTES + 1)
    if len(data) > limits.FILE_BYTES:
        raise UnreadableRecordError(
            "too_large", f"a JSON file of more than {limits.FILE_BYTES >> 20} MiB: give it as JSON Lines or zip"
        )
    yield from _document(data.removeprefix(b"\xef\xbb\xbf").strip())


def _document(data: bytes) -> Iterator[Piece]:
    try:
        if data.startswith(b"["):
            studies = msgspec.json.decode(data, type=list[msgspec.Raw])
        else:
            envelope = msgspec.json.decode(data, type=_Envelope)
            if envelope.studies is msgspec.UNSET or envelope.protocolSection is not msgspec.UNSET:
                yield "", _limited(data)
                return
            studies = envelope.studies
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        kind = "not_a_study" if isinstance(error, msgspec.ValidationError) else "bad_json"
        raise UnreadableRecordError(kind, f"no JSON of ClinicalTrials.gov studies ({error})") from None
    except RecursionError:
        raise UnreadableRecordError("bad_json", "JSON nested too deeply") from None
    if not studies:
        raise UnreadableRecordError("no_records", "a list without studies")
    for n, study in enumerate(studies, 1):
        yield f"#{n}", _limited(bytes(study).strip())


def _lines(stream: BinaryIO) -> Iterator[Piece]:
    number = 0
    while line := stream.readline(limits.RECORD_BYTES + 1):
        number += 1
        piece = _limited(line.removeprefix(b"\xef\xbb\xbf").strip() if len(line) <= limits.RECORD_BYTES else line)
        if len(line) > limits.RECORD_BYTES:
            while line and not line.endswith(b"\n"):
                line = stream.readline(2**20)
        if piece:
            yield f"#{number}", piece


def _limited(data: bytes) -> bytes | UnreadableRecordError:
    if len(data) > limits.RECORD_BYTES:
        return UnreadableRecordError("too_large", f"a study of more than {limits.RECORD_BYTES >> 20} MiB")
    return data


def _is_object(line: bytes) -> bool:
    """Whether a line is a whole JSON object by itself."""
    line = line.removeprefix(b"\xef\xbb\xbf").strip()
    if not (line.startswith(b"{") and line.endswith(b"}")):
        return False
    try:
        msgspec.json.decode(line, type=dict[str, msgspec.Raw])
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return False
    return True


def _more(stream: BinaryIO) -> bool:
    """Whether anything but white space follows."""
    while block := stream.read(2**16):
        if block.strip():
            return True
    return False
