"""Which arms the criteria of a cohort, part, group or arm are for: by the names written in both places."""

import re
from collections.abc import Iterator, Sequence

from extract.document import Arm, Node

_KIND = r"(?:dose )?(?P<kind>cohort|part|arm|group|phase|stratum|module|sub-?study|stage)s?"
_ID = r"(?:[ivx]{1,4}|\d{1,2}[a-z]?|[a-z]\d{0,2}|one|two|three|four)"
_NAMED = re.compile(rf"\b{_KIND}[ -](?P<ids>{_ID}(?:(?:, | ?& ?| and | or |/|, and ){_ID})*)\b", re.I)
_WORDS = {"one": "1", "two": "2", "three": "3", "four": "4", "i": "1", "ii": "2", "iii": "3", "iv": "4"}


def arms_of(label: str, arms: Sequence[Arm]) -> list[Arm]:
    """The arms that a label of `applies_to` names ("Cohorts 1 and 2", "Part B", an arm's own label).

    A cohort's number also names its parts (Cohort 1 is 1A and 1B). None where the registry's arms bear other names.
    """
    own = [arm for arm in arms if _folded(arm.label) == _folded(label)]
    said = _designations(label)
    return own or [arm for arm in arms if said and _named_by(said, _designations(arm.label))]


def criteria_of(arm: Arm, arms: Sequence[Arm], criteria: Sequence[Node]) -> list[Node]:
    """The uppermost nodes that are limited to this arm, in order."""
    return [node for node in _limited(criteria) if any(arm in arms_of(label, arms) for label in node.applies_to)]


def _limited(nodes: Sequence[Node]) -> Iterator[Node]:
    """Nodes with a label of their own, not those below that only have it from above."""
    waiting = [(node, frozenset[str]()) for node in reversed(nodes)]
    while waiting:
        node, above = waiting.pop()
        if set(node.applies_to) - above:
            yield node
        held = above | set(node.applies_to)
        waiting += [(child, held) for child in reversed(node.children)]


def _designations(text: str) -> dict[str, set[str]]:
    """What a text names: {"cohort": {"1", "2"}} of "Cohorts 1 and 2"."""
    found: dict[str, set[str]] = {}
    for match in _NAMED.finditer(text):
        ids = re.findall(rf"\b{_ID}\b", match["ids"], re.I)
        kind = match["kind"].lower().replace("-", "")
        found.setdefault(kind, set()).update(_WORDS.get(one.lower(), one.lower()) for one in ids)
    return found


def _named_by(said: dict[str, set[str]], arm: dict[str, set[str]]) -> bool:
    """Is the arm one of those said, in every kind of name that is said?"""
    return all(any(_within(own, one) for own in arm.get(kind, ()) for one in ids) for kind, ids in said.items())


def _within(own: str, said: str) -> bool:
    return own == said or (said.isdigit() and own[:-1] == said and own[-1].isalpha())


def _folded(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.lower()))
