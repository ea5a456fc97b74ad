"""Participants of a record of our own, each differing from an eligible one in one respect."""

from functools import cache
from pathlib import Path
from typing import Any

import msgspec
import pytest

from extract.document import StudyDocument
from extract.logic.evaluate import Result, evaluate
from extract.logic.participant import Participant
from extract.pipeline import Extractor
from extract.records import Record, read_records

RECORD = Path(__file__).parent / "records" / "breast-cancer-limits.txt"
FIRST, RANDOMIZED, DRAWN = "2026-03-03", "2026-03-02", "2026-02-27"
VALUES: dict[str, tuple[Any, ...]] = {
    "ecog": (1, ""), "lvef": (60, "%"), "hemoglobin": (118, "g/L"), "platelets": (210, "10*9/L"),
    "bilirubin": (12, "umol/L", 20), "alt": (25, "U/L", 40), "ast": (25, "U/L", 40), "creatinine": (70, "umol/L", 100),
    "creatinine_clearance": (95, "mL/min"), "qtc": (430, "ms"), "Toxicity": (0, ""), "hbv_dna": (0, "[IU]/mL"),
}  # fmt: skip
LIVER = {"inc.4.3.c1": True, "inc.4.4.c1": True}
ANSWERS: dict[str, Any] = {
    "inc.4.3.c1": False, "inc.4.4.c1": False, "inc.5.q1": True, "inc.5.q2": True, "exc.2.x1": False, "exc.3.q1": False,
    "exc.4.q1": False, "exc.5.q1": False, "exc.6.q1": False, "exc.6.x1": False, "exc.7.q1": False,
}  # fmt: skip
CARVED = {
    "exc.3.q1": True, "exc.3.q2": True, "exc.3.q3": False, "exc.3.q4": True, "exc.3.d1": True, "exc.3.q5": True,
    "exc.3.d2": True,
}  # fmt: skip


@cache
def study() -> StudyDocument:
    (record,) = (r for r in read_records([str(RECORD)]) if isinstance(r, Record))
    return Extractor().extract(record)


def judged(values: dict[str, Any], answers: dict[str, Any], facts: dict[str, Any]) -> Result:
    measured = [
        {"measure": measure, "value": v[0], "unit": v[1], "date": v[3] if len(v) > 3 else DRAWN}
        | ({"upper_limit": v[2]} if len(v) > 2 and v[2] else {})
        for measure, v in (VALUES | values).items()
        if v is not None
    ]
    given = {
        "birth_date": "1970-05-05", "today": FIRST, "sex": "FEMALE", "healthy": False, "measurements": measured,
        "dates": {"first_dose": FIRST, "randomization": RANDOMIZED, "screening": "2026-02-25"},
        "answers": {k: v for k, v in (ANSWERS | answers).items() if v is not None},
    }  # fmt: skip
    return evaluate(study(), msgspec.convert(given | facts, Participant))


