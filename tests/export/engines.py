"""Running exported artefacts in CIRCE (SQL on DuckDB) and in a CQL engine (on FHIR R4 bundles)."""

import json
import shutil
import subprocess
import warnings
from pathlib import Path

import msgspec

from extract.document import StudyDocument
from extract.export.report import Report, exact_parts
from extract.export.targets import Exporter, Options, exporter
from extract.expression import Expression, all_of
from tests.export.fhir_data import bundle
from tests.export.omop import Omop
from tests.export.synthetic import TODAY, anchors, own_verdicts, people

CQL = Path(__file__).parent / "cql"


def node_modules() -> Path | None:
    """Where the CQL packages are; None where they are not installed."""
    folder = CQL / "node_modules"
    return folder if folder.is_dir() and shutil.which("node") else None


def circe_disagreements(document: StudyDocument, folder: Path, count: int) -> list[tuple[object, ...]]:
    """Participants of whom CIRCE says otherwise: number, own verdict, CIRCE's, the participant."""
    omop = Omop(document, folder)
    made = exporter("circe", Options(omop.codes, folder, anchors(document)))
    exact, parts = _exact(document, made)
    if not parts:
        return []
    persons = people(exact, parts, count)
    database = omop.database(persons)
    files = made(exact).files
    found = {}
    for suffix, verdict in (("circe.json", True), ("circe.ruled-out.json", False)):
        _run_sql(database, files[f"{document.study_id}.{suffix}"].decode())
        rows = database.execute("select distinct subject_id from main.cohort").fetchall()
        found |= {row[0]: verdict if row[0] not in found else "both" for row in rows}
    own = own_verdicts(exact, parts, persons, "any")
    return [
        (at, mine, found.get(at), person)
        for at, (mine, person) in enumerate(zip(own, persons, strict=True), 1)
        if mine != found.get(at)
    ]


def cql_disagreements(document: StudyDocument, count: int) -> list[tuple[object, ...]]:
    """Participants of whom the CQL engine says otherwise: number, own verdict, the engine's, the participant."""
    made = exporter("cql", Options())
    exact, parts = _exact(document, made)
    if not parts:
        return []
    persons = people(exact, parts, count)
    days = dict.fromkeys(("today", *anchors(exact)), TODAY.isoformat())
    library = made(exact).files[f"{document.study_id}.cql"].decode()
    bundles = [bundle(at, person) for at, person in enumerate(persons)]
    results = _run_cql({"cql": library, "parameters": days, "bundles": bundles})
    own = own_verdicts(exact, parts, persons, "latest")
    return [
        (at, mine, results[f"p{at}"]["Eligible"], person)
        for at, (mine, person) in enumerate(zip(own, persons, strict=True))
        if mine != results[f"p{at}"]["Eligible"]
    ]


def _exact(document: StudyDocument, made: Exporter) -> tuple[StudyDocument, list[Expression]]:
    """The document with only those parts of its expression that the report calls exactly mapped."""
    parts = exact_parts(document, made(document).report)
    exact: StudyDocument = msgspec.convert(msgspec.to_builtins(document), type=StudyDocument)
    exact.eligibility.expression = all_of(parts) if parts else None
    report: Report = made(exact).report
    assert not [entry for entry in report.entries if entry.leaf and entry.state != "mapped"]
    return exact, parts


def _run_sql(database, definition: str) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from circe import sqlrender
        from circe.api import build_cohort_query, cohort_expression_from_json
        from circe.cohortdefinition import BuildExpressionQueryOptions

    options = BuildExpressionQueryOptions()
    options.cdm_schema = options.vocabulary_schema = options.result_schema = "main"
    options.target_table, options.cohort_id, options.generate_stats = "main.cohort", 1, False
    query = build_cohort_query(cohort_expression_from_json(definition), options)
    query = sqlrender.translate(sqlrender.render(query), "duckdb")
    database.execute(
        "create or replace table main.cohort (cohort_definition_id int, subject_id bigint, "
        "cohort_start_date date, cohort_end_date date)"
    )
    for statement in sqlrender.split_sql(query):
        if statement.strip():
            database.execute(statement)


def _run_cql(task: dict[str, object]) -> dict[str, dict[str, bool | None]]:
    node = shutil.which("node")
    assert node is not None
    ran = subprocess.run(  # noqa: S603  the tests' own script
        [node, "run.mjs"], cwd=CQL, input=json.dumps(task), capture_output=True, text=True, check=False, timeout=300
    )
    assert ran.returncode == 0, ran.stderr[-2000:]
    answer = json.loads(ran.stdout)
    assert "errors" not in answer, answer["errors"]
    results: dict[str, dict[str, bool | None]] = answer["results"]
    return results
