"""Which bounds relax their own item, and which window stands beside a bound."""

import pytest

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
        ("Inclusion", "ECOG ⟦t 0-1⟧. Patients with ECOG ⟦t 2⟧ will be considered if the sponsor agrees", [False, True]),
    ],
)
def test_the_bounds_of_a_carve_out_relax_its_item(section: str, sentence: str, expected: list[bool]) -> None:
    assert exceptions(f"{section} Criteria:\n\n* {sentence}") == expected


def test_a_window_right_after_a_bound_says_when_it_is_measured() -> None:
    made = built("Exclusion Criteria:\n\n* Stroke or bleeding ⟦m Hb⟧ ⟦t < 8 g/dL⟧ ⟦d within the last 3 months⟧")
    (threshold,) = [threshold for _, node in made.placed() for threshold in node.thresholds]
    assert threshold.within == ["exc.1.d1"]
