"""A last look at an item's expression: only what is plainly understood is composed, the rest is one question.

A wrong join is worse than a question, so an expression of several leaves stands only where the item has one of a few
shapes: bounds alone; a short row of phrases; a head with one exception at its end; a bound beside the words it is part
of; a group with its requirement; members divided by semicolons or numbers. And no content word may be lost: each
belongs to a leaf, or to a further sentence that explains.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec import UNSET

from extract import expression as ex
from extract.expression import Expression
from extract.language.before import end_before
from extract.language.brackets import BRACKETED
from extract.logic.item import ItemBuilder
from extract.logic.joining import leaves
from extract.logic.kept import members_of, refused
from extract.logic.marks import Carved, Cluster
from extract.logic.places import Places
from extract.logic.said import (
    JOINT,
    RELATIVE,
    complete,
    conditional,
    misnamed,
    row_joints,
    timed,
    told,
    torn,
    without_facts,
)
from extract.logic.words import WORD, logic_words

_IF = re.compile(r"\s*(?:if|for|in\s+case)\b")
_SEMICOLON = re.compile(r"[;；]")
# Words that turn the sense of a bound beside them: it says when, for whom or by how much.
_TURNS = re.compile(
    r"\b(?:if|when|where|unless|until|in\s+case|consent|assent|guardians?|parents?|partners?|spouse|delta|change[ds]?"
    r"|difference|increase[ds]?|decrease[ds]?|reduction|improvement|declin\w+|defin\w+|guidelines?|approved|labell?\w*"
    r"|may|can|could|not|no|never|without|un(?:able|less)|fail\w*|either|than\s+those|ratio|who|whose|which|i\.?e|e\.?g"
    r"|considered|regardless|mother|father|donors?|siblings?|history|prior|previous|outside|life|birth)\b",
)
_BOUND_TO = re.compile(r"\b(?:of|to|with|for|from|by|in|on|against|than)\b")
_PLACED = re.compile(r"\W*(?:at|during|on|in|for|after|before|within|from|by)\b")
_STUMP = re.compile(r"\W*(?:but|and|with|for\s+(?:the|this)\s+(?:study|trial)|an?\s+exception)\b")
_UNENDED = re.compile(r"\b(?:will|may|can|could|should|must|be|been|is|are|has|have|had|was|were)\W*$")
_NO_GROUP = re.compile(
    r"\bwho\s+(?:can|may|will|must)\W*$|\b(?:will|advised|informed|use|consent|criteria|both|contraception|partners?\s+of)\b",
)
# A measure that is named: not "in diameter", "rest", "males".
_NAME = re.compile(
    r"(?!(?:[Mm]ales?|[Ff]emales?|[Ss]cale|[Ss]core|[Ww]omen|[Mm]en)\b)[A-Z]|age\b|\w+\s+(?:count|score|level)"
)
_STOPPED = re.compile(r"[)\]\s]*[.;]\s+[a-z]")
_EXCEPTION = re.compile(r"\bexception")
_REASON = re.compile(r"\s*(?:because|since|as|due)\b")
# Between a phrase of its own and the bound after it.
_DIVIDES = re.compile(r"\s*(?:,|,?\s*and|with|,\s*with|of|aged?)?\s*(?:an?|the)?\s*")
_LISTS = re.compile(r",|\band\b")
_OWN_START = re.compile(r"[\s,;]*(?:and\s+|but\s+)?(?:no|not|without)\b")
_FURTHER = re.compile(r"[\W_]*(?:no|not|without|none|never|ineligible|excluded)\b")
_OPENING = 16  # characters before a member's question: its negation
_ROW = 8  # words in a member of a short row
_SHORT = 130  # characters of an item whose bound stands beside its own words


@dataclass(slots=True)
class Gate:
    """Decides whether an item's expression may stand."""

    builder: ItemBuilder
    made: Expression
    telling: list[tuple[int, int]] | None = None  # sentences that ask something, once they have been looked for
    places: dict[int, tuple[int, int]] | None = None  # where the question of each leaf stands, once that was asked

    def passed(self) -> Expression:
        """The expression, or one question that asks the whole item."""
        kept = self._kept()
        if kept is None:
            kept = members_of(self.builder)
        kept = refused(self.builder) if kept is None else kept
        kept = kept if kept is not None else self.builder.whole()
        for leaf in leaves(kept):
            if leaf.question is not UNSET and leaf.within is not UNSET and not self._timed(leaf):
                leaf.within = UNSET
        return kept

    def _timed(self, leaf: Expression) -> bool:
        """Whether a question's window plainly belongs to all of it: one window, after which nothing is joined."""
        if self.places is None:
            self.places = {id(a.leaf): (a.start, a.end) for a in self.builder.asked}
        place = self.places.get(id(leaf))
        return place is None or timed(self.builder.marks, *place)

    # ---- shapes

    def _kept(self) -> Expression | None:
        if self.made.op == "unknown":
            stumps = len(self.builder.asked) > 1 and not self.builder.marks.parts
            return ex.unknown([self.builder.whole()]) if stumps else self.made
        held = leaves(self.made)
        if self._hedged():
            return None
        questions = [leaf for leaf in held if leaf.question is not UNSET]
        bounds = [leaf for leaf in held if leaf.threshold is not UNSET]
        if self._clusters() and self._torn():
            return None
        if len(held) == 1 and questions:
            return self.made if self._complete() else None
        if self.made.when is not UNSET and not bounds and self._covered_exceptions():
            return self.made if self._plain_row(questions) and self._complete() else None
        if self.builder.marks.carved:
            return self.made if self._one_exception(questions, bounds) and self._complete() else None
        if len(questions) + len(bounds) < 2:
            if self._complete():
                return self.made
            return self._beside() if bounds else None
        if self.builder.marks.parts:
            return self.made if self._parted(held) and self._complete() else None
        if not questions:
            sound = self._windows_agree(bounds) and not any(misnamed(c) for c in self._clusters())
            return self.made if sound and self._complete() else None
        if not bounds:
            return self.made if self._plain_row(questions) and self._complete() else None
        if self._tailed(questions) or self._divided(questions):
            return self.made if self._complete() else None
        return self._beside()

    def _torn(self) -> bool:
        """Whether a bound is cut from its number, or from the condition that it stands in."""
        marks = self.builder.marks
        inside = [c for left, right in self._sentences() for c in marks.bounds(left, right)]
        return any(torn(marks, c) for c in inside) or conditional(marks, inside)

    def _hedged(self) -> bool:
        """Whether a permission of which nobody knows what it relaxes stands beside more than one plain head."""
        if self.made.of is UNSET or "unknown" not in [m.op for m in self.made.of]:
            return False
        sizes = [len(WORD.findall(self.builder.marks.text, a.start, a.end)) for a in self.builder.asked]
        text, carved = self.builder.marks.text, self.builder.marks.carved
        ended = all(_ended(text, c.start) for c in carved)
        return not ended or len(leaves(self.made)) > 2 or any(size < 2 for size in sizes)

    def _covered_exceptions(self) -> bool:
        """Whether each exception clause stands within a question."""
        asked = self.builder.asked
        covering = Places((a.start, a.end) for a in asked)
        return all(covering.hold(c.start, c.end) for c in self.builder.marks.carved)

    def _one_exception(self, questions: Sequence[Expression], bounds: Sequence[Expression]) -> bool:
        """One clause at the end of a head that is no row; or members of one, which its numbers divide."""
        marks = self.builder.marks
        carved = marks.carved
        if not marks.apart:
            carved = [c for c in carved if not any(o is not c and o.start <= c.start < o.end for o in carved)]
        if len(carved) != 1:
            return False
        clause = carved[0]
        parted = [p for p in marks.parts if clause.start <= p[1] < clause.end]
        if len(parted) > 1 and not clause.clause.rule.startswith("exception"):
            return not bounds
        if not bounds and not marks.windows and len(WORD.findall(marks.text)) <= _ROW:
            return len(WORD.findall(clause.clause.text)) > 2
        if not self._plain_clause(clause):
            return False
        head = [a for a in self.builder.asked if a.start < clause.start]
        outside = [c for c in self._clusters() if not clause.start <= c.at[0] < clause.end]
        if outside:
            return not head and (len(outside) == 1 or not questions)
        ahead = without_facts(marks)[: clause.start]
        joined = JOINT.search(BRACKETED.sub(" ", ahead).rstrip(" ,;:-–("))
        return not joined and (len(head) == 1 or (not head and not bounds))

    def _plain_clause(self, carved: Carved) -> bool:
        """Whether an exception clause ends its item, says something, and holds nothing that may be of the head."""
        marks, start, end, rule = self.builder.marks, carved.start, carved.end, carved.clause.rule
        inside = [a for a in self.builder.asked if start <= a.start < end]
        after = without_facts(marks)[end:]
        ended = not WORD.search(after) or self._further(after, end)
        timed = any(start <= w.start < end for w in marks.windows)
        bounded = any(start <= c.at[0] < end for c in self._clusters())
        torn_words = (
            any(_STUMP.match(marks.text, a.start, a.end) or _UNENDED.search(marks.text, a.start, a.end) for a in inside)
            or any(a.start >= end for a in self.builder.asked)
            or (rule.startswith("refusal") and len(inside) > 1)
        )
        unplain = (
            len(WORD.findall(carved.clause.text)) < 3
            or _REASON.match(marks.text, start)
            or _PLACED.match(marks.text)
            or _EXCEPTION.search(after)
            or any(start <= at < end for at, _ in marks.conditions)
            or (rule.startswith("exception") and (timed or (bounded and not rule.endswith("unless"))))
        )
        return ended and not torn_words and not unplain

    def _further(self, after: str, end: int) -> bool:
        """Whether a capital opens the words after a clause, behind its stop."""
        opened = _STOPPED.match(after)
        return opened is not None and self.builder.marks.plain.text[end + opened.end() - 1].isupper()

    def _parted(self, held: Sequence[Expression]) -> bool:
        """Whether each numbered member is one leaf, and nothing follows the last."""
        marks = self.builder.marks
        opens = [a.start for a in self.builder.asked]
        if any(not any(0 <= at - p[1] <= _OPENING for p in marks.parts) for at in opens):
            return False
        return len(held) == len(marks.parts) and not WORD.search(marks.text, marks.parts[-1][2])

    def _windows_agree(self, bounds: Sequence[Expression]) -> bool:
        """Whether the windows of a row of bounds plainly belong: to all, or each to its own."""
        held = {tuple(b.within) if b.within is not UNSET else () for b in bounds}
        return (
            not self.builder.marks.windows
            or len(held) == 1
            or (() not in held and len(self.builder.marks.windows) == len(self._clusters()))
        )

    def _plain_row(self, questions: Sequence[Expression]) -> bool:
        """Whether questions beside each other are plainly several."""
        marks = self.builder.marks
        if self.made.when is not UNSET:
            group = marks.text[slice(*min((a.start, a.end) for a in self.builder.asked))]
            return len(questions) == 2 and len(self._sentences()) == 1 and not _NO_GROUP.search(group)
        asked = sorted(self.builder.asked, key=lambda a: a.start)
        if any(_IF.match(marks.text, a.start) for a in asked):
            return False
        if len(self._sentences()) > 1:
            further = marks.text[self._sentences()[1][0] :]
            return len(asked) == 2 and len(self._sentences()) == 2 and bool(_FURTHER.match(further))
        if self._divided(questions):
            return True
        if self.builder.excluding and self.made.op == "all":
            return False  # "A and B" may mean either
        if marks.windows and any(a.leaf.within is UNSET for a in asked):
            return False
        if any(len(WORD.findall(marks.text, a.start, a.end)) > _ROW for a in asked):
            return False
        first, last = asked[0], asked[-1]
        tailed = _BOUND_TO.search(marks.text, last.start)
        if tailed and not _BOUND_TO.search(marks.text, first.start, first.end):
            return False  # "planned treatment or treatment with A": what follows may be of both
        return row_joints(marks.text, without_facts(marks)) == len(asked) - 1

    def _divided(self, questions: Sequence[Expression]) -> bool:
        """Whether semicolons divide the members, and each question is one of them as a whole."""
        text = self.builder.marks.text
        if ";" not in text and "；" not in text:
            return False
        ends = [0, *(m.end() for m in _SEMICOLON.finditer(text)), len(text)]
        members = [(a, b) for a, b in pairwise(ends) if WORD.search(text, a, b)]
        if len(members) < 2 or len(self._sentences()) > 1 or BRACKETED.sub("", text).count(";") != len(ends) - 2:
            return False
        if any(RELATIVE.match(text[a:b].lstrip()) for a, b in members):
            return False
        asked = [(a.start, a.end) for a in self.builder.asked]
        for left, right in members:
            inside = [a for a in asked if left <= a[0] < right]
            bounds = [c for c in self._clusters() if left <= c.at[0] < right]
            if len(inside) > 1 or (inside and bounds) or any(a[1] > right for a in inside):
                return False
            if not inside and not bounds:
                return False
        return len(asked) == len(questions)

    def _tailed(self, questions: Sequence[Expression]) -> bool:
        """Whether the only questions go on with a bound's condition."""
        return bool(self.builder.tails) and len(questions) == len(self.builder.tails)

    def _beside(self) -> Expression | None:
        """One bound beside the words that it is part of; the words are asked whole where they are no phrase."""
        marks, text = self.builder.marks, self.builder.marks.text
        clusters = self._clusters()
        if len(clusters) != 1 or len(self._sentences()) > 1 or marks.carved or marks.conditions:
            return self._apart()
        if self.made.op != "all" and self.made.threshold is UNSET:
            return None
        cluster = clusters[0]
        if self._separate(cluster) and self._complete():
            return self.made
        if not self._known(cluster) or len(text) > _SHORT:
            return None
        rest = BRACKETED.sub(" ", without_facts(marks))
        if _TURNS.search(rest) or JOINT.search(rest):
            return None
        within = next((leaf.within for leaf in leaves(self.made) if leaf.threshold is not UNSET), UNSET)
        whole = self.builder.whole()
        made = []
        for threshold in cluster.thresholds:
            leaf = ex.threshold(marks.node.id, threshold.id)
            leaf.within = within
            made.append(leaf)
        return ex.all_of([whole, *made]) if len(made) == 1 else None

    def _apart(self) -> Expression | None:
        """Bounds, and then a sentence or member that denies something."""
        text, asked = self.builder.marks.text, self.builder.asked
        if self.builder.marks.carved or self.builder.excluding or len(asked) != 1 or not self._complete():
            return None
        last = max(c.at[1] for c in self._clusters())
        further = [s for s in self._sentences() if s[0] >= last]
        if self.made.op == "all" and len(self._sentences()) == 2 and further and _FURTHER.match(text, further[0][0]):
            return self.made
        return None

    def _separate(self, cluster: Cluster) -> bool:
        """Whether the question is a phrase of its own before the bound, or denies something after it."""
        text, asked = self.builder.marks.text, self.builder.asked
        if len(asked) != 1:
            return False
        start, end = asked[0].start, asked[0].end
        if start <= cluster.at[0] < end:
            if self._inherits(cluster) or not self._known(cluster):
                return False
            inner = self._inner(start, end)
            return not (_TURNS.search(inner) or JOINT.search(inner))
        if end <= cluster.start:
            between = text[end : cluster.start]
            if start > 12 or not self._known(cluster) or not _DIVIDES.fullmatch(between) or _PLACED.match(text, start):
                return False
            if self.builder.excluding and _LISTS.search(between):
                return False
            last = WORD.findall(text, start, end)[-1:]
            phrase = bool(last) and last[0] not in logic_words().dangling | logic_words().dropped
            return phrase and not (JOINT.search(self._inner(start, end)) or _TURNS.search(text, start, end))
        opened = text[cluster.at[1] : end]
        return bool(_OWN_START.match(opened)) and not JOINT.search(text[: cluster.start])

    @staticmethod
    def _known(cluster: Cluster) -> bool:
        for t in cluster.thresholds:
            if t.measure is None or not (t.measure.id or _NAME.match(t.measure.text)):
                return False
        return True

    @staticmethod
    def _inherits(cluster: Cluster) -> bool:
        return any(t.measure is not None and t.measure.inherited for t in cluster.thresholds)

    def _inner(self, start: int, end: int) -> str:
        """A stretch without its facts and brackets."""
        return BRACKETED.sub(" ", without_facts(self.builder.marks)[start:end])

    # ---- places

    def _clusters(self) -> list[Cluster]:
        return self.builder.marks.clusters

    def _sentences(self) -> list[tuple[int, int]]:
        """Sentences that ask something; those that only explain are left out."""
        found = self.builder.sentences()
        if len(found) < 2:
            return found
        if self.telling is None:
            asked = [(a.start, a.end) for a in self.builder.asked]
            asked += [c.at for c in self._clusters()] + [(c.start, c.end) for c in self.builder.marks.carved]
            telling = Places(asked)
            further = [s for s in found[1:] if telling.reach(*s)]
            self.telling = [found[0], *(s for s in further if not self.builder.repeats(found[0], *s))]
        return self.telling

    def _complete(self) -> bool:
        """Whether each content word belongs to a leaf; a further sentence that explains may be left out."""
        text, asked = self.builder.marks.text, self.builder.asked
        if len(asked) == 1 and not WORD.search(text, 0, asked[0].start) and not WORD.search(text, asked[0].end):
            return True  # the item as a whole
        said = told(self.builder.marks, asked)
        return all(complete(self.builder.marks, start, end, said) for start, end in self._sentences())


def _ended(text: str, at: int) -> bool:
    """Whether a full stop or an opened bracket stands before a place."""
    end = end_before(text, at)
    return end > 0 and text[end - 1] in ".("


def gated(builder: ItemBuilder) -> Expression:
    """The expression of an item's own words where its shape is plain; else the item as one question."""
    made = builder.build()
    return builder.whole() if made is None else Gate(builder, made).passed()
