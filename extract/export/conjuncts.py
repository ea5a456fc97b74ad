"""An expression as the parts that must all hold: what an exporter carries or leaves out as one."""

from collections.abc import Iterator

from extract.expression import Expression, negate


def conjuncts(expression: Expression) -> Iterator[Expression]:
    """The parts in order; `all` is parted, and so is the `not` of an `any`. Works for any depth."""
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        inner = next(current.operands()) if current.op == "not" else None
        if current.op == "all":
            waiting += reversed(list(current.operands()))
        elif inner is not None and inner.op == "any":
            waiting += reversed([negate(member) for member in inner.operands()])
        elif inner is not None and inner.op == "not":
            waiting.append(next(inner.operands()))
        else:
            yield current
