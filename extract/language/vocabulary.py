"""Phrases of the lexicons, found in a text in one pass."""

from collections.abc import Iterable
from itertools import compress, count
from typing import NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract.language.items import Item, Kind
from extract.language.items import words as phrase_words

_OTHER = "\n"  # stands for a word that no long phrase holds
_END = ""  # where a phrase may end
_SHORT = 6  # words of phrases that are found without a document, which costs as much as all other work on a text


class Phrase(NamedTuple):
    """A phrase of a lexicon: what kind of item it makes and which entry it names."""

    text: str
    kind: Kind
    entry: str
    exact: bool = False  # only in this very case


class _Branches(dict[str, "_Branches"]):
    """How the phrases go on after their first words: by the next word; `_END` is among them where one ends."""

    __slots__ = ()


class Vocabulary:
    """Looks up phrases, case-blind unless an entry says otherwise; the longest wins, then the first."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab, attr="ORTH")  # words are lower-cased before they come here
        self._entries: dict[tuple[str, ...], list[tuple[tuple[str, ...], Phrase]]] = {}
        self._words: set[str] = {_OTHER}
        self._openings = _Branches()
        self._longest = 0
        for phrase in phrases:
            written = tuple(phrase_words(phrase.text))
            lower = tuple(word.lower() for word in written)
            if lower not in self._entries:
                self._add(lower)
            self._entries.setdefault(lower, []).append((written, phrase))

    def _add(self, words: tuple[str, ...]) -> None:
        self._longest = max(self._longest, len(words))
        branches = self._openings
        for word in words[: _SHORT + 1]:
            branches = branches.setdefault(word, _Branches())
        if len(words) <= _SHORT:
            branches[_END] = _Branches()
        else:
            self._matcher.add("phrase", [Doc(self._vocab, words=list(words))])
            self._words.update(words)

    def join(self, text: str, items: list[Item]) -> tuple[list[Item], list[str]]:
        """`items` with those that make up a phrase joined to one item of the phrase's kind, and the texts of all."""
        joined: list[Item] = []
        texts: list[str] = []
        done = 0
        words = [item.text for item in items]
        words.append(_OTHER)  # what follows the last is no part of a phrase
        for start, end in self._found(words):
            if start < done:
                continue
            phrase = self._phrase(text, items, words, start, end)
            if phrase is None or (phrase.kind == "comparator" and _opens_another(phrase, items, end)):
                continue
            joined += items[done:start]
            texts += words[done:start]
            first, last = items[start], items[end - 1].end
            said = first.text if end == start + 1 else text[first.start : last].lower()
            joined.append(Item(phrase.kind, first.start, last, said, phrase.entry))
            texts.append(said)
            done = end
        joined += items[done:]
        texts += words[done:-1]
        return joined, texts

    def _found(self, words: list[str]) -> list[tuple[int, int]]:
        """Where phrases start and end in `words`, in order, the longest of one start first; the last word is in none.

        Only the stretches that open as a long phrase does are worth a document: the matcher gets those, and of them
        the words that some long phrase holds.
        """
        openings = self._openings
        found: list[tuple[int, int]] = []
        places: list[int] = []
        reached = 0
        for at in compress(count(), map(openings.__contains__, words)):
            branches, end, shorter = openings[words[at]], at + 1, len(found)
            while True:
                if _END in branches:
                    found.insert(shorter, (at, end))
                if (after := branches.get(words[end])) is None:
                    break
                branches, end = after, end + 1
            if end - at > _SHORT:
                if at > reached:
                    places.append(-1)
                last = min(at + self._longest, len(words))
                places += range(max(at, reached), last)
                reached = max(last, reached)
        if places:
            seen = [words[at] if at >= 0 and words[at] in self._words else _OTHER for at in places]
            matches = self._matcher(Doc(self._vocab, words=seen))
            found += [(places[start], places[end - 1] + 1) for _, start, end in matches]
            found.sort(key=_longest_first)
        return found

    def _phrase(self, text: str, items: list[Item], words: list[str], start: int, end: int) -> Phrase | None:
        """The phrase that items `[start, end)` are."""
        for written, phrase in self._entries[(*words[start:end],)]:
            if not phrase.exact or all(
                text[item.start : item.end] == word for item, word in zip(items[start:end], written, strict=True)
            ):
                return phrase
        return None


def _longest_first(place: tuple[int, int]) -> tuple[int, int]:
    return place[0], -place[1]


def _opens_another(phrase: Phrase, items: list[Item], end: int) -> bool:
    """Is `or older` no end of a comparison but the opening of the next: `or older than 65`, `or over 70`?"""
    if end >= len(items) or not phrase.entry.startswith("after "):
        return False
    return items[end].text in {"than", "then"} or items[end].kind == "number"
