"""Blocks to a tree: nesting by indentation, marker style and numbering order together."""

from bisect import bisect_right
from dataclasses import dataclass

from extract.document import Kind, Section
from extract.outline import headings
from extract.outline.blocks import Block
from extract.outline.headings import Heading
from extract.outline.markers import Reading
from extract.outline.model import Item, Outline, OutlineIssue

_SLACK = 1  # numbers are often aligned to the right: " 9." stands as deep as "10."
_LETTERED = ("a", "i", "(")


@dataclass(slots=True)
class Frame:
    """An open item: what comes next may stand below it.

    `column` is -1 for a paragraph whose list stands at the margin; `rank` is set for groups without a marker.
    """

    item: Item
    column: float
    inner: int
    reading: Reading | None = None
    opener: bool = False
    rank: int | None = None
    until: int | None = None  # block after the last of a list that is not indented below its opener


class Builder:
    """Places one block after another; holds the open items of the current section."""

    def __init__(self, text: str, found: list[Block]) -> None:
        self.outline = Outline(text)
        self.text = text
        self.blocks = found
        self.heads = [self._head(block) for block in found]
        self.sides = {head.section for head in self.heads if head is not None and not head.neutral}
        self.section: Section = "other"
        self.node: Item | None = None
        self.frames: list[Frame] = []
        self.margin = min((block.column for block in found if block.label is None), default=0)
        self.fresh = True  # nothing but preambles since the section or group began
        self.places = self._places()

    @staticmethod
    def _head(block: Block) -> Heading | None:
        head = headings.section_heading(block.text, marked=block.label is not None)
        return head if head is not None and head.end >= len(block.text) else None

    def _places(self) -> dict[tuple[str, int, int], list[int]]:
        """Where each marker stands, by style, number and column: to see whether a count goes on further down."""
        found: dict[tuple[str, int, int], list[int]] = {}
        for at, block in enumerate(self.blocks):
            for reading in block.readings:
                found.setdefault((reading.style, reading.ordinal, block.column), []).append(at)
        return found

    def build(self) -> Outline:
        """Place all blocks and return the tree."""
        for at, block in enumerate(self.blocks):
            self._place(at, block)
        return self.outline

    # ------------------------------------------------------------------ what a block is

    def _place(self, at: int, block: Block) -> None:
        head = self.heads[at]
        if head is not None and self._opens_section(at, head):
            self._open_section(block, head)
        elif block.label is None and block.column <= self.margin + _SLACK and self._above_sections(at, block):
            self.frames.clear()
            self.node = None
            self.section = "other"
            self._add(block, "group", None)
        elif self._is_preamble(block):
            self._place_preamble(block)
        elif block.label is not None:
            self._place_marked(at, block)
        else:
            self._place_paragraph(at, block)

    def _opens_section(self, at: int, head: Heading) -> bool:
        """A heading for one part of the study inside a section of the same side is a group."""
        following = self.heads[at + 1] if at + 1 < len(self.heads) else None
        if head.neutral and following is None and self.sides:
            return not self._heads_list(at) or self.section != "other"
        return not (head.specific and self.node is not None and self.node.section == head.section)

    def _open_section(self, block: Block, head: Heading) -> None:
        self.frames.clear()
        section = head.section
        if head.neutral and self.section == "inclusion" and "exclusion" not in self.sides:
            section = "exclusion"
            self._issue("heading-side", "info", "heading names no side; read as exclusion, which has no other", block)
        self.section = section
        self.node = None
        item = self._item(block, "section")
        self.outline.items.append(item)
        self.node = item
        self.fresh = True

    def _above_sections(self, at: int, block: Block) -> bool:
        """A title of a part or cohort directly above a section's heading."""
        following = self.heads[at + 1] if at + 1 < len(self.heads) else None
        if following is None or following.neutral or self.heads[at] is not None:
            return False
        return len(block.text) < 160 and (
            (bool(headings.labels(block.text)) and not block.text.endswith("."))
            or headings.is_group(block.text, heads_list=True)
        )

    def _is_preamble(self, block: Block) -> bool:
        side = headings.preamble(block.text)
        if side is None:
            return False
        if not self.sides:
            return block.label is None or self.fresh
        switches = side != self.section and side not in self.sides and block.label is None
        return self.fresh or switches

    def _place_preamble(self, block: Block) -> None:
        side = headings.preamble(block.text)
        if side is not None and side != self.section and (not self.sides or side not in self.sides):
            self.section = side
            self.node = None
            self.frames.clear()
            self._issue("section-inferred", "info", f"no heading; {side} by the sentence that opens the list", block)
        while self.frames and self.frames[-1].rank is None:
            self.frames.pop()
        self._add(block, "preamble", None)
        self.fresh = True

    # ------------------------------------------------------------------ list items

    def _place_marked(self, at: int, block: Block) -> None:
        reading = self._settle(at, block)
        while self.frames and self.frames[-1].until == at:
            self.frames.pop()
        note = headings.is_note(block.text)
        if note or self._explains(block):
            self._place_note(block, reading)
            return
        heads = self._heads_list(at)
        title = headings.opens_list(block.text) or (heads and self._heads_deeper(at))
        kind: Kind = "group" if heads and headings.is_group(block.text, heads_list=title) else "criterion"
        frame = self._add(block, kind, reading)
        frame.opener = headings.opens_list(block.text)
        if frame.opener and not self._heads_deeper(at):
            frame.until = self._run_end(at, block, reading)
        self.fresh = False

    def _settle(self, at: int, block: Block) -> Reading:
        """Close the open items that this one does not stand below; returns how its marker is read."""
        frames = self.frames
        while frames and frames[-1].column > block.column + _SLACK:
            frames.pop()
        level = []  # open items at this column, the innermost first
        for frame in reversed(frames):
            if frame.rank is not None or abs(frame.column - block.column) > _SLACK:
                break
            level.append(frame)
        if not level:
            return block.readings[0]
        reading, sibling = self._sibling(at, block, level)
        if sibling is not None:
            while frames[-1] is not sibling:
                frames.pop()
            frames.pop()
        return reading

    def _sibling(self, at: int, block: Block, level: list[Frame]) -> tuple[Reading, Frame | None]:
        """The open item beside which a block stands, or None when it stands below the innermost one."""
        top = level[0]
        for reading in block.readings:  # the count goes on
            for frame in level:
                if reading.ordinal and frame.reading is not None and _follows(frame.reading, reading):
                    return reading, frame
        for reading in block.readings:  # one was left out, or the numbers start again
            same = [f for f in level if f.reading is not None and f.reading.style == reading.style]
            if not same:
                continue
            if reading.ordinal > 1:
                ahead = [f for f in same if f.reading is not None and f.reading.ordinal < reading.ordinal]
                nearest = min(
                    ahead or same, key=lambda f: abs(reading.ordinal - (f.reading.ordinal if f.reading else 0))
                )
                return reading, nearest
            if same[0] is top and top.opener and (reading.ordinal == 1 or top.until is not None):
                return reading, None
            if same[0] is not top and reading.ordinal == 1 and top.opener:
                return reading, None
            return reading, same[0]
        reading = next((r for r in block.readings if r.ordinal == 1), block.readings[0])
        if top.opener or self._sandwiched(at, top) or (reading.ordinal and _finer(reading, top.reading)):
            return reading, None
        if not reading.ordinal:
            bullet = next((f for f in level if f.reading is not None and not f.reading.ordinal), None)
            return reading, bullet or level[-1]
        return reading, level[-1]

    def _sandwiched(self, at: int, frame: Frame) -> bool:
        """Whether the list of `frame` goes on further down at its own column, with this one inside it."""
        if frame.reading is None:
            return False
        following = frame.reading.ordinal + 1 if frame.reading.ordinal else 0
        places = self.places.get((frame.reading.style, following, int(frame.column)), [])
        index = bisect_right(places, at)
        if index >= len(places):
            return False
        return all(head is None for head in self.heads[at : places[index]]) if places[index] - at < 200 else False

    def _run_end(self, at: int, block: Block, reading: Reading) -> int | None:
        """Where a list ends whose items are no deeper than the line that opens it; None when there is no such list."""
        if reading.ordinal or block.flat:
            return None
        run = []
        for index in range(at + 1, min(at + 60, len(self.blocks))):
            other = self.blocks[index]
            if self.heads[index] is not None or other.label is None or other.column < block.column - _SLACK:
                break
            if other.column <= block.column + _SLACK:
                if headings.opens_list(other.text) and not self._heads_deeper(index):
                    break
                run.append(index)
        if not run or self.blocks[run[0]].readings[0].style != reading.style:
            return None
        return run_length(self.blocks, run)

    def _heads_list(self, at: int) -> bool:
        """Whether the next block is a list item below or beside this one."""
        if at + 1 >= len(self.blocks) or self.heads[at + 1] is not None:
            return False
        block, following = self.blocks[at], self.blocks[at + 1]
        if block.label is None:
            return following.label is not None or following.column > block.column + _SLACK
        return self._heads_deeper(at) or headings.opens_list(block.text)

    def _heads_deeper(self, at: int) -> bool:
        if at + 1 >= len(self.blocks):
            return False
        block, following = self.blocks[at], self.blocks[at + 1]
        if following.column > block.column + _SLACK:
            return True
        if following.label is None or block.label is None or abs(following.column - block.column) > _SLACK:
            return False
        return any(r.ordinal == 1 and r.style != block.readings[0].style for r in following.readings)

    # ------------------------------------------------------------------ paragraphs

    def _place_paragraph(self, at: int, block: Block) -> None:
        marked = next((f for f in reversed(self.frames) if f.reading is not None), None)
        owner = self._owner(block)
        if headings.is_group(block.text, heads_list=self._heads_list(at)) and (owner is None or not owner.opener):
            self._open_group(block)
        elif headings.is_note(block.text) or (marked is not None and self._explains(block)):
            self._place_note(block, None)
        elif owner is not None and (owner.opener or owner.column < 0):
            while self.frames[-1] is not owner:
                self.frames.pop()
            self._add(block, "criterion", None).column = block.column
            self.fresh = False
        elif owner is not None:
            self._place_note(block, None)
        else:
            while self.frames and self.frames[-1].rank is None:
                self.frames.pop()
            opener = headings.opens_list(block.text) and self._heads_list(at)
            frame = self._add(block, "criterion", None)
            frame.opener = opener
            frame.column = -1 if opener else float("inf")
            self.fresh = False

    def _owner(self, block: Block) -> Frame | None:
        """The list item to which a paragraph belongs: by its indent, or because that item ends in a colon."""
        marked = [f for f in self.frames if f.reading is not None]
        if not marked:
            return None
        if block.column > self.margin + _SLACK:
            return next((f for f in reversed(marked) if f.inner <= block.column + _SLACK), None)
        last = self.frames[-1]
        return last if last.opener and last.reading is not None and not last.item.children else None

    def _open_group(self, block: Block) -> None:
        rank = headings.rank(block.text)
        while self.frames and (self.frames[-1].rank is None or self.frames[-1].rank >= rank):
            self.frames.pop()
        frame = self._add(block, "group", None)
        frame.rank = rank
        frame.column = -1
        self.fresh = True

    def _explains(self, block: Block) -> bool:
        """Whether a line defines a term of the item before it (`Term: …`, `Term is defined as …`, `1 Term …`)."""
        before = self.frames[-1].item if self.frames else None
        return before is not None and headings.defines(block.text, before.plain.text)

    def _place_note(self, block: Block, reading: Reading | None) -> None:
        """A note stands beside the item it explains and takes its place: what is nested after it stands below it."""
        frames = self.frames
        if reading is None:
            deepest = block.column if block.column > self.margin + _SLACK else -1
            while frames and frames[-1].rank is None and frames[-1].column > deepest:
                frames.pop()
        if frames and frames[-1].rank is None:
            owner = frames.pop()
            frame = self._add(block, "note", owner.reading)
            frame.column, frame.inner = owner.column, owner.inner
        else:
            self._add(block, "note", None)
            self.frames.pop()

    # ------------------------------------------------------------------ items

    def _item(self, block: Block, kind: Kind) -> Item:
        label = self.text[block.label[0] : block.label[1]] if block.label else None
        words = self.text[block.start : block.end]
        return Item(kind, self.section, block.start, block.end, words, block.plain, label, block.label)

    def _add(self, block: Block, kind: Kind, reading: Reading | None) -> Frame:
        """Put an item below the innermost open one and open it, unless it can hold nothing."""
        item = self._item(block, kind)
        parent = self.frames[-1].item if self.frames else self.node
        item.parent = parent
        (parent.children if parent is not None else self.outline.items).append(item)
        frame = Frame(item, block.column, block.inner, reading)
        if kind != "preamble":
            self.frames.append(frame)
        return frame

    def _issue(self, code: str, severity: str, message: str, block: Block) -> None:
        assert severity == "info"  # noqa: S101 - the only severity that the shape of a text calls for
        self.outline.issues.append(OutlineIssue(code, "info", message, block.start, block.end))


