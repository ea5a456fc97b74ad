"""What the rules hand on: times in offsets of the plain text."""

from msgspec import Struct

from extract.document import Pick, Relation
from extract.language.reading import Limit


class FoundAnchor(Struct, frozen=True):
    """The event that a time hangs on: where its words stand, and in whose text.

    `ancestor` is None for the text itself, else the place of the text in `Context.ancestors` (0 is the nearest).
    `id` is the event's entry in the anchor lexicon, None when it has none.
    """

    start: int
    end: int
    id: str | None
    ancestor: int | None = None


class FoundTime(Struct):
    """A time as `extract.document.Time` means it. Times of one `group` (a number within the text) are alternatives."""

    start: int
    end: int
    relation: Relation
    low: Limit | None
    high: Limit | None
    unit: str | None
    rule: str
    anchor: FoundAnchor | None = None
    pick: Pick | None = None
    group: int | None = None
    subject: tuple[int, int] | None = None
