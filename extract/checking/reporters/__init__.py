"""Reporters: one Result in the formats that people and CI systems read."""

from collections.abc import Callable

from extract.checking.reporters.github import github
from extract.checking.reporters.json_report import json_report
from extract.checking.reporters.junit import junit
from extract.checking.reporters.sarif import sarif
from extract.checking.reporters.text import text
from extract.checking.result import Result

REPORTERS: dict[str, Callable[[Result], str]] = {
    "text": text,
    "json": json_report,
    "junit": junit,
    "sarif": sarif,
    "github": github,
}

__all__ = ["REPORTERS"]
