"""The expression of one statement: its elements with their bounds, questions and windows."""

import re
from bisect import bisect_left, bisect_right, insort
from collections.abc import Sequence
from dataclasses import dataclass, field

from msgspec import Struct

from extract import expression as ex
from extract.document import Question, Span, Threshold
from extract.expression import Expression
from extract.language.clauses import Bracket
from extract.logic.beside import amid, ask_beside, permits, sexes, unsaid
from extract.logic.bounds import measure_key, relaxed
from extract.logic.cases import cases, said_condition
from extract.logic.joining import Join, add_times, join, leaves
from extract.logic.marks import Carved, Cluster, Marks, Window
from extract.logic.pieces import Cutter, Element
from extract.logic.rows import Target, joints_of, nearest, other_units, trailing_windows
from extract.logic.stretches import trimmed
from extract.logic.sure import describes
from extract.logic.words import logic_words

# Under inclusion: "Not eligible: …".
OUTSIDE = re.compile(r"[\W_]*(?:not\s+eligible|ineligible|excluded|not\s+allowed|exclusions?)\s*(?:are|is)?\s*:")
_SIGN = re.compile(r"[<>≤≥=]|\b(?:or|to|less|more|least|most|grade|class)\b|\d\s*[-–]\s*\d")
_OR = re.compile(r"\s*(?:\([^()]*\)\s*)?,?\s*or\s+")


class Asked(Struct):
    """A question's place, and its leaf."""

    start: int
    end: int
    leaf: Expression


