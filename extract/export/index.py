"""A document's facts by id, as exporters look them up."""

from dataclasses import dataclass

from msgspec import UNSET

from extract.document import Eligibility, Node, StudyDocument, Threshold, Time
from extract.expression import Expression
from extract.logic.readable import leaf_text, quotes


@dataclass(frozen=True, slots=True)
class Index:
    """Nodes, thresholds and times by id, and the words of every fact."""

    eligibility: Eligibility
    nodes: dict[str, Node]
    thresholds: dict[str, Threshold]
    times: dict[str, Time]
    words: dict[str, str]

    def node(self, leaf: Expression) -> Node | None:
        """The node that a leaf comes from; None for the registry's own fields."""
        return None if leaf.node is UNSET else self.nodes.get(leaf.node)

    def within(self, leaf: Expression) -> list[Time]:
        """The times that a leaf must fall in."""
        return [] if leaf.within is UNSET else [self.times[t] for t in leaf.within if t in self.times]

    def limits(self, field: str) -> bool:
        """Whether a registry field keeps anybody out."""
        source = self.eligibility
        return {
            "sex": source.sex not in (None, "ALL"),
            "healthy_volunteers": source.healthy_volunteers is False,
            "minimum_age": source.minimum_age is not None,
            "maximum_age": source.maximum_age is not None,
        }[field]

    def text(self, leaf: Expression) -> str:
        """A leaf in words, with its id and its times."""
        return leaf_text(leaf, self.words)


def index(document: StudyDocument) -> Index:
    """Look up everything of a document once."""
    nodes = {node.id: node for node in document.walk()}
    return Index(
        document.eligibility,
        nodes,
        {t.id: t for node in nodes.values() for t in node.thresholds},
        {t.id: t for node in nodes.values() for t in node.times},
        quotes(document.eligibility),
    )
