"""How the client behaves towards a registry."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass

from extract.version import VERSION

USER_AGENT = f"trial-extract/{VERSION} (Python requests)"


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
