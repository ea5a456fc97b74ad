"""What lists, cohorts, notes and fields mean together."""

from extract.document import Age
from extract.logic.readable import formula
from tests.logic.marked import built


def of(text: str, **fields: object) -> str:
    made = built(text, **fields)
    assert made.expression is not None
    return formula(made.expression)


def test_registry_fields_stand_beside_the_criteria() -> None:
    assert of("Inclusion Criteria:\n\n* Consents", minimum_age=Age(18, "a"), sex="ALL") == "all(minimum_age, sex, q1)"


def test_no_text_is_unknown() -> None:
    assert of("") == "all(unknown())"


def test_exclusions_are_negated_one_by_one() -> None:
    assert of("Exclusion Criteria:\n\n* Stroke\n* Angina") == "all(all(not(q1), not(q1)))"


def test_a_title_with_a_window_gives_it_to_its_list() -> None:
    text = "Inclusion Criteria:\n\n* Adequate organ function ⟦d within 7 days⟧, defined as:\n"
    text += "   * ⟦m Hb⟧ ⟦t ≥ 9 g/dL⟧\n   * ⟦m ANC⟧ ⟦t ≥ 1.5⟧"
    assert of(text) == "all(all(t1 within d1, t1 within d1))"


def test_some_of_a_list() -> None:
    text = "Inclusion Criteria:\n\n* At least two of the following:\n   * Fever\n   * Cough\n   * Rash"
    assert of(text) == "all(at_least 2(q1, q1, q1))"


def test_an_open_exception_takes_the_list_below_it() -> None:
    text = "Exclusion Criteria:\n\n* Another cancer except for:\n   * cured skin cancer\n   * cured cervical cancer"
    assert of(text) == "all(not(all(q1, not(any(q1, q1)))))"


def test_a_note_softens_the_item_before_it() -> None:
    text = "Exclusion Criteria:\n\n* Glaucoma\n* Note: Treated glaucoma is allowed\n* Stroke"
    assert of(text) in ("all(all(not(all(q1, not(x1))), not(q1)))",)


def test_every_fact_is_in_the_expression_or_an_issue_says_why_not() -> None:
    from extract.logic.complete import complete
    from tests.logic.marked import eligibility

    made = eligibility("Exclusion Criteria:\n\n* Stroke or neuropathy ⟦m grade⟧ ⟦t ≥ 2⟧ ⟦d within 7 days⟧")
    issues = complete(made)
    assert [issue.message.split()[0] for issue in issues] == ["exc.1.t1", "exc.1.d1"]
    assert all(issue.code == "not_in_expression" and "asked with exc.1.q1" in issue.message for issue in issues)
