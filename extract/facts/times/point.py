"""A number or event of a time frame, and numbers written in two units."""

import re

from msgspec import Struct

from extract.document import Relation
from extract.language.before import ahead_of

_UP_TO = re.compile(r"\b(?:up\s+to|max(?:imum)?|average)\s+(?:of\s+)?(?:approximately\s+|about\s+)?$", re.I)


class Point(Struct):
    """A time or event of a time frame. `event` is its id where it is one; numbers have `low`, `high` and a unit."""

    start: int
    end: int
    low: float | int | None = None
    high: float | int | None = None
    unit: str | None = None
    event: str | None = None
    titled: bool = False  # "Week 4": unit first
    spread: float = 0  # tolerance in the same unit: 2 of "4 ± 2 months"
    listed: int = 0  # shared by the members of one list
    side: Relation | None = None  # of an event: "pre-dose" lies before it
    named: tuple[int, int] | None = None  # of an event with a side: its own words


def _is_compound(text: str, years: Point, months: Point) -> bool:
    """Do two numbers make one: `6 years 5 months`, `up to 6 years and 5 months`?"""
    gap = text[years.end : months.start]
    if gap.isspace():
        return True
    return gap.split() == ["and"] and _UP_TO.search(ahead_of(text, years.start, 40)) is not None


def compound(text: str, found: list[Point]) -> list[Point]:
    """`6 years 5 months` as one number of months."""
    joined: list[Point] = []
    for point in found:
        last = joined[-1] if joined else None
        if (
            last is not None
            and (last.unit, point.unit) == ("a", "mo")
            and not (last.titled or point.titled)
            and _is_compound(text, last, point)
            and None not in (last.low, point.low)
        ):
            months = 12 * (last.low or 0) + (point.low or 0)
            last.low = last.high = months
            last.unit, last.end = "mo", point.end
        else:
            joined.append(point)
    return joined
