"""Words that say how a number of a time frame is meant, compiled from `lexicons/time_cues.toml`."""

import re
from functools import cache
from typing import Any

from extract.facts.times.cues import either
from extract.language.runs import lowered
from extract.lexicons import table

_SPREAD = r"(?:\s*\(?\s*(?:±|\+\s?/?\s?-)[^)\n]{1,14}\)?|\s*\((?:hrs?|h|mins?)\))?"
_LEADS = ("least", "every", "until", "length")  # kinds of words before a number, in the order in which they are tried
_LETTERS = re.compile(r"[^\W\d_]+")
_PIECE = re.compile(r"\w+|[^\w\s]")


class FrameWords:
    """Words before and after numbers, and the events that a time frame may name."""

    def __init__(self) -> None:
        data: dict[str, Any] = table("time_cues.toml")
        frame = data["frame"]
        # What a word or sign says that ends such words, and those that may stand between them and the number
        self._opened: dict[str, set[str]] = {}
        for name in _LEADS:
            for cue in frame[name]:
                self._opened.setdefault(_PIECE.findall(cue)[-1], set()).add(name)
        self._between = frozenset([*_PIECE.findall(" ".join(frame["about"])), *"([~≈"])
        self._longest = max(len(cue) for name in _LEADS for cue in frame[name])
        about = rf"(?:[\s(\[]+(?:{either(frame['about'])}(?![\w])))*[\s(\[~≈]*$"
        self.lead = {name: re.compile(rf"(?<!\w){either(frame[name])}(?![\w]){about}", re.I) for name in _LEADS}
        after, before = data["after"], data["before"]
        self.after = re.compile(rf"{_SPREAD}[\s\-)]*(?P<cue>{either([*after, 'from', 'of', 'into'])})(?=[\s\-])", re.I)
        self.before = re.compile(rf"{_SPREAD}[\s\-)]*(?P<cue>{either(before)})(?=[\s\-])", re.I)
        # What a word opens that starts one of these
        self.nexts = frozenset(_LETTERS.findall(cue)[0] for cue in [*after, "from", "of", "into", *before])
        self.events = frozenset([*frame["events"], *frame["weak_events"]])
        self.weak = frozenset(frame["weak_events"])

    def opening(self, gap: str) -> tuple[set[str], int]:
        """The kinds of words that may stand before a number after `gap`, and where the first may start.

        No others are found at its end.
        """
        kinds: set[str] = set()
        rest = lowered(gap)
        while rest:
            rest, _, last = rest.rpartition(" ")
            for piece in (last,) if last.isalpha() else reversed(_PIECE.findall(last)):
                if piece in self._opened:
                    kinds |= self._opened[piece]
                if piece not in self._between:
                    return kinds, max(len(rest) - self._longest, 0)
        return kinds, 0

    def led(self, gap: str) -> tuple[str | None, re.Match[str] | None]:
        """The kind of the words that end `gap`, and where they stand in it."""
        kinds, opened = self.opening(gap)
        if kinds:
            for name, pattern in self.lead.items():
                if name in kinds and (found := pattern.search(gap, opened)):
                    return name, found
        return None, None


@cache
def frame_words() -> FrameWords:
    """The words, compiled once."""
    return FrameWords()
