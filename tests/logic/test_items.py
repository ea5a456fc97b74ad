"""What single items mean: sentence → expression, with the questions that remain."""

import pytest

from tests.logic.marked import built, of_item

BILIRUBIN = (
    "⟦m Total bilirubin⟧ ⟦t ≤ 1.5 × ULN⟧; ⟦t < 3 × ULN⟧ ⟦c in the presence of Gilbert syndrome or liver metastasis⟧"
)
CREATININE = "⟦m Serum creatinine⟧ ⟦t ≤ 1.5 × ULN⟧, or ⟦m creatinine clearance⟧ ⟦t ≥ 60 mL/min⟧"
CARVED = (
    "Known CNS metastasis. Participants with brain metastases that are stable and meet all of: (1) treated before; "
    "(2) no bleeding; (3) stable ⟦d for at least 4 weeks⟧; "
    "(4) off corticosteroids ⟦d for at least 2 weeks before first dose⟧ may be included"
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


REQUIRED = [
    ("No prior chemotherapy", "not(q1)", ["prior chemotherapy"]),
    (
        "⟦m ALT⟧ and ⟦m AST⟧ ⟦t ≤ 3 × ULN⟧ (⟦t ≤ 5 × ULN⟧ ⟦c if liver metastases⟧)",
        "all(any(t1, all(c1, t3)), any(t2, all(c2, t4)))",
        [],
    ),
    (
        "⟦m Hb⟧ ⟦t ≥ 9 g/dL⟧ (⟦t ≥ 90 g/L⟧), ⟦m ANC⟧ ⟦t ≥ 1.5⟧ and ⟦m platelets⟧ ⟦t ≥ 100⟧ ⟦d within 7 days⟧",
        "all(any(t1 within d1, t2 within d1), t3 within d1, t4 within d1)",
        [],
    ),
    ("No cancer other than cured skin cancer ⟦d within 5 years⟧", "not(all(q1 within d1, not(x1)))", ["cancer"]),
    ("No ⟦m ALT⟧ ⟦t > 3 × ULN⟧ or ⟦m AST⟧ ⟦t > 5 × ULN⟧", "all(not(t1), not(t2))", []),
    ("⟦m Bilirubin⟧ ⟦t ≤ 1.5 × ULN⟧ unless due to Gilbert syndrome", "any(t1, x1)", []),
    ("Any solid tumour other than melanoma", "all(q1, not(x1))", ["Any solid tumour"]),
    ("⟦m ECOG performance status⟧ of ⟦t 0⟧ at screening", "t1", []),
    ("Patients must be willing and able to give consent", "q1", ["Patients must be willing and able to give consent"]),
    (
        "⟦m Hb⟧ ⟦t ≥ 9 g/dL⟧ without transfusion or growth factors ⟦d within 2 weeks⟧",
        "all(q1 within d1, t1)",
        ["without transfusion or growth factors"],
    ),
    ("⟦m LVEF⟧ ⟦t ≥ 50 %⟧; ⟦m QTc⟧ ⟦t ≤ 470 ms⟧; no angina", "all(t1, t2, not(q1))", ["angina"]),
    ("⟦m Platelets⟧ ⟦t ≥ 100⟧; ⟦t ≥ 75⟧ ⟦c for participants with liver cancer⟧", "any(t1, all(c1, t2))", []),
    (
        "⟦m AST⟧ ⟦t ≤ 2 × ULN⟧ ⟦c without hepatic metastasis⟧ and ⟦t ≤ 6 × ULN⟧ ⟦c with hepatic metastasis⟧",
        "all(if(c1, t1), if(c2, t2))",
        [],
    ),
    ("⟦m ANC⟧ ⟦t ≥ 1.5⟧ ⟦c without growth factor support⟧", "all(c1, t1)", []),
    ("⟦m Weight⟧ ⟦t ≥ 50 kg⟧ ⟦c for men⟧ and ⟦t ≥ 45 kg⟧ ⟦c for women⟧", "all(if(c1, t1), if(c2, t2))", []),
    ("Stage II disease. Stage III disease is not eligible.", "all(q1, not(x1))", ["Stage II disease"]),
    ("Clinical diagnosis of eczema, ⟦m EASI⟧ ⟦t ≥ 16⟧", "all(q1, t1)", ["Clinical diagnosis of eczema"]),
    ("Able to walk. Previous radiotherapy is allowed.", "any(q1, unknown(x1))", ["Able to walk"]),
    # a requirement of some participants holds for nobody else
    (
        "Women of childbearing potential must have a negative pregnancy test",
        "if(q1, q2)",
        ["Women of childbearing potential", "must have a negative pregnancy test"],
    ),
    (
        "A sexually active man, unless sterile, must agree to use condoms",
        "if(q1, q2)",
        ["A sexually active man, unless sterile", "must agree to use condoms"],
    ),
    (
        "Male and female participants must be able to swallow",
        "q1",
        ["Male and female participants must be able to swallow"],
    ),
    (
        "Patients of ⟦m age⟧ ⟦t < 16 a⟧: ⟦m Lansky score⟧ ⟦t ≥ 50⟧",
        "if(t1, t2)",
        [],
    ),
    (
        "⟦m Lansky score⟧ ⟦t ≥ 50⟧ for ⟦m age⟧ ⟦t ≤ 16 a⟧ and ⟦m Karnofsky score⟧ ⟦t ≥ 50⟧ for ⟦m age⟧ ⟦t > 16 a⟧",
        "all(if(t2, t1), if(t4, t3))",
        [],
    ),
    (
        "⟦m ALT⟧ ⟦t ≤ 2.5 × ULN⟧ ⟦c if no liver metastases⟧ or ⟦t ≤ 5 × ULN⟧ ⟦c in the presence of liver metastases⟧",
        "any(all(c1, t1), all(c2, t2))",
        [],
    ),
    ("⟦m Platelets⟧ ⟦t ≥ 100⟧ ⟦c without transfusion support⟧", "all(c1, t1)", []),
    ("⟦m Platelets⟧ ⟦t ≥ 100⟧ (the level may be reached with transfusion)", "t1", []),
    (
        "⟦m TBIL⟧ ⟦t ≤ 3 × ULN⟧ ⟦c in the presence of Gilbert syndrome⟧ or liver metastases",
        "if(any(c1, q1), t1)",
        ["liver metastases"],
    ),
    ("Erectile Function Tool (⟦m EFT⟧) score ⟦t ≥ 11⟧", "t1", []),
    ("Signed consent. The effect on the fetus is unknown.", "q1", ["Signed consent"]),
    (
        "Measurable disease. Not eligible: people with one small lesion.",
        "all(q1, not(q2))",
        ["Measurable disease", "people with one small lesion"],
    ),
    (
        "Confirmed sarcoma, failure of standard therapy, or no standard therapy",
        "q1",
        ["Confirmed sarcoma, failure of standard therapy, or no standard therapy"],
    ),
    (
        "Platinum-resistant patients cannot have ⟦m therapies⟧ ⟦t > 5⟧",
        "q1",
        ["Platinum-resistant patients cannot have therapies > 5"],
    ),
    (
        "⟦m TBIL⟧ ⟦t ≤ 1.5 × ULN⟧; patients with Gilbert syndrome may have a ⟦m bilirubin⟧ ⟦t ≤ 3 × ULN⟧",
        "q1",
        ["TBIL ≤ 1.5 × ULN; patients with Gilbert syndrome may have a bilirubin ≤ 3 × ULN"],
    ),
    ("⟦m FEV1⟧ ⟦t ≥ 40 %⟧ ⟦c for the patient (by local standards)⟧", "t1", []),
    (
        "⟦m AST⟧ and ⟦m ALT⟧ ⟦t < 2.5 × ULN⟧ ⟦c in the absence of liver metastases⟧ or "
        "⟦t < 5 × ULN⟧ ⟦c in the presence of liver metastases⟧",
        "any(all(all(c1, t1), all(c2, t2)), all(all(c3, t3), all(c4, t4)))",
        [],
    ),
    ("Men ⟦m weight⟧ ⟦t ≥ 50 kg⟧; women ⟦m weight⟧ ⟦t ≥ 45 kg⟧", "q1", ["Men weight ≥ 50 kg; women weight ≥ 45 kg"]),
    (
        "⟦m WBC⟧ ⟦t ≥ 3⟧. No transfusions (e.g., of platelets).",
        "all(t1, not(q1))",
        ["transfusions (e.g., of platelets)"],
    ),
    (
        "A healthy male or female volunteer of ⟦m age⟧ ⟦t ≥ 18 a⟧",
        "q1",
        ["A healthy male or female volunteer of age ≥ 18 a"],
    ),
    ("Women with ⟦m age⟧ ⟦t ≥ 50 years⟧", "all(q1, t1)", ["Women"]),
    ("Men and women with ⟦m age⟧ ⟦t ≥ 50 years⟧", "t1", []),
    (
        "No lung disease, defined as ability to walk ⟦m distance⟧ ⟦t ≥ 400 m⟧",
        "q1",
        ["No lung disease, defined as ability to walk distance ≥ 400 m"],
    ),
]

EXCLUDED = [
    (
        "⟦m ALT⟧ or ⟦m AST⟧ ⟦t > 3 × ULN⟧ (⟦t > 5 × ULN⟧ ⟦c if liver metastases⟧)",
        "any(all(t1, if(c1, t3)), all(t2, if(c2, t4)))",
        [],
    ),
    ("⟦m QTcF⟧ ⟦t > 450 ms⟧ ⟦c in men⟧ or ⟦t > 470 ms⟧ ⟦c in women⟧", "any(all(c1, t1), all(c2, t2))", []),
    (
        "History of another cancer ⟦d within 5 years⟧, except for cured skin cancer",
        "all(q1 within d1, not(x1))",
        ["History of another cancer"],
    ),
    ("Stroke or heart attack ⟦d within 6 months⟧", "q1 within d1", ["Stroke or heart attack"]),
    ("History of stroke or active tuberculosis", "any(q1, q2)", ["History of stroke", "active tuberculosis"]),
    (
        "Stroke ⟦d within 6 months⟧ or major surgery ⟦d within 4 weeks⟧",
        "any(q1 within d1, q2 within d2)",
        ["Stroke", "major surgery"],
    ),
    ("Chronic steroids (inhaled steroids are allowed)", "all(q1, not(x1))", ["Chronic steroids"]),
    (
        "Heart disease, including but not limited to angina and heart failure",
        "q1",
        ["Heart disease, including but not limited to angina and heart failure"],
    ),
    ("Patients must not have an uncontrolled infection", "q1", ["an uncontrolled infection"]),
    ("Toxicities that have not recovered to ⟦m grade⟧ ⟦t ≤ 1⟧ (except hair loss)", "all(not(t1), not(x1))", []),
    (
        "Hypertension defined as ⟦m systolic pressure⟧ ⟦t > 160 mmHg⟧ or ⟦m diastolic pressure⟧ ⟦t > 100 mmHg⟧",
        "any(t1, t2)",
        [],
    ),
    (
        "Bile duct obstruction, unless a stent is in place and ⟦m bilirubin⟧ ⟦t ≤ 2 × ULN⟧",
        "all(q1, not(all(q2, t1)))",
        ["Bile duct obstruction", "a stent is in place"],
    ),
    ("Stroke or neuropathy ⟦m grade⟧ ⟦t ≥ 2⟧", "q1", ["Stroke or neuropathy grade ≥ 2"]),
    (
        "Brain tumours; treated tumours are allowed if stable ⟦d for at least 4 weeks⟧",
        "all(q1, not(all(q2, q3 within d1)))",
        ["Brain tumours", "treated tumours", "stable"],
    ),
    (
        "Live vaccines ⟦d within 4 weeks⟧. Killed vaccines may be considered. Vaccination should be documented.",
        "all(q1 within d1, not(x1))",
        ["Live vaccines"],
    ),
    (
        "Women who are pregnant or not using contraception",
        "q1",
        ["Women who are pregnant or not using contraception"],
    ),
    (
        "Surgery (except of the eye), radiotherapy or chemotherapy",
        "any(all(q1, not(x1)), q2)",
        ["Surgery", "radiotherapy or chemotherapy"],
    ),
    ("⟦m Diastolic pressure⟧ ⟦t > 110 mmHg⟧ and ⟦t < 60 mmHg⟧", "any(t1, t2)", []),
    ("⟦m Testosterone⟧ ⟦t < 300⟧ or ⟦t > 1000⟧ ⟦d within 1 month⟧", "any(t1 within d1, t2 within d1)", []),
    (
        "Known hypersensitivity to drug A or any component of it",
        "q1",
        ["Known hypersensitivity to drug A or any component of it"],
    ),
    (
        "Any other severe progressive or uncontrolled liver disease",
        "q1",
        ["Any other severe progressive or uncontrolled liver disease"],
    ),
    ("Patients unwilling or unable to comply", "q1", ["Patients unwilling or unable to comply"]),
    (
        # what is planned lies ahead: the window is not of both
        "Surgery ⟦d within 12 months⟧ or planned during the study",
        "q1",
        ["Surgery within 12 months or planned during the study"],
    ),
    (
        "Stroke (except of old age) or radiotherapy ⟦d within 4 weeks⟧",
        "q1 within d1",
        ["Stroke (except of old age) or radiotherapy"],
    ),
    (
        "Women of childbearing potential must use contraception",
        "unknown(q1)",
        ["Women of childbearing potential must use contraception"],
    ),
    (
        "Pregnancy. Options for contraception include abstinence and condoms.",
        "q1",
        ["Pregnancy"],
    ),
    (
        "Uncontrolled pain. Patients on opioids must be on a stable dose.",
        "q1",
        ["Uncontrolled pain. Patients on opioids must be on a stable dose"],
    ),
    ("⟦m QTc⟧ ⟦t > 480 ms⟧. If ⟦m QTc⟧ is ⟦t > 480 ms⟧ once, the test should be repeated.", "t1", []),
    (
        "Any of: (1) stroke; (2) ⟦m LVEF⟧ ⟦t < 50 %⟧; or (3) angina ⟦d within 3 months⟧",
        "any(q1, t1, q2 within d1)",
        ["stroke", "angina"],
    ),
]


@pytest.mark.parametrize(("sentence", "formula", "questions"), REQUIRED)
def test_what_an_inclusion_item_requires(sentence: str, formula: str, questions: list[str]) -> None:
    assert of_item(sentence, "inclusion") == (formula, questions)


@pytest.mark.parametrize(("sentence", "formula", "questions"), EXCLUDED)
def test_what_an_exclusion_item_excludes(sentence: str, formula: str, questions: list[str]) -> None:
    assert of_item(sentence, "exclusion") == (formula, questions)


def test_a_bound_in_an_exception_is_nothing_that_another_bound_relaxes():
    made = built(
        "Inclusion Criteria:\n\n* ⟦m Hemoglobin⟧ ⟦t ≥ 8 g/dL⟧ ⟦c without transfusion⟧, except for those with angina"
        " and ⟦m Hemoglobin⟧ ⟦t ≥ 9 g/dL⟧"
    )
    first, second = made.criteria[0].children[0].thresholds
    assert (first.exception, second.exception) == (False, True)
