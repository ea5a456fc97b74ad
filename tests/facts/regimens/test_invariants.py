"""What holds for every text, however odd."""

import tomllib
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.facts.regimens import Regimens
from extract.facts.regimens.atoms import DAYS

FINDER = Regimens()
DRUGS = FINDER.drugs([["Alfanib 5 mg", "AL-101"], ["Placebo for Alfanib"]])
PIECES = [
    "Alfanib",
    "AL-101",
    "placebo",
    "5",
    "mg",
    "10-20",
    "mg/kg",
    "1",
    "x",
    "10^6",
    "cells",
    "once",
    "daily",
    "BID",
    "q3w",
    "every",
    "3",
    "weeks",
    "IV",
    "orally",
    "subcutaneously",
    "on",
    "day",
    "1,",
    "8",
    "and",
    "15",
    "of",
    "each",
    "21-day",
    "cycle",
    "for",
    "6",
    "cycles",
    "then",
    "followed",
    "by",
    "plus",
    "and",
    "or",
    "(",
    ")",
    ";",
    ".",
    ",",
    "½",
    "AUC",
    "5",
    "40",
    "Gy",
    "in",
    "15",
    "fractions",
    "over",
    "weeks",
    "\n\n",
    "*",
    "\\>",
    "&gt;",
    "10\\^9",
    "/",
    "-",
    "maximum",
    "twice",
    "two",
    "tablets",
    "0.5",
    "01",
    "-4",
    "to",
    "d1-5",
    "weekly",
    "day",
]
TEXTS = st.one_of(st.text(max_size=200), st.lists(st.sampled_from(PIECES), max_size=40).map(" ".join))


@given(TEXTS, TEXTS)
@settings(max_examples=200, deadline=None)
def test_spans_lie_in_the_source_and_a_regimen_has_a_dose_or_a_frequency(name, description):
    fields = {"name": name, "description": description}
    found = FINDER.of_intervention(name, description, DRUGS)
    for one in found:
        assert fields[one.field][one.span.start : one.span.end] == one.text
        assert one.text.strip()
        assert one.dose or one.frequency
        if one.dose:
            assert one.dose.low <= one.dose.high
        if one.frequency:
            assert one.frequency.unit in DAYS
    assert found == FINDER.of_intervention(name, description, DRUGS)


@pytest.mark.parametrize("row", tomllib.loads((files("extract.lexicons") / "doses.toml").read_text("utf-8"))["unit"])
def test_units_have_a_known_kind(row):
    assert row["kind"] in ("mass", "volume", "form")
    assert row["words"] or row["codes"]
