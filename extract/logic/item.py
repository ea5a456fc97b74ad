"""The expression of one item's own words."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from msgspec import UNSET

from extract import expression as ex
from extract.expression import Expression
from extract.language.clause_words import clause_words
from extract.logic.bounds import is_band, measure_key
from extract.logic.joining import Join, add_times, join, leaves
from extract.logic.marks import Carved
from extract.logic.places import shaded
from extract.logic.statement import OUTSIDE, Statements
from extract.logic.sure import describes, limited, long_subject, own_statement, required, says_something, too_long
from extract.logic.words import WORD, logic_words

_LONG = 400
# "May be rescreened": who is let in later is not let in now.
_AGAIN = re.compile(r"\bre-?\s?screen(?:ed|ing)?\b")
_TOLERATES = re.compile("toxicit|recover|resol|refrain|avoid|adverse")
_REST = re.compile(r"[ .:]*\Z")
_IF = re.compile(
    r"[\s,]*(?:(?:in|into|on|for)\s+(?:the|this)\s+(?:study|trial)\s+)?"
    r"(?:(?:only\s+)?if|provided(?:\s+that)?|as long as|when|unless)\b",
)


@dataclass(slots=True)
class ItemBuilder(Statements):
    """Builds the expression of a whole item: inline members, sentences, exceptions."""

    let_in: Expression | None = None
    own_sentences: list[tuple[int, int]] | None = None  # once they have been asked for
    tolerates: int | None = None  # where the first word of what is tolerated ends, once it has been looked for

    # ---- regions

    def build(self, start: int = 0, end: int | None = None) -> Expression | None:
        """The expression of the item's words, exceptions applied; None when they say nothing of their own."""
        whole = start == 0 and end is None
        end = len(self.marks.text) if end is None else end
        if self.marks.parts:
            parts = [p for p in self.marks.parts if start <= p[0] and p[2] <= end and not self.carved_at(p[1])]
            if len(parts) > 1:
                return self._with_parts(start, end, parts)
        sentences = self.sentences() if whole else self._sentences(start, end)
        if not self._sure(sentences):
            # What an exclusion demands may be what keeps out, or what lets in.
            demanded = self.excluding and bool(sentences) and limited(self.marks.text, *sentences[0]) is not None
            return ex.unknown([self.whole()]) if demanded else self.whole()
        made: Expression | None = None
        for left, right in sentences:
            made = self._sentence(left, right, made)
        if made is not None and self._tangled(made):
            return self.whole()
        return made

    def _tangled(self, made: Expression) -> bool:
        """Whether a long text fell into so many questions that nobody can be sure of their joins."""
        if len(self.marks.text) <= _LONG or self.marks.parts:
            return False
        held = list(leaves(made))
        asked = sum(leaf.question is not UNSET for leaf in held)
        return asked > 2 and 2 * asked > len(held)

    def _sure(self, sentences: Sequence[tuple[int, int]]) -> bool:
        """Whether it is plain how the sentences of an item stand to each other."""
        text = self.marks.text
        if any(too_long(*place) for place in sentences) or self._entangled():
            return False
        if not self.excluding:
            return True
        allowed = False
        for number, (start, end) in enumerate(sentences):
            if self._allows(start, end) is not None:
                allowed = True
            elif number and (self._explains(start, end) or self.repeats(sentences[0], start, end)):
                continue
            elif required(text, start, end):
                if not allowed:
                    return False
            elif number and not own_statement(text, start, end):
                return False
        return len(sentences) < 6

    def repeats(self, first: tuple[int, int], start: int, end: int) -> bool:
        """Whether a sentence says what follows from the first one's measurement: "If QTcF is > 480 ms, repeat"."""
        if not _IF.match(self.marks.text, start, end):
            return False
        before = {measure_key(t) for c in self.marks.bounds(*first) for t in c.thresholds}
        again = {measure_key(t) for c in self.marks.bounds(start, end) for t in c.thresholds}
        return bool(again) and again <= before

    def _entangled(self) -> bool:
        """Whether an exception runs on into a permission: "… with the following exception: X are eligible if …"."""
        if len(self.marks.carved) < 2:
            return False
        spans = sorted((c.start, c.end, c.clause.rule) for c in self.marks.carved)
        for (_, end, rule), (start, _, after) in pairwise(spans):
            between = self.marks.text[end:start]
            if rule.startswith("exception") and not after.startswith("exception") and not between.strip(" :,-–"):
                return True
        return False

    def _allows(self, start: int, end: int) -> Carved | None:
        """The clause of a sentence that lets in or keeps out."""
        for carved in self.marks.carves(start, end):
            if not carved.clause.rule.startswith("exception"):
                return carved
        return None

    def _explains(self, start: int, end: int) -> bool:
        """Whether a further sentence only explains, or names duties of the study's staff."""
        words, text = logic_words(), self.marks.text
        bounded = any(not self.carved_at(c.at[0]) for c in self.marks.bounds(start, end))
        if words.denial(text, start, end):
            return False
        if bounded or words.duties.search(text, start, end):
            return not bounded
        said = words.informs.search(text, start, end)
        told = said is not None and not words.relative.search(text, max(start, said.start() - 24), said.start())
        return (told and not words.demands.search(text, start, end)) or describes(text, start, end)

    def _with_parts(self, start: int, end: int, parts: Sequence[tuple[int, int, int]]) -> Expression | None:
        members = [m for p in parts if (m := self.joined(p[1], p[2], None))]
        head = self.build(start, parts[0][0]) if self._head_asks(start, parts[0][0]) else None
        inner = join(self._parts_join(start, parts), members)
        if head is None or inner is None:
            made = inner or head
        elif logic_words().definer.search(self.marks.text, start, parts[0][0]):
            made = inner
        else:
            made = ex.all_of([head, inner]) if not self.excluding else ex.unknown([head, inner])
        for left, right in self._sentences(parts[-1][2], end):
            made = self._sentence(left, right, made)
        return made

    def _head_asks(self, start: int, end: int) -> bool:
        words = logic_words()
        facts = bool(self.marks.bounds(start, end))
        said = WORD.findall(self.marks.text, start, end)
        return facts or any(w not in words.fillers and w not in words.head_titles and not w.isdigit() for w in said)

    def _parts_join(self, start: int, parts: Sequence[tuple[int, int, int]]) -> Join:
        text = self.marks.text
        before_last = text[parts[-2][2] - 6 : parts[-1][0]].split()
        if before_last and before_last[-1].strip(",;") in {"or", "and/or"}:
            return "any"
        if before_last and before_last[-1].strip(",;") == "and":
            return "all"
        head = text[start : parts[0][0]]
        if any(cue in head for cue in ("any of", "one of", "one or more", "either")):
            return "any"
        return "all" if any(cue in head for cue in ("all of", "all the", "both of")) else self.default

    def sentences(self) -> list[tuple[int, int]]:
        """The sentences of the item."""
        if self.own_sentences is None:
            self.own_sentences = self._sentences(0, len(self.marks.text))
        return self.own_sentences

    def _sentences(self, start: int, end: int) -> list[tuple[int, int]]:
        """Sentences of a region; stops within facts or exceptions do not cut."""
        cuts = [start]
        stops = [s for s in self.marks.layout.stops(start) if start < s[0] < end and self.marks.text[s[0]] in ".!?。"]
        if stops:
            within = [(a + 1, b) for a, b in self.marks.glued] + [(c.start, c.end) for c in self.marks.carved]
            whole = shaded(start, end, within)
            cuts += [after for stop, after in stops if not whole[stop - start]]
        if len(cuts) == 1:
            return [(start, end)] if self.marks.text[start:end].strip(" .,;:") else []
        return [(a, b) for a, b in zip(cuts, [*cuts[1:], end], strict=True) if self.marks.text[a:b].strip(" .,;:")]

    def _sentence(self, start: int, end: int, before: Expression | None) -> Expression | None:
        """A sentence joined to what the item said before it."""
        words, text = logic_words(), self.marks.text
        if not says_something(text, start, end):
            return before
        carved = self.marks.carves(start, end) if self.marks.carved else ()
        statements = [c for c in carved if not c.clause.rule.startswith("exception")]
        made: Expression | None = None
        if before is not None and (self._explains(start, end) or self._repeats_first(start, end)):
            pass
        else:
            made = self._stated_whole(start, end, further=before is not None and not statements)
        if made is not None and before is not None:
            if not self.excluding:
                made = ex.all_of([before, made])
            elif words.demands.search(text, start, end):
                made = self._demanded(before, made)
            else:
                made = ex.any_of([before, made])
        made = made if made is not None else before
        for clause in statements:
            made = self.excepted(made, clause)
        return made

    def _repeats_first(self, start: int, end: int) -> bool:
        """Whether an exclusion's sentence goes on about the measurement of what stands before its first stop."""
        if not self.excluding:
            return False
        stops = self.marks.layout.stops(0)
        return self.repeats((0, stops[0][0] if stops else end), start, end)

    def _stated_whole(self, start: int, end: int, *, further: bool) -> Expression | None:
        """What a sentence says; a requirement of some participants only holds if they are meant."""
        text = self.marks.text
        clusters = self.marks.bounds(start, end)
        conditions = [t for c in clusters for t in c.thresholds if t.condition]
        found = None if conditions or self._allows(start, end) else limited(text, start, end)
        if found is not None and self.excluding:
            return ex.unknown([self.ask(start, end)])
        if found is not None:
            asked = bool(self.marks.bounds(*found.when))
            when = self._part(*found.when) if asked else self.ask(*found.when)
            then = self._part(*found.then)
            if when is not None and then is not None:
                return ex.if_then(when, then)
            return when if when is not None else then
        outside = OUTSIDE.match(text, start, end) if not self.excluding else None
        if outside:
            return ex.negate(self.ask(outside.end(), end))
        banded = self._bands(start, end) if len(clusters) > 1 and not self.excluding else None
        if banded is not None:
            return banded
        bounded = bool(clusters)
        if not bounded and not self.excluding and long_subject(text, start, end):
            return self.ask(start, end)
        if further and self.bounded and not logic_words().asks(text[start:end]):
            return None
        if further and not bounded and not self.marks.carves(start, end):
            negated = logic_words().denial(text, start, end)
            return self.joined(start, end, None) if negated else self.ask(start, end)
        return self.joined(start, end, None)

    def _bands(self, start: int, end: int) -> Expression | None:
        """Bounds for people of an age: "Lansky ≥ 50 for patients ≤ 16 years"; one question where they mix."""
        text, clusters = self.marks.text, self.marks.bounds(start, end)
        bands = [c for c in clusters if is_band(text, c)]
        if not bands or len(bands) == len(clusters):
            return None
        titled = text.find(":", bands[0].end, end)
        if len(bands) == 1 and bands[0] is clusters[0] and 0 <= titled < clusters[1].start:
            when, then = self._part(start, titled), self._part(titled + 1, end)
            return ex.if_then(when, then) if when is not None and then is not None else self.ask(start, end)
        elements = self.cutter.elements(start, end, None)
        made = []
        for element in elements:
            found = [c for c in element.clusters if c not in bands]
            held = [c for c in element.clusters if c in bands]
            if len(held) != 1 or len(found) != 1 or element.groups or found[0].start > held[0].start:
                return self.ask(start, end)
            _, when = self._cluster(held[0])
            _, then = self._cluster(found[0])
            made.append(ex.if_then(when, then) if when is not None and then is not None else self.ask(start, end))
        return join("all", made)

    def _part(self, start: int, end: int) -> Expression | None:
        """A group's words, or what is demanded of it: its bounds, else one question."""
        words, text = logic_words(), self.marks.text
        if self.marks.bounds(start, end) or self.marks.carves(start, end):
            return self.joined(start, end, None)
        negated = words.denial(text, start, end)
        single = len(self.cutter.elements(start, end, None)) == 1
        return self.joined(start, end, None) if negated and single else self.ask(start, end)

    def _demanded(self, before: Expression, demand: Expression) -> Expression:
        """What an exclusion's further sentence demands: of the case let in before it, where there is one."""
        if self.let_in is not None and self.let_in.op == "not" and self.let_in.of is not UNSET:
            self.let_in.of = [ex.all_of([self.let_in.of[0], demand])]
            return before
        return ex.unknown([before, demand])

    # ---- exceptions

    def excepted(self, made: Expression | None, carved: Carved) -> Expression | None:
        """What an item says, softened by one of its exception clauses."""
        rule, text = carved.clause.rule, self.marks.text
        if made is not None and rule.startswith("permission") and _AGAIN.search(text, carved.start, carved.end):
            return made
        case = self.excepted_case(carved)
        if made is None and self.excluding and rule.startswith("permission"):
            return ex.unknown([case])  # alone it says nobody is kept out, nor that others are
        if made is None:
            return case if not self.excluding else ex.negate(case)
        if self.excluding or rule.startswith("refusal"):
            kept = ex.negate(case)
            self.let_in = kept if rule.startswith("permission") else None
            return ex.all_of([made, kept])
        if rule.startswith("permission"):
            # It may relax the item or only explain it; where the item holds, both come to the same.
            return ex.any_of([made, ex.unknown([case])])
        opener = text[carved.start : carved.end]
        relaxing = rule.endswith(("unless", "waiver")) or opener.startswith(("except in", "except if", "except when"))
        narrows = rule.endswith(("excluding", "other_than"))
        if relaxing or self._tolerated(carved.start) or (not narrows and self._bounded_beside(carved)):
            return ex.any_of([made, case])
        return ex.all_of([made, ex.negate(case)])

    def _tolerated(self, at: int) -> bool:
        """Whether an item's words before a place are about what comes and goes, or is to be avoided."""
        if self.tolerates is None:
            found = _TOLERATES.search(self.marks.text)
            self.tolerates = found.end() if found else len(self.marks.text) + 1
        return self.tolerates <= at

    def _bounded_beside(self, carved: Carved) -> bool:
        """Whether the item has a bound outside its exceptions, which a case may be spared."""
        return self.first_free < carved.start

    def excepted_case(self, carved: Carved) -> Expression:
        """The excepted case: the clause's own expression where it holds facts, else a leaf."""
        marks, rule = self.marks, carved.clause.rule
        start = carved.start
        if rule.startswith("exception"):
            opener = clause_words().opener.match(marks.text, start)
            start = opener.end() if opener else start
        narrowing = rule.startswith("exception") and not rule.endswith("unless")
        if self.children is not None and not self.children_used and _REST.match(marks.text, carved.end):
            self.children_used = True
            return self.children
        parts = [(a, b, min(c, carved.end)) for a, b, c in marks.parts if carved.start <= a and b < carved.end]
        if len(parts) > 1:
            members = [m for p in parts if (m := self.joined(p[1], p[2], carved))]
            made = join("any" if narrowing else "all", members)
        elif marks.bounds(start, carved.end) or marks.opening(start, carved.end):
            both = rule.startswith("refusal") and len(carved.verbs) > 1
            cases = self._permitted(start, carved, "any" if narrowing else "all")
            made = join("any" if both else "all", cases)
            own = [w for w in self.free_windows if carved.start <= w.start < carved.end]
            if own:
                self.free_windows = [w for w in self.free_windows if w not in own]
            for leaf in leaves(made) if made is not None and own else ():
                if leaf.within is UNSET and leaf.condition is UNSET:
                    add_times(leaf, [time for window in own for time in window.times])
        else:
            made = None
        return made if made is not None else ex.exception(marks.node.id, carved.clause.id)

    def _permitted(self, start: int, carved: Carved, how: Join) -> list[Expression]:
        """An excepted case's members: who it is about, and what must hold ("… may be included if …")."""
        verb = [end for _, end in carved.verbs[:1]]
        cuts, ends = [start, *verb], [*verb, carved.end]
        places = [(_past_if(self.marks.text, a, b), b) for a, b in zip(cuts, ends, strict=True)]
        if len(places) > 1 and not logic_words().asks(self.marks.text[slice(*places[0])]):
            places = places[1:]
        made = [self.joined(a, b, carved, how) for a, b in places]
        return [m for m in made if m is not None]


def _past_if(text: str, start: int, end: int) -> int:
    """Where a condition's words begin, after the word that opens it."""
    opener = _IF.match(text, start, end)
    return opener.end() if opener else start
