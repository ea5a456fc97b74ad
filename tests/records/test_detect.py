import pytest
from made_records import VEEVA_PAGE, dump, study

from extract.records import UnreadableRecordError, detect, read_records


@pytest.mark.parametrize(
    ("head", "kind"),
    [
        (b"PK\x03\x04...", "zip"),
        (b'\xef\xbb\xbf {"a"', "json"),
        (b"[{", "json"),
        (b'<?xml version="1.0"?>\n<clinical_study>', "xml"),
        (b"<clinical_study rank='1'>", "xml"),
        (b"<!DOCTYPE html><html>", "html"),
        (b'<?xml version="1.0"?><html xmlns="x">', "html"),
        (b"NCT Number,Study Title\n", "csv"),
        (b'"Rank","NCT Number","Title"\n', "csv"),
        (b"Rank\tNCT Number\tTitle\n", "csv"),
        (b"Inclusion Criteria:\n", "text"),
        (b"[Part A] Inclusion Criteria:\n", "text"),
    ],
)
def test_kinds(head, kind):
    assert detect.kind(head) == kind


@pytest.mark.parametrize("head", [b"", b" \n\t", b"\x00\x01\x02", "Ä".encode("utf-16")])
def test_nothing_and_binary_are_refused(head):
    with pytest.raises(UnreadableRecordError):
        detect.kind(head)


@pytest.mark.parametrize(
    ("text", "format_"),
    [
        (VEEVA_PAGE, "veeva-text"),
        ("Title\nCondition\nDRUG: X\nSurvival, 2 years\nText.", "flat-text"),
        ("Inclusion Criteria:\n\n* Age > 18", "plain-text"),
        ("Exclusion:\nOTHER: see below", "plain-text"),
    ],
)
def test_text_formats(text, format_):
    assert detect.text_format(text) == format_


def test_a_named_format_overrides_the_content(tmp_path):
    (tmp_path / "a.txt").write_bytes(VEEVA_PAGE.encode())
    (tmp_path / "b.txt").write_bytes(dump(study()))
    one, two = read_records([tmp_path], format="plain-text")
    assert {one.format, two.format} == {"plain-text"}
    assert one.eligibility.text == VEEVA_PAGE


def test_latin_1_text_is_refused_with_the_place(tmp_path):
    (tmp_path / "a.txt").write_bytes("Inclusion: ≥ 18 years, naïve".replace("≥", ">").encode("latin-1"))
    (failure,) = read_records([tmp_path / "a.txt"])
    assert failure.code == "not_utf8"
    assert "byte 25" in failure.cause
