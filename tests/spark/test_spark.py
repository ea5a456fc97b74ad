"""The adapter gives the documents of a local run. With Spark itself only when asked for: `make test-spark`."""

import os
import sys

import msgspec
import pytest

from extract.document import StudyDocument
from extract.pipeline import Extractor
from extract.records import Record, read_records
from extract.spark import documents, extract_batches, extract_one

RECORD = (
    '{"protocolSection": {"identificationModule": {"nctId": "NCT9900%04d", "briefTitle": "A study"},'
    ' "eligibilityModule": {"eligibilityCriteria": "Inclusion Criteria:\\n\\n* Hemoglobin >= %d g/dL\\n"}}}'
)
RECORDS = [RECORD % (number, number % 5 + 7) for number in range(1, 81)]


@pytest.fixture(scope="module")
def local(tmp_path_factory):
    path = tmp_path_factory.mktemp("records") / "records.jsonl"
    path.write_text("".join(record + "\n" for record in RECORDS), "utf-8")
    extractor = Extractor()
    return {r.study_id: extractor.extract(r) for r in read_records([path]) if isinstance(r, Record)}


def same(rows, local):
    made = {study: msgspec.json.decode(document, type=StudyDocument) for _, study, _, document, _ in rows}
    assert made.keys() == local.keys()
    for study, document in made.items():
        # the record's own bytes are those of its cell; all that was read from them is the same
        assert document == local[study]


def test_a_cell_gives_the_document_of_a_local_run(local):
    same([row for record in RECORDS for row in extract_one(record)], local)


@pytest.mark.parametrize("cell", [None, "", b"", "{", '{"hello": 1}'])
def test_a_cell_that_is_no_record_is_a_row_that_says_why(cell):
    ((source, study, _, document, failure),) = extract_one(cell, "row 7")
    assert (source, study, document) == ("row 7", None, None)
    assert failure


def test_batches_keep_rows_together():
    arrow = pytest.importorskip("pyarrow", reason="the extra `spark` is not installed")
    batch = arrow.RecordBatch.from_pydict({"record": [RECORDS[0], "{"], "source": ["a", "b"]})
    (made,) = extract_batches(iter([batch]))
    assert made.column("source").to_pylist() == ["a", "b"]
    assert made.column("study_id").to_pylist() == ["NCT99000001", None]
    assert [failure is None for failure in made.column("failure").to_pylist()] == [True, False]


@pytest.mark.skipif("TRIAL_EXTRACT_SPARK" not in os.environ, reason="starts a cluster: `make test-spark`")
def test_a_local_cluster_gives_the_documents_of_a_local_run(local, request, monkeypatch):
    monkeypatch.setenv("PYSPARK_PYTHON", sys.executable)
    from pyspark.sql import SparkSession

    cluster = os.environ["TRIAL_EXTRACT_SPARK"]
    builder = SparkSession.builder.master(cluster).config("spark.executor.memory", "1g")
    # the executors find the package where this test does, installed or not
    spark = builder.config("spark.executorEnv.PYTHONPATH", str(request.config.rootpath)).getOrCreate()
    try:
        table = spark.createDataFrame([(record,) for record in RECORDS], "record string").repartition(4)
        rows = [tuple(row) for row in documents(table).collect()]
    finally:
        spark.stop()
    assert len(rows) == len(RECORDS)
    same(rows, local)
