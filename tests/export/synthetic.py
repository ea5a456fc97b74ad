"""Participants made from an expression: every bound just met and just missed, every answer yes and no, and unknown."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal

from msgspec import UNSET

from extract.document import Bound, StudyDocument, Threshold
from extract.export.index import Index, index
from extract.expression import Expression
from extract.logic.evaluate import Evaluator
from extract.logic.joining import leaves
from extract.logic.participant import Event, Measurement, Participant
from extract.logic.readable import leaf_name
from extract.logic.truth import both

TODAY = date(2026, 6, 1)
LONG_AGO = TODAY - timedelta(days=4000)
LIMIT = 64  # upper and lower limit of normal: a power of two, so that ratios are exact in binary
STEP = Decimal("0.015625")


@dataclass(frozen=True)
class Value:
    """One measurement of the participant."""

    value: float
    unit: str
    limits: bool
    day: date


@dataclass(frozen=True)
class Person:
    """What is known of a synthetic participant."""

    sex: str | None
    born: date | None
    values: dict[str, Value] = field(default_factory=dict)
    answers: dict[str, tuple[bool, date]] = field(default_factory=dict)
    cohorts: dict[str, bool] = field(default_factory=dict)

    def participant(self, anchors: tuple[str, ...]) -> Participant:
        """As the project's own evaluator takes it; every anchor falls on today."""
        healthy = self.answers.get("healthy")
        return Participant(
            today=TODAY.isoformat(),
            sex=self.sex,
            birth_date=self.born.isoformat() if self.born else None,
            healthy=healthy[0] if healthy else None,
            cohorts=self.cohorts,
            dates=dict.fromkeys(anchors, TODAY.isoformat()),
            measurements=[
                Measurement(m, v.value, v.unit, v.day.isoformat(), *((LIMIT, LIMIT) if v.limits else (None, None)))
                for m, v in self.values.items()
            ],
            answers={code: Event(value, day.isoformat()) for code, (value, day) in self.answers.items()},
        )


Change = tuple[str, str, Value | tuple[bool, date] | bool | None]


def people(document: StudyDocument, parts: list[Expression], count: int) -> list[Person]:
    """At most `count`: one who meets what can be met, then one change at a time, then two."""
    sexes = ("FEMALE", "MALE") if document.eligibility.sex == "FEMALE" else ("MALE", "FEMALE")
    base = Person(sexes[0], date(1980, 1, 1))
    choices = list(_choices(document, parts))
    for options in choices:
        base = _changed(base, options[0])
    base = _settled(base, choices, parts, document)
    made = [base, replace(base, sex=sexes[1]), replace(base, sex=None), replace(base, born=None)]
    made += [replace(base, born=date(2026 - years, 6, days)) for years in (12, 18, 65, 75) for days in (1, 2)]
    made += [_changed(base, option) for options in choices for option in options]
    made += [
        _changed(_changed(base, options[at % len(options)]), choices[-at - 1][0]) for at, options in enumerate(choices)
    ]
    unique: list[Person] = []
    for person in _spread(made, count * 2):
        if person not in unique:
            unique.append(person)
    return unique[:count]


def anchors(document: StudyDocument) -> tuple[str, ...]:
    """The events that windows of the document count from."""
    found = (time.anchor for node in document.walk() for time in node.times if time.anchor is not None)
    return tuple(dict.fromkeys(a.id or " ".join(a.text.lower().split()) for a in found))


