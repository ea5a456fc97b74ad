"""Links between the facts of one node, from their places."""

from extract.document import Node, Span, Threshold
from extract.logic.bounds import implies, measure_key


def link(node: Node) -> None:
    """What each exception softens, and which bounds relax their own item."""
    for clause in node.exceptions:
        before = [
            t.id for t in node.thresholds if not _within(t.span, clause.span) and t.span.start < clause.span.start
        ]
        clause.excepts = before[-1:] if before and not clause.rule.startswith("permission") else [node.id]
    bases: dict[str | None, Threshold] = {}
    for threshold in node.thresholds:
        if threshold.condition is None:
            bases.setdefault(measure_key(threshold), threshold)
    for threshold in node.thresholds:
        if any(_within(threshold.span, clause.span) for clause in node.exceptions):
            threshold.exception = True
        elif threshold.condition is not None:
            base = bases.get(measure_key(threshold))
            if base is not None:
                strict, lax = (threshold, base) if node.section == "exclusion" else (base, threshold)
                threshold.exception = threshold.exception or implies(strict, lax)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
