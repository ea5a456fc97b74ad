"""A time in its text, the words that open it, and what is decided about it."""

import re
from typing import Literal

from msgspec import Struct

from extract.document import Relation
from extract.facts.times.cues import REACH, Cues
from extract.language.reading import Quantity
from extract.language.runs import lowered
from extract.lexicons import word_set

_SENTENCE = re.compile(r"[;:\n.!?](?:(?<=[;:\n])|(?=\s))")  # the sign first: most characters are passed without a try
_WITHIN = re.compile(r"with\s?in\b", re.I)

_LAST_WORD = re.compile(r"\w+")
# Behind one of these, or a sign, "last" is no verb
_DETERMINING = word_set("the in within for over during their and or past of at least throughout from since to than")

# Where a bare number ("6 months") stands in an interval
Bare = Literal["low", "high", "both"]


class Decision(Struct):
    """Relation of a time, by which rule. Its words are `[start, end)`, those of its event come after `event_at`."""

    relation: Relation
    rule: str
    start: int
    end: int
    bare: Bare
    event_at: int | None = None


class Lead(Struct):
    """The words that open a time: their kind (`past`, `within`, `length` …), where they start, in small letters."""

    kind: str
    start: int
    text: str


class Place:
    """A time in its text: `end` is the end of its alternatives, `floor` the end of what stands before it.

    `left` are the words of its sentence before it, in small letters; `word` is the next one, behind signs.
    """

    def __init__(self, text: str, quantity: Quantity, end: int, floor: int, cues: Cues) -> None:
        self.text, self.quantity, self.end = text, quantity, end
        start = max(floor, quantity.start - REACH)
        for stop in _SENTENCE.finditer(text, start, quantity.start):
            start = stop.end()
        self.left = lowered(text[start : quantity.start])  # back to the sentence's start
        self.opening, self.opened = cues.opening(self.left)
        self.following, self.word, filled = cues.following(text, end)
        self._sides = cues.sides if filled else cues.next_sides
        self.lead = self._lead(cues) if self.opening else None
        self.opener = self.lead.kind if self.lead else ""
        # Is "within" the comparator, or does it open the time?
        compared = text[quantity.start] in "wW" and _WITHIN.match(text, quantity.start) is not None
        self.within = compared or self.opener == "within"

    def match(self, side: str) -> re.Match[str] | None:
        """The cue of that kind that follows the time."""
        return self._sides[side].match(self.text, self.end) if side in self.following else None

    def _lead(self, cues: Cues) -> Lead | None:
        origin = self.quantity.start - len(self.left)
        for kind, pattern in cues.leads.items():
            found = pattern.search(self.left, self.opened) if kind in self.opening else None
            if found and not (kind == "past" and _is_verb(self.left, found)):
                opening = _preposition(self.left, found, cues.prepositions.get(kind, ()), cues)
                named = kind == "length" and found["cue"] not in ("for", "since", "over", "lasting", "lasted")
                start = self.quantity.start if named else origin + opening.start("cue")  # no "expectancy" in the time
                return Lead(kind, start, found.group())
        return None


def _preposition(left: str, found: re.Match[str], kinds: tuple[str, ...], cues: Cues) -> re.Match[str]:
    """The words of one of some kinds before those found, such as the preposition before `the past`; else the latter."""
    if kinds:
        head = left[: found.start("cue")]
        before, first = cues.opening(head)
        for kind in kinds:
            if kind in before and (lead := cues.leads[kind].search(head, first)):
                return lead
    return found


def _is_verb(left: str, found: re.Match[str]) -> bool:
    """Is `last` what sessions do (`sessions last 60 minutes`)?"""
    if found["cue"] != "last":
        return False
    before = left[: found.start("cue")].rstrip()
    words = _LAST_WORD.findall(before.rpartition(" ")[2])
    return bool(words) and before.endswith(words[-1]) and words[-1] not in _DETERMINING
