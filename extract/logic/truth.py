"""Kleene's three values: True, False, and None for unknown."""

from collections.abc import Iterable

Truth = bool | None


def both(values: Iterable[Truth]) -> Truth:
    """False when one is false, true when all are, else unknown."""
    result: Truth = True
    for value in values:
        if value is False:
            return False
        if value is None:
            result = None
    return result


def either(values: Iterable[Truth]) -> Truth:
    """True when one is true, false when all are false, else unknown."""
    return invert(both(invert(value) for value in values))


def invert(value: Truth) -> Truth:
    """True for false, false for true, unknown for unknown."""
    return None if value is None else not value


def at_least(n: int, values: Iterable[Truth]) -> Truth:
    """True when `n` are true, false when too few can still be, else unknown."""
    seen = list(values)
    if sum(value is True for value in seen) >= n:
        return True
    return False if sum(value is not False for value in seen) < n else None
