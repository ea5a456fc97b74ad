"""How often, in a time frame: `daily`, `every 2 weeks`, `each cycle`."""

import re
from functools import cache
from typing import NamedTuple

from extract.facts.times.cues import either
from extract.facts.times.found import FoundTime
from extract.language.reading import Limit, Reading
from extract.lexicons import table

_EACH = re.compile(r"\b(?:every|each|once\s+(?:a|per))\s+(?P<unit>hour|day|week|month|year)\b", re.I)
_EVERY_CYCLE = re.compile(
    r"\b(?:every|each)\s+cycle\b(?!\s*(?:=|:|is\b|was\b|are\b|length|lasts|consists|equals|of\s+\d|,?\s*\d))", re.I
)
_UNITS = {"hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}


# One of these stands in a text whose quantities say how often
_RATE = re.compile(r"[/⁄∕]|\b(?:per|an?|any|one|each|every|daily|nightly|weekly|monthly|yearly|annually|hourly)\b")


def may_recur(text: str) -> bool:
    """May a quantity of this text say how often? Others are not asked for."""
    return _RATE.search(text.lower()) is not None


class _Often(NamedTuple):
    """Adverbs such as `daily`, with their UCUM codes."""

    codes: dict[str, str]
    words: re.Pattern[str]


@cache
def _often() -> _Often:
    codes: dict[str, str] = table("time_cues.toml")["frame"]["often"]
    return _Often(codes, re.compile(rf"\b(?:{either(list(codes))})\b", re.I))


def frequencies(reading: Reading, found: list[FoundTime]) -> list[FoundTime]:
    """`daily`, `twice a week`."""
    text, often = reading.text, _often()
    one = Limit(1, inclusive=True)
    made = [
        FoundTime(match.start(), match.end(), "every", one, one, often.codes[match.group().lower()], "frame.every")
        for match in often.words.finditer(text)
        if not any(time.anchor and time.anchor.start < match.start() < time.anchor.end for time in found)
    ]
    made += [
        FoundTime(match.start(), match.end(), "every", one, one, _UNITS[match["unit"].lower()], "frame.every")
        for match in _EACH.finditer(text)
    ]
    made += [
        FoundTime(match.start(), match.end(), "every", one, one, "{cycle}", "frame.every")
        for match in _EVERY_CYCLE.finditer(text)
        if not any(time.start < match.end() and match.start() < time.end for time in found)
    ]
    return made + [
        FoundTime(quantity.start, quantity.end, "every", quantity.low, quantity.high, quantity.unit, "frame.every")
        for quantity in reading.quantities
        if quantity.unit in ("/d", "/wk", "/mo", "/a")
        and not any(quantity.start < time.end and time.start < quantity.end for time in [*found, *made])
    ]
