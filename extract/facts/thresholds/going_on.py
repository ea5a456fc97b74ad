"""Bounds that go on with what was named in another part of their text."""

from extract.facts.thresholds.fitting import fits
from extract.facts.thresholds.model import FoundMeasure, Words
from extract.facts.thresholds.names import Found, Names
from extract.language.reading import Quantity

_PARTS = {"phase", "part", "cohort", "arm", "group", "dose"}
_BACK = 24  # items between a starting value and the name it is of


def of_part(names: Names, quantity: Quantity, floor: int) -> bool:
    """Does only the name of a part of the study, with a colon, stand between a bound and the one before it?"""
    at = floor + (names.word(floor) in (".", ",", ";", "•"))
    colon = names.word(quantity.first - 1) == ":"
    return colon and 0 < quantity.first - at <= 6 and names.word(at) in _PARTS


def starting(names: Names, quantity: Quantity) -> Found | None:
    """What the sentence before was about: `a rise in [PSA] … . The minimal baseline value is 1 ng/mL`."""
    at = quantity.first - 1
    at -= names.word(at) in ("is", "of")
    if quantity.rule != "comparator_apart" or at < 0 or names.items[at].kind != "reference":
        return None
    for item in reversed(names.items[max(at - _BACK, 0) : at]):
        if item.kind == "measure" and fits(item, quantity):
            return Found([FoundMeasure(Words(item.start, item.end), item.entry)], 0, "continued")
    return None


def of_tablets(names: Names, quantity: Quantity, floor: int) -> Found | None:
    """The drug before the dose of one tablet, right before the bound: `[loratadine] 10 mg up to 2 tablets a day`."""
    if not (quantity.unit or "").startswith(("{tablet", "{capsule", "{puff")):
        return None
    at = next((k for k in range(floor - 1, max(floor - 4, 0), -1) if names.items[k].kind == "number"), 0) - 1
    if at < 0 or names.items[at].kind not in ("word", "measure"):
        return None
    item = names.items[at]
    return Found([FoundMeasure(Words(item.start, item.end), item.entry or None)], 0, "phrase_before")
