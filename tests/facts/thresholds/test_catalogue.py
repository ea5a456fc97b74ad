"""The catalogue of measures: enough of them, well formed, and each found in its own example."""

from collections import Counter

import pytest

from extract.facts.thresholds import find
from extract.language.catalogue import catalogue
from extract.language.context import Context
from extract.language.plain import plain
from extract.language.reader import Reader

READER = Reader()
ENTRIES = list(catalogue().values())


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
def test_example_is_read_as_the_measure(entry):
    text = plain(entry.example).text
    found = find(READER.read(text), Context())
    assert entry.id in [one.measure.id for one in found if one.measure]


@pytest.mark.parametrize("entry", ENTRIES, ids=[entry.id for entry in ENTRIES])
def test_example_is_plausible(entry):
    text = plain(entry.example).text
    found = [one for one in find(READER.read(text), Context()) if one.measure and one.measure.id == entry.id]
    for one in found:
        for limit in (one.low, one.high):
            if limit is None or isinstance(limit.value, str) or one.reference in ("ULN", "LLN"):
                continue
            assert entry.low is None or limit.value >= entry.low
            assert entry.high is None or limit.value <= entry.high


def test_has_the_usual_measures():
    assert len(ENTRIES) >= 250


def test_no_name_belongs_to_two_measures():
    def name(alias: str) -> str:
        return alias if alias.startswith("=") else alias.lower()

    names = Counter(known for entry in ENTRIES for known in {name(alias) for alias in entry.aliases})
    assert [name for name, count in names.items() if count > 1] == []


def test_scales_are_known():
    assert {entry.scale for entry in ENTRIES} <= {"", "roman", "letters", "digits"}
