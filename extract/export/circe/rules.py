"""The expression as CIRCE groups: what is known to hold, and what is known not to hold.

CIRCE counts records; it has no unknown. So each part is written twice: a group that only data which prove the part can
meet, and one that only data which refute it can meet. A part without data meets neither: it is unknown.
"""

from fractions import Fraction

from msgspec import UNSET

from extract.document import Bound, Threshold
from extract.export.circe.criteria import (
    AT_LEAST,
    EXACTLY,
    Json,
    all_days,
    any_value,
    concept,
    correlated,
    group,
    numeric_range,
    value_field,
    window,
)
from extract.export.circe.vocabulary import Concept, Vocabulary
from extract.export.index import Index
from extract.export.report import Ledger
from extract.expression import Expression
from extract.logic.amounts import convert
from extract.logic.joining import leaves
from extract.logic.measuring import age_limit
from extract.logic.readable import leaf_name

_DOMAINS = {
    "Condition": "ConditionOccurrence",
    "Drug": "DrugExposure",
    "Procedure": "ProcedureOccurrence",
    "Observation": "Observation",
    "Device": "DeviceExposure",
}
_YEARS = "CIRCE counts age as the difference of calendar years"
_ABSENCE = "no record counts as no: CIRCE cannot tell it from not asked"


