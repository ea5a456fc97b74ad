"""Lines of a text joined to blocks: one block for each list item or paragraph, hard line wraps undone."""

import re
from typing import Self

from msgspec import Struct

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
Layout = tuple[int, bool]  # width at which lines wrap (0: they do not); whether blank lines part the items
_CLOSING = re.compile(r"\w{1,3}\)")
_INLINE = 1500  # characters before a line in which the member of a count may stand that it goes on with
_BRACKET = 80  # characters before a line in which a bracket may stand that it closes
_JOINERS = frozenset({"or", "and", "and/or"})


_NOTHING = plain("")


class Line(Struct):
    """One physical line without its indent: `start` is where its words begin, `column` how far it is indented."""

    start: int
    end: int
    words: str
    column: int
    after_blank: bool
    marker: Marker | None = None


class Block(Struct):
    """A list item or paragraph. `column` is where it begins, marker included, `inner` where its words begin."""

    start: int
    end: int
    column: int
    inner: int
    after_blank: bool
    label: tuple[int, int] | None = None
    readings: tuple[Reading, ...] = ()
    flat: bool = False
    escaped: bool = False
    double: bool = False
    words: str = ""  # as they stand in the source
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

    def take(self, text: str) -> None:
        """Take the words, which stand at `start` to `end` of a text."""
        self.words = text[self.start : self.end]
        self.plain = plain(self.words)
        self.text = self.plain.text
        self.small = self.text.lower()
        self.counts = bool(self.readings) and (self.readings[0].ordinal > 0 or self.readings[-1].ordinal > 0)

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


def _lines(text: str) -> list[Line]:
    """Lines that hold more than white space, with comments taken as white space."""
    found: list[Line] = []
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
        last_end = start + len(words.rstrip())
        column = _column(bare[at:start]) if start > at else 0
        found.append(Line(start, last_end, text[start:last_end], column, after_blank))
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


def _wrap_width(lines: list[Line]) -> int:
    """The width at which a text was wrapped, or 0 when it was not.

    In a wrapped text a line that goes straight on into the next one could not have held that one's first word.
    """
    width = max([line.column + line.end - line.start for line in lines], default=0)
    if not _WRAP_LEAST <= width <= _WRAP_LIMIT:
        return 0
    return width if any(not line.after_blank for line in lines) else 0


def _spaced(lines: list[Line]) -> bool:
    """Whether blank lines part the items, so that a line right after another begins none."""
    marked = [line.after_blank for line in lines if line.marker is not None]
    return sum(marked) * 10 >= len(marked) * 9


def _goes_on(text: str, block: Block, before: Line, line: Line, layout: Layout) -> bool:
    """Whether `line` is the rest of `block`, whose last line is `before`."""
    if line.after_blank or line.column < block.column:
        return False
    if not _runs_on(text, block, before, line, layout):
        return False
    return section_heading(line.words, line.words.lower()) is None


def _runs_on(text: str, block: Block, before: Line, line: Line, layout: Layout) -> bool:
    """Whether the layout says so."""
    words = line.words
    if line.marker is not None and ")" in words[:4] and _closes(text[block.start : before.end], words):
        return True
    width, spaced = layout
    if line.marker is not None and not width:
        return False
    first = words.split(None, 1)[0]
    full = width and before.column + (before.end - before.start) + 1 + len(first) > width
    if full and (line.marker is None or (spaced and line.column == block.inner)):
        return True
    if line.marker is not None or words.strip(".:").lower() in _JOINERS:
        return False
    if full or line.column > block.inner:
        return True
    return first[0].islower() and not text[before.start : before.end].endswith(_SENTENCE_END)


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
    width = _wrap_width(lines)
    read = [markers.read(line.words) for line in lines]
    found = markers.confirm(read)
    for at, (line, marker) in enumerate(zip(lines, found, strict=True)):
        line.marker = marker
        if marker is None and read[at] is not None and at and line.after_blank:
            line.marker = _after_inline(read[at], text[max(0, lines[at - 1].end - _INLINE) : line.start])
    layout = (width, _spaced(lines))
    out: list[Block] = []
    label_from: tuple[int, int] | None = None  # a marker alone on its line waits for its words
    before: Line | None = None
    for line in lines:
        if out and before is not None and label_from is None and _goes_on(text, out[-1], before, line, layout):
            out[-1].end = line.end
            before = line
            continue
        block = _open(text, line, label_from)
        label_from = None
        if block.start == block.end and block.label is not None:
            label_from = (block.label[0], block.column)
        else:
            out.append(block)
        before = line
    if label_from is not None and before is not None:
        out.append(Block(label_from[0], before.end, label_from[1], label_from[1], after_blank=True))
    _take_comments(text, out)
    for block in out:
        block.take(text)
    small = "\n".join([block.small for block in out])
    telling = tuple([word for word in telling_words() if word in small])
    for block in out:
        block.judge(telling)
    return out


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


def _open(text: str, line: Line, label_from: tuple[int, int] | None) -> Block:
    """A new block that begins with `line`; a marker left over from the line before joins its label."""
    marker = line.marker
    column = label_from[1] if label_from else line.column
    if marker is None:
        label = (label_from[0], label_from[0] + len(text[label_from[0] : line.start].rstrip())) if label_from else None
        readings = (Reading("bullet", 0),) if label_from else ()
        return Block(line.start, line.end, column, line.column, line.after_blank, label, readings)
    label_start = label_from[0] if label_from else line.start
    label_end = line.start + marker.length
    start = line.end - len(line.words[marker.length :].lstrip())
    inner = line.column + start - line.start
    label = (label_start, label_end)
    return Block(
        start,
        line.end,
        column,
        inner,
        line.after_blank,
        label,
        marker.readings,
        escaped=marker.escaped,
        double=marker.double,
    )
