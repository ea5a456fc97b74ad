"""What became of each part of a document's criteria on its way into another format.

A report names every node of the document and every leaf of its expression. What an artefact does not carry, or carries
less exactly, stands here with the reason: an exclusion that is dropped without a word is a safety defect.
"""

from collections.abc import Iterator
from typing import Annotated, Literal

from msgspec import Meta, Struct

from extract.document import Node, StudyDocument
from extract.export.conjuncts import conjuncts
from extract.expression import Expression
from extract.logic.evaluate import spelled
from extract.logic.joining import leaves
from extract.logic.readable import one_line

State = Literal["mapped", "approximated", "left_out", "structure"]


class Entry(Struct, frozen=True):
    """One node, or one leaf of the expression."""

    node: Annotated[str, Meta(description="Id of the node; empty for the registry's own fields.")]
    leaf: Annotated[str, Meta(description="The leaf of the expression with its times; empty for a whole node.")]
    state: Annotated[State, Meta(description="`structure` for headings and notes, which say nothing to evaluate.")]
    why: Annotated[str, Meta(description="How it was approximated or why it was left out; empty when mapped.")]
    quote: Annotated[str, Meta(description="The words of the text.")]


class Report(Struct, frozen=True):
    """The loss report of one artefact."""

    target: str
    study_id: str
    counts: dict[State, int]
    entries: list[Entry]

    def lost(self) -> Iterator[Entry]:
        """What is not carried exactly."""
        return (entry for entry in self.entries if entry.state in ("approximated", "left_out"))


class Ledger:
    """Collects what becomes of the leaves while an exporter works; each leaf is written down once."""

    def __init__(self, target: str, document: StudyDocument) -> None:
        self._target = target
        self._document = document
        self._states: dict[str, tuple[State, str]] = {}

    def mapped(self, leaf: Expression) -> None:
        """The artefact carries the leaf exactly (unless something worse was said of it already)."""
        self._states.setdefault(spelled(leaf), ("mapped", ""))

    def approximated(self, leaf: Expression, how: str) -> None:
        """The artefact carries the leaf, but less exactly."""
        if self._states.get(spelled(leaf), ("mapped", ""))[0] == "mapped":
            self._states[spelled(leaf)] = ("approximated", how)

    def left_out(self, leaf: Expression, why: str) -> None:
        """The artefact does not carry the leaf."""
        self._states[spelled(leaf)] = ("left_out", why)

    def report(self) -> Report:
        """The whole report: leaves in the order of the expression, then nodes that no leaf stands for."""
        entries = [*self._leaves(), *self._nodes()]
        counts: dict[State, int] = {"mapped": 0, "approximated": 0, "left_out": 0, "structure": 0}
        for entry in entries:
            counts[entry.state] += 1
        return Report(self._target, self._document.study_id, counts, entries)

    def _leaves(self) -> Iterator[Entry]:
        expression = self._document.eligibility.expression
        if expression is None:
            return
        nodes = {node.id: node for node in self._document.walk()}
        seen: set[tuple[str, str]] = set()
        for leaf in leaves(expression):
            node, name = leaf.node if isinstance(leaf.node, str) else "", spelled(leaf)
            if (node, name) in seen:
                continue
            seen.add((node, name))
            state, why = self._states.get(name, ("left_out", "the exporter has no place for it"))
            yield Entry(node, name, state, why, one_line(nodes[node].text) if node in nodes else "")

    def _nodes(self) -> Iterator[Entry]:
        expression = self._document.eligibility.expression
        told = {leaf.node for leaf in leaves(expression)} if expression is not None else set()
        whys: dict[str | None, str] = {}
        for issue in self._document.issues:
            whys.setdefault(issue.path, issue.message)
        for path, node in self._document.eligibility.placed():
            if node.id not in told:
                state, why = _silent(node, whys.get(path))
                yield Entry(node.id, "", state, why, one_line(node.text))


def _silent(node: Node, why: str | None) -> tuple[State, str]:
    """What to say of a node that the expression does not name; `why` is what the document's issues say of it."""
    if node.kind != "criterion":
        return "structure", f"{node.kind}: nothing to evaluate"
    if node.children:
        return "structure", "opens the items below it, which stand for it"
    return "left_out", why or "the document's expression does not name it"


def exact_parts(document: StudyDocument, report: Report) -> list[Expression]:
    """The parts of the document's expression that must all hold and that an artefact carries exactly."""
    carried = {entry.leaf for entry in report.entries if entry.state == "mapped"}
    expression = document.eligibility.expression
    if expression is None:
        return []
    return [part for part in conjuncts(expression) if all(spelled(leaf) in carried for leaf in leaves(part))]
