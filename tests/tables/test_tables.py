"""Documents as tables: typed, complete, the same bytes each time, and safe to open."""

import csv
import gzip
import json
from typing import get_args

import msgspec
import pytest
from typer.testing import CliRunner

from extract.cli.app import app
from extract.document import StudyDocument
from extract.tables import TABLES, rows
from extract.tables.columns import Column, Type
from extract.tables.writers import cell

OUTPUTS = "outputs"


@pytest.fixture(scope="module")
def documents(request):
    folder = request.config.rootpath / OUTPUTS
    return [msgspec.json.decode(path.read_bytes(), type=StudyDocument) for path in sorted(folder.glob("*.json"))]


@pytest.fixture
def tables(tmp_path, request):
    def make(*options):
        source = request.config.rootpath / OUTPUTS
        done = CliRunner().invoke(app, ["facts", str(source), "--out", str(tmp_path), *options])
        assert done.exit_code == 0, done.output
        return tmp_path

    return make


def test_all_columns_have_types():
    assert {column.type for columns in TABLES.values() for column in columns} == set(get_args(Type))


def test_rows_have_no_other_columns_and_hold_every_fact(documents):
    for document in documents:
        made = rows(document)
        for table, found in made.items():
            known = {column.name for column in TABLES[table]}
            assert all(set(row) <= known for row in found)
        ids = {row["id"] for row in made["facts"]}
        nodes = list(document.walk())
        held = {f.id for n in nodes for f in (*n.thresholds, *n.times, *n.exceptions, *n.questions)}
        held |= {time.id for outcome in document.outcomes for time in outcome.times}
        held |= {one.id for owner in (*document.arms, *document.interventions) for one in owner.regimens}
        assert ids == held
        assert len(made["criteria"]) == len(nodes)


def test_offsets_lead_to_the_words(documents):
    for document in documents:
        for row in rows(document)["facts"]:
            if "field" not in row:
                assert document.eligibility.text[row["start"] : row["end"]] == row["text"]


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("=< 3 x ULN", "'=< 3 x ULN"),
        ("  =1+1", "'  =1+1"),
        ("@now", "'@now"),
        ("-2 to 4", "'-2 to 4"),
        ("+1", "'+1"),
        ("\t=1", "'\t=1"),
        ("≥ 3", "≥ 3"),
        ("3 - 4", "3 - 4"),
    ],
)
def test_no_cell_is_taken_for_a_formula(words, shown):
    assert cell(words, Column("text", "text")) == shown


@pytest.mark.parametrize(
    ("value", "kind", "shown"),
    [
        (9.0, "number", "9"),
        (-1.5, "number", "-1.5"),
        (1e9, "number", "1000000000.0"),
        (None, "text", ""),
        (True, "truth", "true"),
        (["a", "b"], "texts", "a | b"),
    ],
)
def test_cells_by_type(value, kind, shown):
    assert cell(value, Column("x", kind)) == shown


def test_csv_has_a_row_a_fact(tables, documents):
    with (tables("--format", "csv") / "facts.csv").open(encoding="utf-8", newline="") as file:
        found = list(csv.DictReader(file))
    assert len(found) == sum(len(rows(document)["facts"]) for document in documents)
    assert not any(value.startswith(("=", "+", "@")) for row in found for value in row.values())


def test_json_lines_hold_the_whole_documents_also_compressed(tables, documents):
    lines = (tables("--format", "jsonl") / "studies.jsonl").read_bytes().splitlines()
    assert [msgspec.json.decode(line, type=StudyDocument) for line in lines] == documents
    packed = tables("--format", "jsonl", "--compress", "gz") / "studies.jsonl.gz"
    first = packed.read_bytes()
    assert gzip.decompress(first).splitlines() == lines
    assert (tables("--format", "jsonl", "--compress", "gz") / "studies.jsonl.gz").read_bytes() == first


def test_zst_is_the_same_lines(tables):
    zstandard = pytest.importorskip("zstandard", reason="the extra `tables` is not installed")
    with (tables("--format", "jsonl", "--compress", "zst") / "studies.jsonl.zst").open("rb") as file:
        packed = zstandard.ZstdDecompressor().stream_reader(file).read()
    assert packed == (tables("--format", "jsonl") / "studies.jsonl").read_bytes()


def test_parquet_is_typed_and_whole(tables, documents):
    parquet = pytest.importorskip("pyarrow.parquet", reason="the extra `tables` is not installed")
    folder = tables()
    facts = parquet.read_table(folder / "facts.parquet")
    assert facts.column_names == [column.name for column in TABLES["facts"]]
    assert str(facts.schema.field("low").type) == "double"
    assert facts.num_rows == sum(len(rows(document)["facts"]) for document in documents)
    kept = parquet.read_table(folder / "studies.parquet").column("document").to_pylist()
    assert [msgspec.json.decode(one, type=StudyDocument) for one in kept] == documents


def test_compressed_parquet_is_wrong_usage(tmp_path):
    done = CliRunner().invoke(app, ["facts", OUTPUTS, "--out", str(tmp_path), "--compress", "gz"])
    assert done.exit_code == 2


def test_a_broken_document_leaves_no_table(tmp_path):
    (tmp_path / "bad.json").write_text(json.dumps({"study_id": 1}), "utf-8")
    done = CliRunner().invoke(app, ["facts", str(tmp_path), "--out", str(tmp_path / "out"), "--format", "csv"])
    assert done.exit_code == 2
    assert list((tmp_path / "out").iterdir()) == []