CASES: list[tuple[str, dict[str, Any], str, str]] = [
    # what differs, the change, the criterion's node, its verdict
    ("age 17", {"facts": {"birth_date": "2008-06-01"}}, "inc.1", "not_met"),
    ("age 18 on the day", {"facts": {"birth_date": "2008-03-03"}}, "inc.1", "met"),
    ("no day of birth", {"facts": {"birth_date": None}}, "inc.1", "unknown"),
    ("ECOG 2", {"values": {"ecog": (2, "")}}, "inc.2", "not_met"),
    ("LVEF 49 %", {"values": {"lvef": (49, "%")}}, "inc.3", "not_met"),
    ("LVEF 55 %, 40 days before", {"values": {"lvef": (55, "%", None, "2026-01-21")}}, "inc.3", "unknown"),
    ("LVEF 55 %, 28 days before", {"values": {"lvef": (55, "%", None, "2026-02-02")}}, "inc.3", "met"),
    ("haemoglobin 9 g/dL", {"values": {"hemoglobin": (9.0, "g/dL")}}, "inc.4.1", "met"),
    ("haemoglobin 8.9 g/dL", {"values": {"hemoglobin": (8.9, "g/dL")}}, "inc.4.1", "not_met"),
    ("haemoglobin of last month", {"values": {"hemoglobin": (118, "g/L", None, "2026-02-01")}}, "inc.4.1", "unknown"),
    ("platelets 99,000 per µL", {"values": {"platelets": (99000, "/uL")}}, "inc.4.2", "not_met"),
    ("bilirubin 2.5 × ULN", {"values": {"bilirubin": (50, "umol/L", 20)}}, "inc.4.3", "not_met"),
    (
        "bilirubin 2.5 × ULN with liver metastases",
        {"values": {"bilirubin": (50, "umol/L", 20)}, "answers": LIVER},
        "inc.4.3",
        "met",
    ),
    (
        "bilirubin 2.5 × ULN, liver not known",
        {"values": {"bilirubin": (50, "umol/L", 20)}, "answers": {"inc.4.3.c1": None}},
        "inc.4.3",
        "unknown",
    ),
    (
        "bilirubin 3.5 × ULN with liver metastases",
        {"values": {"bilirubin": (70, "umol/L", 20)}, "answers": LIVER},
        "inc.4.3",
        "not_met",
    ),
    ("bilirubin without limit", {"values": {"bilirubin": (50, "umol/L")}}, "inc.4.3", "unknown"),
    ("ALT 4 × ULN", {"values": {"alt": (160, "U/L", 40)}}, "inc.4.4", "not_met"),
    ("AST 4 × ULN, liver metastases", {"values": {"ast": (160, "U/L", 40)}, "answers": LIVER}, "inc.4.4", "met"),
    (
        "creatinine high, clearance 65",
        {"values": {"creatinine": (180, "umol/L", 100), "creatinine_clearance": (65, "mL/min")}},
        "inc.4.5",
        "met",
    ),
    (
        "creatinine high, clearance 55",
        {"values": {"creatinine": (180, "umol/L", 100), "creatinine_clearance": (55, "mL/min")}},
        "inc.4.5",
        "not_met",
    ),
    (
        "creatinine high, no clearance",
        {"values": {"creatinine": (180, "umol/L", 100), "creatinine_clearance": None}},
        "inc.4.5",
        "unknown",
    ),
    ("a man", {"answers": {"inc.5.q1": False, "inc.5.q2": None}}, "inc.5", "met"),
    ("no pregnancy test", {"answers": {"inc.5.q2": False}}, "inc.5", "not_met"),
    ("QTcF 471", {"values": {"qtc": (471, "ms")}}, "exc.1", "not_met"),
    ("QTcF 470", {"values": {"qtc": (470, "ms")}}, "exc.1", "met"),
    ("toxicity of grade 2", {"values": {"Toxicity": (2, "")}}, "exc.2", "not_met"),
    ("alopecia of grade 2", {"values": {"Toxicity": (2, "")}, "answers": {"exc.2.x1": True}}, "exc.2", "met"),
    ("CNS metastases", {"answers": CARVED | {"exc.3.q2": False}}, "exc.3", "not_met"),
    ("CNS metastases, all four carve-outs met", {"answers": CARVED}, "exc.3", "met"),
    ("CNS metastases in the brain stem", {"answers": CARVED | {"exc.3.q3": True}}, "exc.3", "not_met"),
    ("CNS metastases, on corticosteroids", {"answers": CARVED | {"exc.3.q5": False}}, "exc.3", "not_met"),
    ("CNS metastases, steroids not known", {"answers": CARVED | {"exc.3.q5": None}}, "exc.3", "unknown"),
    (
        "hepatitis B, HBV DNA 2,500 IU/mL",
        {"values": {"hbv_dna": (2500, "[IU]/mL")}, "answers": {"exc.4.q1": True}},
        "exc.4",
        "not_met",
    ),
    (
        "hepatitis B, HBV DNA 1,500 IU/mL",
        {"values": {"hbv_dna": (1500, "[IU]/mL")}, "answers": {"exc.4.q1": True}},
        "exc.4",
        "met",
    ),
    ("live vaccine", {"answers": {"exc.5.q1": "2026-02-20"}}, "exc.5", "not_met"),
    ("live vaccine long ago", {"answers": {"exc.5.q1": "2025-11-20"}}, "exc.5", "met"),
    ("another cancer last year", {"answers": {"exc.6.q1": "2025-03-20"}}, "exc.6", "not_met"),
    ("skin cancer, cured last year", {"answers": {"exc.6.q1": "2025-03-20", "exc.6.x1": True}}, "exc.6", "met"),
    ("pregnant", {"answers": {"exc.7.q1": True}}, "exc.7", "not_met"),
]


def test_the_reference_participant() -> None:
    result = judged({}, {}, {})
    assert [(c.node, c.verdict, c.reasons) for c in result.criteria if c.verdict != "met"] == []
    assert result.verdict == "eligible"


@pytest.mark.parametrize(("changed", "node", "verdict"), [c[1:] for c in CASES], ids=[c[0] for c in CASES])
def test_one_respect_changes_one_criterion(changed: dict[str, Any], node: str, verdict: str) -> None:
    result = judged(changed.get("values", {}), changed.get("answers", {}), changed.get("facts", {}))
    found = {c.node: c for c in result.criteria}
    top = node if node in found else ".".join(node.split(".")[:2])
    assert found[top].verdict == verdict, found[top].reasons
    assert result.verdict == {"met": "eligible", "not_met": "not_eligible", "unknown": "unknown"}[verdict]
