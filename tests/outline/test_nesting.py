"""Where items stand: each text of `nesting.txt` beside its tree; how they join; whom they are limited to."""

from pathlib import Path

import pytest

from extract.outline import parse
from extract.outline.cover import gaps

LETTER = {"section": "§", "group": "G", "criterion": "C", "note": "N", "preamble": "P"}

CASES = {
    name: tuple(part.strip("\n") for part in case.split("\n-----\n"))
    for name, _, case in (
        block.partition("\n") for block in Path(__file__).with_name("nesting.txt").read_text("utf-8").split("\n== ")[1:]
    )
}


def drawn(items, level=0):
    for item in items:
        yield "  " * level + f"{LETTER[item.kind]} {item.plain.text}"
        yield from drawn(item.children, level + (item.kind not in ("section", "preamble")))


@pytest.mark.parametrize("case", CASES)
def test_nesting(case):
    text, tree = CASES[case]
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
