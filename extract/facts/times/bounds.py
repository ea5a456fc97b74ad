"""Bounds and unit of a time."""

import re

from extract.document import Relation
from extract.facts.times.places import Bare
from extract.language.reading import Limit, Quantity

_EARLIER = re.compile(r"(?:(?:no|not)\s+)?(?:earlier|later)\s+than\b", re.I)
_WITHIN = re.compile(r"within\s+(?:a\s+)?minimum\b", re.I)
# "less than an average of 5 hours", "greater than (>) 3 months": the comparator stands before the words of the mean,
# or is said again as a sign
_OF_MEAN = re.compile(
    r"(?:(?P<lt>(?:less|fewer)\s+than|<)|(?P<gt>(?:more|greater)\s+than|>)|(?P<ge>at\s+least|≥)|(?P<le>at\s+most|≤|up\s+to))"
    r"(?:\s+(?:an?\s+)?(?:average|total|mean|median)\s+of\s+|\s*\([<>≥≤]=?\)\s*)$",
    re.I,
)
_OFTEN = re.compile(r"\s+(?:often|frequent)", re.I)  # "every 2 weeks or less often"
_OVER_A = re.compile(r"over\s+an?\s+(?!minimum)", re.I)
_OVER = re.compile(r"over\s+the\b", re.I)


def bounds(quantity: Quantity, bare: Bare) -> tuple[Limit | None, Limit | None]:
    """Low and high bound; a number without a comparator stands for the end of the interval that `bare` names."""
    if quantity.compared or quantity.low is None or quantity.high is None or bare == "both":
        return quantity.low, quantity.high
    if quantity.low.value != quantity.high.value:
        return quantity.low, quantity.high
    return (quantity.low, None) if bare == "low" else (None, quantity.high)


def unit(quantity: Quantity) -> str | None:
    """UCUM code; days per week are a frequency per week."""
    code = quantity.unit
    return code[1:] if code and code.startswith("d/") else code


def turned(
    text: str, quantity: Quantity, relation: Relation, low: Limit | None, high: Limit | None
) -> tuple[Limit | None, Limit | None]:
    """The bounds, where a comparator means another side of a window than of a number.

    No earlier than 60 days before an event is at most 60 days before it; over the 2 months before it is in them;
    within a minimum of 30 days is within 30 days.
    """
    words = text[quantity.start : quantity.end]
    if relation == "every" and quantity.compared and _OFTEN.match(text, quantity.end):
        return high, low
    value = quantity.low or quantity.high
    if value and not quantity.compared and (mean := _of_mean(text[max(quantity.start - 48, 0) : quantity.start])):
        limit = Limit(value.value, inclusive=not (mean["lt"] or mean["gt"]))
        return (None, limit) if mean["lt"] or mean["le"] else (limit, None)
    if relation == "length" and low and not high and _OVER_A.match(words):
        limit = Limit(low.value, inclusive=True)
        return limit, limit  # "over a twelve-month period"
    if relation == "before" and quantity.compared and _EARLIER.match(words):
        return high, low
    if low and not high and (_WITHIN.match(words) or (relation in ("before", "after") and _OVER.match(words))):
        return None, Limit(low.value, inclusive=True)
    return low, high


def _of_mean(before: str) -> re.Match[str] | None:
    return _OF_MEAN.search(before) if before.rstrip().lower().endswith(("of", ")")) else None
