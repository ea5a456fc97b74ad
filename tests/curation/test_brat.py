"""Annotation in brat: the way there and back loses nothing; what was changed there becomes overrides."""

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.cli.app import app
from extract.curation import brat
from extract.curation.regenerate import regenerate
from extract.records import read_records

from .conftest import home_of

CORPUS = Path(__file__).parents[2] / "corpus"
NCT = "NCT99000991"


def test_the_way_there_and_back_changes_nothing(extractor):
    for record in read_records([CORPUS]):
        document = extractor.extract(record)
        text, ann = brat.export(document)
        assert brat.overrides(document, text, ann, "Ada") == ([], []), record.study_id


def test_every_annotation_quotes_its_place(extractor):
    for record in read_records([CORPUS]):
        text, ann = brat.export(extractor.extract(record))
        for line in ann.splitlines():
            if line.startswith("T"):
                _, place, quote = line.split("\t")
                pieces = re.findall(r"(\d+) (\d+)", place)
                assert " ".join(text[int(start) : int(end)] for start, end in pieces) == quote


@pytest.fixture
def exported(tmp_path, write, extractor):
    corpus, out, folder = write(), tmp_path / "out", tmp_path / "brat"
    regenerate([str(corpus)], out, extractor)

    def run(*arguments):
        return CliRunner().invoke(app, ["brat", *map(str, arguments)])

    assert run("export", out, folder).exit_code == 0
    return corpus, out, folder, run


def test_what_was_changed_in_brat_stands_after_regeneration(exported, extractor):
    from extract.curation.compare import read

    corpus, out, folder, run = exported
    path = folder / f"{NCT}.ann"
    text, ann = (folder / f"{NCT}.txt").read_text("utf-8"), path.read_text("utf-8")
    ann = ann.replace('"low":{"value":9,', '"low":{"value":10,')  # a bound corrected
    surgery = text.index("within 4 weeks")
    gone = next(line.split("\t")[0] for line in ann.splitlines() if f"Time {surgery} " in line)
    lines = [line for line in ann.splitlines() if not re.search(rf"\b{gone}\b", line)]  # a fact deleted
    start = text.index("LXX or better")
    lines.append(f"T90\tThreshold {start} {start + 13}\tLXX or better")  # and one drawn
    lines.append('#90\tAnnotatorNotes T90\t{"low":{"value":70,"inclusive":true}}')
    path.write_text("\n".join(lines) + "\n", "utf-8")
    done = run("import", out, folder, "--who", "Ada")
    assert (done.exit_code, "3 overrides kept" in done.output) == (0, True), done.output
    assert run("import", out, folder, "--who", "Ada").exit_code == 1
    regenerate([str(corpus)], out, extractor)
    document = read(out / f"{NCT}.json")
    assert home_of(document, "Hemoglobin").node.thresholds[0].low.value == 10
    assert home_of(document, "Karnofsky").node.thresholds[0].curated.who == "Ada"
    assert home_of(document, "surgery").node.times == []


def test_what_cannot_be_taken_over_is_told(exported):
    _, out, folder, run = exported
    path = folder / f"{NCT}.ann"
    whole = path.read_text("utf-8")
    path.write_text(whole + "T91\tThreshold 0 30\tover two items\nT92\tTime 24 30\tHemogl\nA1\tNegation T1\n", "utf-8")
    done = run("import", out, folder, "--who", "Ada")
    assert done.exit_code == 1
    for told in ("T91: stands in no item", "T92: its note must hold", "not understood: A1"):
        assert told in done.output
    (folder / f"{NCT}.txt").write_text("another text", "utf-8")
    assert "the text differs" in run("import", out, folder, "--who", "Ada").output
    assert run("export", folder, out).exit_code == 2
