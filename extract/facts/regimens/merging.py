"""Joins what several sentences, or a title and its description, say about one regimen."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from extract.document import Duration, Route
from extract.facts.regimens.atoms import Atom, Found, of_cycle, per_day
from extract.facts.regimens.drugs import Drugs

_ALL = re.compile(r"\b(?:all|both|each) ", re.I)
_GIVING = re.compile(r"administ|given|taken|\btak|route|inject|infus|deliver|appl(?:y|ied)", re.I)


def note_context(found: list[Found], made: list[Found], atoms: list[Atom], sentence: str, number: int) -> None:
    """A sentence that says only how something is given ("administered intravenously") fills the one before it."""
    if made:
        return
    routes = [a for a in atoms if a.kind == "route"] if _GIVING.search(sentence) else []
    names = {a.drug for a in atoms if a.kind == "drug"}
    if not routes:
        return
    for one in found:
        near = one.sentence >= number - 2 or _ALL.search(sentence)
        if one.route is None and near and (not names or one.key in names or not one.named):
            one.route = routes[0].route


def across_sentences(found: list[Found], atoms: list[Atom]) -> list[Found]:
    """Fills dose, route and frequency from neighbouring sentences about the same drug, and drops what is said twice."""
    _name(found, atoms)
    _cycles(found, atoms)
    found = _complete([one for one in found if one.dose or one.frequency])
    _routes(found, atoms)
    return _distinct(found)


def _name(found: list[Found], atoms: list[Atom]) -> None:
    """A regimen without a drug is about the drug last named, not far before it."""
    names = [atom for atom in atoms if atom.kind == "drug"]
    for one in found:
        before = [name for name in names if name.end <= one.start]
        if not one.drug and before and one.start - before[-1].end < 300:
            one.drug, one.key = before[-1].text, before[-1].drug


def _cycles(found: list[Found], atoms: list[Atom]) -> None:
    """Days without a cycle take the cycle length that the text gives next, or the only one."""
    cycles = [atom for atom in atoms if atom.kind == "cycle" and atom.length]
    for one in found:
        if not one.days_of_cycle or not cycles:
            continue
        if one.cycle is None:
            others = [o for o in found if o.sentence != one.sentence]
            free = [a for a in cycles if not any(o.start <= a.start < o.end for o in others)]
            after = next((atom for atom in free if 0 <= atom.start - one.end < 250), None)
            same = {atom.length for atom in cycles}
            one.cycle = after.length if after else (cycles[0].length if len(same) == 1 else None)
        if one.cycle and one.frequency is None and not one.single:
            one.frequency = of_cycle(one.days_of_cycle, one.cycle)
        one.duration = one.duration or _after(cycles, atoms, one)


def _after(cycles: list[Atom], atoms: list[Atom], one: Found) -> Duration | None:
    """How long cycles repeat: "Cycles repeat every 21 days for up to 2 years"."""
    cycle = next((atom for atom in cycles if atom.length == one.cycle and 0 <= atom.start - one.end < 250), None)
    if cycle is None:
        return None
    return next((a.length for a in atoms if a.kind == "duration" and 0 <= a.start - cycle.end <= 3), None)


def _complete(found: list[Found]) -> list[Found]:
    """A dose without schedule and a schedule without dose of one drug, in neighbouring sentences, are one regimen."""
    kept: list[Found] = []
    for one in found:
        previous = kept[-1] if kept else None
        if previous and one.sentence - previous.sentence == 1 and _same(one, previous):
            if one.dose is None and previous.dose and previous.frequency is None and not previous.single:
                for earlier in kept:
                    if earlier.sentence == previous.sentence and earlier.frequency is None and _same(one, earlier):
                        _fill(earlier, one)
                continue
            if previous.dose is None and one.dose and one.frequency is None and not one.single:
                _fill(one, previous)
                one.start = previous.start
                kept[-1] = one
                continue
        kept.append(one)
    return kept


def _same(one: Found, other: Found) -> bool:
    return not one.key or not other.key or one.key == other.key


def _fill(one: Found, other: Found) -> None:
    one.frequency, one.cycle = other.frequency, one.cycle or other.cycle
    one.days_of_cycle = one.days_of_cycle or other.days_of_cycle
    one.duration, one.route = one.duration or other.duration, one.route or other.route
    if not one.named:
        one.drug, one.key, one.named = other.drug, other.key, other.named
    one.start, one.end = min(one.start, other.start), max(one.end, other.end)


def _routes(found: list[Found], atoms: list[Atom]) -> None:
    """A route said once for a drug holds for all its regimens in the text that have none."""
    for one in found:
        if one.route is None:
            said = {
                other.route
                for other in found
                if other.route and other.key == one.key and other.sentence <= one.sentence
            }
            if len(said) == 1:
                one.route = said.pop()
    routes = [a for a in atoms if a.kind == "route"]
    if routes and len({a.route for a in routes}) == 1 and len({one.key for one in found}) == 1:
        for one in found:
            if one.route is None and any(a.start <= one.end for a in routes):
                one.route = routes[0].route


def _distinct(found: list[Found]) -> list[Found]:
    """Each regimen once a statement; a schedule that repeats a dosed regimen's own is dropped."""
    kept: list[Found] = []
    for one in found:
        same = [
            other for other in found if other is not one and other.key == one.key and other.route in (one.route, None)
        ]
        if (
            one.dose is None
            and one.frequency
            and any(o.dose and o.frequency and per_day(o.frequency) == per_day(one.frequency) for o in same)
        ):
            continue
        twins = [
            o for o in kept if (o.key, o.dose, o.frequency, o.route) == (one.key, one.dose, one.frequency, one.route)
        ]
        # the same again in another phase or cohort stands, where it says how often
        if not twins or (one.frequency and one.named and twins[-1].sentence != one.sentence):
            kept.append(one)
    return kept


@dataclass(frozen=True, slots=True)
class Text:
    """One string of an arm or intervention: its field, its regimens, and the route that it names, if but one."""

    field: str
    found: list[Found]
    route: Route | None


def joined(main: Text, title: Text, drugs: Drugs, default: str | None) -> list[Found]:
    """The description's regimens; the title's doses where the description has none, with its schedule if it has one."""
    for one in main.found:
        one.field = main.field
        if title.field == "name":
            one.route = one.route or title.route
    for one in title.found:
        one.field = title.field
        one.route = one.route or main.route
    found = main.found
    if not any(one.dose for one in found):
        dosed = [one for one in title.found if one.dose]
        if not found:
            found = dosed or title.found
        elif dosed:
            found = _crossed(found, dosed)
    for one in found:
        if one.dose and one.dose.unit in ("Gy", "cGy"):
            one.route = None  # what the sentence says of drugs
        if not one.drug and default:
            one.drug, one.key = default, drugs.key(default)
    return found


def _crossed(main: Sequence[Found], dosed: Sequence[Found]) -> list[Found]:
    """Doses of the title with the schedules of the description: by drug, or the only one there is."""
    found: list[Found] = []
    used: set[int] = set()
    for dose in dosed:
        fitting = [one for one in main if one.key == dose.key] or (
            [main[0]] if len(main) == 1 and len(dosed) == 1 else []
        )
        if not fitting:
            found.append(dose)
        for one in fitting:
            used.add(id(one))
            found.append(replace(one, dose=dose.dose))
            break
    return found + [one for one in main if id(one) not in used]
