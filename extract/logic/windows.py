"""Whether an event falls into a time of the document.

Days and weeks are exact, months and years go by the calendar (31 January and one month is the last of February).
"""

import calendar
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from fractions import Fraction

from extract.document import Bound, Time
from extract.logic.amounts import convert
from extract.logic.participant import Amount, Event, Participant
from extract.logic.truth import Truth, both, either

_DAYS = {"d": 1, "wk": 7}


def day(written: str | None) -> date | None:
    """A day of an ISO 8601 date or moment; None where it is none."""
    try:
        return date.fromisoformat(written[:10]) if written else None
    except ValueError:
        return None


def shifted(start: date, count: int | float, unit: str, participant: Participant) -> date | None:
    """The day `count` units after `start` (before, if negative); None where the unit has no length in days."""
    if unit in ("mo", "a"):
        months = count * (12 if unit == "a" else 1)
        if months != int(months):
            return None
        year, month = divmod(start.year * 12 + start.month - 1 + int(months), 12)
        return (
            date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))
            if 1 <= year <= 9999
            else None
        )
    days = _days(count, unit, participant)
    return start + timedelta(days=int(days)) if days is not None and days == int(days) else None


def _days(count: int | float, unit: str, participant: Participant) -> Fraction | None:
    exact = Fraction(str(count))
    if unit in _DAYS:
        return exact * _DAYS[unit]
    own = {"{half-life}": participant.half_life, "{cycle}": participant.cycle}.get(unit)
    if own is not None:
        length = convert(Fraction(str(own.value)), own.unit, "d")
        return None if length is None else exact * length
    return convert(exact, unit, "d") if unit in ("h", "min", "s") else None


def within(times: Sequence[Time], event: Event, participant: Participant) -> Truth:
    """Whether an event falls into all of the times; those of one group are alternatives, joined by `pick` or by any."""
    groups: dict[str, list[Time]] = {}
    for time in times:
        groups.setdefault(time.group or time.id, []).append(time)
    return both(_group(group, event, participant) for group in groups.values())


def _group(times: list[Time], event: Event, participant: Participant) -> Truth:
    values = [_within(time, event, participant) for time in times]
    # The longer of two windows is the wider one; the longer of two waits is the later one.
    waits = all(time.low is not None and time.high is None for time in times)
    if times[0].pick is None or (times[0].pick == "longer") != waits:
        return either(values)
    return both(values)


def _within(time: Time, event: Event, participant: Participant) -> Truth:
    if time.unit is None:
        return None
    if time.relation == "length":
        return _lasts(time, event, participant)
    anchor = anchored(time, participant)
    happened = day(event.date) or day(event.start)
    if anchor is None or happened is None:
        return None
    if time.relation == "before":
        return _far(time, lambda n: shifted(anchor, -n, time.unit or "", participant), happened, anchor, earlier=True)
    if time.relation == "after":
        return _far(time, lambda n: shifted(anchor, n, time.unit or "", participant), happened, anchor, earlier=False)
    if time.relation == "around":
        back = _far(time, lambda n: shifted(anchor, -n, time.unit or "", participant), happened, anchor, earlier=True)
        ahead = _far(time, lambda n: shifted(anchor, n, time.unit or "", participant), happened, anchor, earlier=False)
        return either([back, ahead])
    return None


def _far(
    time: Time, moved: Callable[[int | float], date | None], happened: date, anchor: date, *, earlier: bool
) -> Truth:
    """Whether the event lies on the anchor's named side, as far from it as the bounds say."""
    sign = -1 if earlier else 1
    values: list[Truth] = [(happened - anchor).days * sign >= 0]
    for bound, least in ((time.low, True), (time.high, False)):
        if bound is None:
            continue
        edge = moved(bound.value) if not isinstance(bound.value, str) else None
        if edge is None:
            values.append(None)
            continue
        past = (happened - edge).days * sign
        values.append(past == 0 if past == 0 and bound.inclusive else (past > 0 if least else past < 0))
    return both(values)


def anchored(time: Time, participant: Participant) -> date | None:
    """The day of a time's anchor; without one it counts from today."""
    if time.anchor is None:
        return day(participant.today) if time.relation == "before" else None
    named = [time.anchor.id, time.anchor.text, " ".join(time.anchor.text.lower().split())]
    return next((found for name in named if name and (found := day(participant.dates.get(name)))), None)


def _lasts(time: Time, event: Event, participant: Participant) -> Truth:
    """Whether something has lasted as long as the bounds say."""
    if event.duration is not None:
        return _length(time, event.duration)
    start, end = day(event.start), day(event.end) or day(participant.today)
    if start is None or end is None:
        return None
    measured = Time(time.id, time.span, time.text, "after", time.low, time.high, time.unit)
    return _far(measured, lambda n: shifted(start, n, time.unit or "", participant), end, start, earlier=False)


def _length(time: Time, lasted: Amount) -> Truth:
    value = convert(Fraction(str(lasted.value)), lasted.unit, time.unit or "")
    return None if value is None else inside(value, time.low, time.high)


def inside(value: Fraction, low: Bound | None, high: Bound | None) -> Truth:
    """Whether a number lies within bounds; unknown where a bound is no number."""
    for bound, least in ((low, True), (high, False)):
        if bound is None:
            continue
        if isinstance(bound.value, str):
            return None
        edge = Fraction(str(bound.value))
        if value == edge:
            if not bound.inclusive:
                return False
        elif (value < edge) is least:
            return False
    return True
