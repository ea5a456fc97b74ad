"""Eight records of the project's own, nested, split by cohorts or oddly headed: their outline is their annotation."""

import json
from pathlib import Path

import pytest

from extract.outline import parse
from extract.outline.cover import gaps

FOLDER = Path(__file__).parent / "fixtures" / "records"
GOLD = [json.loads(path.read_text("utf-8")) for path in sorted(FOLDER.glob("*.gold.json"))]


def outline(study):
    record = json.loads((FOLDER / f"{study}.json").read_text("utf-8"))
    return parse(record["protocolSection"]["eligibilityModule"]["eligibilityCriteria"])


def lines(items, level=0):
    for item in items:
        yield item, level
        yield from lines(item.children, level + (item.kind not in ("section", "preamble")))


@pytest.mark.parametrize("gold", GOLD, ids=lambda gold: gold["id"])
def test_the_outline_is_as_annotated(gold):
    read = outline(gold["id"])
    found = [
        (item.text[: len(entry["start"])], item.kind, item.section, level, item.combine, item.applies_to)
        for (item, level), entry in zip(lines(read.items), gold["items"], strict=True)
    ]
    keys = ("start", "kind", "section", "level", "combine")
    assert found == [(*(entry[key] for key in keys), entry.get("applies_to", [])) for entry in gold["items"]]
    assert gaps(read) == []


def test_a_text_without_headings_says_that_its_sections_are_inferred():
    read = outline("NCT99001005")
    assert [issue.code for issue in read.issues] == ["section_inferred", "section_inferred"]
    assert [item.id for item in read.items][:2] == ["inc.p1", "inc.1"]


def test_a_second_section_of_a_side_is_numbered():
    assert [item.id for item in outline("NCT99001004").items] == ["inc", "exc", "exc2"]
