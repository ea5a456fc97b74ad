"""`trial-extract export`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.cli.app import app

pytest.importorskip("fhir.resources", reason="needs the extra fhir")
STUDY = Path(__file__).parents[2] / "outputs" / "NCT99000001.json"


def test_writes_the_artefact_and_its_loss_report(tmp_path):
    result = CliRunner().invoke(app, ["export", "fhir", str(STUDY), "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert json.loads((tmp_path / "NCT99000001.fhir.json").read_text("utf-8"))["type"] == "collection"
    report = json.loads((tmp_path / "NCT99000001.fhir.report.json").read_text("utf-8"))
    assert sum(report["counts"].values()) == len(report["entries"])


def test_an_unknown_target_is_wrong_usage(tmp_path):
    result = CliRunner().invoke(app, ["export", "hl7v2", str(STUDY), "--out", str(tmp_path)])
    assert result.exit_code == 2
    assert "fhir" in result.output


def test_a_file_that_is_no_document_is_wrong_usage(tmp_path):
    other = tmp_path / "other.json"
    other.write_text("{}")
    assert CliRunner().invoke(app, ["export", "fhir", str(other), "--out", str(tmp_path / "out")]).exit_code == 2
