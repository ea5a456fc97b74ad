"""One file, or one member of an archive, of any single format: cut into records, each handed to its reader."""

from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar

from extract.document import Format
from extract.records import (
    ctgov_csv,
    ctgov_json,
    ctgov_xml,
    detect,
    flat_text,
    json_files,
    limits,
    text,
    veeva_html,
    veeva_text,
)
from extract.records.record import ReadFailure, Record, UnreadableRecordError

Item = Record | ReadFailure
_Own = TypeVar("_Own")
"""What a reader takes: a record's own bytes, or a row."""


def read_file(stream: BinaryIO, name: str, format: Format | None) -> Iterator[Item]:  # noqa: A002  the option's name
    """The records of a seekable stream that is no archive; `name` is what failures call it."""
    try:
        head = stream.read(2**16)
        stream.seek(0)
        kind = _KIND_OF[format] if format else detect.kind(head)
        if kind == "json":
            yield from _each(json_files.split(stream), name, ctgov_json.read)
        elif kind == "text":
            yield _read_text(whole(stream), format)
        elif kind == "csv":
            yield from _each(ctgov_csv.rows(stream), name, ctgov_csv.read)
        elif kind == "xml":
            yield ctgov_xml.read(whole(stream))
        else:
            yield veeva_html.read(whole(stream))
    except UnreadableRecordError as error:
        yield ReadFailure(name, error.code, error.cause)


def whole(stream: BinaryIO) -> bytes:
    """All bytes of a file that is one record."""
    data = stream.read(limits.RECORD_BYTES + 1)
    if len(data) > limits.RECORD_BYTES:
        raise UnreadableRecordError("too_large", f"more than {limits.RECORD_BYTES >> 20} MiB for one record")
    return data


def _read_text(own: bytes, format: Format | None) -> Record:  # noqa: A002  the option's name
    chosen = format or detect.text_format(text.decode(own))
    if chosen == "veeva-text":
        return veeva_text.read(own)
    if chosen == "flat-text":
        return flat_text.read(own)
    return text.read_plain(own)


def _each(
    pieces: Iterator[tuple[str, _Own | UnreadableRecordError]], name: str, read: Callable[[_Own], Record]
) -> Iterator[Item]:
    for place, piece in pieces:
        try:
            if isinstance(piece, UnreadableRecordError):
                raise piece
            yield read(piece)
        except UnreadableRecordError as error:
            yield ReadFailure(f"{name}{place}", error.code, error.cause)


_KIND_OF: dict[Format, detect.Kind] = {
    "ctgov-api-v2": "json",
    "ctgov-xml": "xml",
    "ctgov-csv": "csv",
    "veeva-html": "html",
    "veeva-text": "text",
    "flat-text": "text",
    "plain-text": "text",
}
