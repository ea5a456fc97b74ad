"""Leaves and operations of the expression in CQL.

Measurements are Observations with the measure's code, answers are Observations with a boolean under the fact's id by
its node's key. The latest observation in its window counts. What cannot be said is null, so that a verdict hangs on it
only where nothing else decides.
"""

from msgspec import UNSET

from extract.document import Threshold, Time
from extract.export.cql.spelling import NULL, all_of, any_of, at_least, between, literal, name, negated
from extract.export.cql.windows import anchor_name, obstacle, within
from extract.export.index import Index
from extract.export.report import Ledger
from extract.expression import Expression
from extract.logic.evaluate import sex_of, spelled
from extract.logic.joining import leaves
from extract.logic.measuring import age_limit
from extract.logic.readable import leaf_name

_AGES = {"a": "Years", "mo": "Months", "wk": "Weeks", "d": "Days"}
_LIMITS = {"ULN": "TimesUpperLimit", "LLN": "TimesLowerLimit"}
_JOIN = "how the parts join is not understood; null"
_PERCENT = "only values recorded in per cent count; they are not worked out from a reference value"


class Criteria:
    """Writes the definitions of one document, and down what becomes of each leaf."""

    def __init__(self, facts: Index, ledger: Ledger) -> None:
        self._eligibility = facts.eligibility
        self._facts = facts
        self._ledger = ledger
        self.defined: dict[str, str] = {}
        self.codes: dict[str, str] = {}
        self.anchors: dict[str, None] = {}

    def say(self, expression: Expression) -> str:
        """An expression; leaves become definitions of their own."""
        if expression.op is UNSET:
            return self._reference(expression)
        members = [self.say(member) for member in expression.operands()]
        if expression.op == "unknown":
            for leaf in leaves(expression):
                self._ledger.left_out(leaf, _JOIN)
            return NULL
        if expression.op == "not":
            return negated(members[0])
        if expression.op == "if":
            return any_of([negated(members[0]), members[1]])
        if expression.op == "at_least" and expression.n is not UNSET:
            return at_least(expression.n, members)
        return all_of(members) if expression.op == "all" else any_of(members)

    def _reference(self, leaf: Expression) -> str:
        label = spelled(leaf)
        if label not in self.defined:
            self._ledger.mapped(leaf)
            self.defined[label] = NULL
            self.defined[label] = self._leaf(leaf)
        return name(label)

    def _leaf(self, leaf: Expression) -> str:
        if leaf.field is not UNSET:
            return self._field(leaf, leaf.field)
        if leaf.cohort is not UNSET:
            return self._cohort(leaf.cohort)
        times = self._facts.within(leaf)
        reasons = [reason for time in times if (reason := obstacle(time)) is not None]
        if reasons:
            return self._null(leaf, reasons[0])
        self.anchors |= {anchor_name(time): None for time in times}
        threshold = None if leaf.threshold is UNSET else self._facts.thresholds.get(leaf.threshold)
        return self._answer(leaf, times) if threshold is None else self._comparison(leaf, threshold, times)

    def _null(self, leaf: Expression, why: str) -> str:
        self._ledger.left_out(leaf, f"{why}; null")
        return NULL

    def _comparison(self, leaf: Expression, threshold: Threshold, times: list[Time]) -> str:
        if any(isinstance(b.value, str) for b in (threshold.low, threshold.high) if b):
            return self._null(leaf, "lettered stages have no order in CQL")
        if threshold.measure.id == "age":
            return self._age(leaf, threshold)
        if threshold.unit is None:
            return self._null(leaf, "the unit is not known to UCUM")
        latest = f"Last({self._observations(self._measure(threshold), times)})"
        if threshold.reference in _LIMITS and threshold.unit in ("", "1"):
            return between(f"{_LIMITS[threshold.reference]}({latest})", threshold.low, threshold.high)
        if threshold.reference is not None and threshold.unit != "%":
            return self._null(leaf, f"FHIR data hold no {threshold.reference} to count from")
        if threshold.reference is not None:
            self._ledger.approximated(leaf, _PERCENT)
        if threshold.unit in ("", "1"):
            return between(f"Number({latest})", threshold.low, threshold.high)
        return between(f"Amount({latest})", threshold.low, threshold.high, threshold.unit)

    def _measure(self, threshold: Threshold) -> str:
        code = threshold.measure.id or " ".join(threshold.measure.text.lower().split())
        self.codes[code] = "measure"
        return code

    def _observations(self, code: str, times: list[Time]) -> str:
        """The final observations with a code, those in their window, the latest last."""
        there = "O.status.value in {'final', 'amended', 'corrected'}"
        where = all_of([there, within(times, "Day(O)")]) if times else there
        return f"[Observation: {name(code)}] O where {where} sort by (effective as FHIR.dateTime).value"

    def _answer(self, leaf: Expression, times: list[Time]) -> str:
        node, label = self._facts.node(leaf), leaf_name(leaf)
        code = label if node is None else f"{node.key}.{label.rpartition('.')[2]}"
        self.codes[code] = "answer"
        latest = f"Last({self._observations(code, [])})"
        said = f"Answer({latest})"
        return all_of([said, within(times, f"Day({latest})")]) if times else said

    def _cohort(self, label: str) -> str:
        code = f"cohort {label}"
        self.codes[code] = "cohort"
        said = f"Answer(Last({self._observations(code, [])}))"
        sex = sex_of(label)
        return f"Coalesce({said}, {_sex(sex)})" if sex is not None else said

    def _age(self, leaf: Expression, threshold: Threshold) -> str:
        unit = _AGES.get(threshold.unit or "")
        if unit is None:
            return self._null(leaf, "CQL counts age in years, months, weeks or days")
        return between(_age_in(unit), threshold.low, threshold.high)

    def _field(self, leaf: Expression, field: str) -> str:
        source = self._eligibility
        if not self._facts.limits(field):
            return "true"
        if field == "sex":
            return _sex(str(source.sex))
        if field == "healthy_volunteers":
            self.codes["healthy"] = "answer"
            return negated(f"Answer(Last({self._observations('healthy', [])}))")
        limit = age_limit(source, field)
        unit = _AGES.get(limit.unit) if limit is not None else None
        if limit is None or unit is None:
            return self._null(leaf, "CQL counts age in years, months, weeks or days")
        return f"({_age_in(unit)} {'>=' if field == 'minimum_age' else '<='} {limit.value})"


def _age_in(unit: str) -> str:
    return f'CalculateAgeIn{unit}At(Patient.birthDate.value, "today")'


def _sex(sex: str) -> str:
    other = "MALE" if sex == "FEMALE" else "FEMALE"
    gender = "Patient.gender.value"
    return (
        f"(case when {gender} = {literal(sex.lower())} then true "
        f"when {gender} = {literal(other.lower())} then false else null end)"
    )
