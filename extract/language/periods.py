"""Times said without a numeral (a year, the past month) and frequencies (twice a week, 3 times daily)."""

from operator import attrgetter

from extract.language import units
from extract.language.comparators import meaning
from extract.language.items import Item
from extract.language.reading import Limit, Quantity

_ONE = {"a", "an", "past", "last", "previous", "preceding", "prior", "next", "following"}
_LEADS = {
    "within",
    "for",
    "in",
    "than",
    "least",
    "over",
    "about",
    "during",
    "to",
    "past",
    "under",
    "up to",
    "at least",
    "less than",
    "more than",
    "half",
    "every",
}
_SINGULAR = {"year", "month", "week", "hour", "day"}
_OFTEN = {"once": 1, "twice": 2, "thrice": 3}
_order = attrgetter("start", "paired")
SAID = _SINGULAR | _OFTEN.keys()  # no time without a numeral is said without one of these
_DAYS_PER = {"d/wk", "d/mo", "d/a"}
_DAYS = {"d", *_DAYS_PER}
_PER = {"per", "a", "an", "each", "every", "/"}
_ADVERBS = {"daily": "d", "weekly": "wk", "monthly": "mo", "yearly": "a", "annually": "a", "hourly": "h"}


def periods(text: str, items: list[Item], marks: list[int], quantities: list[Quantity]) -> list[Quantity]:
    """`quantities` with frequencies put right and unnumbered times added, in order.

    `marks` are items among which are all that say a time.
    """
    for quantity in quantities:
        _times_per(text, items, quantity)
    said = [at for at in marks if items[at].text in SAID]
    if said:
        taken = {at for quantity in quantities for at in range(quantity.first, quantity.last)}
        quantities = quantities + [
            found
            for at in said
            if at not in taken and (found := _often(text, items, at) or _unnumbered(text, items, at, items[at]))
        ]
    return sorted(quantities, key=_order) if len(quantities) > 1 else quantities


def _word(items: list[Item], at: int) -> str:
    return items[at].text if 0 <= at < len(items) else ""


def _period(text: str, items: list[Item], at: int) -> tuple[str, int] | None:
    """`a week`, `/week`, `daily`, `per 24 hours` at item `at`: UCUM unit and next item."""
    if _word(items, at) in _ADVERBS:
        return _ADVERBS[_word(items, at)], at + 1
    if _word(items, at) not in _PER:
        return None
    unit = units.atom(text, items, at + 1)
    if unit is not None and unit.dimension == "time" and unit.code in {"d", "wk", "mo", "a", "h"}:
        return unit.code, unit.end
    return None


def _times_per(text: str, items: list[Item], quantity: Quantity) -> None:
    """Turn `3 times a week` into 3 per week."""
    if quantity.reference or (quantity.unit and quantity.unit not in _DAYS):
        return
    at = quantity.last
    if quantity.unit == "d" and (found := _period(text, items, at)) is not None:
        # 4 or more days a week
        quantity.unit, quantity.dimension, quantity.role = f"/{found[0]}", "count/time", "time"
        quantity.end, quantity.last = items[found[1] - 1].end, found[1]
        return
    if quantity.unit in _DAYS_PER:
        quantity.unit, quantity.dimension, quantity.role = quantity.unit[1:], "count/time", "time"
        return
    if quantity.unit or _word(items, at) not in {"times", "time", "x", "×", "days", "nights", "night"}:
        return
    if (found := _period(text, items, at + 1)) is None:
        return
    code, end = found
    first = items[at]
    quantity.unit, quantity.unit_text = f"/{code}", text[first.start : items[end - 1].end]
    quantity.dimension, quantity.role = "count/time", "time"
    quantity.end, quantity.last = items[end - 1].end, end


def _often(text: str, items: list[Item], at: int) -> Quantity | None:
    """`once daily`, `twice a week`."""
    times = _OFTEN.get(items[at].text)
    if times is None or (found := _period(text, items, at + 1)) is None:
        return None
    code, end = found
    op = meaning(items[at - 1]) if at else ""
    first = at - 1 if op else at
    start, stop = items[first].start, items[end - 1].end
    low = Limit(times, op != "gt") if op not in {"le", "lt", "within"} else None
    high = Limit(times, op != "lt") if op not in {"ge", "gt"} else None
    return Quantity(
        start,
        stop,
        low,
        high,
        f"/{code}",
        text[items[at + 1].start : stop],
        "count/time",
        None,
        "time",
        compared=bool(op),
        first=first,
        last=end,
        rule="frequency",
    )


def _unnumbered(text: str, items: list[Item], at: int, item: Item) -> Quantity | None:
    """`within a year`, `the past month`: one of the unit."""
    if item.text not in _SINGULAR or at == 0:
        return None
    word = _word(items, at - 1)
    first = at - 1 if word in {"a", "an"} else at
    if word in {"a", "an"}:
        if _word(items, at - 2) not in _LEADS and items[at - 2].kind != "comparator":
            return None
    elif not (word in _ONE and item.text != "day" and _word(items, at - 2) not in {"a", "an"}) and not (
        (word == "within the" or (word == "the" and _word(items, at - 2) in {"within", "in", "during", "over", "for"}))
        and _word(items, at + 1) in {"prior", "before", "preceding", "after", "following", "leading"}
    ):
        return None
    unit = units.atom(text, items, at)
    if unit is None:
        return None
    half = word in {"a", "an"} and _word(items, at - 2) == "half"
    first -= half
    limit = Limit(0.5 if half else 1, inclusive=True)
    return Quantity(
        items[first].start,
        item.end,
        limit,
        limit,
        unit.code,
        text[item.start : item.end],
        "time",
        None,
        "time",
        compared=False,
        first=first,
        last=at + 1,
        rule="unnumbered",
    )
