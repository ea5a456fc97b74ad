"""Arms of two real documents, which are not part of the project: found by TRIAL_EXTRACT_SHARED, else skipped."""

import os
from pathlib import Path

import pytest

from extract.pipeline import Extractor
from extract.records import read_records

SHARED = os.environ.get("TRIAL_EXTRACT_SHARED")
pytestmark = pytest.mark.skipif(not SHARED, reason="TRIAL_EXTRACT_SHARED names no folder of documents")


@pytest.fixture(scope="module")
def documents():
    extractor = Extractor()
    return [extractor.extract(item) for item in read_records([Path(SHARED or ".") / "seeds"])]


def test_a_page_gives_its_groups_with_type_description_and_linked_interventions(documents):
    (page,) = (one for one in documents if one.arms)
    ids = {one.id for one in page.interventions}
    assert sorted(arm.label for arm in page.arms) == ["Group A", "Group B", "Group C"]
    for arm in page.arms:
        assert arm.type
        assert arm.description
        assert arm.interventions
        assert set(arm.interventions) <= ids


def test_a_row_gives_one_intervention_with_its_three_drugs(documents):
    (row,) = (one for one in documents if not one.arms)
    (only,) = row.interventions
    assert len(only.name.split(", ")) == 3
