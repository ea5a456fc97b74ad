"""Counts per period whose period stands after what is counted: `at least 4 attempts at intercourse per month`."""

from extract.language.items import Item
from extract.language.reading import Quantity
from extract.language.sides import UNSURE

_PERIODS = {
    "day": "d", "night": "d", "week": "wk", "month": "mo", "year": "a", "annum": "a", "wk": "wk", "mo": "mo",
}  # fmt: skip
_ADVERBS = {"daily": "d", "weekly": "wk", "monthly": "mo", "yearly": "a", "annually": "a"}
_DAILY = {"living", "life", "activities", "activity", "equivalents", "dose", "doses"}
_PER = {"per", "/", "each", "every", "a", "any", "an", "one"}
_STOPS = {
    ",", ";", ".", ":", "(", ")", "[", "]", "for", "within", "during", "if", "who", "that", "which", "with", "over",
    "after", "before", "prior", "since", "on", "once", "twice", "times", "dose", "doses", "is", "are", "but", "from",
}  # fmt: skip
_TAKEN = {"dose", "doses", "dosage", "intake", "consumption", "smoking", "use", "amount", "maintenance"}
_BEFORE_STOPS = {",", ";", ".", ")", "]", "who", "with", "after", "or", "and"}
_DOSED = {"mass", "activity", "intake", "mass/mass"}  # dimensions of what is taken
_UNRATED = {"range", "between", "list", UNSURE}
_REACH = 9  # items between the number and its period


def rates(text: str, items: list[Item], quantities: list[Quantity]) -> None:
    """Give counts, and amounts such as drinks, the period that the words after them state."""
    for at, quantity in enumerate(quantities):
        if quantity.rule in _UNRATED:
            continue
        if quantity.dimension in _DOSED and not quantity.reference and _daily_before(items, quantity):
            quantity.unit, quantity.dimension = f"{quantity.unit}/d", f"{quantity.dimension}/time"
            continue
        if not quantity.compared or quantity.reference or quantity.paired:
            continue
        counted = quantity.role == "count" and quantity.unit == ""
        dosed = quantity.dimension in {"mass", "activity"} and quantity.rule == "comparator_after"
        if not (counted or dosed or quantity.dimension == "intake"):
            continue
        end = quantities[at + 1].first if at + 1 < len(quantities) else len(items)
        last, code = _period(items, quantity.last, min(end, quantity.last + _REACH))
        if code:
            quantity.unit = f"{quantity.unit}/{code}"
            quantity.unit_text = quantity.unit_text or text[items[max(last - 1, 0)].start : items[last].end]


def _daily_before(items: list[Item], quantity: Quantity) -> bool:
    """`a daily dose above 400 µg`, `average daily smoking of more than 10 cigarettes`."""
    if quantity.unit == "g/g":
        return False
    for at in range(quantity.first - 1, max(quantity.first - 7, -1), -1):
        word = items[at].text
        if word == "daily":
            return not _TAKEN.isdisjoint(item.text for item in items[at + 1 : at + 3])
        if word in _BEFORE_STOPS or items[at].kind in {"number", "comparator"}:
            return False
    return False


def _period(items: list[Item], start: int, end: int) -> tuple[int, str]:
    """The period that items `[start, end)` name before their clause ends: its item and UCUM code (empty: none)."""
    if start < end and items[start].text in {"times", "time", "days", "nights", "night", "x", "×"}:
        return start, ""  # a frequency, which is a time
    for at in range(start, end):
        word = items[at].text
        if word in _ADVERBS and at > start:
            of_daily_life = items[at - 1].text == "of" or (at + 1 < len(items) and items[at + 1].text in _DAILY)
            return at, "" if of_daily_life else _ADVERBS[word]
        if word in _PER and at > start and at + 1 < len(items) and items[at + 1].text in _PERIODS:
            return at + 1, _PERIODS[items[at + 1].text]
        on_average = word in {"on", "in"} and any(item.text in _PERIODS for item in items[at + 2 : at + 4])
        if not on_average and (word in _STOPS or items[at].kind in {"number", "comparator"}):
            return at, ""
    return start, ""
