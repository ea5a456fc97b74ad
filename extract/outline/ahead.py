"""What follows a block: whether it heads a list, and where that list ends."""

from bisect import bisect_right

from extract.outline import headings, remarks, runs
from extract.outline.blocks import Block
from extract.outline.headings import Heading
from extract.outline.markers import Reading
from extract.outline.signs import ends_in_colon

SLACK = 1  # numbers are often aligned to the right: " 9." stands as deep as "10."
_LIST_WITHIN = 60  # blocks in which a list that is not indented must end
_SANDWICH_WITHIN = 200


class Ahead:
    """Looks from one block to those after it; nothing here depends on the tree built so far."""

    def __init__(self, found: list[Block], heads: list[Heading | None]) -> None:
        self.blocks = found
        self.heads = heads
        self.ends = [
            *[head is not None for head in heads[1 : len(found)]],
            True,
        ]  # whether no block of the section follows
        self._places: dict[tuple[str, int, int], list[int]] = {}

    def _found(self, style: str, ordinal: int, column: int) -> list[int]:
        """Where a marker stands in a column; all are noted when the first one is asked for."""
        if not self._places:
            for at, block in enumerate(self.blocks):
                for reading in block.readings:
                    self._places.setdefault((reading.style, reading.ordinal, block.column), []).append(at)
        return self._places.get((style, ordinal, column), [])

    def sandwiched(self, at: int, reading: Reading | None, column: int) -> bool:
        """Whether the list of `reading` goes on further down at its own column, with this one inside it."""
        if reading is None:
            return False
        following = reading.ordinal + 1 if reading.ordinal else 0
        places = self._found(reading.style, following, column)
        index = bisect_right(places, at)
        if index >= len(places):
            return False
        return (
            all(head is None for head in self.heads[at : places[index]])
            if places[index] - at < _SANDWICH_WITHIN
            else False
        )

    def run_end(self, at: int, block: Block, reading: Reading) -> int | None:
        """Where a list ends whose items are no deeper than the line that opens it; None when there is no such list."""
        if reading.ordinal or block.flat:
            return None
        run: list[int] = []
        closed = False
        for index in range(at + 1, min(at + _LIST_WITHIN, len(self.blocks))):
            other = self.blocks[index]
            if self.heads[index] is not None or other.label is None or other.column < block.column - SLACK:
                break
            if other.column <= block.column + SLACK:
                closed = bool(run) and ends_in_colon(other.text) and runs.alike(block.text, other.text)
                if closed or (ends_in_colon(other.text) and not self.heads_deeper(index)):
                    break
                run.append(index)
        if not run or self.blocks[run[0]].readings[0].style != reading.style:
            return None
        return runs.run_length(block.text, self.blocks, run, closed=closed)

    def label_run(self, at: int) -> int | None:
        """Where the items of a list end that a label in the same list (`* Cohort 1 (…)`) stands over; else None."""
        column = self.blocks[at].column
        if at + 1 >= len(self.blocks) or not self._labels_only(at) or self._labels_only(at + 1):
            return None
        for index in range(at + 1, min(at + _SANDWICH_WITHIN, len(self.blocks))):
            block = self.blocks[index]
            if self.heads[index] is not None or block.label is None or block.column < column - SLACK:
                return index if index > at + 1 else None
            if block.column <= column + SLACK and self._labels_only(index):
                return index
        return len(self.blocks)

    def _labels_only(self, at: int) -> bool:
        block = self.blocks[at]
        if block.label is None or not headings.begins_label(block.small):
            return False
        return headings.is_label(block.text)

    def heads_count(self, at: int) -> bool:
        """Whether a title stands between two numbers of an outer list, no deeper than which it is meant to be."""
        if self.ends[at]:
            return False
        block, following = self.blocks[at], self.blocks[at + 1]
        if not following.counts or block.counts or following.column > block.column + SLACK:
            return False
        return not block.opens or following.column < block.column - SLACK

    def heads_outer(self, at: int) -> bool:
        """Whether a paragraph stands, indented, right before the next item of a list further out."""
        if self.ends[at]:
            return False
        following = self.blocks[at + 1]
        return following.label is not None and following.column < self.blocks[at].column - SLACK

    def paragraph_run(self, at: int) -> int | None:
        """Where a list of paragraphs ends that each say by a `;` or `,` that another follows; None if there is none."""
        for index in range(at + 1, min(at + _LIST_WITHIN, len(self.blocks))):
            block = self.blocks[index]
            if block.label is not None or self.heads[index] is not None:
                return None
            if not runs.goes_on(block.text):
                return index + 1 if index > at + 1 else None
        return None

    def returns(self, at: int) -> bool:
        """Whether after the list below a block another item stands beside it."""
        if not self.heads_deeper(at):
            return False
        column = self.blocks[at].column
        for index in range(at + 1, min(at + _SANDWICH_WITHIN, len(self.blocks))):
            if self.heads[index] is not None:
                return False
            if self.blocks[index].column <= column + SLACK:
                return True
        return False

    def goes_inside(self, at: int, column: float) -> bool:
        """Whether, after a note, the list below an item at `column` goes on."""
        for index in range(at + 1, min(at + _LIST_WITHIN, len(self.blocks))):
            block = self.blocks[index]
            if self.heads[index] is not None or block.label is None or block.column <= column + SLACK:
                return False
            if not block.note and not remarks.is_footnote(block.text):
                return True
        return False

    def heads_list(self, at: int) -> bool:
        """Whether the next block is a list item below or beside this one."""
        if self.ends[at]:
            return False
        block, following = self.blocks[at], self.blocks[at + 1]
        if not (following.text[:1].isalnum() or any(map(str.isalnum, following.text))):
            return False
        if block.label is None:
            return following.label is not None or following.column > block.column + SLACK
        return self.heads_deeper(at) or block.opens

    def goes_on_alike(self, at: int) -> bool:
        """Whether for sure no list begins below a list item: nothing of the section follows, or the next item."""
        if self.ends[at]:
            return True
        block, following = self.blocks[at], self.blocks[at + 1]
        if block.opens or block.column != following.column or block.counts != following.counts:
            return False
        one, other = block.readings, following.readings
        return one is other or (len(other) == 1 and one[0].style == other[0].style)

    def heads_deeper(self, at: int) -> bool:
        """Whether the next block is indented below this one, or begins a count of another style."""
        if at + 1 >= len(self.blocks):
            return False
        block, following = self.blocks[at], self.blocks[at + 1]
        if following.column > block.column + SLACK:
            return True
        if not following.counts or block.label is None or abs(following.column - block.column) > SLACK:
            return False
        style = block.readings[0].style
        return any(reading.ordinal == 1 and reading.style != style for reading in following.readings)
