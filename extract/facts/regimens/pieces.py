"""Cuts a text into sentences, and a sentence into segments that hold one dose or one schedule each."""

import re
from bisect import bisect_left
from collections.abc import Iterable
from itertools import pairwise
from operator import attrgetter
from typing import Literal

from msgspec import Struct

from extract.facts.regimens.atoms import Atom, Kind
from extract.facts.regimens.lexicon import BEFORE
from extract.facts.regimens.wording import Wording

_START = attrgetter("start")
_NONE: list[Atom] = []
Link = Literal["and", "then", "stop"]
# "then" joins what follows in time, "and" what is given alike; "stop" joins nothing.
# The separators, each of which is cheap to look for by itself; all are of a text in lower case.
_SIGN = re.compile(r"->|;|\+|&|,(?<!e\.g\.,)(?<!i\.e\.,)(?<!e\.g,)(?= |[a-z])|/(?= ?(?:[a-z]{4}|\d))")
_WIDE_SIGN = re.compile("[→，、]")
_LINKS: dict[str, Link] = {"-": "then", "→": "then", ";": "stop"}  # of signs; others join what is given alike
_JOINING, _WIDE_JOINING = (  # words, by their first letters, and what stands before: in ASCII texts and in others
    re.compile(
        rf"{BEFORE}{no_letter}(?:"
        r"a(?:nd(?:/or)?\b|fterwards?\b|fter (?:the )?(?:pre-?treatment|pre-?medication)\b(?: of| with)?|long with\b"
        r"|ccompan\w+ by\b|s well as\b|lternating with\b)|before switch\w* to\b|co(?:mbined|ncurrent(?:ly)?) with\b"
        r"|escalat\w+ to\b|followed(?: (?:\w+ )?(?:by|with)\b|(?= (?:weekly|daily))|\b(?= [^.;]{0,40}\bby\b))"
        r"|in(?: combination with\b| addition to\b|creas(?:ed|ing|e) to\b)|later\b|or\b|plus\b|reduc(?:ed|ing) to\b"
        r"|s(?:ubsequently\b|witch\w* to\b)|t(?:hen\b|hereafter\b|ogether with\b|aper\w* to\b|itrat\w+ to\b)"
        r"|up-?titrat\w+ to\b|v(?:ersus|s)\b|w(?:ith\b|ill (?:start|begin) (?:receiving|taking)\b))"
    )
    for no_letter in ("", r"(?<!\w)")
)
_THEN = (  # what those open with that join what follows in time
    *("followed", "then", "thereafter", "afterward", "subsequently", "later", "increas", "escalat", "up", "titrat"),
    *("reduc", "taper", "before", "switch", "will"),
)
_LABEL = re.compile(  # what stands before a title that a colon follows
    rf"{BEFORE}(?<!\w)(?="
    r"(?:cohorts?|groups?|arm|part|dose level|level|step|stage|phase|cycle|weeks?) ?[a-z0-9]{1,3} ?:"
    r"|(?<= )[a-z]{5,}:\s|days? ?\d+(?: ?(?:-|–|to|and|,) ?(?:day ?)?\d+)* ?:)"
)
_ABBREVIATED = (
    r"(?<!\be\.g[.!?。])(?<!\bi\.e[.!?。])(?<!\bapprox[.!?。])(?<!\bvs[.!?。])(?<!\bNo[.!?。])(?<!\bDr[.!?。])"
)
_END = re.compile(  # opens with one of a few characters, so that all others are passed over
    rf"[.!?。;；](?:(?<=[.!?。]){_ABBREVIATED}(?=[ )\]]+(?:[(\[]?[A-Z0-9•*\"“-]|$))|(?<=[;；])(?= ?[A-Z])"
    r"|(?<=[a-z]{3}\.)(?=[A-Z][a-z]))"
)
_LISTED = re.compile(r"(?<=[.a-z)])(?= [*•] )")
_OF_FRACTIONS = re.compile(r"\bfractions? of [\d.]+ ?Gy", re.I)
_BREAK = re.compile(r"\n\s*(?:[*•·◦-]|\d{1,2}[.)]|[a-z][.)])\s|\n\s*\n", re.M)


RADIATION = re.compile(
    r"(?:\w+ )?(?:radio(?:chemo)?therapy|radiation|brachytherapy|SBRT|SABR|MRgRT|irradiation)\b", re.I
)
MOST = 60  # atoms of a piece; a piece with more is a table run into its text, and only its beginning is read


