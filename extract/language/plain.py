"""Plain text of a source string, with a map between the two.

`plain` undoes what a registry's export adds (markdown escapes, HTML entities, hard line wraps, broken encodings) and
writes look-alike characters one way, so that rules need to know one spelling only. Every character of the plain text
knows the characters of the source that it stands for.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache
from html import unescape

from msgspec import Struct

_TWO, _THREE = "\u00c2\u00c3\u00ce\u00cf", "\u00e2\u00ef"  # open so many characters that were one in UTF-8
_BROKEN = r"[\u0080-\u00bf\u0152-\u0192\u02c6\u02dc\u2013-\u2122]"
# What differs between a source and its plain text starts with one of these; all other characters stand for themselves.
_SPECIAL = re.compile(
    r"(?P<escape>\\(?:[!-%'-/:-@\[-`{-~]|&(?!(?:amp;){0,3}(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)))"
    r"|(?P<entity>\\?&(?:amp;){0,3}(?:\#\d{1,7}|\#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});)"
    r"|(?P<blank>(?:[^\S ]| (?=\s))\s*|<!--[^<>]{0,200}-->)"
    rf"|(?P<mojibake>[{_TWO}]{_BROKEN}|[{_THREE}]{_BROKEN}{{2}})"
    r"|(?P<underlined>[<>]\u0332)"
    r"|(?P<wide>[^\x00-\x7f][\u0300-\u036f]*|[A-Za-z][\u0300-\u036f]+)"
)
_MARK = re.compile("[\u0300-\u036f]")  # without one, no letter opens anything

_SUPERSCRIPTS = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))

# Characters that compatibility normalisation (NFKC) leaves alone but that mean an ASCII or common one.
_ALIKE = {
    "\u2266": "≤",  # less-than over equal
    "\u2267": "≥",
    "\u2a7d": "≤",  # less-than or slanted equal
    "\u2a7e": "≥",
    "\u02c2": "<",  # modifier letter left arrowhead
    "\u02c3": ">",
    "\u2010": "-",
    "\u2011": "-",
    "\u2212": "-",  # minus sign
    "\uf0b3": "≥",  # Symbol font in the private use area
    "\uf0a3": "≤",
    "\uf0b1": "±",
    "\uf0b0": "°",
    "\uf06d": "μ",
    "\u00ad": "",  # soft hyphen
    "\u200b": "",  # zero-width space
    "\u200c": "",
    "\u200d": "",
    "\u200e": "",
    "\u200f": "",
    "\u2060": "",
    "\ufeff": "",
}


class Plain(Struct, frozen=True):
    """A plain text and where each of its pieces comes from.

    Pieces run side by side in both texts: piece `i` is `text[_to[i]:_to[i + 1]]` and stands for
    `source[_from[i]:_from_end[i]]`. An exact piece has the same characters in both; any other is one whole.
    """

    text: str
    _to: tuple[int, ...]
    _from: tuple[int, ...]
    _from_end: tuple[int, ...]
    _exact: tuple[bool, ...]
    _shift: int = -1  # where the text stands in the source if it is one exact piece, as most are; else -1

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Offsets in the source of `text[start:end]`; an escape or entity touched by it is taken whole.

        Raises `IndexError` when the span does not lie within the text.
        """
        if 0 <= start <= end <= len(self.text):
            if self._shift >= 0:
                return self._shift + start, self._shift + end
        else:
            msg = f"span {start}:{end} is outside a text of {len(self.text)} characters"
            raise IndexError(msg)
        if not self._to:
            return 0, 0
        first = max(bisect_right(self._to, start) - 1, 0)
        left = self._from[first] + (start - self._to[first] if self._exact[first] else 0)
        if start == len(self.text):
            left = self._from_end[-1]
        if start == end:
            return left, left
        last = bisect_right(self._to, end - 1) - 1
        right = self._from[last] + end - self._to[last] if self._exact[last] else self._from_end[last]
        return left, right

    def locate(self, offset: int) -> int:
        """The offset in `text` of the source character at `offset`; the next one when that character was dropped."""
        piece = bisect_right(self._from, offset) - 1
        if piece < 0:
            return 0
        end = self._to[piece + 1] if piece + 1 < len(self._to) else len(self.text)
        if offset >= self._from_end[piece]:
            return end
        return min(self._to[piece] + (offset - self._from[piece] if self._exact[piece] else 0), end)


_EMPTY = Plain("", (), (), (), ())


