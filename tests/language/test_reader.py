"""Quantities: the place in square brackets, then what it says in braces."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.language.reader import Reader
from extract.language.reading import Quantity

READER = Reader()

SENTENCES = [
    "ANC [≥ 1.5 x 10^9/L]{>=1.5 10*9/L} and platelets [>= 100,000/mm3]{>=100000 /mm3}",
    "Leucocytes [≥ 3,0 x 109/L]{>=3.0 10*9/L}",
    "Platelets [≥ 75 000 / mm3]{>=75000 /mm3}",
    "Platelets of [100 K/uL]{=100 10*3/uL}",
    "DNA load [≥ 1 × 10 4 copies/mL]{>=10000 {copies}/mL}",
    "Viral load [> 10^5 copies/mL]{>100000 {copies}/mL}",
    "Clearance [109 mL/min]{=109 mL/min}",
    "eGFR [≥ 60 mL/min/1.73 m^2]{>=60 mL/min/{1.73_m2}}",
    "AST [≤ 3 × ULN]{<=3 ULN} ([<5×ULN]{<5 ULN} with liver metastases)",
    "AST [three times higher than normal upper limit]{>3 ULN}",
    "ALT [not greater than 1.5 upper limit of normal]{<=1.5 ULN}",
    "Troponin [above the ULN]{>1 ULN}",
    "Bilirubin [=< 1.5 x upper limit of normal (ULN)]{<=1.5 ULN}",
    "FEV1 [≥ 60% of predicted]{>=60 % predicted}",
    "Weight [between 50 and 90.5 kg]{>=50 <=90.5 kg}",
    "BMI [≥ 19 to ≤ 30 kg/m^2]{>=19 <=30 kg/m2}",
    "T-score [less than -2.0]{<-2.0}",
    "Index [at least 40/100]{>=40}",
    "Systolic pressure [< 90]{<90 mm[Hg]} or [> 140 mmHg]{>140 mm[Hg]}",
    "HR [37 ± 2 °C]{>=35 <=39 Cel}",
    "Prednisone [> 20 mg of prednisone per day]{>20 mg/d}",
    "Haemoglobin must not be [less than 9 g/dL]{>=9 g/dL}",
    "Haemoglobin should [not exceed 9 g/dL]{<=9 g/dL}",
    "[stage IIIB or IV]{>=IIIB <=IV}",
    "[grade II, III and IV]{>=2 <=4}",
    "[> Grade 1]{>1} toxicity",
    "[Grade 2 or higher]{>=2} toxicity",
    "NYHA class [II to IV]{>=2 <=4}",
    "a score of [0 or 1]{>=0 <=1}",
    "for [at least six (6) months]{>=6 mo}",
    "[within 28 days]{<=28 d}",
    "in the past [year]{=1 a}",
    "[twice a week]{=2 /wk}",
    "[more than 3 times per day]{>3 /d}",
    "[2 to 6 weeks]{>=2 <=6 wk}",
    "[5 half-lives]{=5 {half-life}}",
    "a [6-month]{=6 mo} course",
]


def shown(quantity: Quantity) -> str:
    low, high = quantity.low, quantity.high
    parts = []
    if low and low == high:
        parts.append(f"={low.value}")
    else:
        if low:
            parts.append(f">{'=' * low.inclusive}{low.value}")
        if high:
            parts.append(f"<{'=' * high.inclusive}{high.value}")
    return " ".join([*parts, *filter(None, [quantity.unit, quantity.reference])])


def bare(sentence: str) -> tuple[str, list[tuple[str, str]]]:
    """The sentence without its annotation, and what is annotated."""
    expected = []
    text = ""
    at = 0
    for match in re.finditer(r"\[(?P<words>(?:[^][])*)\]\{(?P<fact>[^{}]*(?:\{[^{}]*\}[^{}]*)*)\}", sentence):
        text += sentence[at : match.start()] + match["words"]
        expected.append((match["words"], match["fact"]))
        at = match.end()
    return text + sentence[at:], expected


@pytest.mark.parametrize("sentence", SENTENCES)
def test_reads_quantities(sentence):
    text, expected = bare(sentence)
    reading = READER.read(text)
    found = {(text[q.start : q.end], shown(q)) for q in reading.quantities}
    for words, fact in expected:
        assert (words, fact) in found


@pytest.mark.parametrize(
    ("text", "role"),
    [
        ("Age ≥ 18 years", "age"),
        ("Adults aged 18 to 65", "age"),
        ("Men and women, 18-75 years", "age"),
        ("18 years of age or older", "age"),
        ("Gestational age ≥ 37 weeks", "age"),
        ("Patients with diabetes for ≥ 5 years", "time"),
        ("Life expectancy ≥ 12 weeks", "time"),
        ("Pregnancy within 2 years", "time"),
    ],
)
def test_tells_ages_from_times(text, role):
    assert [quantity.role for quantity in READER.read(text).quantities] == [role]


@pytest.mark.parametrize(
    ("text", "number", "class_"),
    [
        ("prior anti-PD-1 therapy", "1", "name"),
        ("capecitabine or 5-FU", "5", "name"),
        ("24-hour urine protein", "24", "name"),
        ("type 2 diabetes", "2", "name"),
        ("on Day 1", "1", "visit"),
        ("Phase 3 study", "3", "study_design"),
        ("PT > ULN + 4 s", "4", None),
        ("RECIST version 1.1", "1.1", "reference"),
        ("(1) consent", "1", "list_number"),
        ("before 1 January 2020", "2020", "date"),
        ("one of the following", "one", "selection"),
        ("CD4 count", "CD4", "name"),
    ],
)
def test_knows_numbers_that_are_no_quantities(text, number, class_):
    mentions = {text[mention.start : mention.end]: mention.class_ for mention in READER.read(text).numbers}
    assert mentions[number] == class_


@given(st.text(alphabet=" 0123456789.,-/<>≥≤=%xX×^*()abcgmLUNdyz", max_size=60))
def test_reads_any_text_and_stays_inside_it(text):
    reading = READER.read(text)
    ends = [0]
    for item in reading.items:
        assert ends[-1] <= item.start < item.end <= len(text)
        ends.append(item.end)
    for quantity in reading.quantities:
        assert 0 <= quantity.start < quantity.end <= len(text)
        assert quantity.low or quantity.high


def test_what_a_unit_of_drink_is():
    reading = Reader().read("More than 2 drinks per day (1 drink = 12 ounces of beer)")
    assert [number.class_ for number in reading.numbers] == [None, "amount", "amount"]
