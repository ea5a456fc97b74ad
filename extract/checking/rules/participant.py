"""Rules about a participant's facts."""

from collections.abc import Iterator
from datetime import date, datetime

from extract.checking import ucum
from extract.checking.pointers import pointer, walk
from extract.checking.rules.rule import Rules, Violation
from extract.checking.study import Json
from extract.language.catalogue import catalogue

PARTICIPANT = Rules()
_DAYS = ("date", "start", "end", "today", "birth_date")


@PARTICIPANT.rule("participant-dates")
def participant_dates(participant: Json) -> Iterator[Violation]:
    """Days are ISO 8601 dates or date-times, and nothing ends before it starts.

    Repair: write days as 2026-01-31.
    """
    for at, thing in walk(participant):
        days = {f"{at}/{name}": thing[name] for name in _DAYS if isinstance(thing.get(name), str)}
        if at == "/dates":
            days = {at + pointer([name]): day for name, day in thing.items()}
        for place, day in days.items():
            if not _is_day(day):
                yield place, f"{day!r} is no ISO 8601 date"
        start, end = thing.get("start"), thing.get("end")
        if (
            isinstance(start, str)
            and isinstance(end, str)
            and _is_day(start)
            and _is_day(end)
            and end[:10] < start[:10]
        ):
            yield f"{at}/end", "ends before it starts"


def _is_day(text: str) -> bool:
    try:
        date.fromisoformat(text) if len(text) == 10 else datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


@PARTICIPANT.rule("participant-units")
def participant_units(participant: Json) -> Iterator[Violation]:
    """Units of measurements and amounts are UCUM codes; empty for scores, grades and pure numbers.

    Repair: use the UCUM code: `mm[Hg]` not `mmHg`, `10*9/L` not `10^9/L`.
    """
    for at, thing in walk(participant):
        unit = thing.get("unit")
        if isinstance(unit, str) and unit and (fault := ucum.fault(unit)):
            yield f"{at}/unit", fault


@PARTICIPANT.rule("participant-limits")
def participant_limits(participant: Json) -> Iterator[Violation]:
    """A measurement's lower limit of normal does not lie above its upper limit.

    Repair: swap the limits, or correct them.
    """
    for i, measurement in enumerate(participant.get("measurements", ())):
        low, high = measurement.get("lower_limit"), measurement.get("upper_limit")
        if low is not None and high is not None and low > high:
            yield f"/measurements/{i}/lower_limit", f"the lower limit {low} lies above the upper limit {high}"


@PARTICIPANT.rule("participant-measures", "warning")
def participant_measures(participant: Json) -> Iterator[Violation]:
    """Measurements name entries of the measure catalogue.

    A warning: a measure that the catalogue does not know may be named in the criterion's own words.

    Repair: use the catalogue's id, where there is one.
    """
    for i, measurement in enumerate(participant.get("measurements", ())):
        if measurement["measure"] not in catalogue():
            yield f"/measurements/{i}/measure", f"{measurement['measure']!r} is no entry of the measure catalogue"
