"""Phrases of the lexicons, found in a text in one pass."""

from collections.abc import Iterable
from itertools import pairwise
from typing import NamedTuple

import spacy
from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc

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
        self._vocab = spacy.blank("en").vocab
        self._matcher = PhraseMatcher(self._vocab, attr="LOWER")
        self._entries: dict[tuple[str, ...], list[tuple[tuple[str, ...], Phrase]]] = {}
        self._alone: set[str] = set()  # phrases of one word
        self._pairs: set[tuple[str, str]] = set()  # how longer ones begin
        for phrase in phrases:
            written = tuple(phrase_words(phrase.text))
            lower = tuple(word.lower() for word in written)
            if lower not in self._entries:
                self._matcher.add("phrase", [Doc(self._vocab, words=list(lower))])
            self._entries.setdefault(lower, []).append((written, phrase))
            if len(lower) == 1:
                self._alone.add(lower[0])
            else:
                self._pairs.add((lower[0], lower[1]))

    def join(self, text: str, items: list[Item]) -> list[Item]:
        """`items` with those that make up a phrase joined to one item of the phrase's kind."""
        words = [item.text for item in items]
        if self._alone.isdisjoint(words) and self._pairs.isdisjoint(pairwise(words)):
            return items
        found = self._matcher(Doc(self._vocab, words=words))
        joined: list[Item] = []
        done = 0
        for _, start, end in sorted(found, key=lambda match: (match[1], -match[2])):
            if start < done:
                continue
            phrase = self._phrase(text, items[start:end])
            if phrase is None or _opens_another(phrase, items, end):
                continue
            joined += items[done:start]
            first, last = items[start], items[end - 1]
            joined.append(Item(phrase.kind, first.start, last.end, text[first.start : last.end].lower(), phrase.entry))
            done = end
        return joined + items[done:]

    def _phrase(self, text: str, items: list[Item]) -> Phrase | None:
        for written, phrase in self._entries.get(tuple(item.text for item in items), ()):
            if not phrase.exact or all(
                text[item.start : item.end] == word for item, word in zip(items, written, strict=True)
            ):
                return phrase
        return None


def _opens_another(phrase: Phrase, items: list[Item], end: int) -> bool:
    """Is `or older` no end of a comparison but the opening of the next: `or older than 65`, `or over 70`?"""
    if not phrase.entry.startswith("after ") or phrase.kind != "comparator" or end >= len(items):
        return False
    return items[end].text in ("than", "then") or items[end].kind == "number"
