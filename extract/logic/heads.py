"""How a parent's own words go with the list below it."""

import re
from typing import Literal

from msgspec import Struct

from extract.document import Node
from extract.logic.words import WORD, logic_words

Role = Literal["title", "example", "adds", "guard", "plain"]

_NUMBERS = {"one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
_N = r"(?P<{}>\d|one|two|three|four|five|six)"
_MEMBERS = r"(?:of|from|out of|criteri|risk|following|symptom|sign|feature|factor)"
_AT_LEAST = re.compile(
    rf"(?:at least|minimum of|any|>=|≥)\s*{_N.format('a')}\s*(?:\(\d\)\s*)?(?:or more\s*)?{_MEMBERS}"
    rf"|{_N.format('b')}\s*(?:\(\d\)\s*)?or more\s+{_MEMBERS}|{_N.format('c')}\s+of the following",
    re.IGNORECASE,
)


class Head(Struct, frozen=True):
    """A parent's part in its expression; `at_least` is how many members must hold where the words say so."""

    role: Role
    at_least: int | None = None


def read_head(node: Node, parent: bool) -> Head:
    """What a node's own words do for the nodes below it."""
    if not parent:
        return Head("plain")
    words, text = logic_words(), node.plain.strip()
    counted = _AT_LEAST.search(text)
    number = next((g for g in counted.groups() if g), None) if counted else None
    at_least = (_NUMBERS.get(number.lower()) or int(number)) if number else None
    lead = re.split(r"(?<=[a-z)])\.\s", text)[-1]
    said = [w.lower() for w in WORD.findall(text)]
    asks = [w for w in said if w not in words.fillers and w not in words.head_titles and not w.isdigit()]
    example = [m.end() for m in words.example.finditer(text)]
    if not asks:
        return Head("title", at_least)
    listed = example and (not text[example[-1] :].strip(" :,") or "following" in text[example[-1] :])
    if node.combine == "examples" or listed:
        return Head("example", at_least)
    if words.definer.search(lead):
        return Head("title", at_least)
    if words.head_adds.search(lead):
        return Head("adds", at_least)
    if words.head_guards.search(lead) and node.section != "exclusion":
        return Head("guard", at_least)
    titled = text.endswith(":") and (len(said) <= 8 or "following" in said)
    return Head("title" if titled or "following" in said else "plain", at_least)
