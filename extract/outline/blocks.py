"""Lines of a text joined to blocks: one block for each list item or paragraph, hard line wraps undone."""

import re
from typing import Self

from msgspec import Struct
from msgspec.structs import replace

from extract.language.plain import Plain, plain
from extract.lexicons import holds
from extract.outline import markers
from extract.outline.headings import CLOSERS, Heading, ends_plainly, section_heading
from extract.outline.markers import Marker, Reading
from extract.outline.remarks import MEANING, is_note
from extract.outline.signs import ends_in_colon, opens_list
from extract.outline.telling import begins, telling_words

_TAB = 4
_WRAP_LEAST = 60
_WRAP_LIMIT = 132  # a longest line beyond this was not wrapped by any known export
_COMMENT = re.compile(r"<!--[^<>]{0,200}-->")
_SENTENCE_END = (".", ":", ";", "!", "?", ")")
_CLOSING = re.compile(r"\w{1,3}\)")
_INLINE = 1500  # characters before a line in which the member of a count may stand that it goes on with
_BRACKET = 80  # characters before a line in which a bracket may stand that it closes
_JOINERS = frozenset({"or", "and", "and/or"})


_NOTHING = plain("")


class Layout(Struct):
    """How a text is laid out."""

    text: str
    width: int  # at which lines wrap; 0: they do not
    spaced: bool  # whether blank lines part the items


class Block(Struct):
    """A list item or paragraph, at first a line. `column` is where it begins, marker included, `inner` its words.

    `start` and `end` enclose the words, without the marker once it is known.
    """

    start: int
    end: int
    column: int
    inner: int
    after_blank: bool
    label: tuple[int, int] | None = None
    readings: tuple[Reading, ...] = ()
    words: str = ""  # as they stand in the source; of a line with its marker
    flat: bool = False
    escaped: bool = False
    double: bool = False
    plain: Plain = _NOTHING
    text: str = ""  # the words for reading
    small: str = ""  # those in lower case
    plainly: bool = False  # whether they introduce nothing for sure
    opens: bool = False  # whether they open a list
    head: Heading | None = None  # the heading of a section that they begin with
    ordinary: bool = True  # whether they head, explain and part nothing for sure
    note: bool = False  # whether they only explain or comment
    means: bool = False  # whether they may say what a term means
    counts: bool = False  # whether the marker may be a number or letter of a count

    def mark(self, marker: Marker) -> Self:
        """Part the marker from the words of a line."""
        first, self.start = self.start, self.end - len(self.words[marker.length :].lstrip())
        self.inner += self.start - first
        self.label = (first, first + marker.length)
        self.readings, self.escaped, self.double = marker.readings, marker.escaped, marker.double
        return self

    def take(self, text: str) -> None:
        """Take the words, which stand at `start` to `end` of a text."""
        self.words = text[self.start : self.end]
        self.plain = plain(self.words)
        self.text = self.plain.text
        self.small = self.text.lower()
        if readings := self.readings:
            self.counts = readings[0].ordinal > 0 or readings[-1].ordinal > 0

    def judge(self, telling: tuple[str, ...]) -> None:
        """Decide what the words are by themselves, where they hold any of the words that tell or begin like such."""
        words, small = self.text, self.small
        end = small.rstrip(" .;,")
        plain_end = end[-1:].isalnum()
        if not begins(small) and not holds(small, telling):
            self.plainly = plain_end and not end.endswith(CLOSERS)
            self.opens = not plain_end and ends_in_colon(words)
            return
        self.ordinary = False
        self.plainly = ends_plainly(small)
        self.opens = not self.plainly and opens_list(words)
        self.head = section_heading(words, small, marked=self.label is not None)
        self.note = is_note(words, small)
        self.means = holds(small, MEANING)

    def read(self, text: str) -> Self:
        """Take and judge the words, whatever stands beside them."""
        self.take(text)
        self.judge(telling_words())
        return self


def _lines(text: str) -> list[Block]:
    """Lines that hold more than white space, without their indents, with comments taken as white space."""
    found: list[Block] = []
    last_end = 0
    bare = _COMMENT.sub(lambda match: " " * len(match.group()), text) if "<!--" in text else text
    end = 0
    right_after = False  # whether the line before holds words and ends in one line feed
    for line in bare.splitlines(keepends=True):
        at, end = end, end + len(line)
        words = line.lstrip()
        if not words:
            right_after = False
            continue
        start = end - len(words)
        after_blank = not right_after and (not found or _breaks(bare[last_end:at]) > 1)
        right_after = words[-1] == "\n"
        words = words.rstrip()
        last_end = start + len(words)
        column = _column(bare[at:start]) if start > at else 0
        found.append(Block(start, last_end, column, column, after_blank, None, (), words))
    if bare is not text:
        for block in found:
            block.words = text[block.start : block.end]
    return found


def _breaks(gap: str) -> int:
    """How many lines end in white space."""
    return gap.count("\n") or gap.count("\r") or len(gap.strip(" \t"))


