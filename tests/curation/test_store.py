"""Files of overrides: what is in them stays in them."""

import errno
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.curation import BadOverridesError, Store
from extract.curation.overrides import LocalThreshold, Note, Reject, SetFields
from extract.curation.texts import append, begin, parse
from extract.document import Bound
from extract.writing import UnwritableError

STUDY = "NCT99000991"


def note(name, text="ask"):
    return Note(id=name, who="Ada", when="2026-01-01", node="123456789012", quote="No: 1.5e3", text=text)


def test_what_is_appended_is_read_again(tmp_path):
    store = Store(tmp_path / "overrides")
    fact = LocalThreshold("≥ 9 g/dL", 11, 19, low=Bound(9, True), unit="g/dL")
    entries = [
        note("a", 'multi\nline: "quoted" # no comment'),
        SetFields(id="b", who="no", when="2026-01-01", node="0", quote="x", fact=fact, fields={"low": None}),
        Reject(id="c", who="Ada", when="2026-01-01T10:00:00Z", why="wrong\ttab", node="1e5", quote=" y ", fact=fact),
    ]
    for entry in entries:
        store.append(STUDY, entry)
    assert store.read(STUDY).overrides.overrides == entries
    assert list(store.studies()) == [STUDY]


@given(who=st.text(min_size=1), words=st.text(min_size=1), key=st.text("0123456789abcdef", min_size=12, max_size=12))
def test_any_words_and_any_key_are_read_as_they_were_written(who, words, key):
    entry = Note(id="a", who=who, when="2026-01-01", why=words, node=key, quote=words, text=words)
    assert parse(append(append(begin(STUDY), entry), note("b"))).overrides == [entry, note("b")]


def test_comments_and_form_of_a_file_written_by_hand_stay():
    text = append(begin(STUDY), note("a")).replace("  - op", "  # the sponsor confirmed this\n  - op")
    text = text.replace("overrides:\n", "overrides:   # newest last\n")
    longer = append(text, note("b"))
    assert longer.startswith(text)
    assert [entry.id for entry in parse(longer).overrides] == ["a", "b"]


def test_dates_and_words_that_yaml_takes_for_values_stay_words():
    text = begin(STUDY) + "  - {op: note, id: 12, who: no, when: 2026-01-01, node: 12e34, quote: on, text: yes}\n"
    (entry,) = parse(text).overrides
    assert (entry.who, entry.when, entry.quote, entry.text) == ("no", "2026-01-01", "on", "yes")
    assert (entry.id, entry.node) == ("12", "12e34")


@pytest.mark.parametrize(
    ("bad", "said"),
    [
        ("schema_version: [", "while parsing"),
        ("just words", "Expected `object`"),
        ("- 1", "Expected `object`"),
        (begin(STUDY) + "  - {op: erase}\n", "erase"),
        (begin(STUDY) + "  - {op: note, id: a}\n", "missing required field"),
        (begin(STUDY) + "  - !!python/object/apply:os.system [ls]\n", "could not determine a constructor"),
        (append(append(begin(STUDY), note("a")), note("b")).replace("id: b", "id: a"), "used twice"),
    ],
)
def test_a_file_that_cannot_be_read_is_named_and_left_as_it_is(tmp_path, bad, said):
    store = Store(tmp_path)
    store.path(STUDY).write_text(bad, "utf-8")
    with pytest.raises(BadOverridesError, match=said):
        store.append(STUDY, note("c"))
    assert store.path(STUDY).read_text("utf-8") == bad


def test_a_list_that_does_not_stand_last_is_not_guessed_at():
    text = append(begin(STUDY), note("a")) + "schema_version_note: later\n"
    with pytest.raises(BadOverridesError):
        append(text, note("b"))


def test_what_is_taken_back_stays_in_the_file(tmp_path):
    store = Store(tmp_path)
    store.append(STUDY, note("a"))
    store.withdraw(STUDY, "a", "Grace")
    kept = store.read(STUDY).overrides
    assert (len(kept.overrides), kept.current()) == (2, [])
    with pytest.raises(KeyError):
        store.withdraw(STUDY, "a", "Grace")


WRITER = """
import sys
from pathlib import Path
from extract.curation.store import Store
from extract.curation.overrides import Note
for n in range(20):
    Store(Path(sys.argv[1])).append("NCT99000991", Note(
        id=f"{sys.argv[2]}{n}", who=sys.argv[2], when="2026-01-01", node="k", quote="q", text="t"))
"""


def test_two_curators_writing_at_once_lose_nothing(tmp_path):
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, str(tmp_path), who]) for who in ("ada", "grace")]  # noqa: S603  our own
    assert [writer.wait(60) for writer in writers] == [0, 0]
    ids = {entry.id for entry in Store(tmp_path).read(STUDY).overrides.overrides}
    assert ids == {f"{who}{n}" for who in ("ada", "grace") for n in range(20)}


CRASH = """
import os, sys
from pathlib import Path
Path.replace = lambda *a: os._exit(9)
exec(sys.argv.pop())
"""


def test_a_crash_in_the_middle_of_a_write_loses_nothing(tmp_path):
    store = Store(tmp_path)
    store.append(STUDY, note("a"))
    before = store.path(STUDY).read_bytes()
    crashed = subprocess.run([sys.executable, "-c", CRASH, str(tmp_path), "ada", WRITER], check=False)  # noqa: S603  our own
    assert crashed.returncode == 9
    assert store.path(STUDY).read_bytes() == before
    store.append(STUDY, note("b"))
    assert [entry.id for entry in store.read(STUDY).overrides.overrides] == ["a", "b"]
    assert list(store.studies()) == [STUDY]


def test_a_read_only_folder_is_named_and_nothing_is_half_saved(tmp_path, monkeypatch):
    store = Store(tmp_path)
    store.append(STUDY, note("a"))

    def refuse(*_args, **_more):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    with pytest.raises(UnwritableError, match="Read-only file system"):
        store.append(STUDY, note("b"))
    assert [entry.id for entry in store.read(STUDY).overrides.overrides] == ["a"]
    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(UnwritableError, match="the override was not saved"):
        store.append(STUDY, note("b"))
