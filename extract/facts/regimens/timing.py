"""Route, frequency, cycle and duration of one regimen, from the segment that it stands in."""

import re

from extract.document import Dose, Duration, Frequency
from extract.facts.regimens.atoms import DAYS, Atom, Found, of_cycle, per_day
from extract.facts.regimens.durations import leads
from extract.facts.regimens.ownership import own
from extract.facts.regimens.pieces import Segment
from extract.facts.regimens.wording import Wording
from extract.lexicons import word_set

_DAILY_DOSE = re.compile(
    r"\b(?:(?:total )?daily dos(?:e|age)|dos(?:e|age) per day)\b(?! (?:twice|three))[^.;,\d]{0,35}$"
)
_DOSE_WORDS = word_set("dose dosage")  # one of which it holds
_WHOLE_COURSE = re.compile(
    r",? (?:in|at|using|over|within)(?: a)? [\d.–-]+(?: ?Gy|[ -](?:to )?(?:\d+ )?weeks?)\b|(?: total)? in total\b", re.I
)
_PERIOD_DOSE = re.compile(r"\b(?P<every>weekly|monthly|yearly) (?:[a-z]+ ){0,2}(?:dos(?:e|age)s?|amount) (?:of|is) $")
_PERIOD_ENDS = ("of ", "is ")  # with one of which it ends
_PERIOD_DAYS = {"weekly": 7, "monthly": 30, "yearly": 365}
_ON_DEMAND = re.compile(r"\b(?:on[ -]demand|as needed|p\.?r\.?n)\b", re.I)
_TOTAL = re.compile(r"\btotal dose (?:given |administered )?(?:of [\d.]* ?$|over\b[^.;]{0,80}$)")
_ONE_FRACTION = {"Gy": 30, "cGy": 3000}  # more than is given at once
_RECEIVES = re.compile(r", ?[\w ]*\b(?:receives?|undergo\w*|be given)\b", re.I)
_THEN = re.compile(r"\b(?:followed|then|thereafter|later|subsequent\w*|afterwards?)\b", re.I)
_NEAR, _FAR = 40, 250  # characters from a duration to the dose behind it: among others, or alone
_LONGEST = 84  # days of a course of radiation
_LOADING = re.compile(r" (?:oral |iv )?(?:loading|bolus|priming) dose\b")
_LOADING_WORDS = word_set("loading bolus priming")
_AGAIN = re.compile(r"^(?:every|each|q ?\d)|cycle", re.I)
_PREPARATIONS = word_set("cream ointment lotion gel")
_PREPARATION = re.compile(rf"\b(?:{'|'.join(sorted(_PREPARATIONS))})\b")  # of a text in lower case
_TOTAL_BEFORE = re.compile(r"\btotal\b", re.I)
_IN_BRACKET = re.compile(r"\bfractions? ?\((?:total )?$")
_SIGN_FIRST, _FRACTIONS_OF = re.compile(r"[x×]"), re.compile(r"fractions? of")


