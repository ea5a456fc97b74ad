"""Links between the facts of one node, from their places."""

from extract.document import Node, Span, Threshold
from extract.logic.bounds import implies, measure_key


def link(node: Node) -> None:
    """What each exception softens, and which bounds relax their own item."""
    for clause in node.exceptions:
        allows = clause.rule.startswith("permission")
        last = None if allows else _last_before(node, clause.span)
        clause.excepts = [node.id] if last is None else [last.id]
    bases: dict[str | None, Threshold] = {}
    for threshold in node.thresholds:
        threshold.exception |= any(_within(threshold.span, clause.span) for clause in node.exceptions)
        if threshold.condition is None and not threshold.exception:
            bases.setdefault(measure_key(threshold), threshold)
    for threshold in node.thresholds:
        if threshold.condition is not None and not threshold.exception:
            base = bases.get(measure_key(threshold))
            if base is not None:
                strict, lax = (threshold, base) if node.section == "exclusion" else (base, threshold)
                threshold.exception = implies(strict, lax)


def _last_before(node: Node, clause: Span) -> Threshold | None:
    """The last bound that stands before a clause."""
    outside = (t for t in reversed(node.thresholds) if t.span.start < clause.start and not _within(t.span, clause))
    return next(outside, None)


def _within(inner: Span, outer: Span) -> bool:
    return outer.start <= inner.start and inner.end <= outer.end
