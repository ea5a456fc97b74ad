"""Indents that a converter got wrong, put right before the tree is built."""

from extract.outline.blocks import Block

_STAIR = 3  # steps in a row from which on they are one list
_LOOK_AHEAD = 40
_STEP = 2
_STIRRED = 8  # counts kept open at once


def straighten(found: list[Block], heads: list[bool]) -> None:
    """Correct the columns of list items in place; `heads` marks headings of sections, which no list crosses."""
    _escaped(found, heads)
    _typed(found, heads)
    at = 0
    while at < len(found):
        if found[at].label is not None and found[at].opens:
            _stairs(found, heads, at)
            _sunken(found, heads, at)
        at += 1


def _escaped(found: list[Block], heads: list[bool]) -> None:
    r"""Numbers that the export took for text (`4\.`) stand where the count that they go on with began."""
    counts: list[tuple[str, int, int]] = []  # style, last number, column; the innermost count last
    for block, head in zip(found, heads, strict=True):
        if head:
            counts = []
        if not block.escaped or not block.readings:
            continue
        style, ordinal = block.readings[0].style, block.readings[0].ordinal
        on = next((n for n in range(len(counts) - 1, -1, -1) if counts[n][:2] == (style, ordinal - 1)), None)
        if on is None and ordinal > 1 and counts and counts[-1][0] == style and counts[-1][1] < ordinal:
            on = len(counts) - 1
        if on is None:
            counts = [*counts[-_STIRRED:], (style, ordinal, block.column)]
            continue
        column = counts[on][2]
        block.inner += column - block.column
        block.column = column
        counts[on:] = [(style, ordinal, column)]


def _typed(found: list[Block], heads: list[bool]) -> None:
    """A first item with a typed bullet of its own belongs to the deeper list that fills the rest of its section."""
    for at, block in enumerate(found):
        if not block.double or block.opens or at + 1 >= len(found) or heads[at + 1]:
            continue
        column = found[at + 1].column
        rest = found[at + 1 : at + 1 + _LOOK_AHEAD]
        end = next((n for n, head in enumerate(heads[at + 1 : at + 1 + _LOOK_AHEAD]) if head), len(rest))
        if column > block.column and all(other.column >= column for other in rest[:end]):
            block.inner += column - block.column
            block.column = column


def _stairs(found: list[Block], heads: list[bool], opener: int) -> None:
    """Items below an opener that stand each one step deeper than the last, opening nothing themselves, are one list."""
    last = opener
    for at in range(opener + 1, min(opener + _LOOK_AHEAD, len(found))):
        deeper = found[at].label is not None and found[at].column > found[last].column
        if not deeper or heads[at] or (last > opener and found[last].opens):
            break
        last = at
    back = last + 1 >= len(found) or heads[last + 1] or found[last + 1].column <= found[opener].column
    if last - opener >= _STAIR and back and not found[last].opens:
        for block in found[opener + 2 : last + 1]:
            block.column, block.inner = found[opener + 1].column, found[opener + 1].inner


def _sunken(found: list[Block], heads: list[bool], opener: int) -> None:
    """A list that stands left of its opener is below it when, after it, the opener's own list goes on."""
    column = found[opener].column
    first = opener + 1
    if first >= len(found) or found[first].label is None or heads[first] or not 0 < found[first].column < column:
        return
    sunken = found[first].column
    for at in range(first, min(first + _LOOK_AHEAD, len(found))):
        block = found[at]
        if block.label is None or heads[at] or block.column < sunken:
            return
        if block.column == column and not found[at - 1].opens:
            for below in found[first:at]:
                below.column += column - sunken + _STEP
                below.inner += column - sunken + _STEP
            return
        if block.column != sunken:
            return
