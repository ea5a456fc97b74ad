"""Texts without numbers: half of all criteria, and nothing in them needs to be read for quantities."""

import re
from functools import cache

from extract.language import phrases
from extract.language.items import words
from extract.language.periods import SAID
from extract.language.values import number_words

_FIRST = re.compile(r"\d|[<>≤≥=]")
_GRADES = r"(?:i{1,3}|iv|vi?)[a-e]?"  # roman numerals, which grades are written in


def has_numbers(text: str) -> bool:
    """May the text state a number, a grade, a limit of normal or a time? False only where it surely states none."""
    return _FIRST.search(text) is not None or _words().search(text) is not None


@cache
def _words() -> re.Pattern[str]:
    """What a quantity without digits and signs cannot do without."""
    limits = {words(phrase.text)[0].lower() for phrase in phrases.references() if phrase.entry in ("ULN", "LLN")}
    said = "|".join(re.escape(word) for word in sorted({*number_words(), *SAID, *limits}))
    return re.compile(rf"(?<![^\W_])(?:(?i:{said}|{_GRADES})|[A-E])(?![^\W_])")
