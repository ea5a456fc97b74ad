"""The small UCUM parser agrees with the published list of units, and with a full parser on what the lexicons use."""

from importlib.resources import files
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.checking.ucum import fault
from extract.lexicons import rows

ESSENCE = files("ucumvert") / "vendor" / "ucum-essence.xml"
RIGHT = [
    "mg/dL", "mm[Hg]", "10*9/L", "/mL", "{copies}/mL", "mL/min/{1.73_m2}", "%", "mg/(24.h)", "[IU]/mL", "m2", "kg/m2",
    "mg{protein}", "{cycle}", "1", "ukat/L", "s-1", "Cel", "10*3/uL", "/(8.h)", "[in_i'H2O]", "B[10.nV]",
]  # fmt: skip
WRONG = [
    "", "mmHg", "mg//L", "mg/", "(mg", "mg)", "()", ".g", "mg.", "mg dL", "weeks", "{a", "a}", "mg{a{b}}", "(mg)(L)",
    "years", "µg", "mg/dl/", "kmmol", "mg/%%", "(" * 300,
]  # fmt: skip


@pytest.mark.parametrize("code", RIGHT)
def test_codes(code):
    assert fault(code) is None


@pytest.mark.parametrize("code", WRONG)
def test_no_codes(code):
    assert fault(code)


def test_every_unit_of_ucum_is_known_with_its_prefixes():
    root = ElementTree.fromstring(ESSENCE.read_text("utf-8"))  # noqa: S314  a package's own data
    name = "{http://unitsofmeasure.org/ucum-essence}"
    units = [(unit.get("Code"), unit.get("isMetric") != "no") for unit in root.iter(f"{name}unit")]
    units += [(unit.get("Code"), True) for unit in root.iter(f"{name}base-unit")]
    assert len(units) > 300
    for code, metric in units:
        assert fault(code) is None
        assert (fault(f"k{code}") is None) == metric or fault(f"k{code}") is None, code


def test_every_unit_of_the_lexicon_is_known():
    for row in rows("units.csv"):
        assert not row["ucum"] or fault(row["ucum"]) is None or not row["ucum"].strip("/"), row


@given(st.text(alphabet="mg/L.(){}[]10*%k ", max_size=40))
def test_any_text_is_judged(text):
    assert fault(text) is None or isinstance(fault(text), str)
