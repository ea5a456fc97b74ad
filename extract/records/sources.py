"""Files, directories, archives and standard input as a stream of records and failures."""

import sys
import tempfile
import zipfile
from collections.abc import Iterable, Iterator
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from extract.document import Format
from extract.records import limits, snapshots
from extract.records.files import read_file
from extract.records.record import ReadFailure, Record

SUFFIXES = {".json", ".jsonl", ".ndjson", ".zip", ".xml", ".csv", ".tsv", ".html", ".htm", ".txt"}
"""Files of a directory or archive that are read; others are no records."""

Item = Record | ReadFailure


def read_records(sources: Iterable[str | Path], format: Format | None = None) -> Iterator[Item]:  # noqa: A002  the option's name
    """Records of files, directories (recursively, in the order of names), zips and `-` (standard input), streamed.

    The format of each is detected by content unless `format` says it. What cannot be read is a `ReadFailure` that
    names the file, member or record and the cause; the rest goes on. Nothing is raised for bad input.
    """
    for source in sources:
        if str(source) == "-":
            with tempfile.TemporaryFile() as copy:
                while block := sys.stdin.buffer.read(2**20):
                    copy.write(block)
                copy.seek(0)
                yield from _stream(copy, "-", format)
            continue
        path = Path(source)
        if path.is_dir():
            yield from _directory(path, format)
        else:
            yield from _file(path, format)


def _file(path: Path, format: Format | None) -> Iterator[Item]:  # noqa: A002
    try:
        with path.open("rb") as stream:
            yield from _stream(stream, str(path), format)
    except FileNotFoundError:
        yield ReadFailure(str(path), "no_such_file", "there is no such file or directory")
    except OSError as error:
        yield ReadFailure(str(path), "unreadable", f"cannot be read: {error.strerror or error}")


def _directory(path: Path, format: Format | None) -> Iterator[Item]:  # noqa: A002
    kept = sorted(index.parent for index in path.rglob(snapshots.INDEX))
    found = bool(kept)
    for folder in kept:
        yield from _snapshots(folder, format)
    for file in sorted(path.rglob("*")):
        hidden = any(part.startswith(".") for part in file.relative_to(path).parts)
        if hidden or file.suffix.lower() not in SUFFIXES or file.name == "Contents.txt" or not file.is_file():
            continue
        if not any(folder in file.parents for folder in kept):
            found = True
            yield from _file(file, format)
    if not found:
        yield ReadFailure(str(path), "no_records", "the directory holds no files of a known kind")


def _snapshots(folder: Path, format: Format | None) -> Iterator[Item]:  # noqa: A002
    """Of every study of a snapshot folder, the newest record."""
    for file, ids in snapshots.current(folder):
        for item in _file(file, format):
            if isinstance(item, ReadFailure) or item.study_id in ids or not item.study_id.startswith("NCT"):
                yield item


def _stream(stream: BinaryIO, name: str, format: Format | None) -> Iterator[Item]:  # noqa: A002
    if stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06"):
        yield from _archive(stream, name, format)
    else:
        stream.seek(0)
        yield from read_file(stream, name, format)


def _archive(stream: BinaryIO, name: str, format: Format | None) -> Iterator[Item]:  # noqa: A002
    try:
        archive = zipfile.ZipFile(stream)
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        yield ReadFailure(name, "bad_archive", f"a damaged or truncated zip ({error})")
        return
    found = False
    with archive:
        for member in sorted(archive.infolist(), key=lambda info: info.filename):
            path = PurePosixPath(member.filename)
            if member.is_dir() or path.suffix.lower() not in SUFFIXES or path.name == "Contents.txt":
                continue
            found = True
            yield from _member(archive, member, f"{name}!{member.filename}", format)
    if not found:
        yield ReadFailure(name, "no_records", "the archive holds no members of a known kind")


def _member(
    archive: zipfile.ZipFile,
    member: zipfile.ZipInfo,
    name: str,
    format: Format | None,  # noqa: A002
) -> Iterator[Item]:
    refused = _refused(member)
    if refused:
        yield ReadFailure(name.encode("unicode_escape").decode("ascii"), *refused)
        return
    try:
        with archive.open(member) as packed, tempfile.SpooledTemporaryFile(limits.RECORD_BYTES) as plain:
            left = member.file_size
            while block := packed.read(min(2**20, left + 1)):
                left -= len(block)
                if left < 0:
                    raise zipfile.BadZipFile("longer than the archive says")
                plain.write(block)
            plain.seek(0)
            yield from read_file(plain, name, format)  # type: ignore[arg-type]  # a spooled file is a BinaryIO
    except (zipfile.BadZipFile, OSError, EOFError, NotImplementedError, RuntimeError, ValueError) as error:
        yield ReadFailure(name, "bad_archive", f"the member cannot be unpacked ({error})")
    except Exception as error:  # zlib.error has no common base with the others
        if type(error).__module__ != "zlib":
            raise
        yield ReadFailure(name, "bad_archive", f"the member cannot be unpacked ({error})")


def _refused(member: zipfile.ZipInfo) -> tuple[str, str] | None:
    """Why a member is not opened, if so: its name, its size, or an archive within."""
    path = PurePosixPath(member.filename)
    if path.is_absolute() or ".." in path.parts or "\\" in member.filename or ":" in path.parts[0]:
        return "unsafe_name", "a member whose name leads out of the archive"
    if not member.filename.isprintable():
        return "unsafe_name", "a member whose name has control characters"
    if path.suffix.lower() == ".zip":
        return "nested_archive", "an archive within an archive is not opened"
    if member.file_size > limits.FILE_BYTES:
        return "too_large", f"a member of more than {limits.FILE_BYTES >> 20} MiB"
    if member.file_size > 2**20 and member.file_size > limits.EXPANSION * max(member.compress_size, 1):
        return "too_large", f"a member that expands more than {limits.EXPANSION} times"
    return None
