"""What a check of documents and folders says; every kind of damage is in `test_damage.py`."""

import json

import msgspec
import pytest

from extract import validate
from extract.checking import NothingToCheckError, check, check_document
from extract.document import StudyDocument


def test_an_undamaged_document_is_clean(document):
    assert list(check_document(document)) == []
    assert msgspec.convert(document, StudyDocument).study_id == "NCT99009999"


def test_the_api_gives_rule_pointer_and_message(document):
    document["eligibility"]["criteria"][0]["children"][0]["kind"] = "bullet"
    ((rule, pointer, message),) = validate(document)
    assert (rule, pointer) == ("schema", "/eligibility/criteria/0/children/0/kind")
    assert "bullet" in message


def test_all_schema_errors_are_listed_not_only_the_first(document):
    document["eligibility"]["sex"] = "male"
    document["source"]["sha256"] = "0"
    document["acronym"] = 7
    assert {pointer for _, pointer, _ in check_document(document)} == {
        "/eligibility/sex",
        "/source/sha256",
        "/acronym",
    }


def test_anything_else_is_no_document():
    for value in ({}, [], None, 7, {"schema_version": 1}, {"schema_version": "1.x"}):
        assert [rule for rule, _, _ in check_document(value)] == ["schema-version"]


def test_an_older_version_is_told_from_a_newer_one(document):
    document["schema_version"] = "0.9"
    ((_, _, older),) = check_document(document)
    document["schema_version"] = "2.0"
    ((_, _, newer),) = check_document(document)
    assert "trial-extract migrate" in older
    assert "newer release" in newer


def test_the_manifest_of_a_run_is_no_document(tmp_path, document):
    (tmp_path / "good.json").write_text(json.dumps(document), "utf-8")
    (tmp_path / "manifest.json").write_text("{}", "utf-8")
    result = check([tmp_path])
    assert (result.checked.total(), result.findings) == (1, [])


def test_a_path_without_documents_is_wrong_usage(tmp_path):
    with pytest.raises(NothingToCheckError, match="no documents"):
        check([tmp_path])
    with pytest.raises(NothingToCheckError, match="no such file"):
        check([tmp_path / "absent"])


def test_findings_stand_on_the_line_of_their_value(tmp_path, document):
    document["source"]["sha256"] = "0"
    path = tmp_path / "a.json"
    path.write_text(json.dumps(document, indent=2), "utf-8")
    ((finding),) = check([path]).findings
    assert path.read_text("utf-8").splitlines()[finding.line - 1].strip() == '"sha256": "0",'
