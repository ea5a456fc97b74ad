"""Numbers whose neighbours tell nothing have the class that all rules would give them."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.language.items import Texts
from extract.language.numbers import _ISOTOPES, Classifier
from extract.language.reader import Reader
from extract.language.values import numerals
from extract.lexicons import table, word_list

READER = Reader()
CONTEXTS = [word for group in table("number_contexts.toml").values() for listed in group.values() for word in listed]
SIGNS = [
    *"-‐+*/.#_αβγ=<>≥≤(),;:%&'^[]",
    "n",
    "x",
    "or",
    "and",
    "to",
    "of",
    "a",
    "Ara",
    "h",
    "mg",
    "hours",
    "years",
    "day",
]
OTHERS = [
    "at least",
    "patients",
    "visual acuity",
    "st",
    "th",
    "percentile",
    "edition",
    "AJCC",
    "CTCAE",
    "RECIST",
    "mT",
    "F",
]
NUMBERS = [
    "1",
    "2",
    "6",
    "7",
    "18",
    "20",
    "40",
    "131",
    "1999",
    "2012",
    "0.5",
    "05",
    "1.1",
    "4.03",
    "one",
    "two",
    *_ISOTOPES,
]
WORDS = sorted({*CONTEXTS, *SIGNS, *OTHERS, *word_list("months_of_year"), *word_list("grade_heads")})


class Thorough(Classifier):
    """Asks every rule of every number."""

    def _plain(self, at: int) -> bool:
        return at < 0


def agree(text: str) -> bool:
    items = READER._items(text)
    texts, places = Texts.of(items), numerals(items, list(range(len(items))))
    return Classifier(text, items, texts).all(places) == Thorough(text, items, texts).all(places)


@pytest.mark.parametrize("number", ["4", "18", "2012", "5.0"])
@pytest.mark.parametrize("joint", ["", " "])
def test_no_word_of_the_lexicon_is_passed_over(number, joint):
    for word in WORDS:
        for text in (f"{word}{joint}{number} mg", f"than {number}{joint}{word}", f"{number} {word} {number} days"):
            assert agree(text), text


@settings(max_examples=500)
@given(
    st.lists(
        st.tuples(st.one_of(st.sampled_from(WORDS), st.sampled_from(NUMBERS), st.sampled_from(SIGNS)), st.booleans()),
        max_size=9,
    )
)
def test_plain_numbers_have_the_class_of_all_rules(pieces):
    assert agree("".join(piece + (" " if apart else "") for piece, apart in pieces))
