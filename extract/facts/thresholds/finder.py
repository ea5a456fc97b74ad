"""The thresholds of one text."""

import re
from collections.abc import Callable
from functools import cache

from extract.facts.thresholds.conditions import Conditions
from extract.facts.thresholds.measures import Measures
from extract.facts.thresholds.model import FoundMeasure, FoundThreshold, Words
from extract.facts.thresholds.select import (
    candidate,
    counted_as,
    defining,
    definition,
    dose_of_test,
    greatest_score,
    list_number,
    of_group,
    of_instrument,
    of_procedure,
    of_the_following,
    one_of_two,
    range_of_scale,
    size_of_scale,
    table_cell,
    visits,
    within_count,
)
from extract.language.context import Context
from extract.language.items import Item
from extract.language.reading import Quantity, Reading

_Test = Callable[[Reading, Quantity], bool]
_Tests = tuple[tuple[_Test, tuple[str, ...]], ...]  # each with the rules it may be true of; () for any
# What says that a quantity is no threshold
_NO_THRESHOLDS: _Tests = ((range_of_scale, ("range", "between")), (dose_of_test, ("range", "value", "list")))
_DEFINITIONS: _Tests = (  # true only where a word or sign tells
    (counted_as, ()),
    (table_cell, ("comparator", "value")),
    (definition, ()),
)
_NO_COUNTS: _Tests = (  # true of counts only
    (of_group, ("range",)),
    (of_the_following, ()),
    (list_number, ("range", "value", "list")),
    (within_count, ("comparator",)),
    (visits, ("list", "range")),
    (one_of_two, ("value",)),
    (of_instrument, ("value",)),
)
# What says that it names how large or how frequent something is; what was said before is not of the next bounds
_SIZES: _Tests = ((size_of_scale, ("value", "range")), (of_procedure, ("value",)))
_SAYS_AGE = re.compile(r"[ :]*(?:(?:patient )?age|age[sd])[ :]*", re.IGNORECASE).fullmatch
_SHORT = 16  # characters of a heading that says no more than that
_SCORES = {"score", "scores", "subscore", "questionnaire"}
_COUNTED = {"dose", "doses", "times", "time", "line", "lines", "prior", "previous", "points", "lesion", "lesions"}


def find(reading: Reading, context: Context) -> list[FoundThreshold]:
    """Every threshold of a text, in order; one entry a measured thing. Linear in the text."""
    above = context.ancestors[0].text if context.ancestors else ""
    if len(above) < _SHORT and _SAYS_AGE(above):
        _age_by_heading(reading)
    candidates = [candidate(quantity) for quantity in reading.quantities]
    if True not in candidates:
        return []
    measures = Measures(reading, context)
    conditions: Conditions | None = None
    found: list[FoundThreshold] = []
    floor = 0
    for quantity, compares in zip(reading.quantities, candidates, strict=True):
        if quantity.role == "time":
            continue
        if quantity.role == "age":
            _score_no_age(reading, quantity)
        none, size = _tests(quantity.role == "count", quantity.rule, defining(reading, quantity))
        if none and _true(none, reading, quantity):
            continue
        if quantity.scale and of_group(reading, quantity):
            continue
        names = measures.of(quantity, floor) if compares and not (size and _true(size, reading, quantity)) else None
        if names is not None:
            conditions = conditions or Conditions(reading, context)
            for measure in _paired(quantity, names.measures):
                found.append(_threshold(quantity, measure, names.rule, conditions, reading.items))
        floor = quantity.last
    return found


def _true(tests: tuple[_Test, ...], reading: Reading, quantity: Quantity) -> bool:
    """Is one of some tests true of a quantity?"""
    for test in tests:  # noqa: SIM110  costs less
        if test(reading, quantity):
            return True
    return False


@cache
def _tests(counts: bool, rule: str, defined: bool) -> tuple[tuple[_Test, ...], tuple[_Test, ...]]:
    """The tests that may be true of a quantity: those that say that it is no threshold, and those of sizes."""
    tests = (*_NO_THRESHOLDS, *(_DEFINITIONS if defined else ()), *(_NO_COUNTS if counts else ()))
    sizes = (*_SIZES, *(((greatest_score, ()),) if counts else ()))
    of_rule = [tuple(test for test, rules in some if not rules or rule in rules) for some in (tests, sizes)]
    return of_rule[0], of_rule[1]


def _age_by_heading(reading: Reading) -> None:
    """A bound right under the heading "Age:" is an age, in years without a unit, unless it counts what follows it."""
    last: Quantity | None = None
    for quantity in reading.quantities:
        counted = quantity.last < len(reading.items) and reading.items[quantity.last].text in _COUNTED
        opens = quantity.first <= 1 if last is None else last.role == "age" and quantity.first - last.last <= 1
        if not quantity.compared or counted:
            continue
        if quantity.role == "count":
            quantity.role, quantity.unit, quantity.dimension = "age", "a", "time"
        elif quantity.role == "time" and quantity.unit in ("a", "mo", "wk", "d") and opens:
            quantity.role = "age"
        last = quantity


def _score_no_age(reading: Reading, quantity: Quantity) -> None:
    """`IPSS score is under 18`: a number without unit after a score is no age."""
    items = reading.items
    if any(item.kind == "word" for item in items[quantity.first + 1 : quantity.last]):
        return
    if any(item.text in _SCORES for item in items[max(quantity.first - 3, 0) : quantity.first]):
        quantity.role, quantity.unit, quantity.dimension = "count", "", None


def _paired(quantity: Quantity, names: list[FoundMeasure]) -> list[FoundMeasure | None]:
    """One measure for each half of a ratio where two are named (systolic and diastolic); else all of them."""
    if quantity.paired and len(names) == 2:
        return [names[quantity.paired - 1]]
    return [*names] or [None]


def _of_drink(quantity: Quantity) -> str | None:
    """The unit of an amount of alcohol: its "units" are no enzyme units."""
    counted = quantity.unit and quantity.unit[0] == "U" and (quantity.unit_text or "").lower().startswith("unit")
    return "{unit}" + quantity.unit[1:] if counted and quantity.unit else quantity.unit


def _unit_words(quantity: Quantity, items: list[Item]) -> Words:
    """The words of the unit, which alone tell what is measured."""
    first = quantity.last - 1
    while first > quantity.first and items[first - 1].kind == "word":
        first -= 1
    return Words(items[first].start, items[quantity.last - 1].end)


def _threshold(
    quantity: Quantity, measure: FoundMeasure | None, rule: str, conditions: Conditions, items: list[Item]
) -> FoundThreshold:
    condition = conditions.of(quantity)
    if measure and rule == "people" and quantity.role != "age" and condition and measure.words == condition:
        measure = FoundMeasure(_unit_words(quantity, items), measure.id)  # "males ≥ 50 [kg]": whose, not what
    return FoundThreshold(
        start=quantity.start,
        end=quantity.end,
        measure=measure,
        low=quantity.low,
        high=quantity.high,
        unit=_of_drink(quantity) if measure and measure.id == "alcohol" else quantity.unit,
        unit_text=quantity.unit_text,
        scale=quantity.scale,
        reference=quantity.reference,
        condition=condition,
        exception=conditions.excepted(quantity),
        rule=f"threshold.{quantity.rule}.{rule}",
        items=(quantity.first, quantity.last),
    )
