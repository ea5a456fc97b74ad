"""An item of the outline with its node, its reading and its surroundings."""

from collections.abc import Iterator
from dataclasses import dataclass

from extract.document import Node, Span
from extract.language.context import Context
from extract.language.reader import Reader
from extract.language.reading import Reading
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

    def quote(self, start: int, end: int) -> tuple[Span, str]:
        """That place, and the words of the source that stand there."""
        left, right = self.item.plain.span(start, end)
        return Span(self.item.start + left, self.item.start + right), self.item.text[left:right]


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
