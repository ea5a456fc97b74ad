"""Measures that the catalogue names in the words around a quantity."""

from msgspec import Struct

from extract.facts.thresholds.fitting import fits
from extract.facts.thresholds.model import FoundMeasure, Words
from extract.language.catalogue import catalogue
from extract.language.items import Item
from extract.language.reading import Quantity
from extract.lexicons import word_list

_LINKS = word_list("measure_links") | word_list("measure_qualifiers") | {"(", ")", "[", "]"}
_ADJECTIVES = word_list("measure_adjectives")
_CHANGING = word_list("changing_qualifiers")
_FOLLOWERS = word_list("named_by_follower")
_STOPS = word_list("phrase_stops")
_BENIGN = word_list("benign_followers")
_SCORED = {"index", "scale", "questionnaire", "inventory", "interference", "catastrophizing", "disability"}
_GROUPING = {"blood_loss"}  # entries that hold more than one thing
_SCALE_WORDS = {"stage", "grade", "class", "score", "level", "type", "status"}
_TIMES = {"×", "x", "*"}
_GENERIC = {"pain_vas", "tumor_size", "lesion_count", "alcohol", "liver_fat", "fibrosis_stage"}
_BARRIERS = word_list("right_barriers")
_ABBREVIATIONS = {"max", "min", "approx", "vs", "resp"}


class Found(Struct, frozen=True):
    """Measures of one bound, how far the nearest stands away (in items), and the rule that found them."""

    measures: list[FoundMeasure]
    distance: int
    rule: str


