"""Words next to a quantity that name what is compared, where the catalogue knows no name."""

from extract.facts.thresholds.model import FoundMeasure, Words
from extract.facts.thresholds.names import Found, Names
from extract.language.reading import Quantity
from extract.lexicons import word_list

_STOPS = word_list("phrase_stops")
_AFTER_STOPS = word_list("count_stops")
_NOT_COUNTED = word_list("not_counted")
_WEAK = word_list("weak_names")
_GRADED = tuple(sorted(word_list("graded_things")))
_SCORES = {"score", "scores", "scale", "index", "subscore", "subscale", "inventory", "questionnaire"}
_BACK = word_list("points_back")
_HEADS = word_list("naming_heads")
_WIDER_HEADS = _HEADS | word_list("wider_heads")
_COUNTED_OF = word_list("counted_of")
_ADJECTIVES = word_list("plain_adjectives")
_LOOSE = word_list("measure_adjectives")
_SCALED = word_list("scale_adjectives")
_NO_NAMES = word_list("no_names")  # verbs, adjectives, occasions: no phrase that names what is measured ends in them
_SKIPPED = _STOPS | _NO_NAMES
_TAILS = _AFTER_STOPS | word_list("phrase_tails")
_VERBS = word_list("object_verbs")
_PARTS = word_list("instrument_parts")
_LINKING = word_list("linking_verbs")
_ANY_VALUE = {"measurement", "measurements", "value", "values", "result", "results", "reading", "readings"}
_METHODS = word_list("methods")
_SHARES = word_list("shares_themselves")
_BY_METHOD = {"by", "on", "with", "using", "via", "per", "in", "a", "the"}
_OF_SCALES = _SCORES | {"classification", "criteria", "system", "grading"}
_WORDS = ("word", "measure")


