"""Damage of every kind to real documents is reported, with the right rule and at the right place."""

import copy
import json
from pathlib import Path

import pytest

from extract.checking import Selection, check
from extract.checking.checker import defects
from extract.checking.kinds import STUDY_KIND
from extract.checking.rules import STUDY
from tests.checking.damage import KINDS, NotHereError

OUTPUTS = sorted((Path(__file__).parents[2] / "outputs").glob("*.json"))
DOCUMENTS = [json.loads(path.read_text("utf-8")) for path in OUTPUTS]
EACH = 3  # documents that each kind is tried on


@pytest.mark.parametrize("kind", KINDS)
def test_damage_is_reported_with_rule_and_place(kind):
    rule, function = KINDS[kind]
    tried = 0
    for document in DOCUMENTS:
        damaged = copy.deepcopy(document)
        try:
            pointer = function(damaged)
        except NotHereError:
            continue
        assert (rule, pointer) in [(d.rule, d.pointer) for d in defects(damaged, STUDY_KIND)], document["study_id"]
        tried += 1
        if tried == EACH:
            break
    assert tried


def test_sixty_kinds_and_every_rule_about_documents():
    assert len(KINDS) >= 60
    assert {rule for rule, _ in KINDS.values()} >= set(STUDY) | {"schema", "schema-version"}


BROKEN = {
    "cut in the middle": lambda data: data[: len(data) // 2],
    "empty": lambda _: b"",
    "NaN": lambda data: data.replace(b'"start": 0,', b'"start": NaN,', 1),
    "infinite": lambda data: data.replace(b'"start": 0,', b'"start": 1e999,', 1),
    "Latin-1": lambda data: data.decode().replace('"title": "', '"title": "\xe9').encode("latin-1", "ignore"),
    "two values": lambda data: data + data,
    "single quotes": lambda data: data.replace(b'"', b"'"),
    "trailing comma": lambda data: data.rstrip()[:-1] + b",}",
    "UTF-16": lambda data: data.decode().encode("utf-16"),
}


@pytest.mark.parametrize("kind", BROKEN)
def test_a_file_that_is_no_json_is_reported_as_such(tmp_path, kind):
    for path in OUTPUTS[:3]:
        (tmp_path / path.name).write_bytes(BROKEN[kind](path.read_bytes()))
    assert [(f.rule, f.pointer) for f in check([tmp_path]).findings] == [("json", "")] * 3


def test_files_of_other_kinds_and_two_of_one_study(tmp_path):
    (tmp_path / "a.json").write_bytes(OUTPUTS[0].read_bytes())
    (tmp_path / "b.json").write_bytes(OUTPUTS[0].read_bytes())
    (tmp_path / "c.json").write_text('{"name": "something else"}', "utf-8")
    (tmp_path / "d.json").write_text("[1, 2]", "utf-8")
    found = [(f.path.name, f.rule, f.pointer) for f in check([tmp_path], Selection()).findings if f.severity == "error"]
    assert sorted(found) == [
        ("b.json", "repeated-study", "/study_id"),
        ("c.json", "unknown-kind", ""),
        ("d.json", "unknown-kind", ""),
    ]


def test_undamaged_documents_have_no_error():
    result = check(OUTPUTS)
    assert result.checked["study"] == len(OUTPUTS)
    assert [f for f in result.findings if f.severity == "error"] == []
