"""What is not looked for where a word is missing cannot be there."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from extract.facts.thresholds import condition_phrases, conditions, groups
from extract.language.reading import Reading

GATED = [
    *condition_phrases._LIMITING,
    *condition_phrases._AFTER_BOUND,
    (condition_phrases._IMAGED, (condition_phrases._WITH, condition_phrases._IMAGES)),
    (condition_phrases._CONTRAST, (condition_phrases._CONTRASTED | {"with", "presence"},)),
    (conditions._IMAGED, (conditions._IMAGES,)),
    (groups._THING, (groups._EXCEPTED,)),
    (groups._FOUND, (groups._FINDINGS,)),
    (groups._PART, (groups._PARTS,)),
    (groups._GROUP, (groups._NOUNS,)),
]


@pytest.mark.parametrize(("pattern", "needed"), GATED)
@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(data=st.data())
def test_what_an_expression_finds_says_its_words(pattern, needed, data):
    text = data.draw(st.from_regex(pattern))
    assert Reading(text, [], []).says(*needed), text
