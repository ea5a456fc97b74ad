"""Items that are one question or one bound for sure, told from their words alone: most items are.

An item without bounds and with one window at most falls apart only where a connector is followed by the beginning of a
statement, and what falls apart is kept by the gate only as a plain row, as a requirement of a group, or where nobody
knows how it joins. Where none of these can come about nothing needs to be composed. Nor is there anything to compose
where no word asks more than the only bound. Whatever is not sure is composed and looked at as a whole.

Of an item without facts a look at its first word and at those after its connectors mostly tells.
"""

import re

from msgspec import UNSET

from extract import expression as ex
from extract.document import Node, Question, Span
from extract.expression import Expression
from extract.language.plain import Plain, plain
from extract.language.runs import RUN, lowered
from extract.logic.beside import bounds_unsaid, limits_sex
from extract.logic.joining import add_times
from extract.logic.marks import Marks
from extract.logic.said import complete, row_joints, timed, torn
from extract.logic.statement import OUTSIDE
from extract.logic.stretches import stretches, trimmed
from extract.logic.sure import limited, long_subject, may_limit, required, says_something, too_long
from extract.logic.words import WORD, logic_words

_DENIES = re.compile(r"(?:not?(?<!\wno)(?<!\wnot)|never|without|absence|free|cannot|n't)(?!\w)")
# The connectors that may divide a text, and the word after each. Lookahead, as one may follow another.
_NEXT = re.compile(r"(?:and(?<!\wand)|or(?<!\wor)|plus(?<!\wplus)|/)(?=\W+(\w+))")
_JOINTS = ("and", "or", "plus", "，", "、")  # with one of these at its end the stretch there would be empty
_GLUED = re.compile(r"[\w'’-]{2}")  # a word is cut between these characters
_FURTHER = re.compile(r"[.!?。](?:\s+[^a-z\s]|[A-Z][a-z])")  # a stop that may end a first sentence


def plainly_alone(node: Node) -> Expression | None:
    """The leaf of a node without facts and children that is asked as a whole for sure; notes its question."""
    mapped, words = plain(node.text), logic_words()
    text = lowered(mapped.text)
    start, end = trimmed(text, 0, len(text))
    if text.find(";", 0, end) >= 0 or "；" in text or _FURTHER.search(mapped.text, 0, end) or text[end:].strip(" .,;:"):
        return None
    first = RUN.match(text)
    if first is None or not _undivided(text, start, end):
        return None
    if may_limit(first[0]) and limited(text, 0, end) is not None:
        return None
    if ":" in text and node.section != "exclusion" and OUTSIDE.match(text):
        return None
    denied = words.negation.match(text) if first[0] in words.negating else None
    return _denied(node, mapped, text, denied.end()) if denied else _asked(node, mapped, 0, end)


def _denied(node: Node, mapped: Plain, text: str, start: int) -> Expression | None:
    """The leaf of a text from `start` on, denied; None where the words before do more than deny it."""
    words, end = logic_words(), len(text)
    if too_long(0, end) or (node.section != "exclusion" and long_subject(text, 0, end)):
        return None
    if node.section == "exclusion" and (required(text, 0, end) or words.modal.search(text, 0, start)):
        return None
    left, right = trimmed(text, start, end)
    if _GLUED.match(text, left - 1) or not WORD.search(text, left, right):
        return None
    if not all(map(words.empty, WORD.findall(text, 0, left))):
        return None
    return ex.negate(_asked(node, mapped, left, right))


def _undivided(text: str, start: int, end: int) -> bool:
    """Whether for sure no connector in a text, trimmed to `start` and `end`, is followed by what opens a statement."""
    if start or not text[:1].isalnum() or text.startswith(_JOINTS):
        return False
    return not text.endswith(_JOINTS, 0, end) and logic_words().starting.isdisjoint(_NEXT.findall(text))


