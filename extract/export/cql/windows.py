"""Times as conditions on the day of an event.

They mean what the project's own evaluator means: days and weeks are exact, months and years go by the calendar, and a
window before nothing named counts from the day of the assessment.
"""

from collections.abc import Sequence

from extract.document import Bound, Time
from extract.export.cql.spelling import all_of, any_of, name

TODAY = "today"
_UNITS = {"d": "days", "wk": "weeks", "mo": "months", "a": "years"}


def anchor_name(time: Time) -> str:
    """The parameter that holds the day a time counts from."""
    if time.anchor is None:
        return TODAY
    return time.anchor.id or " ".join(time.anchor.text.lower().split())


def obstacle(time: Time) -> str | None:
    """Why a time cannot be said of a day; None where it can."""
    if time.relation not in ("before", "after", "around"):
        return f"a time of the kind {time.relation!r} is not said of one day"
    if time.anchor is None and time.relation != "before":
        return "the window names no event to count from"
    if time.unit not in _UNITS:
        return f"the unit of {time.text!r} has no length in days"
    whole = all(isinstance(b.value, int) or float(b.value).is_integer() for b in (time.low, time.high) if b)
    return None if whole else f"{time.text!r} is not a whole number of {_UNITS[time.unit]}"


def within(times: Sequence[Time], day: str) -> str:
    """Whether a day lies in all of the times; those of one group are alternatives."""
    groups: dict[str, list[Time]] = {}
    for time in times:
        groups.setdefault(time.group or time.id, []).append(time)
    return all_of([_group(group, day) for group in groups.values()])


def _group(times: list[Time], day: str) -> str:
    members = [_within(time, day) for time in times]
    # The longer of two windows is the wider one; the longer of two waits is the later one.
    waits = all(time.low is not None and time.high is None for time in times)
    return any_of(members) if times[0].pick is None or (times[0].pick == "longer") != waits else all_of(members)


def _within(time: Time, day: str) -> str:
    if time.relation == "around":
        return any_of([_side(time, day, earlier=True), _side(time, day, earlier=False)])
    return _side(time, day, earlier=time.relation == "before")


def _side(time: Time, day: str, *, earlier: bool) -> str:
    """On the anchor's named side, as far from it as the bounds say."""
    anchor = name(anchor_name(time))
    ends = [f"{day} {'<=' if earlier else '>='} {anchor}"]
    for bound, least in ((time.low, True), (time.high, False)):
        if bound is not None:
            edge = f"({anchor} {'-' if earlier else '+'} {_length(bound, time.unit or '')})"
            ends.append(f"{day} {_sign(bound, later=least is not earlier)} {edge}")
    return all_of(ends)


def _sign(bound: Bound, *, later: bool) -> str:
    return (">" if later else "<") + ("=" if bound.inclusive else "")


def _length(bound: Bound, unit: str) -> str:
    return f"{int(bound.value)} {_UNITS[unit]}"
