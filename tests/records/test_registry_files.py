"""Real records, which are not part of the project: found by TRIAL_EXTRACT_SHARED, else skipped."""

import os
import re
from pathlib import Path

import msgspec
import pytest

from extract.records import Record, enums, read_records

SHARED = os.environ.get("TRIAL_EXTRACT_SHARED")
pytestmark = pytest.mark.skipif(not SHARED, reason="TRIAL_EXTRACT_SHARED names no folder of registry records")
REGISTRY = Path(SHARED or ".") / "registry"


@pytest.mark.parametrize(
    ("name", "count"),
    [("ctg-studies.json.zip", 1652), ("ctgov-v2", 152), ("ctgov-xml", 208), ("ctgov-csv", 428), ("spec/recorded", 25)],
)
def test_every_record_is_read(name, count):
    items = list(read_records([REGISTRY / name]))
    assert [item for item in items if not isinstance(item, Record)] == []
    assert len(items) == count


def test_the_same_study_in_xml_and_json_is_the_same_record():
    xml = {item.study_id: item for item in read_records([REGISTRY / "ctgov-xml"])}
    both = [
        (xml[item.study_id], item) for item in read_records([REGISTRY / "ctg-studies.json.zip"]) if item.study_id in xml
    ]
    assert len(both) == 12
    for old, new in both:
        same = _comparable(old)
        # Studies updated since the XML was made keep what no sponsor changed.
        names = (
            same.keys() if old.version == new.version else {"arms", "interventions", "design", "conditions", "title"}
        )
        assert {name: same[name] for name in names} == {name: _comparable(new)[name] for name in names}


def _comparable(record):
    """A record's fields without what the formats say differently: layout, escapes, codes of terms, class of sponsor."""
    fields = msgspec.to_builtins(record)
    for name in ("source", "issues"):
        del fields[name]
    fields["eligibility"]["text"] = re.sub(r"(?m)^\s*[-*]\s+", "", _plain(fields["eligibility"]["text"] or ""))
    fields["eligibility"]["text"] = re.sub(r"\W+", "", fields["eligibility"]["text"])
    fields["sponsor"].pop("class")
    for it in fields["interventions"]:
        it["mesh"] = [mesh["term"] for mesh in it["mesh"]]
    return _normal(fields)


def _normal(value):
    if isinstance(value, dict):
        return {name: _normal(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_normal(one) for one in value]
    return " ".join(_plain(value).split()) if isinstance(value, str) else value


def _plain(text):
    return re.sub(r"\\([!-/:-@\[-`{-~])", r"\1", text)


OUTLINES_APART = {
    "NCT00001245": "a wrapped line that starts with `18)` reads as a list item",
    "NCT02513394": "a paragraph between list items: its indent differs between the layouts",
}


def test_the_outlines_of_a_study_in_xml_and_json_agree_item_for_item():
    from extract.outline import parse

    def outline(record):
        return [(item.section, item.plain.text) for item in parse(record.eligibility.text or "").lines]

    xml = {item.study_id: item for item in read_records([REGISTRY / "ctgov-xml"])}
    studies = read_records([REGISTRY / "ctg-studies.json.zip"])
    apart = [one.study_id for one in studies if one.study_id in xml and outline(one) != outline(xml[one.study_id])]
    assert set(apart) <= OUTLINES_APART.keys()


@pytest.mark.parametrize("name", enums.VALUES)
def test_the_values_are_those_of_the_api(name):
    (path,) = (REGISTRY / "spec").glob("*.yaml")
    block = re.search(rf"\n    {name}:\n      type: \"string\"\n      enum:\n((?:      - .*\n)+)", path.read_text())
    assert set(re.findall(r'"(\w+)"', block[1])) == set(enums.VALUES[name])
