"""Where the names around a bound begin and end: hyphens, brackets, numbers that are part of a name."""

from extract.facts.thresholds.model import FoundMeasure, Words
from extract.facts.thresholds.names import Found, Names
from extract.language.reading import Quantity
from extract.lexicons import word_list

STOPS = word_list("phrase_stops")
NO_NAMES = word_list("no_names")  # verbs, adjectives, occasions: no phrase that names what is measured ends in them
SKIPPED = STOPS | NO_NAMES
WORDS = ("word", "measure")
_GAPS = {"communication", "distance", "interval", "difference", "gap", "angle", "space"}
_LEADING = {
    "starting",
    "considering",
    "cannot",
    "satisfy",
    "replace",
    "completing",
    "except",
    "excluding",
}  # verbs that lead to a name


class Edges:
    """Finds the edges of names in one reading."""

    def __init__(self, names: Names) -> None:
        self.names = names
        self._times: set[int] | None = None
        self.items, self.size, self.word = names.items, names.size, names.word
        self._followed: tuple[Quantity, Found | None] | None = None

    def in_time(self, at: int) -> bool:
        """Does item `at` say a length of time?"""
        if self._times is None:
            times = [one for one in self.names.quantities if one.role == "time"]
            self._times = {at for one in times for at in range(one.first, one.last)}
        return at in self._times

    def within_word(self, at: int) -> int:
        """Past a hyphen or slash within a word, with the number or bracket it joins: `COVID[-19]`, `X [(Y)-]avid`."""
        if self.word(at) == "(" and self.word(at + 2) == ")" and self.word(at + 3) == "-" and self.touches(at + 3):
            at += 3
        if self.word(at) == self.word(at + 1) == ":" and self.touches(at) and self.touches(at + 1):
            return at + 2  # "BCR::ABL1"
        if self.word(at) not in ("-", "/") or not self.touches(at):
            return at
        return at + 1 + (self.items[at + 1].kind == "number" and self.touches(at - 1))

    def touches(self, at: int) -> bool:
        """Does no space stand after item `at`?"""
        return at + 1 < self.size and self.items[at].end == self.items[at + 1].start

    def past_bracket(self, at: int, floor: int) -> int:
        """Back over a bracket right before the bound, to what it explains: `[oxygen] (room air) ≥ 95%`."""
        of = self.word(at) == "of" and self.word(at - 1) == ")"
        if self.word(at - of) not in (")", "]"):
            return at
        at -= of
        opened = next((k for k in range(at - 1, max(floor, at - 12) - 1, -1) if self.word(k) in ("(", "[")), None)
        named = opened is not None and opened > floor and self.items[opened - 1].kind in WORDS
        if of and opened is not None:  # "failure rate (Some Diary) of 50%", not "equivalent dose (EQD2) of 40 Gy"
            words = self.items[opened + 1 : at]
            named = named and len(words) > 1 and all(item.kind in WORDS for item in words)
        return opened - 1 if opened is not None and named and self.word(opened - 1) not in STOPS else at

    def bracketed(self, closed: int, floor: int, reach: int = 5) -> Found | None:
        """The abbreviation in the bracket that item `closed` closes: `Screening Test ([XYZ-10]) (score > 2)`."""
        if self.word(closed) != ")":
            return None
        opened = next((k for k in range(closed - 1, max(floor, closed - reach) - 1, -1) if self.word(k) == "("), None)
        if not opened or opened + 1 >= closed:
            return None
        comma = next((k for k in range(opened + 2, closed) if self.word(k) == ","), closed)
        return self.found(opened + 1, comma - 1, 0, "phrase_before")

    def last_before(self, at: int, floor: int, reach: int) -> int:
        """Back from item `at` over at most `reach` words that end no name."""
        skipped = 0
        while at >= floor and skipped < reach and self.word(at) in SKIPPED and not self.names.stops(at):
            at, skipped = at - 1, skipped + 1
        return at

    def first_of(self, last: int, floor: int) -> int:
        """Where the phrase begins that ends at item `last`; after it when nothing there is a name."""
        at = last
        while (
            at >= floor
            and last - at < 5
            and self.items[at].kind in WORDS
            and self.word(at) not in STOPS
            and self.items[at].entry != "ctcae"
        ):
            at -= 1
            if self.word(at) in ("-", "/") and at > floor and self.items[at].end == self.items[at + 1].start:
                at -= self.items[at - 1].kind in WORDS and self.items[at - 1].end == self.items[at].start
        if at < last and self.word(at + 1) in ("-", "/"):
            if self.word(at + 1) == "-" and (numbered := self.numbered(at + 2, floor)) < at + 2:
                return numbered
            return at if at >= floor and self.items[at].kind in WORDS else at + 2
        first = self.numbered(at + 1, floor)
        while first < last and self.word(first) in _LEADING:
            first += 1
        return first

    def numbered(self, first: int, floor: int) -> int:
        """With the number or letters that a sign joins to a name: `[25-]HVD`, `[5-]year survival`, `[BCR::]ABL1`."""
        at = first - 1
        while at >= floor and self.word(at) in ("-", ":") and self.touches(at):
            at -= 1
        sign = first - 1 - at
        colons = sign == 2 and self.word(first - 1) == ":"
        if at < floor or not (colons or (sign == 1 and self.word(first - 1) == "-")) or not self.touches(at):
            return first
        if sign == 1 and self.word(at) == ")" and self.word(at - 2) == "(" and self.touches(at - 2):
            return at - 2  # "(HBV)-DNA"
        kind = self.items[at].kind
        if kind == "number" and self.word(at - 1) == "-" and self.touches(at - 1) and self.touches(at - 2):
            return at - 2 if at - 2 >= floor and self.items[at - 2].kind in WORDS else first  # "IIEF-5-Score"
        return at if (kind in WORDS if colons else kind == "number") else first

    def numbered_before(self, first: int, floor: int) -> int:
        """With the name and number right before a word for a score: `[ABC-3] scores above 24`."""
        at = first - 3
        if at < floor or self.items[at].kind not in WORDS or self.items[first - 1].kind != "number":
            return first
        return at if self.word(at + 1) == "-" and self.touches(at) and self.touches(at + 1) else first

    def found(self, first: int, last: int, distance: int, rule: str) -> Found:
        """The measure in items `first` to `last`."""
        entry = self.items[last].entry if self.items[last].kind == "measure" else None
        return Found([FoundMeasure(Words(self.items[first].start, self.items[last].end), entry)], distance, rule)

    def gap(self, quantity: Quantity, floor: int) -> Found | None:
        """What a length or angle lies between: `the [distance] between the lesion and the vessel is ≤ 5 mm`."""
        for at in range(quantity.first - 1, max(floor, quantity.first - 16) - 1, -1):
            if self.names.stops(at) or self.items[at].kind == "comparator" or self.word(at) == ",":
                return None
            if self.word(at) in _GAPS and self.word(at + 1) in ("between", "from"):
                return self.found(at, at, 0, "phrase_before")
        return None

    def inner(self, quantity: Quantity) -> Found | None:
        """What stands between a comparator and its value: `maximum [dexamethasone dose] of 3 mg`."""
        if self.items[quantity.first].kind != "comparator":
            return None
        first = last = quantity.first + 1
        while last < quantity.last and self.items[last].kind in WORDS and self.word(last) not in SKIPPED:
            last += 1
        named = last - first > 1 or self.items[first].kind == "measure"
        named = named and self.word(last) == "of" and self.items[last + 1].kind == "number"
        return self.found(first, last - 1, 0, "inside") if named else None

    def ending(self, last: int, floor: int) -> Found | None:
        """The phrase that ends at item `last`."""
        first = self.first_of(last, floor)
        return self.found(first, last, 0, "phrase_before") if first <= last else None
