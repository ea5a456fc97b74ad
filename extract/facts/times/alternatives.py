"""Times that are alternatives of one another: `2 weeks or 5 half-lives, whichever is longer`, `13 weeks (3 months)`."""

import re

from extract.document import Pick
from extract.facts.times.cues import Cues
from extract.language.reading import Quantity
from extract.lexicons import holds

_FILL = (
    r"(?:(?:within|for|at\s+least|the|a|period|of|up\s+to|approximately|about|in|last|past|less\s+than|more\s+than|"
    r"equivalent\s+to|i\.?e\.?,?|which\s+is)\s+)*"
)
_DIRECT = re.compile(
    rf"(?:\s*\([^()\d]{{1,30}}\))?[\s,]*[)\]]?[\s,]*(?:[(\[]\s*)?(?:or|and/or|/|=|~|or/and)?,?\s*[(]?\s*{_FILL}",
    re.I,
)
_WHOSE = re.compile(r"^\s+of\s+(?:the\s+|that\s+|each\s+)?[\w-]+(?:\s[\w-]+)?(?=\s*[(,]|\sor\b)", re.I)
# The same length in another unit: "13 weeks (3 months)"
_AGAIN = re.compile(r"\s*[(\[=]\s*(?:i\.?e\.?,?|approximately|about|equivalent\s+to|=|~|within)?\s*", re.I)
_OR = re.compile(r"\bor\b|/", re.I)
_FAR = re.compile(r"[\s(,]or\s+(?:within|for|at\s+least|a\s+period\s+of|up\s+to)?\s*$|\band\s+$", re.I)
_STOP = re.compile(r"[;\n.](?:(?<!\.)|(?=\s))")
_MOST = 6  # alternatives that one chain may have
_REACH = 130


def chains(text: str, quantities: list[Quantity]) -> list[list[Quantity]]:
    """The times, joined where only `or` or a bracket stands between them."""
    found: list[list[Quantity]] = []
    for quantity in quantities:
        if found and len(found[-1]) < _MOST and _adjoins(text, found[-1][-1], quantity):
            found[-1].append(quantity)
        else:
            found.append([quantity])
    return found


def _adjoins(text: str, one: Quantity, two: Quantity) -> bool:
    gap = text[one.end : two.start]
    if spans(text, one, two):
        return True
    if one.unit == "{half-life}":
        gap = _WHOSE.sub("", gap)
    if len(gap) > 40 or two.start < one.end or not _DIRECT.fullmatch(gap):
        return False
    if any(quantity.unit is None or quantity.unit.startswith("/") for quantity in (one, two)):
        return False
    return bool(_OR.search(gap)) or _AGAIN.fullmatch(gap) is not None


def trails(text: str, one: Quantity, two: Quantity) -> bool:
    """Does `two` follow `one` and its event as an alternative: `14 days before dosing or 5 half-lives`?"""
    gap = text[one.end : two.start]
    if "half-life" not in f"{one.unit}{two.unit}" or one.unit == two.unit or len(gap) > _REACH or _STOP.search(gap):
        return False
    return bool(_FAR.search(gap)) or bool(re.match(r"or\b", text[two.start :], re.I))


def pick(text: str, first: Quantity, last: Quantity, cues: Cues) -> Pick | None:
    """Which of the times counts, by `whichever is longer` after them or `the longer of` before them."""
    stop = _STOP.search(text, last.end, last.end + _REACH)
    after = text[last.end : stop.start() if stop else last.end + _REACH]
    before = text[max(0, first.start - 60) : first.start]
    found = cues.chosen_after.search(after) if holds(after.lower(), cues.choosing) else None
    if found is None and "of" in before.lower():
        found = cues.chosen_before.search(before)
    return None if found is None else "longer" if found["longer"] else "shorter"


def spans(text: str, one: Quantity, two: Quantity) -> bool:
    """Are the times the two ends of one stretch, in different units: `between 14 days and 12 months`?"""
    if one.unit == two.unit or text[one.end : two.start].strip().lower() not in ("and", "to", "-", "–"):
        return False
    halves = one.rule == two.rule and one.rule in ("range", "between")
    return halves or text[one.start :][:7].lower() == "between"
