"""Plain words are cut as the expression for all words cuts them."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.language import items

FULL = re.compile(rf"{items._COMPARATOR}|{items._NUMBER}|{items._WORD}|[^\s]")
PIECES = [
    "x",
    "X",
    "ULN",
    "iULN",
    "than",
    "grade",
    "T2",
    "Tx",
    "is",
    "N0",
    "M",
    "cd",
    "'s",
    "’",
    " ",
    "5",
    "µ",
    "é",
    "-",
]


@settings(max_examples=500)
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
@example("xULN x 5 TisN0 T1cN0M0 than10 patient's cafés GRADE3 v5.0")
def test_plain_words_are_no_other_words(text):
    assert [(item.start, item.end) for item in items.split(text)] == [m.span() for m in FULL.finditer(text)]
