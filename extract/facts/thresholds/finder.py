"""The thresholds of one text."""

from collections.abc import Callable
from functools import cache

from extract.facts.thresholds.conditions import Conditions
from extract.facts.thresholds.measures import Measures
from extract.facts.thresholds.model import FoundMeasure, FoundThreshold, Words
from extract.facts.thresholds.select import (
    candidate,
    counted_as,
    definition,
    dose_of_test,
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
# What says that a quantity is no threshold, each with the rules of the quantities that it may be true of; () for any
_NO_THRESHOLDS: tuple[tuple[_Test, tuple[str, ...]], ...] = (
    (range_of_scale, ("range", "between")),
    (dose_of_test, ("range", "value", "list")),
    (counted_as, ()),
    (table_cell, ("comparator", "value")),
    (definition, ()),
    (of_group, ()),
)
_NO_COUNTS: tuple[tuple[_Test, tuple[str, ...]], ...] = (  # true of counts only
    (of_the_following, ()),
    (list_number, ("range", "value", "list")),
    (within_count, ("comparator",)),
    (visits, ("list", "range")),
    (one_of_two, ("value",)),
    (of_instrument, ("value",)),
)
_SCORES = {"score", "scores", "subscore", "questionnaire"}
_COUNTED = {"dose", "doses", "times", "time", "line", "lines", "prior", "previous", "points", "lesion", "lesions"}


def find(reading: Reading, context: Context) -> list[FoundThreshold]:
    """Every threshold of a text, in order; one entry a measured thing. Linear in the text."""
    _age_by_heading(reading, context)
    if not any(map(candidate, reading.quantities)):
        return []
    measures = Measures(reading, context)
    conditions: Conditions | None = None
    found: list[FoundThreshold] = []
    floor = 0
    for quantity in reading.quantities:
        _score_no_age(reading, quantity)
        if _states_none(reading, quantity):
            continue
        if size_of_scale(reading, quantity) or of_procedure(reading, quantity):
            floor = quantity.last
            continue
        names = measures.of(quantity, floor) if candidate(quantity) else None
        if names is not None:
            conditions = conditions or Conditions(reading, context)
            found += [
                _threshold(quantity, measure, names.rule, conditions, reading.items)
                for measure in _paired(quantity, names.measures)
            ]
        if quantity.role != "time":
            floor = quantity.last
    return found


def _states_none(reading: Reading, quantity: Quantity) -> bool:
    """Do the words around a quantity say that it is no threshold?"""
    for test in _tests(quantity.role == "count", quantity.rule):  # noqa: SIM110  costs less
        if test(reading, quantity):
            return True
    return False


@cache
def _tests(counts: bool, rule: str) -> tuple[_Test, ...]:
    """The tests that may be true of a quantity."""
    tests = (*_NO_THRESHOLDS, *_NO_COUNTS) if counts else _NO_THRESHOLDS
    return tuple(test for test, rules in tests if not rules or rule in rules)


def _age_by_heading(reading: Reading, context: Context) -> None:
    """A bound right under the heading "Age:" is an age, in years without a unit, unless it counts what follows it."""
    if not reading.quantities:
        return
    above = context.ancestors[0].text.strip(" :").lower() if context.ancestors else ""
    if above not in ("age", "ages", "aged", "patient age"):
        return
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
    if quantity.role != "age":
        return
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


def _unit(quantity: Quantity, measure: FoundMeasure | None) -> str | None:
    """The unit; "units" of drink are no enzyme units."""
    counted = measure is not None and measure.id == "alcohol" and quantity.unit and quantity.unit[0] == "U"
    if counted and quantity.unit and (quantity.unit_text or "").lower().startswith("unit"):
        return "{unit}" + quantity.unit[1:]
    return quantity.unit


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
        unit=_unit(quantity, measure),
        unit_text=quantity.unit_text,
        scale=quantity.scale,
        reference=quantity.reference,
        condition=condition,
        exception=conditions.excepted(quantity),
        rule=f"threshold.{quantity.rule}.{rule}",
        items=(quantity.first, quantity.last),
    )
