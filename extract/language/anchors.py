"""Events that windows hang on: from the words of an event to its id, by `lexicons/anchors.toml`."""

import re
from functools import cache

from extract.lexicons import expand, table

_WORD = re.compile(r"[a-z0-9]+")
_SIGNS = frozenset(",.;:()[]/，；：（）")  # no wording goes on over one of these
_PIECE = re.compile(r"[a-z0-9]+|[,.;:()\[\]/，；：（）]")
_IDLE = frozenset({"the", "a", "an", "this", "that", "their", "his", "her", "any", "your"})


def _words(text: str) -> tuple[str, ...]:
    return tuple([word for word in _WORD.findall(text.lower()) if word not in _IDLE])


class Anchors:
    """The lexicon, by first word. Make one and keep it: loading expands some ten thousand wordings."""

    def __init__(self) -> None:
        data = table("anchors.toml")
        self._weak = frozenset(data["weak"])
        self._turned: dict[str, dict[str, str]] = data["turned"]
        self._heads: dict[str, dict[str, str]] = data["heads"]
        self._entries: dict[tuple[str, ...], str] = {}
        # Lengths of the wordings by their first and second words, the longest first; those of one word go on with ""
        self._lengths: dict[str, dict[str, list[int]]] = {}
        for entry, wordings in data["anchors"].items():
            for wording in wordings:
                for text in expand(wording, data["lists"]):
                    self._add(_words(text), entry)
        for seconds in self._lengths.values():
            for lengths in seconds.values():
                lengths.sort(reverse=True)

    def _add(self, written: tuple[str, ...], entry: str) -> None:
        if not written or written in self._entries:
            return
        self._entries[written] = entry
        second = written[1] if len(written) > 1 else ""
        lengths = self._lengths.setdefault(written[0], {}).setdefault(second, [])
        if len(written) not in lengths:
            lengths.append(len(written))

    def id(self, event: str, relation: str = "") -> str | None:
        """The id of the event that the words `event` name; None when they name none of the lexicon.

        The first wording counts, the longest of those that start there; a wording marked weak only where no other
        follows. The relation turns what is said of a stretch of time into its near end: before treatment is before
        the first dose, after it is after its end.
        """
        written = _words(event)
        weak = None
        at = 0
        while at < len(written):
            entry, length = self._at(written, at)
            if entry and entry not in self._weak:
                return self._turned.get(relation, {}).get(entry, entry)
            weak = weak or entry
            at += length
        head = self._heads.get(relation, {}).get(written[0]) if written else None
        if weak is None or (head and weak in ("treatment", "dose")):
            return head
        return self._turned.get(relation, {}).get(weak, weak) if weak else None

    def starts(self, event: str) -> bool:
        """Does `event` start with the words of an event?"""
        written = _words(event)
        return bool(written) and bool(self._at(written, 0)[0])

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Every event that `text` names: where it stands, and its id. The longest wording counts, none overlap."""
        lower = text.lower()
        pieces = _PIECE.findall(lower)
        if self._lengths.keys().isdisjoint(pieces):
            return []
        found: list[tuple[int, int, str]] = []  # by first and last piece
        written: list[str] = []
        places: list[int] = []
        for place, piece in enumerate([*pieces, "."]):
            if piece not in _SIGNS:
                if piece not in _IDLE:
                    written.append(piece)
                    places.append(place)
            elif written:
                found += [(places[at], places[last], entry) for at, last, entry in self._of_clause(tuple(written))]
                written, places = [], []
        if not found:
            return []
        spans = [piece.span() for piece in _PIECE.finditer(lower)]
        return [(spans[first][0], spans[last][1], entry) for first, last, entry in found]

    def end(self, event: str) -> int | None:
        """Where the event's words end that `event` starts with; None where it starts with none."""
        lower = event.lower()
        places: list[re.Match[str]] = []
        for place in _PIECE.finditer(lower):
            if place[0] in _SIGNS:
                break
            if place[0] not in _IDLE:
                places.append(place)
        if not places or places[0].start():
            return None
        entry, length = self._at(tuple([place[0] for place in places]), 0)
        return places[length - 1].end() if entry else None

    def _of_clause(self, written: tuple[str, ...]) -> list[tuple[int, int, str]]:
        """The events of one clause by their first and last word."""
        found = []
        at = 0
        while at < len(written):
            entry, length = self._at(written, at)
            if entry:
                found.append((at, at + length - 1, entry))
            at += length
        return found

    def _at(self, written: tuple[str, ...], at: int) -> tuple[str | None, int]:
        seconds = self._lengths.get(written[at])
        if seconds is None:
            return None, 1
        left = len(written) - at
        if left > 1:
            for length in seconds.get(written[at + 1], ()):
                if length <= left and (entry := self._entries.get(written[at : at + length])):
                    return entry, length
        return (self._entries[written[at : at + 1]] if "" in seconds else None), 1


@cache
def anchors() -> Anchors:
    """The lexicon, loaded once."""
    return Anchors()
