"""Which addresses may be opened: https, and the registries' own hosts, unless told otherwise."""

from collections.abc import Collection
from urllib.parse import urlsplit

from extract.fetching.errors import FetchError

HOSTS = frozenset({"clinicaltrials.gov", "www.clinicaltrials.gov", "classic.clinicaltrials.gov", "ctv.veeva.com"})
"""The registries' hosts."""


def check(url: str, more: Collection[str] = ()) -> str:
    """The URL, if it may be opened; FetchError if not.

    `more` are origins that the user allows besides, such as `http://127.0.0.1:8080` (with scheme and port).
    """
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    if origin in more:
        return url
    if parts.scheme != "https":
        raise FetchError("host_not_allowed", f"only https addresses are opened, not {origin}", url)
    if parts.username or parts.password or parts.hostname not in HOSTS or parts.port not in (None, 443):
        raise FetchError(
            "host_not_allowed", f"{origin} is none of the registries' hosts: --allow-host {origin} opens it", url
        )
    return url
