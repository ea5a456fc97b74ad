"""Lexical items: the typed words, numbers and symbols that a text is cut into."""

import re
from itertools import accumulate
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
_PLAIN = r"[A-Za-z][a-z]*+(?![\w'’])"
# Words and signs that are most come first; no two kinds begin with the same character. The lookahead passes blanks
_ITEM = re.compile(rf"(?=\S)({_PLAIN}|[,;:()/-]|\.(?!\d)|{_NUMBER}|{_COMPARATOR}|{_WORD}|.)")
_PUNCTUATION = frozenset(".,;:()[]/")  # signs that are no mark
_NO_WORDS: frozenset[str] = frozenset()


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


def cut(text: str) -> tuple[list[int], list[int], list[str]]:
    """Where the items of `text` start and end, and what they say, in small letters; white space belongs to none."""
    pieces = _ITEM.split(text)  # white space and items by turns
    ends = list(accumulate(map(len, pieces)))
    return ends[:-1:2], ends[1::2], list(map(str.lower, pieces[1::2]))


def typed(
    text: str, starts: list[int], ends: list[int], said: list[str], marking: frozenset[str]
) -> tuple[list[Item], list[int]]:
    """The items by what they say and where, and which are marks: words of a set, and what is neither word nor stop."""
    kinds: list[Kind] = ["word"] * len(said)
    marks = []
    for at, word in enumerate(said):
        if word.isalpha():
            if word in marking:
                marks.append(at)
        elif word in _PUNCTUATION:
            kinds[at] = "symbol"
        else:
            kinds[at] = _kind(text, starts[at], word)
            marks.append(at)
    return list(map(Item, kinds, starts, ends, said)), marks


def _kind(text: str, start: int, said: str) -> Kind:
    """What the item at `start` is, by its first character; no comparator follows a dash or another one at once."""
    first = said[0]
    if first.isdecimal() or (first == "." and len(said) > 1):
        return "number"
    if first in "<>≤≥=":
        return "symbol" if first != "=" and start and text[start - 1] in "-=" else "comparator"
    return "word" if first.isalnum() else "symbol"


def split(text: str) -> list[Item]:
    """`text` as items, in order and without overlap."""
    return typed(text, *cut(text), _NO_WORDS)[0]


def words(text: str) -> list[str]:
    """The items of a lexicon phrase, case kept."""
    return _ITEM.findall(text)