class Segment(Struct, gc=False):
    """A stretch of a sentence with its atoms; `link` is how it joins the segment before."""

    start: int
    end: int
    link: Link
    core_end: int = 0  # where the piece that heads it ends; what follows was joined to it
    atoms: list[Atom] = []
    _of: dict[Kind, list[Atom]] = {}

    def by_kind(self) -> dict[Kind, list[Atom]]:
        """Its atoms of each kind that it has, in order."""
        by_kind = self._of
        if not by_kind:
            for atom in self.atoms:
                if atom.kind in by_kind:
                    by_kind[atom.kind].append(atom)
                else:
                    by_kind[atom.kind] = [atom]
        return by_kind

    def of(self, kind: Kind) -> list[Atom]:
        """Its atoms of this kind, in order."""
        return (self._of or self.by_kind()).get(kind, _NONE)

    def among(self, *kinds: Kind) -> list[Atom]:
        """Its atoms of these kinds, in order."""
        return [atom for atom in self.atoms if atom.kind in kinds]

    def join(self, atoms: list[Atom], end: int) -> None:
        """Take in what follows, up to `end`."""
        self.atoms = self.atoms + atoms
        self.end = end
        self._of.clear()

    def text_of(self, text: str) -> str:
        """Its words."""
        return text[self.start : self.end]

    @property
    def dosed(self) -> bool:
        """Does it hold a dose, a product's strength aside?"""
        return any(atom.amount and not atom.amount.strength for atom in self.of("dose"))

    @property
    def headed(self) -> bool:
        """Does it hold a dose or a schedule?"""
        of = self.of
        return bool(of("dose") or of("frequency") or (of("days") and (of("cycle") or of("drug"))))


def radiation(name: Atom) -> bool:
    """Is it a name of radiotherapy, which no schedule of something unknown beside it is of?"""
    return bool(RADIATION.match(name.text))


def sentences(text: str, breaks: Iterable[int]) -> list[tuple[int, int]]:
    """Spans of the sentences of a plain text; `breaks` are where the source starts a paragraph or list item."""
    cuts = [m.end() for m in _END.finditer(text) if not (m[0] == ";" and _in_bracket(text, 0, m.start()))]
    if "*" in text or "•" in text:
        cuts += [m.end() for m in _LISTED.finditer(text)]
    cuts += [b for b in breaks if 0 < b < len(text)]
    return [(a, b) for a, b in pairwise(sorted({0, len(text), *cuts})) if text[a:b].strip()]


def _in_bracket(text: str, start: int, end: int) -> bool:
    """Does a bracket that opens shortly before `end` close shortly after it?"""
    start = max(start, end - 60)
    opened = text.rfind("(", start, end) > text.rfind(")", start, end)
    return opened and text.find(")", end, end + 60) >= 0


def _explains(text: str, start: int, at: int, atoms: list[Atom]) -> bool:
    """Does `at` lie in a bracket right behind a dose that holds nothing but other doses?"""
    opened = text.rfind("(", max(start, at - 80), at)
    if opened < 0 or text.find(")", opened, at) >= 0 or (closed := text.find(")", at, at + 80)) < 0:
        return False
    first = bisect_left(atoms, opened, key=_START)
    if not first or atoms[first - 1].kind != "dose" or opened - atoms[first - 1].end > 2:
        return False
    last = bisect_left(atoms, closed, key=_START)
    amount = atoms[first - 1].amount
    kinds = ("dose", "drug") if amount and amount.rank == "form" else ("dose",)  # one spray (1 mg of A and 2 mg of B)
    return first < last and all(atom.kind in kinds for atom in atoms[first:last])


def paragraph_breaks(source: str) -> list[int]:
    """Offsets in `source` where a paragraph or list item begins; a blank line inside a running sentence is none."""
    found = []
    for match in _BREAK.finditer(source) if "\n" in source else ():
        before = source[max(0, match.start() - 200) : match.start()].rstrip()[-1:]
        after = source[match.end() : match.end() + 200].lstrip()[:1]
        if match[0].strip() or before in ".:;!?)" or after.isupper():
            found.append(match.end())
    return found


def keep_first(atoms: Iterable[Atom], taken: bytearray) -> list[Atom]:
    """Of overlapping atoms the one that came first, sorted by place; `taken`: a 0 for each character of the text.

    It is filled with 1 where an atom stands, one after the other.
    """
    kept: list[Atom] = []
    for atom in atoms:
        start, end = atom.start, atom.end
        if taken.find(1, start, end) < 0:
            taken[start:end] = b"\1" * (end - start)
            kept.append(atom)
    kept.sort(key=_START)
    return kept


def segments(wording: Wording, start: int, end: int, atoms: list[Atom]) -> list[Segment]:
    """Segments of the sentence `start:end`: cut at separators, then joined until each holds a dose or a schedule."""
    text = wording.text
    joiner = _Joiner(text)
    bracket = text.find("(", start, end) >= 0
    at = first = 0
    position = start
    link: Link = "and"
    for begin, stop, following in _separators(wording, start, end):
        while at < len(atoms) and atoms[at].end <= begin:
            at += 1
        if at < len(atoms) and atoms[at].start < stop:
            continue  # inside an atom: "1, 8 and 15"
        if text[begin] == ";" and _in_bracket(text, start, begin):
            continue  # "5 mg/kg (IV; every 3 weeks)"
        if bracket and _explains(text, start, begin, atoms):
            continue  # "4 capsules (2 of 200 mg and 2 of 300 mg) daily"
        if first < at or link == "then" or not joiner.done:  # another piece without atoms tells nothing
            joiner.add(Segment(position, begin, link, begin, atoms[first : min(at, first + MOST)]))
        position, link, first = stop, following, at
    joiner.add(Segment(position, end, link, end, atoms[first : first + MOST]))
    return joiner.done


