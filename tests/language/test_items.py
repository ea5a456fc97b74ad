"""Plain words are cut as the expression for all words cuts them."""

import re

from hypothesis import example, given, settings
from hypothesis import strategies as st

from extract.language import items

FULL = re.compile(
    rf"(?P<comparator>{items._COMPARATOR})|(?P<number>{items._NUMBER})|(?P<word>{items._WORD})|(?P<symbol>\S)"
)
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
    "<",
    "=",
    "≥",
    ".",
    "_",
    "²",
    "٣",
]


@settings(max_examples=500)
@given(st.one_of(st.text(), st.lists(st.sampled_from(PIECES)).map("".join)))
@example("xULN x 5 TisN0 T1cN0M0 than10 patient's cafés GRADE3 v5.0")
def test_plain_words_are_no_other_words(text):
    found = [(item.kind, item.start, item.end, item.text) for item in items.split(text)]
    assert found == [(m.lastgroup, *m.span(), m[0].lower()) for m in FULL.finditer(text)]
