"""What the leaves of an item say of its words, and which words only name or join."""

import re
from collections.abc import Sequence
from typing import Protocol

from extract.language.brackets import BRACKETED, unbracketed
from extract.logic.marks import Cluster, Marks
from extract.logic.places import Places, shaded
from extract.logic.words import WORD, logic_words

JOINT = re.compile(r"(?<![\w-])(?:and/or|and|or|nor|plus|as\s+well\s+as)(?![\w-])|[,;，、；/]|\s[-–]\s")
RELATIVE = re.compile(
    r"\b(?:who|which|that|whose|requiring|due\s+to|because|if|when|unless|defined|considered|judged|determined"
    r"|opinion|both|either|during|while|inability|contraindicat\w+|unable|unwilling|able|willing|refus\w+"
    r"|respectively|same|following)\b",
)
_DIGIT = re.compile(r"\d")
_TORN = re.compile(r"\s*(?:/\s*\d|,\s?\d)")
# A bracket on a method or a remark: see appendix, calculated by a formula, including the limits.
_REMARK = re.compile(
    r"\((?:see|calculated|using|by|per|according|including|as|based|measured|assessed|appendix|the\s+level|corrected|or"
    r"\s+equivalent|\w+\s+formula|\d+\s+rechecks?)\b[^()<>≤≥]*\)",
)
_SPELLED = re.compile(r"((?:[\w-]+\s+){1,8})\($")
_NO_MEASURE = re.compile(r"\d|(?:fe)?mal\w*$|w?o?m[ae]n$", re.IGNORECASE)
_ALWAYS = re.compile(r"\W*(?:regardless|irrespective)\b")
_TITLE = re.compile(r"[\W_]*(?:[^\W\d_][\w-]*\s+){0,3}[^\W\d_][\w-]*\s*:")
_PEOPLE = re.compile(
    r"\b(?:m[ae]n|wom[ae]n|males?|females?|children|adults?|history|prior|previous|not|no|within|months?|years?|or|and|like)\b|,",
)


class Standing(Protocol):
    """What stands somewhere in a text."""

    start: int
    end: int


def without_facts(marks: Marks) -> str:
    """An item's text whose facts are blanked out, so that their own words join nothing."""
    if marks.blanked is None:
        pieces, last = [], 0
        for left, right in marks.covered:
            pieces += [marks.text[last:left], " " * (right - left)]
            last = right
        marks.blanked = "".join([*pieces, marks.text[last:]])
    return marks.blanked


def row_joints(text: str, blanked: str) -> int | None:
    """How many joints but commas a plain row has; None for no row. `blanked` is its text without facts."""
    outside = unbracketed(blanked)
    if _DIGIT.search(outside):
        return None
    flat = outside if blanked is text else unbracketed(text)
    joints = sum(joint not in (",", "，") for joint in JOINT.findall(outside))
    if flat.count(",") + flat.count("，") > joints or RELATIVE.search(flat):
        return None
    return joints


def timed(marks: Marks, start: int, end: int) -> bool:
    """Whether a question's window plainly belongs to all of it: one window, after which nothing is joined."""
    found = marks.opening(start, end)
    if not found:
        return True
    inside = len(found) > 1 or marks.layout.bracket_at(found[0].start) != marks.layout.bracket_at(start)
    after = without_facts(marks)[found[0].end : end]
    return not inside and not JOINT.search(unbracketed(after)) and ". " not in after


def torn(marks: Marks, cluster: Cluster) -> bool:
    """Whether a number goes on around the bound: "1/2", "0, 75", "-2 to +1"."""
    if marks.text[max(cluster.at[0] - 1, 0) : cluster.at[0]] in {"-", "−", "+"}:
        return True
    if marks.text[cluster.at[1] - 1] == "+" and marks.text[cluster.at[1] : cluster.at[1] + 1].isdigit():
        return True  # "3+4"
    return bool(_TORN.match(marks.text, cluster.at[1])) and marks.text[cluster.at[1] - 1].isdigit()


def misnamed(cluster: Cluster) -> bool:
    """Whether a measure's name is none: a number, a sex."""
    named = [t.measure.text for t in cluster.thresholds if t.measure is not None and not t.measure.id]
    return any(_NO_MEASURE.match(text) for text in named)


def conditional(marks: Marks, clusters: Sequence[Cluster]) -> bool:
    """Whether one of some bounds stands within a condition: it says for whom, and is demanded of nobody."""
    if not clusters or not marks.conditions:
        return False
    if any(_ALWAYS.match(marks.text, start) for start, _ in marks.conditions):
        return True
    said = shaded(0, len(marks.text), marks.conditions)
    return any(said[cluster.at[0]] for cluster in clusters)


def told(marks: Marks, asked: Sequence[Standing] = ()) -> bytearray:
    """One byte a character: 1 where a fact or a question says it."""
    if marks.told is None:
        facts: list[Standing] = [*marks.clusters, *marks.carved]
        places = ((fact.start, fact.end) for fact in facts)
        marks.told = shaded(0, len(marks.text), (*marks.covered, *places))
    if not asked:
        return marks.told
    said = bytearray(marks.told)
    for question in asked:
        said[question.start : question.end] = b"\1" * (question.end - question.start)
    return said


def complete(marks: Marks, start: int, end: int, said: bytearray | None = None) -> bool:
    """Whether each content word of a stretch is told, by its facts or as `said` has it, or only names or joins."""
    words = logic_words()
    said = told(marks) if said is None else said
    for found in WORD.finditer(marks.text, start, end):
        if said[found.start()]:
            continue
        word = found[0]
        if words.empty(word) or ("-" in word and all(map(words.empty, word.split("-")))):
            continue
        if marks.naming is None:
            marks.naming = Places(_names(marks))
        if not marks.naming.reach(found.start(), found.start() + 1):
            return False
    return True


def _names(marks: Marks) -> list[tuple[int, int]]:
    """What only names: a title that bounds define, words an abbreviation stands for, remarks on a method."""
    text = marks.text
    first = min((c.start for c in marks.clusters), default=None)
    names = [m.span() for m in _REMARK.finditer(text)] if "(" in text else []
    for _, end in marks.conditions:
        bracket = BRACKETED.match(text, end) or BRACKETED.match(text, min(end + 1, len(text)))
        names += [bracket.span()] if bracket else []
    if first is None:
        return names
    title = _TITLE.match(text, 0, first) if ":" in text else None
    names += [title.span()] if title and not _PEOPLE.search(title[0]) else []
    definer = logic_words().definer.search(text, 0, first)
    if definer and not logic_words().asks(text[definer.end() : first]) and not _PEOPLE.search(text, 0, first):
        names.append((0, definer.start()))
    for cluster in marks.clusters:
        if not text.endswith("(", 0, cluster.start):
            continue
        spelled = _SPELLED.search(text, max(cluster.start - 120, 0), cluster.start)
        short = text[cluster.start : cluster.start + 1]
        if spelled and any(w[0] == short for w in spelled[1].split()):
            names.append(spelled.span(1))
    return names
