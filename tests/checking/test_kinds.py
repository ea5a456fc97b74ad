"""Participants, lexicons and overrides are told and checked by tables of schemas and rules."""

import json
import shutil
from pathlib import Path

import pytest

from extract.checking import Selection, check
from extract.checking.kinds import KINDS, kind_of
from extract.checking.schema import published_names

ROOT = Path(__file__).parents[2]
LEXICONS = ROOT / "extract" / "lexicons"
PARTICIPANT = {
    "birth_date": "1970-02-28",
    "sex": "FEMALE",
    "dates": {"randomization": "2026-02-10"},
    "measurements": [
        {"measure": "alt", "value": 80, "unit": "U/L", "lower_limit": 10, "upper_limit": 40, "date": "2026-02-01"}
    ],
    "answers": {"exc.3.x1": {"value": True, "start": "2025-01-01", "end": "2025-02-01"}},
}


def found(path, **options):
    return [(f.rule, f.pointer) for f in check([path], Selection(**options)).findings]


def put(tmp_path, value, name="p.json"):
    (tmp_path / name).write_text(json.dumps(value), "utf-8")
    return tmp_path / name


def test_a_participant_is_told_by_its_names(tmp_path):
    assert kind_of(PARTICIPANT, Path("p.json")) is KINDS["participant"]
    assert found(put(tmp_path, PARTICIPANT)) == []
    assert found(put(tmp_path, {})) == [("unknown-kind", "")]
    assert found(put(tmp_path, {}), kind="participant") == []


WRONG = {
    "no date": ({"birth_date": "28.2.1970"}, "participant-dates", "/birth_date"),
    "no day": ({"dates": {"screening/1": "2026-02-30"}}, "participant-dates", "/dates/screening~11"),
    "ends first": (
        {"answers": {"q": {"value": True, "start": "2026-02-01", "end": "2026-01-01"}}},
        "participant-dates",
        "/answers/q/end",
    ),
    "unit": ({"age": {"value": 3, "unit": "years"}}, "participant-units", "/age/unit"),
    "limits": (
        {"measurements": [{"measure": "alt", "value": 1, "unit": "U/L", "lower_limit": 9, "upper_limit": 2}]},
        "participant-limits",
        "/measurements/0/lower_limit",
    ),
    "measure": ({"measurements": [{"measure": "zeal", "value": 1}]}, "participant-measures", "/measurements/0/measure"),
    "schema": ({"sex": "male"}, "schema", "/sex"),
}


@pytest.mark.parametrize("kind", WRONG)
def test_what_is_wrong_with_a_participant_is_reported(tmp_path, kind):
    change, rule, pointer = WRONG[kind]
    assert found(put(tmp_path, PARTICIPANT | change)) == [(rule, pointer)]


def test_all_lexicons_are_sound():
    result = check([LEXICONS])
    assert result.checked["lexicon"] == len([*LEXICONS.glob("*.toml"), *LEXICONS.glob("*.csv")])
    assert [f for f in result.findings if f.severity == "error"] == []


BROKEN = {
    "units.csv": ("%,%,fraction,", "%,pct,fraction,", "lexicon-units", "/0/ucum"),
    "measures.csv": ("age,Age,", "gestational_age,Age,", "lexicon-ids", "/1/id"),
    "anchors.toml": ("weak = [", "weak = 3\nx = [", "schema", "/weak"),
    "doses.toml": ('kind = "mass"\n', "", "schema", "/unit/0"),
    "frequencies.toml": ("times = 1\n", "times = 0\n", "schema", "/frequency/0/times"),
    "numbers.toml": ("zero = 0", 'zero = "none"', "schema", "/zero"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_wrong_with_a_lexicon_is_reported(tmp_path, name):
    old, new, rule, pointer = BROKEN[name]
    text = (LEXICONS / name).read_text("utf-8")
    assert old in text
    (tmp_path / name).write_text(text.replace(old, new, 1), "utf-8")
    assert (rule, pointer) in found(tmp_path / name)


def test_a_wording_may_only_name_lists_that_are_there(tmp_path):
    (tmp_path / "new.toml").write_text('[lists]\ndrug = ["dose"]\n[anchors]\na = ["{drug} start", "{drg}"]\n', "utf-8")
    assert found(tmp_path / "new.toml") == [("lexicon-lists", "/anchors/a/1")]


def test_other_yaml_and_toml_in_a_folder_is_left_alone(tmp_path):
    shutil.copy(ROOT / "outputs" / "NCT99000006.json", tmp_path)
    (tmp_path / "pipeline.yaml").write_text("stages: [a]\n", "utf-8")
    (tmp_path / "pyproject.toml").write_text("[tool.x]\n", "utf-8")
    assert check([tmp_path]).checked == {"study": 1}
    assert found(tmp_path / "pipeline.yaml") == [("unknown-kind", "")]


def test_yaml_is_read_with_dates_as_text(tmp_path):
    (tmp_path / "p.yaml").write_text("birth_date: 1970-02-28\nsex: FEMALE\n", "utf-8")
    assert found(tmp_path / "p.yaml") == []
    (tmp_path / "q.yaml").write_text("sex: [FEMALE\n", "utf-8")
    assert found(tmp_path / "q.yaml") == [("json", "")]


NODE = {"node": "0f3a0f3a0f3a", "quote": "Serum potassium ≤ 5.5 mmol/L."}
FACT = {"kind": "threshold", "text": "≤ 5.5 mmol/L", "start": 16, "end": 28, "unit": "mmol/L"}
SET = {"op": "set", "id": "a", "who": "Ada", "when": "2026-03-02", **NODE, "fact": FACT, "fields": {"unit": "mmol/L"}}
WITHDRAW = {"op": "withdraw", "id": "b", "who": "Ada", "when": "2026-03-03", "of": "a"}
OVERRIDES = {
    "sound": ([SET, WITHDRAW], None),
    "schema": ([SET | {"who": ""}], "/overrides/0/who"),
    "override-ids": ([SET, SET], "/overrides/1/id"),
    "override-ids of a withdrawal": ([WITHDRAW, SET], "/overrides/0/of"),
    "override-words": ([SET | {"fact": FACT | {"start": 15, "end": 27}}], "/overrides/0/fact"),
    "override-values": ([SET | {"fact": FACT | {"unit": "mmol/l/"}}], "/overrides/0/fact/unit"),
    "override-values of bounds": (
        [SET | {"fact": FACT | {side: {"value": v, "inclusive": True} for side, v in (("low", 6), ("high", 5))}}],
        "/overrides/0/fact",
    ),
}


@pytest.mark.parametrize("kind", OVERRIDES)
def test_overrides_beside_records_are_found_and_checked(tmp_path, kind):
    entries, pointer = OVERRIDES[kind]
    (tmp_path / "overrides").mkdir()
    said = {"schema_version": "1.0", "study_id": "NCT99000003", "overrides": entries}
    (tmp_path / "overrides" / "NCT99000003.yaml").write_text(json.dumps(said), "utf-8")
    result = check([tmp_path])
    assert result.checked == {"overrides": 1}
    assert [(f.rule, f.pointer) for f in result.findings] == ([(kind.split()[0], pointer)] if pointer else [])


def test_every_kind_of_the_table_has_a_schema():
    assert {*KINDS, "lexicon"} <= published_names()
