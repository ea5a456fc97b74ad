import pytest
from made_records import VEEVA_PAGE

from extract.document import Age, Enrollment, Masking, Sponsor
from extract.records import UnreadableRecordError, veeva_text


def page(**changes):
    text = VEEVA_PAGE
    for old, new in changes.values():
        assert old in text
        text = text.replace(old, new)
    return veeva_text.read(text.encode())


def test_the_head_of_a_page():
    record = page()
    assert record.study_id == "NCT90000007"
    assert record.title == "Velorafenib Versus Standard Care in Stage III Melanoma"
    assert record.sponsor == Sponsor("Northern Example Hospital", "OTHER")
    assert (record.status, record.phases, record.study_type) == ("RECRUITING", ["PHASE1", "PHASE2"], "INTERVENTIONAL")
    assert record.conditions == ["Melanoma", "Stage III Melanoma"]
    assert record.other_ids == ["NEH-12"]
    assert record.enrollment == Enrollment(64, "ESTIMATED")


def test_the_criteria_are_the_words_between_the_headings():
    text = page().eligibility.text
    assert text.startswith("Inclusion Criteria:\n\n  1. Age")
    assert text.endswith("    2. pregnancy")


def test_sex_ages_and_volunteers():
    eligibility = page().eligibility
    assert (eligibility.sex, eligibility.healthy_volunteers) == ("FEMALE", False)
    assert (eligibility.minimum_age, eligibility.maximum_age) == (Age(18, "a"), Age(75, "a"))


@pytest.mark.parametrize(
    ("ages", "low", "high"),
    [
        ("12+ years old", Age(12, "a"), None),
        ("6 months to 5 years old", Age(6, "mo"), Age(5, "a")),
        ("2 to 30 days old", Age(2, "d"), Age(30, "d")),
        ("Up to 17 years old", None, Age(17, "a")),
        ("All ages", None, None),
    ],
)
def test_ages_as_pages_word_them(ages, low, high):
    record = page(ages=("18 to 75 years old", ages))
    assert (record.eligibility.minimum_age, record.eligibility.maximum_age) == (low, high)
    assert not record.issues


def test_arms_stand_in_the_order_of_the_page_with_their_treatments():
    record = page()
    names = {it.id: (it.type, it.name) for it in record.interventions}
    assert [(arm.label, arm.type, arm.description) for arm in record.arms] == [
        ("Arm 2", "ACTIVE_COMPARATOR", "Care as usual.\nVisits every 4 weeks."),
        ("Arm 1", "EXPERIMENTAL", "Velorafenib 50 mg twice a day"),
        ("Arm 3", "NO_INTERVENTION", None),
    ]
    assert [[names[id_] for id_ in arm.interventions] for arm in record.arms] == [
        [("OTHER", "Standard care")],
        [("DRUG", "Velorafenib"), ("OTHER", "Standard care")],
        [],
    ]


def test_design():
    design = page().design
    assert (design.allocation, design.intervention_model, design.primary_purpose) == (
        "RANDOMIZED",
        "PARALLEL",
        "TREATMENT",
    )
    assert design.masking_info == Masking("DOUBLE", who_masked=["PARTICIPANT", "INVESTIGATOR"])


def test_a_status_that_the_page_computes_is_no_value():
    record = page(status=("Recruiting", "Begins enrollment in 2 months"))
    assert record.status is None
    assert [issue.code for issue in record.issues] == ["status_computed"]


def test_groups_that_disagree_with_the_enrollment_are_an_issue():
    assert "contradiction" in [issue.code for issue in page(n=("64 participants in", "65 participants in")).issues]


def test_a_treatment_that_only_an_arm_names_is_kept():
    record = page(t=("Treatment:\nDrug: Velorafenib", "Treatment:\nDevice: Pump\nDrug: Velorafenib"))
    assert record.interventions[-1].name == "Pump"
    assert "treatment_unlisted" in [issue.code for issue in record.issues]


def test_a_page_without_criteria_is_no_study():
    with pytest.raises(UnreadableRecordError):
        veeva_text.read(b"ClinicalTrials.Veeva\n\nMenu\n\nNot found\n")


@pytest.mark.parametrize("word", ["Allocation", "Masking", "Sex", "Primary purpose"])
def test_words_of_the_page_within_the_criteria_do_not_end_them(word):
    record = page(x=("Exclusion Criteria:", f"Exclusion Criteria:\n\n{word}"))
    assert word in record.eligibility.text
    assert record.eligibility.text.endswith("2. pregnancy")


def test_line_ends_of_windows():
    record = veeva_text.read(VEEVA_PAGE.replace("\n", "\r\n").encode())
    assert [arm.label for arm in record.arms] == ["Arm 2", "Arm 1", "Arm 3"]
    assert record.eligibility.text.startswith("Inclusion Criteria:\r\n\r\n  1. Age")
    assert record.eligibility.text.endswith("2. pregnancy")
