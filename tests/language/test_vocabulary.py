"""Phrases of the lexicons are found wherever they stand, the longest first."""

from hypothesis import given, settings
from hypothesis import strategies as st

from extract.language.items import Item, split
from extract.language.vocabulary import Phrase, Vocabulary

PHRASES = [
    Phrase("count", "measure", "count"),
    Phrase("white cell", "measure", "cells"),
    Phrase("white cell count", "measure", "leukocytes"),
    Phrase("cell count of urine", "measure", "urine"),
    Phrase("Us", "measure", "us", exact=True),
    Phrase("us scan", "measure", "scan"),
    Phrase("US scan", "measure", "exact_scan", exact=True),
    Phrase("more than or equal to", "comparator", "before ge"),
    Phrase("more than", "comparator", "before gt"),
    Phrase("or more", "comparator", "after ge"),
]
VOCABULARY = Vocabulary(PHRASES)
WORDS = sorted({word for phrase in PHRASES for word in phrase.text.split()} | {"us", "5", ",", "patients", "counts"})


def read(text: str) -> list[tuple[str, str]]:
    items, texts, _ = VOCABULARY.items(text)
    assert texts == [item.text for item in items]
    return [(item.text, item.entry) for item in items if item.entry]


def plainly(text: str) -> list[tuple[str, str]]:
    """The same by trying every phrase at every word."""
    items, at, found = split(text), 0, []
    while at < len(items):
        fitting = [phrase for phrase in PHRASES if _stands(phrase, text, items, at)]
        longest = max(fitting, key=lambda phrase: len(split(phrase.text)), default=None)
        size = len(split(longest.text)) if longest else 1
        if longest:
            found.append((text[items[at].start : items[at + size - 1].end].lower(), longest.entry))
        at += size
    return found


def _stands(phrase: Phrase, text: str, items: list[Item], at: int) -> bool:
    said = items[at : at + len(split(phrase.text))]
    written = text[said[0].start : said[-1].end]
    if phrase.entry == "after ge" and [item.text for item in items[at + len(said) :][:1]] in (["than"], ["5"]):
        return False  # opens another comparison
    return written == phrase.text if phrase.exact else written.lower() == phrase.text.lower()


def test_the_longest_phrase_wins():
    assert read("White cell count of 5") == [("white cell count", "leukocytes")]
    assert read("white cell counter, count") == [("white cell", "cells"), ("count", "count")]


def test_overlapping_phrases_are_read_from_the_left():
    assert read("white cell count of urine") == [("white cell count", "leukocytes")]
    assert read("cell count of urine") == [("cell count of urine", "urine")]


def test_an_exact_phrase_needs_its_case():
    assert read("Us or us") == [("us", "us")]


def test_words_that_no_phrase_holds_are_not_remembered():
    before = len(VOCABULARY._vocab)
    read("white cell count zebra more than zebra or equal")
    assert len(VOCABULARY._vocab) == before


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join))
def test_nothing_is_missed(text):
    assert read(text) == plainly(text)
