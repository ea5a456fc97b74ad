"""Ids, ages and dates as registries write them."""

import re
from datetime import datetime

from extract.document import Age

NCT = re.compile(r"NCT[0-9]{8}")
_AGE = re.compile(r"\s*(\d{1,4})\s*(year|month|week|day|hour|minute)s?\s*", re.IGNORECASE)
_UNITS = {"year": "a", "month": "mo", "week": "wk", "day": "d", "hour": "h", "minute": "min"}
_ISO = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_WORDED = (("%B %d, %Y", "%Y-%m-%d"), ("%B %Y", "%Y-%m"), ("%Y", "%Y"))


def nct_id(text: str | None) -> str | None:
    """A well-formed ClinicalTrials.gov id (upper case), or None: only such ids become file names."""
    found = NCT.fullmatch(text.strip().upper()) if text else None
    return found.group() if found else None


def age(text: str | None) -> Age | None:
    """`18 Years` → 18 a; None for `N/A`, nothing, or what is no age."""
    found = _AGE.fullmatch(text) if text else None
    return Age(value=int(found[1]), unit=_UNITS[found[2].lower()]) if found else None  # type: ignore[arg-type]


def no_age(text: str | None) -> bool:
    """Whether an age field says that there is no limit."""
    return text is None or text.strip().upper() in {"", "N/A", "NONE", "NO LIMIT"}


def date(text: str | None) -> str | None:
    """An ISO 8601 date, partial where the source is: `August 2015` → `2015-08`; None when it is no date."""
    if not text:
        return None
    text = text.strip()
    if _ISO.fullmatch(text):
        return text
    for worded, iso in _WORDED:
        try:
            return datetime.strptime(text, worded).strftime(iso)
        except ValueError:
            continue
    return None
