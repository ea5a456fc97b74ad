"""The criteria of one study: outline, then the facts of each item, as nodes of the document."""

from collections.abc import Iterator
from dataclasses import dataclass

from extract.document import Bound, ExceptionClause, Node, Span
from extract.facts import exceptions
from extract.language.context import Context
from extract.language.reader import Reader
from extract.language.reading import Limit, Reading
from extract.outline import Item

_NEAR = 8  # ancestors and earlier siblings that a fact may inherit from; bounds the work on deep or long lists


@dataclass(slots=True)
class Place:
    """An item with its node and its reading, and the places around it."""

    item: Item
    node: Node
    reading: Reading
    ancestors: list["Place"]
    before: list["Place"]

    @property
    def context(self) -> Context:
        """What the rules may look at around the item."""
        return Context(
            section=self.item.section,
            ancestors=[place.reading for place in self.ancestors],
            before=[place.reading for place in self.before],
            kind=self.item.kind,
        )

    def span(self, start: int, end: int) -> Span:
        """Place in the eligibility text of a stretch of the item's plain text."""
        left, right = self.item.plain.span(start, end)
        return Span(self.item.start + left, self.item.start + right)


def places(pairs: list[tuple[Item, Node]], reader: Reader) -> Iterator[Place]:
    """Every item in reading order, read once, with its surroundings."""
    by_item: dict[int, Place] = {}
    last_below: dict[int, list[Place]] = {}
    for item, node in pairs:
        above = by_item.get(id(item.parent)) if item.parent is not None else None
        siblings = last_below.setdefault(id(above), [])
        ancestors = [above, *above.ancestors][:_NEAR] if above else []
        place = Place(item, node, reader.read(item.plain.text), ancestors, siblings[:])
        by_item[id(item)] = place
        last_below[id(above)] = [place, *siblings][:_NEAR]
        yield place


def read_facts(place: Place, text: str) -> None:
    """Fill a node with the facts and the remaining numbers of its text."""
    node, reading = place.node, place.reading
    if node.kind == "section":
        return
    context = place.context
    node.exceptions = [
        ExceptionClause(
            id=f"{node.id}.x{n}",
            span=(span := place.span(found.start, found.end)),
            text=text[span.start : span.end],
            excepts=[node.id],
            effect=found.effect,
            rule=found.rule,
        )
        for n, found in enumerate(exceptions.find(reading, context), 1)
    ]


def bound(limit: Limit | None) -> Bound | None:
    """A limit of the language as a bound of the document."""
    return None if limit is None else Bound(limit.value, limit.inclusive)
