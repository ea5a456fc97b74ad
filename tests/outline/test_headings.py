"""What a line is by its words."""

import pytest

from extract.outline import headings, limits, remarks


def _heading(line):
    return headings.section_heading(line, line.lower())


def _is_note(line):
    return remarks.is_note(line, line.lower())


@pytest.mark.parametrize(
    ("line", "section"),
    [
        ("Inclusion Criteria:", "inclusion"),
        ("EXCLUSION CRITERIA", "exclusion"),
        ("Key Inclusion Criteria :", "inclusion"),
        ("Main exclusion criteria", "exclusion"),
        ("Non-inclusion criteria:", "exclusion"),
        ("Exclusion:", "exclusion"),
        ("Inclusion criteria for the control group", "inclusion"),
        ("Exclusion criteria: healthy subjects", "exclusion"),
        ("Phase 1b Key Inclusion Criteria:", "inclusion"),
        ("Exclusion Criteria (include amongst others):", "exclusion"),
        ("The inclusion criteria are as follows:", "inclusion"),
        ("Inclusion criteria：", "inclusion"),
        ("Eligibility Criteria", "other"),
    ],
)
def test_headings_of_sections(line, section):
    heading = _heading(line)
    assert heading is not None
    assert (heading.section, heading.end) == (section, len(line))


@pytest.mark.parametrize(
    "line",
    [
        "Other protocol-defined inclusion/exclusion criteria may apply",
        "Inclusion criteria 1-4 for all parts plus:",
        "Not fulfilling the inclusion criteria",
        "Patient meets the inclusion criteria of the main study",
        "Inclusion in another trial within 30 days",
        "Peanut allergy (this exclusion criterion is checked on the day of the first visit)",
        "Age over 18 years",
    ],
)
def test_sentences_that_speak_of_criteria_are_no_headings(line):
    heading = _heading(line)
    assert heading is None or heading.neutral


@pytest.mark.parametrize(
    ("line", "rest"),
    [
        ("Exclusion Criteria: None", "None"),
        ("Inclusion criteria. Age over 18. Speaks Dutch.", "Age over 18. Speaks Dutch."),
        ("Inclusion Criteria: 1. Age over 18 2. Consent", "1. Age over 18 2. Consent"),
    ],
)
def test_text_after_a_heading_on_its_line(line, rest):
    heading = _heading(line)
    assert heading is not None
    assert line[heading.end :] == rest


@pytest.mark.parametrize(
    ("line", "side"),
    [
        ("Participants must meet all of the following criteria:", "inclusion"),
        ("Women are eligible if they:", "inclusion"),
        ("A subject will not be eligible to participate if any of the following apply:", "exclusion"),
        ("Presence of any one of the following will exclude the patient from the study:", "exclusion"),
        ("Inclusion criteria 1-4 for all parts plus:", "inclusion"),
        ("Patients must not meet any exclusion criteria to be eligible:", "inclusion"),
        ("This trial is open to adults who are:", "inclusion"),
        ("This trial is not suitable for people who:", "exclusion"),
        ("Participants must:", "inclusion"),
        ("A volunteer is eligible if all of these criteria are met per self-report:", "inclusion"),
        ("The following cases were excluded:", "exclusion"),
        ("These include in particular:", "inclusion"),
        ("Those who meet any of the following criteria will be excluded from the study.", "exclusion"),
    ],
)
def test_preambles_require_nothing_themselves(line, side):
    assert headings.preamble(line) == side


@pytest.mark.parametrize(
    "line",
    [
        "Adequate kidney function, with all of the following:",
        "Treatment with any of the following within 4 weeks:",
        "Patients not meeting all of the inclusion criteria",
        "Has heart failure",
    ],
)
def test_requirements_that_open_a_list_are_no_preambles(line):
    assert headings.preamble(line) is None


