"""ClinicalTrials.Veeva: single study pages, as its `robots.txt` allows. There is no search here."""

import re
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from extract.fetching.errors import FetchError
from extract.fetching.transport import Answer, Transport

SITE = "https://ctv.veeva.com"
_SLUG = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+")


def slug(text: str) -> str | None:
    """The slug of a study page's address, or the text itself where it is one; None for neither."""
    parts = urlsplit(text)
    name = parts.path.removeprefix("/study/").rstrip("/") if parts.scheme else text
    return name if _SLUG.fullmatch(name) and len(name) < 1000 else None


class Veeva:
    """The client; `site` is another server's address in tests."""

    def __init__(self, transport: Transport, site: str = SITE, *, fresh: bool = False) -> None:
        self._transport = transport
        self._site = site.rstrip("/")
        self._fresh = fresh
        self._robots: RobotFileParser | None = None

    def page(self, name: str) -> Answer:
        """The page of a study by slug; FetchError when robots.txt forbids it or the answer is no page."""
        url = f"{self._site}/study/{name}"
        if not self._allowed(url):
            raise FetchError("robots", "the site's robots.txt does not allow this page to be read by programs", url)
        answer = self._transport.get(url, accept="text/html", fresh=self._fresh)
        if "html" not in answer.content_type.lower():
            raise FetchError("not_html", f"{answer.content_type or 'nothing'} instead of a page", url)
        return answer

    def _allowed(self, url: str) -> bool:
        if self._robots is None:
            robots = RobotFileParser()
            try:
                answer = self._transport.get(f"{self._site}/robots.txt", accept="text/plain")
                robots.parse(answer.body.decode("utf-8", "replace").splitlines())
            except FetchError as error:
                if error.status is None or not 400 <= error.status < 500 or error.status == 429:
                    raise FetchError(
                        "robots", f"robots.txt cannot be read ({error.cause}): no page is asked for", url
                    ) from None
                # No such file: everything is allowed; a file that may not be read: nothing is.
                robots.parse([] if error.status in (404, 410) else ["User-agent: *", "Disallow: /"])
            self._robots = robots
            self._transport.slow_down(float(robots.crawl_delay(self._transport.manners.user_agent) or 0))
        return self._robots.can_fetch(self._transport.manners.user_agent, url)
