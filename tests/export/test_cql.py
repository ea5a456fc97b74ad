"""Criteria as CQL: what a sentence becomes, what is lost and said, and what the checks catch."""

import pytest

from extract.export.cql import export
from extract.export.cql.checks import problems
from tests.export.documents import of_text, outputs


def said(folder, text, **fields):
    """The definitions of a text by name, and the report."""
    artefact = export(of_text(folder, text, **fields))
    library = next(iter(artefact.files.values())).decode()
    assert list(problems(library)) == []
    lines = [line for line in library.splitlines() if line.startswith('define "')]
    return dict(line.removeprefix("define ").split(": ", 1) for line in lines), artefact.report


def test_a_comparison_is_an_amount_in_ucum(tmp_path):
    found, report = said(tmp_path, "Inclusion Criteria:\n\n* Hemoglobin >= 9.0 g/dL")
    assert found['"inc.1.t1"'].startswith('(Amount(Last([Observation: "hemoglobin"]')
    assert found['"inc.1.t1"'].endswith(">= 9 'g/dL')")
    assert list(report.lost()) == []


def test_a_multiple_of_a_limit_takes_the_observations_own_limit(tmp_path):
    found, report = said(tmp_path, "Inclusion Criteria:\n\n* ALT <= 3 x ULN")
    assert found['"inc.1.t1"'].startswith("(TimesUpperLimit(Last(")
    assert list(report.lost()) == []


def test_a_score_is_a_number(tmp_path):
    found, _ = said(tmp_path, "Inclusion Criteria:\n\n* ECOG performance status 0-1")
    assert found['"inc.1.t1"'].startswith("(Number(Last(")


def test_a_score_is_not_taken_from_an_amount(tmp_path):
    artefact = export(of_text(tmp_path, "Inclusion Criteria:\n\n* ECOG performance status 0-1"))
    library = next(iter(artefact.files.values())).decode()
    assert "Coalesce((o.value as FHIR.Quantity).code.value, '1') = '1'" in library


def test_a_window_counts_calendar_units_from_its_event(tmp_path):
    found, _ = said(tmp_path, "Exclusion Criteria:\n\n* Major surgery within 6 months before randomization")
    window = found['"exc.1.q1@exc.1.d1"']
    assert '>= ("randomization" - 6 months)' in window
    assert '<= "randomization"' in window
    assert found['"criterion 1"'] == '(not "exc.1.q1@exc.1.d1")'


def test_the_longer_of_two_windows_is_either(tmp_path):
    text = (
        "Exclusion Criteria:\n\n* Antibody therapy within 4 weeks or 30 days, whichever is longer, before randomization"
    )
    found, _ = said(tmp_path, text)
    window = next(v for k, v in found.items() if "q1" in k)
    assert " or " in window
    assert "4 weeks" in window
    assert "30 days" in window


def test_counts_are_sums_so_that_equal_truths_count_each(tmp_path):
    text = "Inclusion Criteria:\n\n* At least two of the following:\n   * Fever\n   * Cough\n   * Dyspnea"
    found, _ = said(tmp_path, text)
    assert found['"criterion 1"'].count("then 1 else 0 end") == 3
    assert found['"criterion 1"'].count("is false then 0 else 1 end") == 3


def test_half_lives_are_null_and_reported(tmp_path):
    text = "Exclusion Criteria:\n\n* Antibody therapy within 5 half-lives before randomization"
    found, report = said(tmp_path, text)
    assert found['"exc.1.q1@exc.1.d1"'] == "(null as Boolean)"
    assert [(e.state, "half-lives" in e.why) for e in report.lost()] == [("left_out", True)]


def test_the_registrys_fields(tmp_path):
    fields = {"sex": "FEMALE", "minimumAge": "6 Months", "healthyVolunteers": False}
    found, _ = said(tmp_path, "Inclusion Criteria:\n\n* Asthma", **fields)
    assert found['"minimum_age"'] == '(CalculateAgeInMonthsAt(Patient.birthDate.value, "today") >= 6)'
    assert "'female' then true" in found['"sex"']
    assert found['"healthy_volunteers"'].startswith("(not Answer(")


def test_without_criteria_nothing_is_known(tmp_path):
    found, _ = said(tmp_path, "")
    assert found['"Eligible"'] in ("null as Boolean", '("criterion 1")')


@pytest.mark.parametrize("document", outputs(), ids=lambda d: d.study_id)
def test_every_leaf_and_node_is_in_the_library_or_in_the_report(document):
    artefact = export(document)
    library = next(iter(artefact.files.values())).decode()
    assert list(problems(library)) == []
    for entry in artefact.report.entries:
        assert entry.state != "mapped" or f'define "{entry.leaf}":' in library
    assert {node.id for node in document.walk()} <= {entry.node for entry in artefact.report.entries}


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("'g/dL'", "'g/dLL'", "not understood as UCUM"),
        ('define "inc.2.q1"', 'define "inc.9.q1"', "not defined"),
        ('define "inc.2.q1"', 'define "inc.1.t1"', "defined 2 times"),
        ('("criterion 1"', '"criterion 1"', "bracket"),
        ('define "Eligible"', 'define "Fits"', "no definition of Eligible"),
    ],
)
def test_damage_is_caught(tmp_path, old, new, says):
    text = "Inclusion Criteria:\n\n* Hemoglobin >= 9.0 g/dL\n* Asthma"
    library = next(iter(export(of_text(tmp_path, text)).files.values())).decode()
    assert old in library
    assert any(says in problem for problem in problems(library.replace(old, new)))
