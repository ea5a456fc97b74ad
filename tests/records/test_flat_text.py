import pytest

from extract.records import flat_text
from extract.records.cells import split_outcome

ROW = """\
Velorafenib for Melanoma
Melanoma is common. It was studied in 2019.

A second paragraph, with a comma.
Melanoma|Skin Cancer
DRUG: Velorafenib, or placebo|BEHAVIORAL: Sun protection
Overall survival, Time to death from any cause., Up to 5 years
Response (CR, PR), Week 12|Quality of life, Score of the scale, 0 to 100, Baseline, 6 months
This study will include 40 patients. They are followed for 5 years."""


def test_the_line_of_interventions_fixes_the_fields():
    record = flat_text.read(ROW.encode())
    assert record.title == "Velorafenib for Melanoma"
    assert record.conditions == ["Melanoma", "Skin Cancer"]
    assert [(it.type, it.name) for it in record.interventions] == [
        ("DRUG", "Velorafenib, or placebo"),
        ("BEHAVIORAL", "Sun protection"),
    ]
    assert [(outcome.role, outcome.measure, outcome.time_frame) for outcome in record.outcomes] == [
        ("primary", "Overall survival", "Up to 5 years"),
        ("secondary", "Response (CR, PR)", "Week 12"),
        ("secondary", "Quality of life", "Baseline, 6 months"),
    ]


def test_there_is_no_eligibility_text_and_the_record_says_so():
    record = flat_text.read(ROW.encode())
    assert record.eligibility.text is None
    assert "no_eligibility_text" in [issue.code for issue in record.issues]


def test_doubtful_cuts_are_issues():
    issues = [issue.path for issue in flat_text.read(ROW.encode()).issues if issue.code == "outcome_split_uncertain"]
    assert "/outcomes/2" in issues
    assert "/outcomes/0" not in issues


@pytest.mark.parametrize(
    ("item", "measure", "description", "frame"),
    [
        ("Survival, 2 years", "Survival", None, "2 years"),
        ("Pain, Scale from 0, none, to 10., at day 3", "Pain", "Scale from 0, none, to 10.", "at day 3"),
        ("Cmax, Peak level, Day 1 (pre-dose, 1 h), day 8", "Cmax", "Peak level", "Day 1 (pre-dose, 1 h), day 8"),
        ("AUC, Area under the curve, 1, 2, 4 and 8 hours", "AUC", "Area under the curve", "1, 2, 4 and 8 hours"),
        ("Adherence", "Adherence", None, None),
    ],
)
def test_outcome_cells(item, measure, description, frame):
    assert split_outcome(item)[:3] == (measure, description, frame)
