"""The expression of one statement: its elements with their bounds, questions and windows."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from extract import expression as ex
from extract.document import Condition, Question, Span, Threshold
from extract.expression import Expression
from extract.logic.bounds import measure_key, relaxed
from extract.logic.joining import Join, add_times, join, leaves
from extract.logic.marks import Carved, Cluster, Marks, Window
from extract.logic.pieces import Cutter, Element, trimmed
from extract.logic.words import WORD, logic_words


@dataclass(slots=True)
class _Asked:
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
    asked: list[_Asked] = field(default_factory=list)
    free_windows: list[Window] = field(default_factory=list)
    cases: dict[str, list[Threshold]] = field(default_factory=dict)
    consumed: set[str] = field(default_factory=set)
    cutter: Cutter = field(init=False)

    def __post_init__(self) -> None:
        self.cutter = Cutter(self.marks, logic_words())
        self._match_cases()

    @property
    def excluding(self) -> bool:
        """Whether the item says who is kept out."""
        return self.marks.node.section == "exclusion"

    @property
    def default(self) -> Join:
        """How members join where the text does not say."""
        return "any" if self.excluding else "all"

    def _match_cases(self) -> None:
        """Conditional bounds beside an unconditional one of the same measure replace it under their condition."""
        thresholds = [t for c in self.marks.clusters for t in c.thresholds if not self.carved_at(c.at[0])]
        for threshold in thresholds:
            key = measure_key(threshold)
            if self.said_condition(threshold) is None or key is None:
                continue
            bases = [t for t in thresholds if self.said_condition(t) is None and measure_key(t) == key]
            if len(bases) == 1:
                self.cases.setdefault(bases[0].id, []).append(threshold)
                self.consumed.add(threshold.id)

    def said_condition(self, threshold: Threshold) -> Condition | None:
        """A bound's condition; none where it says everybody ("male or female"), or stands in a later sentence."""
        condition = threshold.condition
        if condition is None or not logic_words().limits(condition.text):
            return None
        between = self.marks.node.text[threshold.span.end - self.marks.node.span.start :]
        between = between[: max(condition.span.start - threshold.span.end, 0)]
        return None if ". " in f"{threshold.text[-1]}{between} " else condition

    def carved_at(self, at: int) -> Carved | None:
        """The exception clause around a place."""
        return next((c for c in self.marks.carved if c.start <= at < c.end), None)

    @property
    def bounded(self) -> bool:
        """Whether the item has a threshold outside its exceptions."""
        return any(not self.carved_at(c.at[0]) for c in self.marks.clusters)

    def whole(self) -> Expression:
        """The item as one question, with all its times."""
        start, end = trimmed(self.marks.text, 0, len(self.marks.text))
        asked = _Asked(start, end, ex.question(self.marks.node.id, ""))
        self.asked.append(asked)
        for window in self.marks.windows:
            add_times(asked.leaf, window.times)
        return asked.leaf

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
        elements = self.cutter.elements(start, end, inside)
        for element, joint in zip(elements, _joints(elements), strict=True):
            negation = words.negation.match(self.marks.text, element.start, element.end)
            # "Must not have …" under exclusion names what is excluded.
            forbids = negation is not None and self.excluding and bool(words.modal.search(negation[0]))
            failing = (
                words.unmet.search(self.marks.text, element.start, self._first(element)) if element.bounded else None
            )
            runs_on = bool(members) and joint == "or" and negation is None and failing is None
            if runs_on and (denied or unmet):
                element.joint = "and"  # "no A or B" is neither
            denied = (negation is not None and not forbids) or (denied and runs_on)
            unmet = failing is not None or (unmet and runs_on)
            skipped = failing.end() if failing else negation.end() if negation else element.start
            made = self._stated(element, self._element(element, skipped), denied=denied, unmet=unmet)
            if made is not None:
                members.append((element, made))
        return self._compose(members, how or self.default)

    def _stated(self, element: Element, made: Expression | None, *, denied: bool, unmet: bool) -> Expression | None:
        """An element with its negation and exceptions: "no A except B" takes B out of A before it is denied."""
        narrowing = [c for c in element.carved if c.clause.rule.startswith("exception")]
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
        members = _other_units(members)
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
        bounds: list[Expression] = []
        targets: list[tuple[int, int, list[Expression]]] = []
        for cluster in element.clusters:
            leaves, made = self._cluster(cluster)
            targets.append((cluster.start, cluster.end, leaves))
            if made is not None:
                bounds.append(made)
        alternatives = self._groups(element, bounds)
        asked = self._question(element, start)
        if asked:
            targets.append((asked.start, asked.start + 1, [asked.leaf]))
            targets += [(a, b, [asked.leaf]) for a, b in element.words if asked.start <= a and b <= asked.end]
        if (element.unsure and asked is not None) or (len(bounds) > 1 and alternatives is None):
            return self._asked_whole(element, start, asked)
        self._attach(element.windows, targets)
        if not bounds:
            return asked.leaf if asked else None
        made = alternatives if alternatives is not None else bounds[0]
        if not asked:
            return made
        if logic_words().example.search(self.marks.text, asked.start, max(asked.start, self._first(element))):
            return ex.any_of([asked.leaf, made])
        return ex.all_of([asked.leaf, made])

    def _asked_whole(self, element: Element, start: int, asked: _Asked | None) -> Expression:
        """An element whose bounds and words join in a way not understood is one question: no guess, yet answerable."""
        inside = {id(asked)} | {id(a) for a in self.asked if start <= a.start < element.end}
        self.asked = [a for a in self.asked if id(a) not in inside]
        left, right = trimmed(self.marks.text, start, element.end)
        whole = _Asked(left, right, ex.question(self.marks.node.id, ""))
        self.asked.append(whole)
        return whole.leaf

    def _first(self, element: Element) -> int:
        return min([c.at[0] for c in element.clusters] + [b.start for b in element.groups], default=element.end)

    def _groups(self, element: Element, bounds: list[Expression]) -> Expression | None:
        """Bounds in brackets: other units or cases of the bound before them, or members of their own."""
        text = self.marks.text
        for bracket in element.groups:
            inner = self.joined(bracket.start + 1, bracket.end - 1, None)
            if inner is None:
                continue
            held = [c for c in self.marks.clusters if bracket.start < c.at[0] < bracket.end]
            named = {measure_key(t) for c in element.clusters for t in c.thresholds}
            again = {measure_key(t) for c in held for t in c.thresholds} <= named
            if bounds and (again or text[bracket.start + 1 :].lstrip().lower().startswith("or ")):
                bounds[:] = [join("any", [*bounds, inner]) or inner]
            else:
                bounds.append(inner)
        return bounds[0] if len(bounds) == 1 else None

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
            if self.said_condition(threshold) is not None:
                made = (
                    ex.all_of([self._condition(threshold), made])
                    if self.excluding
                    else ex.if_then(self._condition(threshold), made)
                )
            members.append(made)
        words = self.marks.text[cluster.start : cluster.at[0]].lower()
        how: Join = "any" if " or " in words else "all" if " and " in words else self.default
        return leaves, join(how, members)

    def _condition(self, threshold: Threshold) -> Expression:
        assert threshold.condition is not None  # noqa: S101  callers look
        leaf = ex.condition(self.marks.node.id, threshold.condition.id)
        return ex.negate(leaf) if threshold.condition.text.lower().startswith("unless") else leaf

    def _question(self, element: Element, start: int) -> _Asked | None:
        """The words of an element that no fact says, as one stretch; None where they ask nothing."""
        words, text = logic_words(), self.marks.text
        pieces = [(max(a, start), b) for a, b in element.words if b > start]
        if element.bounded:
            first = self._first(element)
            opened = next((b.start + 1 for b in element.groups), first)
            named = words.definer.search(text, element.start, first) or words.definer.match(text, opened)
            if named or words.listing.search(text, element.start, first):
                pieces = [(a, b) for a, b in pieces if a >= first]
            pieces = [(a, b) for a, b in pieces if words.asks(text[a:b])]
            pieces = [(a, b) for a, b in pieces if not _abbreviation(text, a, b)]
        pieces = [(a, b) for a, b in (trimmed(text, a, b) for a, b in pieces) if WORD.search(text, a, b)]
        if not pieces or (self.bounded and not any(words.asks(text[a:b]) for a, b in pieces)):
            return None
        left, right = trimmed(text, pieces[0][0], pieces[-1][1])
        asked = _Asked(left, right, ex.question(self.marks.node.id, ""))
        self.asked.append(asked)
        return asked

    def _attach(self, windows: Sequence[Window], targets: Sequence[tuple[int, int, list[Expression]]]) -> None:
        """Each window goes to the nearest thing before it, else to the first after it."""
        for window in windows:
            before = [t for t in targets if t[1] <= window.start]
            after = [t for t in targets if t[0] >= window.end]
            around = [t for t in targets if t[0] < window.end and t[1] > window.start]
            chosen = (
                max(before, key=lambda t: t[1])
                if before
                else around[0]
                if around
                else min(after, key=lambda t: t[0])
                if after
                else None
            )
            if chosen is None:
                self.free_windows.append(window)
                continue
            for leaf in chosen[2]:
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


