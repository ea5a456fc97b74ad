"""The criteria text cut where facts begin and end, so that overlapping facts can be shown in one text."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from extract.document import Node, Span

LANES = {
    "t": "threshold",
    "d": "time",
    "x": "exception",
    "c": "condition",
    "m": "measure, event or subject of a fact",
    "n": "unexplained number",
    "q": "question: words that no fact says",
}
"""The letter of each kind of highlight, in the order of its lane under the text."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of text in which nothing begins or ends. `ends` are the letters of the facts that end with it."""

    start: int
    text: str
    node: str
    lanes: str
    refs: str
    ends: str


@dataclass(frozen=True, slots=True)
class _Mark:
    span: Span
    lane: str
    ref: str
    own: bool


def segments(text: str, nodes: list[Node]) -> list[Segment]:
    """The whole text in order; time grows with text and facts, not with their product."""
    marks = [mark for node in nodes for mark in _marks(node)]
    owner = [(node.span, node.id) for node in nodes]
    edges = {0, len(text)}
    for span in (*(mark.span for mark in marks), *(span for span, _ in owner)):
        edges |= {span.start, span.end}
    opening: dict[int, list[_Mark]] = {}
    for mark in marks:
        opening.setdefault(mark.span.start, []).append(mark)
    starts = {span.start: (span.end, name) for span, name in owner}
    found, active, node_end, node = [], list[_Mark](), 0, ""
    ordered = sorted(edges)
    for start, end in pairwise(ordered):
        active = [mark for mark in active if mark.span.end > start] + opening.get(start, [])
        if start in starts:
            node_end, node = starts[start]
        elif start >= node_end:
            node = ""
        lanes = {mark.lane for mark in active}
        found.append(
            Segment(
                start,
                text[start:end],
                node,
                " ".join(lane for lane in LANES if lane in lanes),
                " ".join(dict.fromkeys(mark.ref for mark in active)),
                " ".join(dict.fromkeys(m.ref.rpartition(".")[2] for m in active if m.own and m.span.end == end)),
            )
        )
    return found


def _marks(node: Node) -> Iterator[_Mark]:
    for threshold in node.thresholds:
        yield _Mark(threshold.span, "t", threshold.id, True)
        yield _Mark(threshold.measure.span, "m", threshold.id, False)
        if threshold.condition:
            yield _Mark(threshold.condition.span, "c", threshold.id, False)
    for time in node.times:
        yield _Mark(time.span, "d", time.id, True)
        for words in (time.anchor, time.subject):
            if words:
                yield _Mark(words.span, "m", time.id, False)
    for clause in node.exceptions:
        yield _Mark(clause.span, "x", clause.id, True)
    for question in node.questions:
        yield _Mark(question.span, "q", question.id, False)
    for number in node.numbers:
        if number.class_ == "unexplained":
            yield _Mark(number.span, "n", f"{node.id}@{number.span.start}", False)
