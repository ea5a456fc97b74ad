"""Regeneration: what is run again, what is kept, what is said."""

import json
import shutil

import pytest
from typer.testing import CliRunner

from extract.checking import check
from extract.cli.app import app
from extract.curation import Store
from extract.curation.making import header
from extract.curation.overrides import SetFields
from extract.curation.places import localise
from extract.curation.regenerate import PREVIOUS, regenerate

from .conftest import CRITERIA, home_of

A, B, C = "NCT99000991", "NCT99000992", "NCT99000993"


@pytest.fixture
def desk(tmp_path, write, extractor):
    corpus, out = write(nct=A), tmp_path / "out"
    write(nct=B)
    write(nct=C)

    def run():
        return regenerate([str(corpus)], out, extractor)

    return corpus, out, run


def correct(corpus, out, extractor, study=A, value=10):
    import msgspec

    from extract.document import StudyDocument

    document = msgspec.json.decode((out / f"{study}.json").read_bytes(), type=StudyDocument)
    home = home_of(document, "Hemoglobin")
    fact = localise(home.node.thresholds[0], home)
    entry = SetFields(**header(home, "Ada"), fact=fact, fields={"low": {"value": value, "inclusive": True}})
    Store(corpus / "overrides").append(study, entry)
    return entry


def test_only_what_changed_is_run_again(desk, write, extractor):
    corpus, out, run = desk
    assert run().counts == {"new": 3, "failed": 0}
    done = run()
    assert (done.counts, done.run_again) == ({"unchanged": 3, "failed": 0}, 0)
    write(CRITERIA + "3. Fever\n", nct=A, updated="2026-02-01")
    (corpus / f"{C}.json").unlink()
    correct(corpus, out, extractor, study=B)
    done = run()
    assert (done.changes, done.run_again) == ({A: "source", B: "overrides", C: "gone"}, 2)
    assert (out / f"{C}.json").exists()
    assert check([out]).errors == 0


def test_a_new_stamp_alone_is_no_change(desk, write):
    corpus, _, run = desk
    run()
    record = json.loads((corpus / f"{A}.json").read_text("utf-8"))
    record["derivedSection"] = {"miscInfoModule": {"versionHolder": "2026-03-03"}}
    (corpus / f"{A}.json").write_text(json.dumps(record), "utf-8")
    done = run()
    assert (done.changes[A], done.run_again) == ("unchanged", 1)


def test_changed_rules_are_named_as_the_cause(desk, monkeypatch):
    _, out, run = desk
    run()
    path = out / f"{A}.json"
    path.write_text(path.read_text("utf-8").replace('"value": 9', '"value": 90'), "utf-8")
    monkeypatch.setattr("extract.curation.regenerate.code_digest", lambda: "other")
    done = run()
    assert (done.changes[A], done.changes[B], done.run_again) == ("rules", "unchanged", 3)
    assert '"value": 90' in (out / PREVIOUS / path.name).read_text("utf-8")


def test_a_document_that_was_touched_or_lost_is_made_again(desk):
    _, out, run = desk
    run()
    whole = (out / f"{A}.json").read_bytes()
    (out / f"{A}.json").write_bytes(whole[:100])
    (out / f"{B}.json").unlink()
    assert run().run_again == 2
    assert (out / f"{A}.json").read_bytes() == whole


def test_corrections_stand_after_every_regeneration_and_stale_ones_are_told_every_time(desk, write, extractor):
    corpus, out, run = desk
    run()
    entry = correct(corpus, out, extractor)
    run()
    assert '"action": "corrected"' in (out / f"{A}.json").read_text("utf-8")
    write(CRITERIA.replace("9 g/dL", "8 g/dL"), nct=A, updated="2026-02-01")
    for _ in range(2):
        ((study, outcome),) = run().stale
        assert (study, outcome.entry.id, outcome.state) == (A, entry.id, "stale")
    write(nct=A, updated="2026-03-01")
    assert run().stale == []
    assert '"action": "corrected"' in (out / f"{A}.json").read_text("utf-8")


def test_unreadable_overrides_fail_their_study_alone_and_its_document_stays(desk):
    corpus, out, run = desk
    run()
    before = (out / f"{A}.json").read_bytes()
    (corpus / "overrides").mkdir()
    (corpus / "overrides" / f"{A}.yaml").write_text("overrides: [", "utf-8")
    done = run()
    ((study, cause),) = done.failed
    assert study == A
    assert f"{A}.yaml" in cause
    assert (out / f"{A}.json").read_bytes() == before


def test_the_command_says_what_became_of_all(desk, write, extractor):
    corpus, out, run = desk
    run()
    correct(corpus, out, extractor)
    write(CRITERIA.replace("9 g/dL", "8 g/dL"), nct=A, updated="2026-02-01")
    said = CliRunner().invoke(app, ["regenerate", str(corpus), "--out", str(out)])
    assert said.exit_code == 0, said.output
    lines = dict(line.rsplit(None, 1) for line in said.output.splitlines() if line.startswith(("changed", "unch")))
    assert lines == {
        "unchanged": "2",
        "changed by source": "1",
        "changed by overrides": "0",
        "changed by rules": "0",
    }
    assert "made on: Hemoglobin ≥ 9 g/dL" in said.output
    assert "now:     Hemoglobin ≥ 8 g/dL" in said.output
    (corpus / "broken.json").write_text("{", "utf-8")
    assert CliRunner().invoke(app, ["regenerate", str(corpus), "--out", str(out)]).exit_code == 1
    shutil.rmtree(out)
    out.write_text("a file", "utf-8")
    assert CliRunner().invoke(app, ["regenerate", str(corpus), "--out", str(out)]).exit_code == 2
