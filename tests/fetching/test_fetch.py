import json

import pytest
from registry_server import answer, study
from typer.testing import CliRunner

from extract.fetching import Fetcher, Store, Target, Veeva, read_sources, targets
from extract.records import ReadFailure, read_records, snapshots

ALL = [f"NCT9000{n:04d}" for n in range(1, 8)]
PAGE = "<html><body>" + "".join(
    f"<div>{line}</div>"
    for line in """A trial|N|Example|Conditions|Anemia|Identifiers|NCT90000001|Details and patient eligibility
Inclusion and exclusion criteria|Inclusion Criteria:|Age 18 or older|Trial design""".replace("\n", "|").split("|")
)


def of(*words):
    return [targets.parse(word) for word in words]


@pytest.mark.parametrize(
    ("word", "registry", "name"),
    [
        ("NCT90000001", "clinicaltrials.gov", "NCT90000001"),
        ("https://clinicaltrials.gov/study/nct90000001?tab=table", "clinicaltrials.gov", "NCT90000001"),
        ("https://classic.clinicaltrials.gov/ct2/show/NCT90000001", "clinicaltrials.gov", "NCT90000001"),
        ("https://ctv.veeva.com/study/a-trial-of-x", "ctv.veeva.com", "a-trial-of-x"),
        ("a-trial-of-x", "ctv.veeva.com", "a-trial-of-x"),
    ],
)
def test_words_that_name_studies(word, registry, name):
    assert targets.parse(word) == Target(word, registry, name)


@pytest.mark.parametrize(
    "word",
    [
        "x",
        "../a-b",
        "https://example.org/NCT90000001",
        "https://ctv.veeva.com/study-search",
        "https://clinicaltrials.gov/search",
    ],
)
def test_words_that_do_not(word):
    assert targets.parse(word) is None


def test_what_is_fetched_is_kept_as_received_and_read(fetcher, store):
    report = fetcher.targets(of(*ALL))
    assert report.fetched == ALL
    assert sorted(item.study_id for item in read_records([store.folder])) == ALL
    for entry in snapshots.entries(store.folder):
        assert entry.path(store.folder).read_bytes().startswith(b'{"studies"')
        assert entry.headers["Content-Type"] == "application/json"


def test_a_second_fetch_asks_for_nothing(fetcher, registry):
    fetcher.targets(of(*ALL))
    asked = len(registry.asked)
    assert fetcher.targets(of(*ALL)).kept == ALL
    assert len(registry.asked) == asked


def test_a_fetch_that_was_killed_goes_on_where_it_stopped(fetcher, registry, store, monkeypatch):
    registry.studies = {f"NCT9{n:07d}": study(f"NCT9{n:07d}") for n in range(1, 501)}
    monkeypatch.setattr("registry_server.PAGE_SIZE", 1000)

    add, kept = Store.add, []

    def add_until_killed(self, *args, **options):
        if len(kept) == 2:
            raise KeyboardInterrupt
        kept.append(args)
        return add(self, *args, **options)

    monkeypatch.setattr(Store, "add", add_until_killed)
    with pytest.raises(KeyboardInterrupt):
        fetcher.targets(of(*registry.studies))
    monkeypatch.setattr(Store, "add", add)
    with (store.folder / snapshots.INDEX).open("ab") as index:
        index.write(b'{"url": "cut sho')
    registry.asked.clear()
    report = fetcher.targets(of(*registry.studies))
    assert (len(report.kept), len(report.fetched), len(registry.asked)) == (200, 300, 3)
    assert len(list(read_records([store.folder]))) == 500


def test_both_ids_of_an_alias_are_reported_and_known(fetcher, registry):
    registry.studies["NCT90000001"] = study("NCT90000001", aliases=["NCT80000001"])
    report = fetcher.targets(of("NCT80000001", "NCT90000002"))
    assert report.aliases == {"NCT80000001": "NCT90000001"}
    again = fetcher.targets(of("NCT80000001"))
    assert (again.kept, again.aliases) == (["NCT90000001"], {"NCT80000001": "NCT90000001"})


