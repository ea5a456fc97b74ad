"""Ids, ages and dates as registries write them."""

import re
from datetime import datetime
from typing import Literal

from extract.document import Age

StandardAge = Literal["CHILD", "ADULT", "OLDER_ADULT"]

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


_YEARS = {"a": 1.0, "mo": 1 / 12, "wk": 7 / 365.25, "d": 1 / 365.25, "h": 1 / 8766, "min": 1 / 525960}


def standard_ages(low: Age | None, high: Age | None) -> list[StandardAge]:
    """The registry's age groups that a range touches (child under 18, adult to 64, older adult from 65).

    For formats that do not state them; the registry derives them so from its own age fields.
    """
    youngest = low.value * _YEARS[low.unit] if low else 0.0
    oldest = high.value * _YEARS[high.unit] if high else float("inf")
    touched: list[tuple[StandardAge, bool]] = [
        ("CHILD", youngest < 18),
        ("ADULT", youngest < 65 and oldest >= 18),
        ("OLDER_ADULT", oldest >= 65),
    ]
    return [group for group, is_in in touched if is_in]
