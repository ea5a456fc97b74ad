"""An item of the outline with its node, its reading and its surroundings."""

from collections.abc import Iterator

from msgspec import Struct

from extract.document import Node, Span
from extract.language.context import NEAR, Context
from extract.language.plain import Plain
from extract.language.reader import Reader
from extract.language.reading import Reading
from extract.outline import Item


class Quoted(Struct):
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


class Place(Quoted, kw_only=True):
    """The text of an item, with its node, what stands above it, and what the rules may look at around it."""

    reading: Reading
    node: Node
    ancestors: list["Place"]
    context: Context

    def above(self, distance: int) -> Quoted:
        """The item itself (0), its parent (1) and so on."""
        return self.ancestors[distance - 1] if distance else self


class _Level(Struct):
    """What an item's children may inherit from: the places above them, their readings, the readings of the children."""

    ancestors: list[Place] = []
    above: list[Reading] = []
    siblings: list[Reading] = []


def places(pairs: list[tuple[Item, Node]], reader: Reader) -> Iterator[Place]:
    """Every item in reading order, read once, with its surroundings."""
    levels = {id(None): _Level()}
    for item, node in pairs:
        level = levels[id(item.parent)]
        reading = reader.read(item.plain.text)
        context = Context(item.section, level.above, level.siblings, len(level.siblings))
        place = Place(
            node.id,
            item.text,
            item.plain,
            item.start,
            reading=reading,
            node=node,
            ancestors=level.ancestors,
            context=context,
        )
        level.siblings.append(reading)
        if item.children:
            above = NEAR - 1
            levels[id(item)] = _Level([place, *level.ancestors[:above]], [reading, *level.above[:above]])
        yield place
