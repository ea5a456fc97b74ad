"""The participants' schema is the one that the types make, and accepts what the types accept."""

import json

import msgspec
import pytest
from jsonschema import Draft202012Validator

from extract.checking.schema import participant_schema, published, render, schema_folder
from extract.logic.participant import read_participant

EXAMPLE = {
    "birth_date": "1970-02-28",
    "today": "2026-01-31",
    "sex": "FEMALE",
    "dates": {"randomization": "2026-02-10"},
    "measurements": [{"measure": "alt", "value": 80, "unit": "U/L", "upper_limit": 40, "date": "2026-02-01"}],
    "answers": {"inc.1.q1": True, "exc.2.q1": "2025-12-01", "exc.3.x1": {"value": True, "start": "2025-01-01"}},
}


def test_published_file_has_not_drifted_from_the_types() -> None:
    assert (schema_folder() / "participant-1.0.json").read_text("utf-8") == render(participant_schema())


def test_schema_and_types_accept_the_same() -> None:
    validator = Draft202012Validator(published("participant", "1.0"))
    validator.check_schema(published("participant", "1.0"))
    assert validator.is_valid(EXAMPLE)
    assert read_participant(json.dumps(EXAMPLE).encode()).sex == "FEMALE"
    for wrong in (
        {**EXAMPLE, "sex": "male"},
        {**EXAMPLE, "unheard_of": 1},
        {**EXAMPLE, "measurements": [{"value": 1}]},
    ):
        assert not validator.is_valid(wrong)
        with pytest.raises(msgspec.ValidationError):
            read_participant(json.dumps(wrong).encode())
