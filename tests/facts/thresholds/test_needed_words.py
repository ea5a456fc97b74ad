"""What is not looked for where a word is missing cannot be there."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.facts.thresholds import condition_phrases, conditions, groups
from extract.language.clause_words import clause_words
from extract.language.reading import Reading

GATED = [
    *condition_phrases._LIMITING,
    *condition_phrases._AFTER_BOUND,
    (condition_phrases._IMAGED, (condition_phrases._WITH, condition_phrases._IMAGES)),
    (condition_phrases._CONTRAST, (condition_phrases._CONTRASTED | {"with", "presence"},)),
    (conditions._IMAGED, (conditions._IMAGES,)),
    (groups._THING, (groups._EXCEPTED,)),
    (groups._FOUND, (groups._FINDINGS,)),
    (groups._GROUP, (groups._NOUNS,)),
]


@pytest.mark.parametrize(("pattern", "needed"), GATED)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_an_expression_finds_says_its_words(pattern, needed, data):
    text = data.draw(st.from_regex(pattern))
    assert Reading(text, [], []).says(*needed), text


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.from_regex(groups._PART))
def test_what_names_a_part_says_one_of_each_set_of_its_words(text):
    reading = Reading(text, [], [])
    assert any(reading.says(*needed) for needed in groups._PARTS), text
    assert reading.says(groups._TELLING), text


@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=st.from_regex(clause_words().condition))
def test_a_condition_says_one_of_its_words(text):
    assert Reading(text, [], []).says(clause_words().conditional), text


@pytest.mark.parametrize("needed", [needed for pattern, needed in GATED[:-6]])
def test_words_that_tell_of_any_condition_hold_those_of_each(needed):
    assert needed[0] <= condition_phrases._LIMITED
