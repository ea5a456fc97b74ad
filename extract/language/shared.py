"""One comparator for several numbers: `at least 2 courses … or 1 course`, a ceiling that is said drug by drug."""

from itertools import pairwise

from extract.language.items import Item
from extract.language.reading import Limit, Quantity

_EXTREMES = {"maximum", "minimum"}
_STOPS = {".", ";", ":"}
_MONTHS = 12
_NEAR = 8  # items in which the things counted are named
_WIDEST = 24  # items between two counts of one kind
_LONG = 5  # letters of a word that tells what is counted


def share(items: list[Item], quantities: list[Quantity], *, bare: bool) -> None:
    """Give quantities the comparators that they share; `bare`: is there a value without one?"""
    for quantity in quantities:
        if bare and quantity.rule == "value":
            _worse(items, quantity)
        if items[quantity.first].text in _EXTREMES:
            _named_inside(items, quantity)
    if not bare:
        return
    for one, two in pairwise(quantities):
        if two.rule != "value" or two.paired or not one.compared or (one.low is None) == (one.high is None):
            continue
        if _next_dose(items, one, two):
            _take(one, two)
    _counts(items, quantities)


def _take(one: Quantity, two: Quantity) -> None:
    """`two` gets the direction of `one`."""
    if two.low is None:
        return
    value = two.low.value
    two.low = Limit(value, one.low.inclusive) if one.low else None
    two.high = Limit(value, one.high.inclusive) if one.high else None
    two.compared, two.rule = True, "comparator_apart"


def _next_dose(items: list[Item], one: Quantity, two: Quantity) -> bool:
    """`maximum dose for A is 500 mg daily, and for B is 100 mg daily`."""
    mass = (one.dimension or "").split("/")[0] in {"mass", "activity"}
    if not mass or not two.unit or one.unit != two.unit:
        return False
    between = [item.text for item in items[one.last : two.first]]
    between = between[between[:1] == [","] :]
    again = len(between) <= _NEAR and between[:1] in (["and"], ["or"]) and between[1:2] == ["for"]
    return again and between[-1] == "is"


def _counts(items: list[Item], quantities: list[Quantity]) -> None:
    """`at least 2 steroid courses in the past year or 1 steroid course …`: both counts are least ones."""
    first: Quantity | None = None
    for quantity in quantities:
        if quantity.role != "count" or quantity.unit or quantity.dimension:
            continue
        joined = quantity.first > 0 and items[quantity.first - 1].text == "or" and quantity.rule == "value"
        if first is not None and joined and _counts_alike(items, first, quantity):
            _take(first, quantity)
        first = quantity if quantity.compared and quantity.low and not quantity.high else None


def _counts_alike(items: list[Item], one: Quantity, two: Quantity) -> bool:
    between = items[one.last : two.first]
    if len(between) > _WIDEST or any(item.text in _STOPS for item in between):
        return False
    return not _things(items[one.last : min(one.last + _NEAR, two.first)]).isdisjoint(
        _things(items[two.last : two.last + _NEAR])
    )


def _things(items: list[Item]) -> set[str]:
    """Long words up to the first sign, without the s of the plural."""
    end = next((k for k, item in enumerate(items) if item.kind not in {"word", "measure"}), len(items))
    words = " ".join(item.text for item in items[:end]).split()
    return {word.removesuffix("s") for word in words if len(word) > _LONG}


def _named_inside(items: list[Item], quantity: Quantity) -> None:
    """`maximum dose for chloroquine is 500 mg`: the drug stands between the comparator and its number."""
    words = [item.text for item in items[quantity.first : quantity.last]]
    if "for" in words and "is" in words[words.index("for") :]:
        quantity.first += words.index("is") + 1
        quantity.start = items[quantity.first].start


def _worse(items: list[Item], quantity: Quantity) -> None:
    """`T-score worse than -1.0`: of what is below zero, worse is less."""
    value = quantity.low.value if quantity.low else 0
    if isinstance(value, str) or value >= 0:
        return
    if [item.text for item in items[max(quantity.first - 2, 0) : quantity.first]] == ["worse", "than"]:
        quantity.low, quantity.high = None, Limit(value, inclusive=False)
        quantity.compared, quantity.rule = True, "comparator_apart"
        quantity.first -= 2
        quantity.start = items[quantity.first].start


def with_months(items: list[Item], quantities: list[Quantity]) -> list[Quantity]:
    """`under 15 years and 9 months`: one length of time, given in months."""
    found: list[Quantity] = []
    for quantity in quantities:
        one = found[-1] if found else None
        if one is None or not _rest_of(items, one, quantity):
            found.append(quantity)
            continue
        more = quantity.low.value if quantity.low else 0
        one.low, one.high = _months(one.low, more), _months(one.high, more)
        one.end, one.last, one.unit = quantity.end, quantity.last, "mo"
        one.unit_text = quantity.unit_text
    return found


def _rest_of(items: list[Item], years: Quantity, months: Quantity) -> bool:
    """Are the months what goes beyond whole years, and no second length of time?"""
    if years.unit != "a" or months.unit != "mo" or months.rule != "value" or months.low is None:
        return False
    between = [item.text for item in items[years.last : months.first]]
    value = months.low.value
    ends = {end.value for end in (years.low, years.high) if end}
    whole = len(ends) == 1 and isinstance(value, int) and value < _MONTHS
    return between == ["and"] and whole and all(isinstance(end, int) for end in ends)


def _months(limit: Limit | None, more: int | float | str) -> Limit | None:
    if limit is None or isinstance(limit.value, str) or isinstance(more, str):
        return limit
    return Limit(limit.value * _MONTHS + more, limit.inclusive)
