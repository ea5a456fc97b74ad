"""Several regimens that one statement makes, and one that two statements make."""

from msgspec.structs import replace

from extract.document import Duration
from extract.facts.regimens.atoms import Found, of_cycle


def once(found: list[Found]) -> list[Found]:
    """Without a mere dose that the next statement repeats with its schedule: "A, 5 mg/kg. Dose: 5 mg/kg weekly"."""
    if len(found) < 2:
        return found
    kept: list[Found] = []
    for one in found:
        last = kept[-1] if kept else None
        bare = last and last.dose and not (last.scheduled or last.days_of_cycle or last.single or last.duration)
        near = last and one.sentence - last.sentence <= 1 and last.route in (None, one.route)
        if last and bare and near and one.scheduled and last.dose == one.dose and last.key == one.key:
            kept.pop()
        kept.append(one)
    return kept


def first_cycles(found: list[Found]) -> list[Found]:
    """A regimen for the first cycle, whose days are others: "days 1 and 15 of cycle 1, then day 1 of each cycle"."""
    kept: list[Found] = []
    for one in found:
        if one.first:
            often = of_cycle(one.first, one.cycle) if one.cycle else None
            kept.append(replace(one, days_of_cycle=one.first, frequency=often, duration=Duration(1, "{cycle}")))
        if one.scheduled or one.days_of_cycle or not one.first:
            kept.append(one)
    return kept


def each_choice(found: list[Found]) -> list[Found]:
    """A regimen each for how often something may be given: "every 2 or 4 weeks"."""
    return [
        one if often is None else replace(one, frequency=often)
        for one in found
        for often in ((one.choices or (None,)) if one.frequency is None else (None,))
    ]
