"""Joins what several sentences, or a title and its description, say about one regimen."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from functools import partial
from itertools import groupby, takewhile

from msgspec import Struct
from msgspec.structs import replace

from extract.document import Dose, Duration, Frequency, Route
from extract.facts.regimens.atoms import DAYS, Atom, Found, of_cycle, per_day
from extract.facts.regimens.drugs import Drugs
from extract.facts.regimens.mentions import CONTROLS
from extract.facts.regimens.names import members, own_name
from extract.facts.regimens.pieces import RADIATION
from extract.facts.regimens.timing import in_cycles
from extract.facts.regimens.variants import each_choice, first_cycles, once
from extract.lexicons import holds

_TIED = re.compile(r"i\d+(?:\.\d+)?")  # key of a name of the study's interventions
_LISTED = 40  # characters between drugs named together, of which none is the one meant later
_ALL = re.compile(r"\b(?:all|both|each) ", re.I)
_SUBJECT = re.compile(  # of a sentence that goes on about what was named before
    r"\W*(?:\d[\d.)]* )?(?:it|they|this|these|all|both|each|every|administ\w+|given|giving|taken|take|inject\w*"
    r"|infus\w*|route|mode"
    r"|intra\w+|sub-?cutaneous\w*|oral(?:ly)?|by |via |iv|sc|im|po"
    r"|(?:the |a |an |study |single |first |second |total |daily )*"
    r"(?:drugs?|doses?|dosage|dosing|injections?|infusions?|treatments?|therapy|medications?|products?|tablets?"
    r"|capsules?|vaccines?"
    r"|vaccinations?|regimens?|administrations?|cells|agents?|subjects|patients|participants))\b",
    re.I,
)
_PART = re.compile(r"\b(?:Part|Phase|Cohort|Stage|Period|Arm|Group) (?:[A-Z]|\d[a-zA-Z]?|I{1,3}[ab]?)\b ?[:)–-]", re.I)
_WHOLE = re.compile(r"(?!.*\b(?:for|and|or|dosing|daily|weekly|dose)\b)[A-Za-z][A-Za-z -]{3,40}", re.I)  # a mere name
_SEVERAL_DRUGS = re.compile(r"\+ | plus | in combination with | combined with | & ", re.I)
_CHALLENGE = re.compile(
    r"\b(?:challenges?(?: tests?| solutions?)?(?=;|$)|challenge tests?\b|provocation|(?:skin )?prick tests?\b)", re.I
)
_CHALLENGES = ("challenge", "provocation", "prick")  # one of which it holds
_GIVING = re.compile(r"administ|swallow|given|taken|\btak|route|inject|infus|deliver|appl(?:y|ied)", re.I)


def note_context(found: list[Found], atoms: list[Atom], sentence: str, number: int) -> None:
    """A sentence that says only how something is given ("administered intravenously") fills the one before it."""
    routes = [a for a in atoms if a.kind == "route"]
    if not routes:
        return
    names = {a.drug for a in atoms if a.kind == "drug"}
    if not _GIVING.search(sentence) or (not names and not _SUBJECT.match(sentence)):
        return
    everywhere = _ALL.search(sentence)
    alone = all(not one.key or one.key in names for one in found)
    for one in reversed(found):
        if one.sentence < number - 2 and not everywhere:
            break
        if one.route is None and (not names or one.key in names or (alone and not one.key)):
            one.route = routes[0].route


def across_sentences(found: list[Found], atoms: list[Atom], text: str) -> list[Found]:
    """Fills dose, route and frequency from neighbouring sentences about the same drug, and drops what is said twice."""
    found = _for_all(found, atoms)
    if any(not (one.drug or one.everyone or one.nameless) for one in found):
        names = [atom for atom in atoms if atom.kind == "drug"]
        _name(found, [a for a in names if not (text.endswith("or ", 0, a.start) and a.text.lower() == "placebo")])
    _cycles(found, atoms, text)
    for one in found:
        in_cycles(one)
    found = first_cycles(_complete([one for one in found if one.dose or one.scheduled]))
    found = each_choice(once(found))
    _routes(found, atoms)
    return _distinct(found)


def _for_all(found: list[Found], atoms: list[Atom]) -> list[Found]:
    """A regimen for each drug named before: "All study drugs are given every 3 weeks"."""
    made: list[Found] = []
    for one in found:
        if not one.everyone:
            made.append(one)
            continue
        names = {atom.drug: atom for atom in atoms if atom.kind == "drug" and atom.end <= one.start}
        tied = [name for key, name in names.items() if _TIED.fullmatch(key)]
        made += [replace(one, drug=name.text, key=name.drug, named=True) for name in tied] or [one]
    return made


def _name(found: list[Found], names: list[Atom]) -> None:
    """A regimen without a drug is about the drug last named, not far before it."""
    last: Found | None = None
    for one in found:
        previous, last = last, one
        if one.drug or one.everyone or one.nameless:
            continue
        first = bisect_right(names, one.start - 300, key=_end)
        near = names[first : bisect_right(names, one.start, key=_end)]
        if one.dose is None or one.dose.unit not in ("Gy", "cGy"):
            near = [name for name in near if not RADIATION.match(name.text)]
        tied = [name for name in near if _TIED.fullmatch(name.drug)]
        if (
            previous
            and previous.named
            and one.sentence - previous.sentence == 1
            and tied
            and previous.start > tied[-1].end
        ):
            one.drug, one.key = previous.drug, previous.key  # "InX: if stable 5 mg; if not 8 mg"
            continue
        for name in (tied or near)[-1:]:
            if not any(other.drug != name.drug and name.start - other.end < _LISTED for other in tied):
                one.drug, one.key = name.text, name.drug


def _cycles(found: list[Found], atoms: list[Atom], text: str) -> None:
    """Days without a cycle take the cycle length that the text gives next, or the only one."""
    cycles = [atom for atom in atoms if atom.kind == "cycle" and atom.length]
    if not cycles or not [one for one in found if one.days_of_cycle]:
        return
    durations = [atom for atom in atoms if atom.kind == "duration"]
    only = cycles[0].length if len({atom.length for atom in cycles}) == 1 else None
    owners = _owners(found, cycles)
    parts = [match.start() for match in _PART.finditer(text)]
    for one in found:
        if not one.days_of_cycle or min(one.days_of_cycle) < 0 or (one.single and one.cycle is None):
            continue
        if one.cycle is None:
            part = bisect_right(parts, one.start)
            here = [a for a in cycles if bisect_right(parts, a.start) == part] if part else cycles
            free = (a for a in _within(here, one.end, 250) if owners.get(a.start, {one.sentence}) == {one.sentence})
            after = next(free, None)
            cycle = after.length if after else only if here else None
            one.cycle = cycle if cycle and _fits(one.frequency, cycle) else None
        if one.cycle and one.frequency is None and not one.single and not one.unread:
            one.frequency = of_cycle(one.days_of_cycle, one.cycle)
        counted = one.duration == Duration(len(one.days_of_cycle), "d") and one.cycle is not None
        whole = counted and one.cycle == one.duration  # days 1-28 of 28: not how long it goes on
        one.duration = (_after(cycles, durations, one) if counted else None) or (None if whole else one.duration)
        one.duration = one.duration or _after(cycles, durations, one)


def _fits(every: Frequency | None, cycle: Duration) -> bool:
    """May a schedule of its own period run in this cycle (every 6 weeks does not in a cycle of 3)?"""
    if every is None or cycle.unit not in DAYS:
        return True
    period, length = every.period * DAYS[every.unit], cycle.value * DAYS[cycle.unit]
    return period <= length + 1


def _owners(found: list[Found], cycles: list[Atom]) -> dict[int, set[int]]:
    """For each cycle that lies within regimens, by its place: the sentences of those."""
    owners: dict[int, set[int]] = {}
    for one in found:
        for atom in _within(cycles, one.start, one.end - one.start):
            owners.setdefault(atom.start, set()).add(one.sentence)
    return owners


def _within(atoms: list[Atom], start: int, length: int) -> list[Atom]:
    """Those of the sorted atoms that begin in `length` characters from `start`."""
    return atoms[bisect_left(atoms, start, key=_start) : bisect_left(atoms, start + length, key=_start)]


def _start(atom: Atom) -> int:
    return atom.start


def _end(atom: Atom) -> int:
    return atom.end


def _after(cycles: list[Atom], durations: list[Atom], one: Found) -> Duration | None:
    """How long cycles repeat: "Cycles repeat every 21 days for up to 2 years"."""
    cycle = next((atom for atom in _within(cycles, one.end, 250) if atom.length == one.cycle), None)
    return next((a.length for a in _within(durations, cycle.end, 4)), None) if cycle else None


def _complete(found: list[Found]) -> list[Found]:
    """A dose without schedule and a schedule without dose of one drug, in neighbouring sentences, are one regimen."""
    kept: list[Found] = []
    for one in found:
        previous = kept[-1] if kept else None
        if previous and one.sentence - previous.sentence == 1 and _same(one, previous) and not one.follows:
            if one.dose is None and previous.dose and not previous.scheduled and not previous.single:
                for earlier in takewhile(partial(_beside, previous), reversed(kept)):
                    if not earlier.scheduled and _same(one, earlier):
                        _fill(earlier, one)
                continue
            if previous.dose is None and one.dose and not one.scheduled and not one.single:
                _fill(one, previous)
                one.start = previous.start
                kept[-1] = one
                continue
        kept.append(one)
    return kept


def _beside(one: Found, other: Found) -> bool:
    return one.sentence == other.sentence


def _same(one: Found, other: Found) -> bool:
    return not one.key or not other.key or one.key == other.key


def _fill(one: Found, other: Found) -> None:
    one.frequency, one.choices, one.cycle = other.frequency, other.choices, one.cycle or other.cycle
    one.days_of_cycle = one.days_of_cycle or other.days_of_cycle
    one.duration, one.route = one.duration or other.duration, one.route or other.route
    if not one.named:
        one.drug, one.key, one.named = other.drug, other.key, other.named
    one.start, one.end = min(one.start, other.start), max(one.end, other.end)


def _routes(found: list[Found], atoms: list[Atom]) -> None:
    """A route said once for a drug holds for all its regimens in the text that have none."""
    said: dict[str, set[Route]] = {}
    for _, together in groupby(found, key=lambda one: one.sentence) if len(found) > 1 else ():
        group = list(together)
        for one in group:
            if one.route:
                said.setdefault(one.key, set()).add(one.route)
        for one in group:
            if one.route is None and len(said.get(one.key, ())) == 1:
                (one.route,) = said[one.key]
    routes = [a for a in atoms if a.kind == "route"]
    if routes and len({a.route for a in routes}) == 1 and len({one.key for one in found}) == 1:
        names = [a for a in atoms if a.kind == "drug"]
        for one in found:
            between = (n for n in names if routes[0].end <= n.start and n.end <= one.start)
            if one.route is None and routes[0].start <= one.end and all(n.drug == one.key for n in between):
                one.route = routes[0].route


def _distinct(found: list[Found]) -> list[Found]:
    """Each regimen once a statement; a schedule that repeats a dosed regimen's own is dropped."""
    if len(found) < 2:
        return found
    found = _without_sums(found)
    dosed = {(one.key, one.route, per_day(one.frequency)) for one in found if one.dose and one.frequency}
    kept: list[Found] = []
    last: dict[tuple[str, Dose | None, Frequency | None, Route | None], Found] = {}
    for one in found:
        if one.dose is None and one.frequency:
            often = per_day(one.frequency)
            if not dosed.isdisjoint({(key, route, often) for key in (one.key, "") for route in (one.route, None)}):
                continue
        twin = last.get(said := (one.key, one.dose, one.frequency, one.route))
        # the same again in another phase or cohort stands, where it says how often
        again = one.frequency and twin and twin.sentence != one.sentence
        later = one.days_of_cycle and twin and twin.days_of_cycle != one.days_of_cycle
        if twin is None or (one.named and (again or later)):
            kept.append(one)
            last[said] = one
    return kept


