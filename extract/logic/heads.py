"""How a parent's own words go with the list below it."""

import re
from typing import Literal

from msgspec import Struct

from extract.document import Node
from extract.logic.words import WORD, logic_words

Role = Literal["title", "example", "adds", "guard", "plain"]

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_N = rf"(?P<{{}}>\d|{'|'.join(_NUMBERS)})"
_MEMBERS = r"(?:of|from|out of|criteri|risk|following|symptom|sign|feature|factor)"
_AT_LEAST = re.compile(
    rf"(?:at least|minimum of|any|>=|≥)\s*{_N.format('a')}\s*(?:\(\d\)\s*)?(?:or more\s*)?{_MEMBERS}"
    rf"|{_N.format('b')}\s*(?:\(\d\)\s*)?or more\s+{_MEMBERS}|{_N.format('c')}\s+of the following"
)

_COUNTS = re.compile(rf"(?:\d|{'|'.join(_NUMBERS)})")
_SENTENCE = re.compile(r"(?<=[a-z)])\.\s")


class Head(Struct, frozen=True):
    """A parent's part in its expression; `at_least` is how many members must hold where the words say so."""

    role: Role
    at_least: int | None = None


def read_head(node: Node) -> Head:
    """What a parent's own words do for the nodes below it."""
    words, text = logic_words(), node.plain.strip()
    lower = text.lower()
    at_least = _at_least(lower) if _COUNTS.search(lower) else None
    said = WORD.findall(lower)
    if all(w in words.fillers or w in words.head_titles or w.isdigit() for w in said):
        return Head("title", at_least)
    if node.combine == "examples":
        return Head("example", at_least)
    *_, shown = 0, *(m.end() for m in words.example.finditer(lower))
    if shown and (not text[shown:].strip(" :,") or "following" in text[shown:]):
        return Head("example", at_least)
    lead = _SENTENCE.split(text)[-1].lower()
    if words.definer.search(lead):
        return Head("title", at_least)
    if words.head_adds.search(lead):
        return Head("adds", at_least)
    if node.section != "exclusion" and words.head_guards.search(lead):
        return Head("guard", at_least)
    titled = (text.endswith(":") and len(said) <= 8) or "following" in said
    return Head("title" if titled else "plain", at_least)


def _at_least(text: str) -> int | None:
    """How many members words such as "two or more of", in lower case, ask for."""
    counted = _AT_LEAST.search(text)
    number = next((g for g in counted.groups() if g), None) if counted else None
    return (_NUMBERS.get(number) or int(number)) if number else None
