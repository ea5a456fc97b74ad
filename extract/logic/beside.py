"""The words beside an element's bounds that must be asked."""

import re
from collections.abc import Sequence
from functools import lru_cache

from extract.logic.marks import Carved, Marks
from extract.logic.pieces import Element
from extract.logic.stretches import trimmed
from extract.logic.words import SEXED, WORD, logic_words

_BOUND = re.compile(r"(?:[<>≤≥]|\b(?:than|above|below|over|under|exceeding))\s*\d")
_DIGIT = re.compile(r"\d")
_APPLIES = re.compile(
    r"\b(?:applies\s+only|only\s+applies|applicable\s+only|only\s+applicable|not\s+appl(?:y|icable))\b"
)
_LIMITS = re.compile(r"\b(?:no|not|without|un\w+ed|only|if)\b")
# What stands before one of these is a phrase of its own: "diabetes with HbA1c ≥ 9 %", "renal stones, LVEF …".
_LINK = re.compile(r"(?:[,;:(\[]|\b(?:with|and|having|whose|plus|or|by))\s*$")
_LINKED = 8  # characters that hold the longest of them and a blank

_ROW = re.compile(
    r"[\s)\]]*(?:[,;]?\s*(?:and/or|or|and)\b"
    r"|[,;]\s*(?!(?:within|in|during|for|prior|over|at|which|that|who|if|as|unless|provided|due|requiring)\b)\w)",
)
# A word that names a sex; it begins with a letter, so that a search passes by most others.
_SEXED = re.compile("|".join(rf"{word[0]}(?<!\w{word[0]}){word[1:]}(?!\w)" for word in sorted(SEXED)))
_LETTERS = re.compile(r"[a-z]+")
_MAY = re.compile(r"\b(?:may|can)\s+(?:only\s+)?(?:have|be|perform)\b")


def ask_beside(marks: Marks, element: Element, start: int, *, bounded: bool) -> tuple[int, int] | None:
    """Where the words stand that an element asks beside its bounds; None where they ask nothing.

    Words that are no phrase of their own are asked with the whole element: its bounds hold besides.
    """
    words, text = logic_words(), marks.text
    pieces = [(max(a, start), b) for a, b in element.words if b > start]
    if not element.bounded:
        asks = not bounded or any(words.asks(text[a:b]) or bounds_unsaid(text, a, b) for a, b in pieces)
        return _stretch(text, pieces) if asks else None
    first = element.first
    kept = [(a, b) for a, b in pieces if words.asks(text[a:b]) or (a >= first and bounds_unsaid(text, a, b))]
    if not kept:
        return _sexed(marks, element)
    named = _title(marks, element, first)
    kept = [(a, b) for a, b in kept if a >= named and not _names(marks, element, a, b)]
    place = _stretch(text, kept)
    if place is None:
        return _sexed(marks, element)
    if _stands(text, element, place, first):
        return place
    return trimmed(text, max(start, element.start), element.end)


def bounds_unsaid(text: str, start: int, end: int) -> bool:
    """Whether a stretch between facts holds a bound, which then no fact says."""
    return _DIGIT.search(text, start, end) is not None and _BOUND.search(text, start, end) is not None


def amid(marks: Marks, element: Element, carved: Carved) -> bool:
    """Whether an exception stands within a row or an example: it softens its own member, in the words asked."""
    text, layout = marks.text, marks.layout
    inside = layout.bracket_at(carved.start)
    around = layout.brackets[inside] if inside is not None else None
    if around is not None and logic_words().illustrates.match(text, around.start + 1):
        return True
    if element.bounded:
        return False
    return bool(_ROW.match(text, carved.end, element.end))


def permits(marks: Marks, elements: Sequence[Element]) -> bool:
    """Whether one of several bounds only says what some may have: "patients with A may have ≤ 3 × ULN"."""
    held = [element for element in elements if element.clusters]
    return len(held) > 1 and any(_MAY.search(marks.text, e.start, e.first) for e in held)


def unsaid(marks: Marks, element: Element) -> bool:
    """Whether words beside a bound hold another bound that no fact says, or limit to whom it applies."""
    if not element.clusters:
        return False
    first = element.first
    for a, b in element.words:
        if b > first and bounds_unsaid(marks.text, a, b):
            return True
        if "appl" in marks.text[a:b] and _APPLIES.search(marks.text, a, b):
            return True
    return False


def sexes(marks: Marks, elements: Sequence[Element]) -> bool:
    """Whether bounds of a row are each for one sex, with no condition that says so."""
    if marks.conditions or len(elements) < 2 or len(sexes_named(marks.text)) < 2:
        return False
    named: list[str | None] = []
    for element in elements:
        if element.clusters:
            said = {logic_words().sex_of(w[0]) for w in WORD.finditer(marks.text, element.start, element.end)} - {None}
            named += said if len(said) == 1 else ()
    return len(set(named)) == 2


