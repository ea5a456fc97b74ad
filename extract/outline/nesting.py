"""Beside or below: where a list item stands among the open items of its own column."""

from msgspec import Struct

from extract.outline import markers
from extract.outline.ahead import SLACK, Ahead
from extract.outline.blocks import Block
from extract.outline.markers import Reading
from extract.outline.model import Item

DEEPEST = 64  # open items of one column that are looked at
_DRIFT = 4  # how far a list that counts on may shift


class Frame(Struct):
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


def sibling(at: int, block: Block, level: list[Frame], ahead: Ahead) -> tuple[Reading, Frame | None]:
    """The open item beside which a block stands, or None when it stands below the innermost one."""
    top = level[0]
    for reading in block.readings:  # the count goes on
        for frame in level:
            if reading.ordinal and frame.reading is not None and follows(frame.reading, reading):
                return reading, frame
    for reading in block.readings:  # one was left out, or the numbers start again
        same = [f for f in level if f.reading is not None and f.reading.style == reading.style]
        if not same or (reading.ordinal > 1 and any(other.ordinal == 1 for other in block.readings)):
            continue  # `i)` opens a roman count rather than being the ninth letter of another
        if reading.ordinal > 1:
            lower = [f for f in same if f.reading is not None and f.reading.ordinal < reading.ordinal]
            nearest = min(lower or same, key=lambda f: abs(reading.ordinal - (f.reading.ordinal if f.reading else 0)))
            return reading, nearest
        if same[0] is top and top.opener and (reading.ordinal == 1 or top.until is not None):
            return reading, None
        if same[0] is not top and reading.ordinal == 1 and top.opener:
            return reading, None
        return reading, same[0]
    for reading in block.readings:
        if markers.begun_inline(reading, top.item.plain.text):
            return reading, None
    reading = next((r for r in block.readings if r.ordinal == 1), block.readings[0])
    if (
        top.opener
        or ahead.sandwiched(at, top.reading, int(top.column))
        or (reading.ordinal and _finer(reading, top.reading))
    ):
        return reading, None
    if not reading.ordinal:
        bullet = next((f for f in level if f.reading is not None and not f.reading.ordinal), None)
        return reading, bullet or level[-1]
    return reading, level[-1]


def follows(before: Reading, after: Reading) -> bool:
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


def beside(frame: Frame, block: Block) -> bool:
    """Whether a bullet stands beside the innermost open item: that one has the same bullet and column, and no list."""
    same = frame.reading is not None and frame.reading.style == block.readings[0].style
    return same and frame.rank is None and not frame.opener and abs(frame.column - block.column) <= SLACK


def drifted(block: Block, frames: list[Frame]) -> Reading | None:
    """The marker's reading when it goes on counting from the innermost item though the indent has changed."""
    last = frames[-1].reading
    if last is None or abs(frames[-1].column - block.column) > _DRIFT:
        return None
    on = next((reading for reading in block.readings if follows(last, reading)), None)
    if on is None:
        return None
    for frame in frames[-DEEPEST:-1]:
        here = frame.reading is not None and abs(frame.column - block.column) <= SLACK
        if here and frame.reading is not None and any(follows(frame.reading, r) for r in block.readings):
            return None  # an item further out stands in this very column
    return on
