"""A node's facts with their places in the node's plain text."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from itertools import pairwise
from operator import attrgetter

from msgspec import Struct

from extract.document import Condition, ExceptionClause, Node, Span, Threshold, Time
from extract.language.clause_words import clause_words
from extract.language.clauses import Layout, layout
from extract.language.plain import Plain, plain
from extract.logic.places import Places, among, merged

_FAR = 200  # characters of a bound and its measures that no longer are one place
_NEAR = 30  # characters between a measure and its bound that join them: "has decreased to", "(LVEF) of"


class Cluster(Struct):
    """Thresholds of one place ("ALT and AST ≤ 3 × ULN" is two); `start` to `end` encloses bound and measures."""

    start: int
    end: int
    at: tuple[int, int]
    thresholds: list[Threshold]


class Window(Struct):
    """Times of one place and group."""

    start: int
    end: int
    times: list[Time]


class Carved(Struct):
    """An exception clause; `verbs` are the places of the words in it that let somebody in or keep somebody out."""

    start: int
    end: int
    clause: ExceptionClause
    verbs: list[tuple[int, int]] = []


class Marks(Struct):
    """All places of facts in one plain text, in order; `text` has it in lower case, as all rules look at it.

    `covered` are places whose words a fact says, `glued` those that nothing divides; overlapping ones are one.
    """

    node: Node
    plain: Plain
    text: str
    layout: Layout
    clusters: list[Cluster] = []
    bounded_at: list[int] = []  # where the bounds stand
    windows: list[Window] = []
    opened_at: list[int] = []  # where they do
    carved: list[Carved] = []
    carved_at: list[int] = []
    apart: bool = True  # whether the exception clauses stand one behind another, none within another
    parts: list[tuple[int, int, int]] = []  # marker's start, words' start, end
    covered: list[tuple[int, int]] = []
    glued: list[tuple[int, int]] = []
    conditions: list[tuple[int, int]] = []
    blanked: str | None = None  # the text without its facts, once that has been made
    told: bytearray | None = None  # a byte a character, 1 where a fact says it, once that has been made
    naming: Places | None = None  # what only names, once that has been looked for
    sex: str | None = None  # the registry's own field

    def source(self, start: int, end: int) -> Span:
        """The place in the eligibility text of `text[start:end]`."""
        left, right = self.plain.span(start, end)
        return Span(self.node.span.start + left, self.node.span.start + right)

    def bounds(self, start: int, end: int) -> list[Cluster]:
        """The bounds that stand in a region."""
        if not self.clusters:
            return []
        return self.clusters[bisect_left(self.bounded_at, start) : bisect_left(self.bounded_at, end)]

    def carves(self, start: int, end: int) -> list[Carved]:
        """The exception clauses that open in a region."""
        if not self.carved:
            return []
        return self.carved[bisect_left(self.carved_at, start) : bisect_left(self.carved_at, end)]

    def opening(self, start: int, end: int) -> list[Window]:
        """The windows that open in a region."""
        if not self.windows:
            return []
        return self.windows[bisect_left(self.opened_at, start) : bisect_left(self.opened_at, end)]

    def covers(self, at: int) -> bool:
        """Whether a fact says the word at a place."""
        found = bisect_right(self.covered, at, key=_end)
        return found < len(self.covered) and self.covered[found][0] <= at

    def elsewhere(self, threshold: Threshold, condition: Condition) -> bool:
        """Whether a condition stands with another bound in a bracket: "≤ 2 (in case of A, ≤ 3)" says nothing of 2."""
        inside = self.layout.bracket_at(self.plain.locate(max(condition.span.start - self.node.span.start, 0)))
        if inside is None or condition.inherited:
            return False
        bracket = self.layout.brackets[inside]
        inner = self.bounds(bracket.start + 1, bracket.end)
        return bool(inner) and not any(threshold in c.thresholds for c in inner)

    def excepts(self, condition: Condition) -> bool:
        """Whether an exception clause says a condition's words."""
        at = self.plain.locate(max(condition.span.start - self.node.span.start, 0))
        said = (
            c for c in self.carved if c.clause.rule.startswith("exception") and not c.clause.rule.endswith("unless")
        )
        return not condition.inherited and any(c.start <= at < c.end for c in said)

    def uncovered(self, start: int, end: int) -> list[tuple[int, int]]:
        """Stretches of a region that no fact says."""
        free = []
        for left, right in among(self.covered, start, end):
            if left > start:
                free.append((start, left))
            start = right
        if start < end:
            free.append((start, end))
        return free


