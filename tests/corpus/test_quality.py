"""The scorer counts as it says, on sentences small enough to count by hand."""

import pytest

from benchmarks.quality.floors import Floors
from benchmarks.quality.gold import Gold, extents, find
from benchmarks.quality.score import Figure, alike, bounds, figures, unit


def threshold(quote, low, at=None, **more):
    return {"quote": quote, "low": {"value": low, "inclusive": True}, "high": None, "unit": "g/L", "at": at, **more}


def same(gold, found):
    return gold["low"] == found["low"]


def test_precision_recall_and_f1():
    figure = Figure()
    figure.add(
        [threshold("a", 1), threshold("b", 2)], [threshold("a", 1), threshold("x", 8), threshold("y", 9)], same, str
    )
    assert (figure.precision, figure.recall, figure.f1) == (1 / 3, 1 / 2, pytest.approx(0.4))


def test_one_find_answers_one_entry():
    figure = Figure()
    figure.add([threshold("a", 1), threshold("b", 1)], [threshold("a", 1)], same, str)
    assert (figure.right, figure.gold, figure.found) == (1, 2, 1)


@pytest.mark.parametrize("found", [[], [threshold("a", 1, (0, 5))], [threshold("a", 7, (3, 9))]])
def test_an_optional_entry_counts_neither_found_nor_missed_nor_read_otherwise(found):
    figure = Figure()
    figure.add([threshold("a", 1, (0, 5), optional=True)], found, same, str)
    assert (figure.right, figure.gold, figure.found) == (0, 0, 0)


def test_quotes_are_found_across_a_line_wrap():
    assert find("stable for 4 weeks", "is stable for\n    4 weeks") == (3, 25)


def test_an_item_reaches_to_the_next_items_start():
    assert extents([{"start": "One"}, {"start": "Two"}], "1. One\n2. Two") == [(3, 10), (10, 13)]


def test_phrases_are_alike_when_half_of_their_words_agree():
    assert alike("absolute neutrophil count", "Neutrophil count")
    assert not alike("platelets", "absolute neutrophil count")
    assert not alike("platelets", None)


def test_a_missing_document_misses_everything():
    total = {}
    item = {"n": 0, "start": "Age", "kind": "criterion", "section": "inclusion", "level": 0, "combine": None}
    entry = {"item": 0, "quote": ">= 18 years", "measure": "Age", "unit": "a", "low": {"value": 18, "inclusive": True},
             "high": None, "reference": None, "condition": None}  # fmt: skip
    figures(Gold("NCT99000000", "x.json", [item], [entry], [], [], []), None, total)
    assert (total["items"].recall, total["thresholds"].recall) == (0, 0)


def test_a_floor_that_is_not_reached_is_named_and_pinning_never_lowers_it():
    floors = Floors("d", {"items": 0.9})
    assert floors.broken({"items": 0.9}, "d") == []
    assert len(floors.broken({"items": 0.8}, "d")) == 1
    floors.pin({"items": 0.8, "times": 0.55555}, "e")
    assert floors.f1 == {"items": 0.9, "times": 0.555}
    floors.lower("items", {"items": 0.8})
    assert floors.broken({"items": 0.8, "times": 0.6}, "e") == []


def test_a_changed_corpus_asks_for_pinning():
    assert len(Floors("d", {}).broken({}, "e")) == 1


def test_grades_are_compared_by_rank_and_units_by_meaning():
    written = {"low": {"value": "IIIB", "inclusive": True}, "high": {"value": "IV", "inclusive": True}}
    ranked = {"low": {"value": "IIIB", "inclusive": True}, "high": {"value": 4, "inclusive": True}}
    assert bounds(written) == bounds(ranked)
    assert unit({"unit": "g/(24.h)"}) == unit({"unit": "g/d"})
    assert unit({"unit": None}) == unit({"unit": ""})
    assert unit({"unit": "mL/min"}) != unit({"unit": "mL/min/{1.73_m2}"})
