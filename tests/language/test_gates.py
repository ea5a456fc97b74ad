"""What rules are not asked, for want of a word beside a number that they need, they would not have answered."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.language import followers, labels, leftovers, neighbours, numbers, quantities, ranges, reader, sides, units
from extract.language.items import split
from extract.language.reader import Reader
from extract.language.values import _in_full, number

READER = Reader()
GATES = [
    (followers, "FOLLOWING"),
    (labels, "_CITING"),
    (leftovers, "_CLOSING"),
    (neighbours, "_RANGE_LEADS"),
    (numbers, "_DATED"),
    (quantities, "_GOING_ON"),
    (quantities, "_PAIRING"),
    (quantities, "_SECONDING"),
    (ranges, "LISTING"),
    (ranges, "RANGING"),
    (sides, "_LIMITED"),
    (units, "_GO_ON"),
]
NUMBERS = "1 2 3 5 10 18 65 100 1.5 0.5 7,0 1,000 2019 six ten II IIIB T3 -1 18+ 109"
COMPARATORS = "≥ > < ≤ = at_least more_than less_than or_older and_above or_less within between from not minimum"
UNITS = "years days weeks mg mg/dL g/dL /mm3 /µL % mL/min mmHg kg cm cells U/L daily per_day times fold kg/m2 IU"
LIMITS = "x × ULN upper_limit_of_normal the of normal LLN predicted baseline N n"
JOINTS = "to - – ± + and or , / ; . ) ( [ ] : & ~ of_age old years_old inclusive including points vs but"
NAMES = "age hemoglobin ECOG NYHA grade stage class score range CTCAE FEV1 visit day phase patients tumor"
SAID = f"{NUMBERS} {NUMBERS} {COMPARATORS} {UNITS} {LIMITS} {JOINTS} {NAMES}"
WORDS = [word.replace("_", " ") for word in SAID.split()]
SENTENCES = st.lists(st.tuples(st.sampled_from(WORDS), st.sampled_from([" ", " ", " ", ""])), max_size=10).map(
    lambda pieces: "".join(word + blank for word, blank in pieces)
)


class Everything(frozenset[str]):
    """A set of words that holds any."""

    def __contains__(self, word: object) -> bool:
        """Always."""
        return True


@settings(max_examples=600)
@given(SENTENCES)
def test_what_is_not_asked_would_change_nothing(text):
    gated = READER.read(text)
    with pytest.MonkeyPatch.context() as patched:
        for module, name in GATES:
            patched.setattr(module, name, Everything())
        patched.setattr(reader, "marking", Everything)
        full = READER.read(text)
    assert (gated.quantities, gated.numbers) == (full.quantities, full.numbers)


@settings(max_examples=600)
@given(st.sampled_from(NUMBERS.split()), SENTENCES)
def test_a_plain_number_is_itself_when_read_in_full(digits, rest):
    for text in (f"{digits} {rest}", f"{digits}{rest}"):
        items = split(text)
        assert number(text, items, 0) == _in_full(text, items, 0, signed=False)
