"""Arms and the criteria that are for them alone."""

import json

import pytest

from extract.cohorts import arms_of, criteria_of
from extract.document import Arm
from extract.pipeline import Extractor
from extract.records import read_records

LABELS = ["Part 1: dose escalation", "Part 2 - Cohort A", "Part 2 - Cohort B", "Cohort 3A", "Arm II", "Usual care"]
ARMS = [Arm(id=f"a{n}", label=label) for n, label in enumerate(LABELS)]


@pytest.mark.parametrize(
    ("label", "named"),
    [
        ("Part 1", ["a0"]),
        ("Part 2", ["a1", "a2"]),
        ("Part 2 Cohort B", ["a2"]),
        ("Cohorts A and B", ["a1", "a2"]),
        ("cohort 3", ["a3"]),
        ("Arm 2", ["a4"]),
        ("USUAL CARE", ["a5"]),
        ("women of childbearing potential", []),
        ("Cohort 4", []),
    ],
)
def test_a_label_names_its_arms(label, named):
    assert [arm.id for arm in arms_of(label, ARMS)] == named


def test_an_arm_knows_its_own_criteria(tmp_path):
    text = "Inclusion Criteria:\n\n* Adults\n\nPart A:\n\n* Weight over 50 kg\n* Non-smokers\n\nPart B:\n\n* Asthma"
    record = {
        "protocolSection": {
            "identificationModule": {"nctId": "NCT99000993"},
            "armsInterventionsModule": {"armGroups": [{"label": "Part A (healthy)"}, {"label": "Part B (asthma)"}]},
            "eligibilityModule": {"eligibilityCriteria": text},
        }
    }
    path = tmp_path / "study.json"
    path.write_text(json.dumps(record), "utf-8")
    document = Extractor().extract(next(iter(read_records([path]))))
    first, second = (criteria_of(arm, document.arms, document.eligibility.criteria) for arm in document.arms)
    assert first
    assert all(node.applies_to == ["Part A"] for node in first)
    assert any("Asthma" in node.plain or any("Asthma" in child.plain for child in node.children) for node in second)
    assert not {node.id for node in first} & {node.id for node in second}
