"""Tables as files: Parquet, CSV that a spreadsheet opens safely, and JSON Lines. Each file is whole or not there."""

import csv
import gzip
import io
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from itertools import islice
from pathlib import Path
from typing import IO, Any, Literal, Protocol, cast

from extract.document import StudyDocument
from extract.tables.columns import TABLES, Column
from extract.tables.rows import Row, rows

FORMATS = Literal["parquet", "csv", "jsonl"]
Compression = Literal["none", "gz", "zst"]
_AT_ONCE = 200  # documents whose rows are held at a time
# What makes a spreadsheet take a cell for a formula, also behind blanks: "=< 3 x ULN", "+1", "-2", "@now"
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


class MissingExtraError(Exception):
    """A format needs packages that are not installed; the message names the extra."""


class Writer(Protocol):
    """Takes the rows of one table, some at a time."""

    def write(self, found: list[Row]) -> None:
        """Append rows."""

    def close(self) -> None:
        """End the file."""


def write(
    documents: Iterable[StudyDocument],
    folder: Path,
    format: FORMATS = "parquet",  # noqa: A002  the name of the option
    compression: Compression = "none",
) -> dict[str, int]:
    """Write the tables of all documents into `folder`; gives the number of rows of each.

    JSON Lines is one file, `studies.jsonl`, with a whole document a line; the other formats are one file a table.
    Documents are taken as they come and not held. Raises MissingExtraError.
    """
    counted = dict.fromkeys(["studies"] if format == "jsonl" else TABLES, 0)
    ending = format if compression == "none" else f"{format}.{compression}"
    with ExitStack() as stack:
        writers: dict[str, Writer] = {}
        for table in counted:
            stream = stack.enter_context(_whole(folder / f"{table}.{ending}", compression))
            writers[table] = _WRITERS[format](stream, TABLES[table])
            stack.callback(writers[table].close)
        for some in _batches(documents):
            found: dict[str, list[Row]] = {table: [] for table in counted}
            for document in some:
                made = rows(document)
                for table in counted:
                    found[table] += made[table]
            for table, writer in writers.items():
                writer.write(found[table])
                counted[table] += len(found[table])
    return counted


def _batches(documents: Iterable[StudyDocument]) -> Iterator[list[StudyDocument]]:
    left = iter(documents)
    while some := list(islice(left, _AT_ONCE)):
        yield some


@contextmanager
def _whole(path: Path, compression: Compression) -> Iterator[IO[bytes]]:
    """A file that gets its name when all is written; an error leaves nothing."""
    handle, temporary = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with os.fdopen(handle, "wb") as plain, ExitStack() as stack:
            yield _compressed(stack, plain, compression)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise


def _compressed(stack: ExitStack, plain: IO[bytes], compression: Compression) -> IO[bytes]:
    if compression == "gz":
        # no name and no time in the header, so that the same rows give the same bytes
        packed = gzip.GzipFile("", "wb", 6, plain, mtime=0)
        stack.callback(packed.close)
        return cast("IO[bytes]", packed)
    if compression == "zst":
        try:
            import zstandard  # noqa: PLC0415  an extra
        except ImportError:
            raise MissingExtraError("zst needs `pip install trial-extract[tables]`") from None
        return stack.enter_context(zstandard.ZstdCompressor().stream_writer(plain, closefd=False))
    return plain


class _Csv:
    def __init__(self, stream: IO[bytes], columns: tuple[Column, ...]) -> None:
        self._text = io.TextIOWrapper(stream, "utf-8", newline="", write_through=True)
        self._columns = columns
        self._writer = csv.writer(self._text)
        self._writer.writerow([column.name for column in columns])

    def write(self, found: list[Row]) -> None:
        self._writer.writerows([cell(row.get(c.name), c) for c in self._columns] for row in found)

    def close(self) -> None:
        self._text.detach()


def cell(value: Any, column: Column) -> str:  # noqa: ANN401  whatever a row holds
    """A cell as spreadsheets show it: no words of a registry are taken for a formula, lists are joined by ` | `.

    Words that would be one get an apostrophe in front, which spreadsheets hide. Numbers stay numbers.
    """
    if value is None:
        return ""
    if column.type == "truth":
        return "true" if value else "false"
    if column.type in ("whole", "number"):
        return f"{value:g}" if isinstance(value, float) and value == int(value) and abs(value) < 1e6 else str(value)
    words = " | ".join(value) if column.type == "texts" else str(value)
    return f"'{words}" if words.lstrip(" \u00a0").startswith(_FORMULA) else words


class _JsonLines:
    def __init__(self, stream: IO[bytes], columns: tuple[Column, ...]) -> None:  # noqa: ARG002  as all writers
        self._stream = stream

    def write(self, found: list[Row]) -> None:
        for row in found:
            self._stream.write(row["document"].encode() + b"\n")

    def close(self) -> None:
        """Nothing is held back."""


class _Parquet:
    def __init__(self, stream: IO[bytes], columns: tuple[Column, ...]) -> None:
        try:
            import pyarrow as pa  # noqa: PLC0415  an extra
            import pyarrow.parquet as pq  # noqa: PLC0415
        except ImportError:
            raise MissingExtraError("Parquet needs `pip install trial-extract[tables]`") from None
        types = {
            "text": pa.string(),
            "whole": pa.int64(),
            "number": pa.float64(),
            "truth": pa.bool_(),
            "texts": pa.list_(pa.string()),
        }
        self._schema = pa.schema([(column.name, types[column.type]) for column in columns])
        self._table = pa.Table
        self._writer = pq.ParquetWriter(stream, self._schema, compression="zstd")

    def write(self, found: list[Row]) -> None:
        self._writer.write_table(self._table.from_pylist(found, schema=self._schema))

    def close(self) -> None:
        self._writer.close()


_WRITERS: dict[str, Callable[[IO[bytes], tuple[Column, ...]], Writer]] = {
    "parquet": _Parquet,
    "csv": _Csv,
    "jsonl": _JsonLines,
}
