"""The pieces of a CIRCE expression, spelled as its JSON spells them."""

from typing import Any

from extract.document import Bound, Threshold, Time
from extract.export.circe.vocabulary import Concept

Json = dict[str, Any]

_EXACT_DAYS = {"d": 1, "wk": 7}
# Months and years have no exact days in CIRCE: mean lengths of the Gregorian calendar.
_MEAN_DAYS = {"mo": 30.436875, "a": 365.2425}
_LEAST = -(10**9)  # below every laboratory value: "any value at all"
AT_LEAST, EXACTLY = 2, 0


def numeric_range(low: Bound | None, high: Bound | None) -> Json | None:
    """A NumericRange; None where CIRCE has no operator for the bounds."""
    if any(isinstance(bound.value, str) for bound in (low, high) if bound):
        return None
    if low is not None and high is not None:
        if not (low.inclusive and high.inclusive):
            return None
        return (
            {"Value": low.value, "Op": "eq"}
            if low.value == high.value
            else {"Value": low.value, "Extent": high.value, "Op": "bt"}
        )
    if low is not None:
        return {"Value": low.value, "Op": "gte" if low.inclusive else "gt"}
    return None if high is None else {"Value": high.value, "Op": "lte" if high.inclusive else "lt"}


def value_field(threshold: Threshold) -> str | None:
    """The field of a Measurement that holds what is compared; None where there is none."""
    ratios = {"ULN": "RangeHighRatio", "LLN": "RangeLowRatio"}
    if threshold.reference is not None:
        return ratios.get(threshold.reference) if threshold.unit in ("", "1") else None
    return None if threshold.unit is None else "ValueAsNumber"


def any_value(field: str) -> Json:
    """A NumericRange that every recorded value meets."""
    return {field: {"Value": 0 if field.endswith("Ratio") else _LEAST, "Op": "gte"}}


def correlated(domain: str, criterion: Json, window: Json, occurrence: int, count: int) -> Json:
    """A criterion that must occur so often within a window around the index event."""
    return {
        "Criteria": {domain: criterion},
        "StartWindow": window,
        "Occurrence": {"Type": occurrence, "Count": count, "IsDistinct": False},
    }


def group(kind: str, members: list[Json], count: int | None = None) -> Json:
    """A CriteriaGroup; members are told apart by what they hold."""
    made: Json = {
        "Type": kind,
        "CriteriaList": [m for m in members if "Criteria" in m],
        "DemographicCriteriaList": [m for m in members if "Criteria" not in m and "Type" not in m],
        "Groups": [m for m in members if "Type" in m],
    }
    return made if count is None else made | {"Count": count}


def all_days() -> Json:
    """A window without ends."""
    return _window((None, -1), (None, 1))


def window(time: Time) -> tuple[Json, str | None] | None:
    """A time around the index event as StartWindow, with how it was approximated; None where it cannot be said."""
    if time.relation not in ("before", "after", "around") or time.pick is not None or time.group is not None:
        return None
    days = _EXACT_DAYS.get(time.unit or "") or _MEAN_DAYS.get(time.unit or "")
    if days is None or any(isinstance(b.value, str) for b in (time.low, time.high) if b):
        return None
    near = _edge(time.low, days, outward=True) if time.low else 0
    far = _edge(time.high, days, outward=False) if time.high else None
    loss = None if time.unit in _EXACT_DAYS else f"{time.unit} counted as {days} days"
    if time.relation == "before":
        return _window((far, -1), (near, -1)), loss
    if time.relation == "after":
        return _window((near, 1), (far, 1)), loss
    return None if time.low is not None else (_window((far, -1), (far, 1)), loss)


def _edge(bound: Bound, days: float, *, outward: bool) -> int:
    """A bound in whole days; an end that does not belong to the window moves inward by one."""
    assert not isinstance(bound.value, str)  # noqa: S101  the caller looked
    whole = round(bound.value * days)
    return whole if bound.inclusive else whole + (1 if outward else -1)


def _window(start: tuple[int | None, int], end: tuple[int | None, int]) -> Json:
    def side(days: int | None, sign: int) -> Json:
        return {"Coeff": sign} if days is None else {"Days": days, "Coeff": sign}

    return {"Start": side(*start), "End": side(*end), "UseIndexEnd": False, "UseEventEnd": False}


def concept(row: Concept) -> Json:
    """A concept as CIRCE spells it."""
    return {
        "CONCEPT_ID": row.id,
        "CONCEPT_NAME": row.name,
        "STANDARD_CONCEPT": row.standard,
        "CONCEPT_CODE": row.code,
        "DOMAIN_ID": row.domain,
        "VOCABULARY_ID": row.vocabulary,
    }
