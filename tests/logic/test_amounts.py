"""Converting between UCUM codes."""

import csv
from fractions import Fraction
from importlib.resources import files

import pytest

from extract.logic.amounts import convert, scale


def codes():
    lines = files("extract").joinpath("lexicons/units.csv").read_text("utf-8").splitlines()
    return sorted({row["ucum"] for row in csv.DictReader(line for line in lines if not line.startswith("#"))})


@pytest.mark.parametrize("code", codes())
def test_every_unit_of_the_lexicon_is_understood(code):
    assert scale(code) is not None


@pytest.mark.parametrize(
    ("value", "source", "target", "result"),
    [
        ("1", "g/dL", "g/L", "10"),
        ("2400", "mg/(24.h)", "g/d", "2.4"),
        ("1", "mCi", "MBq", "37"),
        ("2", "Gy", "RAD", "200"),
        ("10", "cm[H2O]", "mm[H2O]", "100"),
    ],
)
def test_converts_exactly(value, source, target, result):
    assert convert(Fraction(value), source, target) == Fraction(result)


@pytest.mark.parametrize(("source", "target"), [("mmol/L", "mg/dL"), ("mL/min/{1.73_m2}", "mL/min"), ("mo", "d")])
def test_never_guesses(source, target):
    assert convert(Fraction(1), source, target) is None


@pytest.mark.parametrize("code", ["(m.g", "m)", "gg", "m[Hg"])
def test_damaged_codes_are_not_understood(code):
    assert scale(code) is None
