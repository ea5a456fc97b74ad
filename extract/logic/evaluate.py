"""Evaluates a document's expression for one participant, in three values, with reasons and open questions."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from msgspec import UNSET, Struct

from extract.document import Eligibility, Node, StudyDocument, Threshold, Time
from extract.expression import Expression
from extract.logic.joining import leaves
from extract.logic.measuring import Answered, Policy, age_field, age_limit, meets
from extract.logic.participant import Event, Participant
from extract.logic.readable import leaf_name, leaf_text, quotes
from extract.logic.truth import Truth, at_least, both, either, invert
from extract.logic.windows import day, within

Verdict = Literal["eligible", "not_eligible", "unknown"]
_SEXES = re.compile(
    r"\s*(?:adult\s+)?(?:(?P<FEMALE>females?|women|woman|girls?)|(?P<MALE>males?|men|man|boys?))\b", re.IGNORECASE
)


class Judged(Struct, frozen=True):
    """One criterion: whether it is met (for exclusions: whether the participant is not excluded), and why."""

    node: str
    key: str
    verdict: Literal["met", "not_met", "unknown"]
    reasons: list[str]
    quote: str


class Open(Struct, frozen=True):
    """A question that is not answered; decisive when one of its answers alone settles the verdict."""

    id: str
    key: str
    kind: str
    text: str
    decisive: bool


class Result(Struct, frozen=True):
    """The verdict for one participant."""

    study_id: str
    participant: str | None
    verdict: Verdict
    criteria: list[Judged]
    questions: list[Open]
    reason: str | None = None


@dataclass(slots=True)
class Evaluator:
    """Values of expressions for one participant; each leaf is looked up once."""

    eligibility: Eligibility
    participant: Participant
    policy: Policy = "latest"
    nodes: dict[str, Node] = field(default_factory=dict)
    thresholds: dict[str, Threshold] = field(default_factory=dict)
    times: dict[str, Time] = field(default_factory=dict)
    _known: dict[str, Answered] = field(default_factory=dict)

    def __post_init__(self) -> None:
        waiting = list(self.eligibility.criteria)
        while waiting:
            node = waiting.pop()
            waiting += node.children
            self.nodes[node.id] = node
            self.thresholds |= {t.id: t for t in node.thresholds}
            self.times |= {t.id: t for t in node.times}

    def value(self, expression: Expression, assumed: tuple[str, bool] | None = None) -> Truth:
        """The expression's value; `assumed` is a leaf (by `spelled`) with a value taken for granted."""
        if expression.op is UNSET:
            if assumed is not None and spelled(expression) == assumed[0]:
                return assumed[1]
            return self.leaf(expression)[0]
        values = [self.value(x, assumed) for x in expression.operands()]
        if expression.op == "all":
            return both(values)
        if expression.op == "any":
            return either(values)
        if expression.op == "not":
            return invert(values[0])
        if expression.op == "if":
            return either([invert(values[0]), values[1]])
        if expression.op == "at_least" and expression.n is not UNSET:
            return at_least(expression.n, values)
        return None

    def leaf(self, leaf: Expression) -> Answered:
        """A leaf's value and the reason for it."""
        name = spelled(leaf)
        if name not in self._known:
            self._known[name] = self._look(leaf)
        return self._known[name]

    def _look(self, leaf: Expression) -> Answered:
        times = [self.times[t] for t in (leaf.within if leaf.within is not UNSET else ()) if t in self.times]
        if leaf.field is not UNSET:
            return self._field(leaf.field)
        if leaf.cohort is not UNSET:
            return self._cohort(leaf.cohort)
        if leaf.threshold is not UNSET:
            threshold = self.thresholds.get(leaf.threshold)
            if threshold is None:
                return None, f"{leaf.threshold}: not in the document"
            return meets(threshold, times, self.participant, self.policy)
        return self._answer(leaf, times)

    def _answer(self, leaf: Expression, times: Sequence[Time]) -> Answered:
        name = leaf_name(leaf)
        given = self._given(name)
        if given is None:
            return None, f"{name}: not answered"
        event = given if isinstance(given, Event) else Event(True, given) if isinstance(given, str) else Event(given)
        if isinstance(given, str) and day(given) is None:
            return None, f"{name}: {given!r} is no date"
        if not event.value:
            return False, f"{name}: no"
        if not times:
            return True, f"{name}: yes"
        value = within(times, event, self.participant)
        said = [answer for t in times if isinstance(answer := self._given(t.id), bool)]
        if value is None and len(said) == len(times):
            value = either(said) if len({t.group for t in times}) == 1 and times[0].group else both(said)
        shown = "in its time" if value else "outside its time" if value is False else "when is not known"
        return value, f"{name}: yes, {shown}"

    def _given(self, name: str) -> bool | str | Event | None:
        """The answer under a fact's id, or under its node's key."""
        node, _, short = name.rpartition(".")
        answers = self.participant.answers
        key = f"{self.nodes[node].key}.{short}" if node in self.nodes else name
        return answers.get(name, answers.get(key))

    def _cohort(self, label: str) -> Answered:
        known = self.participant.cohorts.get(label)
        if known is not None:
            return known, f"{label}: {'considered' if known else 'not considered'}"
        sex = sex_of(label)
        if sex is not None and self.participant.sex is not None:
            return sex == self.participant.sex, f"sex: {self.participant.sex.lower()}"
        return None, f"{label}: not known whether considered"

    def _field(self, name: str) -> Answered:
        source, participant = self.eligibility, self.participant
        limit = age_limit(source, name)
        if limit is not None:
            return age_field(limit, participant, least=name == "minimum_age")
        if name == "sex":
            if source.sex in (None, "ALL"):
                return True, "sex: all"
            return (
                None if participant.sex is None else participant.sex == source.sex
            ), f"sex: {participant.sex or 'not known'}"
        if name == "healthy_volunteers" and source.healthy_volunteers is not None:
            if source.healthy_volunteers:
                return True, "healthy volunteers may join"
            return invert(participant.healthy), "healthy volunteers may not join"
        return True, f"{name}: no limit"


