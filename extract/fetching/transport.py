"""One polite connection: at most a request a second, retries on 429 and 5xx only, size and time limits, a cache.

Nothing else in the project opens a connection.
"""

import time
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any, BinaryIO
from urllib.parse import urljoin

import requests
import requests_cache
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse, Retry
from urllib3.exceptions import HTTPError, MaxRetryError, ResponseError

from extract.fetching import hosts
from extract.fetching.errors import FetchError, of_response
from extract.version import VERSION

USER_AGENT = f"trial-extract/{VERSION} (Python requests)"
REDIRECTS = (301, 302, 303, 307, 308)
_RETRIED = (429, 500, 502, 503, 504)
_BLOCK = 2**16


@dataclass(frozen=True)
class Manners:
    """How the client behaves; the defaults are polite and every limit can be set."""

    user_agent: str = USER_AGENT
    interval: float = 1.0
    """Seconds between the starts of two requests."""
    retries: int = 5
    backoff: float = 1.0
    """Seconds before the second retry; doubled from one to the next."""
    longest_wait: int = 120
    """Seconds waited at most when the server names a time (`Retry-After`)."""
    timeout: tuple[float, float] = (10.0, 60.0)
    """Seconds to connect, and between two pieces of an answer."""
    deadline: float = 600.0
    """Seconds for one whole answer (a download excepted)."""
    body_bytes: int = 256 * 2**20
    """Largest answer held in memory, unpacked."""
    cache: str | None = None
    """File of the HTTP cache; None for none."""
    cache_seconds: int = 3600
    allowed: Collection[str] = ()
    """Origins allowed besides the registries'."""
    offline: bool = False
    sleep: Callable[[float], None] = time.sleep
    clock: Callable[[], float] = time.monotonic


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
        self._adapter = _Adapter(self.manners)
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


class _Adapter(HTTPAdapter):
    """Waits its turn, retries politely, and reads no more than the limits allow."""

    def __init__(self, manners: Manners) -> None:
        self._manners = manners
        self._last: float | None = None
        self.interval = manners.interval
        super().__init__(pool_connections=1, pool_maxsize=1, max_retries=_retry(manners))

    def send(self, request: requests.PreparedRequest, stream: bool = False, **options: Any) -> requests.Response:  # type: ignore[override]  # noqa: ANN401  requests' own options
        """As `HTTPAdapter.send`; a body that breaks off is asked for again like a failing status."""
        retries: Retry = self.max_retries
        while True:
            self._wait()
            response = super().send(request, stream=True, **options)
            if stream:
                return response
            try:
                response._content = self._body(response.raw)
            except HTTPError as error:
                try:
                    retries = retries.increment(request.method, request.url, error=error)
                except (MaxRetryError, ResponseError, HTTPError):
                    raise requests.exceptions.ConnectionError(error, request=request) from None
                finally:
                    response.close()
                retries.sleep()
                continue
            response._content_consumed = True  # type: ignore[attr-defined]  # requests' own flag of a read body
            return response

    def _wait(self) -> None:
        now = self._manners.clock()
        if self._last is not None and now - self._last < self.interval:
            self._manners.sleep(self.interval - (now - self._last))
        self._last = self._manners.clock()

    def _body(self, raw: HTTPResponse) -> bytes:
        """The unpacked body within the limits of size and time."""
        blocks: list[bytes] = []
        size, until = 0, self._manners.clock() + self._manners.deadline
        for block in raw.stream(_BLOCK, decode_content=True):
            size += len(block)
            if size > self._manners.body_bytes:
                raise FetchError("too_large", f"an answer of more than {self._manners.body_bytes >> 10:,} KiB")
            if self._manners.clock() > until:
                raise FetchError("too_slow", f"an answer that takes more than {self._manners.deadline:g} seconds")
            blocks.append(block)
        return b"".join(blocks)


def _retry(manners: Manners) -> Retry:
    class Patient(Retry):
        """Retry that sleeps by the client's own clock."""

        def sleep_for_retry(self, response: Any) -> bool:  # noqa: ANN401  urllib3's own type of response
            seconds = self.get_retry_after(response)
            if seconds:
                manners.sleep(seconds)
            return bool(seconds)

        def _sleep_backoff(self) -> None:
            if (seconds := self.get_backoff_time()) > 0:
                manners.sleep(seconds)

    return Patient(
        total=manners.retries,
        redirect=0,
        status_forcelist=_RETRIED,
        allowed_methods=frozenset({"GET"}),
        backoff_factor=manners.backoff,
        backoff_max=manners.longest_wait,
        retry_after_max=manners.longest_wait,
        respect_retry_after_header=True,
        raise_on_status=False,
        raise_on_redirect=False,
    )
