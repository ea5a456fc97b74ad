"""Where items stand: each text beside its tree, a level of which is two spaces and a letter for the kind."""

import textwrap

import pytest

from extract.outline import parse
from extract.outline.cover import gaps

LETTER = {"section": "§", "group": "G", "criterion": "C", "note": "N", "preamble": "P"}

CASES = {
    "a colon opens a list that is not indented, to the last `;`": (
        """
        * Adequate blood counts:
        * Platelets over 100;
        * Neutrophils over 1.5.
        * Consent
        """,
        """
        C Adequate blood counts:
          C Platelets over 100;
          C Neutrophils over 1.5.
        C Consent
        """,
    ),
    "numbers that count on close the letters between them": (
        """
        1. Gout with
        a) pain
        b) swelling
        2. Consent
        """,
        """
        C Gout with
          C pain
          C swelling
        C Consent
        """,
    ),
    "a count that begins again below a colon is inside": (
        """
        8. Asthma, with:
        1. Wheeze
        2. Cough
        9. Consent
        """,
        """
        C Asthma, with:
          C Wheeze
          C Cough
        C Consent
        """,
    ),
    "numbers aligned to the right are one list": (
        """
         9. Gout
        10. Lupus
        """,
        """
        C Gout
        C Lupus
        """,
    ),
    "an escaped count that shifts is one list": (
        """
        * 1\\. Steroids

          2\\. Another trial

          3\\. Transplant
        """,
        """
        C Steroids
        C Another trial
        C Transplant
        """,
    ),
    "steps that only converters make are one list": (
        """
        * Taking one of:
          * Aspirin
            * Warfarin
              * Heparin
        * Pregnancy
        """,
        """
        C Taking one of:
          C Aspirin
          C Warfarin
          C Heparin
        C Pregnancy
        """,
    ),
    "a list left of its opener is inside when the opener's own list goes on": (
        """
        * Relapse
          * Treated:
            * Age over 18
            * Kidneys defined as:
          * Creatinine under 2
          * No dialysis
            * Consent
        """,
        """
        C Relapse
          C Treated:
            C Age over 18
            C Kidneys defined as:
              C Creatinine under 2
              C No dialysis
            C Consent
        """,
    ),
    "letters that look roman": (
        """
        g) Gout
        h) Hernia
        i) Ileus
        j) Jaundice
        """,
        """
        C Gout
        C Hernia
        C Ileus
        C Jaundice
        """,
    ),
    "a title without a colon over a list": (
        """
        Medical Conditions

        * Gout

        Other Exclusions

        * Lupus
        """,
        """
        G Medical Conditions
          C Gout
        G Other Exclusions
          C Lupus
        """,
    ),
    "a title that a converter moved between two numbers": (
        """
        1. Gout

           Cardiac safety
        2. Angina
        """,
        """
        C Gout
        G Cardiac safety
          C Angina
        """,
    ),
    "a paragraph after a colon is what the colon promises": (
        """
        * A severe reaction, that is:

        Shock or need of adrenaline

        * Pregnancy
        """,
        """
        C A severe reaction, that is:
          C Shock or need of adrenaline
        C Pregnancy
        """,
    ),
    "further paragraphs of an item": (
        """
        1. Women of fertile age use contraception.

           A woman is of fertile age until 50.

           Men must use condoms.
        2. Consent
        """,
        """
        C Women of fertile age use contraception.
        N A woman is of fertile age until 50.
        C Men must use condoms.
        C Consent
        """,
    ),
    "a note among nested items stays among them": (
        """
        * Any heart disease:
          * Angina
          * Note: stable angina counts
          * Stroke
        * Gout
        """,
        """
        C Any heart disease:
          C Angina
          N Note: stable angina counts
          C Stroke
        C Gout
        """,
    ),
    "a note alone below its item stands beside it": (
        """
        * Asthma
          * Note: by spirometry
        * Gout
        """,
        """
        C Asthma
        N Note: by spirometry
        C Gout
        """,
    ),
    "a preamble does not indent": (
        """
        * Patients with any of the following will be excluded:
          * Gout
          * Consent
        """,
        """
        P Patients with any of the following will be excluded:
        C Gout
        C Consent
        """,
    ),
    "paragraphs that end in `;` are one list": (
        """
        No use of these drugs before the visit:

        Aspirin for 2 weeks;

        Warfarin for 4 weeks.

        Consent is given
        """,
        """
        C No use of these drugs before the visit:
          C Aspirin for 2 weeks;
          C Warfarin for 4 weeks.
        C Consent is given
        """,
    ),
    "labels of cohorts among the items that they are about": (
        """
        * Cohort 1 (breast cancer)
        * Earlier hormones
        * Cohort 2 (lung cancer)
        * Earlier platinum
        * No smoking
        """,
        """
        G Cohort 1 (breast cancer)
          C Earlier hormones
        G Cohort 2 (lung cancer)
          C Earlier platinum
          C No smoking
        """,
    ),
    "a heading right after a long line is no rest of it": (
        """
        - Unable to finish the pace mapping that the procedure of this study calls for
        Exclusion Criteria:
        - Clot in the left atrium, the left ventricle or the appendage, seen on any image
        """,
        """
        C Unable to finish the pace mapping that the procedure of this study calls for
        """,
    ),
    "a marker alone on its line": (
        """
        1.
        Gout
        2.
        Lupus
        """,
        """
        C Gout
        C Lupus
        """,
    ),
    "names of bacteria are no letters of a list": (
        """
        Sensitisation to mould

        E. coli in urine

        C. difficile in stool
        """,
        """
        C Sensitisation to mould
        C E. coli in urine
        C C. difficile in stool
        """,
    ),
    "a preamble of alternatives does not indent": (
        """
        * Presence of any of the following:
        * Gout
        * Lupus
        """,
        """
        P Presence of any of the following:
        C Gout
        C Lupus
        """,
    ),
    "alternatives beside other criteria are one criterion": (
        """
        * Presence of any of the following:
          * Gout
          * Lupus
        * Pregnancy
        """,
        """
        C Presence of any of the following:
          C Gout
          C Lupus
        C Pregnancy
        """,
    ),
    "a definition of a term used before is a note in its place": (
        """
        1. Relapsed or refractory gout
           1. Relapse is defined as an attack within a year.
           2. Refractory is defined as an attack under treatment.
        2. Consent
        """,
        """
        C Relapsed or refractory gout
          N Relapse is defined as an attack within a year.
          N Refractory is defined as an attack under treatment.
        C Consent
        """,
    ),
    "cohorts titled within an item stand side by side": (
        """
        1. Gout that:

           o Has been confirmed by crystals

           Cohort One Criteria:
           * One of these:

             * Relapse

           Cohort Two Criteria:
           * First attack
        2. Consent
        """,
        """
        C Gout that:
          C Has been confirmed by crystals
          G Cohort One Criteria:
            C One of these:
              C Relapse
          G Cohort Two Criteria:
            C First attack
        C Consent
        """,
    ),
    "a paragraph goes on with a count inside the item before it": (
        """
        1. Gout with

           a. pain b. swelling c. fever

           d. redness
        2. Consent
        """,
        """
        C Gout with
          C pain b. swelling c. fever
          C redness
        C Consent
        """,
    ),
    "letters after bullets count": (
        """
        * a. Gout
        * b. Normal kidneys:
        * Creatinine under 2
        * No dialysis
        * c. Consent
        """,
        """
        C Gout
        C Normal kidneys:
          C Creatinine under 2
          C No dialysis
        C Consent
        """,
    ),
    "an initial after a bullet is no letter of a count": (
        """
        * E. coli in urine
        * C. difficile in stool
        """,
        """
        C E. coli in urine
        C C. difficile in stool
        """,
    ),
    "titles that part the list of an item stand side by side below it": (
        """
        * 1\\. Laboratory values including:

        Hematology:

        * Platelets under 100

        Biochemistry:

        * Creatinine over 2

        * 2\\. Gout
        """,
        """
        C Laboratory values including:
          G Hematology:
            C Platelets under 100
          G Biochemistry:
            C Creatinine over 2
        C Gout
        """,
    ),
    "paragraphs that each name a case are one list below the item that opens it": (
        """
        * Must have had, for each disease, the following:

        Gout - Two courses of colchicine

        Lupus (also of the skin) - Steroids

        Wilson disease - A chelator

        * Consent
        """,
        """
        C Must have had, for each disease, the following:
          C Gout - Two courses of colchicine
          C Lupus (also of the skin) - Steroids
          C Wilson disease - A chelator
        C Consent
        """,
    ),
    "a label in brackets titles the list below it": (
        """
        * Gout

        [Part 2 only]

        * Tophi
        """,
        """
        C Gout
        G [Part 2 only]
          C Tophi
        """,
    ),
    "a title says who its items are for, though it has a word of requirements": (
        """
        Gout participants:

        1. Tophi

        Normal joint function participants:

        1. No tophi
        """,
        """
        G Gout participants:
          C Tophi
        G Normal joint function participants:
          C No tophi
        """,
    ),
    "a sentence over a list that begins anew is a preamble": (
        """
        1. Gout

        At the end of the run-in (Visit 2), participants who meet the following additional criteria are excluded:

        1. Diary kept
        """,
        """
        C Gout
        P At the end of the run-in (Visit 2), participants who meet the following additional criteria are excluded:
        C Diary kept
        """,
    ),
    "a sentence over a list that speaks of one part of the study is a group": (
        """
        1. Gout

        For enrollment in the open arm, participants must meet all of the criteria below:

        1. Diary kept
        """,
        """
        C Gout
        G For enrollment in the open arm, participants must meet all of the criteria below:
          C Diary kept
        """,
    ),
    "a note with a marker of its own inside a line is a note": (
        """
        * Surgery in the last year (earlier study). • Note that scars are allowed
        * Gout
        """,
        """
        C Surgery in the last year (earlier study).
        N Note that scars are allowed
        C Gout
        """,
    ),
    "criteria go on after the list of a note though the markup sinks them": (
        """
        * Gout

        Note: Cysts are allowed if:

        1. They are small.
        2. They are silent.

           * Patients with lupus
           * Stroke
        """,
        """
        C Gout
        N Note: Cysts are allowed if:
          N They are small.
          N They are silent.
        C Patients with lupus
        C Stroke
        """,
    ),
    "what a result counts as is no criterion, nor is a formula": (
        """
        * Low ferritin
        * Ferritin levels are considered normal for values above 30

        BMI = weight in kg divided by the square of the height in m
        """,
        """
        C Low ferritin
        N Ferritin levels are considered normal for values above 30
        N BMI = weight in kg divided by the square of the height in m
        """,
    ),
    "the end of a bracket is no marker": (
        """
        Consent of the parents (for those under
        18)

        Gout
        """,
        """
        C Consent of the parents (for those under 18)
        C Gout
        """,
    ),
}


