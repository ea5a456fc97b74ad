"""Intervals in the making, and how two of them go together."""

from itertools import pairwise

from msgspec import Struct
from msgspec.structs import replace

from extract.language.items import Item
from extract.language.reading import Limit, Number, Quantity
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


def lend_units(items: list[Item], quantities: list[Quantity]) -> None:
    """`< 90 or > 140 mmHg`: the first of two comparisons joined by "or" has the unit of the second."""
    for one, two in pairwise(quantities):
        between = [item.text for item in items[one.last : two.first]]
        if (
            one.role == "count"
            and one.compared
            and two.compared
            and two.unit
            and between in (["or"], ["and"], ["/"], [","])
        ):
            one.unit, one.unit_text, one.dimension, one.role = two.unit, two.unit_text, two.dimension, two.role


def beyond_limits(quantities: list[Quantity]) -> list[Quantity]:
    """`> 20% below the lower limit of normal` is one bound: less than 0.8 times the limit."""
    found: list[Quantity] = []
    for quantity in quantities:
        share = found[-1] if found else None
        limit, part = quantity.low or quantity.high, share and (share.low or share.high)
        joined = share and share.last == quantity.first and share.unit == "%" and not share.reference
        plain = limit and limit.value == 1 and quantity.reference in ("ULN", "LLN") and part
        if not (joined and plain and share and part and isinstance(part.value, int | float)):
            found.append(quantity)
            continue
        by = part.value / 100 if quantity.low else -part.value / 100
        bound = Limit(round(1 + by, 4), part.inclusive)
        outward = share.low is not None  # "more than 20% below"
        low, high = (bound, None) if bool(quantity.low) == outward else (None, bound)
        found[-1] = replace(quantity, start=share.start, first=share.first, low=low, high=high, rule="beyond_limit")
    return found


def carry_negations(items: list[Item], quantities: list[Quantity]) -> None:
    """`not < 45 kg or > 90 kg`: the "not" holds for the second bound too, which says the other end."""
    for one, two in pairwise(quantities):
        between = [item.text for item in items[one.last : two.first]]
        if not (one.negated and two.compared and not two.negated and between == ["or"] and one.unit == two.unit):
            continue
        low, high = two.low, two.high
        if one.low and not one.high and low and not high:
            two.low, two.high, two.negated = None, Limit(low.value, not low.inclusive), True
        elif one.high and not one.low and high and not low:
            two.low, two.high, two.negated = Limit(high.value, not high.inclusive), None, True


def lend_comparators(items: list[Item], quantities: list[Quantity]) -> None:
    """`less than 48 kg (106 lbs)`: a bare value in brackets says the bound before it in another unit."""
    for one, two in pairwise(quantities):
        between = [item.text for item in items[one.last : two.first]]
        closed = two.last < len(items) and items[two.last].text in (")", ";", ",")
        same = one.dimension and two.dimension and one.unit != two.unit and _alike(one.dimension, two.dimension)
        if (
            one.compared
            and not two.compared
            and same
            and closed
            and between in (["("], ["or"], ["/"], ["=", "("], ["(", "or"])
        ):
            value = two.low.value if two.low else 0
            two.low = Limit(value, one.low.inclusive) if one.low and not one.high else None
            two.high = Limit(value, one.high.inclusive) if one.high and not one.low else None
            if not two.low and not two.high:
                two.low = two.high = Limit(value, inclusive=True)
            else:
                two.compared = True


def _alike(one: str, two: str) -> bool:
    kinds = {"mass": "amount", "activity": "mass", "copies": "activity"}
    first, second = one.split("/", maxsplit=1)[0], two.split("/", maxsplit=1)[0]
    return "time" not in (one, two) and (first == second or second == kinds.get(first) or first == kinds.get(second))
