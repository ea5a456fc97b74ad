"""What is not looked for where a word is missing cannot be there."""

import re

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.facts.thresholds import alternatives, conditions, groups, leads, limiting
from extract.language.clause_words import clause_words
from extract.language.reading import Reading

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
    (conditions._IMAGED, (conditions._IMAGES,)),
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