def marks(node: Node, sex: str | None = None) -> Marks:
    """The facts of a node by place; `sex` is the registry's own field."""
    mapped = plain(node.text)
    lines = layout(mapped.text)
    made = Marks(node, mapped, lines.lower, lines, sex=sex)
    if not (node.thresholds or node.times or node.exceptions or node.parts):
        return made
    first, last, same = node.span.start, node.span.end, mapped.text == node.text

    def local(span: Span) -> tuple[int, int] | None:
        start, end = span.start - first, span.end - first
        if not 0 <= start <= end <= last - first:
            return None
        return (start, end) if same else (mapped.locate(start), mapped.locate(end))

    by_place: dict[tuple[int, int], list[Threshold]] = {}
    for threshold in node.thresholds:
        place = local(threshold.span)
        if place:
            by_place.setdefault(place, []).append(threshold)
    for place, thresholds in sorted(by_place.items()):
        named = [t.measure.span for t in thresholds if t.measure and not t.measure.inherited]
        _cluster(made, place, thresholds, [measured for span in named if (measured := local(span))])
        for threshold in thresholds:
            condition = threshold.condition
            said = local(condition.span) if condition and not condition.inherited else None
            if said:
                made.covered.append(said)
                made.glued.append(said)
                made.conditions.append(said)
    if node.times:
        _windows(made, [(place, time) for time in node.times if (place := local(time.span))])
    for clause in node.exceptions:
        place = local(clause.span)
        if place:
            carved = Carved(*place, clause)
            made.carved.append(carved)
            if not clause.rule.startswith("exception"):
                carved.verbs = [m.span() for m in clause_words().statement.finditer(made.text, *place)]
                made.covered += carved.verbs
    made.carved_at = [one.start for one in made.carved]
    made.apart = len(made.carved) < 2 or all(one.end <= other.start for one, other in pairwise(made.carved))
    for part in node.parts:
        place = local(part.span)
        if place:
            marker = mapped.text.rfind(part.label.strip() or "(", 0, place[0])
            made.parts.append((marker if marker >= 0 else place[0], *place))
    _end_parts(made)
    made.covered, made.glued = merged(made.covered), merged(made.glued)
    return made


def _end(place: tuple[int, int]) -> int:
    return place[1]


def _end_parts(made: Marks) -> None:
    """The last inline member ends with its sentence; what follows belongs to the item again."""
    if not made.parts:
        return
    marker, start, end = made.parts[-1]
    stops = [s for s, _ in made.layout.stops(start) if start < s < end and made.text[s] in ".!?。"]
    if stops:
        made.parts[-1] = (marker, start, stops[0])


def _cluster(made: Marks, place: tuple[int, int], thresholds: list[Threshold], measures: list[tuple[int, int]]) -> None:
    if made.text[place[1] - 1] == ".":
        place = (place[0], place[1] - 1)
    start, end = place
    made.covered.append(place)
    for left, right in measures:
        made.covered.append((left, right))
        if 0 < place[0] - right <= _NEAR:
            made.covered.append((right, place[0]))
        start, end = min(start, left), max(end, right)
    # A measure far off, with another bound between, does not stretch the place.
    if place[1] - start > _FAR:
        start = place[0]
    for other in reversed(made.clusters):
        if other.at[0] < start:
            break
        if other.at[1] <= end:
            start = place[0]
            break
    made.clusters.append(Cluster(start, end, place, thresholds))
    made.bounded_at.append(place[0])
    made.glued.append((start, end))


def _windows(made: Marks, times: Sequence[tuple[tuple[int, int], Time]]) -> None:
    for place, time in times:
        if any(start <= place[0] and place[1] <= end for start, end in made.conditions):
            continue  # it belongs to the condition: `without blood for 7 days`
        last = made.windows[-1] if made.windows else None
        if last and (place[0] < last.end or (time.group and last.times[0].group == time.group)):
            last.times.append(time)
            last.start, last.end = min(last.start, place[0]), max(last.end, place[1])
        else:
            made.windows.append(Window(*place, [time]))
    made.windows.sort(key=attrgetter("start"))
    made.opened_at = [w.start for w in made.windows]
    made.covered += [(w.start, w.end) for w in made.windows]
    made.glued += [(w.start, w.end) for w in made.windows]
