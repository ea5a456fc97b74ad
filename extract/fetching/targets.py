"""What a word on the command line asks for: a study of ClinicalTrials.gov, a Veeva page, or neither."""

import re
from typing import Literal
from urllib.parse import urlsplit

from msgspec import Struct

from extract.fetching import ctgov, veeva


class Target(Struct, frozen=True):
    """One study to fetch: `name` is its id or slug, `word` what the user wrote."""

    word: str
    registry: Literal["clinicaltrials.gov", "ctv.veeva.com"]
    name: str


_IN_PATH = re.compile(r"(?:^|/)(NCT\d{8})(?:/|$)", re.IGNORECASE)


def parse(word: str, *, slugs: bool = True) -> Target | None:
    """The target of an NCT id, a study's address on either registry, or (with `slugs`) a bare slug."""
    if id_ := ctgov.study_id(word):
        return Target(word, "clinicaltrials.gov", id_)
    parts = urlsplit(word)
    if parts.scheme not in ("http", "https"):
        name = veeva.slug(word) if slugs else None
        return Target(word, "ctv.veeva.com", name) if name else None
    if parts.hostname in ("clinicaltrials.gov", "www.clinicaltrials.gov", "classic.clinicaltrials.gov"):
        found = _IN_PATH.search(parts.path)
        return Target(word, "clinicaltrials.gov", found[1].upper()) if found else None
    if parts.hostname == "ctv.veeva.com" and parts.path.startswith("/study/"):
        name = veeva.slug(word)
        return Target(word, "ctv.veeva.com", name) if name else None
    return None
