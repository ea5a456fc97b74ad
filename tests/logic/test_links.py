"""Which bounds relax their own item, and which window stands beside a bound."""

import pytest

from extract.document import Eligibility
from extract.pipeline import Extractor
from tests.logic.marked import built

BELOW = """Exclusion Criteria:

* Steroids, with the following exceptions:
   * Prednisone ⟦t ≤ 8 mg/day⟧
   * Inhaled steroids, but ⟦t > 900 mcg/day⟧ is excluded
* Fever ⟦t > 38.5 °C⟧"""


def exceptions(text: str) -> list[bool]:
    return [threshold.exception for _, node in built(text).placed() for threshold in node.thresholds]


def test_a_list_below_an_open_exception_relaxes_its_item() -> None:
    assert exceptions(BELOW) == [True, False, False]


@pytest.mark.parametrize(
    ("section", "sentence", "expected"),
    [
        (
            "Inclusion",
            "Bilirubin ⟦t ≤ 1.4⟧ with the following exception: with Gilbert disease ⟦t ≤ 2.9⟧",
            [False, True],
        ),
        (
            "Exclusion",
            "Other cancer. These may be eligible: cured skin cancer; prostate cancer with PSA ⟦t < 15⟧",
            [True],
        ),
        ("Exclusion", "Steroids (⟦t > 9 mg⟧) or other suppression, inhaled steroids are allowed", [False]),
        ("Exclusion", "Steroids up to ⟦t 9 mg⟧ are allowed", [True]),
        ("Exclusion", "Dipstick ⟦t ≥ 2+⟧ (these must show ⟦t < 2 g⟧ a day to be eligible)", [False, True]),
        ("Exclusion", "Testosterone ⟦t ≤ 60⟧ (one value ⟦t > 60⟧ suffices for inclusion)", [False, True]),
        ("Exclusion", "Smoking. Cotinine levels ⟦t < 12⟧ are considered to be consistent with no smoking", [True]),
        ("Exclusion", "More radiation than the exposure allowed in the last year, or ⟦t > 9 mSv⟧", [False]),
        ("Exclusion", "Heart block, except where it is stable, history of NYHA ⟦t class 3⟧", [False]),
        ("Inclusion", "Two groups. Patients will be included if they are ⟦t 18 to 60 years⟧ old", [False]),
        ("Inclusion", "Progression. No more than ⟦t 2⟧ lines of therapy are permitted", [False]),
        ("Inclusion", "ALT ⟦t ≤ 3⟧; in disease it can be relaxed to ⟦t ≤ 6⟧", [False, True]),
        ("Inclusion", "ECOG ⟦t 0-1⟧. Patients with ECOG ⟦t 2⟧ will be considered if the sponsor agrees", [False, True]),
    ],
)
def test_the_bounds_of_a_carve_out_relax_its_item(section: str, sentence: str, expected: list[bool]) -> None:
    assert exceptions(f"{section} Criteria:\n\n* {sentence}") == expected


def test_a_window_right_after_a_bound_says_when_it_is_measured() -> None:
    made = built("Exclusion Criteria:\n\n* Stroke or bleeding ⟦m Hb⟧ ⟦t < 8 g/dL⟧ ⟦d within the last 3 months⟧")
    (threshold,) = [threshold for _, node in made.placed() for threshold in node.thresholds]
    assert threshold.within == ["exc.1.d1"]


def test_a_time_in_the_words_of_a_condition_is_no_window_of_the_bound() -> None:
    text = "Inclusion Criteria:\n\n* Platelets ≥ 80 G/L without platelet transfusion within 5 days"
    made, _ = Extractor().criteria(Eligibility(text=text), [])
    (threshold,) = [threshold for _, node in made.placed() for threshold in node.thresholds]
    assert threshold.condition is not None
    assert threshold.within == []


def test_a_note_that_accepts_a_value_with_decimals_relaxes() -> None:
    text = "Inclusion Criteria:\n\n* INR ≤ 1.5\n\n  Note: INR values (2.0-3.5) are acceptable on warfarin"
    made, _ = Extractor().criteria(Eligibility(text=text), [])
    assert [one.exception for _, node in made.placed() for one in node.thresholds] == [False, True]


def test_a_lead_in_of_all_bounds_leaves_one_of_them_the_base_that_another_relaxes() -> None:
    text = "Inclusion Criteria:\n\n* Liver (no infusion within 6 days): ALT ≤ 3 × ULN (liver metastasis ≤ 6 × ULN)"
    made, _ = Extractor().criteria(Eligibility(text=text), [])
    assert [one.exception for _, node in made.placed() for one in node.thresholds] == [False, True]
