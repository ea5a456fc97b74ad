"""Whatever the bytes, reading ends in records and named failures."""

import io

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_records import VEEVA_PAGE, arms, dump, study

from extract.records import ReadFailure, Record
from extract.records.files import read_file
from extract.records.html_text import render

MODULE = arms([{"label": "A", "interventionNames": ["Drug: X"]}], [{"type": "DRUG", "name": "X"}])
SEEDS = [
    dump(study(**MODULE)),
    dump([study(), study("NCT90000002")]),
    VEEVA_PAGE.encode(),
    f"<html>{VEEVA_PAGE.replace(chr(10), '<br>')}</html>".encode(),
    b"Title\nCondition\nDRUG: X\nSurvival, 2 years\nText.",
    b"NCT Number,Age,Study Design\nNCT90000001,ADULT,Masking: NONE\n",
    b"<clinical_study><id_info><nct_id>NCT90000001</nct_id></id_info><enrollment>3</enrollment></clinical_study>",
]


def read(data):
    return list(read_file(io.BytesIO(data), "x", None))


def all_are_items(items):
    return bool(items) and all(isinstance(item, Record | ReadFailure) for item in items)


@given(st.binary(max_size=300))
def test_any_bytes(data):
    assert all_are_items(read(data))


@settings(max_examples=200)
@given(st.sampled_from(SEEDS), st.data())
def test_records_with_a_piece_replaced(seed, data):
    start = data.draw(st.integers(0, len(seed)))
    end = data.draw(st.integers(start, min(len(seed), start + 60)))
    piece = data.draw(
        st.binary(max_size=20) | st.sampled_from([b"{}", b"[]", b"null", b'"', b"\n", b"|", b"<", b": ", b"9"])
    )
    assert all_are_items(read(seed[:start] + piece + seed[end:]))


@given(st.text(max_size=300))
def test_a_record_has_the_text_it_was_given(text):
    (item,) = read(dump(study(text=text)))
    assert item.eligibility.text == (text if text.strip() else None)


@given(
    st.lists(
        st.sampled_from(["<ol>", "</ol>", "<li>", "</li>", "<p>", "</p>", "<br>", "one", " ", "<ul type=a>", "</ul>"])
    )
)
def test_rendering_keeps_every_word(pieces):
    from bs4 import BeautifulSoup

    assert render(BeautifulSoup("".join(pieces), "html.parser")).count("one") == pieces.count("one")


@pytest.mark.parametrize("seed", SEEDS)
def test_the_seeds_are_records(seed):
    assert all(isinstance(item, Record) for item in read(seed))
