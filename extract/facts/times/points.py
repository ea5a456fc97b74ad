"""Points of a time frame: numbers with a time unit, lists and ranges of them, and events."""

import re
from operator import attrgetter

from extract.facts.times.found import FoundAnchor
from extract.facts.times.numbered import Numbered
from extract.facts.times.phases import ordinals
from extract.facts.times.point import Point, compound
from extract.facts.times.sides import sides
from extract.language.anchors import anchors
from extract.language.before import ahead_of
from extract.language.reading import Reading
from extract.lexicons import word_set

_NUMBERED = re.compile(r"\s?#?\d{1,2}\b(?!\.\d|[\s-]*(?:min|hour|day|week|month|year))", re.I)  # "Visit 4"
_NO_TIME = r"\d{1,2}\b(?!\.\d|[\s-]*(?:min|hour|day|week|month|year|wk|d\b|h\b))"
_VISITS = re.compile(
    rf"\bvisits?\s+#?{_NO_TIME}(?:\s*(?:,\s*(?:and\s+)?|and\s+|&\s*){_NO_TIME})+", re.I
)  # "visits 2, 4 and 6"
_VISIT_WORDS = frozenset({"visit", "visits"})
_VISIT = re.compile(r"(?:visits?\s+#?)?\d{1,2}", re.I)
_AGAIN = re.compile(r"\b(?:re[\s-]?|los[st]\s+to\s+)$", re.I)  # "re-transplantation", "lost to follow-up"
_FREE = re.compile(r"[\s‐–-]*free\b", re.I)  # "progression-free survival" is no point
_ABSENT = re.compile(r"\b(?:absence\s+of|without)\s+(?:any\s+|the\s+)?$", re.I)  # "in the absence of progression"
_SESSION = re.compile(r"[\s-]+(?:sessions?|visits?|dates?|appointments?|completion|discontinuation)\b(?!\s*#?\d)", re.I)
# Words that are points only where they stand by themselves: "every visit up to", "follow-up of 3 years"
_COMMON = re.compile(
    r"visits?|follow[\s-]?up|study\s+visits?|symptoms?|injury|fracture|episodes?|life|imaging|sampling|collection|testing|challenges?|implant|dosing",
    re.I,
)
_STANDS_AFTER = re.compile(
    r"(?:^|[,;:(/&+\n.]|\b(?:at|and|or|to|until|till|from|through|thru|by|on|upon|end\s+of|start\s+of|time\s+of|date\s+of|day\s+of|"
    r"(?:last|final|first|initial|end\s+of\s+treatment)))\s*(?:the\s+|each\s+(?!visit))?$",
    re.I,
)
_STANDS_BEFORE = re.compile(r"\s*(?:$|[,;.()/&+\n]|(?:and|or|to|until|up\s+to|through)\b)(?!\s*(?:to|for)\s+\d)", re.I)
_ENDED = re.compile(r"(?:the\s+)?(?:completion|end|conclusion|finishing)\s+of\s+(?:all\s+|the\s+)?", re.I)
# One of these stands in a text where an event is turned into what is no point, or another: by the three above
_TURNING = word_set("re lost loss free absence without")
_WITHDRAWN = re.compile(
    r"\bwithdr[ae]w\w*\s+(?:of\s+|from\s+)?(?:the\s+|their\s+|his\s+|her\s+)?(?:informed\s+)?(?:study\s+)?$", re.I
)
_place = attrgetter("start", "end")
_VERSION = re.compile(r"\.\d")  # "RECIST v1.1"
_TOLERANCE = re.compile(r"(?:±|\+\s?/?\s?[-–]|∓)\s*$")


def points(reading: Reading) -> list[Point]:
    """All of them, in order; tolerances (`± 3 days`) are left out."""
    text = reading.text
    found = Numbered(reading).all()
    if "±" in text or "+" in text or "∓" in text:
        found = [point for point in found if not _TOLERANCE.search(ahead_of(text, point.start, 6))]
    found = compound(text, found)
    found += [
        Point(word.start, word.end, word.value, word.value, word.unit, titled=not word.lasts)
        for word in ordinals(reading)
        if not any(word.start < point.end and point.start < word.end for point in found)
    ]
    if reading.says(_VISIT_WORDS):
        found += [
            Point(visit.start(), visit.end(), event="visit")
            for visits in _VISITS.finditer(text)
            for visit in _VISIT.finditer(text, *visits.span())
        ]
    found += _sides(text, found)
    turned = reading.says(_TURNING)
    taken = [(point.start, point.end) for point in found]
    for start, end, name in anchors().find(text):
        if _overlaps(start, end, taken) or _VERSION.match(text, end):
            continue
        if name == "consent" and _WITHDRAWN.search(text, max(0, start - 40), start):
            continue
        again = _AGAIN.search(ahead_of(text, start, 10)) if turned else None
        begin = start - len(again.group()) if again else start
        numbered = _NUMBERED.match(text, end) if name == "visit" and text[start:end].lower() == "visit" else None
        longer = numbered or _SESSION.match(text, end)
        found.append(Point(begin, longer.end() if longer else end, event=name))
    found.sort(key=_place)
    stated = [point for point in found if point.event is None or not _is_said_of_another(text, point, turned=turned)]
    return stated or found


def _overlaps(start: int, end: int, taken: list[tuple[int, int]]) -> bool:
    for first, stop in taken:  # noqa: SIM110  a generator would cost more than the tests
        if start < stop and first < end:
            return True
    return False


def _sides(text: str, found: list[Point]) -> list[Point]:
    """Events with the side on which they are named, where no number stands in their words but a count of cycles."""
    named = []
    for side in sides(text):
        within = [point for point in found if side.start < point.end and point.start < side.end]
        if side.anchor is not None and all(_counts(text, side.anchor, point) for point in within):
            found[:] = [point for point in found if point not in within]
            named.append((side, side.anchor))
    return [
        Point(side.start, side.end, event=anchor.id or "", side=side.relation, named=(anchor.start, anchor.end))
        for side, anchor in named
    ]


def _counts(text: str, anchor: FoundAnchor, point: Point) -> bool:
    """Is a number how many cycles end in an event: `after completion of 6 cycles of chemotherapy`?"""
    return point.unit == "{cycle}" and _ENDED.fullmatch(text, anchor.start, point.start) is not None


def _is_said_of_another(text: str, point: Point, *, turned: bool) -> bool:
    """Does the event `visit` or `follow-up` stand in a longer phrase, and is no point by itself?

    So is any, where the text has words that turn what is beside them, and they say that the event is not meant.
    """
    if turned and not point.side and _ABSENT.search(ahead_of(text, point.start, 24)):
        return True
    if turned and _FREE.match(text, point.end):
        return True
    if point.side or not _COMMON.fullmatch(text, point.start, point.end):
        return False
    return not (_STANDS_AFTER.search(ahead_of(text, point.start, 40)) and _STANDS_BEFORE.match(text, point.end))
