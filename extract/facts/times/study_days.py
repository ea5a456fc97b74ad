"""Stretches between numbered days and weeks: `through Day 29`, `from the 30th up to the 60th day after surgery`."""

import re
from bisect import bisect_left
from collections.abc import Iterator
from itertools import accumulate

from extract.document import Relation
from extract.facts.times.events import event
from extract.facts.times.found import FoundAnchor, FoundTime
from extract.language.anchors import anchors
from extract.language.reading import Limit, Reading
from extract.lexicons import holds

_UNITS = {"day": "d", "week": "wk", "month": "mo"}
_TITLE = r"(?:study\s+|approximately\s+)?(?P<{}>day|week|month)\s+"
_FREE = r"(?!\.?\d|\s*(?:-|–)\s*\d|[\s-]*(?:visit|assessment|appointment|sample|of\s+cycle)|\s*[±(]\s*[±+])"
_SPAN = re.compile(
    r"\b(?:from|between)\s+"
    + _TITLE.format("unit")
    + r"(?P<low>\d{1,3})\s+(?:through|thru|to|until|till|up\s+to|and)\s+(?:study\s+)?(?P=unit)\s+"
    + r"(?P<high>\d{1,3})\b"
    + _FREE,
    re.I,
)
_UNTIL = re.compile(
    r"\b(?P<word>through|thru|until|till|up\s+to|(?<!prior\s)to)\s+(?:the\s+)?"
    + _TITLE.format("unit")
    + r"(?P<high>\d{1,3})\b"
    + _FREE,
    re.I,
)
# "to" alone reaches only from where something starts
_STARTED = re.compile(r"\b(?:starting|beginning|continu\w+|throughout)\b[^.;\n]{0,80}$", re.I)
# "planned vaccination prior to Day 15"
_BEFORE = re.compile(
    r"\b(?:prior\s+to|before)\s+(?:the\s+)?" + _TITLE.format("unit") + r"(?P<high>\d{1,3})\b" + _FREE, re.I
)
_PLANNED = re.compile(r"\b(?:planned|anticipated\s+to|expected\s+to|likely\s+to|will)\b[^.;,\n]{0,60}$", re.I)
_AFTER = re.compile(r"\s+(?:after|following|post)\s+", re.I)
_DAYS_AFTER = re.compile(
    r"\b(?:(?:from|between|during|on)\s+)?(?P<unit>day|week|month)s\s+(?P<low>\d{1,3})\s*(?:-|–|to|through|and)\s*"
    r"(?P<high>\d{1,3})(?=\s+(?:after|following|post)\s)",
    re.I,
)
_ORDINALS = re.compile(
    r"\b(?:from|between)\s+(?:the\s+)?(?P<low>\d{1,3})(?:st|nd|rd|th)\s+(?:(?P<first>day|week|month)\s+)?(?:up\s+to|to|until|through|and)\s+"
    r"(?:the\s+)?(?P<high>\d{1,3})(?:st|nd|rd|th)\s+(?P<unit>day|week|month)s?\b(?!\s+of\s)",
    re.I,
)
# "week 10 (8-12)": when a sample is due, and the window around it
_DUE = re.compile(
    r"\b(?P<unit>day|week|month)\s+(?P<at>\d{1,3})\s*\((?P<low>\d{1,3})\s*(?:-|–|to)\s*(?P<high>\d{1,3})\)", re.I
)


# What each of these expressions holds: a unit before its number, or after an ordinal. The unit comes first, so that all
# other text is passed at once.
_NUMBERED = tuple((unit, re.compile(rf"{unit}(?:s?\s+\d|(?<=\d(?:st|nd|rd|th)\s{unit}))")) for unit in _UNITS)
_UNIT_WORDS = frozenset({*_UNITS, *(f"{unit}s" for unit in _UNITS)})
# and one of these words or signs each
_OPENING = ("from", "between")
_CLOSING = ("through", "thru", "until", "till", "to")
_EARLIER = ("before", "prior")
_LATER = ("after", "following", "post")


def _may_stand(small: str) -> bool:
    """Does a number stand beside a day, week or month?"""
    for unit, numbered in _NUMBERED:  # noqa: SIM110  a generator would cost more than the search
        if unit in small and numbered.search(small):
            return True
    return False


def study_days(reading: Reading, found: list[FoundTime]) -> list[FoundTime]:
    """Those that stand outside the times of `found`."""
    if not reading.says(_UNIT_WORDS):
        return []
    text = reading.text
    small = text.lower()
    if not _may_stand(small):
        return []
    made: list[FoundTime] = []
    stated = sorted(_all(text, small), key=lambda time: time.start)
    if not stated:
        return made
    found = sorted(found, key=lambda time: time.start)
    starts = [time.start for time in found]
    reach = list(accumulate((time.end for time in found), max))  # how far the first of them reach
    for time in stated:
        before = bisect_left(starts, time.end)
        if (not before or reach[before - 1] <= time.start) and (not made or made[-1].end <= time.start):
            made.append(time)
    return made


def _all(text: str, small: str) -> Iterator[FoundTime]:
    opened = holds(small, _OPENING)
    for match in _SPAN.finditer(text) if opened else ():
        yield from _made(match, "after", "time.study_days", int(match["low"]))
    for pattern, stated in ((_DAYS_AFTER, holds(small, _LATER)), (_ORDINALS, opened)):
        for match in pattern.finditer(text) if stated else ():
            for time in _made(match, "after", "time.study_days", int(match["low"])):
                _hang(text, time)
                yield time
    for match in _DUE.finditer(text) if "(" in text else ():
        if int(match["low"]) <= int(match["at"]) <= int(match["high"]):
            yield from _made(match, "at", "time.study_days", int(match["low"]))
    for match in _UNTIL.finditer(text) if holds(small, _CLOSING) else ():
        starts = match["word"].lower() != "to" or _STARTED.search(text, max(0, match.start() - 120), match.start())
        if starts and int(match["high"]) > 1:
            yield from _made(match, "after", "time.study_days", None)
    for match in _BEFORE.finditer(text) if holds(small, _EARLIER) else ():
        if int(match["high"]) > 1 and _PLANNED.search(text, max(0, match.start() - 90), match.start()):
            for time in _made(match, "after", "time.study_days", None):
                time.high = Limit(int(match["high"]), inclusive=False)
                yield time


def _made(match: re.Match[str], relation: Relation, rule: str, low: int | None) -> Iterator[FoundTime]:
    high = int(match["high"])
    if low is None or low < high:
        opens = Limit(low, inclusive=True) if low is not None else None
        unit = _UNITS[match["unit"].lower()]
        yield FoundTime(match.start(), match.end(), relation, opens, Limit(high, inclusive=True), unit, rule)


def _hang(text: str, time: FoundTime) -> None:
    """The event that the days are counted from: `days 1-4 following randomization`."""
    side = _AFTER.match(text, time.end)
    if side and (place := event(text, side.end(), anchors().starts)):
        time.anchor = FoundAnchor(*place, anchors().id(text[slice(*place)], time.relation))
        time.end = place[1]
