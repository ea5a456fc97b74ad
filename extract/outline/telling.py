"""What an ordinary line has not: the words and beginnings that headings, notes, definitions and labels need."""

import re
from functools import cache

from extract.lexicons import literals
from extract.outline.remarks import MEANING
from extract.outline.words import JOINS, LABELLED, load

_PARTING = ("clusion", "note")  # one stands in a heading or note behind other words
_ANNOUNCING = ("follow", "below")
_LETTERS = re.compile("[a-z]+")
_LABEL = 3  # letters by which the beginning of a label is known first


@cache
def telling_words() -> tuple[str, ...]:
    """One of these stands in every line in lower case that is not ordinary but for how it begins."""
    lexicon = load()
    behind = [entry.partition(" ")[2] for entry in lexicon.note_openings if _speaks_of_people(entry)]
    return literals([*lexicon.hints, *lexicon.note_words, *behind, *MEANING, *_PARTING, *_ANNOUNCING])


def _speaks_of_people(opening: str) -> bool:
    """Whether a note's opening begins as many lines do, so that what follows tells more: `patients may or may not`."""
    first, _, more = opening.partition(" ")
    return bool(more) and first in load().populations


@cache
def _openings() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    """Letters, up to the first other sign, that such lines begin with; labels, which letters may follow (`PartA`)."""
    lexicon = load()
    notes = [entry for entry in lexicon.note_openings if not _speaks_of_people(entry)]
    broken = [label for label in lexicon.labels if not label.isalpha()]  # "sub-study"
    words = [_LETTERS.match(entry) for entry in (*notes, *JOINS, *LABELLED, *lexicon.asked, *broken)]
    letters = {word[0] for word in words if word is not None}
    labels = literals(label for label in lexicon.labels if label.isalpha())
    return (
        frozenset(letters | {word + "that" for word in letters}),
        frozenset(label[:_LABEL] for label in labels),
        labels,
    )


def begins(small: str) -> bool:
    """Whether a line in lower case begins as one may that is not ordinary: with signs, or such letters."""
    first = _LETTERS.match(small)
    if first is None:
        return True
    letters = first[0]
    openings, initials, labels = _openings()
    return letters in openings or (letters[:_LABEL] in initials and letters.startswith(labels))
