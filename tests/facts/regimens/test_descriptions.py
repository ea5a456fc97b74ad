"""Every annotated description gives exactly its regimens."""

import re
from itertools import zip_longest
from pathlib import Path

import pytest

from extract.document import Duration, Regimen
from extract.facts.regimens import Regimens

NAMES = [["Alfanib"], ["Betamab"], ["Gammaxel"], ["Deltacin"], ["Carboplatin"], ["Placebo"], ["Oral S-1"]]
HERE = Path(__file__).parent
LINES = [
    line
    for name in ("descriptions", "schedules")
    for line in [*(HERE / f"{name}.txt").read_text("utf-8").splitlines(), ""]
]


def annotated():
    text, expected = "", []
    for line in [*LINES, ""]:
        if line.startswith("#"):
            continue
        if line.startswith("  "):
            expected.append(line.strip())
        elif line.strip():
            text, expected = line, []
        elif text:
            yield pytest.param(text.replace("⏎", "\n"), expected, id=text[:60])
            text = ""


def written(length: Duration | None) -> str:
    return f"{length.value} {length.unit}" if length else "-"


def row(one: Regimen) -> list[str]:
    dose, every = one.dose, one.frequency
    amount = "-" if dose is None else f"{dose.low}{'' if dose.low == dose.high else f'-{dose.high}'} {dose.unit}"
    often = f"{every.times}/{every.period} {every.unit}" if every else "-"
    return [one.drug or "-", amount, one.route or "-", often]


@pytest.fixture(scope="module")
def finder() -> Regimens:
    return Regimens()


@pytest.mark.parametrize(("text", "expected"), list(annotated()))
def test_description(finder: Regimens, text: str, expected: list[str]):
    found = finder.of_arm("Arm", text, finder.drugs(NAMES), [])
    for one, want in zip_longest(found, expected):
        assert one is not None, f"missed {want}"
        assert want is not None, f"found {row(one)}"
        fields = [part.strip() for part in want.split("|")]
        assert row(one) == fields[:4]
        for extra in re.split(r"; ?", fields[4]) if len(fields) > 4 else []:
            name, _, value = extra.partition(" ")
            said = " ".join(map(str, one.days_of_cycle or [])) if name == "days" else written(getattr(one, name))
            assert said == value, name
        assert text[one.span.start : one.span.end] == one.text


def test_members_of_a_combination_are_drugs_of_their_own(finder: Regimens):
    drugs = finder.drugs([["Betamab plus Alfanib and Gammaxel (Foxel)"]])
    text = "Betamab: intravenous infusion every 3 weeks.\n\nAlfanib 30 mg twice daily.\n\nFoxel"
    found = finder.of_intervention("Betamab plus Alfanib and Gammaxel (Foxel)", text, drugs)
    assert [row(one) for one in found] == [
        ["Betamab", "-", "intravenous", "1/3 wk"],
        ["Alfanib", "30 mg", "-", "2/1 d"],
    ]


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("Stim device + Alfanib 5 mg", "Given three times a week", [["Alfanib", "5 mg", "-", "-"]]),
        ("Stim device + Alfanib 5 mg", "20 mg intravenously weekly", [["-", "20 mg", "intravenous", "1/1 wk"]]),
        ("Betamab + Alfanib", "Weekly injections, subcutaneously", []),
        ("Alfanib 0.02 mg/kg", "0.02 mg/kg", [["Alfanib", "0.02 mg/kg", "-", "-"]]),
        ("Histacholine challenge test", "Five steps of 0.1 mg, 0.2 mg and 0.4 mg are inhaled", []),
    ],
)
def test_only_an_intervention_of_one_drug_stands_in_for_its_name(finder: Regimens, name, text, expected):
    found = finder.of_intervention(name, text, finder.drugs([[name]]))
    assert [row(one) for one in found] == expected


@pytest.mark.parametrize(
    ("text", "amount", "per"),
    [
        ("6 capsules daily. Three capsules in the morning and three at night.", 6, "day"),
        ("Alfanib in three 0.3 mL vials mixed together for a total daily dose of 0.9 mL", 0.9, "day"),
        ("Total dose given over 10 days: 30 mg Alfanib", 30, "course"),
        ("3 x 10^7 ZT22 cells as a split dose over three days", 30000000, "course"),
        ("Alfanib 10 mg kg-1 d-1", 10, "day"),
    ],
)
def test_a_dose_says_whether_it_is_of_a_day_or_of_the_whole_course(finder: Regimens, text, amount, per):
    first = finder.of_arm("Arm", text, finder.drugs(NAMES), [])[0]
    assert first.dose is not None
    assert (first.dose.low, first.dose.per) == (amount, per)


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("AB-v PLUS vaccine", "1000 µg of AB-v PLUS on day 1", [["AB-v PLUS", "1000 ug", "-", "-"]]),
        ("ZT22 for injection (B7-H3 ADC)", "Given at 2 mg/kg weekly", [["ZT22 (B7-H3 ADC)", "2 mg/kg", "-", "1/1 wk"]]),
        ("Alfanib (Foxel Pharma GmbH)", "Alfanib® (Foxel Pharma GmbH), 100 U", [["Alfanib", "100 U", "-", "-"]]),
        ("ZT22 nasal spray", "200 µg twice daily", [["ZT22 nasal spray", "200 ug", "intranasal", "2/1 d"]]),
        ("Alfanib group", "20 mg daily", [["Alfanib", "20 mg", "-", "1/1 d"]]),
        ("Beta MPL (0.5ml) 5100SU", "", [["Beta MPL", "5100 {SU}", "-", "-"]]),
        ("ZT2214 as Monotherapy", "ZT2214 as monotherapy: 18 mg weekly", [["ZT2214", "18 mg", "-", "1/1 wk"]]),
        ("Alfanib 5mg/betamab 25 mg", "", [["Alfanib", "5 mg", "-", "-"], ["betamab", "25 mg", "-", "-"]]),
    ],
)
def test_the_drug_is_neither_target_nor_maker_nor_group(finder: Regimens, name, text, expected):
    found = finder.of_intervention(name, text, finder.drugs([[name]]))
    assert [row(one) for one in found] == expected