class _Writer:
    """Collects pieces; joins exact neighbours and keeps one space for each run of white space."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.length = 0
        self.to: list[int] = []
        self.start: list[int] = []
        self.end: list[int] = []
        self.exact: list[bool] = []
        self.blank: tuple[int, int] | None = None

    def add(self, text: str, start: int, end: int, *, exact: bool) -> None:
        """Write `text` for `source[start:end]`, after the white space that waits before it."""
        if not text:
            return
        if self.blank is not None:
            at, to = self.blank
            self.blank = None
            if self.length:
                self._piece(" ", at, to, exact=to == at + 1)
        self._piece(text, start, end, exact=exact)

    def stretch(self, source: str, start: int, end: int, *, inner: bool = False) -> None:
        """Write `source[start:end]` as it is: it holds white space only as single spaces; `inner`: words follow it."""
        if start >= end:
            return
        if inner and self.blank is None and (self.length or source[start] != " "):
            self._piece(source[start:end], start, end, exact=True)
            return
        first, last = start + (source[start] == " "), end - (source[end - 1] == " ")
        if start < first:
            self.space(start, first)
        if first < last:
            self.add(source[first:last], first, last, exact=True)
        if first <= last < end:
            self.space(last, end)

    def space(self, start: int, end: int) -> None:
        """Note white space; it is written only when something follows and something came before."""
        self.blank = (self.blank[0] if self.blank else start, end)

    def _piece(self, text: str, start: int, end: int, *, exact: bool) -> None:
        if exact and self.exact and self.exact[-1] and self.end[-1] == start:
            self.end[-1] = end
        else:
            self.to.append(self.length)
            self.start.append(start)
            self.end.append(end)
            self.exact.append(exact)
        self.out.append(text)
        self.length += len(text)

    def done(self) -> Plain:
        shift = self.start[0] if self.exact == [True] else -1
        return Plain("".join(self.out), tuple(self.to), tuple(self.start), tuple(self.end), tuple(self.exact), shift)


@lru_cache(maxsize=512)
def plain(source: str) -> Plain:
    """The plain text of `source` and its offset map; time and memory grow with the length of `source` alone.

    Kept for a while: the stages ask for the same text again.
    """
    if source == source.strip(" ") and _is_bare(source):
        return Plain(source, (0,), (0,), (len(source),), (True,), 0) if source else _EMPTY
    writer = _Writer()
    position = 0
    raised = -1  # where the last superscript ended
    for match in _specials(source):
        start, end = match.span()
        text = _decode(match.lastgroup or "", match.group())
        writer.stretch(source, position, start, inner=text != "" and not text.isspace())
        position = end
        if text.isspace():
            writer.space(start, end)
        elif text == match.group():
            writer.add(text, start, end, exact=True)
        elif text.startswith("^") and len(text) == 2:
            writer.add(text[1] if raised == start else text, start, end, exact=False)
            raised = end
        else:
            writer.add(" ".join(text.split()), start, end, exact=False)
    writer.stretch(source, position, len(source))
    return writer.done()


def _is_bare(source: str) -> bool:
    """Is it plain for sure, as most texts are? Cheaper to tell than where something else stands."""
    if "  " in source or "<!--" in source:
        return False
    if source.isascii():  # told by what only two signs and those that cannot be printed are
        return source.isprintable() and "\\" not in source and "&" not in source
    return _UNLIKE.search(source) is None


def _specials(source: str) -> Iterator[re.Match[str]]:
    """The special stretches of a source, looked for at characters that open one where nothing else can."""
    if "  " in source or "<!--" in source or not (source.isascii() or _MARK.search(source) is None):
        yield from _SPECIAL.finditer(source)
        return
    end = 0
    for hit in _UNLIKE.finditer(source):
        match = _SPECIAL.match(source, hit.start()) if hit.start() >= end else None
        if match is not None:
            end = match.end()
            yield match


def _decode(kind: str, written: str) -> str:
    """What a special stretch of source means."""
    if kind == "blank":  # white space, or a comment that a converter left to part two lists
        return " "
    if kind == "escape":
        return written[1]
    if kind == "entity":
        return _entity(written)
    if kind == "mojibake":
        return _mojibake(written)
    if kind == "underlined":
        return "≤" if written[0] == "<" else "≥"
    return _normal(written)


def _entity(written: str) -> str:
    """A character reference, encoded up to three times over; as written when there is no such name."""
    bare = written.removeprefix("\\")
    text = unescape(unescape(unescape(bare)))
    if text == bare:
        return bare
    return "".join(_normal(character) for character in text)


def _mojibake(written: str) -> str:
    """UTF-8 that was read as Windows-1252 (`Â°` is `°`, `â‰¥` is `≥`); other sequences are normalised only."""
    data = bytearray()
    for character in written:
        try:
            data += character.encode("cp1252")
        except UnicodeEncodeError:
            if ord(character) > 0xFF:
                return "".join(map(_normal, written))
            data.append(ord(character))
    try:
        return "".join(_normal(character) for character in data.decode("utf-8"))
    except UnicodeDecodeError:
        return "".join(map(_normal, written))


@lru_cache(maxsize=512)
def _normal(written: str) -> str:
    """One character (with combining marks): superscripts to `^n`, the rest by NFKC where that keeps the meaning."""
    if written in _SUPERSCRIPTS:
        return "^" + _SUPERSCRIPTS[written]
    if written in _ALIKE:
        return _ALIKE[written]
    if unicodedata.decomposition(written[0]).startswith(("<fraction>", "<circle>", "<super>")):
        return unicodedata.normalize("NFC", written)  # 1½ must not become 11/2, ① not 1, ™ not TM
    text = unicodedata.normalize("NFKC", written)
    return " " if text.isspace() else text


# Signs that open what is not plain. Of those beyond ASCII, common ones that always stand for themselves are left out.
_OWN = [c for c in map(chr, (*range(0xA0, 0x300), *range(0x370, 0x400), *range(0x2010, 0x2300))) if _normal(c) == c]
_UNLIKE = re.compile(rf"[^ -%'-\[\]-~{''.join(c for c in _OWN if c not in _TWO + _THREE)}]")