def drawn(items, level=0):
    for item in items:
        yield "  " * level + f"{LETTER[item.kind]} {item.plain.text}"
        yield from drawn(item.children, level + (item.kind not in ("section", "preamble")))


@pytest.mark.parametrize("case", CASES)
def test_nesting(case):
    text, tree = (textwrap.dedent(part).strip("\n") for part in CASES[case])
    outline = parse(f"Exclusion Criteria:\n\n{text}")
    assert "\n".join(drawn(outline.items[0].children)) == tree
    assert gaps(outline) == []


@pytest.mark.parametrize(
    ("section", "head", "children", "combine"),
    [
        ("Inclusion", "Gout, shown by:", ["pain", "swelling"], "all"),
        ("Exclusion", "Gout, shown by:", ["pain", "swelling"], "any"),
        ("Inclusion", "One of the following:", ["pain", "swelling"], "any"),
        ("Inclusion", "At least 2 of these:", ["pain", "swelling"], "any"),
        ("Exclusion", "Gout with both:", ["pain", "swelling"], "all"),
        ("Exclusion", "Joint disease such as:", ["gout", "lupus"], "examples"),
        ("Exclusion", "Joint disease, including but not limited to:", ["gout", "lupus"], "examples"),
        ("Inclusion", "No cancer except for:", ["basal cell", "cervix"], "any"),
        ("Inclusion", "Proof of gout", ["crystals, or", "tomography"], "any"),
        ("Exclusion", "Proof of gout", ["crystals;", "pain; and", "tomography"], "all"),
        ("Inclusion", "Proof of gout", ["crystals or", "pain", "tomography"], "all"),
        ("Inclusion", "Kinds of cancer", ["Cohort A: breast", "Cohort B: lung"], "any"),
        ("Inclusion", "Gout (any joint, e.g. the toe) with:", ["pain", "swelling"], "all"),
        ("Inclusion", "Cancer of the following histologies:", ["adenoma", "sarcoma"], "any"),
        ("Inclusion", "Surgery for a combination of the following:", ["trauma", "gout"], "any"),
        ("Inclusion", "Surgery is due. The following patients are candidates for it:", ["trauma", "gout"], "any"),
        ("Inclusion", "Select tumor types", ["adenoma", "sarcoma"], "any"),
        ("Exclusion", "For all mothers:", ["gout", "lupus"], "any"),
        ("Inclusion", "Stable treatment with", ["colchicine", "and/or aspirin"], "any"),
        ("Inclusion", "Treated with a new oral therapy, alone or in combination:", ["colchicine", "aspirin"], "any"),
        ("Inclusion", "Confirmed rare tumors:", ["Clear cell sarcoma", "Pineoblastoma (any site)"], "any"),
        ("Inclusion", "Confirmed tumor:", ["Sarcoma measured twice", "No earlier lymphoma"], "all"),
        ("Inclusion", "Values should at least meet the following requirements:", ["pain", "swelling"], "all"),
        ("Inclusion", "Have a BMI", ["≥ 30", "≥ 27 with gout"], "any"),
        ("Inclusion", "Platelets", ["≥ 30", "≤ 900"], "all"),
        ("Inclusion", "Women who are", ["Postmenopausal", "Of childbearing potential, with a pill"], "any"),
    ],
)
def test_how_items_join(section, head, children, combine):
    text = f"{section} Criteria:\n\n* {head}\n\n" + "\n".join(f"  * {child}" for child in children)
    assert parse(text).items[0].children[0].combine == combine


