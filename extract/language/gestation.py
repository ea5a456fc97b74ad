"""Weeks of pregnancy said as ordinals: `before week 35 in pregnancy`, `before the 36th week of gestation`."""

from extract.language.items import Item
from extract.language.reading import Limit, Quantity

_PREGNANCY = {"pregnancy", "gestation"}
_ORDINALS = {"st", "nd", "rd", "th"}
_WEEKS = {"week", "week's", "week’s"}
_LAST = 44  # weeks that no pregnancy exceeds


def weeks_of_pregnancy(
    items: list[Item], quantities: list[Quantity], classes: dict[int, str]
) -> tuple[list[Quantity], dict[int, str]]:
    """The quantities with such weeks, and the classes of the numbers without theirs."""
    if not any(item.text in _WEEKS for item in items):
        return quantities, classes
    added = [found for at in classes if (found := _week(items, at))]
    if not added:
        return quantities, classes
    taken = {at for one in added for at in range(one.first, one.last)}
    kept = [one for one in quantities if taken.isdisjoint(range(one.first, one.last))]
    left = {at: name for at, name in classes.items() if at not in taken}
    return sorted([*kept, *added], key=lambda one: (one.start, one.paired)), left


def _week(items: list[Item], at: int) -> Quantity | None:
    """The bound that the number in item `at` makes, if it counts weeks of pregnancy."""

    def word(k: int) -> str:
        return items[k].text if 0 <= k < len(items) else ""

    first, last = at, at + 1
    if word(at - 1) == "week":
        first = at - 1
    elif word(at + 1) in _ORDINALS and word(at + 2) in _WEEKS:
        last = at + 3
    else:
        return None
    named = last
    while named < last + 2 and word(named) in ("of", "in", "the"):
        named += 1
    if word(named) not in _PREGNANCY or not word(at).isdigit() or not 0 < int(word(at)) <= _LAST:
        return None
    last = named + 1 if word(named) == "pregnancy" else last  # the catalogue has no name for it
    first -= word(first - 1) == "the"
    if word(first - 1) == "before":
        first -= 1
    elif word(first - 2) == "prior" and word(first - 1) == "to":
        first -= 2
    else:
        return None
    return Quantity(
        start=items[first].start,
        end=items[last - 1].end,
        low=None,
        high=Limit(int(word(at)), inclusive=False),
        unit="wk",
        unit_text="week",
        dimension="time",
        reference=None,
        role="age",
        compared=True,
        first=first,
        last=last,
        rule="comparator",
    )
