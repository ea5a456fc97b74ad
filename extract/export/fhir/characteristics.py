"""The expression as characteristics of an EvidenceVariable.

`all`, `any` and `at_least` are definitionByCombination, `not` is exclude, `if` is any-of with its guard excluded.
A comparison in UCUM is definitionByTypeAndValue; a question, condition, exception or cohort is a
definitionCodeableConcept in the text's own words.
"""

import re

from msgspec import UNSET

from extract.document import Threshold
from extract.export.conjuncts import conjuncts
from extract.export.fhir.values import (
    MEASURES,
    Json,
    bounds,
    concept,
    from_event,
    lasting,
    no_slot,
    quantity,
    window_loss,
)
from extract.export.index import Index
from extract.export.report import Ledger
from extract.expression import Expression
from extract.logic.joining import leaves
from extract.logic.measuring import age_limit
from extract.logic.readable import leaf_name

_GENDER = "http://hl7.org/fhir/administrative-gender"
_CODES = {"all": "all-of", "any": "any-of", "at_least": "at-least"}
_NO_ID = re.compile(r"[^A-Za-z0-9.-]+")
_JOIN_UNKNOWN = "how the parts join is not understood; carried as one text"


class Characteristics:
    """Builds the characteristics of one document and writes down what becomes of each leaf."""

    def __init__(self, facts: Index, ledger: Ledger) -> None:
        self._eligibility = facts.eligibility
        self._facts = facts
        self._ledger = ledger
        self._links: dict[str, int] = {}

    def top(self) -> list[Json]:
        """The characteristics that must all hold."""
        expression = self._eligibility.expression
        if expression is None:
            return []
        members = []
        for part in conjuncts(expression):
            if part.field is not UNSET and not self._facts.limits(part.field):
                self._ledger.mapped(part)
            else:
                members.append(self.build(part))
        return members

    def build(self, expression: Expression) -> Json:
        """One operation or leaf as a characteristic."""
        if expression.op is UNSET:
            return self._leaf(expression)
        members = list(expression.operands())
        if expression.op == "not":
            return self._excluded(self.build(members[0]))
        if expression.op == "if":
            guard, requirement = members
            return self._combined("any-of", [self._excluded(self.build(guard)), self.build(requirement)])
        if expression.op == "unknown":
            return self._not_understood(expression)
        count = expression.n if expression.op == "at_least" and expression.n is not UNSET else None
        return self._combined(_CODES[str(expression.op)], [self.build(member) for member in members], count)

    def _combined(self, code: str, members: list[Json], count: int | None = None) -> Json:
        combination: Json = {"code": code, "characteristic": members}
        if count is not None:
            combination["threshold"] = count
        return {"linkId": self._link(code), "definitionByCombination": combination}

    def _excluded(self, characteristic: Json) -> Json:
        if "exclude" in characteristic:
            return self._combined("all-of", [characteristic]) | {"exclude": True}
        return characteristic | {"exclude": True}

    def _not_understood(self, expression: Expression) -> Json:
        for leaf in leaves(expression):
            self._ledger.approximated(leaf, _JOIN_UNKNOWN)
        words = "; ".join(dict.fromkeys(self._facts.text(leaf) for leaf in leaves(expression)))
        return {
            "linkId": self._link("unknown"),
            "description": _JOIN_UNKNOWN,
            "definitionCodeableConcept": concept(words),
        }

    def _leaf(self, leaf: Expression) -> Json:
        self._ledger.mapped(leaf)
        if leaf.field is not UNSET:
            return {"linkId": self._link(leaf.field), **self._field(leaf.field)}
        node = self._facts.node(leaf)
        head: Json = {"linkId": self._link(leaf_name(leaf))}
        if node is not None:
            head["description"] = " ".join(node.plain.split())
        threshold = None if leaf.threshold is UNSET else self._facts.thresholds.get(leaf.threshold)
        meaning = (
            {"definitionCodeableConcept": concept(self._words(leaf))}
            if threshold is None
            else self._comparison(leaf, threshold)
        )
        return head | meaning | self._window(leaf)

    def _words(self, leaf: Expression) -> str:
        name = leaf_name(leaf)
        return f"considered for {name}" if leaf.cohort is not UNSET else self._facts.words.get(name, name)

    def _comparison(self, leaf: Expression, threshold: Threshold) -> Json:
        reason = no_slot(threshold)
        if reason is not None or threshold.unit is None:
            self._ledger.approximated(leaf, reason or "")
            return {"definitionCodeableConcept": concept(self._words(leaf))}
        kind = concept(threshold.measure.text, MEASURES, threshold.measure.id)
        values = bounds(threshold.low, threshold.high, threshold.unit)
        typed: list[Json] = [{"definitionByTypeAndValue": {"type": kind, **value}} for value in values]
        if len(typed) == 1:
            return typed[0]
        ends = [{"linkId": self._link(leaf_name(leaf)), **end} for end in typed]
        return {"definitionByCombination": {"code": "all-of", "characteristic": ends}}

    def _window(self, leaf: Expression) -> Json:
        meaning: Json = {}
        for time in self._facts.within(leaf):
            length = lasting(time)
            if length is not None and not any(name.startswith("duration") for name in meaning):
                meaning |= length
                continue
            reason = window_loss(time)
            if reason is not None:
                self._ledger.approximated(leaf, reason)
            meaning.setdefault("timeFromEvent", []).append(from_event(time))
        return meaning

    def _field(self, name: str) -> Json:
        source = self._eligibility
        if name == "sex" and source.sex is not None:
            value = concept(source.sex.lower(), _GENDER, source.sex.lower())
            return {"definitionByTypeAndValue": {"type": concept("sex"), "valueCodeableConcept": value}}
        if name == "healthy_volunteers":
            return {"exclude": True, "definitionCodeableConcept": concept("healthy volunteer")}
        limit = age_limit(source, name)
        if limit is None:
            return {"definitionCodeableConcept": concept(f"registry field {name}: no limit")}
        value = quantity(limit.value, limit.unit, ">=" if name == "minimum_age" else "<=")
        return {"definitionByTypeAndValue": {"type": concept("age", MEASURES, "age"), "valueQuantity": value}}

    def _link(self, name: str) -> str:
        """A linkId that no other characteristic has; FHIR allows letters, digits, "-" and "." in it."""
        name = _NO_ID.sub("-", name)
        count = self._links.get(name, 0) + 1
        self._links[name] = count
        return name if count == 1 else f"{name}.again{count}"
