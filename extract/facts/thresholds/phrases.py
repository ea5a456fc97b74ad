"""Words next to a quantity that name what is compared, where the catalogue knows no name."""

from bisect import bisect_left
from operator import attrgetter

from extract.facts.thresholds.edges import NO_NAMES, SKIPPED, STOPS, WORDS, Edges
from extract.facts.thresholds.following import AFTER_STOPS, headed, noun, past_abbreviation, past_criteria, past_total
from extract.facts.thresholds.model import Words
from extract.facts.thresholds.names import Found
from extract.language.reading import Quantity
from extract.lexicons import word_list, word_set

_start = attrgetter("start")
_NOT_COUNTED = word_list("not_counted")
_WEAK = word_list("weak_names")
SCORES = {
    "score",
    "scores",
    "rating",
    "ratings",
    "scale",
    "index",
    "subscore",
    "subscale",
    "inventory",
    "questionnaire",
}
_BACK = word_list("points_back")
_HEADS = word_list("naming_heads")
_WIDER_HEADS = _HEADS | word_list("wider_heads")
_LOOSE = word_list("measure_adjectives")
_SCALED = word_list("scale_adjectives")
_TAILS = AFTER_STOPS | word_list("phrase_tails")
_VERBS = word_list("object_verbs")
_PARTS = word_list("instrument_parts")
_LINKING = word_list("linking_verbs")
_ANY_VALUE = word_set("level levels measurement measurements value values result results reading readings")
_METHODS = word_list("methods")
_SHARES = word_list("shares_themselves")
_BY_METHOD = {"by", "on", "with", "using", "via", "per", "in", "a", "the"}
PEOPLE = word_list("people")
_LACKS = {"deficiency", "insufficiency"}
_NUMBERS = {"two", "three", "four", "five", "six"}
_OF_SCORES = _WEAK | {"domain", "mean", "average", "combined", "sum", "overall", "questionnaire", "subscale"}
_HELD = {"use", "uses", "receipt", "history"}  # of these a count is of what follows it
_PERIODS = {"year", "month", "months", "week", "weeks", "days", "nights"}
_EXPRESSED = {"expression", "antigen", "staining", "positivity"}


