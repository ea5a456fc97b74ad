"""Where a list ends that is not indented below its opener."""

import pytest

from extract.outline import parse


@pytest.mark.parametrize(
    ("opener", "below", "after"),
    [
        ("Organ function:", ["Platelets over 100;", "Bilirubin under 2."], ["Consent"] * 5),
        ("Organ function:", ["Kidney: creatinine normal", "Liver: AST normal"], ["Able to walk"] * 5),
        ("Blood counts at baseline:", ["Platelets ≥ 100", "Neutrophils ≥ 1.5"], ["Able to walk", "Consent"] * 3),
        ("Kidney function:", ["No dialysis", "No transplant"], ["Liver function:", "No jaundice", "Consent"]),
        ("Adequate vision, with either:", ["Creatinine clearance 60 or", "no glasses"], ["Able to walk"] * 5),
        ("Heart disease such as:", ["Angina", "Stroke"], []),
        ("Joint pain with these features:", ["Redness", "Swelling", "Warmth", "Stiffness"], ["Able to walk"] * 5),
        ("Surgery of one of these kinds:", ["Hip", "Knee", "Back"], ["Patients with gout", "Hand", "Foot"]),
        ("Bilirubin normal, with the following exception:", ["Gilbert's syndrome"], ["Albumin normal", "AST normal"]),
        ("Organ function as described:", [], ["Able to walk", "Consent", "No pain", "No gout", "No fever"]),
    ],
)
def test_run(opener, below, after):
    lines = [opener, *below, *after]
    outline = parse("Inclusion Criteria:\n\n" + "\n".join(f"* {line}" for line in lines))
    assert [child.plain.text for child in outline.items[0].children[0].children] == below
