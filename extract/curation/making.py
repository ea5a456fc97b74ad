"""Makes overrides for a document: who, when, on which node and words."""

from typing import Any

from extract.curation.overrides import Words
from extract.curation.places import DocumentFact, Home, MisplacedError
from extract.curation.store import new_id, now


def header(home: Home, who: str, why: str | None = None) -> dict[str, Any]:
    """What every override of a node says: `SetFields(**header(home, "me"), fact=…, fields=…)`."""
    return {"id": new_id(), "who": who, "when": now(), "why": why, "node": home.node.key, "quote": home.node.text}


def fact_of(homes: list[Home], id: str) -> tuple[Home, DocumentFact]:  # noqa: A002  the contract's name
    """The fact of that id, with its node; raises KeyError."""
    for home in homes:
        for fact in home.facts():
            if fact.id == id:
                return home, fact
    raise KeyError(id)


def words(home: Home, text: str, start: int | None = None) -> Words:
    """Words of a node, or of one above it, as a person gives them: where they start may be left out.

    Raises MisplacedError when they stand nowhere, or, without a start, more than once.
    """
    if not text.strip():
        raise MisplacedError("no words are given")
    for above, node in enumerate((home.node, *home.above)):
        if start is not None and above == 0:
            if node.text[start : start + len(text)] == text:
                return Words(text, start, start + len(text))
            continue
        count = node.text.count(text)
        if count == 1 or (count and above):
            at = node.text.index(text)
            return Words(text, at, at + len(text), above)
        if count:
            raise MisplacedError(f"{text!r} stands {count} times in the item; take more words, or select the place")
    raise MisplacedError(f"{text!r} does not stand in the item")
