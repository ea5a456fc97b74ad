"""Enumerations inside a paragraph: `(1) …; (2) …`, `a) …; b) …`, `① … ② …`."""

import re

from extract.language.plain import Plain
from extract.lexicons import holds
from extract.outline.markers import roman
from extract.outline.model import Part

_CANDIDATE = re.compile(
    r"(?<![\w.])(?P<label>[(（](?P<in>\d{1,2}|[a-z]|[ivx]{2,5})[)）]|(?P<out>\d{1,2}|[a-z]|[ivx]{2,5})\)|(?P<dot>\d{1,2})\.(?=\s)|(?P<circled>[①-⑳]))"
)
_FIRST, _SECOND = ("1)", "a)", "i)", "1. "), ("2)", "b)", "ii)", "2. ")  # one of each ends the first two labels
_FOREIGN = re.compile("[\u0660-\u1fff\ua000-\U0010ffff]")  # among these are all further decimal digits


def parts(source: Plain, offset: int) -> list[Part]:
    """Members of the first enumeration of two or more that begins at 1, a or i; `offset` is where the item starts."""
    text = source.text
    if not _may_count(text):
        return []
    chains: dict[str, list[re.Match[str]]] = {}
    for match in _CANDIDATE.finditer(text):
        for style, ordinal in _readings(match):
            chain = chains.setdefault(style, [])
            if ordinal == len(chain) + 1:
                chain.append(match)
    found = [chain for chain in chains.values() if len(chain) > 1]
    if not found:
        return []
    chain = min(found, key=lambda chain: (chain[0].start(), -len(chain)))
    ends = [match.start() for match in chain[1:]] + [len(text)]
    return [part for match, end in zip(chain, ends, strict=True) if (part := _part(source, offset, match, end))]


def _may_count(text: str) -> bool:
    """Whether a text has what stands at the ends of two labels, or digits and signs of which it is not asked."""
    if holds(text, _SECOND) and holds(text, _FIRST):
        return True
    return not text.isascii() and ("①" in text or _FOREIGN.search(text) is not None)


def _readings(match: re.Match[str]) -> list[tuple[str, int]]:
    """Styles and numbers that a label may have."""
    if match["circled"]:
        return [("①", ord(match["circled"]) - ord("①") + 1)]
    shape = "(" if match["in"] else ")" if match["out"] else "."
    word = match["in"] or match["out"] or match["dot"]
    if word.isdigit():
        return [("1" + shape, int(word))]
    found = [("i" + shape, roman(word))] if roman(word) else []
    return found + ([("a" + shape, ord(word) - ord("a") + 1)] if len(word) == 1 else [])


def _part(source: Plain, offset: int, match: re.Match[str], end: int) -> Part | None:
    words = source.text[match.end() : end]
    start = match.end() + len(words) - len(words.lstrip())
    if not words.strip():
        return None
    label_start, label_end = source.span(match.start(), match.end())
    first, last = source.span(start, start + len(words.strip()))
    return Part(match["label"], offset + label_start, offset + label_end, offset + first, offset + last)
