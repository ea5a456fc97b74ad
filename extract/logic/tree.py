"""The expression of a whole study: the items' own expressions joined along the tree."""

import re
from collections.abc import Iterator, Sequence

from msgspec import UNSET, Struct

from extract import expression as ex
from extract.document import Eligibility, Issue, Node, NodeStatus, Time
from extract.expression import Expression
from extract.logic.alone import alone, plainly_alone
from extract.logic.gate import gated
from extract.logic.heads import Head, read_head
from extract.logic.item import ItemBuilder
from extract.logic.joining import Join, add_times, join, leaves
from extract.logic.marks import Carved, marks

_ONLY_JOINT = re.compile(r"[\W_]*(?P<word>and/or|or|and)[\W_]*", re.IGNORECASE)

# What a heading's bracket forbids before its values are measured.
_SUPPORT = re.compile(r"\b(?:no|not|without|any|transfus\w+|support\w*|treat\w*|receiv\w*)\b", re.IGNORECASE)


class Joined(Struct):
    """What a node says: its expression, and the exception clauses that belong to the node before it."""

    expression: Expression | None = None
    carved: Sequence[Carved] = ()
    builder: ItemBuilder | None = None
    joint: str | None = None


class Assembler:
    """Builds the expression of one eligibility section; fills questions and statuses of its nodes.

    `nodes` are all of them in reading order.
    """

    def __init__(self, eligibility: Eligibility, nodes: Sequence[Node]) -> None:
        self.eligibility = eligibility
        self.issues: list[Issue] = []
        self._nodes = nodes
        self._done: dict[str, Joined] = {}
        self._guards = _guards(eligibility.criteria) if any(node.applies_to for node in nodes) else {}

    def run(self) -> Expression:
        """The expression; true for eligible participants."""
        for node in reversed(self._nodes):
            self._done[node.id] = self._node(node)
        members = [ex.registry_field(name) for name in _fields(self.eligibility)]
        sides = self._side(self.eligibility.criteria)
        if not self._nodes:
            sides = [ex.unknown([])]
            self._say("no_criteria", "The record has no criteria text: nothing beyond the registry's fields is known.")
        return Expression(op="all", of=members + sides)

    def _say(self, code: str, message: str) -> None:
        self.issues.append(Issue(code=code, severity="info", message=message, path="/eligibility/text"))

    # ---- nodes

    def _node(self, node: Node) -> Joined:
        node.status = "none"
        if node.kind in ("section", "preamble"):
            return Joined(self._section(node))
        if node.kind == "note":
            return self._note(node)
        below = self._members(node) if node.children else []
        if not below and node.kind != "group":
            leaf = self._leaf(node)
            node.status = _status(node)
            return Joined(self._guarded(node, leaf))
        how: Join = "all" if node.combine == "all" else "any" if node.combine else _default(node)
        if node.kind == "group":
            self._spread([t for t in node.times if not _of_bracket(node, t)], below)
            return Joined(self._guarded(node, join(how, below)))
        head = read_head(node)
        children = _counted(head, how, below)
        if head.role == "title" and not (node.thresholds or node.times or node.exceptions or node.parts):
            node.status = _status(node)
            return Joined(self._guarded(node, children))  # a title's words are not asked
        builder = ItemBuilder(marks(node, self.eligibility.sex), children=children)
        own = builder.build()
        made = self._headed(node, head, builder, own, children)
        node.questions = builder.number_questions()
        node.status = _status(node)
        return Joined(self._guarded(node, made))

    def _leaf(self, node: Node) -> Expression:
        """What an item says that has none below it."""
        if not (node.thresholds or node.times or node.exceptions or node.parts):
            leaf = plainly_alone(node)
            if leaf is not None:
                return leaf
        marked = marks(node, self.eligibility.sex)
        leaf = alone(marked)
        if leaf is not None:
            return leaf
        builder = ItemBuilder(marked)
        made = gated(builder)
        for window in builder.free_windows:
            self._spread(window.times, [made])
        node.questions = builder.number_questions()
        return made

    def _headed(
        self, node: Node, head: Head, builder: ItemBuilder, own: Expression | None, children: Expression
    ) -> Expression | None:
        """A parent's own words with the list below it."""
        for window in builder.free_windows:
            self._spread(window.times, [children] if own is None else [own, children])
        if builder.children_used:
            return own
        if own is None or head.role == "title":
            for leaf in leaves(own) if own is not None else ():
                self._spread([t for t in node.times if leaf.within is not UNSET and t.id in leaf.within], [children])
            builder.forget(own)
            return _both(own, children, builder)
        if head.role == "example":
            return ex.any_of([own, children])
        if head.role == "adds" or (head.role == "plain" and node.section != "exclusion"):
            return ex.all_of([own, children])
        if head.role == "guard" and node.section != "exclusion":
            return ex.if_then(own, children)
        return ex.unknown([own, children])

    def _spread(self, times: Sequence[Time], targets: Sequence[Expression]) -> None:
        """Windows of a title hold for every bound and question of its list that has none."""
        for target in targets:
            for leaf in leaves(target):
                if (leaf.threshold is not UNSET or leaf.question is not UNSET) and leaf.within is UNSET:
                    add_times(leaf, times)

    def _note(self, node: Node) -> Joined:
        joint = _ONLY_JOINT.fullmatch(node.plain)
        below = self._members(node)
        if joint:
            word = joint["word"].lower()
            return Joined(join(_default(node), below), joint="and" if word == "and" else "or")
        builder = ItemBuilder(marks(node), children=join(_default(node), below))
        return Joined(builder.children, carved=list(builder.marks.carved), builder=builder)

    def _members(self, parent: Node) -> list[Expression]:
        return self._row(parent.children)

    def _row(self, nodes: Sequence[Node]) -> list[Expression]:
        """The expressions of siblings; a note's exceptions soften the one before, a line "OR" joins two."""
        row: list[Expression] = []
        pending: str | None = None
        for node in nodes:
            done = self._done[node.id]
            if node.kind == "note":
                made = done.expression
                for carved in done.carved:
                    if row and done.builder is not None:
                        softened = done.builder.excepted(row[-1], carved)
                        row[-1] = softened if softened is not None else row[-1]
                        made = None if done.builder.children_used else made
                if done.builder is not None:
                    node.questions = done.builder.number_questions()
                if done.joint:
                    pending = done.joint if row else None
                if made is not None:
                    row.append(made)
            elif done.expression is not None:
                if pending == "or" and row:
                    row.append(join("any", [row.pop(), done.expression]) or done.expression)
                else:
                    row.append(done.expression)
                pending = None
        return row

    def _guarded(self, node: Node, made: Expression | None) -> Expression | None:
        """A node that is limited to a cohort, part, arm or sex says nothing about the others."""
        labels = self._guards.get(node.id)
        if made is None or not labels:
            return made
        guard = ex.any_of([ex.cohort(label, node.id) for label in labels])
        return ex.all_of([guard, made]) if node.section == "exclusion" else ex.if_then(guard, made)

    # ---- sections

    def _section(self, node: Node) -> Expression | None:
        sides = self._side(node.children)
        labels = self._guards.get(node.id)
        if not sides or not labels:
            return join("all", sides)
        guard = ex.any_of([ex.cohort(label, node.id) for label in labels])
        return ex.if_then(guard, ex.all_of(sides))

    def _side(self, nodes: Sequence[Node]) -> list[Expression]:
        """What must hold for the nodes of a level: sections as they are, exclusions negated."""
        sides: list[Expression] = []
        runs: list[list[Node]] = []
        for node in nodes:
            if (
                runs
                and node.kind != "section"
                and runs[-1][-1].kind != "section"
                and runs[-1][-1].section == node.section
            ):
                runs[-1].append(node)
            else:
                runs.append([node])
        for run in runs:
            if run[0].kind == "section":
                made = self._done[run[0].id].expression
                sides += [made] if made is not None else []
            elif run[0].section == "exclusion":
                sides += [ex.negate(x) for x in self._row(run)]
            else:
                sides += self._row(run)
        return sides


