"""Members of a row: their connectors, bounds of one measure in two units, and windows that hold for the whole row."""

from collections.abc import Sequence

from msgspec import UNSET

from extract.expression import Expression
from extract.logic.bounds import disjoint, measure_key
from extract.logic.joining import add_times, join, leaves
from extract.logic.marks import Window
from extract.logic.pieces import Element

Target = tuple[int, int, list[Expression]]  # a place, and the leaves there


def nearest(window: Window, targets: Sequence[Target]) -> list[Expression] | None:
    """The leaves that a window holds for: the nearest before it, else those around it, else the first after it."""
    if before := [t for t in targets if t[1] <= window.start]:
        return max(before, key=lambda t: t[1])[2]
    for start, end, leaves_there in targets:
        if start < window.end and end > window.start:
            return leaves_there
    after = [t for t in targets if t[0] >= window.end]
    return min(after, key=lambda t: t[0])[2] if after else None


def trailing_windows(members: Sequence[tuple[Element, Expression]], *, excluding: bool) -> None:
    """A window after a row of bounds holds for all of them where they are all required, or of one measure."""
    if len(members) < 2:
        return
    row = [element for element, _ in members]
    last = row[-1]
    if not last.windows or not last.clusters or last.windows[0].start < last.clusters[-1].end:
        return
    held = [leaf for _, made in members for leaf in leaves(made)]
    plain = all(e.clusters and not e.windows for e in row[:-1]) and all(
        leaf.threshold is not UNSET or leaf.condition is not UNSET for leaf in held
    )
    alike = len({key for e in row for key in keys(e)}) == 1
    if plain and (alike or not excluding):
        for leaf in held:
            if leaf.threshold is not UNSET:
                add_times(leaf, [time for window in last.windows for time in window.times])


def joints_of(elements: Sequence[Element]) -> list[str | None]:
    """Each element's connector; a comma takes the next word's."""
    joints: list[str | None] = []
    following: str | None = None
    for element in reversed(elements):
        following = element.joint or (following if element.comma else None)
        joints.append(following)
    return joints[::-1]


def other_units(members: list[tuple[Element, Expression]]) -> list[tuple[Element, Expression]]:
    """Neighbours that say one bound in two units ("≥ 9 g/dL or ≥ 90 g/L") become one, before "and" is looked at."""
    merged: list[tuple[Element, Expression]] = []
    for element, made in members:
        before = merged[-1][0] if merged else None
        single = before is not None and len(before.clusters) == len(element.clusters) == 1
        single = single and (element.joint == "or" or _apart(before, element))
        unnamed = single and element.clusters[0].start == element.clusters[0].at[0]
        if before is not None and unnamed and keys(before) == keys(element) != {None}:
            merged[-1] = (before, join("any", [merged[-1][1], made]) or made)
        else:
            merged.append((element, made))
    return merged


def _apart(before: Element | None, after: Element) -> bool:
    """Whether no value meets both bounds of one measure: "> 110 and < 60 mmHg" means either."""
    held = [t for e in (before, after) if e for c in e.clusters for t in c.thresholds]
    return len(held) == 2 and (disjoint(held[0], held[1]) or disjoint(held[1], held[0]))


def keys(element: Element) -> set[str | None]:
    """The measures that an element bounds."""
    return {measure_key(t) for c in element.clusters for t in c.thresholds}