class Phrases:
    """Finds noun phrases around the quantities of one list of items; `times` are items that say a length of time."""

    def __init__(self, names: Names, times: set[int]) -> None:
        self.names, self.times = names, times
        self.items, self.size, self.word = names.items, names.size, names.word

    def of(self, quantity: Quantity, floor: int) -> Found | None:
        """The phrase that names what the quantity compares: counts look ahead, doses to the nearer, others back."""
        if quantity.role == "grade":
            return self._graded(quantity, floor)
        before = self.before(quantity, floor)
        after = self.after(quantity)
        if (
            after
            and self.word(quantity.last) == "of"
            and not (quantity.dimension == "fraction" and before and self._linked(quantity, before.distance))
        ):
            return after
        if after and after.distance == 0 and quantity.role != "count" and self._leads(quantity):
            return after
        if quantity.role == "count" and quantity.dimension is None:
            return before or after if self.points_back(quantity) else after or before
        if quantity.dimension in ("mass", "mass/time", "intake", "intake/time", "activity"):
            if after and before and before.distance == 0 and self.word(quantity.first - 1) in _LOOSE:
                return after  # "cumulative ≥ 1 g food protein"
            return before or after if before and before.distance == 0 else after or before
        return before or after

    def points_back(self, quantity: Quantity) -> bool:
        """`Score: 3`, `index ≥ 2`: a symbol or a colon after a name points to what stands before."""
        before = self.word(quantity.first - 1)
        if before in ("as", "having", "have", "has", "had") and self._noun(quantity.last):
            return False  # "chronic infections, defined as ≥ 3 infections"
        sign = self.items[quantity.first].kind == "comparator" and not self.items[quantity.first].entry
        if before == "of" and not sign:
            owner = self.word(quantity.first - 2)
            named = quantity.first > 1 and self.items[quantity.first - 2].kind == "measure"
            return named or owner == ")" or owner in _SCORES | _WEAK | _HEADS or owner in _BACK
        if before in ("and", "or", "either", "with"):
            return False  # "asthma and ≥ 2 symptoms": it goes on to something else
        return sign or before in _BACK

    def _linked(self, quantity: Quantity, distance: int) -> bool:
        """Is the quantity said of the phrase `distance` items before: `[tumor cells] represent at least 50% of it`?"""
        return distance == 0 or self.word(quantity.first - 1) in _LINKING

    def _leads(self, quantity: Quantity) -> bool:
        """Does the quantity lead to its name: `a ≥ 70% [compliance]`, `ingest ≥ 143 mg [peanut protein]`?"""
        at = quantity.first - 1
        if self.word(at) in ("a", "an") or any(
            self.word(k) in _SHARES for k in range(quantity.last, quantity.last + 3)
        ):
            return True
        return self._opens(quantity) or self.word(at) in _VERBS

    def weak(self, quantity: Quantity, found: Found) -> bool:
        """Is the phrase before a bound a word for any value: `any one [measurement] > 50`?"""
        return (
            found.rule == "phrase_before" and found.distance == 0 and found.measures[0].words == self._words(quantity)
        )

    def _words(self, quantity: Quantity) -> Words | None:
        item = self.items[quantity.first - 1]
        return Words(item.start, item.end) if item.text in _ANY_VALUE else None

    def method(self, quantity: Quantity, found: Found) -> bool:
        """Is the phrase before a bound only how it is measured: `or [spiral CT] ≥ 10 mm`?"""
        return found.rule == "phrase_before" and self.word(quantity.first - 1 - found.distance) in _METHODS

    def _opens(self, quantity: Quantity) -> bool:
        """Does nothing before the quantity name what it compares: `or ≥ 5° angulation`, `(> 50% marrow)`?"""
        return quantity.first == 0 or self.word(quantity.first - 1) in (
            ",",
            ";",
            "(",
            "or",
            "and",
            "either",
            "with",
            "by",
        )

    def on_scale(self, quantity: Quantity) -> Found | None:
        """The scale named after a bare score: `a score of 24 or lower on the [ABC-3]`."""
        at = quantity.last + (self.word(quantity.last) == "points")
        if self.word(at) not in ("on", "in", "for") and not (
            self.word(at) == "at" and self.word(at + 1).startswith("question")
        ):
            return None
        at += 1
        at += self.word(at) == "the"
        at += 3 if self.word(at + 1) == "-" and self.word(at + 2) in ("item", "point") else 0
        first = at
        while (
            at < self.size
            and at - first < 6
            and (self.items[at].kind in _WORDS or self.word(at) == "-")
            and self.word(at) not in _AFTER_STOPS
        ):
            at += 1
        if at == first:
            return None
        at += self.word(at) in ("#", "°")
        numbered = self.word(at - 1) in ("-", "#", "°") or self.word(at - 1) in _PARTS
        last = at if at < self.size and self.items[at].kind == "number" and numbered else at - 1
        if last == at and self.word(at + 1) == "-" and at + 2 < self.size and self.items[at + 2].kind == "number":
            last = at + 2  # "items 2-7"
        return self._found(first, last, first - quantity.last, "on_scale")

    def score(self, quantity: Quantity, floor: int) -> Found | None:
        """A score named before in the clause that the catalogue does not know: `[ABC score] at entry is over 8`."""
        for at in range(quantity.first - 1, max(floor, quantity.first - 15) - 1, -1):
            if self.names.stops(at):
                return None
            if self.word(at) in _SCORES:
                first = self._first_of(at, floor)
                return self._found(first, at, quantity.first - 1 - at, "score") if first < at else None
        return None

    def after(self, quantity: Quantity) -> Found | None:
        """The phrase that follows: `at least one [soft-tissue lesion]`."""
        at = quantity.last
        at += (
            self.word(at) == ")" and self.word(quantity.first - 1) == "(" and self.word(quantity.first - 2) in _NO_NAMES
        )
        at += self.word(at) == "out" and self.word(at + 1) == "of"
        while self.word(at) in ("of", "the", "prior", "a") and at < quantity.last + 3:
            at += 1
        if self.word(at) in ("stage", "class", "grade") and self.word(at + 1) == "of":
            at += 2  # "class II [stage of] heart failure"
        first = at = self._past_total(quantity, self._past_criteria(at))
        if self.word(at) in ("points", "point") and quantity.role == "count":
            return None
        while (
            at < self.size
            and at - first < 6
            and self.items[at].kind in _WORDS
            and (
                self.word(at) not in (_TAILS if at > first else _AFTER_STOPS)
                or (at > first and (self.word(at - 1) == "-" or (self.word(at) == "related" and self._noun(at + 1))))
            )
        ):
            at += 1
            if self.word(at) in ("-", "/") and at + 1 < self.size and self.items[at].end == self.items[at + 1].start:
                at += 1
        at -= at - first > 1 and self.word(at - 1) == "prior" and self.word(at - 2) not in _NOT_COUNTED
        if self.word(at - 1) == "criteria" and self.word(at) == "for" and self._noun(at + 1):
            return self._found(at - 1, at + 1, first - quantity.last, "phrase_after")  # "4 of the [criteria for SLE]"
        if all(self.word(k) in _NOT_COUNTED for k in range(first, at)) or self.word(at - 1) in ("result", "results"):
            return None
        first, at = self._headed(first, at)
        return self._found(first, at - 1, first - quantity.last, "phrase_after")

    def _noun(self, at: int) -> bool:
        return at < self.size and self.items[at].kind in _WORDS and self.word(at) not in _AFTER_STOPS

    def _past_total(self, quantity: Quantity, at: int) -> int:
        """Past how many there are of what is counted: `at least 4 out of 5 [body regions]`, `2 of the 3 [samples]`."""
        here = quantity.last + (self.word(quantity.last) == "out")
        if self.word(here) != "of":
            return at
        here += 1
        here += self.word(here) in ("the", "a")
        here += self.word(here) in ("last", "past", "total")
        return here + 1 if here < self.size and self.items[here].kind == "number" else at

    def _past_criteria(self, at: int) -> int:
        """Past the name and version of the criteria a grade is of: `grade ≥ 3 (CTCAE v5.0) [neuropathy]`."""
        here = at + (self.word(at) == "(")
        here += self.word(here) == "nci"
        here += self.word(here) == "-"
        if here >= self.size or self.items[here].entry != "ctcae":
            return at
        here += 1
        while here < self.size and (
            self.word(here) in ("v", "version", "ver", ".", ",", ")", "criteria") or self.items[here].kind == "number"
        ):
            here += 1
        return here

    def _headed(self, first: int, end: int) -> tuple[int, int]:
        """With the head of an adjective that shares it, and of what there are episodes."""
        adjective = self.word(first) in _ADJECTIVES or self.word(first).endswith(("able", "ible"))
        if end - first == 1 and adjective and self.word(end) == "(":
            end = next((k + 1 for k in range(end, min(end + 10, self.size)) if self.word(k) == ")"), end)
            noun = self._noun(end)
            return (end, end + 1) if noun else (first, first + 1)  # "1 measurable (i.e. target) [lesion]"
        if end - first == 1 and adjective and self.word(end) in ("or", "and", ",", "/"):
            at = end
            while (
                at < self.size
                and at - end < 8
                and (
                    self.word(at) in _ADJECTIVES | {"or", "and", ",", "/", "one", "a"}
                    or self.word(at).endswith(("able", "ible"))
                )
            ):
                at += 1
            noun = at < self.size and self.items[at].kind in _WORDS and self.word(at) not in _AFTER_STOPS
            return (at, at + 1) if noun else (first, end)
        if self.word(end - 1) in _COUNTED_OF and self.word(end) == "of":
            at = end + 1
            while (
                at < self.size and at - end < 5 and self.items[at].kind in _WORDS and self.word(at) not in _AFTER_STOPS
            ):
                at += 1
            return (first, at) if at > end + 1 else (first, end)
        return first, end

    def before(self, quantity: Quantity, floor: int) -> Found | None:
        """The phrase that precedes: `[cow's milk] > 184 mg`; weak words such as "dose" take their owner along."""
        last = self._last_before(self._past_bracket(quantity.first - 1, floor), floor, 8)
        first = self._first_of(last, floor)
        if first > last or last in self.times:
            return None
        if first == last and self.items[last].end - self.items[last].start == 1 and self.word(last) != "x":
            return None  # "in parts A, B and C, and 0 or 1 for others"
        first, last = self._past_method(first, last, floor)
        distance = quantity.first - 1 - last
        first = self._with_head(first, floor)
        if quantity.role == "grade" and distance == 0 and self.word(last) in _SCALED:
            last = quantity.first  # "functional class"
        if all(self.word(k) in _WEAK for k in range(first, last + 1)):
            if self.word(first - 1) == "(" and (abbreviation := self._bracketed(first - 2, floor)):
                return abbreviation
            owner = self._last_before(first - 1, floor, 3)
            if self.word(first - 1) == ")" and any(self.word(k) == "," for k in range(owner - 3, owner)):
                return self._bracketed(first - 1, floor, 9)  # "Inventory ([ABC-7], Appendix 2) score"
            start = self._first_of(owner, floor)
            if start <= owner:
                closed = any(self.word(k) in (")", "]", "(", "[") for k in range(owner, first))
                first, last = (start, owner) if closed else (start, last)
        return self._found(first, last, distance, "phrase_before")

    def _past_method(self, first: int, last: int, floor: int) -> tuple[int, int]:
        """Back over how something is measured, to what is: `[lung lesion] on CT scan ≥ 1 cm`."""
        if self.word(last) not in _METHODS or self.word(first - 1) not in _BY_METHOD:
            return first, last
        thing = self._last_before(first - 1, floor, 8)
        start = self._first_of(thing, floor)
        return (start, thing) if start <= thing and thing not in self.times else (first, last)

    def inner(self, quantity: Quantity) -> Found | None:
        """What stands between a comparator and its value: `maximum [dexamethasone dose] of 3 mg`."""
        if self.items[quantity.first].kind != "comparator":
            return None
        first = last = quantity.first + 1
        while last < quantity.last and self.items[last].kind in _WORDS and self.word(last) not in _SKIPPED:
            last += 1
        named = last - first > 1 or self.items[first].kind == "measure"
        named = named and self.word(last) == "of" and self.items[last + 1].kind == "number"
        return self._found(first, last - 1, 0, "inside") if named else None

    def ending(self, last: int, floor: int) -> Found | None:
        """The phrase that ends at item `last`."""
        first = self._first_of(last, floor)
        return self._found(first, last, 0, "phrase_before") if first <= last else None

    def _past_bracket(self, at: int, floor: int) -> int:
        """Back over a bracket right before the bound, to what it explains: `[oxygen] (room air) ≥ 95%`."""
        if self.word(at) not in (")", "]"):
            return at
        opened = next((k for k in range(at - 1, max(floor, at - 12) - 1, -1) if self.word(k) in ("(", "[")), None)
        named = opened is not None and opened > floor and self.items[opened - 1].kind in _WORDS
        return opened - 1 if opened is not None and named and self.word(opened - 1) not in _STOPS else at

    def _bracketed(self, closed: int, floor: int, reach: int = 5) -> Found | None:
        """The abbreviation in the bracket that item `closed` closes: `Screening Test ([XYZ-10]) (score > 2)`."""
        if self.word(closed) != ")":
            return None
        opened = next((k for k in range(closed - 1, max(floor, closed - reach) - 1, -1) if self.word(k) == "("), None)
        if not opened or opened + 1 >= closed:
            return None
        comma = next((k for k in range(opened + 2, closed) if self.word(k) == ","), closed)
        return self._found(opened + 1, comma - 1, 0, "phrase_before")

    def _with_head(self, first: int, floor: int) -> int:
        """Back to the head of a phrase: `[adherence to] inhaled steroids < 50%`."""
        start = outermost = first
        for _ in range(3):
            at = start - 1
            while at >= floor and start - at <= 3 and self.word(at) in ("of", "to", "in", "on", "for", "the", "a"):
                at -= 1
            if at < floor or at == start - 1 or self.items[at].kind not in _WORDS or self.word(at) in _STOPS:
                break
            start = self._first_of(at, floor)
            if self.word(at) in _WIDER_HEADS:
                outermost = start
        return outermost

    def _last_before(self, at: int, floor: int, reach: int) -> int:
        skipped = 0
        while at >= floor and skipped < reach and self.word(at) in _SKIPPED and not self.names.stops(at):
            at, skipped = at - 1, skipped + 1
        return at

    def _first_of(self, last: int, floor: int) -> int:
        at = last
        while (
            at >= floor
            and last - at < 5
            and self.items[at].kind in _WORDS
            and self.word(at) not in _STOPS
            and self.items[at].entry != "ctcae"
        ):
            at -= 1
            if self.word(at) in ("-", "/") and at > floor and self.items[at].end == self.items[at + 1].start:
                at -= self.items[at - 1].kind in _WORDS and self.items[at - 1].end == self.items[at].start
        if at < last and self.word(at + 1) in ("-", "/"):
            return at if at >= floor and self.items[at].kind in _WORDS else at + 2
        return at + 1

    def _graded(self, quantity: Quantity, floor: int) -> Found | None:
        """What a grade is a grade of: `grade ≥ 2 [neuropathy]`, `[toxicities] recovered to ≤ grade 1`, `[stage] IV`."""
        if quantity.scale in ("stage", "stages", "tnm"):
            return self._staged(quantity)
        after = self.after(quantity)
        if after and after.distance <= 1:
            return after
        for at in range(quantity.first - 1, max(floor, quantity.first - 25) - 1, -1):
            if self.names.stops(at):
                break
            if self._graded_thing(at):
                return self._found(self._first_of(at, floor), at, quantity.first - 1 - at, "graded")
        for at in range(quantity.last, min(quantity.last + 18, self.size)):
            if self.names.stops(at) or self.items[at].kind == "number":
                break
            if self._graded_thing(at):
                return self._found(self._first_of(at, quantity.last), at, at - quantity.last, "graded")
        on = self.on_scale(quantity)
        if on and quantity.scale in ("grade", "grades") and on.measures[0].id is None and self._of_scale(quantity, on):
            return on
        return self.before(quantity, floor) or after

    def _of_scale(self, quantity: Quantity, found: Found) -> bool:
        """Does the phrase end in a word for a scale: `grade 2 on the [KL grading scale]`?"""
        near = self.items[quantity.last : quantity.last + 10]
        return any(item.end == found.measures[0].words.end and item.text in _OF_SCALES for item in near)

    def _graded_thing(self, at: int) -> bool:
        return self.word(at).endswith(_GRADED) and self.items[at].entry != "ctcae"

    def _staged(self, quantity: Quantity) -> Found | None:
        """The disease after a stage, else the word stage itself; T, N or M of a TNM value."""
        first = self.items[quantity.first]
        if quantity.scale == "tnm":
            if first.kind == "comparator":
                first = self.items[quantity.first + 1]
            size = next((n for n, c in enumerate(first.text) if c.isdigit()), len(first.text))
            return Found([FoundMeasure(Words(first.start, first.start + size), "ajcc")], 0, "tnm")
        for at in range(quantity.first, max(quantity.first - 4, -1), -1):
            if self.word(at) in ("stage", "stages"):
                return self._found(at, at, 0, "stage")
        after = self.after(quantity)
        return after if after and after.distance == 0 and self.word(quantity.last) != "disease" else None

    def _found(self, first: int, last: int, distance: int, rule: str) -> Found:
        entry = self.items[last].entry if self.items[last].kind == "measure" else None
        return Found([FoundMeasure(Words(self.items[first].start, self.items[last].end), entry)], distance, rule)