def radiates(one: Found) -> bool:
    """Is it of radiation, which takes no route?"""
    return bool(one.dose and one.dose.unit in ("Gy", "cGy")) or bool(RADIATION.match(one.drug or ""))


def _same_route(found: list[Found]) -> None:
    """The one route said of a drug holds for its other doses, found to be its own only by the owner's name."""
    if len(found) < 2:
        return
    said: dict[str, set[Route]] = {}
    for one in found:
        if one.route:
            said.setdefault(one.key, set()).add(one.route)
    for one in found:
        if one.route is None and one.key and len(said.get(one.key, ())) == 1 and not radiates(one):
            one.route = next(iter(said[one.key]))


def _without_sums(found: list[Found]) -> list[Found]:
    """Without a day's total that repeats what stands before it: "4 g three times a day, 12 g a day"."""
    if len(found) < 2:
        return found
    kept: list[Found] = []
    for one in found:
        previous = kept[-1] if kept else None
        if previous and previous.dose and previous.frequency and one.dose and one.dose.per == "day":
            times = per_day(previous.frequency)
            same = one.key == previous.key and one.sentence == previous.sentence and one.dose.unit == previous.dose.unit
            if same and times > 1 and round(previous.dose.high * times, 6) == one.dose.high:
                previous.duration = previous.duration or one.duration
                previous.end = max(previous.end, one.end)
                continue
        kept.append(one)
    return kept


