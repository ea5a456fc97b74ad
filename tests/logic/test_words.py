"""What is told by first words or by letters is what the expressions find."""

import tomllib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import extract.lexicons
from extract.lexicons import word_set
from extract.logic.words import logic_words

DEFINERS = tomllib.loads(Path(extract.lexicons.__file__).with_name("logic.toml").read_text("utf-8"))["definers"]
WORDS = word_set(
    "no not without absence of never free from the patients who must should have has with be required more history any"
    " asthma (no -not No, and either is diagnosed pregnant No/ known"
)
TEXTS = st.lists(st.sampled_from(sorted(WORDS)), max_size=5).map(" ".join)


@given(TEXTS, st.integers(0, 12))
def test_what_is_told_by_its_first_word_is_what_the_expressions_find(text: str, start: int) -> None:
    words, end = logic_words(), len(text)
    negation = words.negation.match(text, start, end)
    denial = words.denial(text, start, end)
    assert (denial and denial.span()) == (negation and negation.span())
    assert words.starts(text, start, end) == bool(negation or words.starter.match(text, start, end))


@pytest.mark.parametrize("phrase", DEFINERS)
def test_a_definer_is_found_where_its_expression_is_tried(phrase: str) -> None:
    text = f"renal failure, {phrase} creatinine"
    found = logic_words().definer.search(text)
    assert found is not None
    assert found.span() == logic_words().definer.pattern.search(text).span()  # type: ignore[union-attr]