def test_alternatives_introduce_the_items_of_an_exclusion_section_only():
    line = "Presence of any 1 of the following:"
    assert headings.preamble(line, within="exclusion") == "exclusion"
    assert headings.preamble(line, within="inclusion") is None
    assert headings.preamble(line) is None


@pytest.mark.parametrize(
    ("text", "side"),
    [
        ("One person of each household takes part. Volunteers are eligible if they meet all of these:", "inclusion"),
        ("The scan must be recent. Volunteers are eligible if they meet all of these:", None),
        ("Gout is common. Joints with crystals:", None),
    ],
)
def test_a_paragraph_is_a_preamble_by_its_last_sentence(text, side):
    assert headings.closing_preamble(text) == side


@pytest.mark.parametrize(
    ("line", "opens"),
    [
        ("Gout with:", True),
        ("The reason for surgery must be one of the following", True),
        ("Laboratory values that meet the following criteria.", True),
        ("Gout in the week following surgery", False),
    ],
)
def test_lines_that_open_a_list(line, opens):
    assert headings.opens_list(line) == opens


@pytest.mark.parametrize(
    "line",
    [
        "Inclusion Criteria: Treatment Eligibility",
        "Key Exclusion Criteria: Study-Wide Eligibility (All Parts):",
        "Part 1 additional exclusion criteria:",
        "Additional Inclusion Criteria for Sub-Study A only:",
    ],
)
def test_a_heading_is_read_with_its_tail(line):
    heading = _heading(line)
    assert (heading.end, heading.specific) == (len(line), False)


def test_criteria_specific_to_a_cohort_are_a_group_of_the_section():
    assert _heading("Inclusion criteria specific to Cohort 1:").specific


@pytest.mark.parametrize(
    "line",
    ["Cohort A:", "Part 2 only", "Male patients :", "Prior therapy:", "Back pain characteristics:", "AGE:",
     "Cohort 3 (B3 thymoma and thymic cancer)", "Medical Conditions", "The following lab values",
     "For parent participants:", "Previous or Current Medical Conditions"],
)  # fmt: skip
def test_titles_of_groups(line):
    assert headings.is_group(line, heads_list=True)


@pytest.mark.parametrize(
    "line",
    ["Adequate bone marrow function:", "Women who can become pregnant must:", "Treatment with the following drugs:",
     "Known allergy to:", "History of any of the following:", "Platelets over 100:", "Cohort A: earlier chemotherapy",
     "All of the following apply:", "Prior to the first dose of study drug:", "Aged 18 or older and:", "OR"],
)  # fmt: skip
def test_lines_that_require_something_title_nothing(line):
    assert not headings.is_group(line, heads_list=True)


@pytest.mark.parametrize(
    "line",
    ["Note: a repeat test is allowed.", "NOTE that scores vary.", "OR", "and/or", "Not specified", "* with spacer",
     "Definition of relapse: return of blasts", "Other protocol-defined criteria apply.", "Please note: page 3", "-",
     "[Note: a repeat test is allowed.]", "Note, scores vary.", "Further exclusion criteria apply.",
     "A full list of inclusion/exclusion criteria is in the protocol.", "EXCEPT", "Participants may or may not smoke.",
     "Mild gout is not exclusionary.", "Examples of reliable methods include the coil.",
     "Clearance = (140 - age) x weight / (72 x creatinine)"],
)  # fmt: skip
def test_notes(line):
    assert _is_note(line)


def test_a_criterion_that_begins_like_a_note_is_none():
    assert not _is_note("Notable weight loss within 6 months")
    assert not _is_note("Other exclusions")


def test_what_counts_as_something_requires_nothing():
    assert remarks.counts_as("A woman is considered of childbearing potential if she has had a first menses.")
    assert not remarks.counts_as("The ligament is considered torn")
    assert not remarks.counts_as("Patients are considered positive if two tests agree")