def _follows(before: Reading, after: Reading) -> bool:
    """Whether `after` is the next of the count that `before` belongs to."""
    if before.style != after.style:
        return False
    if after.path and before.path:
        return after.path[:-1] == before.path[:-1] and after.ordinal == before.ordinal + 1
    return after.ordinal == before.ordinal + 1


def _finer(inner: Reading, outer: Reading | None) -> bool:
    """Whether letters, roman numerals or `1.1` begin below a number."""
    if outer is None or not outer.ordinal or inner.ordinal != 1:
        return False
    if inner.path:
        return True
    return (inner.style[0].lower() in "ai" and outer.style[0] in "1A") or (
        inner.style[0].lower() == "i" and outer.style[0] == "a"
    )


def run_length(found: list[Block], run: list[int]) -> int | None:
    """The block after the last item of a list that follows its opener without being indented.

    Items that end in `;` or `,` go on until one that does not; otherwise a short list is taken whole when nothing
    follows it, and one item when the list is long and does not say where it ends.
    """
    first = found[run[0]].text
    if first.endswith((";", ",", "; or", ", or", "; and", ", and", " or", " and")):
        for index in run:
            if not found[index].text.endswith((";", ",", " or", " and")):
                return index + 1
        return run[-1] + 1
    if len(run) <= 4:
        return run[-1] + 1
    alike = [run[0]]
    for index in run[1:]:
        if abs(len(found[index].text) - len(first)) > 2 * len(first) + 20:
            break
        alike.append(index)
    return alike[-1] + 1 if len(alike) < len(run) else None
