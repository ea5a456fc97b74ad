"""Every kind of damage is reported with its rule and its place; an undamaged document is clean."""

import json

import msgspec
import pytest

from extract.checking import NothingToCheckError, check, check_document
from extract.document import StudyDocument


def item(document):
    return document["eligibility"]["criteria"][0]["children"][0]


def threshold(document):
    return item(document)["thresholds"][0]


def test_an_undamaged_document_is_clean(document):
    assert list(check_document(document)) == []
    assert msgspec.convert(document, StudyDocument).study_id == "NCT99009999"


ITEM = "/eligibility/criteria/0/children/0"
DAMAGE = {
    "dropped field": (lambda d: d.pop("title"), "schema", ""),
    "extra field": (lambda d: threshold(d).update(note="x"), "schema", f"{ITEM}/thresholds/0"),
    "wrong enum": (lambda d: item(d).update(kind="bullet"), "schema", f"{ITEM}/kind"),
    "wrong type": (
        lambda d: threshold(d)["high"].update(inclusive="yes"),
        "schema",
        f"{ITEM}/thresholds/0/high/inclusive",
    ),
    "bad study id": (lambda d: d.update(study_id="../x"), "schema", "/study_id"),
    "two kinds in a leaf": (
        lambda d: d["eligibility"]["expression"]["of"][0].update(question="q"),
        "schema",
        "/eligibility/expression",
    ),
    "unknown version": (lambda d: d.update(schema_version="1.9"), "schema-version", "/schema_version"),
    "version as path": (lambda d: d.update(schema_version="../1.0"), "schema-version", "/schema_version"),
    "no document": (lambda d: d.clear(), "schema-version", ""),
    "shifted span": (lambda d: threshold(d)["span"].update(start=40), "span-text", f"{ITEM}/thresholds/0"),
    "span past the end": (lambda d: item(d)["span"].update(end=10**6), "span-text", ITEM),
    "changed words": (
        lambda d: threshold(d)["measure"].update(text="AST"),
        "span-text",
        f"{ITEM}/thresholds/0/measure",
    ),
    "label elsewhere": (lambda d: item(d).update(label="2."), "label-text", f"{ITEM}/label_span"),
    "id used twice": (lambda d: item(d)["times"][0].update(id="inc.1.t1"), "unique-ids", f"{ITEM}/times/0/id"),
    "dangling leaf": (
        lambda d: d["eligibility"]["expression"]["of"][0].update(threshold="inc.1.t9"),
        "resolved-references",
        "/eligibility/expression/of/0",
    ),
    "dangling window": (
        lambda d: threshold(d).update(within=["inc.9.d1"]),
        "resolved-references",
        f"{ITEM}/thresholds/0",
    ),
    "swapped bounds": (
        lambda d: threshold(d).update(low={"value": 3, "inclusive": True}),
        "ordered-bounds",
        f"{ITEM}/thresholds/0",
    ),
}


@pytest.mark.parametrize("kind", DAMAGE)
def test_damage_is_reported_with_rule_and_place(document, kind):
    damage, rule, pointer = DAMAGE[kind]
    damage(document)
    assert (rule, pointer) in [(found, at) for found, at, _ in check_document(document)]


def test_files_that_are_no_json_are_findings_and_the_manifest_is_none(tmp_path, document):
    (tmp_path / "good.json").write_text(json.dumps(document), "utf-8")
    (tmp_path / "cut.json").write_text(json.dumps(document)[:99], "utf-8")
    (tmp_path / "latin.json").write_bytes(b'{"title": "\xe9"}')
    (tmp_path / "manifest.json").write_text("{}", "utf-8")
    result = check([tmp_path])
    assert result.checked == 3
    assert [(f.path.name, f.rule) for f in result.findings] == [("cut.json", "json"), ("latin.json", "json")]
    assert result.errors == 2


def test_a_path_without_documents_is_wrong_usage(tmp_path):
    with pytest.raises(NothingToCheckError, match="no documents"):
        check([tmp_path])
    with pytest.raises(NothingToCheckError, match="no such file"):
        check([tmp_path / "absent"])