def _column(indent: str) -> int:
    """Width of an indent: a tab goes to the next stop, an ideographic space takes two places."""
    if not indent.strip(" "):
        return len(indent)
    column = 0
    for character in indent:
        if character == "\t":
            column += _TAB - column % _TAB
        else:
            column += 2 if character == "\u3000" else 1
    return column


def _wrap_width(lines: list[Block]) -> int:
    """The width at which a text was wrapped, or 0 when it was not.

    In a wrapped text a line that goes straight on into the next one could not have held that one's first word.
    """
    width = max([line.column + line.end - line.start for line in lines], default=0)
    if not _WRAP_LEAST <= width <= _WRAP_LIMIT:
        return 0
    return width if any(not line.after_blank for line in lines) else 0


def _spaced(lines: list[Block], found: list[Marker | None]) -> bool:
    """Whether blank lines part the items, so that a line right after another begins none."""
    marked = [line.after_blank for line, marker in zip(lines, found, strict=True) if marker is not None]
    return sum(marked) * 10 >= len(marked) * 9


def _runs_on(layout: Layout, block: Block, before: Block, line: Block, marker: Marker | None) -> bool:
    """Whether `line`, which stands right below `before`, the last line of `block`, goes on with its words."""
    words = line.words
    if marker is not None and ")" in words[:4] and _closes(layout.text[block.start : before.end], words):
        return True
    width = layout.width
    if marker is not None and not width:
        return False
    first = words.split(None, 1)[0]
    full = width and before.column + len(before.words) + 1 + len(first) > width
    if full and (marker is None or (layout.spaced and line.column == block.inner)):
        return True
    if marker is not None or words.strip(".:").lower() in _JOINERS:
        return False
    if full or line.column > block.inner:
        return True
    return first[0].islower() and not before.words.endswith(_SENTENCE_END)


def _after_inline(marker: Marker | None, before: str) -> Marker | None:
    """The marker `d.` when the text before it runs `… b. … c. …` within its last item; else None."""
    readings = marker.readings if marker is not None else ()
    return marker if any(markers.follows_inline(reading, before) for reading in readings) else None


def _closes(before: str, words: str) -> bool:
    """Whether what looks like a marker, `18) …`, ends a bracket of the line before: `(for those under` / `18)`."""
    if _CLOSING.match(words) is None:
        return False
    recent = before[-_BRACKET:]
    return recent.rfind("(") > recent.rfind(")") and before[-1].isalnum()


def blocks(text: str) -> list[Block]:
    """The blocks of a text in reading order; together they hold every character that is no white space."""
    lines = _lines(text)
    read = [markers.read(line.words) for line in lines]
    found = markers.confirm(read)
    if found != read:
        for at, (line, marker) in enumerate(zip(lines, read, strict=True)):
            if found[at] is None and marker is not None and at and line.after_blank:
                found[at] = _after_inline(marker, text[max(0, lines[at - 1].end - _INLINE) : line.start])
    out = _joined(text, lines, found)
    _take_comments(text, out)
    for block in out:
        block.take(text)
    small = "\n".join([block.small for block in out])
    telling = tuple([word for word in telling_words() if word in small])
    for block in out:
        block.judge(telling)
    return out


def _joined(text: str, lines: list[Block], found: list[Marker | None]) -> list[Block]:
    """Lines with the lines that go on with their words."""
    layout = Layout(text, _wrap_width(lines), _spaced(lines, found))
    out: list[Block] = []
    block: Block | None = None
    label_from: tuple[int, int] | None = None  # a marker alone on its line waits for its words
    before: Block | None = None
    for line, marker in zip(lines, found, strict=True):
        if (
            block is not None
            and before is not None
            and not line.after_blank
            and line.column >= block.column
            and _runs_on(layout, block, before, line, marker)
            and section_heading(line.words, line.words.lower()) is None
        ):
            block.end = line.end
        else:
            opened = line if marker is None else line.mark(marker)
            if label_from is not None:
                opened = _labelled(text, opened, label_from)
                label_from = None
            block = None
            if opened.start == opened.end and opened.label is not None:
                label_from = (opened.label[0], opened.column)
            else:
                block = opened
                out.append(block)
        before = line
    if label_from is not None and before is not None:
        out.append(Block(label_from[0], before.end, label_from[1], label_from[1], after_blank=True))
    return out


def _labelled(text: str, block: Block, label_from: tuple[int, int]) -> Block:
    """A block whose label begins on a line before, in a column of its own."""
    start, column = label_from
    if block.label is not None:
        return replace(block, label=(start, block.label[1]), column=column)
    label = (start, start + len(text[start : block.start].rstrip()))
    return replace(block, label=label, column=column, readings=(Reading("bullet", 0),))


def _take_comments(text: str, out: list[Block]) -> None:
    """Comments between two blocks go with the one before, so that no character is left over."""
    if "<!--" not in text:
        return
    at = 0
    for match in _COMMENT.finditer(text):
        while at + 1 < len(out) and _first(out[at + 1]) <= match.start():
            at += 1
        if not out or match.start() < _first(out[at]):
            out.insert(at, Block(match.start(), match.end(), 0, 0, after_blank=True))
        else:
            out[at].end = max(out[at].end, match.end())


def _first(block: Block) -> int:
    return block.label[0] if block.label else block.start
