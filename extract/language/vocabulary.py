"""Phrases of the lexicons, found in a text in one pass."""

from collections.abc import Iterable
from typing import NamedTuple

from extract.language.items import Item, Kind
from extract.language.items import words as phrase_words


class Phrase(NamedTuple):
    """A phrase of a lexicon: what kind of item it makes and which entry it names."""

    text: str
    kind: Kind
    entry: str
    exact: bool = False  # only in this very case


class Vocabulary:
    """Looks up phrases, case-blind unless an entry says otherwise; the longest wins, then the first."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._entries: dict[tuple[str, ...], list[tuple[tuple[str, ...], Phrase]]] = {}
        lengths: dict[str, set[int]] = {}
        for phrase in phrases:
            written = tuple(phrase_words(phrase.text))
            lower = tuple(word.lower() for word in written)
            self._entries.setdefault(lower, []).append((written, phrase))
            lengths.setdefault(lower[0], set()).add(len(lower))
        # of the phrases that begin with a word, how many words they have, the longest first
        self._lengths = {first: sorted(found, reverse=True) for first, found in lengths.items()}

    def join(self, text: str, items: list[Item]) -> list[Item]:
        """`items` with those that make up a phrase joined to one item of the phrase's kind."""
        words = [item.text for item in items]
        if self._lengths.keys().isdisjoint(words):
            return items
        joined: list[Item] = []
        done = 0
        for start, word in enumerate(words):
            lengths = self._lengths.get(word)
            if lengths is None or start < done:
                continue
            for length in lengths:
                end = start + length
                phrase = self._phrase(text, words, items, start, end)
                if phrase is None or _opens_another(phrase, items, end):
                    continue
                joined += items[done:start]
                first, last = items[start], items[end - 1]
                written = text[first.start : last.end].lower()
                joined.append(Item(phrase.kind, first.start, last.end, written, phrase.entry))
                done = end
                break
        return joined + items[done:]

    def _phrase(self, text: str, words: list[str], items: list[Item], start: int, end: int) -> Phrase | None:
        for written, phrase in self._entries.get(tuple(words[start:end]), ()) if end <= len(items) else ():
            if not phrase.exact or all(
                text[item.start : item.end] == word for item, word in zip(items[start:end], written, strict=True)
            ):
                return phrase
        return None


def _opens_another(phrase: Phrase, items: list[Item], end: int) -> bool:
    """Is `or older` no end of a comparison but the opening of the next: `or older than 65`, `or over 70`?"""
    if not phrase.entry.startswith("after ") or phrase.kind != "comparator" or end >= len(items):
        return False
    return items[end].text in ("than", "then") or items[end].kind == "number"
