"""A batch: the same documents with any number of processes, after any break; one bad record costs itself alone."""

import json
import os
import signal
import subprocess
import sys
import time

import pytest

from extract.batch import Limits, Options, first, run, sample
from extract.batch.pool import Pool
from extract.batch.state import NAME
from extract.pipeline import Extractor
from extract.records import read_records

COUNT = 60  # more than the few for which no process is started


def study(number, updated="2026-01-05", extra=""):
    criteria = f"Inclusion Criteria:\n\n* Hemoglobin >= {number % 7 + 8} g/dL within {number} days{extra}\n"
    return {
        "protocolSection": {
            "identificationModule": {"nctId": f"NCT{number:08}", "briefTitle": f"Study {number}"},
            "statusModule": {"lastUpdatePostDateStruct": {"date": updated}},
            "eligibilityModule": {"eligibilityCriteria": criteria},
        }
    }


def put(path, studies):
    path.write_text("".join(json.dumps(one) + "\n" for one in studies), "utf-8")
    return str(path)


@pytest.fixture(scope="module")
def extractor():
    return Extractor()


@pytest.fixture
def source(tmp_path):
    return put(tmp_path / "many.jsonl", [study(n) for n in range(1, COUNT + 1)])


def documents(folder):
    return {path.name: path.read_bytes() for path in folder.glob("NCT*.json")}


def test_documents_do_not_depend_on_the_number_of_processes(tmp_path, source, extractor):
    alone = run([source], tmp_path / "alone", extractor)
    shared = run([source], tmp_path / "shared", extractor, options=Options(workers=2))
    assert documents(tmp_path / "alone") == documents(tmp_path / "shared")
    assert (alone.written, shared.written, alone.facts) == (COUNT, COUNT, shared.facts)
    assert sorted(path.name for path in (tmp_path / "shared").iterdir())[-1] == "manifest.json"


def test_versions_of_one_study_in_work_at_once_end_with_the_newest(tmp_path, extractor):
    studies = [study(n) for n in range(1, COUNT)]
    studies += [study(5, "2026-03-01", " of fever"), study(5, "2026-02-01"), study(5, "2026-04-01", " of pain")]
    summary = run([put(tmp_path / "a.jsonl", studies)], tmp_path / "out", extractor, options=Options(workers=2))
    assert b"of pain" in documents(tmp_path / "out")["NCT00000005.json"]
    assert (summary.written, len(summary.repeated)) == (COUNT - 1, 3)
    assert summary.facts["thresholds"] == COUNT - 1


class StoppedError(Exception):
    """Stands for whatever ends a process."""


def test_a_run_that_was_broken_off_goes_on_where_it_stood(tmp_path, source, extractor):
    calls = []

    def stop():
        calls.append(1)
        if len(calls) == 20:
            raise StoppedError

    with pytest.raises(StoppedError):
        run([source], tmp_path / "out", extractor, on_record=stop)
    assert (tmp_path / "out" / NAME).exists()
    (tmp_path / "out" / ".NCT00000021.json.abcdefgh").write_text("{", "utf-8")  # as a kill leaves it
    summary = run([source], tmp_path / "out", extractor)
    whole = run([source], tmp_path / "whole", extractor)
    assert (summary.written, summary.resumed, summary.facts) == (COUNT, 20, whole.facts)
    assert documents(tmp_path / "out") == documents(tmp_path / "whole")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {p.name for p in (tmp_path / "whole").iterdir()}


def test_after_a_whole_run_and_with_fresh_nothing_is_resumed(tmp_path, source, extractor):
    for options in (Options(), Options(), Options(fresh=True)):
        assert run([source], tmp_path / "out", extractor, options=options).resumed == 0


