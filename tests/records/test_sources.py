import io
import sys
import zipfile

import pytest
from made_records import dump, study

from extract.records import ReadFailure, limits, read_records


def read(*paths, **options):
    """Study ids of what was read, and codes of what was not."""
    return [item.code if isinstance(item, ReadFailure) else item.study_id for item in read_records(paths, **options)]


def ids(count):
    return [f"NCT9000000{n}" for n in range(1, count + 1)]


def test_one_study_a_page_a_list_and_lines_read_alike(tmp_path):
    studies = [study(id_) for id_ in ids(3)]
    (tmp_path / "a.json").write_bytes(dump({"nextPageToken": "x", "studies": studies}))
    (tmp_path / "b.json").write_bytes(dump(studies))
    (tmp_path / "c.jsonl").write_bytes(b"\n".join(dump(one) for one in studies) + b"\n\n")
    (tmp_path / "d.json").write_bytes(b"\xef\xbb\xbf" + dump(studies[0]) + b"\n")
    assert read(tmp_path) == ids(3) * 3 + ids(1)


def test_a_record_has_the_same_digest_in_a_page_and_alone(tmp_path):
    (tmp_path / "page.json").write_bytes(b'{"studies": [ ' + dump(study()) + b" ]}")
    (tmp_path / "one.json").write_bytes(dump(study()))
    one, page = read_records([tmp_path])
    assert one.source == page.source


def test_the_bulk_archive_has_folders_and_a_table_of_contents(tmp_path):
    with zipfile.ZipFile(tmp_path / "all.zip", "w") as archive:
        archive.writestr("Contents.txt", "2 studies")
        archive.writestr("NCT9000xxxx/NCT90000001.json", dump(study("NCT90000001")))
        archive.writestr("NCT9000xxxx/NCT90000002.json", dump(study("NCT90000002")))
    assert read(tmp_path / "all.zip") == ids(2)


def test_standard_input(monkeypatch):
    stdin = io.TextIOWrapper(io.BytesIO(dump(study())))
    monkeypatch.setattr(sys, "stdin", stdin)
    assert read("-") == ids(1)


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("empty.json", b"", "empty"),
        ("blank.txt", b" \n", "empty"),
        ("other.json", b'{"name": "a manifest"}', "not_a_study"),
        ("cut.json", dump(study())[:-9], "bad_json"),
        ("latin.json", '{"protocolSection": {"a": "é"}}'.encode("latin-1"), "bad_json"),
        ("cut.zip", b"PK\x03\x04" + b"x" * 50, "bad_archive"),
        ("none.json", b'{"studies": []}', "no_records"),
        ("picture.txt", b"\x89PNG\x00\x00", "binary"),
    ],
)
def test_bad_files_fail_by_name_and_the_rest_goes_on(tmp_path, name, content, code):
    (tmp_path / name).write_bytes(content)
    (tmp_path / "zz.json").write_bytes(dump(study()))
    failure, record = read_records([tmp_path])
    assert (failure.code, record.study_id) == (code, ids(1)[0])
    assert name in failure.source
    assert failure.cause


def test_missing_files_and_directories_without_records(tmp_path):
    assert read(tmp_path / "no.json", tmp_path) == ["no_such_file", "no_records"]


def test_a_bad_element_of_a_list_is_named_by_its_place(tmp_path):
    (tmp_path / "list.json").write_bytes(dump([study(), {"x": 1}, study("NCT90000002")]))
    _, failure, last = read_records([tmp_path / "list.json"])
    assert failure.source.endswith("list.json#2")
    assert last.study_id == "NCT90000002"


def test_a_line_beyond_the_limit_is_refused_alone(tmp_path, monkeypatch):
    monkeypatch.setattr(limits, "RECORD_BYTES", 2000)
    lines = [dump(study("NCT90000001")), dump(study("NCT90000009", text="x" * 9000)), dump(study("NCT90000002"))]
    (tmp_path / "a.jsonl").write_bytes(b"\n".join(lines))
    assert read(tmp_path / "a.jsonl") == ["NCT90000001", "too_large", "NCT90000002"]


@pytest.mark.parametrize("member", ["../up.json", "/etc/x.json", "a\\b.json", "C:/x.json", "a\x1bb.json"])
def test_members_with_unsafe_names_are_refused(tmp_path, member):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr(member, dump(study()))
        archive.writestr("z.json", dump(study()))
    assert sorted(read(tmp_path / "a.zip")) == ["NCT90000001", "unsafe_name"]


def test_a_member_that_expands_without_measure_is_refused(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("bomb.json", b" " * 3_000_000)
    assert read(tmp_path / "a.zip") == ["too_large"]


def test_a_damaged_member_fails_alone(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("a.json", dump(study("NCT90000001")))
        archive.writestr("b.json", dump(study("NCT90000002")))
    data = (tmp_path / "a.zip").read_bytes().replace(b"A trial", b"B trial", 1)
    (tmp_path / "a.zip").write_bytes(data)
    assert read(tmp_path / "a.zip") == ["bad_archive", "NCT90000002"]
