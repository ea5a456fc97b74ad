"""An item of the outline with its node, its reading and its surroundings."""

from collections.abc import Iterator
from dataclasses import dataclass, field

from extract.document import Node, Span
from extract.language.context import Context
from extract.language.plain import Plain
from extract.language.reader import Reader
from extract.language.reading import Reading
from extract.outline import Item

_NEAR = 8  # ancestors and earlier siblings that a fact may inherit from; bounds the work on deep or long lists


@dataclass(slots=True)
class Quoted:
    """A text that was read in plain form: its facts are quoted from the source. `offset` is where the source starts."""

    id: str
    source: str
    plain: Plain
    offset: int = 0

    def quote(self, start: int, end: int) -> tuple[Span, str]:
        """Place in the whole text of a stretch of the plain text, and the words of the source that stand there."""
        left, right = self.plain.span(start, end)
        return Span(self.offset + left, self.offset + right), self.source[left:right]

    def above(self, distance: int) -> "Quoted":
        """The text that many levels above; a text that stands alone has none and raises IndexError."""
        if distance:
            raise IndexError(f"no text stands above {self.id}")
        return self


@dataclass(slots=True)
class Place(Quoted):
    """The text of an item, with its node and what stands around it."""

    reading: Reading = field(kw_only=True)
    item: Item = field(kw_only=True)
    node: Node = field(kw_only=True)
    ancestors: list["Place"] = field(kw_only=True)
    before: list["Place"] = field(kw_only=True)

    def above(self, distance: int) -> Quoted:
        """The item itself (0), its parent (1) and so on."""
        return self.ancestors[distance - 1] if distance else self

    @property
    def context(self) -> Context:
        """What the rules may look at around the item."""
        return Context(
            section=self.item.section,
            ancestors=[place.reading for place in self.ancestors],
            before=[place.reading for place in self.before],
            kind=self.item.kind,
        )


def places(pairs: list[tuple[Item, Node]], reader: Reader) -> Iterator[Place]:
    """Every item in reading order, read once, with its surroundings."""
    by_item: dict[int, Place] = {}
    last_below: dict[int, list[Place]] = {}
    for item, node in pairs:
        above = by_item[id(item.parent)] if item.parent is not None else None
        siblings = last_below.get(id(above), [])
        ancestors = [above, *above.ancestors][:_NEAR] if above is not None else []
        place = Place(
            node.id,
            item.text,
            item.plain,
            item.start,
            reading=reader.read(item.plain.text),
            item=item,
            node=node,
            ancestors=ancestors,
            before=siblings,
        )
        by_item[id(item)] = place
        last_below[id(above)] = [place, *siblings][:_NEAR]
        yield place