def test_headings_in_a_running_line_part_it():
    outline = parse("Inclusion Criteria: 1. Gout 2. Age over 18 Exclusion Criteria: 1. Lupus 2. Pregnancy")
    assert list(drawn(outline.items)) == [
        "§ Inclusion Criteria:", "C Gout", "C Age over 18", "§ Exclusion Criteria:", "C Lupus", "C Pregnancy",
    ]  # fmt: skip


def test_parts_of_an_inline_enumeration_are_spans_of_the_text():
    text = "* Stable metastases, that is: (1) no steroids; (2) size \\< 1 cm"
    item = parse(text).items[0]
    assert [(part.label, text[part.start : part.end]) for part in item.parts] == [
        ("(1)", "no steroids;"),
        ("(2)", "size \\< 1 cm"),
    ]
    assert [text[part.label_start : part.label_end] for part in item.parts] == ["(1)", "(2)"]


@pytest.mark.parametrize(
    ("text", "labels"),
    [
        ("For Cohort B, a new biopsy", ["Cohort B"]),
        ("Part 2: earlier surgery", ["Part 2"]),
        ("Peanut diet for a year (part B only)", ["part B"]),
        ("Cohort 1: bilirubin normal, or Cohort 2: bilirubin raised", []),
        ("Weight over 50 kg (not applicable for Cohort 5)", []),
        ("Group 2 participants must fast", ["Group 2"]),
        ("For men: condoms", ["men"]),
        ("Cancer of stage III (Stage III)", []),
        ("In the late expansion cohort only, a new biopsy", ["late expansion cohort"]),
        ("For expansion cohort patients, a new biopsy", ["expansion cohort"]),
        ("For the Skin Cohort Expansion: a new biopsy", ["Skin Cohort Expansion"]),
        ("For dose expansion in gout (after colchicine): tophi", ["dose expansion in gout"]),
        ("Participants in the dose escalation cohort must fast", ["dose escalation cohort"]),
        ("Participants in all parts must fast", []),
        ("Patients in the age group of 6 to 14 years", []),
        ("If in Cohort A, a new biopsy", ["Cohort A"]),
        ("Surgery is planned (Prospective study)", ["Prospective study"]),
    ],
)
def test_limits_in_an_item_itself(text, labels):
    assert parse(f"Inclusion Criteria:\n\n* {text}").items[0].children[0].applies_to == labels


def test_titles_parted_by_or_limit_their_items():
    text = "Exclusion Criteria:\n\nNew to the watch\n\n* Gout\n\nOR\n\nUses the watch\n\n* Lupus\n"
    groups = [item for item in parse(text).items[0].children if item.kind == "group"]
    assert [group.children[0].applies_to for group in groups] == [["New to the watch"], ["Uses the watch"]]


def test_keys_follow_content_and_ids_follow_position():
    one = parse("Inclusion Criteria:\n\n* Gout\n* Age \\> 18\n* Gout")
    two = parse("Inclusion Criteria:\n\n1. Lupus\n2. Age >  18")
    assert one.items[0].children[1].key == two.items[0].children[1].key
    assert [item.id for item in one.items[0].children] == ["inc.1", "inc.2", "inc.3"]
    assert one.items[0].children[2].key == one.items[0].children[0].key + "#2"