def _asked(node: Node, mapped: Plain, start: int, end: int) -> Expression:
    """The leaf of a node's only question."""
    name = f"{node.id}.q1"
    left, right = mapped.span(start, end)
    at = node.span.start
    node.questions = [Question(id=name, span=Span(at + left, at + right), text=node.text[left:right])]
    return ex.question(node.id, name)


def alone(made: Marks) -> Expression | None:
    """The leaf of a node without children that has but one; None where only composing can tell. Notes its question."""
    node = made.node
    if node.exceptions or node.parts:
        return None
    if node.thresholds:
        return ex.threshold(node.id, node.thresholds[0].id) if is_bound(made) else None
    place = asked_place(made)
    if place is None:
        return None
    leaf = _asked(node, made.plain, *place)
    for window in made.windows:
        add_times(leaf, window.times)
    if made.windows and not timed(made, *place):
        leaf.within = UNSET
    return leaf


def asked_place(made: Marks) -> tuple[int, int] | None:
    """Where the only question of an item stands; None where there may be several, or none."""
    text, windows = made.text, made.windows
    if len(windows) > 1 or _rowed(text):
        return None
    end, excluding = _only_sentence(made), made.node.section == "exclusion"
    if end is None or logic_words().denied(text) or limited(text, 0, end) is not None:
        return None
    if not excluding and ":" in text and OUTSIDE.match(text, 0, end):
        return None
    whole = trimmed(text, 0, len(text))
    if not windows:
        return whole if _uncut(made, end, whole) else None
    if required(text, 0, end) if excluding else long_subject(text, 0, end):
        return None
    free = [(a, b) for a, b in (trimmed(text, a, b) for a, b in made.uncovered(0, end)) if WORD.search(text, a, b)]
    if not free or not _uncut(made, end, whole):
        return None
    return trimmed(text, free[0][0], free[-1][1])


def is_bound(made: Marks) -> bool:
    """Whether an item with thresholds is its only one, and all its words only name it."""
    text, words = made.text, logic_words()
    if len(made.clusters) != 1 or len(made.node.thresholds) != 1 or made.windows or _rowed(text):
        return False
    end, cluster = _only_sentence(made), made.clusters[0]
    if end is None or too_long(0, end):
        return False
    if cluster.thresholds[0].condition or made.layout.bracket_at(cluster.at[0]) is not None or torn(made, cluster):
        return False
    # Words that deny and are no part of the bound would be asked.
    for a, b in made.uncovered(0, end):
        if words.asks(text[a:b]) or bounds_unsaid(text, a, b):
            return False
    if _DENIES.search(text) or limits_sex(made) or limited(text, 0, end) is not None:
        return False
    demanded = made.node.section == "exclusion" and required(text, 0, end)
    return not demanded and says_something(text, 0, end) and complete(made, 0, end)


def _rowed(text: str) -> bool:
    """Whether semicolons may divide a text."""
    return (";" in text and ";" in text.rstrip(" .,;:")) or "；" in text


def _only_sentence(made: Marks) -> int | None:
    """Where a text's only sentence ends; None where it has several."""
    text = made.text
    for stop, after in made.layout.stops(0):
        if stop and text[stop] in ".!?。":
            return None if text[after:].strip(" .,;:") else after
    return len(text)


def _uncut(made: Marks, end: int, whole: tuple[int, int]) -> bool:
    """Whether a sentence is one stretch, or falls into stretches that are no plain row: both are asked as a whole."""
    text, words = made.text, logic_words()
    if made.windows and _undivided(text, *whole):  # without, `plainly_alone` has looked
        return True
    found = stretches(text, made.layout, 0, end, made.glued)
    if not found or trimmed(text, found[0][2], found[-1][3]) != whole:
        return not found and not made.windows
    joints = []
    for joint, _, left, right in found[1:]:
        if joint is not None:
            if words.denial(text, left, right):
                return False
            if words.starter.match(text, left, right):
                joints.append(joint)
    if not joints:
        return True
    if len(set(joints)) > 1 or made.windows:
        return False
    row = row_joints(text, text)
    return row is None or not 0 < row <= len(joints)