def test_a_changed_record_or_a_lost_document_is_made_again_on_going_on(tmp_path, extractor):
    studies = [study(n) for n in range(1, COUNT)]
    source = put(tmp_path / "a.jsonl", studies)
    with pytest.raises(StoppedError):
        run([source], tmp_path / "out", extractor, on_record=iter_then_stop(30))
    (tmp_path / "out/NCT00000003.json").unlink()
    put(tmp_path / "a.jsonl", [study(1, extra=" of fever"), *studies[1:]])
    assert run([source], tmp_path / "out", extractor).resumed == 28
    assert b"of fever" in documents(tmp_path / "out")["NCT00000001.json"]
    assert "NCT00000003.json" in documents(tmp_path / "out")


def iter_then_stop(count):
    left = [count]

    def on_record():
        left[0] -= 1
        if not left[0]:
            raise StoppedError

    return on_record


def test_killed_at_any_moment_nothing_is_lost_twice_or_half(tmp_path, source):
    """`kill -9` to the whole process group, as soon as so many documents stand."""
    out = tmp_path / "out"
    command = [sys.executable, "-m", "extract", "run", source, "--quiet", "--workers", "2", "--out"]
    for at in (1, 25):
        process = subprocess.Popen([*command, str(out)], start_new_session=True)  # noqa: S603  this very package
        while process.poll() is None and len(list(out.glob("NCT*.json"))) < at:
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL) if process.poll() is None else None
        process.wait()
        for document in documents(out).values():
            json.loads(document)
    assert subprocess.run([*command, str(out)], check=False).returncode == 0  # noqa: S603
    assert subprocess.run([*command, str(tmp_path / "whole")], check=False).returncode == 0  # noqa: S603
    assert documents(out) == documents(tmp_path / "whole")
    made, whole = (json.loads((f / "manifest.json").read_text("utf-8")) for f in (out, tmp_path / "whole"))
    for differs in ("started", "seconds"):
        assert made.pop(differs) is not whole.pop(differs)
    assert made == whole


class Slow(Extractor):
    def extract(self, record):
        if record.study_id == "NCT00000002":
            while True:
                pass
        return super().extract(record)


class Greedy(Extractor):
    def extract(self, record):
        if record.study_id == "NCT00000002":
            bytearray(2**32)
        return super().extract(record)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs the timers of a Unix")
@pytest.mark.parametrize(("kind", "says"), [(Slow, "0.2 seconds"), (Greedy, "64 MiB")])
def test_a_monstrous_record_fails_with_its_cause_and_the_others_go_on(tmp_path, kind, says):
    source = put(tmp_path / "a.jsonl", [study(n) for n in range(1, 5)])
    summary = run([source], tmp_path / "out", kind(), options=Options(limits=Limits(0.2, 64)))
    (failure,) = summary.failed
    assert (failure.source, summary.written) == ("NCT00000002", 3)
    assert says in failure.cause


def test_a_worker_that_dies_costs_the_record_it_had_in_work(tmp_path, source):
    records = list(read_records([source]))[:6]
    done = {}
    with Pool(1, tmp_path, Limits()) as pool:
        for record in records[:3]:
            pool.give(record)
        os.kill(pool._workers[0].process.pid, signal.SIGKILL)
        while pool.busy:
            done |= {record.study_id: outcome for record, outcome in pool.outcomes()}
            if records[3:] and not pool.full:
                pool.give(records.pop())
    assert len(done) == 6
    causes = [outcome.cause for outcome in done.values() if outcome.cause]
    assert len(causes) == 1
    assert "its process ended" in causes[0]


def test_a_limit_takes_the_first_and_a_sample_the_same_in_any_order(tmp_path):
    forward = put(tmp_path / "a.jsonl", [study(n) for n in range(1, COUNT)])
    back = put(tmp_path / "b.jsonl", [study(n) for n in range(COUNT - 1, 0, -1)])
    ids = [[r.study_id for r in sample(read_records([path]), 7)] for path in (forward, back)]
    assert ids[0] == ids[1] == sorted(ids[0])
    assert len(ids[0]) == 7
    assert [r.study_id for r in first(read_records([forward]), 2)] == ["NCT00000001", "NCT00000002"]
