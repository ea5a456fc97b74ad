"""A statement cut into elements: stretches that are joined by and, or, commas and semicolons.

A connecting word cuts only where both sides stand on their own; otherwise it belongs to the words of one question.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence

from msgspec import Struct

from extract.language.clauses import Bracket
from extract.logic.marks import Carved, Cluster, Marks, Window
from extract.logic.places import among, merged
from extract.logic.stretches import PUNCTUATION, stretches, trimmed
from extract.logic.words import WORD, LogicWords

_COMMA_WITHIN = re.compile(r"[,，、;；]")
# A qualifier after the last member of a row may belong to all of them.
_LATE = re.compile(r",\s*(?:which|that|who|requiring|in\s+the\s+opinion|as\s+judged|as\s+determined|within|if)\b")
_IF = re.compile(r"\bif\b")
_MOMENT = re.compile(
    r"\s*(?:during|at|on|while|after|before|(?:the\s+)?time\s+of|(?:pre-?)?screening|baseline|visit)\b"
)
_SEXES = re.compile(
    r"\b(?:(?:fe)?males?\s+(?:and|or|and/or)\s+(?:fe)?males?|wom[ae]n\s+or\s+m[ae]n|m[ae]n\s+or\s+wom[ae]n)\b"
)
_PLANNED = re.compile(r"\s*(?:planned|expected|anticipated)\s+(?:during|for|within|in|at|to|before|after|while)\b")
_NOT = re.compile(r"\s*not(?!\S)")


class Element(Struct):
    """A stretch with its facts; `joint` is the connector before it, `comma` whether one stands there too.

    `unsure` says that it holds a connector which could not be understood.
    """

    start: int
    end: int
    joint: str | None = None
    comma: bool = False
    semicolon: bool = False
    unsure: bool = False
    clusters: Sequence[Cluster] = ()
    windows: Sequence[Window] = ()
    carved: Sequence[Carved] = ()
    groups: Sequence[Bracket] = ()
    words: Sequence[tuple[int, int]] = ()
    bounded: bool = False  # whether it holds a threshold
    first: int = 0  # where its first bound stands; its end without one


class Cutter:
    """Cuts the statements of one item."""

    def __init__(self, marks: Marks, words: LogicWords) -> None:
        self.marks = marks
        self.words = words
        self.text = marks.text
        self.glued = marks.glued
        if marks.carved:
            self.glued = merged([*marks.glued, *((c.start, c.end) for c in marks.carved)])
        self.bare = not (marks.clusters or marks.windows or marks.carved)
        self.semicolons = ";" in self.text or "；" in self.text

    def elements(self, start: int, end: int, inside: Carved | None) -> list[Element]:
        """The elements of a statement, in order; `inside` is the exception clause whose own words are cut."""
        made: list[Element] = []
        grown = False  # whether the last one has since its facts were looked up
        for joint, comma, left, right in stretches(
            self.text, self.marks.layout, start, end, self._glued(start, end, inside)
        ):
            semicolon = self.semicolons and self._after_semicolon(left, joint)
            if made and joint is None and not semicolon and self._goes_on(made[-1], right):
                made[-1].end = right
                grown = True
                continue
            if grown:
                self._filled(made[-1], inside)
                grown = False
            element = self._filled(Element(left, right, joint, comma, semicolon), inside)
            if made and not self._separate(made[-1], element):
                unsure = made[-1].unsure or self._muddled(made[-1], element)
                before = made.pop()
                element = self._filled(
                    Element(before.start, right, before.joint, before.comma, before.semicolon, unsure), inside
                )
            made.append(element)
        if grown:
            self._filled(made[-1], inside)
        return made

    def _goes_on(self, before: Element, end: int) -> bool:
        """Whether what follows a stretch after a comma is plainly of it: neither has bounds or exceptions."""
        if self.bare:
            return True
        marks, start = self.marks, before.end
        if before.clusters or before.groups or before.carved:
            return False
        return not (marks.bounds(start, end) or marks.opening(start, end) or marks.carves(start, end))

    def _after_semicolon(self, left: int, joint: str | None) -> bool:
        """Whether a stretch's connector holds a semicolon, before or after its word."""
        before = self.text[max(left - 8, 0) : left]
        return "；" in before or ";" in (before if joint else before[-2:])

    def _glued(self, start: int, end: int, inside: Carved | None) -> Sequence[tuple[int, int]]:
        """Places of a region that nothing divides: those of facts, and of exception clauses other than the one cut."""
        if inside is None:
            return among(self.glued, start, end)
        own = among(self.marks.glued, start, end)
        near = self.marks.carves(start, end) if self.marks.apart else self.marks.carved
        outer = [(c.start, c.end) for c in near if c is not inside and not _around(c, inside)]
        return merged([*own, *outer]) if outer else own

    def _filled(self, element: Element, inside: Carved | None) -> Element:
        """Look up the facts of a stretch; brackets with thresholds become groups."""
        marks, start, end = self.marks, element.start, element.end
        element.first = end
        if self.bare:
            element.words = [(start, end)]
            return element
        hidden: list[tuple[int, int]] = []
        if marks.carved:
            element.carved = [c for c in marks.carves(start, end) if c is not inside and not _around(c, inside)]
            hidden += [(c.start, c.end) for c in element.carved]
        clusters, windows, free = marks.bounds(start, end), marks.opening(start, end), marks.uncovered(start, end)
        if clusters and marks.layout.brackets:
            element.groups = self._groups(start, end, hidden)
            hidden += [(b.start, b.end) for b in element.groups]
        if hidden:
            clusters = [c for c in clusters if not _hides(hidden, c.at[0])]
            windows = [w for w in windows if not _hides(hidden, w.start)]
            free = [p for a, b in free for p in _without(a, b, hidden)]
        element.clusters, element.windows, element.words = clusters, windows, free
        if clusters or element.groups:
            element.bounded = True
            element.first = min([c.at[0] for c in clusters[:1]] + [b.start for b in element.groups[:1]])
        return element

    def _groups(self, start: int, end: int, hidden: list[tuple[int, int]]) -> list[Bracket]:
        """The brackets of a stretch that hold bounds."""
        marks, groups = self.marks, []
        brackets = marks.layout.brackets
        level = marks.layout.bracket_at(start)
        first, last = bisect_left(brackets, start, key=_opening), bisect_left(brackets, end, key=_opening)
        for bracket in brackets[first:last]:
            if (
                bracket.end <= end
                and bracket.parent == level
                and not _hides(hidden, bracket.start + 1)
                and any(not _hides(hidden, c.at[0]) for c in marks.bounds(bracket.start + 1, bracket.end))
            ):
                groups.append(bracket)
        return groups

    def asking(self, element: Element) -> bool:
        """Whether an element has words that no fact says."""
        if element.bounded:
            return any(self.words.asks(self.text[a:b]) for a, b in element.words)
        return any(WORD.search(self.text, a, b) for a, b in element.words)

    def _separate(self, before: Element, after: Element) -> bool:
        """Whether two neighbours stand on their own."""
        if before.bounded and after.bounded:
            named = any(c.start < c.at[0] for c in after.clusters)
            return named or after.joint is not None or not self.asking(after)
        if after.semicolon and (before.bounded or after.bounded or self._starts(after)):
            return True
        if before.carved and not before.bounded and not after.bounded and self._shared(before, after):
            return False
        if before.carved and not WORD.search(self.text, before.carved[-1].end, before.end):
            return self.asking(after) and not self._explains(after)
        leads = bool(after.clusters) and self._leads(after)
        if leads and after.comma and self.marks.node.section == "inclusion" and not self._dangles(before):
            return True  # "Diagnosis of X, score ≤ 21": a list of requirements
        if self._dangles(before) or after.joint is None:
            return (before.bounded and after.bounded) or (
                bool(before.windows)
                and bool(after.windows)
                and not self._dangles(before)
                and self._own_windows(before, after)
            )
        if before.windows and not after.bounded and _PLANNED.match(self.text, after.start, after.end):
            return False
        if before.windows and after.windows and not before.bounded and not after.bounded:
            return self._own_windows(before, after)
        if before.bounded and after.windows and not after.bounded and not before.windows and self.asking(before):
            return False  # "A (> 10 mg) or B within 14 days": the window may be of both
        if after.bounded:
            # "liver or renal function (ALT > 3 × ULN)": the bounds may be of both.
            plain = bool(after.clusters) and (leads or not self.asking(after))
            # "a healthy male or female volunteer of 18 years"
            both = plain and _SEXES.search(self.text, before.start, after.end)
            return (plain and not both) or self._starts(after)
        if before.bounded:
            asks = any(self.words.asks(self.text[a:b]) for a, b in after.words)
            ended = not WORD.search(self.text, self._facts_end(before), before.end)
            begins = self._starts(after) and self._headed(before, after)
            return asks and (begins or (ended and not _MOMENT.match(self.text, after.start, after.end)))
        if after.windows or any(c.clause.rule.startswith("exception") for c in after.carved):
            return False
        # "who are pregnant or not using …" shares its subject
        return self._sure(before, after) and not self.words.relative.search(self.text, before.start, before.end)

    def _own_windows(self, before: Element, after: Element) -> bool:
        """Whether each of two neighbours says something, and then when: "A within 6 months or B within 4"."""
        if not (after.words and self.asking(after) and self.asking(before)):
            return False
        first = after.windows[0].start
        said = [w for w in WORD.findall(self.text, after.start, first) if w not in self.words.fillers]
        if not said or _IF.search(self.text, after.start, after.end) or self._explains(after):
            return False
        trailing = bool(WORD.search(self.text, before.start, before.windows[-1].start))
        row = _COMMA_WITHIN.search(self.text, before.windows[-1].end, before.end)
        whole = row is None or self.marks.node.section != "exclusion"
        return trailing and whole and (len(said) > 1 or self._starts(after) or after.windows[-1].end >= after.end - 2)

    def _shared(self, before: Element, after: Element) -> bool:
        """Whether words around an exception amid a row may belong to the whole row."""
        if after.windows and not before.windows:
            return True  # "A (except B) or C within 6 months": the window may be of both
        if self.words.example.search(self.text, before.start, before.end):
            return True
        headed = self.words.headed.search(self.text, before.start, before.carved[-1].start)
        return headed is not None and not self._starts(after)

    def _sure(self, before: Element, after: Element) -> bool:
        """Whether two questions beside each other are two: what stands before is complete, and shares no head."""
        if not self._starts(after):
            return False
        before_words = WORD.findall(self.text, before.start, before.end)
        if len(before_words) < 2:
            return False
        words, excluding = self.words, self.marks.node.section == "exclusion"
        if after.joint == "and" and excluding:
            return False  # lists of exclusions say "and" for either
        if after.joint == "or" and not excluding and _COMMA_WITHIN.search(self.text, before.start, before.end):
            return False  # "A, B or C" under inclusion: all of, or one of
        if _PLANNED.match(self.text, after.start, after.end):
            return False
        if words.adjective.fullmatch(before_words[-1]) or _LATE.search(self.text, after.start, after.end):
            return False
        return self._headed(before, after)

    def _headed(self, before: Element, after: Element) -> bool:
        """Whether what follows has a head of its own where what stands before could share its head."""
        headed = self.words.headed.search(self.text, before.start, before.end)
        return not headed or bool(self.words.strong_starter.match(self.text, after.start, after.end))

    def _starts(self, element: Element) -> bool:
        if element.joint == "or" and _NOT.match(self.text, element.start, element.end):
            return False  # "associated or not with asthma"
        return self.words.starts(self.text, element.start, element.end)

    def _leads(self, element: Element) -> bool:
        """Whether a measure opens a stretch that bounds it."""
        first = trimmed(self.text, element.start, element.end)[0]
        return any(c.start <= first < c.at[0] for c in element.clusters)

    def _explains(self, element: Element) -> bool:
        """Whether a stretch only illustrates or describes the one before it."""
        start = trimmed(self.text, element.start, element.end)[0]
        cues = (self.words.example, self.words.definer, self.words.relative, self.words.qualifies)
        return any(cue.match(self.text, start, element.end) for cue in cues)

    def _dangles(self, element: Element) -> bool:
        if element.bounded:
            return WORD.search(self.text, element.start, element.end) is None
        rest = self.text[element.start : element.end].rsplit(None, 1)
        while rest:
            if found := WORD.findall(rest[-1]):
                return found[-1] in self.words.dangling
            rest = rest[0].rsplit(None, 1) if len(rest) > 1 else []
        return True

    def _muddled(self, before: Element, after: Element) -> bool:
        """Whether a cut that was not made leaves open what a threshold belongs to."""
        if after.bounded:
            return self.asking(before) or before.bounded
        if not before.bounded or not any(self.words.asks(self.text[a:b]) for a, b in after.words):
            return False
        # "≥ 9 g/dL without transfusion or growth factors": the words after the bound qualify it.
        trailing = self.text[self._facts_end(before) : before.end].strip(PUNCTUATION)
        return not self.words.qualifies.match(trailing)

    def _facts_end(self, element: Element) -> int:
        """Where the last fact of an element ends."""
        ends = [c.at[1] for c in element.clusters] + [w.end for w in element.windows] + [b.end for b in element.groups]
        return max(ends, default=element.start)


def _opening(bracket: Bracket) -> int:
    return bracket.start


def _around(carved: Carved, inside: Carved | None) -> bool:
    return inside is not None and carved.start <= inside.start and inside.end <= carved.end


def _hides(hidden: Sequence[tuple[int, int]], at: int) -> bool:
    for start, end in hidden:  # noqa: SIM110  mostly none or one: a generator would cost more
        if start <= at < end:
            return True
    return False


def _without(start: int, end: int, hidden: list[tuple[int, int]]) -> Iterator[tuple[int, int]]:
    for left, right in sorted(hidden):
        if right <= start or left >= end:
            continue
        if left > start:
            yield start, left
        start = max(start, right)
    if start < end:
        yield start, end
