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
    loose: dict[str, str] = {}
    counts: dict[str, int] = {}
    used: set[str] = set()
    keys: dict[str, int] = {}
    for item in items:
        prefix = _PREFIX[item.section]
        if item.kind == "section":
            sections[prefix] += 1
            item.id = prefix if sections[prefix] == 1 else f"{prefix}{sections[prefix]}"
        else:
            if item.parent is not None:
                above = item.parent.id
            else:
                if prefix not in loose:
                    loose[prefix] = prefix
                    sections[prefix] += prefix not in used and sections[prefix] == 0
                above = loose[prefix]
            stem = f"{above}.{_LETTER.get(item.kind, '')}"
            counts[stem] = number = counts.get(stem, 0) + 1
            item.id = f"{stem}{number}"
        used.add(prefix)
        item.key = _key(item, keys)


def _key(item: Item, keys: dict[str, int]) -> str:
    # An ancestor's key already holds those above it; a plain text has no white space but single blanks.
    above = item.parent.key if item.parent is not None else ""
    content = f"{item.section}\n{above}\n{item.small}"
    key = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    keys[key] = times = keys.get(key, 0) + 1
    return key if times == 1 else f"{key}#{times}"
