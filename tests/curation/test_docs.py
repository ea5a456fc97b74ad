"""The example of the documentation is one."""

import re
from pathlib import Path

from jsonschema import Draft202012Validator

from extract.checking.schema import published
from extract.curation import Corrections
from extract.curation.texts import parse
from extract.records import read_records

ROOT = Path(__file__).parents[2]
EXAMPLE = re.search(r"```yaml\n(.*?)```", (ROOT / "docs" / "curation.md").read_text("utf-8"), re.S)[1]


def test_the_example_applies_to_its_record(extractor):
    (record,) = (r for r in read_records([ROOT / "corpus"]) if r.study_id == "NCT99000003")
    corrections = Corrections(parse(EXAMPLE), "0" * 64)
    document = extractor.extract(record, corrections)
    assert [outcome.state for outcome in corrections.outcomes] == ["applied"]
    (fact,) = (fact for node in document.walk() for fact in node.thresholds if fact.measure.id == "potassium")
    assert (fact.high.value, fact.curated.why) == (5.0, "amendment 4")


def test_the_example_keeps_to_the_schema():
    import msgspec

    raw = msgspec.to_builtins(parse(EXAMPLE))
    assert list(Draft202012Validator(published("overrides", "1.0")).iter_errors(raw)) == []
