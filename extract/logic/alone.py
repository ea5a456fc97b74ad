"""Items without facts that are one question for sure, told from their words alone: most items are.

An item without facts falls apart only where a connector is followed by the beginning of a statement, and what falls
apart is kept by the gate only as a plain row, as a requirement of a group, or where nobody knows how it joins. Where
none of these can come about nothing needs to be composed. Whatever is not sure is composed and looked at as a whole.
"""

from extract.document import Node
from extract.language.clauses import Layout
from extract.logic.pieces import stretches, trimmed
from extract.logic.said import row_joints
from extract.logic.statement import OUTSIDE
from extract.logic.sure import limited
from extract.logic.words import logic_words


def alone(node: Node, text: str, layout: Layout) -> tuple[int, int] | None:
    """Where the question of a node without children and facts stands; None where it must be composed to know."""
    if node.thresholds or node.times or node.exceptions or node.parts or ";" in text or "；" in text:
        return None
    end = _only_sentence(text, layout)
    words = logic_words()
    if end is None or words.negation.match(text, 0, end) or limited(text, 0, end) is not None:
        return None
    if node.section != "exclusion" and OUTSIDE.match(text, 0, end):
        return None
    place = trimmed(text, 0, len(text))
    return place if _uncut(text, layout, end, place) else None


def _only_sentence(text: str, layout: Layout) -> int | None:
    """Where a text's only sentence ends; None where it has several."""
    for stop, after in layout.stops(0):
        if stop and text[stop] in ".!?。":
            return None if text[after:].strip(" .,;:") else after
    return len(text)


def _uncut(text: str, layout: Layout, end: int, place: tuple[int, int]) -> bool:
    """Whether a sentence is one stretch, or falls into stretches that are no plain row: both are asked as a whole."""
    words = logic_words()
    found = list(stretches(text, layout, 0, end))
    if not found or trimmed(text, found[0][2], found[-1][3]) != place:
        return not found
    joints = []
    for joint, _, left, right in found[1:]:
        if joint is not None:
            if words.negation.match(text, left, right):
                return False
            if words.starter.match(text, left, right):
                joints.append(joint)
    if not joints:
        return True
    if len(set(joints)) > 1:
        return False
    row = row_joints(text, text)
    return row is None or not 0 < row <= len(joints)
