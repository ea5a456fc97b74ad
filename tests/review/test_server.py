"""What the desk answers, to whom, and what it saves."""

import errno
import html
import re
from html.parser import HTMLParser

import pytest
from starlette.testclient import TestClient

from extract.curation.making import header
from extract.curation.overrides import Note
from extract.curation.places import homes_of
from extract.review.desk import Desk, NoDeskError
from extract.review.server import make_app
from extract.wording import fact_line

from .conftest import EVIL, GOOD, HOSTILE

HOST = "http://127.0.0.1:8760"


@pytest.fixture
def client(desk):
    app = make_app(desk, "Ada", 8760)
    client = TestClient(app, base_url=HOST)
    client.token = app.state.server.token
    return client


@pytest.fixture
def decide(client):
    def post(study=GOOD, headers=None, **decision):
        headers = {"x-desk-token": client.token} | (headers or {})
        return client.post(f"/study/{study}/decisions", json=decision, headers=headers)

    return post


class Tags(HTMLParser):
    """The attributes and scripts of a page, as a browser reads it."""

    def __init__(self, page):
        super().__init__()
        self.names, self.scripts = set(), set()
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.names |= {name for name, _ in attrs}
        if tag == "script":
            self.scripts.add(dict(attrs).get("src"))


def node(desk, words, study=GOOD):
    return next(home for home in homes_of(desk.open(study).document) if words in home.node.text)


def about(fact):
    return {"fact": fact.id, "seen": fact_line(fact)}


def test_every_page_answers_with_a_strict_policy(client):
    study = f"/study/{GOOD}"
    for path in ("/", "/coverage", study, f"/study/{HOSTILE}", f"{study}/difference", "/static/desk.js"):
        answer = client.get(path)
        assert answer.status_code == 200, path
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "http://" not in answer.text.replace("http://www.w3.org", "")
        tags = Tags(answer.text)
        assert {name for name in tags.names if name.startswith("on") or name == "style"} == set()
        assert tags.scripts <= {"/static/desk.js"}


def test_what_a_registry_says_is_escaped_on_every_page(client):
    for path in ("/", "/coverage", f"/study/{HOSTILE}"):
        page = client.get(path).text
        assert "<script>window" not in page
        assert EVIL not in page
    assert html.escape(EVIL)[:30] in client.get(f"/study/{HOSTILE}").text.replace("&#34;", "&quot;")
    assert "49" not in re.sub(r"\d{3,}", "", re.findall(r"<h1>.*?</h1>", client.get(f"/study/{HOSTILE}").text, re.S)[0])


@pytest.mark.parametrize("name", ["evil.example", "evil.example:8760", "127.0.0.1:1", "localhost.evil:8760"])
def test_another_host_name_is_refused(client, name):
    assert client.get("/", headers={"host": name}).status_code == 403


def test_decisions_need_our_token_and_our_origin(client, decide, desk):
    surgery = node(desk, "surgery")
    decision = {"do": "accept", "node": surgery.node.id, "seen": surgery.node.text}
    assert decide(headers={"x-desk-token": "guess"}, **decision).status_code == 403
    assert decide(headers={"origin": "http://evil.example"}, **decision).status_code == 403
    assert client.get(f"/study/{GOOD}/decisions").status_code == 405
    assert desk.store.read(GOOD).sha256 is None
    assert decide(headers={"origin": HOST}, **decision).status_code == 200


def test_unknown_studies_and_files_are_not_found(client, decide):
    for path in ("/study/NCT00000000", "/study/..%2f..%2fetc", "/static/app.py", "/nothing"):
        assert client.get(path).status_code == 404, path
    assert decide("NCT00000000", do="accept", node="inc.1", seen="x").status_code == 404


