"""The artefacts that the docs show are those that come out."""

import json
import re
from pathlib import Path

import msgspec
import pytest

from extract.document import StudyDocument
from extract.export.targets import Options, exporter
from tests.export.omop import Omop

ROOT = Path(__file__).parents[2]
DOCUMENT = msgspec.json.decode((ROOT / "outputs/NCT99000001.json").read_bytes(), type=StudyDocument)


def shown(page, language):
    (block,) = re.findall(rf"^```{language}\n(.*?)^```", (ROOT / "docs" / page).read_text("utf-8"), re.S | re.M)
    return block


def test_the_fhir_page_shows_a_real_characteristic():
    pytest.importorskip("fhir.resources", reason="needs the extra fhir")
    (data,) = exporter("fhir", Options())(DOCUMENT).files.values()
    assert json.loads(shown("export-fhir.md", "json")) in json.loads(data)["entry"][1]["resource"]["characteristic"]


def test_the_circe_page_shows_a_real_rule(tmp_path):
    omop = Omop(DOCUMENT, tmp_path)
    files = exporter("circe", Options(omop.codes, tmp_path, ("randomization",)))(DOCUMENT).files
    rules = [rule["expression"] for rule in json.loads(files["NCT99000001.circe.json"])["InclusionRules"]]
    (one,) = json.loads(shown("export-circe.md", "json"))["CriteriaList"]
    assert one in [criterion for rule in rules for criterion in rule["CriteriaList"]]


def test_the_cql_page_shows_a_real_definition():
    library = next(iter(exporter("cql", Options())(DOCUMENT).files.values())).decode()
    assert shown("export-cql.md", "cql") in library