@dataclass(slots=True)
class Statements:
    """Builds the expressions of an item's statements and cuts their questions.

    Where the text does not say how members join, inclusion joins by all, exclusion by any. `children` is the joined
    expression of the nodes below, which an exception clause that ends in a colon takes for its words.
    """

    marks: Marks
    children: Expression | None = None
    children_used: bool = False
    asked: list[Asked] = field(default_factory=list)  # by start
    free_windows: list[Window] = field(default_factory=list)
    cases: dict[str, list[Threshold]] = field(default_factory=dict)
    consumed: set[str] = field(default_factory=set)
    tails: dict[str, tuple[int, int]] = field(default_factory=dict)
    cutter: Cutter = field(init=False)
    bounded: bool = field(init=False)  # whether the item has a threshold outside its exceptions
    first_free: int = field(init=False)  # where the first bound outside its exceptions stands, or beyond its text
    excluding: bool = field(init=False)  # whether the item says who is kept out
    default: Join = field(init=False)  # how members join where the text does not say

    def __post_init__(self) -> None:
        self.cutter = Cutter(self.marks, logic_words())
        self.excluding = self.marks.node.section == "exclusion"
        self.default = "any" if self.excluding else "all"
        free = self.marks.clusters
        if self.marks.carved:
            free = [c for c in free if not self.carved_at(c.at[0])]
        uncarved = [t for c in free for t in c.thresholds]
        self.bounded = bool(uncarved)
        self.first_free = free[0].at[0] if free else len(self.marks.text)
        if [t for t in uncarved if t.condition]:
            self.cases = cases(self.marks, uncarved)
            self.consumed = {t.id for replacing in self.cases.values() for t in replacing}

    def carved_at(self, at: int) -> Carved | None:
        """The exception clause around a place."""
        carved = self.marks.carved
        if not carved:
            return None
        if not self.marks.apart:
            return next((c for c in carved if c.start <= at < c.end), None)
        near = bisect_right(carved, at, key=lambda c: c.start) - 1
        return carved[near] if near >= 0 and at < carved[near].end else None

    def whole(self) -> Expression:
        """The item as one question, with all its times."""
        start, end = trimmed(self.marks.text, 0, len(self.marks.text))
        asked = Asked(start, end, ex.question(self.marks.node.id, ""))
        self.asked = [asked]
        self.free_windows = []
        # Of several windows, each belongs to some of the words only: they stay words.
        for window in self.marks.windows if len(self.marks.windows) == 1 else ():
            add_times(asked.leaf, window.times)
        return asked.leaf

    def ask(self, start: int, end: int, *, windows: bool = True) -> Expression:
        """A stretch as one question, which takes the place of those within it; with its window where it has one."""
        del self.asked[bisect_left(self.asked, start, key=_start) : bisect_left(self.asked, end, key=_start)]
        left, right = trimmed(self.marks.text, start, end)
        asked = self._noted(left, right)
        inside = [w for w in self.marks.opening(left, right) if not self.carved_at(w.start)]
        for window in inside if len(inside) == 1 and windows else ():
            add_times(asked.leaf, window.times)
        return asked.leaf

    def _noted(self, start: int, end: int) -> Asked:
        """A new question."""
        asked = Asked(start, end, ex.question(self.marks.node.id, ""))
        insort(self.asked, asked, key=_start)
        return asked

    def forget(self, expression: Expression | None) -> None:
        """Drop the questions of an expression that is not used, unless it holds bounds."""
        if expression is not None and not self.bounded:
            unused = {id(leaf) for leaf in leaves(expression)}
            self.asked = [a for a in self.asked if id(a.leaf) not in unused]

    def excepted(self, made: Expression | None, carved: Carved) -> Expression | None:
        """What a statement says, softened by an exception clause."""
        raise NotImplementedError

    def excepted_case(self, carved: Carved) -> Expression:
        """The case that an exception clause takes out."""
        raise NotImplementedError

    # ---- statements

    def joined(self, start: int, end: int, inside: Carved | None, how: Join | None = None) -> Expression | None:
        """A statement's elements, joined as its words say."""
        words = logic_words()
        members: list[tuple[Element, Expression]] = []
        denied = unmet = False
        elements = self.cutter.elements(self._past_title(start, end), end, inside)
        rowed = inside is None and len(elements) > 1 and not self.excluding
        if rowed and (permits(self.marks, elements) or sexes(self.marks, elements)):
            return self.ask(start, end)
        for element, joint in zip(elements, joints_of(elements), strict=True):
            text, bounded = self.marks.text, element.bounded
            negation = words.denial(text, element.start, element.end)
            if members and element.semicolon and not bounded and describes(text, element.start, element.end):
                continue
            if negation and bounded and self._renamed(negation.end(), element.first):
                members.append((element, self.ask(element.start, element.end)))
                continue
            # "Must not have …" under exclusion names what is excluded.
            forbids = negation is not None and self.excluding and bool(words.modal.search(negation[0]))
            failing = words.unmet.search(text, element.start, element.first) if bounded else None
            runs_on = bool(members) and joint == "or" and negation is None and failing is None
            if runs_on and (denied or unmet):
                element.joint = "and"  # "no A or B" is neither
            denied = (negation is not None and not forbids) or (denied and runs_on)
            unmet = failing is not None or (unmet and runs_on)
            skipped = failing.end() if failing else negation.end() if negation else element.start
            made = self._stated(element, self._element(element, skipped), denied=denied, unmet=unmet)
            if made is not None:
                members.append((element, made))
        trailing_windows(members, excluding=self.excluding)
        return self._compose(members, how or self.default)

    def _renamed(self, start: int, first: int) -> bool:
        """Whether what is denied is named before its bounds: "no weakness, defined as walking ≥ 400 m"."""
        between = self.marks.text[start : max(first, start)]
        return ":" in between or bool(logic_words().definer.search(between))

    def _past_title(self, start: int, end: int) -> int:
        """Where a row of bounds begins, past the name that they define: "liver and kidney function, defined as"."""
        row = self.marks.bounds(start, end)
        if len(row) < 2:
            return start
        first = row[0]
        defined = logic_words().definer.search(self.marks.text, start, first.start)
        if defined is None or self.marks.layout.bracket_at(defined.start()) != self.marks.layout.bracket_at(start):
            return start
        if self.marks.text.count(":", start, defined.start()):
            return start
        near = first.start - defined.end() <= 40 and first.start > defined.end()
        return defined.end() if near else start

    def _stated(self, element: Element, made: Expression | None, *, denied: bool, unmet: bool) -> Expression | None:
        """An element with its negation and exceptions: "no A except B" takes B out of A before it is denied."""
        narrowing = element.carved
        if narrowing:
            softens = (c for c in narrowing if c.clause.rule.startswith("exception"))
            narrowing = [c for c in softens if not amid(self.marks, element, c)]
        if made is not None and denied:
            for carved in narrowing:
                made = ex.all_of([made, ex.negate(self.excepted_case(carved))])
            return ex.negate(made)
        made = ex.negate(made) if made is not None and unmet else made
        for carved in narrowing:
            made = self.excepted(made, carved)
        return made

    def _compose(self, members: list[tuple[Element, Expression]], default: Join) -> Expression | None:
        """Members by their connectors; a comma joins as the next word does, "and" binds closer than "or"."""
        if len(members) < 2:
            return members[0][1] if members else None
        cuts = [i for i, (element, _) in enumerate(members) if i and element.semicolon]
        if cuts:
            runs = [members[a:b] for a, b in zip([0, *cuts], [*cuts, len(members)], strict=True)]
            says = {members[i][0].joint for i in cuts} - {None}
            loosest: Join = default if not says else "any" if says == {"or"} else "all"
            return join(loosest, [m for run in runs if (m := self._flat(run, default))])
        return self._flat(members, default)

    def _flat(self, members: list[tuple[Element, Expression]], default: Join) -> Expression | None:
        """Members without semicolons between them."""
        members = other_units(members) if self.marks.clusters else members
        if len(members) < 2:
            return members[0][1] if members else None
        joints: list[str] = []
        following: str | None = None
        for element, _ in reversed(members[1:]):
            following = element.joint or following
            joints.insert(0, element.joint or following or ("or" if default == "any" else "and"))
        made = [expression for _, expression in members]
        if len(set(joints)) == 1:
            return join("any" if joints[0] == "or" else "all", made)
        loose = [element.comma for (element, _), joint in zip(members[1:], joints, strict=True) if joint == "or"]
        if not all(loose):
            return ex.unknown(made)
        runs: list[list[Expression]] = [[made[0]]]
        for joint, expression in zip(joints, made[1:], strict=True):
            if joint == "or":
                runs.append([expression])
            else:
                runs[-1].append(expression)
        return join("any", [m for run in runs if (m := join("all", run))])

    def _element(self, element: Element, start: int) -> Expression | None:
        """One stretch: its bounds, its question, and the windows on the nearest of them."""
        if not element.bounded:
            asked = self._question(element, start)
            if asked is None or not element.unsure:
                self._attach(element.windows, self._asking(element, asked))
                return asked.leaf if asked else None
            return self._asked_whole(element, start)
        self._read_tails(element)
        bounds: list[Expression] = []
        targets: list[Target] = []
        for cluster in element.clusters:
            leaves, made = self._cluster(cluster)
            targets.append((cluster.start, cluster.end, leaves))
            if made is not None:
                bounds.append(made)
        alternatives = self._groups(element, bounds)
        asked = self._question(element, start)
        targets += self._asking(element, asked)
        vague = unsaid(self.marks, element) or (bool(bounds) and self._denies(start, element.first))
        if vague or (element.unsure and asked is not None) or (len(bounds) > 1 and alternatives is None):
            return self._asked_whole(element, start)
        self._attach(element.windows, targets)
        if not bounds:
            return asked.leaf if asked else None
        made = alternatives if alternatives is not None else bounds[0]
        if not asked:
            return made
        words, text, first = logic_words(), self.marks.text, max(asked.start, element.first)
        if words.example.search(text, asked.start, first) and not words.demands.search(text, element.start, first):
            return ex.any_of([asked.leaf, made])
        return ex.all_of([asked.leaf, made])

    @staticmethod
    def _asking(element: Element, asked: Asked | None) -> list[Target]:
        """A question, as what the windows of its element may be of."""
        if asked is None or not element.windows:
            return []
        said = [(a, b, [asked.leaf]) for a, b in element.words if asked.start <= a and b <= asked.end]
        return [(asked.start, asked.start + 1, [asked.leaf]), *said]

    def _read_tails(self, element: Element) -> None:
        """Words that go on with a condition: "in the presence of A" + "(a case of B) or C"."""
        if not self.marks.conditions:
            return
        for threshold in (t for c in element.clusters for t in c.thresholds):
            condition = said_condition(self.marks, threshold)
            if condition is None or condition.inherited:
                continue
            node = self.marks.node.span.start
            end = self.marks.plain.locate(condition.span.end - node)
            for piece in element.words:
                opened = _OR.match(self.marks.text, piece[0], piece[1]) if 0 <= piece[0] - end <= 2 else None
                if opened:
                    self.tails[condition.id] = (opened.end(), piece[1])
                    element.words = [p for p in element.words if p != piece]
                    break

    def _denies(self, start: int, first: int) -> bool:
        """Whether words before a bound deny it in a way not taken up: "cannot have > 5 lines", "not even class I"."""
        words, text = logic_words(), self.marks.text
        denied = words.denies.search(text, start, first)
        return (
            denied is not None and not words.unmet.search(text, start, first) and not self.marks.covers(denied.start())
        )

    def _asked_whole(self, element: Element, start: int) -> Expression:
        """An element whose bounds and words join in a way not understood is one question: no guess, yet answerable."""
        return self.ask(start, element.end, windows=False)

    def _groups(self, element: Element, bounds: list[Expression]) -> Expression | None:
        """Bounds in brackets: other units or cases of the bound before them, or members of their own."""
        text = self.marks.text
        for bracket in element.groups:
            if logic_words().example.match(text, bracket.start + 1) or self._same_value(element, bracket):
                continue
            inner = self.joined(bracket.start + 1, bracket.end - 1, None)
            if inner is None:
                continue
            held = self.marks.bounds(bracket.start + 1, bracket.end)
            named = {measure_key(t) for c in element.clusters for t in c.thresholds}
            again = {measure_key(t) for c in held for t in c.thresholds} <= named
            if bounds and (again or text[bracket.start + 1 :].lstrip().startswith("or ")):
                bounds[:] = [join("any", [*bounds, inner]) or inner]
            else:
                bounds.append(inner)
        return bounds[0] if len(bounds) == 1 else None

    def _same_value(self, element: Element, bracket: Bracket) -> bool:
        """Whether a bracket says the bound before it in another unit, without a sign: "≥ 1.5 mg/dL (133 µmol/L)"."""
        held = [t for c in self.marks.bounds(bracket.start + 1, bracket.end) for t in c.thresholds]
        named = {measure_key(t) for c in element.clusters for t in c.thresholds}
        if len(held) != 1 or measure_key(held[0]) not in named or held[0].low != held[0].high:
            return False
        return _SIGN.search(self.marks.text, bracket.start, bracket.end) is None

    def _cluster(self, cluster: Cluster) -> tuple[list[Expression], Expression | None]:
        """Thresholds of one place, each with its cases; joined as the words between their measures say."""
        leaves: list[Expression] = []
        members: list[Expression] = []
        for threshold in cluster.thresholds:
            leaf = ex.threshold(self.marks.node.id, threshold.id)
            leaves.append(leaf)
            if threshold.id in self.consumed:
                continue
            cases = []
            for case in self.cases.get(threshold.id, []):
                then = ex.threshold(self.marks.node.id, case.id)
                leaves.append(then)
                cases.append((self._condition(case), then, case))
            made = relaxed(leaf, threshold, cases)
            condition = said_condition(self.marks, threshold)
            if condition is not None:
                made = (
                    ex.all_of([self._condition(threshold), made])
                    if self.excluding or logic_words().states.match(condition.text.lower())
                    else ex.if_then(self._condition(threshold), made)
                )
            members.append(made)
        if len(members) == 1:
            return leaves, members[0]
        words = self.marks.text[cluster.start : cluster.at[0]]
        how: Join = "any" if " or " in words else "all" if " and " in words else self.default
        return leaves, join(how, members)

    def _condition(self, threshold: Threshold) -> Expression:
        assert threshold.condition is not None  # noqa: S101  callers look
        leaf = ex.condition(self.marks.node.id, threshold.condition.id)
        tail = self.tails.get(threshold.condition.id)
        if tail is not None:
            leaf = ex.any_of([leaf, self.ask(*tail)])
        return ex.negate(leaf) if threshold.condition.text.lower().startswith("unless") else leaf

    def _question(self, element: Element, start: int) -> Asked | None:
        """The words of an element that no fact says, as one stretch; None where they ask nothing."""
        place = ask_beside(self.marks, element, start, bounded=self.bounded)
        return None if place is None else self._noted(*place)

    def _attach(self, windows: Sequence[Window], targets: Sequence[Target]) -> None:
        """Each window goes to the nearest thing before it, else to the first after it."""
        for window in windows:
            chosen = nearest(window, targets)
            if chosen is None:
                self.free_windows.append(window)
                continue
            for leaf in chosen:
                add_times(leaf, window.times)

    # ---- result

    def number_questions(self) -> list[Question]:
        """The questions in reading order; their leaves get their ids here."""
        node = self.marks.node
        questions = []
        for number, asked in enumerate(sorted(self.asked, key=lambda a: (a.start, a.end)), 1):
            span: Span = self.marks.source(asked.start, asked.end)
            name = f"{node.id}.q{number}"
            asked.leaf.question = name
            words = node.text[span.start - node.span.start : span.end - node.span.start]
            questions.append(Question(id=name, span=span, text=words))
        return questions


def _start(asked: Asked) -> int:
    return asked.start
