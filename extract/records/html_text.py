"""HTML to text: the project's one rendering of a page, so that a page and its text form read alike.

Blocks stand on lines of their own; paragraphs, headings and outermost lists have blank lines around them, as browsers
show them; list items carry their number or bullet, indented two columns a level, with further lines of the item two
columns deeper. Superscripts run on, as in the text that one copies from a browser. No class names are relied on.
"""

import re
from collections.abc import Iterator

from bs4 import BeautifulSoup
from bs4.element import Comment, Declaration, Doctype, NavigableString, ProcessingInstruction, Tag

_UNSEEN = {"script", "style", "template", "noscript", "head", "title", "svg", "iframe", "object", "select", "textarea"}
_SPACED = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "table", "dl", "figure", "hr"}
_BLOCK = {
    "html", "body", "div", "section", "article", "main", "header", "footer", "nav", "aside", "form", "fieldset",
    "address", "details", "summary", "dt", "dd", "tr", "thead", "tbody", "tfoot", "caption", "figcaption", "center",
    "hgroup", "search", "legend", "option", "button",
}  # fmt: skip
_LISTS = {"ul", "ol", "menu"}
_MARKUP = (Comment, Declaration, Doctype, ProcessingInstruction)
_SPACE = re.compile(r"[ \t\n\r\f\xa0]+")
MAX_DEPTH = 500
"""Elements within one another; a page nested deeper is refused."""


class TooDeepError(ValueError):
    """The page nests deeper than any real one."""


def render(soup: BeautifulSoup) -> str:
    """The text of a page."""
    page = _Page()
    page.children(soup, 0)
    page.end_line(0)
    return "".join(page.out)


class _Page:
    """The text written so far, and the line being gathered."""

    def __init__(self) -> None:
        self.out: list[str] = []
        self.line: list[str] = []
        self.gap = 0
        """Line breaks owed before the next line."""
        self.marker: str | None = None
        """Marker of a list item whose first line is still to come."""
        self.level = 0
        self.numbering: list[Iterator[str]] = []

    def children(self, parent: Tag, depth: int) -> None:
        if depth > MAX_DEPTH:
            raise TooDeepError
        for child in parent.children:
            if isinstance(child, Tag):
                self.element(child, depth)
            elif isinstance(child, NavigableString) and not isinstance(child, _MARKUP):
                self.line.append(_SPACE.sub(" ", child))

    def element(self, tag: Tag, depth: int) -> None:
        name = tag.name
        if name in _UNSEEN or tag.has_attr("hidden"):
            return
        if name == "br":
            self.end_line(1)
        elif name in _LISTS:
            self.list(tag, depth)
        elif name in _SPACED:
            self.block(tag, depth, 2)
        elif name == "li":
            self.item(tag, depth)
        elif name in _BLOCK:
            self.block(tag, depth, 1)
        else:
            self.children(tag, depth + 1)
            if name in {"td", "th"}:
                self.line.append(" ")

    def block(self, tag: Tag, depth: int, gap: int) -> None:
        # A paragraph that opens a list item has no space above it: that is the item's own line.
        self.end_line(1 if self.marker is not None else gap)
        self.children(tag, depth + 1)
        self.end_line(gap)

    def list(self, tag: Tag, depth: int) -> None:
        gap = 1 if self.level else 2
        self.end_line(gap)
        self.level += 1
        self.numbering.append(_markers(tag))
        self.children(tag, depth + 1)
        self.numbering.pop()
        self.level -= 1
        self.end_line(gap)

    def item(self, tag: Tag, depth: int) -> None:
        """A list item; one that was not closed holds its successor, which counts on."""
        self.end_line(1)
        if self.numbering:
            shown = next(self.numbering[-1])
            self.marker = f"{tag['value']}." if tag.get("value") else shown
        self.block(tag, depth, 1)
        self.marker = None

    def end_line(self, gap: int) -> None:
        """Write the gathered line, if it has words, and owe at least `gap` line breaks."""
        text = _SPACE.sub(" ", "".join(self.line)).strip()
        self.line.clear()
        if text:
            if self.out:
                self.out.append("\n" * max(self.gap, 1))
            self.out.append(self._prefix() + text)
            self.gap = gap
        else:
            self.gap = max(self.gap, gap)

    def _prefix(self) -> str:
        if not self.level:
            return ""
        marker, self.marker = self.marker, None
        return " " * (2 * self.level) + (f"{marker} " if marker else "  ")


def _markers(tag: Tag) -> Iterator[str]:
    """Bullets, or the numbers that the list shows."""
    start = str(tag.get("start", "1"))
    number = int(start) if re.fullmatch(r"-?\d{1,6}", start) else 1
    while True:
        if tag.name != "ol":
            yield "*"
        elif tag.get("type") in ("a", "A") and 0 < number <= 26:
            yield f"{chr(ord(str(tag['type'])) + number - 1)}."
        elif tag.get("type") in ("i", "I") and 0 < number < 40:
            roman = _roman(number)
            yield f"{roman.lower() if tag['type'] == 'i' else roman}."
        else:
            yield f"{number}."
        number += 1


def _roman(number: int) -> str:
    tens, ones = divmod(number, 10)
    return "X" * tens + ("", "I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX")[ones]
