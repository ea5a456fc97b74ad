"""What stands before the first or behind the last of a list and holds for all of it: schedule and duration."""

import re
from itertools import pairwise

from extract.document import Duration, Frequency
from extract.facts.regimens.atoms import DAYS, Atom, Found, per_day
from extract.facts.regimens.durations import leads
from extract.facts.regimens.pieces import Segment

Row = tuple[Segment, list[Found]]
_APART = re.compile(r"\W*together with\b", re.I)
_AND = re.compile(r"[\s®™)]*(?:(?:and|plus|with|\+|&|,)[\s®™]*){0,2}(?-i:[A-Z][a-z]+ )?", re.I)
_PLUS = re.compile(r" ?\+ ?")
_CHEMOTHERAPY = re.compile(r"\)? (?:and|plus|with) (?:[a-z-]+ )?chemotherapy \(", re.I)
_OR = re.compile(r"\bor ?$", re.I)
_EQUAL = re.compile(r" ?\([^()]*\bequal to\b[^()]*")
_CLAUSE = re.compile(r"\b(?:will be|is|are|was|were)\b", re.I)
_GIVEN = re.compile(r"\)[ ,]*(?:(?:is|are|will be|given|administered|repeated|all|each) )*", re.I)


def share(text: str, rows: list[Row]) -> None:
    """Gives each regimen of a sentence what is said of its list."""
    if len(rows) < 2:
        _durations(text, rows)
        return
    for (part, made), (nextpart, nextmade) in pairwise(rows):
        if made and nextmade:
            _equalled(text, made, nextmade[0])
        if made and nextmade and nextpart.link == "and":
            _with_partner(text, part, made[-1], nextmade[0])
            _completed(made, nextmade)
            _led(made, nextmade[0])
            _scheduled(made, nextmade)
    _alternatives(text, rows)
    _with_chemotherapy(text, rows)
    _bracketed(text, rows)
    _durations(text, rows)


def _with_partner(text: str, part: Segment, one: Found, partner: Found) -> None:
    """The days of a dose and what is given with it: "5 mg of A and B on days 1 and 8", "2 puffs of A/B daily"."""
    if one.dose is None or partner.dose or partner.rule != "schedule" or one.single or part.among("days", "frequency"):
        return
    between = text[one.end : partner.start]
    if one.frequency is None and (between == "/" or _PLUS.fullmatch(between)):
        one.frequency, one.duration = partner.frequency, one.duration or partner.duration
        one.route = one.route or partner.route
    if partner.frequency is None and not one.days_of_cycle and _AND.fullmatch(between):
        one.days_of_cycle = partner.days_of_cycle
        one.route = one.route or partner.route


def _equalled(text: str, made: list[Found], dosed: Found) -> None:
    """The dose that a bracket behind a schedule adds up: "twice a day (equal to a daily dose of 2 g/m2)"."""
    schedule = made[-1]
    if schedule.dose or not dosed.dose or dosed.dose.per != "day" or schedule.key != dosed.key:
        return
    if _EQUAL.match(text, schedule.end, dosed.end):
        dosed.frequency, dosed.days_of_cycle = schedule.frequency, schedule.days_of_cycle
        dosed.duration, dosed.route = schedule.duration, schedule.route or dosed.route
        dosed.start = schedule.start
        made.remove(schedule)


def _scheduled(made: list[Found], nextmade: list[Found]) -> None:
    """A dose and the schedule behind a list of what it holds: "a 50 mg capsule containing A, B and C, taken daily"."""
    if len(made) != 1 or len(nextmade) != 1 or not made[0].dose or made[0].scheduled or made[0].single:
        return
    dosed, schedule = made[0], nextmade[0]
    if schedule.rule == "schedule" and not schedule.named and schedule.key == dosed.key and not dosed.days_of_cycle:
        dosed.frequency, dosed.choices = schedule.frequency, schedule.choices
        dosed.duration, dosed.route = dosed.duration or schedule.duration, dosed.route or schedule.route
        dosed.end = schedule.end
        nextmade.remove(schedule)


def _led(made: list[Found], dosed: Found) -> None:
    """A schedule before a dose of a drug named there, which repeats it: "per 6 weeks, with A 5 mg on day 1, Q6W"."""
    schedule = made[-1] if made else dosed
    bare = schedule.dose is None and not schedule.named
    if bare and dosed.dose and dosed.named and schedule.frequency and schedule.frequency == dosed.frequency:
        made.remove(schedule)


def _alternatives(text: str, rows: list[Row]) -> None:
    """The frequency before the first of several to choose from: "a daily dose of A (5 mg) or B (8 mg)"."""
    for (part, made), (nextpart, nextmade) in pairwise(rows):
        if not made or not nextmade or nextpart.link != "and" or not _OR.search(text, part.start, nextpart.start):
            continue
        before, one = made[-1], nextmade[0]
        first = next((atom.start for atom in part.among("dose", "drug")), 0)
        often = part.of("frequency")
        leads = bool(often) and often[-1].end <= first and not nextpart.among("frequency", "days")
        if before.dose and one.dose and not one.frequency and not one.single and leads:
            one.frequency = before.frequency
        if before.dose and one.dose and before.key == one.key and not part.among("cycle", "days"):
            before.cycle = before.cycle or one.cycle