def test_changes_are_told_by_content_not_by_stamps(fetcher, registry):
    fetcher.targets(of(*ALL[:3]))
    registry.studies["NCT90000001"] = study("NCT90000001", stamp="2026-02-02")
    registry.studies["NCT90000002"] = study("NCT90000002", title="A trial, amended")
    report = fetcher.changed([])
    assert (report.changed, report.unchanged) == (["NCT90000002"], ["NCT90000001", "NCT90000003"])


def test_pages_are_asked_for_again_as_pages(fetcher, registry):
    registry.pages["/study/a-trial-of-x"] = PAGE.encode()
    fetcher.targets(of("a-trial-of-x"))
    assert fetcher.changed([]).unchanged == ["NCT90000001"]
    registry.pages["/study/a-trial-of-x"] = PAGE.replace("18", "21").encode()
    assert fetcher.changed([]).changed == ["NCT90000001"]


def test_snapshots_within_a_folder_of_records(fetcher, store, tmp_path):
    fetcher.targets(of("NCT90000001"))
    (tmp_path / "b.json").write_text(json.dumps(study("NCT70000001")))
    assert [item.study_id for item in read_records([tmp_path])] == ["NCT90000001", "NCT70000001"]


def test_the_newest_snapshot_of_a_study_is_read(fetcher, registry, store):
    fetcher.targets(of(*ALL[:2]))
    registry.studies["NCT90000002"] = study("NCT90000002", title="New")
    fetcher.targets(of("NCT90000002"), again=True)
    assert {item.study_id: item.title for item in read_records([store.folder])} == {
        "NCT90000001": "A trial",
        "NCT90000002": "New",
    }


def test_a_search_that_breaks_keeps_what_came_and_fails(fetcher, registry, store):
    registry.faults.extend([None, answer(400, b"Error parsing query in Other terms: x"), answer(400, b"y")])
    report = fetcher.search({"query.term": "x"})
    assert len(report.fetched) == 3
    assert [failure.asked for failure in report.failed] == ["the search"]


def test_the_bulk_download(fetcher, store):
    assert fetcher.bulk().fetched == ALL
    assert [item.study_id for item in read_records([store.folder])] == ALL


def test_a_bulk_download_that_is_no_zip_leaves_nothing(fetcher, registry, store):
    registry.faults.append(answer(200, b"not a zip", "application/zip"))
    assert [failure.code for failure in fetcher.bulk().failed] == ["bad_archive"]
    assert list((store.folder / "objects").iterdir()) == []


def test_a_page_is_read_when_robots_allow_it(fetcher, registry, store):
    registry.pages["/study/a-trial-of-x"] = PAGE.encode()
    report = fetcher.targets(of("a-trial-of-x"))
    assert report.aliases == {"a-trial-of-x": "NCT90000001"}
    (record,) = read_records([store.folder])
    assert (record.format, record.eligibility.text) == ("veeva-html", "Inclusion Criteria:\nAge 18 or older")


def test_robots_are_obeyed(fetcher, registry):
    registry.robots = "User-agent: *\nDisallow: /study/\n"
    report = fetcher.targets(of("a-trial-of-x"))
    assert [failure.code for failure in report.failed] == ["robots"]
    assert registry.asked == ["/robots.txt"]


def test_a_crawl_delay_is_kept(fetcher, registry, clock):
    registry.robots = "User-agent: *\nCrawl-delay: 7\n"
    fetcher.targets(of("a-trial-of-x", "a-trial-of-y"))
    assert clock.slept == [7.0, 7.0]


@pytest.mark.parametrize("fault", [answer(403, b"no"), answer(503)])
def test_no_page_is_asked_for_when_robots_cannot_be_read(fetcher, registry, fault):
    registry.faults.extend([fault] * 6)
    assert [failure.code for failure in fetcher.targets(of("a-trial-of-x")).failed] == ["robots"]
    assert set(registry.asked) == {"/robots.txt"}


