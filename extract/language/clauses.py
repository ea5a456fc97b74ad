"""Clauses of one plain text: sentences, brackets, exceptions, permissions, refusals and conditions.

Everything is found by one pass of compiled alternations over the text; ends are looked up by bisection, so the work is
linear in the text (but for the logarithm). Offsets count within the text given.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import cached_property, lru_cache
from operator import itemgetter
from typing import Literal

from msgspec import Struct

from extract.language.before import end_before
from extract.language.clause_words import ClauseWords, clause_words
from extract.language.runs import lowered
from extract.lexicons import holds

ClauseKind = Literal["exception", "permission", "refusal", "condition"]

_CLOSERS = {")": "(", "]": "[", "}": "{"}
_BRACKET = re.compile(r"[()\[\]{}]")
_COMMA = re.compile(r"(?<!\d),|,(?!\d)|[，、]")  # no comma within a number: "< 0,25"
# A stop that ends a sentence: followed by a blank and no lower-case letter, or glued to the next sentence's capital.
# A dash or asterisk stands behind a blank, which belongs to the stop. The sign comes first, so that most characters
# are passed by without a try.
_STOP = re.compile(
    r"[.!?。;；*–—-](?:(?<=[.!?。])(?=\s+[^a-z\s]|\s*$|[A-Z][a-z])|(?<=;)(?![)])|(?<=；)"
    r"|(?<=\s[–—-])\s(?!\d)|(?<=\s\*)\*?(?=\s?[A-Z]))"
)
_ABBREVIATIONS = (
    *("e.g", "eg", "i.e", "ie", "vs", "approx", "incl", "resp", "cf", "dr", "no", "nos", "ver", "v", "fig", "ca", "st"),
    *("inc", "al", "viz", "max", "min"),
)
_ABBREVIATED = re.compile(rf"(?:^|[\s(\[,;/])(?:{'|'.join(map(re.escape, _ABBREVIATIONS))})$")
# The expressions from here on are for texts in lower case.
# "… if a or ≥ 9 if b": the next bound is none of the condition's words.
_NEXT_BOUND = re.compile(r"[,;]?\s(?:and|or)\s*[<>≤≥]")
# "Who are ineligible for surgery": of what else nobody here is let in to.
_FOR_OTHER = re.compile(
    r"\s+(?:for|to)\s+(?!(?:this|the|our|any|participat\w+|enrol\w*|inclusion|stud\w+|trial\w*|part|phase|cohort|arm|be|entry|entering|join)\b)"
)
# "the exposure allowed in the previous year" lets nobody in.
_NOUN = re.compile(r"\b(?:exposure|dose|limits?|amount|maximum)\s$")
_IN_THE = re.compile(r"\s(?:in|for|by|per) (?:the|a|any)\b")
# "(3 rechecks permitted)" neither.
_AGAIN = re.compile(r"\b(?:re-?(?:check|test|screen|peat|measure|assess)\w*|repeat\w*)\b")
_JOINS = (" and", " or", " and/or")
_MARKER = re.compile(r"\s*(?:and\s+|or\s+)?\(?(?:\d{1,2}|[a-z]|[ivx]{1,4})[.)]\s")
_LEAD = re.compile(r"[\s*•·,:–—-]+")


class Bracket(Struct, frozen=True, gc=False):
    """A matched pair of brackets, with both signs; `parent` is the index of the pair around it."""

    start: int
    end: int
    parent: int | None


class Clause(Struct, frozen=True, gc=False):
    """A clause with its opening words; `body` is where the words after the opener start (`start` without one)."""

    start: int
    end: int
    body: int
    kind: ClauseKind
    rule: str


class Clauses:
    """The clauses of a text, each kind looked for when it is asked for first.

    Tuples are sorted by start; conditions may lie within other clauses.
    """

    def __init__(self, text: str) -> None:
        self.text = text
        self._lower = lowered(text)

    @property
    def brackets(self) -> tuple[Bracket, ...]:
        """Matched pairs of brackets."""
        return layout(self.text).brackets

    @property
    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Sentences outside brackets."""
        return layout(self.text).sentences()

    @cached_property
    def exceptions(self) -> tuple[Clause, ...]:
        """Clauses that take something out."""
        words = clause_words()
        if not holds(self._lower, words.opening):
            return ()
        return tuple(_exceptions(layout(self.text), words))

    @property
    def permissions(self) -> tuple[Clause, ...]:
        """Sentence parts that say who is let in."""
        return self._stated[0]

    @property
    def refusals(self) -> tuple[Clause, ...]:
        """Sentence parts that say who is kept out."""
        return self._stated[1]

    @cached_property
    def _stated(self) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
        words = clause_words()
        if not holds(self._lower, words.stating):
            return (), ()
        return _statements(layout(self.text), words)

    @cached_property
    def conditions(self) -> tuple[Clause, ...]:
        """Clauses that say when the words beside them hold."""
        return tuple(_conditions(layout(self.text), clause_words()))


