"""Intervals in the making, and how two of them go together."""

from msgspec import Struct

from extract.language.reading import Limit, Number
from extract.language.sides import Side
from extract.language.units import Unit


class Bounds(Struct):
    """An interval in the making, over items `[start, end)`."""

    start: int
    end: int
    low: Limit | None
    high: Limit | None
    unit: Unit | None
    side: Side
    compared: bool
    rule: str
    second: "Bounds | None" = None  # the upper bound in a unit of its own: 28 days to 12 months


def rank(value: Number) -> tuple[float, str]:
    """Order of numbers and lettered stages."""
    if isinstance(value, str):
        roman = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5}
        if value[0].isdigit():  # 3A
            return float(value[0]), value
        if value[0] in "TNM" and value[1:2].isdigit():  # T3a
            return float(value[1]), value[1:]
        letters = value.rstrip("ABCDEabcde0123456789")
        return roman.get(letters, 0), value
    return float(value), ""


def lettered(value: Number) -> Number:
    """An overall stage beside lettered ones is a string as well: IIIB to IV."""
    roman = {1: "I", 2: "II", 3: "III", 4: "IV", 5: "V"}
    return roman.get(value, value) if isinstance(value, int) else value


def moved(bounds: Bounds, value: Number) -> tuple[Limit | None, Limit | None]:
    """The bounds of an interval with another value."""
    low = Limit(value, bounds.low.inclusive) if bounds.low else None
    high = Limit(value, bounds.high.inclusive) if bounds.high else None
    return low, high


def complementary(first: Bounds, second: Bounds) -> bool:
    """Do the bounds make one interval: one low, one high, in order and in one unit?"""
    low, high = (first.low or second.low), (first.high or second.high)
    if not low or not high or bool(first.low) == bool(second.low) or bool(first.high) == bool(second.high):
        return False
    if first.unit and second.unit and first.unit.code != second.unit.code:
        return False
    if first.side.reference != second.side.reference:
        return False
    if isinstance(low.value, str) or isinstance(high.value, str):
        return True
    if low.value == high.value:
        return low.inclusive and high.inclusive  # "< 180, > 180": two bounds, and no interval
    return low.value < high.value
