"""Completes an eligibility section: questions, links between facts, statuses, and the expression."""

import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from msgspec import UNSET

from extract.document import Condition, Eligibility, Issue, Node, Question, Span, Threshold, Time
from extract.expression import Expression
from extract.logic.joining import leaves
from extract.logic.links import link, link_below
from extract.logic.tree import Assembler

Placed = tuple[str, Node]


def complete(eligibility: Eligibility) -> list[Issue]:
    """Fill in what follows from the facts of the nodes; returns what is left out of the expression, and why."""
    placed = list(eligibility.placed())
    assembler = Assembler(eligibility, [node for _, node in placed])
    relaxing = False
    for _, node in placed:
        node.questions = []
        if node.thresholds or node.exceptions:
            link(node)
            relaxing = relaxing or bool(node.exceptions and node.children)
    if relaxing:
        link_below(node for _, node in placed)
    expression = assembler.run()
    eligibility.expression = expression
    held = leaves(expression)
    _windows(eligibility.text or "", placed, held)
    return assembler.issues + list(_left_out(placed, held))


def _windows(text: str, placed: Sequence[Placed], held: Sequence[Expression]) -> None:
    """A threshold names the times in which it must be measured, as its leaf does."""
    within: dict[str, list[str]] = {}
    for leaf in held:
        if leaf.threshold is not UNSET and leaf.within is not UNSET:
            within[leaf.threshold] = list(leaf.within)
    for _, node in placed:
        for threshold in node.thresholds:
            threshold.within = within.get(threshold.id) or _beside(node, threshold, text)


# Words that open a window in which something must be measured.
_WINDOW = re.compile(r"within\b|(?:in|during|over) the (?:last|past|previous|preceding|prior|\d)", re.IGNORECASE)


def _beside(node: Node, threshold: Threshold, text: str) -> list[str]:
    """The window right after a bound of an item asked as a whole: `haemoglobin < 8 g/dL within the last month`."""
    for time in node.times:
        gap = time.span.start - threshold.span.end
        if (
            0 <= gap <= 2
            and _WINDOW.match(time.text)
            and text[threshold.span.end : time.span.start].strip() in ("", ")", "(")
        ):
            return [one.id for one in node.times if one is time or (time.group and one.group == time.group)]
    return []


_WHY = ("its place in the item is not understood", "it stands in a note, which explains")


def _left_out(placed: Sequence[Placed], held: Sequence[Expression]) -> Iterator[Issue]:
    """Facts that the expression does not name."""
    named: set[str] = set()
    for leaf in held:
        if leaf.question is not UNSET:
            named.add(leaf.question)
        else:
            named.update(name for name in (leaf.threshold, leaf.condition, leaf.exception) if name is not UNSET)
        if leaf.within is not UNSET:
            named.update(leaf.within)
    for path, node in placed:
        if not (node.thresholds or node.times or node.exceptions) and named.issuperset([q.id for q in node.questions]):
            continue
        said = [t.condition for t in node.thresholds if t.condition]
        facts: list[Threshold | Time | Condition | Question] = [*node.thresholds, *node.times, *said, *node.questions]
        missing = {fact.id: fact.span for fact in facts if fact.id not in named}
        if not (missing or node.exceptions):
            continue
        asked, conditions = _Asked(node.questions), _Asked(said)
        for name, span in missing.items():
            other = asked.around(span, name) or conditions.around(span, name)
            why = f"its words are asked with {other}" if other else _WHY[node.kind == "note"]
            message = f"{name} is not in the expression: {why}."
            yield Issue(code="not_in_expression", severity="info", message=message, path=path, span=span)
        if not node.exceptions:
            continue
        starts = sorted(i.span.start for i in node.thresholds + node.times + node.questions if i.id in named)
        for clause in node.exceptions:
            if clause.id not in named:
                inside = bisect_left(starts, clause.span.start) < bisect_left(starts, clause.span.end)
                written = inside or bool(node.children)
                around = asked.around(clause.span)
                why = (
                    "the expression of its words stands there instead"
                    if written
                    else f"its words are asked with {around}"
                    if around
                    else "what it softens is not understood"
                )
                message = f"{clause.id} is not in the expression: {why}."
                yield Issue(
                    code="exception_written_out" if written else "not_in_expression",
                    severity="info",
                    message=message,
                    path=path,
                    span=clause.span,
                )


class _Asked:
    """Words of an item that are asked as they stand, by place: its questions, or the conditions of its bounds."""

    def __init__(self, words: Sequence[Question | Condition]) -> None:
        said = [(one.span, one.id) for one in words]
        self._first = said[:1]  # mostly all there is: the whole item
        self._said = sorted(said, key=_place) if len(said) > 1 else []
        self._reach = list(accumulate((span.end for span, _ in self._said), max))

    def around(self, span: Span, but: str = "") -> str | None:
        """One whose words hold a stretch, the first where it does; not `but`."""
        for place, name in self._first:
            if place.start <= span.start and span.end <= place.end and name != but:
                return name
        at = bisect_right(self._said, (span.start, sys.maxsize), key=_place)
        while at and self._reach[at - 1] >= span.end:
            at -= 1
            place, name = self._said[at]
            if span.end <= place.end and name != but:
                return name
        return None


def _place(asked: tuple[Span, str]) -> tuple[int, int]:
    return asked[0].start, asked[0].end