@lru_cache(maxsize=512)
def clauses(text: str) -> Clauses:
    """The clauses of a plain text; linear in its length. Kept for a while: several kinds of facts ask for them."""
    return Clauses(text)


class Layout:
    """Where brackets and stops stand in a text; answers which segment an offset lies in."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.lower = lowered(text)
        opened = "(" in text or "[" in text or "{" in text
        self.brackets = tuple(_brackets(text)) if opened else ()
        self._marks, self._owner = _edges(self.brackets) if self.brackets else ([], [])
        owned = bool(self._marks)
        stops: dict[int | None, list[tuple[int, int]]] = {}
        last = 0
        for match in _STOP.finditer(text):
            start, end = match.span()
            if text[start] in "*-–—":
                start -= 1
                if start < last:
                    continue  # " - - ": one blank opens one stop
            last = end
            if text[start] == "." and _abbreviates(self.lower, start):
                continue
            stops.setdefault(self.bracket_at(start) if owned else None, []).append((start, end))
        self._stops = stops

    def bracket_at(self, offset: int) -> int | None:
        """Index of the innermost pair of brackets around an offset."""
        if not self._marks:
            return None
        found = bisect_right(self._marks, offset) - 1
        return self._owner[found] if found >= 0 else None

    def segment(self, offset: int) -> tuple[int, int]:
        """The sentence part around an offset: within its brackets, between stops, semicolons and dashes."""
        inside = self.bracket_at(offset)
        start, end = (
            (0, len(self.text)) if inside is None else (self.brackets[inside].start + 1, self.brackets[inside].end - 1)
        )
        stops = self._stops.get(inside, [])
        after = bisect_left(stops, (offset, 0))
        if after < len(stops):
            end = min(end, stops[after][0])
        if after:
            start = max(start, stops[after - 1][1])
        return start, end

    def stops(self, offset: int) -> list[tuple[int, int]]:
        """Stops (full stops, semicolons, dashes) within the same brackets as an offset: place, and place after."""
        return self._stops.get(self.bracket_at(offset), [])

    def enumeration(self, start: int, end: int) -> tuple[int, int]:
        """A segment with the other members of its inline enumeration: "(1) …; (2) …"."""
        stops = self.stops(start)
        first = bisect_left(stops, (start, 0)) - 1
        while first >= 0 and self.text[stops[first][0]] in ";；" and _MARKER.match(self.lower, start):
            start = stops[first - 1][1] if first else self._limits(start)[0]
            first -= 1
        after = bisect_left(stops, (end, 0))
        while after < len(stops) and stops[after][0] == end and _MARKER.match(self.lower, stops[after][1]):
            end = stops[after + 1][0] if after + 1 < len(stops) else self._limits(end)[1]
            after += 1
        return start, end

    def _limits(self, offset: int) -> tuple[int, int]:
        """The inside of the brackets around an offset, or the whole text."""
        inside = self.bracket_at(offset)
        if inside is None:
            return 0, len(self.text)
        return self.brackets[inside].start + 1, self.brackets[inside].end - 1

    def commas(self, start: int, end: int) -> Iterator[int]:
        """Commas of a segment, those in inner brackets left out."""
        inside = self.bracket_at(start)
        for match in _COMMA.finditer(self.text, start, end):
            if self.bracket_at(match.start()) == inside:
                yield match.start()

    def sentences(self) -> tuple[tuple[int, int], ...]:
        """Sentences outside brackets, without the blanks around them."""
        found = []
        start = 0
        for _, stop_end in [s for s in self._stops.get(None, []) if self.text[s[0]] in ".!?。"] + [
            (len(self.text),) * 2
        ]:
            piece = self.text[start:stop_end]
            if piece.strip():
                left = start + len(piece) - len(piece.lstrip())
                found.append((left, start + len(piece.rstrip())))
            start = stop_end
        return tuple(found)


@lru_cache(maxsize=512)
def layout(text: str) -> Layout:
    """The layout of a plain text, kept for a while as its clauses are."""
    return Layout(text)


def _abbreviates(lower: str, stop: int) -> bool:
    """Whether a full stop ends an abbreviation, not a sentence."""
    if not lower.endswith(_ABBREVIATIONS, max(stop - 8, 0), stop):
        return False
    return _ABBREVIATED.search(lower, max(stop - 8, 0), stop) is not None


def _brackets(text: str) -> Iterator[Bracket]:
    """Matched pairs by start. A sign without partner, such as the one of `1)`, is left out."""
    opened: list[tuple[str, int]] = []
    pairs: list[tuple[int, int]] = []
    for match in _BRACKET.finditer(text):
        if match[0] not in _CLOSERS:
            opened.append((match[0], match.start()))
        elif opened and opened[-1][0] == _CLOSERS[match[0]]:
            pairs.append((opened.pop()[1], match.end()))
        elif len(opened) > 1 and opened[-2][0] == _CLOSERS[match[0]]:
            opened.pop()
            pairs.append((opened.pop()[1], match.end()))
    pairs.sort()
    around: list[int] = []
    for index, (start, end) in enumerate(pairs):
        while around and pairs[around[-1]][1] <= start:
            around.pop()
        yield Bracket(start, end, around[-1] if around else None)
        around.append(index)


def _edges(brackets: tuple[Bracket, ...]) -> tuple[list[int], list[int | None]]:
    """Offsets at which the innermost bracket changes, and what it is from there on."""
    events: list[tuple[int, int | None]] = []
    for index, bracket in enumerate(brackets):
        events.append((bracket.start + 1, index))
        events.append((bracket.end - 1, bracket.parent))
    events.sort(key=itemgetter(0))
    return [offset for offset, _ in events], [owner for _, owner in events]


def _exceptions(layout: Layout, words: ClauseWords) -> Iterator[Clause]:
    """Clauses opened by words that take something out: except, unless, excluding, other than."""
    text = layout.lower
    openers = [
        m for m in words.opener.finditer(text) if not words.no_opener.search(text, max(m.start() - 24, 0), m.start())
    ]
    for index, match in enumerate(openers):
        rule = words.opener_rule(match)
        segment_start, end = layout.segment(match.start())
        following = openers[index + 1].start() if index + 1 < len(openers) else end
        if match.end() + 3 < following < end and layout.bracket_at(following) == layout.bracket_at(match.start()):
            end = following
        bracketed = text[max(match.start() - 2, 0) : match.start()].strip() in {"(", "["}
        leads = not text[segment_start : match.start()].strip(" ,:") and not bracketed
        if not bracketed:
            end = (
                next(layout.commas(match.end(), end), end)
                if leads
                else _natural_end(layout, words, match.end(), end, rule)
            )
        end = match.end() + len(text[match.end() : end].rstrip(" ,.;:-–") or text[match.end() : end].rstrip(" ,"))
        yield Clause(match.start(), end, _skip(text, match.end(), end), "exception", f"exception.{rule}")


def _natural_end(layout: Layout, words: ClauseWords, start: int, end: int, rule: str) -> int:
    """Where a clause outside brackets stops: before words that take the item up again."""
    text = layout.lower
    colon = text.find(":", start, min(start + 40, end))
    if colon >= 0 and words.introduces.fullmatch(text, start, colon):
        return colon + 1
    if rule in {"other_than", "excluding"}:
        resumed = words.resume.search(text, start + 2, end)
        while resumed and layout.bracket_at(resumed.start()) != layout.bracket_at(start):
            resumed = words.resume.search(text, resumed.end(), end)
        if resumed:
            end = resumed.start()
    for comma in layout.commas(start, end):
        if words.after_comma.match(text, comma + 1):
            return comma
    return end


def _statements(layout: Layout, words: ClauseWords) -> tuple[tuple[Clause, ...], tuple[Clause, ...]]:
    """Sentence parts that say who is let in, and who is kept out; each part once."""
    text = layout.lower
    allowed: dict[int, Clause] = {}
    refused: dict[int, Clause] = {}
    for match in words.statement.finditer(text):
        start, end = layout.segment(match.start())
        before = text[start : match.start()]
        if match["refusal"] and _FOR_OTHER.match(text, match.end()) and match[0].endswith("eligible"):
            continue
        if match["refusal"]:
            place, kind, rule = refused, "refusal", "refusal.verb"
        else:
            if words.denied.search(before) or (match["bare"] and not words.bare_context(text, match.end(), end)):
                continue
            if match["bare"] and _NOUN.search(before[-12:]) and _IN_THE.match(text, match.end()):
                continue
            if _AGAIN.search(before) and len(before) < 60:
                continue
            place, kind, rule = allowed, "permission", "permission.bare" if match["bare"] else "permission.verb"
        start, end = _trimmed(text, *layout.enumeration(start, end), words)
        if start not in place and start < match.start():
            place[start] = Clause(start, end, start, "permission" if kind == "permission" else "refusal", rule)
    return tuple(allowed.values()), tuple(refused.values())


def _trimmed(text: str, start: int, end: int, words: ClauseWords) -> tuple[int, int]:
    """A part without bullets, "Note:" and the like before it and without the stop after it."""
    for _ in range(3):
        blank = _LEAD.match(text, start, end)
        start = blank.end() if blank else start
        lead = words.lead.match(text, start, end)
        if not lead:
            break
        start = lead.end()
    return start, start + len(text[start:end].rstrip(" ,.;:-–"))


def _conditions(layout: Layout, words: ClauseWords) -> Iterator[Clause]:
    """Clauses that say when the words beside them hold."""
    text = layout.lower
    reach = -1
    for match in words.condition.finditer(text):
        if match.start() < reach:
            continue
        _, end = layout.segment(match.start())
        bracketed = text[max(match.start() - 2, 0) : match.start()].strip() in {"(", "["}
        another = _NEXT_BOUND.search(text, match.end(), end)
        end = another.start() if another else end
        if not bracketed or not match["wide"]:
            end = next(layout.commas(match.end(), end), end)
            colon = text.find(":", match.end(), end)
            end = colon if colon >= 0 else end
        rule = "wide" if match["wide"] else "group" if match["group"] else "had"
        if rule != "wide":
            sign = words.bound.search(text, match.end(), end)
            end = sign.start() if sign else end
            last = end_before(text, end)
            if text.endswith(_JOINS, match.end(), last):
                end = text.rindex(" ", match.end(), last)
        end = match.end() + len(text[match.end() : end].rstrip(" ,.;:-–"))
        reach = end
        yield Clause(match.start(), end, _skip(text, match.end(), end), "condition", f"condition.{rule}")


def _skip(text: str, start: int, end: int) -> int:
    """The first character that is no blank or colon."""
    while start < end and text[start] in " :,":
        start += 1
    return start
