"""A study document laid out for the rules: its nodes, facts and leaves with their JSON pointers, listed once."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

Json = dict[str, Any]
FACTS = ("thresholds", "times", "exceptions", "questions")
LEAVES = ("threshold", "question", "condition", "exception")


@dataclass(frozen=True, slots=True)
class At:
    """A node in its place."""

    pointer: str
    node: Json
    above: "At | None"


class Fact(NamedTuple):
    """A fact with its list's name, its pointer and its node."""

    kind: str
    pointer: str
    fact: Json
    at: At


class Study:
    """A decoded document that fits its schema."""

    def __init__(self, document: Json) -> None:
        self.document = document
        self.eligibility: Json = document["eligibility"]
        self.text: str = self.eligibility["text"] or ""

    @cached_property
    def nodes(self) -> list[At]:
        """Every node in reading order."""
        nodes: list[At] = []
        roots = list(enumerate(self.eligibility["criteria"]))
        waiting = [At(f"/eligibility/criteria/{i}", node, None) for i, node in reversed(roots)]
        while waiting:
            at = waiting.pop()
            nodes.append(at)
            children = list(enumerate(at.node["children"]))
            waiting += [At(f"{at.pointer}/children/{i}", child, at) for i, child in reversed(children)]
        return nodes

    @cached_property
    def facts(self) -> list[Fact]:
        """Every fact of the nodes."""
        return [
            Fact(kind, f"{at.pointer}/{kind}/{i}", fact, at)
            for at in self.nodes
            for kind in FACTS
            for i, fact in enumerate(at.node[kind])
        ]

    @cached_property
    def quotes(self) -> list[tuple[Json, At, tuple[str | int, ...]]]:
        """Everything in the nodes that may quote the text, with its node and the path to it below the node."""
        found: list[tuple[Json, At, tuple[str | int, ...]]] = []
        for at in self.nodes:
            found.append((at.node, at, ()))
            for kind in (*FACTS, "numbers", "parts"):
                for i, thing in enumerate(at.node[kind]):
                    found.append((thing, at, (kind, i)))
                    found += [(below, at, (kind, i, name)) for name, below in thing.items() if isinstance(below, dict)]
        return found

    @cached_property
    def conditions(self) -> list[Fact]:
        """The condition of each threshold that has one; bounds under the same words share it."""
        return [
            Fact("conditions", f"{pointer}/condition", fact["condition"], at)
            for kind, pointer, fact, at in self.facts
            if kind == "thresholds" and fact["condition"]
        ]

    @cached_property
    def expression(self) -> list[tuple[str, Json]]:
        """Every operation and leaf of the expression, parents first."""
        found: list[tuple[str, Json]] = []
        root = self.eligibility["expression"]
        waiting = [("/eligibility/expression", root)] if root else []
        while waiting:
            at, one = waiting.pop()
            found.append((at, one))
            waiting += [(f"{at}/{name}", one[name]) for name in ("then", "when") if name in one]
            waiting += [(f"{at}/of/{i}", below) for i, below in reversed(list(enumerate(one.get("of", ()))))]
        return found

    @cached_property
    def named(self) -> set[str]:
        """Ids of the facts that the expression names."""
        named: set[str] = set()
        for _, leaf in self.expression:
            named.update(leaf[kind] for kind in LEAVES if kind in leaf)
            named.update(leaf.get("within", ()))
        return named

    def regimens(self) -> Iterator[tuple[str, Json, Json]]:
        """Every regimen with its pointer and its owner."""
        for kind in ("arms", "interventions"):
            for i, owner in enumerate(self.document[kind]):
                for j, regimen in enumerate(owner["regimens"]):
                    yield f"/{kind}/{i}/regimens/{j}", regimen, owner

    def outcome_times(self) -> Iterator[tuple[str, Json, Json]]:
        """Every time of an outcome with its pointer and its outcome."""
        for i, outcome in enumerate(self.document["outcomes"]):
            for j, time in enumerate(outcome["times"]):
                yield f"/outcomes/{i}/times/{j}", time, outcome
