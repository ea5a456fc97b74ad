"""Criteria as FHIR R5: what a sentence becomes, what is lost and said, and what the checks catch."""

import copy
import json

import pytest

pytest.importorskip("fhir.resources", reason="needs the extra fhir")

from extract.export.fhir import export
from extract.export.fhir.checks import problems
from extract.logic.evaluate import spelled
from extract.logic.joining import leaves
from extract.logic.readable import leaf_name
from tests.export.documents import of_text, outputs


def resource(artefact, kind):
    (data,) = artefact.files.values()
    return next(
        (e["resource"] for e in json.loads(data)["entry"] if e["resource"]["resourceType"] == kind),
        None,
    )


def only(folder, text, **fields):
    """The characteristics of a text, and the report."""
    artefact = export(of_text(folder, text, **fields))
    return resource(artefact, "EvidenceVariable")["characteristic"], artefact.report


def test_a_comparison_is_type_and_value_in_ucum(tmp_path):
    (one,), report = only(tmp_path, "Inclusion Criteria:\n\n* Hemoglobin >= 9.0 g/dL")
    typed = one["definitionByTypeAndValue"]
    assert typed["type"]["coding"][0]["code"] == "hemoglobin"
    assert typed["valueQuantity"] == {
        "value": 9.0,
        "comparator": ">=",
        "unit": "g/dL",
        "system": "http://unitsofmeasure.org",
        "code": "g/dL",
    }
    assert report.counts["mapped"] == 1
    assert list(report.lost()) == []


def test_both_ends_included_are_a_range(tmp_path):
    (one,), _ = only(tmp_path, "Inclusion Criteria:\n\n* Body mass index between 18.5 and 30 kg/m2")
    limits = one["definitionByTypeAndValue"]["valueRange"]
    assert (limits["low"]["value"], limits["high"]["value"]) == (18.5, 30)


def test_an_excluded_end_needs_a_comparator(tmp_path):
    (one,), _ = only(tmp_path, "Inclusion Criteria:\n\n* Platelets > 50 x 10^9/L and <= 400 x 10^9/L")
    ends = one["definitionByCombination"]
    assert ends["code"] == "all-of"
    signs = [end["definitionByTypeAndValue"]["valueQuantity"]["comparator"] for end in ends["characteristic"]]
    assert sorted(signs) == ["<=", ">"]


def test_an_exclusion_is_excluded(tmp_path):
    (one,), _ = only(tmp_path, "Exclusion Criteria:\n\n* Active hepatitis B")
    assert one["exclude"] is True
    assert one["definitionCodeableConcept"]["text"] == "Active hepatitis B"


def test_multiples_of_a_limit_are_text_and_reported(tmp_path):
    (one,), report = only(tmp_path, "Inclusion Criteria:\n\n* ALT <= 3 x ULN")
    assert "definitionByTypeAndValue" not in one
    assert "3 x ULN" in one["definitionCodeableConcept"]["text"]
    (lost,) = report.lost()
    assert (lost.state, "ULN" in lost.why) == ("approximated", True)


def test_a_window_before_an_event_is_a_range_of_days(tmp_path):
    text = "Exclusion Criteria:\n\n* Major surgery within 28 days before randomization"
    (one,), report = only(tmp_path, text)
    (window,) = one["timeFromEvent"]
    assert (window["range"]["low"]["value"], window["range"]["high"]["value"]) == (-28, 0)
    assert window["eventCodeableConcept"]["coding"][0]["code"] == "randomization"
    assert list(report.lost()) == []


def test_alternative_windows_are_reported(tmp_path):
    wash = "within 4 weeks or 5 half-lives, whichever is longer, before the first dose"
    text = f"Exclusion Criteria:\n\n* Antibody therapy {wash}"
    (one,), report = only(tmp_path, text)
    assert all("range" not in window for window in one["timeFromEvent"])
    assert [lost.why for lost in report.lost()] == ["alternatives of a window have no slot; carried as text"]


