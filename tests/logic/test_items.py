"""What single items mean: sentence → expression, with the questions that remain."""

import pytest

from tests.logic.marked import of_item

BILIRUBIN = (
    "⟦m Total bilirubin⟧ ⟦t ≤ 1.5 × ULN⟧; ⟦t < 3 × ULN⟧ ⟦c in the presence of Gilbert syndrome or liver metastasis⟧"
)
CREATININE = "⟦m Serum creatinine⟧ ⟦t ≤ 1.5 × ULN⟧, or ⟦m creatinine clearance⟧ ⟦t ≥ 60 mL/min⟧"
CARVED = (
    "Known CNS metastasis. Participants with brain metastases that are stable and meet all of: (1) treated before; "
    "(2) no bleeding; (3) stable ⟦d for at least 4 weeks⟧; "
    "(4) off corticosteroids ⟦d for at least 2 weeks before first dose⟧ "
    "may be included"
)


@pytest.mark.parametrize(
    ("section", "sentence", "formula", "questions"),
    [
        ("inclusion", BILIRUBIN, "any(t1, all(c1, t2))", []),
        ("inclusion", CREATININE, "any(t1, t2)", []),
        (
            "exclusion",
            CARVED,
            "all(q1, not(all(q2, not(q3), q4 within d1, q5 within d2)))",
            ["Known CNS metastasis", "treated before", "bleeding", "stable", "off corticosteroids"],
        ),
    ],
)
def test_worked_examples(section: str, sentence: str, formula: str, questions: list[str]) -> None:
    assert of_item(sentence, section) == (formula, questions)
