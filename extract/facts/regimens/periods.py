"""Counts and time units, as the grammars of frequencies and schedules write them."""

import re
from functools import lru_cache

from extract.facts.regimens.amounts import NUMBER, WORD, value
from extract.facts.regimens.wording import ORDINALS

_UNITS = {
    "h": ("hours", "hour", "hrs", "hr", "h", "hourly"),
    "d": ("days", "day", "d", "nights", "night", "daily"),
    "wk": ("weeks", "week", "wks", "wk", "w", "weekly"),
    "mo": ("months", "month", "monthes", "mos", "mo", "m", "monthly"),
    "a": ("years", "year", "yrs", "yr", "y", "yearly"),
}
_UNIT = {word: code for code, words in _UNITS.items() for word in words}

TIME_WORDS = frozenset(_UNIT)
PERIOD = "|".join(sorted(_UNIT, key=len, reverse=True))
LONG = "days|day|weeks|week|wks|wk|months|month|years|year|yrs|d|w"
COUNT = rf"(?:\d+(?:\.\d+)?|\b(?:{WORD})\b(?: ?\(\d+\))?|\b(?:{'|'.join(ORDINALS)})\b|½)"
_SECOND = rf" ?(?:-|–|/|to|or|and|~) ?{COUNT}"
OTHER = rf"(?:{_SECOND}| ?(?:±|\+/?-) ?\d+)?"  # the second of "2 or 4 weeks", which is no one length
_OR_NUMBER = re.compile(rf" ?or ?({COUNT})", re.I)
_OTHER = re.compile(_SECOND, re.I)


def alternatives(match: re.Match[str]) -> bool:
    """Does another number follow one of the counts ("every 2 or 4 weeks"), so that none is the one meant?"""
    ends = (match.end(name) for name in match.groupdict() if name in "npqmk" and match[name])
    return any(_OTHER.match(match.string, end) for end in ends)


def chosen(match: re.Match[str]) -> tuple[str, int | float] | None:
    """The count that has an alternative joined by "or", and that alternative: ("p", 4) of "every 2 or 4 weeks"."""
    for name in match.groupdict():
        other = _OTHER.match(match.string, match.end(name)) if name in "npqmk" and match[name] else None
        if other and (number := _OR_NUMBER.fullmatch(other[0])):
            return name, count(number[1])
    return None


@lru_cache(maxsize=1024)
def count(text: str | None) -> int | float:
    """The number that a count writes; 1 where nothing is written."""
    text = (text or "1").strip().lower()
    if text in ("once", "one time", "one dose"):
        return 1
    if text == "twice":
        return 2
    if text in ORDINALS:
        return ORDINALS[text]
    number = re.match(NUMBER, text, re.I)
    return value(number[0]) if number else 1


@lru_cache(maxsize=256)
def unit(text: str) -> str:
    """UCUM code of a time word."""
    text = re.sub(r"^(?:per|a|/|24) ?", "", text.lower().strip())
    return "d" if text in ("h", "hours") else _UNIT[text]


def hours(text: str) -> str:
    """UCUM code of a time word where hours are hours."""
    return _UNIT[text.lower().strip()]
