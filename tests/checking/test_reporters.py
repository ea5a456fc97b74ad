"""One Result in every format, with paths and messages that formats must escape."""

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest
from jsonschema import Draft202012Validator

from extract.checking.reporters import REPORTERS
from extract.checking.result import Finding, Result
from extract.checking.rules import RULES

SARIF = Path(__file__).parent / "sarif"
WHOLE = SARIF / "node_modules/@microsoft/sarif-multitool-linux/sarif-2.1.0.json"
SCHEMAS = {
    "the part that is written": SARIF / "part.json",
    "the whole standard": WHOLE,
}


@pytest.fixture
def result():
    odd = Path("documents") / "a, b: 100 %.json"
    return Result(
        checked={"study": 3},
        findings=[
            Finding("schema", "error", odd, "/eligibility/sex", "'x\x00<&\"' is not\none of …", 7),
            Finding("span-text", "error", Path("/abs/b.json"), "", "span 1–2 does not hold 'É'", 1),
            Finding("plausible-value", "warning", odd, "/a~1b/0", "100 % of it", 9),
        ],
        known=2,
    )


@pytest.fixture
def clean():
    return Result(checked={"study": 3})


@pytest.mark.parametrize("name", REPORTERS)
def test_every_finding_is_in_every_report(result, name):
    report = REPORTERS[name](result)
    for finding in result.findings:
        assert finding.rule in report
    report.encode("utf-8")


def test_text(result, clean):
    assert REPORTERS["text"](clean) == "3 documents checked, 0 errors\n"
    first, *_, last = REPORTERS["text"](result).splitlines()
    assert first.startswith("documents/a, b: 100 %.json:7: error [schema] ")
    assert first.endswith("(/eligibility/sex)")
    assert last == "3 documents checked, 2 errors, 1 warning, 2 known from the baseline"


def test_json(result):
    report = json.loads(REPORTERS["json"](result))
    assert (report["errors"], report["warnings"], report["known"]) == (2, 1, 2)
    assert report["findings"][1] == {
        "rule": "span-text",
        "severity": "error",
        "path": "/abs/b.json",
        "line": 1,
        "pointer": "",
        "message": "span 1–2 does not hold 'É'",
    }


@pytest.mark.parametrize("name", SCHEMAS)
def test_sarif_fits_the_standard(result, clean, name):
    if not SCHEMAS[name].is_file():
        pytest.skip("the standard's schema is not installed (make engines)")
    schema = json.loads(SCHEMAS[name].read_text("utf-8-sig"))
    Draft202012Validator.check_schema(schema)
    validator = Draft202012Validator(schema, format_checker=Draft202012Validator.FORMAT_CHECKER)
    for one in (result, clean):
        log = json.loads(REPORTERS["sarif"](one))
        assert [error.message for error in validator.iter_errors(log)] == []


def test_sarif_results_name_their_rules_and_files(result):
    (run,) = json.loads(REPORTERS["sarif"](result))["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == list(RULES)
    for found in run["results"]:
        assert rules[found["ruleIndex"]]["id"] == found["ruleId"]
    uris = [one["locations"][0]["physicalLocation"]["artifactLocation"]["uri"] for one in run["results"]]
    assert uris == ["documents/a%2C%20b%3A%20100%20%25.json", "file:///abs/b.json", uris[0]]


def test_junit_has_a_suite_a_rule_and_a_failed_case_a_file(result, clean):
    root = ElementTree.fromstring(REPORTERS["junit"](result))  # noqa: S314  made here
    assert [suite.get("name") for suite in root] == list(RULES)
    assert (root.get("failures"), root.get("errors")) == ("2", "0")
    assert int(root.get("tests")) == len(root.findall(".//testcase")) == len(RULES)
    (failed,) = root.findall("testsuite[@name='schema']/testcase")
    assert failed.get("name") == "documents/a, b: 100 %.json"
    assert "�<&" in failed.find("failure").text
    (warned,) = root.findall("testsuite[@name='plausible-value']/testcase")
    assert warned.find("failure") is None
    assert "100 % of it" in warned.find("system-out").text
    assert ElementTree.fromstring(REPORTERS["junit"](clean)).get("failures") == "0"  # noqa: S314  made here


def test_github_annotations_are_one_line_each(result):
    first, second, third, _ = REPORTERS["github"](result).splitlines()
    assert first.startswith("::error file=documents/a%2C b%3A 100 %25.json,line=7,title=schema::")
    assert "is not%0Aone of …" in first
    assert second.endswith("::span 1–2 does not hold 'É'")
    assert third.startswith("::warning ")
    assert third.endswith("::100 %25 of it (/a~1b/0)")
