"""One polite connection: at most a request a second, retries on 429 and 5xx only, size and time limits, a cache.

Nothing else in the project opens a connection.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import BinaryIO
from urllib.parse import urljoin

import requests
import requests_cache

from extract.fetching import hosts
from extract.fetching.adapter import PoliteAdapter
from extract.fetching.errors import FetchError, of_response
from extract.fetching.manners import Manners

REDIRECTS = (301, 302, 303, 307, 308)


@dataclass(frozen=True)
class Answer:
    """A response as received, its body unpacked."""

    url: str
    status: int
    headers: Mapping[str, str]
    body: bytes
    passed: tuple[str, ...] = field(default=())
    """Addresses that redirected here."""

    @property
    def content_type(self) -> str:
        """Media type with parameters; empty when the server gave none."""
        return self.headers.get("Content-Type", "")


class Transport:
    """Opens addresses, one after the other."""

    def __init__(self, manners: Manners | None = None) -> None:
        self.manners = manners or Manners()
        self._adapter = PoliteAdapter(self.manners)
        self._plain = self._session(requests.Session())
        self._cached = self._plain
        if self.manners.cache:
            self._cached = self._session(
                requests_cache.CachedSession(
                    self.manners.cache,
                    backend="sqlite",
                    serializer="json",
                    expire_after=self.manners.cache_seconds,
                    filter_fn=_is_whole_json,
                )
            )

    def _session(self, session: requests.Session) -> requests.Session:
        session.headers.update({"User-Agent": self.manners.user_agent, "Accept-Encoding": "gzip"})
        for scheme in ("https://", "http://"):
            session.mount(scheme, self._adapter)
        return session

    def slow_down(self, seconds: float) -> None:
        """Keep requests at least this far apart from now on, as a site's `Crawl-delay` asks."""
        self._adapter.interval = max(self._adapter.interval, seconds)

    def get(
        self, url: str, params: Mapping[str, str] | None = None, *, accept: str = "*/*", fresh: bool = False
    ) -> Answer:
        """A successful answer; FetchError for everything else. `fresh` passes over the cache."""
        passed: list[str] = []
        while True:
            response = self._open(self._plain if fresh else self._cached, url, params, accept)
            if response.status_code not in REDIRECTS:
                break
            passed.append(response.url)
            url, params = self._next(response, passed), None
        if response.status_code != 200:
            raise of_response(
                response.status_code, response.content, response.headers.get("Content-Type", ""), response.url
            )
        return Answer(response.url, 200, dict(response.headers), response.content, tuple(passed))

    def download(
        self, url: str, to: BinaryIO, params: Mapping[str, str] | None = None, limit: int = 8 * 2**30
    ) -> Answer:
        """Write a large body to a file as it comes; the answer's own body stays empty. Not cached."""
        passed: list[str] = []
        while True:
            response = self._open(self._plain, url, params, "*/*", stream=True)
            if response.status_code not in REDIRECTS:
                break
            passed.append(response.url)
            url, params = self._next(response, passed), None
        with response:
            if response.status_code != 200:
                content_type = response.headers.get("Content-Type", "")
                raise of_response(response.status_code, response.raw.read(2000), content_type, response.url)
            size = 0
            try:
                for block in response.iter_content(2**20):
                    size += len(block)
                    if size > limit:
                        raise FetchError("too_large", f"a download of more than {limit >> 20} MiB", url)
                    to.write(block)
            except requests.RequestException as error:
                raise FetchError("broken_off", f"the download broke off after {size:,} bytes ({error})", url) from None
        return Answer(response.url, 200, dict(response.headers), b"", tuple(passed))

    def _next(self, response: requests.Response, passed: list[str]) -> str:
        if len(passed) > 5:
            raise FetchError("redirects", "more than five redirects", passed[0])
        return urljoin(response.url, response.headers.get("Location", ""))

    def _open(
        self,
        session: requests.Session,
        url: str,
        params: Mapping[str, str] | None,
        accept: str,
        *,
        stream: bool = False,
    ) -> requests.Response:
        hosts.check(url, self.manners.allowed)
        if self.manners.offline:
            raise FetchError("offline", "offline: this would open a connection", url)
        try:
            return session.get(
                url,
                params=params,
                headers={"Accept": accept},
                allow_redirects=False,
                timeout=self.manners.timeout,
                stream=stream,
            )
        except requests.exceptions.RequestException as error:
            raise FetchError("connection", f"the connection fails: {_reason(error)}", url) from None


def _is_whole_json(response: requests.Response) -> bool:
    """Whether an answer may be kept in the cache: block pages and cut answers with status 200 may not."""
    return "json" in response.headers.get("Content-Type", "") and response.content.rstrip()[-1:] in (b"}", b"]")


def _reason(error: BaseException) -> str:
    """The innermost cause of a chain of wrapped connection errors."""
    seen = error
    while True:
        inner = getattr(seen, "reason", None) or next(
            (arg for arg in seen.args if isinstance(arg, BaseException)), None
        )
        if not isinstance(inner, BaseException) or inner is seen:
            return str(seen).split("\n")[0][:200] or type(seen).__name__
        seen = inner
