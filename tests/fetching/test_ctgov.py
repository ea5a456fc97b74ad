import gzip

import pytest
from registry_server import HTML, JSON, answer, dropped, reset, slow, study, truncated

from extract.fetching import CtGov, FetchError, manners
from extract.fetching.ctgov import study_id


def ids(pages):
    return [id_ for page in pages for id_ in (page.asked if isinstance(page, FetchError) else page.ids)]


ALL = [f"NCT9000{n:04d}" for n in range(1, 8)]


def test_one_study(api):
    assert api.study("NCT90000001").ids == ["NCT90000001"]


def test_the_version_of_the_data(api):
    assert api.version() == {"apiVersion": "2.0.5", "dataTimestamp": "2026-01-05T09:00:06"}


def test_an_absent_study_is_not_found(api):
    with pytest.raises(FetchError) as caught:
        api.study("NCT99999999")
    assert caught.value.code == "not_found"
    assert "NCT number NCT99999999 not found" in caught.value.cause


def test_an_alias_leads_to_the_canonical_study(api, registry):
    registry.studies["NCT90000001"] = study("NCT90000001", aliases=["NCT80000001"])
    page = api.study("NCT80000001")
    assert (page.ids, page.aliases) == (["NCT90000001"], {"NCT80000001": "NCT90000001"})


def test_aliases_in_a_batch_lead_to_the_canonical_study(api, registry):
    registry.studies["NCT90000001"] = study("NCT90000001", aliases=["NCT80000001"])
    (page,) = api.studies(["NCT80000001", "NCT90000002"])
    assert page.aliases["NCT80000001"] == "NCT90000001"


def test_many_studies_come_in_batches_of_several_pages(api, registry):
    assert ids(api.studies(ALL)) == ALL
    assert len(registry.asked) == 3


def test_an_absent_id_in_a_batch_is_named(api):
    *pages, error = api.studies([*ALL, "NCT99999999"])
    assert ids(pages) == ALL
    assert (error.code, error.asked) == ("not_found", ("NCT99999999",))


def test_one_bad_id_does_not_sink_its_batch(api, registry):
    registry.lost = {"NCT90000003"}
    registry.redirects["/api/v2/studies/NCT90000003"] = "/api/v2/studies/x"
    found = list(api.studies(ALL))
    assert sorted(ids(page for page in found if not isinstance(page, FetchError))) == sorted(set(ALL) - {"NCT90000003"})
    assert [error.asked for error in found if isinstance(error, FetchError)] == [("NCT90000003",)]


def test_a_failing_registry_names_every_id_left(api, registry):
    registry.faults.extend([answer(503)] * 6)
    (error,) = api.studies(ALL)
    assert (error.code, list(error.asked)) == ("server_error", ALL)


def test_a_search_pages_to_its_end(api):
    assert ids(api.search({"query.term": "x"})) == ALL


def test_an_empty_page_with_a_token_is_not_the_end(api, registry):
    registry.empty_page = True
    assert ids(api.search({})) == ALL


def test_a_search_that_loses_studies_is_incomplete(api, registry):
    registry.faults.append(dropped(4))
    with pytest.raises(FetchError, match="counts 7 studies and sent 4"):
        list(api.search({}))


def test_a_token_that_expires_begins_the_search_anew(api, registry):
    registry.token_expires = 1
    assert set(ids(api.search({}))) == set(ALL)


def test_a_token_that_keeps_expiring_is_an_error(api, registry):
    registry.token_expires = 9
    with pytest.raises(FetchError, match="token"):
        list(api.search({}))


@pytest.mark.parametrize(
    "fault", [answer(500), answer(502, b"<html>", HTML), answer(503), answer(429), reset, truncated, slow]
)
def test_what_passes_is_tried_again(api, registry, clock, fault):
    registry.faults.extend([fault, fault])
    assert ids(api.search({})) == ALL
    assert clock.slept


def test_retry_after_is_honoured(api, registry, clock):
    registry.faults.append(answer(429, Retry_After=17))
    api.study("NCT90000001")
    assert 17 in clock.slept