def _guards(criteria: Sequence[Node]) -> dict[str, list[str]]:
    """By node the labels of those whom it is about, but for those that a node above it names."""
    guards: dict[str, list[str]] = {}
    waiting: list[tuple[Node, list[str]]] = [(node, []) for node in criteria]
    for node, above in waiting:  # grows while it is walked
        if node.applies_to:
            guards[node.id] = [label for label in node.applies_to if label not in above]
        held = above + guards.get(node.id, [])
        waiting += [(child, held) for child in node.children]
    return guards


def _of_bracket(node: Node, time: Time) -> bool:
    """Whether a heading's window belongs to words of its bracket: "(no transfusion within 14 days)"."""
    before = node.text[: max(time.span.start - node.span.start, 0)]
    opened = before.rfind("(")
    return opened > before.rfind(")") and bool(_SUPPORT.search(before, opened))


def _default(node: Node) -> Join:
    return "any" if node.section == "exclusion" else "all"


def _both(own: Expression | None, children: Expression, builder: ItemBuilder) -> Expression:
    """A title says nothing beside its list, but for the bounds in it."""
    if own is None or not builder.bounded:
        return children
    return ex.all_of([own, children])


def _counted(head: Head, how: Join, below: Sequence[Expression]) -> Expression:
    if head.at_least and 1 < head.at_least <= len(below):
        return ex.at_least(head.at_least, below)
    return join(how, below) or below[0]


def _fields(eligibility: Eligibility) -> Iterator[ex.Field]:
    if eligibility.minimum_age is not None:
        yield "minimum_age"
    if eligibility.maximum_age is not None:
        yield "maximum_age"
    if eligibility.sex is not None:
        yield "sex"
    if eligibility.healthy_volunteers is not None:
        yield "healthy_volunteers"


def _status(node: Node) -> NodeStatus:
    if not node.questions and not node.exceptions:
        return "structured"
    facts = node.thresholds or node.times or node.exceptions or node.children
    return "partial" if facts or len(node.questions) > 1 else "text_only"
