"""Blocks parted further: a heading and its text on one line, headings inside a running line, lists in one line."""

import re
from itertools import pairwise

from msgspec.structs import replace

from extract.outline import markers
from extract.outline.blocks import Block

# A heading in the middle of a line: in title case or capitals, closed by a colon or the end of the line. The capital
# is looked for first, so that most characters are passed at once.
_INSIDE = re.compile(
    r"(?=[KMIE])(?<![\w/(-])(?:(?:Key|Main|Major|KEY|MAIN)\s+)?(?:Inclusion|Exclusion|INCLUSION|EXCLUSION)\s+(?:Criteria|criteria|CRITERIA)"
    r"(?:(?:\s+[A-Z][a-z]+)?\s*$|(?:\s+\([^()]{1,60}\))?\s*[:：])"
)
_SPEAKS_OF = re.compile(
    r"(?:\b(?:the|these|those|following|all|any|of|meets?|see|and|or|other|per|same|no|with|by)|[/(,\"])\s*$",
    re.I,
)
_NOTE = re.compile(r"(?<=[.)]) +([•*-] ?(?:Note that\b|Note ?[:-]|NOTE ?[:-]))")
_NUMBERS = re.compile(r"(?:^|(?<=\s))(\d{1,2})(?:[.)]|\\\.)(?=\s)")
_BULLETS = re.compile(r"(?:^|(?<=\s))[•●▪■-](?=\s)")


def split(text: str, found: list[Block]) -> list[Block]:
    """Part blocks at headings; a list that follows its heading on the same line is parted at its markers."""
    out: list[Block] = []
    for block in found:
        if block.ordinary:
            out.append(block)
            continue
        for piece in _at_inner_headings(text, block):
            for part in _at_inner_notes(text, piece):
                out.extend(_after_heading(text, part))
    return out


def _piece(text: str, start: int, end: int, block: Block, *, flat: bool = False) -> Block:
    """A block of its own for `text[start:end]`, with the marker that it begins with."""
    words = text[start:end]
    start += len(words) - len(words.lstrip())
    end = start + len(words.strip())
    marker = markers.read(text[start:end])
    if marker is None or not marker.sure or start + marker.length >= end:
        return Block(start, end, block.column, block.column, True, flat=flat).read(text)
    inner = start + marker.length
    inner += len(text[inner:end]) - len(text[inner:end].lstrip())
    label = (start, start + marker.length)
    return Block(inner, end, block.column, block.column, True, label, marker.readings, flat=flat).read(text)


def _at_inner_headings(text: str, block: Block) -> list[Block]:
    """Part a block before each heading inside it."""
    if "clusion" not in block.small:
        return [block]
    cuts = []
    for match in _INSIDE.finditer(block.text, block.head.end if block.head else 0):
        before = block.text[max(0, match.start() - 40) : match.start()]
        if not _SPEAKS_OF.search(before[-30:]) and len(before.split()) > 1:
            cuts.append(block.start + block.plain.span(match.start(), match.start() + 1)[0])
    if not cuts:
        return [block]
    edges = [*cuts, block.end]
    first = text[block.start : cuts[0]].rstrip()
    head = replace(block, end=block.start + len(first)).read(text)
    return [head, *(_piece(text, start, end, block) for start, end in pairwise(edges))]


def _at_inner_notes(text: str, block: Block) -> list[Block]:
    """Part a block where a note with a marker of its own begins inside its line: `…. • Note that …`."""
    match = _NOTE.search(block.text) if "note" in block.small else None
    if match is None:
        return [block]
    cut = block.start + block.plain.span(match.start(1), match.start(1) + 1)[0]
    first = text[block.start : cut].rstrip()
    head = replace(block, end=block.start + len(first)).read(text)
    return [head, _piece(text, cut, block.end, block)]


def _after_heading(text: str, block: Block) -> list[Block]:
    """Part a heading from the text that follows it on its line."""
    heading = block.head
    if heading is None or heading.end >= len(block.text):
        return [block]
    cut = block.start + block.plain.span(heading.end, heading.end + 1)[0]
    first = text[block.start : cut].rstrip()
    head = replace(block, end=block.start + len(first)).read(text)
    cuts = _list_in_line(text, cut, block.end)
    if len(cuts) < 2:
        return [head, _piece(text, cut, block.end, block, flat=True)]
    edges = [*([cut] if cuts[0] > cut else []), *cuts, block.end]
    return [head, *(_piece(text, start, end, block, flat=True) for start, end in pairwise(edges))]


def _list_in_line(text: str, start: int, end: int) -> list[int]:
    """Where the items of a list in one line begin: numbers that count up from 1, or bullets."""
    cuts: list[int] = []
    for match in _NUMBERS.finditer(text[start:end]):
        if int(match[1]) == len(cuts) + 1:
            cuts.append(start + match.start())
    if len(cuts) >= 2:
        return cuts
    return [start + match.start() for match in _BULLETS.finditer(text[start:end])]