def test_retry_after_is_waited_for_no_longer_than_the_limit(api, registry, clock):
    registry.faults.append(answer(503, Retry_After=99999))
    api.study("NCT90000001")
    assert max(clock.slept) == 120


@pytest.mark.parametrize(
    ("fault", "code"),
    [
        (answer(429), "too_many_requests"),
        (answer(503), "server_error"),
        (reset, "connection"),
        (truncated, "connection"),
    ],
)
def test_what_does_not_pass_ends_in_an_error(api, registry, fault, code):
    registry.faults.extend([fault] * 9)
    with pytest.raises(FetchError) as caught:
        api.study("NCT90000001")
    assert caught.value.code == code
    assert len(registry.asked) == 6


@pytest.mark.parametrize(
    ("fault", "code", "words"),
    [
        (answer(403, b"<html>", HTML), "forbidden", "download the"),
        (answer(200, b"<html>Sorry</html>", HTML), "unexpected_html", "proxy"),
        (answer(200, b"<html>Sorry</html>", JSON), "unexpected_html", "proxy"),
        (answer(200, b'{"studies": [', JSON), "bad_json", "not valid JSON"),
        (answer(200, b'{"other": 1}', JSON), "bad_json", "no `studies`"),
        (answer(200, b'{"studies": [{}]}', JSON), "bad_json", "no study"),
        (answer(400, b"`filter.phase` is unknown parameter"), "refused", "AREA"),
        (answer(400, b"Error parsing query in Other terms: missing ')' at '<EOF>'"), "refused", "search syntax"),
        (answer(400, b"Invalid value in parameter `overallStatus`: `X`"), "refused", "none of the API's"),
        (answer(404, b"<h1>no</h1>", HTML), "unexpected_html", "404"),
    ],
)
def test_other_answers_are_errors_at_once(api, registry, fault, code, words):
    registry.faults.append(fault)
    with pytest.raises(FetchError) as caught:
        list(api.search({}))
    assert caught.value.code == code
    assert words in caught.value.cause
    assert len(registry.asked) == 1


def test_an_unknown_parameter_is_explained(api):
    with pytest.raises(FetchError, match=r"filter\.phase"):
        list(api.search({"filter.phase": "PHASE3"}))


def test_requests_are_a_second_apart_and_say_who_asks(api, registry, clock):
    list(api.studies(ALL))
    assert clock.slept == [1.0, 1.0]
    assert set(registry.agents) == {manners.USER_AGENT}


def test_an_answer_too_large_is_refused(registry, transport):
    client = CtGov(transport(body_bytes=100), f"{registry.origin}/api/v2")
    with pytest.raises(FetchError, match="more than"):
        client.study("NCT90000001")


def test_a_body_that_expands_beyond_the_limit_is_refused(registry, transport):
    client = CtGov(transport(body_bytes=100_000), f"{registry.origin}/api/v2")
    registry.faults.append(answer(200, gzip.compress(b" " * 5_000_000), JSON, Content_Encoding="gzip"))
    with pytest.raises(FetchError, match="more than"):
        client.study("NCT90000001")


def test_the_cache_answers_again_without_asking(registry, transport, tmp_path):
    client = CtGov(transport(cache=str(tmp_path / "http.sqlite")), f"{registry.origin}/api/v2")
    first, second = client.study("NCT90000001"), client.study("NCT90000001")
    assert first.answer.body == second.answer.body
    assert len(registry.asked) == 1


def test_the_cache_keeps_no_block_page(registry, transport, tmp_path):
    client = CtGov(transport(cache=str(tmp_path / "http.sqlite")), f"{registry.origin}/api/v2")
    registry.faults.append(answer(200, b"<html>Sorry</html>", HTML))
    with pytest.raises(FetchError):
        client.study("NCT90000001")
    assert client.study("NCT90000001").ids == ["NCT90000001"]


@pytest.mark.parametrize(
    ("text", "id_"),
    [("NCT00000102", "NCT00000102"), (" nct1234567 ", "NCT01234567"), ("NCT0", None), ("NCT123456789", None)],
)
def test_ids(text, id_):
    assert study_id(text) == id_
