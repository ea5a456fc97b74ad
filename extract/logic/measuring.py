"""Whether a participant's measurements meet a threshold."""

import re
from collections.abc import Sequence
from datetime import date
from fractions import Fraction
from typing import Literal

from extract.document import Age, Bound, Eligibility, Threshold, Time
from extract.logic.amounts import convert
from extract.logic.bounds import measure_key
from extract.logic.participant import Amount, Event, Measurement, Participant
from extract.logic.truth import Truth, both, either
from extract.logic.windows import day, inside, within

Policy = Literal["latest", "any"]
Answered = tuple[Truth, str]

_STAGE = re.compile(r"([IVX]+|\d+)\s*([A-Za-z]?)\s*(\d?)")
_ROMAN = {"I": 1, "II": 2, "III": 3, "IV": 4, "V": 5, "VI": 6}
_MONTHS = {"a": 12, "mo": 1}
_LIMITS = {
    "ULN": "upper_limit",
    "LLN": "lower_limit",
    "baseline": "baseline",
    "predicted": "predicted",
    "normal": "predicted",
}


def meets(threshold: Threshold, times: Sequence[Time], participant: Participant, policy: Policy) -> Answered:
    """Whether the measurements that count lie within the bounds, and why."""
    name = threshold.measure.text if threshold.measure else threshold.text
    if threshold.measure is not None and threshold.measure.id == "age":
        return age_within(threshold.low, threshold.high, threshold.unit or "a", participant)
    known = [m for m in participant.measurements if _names(m.measure, threshold)]
    if not known:
        return None, f"{name}: not measured"
    windows = [within(times, Event(True, m.date), participant) if times else True for m in known]
    counted = [m for m, window in zip(known, windows, strict=True) if window is True]
    if not counted or (policy == "latest" and None in windows):
        return None, f"{name}: no measurement known to lie in its time"
    if policy == "latest":
        counted = _latest(counted)
    values = [_holds(threshold, m) for m in counted]
    value = both(values) if policy == "latest" else either([*values, *([None] if None in windows else [])])
    shown = ", ".join(f"{m.value} {m.unit}".strip() for m in counted)
    verb = "meets" if value else "does not meet" if value is False else "cannot be compared with"
    return value, f"{name}: {shown} {verb} {threshold.text}"


def _names(written: str, threshold: Threshold) -> bool:
    wanted = {measure_key(threshold)}
    if threshold.measure is not None:
        wanted.add(" ".join(threshold.measure.text.lower().split()))
    return written in wanted or " ".join(written.lower().split()) in wanted


def _latest(known: Sequence[Measurement]) -> list[Measurement]:
    """The most recent measurements; all of them where one has no day."""
    days = [day(m.date) for m in known]
    if None in days:
        return list(known)
    last = max(d for d in days if d is not None)
    return [m for m, d in zip(known, days, strict=True) if d == last]


def _holds(threshold: Threshold, measured: Measurement) -> Truth:
    """One value against the bounds, in the threshold's unit; unknown where the units do not convert."""
    if threshold.unit is None:
        return None
    if isinstance(measured.value, str) or any(isinstance(b.value, str) for b in (threshold.low, threshold.high) if b):
        return _staged(threshold, str(measured.value))
    value: Fraction | None = Fraction(str(measured.value))
    if threshold.reference is not None:
        value = _relative(threshold, measured)
    else:
        value = convert(Fraction(str(measured.value)), measured.unit, threshold.unit)
    return None if value is None else inside(value, threshold.low, threshold.high)


def _relative(threshold: Threshold, measured: Measurement) -> Fraction | None:
    """A value as multiple (or per cent) of the reference that the bounds name."""
    assert threshold.reference is not None and not isinstance(measured.value, str)  # noqa: S101, PT018  callers look
    share = threshold.unit == "%"
    if share and measured.unit == "%" and threshold.reference in ("predicted", "normal", "baseline"):
        return Fraction(str(measured.value))
    if measured.unit == f"{{{threshold.reference}}}":
        return Fraction(str(measured.value))
    limit = getattr(measured, _LIMITS[threshold.reference])
    if not limit or threshold.unit not in ("", "1", "%"):
        return None
    return Fraction(str(measured.value)) / Fraction(str(limit)) * (100 if share else 1)


def _staged(threshold: Threshold, value: str) -> Truth:
    """Lettered stages in their order: II < IIA < IIB < III; "III" itself spans all its letters."""
    rank = _rank(value)
    values: list[Truth] = []
    for bound, least in ((threshold.low, True), (threshold.high, False)):
        if bound is None:
            continue
        edge = _rank(str(bound.value))
        if rank is None or edge is None:
            return None
        if rank[0] == edge[0] and (len(rank) == 1) != (len(edge) == 1) and not (len(edge) == 1 and bound.inclusive):
            values.append(None)
        elif rank[: len(edge)] == edge:
            values.append(bound.inclusive)
        else:
            values.append((rank > edge) is least)
    return both(values)


def _rank(stage: str) -> tuple[int, ...] | None:
    match = _STAGE.search(stage.strip().upper())
    if match is None:
        return None
    number = _ROMAN.get(match[1]) or (int(match[1]) if match[1].isdigit() else None)
    if number is None:
        return None
    return (number, ord(match[2])) if match[2] else (number,)


def age_within(low: Bound | None, high: Bound | None, unit: str, participant: Participant) -> Answered:
    """Age in completed units against bounds; an age given in a coarser unit may leave it unknown."""
    born, today = day(participant.birth_date), day(participant.today)
    if born is not None and today is not None and born <= today:
        value = _completed(born, today, unit)
        if value is None:
            return None, f"age: cannot be counted in {unit}"
        return inside(Fraction(value), low, high), f"age: {value} {unit}"
    if participant.age is None:
        return None, "age: not known"
    return _coarse(participant.age, low, high, unit)


def _completed(born: date, today: date, unit: str) -> int | None:
    months = (today.year - born.year) * 12 + today.month - born.month - (today.day < born.day)
    if unit in _MONTHS:
        return months // _MONTHS[unit]
    return (today - born).days // {"d": 1, "wk": 7}[unit] if unit in ("d", "wk") else None


def _coarse(age: Amount, low: Bound | None, high: Bound | None, unit: str) -> Answered:
    shown = f"age: {age.value} {age.unit}"
    value = Fraction(str(age.value))
    if age.unit == unit:
        return inside(value, low, high), shown
    least, most = convert(value, age.unit, unit), convert(value + 1, age.unit, unit)
    if least is None or most is None:
        return None, f"{shown}, cannot be counted in {unit}"
    # Somewhere from `least` to just below `most`: known only when both ends agree.
    ends = {inside(least, low, high), inside(most - Fraction(1, 10**6), low, high)}
    return (ends.pop() if len(ends) == 1 else None), shown


def age_limit(source: Eligibility, field: str) -> Age | None:
    """The limit that a registry field names; None for another field, or one without a limit."""
    return {"minimum_age": source.minimum_age, "maximum_age": source.maximum_age}.get(field)


def age_field(limit: Age, participant: Participant, *, least: bool) -> Answered:
    """The registry's own age limit."""
    bound = Bound(limit.value, True)
    return age_within(bound if least else None, None if least else bound, limit.unit, participant)
