"""Three-valued evaluation: laws, windows, units, limits, policies."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract import expression as ex
from extract.document import Eligibility, StudyDocument
from extract.expression import Expression
from extract.logic.evaluate import Evaluator, Result, evaluate
from extract.logic.participant import Participant, read_participant
from tests.logic.marked import built

NAMES = ("a", "b", "c", "d")


def leaf(name: str) -> Expression:
    return ex.question("n", f"n.{name}")


EXPRESSIONS = st.recursive(
    st.sampled_from(NAMES).map(leaf),
    lambda below: st.one_of(
        st.lists(below, min_size=1, max_size=3).map(lambda of: Expression(op="all", of=of)),
        st.lists(below, min_size=1, max_size=3).map(lambda of: Expression(op="any", of=of)),
        st.lists(below, max_size=2).map(ex.unknown),
        st.tuples(st.integers(1, 2), st.lists(below, min_size=2, max_size=3)).map(lambda x: ex.at_least(*x)),
        st.tuples(below, below).map(lambda x: ex.if_then(*x)),
        below.map(lambda x: Expression(op="not", of=[x])),
    ),
    max_leaves=12,
)
ANSWERS = st.dictionaries(st.sampled_from([f"n.{name}" for name in NAMES]), st.booleans())


def value(expression: Expression, answers: dict[str, bool]) -> bool | None:
    return Evaluator(Eligibility(text=""), Participant(answers=dict(answers))).value(expression)


@given(EXPRESSIONS, ANSWERS, ANSWERS)
def test_knowing_more_never_turns_true_into_false_or_back(tree: Expression, some: Any, more: Any) -> None:
    before = value(tree, some)
    assert before is None or value(tree, more | some) is before


@given(st.lists(EXPRESSIONS, min_size=1, max_size=3), ANSWERS)
def test_de_morgan(of: list[Expression], answers: Any) -> None:
    denied = [Expression(op="not", of=[x]) for x in of]
    neither = Expression(op="not", of=[Expression(op="any", of=of)])
    assert value(neither, answers) is value(Expression(op="all", of=denied), answers)


@given(EXPRESSIONS, EXPRESSIONS, ANSWERS)
def test_if_is_not_or(when: Expression, then: Expression, answers: Any) -> None:
    assert value(ex.if_then(when, then), answers) is value(ex.any_of([ex.negate(when), then]), answers)


@given(EXPRESSIONS)
def test_nothing_known_gives_nothing(tree: Expression) -> None:
    assert value(tree, {}) is None


# ---- whole documents


def document(text: str, **fields: Any) -> StudyDocument:
    empty = dict.fromkeys(StudyDocument.__struct_fields__)
    return StudyDocument(
        **(empty | {"schema_version": "1.0", "study_id": "NCT00000000", "eligibility": built(text, **fields)})
    )  # type: ignore[arg-type]


def outcome(text: str, **facts: Any) -> Result:
    return evaluate(document(text), read_participant(msgspec.json.encode(facts)))


def verdict(text: str, **facts: Any) -> str:
    return outcome(text, **facts).verdict


def test_an_all_unknown_participant_is_unknown_and_is_asked() -> None:
    result = outcome(
        "Inclusion Criteria:\n\n* ⟦m ALT⟧ ⟦t ≤ 3 × ULN⟧\n* Able to read\n\nExclusion Criteria:\n\n* Pregnancy"
    )
    assert result.verdict == "unknown"
    assert [q.id for q in result.questions] == ["inc.1.t1", "inc.2.q1", "exc.1.q1"]
    assert all(q.decisive for q in result.questions)


def test_a_document_without_criteria_is_unknown_with_a_reason() -> None:
    empty = document("")
    empty.eligibility.criteria = []
    result = evaluate(empty, Participant())
    assert (result.verdict, bool(result.reason)) == ("unknown", True)


ALT = "Inclusion Criteria:\n\n* ⟦m ALT⟧ ⟦t ≤ 3 × ULN⟧ ⟦d within 28 days⟧"


@pytest.mark.parametrize(
    ("measured", "expected"),
    [
        ([{"measure": "ALT", "value": 80, "upper_limit": 40, "date": "2026-01-20"}], "eligible"),
        ([{"measure": "alt", "value": 121, "upper_limit": 40, "date": "2026-01-20"}], "not_eligible"),
        ([{"measure": "ALT", "value": 120, "upper_limit": 40, "date": "2026-01-03"}], "eligible"),
        ([{"measure": "ALT", "value": 80, "upper_limit": 40, "date": "2026-01-02"}], "unknown"),
        ([{"measure": "ALT", "value": 80, "upper_limit": 40}], "unknown"),
        ([{"measure": "ALT", "value": 80, "date": "2026-01-20"}], "unknown"),
        ([], "unknown"),
    ],
)
def test_multiples_of_the_participants_own_limit_in_their_window(measured: list[Any], expected: str) -> None:
    assert verdict(ALT, today="2026-01-31", measurements=measured) == expected


def test_most_recent_or_any_measurement_counts() -> None:
    early = {"measure": "ALT", "value": 200, "upper_limit": 40, "date": "2026-01-10"}
    late = {"measure": "ALT", "value": 80, "upper_limit": 40, "date": "2026-01-20"}
    participant = msgspec.convert({"today": "2026-01-31", "measurements": [early, late]}, Participant)
    assert evaluate(document(ALT), participant).verdict == "eligible"
    failing = "Exclusion Criteria:\n\n* ⟦m ALT⟧ ⟦t > 3 × ULN⟧"
    assert evaluate(document(failing), participant).verdict == "eligible"
    assert evaluate(document(failing), participant, "any").verdict == "not_eligible"


@pytest.mark.parametrize(
    ("value", "unit", "expected"),
    [(9, "g/dL", "eligible"), (89, "g/L", "not_eligible"), (90, "g/L", "eligible"), (5.6, "mmol/L", "unknown")],
)
def test_units_convert_exactly_or_not_at_all(value: float, unit: str, expected: str) -> None:
    measured = [{"measure": "Hb", "value": value, "unit": unit}]
    assert verdict("Inclusion Criteria:\n\n* ⟦m Hb⟧ ⟦t ≥ 9 g/dL⟧", measurements=measured) == expected


@pytest.mark.parametrize(
    ("answer", "expected"),
    [
        (False, "eligible"),
        (True, "unknown"),
        ("2025-12-31", "not_eligible"),
        ("2025-08-28", "not_eligible"),
        ("2025-08-27", "eligible"),
        ({"value": False}, "eligible"),
        ({"value": True, "date": "2026-01-01"}, "not_eligible"),
    ],
)
def test_events_and_calendar_months(answer: Any, expected: str) -> None:
    text = "Exclusion Criteria:\n\n* Stroke ⟦d within 6 months⟧"
    assert verdict(text, today="2026-02-28", answers={"exc.1.q1": answer}) == expected


def test_answers_by_key_and_to_the_time_itself() -> None:
    text = "Exclusion Criteria:\n\n* Stroke ⟦d within 6 months⟧"
    key = document(text).eligibility.criteria[0].children[0].key
    assert verdict(text, answers={f"{key}.q1": True, f"{key}.d1": True}) == "not_eligible"
    assert verdict(text, answers={f"{key}.q1": True, "exc.1.d1": False}) == "eligible"


@pytest.mark.parametrize(
    ("facts", "expected"),
    [
        ({"birth_date": "2008-01-31", "today": "2026-01-30"}, "not_eligible"),
        ({"birth_date": "2008-01-31", "today": "2026-01-31"}, "eligible"),
        ({"age": {"value": 17, "unit": "a"}}, "not_eligible"),
        ({"age": {"value": 215, "unit": "mo"}}, "not_eligible"),
        ({}, "unknown"),
    ],
)
def test_registry_age(facts: Any, expected: str) -> None:
    from extract.document import Age

    made = document("Inclusion Criteria:\n\n* Consents", minimum_age=Age(18, "a"))
    participant = msgspec.convert(facts | {"answers": {"inc.1.q1": True}}, Participant)
    assert evaluate(made, participant).verdict == expected


def test_cases_of_a_bound() -> None:
    text = (
        "Inclusion Criteria:\n\n* ⟦m Bilirubin⟧ ⟦t ≤ 1.5 × ULN⟧; ⟦t < 3 × ULN⟧ ⟦c in the presence of liver metastasis⟧"
    )
    measured = [{"measure": "Bilirubin", "value": 50, "upper_limit": 20}]
    assert verdict(text, measurements=measured) == "unknown"
    assert verdict(text, measurements=measured, answers={"inc.1.c1": True}) == "eligible"
    assert verdict(text, measurements=measured, answers={"inc.1.c1": False}) == "not_eligible"
