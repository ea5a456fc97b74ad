"""Events that windows hang on: from the words of an event to its id, by `lexicons/anchors.toml`."""

import re
from functools import cache
from itertools import compress, count

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
        written = _WORD.findall(event.lower())
        weak = None
        done = 0
        for at in compress(count(), map(self._lengths.__contains__, written)):
            if at < done:
                continue
            entry, last = self._named(written, at)
            if entry and entry not in self._weak:
                return self._turned[relation].get(entry, entry) if relation in self._turned else entry
            weak = weak or entry
            done = last + 1
        heads = self._heads.get(relation)
        head = heads.get(next((word for word in written if word not in _IDLE), "")) if heads else None
        if weak is None or (head and weak in ("treatment", "dose")):
            return head
        return self._turned[relation].get(weak, weak) if relation in self._turned else weak

    def starts(self, event: str) -> bool:
        """Does `event` start with the words of an event?"""
        written = _WORD.findall(event.lower())
        for at, word in enumerate(written):
            if word not in _IDLE:
                return word in self._lengths and self._named(written, at)[0] is not None
        return False

    def find(self, text: str) -> list[tuple[int, int, str]]:
        """Every event that `text` names: where it stands, and its id. The longest wording counts, none overlap."""
        lower = text.lower()
        pieces = _PIECE.findall(lower)
        found: list[tuple[int, int, str]] = []  # by first and last piece
        done = 0
        for place in compress(count(), map(self._lengths.__contains__, pieces)):
            if place >= done:
                entry, last = self._named(pieces, place)
                if entry:
                    found.append((place, last, entry))
                    done = last + 1
        if not found:
            return []
        ends = _ends(lower, pieces[: found[-1][1] + 1])
        return [(ends[first] - len(pieces[first]), ends[last], entry) for first, last, entry in found]

    def end(self, event: str) -> int | None:
        """Where the event's words end that `event` starts with; None where it starts with none."""
        lower = event.lower()
        pieces = _PIECE.findall(lower)
        if not pieces or pieces[0] not in self._lengths or not lower.startswith(pieces[0]):
            return None
        entry, last = self._named(pieces, 0)
        if not entry:
            return None
        return _ends(lower, pieces[: last + 1])[-1]

    def _named(self, pieces: list[str], at: int) -> tuple[str | None, int]:
        """The event that the longest wording names that starts at a piece, and the last piece of that wording.

        The piece opens some wording. Idle words count for nothing, and no wording goes on over a sign.
        """
        head, last, size = pieces[at], at + 1, len(pieces)
        seconds = self._lengths[head]
        while last < size and pieces[last] in _IDLE:
            last += 1
        lengths = seconds.get(pieces[last]) if last < size else None
        if lengths:
            written, places = [head, pieces[last]], [at, last]
            for place in range(last + 1, size):
                piece = pieces[place]
                if len(written) == lengths[0] or piece in _SIGNS:
                    break
                if piece not in _IDLE:
                    written.append(piece)
                    places.append(place)
            for length in lengths:
                if length <= len(written) and (entry := self._entries.get((*written[:length],))):
                    return entry, places[length - 1]
        return (self._entries[head,] if "" in seconds else None), at


def _ends(text: str, pieces: list[str]) -> list[int]:
    """Where the first pieces of a text end."""
    ends = []
    end = 0
    for piece in pieces:
        end = text.index(piece, end) + len(piece)
        ends.append(end)
    return ends


@cache
def anchors() -> Anchors:
    """The lexicon, loaded once."""
    return Anchors()