def fill(wording: Wording, whole: Segment, one: Found, dose: Atom | None, given: list[Atom]) -> None:
    """Reads route and schedule of `whole` into `one`; what stands nearest to its dose counts.

    `given`: the doses of the segment, beyond which nothing is said of this one.
    """
    text = wording.text
    others = [atom for atom in given if atom is not dose] if len(given) > 1 else []
    own_atoms = [a for a in whole.atoms if a.kind in ("drug", "dose") or own(text, whole, one, others, a)]
    part = whole
    if len(own_atoms) < len(whole.atoms):
        part = Segment(whole.start, whole.end, whole.link, whole.core_end, own_atoms)
    kinds = part.by_kind()
    often, said_days, lasts = kinds.get("frequency", []), kinds.get("days", []), kinds.get("duration", [])

    if "route" in kinds and (route := _nearest(kinds["route"], part, one, dose)):
        one.route = route.route
        one.start, one.end = min(one.start, route.start), max(one.end, route.end)
    elif not wording.lacks(_PREPARATIONS) and _PREPARATION.search(
        wording.small, max(part.start, one.start - 15), min(part.end, one.end + 30)
    ):
        one.route = "topical"
    first = next((a for a in said_days if a.first), None) if said_days else None
    if first and any(a.start < first.start for a in often):
        first = None  # of what is given with it
    cycle = _nearest(kinds["cycle"], part, one, dose) if "cycle" in kinds else None
    days = _nearest([a for a in said_days if not (first and a.first)], part, one, dose) if said_days else None
    one.first = first.first if first else ()
    one.cycle = cycle.length if cycle else None
    one.days_of_cycle = days.days if days else ()
    one.frequency = _dosed(part, one, dose) or _frequency(often, days, one.cycle, dose)
    loads = one.frequency and dose and not wording.lacks(_LOADING_WORDS)
    if loads and dose and _LOADING.match(wording.small, dose.end) and not any(a.start >= dose.end for a in often):
        one.frequency = None  # 75 mg daily (300 mg loading dose)
    _of_period(text, part, one, days)
    one.cycle = one.cycle or _repeated(often, one.frequency)
    if one.frequency is None:
        if len(often) == 1:
            one.choices = often[0].choices
        one.unread = bool(often) and any(atom.frequency is None for atom in often)
    far = one.start - (_FAR if len(kinds.get("dose", ())) < 2 else _NEAR)
    lasting = [a for a in lasts if a.start > one.start - _NEAR or (a.start > far and leads(a))] if lasts else lasts
    if lasting:
        one.duration = _lasting(text, lasting, often, dose).length
    elif not cycle and _daily_days(one):
        one.duration = Duration(len(one.days_of_cycle), "d")
    _once_only(one)
    for atom in (*often, *said_days, *kinds.get("cycle", ()), *lasting):
        one.start, one.end = min(one.start, atom.start), max(one.end, atom.end)
    one.single = "single" in kinds and not all(
        _RECEIVES.search(text, dose.end if dose else one.end, a.start) for a in kinds["single"]
    )
    if one.single and not often and one.frequency == Frequency(1, 1, "d"):
        one.frequency = None  # a single dose (1000 mg/day)
    if dose and one.dose:
        _per_period(wording, part, one, dose)
        _per_day(wording, part, one, dose)
    _fractions(wording, part, one, dose)


def _nearest(atoms: list[Atom], part: Segment, one: Found, dose: Atom | None) -> Atom | None:
    """Of atoms in the segment's core, or else of all, the one nearest to the dose or regimen."""
    if len(atoms) < 2:
        return atoms[0] if atoms else None
    core = [a for a in atoms if a.start < part.core_end]
    return min(core or atoms, key=lambda a: _distance(a, dose) if dose else abs(a.start - one.start))


def _lasting(text: str, atoms: list[Atom], often: list[Atom], dose: Atom | None) -> Atom:
    """The first duration; without a dose the one of the schedule: "for 7 days, then weekly for 3 months"."""
    later = [atom for atom in atoms if often and atom.start > often[0].end]
    if dose is None and later and _THEN.search(text, atoms[0].end, max(atoms[0].end, often[0].start)):
        return later[0]
    return atoms[0]


def _dosed(part: Segment, one: Found, dose: Atom | None) -> Frequency | None:
    """The frequency that a dose a day states, divided or on some days of a cycle alone."""
    if dose is None or dose.amount is None or dose.amount.frequency is None:
        return None
    stated = [(a, a.frequency) for a in part.of("frequency") if a.frequency]
    if len(stated) < len(part.of("frequency")):
        return None  # in two or three divided doses
    course = next((often for a, often in stated if a.days), None)
    if not stated and len(one.days_of_cycle) > 1 and not _in_a_row(one.days_of_cycle):
        return of_cycle(one.days_of_cycle, one.cycle) if one.cycle else None  # 10 mg/kg/day on days 1 and 15
    divided = next((often for _, often in stated if per_day(often) > 1), None)
    in_cycle = of_cycle(one.days_of_cycle, one.cycle) if one.cycle and not stated else None
    return course or divided or in_cycle or dose.amount.frequency


