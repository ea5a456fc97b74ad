"""Why a fact was found, or what became of a number."""

import json

import pytest
from typer.testing import CliRunner

from extract.cli.app import app
from extract.cli.explain import rule_meaning

CRITERIA = (
    "Inclusion Criteria:\n\n* Platelets \\>= 100 x 10\\^9/L within 7 days prior to randomization\n"
    "* Diagnosis according to the criteria of 2019\n"
)


@pytest.fixture(scope="module")
def study(tmp_path_factory):
    folder = tmp_path_factory.mktemp("explain")
    modules = {
        "identificationModule": {"nctId": "NCT99000995", "briefTitle": "A study"},
        "eligibilityModule": {"eligibilityCriteria": CRITERIA},
    }
    (folder / "record.json").write_text(json.dumps({"protocolSection": modules}), "utf-8")
    CliRunner().invoke(app, ["run", str(folder / "record.json"), "--out", str(folder / "out")])
    return folder / "out" / "NCT99000995.json"


def explain(study, at):
    return CliRunner().invoke(app, ["explain", str(study), "--at", str(at)])


def test_a_fact_by_its_id_shows_rule_meaning_and_items(study):
    said = explain(study, "inc.1.t1").output
    assert "platelets ≥ 100 10*9/L" in said
    assert "threshold.comparator" in said
    assert "a comparator stands before the value" in said
    assert "(number)" in said


def test_an_offset_shows_what_stands_there(study):
    said = explain(study, CRITERIA.index("7 days")).output
    assert "before ≤ 7 d @ randomization" in said
    assert "platelets" not in said.split("\n", 1)[1].replace("Platelets", "")


def test_a_number_that_is_no_fact_shows_its_class(study):
    assert "class date" in explain(study, CRITERIA.index("2019")).output


def test_where_nothing_stands_the_exit_code_says_so(study):
    assert explain(study, "exc.99").exit_code == 1
    assert explain(study, 10**6).exit_code == 1


def test_rule_ids_are_put_into_words():
    assert rule_meaning("time.within.inherited").endswith("the event is named in a line above")
    assert rule_meaning("nonsense") == "no description"