def test_the_record_of_the_other_registry_can_be_preferred(registry, transport, api, store):
    registry.pages["/study/a-trial-of-x"] = PAGE.encode()
    fetcher = Fetcher(store, api, Veeva(transport(), registry.origin), "ctgov")
    fetcher.targets(of("a-trial-of-x"))
    (record,) = read_records([store.folder])
    assert (record.study_id, record.format) == ("NCT90000001", "ctgov-api-v2")
    assert fetcher.targets(of("a-trial-of-x")).kept == ["NCT90000001"]


def test_sources_of_a_run_may_be_ids_and_addresses(fetcher, registry, store, tmp_path):
    (tmp_path / "a.json").write_text(json.dumps(study("NCT70000001")))
    registry.pages["/study/a-trial-of-x"] = PAGE.encode()
    words = [str(tmp_path / "a.json"), "NCT90000002", "NCT99999999", "https://ctv.veeva.com/study/a-trial-of-x"]
    items = list(read_sources(words, fetcher, store))
    assert [item.study_id for item in items if not isinstance(item, ReadFailure)] == [
        "NCT70000001",
        "NCT90000002",
        "NCT90000001",
    ]
    assert [item.source for item in items if isinstance(item, ReadFailure)] == ["NCT99999999"]


def test_offline_reads_snapshots_and_fails_for_the_rest(fetcher, store, registry):
    fetcher.targets(of("NCT90000002"))
    registry.asked.clear()
    record, failure = read_sources(["NCT90000002", "NCT90000003"], None, store)
    assert record.study_id == "NCT90000002"
    assert (failure.source, failure.code) == ("NCT90000003", "offline")
    assert registry.asked == []


def command(registry, folder, *words):
    import typer

    from extract.cli.fetch import fetch

    app = typer.Typer()
    app.command()(fetch)
    options = ["--to", str(folder), "--ctgov", f"{registry.origin}/api/v2", "--veeva", registry.origin]
    return CliRunner().invoke(app, [*words, *options, "--allow-host", registry.origin, "--interval", "0", "--no-cache"])


def test_the_command(registry, tmp_path):
    done = command(registry, tmp_path, "NCT90000001", "NCT99999999")
    assert done.exit_code == 1
    assert "1 fetched, 0 here already, 1 failed" in done.output
    assert "NCT number NCT99999999 not found" in done.output
    assert json.loads((tmp_path / "manifest.json").read_text())["registry_version"]["apiVersion"] == "2.0.5"


def test_the_command_searches_and_tells_changes(registry, tmp_path):
    assert command(registry, tmp_path, "--query", "x", "--status", "RECRUITING").exit_code == 0
    registry.studies["NCT90000002"] = study("NCT90000002", title="New")
    done = command(registry, tmp_path, "--changed")
    assert "changed: NCT90000002" in done.output
    assert "1 changed, 6 unchanged" in done.output


@pytest.mark.parametrize("words", [[], ["nonsense"], ["NCT90000001", "--query", "x"], ["--filter", "x"]])
def test_wrong_usage_of_the_command(registry, tmp_path, words):
    assert command(registry, tmp_path, *words).exit_code == 2
    assert registry.asked == []


def test_a_run_takes_ids_from_snapshots_offline(fetcher, store, registry, tmp_path):
    import typer

    from extract.cli.run import run

    fetcher.targets(of("NCT90000002"))
    app = typer.Typer()
    app.command()(run)
    words = [
        "NCT90000002",
        "NCT90000003",
        "--out",
        str(tmp_path / "out"),
        "--snapshots",
        str(store.folder),
        "--offline",
    ]
    done = CliRunner().invoke(app, words)
    assert done.exit_code == 1
    assert "NCT90000003" in done.output
    assert (tmp_path / "out" / "NCT90000002.json").exists()
