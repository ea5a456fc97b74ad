"""Differences between two documents of one study: what is told, and by what cause."""

import json

import pytest
from msgspec.structs import replace
from typer.testing import CliRunner

from extract.cli.app import app
from extract.curation.compare import compare
from extract.curation.making import header
from extract.curation.overrides import Confirm, SetFields
from extract.curation.pairing import longest_rising
from extract.curation.places import localise
from extract.writing import encode

from .conftest import CRITERIA, home_of

HEMOGLOBIN, ALT, INDEX = (line for line in CRITERIA.splitlines()[2:5])


def told(change):
    """(changes, old id, new id) of each node, and (change, kind, cause) of each fact."""
    nodes = [(" ".join(node.changes), node.old_id, node.new_id) for node in change.nodes]
    return nodes, [(fact.change, fact.kind, fact.cause) for node in change.nodes for fact in node.facts]


@pytest.fixture
def changed(extract):
    def made(criteria):
        old, _ = extract()
        new, _ = extract(criteria=criteria)
        return compare(old, new)

    return made


def test_equal_documents_do_not_differ(extract):
    old, _ = extract()
    new, _ = extract()
    assert compare(old, replace(new, source=replace(new.source, sha256="1" * 64))) is None


def test_a_reworded_criterion_shows_both_quotes_and_what_its_facts_became(changed):
    change = changed(CRITERIA.replace("≥ 9 g/dL", "≥ 10 g/dL"))
    (node,) = change.nodes
    assert (node.changes, node.cause, node.new_id) == (["reworded", "facts"], "source", "inc.1")
    assert (node.old_text, node.new_text) == (HEMOGLOBIN[3:], HEMOGLOBIN[3:].replace("9", "10"))
    (fact,) = [fact for fact in node.facts if fact.kind == "threshold"]
    assert (fact.change, fact.old, fact.new) == ("changed", "hemoglobin ≥ 9 g/dL", "hemoglobin ≥ 10 g/dL")
    assert (fact.old_quote, fact.new_quote, change.causes) == ("≥ 9 g/dL", "≥ 10 g/dL", ["source"])


def test_an_added_criterion_does_not_make_those_after_it_move(changed):
    nodes, facts = told(
        changed(CRITERIA.replace(ALT, f"2. Fever for 3 days\n3{ALT[1:]}").replace("3. Karn", "4. Karn"))
    )
    assert nodes == [("added", None, "inc.2")]
    assert {fact[0] for fact in facts} <= {"added"}


def test_a_deleted_criterion_is_told_with_its_facts(changed):
    nodes, facts = told(changed(CRITERIA.replace(HEMOGLOBIN + "\n", "")))
    assert nodes == [("removed", "inc.1", None)]
    assert ("removed", "threshold", "source") in facts


def test_a_criterion_that_stands_elsewhere_is_moved_not_changed(changed):
    lines = [HEMOGLOBIN, ALT, INDEX]
    swapped = "\n".join(f"{n}{line[1:]}" for n, line in enumerate([INDEX, HEMOGLOBIN, ALT], 1))
    nodes, facts = told(changed(CRITERIA.replace("\n".join(lines), swapped)))
    assert (nodes, facts) == ([("moved", "inc.3", "inc.1")], [])


def test_facts_that_differ_in_the_same_text_are_caused_by_rules(extract):
    old, _ = extract()
    new, _ = extract()
    home_of(new, "Hemoglobin").node.thresholds.clear()
    new.extractor = replace(new.extractor, version="0.2.0")
    change = compare(old, new)
    assert told(change) == ([("facts", "inc.1", "inc.1")], [("removed", "threshold", "rules")])
    assert change.causes == ["rules"]


def test_what_a_curator_decided_is_caused_by_overrides(extract):
    old, _ = extract()
    home = home_of(old, "Hemoglobin")
    fact = localise(home.node.thresholds[0], home)
    low = {"value": 10, "inclusive": True}
    for entry in (
        SetFields(**header(home, "Ada"), fact=fact, fields={"low": low}),
        Confirm(**header(home, "Ada"), fact=fact),
    ):
        new, _ = extract(entry)
        change = compare(old, new)
        assert change.causes == ["overrides"]
        assert "by Ada]" in change.nodes[0].facts[0].new


def test_registry_fields_are_compared(extract):
    old, _ = extract()
    new, _ = extract()
    new.eligibility.sex = "FEMALE"
    (field,) = compare(old, new).fields
    assert (field.name, field.old, field.new) == ("sex", "ALL", "FEMALE")


def test_a_difference_that_nothing_else_tells_is_told_by_its_place(extract):
    old, _ = extract()
    new, _ = extract()
    new.eligibility.expression = None
    assert [field.name for field in compare(old, new).fields] == ["eligibility.expression"]


def test_what_stays_in_order_is_as_long_as_can_be():
    assert longest_rising([3, 0, 1, 2]) == {1, 2, 3}
    assert longest_rising([]) == set()


@pytest.fixture
def folders(tmp_path, extract):
    old, _ = extract()
    new, _ = extract(criteria=CRITERIA.replace("≥ 9 g/dL", "≥ 10 g/dL"))
    for name, documents in {"old": {"a": old, "b": old}, "new": {"a": new, "c": new}}.items():
        (tmp_path / name).mkdir()
        (tmp_path / name / "manifest.json").write_text("{}", "utf-8")
        for letter, document in documents.items():
            (tmp_path / name / f"{letter}.json").write_bytes(encode(document))
    return tmp_path / "old", tmp_path / "new"


def test_the_command_compares_folders_and_files(folders):
    old, new = map(str, folders)

    def diff(*arguments):
        return CliRunner(env={"COLUMNS": "150"}).invoke(app, ["diff", *arguments])

    said = diff(old, new)
    assert said.exit_code == 1
    assert "3 studies compared: 1 changed, 1 new, 1 gone" in said.output
    (line,) = [line for line in said.output.splitlines() if "threshold (source)" in line]
    assert line.split("  ", 4)[-1].split() == ["hemoglobin", "≥", "9", "g/dL", "hemoglobin", "≥", "10", "g/dL"]
    assert diff(old, old).exit_code == 0
    assert diff(f"{old}/a.json", f"{new}/a.json").exit_code == 1
    assert diff(f"{old}/a.json", new).exit_code == 2
    assert diff(f"{old}/a.json", f"{new}/none.json").exit_code == 2
    assert diff(f"{old}/manifest.json", f"{new}/a.json").exit_code == 2
    found = json.loads(diff(old, new, "--json").output)
    assert [study["change"] for study in found["studies"]] == ["changed", "gone", "new"]
