"""Studies, and what a curator does to them."""

import json

import msgspec
import pytest

from extract.checking import check_document
from extract.curation import Corrections, StudyOverrides
from extract.curation.places import homes_of
from extract.pipeline import Extractor
from extract.records import read_records

CRITERIA = """Inclusion Criteria:

1. Hemoglobin ≥ 9 g/dL within 14 days before randomization
2. ALT and AST ≤ 3 × ULN, unless liver metastases are present
3. Karnofsky index of LXX or better

Exclusion Criteria:

1. Serum creatinine > 1.5 mg/dL
2. Major surgery within 4 weeks before the first dose
"""


def raw(criteria=CRITERIA, nct="NCT99000991", updated="2026-01-05"):
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct, "briefTitle": "A study"},
            "statusModule": {"lastUpdatePostDateStruct": {"date": updated}},
            "designModule": {"studyType": "INTERVENTIONAL"},
            "eligibilityModule": {"eligibilityCriteria": criteria, "sex": "ALL", "minimumAge": "18 Years"},
        }
    }


@pytest.fixture(scope="session")
def extractor():
    return Extractor()


@pytest.fixture
def write(tmp_path):
    """Writes a record into the corpus folder; gives the folder."""

    def put(criteria=CRITERIA, nct="NCT99000991", **more):
        folder = tmp_path / "corpus"
        folder.mkdir(exist_ok=True)
        (folder / f"{nct}.json").write_text(json.dumps(raw(criteria, nct, **more)), "utf-8")
        return folder

    return put


@pytest.fixture
def extract(extractor, write):
    """The document of some criteria with some overrides applied, which passes the check."""

    def made(*entries, criteria=CRITERIA):
        (record,) = read_records([write(criteria)])
        corrections = Corrections(StudyOverrides("1.0", record.study_id, list(entries)), "0" * 64)
        document = extractor.extract(record, corrections)
        assert list(check_document(msgspec.json.decode(msgspec.json.encode(document)))) == []
        return document, corrections.outcomes

    return made


def home_of(document, words):
    """The node whose text holds the words."""
    (home,) = [home for home in homes_of(document) if words in home.node.text]
    return home
