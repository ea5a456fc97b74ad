"""A ClinicalTrials.Veeva study page as HTML: rendered to text, then read as the text form is."""

import re
from urllib.parse import urlsplit

from bs4 import BeautifulSoup

from extract.records import html_text, veeva_text
from extract.records.assemble import assemble
from extract.records.record import Record, UnreadableRecordError
from extract.records.text import decode

_SLUG = re.compile(r"/study/([a-z0-9][a-z0-9-]{0,500})/?", re.IGNORECASE)


def read(own: bytes) -> Record:
    """The record of an HTML page; UnreadableRecordError when it is no study page."""
    text = decode(own)
    try:
        soup = BeautifulSoup(text, "html.parser")
        draft = veeva_text.parse(html_text.render(soup))
    except (html_text.TooDeepError, RecursionError):
        raise UnreadableRecordError("bad_html", "HTML nested deeper than any page of the registry") from None
    draft.format = "veeva-html"
    draft.url = _url(soup)
    return assemble(draft, own)


def _url(soup: BeautifulSoup) -> str | None:
    """The page's own address, where it names it (`<link rel="canonical">` or `og:url`)."""
    links = [link.get("href") for link in soup.find_all("link", rel="canonical")]
    links += [meta.get("content") for meta in soup.find_all("meta", property="og:url")]
    for link in links:
        parts = urlsplit(str(link or ""))
        slug = _SLUG.fullmatch(parts.path)
        if parts.hostname == "ctv.veeva.com" and slug:
            return f"https://ctv.veeva.com/study/{slug[1]}"
    return None
