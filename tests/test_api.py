"""What `import extract` offers, used as the README shows it."""

import subprocess
import sys

import msgspec
import pytest

import extract

TEXT = "Inclusion Criteria:\n\n* Platelets of 100,000/mm3 or more\n\nExclusion Criteria:\n\n* Stroke within 6 months\n"


@pytest.fixture
def source(tmp_path):
    path = tmp_path / "criteria.txt"
    path.write_text(TEXT, "utf-8")
    return path


def test_records_become_documents(source):
    extractor = extract.Extractor()
    (record,) = extract.read_records([source])
    assert isinstance(record, extract.Record)
    document = extractor.extract(record)
    assert [(node.id, t.measure.id) for node in document.walk() for t in node.thresholds] == [("inc.1", "platelets")]
    assert [(node.id, t.high.value, t.unit) for node in document.walk() for t in node.times] == [("exc.1", 6, "mo")]


def test_one_call_reads_and_extracts_and_the_document_validates(source):
    (document,) = extract.extract(source)
    assert extract.validate(msgspec.json.decode(extract.encode(document))) == []


def test_a_source_that_cannot_be_read_raises_with_its_cause(tmp_path):
    with pytest.raises(ValueError, match="no such file"):
        list(extract.extract(tmp_path / "absent.json"))


def test_importing_the_package_and_help_load_no_language_model():
    code = "import sys, extract; from extract.cli.app import app; print('spacy' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "False\n"  # noqa: S603  own code


def test_unknown_names_are_attribute_errors():
    with pytest.raises(AttributeError, match="no attribute"):
        extract.nonsense  # noqa: B018  the access is the test
