"""The main job as its user meets it: what comes out, what is said, and with which exit code."""

import json
import zipfile

import pytest
from typer.testing import CliRunner

from extract.cli.app import app

CRITERIA = (
    "Inclusion Criteria:\n\n* Hemoglobin \\>= 9 g/dL within 14 days prior to randomization\n\n"
    "Exclusion Criteria:\n\n* Stroke\n"
)


def study(nct, criteria=CRITERIA, updated="2026-01-05"):
    return {
        "protocolSection": {
            "identificationModule": {"nctId": nct, "briefTitle": f"Study {nct}"},
            "statusModule": {"lastUpdatePostDateStruct": {"date": updated}},
            "designModule": {"studyType": "INTERVENTIONAL"},
            "eligibilityModule": {"eligibilityCriteria": criteria, "sex": "ALL", "minimumAge": "18 Years"},
        }
    }


@pytest.fixture
def trial_extract():
    runner = CliRunner()
    return lambda *arguments: runner.invoke(app, [str(a) for a in arguments])


def put(path, value):
    path.write_text(value if isinstance(value, str) else json.dumps(value), "utf-8")
    return path


def test_a_record_becomes_a_document_that_passes_the_check(tmp_path, trial_extract):
    put(tmp_path / "a.json", study("NCT99000991"))
    done = trial_extract("run", tmp_path / "a.json", "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    document = json.loads((tmp_path / "out" / "NCT99000991.json").read_text("utf-8"))
    criterion = document["eligibility"]["criteria"][0]["children"][0]
    (threshold,) = criterion["thresholds"]
    assert (threshold["text"], threshold["low"], threshold["unit"]) == (
        r"\>= 9 g/dL",
        {"value": 9, "inclusive": True},
        "g/dL",
    )
    assert criterion["times"][0]["anchor"]["id"] == "randomization"
    assert trial_extract("check", tmp_path / "out").exit_code == 0
    assert "NCT99000991" in trial_extract("show", tmp_path / "out" / "NCT99000991.json").output


def test_a_second_run_gives_the_same_bytes(tmp_path, trial_extract):
    put(tmp_path / "a.json", study("NCT99000991"))
    for out in ("one", "two"):
        trial_extract("run", tmp_path / "a.json", "--out", tmp_path / out)
    assert (tmp_path / "one/NCT99000991.json").read_bytes() == (tmp_path / "two/NCT99000991.json").read_bytes()


def test_of_a_study_met_twice_the_newer_version_is_kept_and_the_manifest_says_so(tmp_path, trial_extract):
    put(tmp_path / "a.json", study("NCT99000991", updated="2026-02-01"))
    put(tmp_path / "b.json", study("NCT99000991", CRITERIA + "* Fever\n", updated="2026-03-01"))
    put(tmp_path / "c.json", study("NCT99000991", updated="2026-02-01"))
    done = trial_extract("run", *(tmp_path / f"{name}.json" for name in "abc"), "--out", tmp_path / "out")
    assert done.exit_code == 0, done.output
    manifest = json.loads((tmp_path / "out/manifest.json").read_text("utf-8"))
    assert (manifest["read"], manifest["written"]) == (3, 1)
    assert {"study_id": "NCT99000991", "kept": "2026-03-01", "dropped": "2026-02-01"} in manifest["repeated"]
    assert "Fever" in (tmp_path / "out/NCT99000991.json").read_text("utf-8")


def test_an_empty_eligibility_field_gives_a_document_that_says_so(tmp_path, trial_extract):
    record = study("NCT99000991")
    del record["protocolSection"]["eligibilityModule"]["eligibilityCriteria"]
    put(tmp_path / "a.json", record)
    assert trial_extract("run", tmp_path / "a.json", "--out", tmp_path / "out").exit_code == 0
    document = json.loads((tmp_path / "out/NCT99000991.json").read_text("utf-8"))
    assert (document["eligibility"]["text"], document["eligibility"]["criteria"]) == (None, [])
    assert "no_eligibility_text" in [issue["code"] for issue in document["issues"]]


def cut_zip(folder):
    with zipfile.ZipFile(folder / "cut.zip", "w") as archive:
        archive.writestr("NCT99000992.json", json.dumps(study("NCT99000992")))
    whole = (folder / "cut.zip").read_bytes()
    (folder / "cut.zip").write_bytes(whole[: len(whole) // 2])
    return folder / "cut.zip"


def empty_folder(folder):
    (folder / "nothing").mkdir()
    return folder / "nothing"


BAD = {
    "truncated zip": cut_zip,
    "JSON that is no study": lambda folder: put(folder / "bad.json", {"hello": [1, 2]}),
    "truncated JSON": lambda folder: put(folder / "bad.json", json.dumps(study("NCT99000992"))[:80]),
    "empty file": lambda folder: put(folder / "bad.json", ""),
    "latin-1 bytes": lambda folder: (
        (folder / "bad.txt").write_bytes("Ménière ≥".encode("utf-16")) and folder / "bad.txt"
    ),
    "folder without records": empty_folder,
    "absent file": lambda folder: folder / "absent.json",
}


@pytest.mark.parametrize("kind", BAD)
def test_bad_input_is_named_and_the_rest_goes_on(tmp_path, trial_extract, kind):
    bad = BAD[kind](tmp_path)
    good = put(tmp_path / "good.json", study("NCT99000991"))
    done = trial_extract("run", bad, good, "--out", tmp_path / "out")
    assert done.exit_code == 1, done.output
    assert bad.name in done.output
    assert "Traceback" not in done.output
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["NCT99000991.json", "manifest.json"]


def test_an_unwritable_folder_is_wrong_usage(tmp_path, trial_extract):
    good = put(tmp_path / "good.json", study("NCT99000991"))
    done = trial_extract("run", good, "--out", good / "below-a-file")
    assert done.exit_code == 2
    assert "cannot write" in done.output


def test_an_unknown_format_is_wrong_usage(tmp_path, trial_extract):
    done = trial_extract("run", tmp_path, "--out", tmp_path / "out", "--format", "word")
    assert done.exit_code == 2
