"""Places in a text, looked up by search, so that the work stays in proportion to the text."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Sequence
from itertools import accumulate

Place = tuple[int, int]
_FEW = 8  # places that are walked through faster than searched


class Places:
    """Some places of a text: whether one of them holds a stretch, or reaches into it."""

    __slots__ = ("_ends", "_starts")

    def __init__(self, places: Iterable[Place]) -> None:
        known = sorted(places)
        self._starts = [start for start, _ in known]
        self._ends = list(accumulate((end for _, end in known), max))  # the furthest so far

    def hold(self, start: int, end: int) -> bool:
        """Whether a stretch lies within one of them."""
        at = bisect_right(self._starts, start)
        return at > 0 and self._ends[at - 1] >= end

    def reach(self, start: int, end: int) -> bool:
        """Whether one of them shares characters with a stretch."""
        at = bisect_left(self._starts, end)
        return at > 0 and self._ends[at - 1] > start


def merged(places: list[Place]) -> list[Place]:
    """Places in order, those that overlap as one."""
    if len(places) < 2:
        return places
    made: list[Place] = []
    for start, end in sorted(places):
        if made and start < made[-1][1]:
            if end > made[-1][1]:
                made[-1] = (made[-1][0], end)
        else:
            made.append((start, end))
    return made


def among(places: Sequence[Place], start: int, end: int) -> Sequence[Place]:
    """Those of some merged places that reach into a stretch."""
    if not places or (places[0][0] >= start and places[-1][1] <= end):
        return places  # mostly: all of them
    if len(places) < _FEW:
        return [place for place in places if place[0] < end and start < place[1]]
    return places[bisect_right(places, start, key=_end) : bisect_left(places, end, key=_start)]


def _start(place: Place) -> int:
    return place[0]


def _end(place: Place) -> int:
    return place[1]


def shaded(start: int, end: int, places: Iterable[Place]) -> bytearray:
    """One byte a character of a stretch: 1 where one of the places covers it."""
    shade = bytearray(end - start)
    for left, right in places:
        if left < end and right > start:
            first, last = max(left, start) - start, min(right, end) - start
            shade[first:last] = b"\1" * (last - first)
    return shade
