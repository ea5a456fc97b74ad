"""What a text can hold at all: its words, and where its numbers begin.

Both are read once, so that an expression is asked only of a text with a word that each of its matches holds, and one
that opens with a number only where numbers stand.
"""

import re
from collections.abc import Iterable

from extract.facts.regimens.lexicon import BEFORE, any_of, keys, runs
from extract.lexicons import table, word_set

NUMBER_WORDS = {**table("numbers.toml"), "a single": 1, "single": 1, "half a": 0.5, "half": 0.5}
ORDINALS = {"second": 2, "third": 3, "fourth": 4, "fifth": 5, "sixth": 6, "seventh": 7, "eighth": 8, "tenth": 10}
_SPELT_START = re.compile(rf"{BEFORE}(?=(?:{any_of((*NUMBER_WORDS, *ORDINALS))})\b)")  # and what stands before
# in digits, with the word right behind; opens with one of a few characters, so that all others are passed over
_DIGITS = re.compile(r"[0-9½.](?:(?<!\.)|(?=[0-9]))[0-9]*(?:\.[0-9]+)?(?:[ -]{0,2}[(\[]?([a-z]+))?")
JOINED = word_set("to or and x e thousand million billion")  # what lies between two numbers, or within one
_SPELT = keys((*NUMBER_WORDS, *ORDINALS))


class Words:
    """A plain text with its words, which tell of most texts that they hold no regimen."""

    __slots__ = ("lacks", "led", "small", "text", "words")

    def __init__(self, text: str) -> None:
        self.text = text
        small = text.lower()
        self.small = small if len(small) == len(text) else _lower(text)
        # An expression that opens with what stands before a word passes over all within words, and is several times
        # faster than one that looks back at each place. For the first word a blank does; what is found begins in
        # `small` where it does here, before the character of its own, and ends one earlier than here.
        self.led = " " + self.small
        self.words = frozenset(runs(self.small))  # runs of ASCII letters
        self.lacks = self.words.isdisjoint  # is none of these words in the text?

    def behind(self, pattern: re.Pattern[str]) -> list[tuple[int, int, re.Match[str]]]:
        """What an expression that opens with `BEFORE` finds: where it begins and ends in the text without that."""
        return [(match.start(), match.end() - 1, match) for match in pattern.finditer(self.led)]


class Wording(Words):
    """A plain text with its words and numbers, which tell where an expression may match."""

    __slots__ = ("next", "numbers")

    def __init__(self, text: str | Words) -> None:
        words = Words(text) if isinstance(text, str) else text
        self.text, self.small, self.led = words.text, words.small, words.led
        self.words, self.lacks = words.words, words.lacks
        # where one may begin, in digits or words, in order, and the word of letters right behind those in digits
        self.numbers, self.next = _numbers(self.small, self.led, self.words)

    def before(self, words: frozenset[str], *, without: bool = False) -> list[int]:
        """The numbers right before one of these words; and those before no word, or in words themselves.

        `without`: all others, and again those before no word.
        """
        return [
            at for at, word in zip(self.numbers, self.next, strict=True) if not word or (word in words) is not without
        ]

    def counted(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """All matches of an expression that opens with a number."""
        return starting(pattern, self.text, self.numbers)

    def counted_small(self, pattern: re.Pattern[str]) -> list[re.Match[str]]:
        """All matches, in the text in lower case, of an expression that opens with a number."""
        return starting(pattern, self.small, self.numbers)


def _lower(text: str) -> str:
    """The text in lower case, character by character: at the same offsets."""
    return "".join(c if len(c.lower()) > 1 else c.lower() for c in text)


def _numbers(small: str, led: str, words: frozenset[str]) -> tuple[list[int], list[str]]:
    places, behind = [], []
    for match in _DIGITS.finditer(small):
        places.append(match.start())
        behind.append(match[1] or "")
    if words.isdisjoint(_SPELT):
        return places, behind
    spelt = [(match.start(), "") for match in _SPELT_START.finditer(led)]
    found = sorted([*zip(places, behind, strict=True), *spelt])
    return [at for at, _ in found], [word for _, word in found]


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
