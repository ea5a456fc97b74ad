"""Facts in one line, as a reader writes them."""

from extract.document import Anchor, Bound, ExceptionClause, Threshold, Time


def interval(low: Bound | None, high: Bound | None) -> str:
    """Bounds as a reader writes them: `≥ 18`, `1 to 3`, `= 2`."""
    if low and high:
        if low.value == high.value:
            return f"= {low.value}"
        return f"{'≥' if low.inclusive else '>'} {low.value} and {'≤' if high.inclusive else '<'} {high.value}"
    if low:
        return f"{'≥' if low.inclusive else '>'} {low.value}"
    if high:
        return f"{'≤' if high.inclusive else '<'} {high.value}"
    return "unbounded"


def threshold_line(t: Threshold) -> str:
    """A threshold in one line: measure, bounds, unit, reference, condition."""
    name = t.measure.id or t.measure.text
    unit = t.unit if t.unit is not None else f"{t.unit_text} (unit not mapped)"
    parts = [name, interval(t.low, t.high), unit, f"× {t.reference}" if t.reference else ""]
    parts += [f"if: {t.condition.text}"] if t.condition else []
    parts += ["(in an exception)"] if t.exception else []
    parts += [f"within {', '.join(t.within)}"] if t.within else []
    return " ".join(part for part in parts if part)


def time_line(t: Time) -> str:
    """A time in one line: relation, bounds, unit, event, subject."""
    anchor: Anchor | None = t.anchor
    parts = [t.relation, interval(t.low, t.high), t.unit or "", f"@ {anchor.id or anchor.text}" if anchor else ""]
    parts += [f"({t.pick} of {t.group})"] if t.pick else []
    parts += [f"of: {t.subject.text}"] if t.subject else []
    return " ".join(part for part in parts if part)


def fact_line(fact: Threshold | Time | ExceptionClause) -> str:
    """Any fact in one line."""
    if isinstance(fact, Threshold):
        return threshold_line(fact)
    return time_line(fact) if isinstance(fact, Time) else f"{fact.effect}: {fact.text}"
