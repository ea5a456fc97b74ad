"""How often, in a time frame: `daily`, `every 2 weeks`, `each cycle`."""

import re
from functools import cache
from typing import NamedTuple

from extract.facts.times.cues import either
from extract.facts.times.found import FoundTime
from extract.language import units
from extract.language.reading import Limit, Reading
from extract.lexicons import alternation, table, word_set

_EACH = re.compile(r"\b(?:every|each|once\s+(?:a|per))\s+(?P<unit>hour|day|week|month|year)\b", re.I)
_EVERY_CYCLE = re.compile(
    r"\b(?:every|each)\s+cycle\b(?!\s*(?:=|:|is\b|was\b|are\b|length|lasts|consists|equals|of\s+\d|,?\s*\d))", re.I
)
_UNITS = {"hour": "h", "day": "d", "week": "wk", "month": "mo", "year": "a"}


_PERIODS = alternation(units.openings("time", ("d", "wk", "mo", "a")))
_ADVERBS = "daily nightly weekly monthly yearly annually hourly"
_WHOLE = r"(?![^\W_])"
# One of these stands in a text whose quantities say how often, in small letters: the first one first
_RATE = re.compile(
    rf"[/⁄∕adehmnpwy](?:(?<=[/⁄∕])\s*(?:1[\s-]*)?{_PERIODS}{_WHOLE}|(?<!\w.)(?:"
    rf"(?:(?<=p)er\s+(?:1[\s-]*)?|(?:(?<=a)n?|(?<=e)(?:ach|very))\s+){_PERIODS}{_WHOLE}"
    rf"|(?:{'|'.join(f'(?<={word[0]}){word[1:]}' for word in _ADVERBS.split())})\b))"
)
_RATES = word_set("per a an each every " + _ADVERBS)
_EVERY = word_set("every each once")


def may_recur(reading: Reading) -> bool:
    """May a quantity of this text say how often? Others are not asked for."""
    text = reading.text
    signed = "/" in text or "⁄" in text or "∕" in text
    return (signed or reading.says(_RATES)) and _RATE.search(text.lower()) is not None


class _Often(NamedTuple):
    """Adverbs such as `daily`, with their UCUM codes."""

    codes: dict[str, str]
    said: frozenset[str]
    words: re.Pattern[str]


@cache
def _often() -> _Often:
    codes: dict[str, str] = table("time_cues.toml")["frame"]["often"]
    return _Often(codes, frozenset(codes), re.compile(rf"\b(?:{either(list(codes))})\b", re.I))


def frequencies(reading: Reading, found: list[FoundTime]) -> list[FoundTime]:
    """`daily`, `twice a week`."""
    text, often = reading.text, _often()
    made: list[FoundTime] = []
    if reading.says(often.said):
        made = [
            _every(match, often.codes[match.group().lower()])
            for match in often.words.finditer(text)
            if not any(time.anchor and time.anchor.start < match.start() < time.anchor.end for time in found)
        ]
    if reading.says(_EVERY):
        made += [_every(match, _UNITS[match["unit"].lower()]) for match in _EACH.finditer(text)]
        made += [
            _every(match, "{cycle}")
            for match in _EVERY_CYCLE.finditer(text)
            if not any(time.start < match.end() and match.start() < time.end for time in found)
        ]
    return made + [
        FoundTime(quantity.start, quantity.end, "every", quantity.low, quantity.high, quantity.unit, "frame.every")
        for quantity in reading.quantities
        if quantity.unit in ("/d", "/wk", "/mo", "/a")
        and not any(quantity.start < time.end and time.start < quantity.end for time in [*found, *made])
    ]


def _every(match: re.Match[str], unit: str) -> FoundTime:
    once = Limit(1, inclusive=True)
    return FoundTime(match.start(), match.end(), "every", once, once, unit, "frame.every")