class Phrases(Edges):
    """Finds noun phrases around the quantities of one reading."""

    def of(self, quantity: Quantity, floor: int) -> Found | None:
        """The phrase that names what the quantity compares: counts look ahead, doses to the nearer, others back."""
        before = self.before(quantity, floor)
        after = self.after(quantity)
        if after and quantity.rule == "stated" and quantity.reference is None:
            return after
        if after and quantity.dimension == "fraction":
            if self.word(quantity.first - 1) == "of" and self.word(quantity.first - 2) in _HELD and after.distance == 0:
                return after  # "use of > 1% cortisone"
            if expressed := self.expressed(quantity, floor):
                return expressed
            if before and self.word(quantity.last) == "of" and self._period_ends(after):
                return before  # "steroids for ≥ 50% of the previous year"
        if (
            after
            and self.word(quantity.last) == "of"
            and not (quantity.dimension == "fraction" and before and self._linked(quantity, before.distance))
        ):
            return after
        if after and after.distance == 0 and quantity.role != "count" and self._leads(quantity):
            return after
        if after and quantity.dimension == "fraction" and self.word(quantity.first - 1) == ":":
            return after if self.word(quantity.first - 2) in ("therapy", "treatment") else before or after
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
        if before in ("as", "having", "have", "has", "had") and noun(self.names, quantity.last):
            return False  # "chronic infections, defined as ≥ 3 infections"
        if self._leads_to_counted(quantity, before):
            return False
        sign = self.items[quantity.first].kind == "comparator" and not self.items[quantity.first].entry
        if before == "of" and not sign:
            owner = self.word(quantity.first - 2)
            named = quantity.first > 1 and self.items[quantity.first - 2].kind == "measure"
            return named or owner == ")" or owner in SCORES | _WEAK | _HEADS or owner in _BACK
        if before in ("and", "or", "either", "with"):
            return False  # "asthma and ≥ 2 symptoms": it goes on to something else
        return sign or before in _BACK

    def _period_ends(self, found: Found) -> bool:
        """Does the phrase end in a length of time?"""
        end = found.measures[0].words.end
        return any(item.end == end and item.text in _PERIODS for item in self.items)

    def _leads_to_counted(self, quantity: Quantity, before: str) -> bool:
        """Does the word before a count lead to what is counted after it: `requiring > 1 [hospitalization]`?"""
        if quantity.role != "count" or not noun(self.names, quantity.last) or self.word(quantity.last) in _NOT_COUNTED:
            return False
        if before == ":":
            named = self.items[quantity.last].kind == "measure"  # "measurable disease: at least 1 [lesion]"
            named = named or self.word(quantity.last) in ("level", "levels")  # "operation: 1 to 2 [level] fusion"
            return named or self.word(quantity.first - 2) in NO_NAMES  # "fusion (note: up to two [levels])"
        if before == "of":
            return self.word(quantity.first - 2) in _HELD
        return before in ("a", "by", "in", ",") or before.startswith("requir")

    def expressed(self, quantity: Quantity, floor: int) -> Found | None:
        """What part of the cells shows: `[CD5 antigen] present on more than 50% of tumour cells`."""
        if self.word(quantity.last) != "of" or not any(
            self.word(at) in ("cells", "blasts") for at in range(quantity.last + 1, quantity.last + 5)
        ):
            return None
        for at in range(quantity.first - 1, max(floor, quantity.first - 9) - 1, -1):
            if self.names.stops(at) or self.word(at) in (",", ":"):
                return None
            if self.word(at).rpartition(" ")[2] in _EXPRESSED:
                return self.found(self.first_of(at, floor), at, 0, "phrase_before")
        return None

    def _goes_on(self, at: int, first: int) -> bool:
        """Is item `at` part of the phrase that begins at item `first`?"""
        if self.items[at].kind not in WORDS:
            return False
        word = self.word(at)
        if word not in (_TAILS if at > first else AFTER_STOPS) or (at > first and self.word(at - 1) == "-"):
            return True
        if word == "following":
            return self.word(at - 1) in _NUMBERS  # "the three following requirements"
        return at > first and word == "related" and noun(self.names, at + 1)

    def _alternative(self, joint: int) -> int:
        """Past the second name of `1 [burst or steroid course] within the past year`; the joint itself without one."""
        at = joint + 1
        while at < self.size and self._goes_on(at, joint + 1):
            at += 1
        return at if at > joint + 1 and self.word(at) in ("in", "within", "within the", "during") else joint

    def _high(self, at: int) -> bool:
        """Do only a word for an amount and its adjective end at item `at`: `high dose (> 20 mg) [steroids]`?"""
        return self.word(at) in ("dose", "grade") and self.word(at - 1) in ("high", "low", "higher", "lower", "-")

    def _linked(self, quantity: Quantity, distance: int) -> bool:
        """Is the quantity said of the phrase `distance` items before: `[tumor cells] represent at least 50% of it`?"""
        return distance == 0 or self.word(quantity.first - 1) in _LINKING

    def _leads(self, quantity: Quantity) -> bool:
        """Does the quantity lead to its name: `a ≥ 70% [compliance]`, `ingest ≥ 143 mg [peanut protein]`?"""
        at = quantity.first - 1
        if (
            self.word(at) in ("a", "an")
            or self.word(at + 1) == "at or before"
            or any(self.word(k) in _SHARES for k in range(quantity.last, quantity.last + 3))
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

    def headed_by_rate(self, quantity: Quantity, found: Found) -> bool:
        """Does a name of its own lead to the bound: `[average urinary flow rate] of less than 12 mL/s`?"""
        at = quantity.first - 2
        words = self.size_of(found)
        return found.distance == 1 and words > 1 and self.word(at + 1) == "of" and self.word(at) in _HEADS

    def size_of(self, found: Found) -> int:
        """How many words a name has."""
        words = found.measures[0].words
        return bisect_left(self.items, words.end, key=_start) - bisect_left(self.items, words.start, key=_start)

    def lacking(self, quantity: Quantity) -> Found | None:
        """What there is too little of, by the name of the lack: `[Vitamin D] insufficiency. … Deficiency: < 20`."""
        state = quantity.first - 1 - (self.word(quantity.first - 1) == ":")
        if self.word(state) not in _LACKS:
            return None
        for at in range(state - 1, max(state - 40, 0), -1):
            if self.word(at) in _LACKS and self.items[at - 1].kind in WORDS and self.word(at - 1) not in SKIPPED:
                return self.found(self.first_of(at - 1, 0), at - 1, 0, "phrase_before")
        return None

    def joined_on_scale(self, quantity: Quantity) -> Found | None:
        """The scale after a score that "and" joins to another: `two criteria and < 3 on the [XYZ guideline]`."""
        before = self.word(quantity.first - 1)
        graded = before == "a" and self.word(quantity.first - 2) == "as"  # "graded as a 1 or 2 on the …"
        joined = (before in ("and", "or") or graded) and self.word(quantity.last) == "on"
        return self.on_scale(quantity) if joined else None

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
        at += self.word(at) == ")" and self.word(quantity.first - 1) == "of" and self.word(quantity.first - 3) == "("
        if self.word(at) not in ("on", "in", "for") and not (
            self.word(at) == "at" and self.word(at + 1).startswith("question")
        ):
            return None
        if self.word(at) == "for" and self.word(at + 1) in PEOPLE:
            return None  # "scores of 19 or higher for boys"
        at += 1
        at += self.word(at) == "the"
        at += self.word(at) == "standard"
        at += 3 if self.word(at + 1) == "-" and self.word(at + 2) in ("item", "point") else 0
        at += 2 if self.word(at + 1) == "point" and self.items[at].kind == "number" else 0
        first = at
        while (
            at < self.size
            and at - first < 6
            and (self.items[at].kind in WORDS or self.word(at) == "-")
            and self.word(at) not in AFTER_STOPS
        ):
            at += 1
        if at == first:
            return None
        at += self.word(at) in ("#", "°")
        numbered = self.word(at - 1) in ("-", "#", "°") or self.word(at - 1) in _PARTS
        last = at if at < self.size and self.items[at].kind == "number" and numbered else at - 1
        if last == at and self.word(at + 1) == "-" and at + 2 < self.size and self.items[at + 2].kind == "number":
            last = at + 2  # "items 2-7"
        return self.found(first, last, first - quantity.last, "on_scale")

    def score(self, quantity: Quantity, floor: int) -> Found | None:
        """A score named before in the clause that the catalogue does not know: `[ABC score] at entry is over 8`."""
        for at in range(quantity.first - 1, max(floor, quantity.first - 15) - 1, -1):
            if self.names.stops(at):
                return None
            if self.word(at) in SCORES:
                first = self.first_of(at, floor)
                if first < at and all(self.word(k) in _OF_SCORES for k in range(first, at)):
                    named = self.before(quantity, at) if self.word(at + 1) == "on" else None
                    if named:
                        return named  # "total score on the [XYZ-10] > 23"
                    plain = all(self.word(k) in _WEAK for k in range(first, at))
                    short = self.bracketed(first - 1, floor, 3 if plain else 6)  # "symptom severity ([SS]) scale score"
                    if (
                        short
                        and not plain
                        and self.size_of(short) == 1
                        and short.measures[0].words.end - short.measures[0].words.start < 3
                    ):
                        first = self.first_of(first - 4, floor)  # "Sexual Function (SF) domain score"
                        return self.found(first, at, quantity.first - 1 - at, "score")
                    return short or self.found(first, at, quantity.first - 1 - at, "score")
                return self.found(first, at, quantity.first - 1 - at, "score") if first < at else None
        return None

    def after(self, quantity: Quantity) -> Found | None:
        """The phrase that follows: `at least one [soft-tissue lesion]`. Several rules ask for it, one by one."""
        if self._followed is None or self._followed[0] is not quantity:
            self._followed = (quantity, self._after(quantity))
        return self._followed[1]

    def _after(self, quantity: Quantity) -> Found | None:
        if quantity.dimension == "days" and self.word(quantity.last) == "of":
            return None  # "prednisone for more than 20 of the 40 days before": the window follows
        at = quantity.last
        at += (
            self.word(at) == ")"
            and self.word(quantity.first - 1) == "("
            and (self.word(quantity.first - 2) in NO_NAMES or self._high(quantity.first - 2))
        )
        at += self.word(at) == "out" and self.word(at + 1) == "of"
        if self.word(at) == "/" and at + 1 < self.size and self.items[at + 1].kind == "number":
            at += 2  # "9-10/10 [matched donor]"
        while self.word(at) in ("of", "the", "prior", "a", "plus") and at < quantity.last + 3:
            at += 1
        at += 2 if self.word(at) == "unsuccessful" and self.word(at + 1) == "to" else 0
        if self.word(at) in ("stage", "class", "grade") and self.word(at + 1) == "of":
            at += 2  # "class II [stage of] heart failure"
        at += 3 if self.word(at) == "(" and self.word(at + 2) == ")" and self.word(at + 3) in ("level", "levels") else 0
        at += self.word(at) == "for" and quantity.rule == "stated" and quantity.reference is None  # "8 µg/g for cat"
        first = at = past_total(self.names, quantity, past_criteria(self.names, at))
        if self.word(at) in ("points", "point") and quantity.role == "count":
            return None
        reach = first + 6
        while at < min(self.size, reach) and self._goes_on(at, first):
            at += 1
            here, at = at, self.within_word(at)
            reach += 5 if at - here > 2 else 0  # "1 growth factor (GF)-antagonist"
        if self.word(first) in ("level", "levels") and self.word(first - 1) == "-":
            at = first + 1  # "up to four-[level] lumbar fusion"
        if quantity.rule == "stated" and self.word(at) == "or":
            at = self._alternative(at)
        at -= 2 if at - first > 2 and self.word(at - 1) == "-" else 0  # the name went on beyond its reach
        at -= at - first > 1 and self.word(at) == "." and self.word(at - 1) in ("i", "ii", "iii")  # the next item's
        at = past_abbreviation(self.names, first, at)
        at -= at - first > 1 and self.word(at - 1) == "prior" and self.word(at - 2) not in _NOT_COUNTED
        if self.word(at - 1) == "criteria" and self.word(at) == "for" and noun(self.names, at + 1):
            return self.found(at - 1, at + 1, first - quantity.last, "phrase_after")  # "4 of the [criteria for SLE]"
        if all(self.word(k) in _NOT_COUNTED for k in range(first, at)) or self.word(at - 1) in ("result", "results"):
            return None
        if quantity.role == "grade" and all(self.word(k) in NO_NAMES for k in range(first, at)):
            return None  # "events of grade 3 or above [occurred]"
        distance = first - quantity.last
        first, at = headed(self.names, first, at)
        return self.found(first, at - 1, distance, "phrase_after")

    def before(self, quantity: Quantity, floor: int) -> Found | None:
        """The phrase that precedes: `[cow's milk] > 184 mg`; weak words such as "dose" take their owner along."""
        at = (
            quantity.first - 1 - (quantity.dimension == "days" and self.word(quantity.first - 1) in ("on", "for", "in"))
        )
        last = self.last_before(self.past_bracket(at, floor), floor, 8)
        first = self.first_of(last, floor)
        if first > last or self.in_time(last):
            return None
        if first == last and self.items[last].end - self.items[last].start == 1 and self.word(last) != "x":
            return None  # "in parts A, B and C, and 0 or 1 for others"
        first, last = self._past_method(*self._past_cause(first, last, floor), floor)
        distance = quantity.first - 1 - last
        first = self._with_head(first, floor)
        if quantity.role == "grade" and distance == 0 and self.word(last) in _SCALED:
            last = quantity.first  # "functional class"
        if all(self.word(k) in _WEAK for k in range(first, last + 1)):
            if self.word(first - 1) == "(" and (abbreviation := self.bracketed(first - 2, floor)):
                return abbreviation
            if (numbered := self.numbered_before(first, floor)) < first:
                return self.found(numbered, last, distance, "phrase_before")
            owner = self.last_before(first - 1, floor, 3)
            if self.word(first - 1) == ")" and any(self.word(k) == "," for k in range(owner - 3, owner)):
                return self.bracketed(first - 1, floor, 9)  # "Inventory ([ABC-7], Appendix 2) score"
            start = self.first_of(owner, floor)
            if self.word(first - 1) == "a" and self.word(first - 2) == "with" and self.word(start - 1) == "to":
                start = self.first_of(start - 2, floor)  # "[patch test to nickel] with a score ≥ 4"
            if start <= owner:
                closed = any(self.word(k) in (")", "]", "(", "[") for k in range(owner, first))
                first, last = (start, owner) if closed else (start, last)
        return self.found(first, last, distance, "phrase_before")

    def _past_cause(self, first: int, last: int, floor: int) -> tuple[int, int]:
        """Back over a cause, to what it causes: `[waking] because of symptoms (more than 4 times)`."""
        if self.word(first - 1) != "of" or self.word(first - 2) != "because":
            return first, last
        thing = self.last_before(first - 3, floor, 3)
        start = self.first_of(thing, floor)
        return (start, thing) if start <= thing else (first, last)

    def _past_method(self, first: int, last: int, floor: int) -> tuple[int, int]:
        """Back over how something is measured, to what is: `[lung lesion] on CT scan ≥ 1 cm`."""
        if self.word(last) not in _METHODS or self.word(first - 1) not in _BY_METHOD:
            return first, last
        thing = self.last_before(first - 1, floor, 8)
        start = self.first_of(thing, floor)
        return (start, thing) if start <= thing and not self.in_time(thing) else (first, last)

    def _with_head(self, first: int, floor: int) -> int:
        """Back to the head of a phrase: `[adherence to] inhaled steroids < 50%`."""
        start = outermost = first
        for _ in range(3):
            at = start - 1
            while at >= floor and start - at <= 3 and self.word(at) in ("of", "to", "in", "on", "for", "the", "a"):
                at -= 1
            if at < floor or at == start - 1 or self.items[at].kind not in WORDS or self.word(at) in STOPS:
                break
            start = self.first_of(at, floor)
            if self.word(at) in _WIDER_HEADS:
                outermost = start
        return outermost
