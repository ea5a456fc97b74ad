"""What spares a line an expression never decides otherwise than the expression does."""

import re
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.language.plain import plain
from extract.lexicons import alternation, holds, literals, stems, table
from extract.outline import combine, headings, limits, markers, parts, remarks
from extract.outline.blocks import Block
from extract.outline.combine import limit
from extract.outline.model import Item
from extract.outline.split import split
from extract.outline.words import load
from extract.records import Record, read_records

PHRASES = st.lists(st.text("ab .", min_size=1, max_size=5), min_size=1, max_size=8)
CORPUS = Path(__file__).parents[2] / "corpus"
TEXTS = [record.eligibility.text or "" for record in read_records([CORPUS]) if isinstance(record, Record)]
LINES = sorted({line.strip(" *") for text in TEXTS for line in text.splitlines()})
LEXICON = table("headings.toml")
SAID = st.lists(
    st.sampled_from(
        [
            *LEXICON["group"]["labels"], *LEXICON["note"]["starts"], *LEXICON["note"]["anywhere"],
            *LEXICON["note"]["permits"], *LEXICON["note"]["formulas"], *LEXICON["preamble"]["words"],
            "A", "1b", "(all)", "1)", "(i)", "a)", "2)", "b)", "(ii)", "1.", "2.", "①", "②", ":",
            "Note:", "For", "and", "[x]", ".", "2", "men:", "Female patients:", "(Cohort A)", "(prospective arm)",
        ]
    ),
    max_size=8,
).map(" ".join)  # fmt: skip


class Everything(frozenset):
    """Holds whatever is asked for."""

    def __contains__(self, _):
        return True


@given(PHRASES, st.text("abAB .", max_size=12))
def test_literals_stand_in_every_text_with_a_phrase(phrases, text):
    found = re.search(alternation(phrases), text, re.I) is not None
    assert any(literal in text.lower() for literal in literals(phrases)) == found


@given(st.lists(st.text("abc", min_size=1, max_size=9), min_size=1, max_size=8), st.text("abcABC", max_size=12))
def test_some_letters_stand_in_every_text_with_a_phrase(phrases, text):
    if any(phrase in text.lower() for phrase in phrases):
        assert holds(text.lower(), stems(phrases))


@given(st.one_of(SAID, st.sampled_from(LINES)), st.booleans())
def test_a_line_is_read_as_without_its_signs(line, title):
    text = plain(line.title() if title else line)
    with pytest.MonkeyPatch.context() as unguarded:
        guarded = _answers(text)
        for module in (combine, headings, limits, remarks):
            unguarded.setattr(module, "holds", lambda *_: True)
        unguarded.setattr(headings, "begins_label", lambda _: True)
        unguarded.setattr(headings, "ends_plainly", lambda _: False)
        unguarded.setattr(headings, "_LONGEST_CLOSING", 10**6)
        unguarded.setattr(headings, "_opens_label", lambda _: True)
        unguarded.setattr(sys.modules["extract.outline.parts"], "_may_count", lambda _: True)
        unguarded.setattr(limits, "SEXES", Everything())
        unguarded.setattr(combine, "_limiting_initials", Everything)
        assert _answers(text) == guarded


def _answers(text):
    headings._heading.cache_clear()
    limits.limits.cache_clear()
    words = text.text
    return (
        headings.section_heading(words, words.lower()),
        headings.preamble(words),
        headings.is_label(words),
        limits.labels(words),
        limits.limits(words),
        remarks.counts_as(words),
        parts(text, 0),
        _limits(text),
    )


@given(st.one_of(SAID, st.sampled_from(LINES)), st.sampled_from(["", "A", "that", "1"]), st.booleans())
def test_an_ordinary_line_is_read_as_any_other(line, glued, marked):
    line = plain(line.replace(" ", glued + " ", 1)).text
    label, readings = ((0, 0), (markers.Reading("bullet *", 0),)) if marked else (None, ())
    block = Block(0, len(line), 0, 0, after_blank=True, label=label, readings=readings).read(line)
    with pytest.MonkeyPatch.context() as unguarded:
        unguarded.setattr(sys.modules["extract.outline.blocks"], "begins", lambda _: True)
        read = Block(0, len(line), 0, 0, after_blank=True, label=label, readings=readings).read(line)
    ordinary, read.ordinary = block.ordinary, block.ordinary
    assert block == read
    if ordinary:
        read.ordinary = False
        assert not headings.is_label(line)
        assert split(line, [read]) == [read]


def _limits(text):
    section = Item("section", "inclusion", 0, 0, "", plain(""), "")
    item = Item("criterion", "inclusion", 0, len(text.text), text.text, text, text.text.lower(), parent=section)
    section.children.append(item)
    limit([section], [section, item])
    return item.applies_to


@given(st.one_of(SAID, st.sampled_from(LINES)))
def test_what_begins_like_a_note_is_one(line):
    text = plain(line).text
    assert remarks.is_note(text, text.lower()) or load().note_starts.match(text) is None


@given(st.text(st.sampled_from(" \t\n\xa0\u2003&;nbsp\\<!->aA1\u00b4\u00bd\u0130"), max_size=30))
def test_plain_texts_hold_no_white_space_but_single_blanks(source):
    text = plain(source).text
    assert text == " ".join(text.split())


@given(st.text(st.sampled_from("*-•o ivxABb1.)\\\t(2"), max_size=12).map(str.strip))
def test_a_word_hides_no_marker(line):
    guarded = markers.read(line)
    with pytest.MonkeyPatch.context() as unguarded:
        unguarded.setattr(markers, "_is_word", lambda _: False)
        assert markers.read(line) == guarded


@given(
    st.text(st.sampled_from("*-•·o ivxABb1.)(\\\t2:①&w"), max_size=12).map(str.strip),
    st.sampled_from(["", " Age", " 2)"]),
)
def test_signs_by_themselves_are_the_marker_that_they_are_before_words(line, words):
    assert markers.read(line + words) == markers._read(line + words)
