"""The corpus is whole and its gold is well-formed: what is scored against must itself be sound."""

import json
from pathlib import Path

import pytest

from extract.records import ReadFailure, read_records

ROOT = Path(__file__).parents[2]
CORPUS = ROOT / "corpus"
GOLD = [json.loads(path.read_text("utf-8")) for path in sorted((ROOT / "benchmarks/quality/gold").glob("*.json"))]

RELATIONS = {"before", "after", "around", "length", "every"}
TIME_UNITS = {"s", "min", "h", "d", "wk", "mo", "a", "{half-life}", "{cycle}", "/d", "/wk", "/mo", "/a"}
KINDS = {"section", "group", "criterion", "note", "preamble"}
ROUTES = {
    None, "intravenous", "oral", "subcutaneous", "intramuscular", "intravesical", "inhaled", "topical", "intranasal",
    "intrathecal", "ophthalmic", "other",
}  # fmt: skip


@pytest.fixture(scope="module")
def records():
    read = list(read_records([CORPUS]))
    failures = [item for item in read if isinstance(item, ReadFailure)]
    assert not failures
    return {record.study_id: record for record in read}


def folded(text):
    return " ".join((text or "").split())


def extents(gold, text):
    """Each item's text, from its start to the next item's start, with white space folded."""
    text, position, starts = folded(text), 0, []
    for item in gold["items"]:
        at = text.find(folded(item["start"]), position)
        assert at >= 0, f"{gold['record']}: no item begins {item['start']!r} after character {position}"
        starts.append(at)
        position = at + 1
    return [text[a:b] for a, b in zip(starts, [*starts[1:], len(text)], strict=False)]


def ancestors(items, number):
    """The item, the items it is nested under, and sections and preambles before it."""
    level = items[number]["level"]
    yield number
    for earlier in range(number - 1, -1, -1):
        other = items[earlier]
        if other["kind"] in ("section", "preamble") or other["level"] < level:
            level = min(level, other["level"])
            yield earlier


def each(test):
    return pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["record"])(test)


def test_every_record_has_gold_and_every_gold_a_record(records):
    assert sorted(records) == sorted(gold["id"] for gold in GOLD)
    assert sorted(gold["record"] for gold in GOLD) == sorted(path.name for path in CORPUS.iterdir() if path.is_file())


def test_there_are_no_two_annotations_of_one_study():
    assert len({gold["id"] for gold in GOLD}) == len(GOLD)


@each
def test_quotes_stand_in_their_item(gold, records):
    texts = extents(gold, records[gold["id"]].eligibility.text)
    for kind in ("thresholds", "times", "exceptions"):
        for fact in gold[kind]:
            where = texts[fact["item"]]
            assert where.count(folded(fact["quote"])) >= fact.get("nth", 1), (gold["record"], fact)


@each
def test_measures_conditions_and_anchors_stand_in_the_item_or_above_it(gold, records):
    texts = extents(gold, records[gold["id"]].eligibility.text)
    for kind, keys in (("thresholds", ("measure", "condition")), ("times", ("anchor",))):
        for fact in gold[kind]:
            above = [texts[number] for number in ancestors(gold["items"], fact["item"])]
            for key in keys:
                if fact[key] is not None:
                    assert any(folded(fact[key]) in text for text in above), (gold["record"], key, fact)


@each
def test_levels_step_down_one_at_a_time(gold):
    level = 0
    for item in gold["items"]:
        assert item["level"] <= level + 1, (gold["record"], item)
        assert item["kind"] not in ("section", "preamble") or item["level"] == 0 or item["kind"] == "preamble"
        level = item["level"]


@each
def test_items_that_hold_criteria_say_how_they_join_and_others_do_not(gold):
    items = gold["items"]
    for number, item in enumerate(items):
        below = []
        for later in items[number + 1 :]:
            if later["level"] <= item["level"]:
                break
            below.append(later["kind"])
        holds = item["kind"] in ("criterion", "group") and ("criterion" in below or "group" in below)
        assert (item["combine"] is not None) == holds, (gold["record"], item)


@each
def test_values_are_of_the_known_kinds(gold):
    assert [item["n"] for item in gold["items"]] == list(range(len(gold["items"])))
    assert {item["kind"] for item in gold["items"]} <= KINDS
    for fact in gold["thresholds"] + gold["times"]:
        assert fact["low"] or fact["high"], (gold["record"], fact)
        ends = [end["value"] for end in (fact["low"], fact["high"]) if end]
        assert len(ends) < 2 or isinstance(ends[0], str) or ends[0] <= ends[1], (gold["record"], fact)
    assert {time["relation"] for time in gold["times"]} <= RELATIONS
    assert {time["unit"] for time in gold["times"]} <= TIME_UNITS
    assert {regimen["route"] for regimen in gold["regimens"]} <= ROUTES
    assert all(regimen["dose"] or regimen["frequency"] for regimen in gold["regimens"])


@each
def test_regimens_are_quoted_from_their_arm_or_intervention(gold, records):
    record = records[gold["id"]]
    texts = {f"arm:{arm.label}": [arm.label, arm.description] for arm in record.arms}
    texts |= {f"intervention:{one.name}": [one.name, one.description] for one in record.interventions}
    for regimen in gold["regimens"]:
        assert any(folded(regimen["quote"]) in folded(text) for text in texts[regimen["source"]]), regimen
