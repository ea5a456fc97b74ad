"""Older documents are brought to the current version by steps; there is none yet, and unknown versions are named."""

import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.checking.migrate import STEPS, MigrationError, Step, migrate, migrated
from extract.cli.app import app

DOCUMENT = Path(__file__).parents[2] / "outputs" / "NCT99000006.json"
# what a later release would add: two steps, invented for the test
FIRST = Step("7.0", "7.1", lambda d: {name: value for name, value in d.items() if name != "gone"})
SECOND = Step("7.1", "8.0", lambda d: d | {"come": d["study_id"]})


def test_the_first_version_has_nothing_before_it():
    assert STEPS == ()
    document = {"schema_version": "1.0"}
    assert migrated(document) is document


def test_steps_are_taken_one_after_another():
    old = {"schema_version": "7.0", "study_id": "x", "gone": 1}
    assert migrated(old, (FIRST, SECOND), "8.0") == {"schema_version": "8.0", "study_id": "x", "come": "x"}
    assert old["gone"] == 1


@pytest.mark.parametrize(
    "document", [{}, [], {"schema_version": 1}, {"schema_version": "0.9"}, {"schema_version": "9.0"}]
)
def test_what_no_step_leads_from_is_an_error(document):
    with pytest.raises(MigrationError):
        migrated(document, (FIRST, SECOND), "8.0")


def test_steps_that_lead_round_end():
    with pytest.raises(MigrationError):
        migrated({"schema_version": "7.0"}, (FIRST, Step("7.1", "7.0", dict)), "8.0")


def test_files_are_changed_in_place_and_only_if_asked(tmp_path):
    document = json.loads(DOCUMENT.read_text("utf-8"))
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document | {"schema_version": "0.1", "old": 1}), "utf-8")
    step = Step("0.1", "1.0", lambda d: {name: value for name, value in d.items() if name != "old"})
    before = path.read_bytes()
    assert migrate([path], write=False, steps=(step,)).changed == 1
    assert path.read_bytes() == before
    assert migrate([path], write=True, steps=(step,)).changed == 1
    assert path.read_bytes() == DOCUMENT.read_bytes()


def test_the_command(tmp_path):
    def run(*arguments):
        return CliRunner().invoke(app, ["migrate", *map(str, arguments)])

    shutil.copy(DOCUMENT, tmp_path / "a.json")
    assert run(tmp_path).output == "0 documents brought to version 1.0, 1 had it already\n"
    (tmp_path / "b.json").write_text('{"schema_version": "0.9"}', "utf-8")
    failed = run(tmp_path)
    assert failed.exit_code == 1
    assert "b.json: version '0.9' is not known to this release, which reads 1.0" in failed.output
    assert run(tmp_path / "absent").exit_code == 2
