"""The values that the outline stage hands on."""

from msgspec import Struct

from extract.document import Combine, Kind, Section, Severity
from extract.language.plain import Plain


class Part(Struct, frozen=True):
    """One member of an enumeration inside a paragraph; offsets count within the eligibility text."""

    label: str
    label_start: int
    label_end: int
    start: int
    end: int


class Item(Struct):
    """One line or paragraph of the eligibility text, in its place in the tree.

    `start` and `end` enclose the item's own words (no marker, no children) in the eligibility text.
    """

    kind: Kind
    section: Section
    start: int
    end: int
    text: str
    plain: Plain
    small: str  # the plain text in lower case
    label: str | None = None
    label_span: tuple[int, int] | None = None
    parent: "Item | None" = None
    combine: Combine | None = None
    applies_to: list[str] = []
    parts: list[Part] = []
    children: list["Item"] = []
    id: str = ""
    key: str = ""

    @property
    def indents(self) -> bool:
        """Whether the items below stand one level deeper."""
        return self.kind in ("group", "criterion", "note")


class OutlineIssue(Struct, frozen=True):
    """Something about the shape of the text that a reader should know; offsets as in the text."""

    code: str
    severity: Severity
    message: str
    start: int | None = None
    end: int | None = None


class Outline(Struct):
    """The tree of one eligibility text."""

    text: str
    items: list[Item] = []  # those that stand below no other
    lines: list[Item] = []  # all of them in reading order
    issues: list[OutlineIssue] = []
