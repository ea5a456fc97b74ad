"""Weeks of pregnancy: ordinals (`before the 36th week of gestation`), and the weeks at which somebody is born."""

from extract.language.items import Item, Texts
from extract.language.reading import Limit, Quantity

_PREGNANCY = {"pregnancy", "gestation"}
_ORDINALS = {"st", "nd", "rd", "th"}
_WEEKS = {"week", "week's", "week’s"}
_BIRTHS = {"deliver", "delivers", "delivered", "delivery", "born", "birth", "term", "preterm", "labor", "labour"}
_CHILDREN = {
    "infant",
    "infants",
    "newborn",
    "newborns",
    "neonates",
    "baby",
    "babies",
    "mother",
    "mothers",
    "women",
    "child",
    "children",
}
_SIDES = {"at", "after", "before"}
_FIRST = 20  # weeks before which nobody is born alive
_LAST = 44  # weeks that no pregnancy exceeds


def weeks_of_pregnancy(
    items: list[Item], texts: Texts, quantities: list[Quantity], classes: dict[int, str]
) -> tuple[list[Quantity], dict[int, str]]:
    """The quantities with such weeks, and the classes of the numbers without theirs."""
    if not classes or _WEEKS.isdisjoint(texts.values()):
        return quantities, classes
    added = [found for at in classes if (found := _week(items, at))]
    if not added:
        return quantities, classes
    taken = {at for one in added for at in range(one.first, one.last)}
    kept = [one for one in quantities if taken.isdisjoint(range(one.first, one.last))]
    left = {at: name for at, name in classes.items() if at not in taken}
    return sorted([*kept, *added], key=lambda one: (one.start, one.paired)), left


def births(items: list[Item], quantities: list[Quantity]) -> None:
    """`delivered at term (37 - 42 weeks)`, `born after 36 weeks`: the weeks are a gestational age."""
    for quantity in quantities:
        if quantity.unit != "wk" or quantity.role != "time" or birth_before(items, quantity) is None:
            continue
        quantity.role = "age"
        limit = quantity.low
        side = items[quantity.first - 1].text
        if quantity.rule == "value" and limit and side in {"after", "before"}:
            bound = Limit(limit.value, inclusive=False)
            quantity.low, quantity.high = (bound, None) if side == "after" else (None, bound)
            quantity.compared = True


def birth_before(items: list[Item], quantity: Quantity) -> int | None:
    """The item of a birth right before a number of weeks, from which it counts them; None where there is none."""
    limit = quantity.low or quantity.high
    if quantity.unit != "wk" or limit is None or not isinstance(limit.value, int | float):
        return None
    at = quantity.first - 1
    if any(item.text in _PREGNANCY for item in items[quantity.first : quantity.last]):
        return None
    if at < 0 or not _FIRST <= limit.value <= _LAST:
        return None
    opened = items[at].text == "("
    at -= opened or items[at].text in _SIDES
    if at < 0 or items[at].text not in _BIRTHS:
        return None
    if opened or items[at].text in {"born", "birth"}:
        return at
    return at if any(item.text in _CHILDREN for item in items[max(at - 6, 0) : at]) else None


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
    while named < last + 2 and word(named) in {"of", "in", "the"}:
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
