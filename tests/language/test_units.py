"""Every unit of the lexicon is UCUM, and unit words are read wherever they are put together."""

import pytest
from ucumvert import get_ucum_parser

from extract.language.items import split
from extract.language.units import read
from extract.lexicons import rows

CODES = sorted({row["ucum"] for row in rows("units.csv") if row["ucum"]})


@pytest.fixture(scope="module")
def ucum():
    return get_ucum_parser()


def test_every_code_of_the_lexicon_is_ucum(ucum):
    for code in CODES:
        ucum.parse(code)


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("mg/dL", "mg/dL"),
        ("mg / dl", "mg/dL"),
        ("mg per day", "mg/d"),
        ("mg daily", "mg/d"),
        ("mg/kg/day", "mg/kg/d"),
        ("mg/m^2", "mg/m2"),
        ("mmHg", "mm[Hg]"),
        ("mm Hg", "mm[Hg]"),
        ("mL/min/1.73 m2", "mL/min/{1.73_m2}"),
        ("mL/min/1.73m^2", "mL/min/{1.73_m2}"),
        ("mL/min/(1.73 m2)", "mL/min/{1.73_m2}"),
        ("cells/mm3", "/mm3"),
        ("/µL", "/uL"),
        ("copies/mL", "{copies}/mL"),
        ("IU/mL", "[IU]/mL"),
        ("kU/L", "kU/L"),
        ("g/24 hours", "g/(24.h)"),
        ("beats per minute", "/min"),
        ("drinks per week", "{drinks}/wk"),
        ("pack-years", "{pack-year}"),
        ("°C", "Cel"),
        ("µmol/l", "umol/L"),
        ("milliliter (mL)/second", "mL/s"),
        ("K/uL", "10*3/uL"),
    ],
)
def test_reads_unit_words(ucum, words, code):
    unit = read(words, split(words), 0)
    assert unit is not None
    assert unit.code == code
    ucum.parse(unit.code)


@pytest.mark.parametrize("words", ["patients", "of", "times the upper limit", "and", "(1)"])
def test_takes_no_other_word_for_a_unit(words):
    assert read(words, split(words), 0) is None
