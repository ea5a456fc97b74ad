"""How CQL spells names, texts, numbers and joins."""

from collections.abc import Sequence

from extract.document import Bound

NULL = "(null as Boolean)"


def name(text: str) -> str:
    """A quoted identifier."""
    return '"' + _escaped(text).replace('"', '\\"') + '"'


def literal(text: str) -> str:
    """A string literal."""
    return "'" + _escaped(text).replace("'", "\\'") + "'"


def comment(text: str) -> str:
    """A line of comment; the text cannot end it."""
    return "// " + " ".join(text.split())


def all_of(members: Sequence[str]) -> str:
    """True when all are; null where one is not known and none is false."""
    return f"({' and '.join(members)})" if members else "true"


def any_of(members: Sequence[str]) -> str:
    """True when one is; null where one is not known and none is true."""
    return f"({' or '.join(members)})" if members else "false"


def negated(member: str) -> str:
    """Null stays null."""
    return f"(not {member})"


def at_least(count: int, members: Sequence[str]) -> str:
    """True when `count` are true, false when too few can still be: sums, since a set would merge equal truths."""
    sure = " + ".join(f"(case when {m} then 1 else 0 end)" for m in members)
    possible = " + ".join(f"(case when {m} is false then 0 else 1 end)" for m in members)
    return f"(case when {sure} >= {count} then true when {possible} < {count} then false else null end)"


def between(value: str, low: Bound | None, high: Bound | None, unit: str = "") -> str:
    """Whether a value lies within bounds, as a number or (with a unit) as a quantity."""
    ends = []
    for bound, signs in ((low, (">=", ">")), (high, ("<=", "<"))):
        if bound is not None:
            quantity = f" {literal(unit)}" if unit else ""
            ends.append(f"{value} {signs[0] if bound.inclusive else signs[1]} {number(bound.value)}{quantity}")
    return all_of(ends)


def number(value: int | float | str) -> str:
    """A decimal without exponent."""
    return format(float(value), "f").rstrip("0").rstrip(".") if isinstance(value, float) else str(value)


def _escaped(text: str) -> str:
    return " ".join(text.replace("\\", "\\\\").split())
