"""Thresholds of one measure under different conditions, told apart by which bound is the stricter one."""

import re
from collections.abc import Sequence

from extract import expression as ex
from extract.document import Bound, Threshold
from extract.expression import Expression
from extract.logic.marks import Cluster

_AGES = frozenset({"a", "mo", "wk", "d"})
_FOR = re.compile(
    r"\b(?:for|in|if|among|use)\s+(?:(?:patients?|participants?|subjects?|children|individuals|recipients|adults|those|age[ds]?|pediatric|paediatric|people|adolescents)\s*){0,2}"
    r"(?:(?:who\s+are|aged?|ages|of\s+age|with\s+age|between|with|the|an?)\s*){0,3}$",
)
_TITLED = re.compile(r"\s*(?:of\s+age|old|\))?\s*:")


def measure_key(threshold: Threshold) -> str | None:
    """What two thresholds must share to be about the same thing."""
    if threshold.measure is None:
        return None
    return threshold.measure.id or " ".join(threshold.measure.text.lower().split())


def is_band(text: str, cluster: Cluster) -> bool:
    """Whether a bound of age says whom the bounds beside it are for: "for patients ≤ 16 years"."""
    if not all(measure_key(t) in {"age", "aged"} or t.unit in _AGES for t in cluster.thresholds):
        return False
    starts = {min(cluster.start, cluster.at[0]), cluster.at[0]}
    opened = any(_FOR.search(text, max(start - 60, 0), start) for start in starts)
    return opened or _TITLED.match(text, cluster.at[1]) is not None


def implies(strict: Threshold, lax: Threshold) -> bool:
    """Whether every value within `strict` lies within `lax`; only where both count in the same unit."""
    if (strict.unit, strict.reference, strict.scale) != (lax.unit, lax.reference, lax.scale):
        return False
    return _above(strict.low, lax.low) and _above(_flip(strict.high), _flip(lax.high))


def disjoint(low: Threshold, high: Threshold) -> bool:
    """Whether every value within `low` is below every value within `high`; only where both count in the same unit."""
    if (low.unit or high.unit, low.reference, low.scale) != (high.unit or low.unit, high.reference, high.scale):
        return False
    if low.high is None or high.low is None or isinstance(low.high.value, str) or isinstance(high.low.value, str):
        return False
    return low.high.value < high.low.value


def _flip(bound: Bound | None) -> Bound | None:
    if bound is None or isinstance(bound.value, str):
        return bound
    return Bound(-bound.value, bound.inclusive)


def _above(strict: Bound | None, lax: Bound | None) -> bool:
    """Whether a lower bound is at least as strict as another."""
    if lax is None:
        return True
    if strict is None or isinstance(strict.value, str) or isinstance(lax.value, str):
        return False
    return strict.value > lax.value or (strict.value == lax.value and (lax.inclusive or not strict.inclusive))


def relaxed(
    base: Expression, given: Threshold, cases: Sequence[tuple[Expression, Expression, Threshold]]
) -> Expression:
    """A bound with others that replace it under their conditions; a case is condition, leaf and threshold.

    "if c then t2, else t1" is written `any(t1, all(c, t2))` where t1 is the stricter, `all(t1, if(c, t2))` where t2 is.
    """
    made = base
    for when, then, threshold in cases:
        if implies(given, threshold):
            made = ex.any_of([made, ex.all_of([when, then])])
        elif implies(threshold, given):
            made = ex.all_of([made, ex.if_then(when, then)])
        else:
            made = ex.any_of([ex.all_of([when, then]), ex.all_of([ex.negate(when), made])])
    return made
