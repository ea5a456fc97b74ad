"""Words that say how a number of a time frame is meant, compiled from `lexicons/time_cues.toml`."""

import re
from functools import cache
from typing import Any

from extract.facts.times.cues import either
from extract.lexicons import table

_SPREAD = r"(?:\s*\(?\s*(?:±|\+\s?/?\s?-)[^)\n]{1,14}\)?|\s*\((?:hrs?|h|mins?)\))?"
_LEADS = ("least", "every", "until", "length")  # kinds of words before a number, in the order in which they are tried
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
        about = rf"(?:[\s(\[]+(?:{either(frame['about'])}(?![\w])))*[\s(\[~≈]*$"
        self.lead = {name: re.compile(rf"(?:^|(?<![\w])){either(frame[name])}(?![\w]){about}", re.I) for name in _LEADS}
        after, before = data["after"], data["before"]
        self.after = re.compile(rf"{_SPREAD}[\s\-)]*(?P<cue>{either([*after, 'from', 'of', 'into'])})(?=[\s\-])", re.I)
        self.before = re.compile(rf"{_SPREAD}[\s\-)]*(?P<cue>{either(before)})(?=[\s\-])", re.I)
        self.events = frozenset([*frame["events"], *frame["weak_events"]])
        self.weak = frozenset(frame["weak_events"])

    def opening(self, gap: str) -> set[str]:
        """The kinds of words that may stand before a number after `gap`: no others are found at its end."""
        kinds: set[str] = set()
        for piece in reversed(_PIECE.findall(gap.lower())):
            if piece in self._opened:
                kinds |= self._opened[piece]
            if piece not in self._between:
                break
        return kinds

    def led(self, gap: str) -> tuple[str | None, re.Match[str] | None]:
        """The kind of the words that end `gap`, and where they stand in it."""
        if kinds := self.opening(gap):
            for name, pattern in self.lead.items():
                if name in kinds and (found := pattern.search(gap)):
                    return name, found
        return None, None


@cache
def frame_words() -> FrameWords:
    """The words, compiled once."""
    return FrameWords()
