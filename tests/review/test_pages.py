"""Highlights, and the pages as files."""

from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.cli.app import app
from extract.pipeline import Extractor
from extract.records import read_records
from extract.review.doubts import doubts
from extract.review.highlight import segments
from extract.review.pages import tree

from .conftest import GOOD, HOSTILE

CORPUS = Path(__file__).parents[2] / "corpus"


@pytest.fixture(scope="module")
def documents():
    extractor = Extractor()
    return [extractor.extract(record) for record in read_records([CORPUS])]


def test_the_segments_are_the_text_and_every_fact_is_lit_where_it_stands(documents):
    for document in documents:
        cut = segments(document.eligibility.text or "", list(document.walk()))
        assert "".join(segment.text for segment in cut) == (document.eligibility.text or "")
        for node in document.walk():
            for fact in (*node.thresholds, *node.times, *node.exceptions):
                lit = [s for s in cut if fact.id in s.refs.split() and fact.span.start <= s.start < fact.span.end]
                assert "".join(segment.text for segment in lit) == fact.text


def test_where_facts_overlap_each_has_its_lane(documents):
    lanes = {
        segment.lanes
        for document in documents
        for segment in segments(document.eligibility.text or "", list(document.walk()))
    }
    assert any(len(lane.split()) > 2 for lane in lanes)


def test_the_tree_opens_and_closes_as_deep_as_it_goes(documents):
    for document in documents:
        depth = 0
        for _, here, following in tree(document):
            assert here == depth
            depth = following
        assert depth == 0


def test_pages_for_sharing_are_whole_and_read_only(again, tmp_path):
    out, pages = again(), tmp_path / "pages"
    done = CliRunner().invoke(app, ["review", str(out), "--html", str(pages)])
    assert done.exit_code == 0, done.output
    names = {str(path.relative_to(pages)) for path in pages.rglob("*") if path.is_file()}
    static = {"static/desk.css", "static/desk.js", "static/icon.svg"}
    assert names == {"index.html", "coverage.html", f"{GOOD}.html", f"{HOSTILE}.html"} | static
    for path in pages.glob("*.html"):
        page = path.read_text("utf-8")
        assert "<script>window" not in page
        assert "data-do=" not in page
        assert 'href="/' not in page


def test_differences_are_written_as_one_file(again, tmp_path):
    out, page = again(), tmp_path / "difference.html"
    (tmp_path / "old").mkdir()
    old = (out / f"{HOSTILE}.json").read_text("utf-8").replace("Hemoglobin", "Haemoglobin")
    (tmp_path / "old" / f"{HOSTILE}.json").write_text(old, "utf-8")
    done = CliRunner().invoke(app, ["diff", str(tmp_path / "old"), str(out), "--html", str(page)])
    assert done.exit_code == 1, done.output
    text = page.read_text("utf-8")
    assert "Haemoglobin" in text
    assert "<script" not in text
    assert "<link" not in text
    assert "<style>/*" in text


def test_a_folder_without_a_manifest_is_wrong_usage(tmp_path):
    done = CliRunner().invoke(app, ["review", str(tmp_path), "--html", str(tmp_path / "pages")])
    assert done.exit_code == 2
    assert "--overrides" in done.output


def test_the_machine_is_unsure_of_what_it_left_out_or_does_not_know(documents):
    for document in documents:
        found = doubts(document)
        unexplained = [node.id for node in document.walk() for n in node.numbers if n.class_ == "unexplained"]
        assert set(unexplained) <= set(found)
        named = {node.id: node for node in document.walk()}
        for node, reasons in found.items():
            for reason in reasons:
                if reason.startswith("measure not"):
                    assert None in [fact.measure.id for fact in named[node].thresholds]
    assert sum(len(doubts(document)) for document in documents) < sum(len(list(d.walk())) for d in documents) / 4