def _of_period(text: str, part: Segment, one: Found, days: Atom | None) -> None:
    """A day behind the period that a frequency states is of no cycle; daily is not on single days."""
    if one.frequency is None or not one.days_of_cycle or one.cycle or min(one.days_of_cycle) < 0:
        return
    length = one.frequency.period * DAYS[one.frequency.unit]
    if length < 7:
        if one.frequency == Frequency(1, 1, "d") and len(one.days_of_cycle) > 1 and not _in_a_row(one.days_of_cycle):
            one.frequency = None  # daily on days 1, 3 and 5
        return
    if max(one.days_of_cycle) > length + 1 and len(one.days_of_cycle) == 1:
        one.days_of_cycle = ()

    often = min(part.of("frequency"), key=lambda a: abs(a.start - one.start), default=None)
    one.apart = bool(days and often and _THEN.search(text, min(days.end, often.end), max(days.start, often.start)))


def in_cycles(one: Found) -> None:
    """Days of a period are days of a cycle of that length ("day 1, every 3 weeks")."""
    every = one.frequency
    if every is None or one.cycle or one.apart or every.unit not in ("d", "wk") or not one.days_of_cycle:
        return
    if min(one.days_of_cycle) > 0 and max(14, *one.days_of_cycle) <= every.period * DAYS[every.unit]:
        one.cycle = Duration(every.period, every.unit)


def _repeated(often: list[Atom], frequency: Frequency | None) -> Duration | None:
    """The period in which a daily treatment comes again: "once daily every 21 days for 4 cycles"."""
    if frequency is None or not often or per_day(frequency) < 1:
        return None
    every = [a.frequency for a in often if a.frequency and _AGAIN.search(a.text)]
    long = [f for f in every if f.times == 1 and f.unit in ("d", "wk") and f.period * DAYS[f.unit] >= 14]
    return Duration(long[0].period, long[0].unit) if long else None


def _once_only(one: Found) -> None:
    """A single late day beside a treatment of many days is of something given but once."""
    if one.frequency is None or one.duration is None or len(one.days_of_cycle) != 1:
        return
    lasts = one.duration.value * DAYS.get(one.duration.unit, 0)
    if per_day(one.frequency) >= 1 and one.days_of_cycle[0] > 1 and lasts > 1:
        one.days_of_cycle = ()


def _daily_days(one: Found) -> bool:
    """Days in a row of a daily treatment ("once daily on days 1-7"), which say how long it lasts."""
    days = one.days_of_cycle
    daily = one.frequency is not None and per_day(one.frequency) >= 1
    return daily and len(days) > 1 and min(days) > 0 and _in_a_row(days)


def _in_a_row(days: tuple[int, ...]) -> bool:
    """Is there no gap between them?"""
    return max(days) - min(days) == len(days) - 1


def _per_period(wording: Wording, part: Segment, one: Found, dose: Atom) -> None:
    """An amount a week or month that is given more often is no dose of one time; tablets on demand are counted."""
    if dose.amount is None or one.frequency is None:
        return
    small, start = wording.small, dose.start
    if small.endswith(_PERIOD_ENDS, 0, start):
        said = _PERIOD_DOSE.search(small, max(part.start, start - 60), start)
        if said and per_day(one.frequency) > 1.2 / _PERIOD_DAYS[said["every"]]:
            one.dose = None
    often = dose.amount.frequency
    counted = dose.amount.rank == "form" and often == one.frequency and one.dose and one.dose.low == one.dose.high > 1
    if counted and often and often.unit in ("wk", "mo") and _ON_DEMAND.search(wording.text, part.start, part.end):
        one.dose, one.frequency = None, _with_times(often, dose.amount.doses[0].low)


def _per_day(wording: Wording, part: Segment, one: Found, dose: Atom) -> None:
    """A daily dose of 20 mg in two divided doses is 20 mg a day, given twice."""
    if one.dose is None or one.frequency is None or per_day(one.frequency) <= 1:
        return
    divided = any("divid" in atom.text for atom in part.of("frequency"))
    told = not wording.lacks(_DOSE_WORDS)
    if divided or (told and _DAILY_DOSE.search(wording.small, max(0, dose.start - 60), dose.start)):
        one.dose = Dose(one.dose.low, one.dose.high, one.dose.unit, "day")


