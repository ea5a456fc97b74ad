"""The queries of the documentation run on the tables of the corpus and find something."""

import re

import pytest
from typer.testing import CliRunner

from extract.cli.app import app


def test_the_queries_of_the_documentation_find_something(tmp_path, request, monkeypatch):
    duckdb = pytest.importorskip("duckdb", reason="not installed")
    pytest.importorskip("pyarrow", reason="the extra `tables` is not installed")
    root = request.config.rootpath
    assert CliRunner().invoke(app, ["facts", str(root / "outputs"), "--out", str(tmp_path)]).exit_code == 0
    monkeypatch.chdir(tmp_path)
    queries = re.findall(r"^```sql\n(.*?)^```", (root / "docs/tables.md").read_text("utf-8"), re.S | re.M)
    assert len(queries) == 5
    for query in queries:
        assert duckdb.sql(query).fetchall(), query
