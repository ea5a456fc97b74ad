"""What is composed only where it is plain: else the item is one question, and no content word is lost."""

import pytest

from tests.logic.marked import of_item


@pytest.mark.parametrize(
    ("section", "sentence"),
    [
        # a qualifier after a row may be of all of it
        ("exclusion", "Clinical diagnosis or history of moderate eczema"),
        ("exclusion", "Unable to read or unwilling to sign the form"),
        # an exception amid or after a row softens an unknown part of it
        ("exclusion", "Immune suppressants, another cancer, or stroke, except for cured skin cancer"),
        # a number that goes on
        ("inclusion", "⟦m Score⟧ range -⟦t 2⟧ to +1"),
        ("exclusion", "⟦m Tumour⟧ of ⟦t > 1⟧/2 of the liver"),
        # words that turn a bound
        ("inclusion", "Change of ⟦m Score⟧ ⟦t ≥ 5⟧ points"),
        ("inclusion", "Written assent of children of ⟦m age⟧ ⟦t ≥ 7 a⟧"),
        # a limiting word that no leaf says
        ("inclusion", "Cervical carcinoma with ⟦m CPS⟧ ⟦t ≥ 1⟧ or ⟦m TPS⟧ ⟦t ≥ 2⟧"),
    ],
)
def test_what_is_not_plain_is_one_question(section: str, sentence: str) -> None:
    formula, questions = of_item(sentence, section)
    assert formula == "q1"
    assert len(questions) == 1


def test_a_bound_keeps_its_words_as_one_whole_question() -> None:
    assert of_item("⟦m ECOG⟧ ⟦t ≤ 1⟧ on the ward", "inclusion") == ("all(q1, t1)", ["ECOG ≤ 1 on the ward"])


def test_members_of_a_list_with_semicolons_are_asked_one_by_one() -> None:
    sentence = "⟦m Hb⟧ ⟦t ≥ 9⟧; ⟦m ANC⟧ ⟦t ≥ 1⟧ or within the limits of the site"
    assert of_item(sentence, "inclusion") == ("all(t1, q1)", ["ANC ≥ 1 or within the limits of the site"])