def _abbreviation(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a name in brackets, such as "(LVEF)": it names what a fact has said."""
    words = text[start:end].strip(" ,;:")
    return words[:1] in {"(", "["} and words[-1:] in {")", "]"} and len(words.split()) < 3


def _joints(elements: Sequence[Element]) -> list[str | None]:
    """Each element's connector; a comma takes the next word's."""
    joints: list[str | None] = []
    following: str | None = None
    for element in reversed(elements):
        following = element.joint or (following if element.comma else None)
        joints.insert(0, following)
    return joints


def _other_units(members: list[tuple[Element, Expression]]) -> list[tuple[Element, Expression]]:
    """Neighbours that say one bound in two units ("≥ 9 g/dL or ≥ 90 g/L") become one, before "and" is looked at."""
    merged: list[tuple[Element, Expression]] = []
    for element, made in members:
        before = merged[-1][0] if merged else None
        single = before is not None and len(before.clusters) == len(element.clusters) == 1 and element.joint == "or"
        unnamed = single and element.clusters[0].start == element.clusters[0].at[0]
        if before is not None and unnamed and _keys(before) == _keys(element) != {None}:
            merged[-1] = (before, ex.any_of([merged[-1][1], made]))
        else:
            merged.append((element, made))
    return merged


def _keys(element: Element) -> set[str | None]:
    return {measure_key(t) for c in element.clusters for t in c.thresholds}
