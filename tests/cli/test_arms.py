"""The table of arms."""

import json

import pytest
from rich.console import Console

from extract.cli.arms import arms_table, dose, frequency, length, table_width
from extract.document import Dose, Duration, Frequency
from extract.pipeline import Extractor
from extract.records import read_records

DAYS = "Alfanib 5 mg twice daily on days 1 to 14 of each 21-day cycle"
RECORD = {
    "protocolSection": {
        "identificationModule": {"nctId": "NCT99000992", "briefTitle": "Alfanib"},
        "designModule": {"studyType": "INTERVENTIONAL"},
        "armsInterventionsModule": {
            "armGroups": [
                {"label": "Low", "type": "EXPERIMENTAL", "description": DAYS, "interventionNames": ["Drug: Alfanib"]},
                {"label": "Usual", "type": "OTHER", "interventionNames": ["Drug: Alfanib"]},
                {"label": "Observed", "type": "NO_INTERVENTION"},
            ],
            "interventions": [{"type": "DRUG", "name": "Alfanib", "description": "10 mg orally once daily"}],
        },
        "eligibilityModule": {"eligibilityCriteria": "Inclusion Criteria:\n\n* Adults"},
    }
}


def test_phrases():
    assert dose(Dose(75, 150, "mg/m2")) == "75 to 150 mg/m2"
    assert dose(Dose(40, 40, "Gy", "course")) == "40 Gy a course"
    assert frequency(Frequency(1, 3, "wk")) == "once every 3 weeks"
    assert frequency(Frequency(2, 1, "d")) == "2 times a day"
    assert length(Duration(1, "a")) == "1 year"


@pytest.fixture
def rows(tmp_path):
    path = tmp_path / "study.json"
    path.write_text(json.dumps(RECORD), "utf-8")
    document = Extractor().extract(next(iter(read_records([path]))))
    console = Console(width=200)
    with console.capture() as captured:
        console.print(arms_table(document))
    return [[cell.strip() for cell in line.strip("│┃").split("│")] for line in captured.get().splitlines()]


def test_an_arm_shows_its_own_regimens(rows):
    assert ["Low (experimental)", "Alfanib", "5 mg", "", "2 times a day", "days 1 to 14 of 21 days", ""] in rows


def test_an_arm_without_regimens_shows_those_of_its_interventions(rows):
    assert ["Usual (other)", "Alfanib", "10 mg", "oral", "once a day", "", ""] in rows


def test_an_arm_without_interventions_stands_by_its_label(rows):
    assert ["Observed (no intervention)", "", "", "", "", "", ""] in rows


@pytest.mark.parametrize("width", [80, 60])
def test_a_narrow_table_breaks_no_word(tmp_path, width):
    path = tmp_path / "study.json"
    text = (
        json.dumps(RECORD)
        .replace("Alfanib 5 mg", "Alfanibalizumab 5 mg intravenously")
        .replace("Low", "Intensification")
    )
    path.write_text(text, "utf-8")
    table = arms_table(Extractor().extract(next(iter(read_records([path])))), width)
    console = Console(width=max(width, table_width(table)))
    with console.capture() as captured:
        console.print(table)
    shown = captured.get()
    assert all(
        word in shown for word in ("Alfanibalizumab", "Intensification", "intravenous", "(experimental)", "Frequency")
    )
    assert max(map(len, shown.splitlines())) <= console.width
