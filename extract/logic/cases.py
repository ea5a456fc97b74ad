"""Conditional bounds: which condition each says, and which of them replace an unconditional bound under it."""

from collections.abc import Sequence

from extract.document import Condition, Threshold
from extract.logic.bounds import measure_key
from extract.logic.marks import Marks
from extract.logic.words import logic_words


def said_condition(marks: Marks, threshold: Threshold) -> Condition | None:
    """A bound's condition; none where it says everybody ("male or female"), or stands in a later sentence."""
    condition = threshold.condition
    if condition is None or not logic_words().limits(condition.text.lower()):
        return None
    if marks.elsewhere(threshold, condition) or marks.excepts(condition):
        return None
    own = marks.node.span.start
    between = marks.node.text[threshold.span.end - own : max(condition.span.start - own, 0)]
    return None if ". " in f"{threshold.text[-1]}{between} " else condition


def cases(marks: Marks, thresholds: Sequence[Threshold]) -> dict[str, list[Threshold]]:
    """By the id of an unconditional bound the conditional ones of its measure, which replace it where they hold.

    Where several unconditional bounds share the measure, none is replaced.
    """
    bases: dict[str | None, list[Threshold]] = {}
    conditional: list[Threshold] = []
    for threshold in thresholds:
        if said_condition(marks, threshold) is None:
            bases.setdefault(measure_key(threshold), []).append(threshold)
        else:
            conditional.append(threshold)
    found: dict[str, list[Threshold]] = {}
    for threshold in conditional:
        key = measure_key(threshold)
        base = bases.get(key, []) if key is not None else []
        if len(base) == 1:
            found.setdefault(base[0].id, []).append(threshold)
    return found