def _title(marks: Marks, element: Element, first: int) -> int:
    """Up to where an element's words only name its bounds: "adequate renal function, defined as"."""
    words, text = logic_words(), marks.text
    opened = next((b.start + 1 for b in element.groups), first)
    definer = words.definer.search(text, element.start, first)
    if definer or words.definer.match(text, opened):
        return first
    colon = text.rfind(":", element.start, first)
    if colon < 0:
        return element.start
    if words.listing.search(text, element.start, first):
        return first
    said = set(WORD.findall(text, element.start, colon))
    measure = set(WORD.findall(text, colon, first))
    return colon if said and (said <= measure or not words.names_more(" ".join(said))) else element.start


def _stretch(text: str, pieces: list[tuple[int, int]]) -> tuple[int, int] | None:
    """From the first to the last of some pieces that hold a word."""
    said = [trimmed(text, a, b) for a, b in pieces if WORD.search(text, a, b)]
    return trimmed(text, said[0][0], said[-1][1]) if said else None


def _stands(text: str, element: Element, place: tuple[int, int], first: int) -> bool:
    """Whether words beside a bound can be asked on their own."""
    left, right = place
    starts = [c.start for c in element.clusters if c.start >= right] + [
        b.start for b in element.groups if b.start >= right
    ]
    if right <= first and starts:
        between = text[left : min(starts)]
        return bool(_LINK.search(between, max(len(between) - _LINKED, 0))) and len(WORD.findall(between)) > 1
    words = logic_words()
    return left >= first and bool(words.qualifies.match(text, left) or words.relative.match(text, left))


def _sexed(marks: Marks, element: Element) -> tuple[int, int] | None:
    """The word that limits an item to one sex, where the record's own field does not."""
    if not limits_sex(marks):
        return None
    _, word = sexes_named(marks.text)[0]
    if not element.start <= word[0] < element.end:
        return None
    return None if any(a <= word[0] < b for a, b in marks.conditions) else word


def limits_sex(marks: Marks) -> bool:
    """Whether an item names one sex only, which the record's own field does not."""
    found = sexes_named(marks.text)
    return len(found) == 1 and found[0][0] != marks.sex


@lru_cache(maxsize=16)
def sexes_named(text: str) -> tuple[tuple[str, tuple[int, int]], ...]:
    """The sexes that a text names, each with where it does so first; an item's elements all ask."""
    if _SEXED.search(text) is None:
        return ()
    found: dict[str, tuple[int, int]] = {}
    for said in WORD.finditer(text):
        if sex := logic_words().sex_of(said[0]):
            found.setdefault(sex, said.span())
    return tuple(found.items())


def _names(marks: Marks, element: Element, start: int, end: int) -> bool:
    """Whether a stretch beside bounds only names what they measure, or is a remark in brackets."""
    text = marks.text
    if _abbreviation(text, start, end) or (marks.layout.brackets and _permits(marks, start, end)):
        return True
    return _spelled(text, element, start, end)


def _spelled(text: str, element: Element, start: int, end: int) -> bool:
    """Whether a stretch spells out an abbreviated measure beside it: "Erectile Tool (ET) score", "FEV1 (forced …)"."""
    left, right = trimmed(text, start, end)
    while left < right and text[left] in "([":
        left += 1
    near = [c for c in element.clusters if 0 <= c.start - right <= 3 or c.start <= left <= c.at[0]]
    if not near:
        return False
    said = text[left:right].strip(" ,:;()[]")
    initials = "".join([w[0] for w in _LETTERS.findall(said)])
    names = [t.measure.text.split() for cluster in near for t in cluster.thresholds if t.measure]
    for short in [name for name in names if name]:
        letters = "".join([c for c in max(short, key=_capitals) if c.isalpha()]).lower()
        if len(letters) < 2 or initials[:1] != letters[0] or len(said.split()) > len(letters) + 3:
            continue
        if _within(letters[:4], initials):
            return True
    return False


def _capitals(word: str) -> int:
    return sum(map(str.isupper, word))


def _within(letters: str, initials: str) -> bool:
    """Whether most letters come in the initials, in order."""
    at = met = 0
    for letter in letters:
        found = initials.find(letter, at)
        if found >= 0:
            at, met = found + 1, met + 1
    return met > 1 and met * 3 >= len(letters) * 2


def _permits(marks: Marks, start: int, end: int) -> bool:
    """Whether a stretch is a remark in brackets that only allows or explains."""
    left, right = trimmed(marks.text, start, end)
    inside = marks.layout.bracket_at(left + 1)
    if inside is None:
        return False
    bracket = marks.layout.brackets[inside]
    if not start <= bracket.start <= left <= right <= bracket.end:
        return False
    words = logic_words()
    if words.example.match(marks.text, bracket.start + 1):
        return True
    said = marks.text[bracket.start : bracket.end]
    limits = words.demands.search(said) or _LIMITS.search(said)
    return bool(words.informs.search(said)) and not limits


def _abbreviation(text: str, start: int, end: int) -> bool:
    """Whether a stretch is a name in brackets, such as "(LVEF)": it names what a fact has said."""
    words = text[start:end].strip(" ,;:")
    return words[:1] in {"(", "["} and words[-1:] in {")", "]"} and len(words.split()) < 3
