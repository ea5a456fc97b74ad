"""Quantities, ranges and windows of FHIR R5."""

import re
from typing import Any

from extract.document import Bound, Threshold, Time

UCUM = "http://unitsofmeasure.org"
MEASURES = "urn:trial-extract:measure"
ANCHORS = "urn:trial-extract:anchor"

Json = dict[str, Any]

_ESCAPED = re.compile(r"\\([^\w\s])")  # the registry's markdown escapes punctuation
_LENGTHS = ("min", "h", "d", "wk", "mo", "a")


def concept(text: str, system: str | None = None, code: str | None = None) -> Json:
    """A CodeableConcept by its words, with a code where there is one."""
    coding = {"coding": [{"system": system, "code": code}]} if system and code else {}
    return {**coding, "text": _ESCAPED.sub(r"\1", " ".join(text.split())) or "?"}


def quantity(value: int | float, unit: str, comparator: str | None = None) -> Json:
    """A Quantity in UCUM; a pure number, score or grade has the unit 1."""
    sign = {"comparator": comparator} if comparator else {}
    return {"value": value, **sign, "unit": unit or "1", "system": UCUM, "code": unit or "1"}


def bounds(low: Bound | None, high: Bound | None, unit: str) -> list[Json]:
    """The values that together say an interval: one Range, or a Quantity with comparator for each end."""
    if low is not None and high is not None and low.inclusive and high.inclusive:
        if low.value == high.value:
            return [{"valueQuantity": quantity(_number(low), unit)}]
        return [{"valueRange": {"low": quantity(_number(low), unit), "high": quantity(_number(high), unit)}}]
    ends = []
    if low is not None:
        ends.append({"valueQuantity": quantity(_number(low), unit, ">=" if low.inclusive else ">")})
    if high is not None:
        ends.append({"valueQuantity": quantity(_number(high), unit, "<=" if high.inclusive else "<")})
    return ends


def no_slot(threshold: Threshold) -> str | None:
    """Why a threshold cannot be a Quantity or Range; None where it can."""
    if threshold.reference is not None:
        return f"FHIR R5 has no slot for multiples of {threshold.reference}; carried as text"
    if threshold.unit is None:
        return "the unit is not known to UCUM; carried as text"
    if any(isinstance(bound.value, str) for bound in (threshold.low, threshold.high) if bound):
        return "lettered stages have no order in FHIR R5; carried as text"
    return None if threshold.low or threshold.high else "no bound is known; carried as text"


def lasting(time: Time) -> Json | None:
    """A length of time as durationQuantity or durationRange; None where it is no plain length."""
    if time.relation != "length" or time.unit not in _LENGTHS or time.group is not None or time.anchor is not None:
        return None
    said = bounds(time.low, time.high, time.unit)
    if len(said) != 1:
        return None
    return {name.replace("value", "duration"): value for name, value in said[0].items()}


def from_event(time: Time) -> Json:
    """A time as timeFromEvent: the words always, the range in days or the like where FHIR can say it."""
    event: Json = {"description": " ".join(time.text.split())}
    if time.anchor is not None:
        event["eventCodeableConcept"] = concept(time.anchor.text, ANCHORS, time.anchor.id)
    elif time.relation == "before":
        event["eventCodeableConcept"] = concept("the day of the assessment")
    if window_loss(time) is not None or not isinstance(time.unit, str):
        return event
    near = _number(time.low) if time.low else 0
    far = _number(time.high) if time.high else None
    ends: dict[str, int | float | None] = {"low": near, "high": far}
    if time.relation == "before":
        ends = {"low": None if far is None else -far, "high": -near if near else 0}
    elif time.relation == "around":
        ends = {"low": None if far is None else -far, "high": far}
    return event | {"range": {end: quantity(value, time.unit) for end, value in ends.items() if value is not None}}


def window_loss(time: Time) -> str | None:
    """Why a window is not carried exactly; None where it is."""
    if time.relation not in ("before", "after", "around"):
        return f"a time of the kind {time.relation!r} has no slot; carried as text"
    if time.pick is not None or time.group is not None:
        return "alternatives of a window have no slot; carried as text"
    if time.anchor is None and time.relation != "before":
        return "the window names no event to count from; carried as text"
    if time.unit not in _LENGTHS:
        return "the window's unit is no length of time; carried as text"
    if any(isinstance(bound.value, str) or not bound.inclusive for bound in (time.low, time.high) if bound):
        return "a Range includes its ends, the window does not; carried as text"
    if time.relation == "around" and time.low is not None:
        return "a gap around an event has no slot; carried as text"
    return None


def _number(bound: Bound) -> int | float:
    assert not isinstance(bound.value, str)  # noqa: S101  callers ask no_slot or window_loss first
    return bound.value
