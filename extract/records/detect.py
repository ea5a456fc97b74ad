"""Which format a piece of input is, told by its content; names of files are not believed."""

import re
from typing import Literal

from extract.document import Format
from extract.records.record import UnreadableRecordError

Kind = Literal["zip", "json", "xml", "html", "csv", "text"]

_FLAT = re.compile(
    r"^(?:BEHAVIORAL|BIOLOGICAL|COMBINATION_PRODUCT|DEVICE|DIAGNOSTIC_TEST|DIETARY_SUPPLEMENT|DRUG|GENETIC|PROCEDURE"
    r"|RADIATION|OTHER): \S",
    re.MULTILINE,
)
_VEEVA = (r"^\s*Details and patient eligibility\s*$", r"^\s*Inclusion and exclusion criteria\s*$")


def kind(head: bytes) -> Kind:
    """The family of a file by its first bytes; UnreadableRecordError for nothing and for what is no text."""
    if head.startswith(b"PK\x03\x04") or head.startswith(b"PK\x05\x06"):
        return "zip"
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start:
        raise UnreadableRecordError("empty", "the file is empty")
    if start[:1] == b"{" or re.match(rb'\[\s*[\[{"\]]', start):
        return "json"
    if b"\x00" in head:
        raise UnreadableRecordError("binary", "the file is binary, or text in UTF-16: text must be UTF-8")
    lower = start[:2000].lower()
    if lower.startswith((b"<?xml", b"<clinical_study")) and b"<html" not in lower:
        return "xml"
    if lower.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<body", b"<div", b"<main", b"<article", b"<!--", b"<?xml")
    ):
        return "html"
    first = start.split(b"\n", 1)[0]
    if b"NCT Number" in first and re.search(rb'NCT Number"?\r?(?:[,\t]|$)', first):
        return "csv"
    return "text"


def text_format(text: str) -> Format:
    """Which of the text formats a decoded text is: a page's headings, a row's `TYPE: name` line, or criteria alone."""
    if all(re.search(heading, text, re.MULTILINE) for heading in _VEEVA):
        return "veeva-text"
    if _is_flat(text):
        return "flat-text"
    return "plain-text"


def _is_flat(text: str) -> bool:
    found = _FLAT.search(text)
    if not found:
        return False
    before, after = text[: found.start()].strip().split("\n"), text[found.end() :].split("\n")
    # Title, and conditions on the line just before; outcomes (`measure, …, time frame`) on the line after.
    return len(before) >= 2 and bool(before[-1].strip()) and len(after) > 1 and ", " in after[1]
