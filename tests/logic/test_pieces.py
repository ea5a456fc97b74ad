"""Where statements are cut."""

from hypothesis import given
from hypothesis import strategies as st

from extract.logic.stretches import _CONNECTOR, connectors

PIECES = [
    "and",
    "or",
    "plus",
    "and/or",
    " ",
    "  ",
    ",",
    ";",
    "/",
    "with",
    "without",
    "-",
    "A",
    "，",
    "、",
    " or ",
    "\t",
]


@given(st.lists(st.sampled_from(PIECES), max_size=12).map("".join), st.integers(0, 9), st.integers(0, 40))
def test_connectors_tried_at_their_signs_are_all_there_are(text: str, start: int, end: int) -> None:
    found = [(m.span(), m.groups()) for m in connectors(text, start, end)]
    assert found == [(m.span(), m.groups()) for m in _CONNECTOR.finditer(text, start, end)]
