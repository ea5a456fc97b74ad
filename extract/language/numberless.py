"""Texts without numbers: half of all criteria, and nothing in them needs to be read for quantities."""

import re
from functools import cache

from extract.language import phrases
from extract.language.catalogue import catalogue
from extract.language.items import words
from extract.language.periods import SAID
from extract.language.quantities import OPENERS
from extract.language.reading import Reading
from extract.language.runs import RUN
from extract.language.values import number_words

_FIRST = re.compile("[0-9<>≤≥=]")  # is found far faster than any digit
_DIGIT = re.compile(r"\d")
_LETTERS = frozenset("abcde")
_LETTER = re.compile(r"[A-E](?![^\W_])(?<![^\W_].)")  # a grade in one letter
_GRADES = {roman + letter for roman in ("i", "ii", "iii", "iv", "v", "vi") for letter in ("", *"abcde")}


def has_numbers(reading: Reading) -> bool:
    """May a text state a number, a grade, a limit of normal or a time? False only where it surely states none."""
    text = reading.text
    if _FIRST.search(text) or (not text.isascii() and _DIGIT.search(text)):
        return True
    said = reading.all_said
    return not _words().isdisjoint(said) or (not _LETTERS.isdisjoint(said) and _LETTER.search(text) is not None)


@cache
def marking() -> frozenset[str]:
    """Words that may be a number, open a quantity or say a time; beside them only items that are no plain word do.

    The name of a scale is among them, for its grade may be one letter.
    """
    scales = {measure.id for measure in catalogue().values() if measure.scale}
    names = {phrase.text.lower() for phrase in phrases.measures() if phrase.entry in scales}
    comparators = {phrase.text for phrase in phrases.comparators()}
    return frozenset({*number_words(), *OPENERS, *SAID, *names, *comparators})


@cache
def _words() -> frozenset[str]:
    """What a quantity without digits and signs cannot do without: words that say one, by their first letters."""
    limits = {words(phrase.text)[0].lower() for phrase in phrases.references() if phrase.entry in ("ULN", "LLN")}
    said = {*number_words(), *SAID, *limits}
    return frozenset(_GRADES | {RUN.findall(word)[0] for word in said})
