"""Criteria as CIRCE cohort definitions: what a sentence becomes, what is lost and said, and what the checks catch."""

import json

import pytest

from extract.export.circe.checks import problems
from extract.export.targets import ExportError, Options, exporter
from tests.export.documents import of_text, outputs
from tests.export.omop import Omop

EVENTS = ("randomization",)


def export(document, folder):
    omop = Omop(document, folder)
    return exporter("circe", Options(omop.codes, folder, EVENTS))(document)


def rules(folder, text, **fields):
    """The rules of a text, and the report."""
    artefact = export(of_text(folder, text, **fields), folder)
    definition = json.loads(artefact.files["NCT99000991.circe.json"])
    assert list(problems(definition)) == []
    return [rule["expression"] for rule in definition["InclusionRules"]], artefact.report


def test_a_comparison_is_a_measurement_with_value_and_unit(tmp_path):
    (rule,), report = rules(tmp_path, "Inclusion Criteria:\n\n* Hemoglobin >= 9.0 g/dL")
    (one,) = rule["CriteriaList"]
    body = one["Criteria"]["Measurement"]
    assert body["ValueAsNumber"] == {"Value": 9.0, "Op": "gte"}
    assert [unit["CONCEPT_CODE"] for unit in body["Unit"]] == ["g/dL"]
    assert one["Occurrence"] == {"Type": 2, "Count": 1, "IsDistinct": False}
    assert list(report.lost()) == []


def test_an_exclusion_needs_a_value_and_none_within(tmp_path):
    (rule,), _ = rules(tmp_path, "Exclusion Criteria:\n\n* Hemoglobin < 9.0 g/dL")
    (none_within,) = rule["CriteriaList"]
    assert none_within["Occurrence"]["Count"] == 0
    (known,) = rule["Groups"]
    assert known["CriteriaList"][0]["Occurrence"] == {"Type": 2, "Count": 1, "IsDistinct": False}


def test_a_multiple_of_a_limit_is_a_ratio(tmp_path):
    (rule,), _ = rules(tmp_path, "Inclusion Criteria:\n\n* ALT <= 3 x ULN")
    assert rule["CriteriaList"][0]["Criteria"]["Measurement"]["RangeHighRatio"] == {"Value": 3, "Op": "lte"}


def test_a_window_counts_from_the_index_event(tmp_path):
    text = "Inclusion Criteria:\n\n* Hemoglobin >= 9.0 g/dL within 14 days before randomization"
    (rule,), _ = rules(tmp_path, text)
    window = rule["CriteriaList"][0]["StartWindow"]
    assert (window["Start"], window["End"]) == ({"Days": 14, "Coeff": -1}, {"Days": 0, "Coeff": -1})


def test_a_window_from_another_event_is_left_out_by_name(tmp_path):
    text = "Inclusion Criteria:\n\n* Hemoglobin >= 9.0 g/dL within 14 days before the first dose"
    found, report = rules(tmp_path, text)
    assert found == []
    assert "not the index event" in next(report.lost()).why


def test_a_dropped_exclusion_is_named_with_its_words(tmp_path):
    found, report = rules(tmp_path, "Exclusion Criteria:\n\n* Active hepatitis B")
    assert found == []
    (lost,) = report.lost()
    assert (lost.state, lost.quote) == ("left_out", "Active hepatitis B")


def test_a_part_is_carried_whole_or_not_at_all(tmp_path):
    found, report = rules(tmp_path, "Inclusion Criteria:\n\n* Hemoglobin >= 9.0 g/dL or a recent transfusion")
    assert found == []
    assert {entry.state for entry in report.entries if entry.leaf} == {"left_out"}


def test_age_is_told_to_be_approximate(tmp_path):
    _, report = rules(tmp_path, "Inclusion Criteria:\n\n* Weight >= 50 kg", minimumAge="18 Years")
    assert [(e.leaf, "calendar years" in e.why) for e in report.lost()] == [("minimum_age", True)]


@pytest.mark.parametrize("document", outputs(), ids=lambda d: d.study_id)
def test_every_node_is_in_the_definition_or_in_the_report(document, tmp_path):
    artefact = export(document, tmp_path)
    for data in artefact.files.values():
        assert list(problems(json.loads(data))) == []
    assert {node.id for node in document.walk()} <= {entry.node for entry in artefact.report.entries}


def test_missing_files_are_named(tmp_path):
    with pytest.raises(ExportError, match="--codes"):
        exporter("circe", Options())
    codes = tmp_path / "codes.csv"
    codes.write_text("id,vocabulary\n")
    with pytest.raises(ExportError, match="no column code"):
        exporter("circe", Options(codes, tmp_path))


def _first(definition):
    return definition["InclusionRules"][0]["expression"]


@pytest.mark.parametrize(
    ("damage", "says"),
    [
        (lambda d: _first(d).update(Type="SOME"), "Type: 'SOME'"),
        (lambda d: _first(d).update(Type="AT_LEAST", Count=7), "Count: 7"),
        (lambda d: _first(d).update(CriteriaList=[]), "empty group"),
        (lambda d: _first(d)["CriteriaList"][0]["Criteria"].update(LabTest={"CodesetId": 0}), "no domain"),
        (lambda d: d.update(ConceptSets=[]), "no concept set 0"),
        (lambda d: _first(d)["CriteriaList"][0]["Criteria"]["Measurement"]["ValueAsNumber"].update(Op=">="), "Op"),
        (
            lambda d: _first(d)["CriteriaList"][0]["Criteria"]["Measurement"]["Unit"][0].update(VOCABULARY_ID="X"),
            "UCUM",
        ),
        (lambda d: _first(d)["CriteriaList"][0]["Occurrence"].update(Type=5), "Occurrence"),
        (lambda d: _first(d)["CriteriaList"][0]["StartWindow"]["End"].update(Days=20), "ends before it starts"),
        (lambda d: d["PrimaryCriteria"].update(CriteriaList=[]), "no index event"),
    ],
)
def test_damage_is_caught(tmp_path, damage, says):
    text = "Inclusion Criteria:\n\n* Hemoglobin >= 9.0 g/dL within 14 days before randomization"
    artefact = export(of_text(tmp_path, text), tmp_path)
    definition = json.loads(artefact.files["NCT99000991.circe.json"])
    assert list(problems(definition)) == []
    damage(definition)
    assert any(says in problem for problem in problems(definition))
