"""Words that say how a time lies to its event, compiled from `lexicons/time_cues.toml`."""

import re
from functools import cache
from typing import Any

from extract.lexicons import alternation, literals, table

REACH = 90  # characters looked at before a time
_LEADS = ("past", "next", "first", "within", "starting", "until", "reaching", "opening", "length", "window")
_RUN = re.compile(r"\w+")
_NEXT = re.compile(r"[\s()\]\-–,]*(\w+)")  # the next word, behind all that may part it from the time or a filling word
_PARTING = r"[\s)\]\-,–]*"
_EVENT = r"(?=[\s\-(:/]|$)"
_CLAUSE_END = (
    r"\b(?=\s*(?:[.,;:)\]]|\((?![^()]*\)\s+to\b)|$|"
    r"(?:(?:and|or)(?!\s+(?:during|after|through|up))|with|are|is|if|but|for|as)\b))"
)


def either(words: list[str]) -> str:
    """An expression for any of the words, the longest first; white space between words may be of any kind."""
    return alternation(words, blank=r"\s+")


class Cues:
    """Expressions to match right after a time, and to search for at the end of the stretch before it in small letters.

    `sides` are the kinds of words that follow a time, `next_sides` the same where no other word stands between; `leads`
    those that open one, in the order in which they are tried; `prepositions` names the leads that may stand before
    another (`within the past`).
    """

    def __init__(self) -> None:
        data: dict[str, Any] = table("time_cues.toml")
        filled = rf"(?:\(?{either(data['between'])}\)?[\s,\-–]+){{0,5}}"
        between = _PARTING + filled
        # "3 days for short acting prior to testing", "5 half-lives of the drug before dosing"
        other = r"\s+(?:of|for)\s+(?:(?!(?:or|and|in|within|during|over|for|since|after)\b|\d)[\w/-]+\s+){1,6}?"
        self.sides = _sides(data, between, filled)
        self.next_sides = _sides(data, _PARTING, "")
        # What a word opens that starts a cue, and the words that may stand between the time and it
        self._starting: dict[str, set[str]] = {}
        for name in self.sides:
            for cue in data[name.removesuffix("_plain")]:
                self._starting.setdefault(_RUN.findall(cue)[0], set()).add(name)
        self._filling = frozenset(_RUN.findall(" ".join(data["between"])))
        self.before_over = _after_time(other, ["prior to", "before"], r"(?=\s)")
        size = rf"(?:\s+{either(data['size'])})*\s*[~≥>≤<=]*\s*$"
        self.every = _before_time(data["every"], size)
        stretch = rf"(?:\s+{either(data['stretch'])})*\s*$"
        self.leads = {
            name: _before_time(data[name], stretch if name in ("window", "reaching") else size)
            for name in (
                "past",
                "next",
                "first",
                "within",
                "starting",
                "until",
                "reaching",
                "opening",
                "length",
                "window",
            )
        }
        self.prepositions = dict.fromkeys(("past", "next", "first"), ("within", "length", "window"))
        # What a word opens that ends a cue, and the words that may stand between it and the number
        self._opened: dict[str, set[str]] = {}
        for name in (*self.leads, "every"):
            for cue in data[name]:
                self._opened.setdefault(_RUN.findall(cue)[-1], set()).add(name)
        self._between = frozenset(_RUN.findall(" ".join(data["size"] + data["stretch"])))
        self._longest = max(len(cue) for name in (*self.leads, "every") for cue in data[name])
        self.future = re.compile(rf"\b{either(data['future'])}\b")
        # One of these stands in a text that says which alternative counts
        self.choices = frozenset(max(_RUN.findall(cue), key=len) for words in data["pick"].values() for cue in words)
        self.choosing = ("ever", *literals(data["choosing"]))  # and one of these, where that is said after its times
        choice = "(?:" + "|".join(f"(?P<{name}>{either(words)})" for name, words in data["pick"].items()) + ")"
        self.chosen_after = re.compile(
            rf"\b(?:(?:which|what)\s?ever\b[^.;()]{{0,35}}?|{either(data['choosing'])}\s+the\s+)\b{choice}\b", re.I
        )
        self.chosen_before = re.compile(
            rf"\b{choice}\s+of\s*(?:the\s+following\s*)?:?\s*(?:either\s+)?"
            r"(?:within\s+|at\s+least\s+|\(?[a1i]\)\s*)?$",
            re.I,
        )

    def opening(self, left: str) -> tuple[set[str], int]:
        """The kinds of words that may open a time after `left`, `every` among them, and where the first may start.

        No others are found at its end, which is in small letters.
        """
        kinds: set[str] = set()
        rest = left
        while rest:
            end = len(rest)
            rest, _, last = rest.rpartition(" ")
            for word in reversed(_RUN.findall(last)):
                if word in self._opened:
                    kinds |= self._opened[word]
                if word not in self._between:
                    return kinds, max(end - self._longest, 0)
        return kinds, 0

    def following(self, text: str, at: int) -> tuple[set[str], str, bool]:
        """The kinds of `sides` that may follow a time that ends at `at`, no others; the first word, and if it fills."""
        kinds: set[str] = set()
        first = ""
        filled = False
        while following := _NEXT.match(text, at):
            word = following[1].lower()
            first = first or word
            if word in self._starting:
                kinds |= self._starting[word]
            if word not in self._filling:
                break
            filled = True
            at = following.end()
        return kinds, first, filled


def _sides(data: dict[str, Any], between: str, filled: str) -> dict[str, re.Pattern[str]]:
    """What follows a time, by kind, behind what may part it from the time."""
    return {
        "before": _after_time(between, data["before"], _EVENT),
        "after": _after_time(between, data["after"], r"(?=[\s\-(:/,]|$)"),
        "around": _after_time(r"[\s)\]\-–]*" + filled, data["around"], r"(?=\s)"),
        "later": _after_time(r"[\s)\]]*", data["later"], r"\b"),
        "elapsed": _after_time(between, data["elapsed"], r"\b"),
        "ago": _after_time(between, data["ago"], _CLAUSE_END),
        "ago_plain": _after_time(between, ["ago", "earlier", "beforehand"], r"\b"),
    }


def _after_time(between: str, words: list[str], end: str) -> re.Pattern[str]:
    return re.compile(rf"{between}(?P<cue>{either(words)}){end}", re.I)


def _before_time(words: list[str], size: str) -> re.Pattern[str]:
    return re.compile(rf"(?<![\w-])(?P<cue>{either(words)}){size}")


@cache
def cues() -> Cues:
    """The cues, compiled once."""
    return Cues()