class Text(Struct, frozen=True):
    """One string of an arm or intervention: its field, its regimens, and the route that it names, if but one."""

    field: str
    found: list[Found]
    route: Route | None


def _name_title(title: Text, default: str | None) -> None:
    """A name's one drug is the whole of it, not its last word: "Beta MPL (0.5 ml)"."""
    if not title.found:
        return
    whole = own_name(default) if default and title.field == "name" else ""
    alone = bool(_WHOLE.fullmatch(whole)) and len({one.key for one in title.found}) == 1
    for one in title.found:
        if alone and one.drug and one.drug in whole:
            one.drug = whole


def joined(main: Text, title: Text, drugs: Drugs, default: str | None, *, several: bool) -> list[Found]:
    """The description's regimens; the title's doses where the description has none, with its schedule if it has one.

    `several`: of an owner of several drugs, where a schedule that names none is of who knows what.
    """
    for one in main.found:
        one.field = main.field
        if title.field == "name":
            one.route = one.route or title.route
    one_drug = title.field == "label" and title.route and len({one.key for one in main.found}) == 1
    if one_drug and {one.route for one in main.found if one.route} <= {title.route}:
        for one in main.found:
            one.route = title.route if one.dose else one.route
    _name_title(title, default)
    for one in title.found:
        one.field = title.field
        one.route = one.route or main.route
    found = main.found
    several = several or bool(default and _SEVERAL_DRUGS.search(default))
    if not any(one.dose for one in found):
        dosed = [one for one in title.found if one.dose]
        if not found:
            found = dosed or title.found
        elif dosed:
            found = _crossed(found, dosed, several=several)
    if default and [one for one in found if one.everyone]:
        found = [
            replace(one, drug=name, key=drugs.key(name)) if one.everyone and not one.drug else one
            for one in found
            for name in (members(default) if one.everyone and not one.drug else [""])
        ]
    for one in found:
        if one.route and radiates(one):
            one.route = None  # what the sentence says of drugs
        if not one.drug and default and not several and (not one.everyone or ":" not in default):
            name = own_name(default)
            one.drug, one.key = None if CONTROLS.fullmatch(name) else name, drugs.key(default)
    _same_route(found)
    sure = (one for one in found if one.drug or one.dose or one.everyone or not several)
    return [one for one in sure if not _provokes(one, default)]


