"""Numbers of a time frame that say how long something lasts, and pairs of numbers that bound one stretch."""

import re

from extract.facts.times.found import FoundTime
from extract.facts.times.point import Point
from extract.language.before import ahead_of

_OF = re.compile(r"\s+of\s+(?!(?:age|life|cycles?|days?|weeks?|months?|each|part|period)\b|\d)\w", re.I)
# "4-week break", "9 week period" last that long; "3 month follow-up visit" is a point
_LASTING = re.compile(
    r"[\s-]*(?:[\w-]+\s)?(?:break|period|phase|wash-?\s?out|pause|course|season|"
    r"program(?:me)?|procedure|stay|session)\b|[\s-]*duration\b|[\s-]double[\s-]blind|[\s-]open[\s-]label|\s+per\s+cycle\b",
    re.I,
)
# "1-year oral immunotherapy"
_COURSE = re.compile(r"\s(?:[\w-]+\s){0,2}?(?:\w*therapy|treatment|intervention|regimen|training)\b", re.I)
_AFTER = re.compile(r"\b(?:after|following)\s+(?:the\s+|an?\s+)?$", re.I)
_CYCLE_LASTS = re.compile(
    r"\bcycles?(?:\s+length)?\s*(?:=|:|is|was|of|lasts|equals)\s*(?:about\s)?$",
    re.I,
)
# the length of a cycle in brackets after its number
_CYCLE_OPENS = re.compile(r"\bcycles?(?:\s+\d{1,2})?(?:\s+of\s+\w+)?\s*\(\s*(?:\d{1,2}\s+or\s+)?$", re.I)
_AS_CYCLE = re.compile(r"\s+(?:as|is|=|per)\s+(?:a|one|each)\s+(?:treatment\s+)?cycle\b", re.I)
_CLOSES = re.compile(r"(?:\s+or\s+\d{1,2}\s+days)?\s*(?:per\s+cycle\s*|treatment\s+cycle\s*)?\)", re.I)
# "until progression or death (approximately 2 years)": how long that takes
_ESTIMATE = re.compile(
    r"\b(?:until|till|through|throughout|to|up\s+to)\s[^.;()]{3,200}"
    r"(?:\([^()]{1,30}\)[^.;()]{0,60})?\(\s*(?:(?:approx(?:imate(?:ly)?|\.)?|about|around|estimated|expected|as|at|to\s+be|is)\s*|~\s*){1,5}$",
    re.I,
)
_ABOUT = re.compile(
    r"\s*(?:(?:approx(?:imate(?:ly)?|\.)?|about|around|estimated|expected|as|at|to\s+be|is)\s*|~\s*){1,5}", re.I
)  # what it ends with, behind its bracket
_NO_MORE = ("", ",", ";", ".", ":", "/", "&", ")")  # after a number: no word says that it lasts
_REACH = 260
# "the analysis cut-off point is 24 months"
_POINT_IS = re.compile(r"\b(?:cut[\s-]?off|time)\s*(?:point|pint|date|time)?\s+(?:is|was)\s+(?:at\s+)?$", re.I)
_COMPARED = re.compile(r"\b(?:compar|differen|chang)[^.;]{0,60}between\s+$", re.I)
_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?$", re.I)


def is_length(text: str, time: FoundTime, point: Point) -> bool:
    """`12 months of assessments` last that long; `12 months of treatment` are a point in it."""
    if point.titled or time.anchor is not None:
        return False
    if text[point.end : point.end + 1] in _NO_MORE:
        return False
    if _LASTING.match(text, point.end):
        return True
    after = _AFTER.search(text, max(0, point.start - 20), point.start)  # "after 6 weeks of training" is a point
    if after is not None:
        return False
    course = "-" in text[point.start : point.end] and point.low == point.high and _COURSE.match(text, point.end)
    return bool(course) or _OF.match(text, point.end) is not None


def measures(text: str, point: Point) -> bool:
    """Is a number the length of a cycle, or of the whole stretch named before its bracket?"""
    if point.titled or point.unit == "{cycle}":
        return False
    if "cycle" in text.lower() and _is_cycle(text, point):
        return True
    opened = text.rfind("(", max(point.start - _REACH, 0), point.start)
    if opened < 0 or not _ABOUT.fullmatch(text, opened + 1, point.start):
        return False
    return _ESTIMATE.search(ahead_of(text, point.start, _REACH)) is not None


def _is_cycle(text: str, point: Point) -> bool:
    """Is a number the length of a cycle: `each cycle is 21 days`, `Cycle 1 (21 days)`?"""
    if _AS_CYCLE.match(text, point.end):
        return True
    before = ahead_of(text, point.start, 40)
    return bool(_CYCLE_LASTS.search(before) or (_CYCLE_OPENS.search(before) and _CLOSES.match(text, point.end)))


def says_point(text: str, point: Point) -> bool:
    """Do the words before a number name a point that it is: `the cut-off point is 24 months`?"""
    return _POINT_IS.search(ahead_of(text, point.start, 40)) is not None


def compared(text: str, start: int) -> bool:
    """Do the words before `start` set two points against each other: `compared between week 2 and week 6`?"""
    return _COMPARED.search(ahead_of(text, start, 90)) is not None


def bounded(text: str, found: list[FoundTime]) -> list[FoundTime]:
    """`between 1 and 4 years`, `between H0 and H0+48H`: two points that bound one stretch become it."""
    made: list[FoundTime] = []
    for time in found:
        last = made[-1] if made else None
        if last is not None and _is_between(text, last, time):
            time.low, time.start = last.low, last.start
            time.relation, time.rule = "after", "frame.window"
            made[-1] = time
        else:
            made.append(time)
    return made


def _is_between(text: str, last: FoundTime, time: FoundTime) -> bool:
    low = last.low.value if last.low else None
    high = time.high.value if time.high else None
    return (
        last.relation == "at" == time.relation
        and last.unit == time.unit
        and last.low is not None
        and last.low == last.high
        and time.low is not None
        and time.low == time.high
        and isinstance(low, int | float)
        and isinstance(high, int | float)
        and low < high
        and text[last.end : time.start].strip().lower() == "and"
        and _BETWEEN.search(ahead_of(text, last.start, 20)) is not None
        and not compared(text, last.start)
    )
