"""Puts facts into a node, takes them out, and gives them their ids by position again."""

from collections.abc import Sequence
from typing import cast

from extract.curation.places import DocumentFact
from extract.document import Condition, Node, Threshold, Time


def insert(node: Node, fact: DocumentFact, instead: DocumentFact | None = None) -> None:
    """Put a fact in the place of another, or before the first of its kind that begins later."""
    facts: list[DocumentFact] = _list(node, fact)
    if instead is not None:
        at = next(i for i, one in enumerate(facts) if one is instead)
        facts[at] = fact
        return
    at = next((i for i, one in enumerate(facts) if one.span.start > fact.span.start), len(facts))
    facts.insert(at, fact)


def remove(node: Node, fact: DocumentFact) -> None:
    """Take that very fact out of its node."""
    facts = _list(node, fact)
    facts[:] = [one for one in facts if one is not fact]


def _list(node: Node, fact: DocumentFact) -> list[DocumentFact]:
    """The node's list that facts of this kind stand in."""
    if isinstance(fact, Threshold):
        return cast(list[DocumentFact], node.thresholds)
    return cast(list[DocumentFact], node.times if isinstance(fact, Time) else node.exceptions)


def renumber(node: Node) -> None:
    """Ids by position: `.t1`, `.d1`, `.x1`; bounds under the same words share one condition, and so its id."""
    kinds: list[tuple[str, Sequence[DocumentFact]]]
    kinds = [("t", node.thresholds), ("d", node.times), ("x", node.exceptions)]
    for letter, facts in kinds:
        for n, fact in enumerate(facts, 1):
            fact.id = f"{node.id}.{letter}{n}"
    conditions: dict[tuple[int, int], Condition] = {}
    for threshold in node.thresholds:
        if threshold.condition is None:
            continue
        place = (threshold.condition.span.start, threshold.condition.span.end)
        shared = conditions.setdefault(place, threshold.condition)
        shared.id = f"{node.id}.c{list(conditions).index(place) + 1}"
        threshold.condition = shared
