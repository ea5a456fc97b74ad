"""What `import extract` offers."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from extract.checking import check_document
from extract.document import StudyDocument
from extract.pipeline import Extractor
from extract.records import ReadFailure, Record, UnreadableRecordError, read_records
from extract.writing import encode

__all__ = ["Extractor", "ReadFailure", "Record", "StudyDocument", "encode", "extract", "read_records", "validate"]


def extract(source: str | Path) -> Iterator[StudyDocument]:
    """The documents of all records of one source; raises UnreadableRecordError at the first that cannot be read."""
    extractor = Extractor()
    for item in read_records([source]):
        if isinstance(item, ReadFailure):
            raise UnreadableRecordError(item.code, f"{item.source}: {item.cause}")
        yield extractor.extract(item)


def validate(document: Any) -> list[tuple[str, str, str]]:  # noqa: ANN401  any decoded JSON may come in
    """(rule, JSON pointer, message) of every defect of a decoded document; empty when it is sound."""
    return list(check_document(document))
