"""Rules are documented, and none falls over whatever a document that fits the schema says."""

import copy
import json
import re
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.checking.checker import defects
from extract.checking.describe import pages
from extract.checking.kinds import STUDY_KIND
from extract.checking.pointers import line_of, parts, pointer, resolves, walk
from extract.checking.publish import documentation
from extract.checking.rules import RULES

ROOT = Path(__file__).parents[2]
DOCUMENT = json.loads((ROOT / "outputs" / "NCT99000001.json").read_text("utf-8"))


def test_every_rule_says_what_must_hold_and_how_to_repair_it():
    page = pages()["rules.md"]
    for rule in RULES.values():
        assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.id)
        assert rule.summary.endswith("."), rule.id
        assert rule.repair.endswith("."), rule.id
        assert f"### {rule.id}\n" in page


def test_the_pages_have_not_drifted_from_schemas_and_rules():
    for path, text in documentation().items():
        assert path.read_text("utf-8") == text, f"{path.name}: run `make schemas WRITE=1`"


def places(value, at=()):
    if isinstance(value, dict):
        for name, below in value.items():
            yield from places(below, (*at, name))
    elif isinstance(value, list):
        for i, below in enumerate(value):
            yield from places(below, (*at, i))
    else:
        yield at


PLACES = list(places(DOCUMENT))
OTHERS = st.one_of(st.none(), st.integers(-5, 10**6), st.text(max_size=5), st.booleans(), st.floats(allow_nan=False))


@settings(max_examples=60)
@given(st.lists(st.tuples(st.sampled_from(PLACES), OTHERS), min_size=1, max_size=3))
def test_any_change_is_judged_without_a_fault_and_pointers_lead_somewhere(changes):
    document = copy.deepcopy(DOCUMENT)
    for (*above, last), value in changes:
        place = document
        for part in above:
            place = place[part]
        place[last] = value
    for defect in defects(document, STUDY_KIND):
        assert defect.rule in RULES
        assert resolves(document, defect.pointer) or defect.pointer.endswith("/label_span")


def test_an_expression_of_any_depth_is_explained_in_linear_time():
    document = copy.deepcopy(DOCUMENT)
    deep = {"op": "or", "of": []}
    for _ in range(40):
        deep = {"op": "all", "of": [deep, {"field": "sex"}]}
    document["eligibility"]["expression"] = deep
    ((rule, at, message),) = defects(document, STUDY_KIND)
    assert (rule, at) == ("schema", "/eligibility/expression" + "/of/0" * 40 + "/op")
    assert "'or' is not one of" in message


def test_pointers():
    odd = {"a/b": {"~": [1, {"": 2}]}}
    at = pointer(["a/b", "~", 1, ""])
    assert at == "/a~1b/~0/1/"
    assert parts(at) == ["a/b", "~", "1", ""]
    assert resolves(odd, at)
    assert not resolves(odd, "/a~1b/~0/2")
    assert not resolves(odd, "a")
    assert [found for found, _ in walk(odd)] == ["", "/a~1b", "/a~1b/~0/1"]
    text = json.dumps(odd, indent=1)
    assert text.splitlines()[line_of(text, at) - 1].strip() == '"": 2'
    assert line_of(text[: len(text) // 2], at) >= 1
