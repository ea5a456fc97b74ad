"""Engines that others wrote give the verdicts of the project's own evaluator, on what a report calls exactly mapped.

The studies richest in comparisons stand for all: one or two here, as many as TRIAL_EXTRACT_AGREEMENT says in
`make agreement`.
"""

import os

import pytest

from tests.export.documents import outputs
from tests.export.engines import circe_disagreements, cql_disagreements, node_modules

COUNT = int(os.environ.get("TRIAL_EXTRACT_AGREEMENT", "0"))
RICHEST = sorted(outputs(), key=lambda d: (-sum(len(node.thresholds) for node in d.walk()), d.study_id))
PARTICIPANTS = 40


@pytest.mark.parametrize("document", RICHEST[: COUNT or 1], ids=lambda d: d.study_id)
def test_circe_on_duckdb_agrees(document, tmp_path):
    pytest.importorskip("circe", reason="needs ohdsi-circepy")
    assert circe_disagreements(document, tmp_path, PARTICIPANTS) == []


@pytest.mark.skipif(node_modules() is None, reason="needs the npm packages of tests/export/cql (make engines)")
@pytest.mark.parametrize("document", RICHEST[: COUNT or 2], ids=lambda d: d.study_id)
def test_cql_on_fhir_agrees(document):
    assert cql_disagreements(document, PARTICIPANTS) == []