def name_by_label(found: list[Found], names: list[Atom]) -> None:
    """The one drug of the study that an arm is labelled with is that of doses for which its text names none."""
    keys = {name.drug for name in names}
    if len(keys) != 1 or not _TIED.fullmatch(names[0].drug) or any(one.key and one.key not in keys for one in found):
        return
    for one in found:
        if one.drug is None and one.dose and not one.everyone and not one.nameless:
            one.drug, one.key = names[0].text, names[0].drug


def _provokes(one: Found, default: str | None) -> bool:
    """Is it a step of a challenge, whose doses treat nobody?"""
    if one.frequency is not None:
        return False
    said = f"{default or ''}; {one.drug or ''}"
    return holds(said.lower(), _CHALLENGES) and _CHALLENGE.search(said) is not None


def _crossed(main: Sequence[Found], dosed: Sequence[Found], *, several: bool) -> list[Found]:
    """Doses of the title with the schedules of the description: by drug, or the only one there is."""
    found: list[Found] = []
    used: set[int] = set()
    for dose in dosed:
        fitting = [one for one in main if one.key == dose.key] or (
            [main[0]] if len(main) == len(dosed) == 1 and not several else []
        )
        if not fitting:
            found.append(dose)
        for one in fitting:
            used.add(id(one))
            found.append(replace(one, dose=dose.dose))
            break
    return found + [one for one in main if id(one) not in used]