def sex_of(label: str) -> str | None:
    """FEMALE or MALE for a cohort that is named by its sex."""
    match = _SEXES.match(label)
    return match.lastgroup if match is not None else None


def spelled(leaf: Expression) -> str:
    """A leaf's name with its times: what makes two leaves the same question."""
    return leaf_name(leaf) + ("" if leaf.within is UNSET else "@" + "+".join(leaf.within))


def evaluate(document: StudyDocument, participant: Participant, policy: Policy = "latest") -> Result:
    """Whether a participant is eligible, criterion by criterion, and what remains to be asked.

    `policy` says which of several measurements counts: the most recent in its window, or any in its window.
    """
    eligibility = document.eligibility
    if eligibility.expression is None:
        return Result(document.study_id, participant.id, "unknown", [], [], "The document has no expression.")
    evaluator = Evaluator(eligibility, participant, policy)
    whole = evaluator.value(eligibility.expression)
    judged = [_judged(evaluator, part) for part in criteria(eligibility.expression)]
    reason = None if eligibility.criteria else "The record has no criteria text."
    verdict: Verdict = "unknown" if whole is None else "eligible" if whole else "not_eligible"
    questions = _open(evaluator, eligibility.expression) if whole is None else []
    return Result(document.study_id, participant.id, verdict, judged, questions, reason)


def criteria(expression: Expression) -> Iterator[Expression]:
    """The parts of an expression that stand for one criterion each."""
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        below = list(current.operands())
        if current.op == "all" and len({leaf.node for leaf in leaves(current)}) > 1:
            waiting += reversed(below)
        else:
            yield current


def _owner(part: Expression) -> str:
    """The node that all leaves of a part lie in; a field's name where there is none."""
    named = [leaf.node.split(".") if leaf.node is not UNSET else [leaf_name(leaf)] for leaf in leaves(part)]
    shared = [words[0] for words in zip(*named, strict=False) if len(set(words)) == 1]
    return ".".join(shared)


def _judged(evaluator: Evaluator, part: Expression) -> Judged:
    value = evaluator.value(part)
    name = _owner(part)
    node = evaluator.nodes.get(name)
    reasons = list(
        dict.fromkeys(reason for v, reason in map(evaluator.leaf, leaves(part)) if v is not None or value is None)
    )
    quote = (
        " ".join(node.text.split()) if node is not None else f"registry field {name}" if name else "no criteria text"
    )
    verdict: Literal["met", "not_met", "unknown"] = "unknown" if value is None else "met" if value else "not_met"
    return Judged(name, node.key if node is not None else "", verdict, reasons, quote)


def _open(evaluator: Evaluator, expression: Expression) -> list[Open]:
    """Unknown leaves that the verdict still hangs on, the decisive ones first."""
    words = quotes(evaluator.eligibility)
    found: dict[str, Open] = {}
    for part in criteria(expression):
        if evaluator.value(part) is not None:
            continue
        for leaf in leaves(part):
            name = spelled(leaf)
            if name in found or evaluator.leaf(leaf)[0] is not None:
                continue
            # The whole is unknown: it is settled when this criterion becomes false, or was the last one open.
            settles = any(evaluator.value(part, (name, answer)) is False for answer in (True, False))
            found[name] = _question(evaluator, leaf, words, decisive=settles)
    return sorted(found.values(), key=lambda q: not q.decisive)


def _question(evaluator: Evaluator, leaf: Expression, words: dict[str, str], *, decisive: bool) -> Open:
    name = leaf_name(leaf)
    node, _, short = name.rpartition(".")
    kinds = ("threshold", "question", "condition", "exception", "field", "cohort")
    kind = next(k for k in kinds if getattr(leaf, k) is not UNSET)
    key = f"{evaluator.nodes[node].key}.{short}" if node in evaluator.nodes else name
    return Open(name, key, kind, leaf_text(leaf, words), decisive)
