"""Ids by position and keys by content."""

from collections import Counter
from hashlib import sha256

from extract.outline.model import Item, Outline

_PREFIX = {"inclusion": "inc", "exclusion": "exc", "other": "oth"}


def name(outline: Outline) -> None:
    """Give every item its `id` (`inc.10.2`, notes `inc.10.n1`, preambles `inc.p1`) and its `key`.

    The key is the first 12 hex digits of the SHA-256 of the section, the keys of the ancestors and the plain text in
    lower case; repeats get `#2`, `#3`.
    """
    sections: Counter[str] = Counter()
    loose: dict[str, str] = {}
    counts: Counter[tuple[str, str]] = Counter()
    used: set[str] = set()
    keys: Counter[str] = Counter()
    for item in outline.walk():
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
            letter = {"note": "n", "preamble": "p"}.get(item.kind, "")
            counts[above, letter] += 1
            item.id = f"{above}.{letter}{counts[above, letter]}"
        used.add(prefix)
        item.key = _key(item, keys)


def _key(item: Item, keys: Counter[str]) -> str:
    # An ancestor's key already holds those above it.
    above = item.parent.key if item.parent is not None else ""
    content = "\n".join((item.section, above, " ".join(item.plain.text.lower().split())))
    key = sha256(content.encode("utf-8", "surrogatepass")).hexdigest()[:12]
    keys[key] += 1
    return key if keys[key] == 1 else f"{key}#{keys[key]}"
