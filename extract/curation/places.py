"""Facts of a document as overrides write them, and back: places within the node's text ↔ spans of the whole text."""

from dataclasses import dataclass

from extract.curation.overrides import Fact, LocalException, LocalThreshold, LocalTime, Words
from extract.document import (
    Anchor,
    Condition,
    ExceptionClause,
    Measure,
    Node,
    Span,
    StudyDocument,
    Subject,
    Threshold,
    Time,
)

DocumentFact = Threshold | Time | ExceptionClause
ADDED = "curator.added"  # the rule of facts that a curator added


class MisplacedError(ValueError):
    """Words that do not stand where the override says."""


@dataclass(frozen=True, slots=True)
class Home:
    """A node with the nodes above it, the nearest first."""

    node: Node
    above: tuple[Node, ...] = ()

    def level(self, above: int) -> Node:
        """The node itself (0), its parent (1) and so on; raises MisplacedError beyond the root."""
        if above == 0:
            return self.node
        if above > len(self.above):
            raise MisplacedError(f"there is nothing {above} levels above {self.node.id}")
        return self.above[above - 1]

    def facts(self) -> list[DocumentFact]:
        """The facts of the node."""
        return [*self.node.thresholds, *self.node.times, *self.node.exceptions]

    def span(self, text: str, start: int, end: int, above: int = 0) -> Span:
        """Where those words stand in the whole text; raises MisplacedError when others stand there."""
        node = self.level(above)
        if not 0 <= start < end or node.text[start:end] != text:
            raise MisplacedError(f"{text!r} does not stand at {start}–{end} of {node.text[:60]!r}")
        return Span(node.span.start + start, node.span.start + end)

    def words(self, text: str, span: Span, id: str | None = None) -> Words | None:  # noqa: A002  the contract's name
        """Words of the document as an override writes them; None when they stand in no node of this line."""
        for above, node in enumerate((self.node, *self.above)):
            if node.span.start <= span.start and span.end <= node.span.end:
                return Words(text, span.start - node.span.start, span.end - node.span.start, above, id)
        return None


def homes(criteria: list[Node]) -> list[Home]:
    """Every node in reading order with those above it; works for any depth."""
    found: list[Home] = []
    waiting = [Home(node) for node in reversed(criteria)]
    while waiting:
        home = waiting.pop()
        found.append(home)
        waiting += [Home(child, (home.node, *home.above)) for child in reversed(home.node.children)]
    return found


def homes_of(document: StudyDocument) -> list[Home]:
    """Every node of a document with those above it."""
    return homes(document.eligibility.criteria)


def localise(fact: DocumentFact, home: Home) -> Fact:
    """The fact as an override writes it."""
    at = home.node.span.start
    place = (fact.text, fact.span.start - at, fact.span.end - at)
    if isinstance(fact, ExceptionClause):
        return LocalException(*place, effect=fact.effect)
    if isinstance(fact, Time):
        return LocalTime(
            *place,
            relation=fact.relation,
            low=fact.low,
            high=fact.high,
            unit=fact.unit,
            anchor=home.words(fact.anchor.text, fact.anchor.span, fact.anchor.id) if fact.anchor else None,
            pick=fact.pick,
            group=fact.group.rpartition(".")[2] if fact.group else None,
            subject=home.words(fact.subject.text, fact.subject.span) if fact.subject else None,
        )
    return LocalThreshold(
        *place,
        measure=home.words(fact.measure.text, fact.measure.span, fact.measure.id),
        low=fact.low,
        high=fact.high,
        unit=fact.unit,
        unit_text=fact.unit_text,
        scale=fact.scale,
        reference=fact.reference,
        condition=home.words(fact.condition.text, fact.condition.span) if fact.condition else None,
    )


def place(fact: Fact, home: Home, rule: str = ADDED) -> DocumentFact:
    """The fact in the document's form, without ids; raises MisplacedError when words do not stand where they should."""
    span = home.span(fact.text, fact.start, fact.end)
    if isinstance(fact, LocalException):
        return ExceptionClause("", span, fact.text, [home.node.id], fact.effect, rule)
    if isinstance(fact, LocalTime):
        return _time(fact, home, span, rule)
    _ordered(fact)
    measure = fact.measure or Words(fact.text, fact.start, fact.end)
    condition = None
    if fact.condition:
        condition = Condition("", fact.condition.text, _span(fact.condition, home), fact.condition.above > 0)
    return Threshold(
        id="",
        span=span,
        text=fact.text,
        measure=Measure(measure.text, _span(measure, home), measure.above > 0, measure.id),
        low=fact.low,
        high=fact.high,
        unit=fact.unit,
        unit_text=fact.unit_text,
        scale=fact.scale,
        reference=fact.reference,
        condition=condition,
        rule=rule,
    )


def _time(fact: LocalTime, home: Home, span: Span, rule: str) -> Time:
    _ordered(fact)
    anchor, subject = fact.anchor, fact.subject
    return Time(
        id="",
        span=span,
        text=fact.text,
        relation=fact.relation,
        low=fact.low,
        high=fact.high,
        unit=fact.unit,
        anchor=Anchor(anchor.text, _span(anchor, home), anchor.above > 0, anchor.id) if anchor else None,
        pick=fact.pick,
        group=f"{home.node.id}.{fact.group}" if fact.group else None,
        subject=Subject(subject.text, _span(subject, home)) if subject else None,
        rule=rule,
    )


def _span(words: Words, home: Home) -> Span:
    return home.span(words.text, words.start, words.end, words.above)


def _ordered(fact: LocalThreshold | LocalTime) -> None:
    low, high = fact.low and fact.low.value, fact.high and fact.high.value
    if isinstance(low, int | float) and isinstance(high, int | float) and low > high:
        raise MisplacedError(f"the lower bound {low} lies above the upper bound {high}")
