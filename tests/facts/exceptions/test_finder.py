"""Exceptions of a criterion: `[[words]]{effect}` in a sentence that stands in a section."""

import re

import pytest

from extract.facts.exceptions import find
from extract.language.context import Context
from extract.language.reading import Reading

MARK = re.compile(r"\[\[(.*?)\]\]\{(\w+)\}")


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        ("exclusion", "Another cancer [[other than cured skin cancer]]{narrows}"),
        ("exclusion", "Systemic steroids; [[topical steroids are permitted]]{allows}."),
        ("exclusion", "Active infection ([[unless it is a common cold, which is allowed]]{narrows})"),
        ("exclusion", "Eye disease. Note: [[Adults with treated glaucoma may be included]]{allows}."),
        ("exclusion", "Heart disease, including but not limited to angina"),
        ("inclusion", "Adults with treated glaucoma are eligible"),
        ("inclusion", "Bilirubin ≤ 1.5 × ULN. [[Adults with Gilbert syndrome are eligible with ≤ 3 × ULN]]{allows}."),
        ("inclusion", "Stage II disease. [[Stage IIIB disease is not eligible]]{narrows}."),
        ("inclusion", "Able to walk 10 m [[unless using a wheelchair]]{narrows}"),
        ("other", "Any solid tumour [[excluding melanoma]]{narrows}"),
    ],
)
def test_exceptions_and_their_effect(section: str, sentence: str) -> None:
    text = MARK.sub(lambda m: m[1], sentence)
    found = find(Reading(text, [], []), Context(section=section))
    assert [(text[f.start : f.end], f.effect) for f in found] == [(m[1], m[2]) for m in MARK.finditer(sentence)]
    assert all(f.rule and f.start <= f.body < f.end for f in found)
