"""What a text can hold at all: its words, and where its numbers begin.

Both are read once, so that an expression is asked only of a text with a word that each of its matches holds, and one
that opens with a number only where numbers stand.
"""

import re
from collections.abc import Iterable

from extract.facts.regimens.lexicon import RUN, any_of, keys
from extract.lexicons import holds, table

NUMBER_WORDS = {**table("numbers.toml"), "a single": 1, "single": 1, "half a": 0.5, "half": 0.5}
ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_SPELT_START = re.compile(rf"\b(?=(?:{any_of((*NUMBER_WORDS, *ORDINALS))})\b)")  # of a text in lower case
# each opens with one of a few characters, so that all others are passed over
_DIGITS_START = re.compile(r"[\d½.](?:(?<=\d)\d*|(?<=½)|(?<=\.)(?=\d))")


_SPELT = keys((*NUMBER_WORDS, *ORDINALS))


class Wording:
    """A plain text with what cheap tests need of it."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.small = _lower(text)
        self.words = frozenset(RUN.findall(self.small))  # runs of ASCII letters
        self.lacks = self.words.isdisjoint  # is none of these words in the text?
        self.numbers = _numbers(self.small, self.words)  # where one may begin, in digits or words, in order

    def holds(self, signs: tuple[str, ...]) -> bool:
        """Does one of these strings stand in the text in lower case, be it within a word?"""
        return holds(self.small, signs)

    def counted(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """All matches of an expression that opens with a number."""
        return starting(pattern, self.text, self.numbers)

    def counted_small(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """All matches, in the text in lower case, of an expression that opens with a number."""
        return starting(pattern, self.small, self.numbers)


def _lower(text: str) -> str:
    """The text in lower case, character by character: at the same offsets."""
    small = text.lower()
    return small if len(small) == len(text) else "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _numbers(small: str, words: frozenset[str]) -> list[int]:
    places = [match.start() for match in _DIGITS_START.finditer(small)]
    if words.isdisjoint(_SPELT):
        return places
    return sorted(places + [match.start() for match in _SPELT_START.finditer(small)])


def starting(pattern: re.Pattern[str], text: str, places: Iterable[int]) -> list[re.Match[str]]:
    """All matches of an expression that can begin only at one of these places, which are in order."""
    found = []
    match_at = pattern.match
    end = 0
    for place in places:
        if place >= end and (match := match_at(text, place)):
            end = match.end()
            found.append(match)
    return found
