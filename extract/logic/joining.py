"""Joining expressions, and giving leaves their times."""

from collections.abc import Sequence
from typing import Literal

from msgspec import UNSET

from extract import expression as ex
from extract.document import Time
from extract.expression import Expression

Join = Literal["all", "any"]


def join(how: Join, members: Sequence[Expression]) -> Expression | None:
    """Members joined; conditional ones take the form that is neutral in the join."""
    if not members:
        return None
    if len(members) == 1:
        return members[0]
    if how == "all":
        return ex.all_of(members)
    return ex.any_of([_met(m) for m in members])


def _met(member: Expression) -> Expression:
    """A member of a join by any: a condition that does not hold must not make it true."""
    if member.when is not UNSET and member.then is not UNSET:
        return ex.all_of([member.when, member.then])
    if member.op == "all" and member.of is not UNSET and all(m.when is not UNSET for m in member.of):
        return ex.all_of([_met(m) for m in member.of])
    return member


def add_times(leaf: Expression, times: Sequence[Time]) -> None:
    """Let a threshold or question leaf hold within more times."""
    if not times:
        return
    held = list(leaf.within) if leaf.within is not UNSET else []
    leaf.within = held + [t.id for t in times if t.id not in held]


def leaves(expression: Expression) -> list[Expression]:
    """Every leaf, in order; works for any depth."""
    if expression.op is UNSET:
        return [expression]  # most are
    found: list[Expression] = []
    waiting = [expression]
    while waiting:
        current = waiting.pop()
        if current.op is UNSET:
            found.append(current)
        elif current.of is not UNSET:
            waiting += reversed(current.of)
        else:
            waiting += reversed(list(current.operands()))
    return found