class Rules:
    """Builds the groups of one document, collects its concept sets, and writes down what becomes of each leaf."""

    def __init__(self, facts: Index, vocabulary: Vocabulary, events: tuple[str, ...], ledger: Ledger) -> None:
        self._eligibility = facts.eligibility
        self._facts = facts
        self._vocabulary = vocabulary
        self._events = events
        self._ledger = ledger
        self._sets: dict[str, tuple[int, list[Concept]]] = {}

    def concept_sets(self) -> list[Json]:
        """The concept sets that the groups refer to."""
        return [
            {
                "id": number,
                "name": name,
                "expression": {
                    "items": [
                        {
                            "concept": concept(row),
                            "isExcluded": False,
                            "includeDescendants": True,
                            "includeMapped": False,
                        }
                        for row in rows
                    ]
                },
            }
            for name, (number, rows) in self._sets.items()
        ]

    def expressible(self, part: Expression) -> bool:
        """Whether CIRCE can say a part; where it cannot, every leaf of it is written down as left out."""
        reasons = {leaf_name(leaf): reason for leaf in leaves(part) if (reason := self._obstacle(leaf)) is not None}
        not_understood = _has_unknown(part)
        if not_understood:
            reasons = {leaf_name(leaf): "how the parts join is not understood" for leaf in leaves(part)}
        for leaf in leaves(part) if reasons else ():
            blocked = next(iter(reasons))
            why = reasons.get(leaf_name(leaf), f"its criterion hangs on {blocked}, which is left out")
            self._ledger.left_out(leaf, why)
        return not reasons and not not_understood

    def group(self, expression: Expression, *, holds: bool) -> Json:
        """The group that data meet when the expression is known to hold, or known not to."""
        if expression.op is UNSET:
            return self._leaf(expression, holds=holds)
        members = list(expression.operands())
        if expression.op == "not":
            return self.group(members[0], holds=not holds)
        if expression.op == "if":
            guard = self.group(members[0], holds=not holds)
            return group("ANY" if holds else "ALL", [guard, self.group(members[1], holds=holds)])
        below = [self.group(member, holds=holds) for member in members]
        if expression.op == "at_least" and expression.n is not UNSET:
            return group("AT_LEAST", below, expression.n if holds else len(below) - expression.n + 1)
        return group("ALL" if (expression.op == "all") is holds else "ANY", below)

    def _obstacle(self, leaf: Expression) -> str | None:
        """Why a leaf cannot be said; None where it can."""
        if leaf.field is not UNSET:
            return self._field_obstacle(leaf.field)
        for time in self._facts.within(leaf):
            if time.anchor is not None and time.anchor.id not in self._events:
                return f"its window counts from {time.anchor.text!r}, which is not the index event"
            if window(time) is None:
                return f"CIRCE has no window for {time.text!r}"
        if len(self._facts.within(leaf)) > 1:
            return "CIRCE has one window a criterion"
        threshold = None if leaf.threshold is UNSET else self._facts.thresholds.get(leaf.threshold)
        if threshold is None:
            return None if self._coded(leaf) else "no code is given for it"
        return self._threshold_obstacle(threshold)

    def _threshold_obstacle(self, threshold: Threshold) -> str | None:
        if numeric_range(threshold.low, threshold.high) is None:
            return "CIRCE has no operator for these bounds"
        if threshold.measure.id == "age":
            return None if threshold.unit == "a" else "CIRCE counts age in years"
        if value_field(threshold) is None:
            return "CIRCE has no field for this unit or reference"
        if not self._vocabulary.of(threshold.measure.id or ""):
            return f"no code is given for {threshold.measure.id or threshold.measure.text!r}"
        if threshold.reference is None and threshold.unit and self._vocabulary.unit(threshold.unit) is None:
            return f"the vocabulary has no unit {threshold.unit}"
        return None

    def _field_obstacle(self, name: str) -> str | None:
        source = self._eligibility
        limit = age_limit(source, name)
        if limit is not None and limit.unit != "a":
            return "CIRCE counts age in years"
        if name == "sex" and source.sex not in (None, "ALL"):
            both = [self._vocabulary.gender(sex) for sex in ("FEMALE", "MALE")]
            return None if all(both) else "the vocabulary has no Gender concepts"
        if name == "healthy_volunteers" and source.healthy_volunteers is False:
            return "the data do not say who is a healthy volunteer"
        return None

    def _leaf(self, leaf: Expression, *, holds: bool) -> Json:
        self._ledger.mapped(leaf)
        if leaf.field is not UNSET:
            return self._field(leaf, leaf.field, holds=holds)
        times = self._facts.within(leaf)
        placed = window(times[0]) if times else None
        days, loss = placed if placed is not None else (all_days(), None)
        if loss is not None:
            self._ledger.approximated(leaf, loss)
        threshold = None if leaf.threshold is UNSET else self._facts.thresholds.get(leaf.threshold)
        if threshold is None:
            return self._record(leaf, days, holds=holds)
        if threshold.measure.id == "age":
            self._ledger.approximated(leaf, _YEARS)
            return _age(threshold.low, threshold.high, holds=holds)
        return self._measured(threshold, days, holds=holds)

    def _measured(self, threshold: Threshold, days: Json, *, holds: bool) -> Json:
        """At least one value within the bounds; to refute it, a value, but none within the bounds."""
        field = value_field(threshold) or ""
        base: Json = {"CodesetId": self._set(threshold.measure.id or "")}
        known, meeting = [], []
        for unit, factor in self._units(threshold):
            in_unit = base | ({"Unit": [concept(unit)]} if unit is not None else {})
            bounds = numeric_range(_scaled(threshold.low, factor), _scaled(threshold.high, factor))
            known.append(correlated("Measurement", in_unit | any_value(field), days, AT_LEAST, 1))
            occurrence, count = (AT_LEAST, 1) if holds else (EXACTLY, 0)
            meeting.append(correlated("Measurement", in_unit | {field: bounds}, days, occurrence, count))
        if holds:
            return group("ANY", meeting)
        return group("ALL", [group("ANY", known), *meeting])

    def _units(self, threshold: Threshold) -> list[tuple[Concept | None, Fraction]]:
        """The units in which the document speaks of the measure, each with the factor that the bounds take in it."""
        unit = threshold.unit or ""
        if threshold.reference is not None or not unit:
            return [(None, Fraction(1))]
        spoken = {t.unit for t in self._facts.thresholds.values() if t.unit and t.measure.id == threshold.measure.id}
        found: list[tuple[Concept | None, Fraction]] = []
        for other in sorted(spoken, key=lambda u: (u != unit, u)):
            row, factor = self._vocabulary.unit(other), convert(Fraction(1), unit, other)
            if row is not None and factor is not None:
                found.append((row, factor))
        return found

    def _record(self, leaf: Expression, days: Json, *, holds: bool) -> Json:
        self._ledger.approximated(leaf, _ABSENCE)
        rows = self._coded(leaf)
        criterion = {"CodesetId": self._set(self._code_id(leaf))}
        occurrence, count = (AT_LEAST, 1) if holds else (EXACTLY, 0)
        return group("ALL", [correlated(_DOMAINS[rows[0].domain], criterion, days, occurrence, count)])

    def _coded(self, leaf: Expression) -> list[Concept]:
        rows = self._vocabulary.of(self._code_id(leaf))
        same = len({row.domain for row in rows}) == 1
        return rows if same and rows[0].domain in _DOMAINS else []

    def _code_id(self, leaf: Expression) -> str:
        """A fact under its node's key, which stays when other items change."""
        node, short = self._facts.node(leaf), leaf_name(leaf).rpartition(".")[2]
        return leaf_name(leaf) if node is None or leaf.cohort is not UNSET else f"{node.key}.{short}"

    def _field(self, leaf: Expression, name: str, *, holds: bool) -> Json:
        source = self._eligibility
        limit = age_limit(source, name)
        if limit is not None:
            self._ledger.approximated(leaf, _YEARS)
            bound = Bound(limit.value, True)
            low, high = (bound, None) if name == "minimum_age" else (None, bound)
            return _age(low, high, holds=holds)
        if source.sex in ("FEMALE", "MALE"):
            other = "MALE" if source.sex == "FEMALE" else "FEMALE"
            wanted = self._vocabulary.gender(source.sex if holds else other)
            return group("ALL", [{"Gender": [concept(wanted)]}] if wanted is not None else [])
        raise AssertionError(f"{name} keeps nobody out")

    def _set(self, name: str) -> int:
        if name not in self._sets:
            self._sets[name] = (len(self._sets), self._vocabulary.of(name))
        return self._sets[name][0]


def _scaled(bound: Bound | None, factor: Fraction) -> Bound | None:
    if bound is None or isinstance(bound.value, str) or factor == 1:
        return bound
    return Bound(float(Fraction(str(bound.value)) * factor), bound.inclusive)


def _has_unknown(part: Expression) -> bool:
    waiting = [part]
    while waiting:
        current = waiting.pop()
        if current.op == "unknown":
            return True
        waiting += current.operands()
    return False


def _age(low: Bound | None, high: Bound | None, *, holds: bool) -> Json:
    within = numeric_range(low, high)
    if holds:
        return group("ALL", [{"Age": within}])
    outside = []
    if low is not None:
        outside.append({"Age": {"Value": low.value, "Op": "lt" if low.inclusive else "lte"}})
    if high is not None:
        outside.append({"Age": {"Value": high.value, "Op": "gt" if high.inclusive else "gte"}})
    return group("ANY", outside)
