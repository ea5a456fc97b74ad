"""Phrases of a lexicon as one expression."""

import re

from hypothesis import given
from hypothesis import strategies as st

from extract.lexicons import alternation

PHRASES = st.lists(st.text("ab .", min_size=1, max_size=5), min_size=1, max_size=8)


@given(PHRASES, st.text("ab .", max_size=12))
def test_it_finds_what_the_phrases_one_by_one_find_the_longest_first(phrases, text):
    plain = "|".join(re.escape(phrase) for phrase in sorted(phrases, key=len, reverse=True))
    assert [m.span() for m in re.finditer(alternation(phrases), text)] == [m.span() for m in re.finditer(plain, text)]


def test_blanks_and_wild_words():
    found = re.compile(alternation(["is ~ allowed", "is an exception"], blank=r"\s+", wild=r"(?:also\s+)?"))
    assert all(found.fullmatch(text) for text in ("is allowed", "is  also allowed", "is an\nexception"))
    assert not found.fullmatch("is also an exception")