def _with_chemotherapy(text: str, rows: list[Row]) -> None:
    """The frequency of all: "A (5 mg/kg) plus B (9 mg/kg) and chemotherapy (C or D) every 3 weeks"."""
    shared: Frequency | None = None
    for (part, made), (nextpart, nextmade) in reversed(list(pairwise(rows))):
        if not made or not nextmade or nextpart.link != "and" or part.among("frequency", "days") or made[-1].single:
            shared = None
            continue
        last = nextmade[0]
        if last.dose is None and _CHEMOTHERAPY.fullmatch(text[made[-1].end : last.start]):
            shared = last.frequency
        for one in made if shared else ():
            one.frequency = one.frequency or shared


def _completed(made: list[Found], nextmade: list[Found]) -> None:
    """A schedule alone and the dose that follows are one: "injections of A at 30-day intervals, 10 mL each time"."""
    schedule, dosed = made[-1], nextmade[0]
    if schedule.dose or schedule.rule != "schedule" or not schedule.frequency or len(made) + len(nextmade) != 2:
        return
    if dosed.dose and not dosed.frequency and not dosed.single and schedule.key == dosed.key:
        dosed.frequency, dosed.duration = schedule.frequency, dosed.duration or schedule.duration
        dosed.route, dosed.start = dosed.route or schedule.route, schedule.start
        made.remove(schedule)


def _bracketed(text: str, rows: list[Row]) -> None:
    """The frequency behind a bracket holds for all that it lists: "(A 85 mg/m2, B 400 mg/m2) given every 2 weeks"."""
    atom = next((a for a in rows[-1][0].of("frequency") if a.frequency), None)
    if atom is None or not (closed := _closing(text, rows[-1][0].start, atom)):
        return
    opened = text.rfind("(", rows[0][0].start, closed)
    while opened >= 0 and text.count("(", opened, closed) < text.count(")", opened, closed + 1):
        opened = text.rfind("(", rows[0][0].start, opened)
    for part, made in rows if opened >= 0 else ():
        for one in made:
            if opened < one.start < closed and not part.of("frequency") and not one.single:
                one.frequency = atom.frequency


def _closing(text: str, start: int, atom: Atom) -> int:
    """Where the bracket closes that stands right before the frequency; 0 if none does."""
    closed = text.rfind(")", start, atom.start)
    return closed if closed >= 0 and _GIVEN.fullmatch(text, closed, atom.start) else 0


def _durations(text: str, rows: list[Row]) -> None:
    """A duration before the first of a list, or behind the last, holds for all of it.

    "4 cycles of A 5 mg/kg and B 10 mg/kg every 3 weeks"; "A every 3 weeks plus B every 3 weeks for up to 35 cycles".
    """
    lead = _leading(rows[0][0]) if rows and rows[0][0].of("duration") else None
    for part, made in rows if lead else ():
        if part.link != "and" and part is not rows[0][0]:
            lead = None
        for one in made if lead else ():
            if one.duration is None and not one.single:
                one.duration = lead
    if len(rows) < 2:
        return
    last: Found | None = None  # whose duration trails
    after: Segment | None = None
    for part, made in reversed(rows):
        if after is None or after.link != "and" or _APART.match(text[part.end : after.start]):
            last = None
        for one in reversed(made) if last else ():
            if last and one.duration is None and _shares(one, last):
                one.duration = last.duration
        if made and made[-1].duration and part.of("duration"):
            last = made[-1] if _trails(text, part, made[-1]) else None
        after = part


def _leading(part: Segment) -> Duration | None:
    """The duration that stands before all doses, drugs and frequencies of a segment."""
    first = next((atom for atom in part.atoms if atom.kind in ("dose", "drug", "frequency", "duration")), None)
    return first.length if first and first.kind == "duration" and leads(first) else None


def _trails(text: str, part: Segment, one: Found) -> bool:
    """Is the segment's last word a duration, outside of the brackets of its own drug?"""
    said = [atom for atom in part.of("duration") if atom.length == one.duration]
    if not said or any(atom.start > said[-1].end for atom in part.among("dose", "drug", "frequency")):
        return False
    if one.dose is None and _CLAUSE.search(text, part.start, part.end):
        return False
    doses = part.of("dose")
    names = [atom.start for atom in part.of("drug")]
    if doses and names and names[0] < doses[0].start and doses[-1].end < names[-1] < said[-1].start:
        return False  # "A 5 mg) A will be given for 6 cycles"
    opened = text.rfind("(", part.start, said[-1].start)
    return opened <= text.rfind(")", part.start, said[-1].start)


def _shares(one: Found, last: Found) -> bool:
    """May a regimen last as long as `last`: is it more than a single dose, given at least twice in that time?"""
    if one.single or last.duration is None or (one.dose and one.dose.unit in ("Gy", "cGy")):
        return False
    if last.duration.unit not in DAYS:  # cycles are not of what is taken every day
        return one.frequency is None or bool(one.cycle) or per_day(one.frequency) < 1
    if one.frequency is None:  # 5 mg, 10 mg or 20 mg on demand for 4 weeks
        return last.frequency is None
    return last.duration.value * DAYS[last.duration.unit] >= 2 * one.frequency.period * DAYS[one.frequency.unit]