def test_a_decision_is_saved_at_once_and_undone(client, decide, desk):
    fact = node(desk, "Hemoglobin").node.thresholds[0]
    low = {"value": 10, "inclusive": True}
    saved = decide(do="set", fields={"low": low}, why="typing error", measure="Hemoglobin", **about(fact))
    assert saved.status_code == 200, saved.text
    fact = node(desk, "Hemoglobin").node.thresholds[0]
    assert (fact.low.value, fact.curated.who, fact.curated.why) == (10, "Ada", "typing error")
    assert "corrected by Ada" in client.get(f"/study/{GOOD}").text
    assert decide(do="undo", of=saved.json()["saved"]).status_code == 200
    assert decide(do="undo", of=saved.json()["saved"]).status_code == 404
    assert node(desk, "Hemoglobin").node.thresholds[0].low.value == 9


def test_what_somebody_else_changed_meanwhile_is_not_overwritten(decide, desk):
    fact = node(desk, "Hemoglobin").node.thresholds[0]
    seen = about(fact)
    assert decide(do="reject", **seen).status_code == 200
    late = decide(do="accept", **seen)
    assert (late.status_code, len(desk.store.read(GOOD).overrides.overrides)) == (409, 1)


def test_values_that_do_not_fit_are_refused_with_the_reason(decide, desk):
    fact = node(desk, "Hemoglobin").node.thresholds[0]
    high = {"value": 1, "inclusive": True}
    for more, said in (
        ({"fields": {"high": high}, "measure": "Hemoglobin"}, "lies above"),
        ({"fields": {"low": "nine"}, "measure": "Hemoglobin"}, "Expected"),
        ({"fields": {}, "measure": "Sodium"}, "does not stand"),
        ({"fields": {}, "measure": "Hemoglobin"} | {"fields": {"measure.id": "hemoglobin"}}, "nothing was changed"),
    ):
        answer = decide(do="set", **more, **about(fact))
        assert (answer.status_code, said in answer.json()["error"]) == (400, True), answer.text
    assert decide(do="dance").status_code == 400
    assert decide(do="note", text="x" * 200_000, node="inc.1", seen="").status_code == 413
    assert desk.store.read(GOOD).sha256 is None


def test_a_fact_is_added_from_words_and_place(decide, desk):
    home = node(desk, "Walking")
    words = "CCC meters or more"
    start = home.node.span.start + home.node.text.index(words)
    answer = decide(
        do="add", node=home.node.id, seen=home.node.text, kind="threshold", text=words, start=start,
        measure="Walking distance", fields={"low": {"value": 300, "inclusive": True}, "unit": "m"},
    )  # fmt: skip
    assert answer.status_code == 200, answer.text
    (fact,) = node(desk, "Walking").node.thresholds
    assert (fact.text, fact.measure.text, fact.low.value, fact.curated.action) == (
        words,
        "Walking distance",
        300,
        "added",
    )


def test_a_folder_that_cannot_be_written_says_so(decide, desk, monkeypatch):
    def refuse(*_args, **_more):
        raise OSError(errno.EROFS, "Read-only file system")

    monkeypatch.setattr("tempfile.mkstemp", refuse)
    fact = node(desk, "Hemoglobin").node.thresholds[0]
    answer = decide(do="reject", **about(fact))
    assert (answer.status_code, "Read-only file system" in answer.json()["error"]) == (507, True)


def test_the_list_puts_first_what_needs_a_person(client, desk):
    home = node(desk, "Hemoglobin")
    entry = Note(**header(home, "Ada") | {"quote": "Hemoglobin ≥ 8 g/dL"}, text="seen")
    desk.store.append(GOOD, entry)
    page = client.get("/").text
    assert page.index(GOOD) < page.index(HOSTILE)
    assert 'data-status="stale"' in page
    assert "Hemoglobin ≥ 8 g/dL" in client.get(f"/study/{GOOD}").text


def test_overrides_that_cannot_be_read_are_told_and_nothing_can_be_saved(client, desk):
    desk.store.folder.mkdir()
    desk.store.path(GOOD).write_text("overrides: [", "utf-8")
    assert "unreadable overrides" in client.get("/").text
    page = client.get(f"/study/{GOOD}").text
    assert "The overrides cannot be read" in page
    assert "data-do=" not in page


def test_a_folder_whose_overrides_nobody_knows_is_refused(tmp_path, extractor):
    for folder in (tmp_path, tmp_path / "absent"):
        with pytest.raises(NoDeskError):
            Desk.at(folder, None, extractor)
