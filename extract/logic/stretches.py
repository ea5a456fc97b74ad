"""Stretches of a text in lower case: what connecting words, commas and semicolons divide, without what sets it off."""

import re
from collections.abc import Sequence

from extract.language.clauses import Layout

_CONNECTOR = re.compile(
    r"(?=[,;\s，、；aop])(?:[,;]?\s*(?<![\w-])(?<!with\s)(?P<word>and/or|and|or|plus)(?![\w-])(?!\s+without\b)|(?P<comma>[,，、])|(?P<semi>[;；])|\s(?P<slash>/)\s)",
)
# A connector's sign or word; none begins with a choice of signs, so that most characters are passed
# by without a try.
_SIGN = re.compile(
    r",|;|，|、|；|/(?<=\s/)(?=\s)|and(?<![\w-]and)(?![\w-])|or(?<![\w-]or)(?![\w-])|plus(?<![\w-]plus)(?![\w-])"
)
PUNCTUATION = " \t\n,;:.()[]{}-–—*•·/"
# How a connector's word, or sign, joins.
_JOINTS = {"": None, "and": "and", "or": "or", "and/or": "or", "/": "or", "plus": "and"}
Stretch = tuple[str | None, bool, int, int]


def trimmed(text: str, start: int, end: int) -> tuple[int, int]:
    """A stretch without blanks and punctuation around it; brackets that match within are kept."""
    while start < end and text[start] in PUNCTUATION and not (text[start] in "([" and _closes(text, start, end)):
        start += 1
    while end > start and text[end - 1] in PUNCTUATION and not (text[end - 1] in ")]" and _opens(text, start, end)):
        end -= 1
    return start, end


def _closes(text: str, start: int, end: int) -> bool:
    return text.count("(", start, end) == text.count(")", start, end) and text.count("[", start, end) == text.count(
        "]", start, end
    )


def _opens(text: str, start: int, end: int) -> bool:
    opened = "(" if text[end - 1] == ")" else "["
    return text.count(opened, start, end) >= text.count(text[end - 1], start, end)


def connectors(text: str, start: int, end: int) -> list[re.Match[str]]:
    """What `_CONNECTOR` finds one after the other, tried only where one of its signs or words stands."""
    matches: list[re.Match[str]] = []
    last = start
    for found in _SIGN.finditer(text, start, end):
        begin = found.start()
        if begin < last:
            continue
        if text[begin] in "aop":
            while begin > last and text[begin - 1].isspace():
                begin -= 1
        elif text[begin] == "/" and begin > last:
            begin -= 1
        if match := _CONNECTOR.match(text, begin, end):
            matches.append(match)
            last = match.end()
    return matches


def stretches(text: str, layout: Layout, start: int, end: int, glued: Sequence[tuple[int, int]] = ()) -> list[Stretch]:
    """What connectors divide: the connector's word before it, whether a comma stands there, and the place.

    Connectors in brackets, and those at places that are `glued` (in order, none over another), divide nothing.
    """
    found: list[Stretch] = []
    level = layout.bracket_at(start)
    joint, comma, left = None, False, start
    last, near = len(glued), 0
    for match in connectors(text, start, end):
        begin, after = match.span()
        word: str | None = match["word"]
        at = match.start("word") if word else begin
        while near < last and glued[near][1] <= at:
            near += 1
        if (near < last and glued[near][0] <= at) or (layout.brackets and layout.bracket_at(at) != level):
            continue
        if not text[left:begin].strip(PUNCTUATION):
            # ", and" after a bracket, or a connector that opens the statement
            joint, comma = word or joint, comma or not word
            left = after
            continue
        found.append((joint, comma, left, begin))
        joint = _JOINTS[word or match["slash"] or ""]
        comma = text[begin] in ",;，、；"
        left = after
    if text[left:end].strip(PUNCTUATION):
        found.append((joint, comma, left, end))
    return found
