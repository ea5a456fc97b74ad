import json
from io import StringIO

import pytest
import typer
from rich.console import Console
from typer.testing import CliRunner

from extract.cli.outline import outline, render
from extract.outline import parse

TEXT = """Inclusion Criteria:

* Any of:

  1. Gout, or
  2. Lupus

Exclusion Criteria:

* Cohort B: renal failure
"""


@pytest.fixture
def command():
    app = typer.Typer()
    app.command()(outline)
    return lambda *words: CliRunner().invoke(app, [str(word) for word in words])


@pytest.fixture
def record(tmp_path):
    modules = {
        "identificationModule": {"nctId": "NCT99000001", "briefTitle": "A study"},
        "eligibilityModule": {"eligibilityCriteria": TEXT},
    }
    path = tmp_path / "record.json"
    path.write_text(json.dumps({"protocolSection": modules}), "utf-8")
    return path


def test_the_tree_shows_ids_markers_joining_and_labels():
    console = Console(width=100, file=StringIO())
    console.print(render("NCT99000001", parse(TEXT)))
    shown = console.file.getvalue()
    assert "inc.1 * Any of:  [any]" in shown
    assert "inc.1.2 2. Lupus" in shown
    assert "exc.1 * Cohort B: renal failure  applies to Cohort B" in shown


def test_the_command_prints_a_tree(command, record):
    result = command(record)
    assert result.exit_code == 0
    assert "NCT99000001" in result.output
    assert "inc.1.1 1. Gout," in result.output


def test_cover_counts_texts(command, record):
    result = command(record.parent, "--cover")
    assert result.exit_code == 0
    assert "1 texts outlined, 0 faults" in result.output


def test_what_cannot_be_read_is_named(command, tmp_path):
    (tmp_path / "bad.json").write_text("{", "utf-8")
    result = command(tmp_path, "--cover")
    assert result.exit_code == 1
    assert "bad.json" in result.output
