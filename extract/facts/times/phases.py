"""What time frames name by words alone: ends of phases, sides that share their event, ordinals (`the third week`)."""

import re
from collections.abc import Iterator
from operator import attrgetter
from typing import NamedTuple

from extract.document import Relation
from extract.facts.times.found import FoundAnchor, FoundTime
from extract.language.anchors import anchors
from extract.language.reading import Reading
from extract.lexicons import table, word_set

# "at the end of the observation period", "end of dose build-up", "completion of course 1"
_PHASE = re.compile(
    r"(?:end|start|beginning|completion|conclusion|middle)\s+of\s+(?:the\s+|each\s+)?"
    r"(?!(?:study|week|day|month|year|cycles?|every|this|first)\b)[^\W\d_][\w-]*"
    r"(?:\s(?!(?:up|at|and|or|to|until|till|through|in|on|for|with|if|is|was|were|are|after|before|from|assessed|approximately|about|whichever)\b)[^\W\d_][\w-]*){0,4}"
    r"(?:\s\((?-i:[A-Z]{2,6})\)\s(?:[\w-]+\s)?(?:period|phase|window))?"
    r"(?:\s\d{1,2}\b(?!\s*(?:\w+\s)?(?:hour|day|week|month|year)))?",
    re.I,
)
_OF, _ENDS = frozenset({"of"}), word_set("end start beginning completion conclusion middle")
# "before and 12 weeks after surgery"; "before and 4, 12 months after it"
_BEFORE_AND = re.compile(
    r"\b(?P<side>before|prior\s+to|pre)\s*(?:and|&|/)\s*(?:at\s+)?(?=\d|\w+\s+(?:hour|day|week|month|year))", re.I
)
_start = attrgetter("start")
_SIDES = word_set("before prior pre")
_NEAR = 60
_NUMBERS = {
    name: value
    for value, names in enumerate(
        (
            ("first",),
            ("second",),
            ("third",),
            ("fourth",),
            ("fifth",),
            ("sixth",),
            ("seventh",),
            ("eighth",),
            ("ninth",),
            ("tenth",),
            ("eleventh",),
            ("twelfth",),
        ),
        start=1,
    )
    for name in names
}
_SAID = frozenset(_NUMBERS)
_ORDINAL = re.compile(
    rf"\b(?P<value>{'|'.join(_NUMBERS)})(?:\s*(?:,|and|or|to)\s*(?P<more>{'|'.join(_NUMBERS)}))?\s+"
    r"(?:(?:post-?\s?operative|postnatal|treatment|study|full|calendar)\s+)?(?P<unit>hour|day|week|month|year)s?\b"
    r"(?!\s+of\s+(?!(?:life|age|treatment|therapy|follow)\b)|(?<=day)\s+of\b|\s+(?:of\s+)?(?:\w+\s+)?(?:visit|dose|treated)\b)",
    re.I,
)
_WITHIN = re.compile(r"\b(?:in|during|within|over|throughout|for)\s+(?:the\s+|their\s+)?$", re.I)
_UNITS = {"hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}


class Ordinal(NamedTuple):
    """A numbered unit in words; `lasts` where it is a stretch (`during the first month`), not a point."""

    start: int
    end: int
    value: int
    unit: str
    lasts: bool


def _opening(pattern: re.Pattern[str], reading: Reading, words: frozenset[str]) -> Iterator[re.Match[str]]:
    """What an expression that opens with one of some words finds; none overlap."""
    done = 0
    for at, _ in reading.places(words):
        if at >= done and (match := pattern.match(reading.text, at)):
            done = match.end()
            yield match


def is_ordinal(text: str, at: int) -> bool:
    """Do words such as `third week` stand at `at`?"""
    return _ORDINAL.match(text, at) is not None


def ordinals(reading: Reading) -> list[Ordinal]:
    """`the third week`, `the first and second year of life`, in order."""
    found: list[Ordinal] = []
    text = reading.text
    for match in _opening(_ORDINAL, reading, _SAID):
        unit = _UNITS[match["unit"].lower()]
        values = [_NUMBERS[match[name].lower()] for name in ("value", "more") if match[name]]
        lasts = values == [1] and _WITHIN.search(text, max(0, match.start() - 20), match.start()) is not None
        if len(values) > 1:
            found.append(Ordinal(*match.span("value"), values[0], unit, lasts=False))
            found.append(Ordinal(match.start("more"), match.end(), values[1], unit, lasts=False))
        else:
            found.append(Ordinal(*match.span(), values[0], unit, lasts))
    return found


def phases(reading: Reading, found: list[FoundTime]) -> list[FoundTime]:
    """Ends and starts of phases that are named, where nothing was found for them."""
    made: list[FoundTime] = []
    if not reading.says(_OF, _ENDS):
        return made
    weak = table("anchors.toml")["weak"]
    for match in _opening(_PHASE, reading, _ENDS):
        start, end = match.span()
        within = [time for time in found if time.start < end and start < time.end]
        if within and not all(_is_cut(time, start, end) for time in within):
            continue
        for time in within:
            found.remove(time)
        name = None if within else anchors().id(match.group())
        anchor = FoundAnchor(start, end, None if name in weak else name)
        made.append(FoundTime(start, end, "at", None, None, None, "frame.event", anchor))
    return made


def _is_cut(time: FoundTime, start: int, end: int) -> bool:
    """Is a point a shorter event at the start of these words: `end of dose` of `end of dose build-up`?"""
    return time.rule == "frame.event" and time.start == start and time.end < end


def befores(reading: Reading, found: list[FoundTime]) -> list[FoundTime]:
    """The side before an event that is named after a number only: `before and 12 weeks after surgery`."""
    made: list[FoundTime] = []
    if not reading.says(_SIDES):
        return made
    before: Relation = "before"
    found = sorted(found, key=_start)
    for match in _BEFORE_AND.finditer(reading.text):
        following = next((time for time in found if match.end() <= time.start <= match.end() + _NEAR), None)
        if following is not None and following.anchor is not None:
            start, end = match.span("side")
            made.append(FoundTime(start, end, before, None, None, None, "frame.side", following.anchor))
    return made
