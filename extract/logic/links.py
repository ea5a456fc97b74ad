"""Links between the facts of one node, from their places."""

from extract.document import Node, Span
from extract.logic.bounds import implies, measure_key


def link(node: Node) -> None:
    """What each exception softens, and which bounds relax their own item."""
    for clause in node.exceptions:
        before = [
            t.id for t in node.thresholds if not _within(t.span, clause.span) and t.span.start < clause.span.start
        ]
        clause.excepts = before[-1:] if before and not clause.rule.startswith("permission") else [node.id]
    for threshold in node.thresholds:
        if any(_within(threshold.span, clause.span) for clause in node.exceptions):
            threshold.exception = True
        elif threshold.condition is not None:
            bases = [t for t in node.thresholds if t.condition is None and measure_key(t) == measure_key(threshold)]
            strict = (
                (threshold, bases[0])
                if bases and node.section == "exclusion"
                else (bases[0], threshold)
                if bases
                else None
            )
            threshold.exception = threshold.exception or (strict is not None and implies(*strict))


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
