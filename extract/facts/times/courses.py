"""Numbers of a time frame that belong to a named course (`after the 12-week training`) or are added to its end."""

import re

from extract.facts.times.found import FoundAnchor, FoundTime
from extract.facts.times.point import Point
from extract.language.anchors import anchors
from extract.language.before import ahead_of
from extract.lexicons import holds

# "24 hours after an 8-day washout", "after the 12-week exercise program"
STRETCH = re.compile(
    r"\d+(?:\s?[-–]\s?\d+)?[\s-](?:day|week|month|year)s?[\s-]+(?P<event>(?:(?!of\b)[\w-]+\s){0,2}?"
    r"(?:wash-?out|intervention|treatment|therapy|program(?:me)?|training|exercise|course)\b)",
    re.I,
)
_SIDES = ("after", "following")
_AFTER_IT = re.compile(rf"\b(?:{'|'.join(_SIDES)})\s+(?:the\s+|an?\s+)?$", re.I)
_OWN_SURGERY = re.compile(r"\bpost-?\s?op\w*", re.I)
_PLUS = re.compile(r"\bplus\s+(?:an\s+additional\s+)?(?:approximately\s+)?$", re.I)


def own_event(text: str, point: Point) -> FoundAnchor | None:
    """The event in a number's own words: `first postoperative day`, `after 12-week training` (12 weeks of it)."""
    if "post" in text[point.start : point.end].lower() and (own := _OWN_SURGERY.search(text, point.start, point.end)):
        return FoundAnchor(*own.span(), "surgery")
    before = ahead_of(text, point.start, 16)
    led = holds(before.lower(), _SIDES) and _AFTER_IT.search(before)
    course = STRETCH.match(text, point.start) if led else None
    if course is None:
        return None
    return FoundAnchor(*course.span("event"), anchors().id(course["event"], "before"))


def added(text: str, found: list[FoundTime]) -> None:
    """`to the end of treatment (up to 2 years) plus 90 days` reaches so far after that end."""
    for at, time in enumerate(found):
        if time.relation == "at" and time.high and _PLUS.search(ahead_of(text, time.start, 40)):
            end = next((last for last in reversed(found[:at]) if last.rule == "frame.event" and last.anchor), None)
            if end is not None:
                time.relation, time.rule, time.low, time.anchor = "after", "frame.window", None, end.anchor