def _fractions(wording: Wording, part: Segment, one: Found, dose: Atom | None) -> None:
    if one.dose is None or one.dose.unit not in ("Gy", "cGy"):
        totalled = dose and one.dose and one.frequency is None and "total" in wording.words
        if dose and one.dose and totalled and _TOTAL.search(wording.small, max(0, dose.start - 90), dose.start):
            one.dose = Dose(one.dose.low, one.dose.high, one.dose.unit, "course")
        return
    text = wording.text
    if one.dose.low >= _ONE_FRACTION[one.dose.unit] and one.dose.per == "administration":
        one.dose = Dose(one.dose.low, one.dose.high, one.dose.unit, "course")
    if dose and _TOTAL_BEFORE.search(text, max(part.start, dose.start - 45), dose.start):
        one.dose = Dose(one.dose.low, one.dose.high, one.dose.unit, "course")
    if dose and _WHOLE_COURSE.match(text, dose.end) and not (dose.amount and dose.amount.fraction):
        one.dose = Dose(one.dose.low, one.dose.high, one.dose.unit, "course")  # 50 Gy in 2 Gy a day; 66 Gy over 6 weeks
    said = part.of("fractions")
    atom = next((a for a in said if dose and a.start >= dose.end), said[0] if said else None)
    if one.duration and one.duration.value * DAYS.get(one.duration.unit, 0) > _LONGEST:
        one.duration = None  # of what is given with it
    if atom is None:
        return
    one.start, one.end = min(one.start, atom.start), max(one.end, atom.end)
    bracketed = dose is not None and _IN_BRACKET.search(text, max(0, dose.start - 20), dose.start)
    each = _SIGN_FIRST.match(atom.text) or _FRACTIONS_OF.search(text, atom.start, atom.end + 3)
    whole = not each and not (dose and dose.amount and dose.amount.fraction)
    if bracketed or (atom.start > one.start and whole):
        one.dose = Dose(one.dose.low, one.dose.high, one.dose.unit, "course")
    if atom.frequency:
        one.frequency, one.duration = atom.frequency, atom.length


def _distance(atom: Atom, dose: Atom) -> int:
    """What follows a dose is nearer than what stands before it."""
    return atom.start - dose.end if atom.start >= dose.end else 2 * (dose.start - atom.end) + 1


def _frequency(atoms: list[Atom], days: Atom | None, cycle: Duration | None, dose: Atom | None) -> Frequency | None:
    """One frequency from all that a segment says: the literal one; days of a cycle where only they are given."""
    if not atoms:
        return of_cycle(days.days, cycle) if days and cycle else None
    stated = [a for a in atoms if a.frequency]
    if len(stated) < len(atoms):
        return None  # alternatives
    weekly = next(
        (a.frequency for a in stated if a.frequency and a.frequency.unit == "wk" and 1 < a.frequency.times < 7), None
    )
    daily = next(
        (a.frequency for a in stated if a.frequency and a.frequency.unit == "d" and a.frequency.period == 1), None
    )
    if weekly and weekly.period == 1:
        stated = [a for a in stated if a.frequency != Frequency(1, 1, "wk")]  # each week, five sessions
    if weekly and daily and weekly.period == 1:
        return _with_times(weekly, weekly.times * daily.times)  # twice daily on 5 days a week
    if dose:
        stated.sort(key=lambda a: _distance(a, dose))
    course = next((a for a in stated if a.days), None)
    if course and course.frequency:
        daily = next(
            (a.frequency for a in stated if a is not course and a.frequency and per_day(a.frequency) > 1), None
        )
        times = course.frequency.times * (daily.times if daily else 1)
        return _with_times(course.frequency, times)
    if stated and stated[0].frequency:
        first = stated[0].frequency
        period = first.period * DAYS[first.unit]
        if days and len(days.days) > 1 and first.times == 1 and period >= 7 and 0 < max(days.days) <= period + 1:
            return _with_times(first, len(days.days))
        return first
    return of_cycle(days.days, cycle) if days and cycle else None


def _with_times(frequency: Frequency, times: float) -> Frequency:
    """The same period with another count."""
    return Frequency(times, frequency.period, frequency.unit)