class Names:
    """Finds catalogue names in one list of items."""

    def __init__(self, items: list[Item]) -> None:
        self.items, self.size = items, len(items)

    def word(self, at: int) -> str:
        """Text of item `at`, empty outside."""
        return self.items[at].text if 0 <= at < self.size else ""

    def stops(self, at: int) -> bool:
        """Does item `at` end a clause?"""
        if self.word(at) == ".":
            return not (len(self.word(at - 1)) <= 2 or self.word(at - 1) in _ABBREVIATIONS)
        return self.word(at) in (";", "•")

    def inside(self, quantity: Quantity) -> Found | None:
        """A name within the quantity's own words: `> 20 mg of prednisone per day`, `≤ NYHA II`."""
        for at in range(quantity.first, quantity.last):
            item = self.items[at]
            if item.kind == "measure" and fits(item, quantity):
                return Found([FoundMeasure(Words(item.start, item.end), item.entry)], 0, "inside")
        return None

    def left(self, quantity: Quantity, floor: int) -> Found | None:
        """The nearest fitting name before the quantity in its clause, with those coordinated with it."""
        for at in range(quantity.first - 1, max(floor, quantity.first - 30) - 1, -1):
            if self.stops(at):
                return None
            if self.items[at].kind == "measure" and fits(self.items[at], quantity):
                distance = quantity.first - 1 - at
                if self._compound(at, quantity):
                    return Found([self._whole(at, quantity.first - 1, floor)], 0, "left")
                return Found(self.coordinated(at, quantity, floor), distance, "left")
        return None

    def _compound(self, at: int, quantity: Quantity) -> bool:
        """Is the name only the first part of another thing's: `tumour [mutation burden]`, `PD-L1 [amplification]`?"""
        between = self.items[at + 1 : quantity.first]
        loose = quantity.role == "count" or quantity.dimension in ("fraction", "length")
        return (
            loose
            and 0 < len(between) <= 3
            and all(
                item.kind == "word"
                and item.text not in _STOPS | _LINKS | _BENIGN
                and len(item.text) > 2
                and not item.text.endswith(("ed", "ing"))
                for item in between
            )
        )

    def _whole(self, first: int, last: int, floor: int) -> FoundMeasure:
        """The compound in items `first` to `last` with its adjectives; the catalogue does not know it."""
        while first > floor and self.word(first - 1) in _ADJECTIVES:
            first -= 1
        return FoundMeasure(Words(self.items[first].start, self.items[last].end), None)

    def right(self, quantity: Quantity) -> Found | None:
        """A name soon after: `at least 1 measurable lesion`, `≥ 20% blasts`, `a score of 20 on the MMSE`."""
        steps = 0
        for at in range(quantity.last, min(quantity.last + 8, self.size)):
            item = self.items[at]
            if item.kind == "measure" and fits(item, quantity):
                first = quantity.last if quantity.role == "count" else at
                while first < at and self.word(first) in ("of", "the", "a", "or", "prior", "on", "in", "for"):
                    first += 1
                return Found([self._measure(first, at)], steps, "right")
            if item.kind in ("number", "comparator") or item.text in _BARRIERS or self.stops(at):
                return None
            steps += item.text not in ("of", "the", "on", "in", "prior", "a")
        return None

    def _measure(self, first: int, last: int) -> FoundMeasure:
        """The name in items `first` to `last` with what qualifies it; another thing's name where that changes it."""
        entry: str | None = self.items[last].entry
        while first > 0 and self.word(first - 1) in _ADJECTIVES:
            first -= 1
        if first > 0 and self.word(first - 1) in _CHANGING:
            first -= 1
            entry = None
            while first > 1 and self.word(first - 1) == "-" and self.items[first - 1].end == self.items[first].start:
                first -= 2
        if first > 1 and self.word(first - 1) in _TIMES and self.items[first - 2].kind == "measure":
            first, entry = first - 2, None  # "weight × IgE": a product is neither
        if self._hyphened(last):
            last, entry = last + 2, None  # "CAP-RAST"
        ratio = next((at for at in range(last + 1, min(last + 5, self.size)) if self.word(at) == "ratio"), None)
        between = [self.items[at] for at in range(last + 1, ratio or last + 1)]
        if ratio and all(item.kind == "measure" or item.text in ("to", "/", "-", ":") for item in between):
            last, entry = ratio, None
        if self.word(last + 1) in _FOLLOWERS:
            last, entry = last + 1, None  # an inhibitor of a factor is not the factor
        if self.word(last + 1) in _SCORED and self.items[last].entry in _GENERIC:
            last += 1
            entry = None
            while first > 0 and self.items[first - 1].kind == "word" and self.word(first - 1) not in _STOPS:
                first -= 1
        return FoundMeasure(Words(self.items[first].start, self.items[last].end), entry)

    def _hyphened(self, last: int) -> bool:
        """Is the name only the first part of a word with a hyphen: `CAP-RAST`?"""
        if self.word(last + 1) != "-" or last + 2 >= self.size or self.items[last + 2].kind not in ("word", "measure"):
            return False
        ends = [self.items[at].end == self.items[at + 1].start for at in (last, last + 1)]
        follower = self.word(last + 2)
        loose = follower in _BENIGN | _STOPS | _LINKS | _SCALE_WORDS or (
            len(follower) > 4 and follower.endswith(("ed", "ing"))
        )
        return all(ends) and not loose

    def coordinated(self, at: int, quantity: Quantity, floor: int) -> list[FoundMeasure]:
        """`ALT, AST and alkaline phosphatase`: the list of names that ends at item `at`; a name said twice is one."""
        places = [(at, at)]
        depth = 0
        for here in range(at - 1, floor - 1, -1):
            item = self.items[here]
            if item.text in (")", "]"):
                depth += 1
            elif item.text in ("(", "["):
                depth -= 1
            if item.kind != "measure":
                if item.text in _LINKS and depth >= -1:
                    continue
                break
            first, last = places[-1]
            if not fits(item, quantity) or (depth < 0 and item.entry != self.items[first].entry):
                break
            if item.entry == self.items[last].entry and not self._two_things(here, first):
                places[-1] = (here, last)
                depth = max(depth, 0)
            elif depth == 0 and self._listed(here, first, quantity):
                places.append((here, here))
            elif depth <= 0:
                break
        return [self._named(*place) for place in reversed(places)]

    def _two_things(self, at: int, following: int) -> bool:
        """Are two names of one entry two things: `blood donation or blood loss`?"""
        joined = following == at + 2 and self.word(at + 1) in ("or", "and") and self.word(at) != self.word(following)
        return joined and self.items[at].entry in _GROUPING

    def _listed(self, at: int, following: int, quantity: Quantity) -> bool:
        """May two names share a bound? Scores and counts only where "and" or "or" joins them."""
        if quantity.reference or quantity.dimension:
            return True
        return any(self.word(k) in ("and", "or", "/", "and/or") for k in range(at + 1, following))

    def _named(self, first: int, last: int) -> FoundMeasure:
        """One name, whole with a shorter repetition in brackets: `aspartate aminotransferase (AST)`."""
        if first == last:
            return self._measure(first, last)
        opened = self.word(first + 1) in ("(", "[") and last - first <= 8
        if opened and self.word(last + 1) not in (")", "]"):
            return self._measure(last, last)  # "diabetes (glucose > 200": what is compared stands in the bracket
        bracketed = opened
        if bracketed and len(self.word(first)) >= len(self.word(last)):
            closed = self.word(last + 1) in (")", "]")
            return FoundMeasure(Words(self.items[first].start, self.items[last + closed].end), self.items[last].entry)
        worded = all(self.items[at].kind == "word" for at in range(first + 1, last))
        return self._measure(first, first) if bracketed or worded else self._measure(last, last)

    @staticmethod
    def may_stand_bare(found: Found, quantity: Quantity) -> bool:
        """May the measure stand with a number alone? Without a unit only a score or a count may."""
        entry = catalogue().get(found.measures[0].id or "")
        return entry is None or quantity.dimension is not None or not entry.dimensions