def _spread(made: list[Person], count: int) -> list[Person]:
    """The first, and as many of the others as wanted, drawn evenly."""
    step = max(1, len(made) // count)
    return [made[0], *made[1::step]]


def _changed(person: Person, change: Change) -> Person:
    kind, name, new = change
    held = dict(getattr(person, kind))
    held.pop(name, None)
    if new is not None:
        held[name] = new
    return replace(person, **{kind: held})


def _settled(person: Person, choices: list[list[Change]], parts: list[Expression], document: StudyDocument) -> Person:
    """The person changed until as few parts as possible fail: exclusions want values outside and answers of no."""

    def open_parts(one: Person) -> tuple[int, int]:
        evaluator = Evaluator(document.eligibility, one.participant(anchors(document)), "any")
        values = [evaluator.value(part) for part in parts]
        return values.count(False), values.count(None)

    best = open_parts(person)
    for options in choices:
        for option in options if best != (0, 0) else ():
            changed = _changed(person, option)
            if (now := open_parts(changed)) < best:
                person, best = changed, now
    return person


def _choices(document: StudyDocument, parts: list[Expression]) -> Iterator[list[Change]]:
    """For each leaf, what may be recorded for it: met, missed, at the edges, long ago, and nothing."""
    facts = index(document)
    seen: set[str] = set()
    for part in parts:
        for leaf in leaves(part):
            if leaf_name(leaf) in seen:
                continue
            seen.add(leaf_name(leaf))
            if leaf.threshold is not UNSET:
                threshold = facts.thresholds[leaf.threshold]
                if threshold.measure.id != "age" and not _staged(threshold):
                    yield list(_measurements(threshold, _day(facts, leaf)))
            elif leaf.cohort is not UNSET:
                yield [("cohorts", leaf.cohort, True), ("cohorts", leaf.cohort, False), ("cohorts", leaf.cohort, None)]
            elif leaf.field is UNSET or leaf.field == "healthy_volunteers":
                code = _code(facts, leaf)
                day = _day(facts, leaf)
                answers = [(True, day), (False, day), (True, LONG_AGO), None]
                yield [("answers", code, answer) for answer in answers]


def _code(facts: Index, leaf: Expression) -> str:
    node = facts.node(leaf)
    return "healthy" if node is None else f"{node.key}.{leaf_name(leaf).rpartition('.')[2]}"


def _day(facts: Index, leaf: Expression) -> date:
    """A day in the leaf's window, at its edge where it has one; yesterday without."""
    day = TODAY - timedelta(days=1)
    for time in facts.within(leaf):
        bound = time.high or time.low
        if bound is not None and not isinstance(bound.value, str):
            length = {"wk": 7, "d": 1}.get(time.unit or "", 0)
            day = TODAY + timedelta(days=int(bound.value * length)) * (1 if time.relation == "after" else -1)
    return day


def _staged(threshold: Threshold) -> bool:
    return any(isinstance(bound.value, str) for bound in (threshold.low, threshold.high) if bound)


def _measurements(threshold: Threshold, day: date) -> Iterator[Change]:
    name = threshold.measure.id or " ".join(threshold.measure.text.lower().split())
    relative = threshold.reference is not None

    def change(value: Decimal, when: date) -> Change:
        number = float(value * LIMIT if relative else value)
        unit = ("%" if threshold.unit == "%" else "g/L") if relative else threshold.unit or ""
        return ("values", name, Value(number, unit, relative, when))

    yield change(_inside(threshold), day)
    for bound in (threshold.low, threshold.high):
        if bound is not None:
            for value in (_number(bound) - STEP, _number(bound), _number(bound) + STEP):
                yield change(value, day)
    yield change(_inside(threshold), LONG_AGO)
    yield ("values", name, None)


def _number(bound: Bound) -> Decimal:
    return Decimal(str(bound.value))


def _inside(threshold: Threshold) -> Decimal:
    low, high = threshold.low, threshold.high
    if low is not None and high is not None:
        return (_number(low) + _number(high)) / 2
    return _number(low) + STEP if low is not None else _number(high) - STEP if high is not None else Decimal(0)


def own_verdicts(document: StudyDocument, parts: list[Expression], persons: list[Person], policy: str) -> list[object]:
    """What the project's own evaluator says of the parts: true, false, or None for unknown."""
    verdicts: list[object] = []
    for person in persons:
        evaluator = Evaluator(document.eligibility, person.participant(anchors(document)), policy)  # type: ignore[arg-type]
        verdicts.append(both(evaluator.value(part) for part in parts))
    return verdicts
