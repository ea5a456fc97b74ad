"""Whole records, rich in regimens, through the whole pipeline."""

import json
from collections import Counter
from pathlib import Path

import pytest

from extract.pipeline import Extractor
from extract.records import read_records

RECORDS = sorted((Path(__file__).parent / "records").glob("*.json"))


def row(source, drug, dose, route, frequency):
    amount = dose and (dose["low"], dose["high"], dose["unit"])
    return source, drug.lower(), amount, route, frequency and tuple(frequency.values())


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


@pytest.mark.parametrize("path", RECORDS, ids=lambda path: path.stem)
def test_record(path, tmp_path, extractor):
    annotated = json.loads(path.read_text("utf-8"))
    source = tmp_path / path.name
    source.write_text(json.dumps(annotated["record"]), "utf-8")
    document = extractor.extract(next(iter(read_records([source]))))
    owners = [(f"arm:{arm.label}", arm) for arm in document.arms]
    owners += [(f"intervention:{one.name}", one) for one in document.interventions]
    found = []
    for name, owner in owners:
        for one in owner.regimens:
            assert getattr(owner, one.field)[one.span.start : one.span.end] == one.text
            dose = one.dose and {"low": one.dose.low, "high": one.dose.high, "unit": one.dose.unit}
            often = one.frequency and {k: getattr(one.frequency, k) for k in ("times", "period", "unit")}
            found.append(row(name, one.drug or "", dose, one.route, often))
    wanted = [
        row(*(entry[k] for k in ("source", "drug", "dose", "route", "frequency"))) for entry in annotated["regimens"]
    ]
    assert Counter(found) == Counter(wanted)
