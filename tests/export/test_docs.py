"""The artefacts that the docs show are those that come out."""

import json
import re
from pathlib import Path

import msgspec
import pytest

pytest.importorskip("fhir.resources", reason="needs the extra fhir")

from extract.document import StudyDocument
from extract.export.fhir import export

ROOT = Path(__file__).parents[2]


def test_the_fhir_page_shows_a_real_characteristic():
    (block,) = re.findall(r"^```json\n(.*?)^```", (ROOT / "docs/export-fhir.md").read_text("utf-8"), re.S | re.M)
    shown = json.loads(block)
    document = msgspec.json.decode((ROOT / "outputs/NCT99000001.json").read_bytes(), type=StudyDocument)
    bundle = json.loads(next(iter(export(document, {}).files.values())))
    characteristics = bundle["entry"][1]["resource"]["characteristic"]
    assert shown in characteristics
