"""Records to documents on Apache Spark: `mapInArrow` over a table of records. Thin: all work is the pipeline's.

Needs the extra `spark`. Each Python worker of the cluster loads the pipeline once and keeps it between batches.
"""

from collections.abc import Iterable, Iterator
from functools import cache
from io import BytesIO
from typing import TYPE_CHECKING

import msgspec

from extract.batch.limits import Limits, TimeLimitError, timed
from extract.pipeline import Extractor
from extract.records.files import read_file
from extract.records.record import ReadFailure

if TYPE_CHECKING:
    import pyarrow as pa
    from pyspark.sql import DataFrame

SCHEMA = "source string, study_id string, version string, document string, failure string"
"""Columns of the result: one row a record, with a document or the cause of a failure."""

Row = tuple[str, str | None, str | None, str | None, str | None]


def documents(records: "DataFrame", record: str = "record", source: str | None = None) -> "DataFrame":
    """A table of `SCHEMA` from a table of records.

    `record` names the column that holds one record a row, as string or binary, in any format that is read; `source`
    a column to tell rows apart in the result (else it is empty). Of a study that stands in several rows all documents
    come out; `version` says which is the newest.
    """
    wanted = [record] if source is None else [record, source]
    return records.select(*wanted).mapInArrow(extract_batches, SCHEMA)


def extract_batches(batches: "Iterable[pa.RecordBatch]") -> "Iterator[pa.RecordBatch]":
    """For `mapInArrow`: the first column is the record, the second, if any, its source."""
    import pyarrow as pa  # noqa: PLC0415  an extra

    names = [field.split()[0] for field in SCHEMA.split(", ")]
    for batch in batches:
        columns = [column.to_pylist() for column in batch.columns]
        sources = columns[1] if len(columns) > 1 else [""] * len(columns[0])
        rows = [row for own, name in zip(columns[0], sources, strict=True) for row in extract_one(own, str(name))]
        made = [pa.array([row[n] for row in rows], pa.string()) for n in range(len(names))]
        yield pa.RecordBatch.from_arrays(made, names)


def extract_one(own: str | bytes | None, source: str = "") -> list[Row]:
    """The rows of one cell; a cell may hold a page of several records."""
    data = own.encode() if isinstance(own, str) else bytes(own or b"")
    rows: list[Row] = []
    for item in read_file(BytesIO(data), source or "record", None):
        if isinstance(item, ReadFailure):
            rows.append((item.source, None, None, None, item.cause))
            continue
        try:
            with timed(Limits()):
                document = msgspec.json.encode(_extractor().extract(item)).decode()
            rows.append((source, item.study_id, item.version, document, None))
        except TimeLimitError as error:
            rows.append((source, item.study_id, item.version, None, str(error)))
        except Exception as error:  # noqa: BLE001  one bad record must not sink the job; it is reported with its cause
            rows.append((source, item.study_id, item.version, None, f"{type(error).__name__}: {error}"))
    return rows


@cache
def _extractor() -> Extractor:
    """The pipeline, loaded once a process."""
    return Extractor()
