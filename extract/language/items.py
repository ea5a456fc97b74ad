"""Lexical items: the typed words, numbers and symbols that a text is cut into."""

import re
from typing import Literal

from msgspec import Struct

Kind = Literal["number", "word", "symbol", "comparator", "reference", "measure"]

# A comparator in symbols, also torn apart or written out in part: <= =< </= < / = > or =
_COMPARATOR = r"(?<![-=])(?:[<>]\s?(?:/\s?|or\s)?=|=\s?[<>]|[≤≥](?:\s?/?\s?=|\s?/)?|[<>](?:\s?/\s?[<>])?)|="
# 1,500 | 1500 | 1.5 | .5; "1,2,3" is a list
_NUMBER = r"\d{1,3}(?:,\d{3})+(?![\d,]\d)(?:\.\d+)?|\d+(?:\.\d+)?|(?<![\w.])\.\d+"
# Words may hold digits (FEV1, CYP3A4) and an inner apostrophe; a multiplication sign in front of a number or limit
# is no part of them, nor is a scale word of its grade or a comparator of its number (than10); T2cN0M0 is three words
_WORD = (
    r"[xX](?=\s?\d|[iI]?U?LN\b|UNL\b)|[vV](?=\d+\.)"
    r"|(?:[cpyr]{0,3}T(?:\d[a-d]?|is|[xX])|[cp]?N\d[a-c]?|(?<=\d)[a-d])(?=[cp]?[NM][0-3xX])"
    r"|(?:than|to|over|under|below|above|least|between|from|aged)(?=\d)"
    r"|(?:[Gg]rade|GRADE|[Cc]lass|[Ss]tage|ECOG|CTCAE|NYHA|ASA|IHC)(?=\d)"
    r"|[^\W\d_][^\W_]*(?:['’][a-z]{1,2}\b)?"
)
# Nearly all words: none of the special ones, which hold a digit or an inner capital, ends where these must end
_PLAIN = r"[A-Za-z][a-z]*+(?![^\W_]|['’])"
# Words first, for they are most; no two kinds begin with the same character. The lookahead passes blanks at once
_ITEM = re.compile(
    rf"(?=\S)(?:(?P<word>{_PLAIN}|{_WORD})|(?P<comparator>{_COMPARATOR})|(?P<number>{_NUMBER})|(?P<symbol>.))"
)


class Item(Struct, gc=False):
    """One lexical item: `text` is lower-cased, offsets count in the plain text, `entry` is what a lexicon says."""

    kind: Kind
    start: int
    end: int
    text: str
    entry: str = ""


class Texts(dict[int, str]):
    """Texts of items by index, empty outside: rules look at neighbours that need not be there."""

    __slots__ = ()

    def __missing__(self, at: int) -> str:
        """What stands where no item is."""
        return ""

    @classmethod
    def of(cls, items: list[Item]) -> "Texts":
        """The texts of `items`."""
        return cls(enumerate([item.text for item in items]))


def split(text: str) -> list[Item]:
    """`text` as items, in order and without overlap; white space belongs to none."""
    # the expression's group names are the kinds
    return [Item(m.lastgroup, m.start(), m.end(), m[0].lower()) for m in _ITEM.finditer(text)]  # type: ignore[arg-type]


def words(text: str) -> list[str]:
    """The items of a lexicon phrase, case kept."""
    return [match.group() for match in _ITEM.finditer(text)]