def test_the_colon_of_an_address_ends_no_heading():
    line = "Inclusion/Exclusion Criteria: see https://example.org"
    heading = _heading(line)
    assert heading is None or line[heading.end :] != "//example.org"


@pytest.mark.parametrize(
    "line",
    ["Gout or lupus. Mild gout is not exclusionary.", "Any joint disease, except mild gout, which is not exclusionary",
     "Creatinine clearance ≥ 50 mL/min by Cockcroft-Gault = (140 - age) x weight / (72 x creatinine)"],
)  # fmt: skip
def test_a_criterion_that_is_softened_or_explained_stays_one(line):
    assert not _is_note(line)


@pytest.mark.parametrize(
    ("line", "before", "by_colon", "defines"),
    [
        ("Relapse is defined as return of 5% blasts.", "Leukemia in relapse", False, True),
        ("Reliable contraception: pill, coil or implant", "No reliable contraception", True, True),
        ("Reliable contraception: pill, coil or implant", "No reliable contraception", False, False),
        ("For men of fertile age: condoms", "Women of fertile age: two methods", True, False),
        ("Kidney failure: dialysis", "Liver failure", True, False),
    ],
)
def test_a_line_that_explains_the_one_before(line, before, by_colon, defines):
    assert remarks.defines(line, before, by_colon=by_colon) == defines


@pytest.mark.parametrize(
    ("line", "term"),
    [
        ("Refractory gout is defined as three attacks a year.", ["refractory", "gout"]),
        ("Normal kidney function is defined as clearance over 60", []),
        ("Menopause must be confirmed and is defined as a year without menses", []),
        ("Gout for a year", []),
    ],
)
def test_the_term_that_a_line_defines(line, term):
    assert remarks.definition(line) == term


@pytest.mark.parametrize(
    ("line", "sex"),
    [
        ("For women of childbearing potential: a negative test", ["women of childbearing potential"]),
        ("For men: condoms", ["men"]),
        ("Female participants: a negative test", ["Female participants"]),
        ("Women of childbearing age only: a negative test", ["Women of childbearing age"]),
        ("Women with gout", []),
        ("For patients with gout: colchicine", []),
        ("Men: aged 18", []),
    ],
)
def test_the_sex_that_an_opening_limits_to(line, sex):
    assert limits.limited_sex(line) == sex


@pytest.mark.parametrize(
    ("title", "labels"),
    [
        ("Cohort A (second line) specific inclusion criteria:", ["Cohort A"]),
        ("Part 1 Cohort 2 only", ["Part 1 Cohort 2"]),
        ("Exclusion Criteria (Parts 1 and 2):", ["Parts 1 and 2"]),
        ("Key inclusion criteria only for phase III:", ["phase III"]),
        ("Donor Inclusion Criteria:", ["Donor"]),
        ("Additional Inclusion Criteria for renal transplant patients", ["renal transplant patients"]),
        ("Inclusion criteria for the control group", ["control group"]),
        ("Healthy volunteers:", ["Healthy volunteers"]),
        ("Inclusion Criteria for all cohorts", []),
        ("Subject Inclusion Criteria:", []),
        ("Disease specific inclusion criteria:", []),
        ("Solid tumor Inclusion Criteria:", ["Solid tumor"]),
        ("Cohort 3 (all but cohorts 1 and 2)", ["Cohort 3"]),
        ("Prior malignancies:", []),
        ("Exclusion criteria for the study population and controls", []),
        ("Exclusion criteria: patients with", []),
        ("The following treatments exist for patients:", []),
        ("[Part 3 only]", ["Part 3"]),
        ("To continue in the extension phase, subjects must meet the following criteria:", ["extension phase"]),
        ("Besides the above, asthmatic participants must meet these criteria:", ["asthmatic participants"]),
        ("Besides the above, all participants must meet these criteria:", []),
    ],
)
def test_whom_a_title_limits_its_items_to(title, labels):
    assert limits.limits(title) == labels
