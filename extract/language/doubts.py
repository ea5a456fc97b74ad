"""Bounds whose words say something else, or more, than their number: torn, versions, parts of a whole."""

from itertools import pairwise

from extract.language.comparators import meaning
from extract.language.items import Item
from extract.language.reading import Quantity
from extract.language.sides import UNSURE
from extract.language.values import touching

_SIGNS_AFTER = {"x", "×", "times", "fold", "/"}  # a number before them may be no bound by itself
_PATTERNS = 5  # the highest of Gleason's patterns
_BOUNDING = {"ge", "gt", "le", "lt"}
_SPANNING = {"range", "between"}
_AROUND = {"between", "within", "within the", "in"}
_ADJECTIVES = {"greater", "higher", "lower", "less", "larger", "smaller", "superior", "inferior", "major", "minor"}
_LATER = {"or later", "or newer", "and later", "or above", "or higher"}
_BEYOND = {"and beyond", "or beyond"}


def doubt(items: list[Item], quantities: list[Quantity]) -> None:
    """A value beside a comparator that nothing takes, half a sum, a version as a grade: nobody knows what it limits."""
    for quantity in quantities:
        after = items[quantity.last] if quantity.last < len(items) else None
        if (
            (quantity.rule == "value" and (_half(items, quantity) or _loose(quantities, quantity, after)))
            or (quantity.rule in _SPANNING and _outside(items, quantity))
            or (quantity.role == "grade" and not quantity.compared and _version(quantity))
            or (items[quantity.last - 1].text == "+" and _sum_of_patterns(items, quantity))
            or (after is not None and after.text in _SIGNS_AFTER and _of_more(items, quantity, after.text))
            or ((quantity.role == "count" or quantity.rule == "comparator_after") and _no_amount(items, quantity))
        ):
            quantity.rule = UNSURE


def _half(items: list[Item], quantity: Quantity) -> bool:
    """Is the bare value only a part of what is said?"""
    return _outside(items, quantity) or _torn(items, quantity) or _and_days(items, quantity)


def _loose(quantities: list[Quantity], quantity: Quantity, after: Item | None) -> bool:
    """Does a comparator in symbols follow the bare value that belongs to nothing?"""
    if after is None or after.kind != "comparator" or after.entry or meaning(after) not in _BOUNDING:
        return False
    return all(other.first != quantity.last for other in quantities)


def _version(quantity: Quantity) -> bool:
    """`CTCAE grade 5.0`: no grade has a fraction."""
    limit = quantity.low or quantity.high
    return limit is not None and isinstance(limit.value, float)


def _sum_of_patterns(items: list[Item], quantity: Quantity) -> bool:
    """`Gleason 4+`: half of a sum."""
    limit = quantity.low or quantity.high
    small = limit is not None and isinstance(limit.value, int) and limit.value <= _PATTERNS
    return small and any(item.entry == "gleason" for item in items[max(quantity.first - 3, 0) : quantity.first])


def _of_more(items: list[Item], quantity: Quantity, sign: str) -> bool:
    """`2 times that of …`, `8/5/6 months`: the number is one of several, or of something that is not known."""
    if sign == "/":
        return quantity.role == "count" and _several_times(items, quantity.last)
    of_that = quantity.last + 1 < len(items) and items[quantity.last + 1].text in {"that", "those", "the"}
    return of_that and not quantity.reference


def _no_amount(items: list[Item], quantity: Quantity) -> bool:
    """`an X phone 5s or later`, `3L and beyond`, `exceeds 1/2 of the liver`: a version, a line, a part of a whole."""
    last = items[quantity.last - 1].text
    glued = quantity.rule == "comparator_after" and touching(items, quantity.first + 1)
    if glued and ((quantity.unit == "s" and last in _LATER) or (quantity.unit == "L" and last in _BEYOND)):
        return True
    if quantity.role != "count":
        return False
    if last == "10" and _negative_power(items, quantity):
        return True
    if quantity.last + 2 >= len(items) or items[quantity.last].text != "/":
        return False
    below, limit = items[quantity.last + 1].text, quantity.low or quantity.high
    part = below in {"2", "3", "4"} and limit is not None and isinstance(limit.value, int) and limit.value < int(below)
    return part and items[quantity.last + 2].text == "of"


def _negative_power(items: list[Item], quantity: Quantity) -> bool:
    """`< 10^-4`, `≥ 10 -4`."""
    ahead = [item.text for item in items[quantity.last : quantity.last + 3]]
    raised = ahead[:1] == ["^"] or (quantity.compared and ahead[1:2] in (["3"], ["4"], ["5"], ["6"]))
    return raised and "-" in ahead[:2]


def _torn(items: list[Item], quantity: Quantity) -> bool:
    """`score 3 18`, `score 8-2`: a bare number beside another one, with no joint or a range that falls."""
    first, last, size = quantity.first, quantity.last, len(items)
    if first > 1 and items[first - 1].text == "+" and items[first - 2].kind == "number" and touching(items, first):
        return True  # 24+0 weeks
    if quantity.role != "count":
        return False
    if (last < size and items[last].kind == "number") or (first > 0 and items[first - 1].kind == "number"):
        return True
    falls = last + 1 < size and items[last].text == "-" and items[last + 1].kind == "number"
    return falls and touching(items, last) and touching(items, last + 1)


def _and_days(items: list[Item], quantity: Quantity) -> bool:
    """`35 weeks + 6 days`: the weeks alone are not the whole age."""
    if quantity.unit != "wk":
        return False
    ahead = [item.text for item in items[quantity.last : quantity.last + 3]]
    return len(ahead) == 3 and ahead[0] in {"+", "and"} and ahead[2] in {"day", "days"}


def _several_times(items: list[Item], at: int) -> bool:
    """Do further numbers and a unit of time follow a number: `8/5/6 months after the last dose of A/B/C`?"""
    first = at
    while at + 1 < len(items) and items[at].text == "/" and items[at + 1].kind == "number":
        at += 2
    return first < at < len(items) and items[at].text in {"months", "weeks", "days", "years"}


def _outside(items: list[Item], quantity: Quantity) -> bool:
    """`outside the range of 9-12`, `not between 9 and 12`, `greater 9`: what is meant is not what the numbers say."""
    if quantity.rule == "value":
        adjective = quantity.first > 0 and items[quantity.first - 1].text in _ADJECTIVES
        return adjective and quantity.role in {"count", "measured"}
    before = [item.text for item in items[max(quantity.first - 6, 0) : quantity.first]]
    denied = any(one == "not" and two in _AROUND for one, two in pairwise([*before, items[quantity.first].text]))
    return denied or "outside" in before[-4:] or ("out" in before[-4:] and "range" in before)
