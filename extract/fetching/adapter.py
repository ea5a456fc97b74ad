"""The way of a request over the wire: its turn, its retries, its limits."""

from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3 import HTTPResponse, Retry
from urllib3.exceptions import HTTPError, MaxRetryError, ResponseError

from extract.fetching.errors import FetchError
from extract.fetching.manners import Manners

_RETRIED = (429, 500, 502, 503, 504)
_BLOCK = 2**16


class PoliteAdapter(HTTPAdapter):
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
