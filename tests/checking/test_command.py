"""The command as a CI job meets it: exit codes, settings, baselines, drift, streams."""

import gzip
import json
import shutil
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.checking import run as running
from extract.cli.app import app

ROOT = Path(__file__).parents[2]
OUTPUTS = ROOT / "outputs"


@pytest.fixture
def check(monkeypatch, tmp_path):
    monkeypatch.chdir(tmp_path)
    return lambda *arguments: CliRunner().invoke(app, ["check", *map(str, arguments)])


@pytest.fixture
def documents(tmp_path):
    folder = tmp_path / "documents"
    folder.mkdir()
    for name in ("NCT99000003", "NCT99000006"):
        shutil.copy(OUTPUTS / f"{name}.json", folder)
    return folder


def damage(path, old='"sex": "ALL"', new='"sex": "all"'):
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), "utf-8")


def test_exit_codes(check, documents, monkeypatch):
    assert check(documents).exit_code == 0
    damage(documents / "NCT99000006.json")
    found = check(documents)
    assert found.exit_code == 1
    assert "NCT99000006.json:" in found.output
    assert "error [schema] 'all' is not one of" in found.output
    for wrong in (["absent"], [documents, "--ignore", "no-such-rule"], [documents, "--kind", "song"]):
        assert check(*wrong).exit_code == 2
    assert check(documents, "--format", "html").exit_code == 2

    def broken(*_):
        raise RuntimeError("a fault")

    monkeypatch.setattr(running, "check_pieces", broken)
    fault = check(documents)
    assert fault.exit_code == 3
    assert "internal error: RuntimeError: a fault" in fault.output


def test_the_report_goes_to_the_file_and_the_summary_to_the_log(check, documents, tmp_path):
    done = check(documents, "--format", "json", "--output", tmp_path / "report.json")
    assert done.output == "2 documents checked, 0 errors\n"
    assert json.loads((tmp_path / "report.json").read_text("utf-8"))["checked"] == {"study": 2}
    assert check(documents, "--output", tmp_path / "absent" / "report.json").exit_code == 2


def test_settings_of_pyproject_hold_and_options_come_first(check, documents, tmp_path):
    damage(documents / "NCT99000006.json")
    settings = tmp_path / "pyproject.toml"
    settings.write_text('[tool.trial-extract.check]\nignore = ["schema"]\n', "utf-8")
    assert check(documents).exit_code == 0
    settings.write_text('[tool.trial-extract.check]\nseverity = { schema = "warning" }\n', "utf-8")
    assert check(documents).exit_code == 0
    assert check(documents, "--fail-on", "warning").exit_code == 1
    settings.write_text('[tool.trial-extract.check]\nselect = ["span-text"]\n', "utf-8")
    assert check(documents).exit_code == 0
    assert check(documents, "--select", "schema").exit_code == 1
    for wrong in ('ignore = ["no-such-rule"]', "fail-on = 3", "speed = 1", "workers = "):
        settings.write_text(f"[tool.trial-extract.check]\n{wrong}\n", "utf-8")
        assert check(documents).exit_code == 2, wrong


def test_settings_of_trial_extract_toml_hold_for_folders_below(check, documents, tmp_path, monkeypatch):
    damage(documents / "NCT99000006.json")
    (tmp_path / "trial-extract.toml").write_text('[check]\nbaseline = "known.json"\n', "utf-8")
    assert check(documents).exit_code == 2
    assert check(documents, "--baseline", "/dev/null").exit_code == 2
    (tmp_path / "trial-extract.toml").write_text("", "utf-8")
    assert check(documents, "--write-baseline", "known.json").exit_code == 0
    (tmp_path / "trial-extract.toml").write_text('[check]\nbaseline = "known.json"\n', "utf-8")
    monkeypatch.chdir(documents)
    assert check(".").exit_code == 0


def test_a_baseline_holds_back_what_was_there_and_nothing_else(check, documents):
    damage(documents / "NCT99000006.json")
    assert check(documents, "--write-baseline", "known.json").exit_code == 0
    done = check(documents, "--baseline", "known.json")
    assert (done.exit_code, done.output) == (0, "2 documents checked, 0 errors, 1 known from the baseline\n")
    damage(documents / "NCT99000003.json", '"other_ids"', '"ids"')
    new = check(documents, "--baseline", "known.json")
    assert new.exit_code == 1
    assert "NCT99000006" not in new.output
    Path("known.json").write_text('{"version": 2, "findings": []}', "utf-8")
    assert check(documents, "--baseline", "known.json").exit_code == 2


def test_drift_names_the_first_differences(check, documents, tmp_path):
    records = tmp_path / "records"
    records.mkdir()
    for name in ("kidney-disease-veeva-page.html", "empty-eligibility-field.json"):
        shutil.copy(ROOT / "corpus" / name, records)
    same = check(documents, "--against", records)
    assert same.exit_code == 0, same.output
    damage(documents / "NCT99000006.json", '"count": 500', '"count": 501')
    damage(documents / "NCT99000006.json", '"title": "Registry', '"title": "A registry')
    drifted = check(documents, "--against", records)
    assert drifted.exit_code == 1
    assert "error [drift] is 501, this release makes 500 (/enrollment/count)" in drifted.output
    assert "(/title)" in drifted.output
    (records / "empty-eligibility-field.json").unlink()
    (documents / "NCT99000003.json").unlink()
    apart = check(documents, "--against", records).output
    assert "has no record of NCT99000006" in apart
    assert "NCT99000003 has a record, but no document" in apart
    assert check(documents, "--against", tmp_path / "absent").exit_code == 2


def lines(paths):
    return b"".join(json.dumps(json.loads(path.read_text("utf-8"))).encode() + b"\n" for path in paths)


@pytest.mark.parametrize("name", ["all.jsonl", "all.ndjson", "all.jsonl.gz"])
def test_json_lines_are_streamed_and_lines_named(check, documents, tmp_path, name):
    damage(documents / "NCT99000006.json")
    data = lines(sorted(documents.glob("*.json"))) + b"\n{cut\n"
    (tmp_path / name).write_bytes(gzip.compress(data) if name.endswith("gz") else data)
    done = check(tmp_path / name)
    assert done.exit_code == 1
    assert f"{name}:2: error [schema]" in done.output
    assert f"{name}:4: error [json]" in done.output
    assert "2 documents, 1 file checked, 2 errors" in done.output


def test_workers_find_the_same_in_the_same_order(check, documents, tmp_path):
    damage(documents / "NCT99000006.json")
    data = lines(sorted(documents.glob("*.json"))[1:]) * 200
    (tmp_path / "all.jsonl").write_bytes(data)
    one, two = (check(tmp_path / "all.jsonl", "--workers", n, "--ignore", "repeated-study") for n in (1, 2))
    assert one.output == two.output
    assert "200 documents checked, 200 errors" in two.output


def test_a_gzipped_file_that_is_cut_is_a_finding(check, tmp_path):
    (tmp_path / "a.json.gz").write_bytes(gzip.compress(b"{}")[:-5])
    assert "error [json]" in check(tmp_path / "a.json.gz").output
