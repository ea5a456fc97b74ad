"""Words that open a denial or a statement are known by the first of them."""

from hypothesis import given
from hypothesis import strategies as st

from extract.lexicons import word_set
from extract.logic.words import logic_words

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
