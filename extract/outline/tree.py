"""Blocks to a tree: nesting by indentation, marker style and numbering order together."""

from extract.document import Kind, Section
from extract.outline import headings, limits, remarks, runs
from extract.outline.ahead import SLACK, Ahead
from extract.outline.blocks import Block
from extract.outline.headings import Heading
from extract.outline.markers import Reading
from extract.outline.model import Item, Outline, OutlineIssue
from extract.outline.nesting import DEEPEST, Frame, beside, drifted, sibling
from extract.outline.signs import opens_list
from extract.outline.straighten import straighten

_SHORT = 5  # words of a title without a colon over a paragraph
_TOPIC = 3  # rank from which on a title names a topic rather than a part of the study


class Builder:
    """Places one block after another; holds the open items of the current section."""

    def __init__(self, text: str, found: list[Block]) -> None:
        self.outline = Outline(text)
        self.text = text
        self.blocks = found
        heads = [head if (head := block.head) and head.end >= len(block.text) else None for block in found]
        straighten(found, [head is not None for head in heads])
        self.heads = [*heads, None]  # nothing follows the last
        self.sides = {head.section for head in self.heads if head is not None and not head.neutral}
        self.section: Section = "other"
        self.node: Item | None = None
        self.frames: list[Frame] = []
        self.margin = min((block.column for block in found if block.label is None), default=0)
        self.labelled = -1  # where the last list of a label within its list ended
        self.fresh = True  # nothing but preambles since the section or group began
        self.ahead = Ahead(found, self.heads)
        self.last_column = 0
        self.last: Item | None = None  # the criterion or group that a note may explain
        self.spoken = remarks.Spoken(self.outline.lines)  # in the section so far
        self.footnotes = remarks.has_footnotes(text)

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
        elif head is not None and block.label is None and self.node is not None and limits.labels(block.text):
            self._open_group(block)
        elif head is None and self.heads[at + 1] is not None and self._above_sections(at, block):
            self.frames.clear()
            self.node = None
            self.section = "other"
            self._add(block, "group", None)
        elif block.label is None and self.ahead.heads_list(at) and limits.framed(block.text):
            self._open_group(block)
        elif not block.plainly and self._is_preamble(at, block):
            self._place_preamble(at, block)
        elif block.label is not None:
            self._place_marked(at, block)
        else:
            self._place_paragraph(at, block)

    def _opens_section(self, at: int, head: Heading) -> bool:
        """A heading for one part of the study inside a section of the same side is a group."""
        if head.neutral and self.node is not None and self.section == "inclusion":
            return "exclusion" not in self.sides and not self.fresh  # else it titles a part of the inclusion items
        if head.neutral and self.heads[at + 1] is None and self.sides:
            return not self.ahead.heads_list(at) or self.section != "other"
        return not (head.specific and self.node is not None and self.node.section == head.section)

    def _open_section(self, block: Block, head: Heading) -> None:
        self.frames.clear()
        section = head.section
        if head.neutral and self.section == "inclusion" and "exclusion" not in self.sides:
            section = "exclusion"
            self._issue("heading_side", "info", "heading names no side; read as exclusion, which has no other", block)
        self.section = section
        self.node = self._item(block, "section")
        self.spoken = remarks.Spoken(self.outline.lines)
        self.fresh = True

    def _above_sections(self, at: int, block: Block) -> bool:
        """A title of a part or cohort directly above a section's heading."""
        following = self.heads[at + 1]
        if following is None or following.neutral:
            return False
        if block.label is not None:
            return headings.is_label(block.text.strip("<> "))
        if block.column > self.margin + SLACK or (self.node is not None and not self.node.children):
            return False  # all that a section holds is no title of the next one
        return len(block.text) < 160 and (
            (bool(limits.labels(block.text)) and not block.text.endswith("."))
            or headings.is_group(block.text, heads_list=True)
        )

    def _side_of_preamble(self, at: int, block: Block) -> Section | None:
        inside = self.section if self.node is not None and self.fresh and not self.ahead.returns(at) else None
        side = headings.preamble(block.text, within=inside)
        if side is None and block.label is None and self.fresh:
            side = headings.closing_preamble(block.text)
        return side

    def _is_preamble(self, at: int, block: Block) -> bool:
        side = self._side_of_preamble(at, block)
        if side is None:
            return False
        if not self.sides:
            return block.label is None or self.fresh
        if block.label is None and side != self.section and side not in self.sides:
            return True
        again = block.label is None and side == self.section and block.opens
        strict = headings.preamble(block.text, strict=True) is not None
        return self.fresh or (again and (strict or (self._restarts(at) and headings.is_frame(block.text))))

    def _restarts(self, at: int) -> bool:
        """Whether a paragraph at the margin stands over a list that begins anew."""
        following = self.blocks[at + 1] if at + 1 < len(self.blocks) else None
        outer = following is not None and following.column <= self.margin + SLACK
        return outer and following is not None and any(reading.ordinal == 1 for reading in following.readings)

    def _place_preamble(self, at: int, block: Block) -> None:
        side = self._side_of_preamble(at, block)
        if side is not None and side != self.section and (not self.sides or side not in self.sides):
            self.section = side
            self.node = None
            self.frames.clear()
            self._issue("section_inferred", "info", f"no heading; {side} by the sentence that opens the list", block)
        while self.frames and self.frames[-1].rank is None:
            self.frames.pop()
        self._add(block, "preamble", None)
        self.fresh = True

    # ------------------------------------------------------------------ list items

    def _place_marked(self, at: int, block: Block) -> None:
        reading = self._settle(at, block)
        while self.frames and self.frames[-1].until == at:
            self.frames.pop()
        if self.frames and self.frames[-1].item.kind == "note":
            self._leave_note(block)
        alike = self.ahead.goes_on_alike(at)
        heads = not alike and self.ahead.heads_list(at)
        if not (block.ordinary and ":" not in block.small) and (block.note or self._explains(block, heads=heads)):
            self._place_note(at, block, reading)
            return
        if not alike and self.ahead.heads_count(at) and headings.is_group(block.text, heads_list=True, marked=True):
            self._open_group(block)
            return
        run = None if heads or block.ordinary else self.ahead.label_run(at)
        if run is not None and self._is_labelled_list(at, block):
            self._add(block, "group", reading).until = run
            self.frames[-1].opener = True
            self.labelled = run
            return
        title = block.opens or (heads and self.ahead.heads_deeper(at))
        kind: Kind = "group" if heads and headings.is_group(block.text, heads_list=title, marked=True) else "criterion"
        frame = self._add(block, kind, reading)
        frame.opener = block.opens
        if frame.opener and not self.ahead.heads_deeper(at):
            frame.until = self.ahead.run_end(at, block, reading)
        self.fresh = False

    def _leave_note(self, block: Block) -> None:
        """Close a note below whose items, none of which opens a list, the section's own criteria go on."""
        last = self.frames[-1]
        if last.opener or not runs.begins(block.text):
            return
        if opens_list(last.item.plain.text) or last.item.parent is None or last.item.parent.kind != "note":
            return
        while self.frames and any(frame.item.kind == "note" for frame in self.frames[-DEEPEST:]):
            self.frames.pop()

    def _is_labelled_list(self, at: int, block: Block) -> bool:
        """Whether the labels of a list stand over its other items: there are two of them."""
        following = self.ahead.label_run(at)
        again = (
            following is not None and following < len(self.blocks) and headings.is_label(self.blocks[following].text)
        )
        return again or (self.labelled == at and block.label is not None)

    def _settle(self, at: int, block: Block) -> Reading:
        """Close the open items that this one does not stand below; returns how its marker is read."""
        frames = self.frames
        if not frames:
            return block.readings[0]
        counted = drifted(block, frames) if block.counts else None
        if counted is not None:
            frames.pop()
            return counted
        while frames and frames[-1].column > block.column + SLACK:
            frames.pop()
        if frames and not block.counts and beside(frames[-1], block):
            frames.pop()
            return block.readings[0]
        level = []  # open items at this column, the innermost first
        for frame in reversed(frames):
            if frame.rank is not None or abs(frame.column - block.column) > SLACK:
                break
            level.append(frame)
            if len(level) == DEEPEST:
                break
        if not level:
            return block.readings[0]
        reading, other = sibling(at, block, level, self.ahead)
        if other is not None:
            while frames[-1] is not other:
                frames.pop()
            frames.pop()
        return reading

    # ------------------------------------------------------------------ paragraphs

    def _place_paragraph(self, at: int, block: Block) -> None:
        marked = next((f for f in reversed(self.frames) if f.reading is not None), None)
        owner = self._owner(block)
        heads = self.ahead.heads_list(at)
        if block.note or (marked is not None and self._explains(block, heads=block.opens)):
            self._place_note(at, block, None)
        elif heads and self._beside_title(block):
            self._add(block, "group", None).opener = True
        elif self._titles(at, block, owner, heads=heads):
            self._open_group(block)
        elif self._in_run(at):
            self._add(block, "criterion", None).column = float("inf")
        elif owner is not None and block.opens and heads:
            title = headings.is_group(block.text, heads_list=True)
            while title and limits.labels(block.text) and self.frames[-1] is not owner:
                self.frames.pop()
            frame = self._add(block, "group" if title else "criterion", None)
            frame.opener = True
        elif owner is not None and (owner.opener or owner.column < 0):
            while self.frames[-1] is not owner:
                self.frames.pop()
            self._add(block, "criterion", None).column = block.column
            self.fresh = False
        elif owner is not None:
            self._place_note(at, block, None, "criterion" if headings.requires(block.text) else "note")
        else:
            while self.frames and self.frames[-1].rank is None:
                self.frames.pop()
            frame = self._add(block, "criterion", None)
            frame.opener = block.opens and heads
            frame.until = self.ahead.paragraph_run(at) if block.opens and not heads else None
            frame.column = -1 if frame.opener or frame.until else float("inf")
            self.fresh = False

    def _beside_title(self, block: Block) -> bool:
        """Whether a title stands in the column of one that parts the list below a marked item; closes that one."""
        frame = next((f for f in reversed(self.frames) if f.reading is None), None)
        if frame is None or frame.rank is not None or frame.item.kind != "group" or frame.column != block.column:
            return False
        if not headings.is_group(block.text, heads_list=True) or headings.rank(block.text) < _TOPIC:
            return False
        while self.frames.pop() is not frame:
            pass
        return True

    def _titles(self, at: int, block: Block, owner: Frame | None, *, heads: bool) -> bool:
        """Whether a paragraph titles what follows: a list, or a short title over a paragraph that opens one."""
        if owner is not None and self.ahead.heads_outer(at) and headings.is_short_title(block.text):
            return True
        if owner is not None and owner.opener:
            return False
        if not heads and at + 1 < len(self.blocks) and self.heads[at + 1] is None and len(block.text.split()) <= _SHORT:
            following = self.blocks[at + 1]
            opens = following.opens or headings.preamble(following.text) is not None
            heads = opens and not block.text.endswith(".")
        return headings.is_group(block.text, heads_list=heads)

    def _in_run(self, at: int) -> bool:
        """Whether a list of paragraphs is still open; closes what stands below its opener."""
        for frame in self.frames[-2:]:
            if frame.until is not None and frame.reading is None and at < frame.until:
                while self.frames[-1] is not frame:
                    self.frames.pop()
                return True
        return False

    def _owner(self, block: Block) -> Frame | None:
        """The list item to which a paragraph belongs: by its indent, or because that item ends in a colon."""
        marked = [f for f in self.frames if f.reading is not None]
        if not marked:
            return None
        if block.column > self.margin + SLACK:
            return next((f for f in reversed(marked) if f.inner <= block.column + SLACK), None)
        last = self.frames[-1]
        above = self.frames[-2] if len(self.frames) > 1 else None
        if last.reading is None and above is not None and above.opener and above.reading is not None:
            listed = above.item.children[0].label is None and headings.parallel(last.item.plain.text, block.text)
            return above if listed and last.item.kind == "criterion" else None
        return last if last.opener and last.reading is not None and not last.item.children else None

    def _open_group(self, block: Block) -> None:
        rank = headings.rank(block.text)
        while self.frames and (self.frames[-1].rank is None or self.frames[-1].rank >= rank):
            self.frames.pop()
        frame = self._add(block, "group", None)
        frame.rank = rank
        frame.column = -1
        self.fresh = True

    def _explains(self, block: Block, *, heads: bool) -> bool:
        """Whether a line defines a term of the item before it (`Term: …`, `Term is defined as …`) or is a footnote."""
        if self.footnotes and remarks.is_footnote(block.text):
            return True
        means = block.means
        if means and not heads and remarks.counts_as(block.text):
            return True
        term = remarks.definition(block.text) if means else []
        if term and not heads and self.spoken.has(term):
            return True
        if heads or self.last is None:
            return False
        beside = block.label is not None and self.last.label is not None and block.column <= self.last_column + SLACK
        if not means and (beside or ":" not in block.text):
            return False
        before = self.last.plain.text
        return remarks.defines(block.text, before, by_colon=not beside) and not opens_list(before)

    def _place_note(self, at: int, block: Block, reading: Reading | None, kind: Kind = "note") -> None:
        """A note stands beside the item it explains and takes its place: what is nested after it stands below it.

        A further paragraph of an item that requires something itself is a criterion in the same place.
        """
        frames = self.frames
        if block.label is None and self.ahead.ends[at] and remarks.names_both_sides(block.text):
            frames.clear()
            side, self.section, self.node = self.section, "other", None
            self._add(block, "note", None)
            frames.clear()
            self.section = side
            return
        if reading is None:
            deepest = block.column if block.column > self.margin + SLACK else -1
            while frames and frames[-1].rank is None and frames[-1].column > deepest:
                frames.pop()
        if block.opens and self.ahead.heads_list(at):
            frame = self._add(block, kind, reading)
            frame.opener = True
            frame.column = block.column if reading is not None or block.column > self.margin + SLACK else -1
        elif reading is not None and reading.ordinal:
            self._add(block, kind, reading)  # a number has its own place
        elif frames and self.ahead.goes_inside(at, frames[-1].column) and frames[-1].column >= 0:
            self._add(block, kind, None)
            frames.pop()
        elif frames and frames[-1].rank is None:
            owner = frames.pop()
            frame = self._add(block, kind, owner.reading)
            frame.column, frame.inner = owner.column, owner.inner
        else:
            self._add(block, kind, None)
            self.frames.pop()

    # ------------------------------------------------------------------ items

    def _item(self, block: Block, kind: Kind, parent: Item | None = None) -> Item:
        label = self.text[block.label[0] : block.label[1]] if block.label else None
        item = Item(
            kind,
            self.section,
            block.start,
            block.end,
            block.words,
            block.plain,
            block.small,
            label,
            block.label,
            parent,
        )
        (parent.children if parent is not None else self.outline.items).append(item)
        self.outline.lines.append(item)
        return item

    def _add(self, block: Block, kind: Kind, reading: Reading | None) -> Frame:
        """Put an item below the innermost open one and open it, unless it can hold nothing."""
        parent = self.frames[-1].item if self.frames else self.node
        if parent is not None and parent.kind == "note":
            kind = "note"  # what stands below a comment comments
        item = self._item(block, kind, parent)
        if kind in ("criterion", "group"):
            self.last, self.last_column = item, block.column
        frame = Frame(item, block.column, block.inner, reading)
        if kind != "preamble":
            self.frames.append(frame)
        return frame

    def _issue(self, code: str, severity: str, message: str, block: Block) -> None:
        assert severity == "info"  # noqa: S101 - the only severity that the shape of a text calls for
        self.outline.issues.append(OutlineIssue(code, "info", message, block.start, block.end))
