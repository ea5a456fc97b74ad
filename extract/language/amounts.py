"""Doses whose period stands after the drug: `20 mg of prednisone per day`, `5 mg prednisone daily`."""

from collections.abc import Callable

from extract.language import units
from extract.language.items import Item
from extract.language.units import Unit

_REACH = 9  # items after the unit in which its period may stand
_HOURS = {"hours", "hour", "hrs", "hr", "h"}
_ADVERBS = {"daily": "d", "weekly": "wk"}
_PERIODS = {"day": "d", "d": "d", "week": "wk", "month": "mo"}
_PER = {"per", "/", "a", "each", "every"}
_OFTEN = {"twice", "thrice", "times"}  # the amount is that of one dose
_STOPS = {",", ";", ".", ":", "for", "within", "in", "and", "if"}


def per_period(text: str, items: list[Item], word_at: Callable[[int], str], unit: Unit) -> tuple[Unit, int]:
    """`unit` by the period or volume that follows it, and the item after what says so; else the unit and its end."""
    opened = 0
    for here in range(unit.end, min(unit.end + _REACH, len(items))):
        word = items[here].text
        opened += (word == "(") - (word == ")")
        if opened < 0 or word in _OFTEN:
            break
        if word in {"per", "in", "over", "/"}:
            day = here + 1 + (word == "in" and word_at(here + 1) == "a")  # "in a 24-hour collection"
            end = _past_hours(word_at, day + 1) if word_at(day) == "24" else 0
            if end:
                return _over(unit, "(24.h)", "time"), end if here == unit.end else unit.end
        below = units.atom(text, items, here + 1) if word == "per" else None
        if below is not None and below.dimension == "volume":  # kilo-units of IgE per liter
            return _over(unit, below.code, "volume"), below.end
        if word in _ADVERBS:
            return _over(unit, _ADVERBS[word], "time"), here + 1
        if word in _PER and word_at(here + 1) in _PERIODS:
            return _over(unit, _PERIODS[word_at(here + 1)], "time"), here + 2
        if items[here].kind in {"number", "comparator"} or word in _STOPS:
            break
    return unit, unit.end


def _over(unit: Unit, code: str, dimension: str) -> Unit:
    return Unit(f"{unit.code}/{code}", f"{unit.dimension}/{dimension}", unit.start, unit.end)


def _past_hours(word_at: Callable[[int], str], at: int) -> int:
    """The item after `hours` or `-hour` at item `at`, 0 where there is none."""
    at += word_at(at) == "-"
    return at + 1 if word_at(at) in _HOURS else 0
