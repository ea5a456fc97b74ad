"""What is not looked for where a word is missing cannot be there."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract import lexicons
from extract.facts.thresholds import alternatives, changes, conditions, groups, leads, limiting
from extract.language.clause_words import clause_words
from extract.language.reader import Reader
from extract.language.reading import Reading

READER = Reader()
SAID = (
    "with who must have may be eligible if whose where for whom in on are is only not (e.g. receiving) dialysis a , :"
)
WORDS = SAID.split()
CONDITIONS = [
    *limiting.LIMITING,
    *limiting.AFTER_BOUND,
    (limiting.IMAGED, (limiting.IMAGES, limiting.WITH)),
]
GROUPS = [*groups._PARTS, (groups._THING, (groups._EXCEPTED,)), (groups._FOUND, (groups._FINDINGS,))]
ALTERNATIVES = [
    (alternatives._PLACE, (alternatives._PLACES,)),
    (alternatives._ANY_VALUE, (alternatives._ANY,)),
    (alternatives._BLOOD, (alternatives._TRANSFUSED,)),
    (alternatives._TAKEN, (alternatives._STATES,)),
    (alternatives._COUNTRY, (alternatives._COUNTRIES,)),
    (alternatives._METHOD, (alternatives._METHODS,)),
    (alternatives._CONFIRMED, (alternatives._CONFIRMING,)),
]
GATED = [
    *CONDITIONS,
    *GROUPS,
    *ALTERNATIVES,
    (limiting.CONTRAST, (limiting.CONTRASTED | {"with", "presence"},)),
    (conditions._IMAGED, (conditions._IMAGES, conditions._KINDS)),
    (groups._RELAXED, (groups._RELAXING,)),
    (limiting._LABELLED, (limiting._PARTS,)),
    (conditions._LABEL, (conditions._ILL,)),
]


@pytest.mark.parametrize(("pattern", "needed"), GATED)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_an_expression_finds_says_its_words(pattern, needed, data):
    text = data.draw(st.from_regex(pattern))
    assert Reading(text, [], []).says(*needed), text


@pytest.mark.parametrize("pattern", [leads._HEADING, leads._LET_IN, leads._APPLIED, leads._BRACKETED])
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_a_heading_that_limits_its_items_says_one_of_its_words(pattern, data):
    text = data.draw(st.from_regex(pattern))
    assert Reading(text[pattern.search(text).start() :], [], []).says(leads._LIMITING), text


@settings(max_examples=200, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.from_regex(clause_words().condition).map(lambda text: " ".join(text.split())))
def test_a_condition_says_its_words_or_names_a_group_behind_a_preposition(text):
    reading = Reading(text, [], [])
    if clause_words().condition.search(text):
        assert limiting.may_state(reading, reading.said(limiting.TELLING)), text


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.from_regex(limiting._BROKEN_OFF).map(str.rstrip))
def test_what_breaks_off_ends_in_one_of_its_words(text):
    assert text.lower().endswith(limiting._BROKEN_ENDS), text


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.from_regex(leads._STAGE))
def test_a_stage_says_part_of_one_of_its_words(text):
    assert lexicons.holds(text.lower(), leads._STAGES), text


@given(
    st.sampled_from(["patients", "participants", "adults", "those", "women"]),
    st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join),
    st.sampled_from(["", ",", ":", " "]),
)
def test_a_group_is_followed_by_what_goes_on_to_one(noun, words, sign):
    text = f"For {noun}{sign}{words} haemoglobin ≥ 9 g/dL"
    reading = READER.read(text)
    found = groups._parted(text, 0, (4, 4 + len(noun)), reading.quantities[-1:])
    assert found is None or groups._FOLLOWED.match(text, 4 + len(noun)), text


@pytest.mark.parametrize("text", ["a fall of 20 mmHg", "SBP dropped by 20 mmHg", "≥ 12% improvement in FEV1"])
def test_a_change_says_a_word_of_change(text):
    assert READER.read(text).says(changes.WORDS_OF_CHANGE)


@pytest.mark.parametrize("needed", [needed for pattern, needed in CONDITIONS])
def test_words_that_tell_of_any_condition_hold_those_of_each(needed):
    assert needed[0] <= limiting.TELLING


@pytest.mark.parametrize("needed", [needed for pattern, needed in GROUPS])
def test_words_that_tell_of_any_group_hold_those_of_each(needed):
    assert needed[0] <= groups.TELLING


@pytest.mark.parametrize("needed", [needed for pattern, needed in ALTERNATIVES])
def test_words_that_tell_of_alternatives_hold_those_of_each(needed):
    assert needed[0] <= alternatives.TELLING


@given(st.text("aA _.,1İß-", max_size=12), st.sampled_from(["a", "aa"]))
def test_places_of_a_word_are_those_where_it_stands_alone(text, word):
    expected = [match.span() for match in re.finditer(rf"\b{word}\b", text, re.IGNORECASE)]
    assert Reading(text, [], []).places(frozenset({word})) == expected