def _separators(wording: Wording, start: int, end: int) -> list[tuple[int, int, Link]]:
    """What parts a sentence, in order: where it begins and ends, and how it links."""
    small = wording.small
    found = [(m.start(), m.end(), _LINKS.get(m[0][0], "and")) for m in _SIGN.finditer(small, start, end)]
    joining = _JOINING
    if not small.isascii():
        joining = _WIDE_JOINING
        found += [(m.start(), m.end(), _LINKS.get(m[0], "and")) for m in _WIDE_SIGN.finditer(small, start, end)]
    for m in joining.finditer(wording.led, start, end + 1):
        at = m.start()
        link: Link = "then" if small.startswith(_THEN, at) else "stop" if small.startswith("after ", at) else "and"
        found.append((at, m.end() - 1, link))
    if small.find(":", start, end) >= 0:
        found += [(m.start(), m.start(), "stop") for m in _LABEL.finditer(wording.led, start, end + 1)]
    found.sort()
    return found


class _Joiner:
    """Joins pieces to segments: names wait for the dose or schedule after them, details follow the one before."""

    def __init__(self, text: str) -> None:
        self._text = text
        self.done: list[Segment] = []
        self._waiting: list[Segment] = []

    def add(self, piece: Segment) -> None:
        """The next piece of the sentence."""
        if piece.link == "then" and self._waiting and not piece.of("drug"):
            self._waiting = [one for one in self._waiting if not any(map(radiation, one.of("drug")))]
        if not piece.atoms:  # and no kind of them
            if not self.done:
                self._waiting.append(piece)
            return
        if self._opens(piece):
            self._open(piece)
        elif self.done and piece.of("duration") and [n.text.lower() for n in piece.of("drug")] == ["placebo"]:
            self.done[-1].join(piece.of("duration"), piece.end)  # "7 mg or placebo for 3 months"
        elif piece.of("drug") or not self.done:
            self._waiting.append(piece)
            if self.done and piece.link == "and" and piece.of("duration") and self._goes_on(self.done[-1], piece):
                self.done[-1].join(piece.of("duration"), piece.end)  # "weekly A and B for 5 weeks"
        elif piece.atoms or not self._waiting:
            self._waiting = []
            if piece.atoms:
                self.done[-1].join(piece.atoms, piece.end)

    def _goes_on(self, before: Segment, piece: Segment) -> bool:
        """Does the duration behind another name hold for all: "A daily in addition to B for 3 months"?"""
        if before.of("duration"):
            return False
        between = self._text[before.end : piece.start].strip().lower()
        added = between in {"in addition to", "along with", "together with"}
        return not before.of("dose") or (added and bool(before.of("frequency")))

    def _opens(self, piece: Segment) -> bool:
        if piece.of("dose"):
            return not self._details(piece)
        if not piece.headed:
            return False
        if piece.of("drug") or self._waiting or not self.done or piece.link == "then":
            return True
        # "every 2 weeks and a further group every 6 weeks"
        word = self._text[max(0, piece.start - 4) : piece.start].strip(" ,").lower()
        return word in ("and", "or") and not self.done[-1].of("dose") and bool(piece.of("frequency"))

    def _details(self, piece: Segment) -> bool:
        """Does it only say in how many puffs or millilitres the dose before it is taken?"""
        before = self.done[-1] if self.done and not self._waiting else None
        if before and _OF_FRACTIONS.search(self._text[piece.start : piece.end]) and "Gy" in before.text_of(self._text):
            return True  # 60 Gy, given in 30 daily fractions of 2 Gy
        if before is None or piece.of("drug") or piece.link != "and" or before.of("frequency"):
            return False
        small = all(atom.amount and atom.amount.rank != "mass" for atom in piece.of("dose"))
        return small and any(atom.amount and atom.amount.rank != "volume" for atom in before.of("dose"))

    def _open(self, piece: Segment) -> None:
        if piece.link == "then" and piece.of("drug") and piece.among("frequency", "drug")[0].kind == "frequency":
            self._waiting = []  # "A followed by weekly B" says nothing of A
        parts, self._waiting = [*self._waiting, piece], []
        segment = piece
        if len(parts) > 1:
            atoms = [atom for part in parts for atom in part.atoms]
            segment = Segment(parts[0].start, piece.end, parts[0].link, piece.end, atoms)
        before = self.done[-1] if self.done else None
        # "twice daily with one sachet of X": a schedule that the dose completes
        bare = segment.of("dose") and segment.link == "and" and not segment.of("frequency")
        counted = before is not None and before.among("days", "cycle") and not before.of("frequency")
        if counted and segment.of("dose") and segment.link == "and" and not segment.among("drug", "days"):
            bare = segment.of("dose")  # "on the first four days of each cycle, at daily doses of 2 mg"
        if before and bare and not before.dosed and not (segment.of("drug") and before.of("drug")):
            before.join(segment.atoms, segment.end)
            before.core_end = segment.end
        else:
            self.done.append(segment)
