"""What is passed over as holding no number would give none when read in full."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.language import reader as module
from extract.language.numberless import has_numbers
from extract.language.reader import Reader
from extract.language.values import number_words

READER = Reader()
QUANTIFIERS = "at least more than age aged old within past per every - or to between from score type , ( )"
SCALES = "grade Grade stage class NYHA ECOG PS Child-Pugh IV iii i v vi x T N M A B C V upper limit of normal ULN LLN"
PERIODS = "month year week day days years daily weekly once twice"
OTHERS = "a an the patients women with no not history active infection above below platelets haemoglobin"
WORDS = sorted({*f"{QUANTIFIERS} {SCALES} {PERIODS} {OTHERS}".split(), *number_words()})


@pytest.mark.parametrize(
    "text",
    ["CD4 count", "above the upper limit of normal", "for two weeks", "NYHA class IV", "Child-Pugh B", "past year"],
)
def test_what_states_a_quantity_has_numbers(text):
    assert has_numbers(READER.words(text))


@pytest.mark.parametrize("text", ["Signed informed consent", "a history of vivid dreams", "Known HIV infection"])
def test_most_lines_have_none(text):
    assert not has_numbers(READER.words(text))


@settings(max_examples=300)
@given(st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join))
def test_a_text_without_numbers_has_no_quantities(text):
    if has_numbers(READER.words(text)):
        return
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(module, "has_numbers", bool)
        full = READER.read(text or " ")
    assert full.quantities == []
    assert full.numbers == []
    assert full.items == READER.read(text).items
