"""Ids by position and keys by content."""

from collections.abc import Iterable
from hashlib import sha256

from extract.outline.model import Item

_PREFIX = {"inclusion": "inc", "exclusion": "exc", "other": "oth"}
_LETTER = {"note": "n", "preamble": "p"}


def name(items: Iterable[Item]) -> None:
    """Give every item, in reading order, its `id` (`inc.10.2`, notes `inc.10.n1`, preambles `inc.p1`) and its `key`.

    The key is the first 12 hex digits of the SHA-256 of the section, the keys of the ancestors and the plain text in
    lower case; repeats get `#2`, `#3`.
    """
    sections = dict.fromkeys(_PREFIX.values(), 0)
    loose: set[str] = set()  # prefixes of items below no other that are no section
    used: set[str] = set()
    counts: dict[str, int] = {}
    keys: dict[str, int] = {}
    for item in items:
        section, parent, kind = item.section, item.parent, item.kind
        prefix = _PREFIX[section]
        if kind == "section":
            sections[prefix] += 1
            item.id = prefix if sections[prefix] == 1 else f"{prefix}{sections[prefix]}"
        else:
            if parent is None and prefix not in loose:
                loose.add(prefix)
                sections[prefix] += prefix not in used and sections[prefix] == 0
            stem = f"{prefix if parent is None else parent.id}.{_LETTER.get(kind, '')}"
            counts[stem] = number = counts.get(stem, 0) + 1
            item.id = f"{stem}{number}"
        used.add(prefix)
        # An ancestor's key already holds those above it; a plain text has no white space but single blanks.
        content = f"{section}\n{'' if parent is None else parent.key}\n{item.small}"
        key = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]
        keys[key] = times = keys.get(key, 0) + 1
        item.key = key if times == 1 else f"{key}#{times}"
