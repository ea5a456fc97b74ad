import pytest

from extract.fetching import CtGov, FetchError, hosts


@pytest.mark.parametrize(
    "url", ["https://clinicaltrials.gov/api/v2/version", "https://ctv.veeva.com/study/a-b", "http://127.0.0.1:1/x"]
)
def test_registries_and_allowed_origins_may_be_opened(url):
    assert hosts.check(url, ["http://127.0.0.1:1"]) == url


@pytest.mark.parametrize(
    "url",
    [
        "http://clinicaltrials.gov/",
        "https://clinicaltrials.gov.example.org/",
        "https://clinicaltrials.gov@example.org/",
        "https://clinicaltrials.gov:8443/",
        "https://169.254.169.254/latest",
        "file:///etc/passwd",
        "http://127.0.0.1:2/",
    ],
)
def test_nothing_else_is(url):
    with pytest.raises(FetchError) as caught:
        hosts.check(url, ["http://127.0.0.1:1"])
    assert caught.value.code == "host_not_allowed"


def test_redirects_are_checked_too(api, registry):
    registry.redirects["/api/v2/studies/NCT90000001"] = "http://localhost:1/steal"
    with pytest.raises(FetchError, match="localhost"):
        api.study("NCT90000001")


def test_redirects_end(api, registry):
    registry.redirects["/api/v2/studies/NCT90000001"] = "/api/v2/studies/NCT90000001"
    with pytest.raises(FetchError, match="redirects"):
        api.study("NCT90000001")


def test_offline_opens_nothing(registry, transport):
    with pytest.raises(FetchError) as caught:
        CtGov(transport(offline=True), f"{registry.origin}/api/v2").study("NCT90000001")
    assert caught.value.code == "offline"
    assert registry.asked == []
