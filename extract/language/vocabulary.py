"""Phrases of the lexicons, found in a text in one pass."""

from collections.abc import Iterable
from itertools import compress, count
from typing import NamedTuple

from spacy.matcher import PhraseMatcher
from spacy.tokens import Doc
from spacy.vocab import Vocab

from extract.language.items import Item, Kind, cut, typed
from extract.language.items import words as phrase_words

_OTHER = "\n"  # stands for a word that no long phrase holds
_SHORT = 6  # words of phrases that are found without a document, which costs as much as all other work on a text


class Phrase(NamedTuple):
    """A phrase of a lexicon: what kind of item it makes and which entry it names."""

    text: str
    kind: Kind
    entry: str
    exact: bool = False  # only in this very case


_Ends = list[tuple[list[str], Phrase]]  # phrases of the same words, as they are written
_Found = tuple[int, int, _Ends]  # where they start and end


class _Branches(dict[str, "_Branches"]):
    """How the phrases go on after their first words, by the next word, and which end there."""

    __slots__ = ("ends",)

    def __init__(self) -> None:
        self.ends: _Ends = []


class Vocabulary:
    """Looks up phrases, case-blind unless an entry says otherwise; the longest wins, then the first."""

    def __init__(self, phrases: Iterable[Phrase]) -> None:
        self._vocab = Vocab()
        self._matcher = PhraseMatcher(self._vocab, attr="ORTH")  # words are lower-cased before they come here
        self._long: dict[tuple[str, ...], _Ends] = {}
        self._words: set[str] = {_OTHER}
        self._openings = _Branches()
        self._longest = 0
        for phrase in phrases:
            written = phrase_words(phrase.text)
            self._ends([word.lower() for word in written]).append((written, phrase))

    def _ends(self, words: list[str]) -> _Ends:
        """Where the phrases of these words are kept."""
        branches = self._openings
        for word in words[: _SHORT + 1]:
            branches = branches.setdefault(word, _Branches())
        if len(words) <= _SHORT:
            return branches.ends
        if (long := tuple(words)) not in self._long:
            self._matcher.add("phrase", [Doc(self._vocab, words=words)])
            self._words.update(words)
            self._longest = max(self._longest, len(words))
        return self._long.setdefault(long, [])

    def items(self, text: str, marking: frozenset[str] = frozenset()) -> tuple[list[Item], list[str], list[int]]:
        """The items of `text`, those that make up a phrase joined to one; what they say; which are marks.

        `marking` are words that make a mark of their item.
        """
        starts, ends, said = cut(text)
        phrases: list[tuple[int, Phrase]] = []  # by their place among the joined items
        joined: tuple[list[int], list[int], list[str]] = ([], [], [])
        done = 0
        for first, end, phrase in self._phrases(text, starts, ends, said):
            phrases.append((len(joined[0]) + first - done, phrase))
            if end == first + 1:
                continue
            joined[0].extend(starts[done : first + 1])
            joined[1].extend(ends[done:first])
            joined[2].extend(said[done:first])
            joined[1].append(ends[end - 1])
            joined[2].append(text[starts[first] : ends[end - 1]].lower())
            done = end
        if done:
            starts, ends, said = joined[0] + starts[done:], joined[1] + ends[done:], joined[2] + said[done:]
        items, marks = typed(text, starts, ends, said, marking)
        for at, phrase in phrases:
            items[at].kind, items[at].entry = phrase.kind, phrase.entry
        return items, said, marks

    def _phrases(self, text: str, starts: list[int], ends: list[int], said: list[str]) -> list[tuple[int, int, Phrase]]:
        """The phrases of a text by their first item and the one after their last, in order and without overlap."""
        found: list[tuple[int, int, Phrase]] = []
        words = [*said, _OTHER]  # what follows the last is no part of a phrase
        done = 0
        for first, end, listed in self._found(words):
            if first < done:
                continue
            for written, phrase in listed:
                if not phrase.exact or [text[starts[at] : ends[at]] for at in range(first, end)] == written:
                    if not (phrase.entry.startswith("after ") and _opens_another(words[end])):
                        found.append((first, end, phrase))
                        done = end
                    break
        return found

    def _found(self, words: list[str]) -> list[_Found]:
        """Where phrases start and end in `words`, in order, the longest of one start first; the last word is in none.

        Only the stretches that open as a long phrase does are worth a document: the matcher gets those, and of them
        the words that some long phrase holds.
        """
        openings = self._openings
        found: list[_Found] = []
        places: list[int] = []
        reached = 0
        for at in compress(count(), map(openings.__contains__, words)):
            branches, end = openings[words[at]], at + 1
            after = branches.get(words[end])
            if after is None:  # as mostly
                if branches.ends:
                    found.append((at, end, branches.ends))
                continue
            shorter = len(found)
            while True:
                if branches.ends:
                    found.insert(shorter, (at, end, branches.ends))
                if after is None:
                    break
                branches, end = after, end + 1
                after = branches.get(words[end])
            if end - at > _SHORT:
                if at > reached:
                    places.append(-1)
                last = min(at + self._longest, len(words))
                places += range(max(at, reached), last)
                reached = max(last, reached)
        if places:
            seen = [words[at] if at >= 0 and words[at] in self._words else _OTHER for at in places]
            for _, start, end in self._matcher(Doc(self._vocab, words=seen)):
                found.append((places[start], places[end - 1] + 1, self._long[(*seen[start:end],)]))
            found.sort(key=_longest_first)
        return found


def _longest_first(found: _Found) -> tuple[int, int]:
    return found[0], -found[1]


def _opens_another(said: str) -> bool:
    """Is `or older` no end of a comparison but the opening of the next: `or older than 65`, `or over 70`?"""
    return said in {"than", "then"} or said[0].isdecimal() or (said[0] == "." and len(said) > 1)
