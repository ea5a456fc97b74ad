"""Lines that only explain: notes, footnotes, definitions and formulas."""

import re

from extract.lexicons import holds
from extract.outline.headings import requires
from extract.outline.model import Item
from extract.outline.signs import words
from extract.outline.words import JOINS, load

_BOUND = re.compile(r"[<>≥≤]\s*=?\s*\d")
# What stands before "… is not exclusionary" and is a criterion of its own: a sentence, or a clause that it softens.
_SAID_BEFORE = re.compile(r"[a-z)\d][.;] |\b(?:which|that|except\w*|unless)\b", re.I)
_NAMES = re.compile(r"^(?!For\b)([^.;:]{2,60}?)\s*:\s*\S")
# A line that begins with one of these judges or speaks of somebody rather than explaining a term.
_JUDGED = frozenset(("adequate", "normal", "acceptable", "sufficient", "good", "patients", "subjects", "participants"))
# What a result counts as: "A level has been considered normal for values above 12".
_COUNTS_AS = re.compile(
    r"(?!(?:patient|subject|participant|individual|the patient|he|she|they)s?\b)[A-Z][^.;:]{2,60}?"
    r"\b(?:is|are|was|were|will be|has been|have been) (?:considered|regarded|deemed|taken) (?:as |to be )?"
    r"(?:(?:normal|abnormal|elevated|positive|negative) (?:for|if|when|at|with)\b"
    r"|of child-?bearing potential\b[^.;:]{0,60}\bif\b)",
    re.I,
)
_DEFINES = re.compile(r"^([^.;:]{2,60}?)\s*(?:\b(?:is|are) (?:defined|described|characterized) (?:as|by)\b)\s*\S")
# One of these is in what `_COUNTS_AS` or `_DEFINES` matches.
MEANING = ("considered", "regarded", "deemed", "taken", " defined ", " described ", " characterized ")
_FOOTNOTE = re.compile(r"^(?:\^?\d|\*{1,3}|†|‡)\s*(?=[A-Z])")
_NUMBERED_STAR = re.compile(r"\*\d")
_BOTH_SIDES = re.compile(r"\binclusion\s*(?:/|and|or|&)\s*exclusion\b", re.I)
_LONGEST_TERM = 6  # words
_READ = 400  # characters of a line that tell whether it is a note

_STEM = 6  # letters by which a term is known again: relapse, relapsed


class Spoken:
    """The words that criteria and groups of a section said so far, by how they begin; read only when a term asks."""

    def __init__(self, lines: list[Item]) -> None:
        self._lines, self._read = lines, len(lines)
        self._stems: set[str] = set()

    def has(self, term: list[str]) -> bool:
        """Whether all words of a term were said."""
        said = [item.plain.text for item in self._lines[self._read :] if item.kind in ("criterion", "group")]
        self._read = len(self._lines)
        self._stems.update(word[:_STEM] for text in said for word in words(text))
        return all(word[:_STEM] in self._stems for word in term)


def is_note(text: str, small: str) -> bool:
    """Whether a line, which is `small` in lower case, only explains or comments."""
    lexicon = load()
    said = small if len(text) <= _READ else text[:_READ].lower()
    if said[:2] in lexicon.note_initials or not said[:1].isalpha():
        if said.strip(".,;: ") in JOINS or not (text[:1].isalnum() or any(map(str.isalnum, text))):
            return True
        if (said.startswith(lexicon.note_openings) or said[:1] == "[") and lexicon.note_starts.match(text):
            return True
    if not holds(said, lexicon.note_words):
        return False
    if holds(said, lexicon.note_anywhere):
        return True
    permits = lexicon.permits.search(text, 0, _READ) if holds(said, lexicon.permitting) else None
    if permits is not None and not _SAID_BEFORE.search(text, 0, permits.start()):
        return True
    formula = lexicon.formulas.search(text, 0, _READ) if holds(said, lexicon.formula_words) else None
    return formula is not None and not _BOUND.search(text, 0, formula.start())


def has_footnotes(text: str) -> bool:
    """Whether a text refers to footnotes by a star."""
    return "(*" in text or "(\\*" in text or _NUMBERED_STAR.search(text) is not None


def is_footnote(text: str) -> bool:
    """Whether a line begins with a footnote's sign."""
    return _FOOTNOTE.match(text) is not None


def names_both_sides(text: str) -> bool:
    """Whether a comment is about inclusion and exclusion alike."""
    return _BOTH_SIDES.search(text) is not None


def _defining(text: str) -> re.Match[str] | None:
    """The beginning of a line that says what a term means."""
    return _DEFINES.match(text) if holds(text.lower(), MEANING) else None


def definition(text: str) -> list[str]:
    """The words of the term that a line explains, when that is all it does: `Relapse is defined as …`."""
    match = _defining(text)
    if match is None or load().label.match(text) or requires(text):
        return []
    terms = [word for word in words(match[1]) if len(word) > 2]
    if not terms or terms[0] in _JUDGED or len(terms) > _LONGEST_TERM:
        return []
    return [word for word in terms if len(word) > 3] or terms


def counts_as(text: str) -> bool:
    """Whether a line says what a result counts as and requires nothing: `Levels are considered normal if …`."""
    return _COUNTS_AS.match(text) is not None and not requires(text)


def defines(text: str, before: str, *, by_colon: bool) -> bool:
    """Whether a line explains a term of the line before it: `Term is defined as …` or, `by_colon`, `Term: …`."""
    match = _defining(text) or (_NAMES.match(text) if by_colon and ":" in text else None)
    if match is None or load().label.match(text):
        return False
    terms = [word for word in words(match[1]) if len(word) > 3]
    known = set(words(before))
    return bool(terms) and sum(word in known for word in terms) * 3 >= len(terms) * 2
