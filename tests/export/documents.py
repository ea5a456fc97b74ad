"""Documents for the exporters' tests: from a text of criteria, and all of the committed outputs."""

import json
from functools import cache
from pathlib import Path

import msgspec

from extract.document import StudyDocument
from extract.pipeline import Extractor
from extract.records import read_records

OUTPUTS = Path(__file__).parents[2] / "outputs"


@cache
def extractor() -> Extractor:
    return Extractor()


def of_text(folder: Path, text: str, **fields: object) -> StudyDocument:
    """The document of a record with these criteria."""
    record = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT99000991", "briefTitle": "Export"},
            "eligibilityModule": {"eligibilityCriteria": text, **fields},
        }
    }
    source = folder / "record.json"
    source.write_text(json.dumps(record))
    (read,) = read_records([source])
    return extractor().extract(read)


def outputs() -> list[StudyDocument]:
    """Every committed document."""
    return [msgspec.json.decode(p.read_bytes(), type=StudyDocument) for p in sorted(OUTPUTS.glob("*.json"))]