def test_at_least_keeps_its_count(tmp_path):
    text = "Inclusion Criteria:\n\n* At least two of the following:\n   * Fever\n   * Cough\n   * Dyspnea"
    (one,), _ = only(tmp_path, text)
    combination = one["definitionByCombination"]
    assert (combination["code"], combination["threshold"], len(combination["characteristic"])) == ("at-least", 2, 3)


def test_the_registrys_fields_stand_first(tmp_path):
    fields = {"sex": "FEMALE", "minimumAge": "18 Years", "maximumAge": "65 Years", "healthyVolunteers": False}
    found, report = only(tmp_path, "Inclusion Criteria:\n\n* Asthma", **fields)
    ages = [c["definitionByTypeAndValue"].get("valueQuantity") for c in found if "definitionByTypeAndValue" in c]
    assert [(a["comparator"], a["value"], a["code"]) for a in ages if a] == [(">=", 18, "a"), ("<=", 65, "a")]
    assert any(c.get("exclude") and c["definitionCodeableConcept"]["text"] == "healthy volunteer" for c in found)
    assert report.counts["mapped"] == 5


def test_flat_criteria_are_a_group_too(tmp_path):
    flat = export(of_text(tmp_path, "Inclusion Criteria:\n\n* Asthma\n* Weight >= 50 kg"))
    assert len(resource(flat, "Group")["characteristic"]) == 2
    nested = export(of_text(tmp_path, "Inclusion Criteria:\n\n* Any of the following:\n  * Asthma\n  * COPD"))
    assert resource(nested, "Group") is None


def test_a_record_without_criteria_has_no_evidence_variable(tmp_path):
    artefact = export(of_text(tmp_path, ""))
    assert resource(artefact, "ResearchStudy")["id"] == "NCT99000991"


@pytest.mark.parametrize("document", outputs(), ids=lambda d: d.study_id)
def test_every_leaf_and_node_is_in_the_artefact_or_in_the_report(document):
    artefact = export(document)
    bundle = json.loads(next(iter(artefact.files.values())))
    assert list(problems(bundle)) == []
    text = json.dumps(resource(artefact, "EvidenceVariable") or {})
    told = {entry.leaf: entry for entry in artefact.report.entries if entry.leaf}
    expression = document.eligibility.expression
    for leaf in leaves(expression) if expression is not None else ():
        entry = told[spelled(leaf)]
        name = leaf_name(leaf).replace("_", "-")
        assert entry.state == "approximated" or f'"linkId": "{name}' in text or leaf.cohort or leaf.field
    nodes = {entry.node for entry in artefact.report.entries}
    assert {node.id for node in document.walk()} <= nodes


WHOLE = "Inclusion Criteria:\n\n* At least two of the following:\n   * Fever\n   * Hemoglobin >= 9 g/dL\n* Asthma"


def _each(value):
    if isinstance(value, dict):
        yield value
    for below in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from _each(below)


def _set(name, new, where=bool):
    def damage(bundle):
        next(value for value in _each(bundle) if name in value and where(value))[name] = new

    return damage


@pytest.mark.parametrize(
    ("damage", "said"),
    [
        (_set("comparator", "≥"), "comparator"),
        (_set("code", "some-of", lambda v: "characteristic" in v), "code: 'some-of'"),
        (_set("threshold", 9), "threshold: 9 for 2 members"),
        (_set("code", "g/dLL", lambda v: "system" in v and "value" in v), "not understood as UCUM"),
        (_set("linkId", "inc.2.q1", lambda v: v["linkId"] != "inc.2.q1"), "not unique"),
        (_set("reference", "EvidenceVariable/other"), "not in the Bundle"),
        (_set("type", "pile"), "type: 'pile'"),
    ],
    ids=["comparator", "combination", "count", "unit", "link", "reference", "bundle"],
)
def test_damage_is_caught(tmp_path, damage, said):
    bundle = json.loads(next(iter(export(of_text(tmp_path, WHOLE)).files.values())))
    assert list(problems(bundle)) == []
    damaged = copy.deepcopy(bundle)
    damage(damaged)
    assert any(said in problem for problem in problems(damaged))
