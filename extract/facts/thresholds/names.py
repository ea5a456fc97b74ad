"""Measures that the catalogue names in the words around a quantity."""

from msgspec import Struct

from extract.facts.thresholds.fitting import fits
from extract.facts.thresholds.model import FoundMeasure, Words
from extract.language.catalogue import catalogue
from extract.language.reading import Quantity, Reading
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
_TIMES = {"×", "x", "*", "times"}
_BETWEEN = {"to", "/", "-", ":"}  # joins the names of a ratio
_SIDES = ("systolic", "diastolic")
_PARTS = word_list("instrument_parts")
_GOING_ON = {*_PARTS, *_FOLLOWERS, *_SCORED, *_BETWEEN, "ratio"}  # a name may go on with these, or another name
_LENGTHS = {"diameter", "axis", "size", "length", "thickness", "width", "depth"}
_SIZED = {"lymph_nodes", "tumor_size", "lesion_size", "lesion_count"}
_SIZES = {
    "maximum",
    "maximal",
    "minimum",
    "short",
    "shortest",
    "long",
    "longest",
    "largest",
    "greatest",
    "mean",
    "axis",
}
_LEADS = {"of", "the", "a", "or", "prior", "on", "in", "for", "to", "from", "by", "as", "assessed", "per"}
_PASSED = {"of", "the", "on", "in", "prior", "a"}  # words after a bound that take its name no farther away
_LEADING_ON = {*_PASSED, "history"}
_AUTHORS = {"karnofsky", "lansky"}
_TUMOURS = {"tumor", "tumour", "cancer"}
_GENERIC = {"pain_vas", "tumor_size", "lesion_count", "alcohol", "liver_fat", "fibrosis_stage"}
_PLACES = {"bone marrow", "marrow"}
_CELLS = {"cells", "blasts", "lymphoblasts", "myeloblasts"}
_NO_PARTS = _STOPS | _LINKS | _BENIGN | word_list("no_names")
_BARRIERS = word_list("right_barriers")
_STOPPING = (";", "•")
_ENDS = (".", *_STOPPING)  # what may end a clause
_ABBREVIATIONS = {"max", "min", "approx", "vs", "resp"}


class Found(Struct, frozen=True):
    """Measures of one bound, how far the nearest stands away (in items), and the rule that found them."""

    measures: list[FoundMeasure]
    distance: int
    rule: str


class Names:
    """Finds catalogue names in the items of one reading."""

    def __init__(self, reading: Reading) -> None:
        self.items, self.size, self.quantities = reading.items, len(reading.items), reading.quantities
        self.word = reading.texts.__getitem__  # text of an item, empty outside

    def stops(self, at: int) -> bool:
        """Does item `at` end a clause?"""
        said = self.word(at)
        if said == ".":
            before = self.word(at - 1)
            return len(before) > 2 and before not in _ABBREVIATIONS
        return said in _STOPPING

    def inside(self, quantity: Quantity) -> Found | None:
        """A name within the quantity's own words: `> 20 mg of prednisone per day`, `≤ NYHA II`."""
        for at in range(quantity.first, quantity.last):
            item = self.items[at]
            if item.kind == "measure" and fits(item, quantity):
                changed = at - 1 > quantity.first and self.word(at - 1) in _CHANGING
                measure = self._measure(at, at) if changed else FoundMeasure(Words(item.start, item.end), item.entry)
                return Found([measure], 0, "inside")
        return None

    def left(self, quantity: Quantity, floor: int) -> Found | None:
        """The nearest fitting name before the quantity in its clause, with those coordinated with it."""
        for at in range(quantity.first - 1, max(floor, quantity.first - 30) - 1, -1):
            item = self.items[at]
            if item.kind == "symbol" and item.text in _ENDS and self.stops(at):
                return None
            if item.kind == "measure" and fits(item, quantity) and not self._against(at):
                if item.entry == "fvc" and (ratio := self._ratio(at, floor)):
                    return Found([ratio], quantity.first - 1 - at, "left")
                named = self._side(at, quantity, floor)
                if self._compound(named, quantity):
                    last = quantity.first - 1 - (self.word(quantity.first - 1) == "of")
                    return Found([self._whole(named, last, floor)], 0, "left")
                return Found(self.coordinated(named, quantity, floor), quantity.first - 1 - at, "left")
        return None

    def _against(self, at: int) -> bool:
        """Does item `at` only say what something acts against: `anti-[tumour] therapy ≥ 2`?"""
        return self.word(at - 1) == "-" and self.word(at - 2) == "anti" and self.word(at) in _TUMOURS

    def _ratio(self, last: int, floor: int) -> FoundMeasure | None:
        """The ratio of FEV1 to the capacity that ends at item `last`: `FEV1/forced vital capacity (FVC)`."""
        at = last
        while at > floor and (self.items[at].entry == "fvc" or self.word(at) == "("):
            at -= 1
        end = self.items[last + (self.word(last + 1) == ")" and self.word(last - 1) == "(")].end
        if self.items[at].entry == "fev1_fvc":
            return FoundMeasure(Words(self.items[at].start, end), "fev1_fvc")
        first = at - 1 - (self.word(at - 1) == ")")
        if self.word(at) not in ("/", "to", "-") or first < floor or self.items[first].entry != "fev1":
            return None
        first -= self.word(first - 1) == "("
        return FoundMeasure(Words(self.items[first].start, end), "fev1_fvc")

    def _side(self, at: int, quantity: Quantity, floor: int) -> int:
        """The systolic or diastolic pressure before a general word for it: `[SBP] on blood pressure monitoring`."""
        if self.items[at].entry != "blood_pressure" or quantity.dimension != "pressure":
            return at
        for here in range(at - 1, max(floor, at - 8) - 1, -1):
            if self.items[here].entry in _SIDES:
                return here
            if self.items[here].kind != "word" and self.word(here) not in ("(", "["):
                break
            if self.word(here) in ("or", "and", "as"):
                break
        return at

    def side(self, quantity: Quantity) -> Found | None:
        """Which pressure it is, in a bracket after the bound: `≥ 160 mmHg ([systolic])`."""
        at = quantity.last + 1
        if self.word(quantity.last) != "(" or self.word(at + 1) != ")" or self.items[at].entry not in _SIDES:
            return None
        return Found([FoundMeasure(Words(self.items[at].start, self.items[at].end), self.items[at].entry)], 0, "right")

    def _compound(self, at: int, quantity: Quantity) -> bool:
        """Is the name only the first part of another thing's: `tumour [mutation burden]`, `PD-L1 [amplification]`?"""
        loose = quantity.role == "count" or quantity.dimension in ("fraction", "length")
        if not loose or quantity.first == at + 1:
            return False
        between = self.items[at + 1 : quantity.first]
        if len(between) > 1 and between[-1].text == "of":
            between = between[:-1]  # "bone marrow [infiltration] of 10%"
        return (
            len(between) <= 3
            and between[-1].text not in _SCORED
            and all(
                item.kind == "word"
                and item.text not in _NO_PARTS
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
                if self._next_bound(at, quantity):
                    return None
                if item.text == "diameter" and self.items[min(at + 1, self.size - 1)].entry == "wheal":
                    return Found([self._measure(at, at + 1)], steps, "right")  # "6 mm [diameter wheal]"
                first = quantity.last if quantity.role == "count" else at
                while first < at and self.word(first) in _LEADS:
                    first += 1
                return Found([self._after_preposition(self._measure(first, at), at)], steps, "right")
            ends = item.kind in ("number", "comparator") or item.text in _BARRIERS
            if ends or (item.text in _ENDS and self.stops(at)):
                return None
            steps += item.text not in _PASSED
        return None

    def leads_on(self, quantity: Quantity) -> bool:
        """Does a name follow the bound at once, or what leads on to one?"""
        at = quantity.last
        return at < self.size and (self.items[at].kind == "measure" or self.items[at].text in _LEADING_ON)

    def _after_preposition(self, measure: FoundMeasure, at: int) -> FoundMeasure:
        """The measure without the preposition that its name begins with: `> 2 cm in [diameter]`."""
        item = self.items[at]
        if measure.words.start == item.start and item.text.startswith("in "):
            return FoundMeasure(Words(item.start + 3, measure.words.end), measure.id)
        return measure

    def _next_bound(self, at: int, quantity: Quantity) -> bool:
        """Does the name after a bound belong to the bound that follows it: `≤ 5 × ULN [AST] ≤ 3 × ULN`?"""
        if quantity.reference not in ("ULN", "LLN") and not (quantity.dimension or "").endswith("/volume"):
            return False
        if self.items[quantity.last - 1].kind == "comparator":
            return False  # "12 pmol/L ≤ [thyroxine] ≤ 22 pmol/L"
        here = at + 1
        if self.word(here) == "(":
            here = next((k + 1 for k in range(here, min(here + 6, self.size)) if self.word(k) == ")"), here)
        here += self.word(here) == ":"
        return here < self.size and self.items[here].kind == "comparator" and not self.items[here].entry.startswith("a")

    def _measure(self, first: int, last: int) -> FoundMeasure:
        """The name in items `first` to `last` with what qualifies it; another thing's name where that changes it."""
        entry: str | None = self.items[last].entry
        while first > 0 and self.word(first - 1) in _ADJECTIVES:
            first -= 1
        if self.word(first - 1) == "-":
            first = self._negated(first)
        if first > 0 and self.word(first - 1) in _CHANGING:
            first -= 1
            entry = None
            while first > 1 and self.word(first - 1) == "-" and self.items[first - 1].end == self.items[first].start:
                first -= 2
        if first > 1 and self.word(first - 1) in _TIMES and (factor := self._factor(first - 2)) is not None:
            first, entry = factor, None  # "weight × IgE": a product is neither
        said = self.word(last)
        if said in _PLACES and (thing := self._within(first)) is not None:
            first, entry = thing, None  # "[blasts in the bone marrow] > 5%"
        if (whole := self._whole_of(first, last)) is not None:
            first, entry = whole, None
        if said.startswith("performance s"):
            first = self._performance(first)
        if last + 1 < self.size and (self.items[last + 1].kind == "measure" or self.word(last + 1) in _GOING_ON):
            return self._going_on(first, last, entry)
        return FoundMeasure(Words(self.items[first].start, self.items[last].end), entry)

    def _going_on(self, first: int, last: int, entry: str | None) -> FoundMeasure:
        """The name with words after it that may be part of it."""
        if self.word(last + 1) in _PARTS:
            last, entry = self._part(last + 1), None  # "IPSS QoL", "BDI item #9"
        if self._hyphened(last):
            last, entry = last + 2, None  # "CAP-RAST"
        if (ratio := self._ratio_after(last)) is not None:
            last, entry = ratio, None
        if self.word(last + 1) in _FOLLOWERS:
            last, entry = last + 1, None  # an inhibitor of a factor is not the factor
        if self.word(last + 1) in _SCORED and self.items[last].entry in _GENERIC:
            last += 1
            entry = None
            while first > 0 and self.items[first - 1].kind == "word" and self.word(first - 1) not in _STOPS:
                first -= 1
        return FoundMeasure(Words(self.items[first].start, self.items[last].end), entry)

    def _ratio_after(self, last: int) -> int | None:
        """The word ratio soon after item `last`, with only names and what joins them between: `FEV1 / FVC [ratio]`."""
        for at in range(last + 1, min(last + 5, self.size)):
            if self.word(at) == "ratio":
                return at
            if self.items[at].kind != "measure" and self.word(at) not in _BETWEEN:
                return None
        return None

    def _negated(self, first: int) -> int:
        """With what denies, by a hyphen, the word at item `first`: `[non-]fasting glucose`."""
        negated = first > 1 and self.word(first - 2) == "non"
        return first - 2 if negated and self.word(first).startswith("fast") else first

    def _within(self, at: int) -> int | None:
        """The thing that is in the place named at item `at`: `[blasts] in the bone marrow`."""
        at -= self.word(at - 1) == "the"
        thing = at - 2
        if self.word(at - 1) == "in" and self.word(thing) in ("or", "and"):  # "[cells] in blood or in bone marrow"
            thing = next((k - 1 for k in range(thing - 1, max(thing - 8, 1), -1) if self.word(k) == "in"), thing)
            return self._ending(thing) if self.word(thing).rpartition(" ")[2] in _CELLS else None
        named = self.word(at - 1) == "in" and thing >= 0 and self.items[thing].kind in ("word", "measure")
        if not named or self.word(thing) in _NO_PARTS:
            return None
        return self._ending(thing)

    def _ending(self, thing: int) -> int:
        """Where the thing that ends at item `thing` begins, with the word before it."""
        return thing - (thing > 0 and self.items[thing - 1].kind == "word" and self.word(thing - 1) not in _NO_PARTS)

    def _whole_of(self, first: int, last: int) -> int | None:
        """Where a part begins that is named before its whole: `[short diameter of the] lymph node`."""
        if self.items[last].entry in _SIZED:
            return self._length_of(first)
        domain = first - 3
        if domain < 0 or self.word(first - 1) != "the" or self.word(first - 2) != "of":
            return None
        if self.word(domain) not in ("domain", "subscale"):
            return None
        while domain > 0 and self.items[domain - 1].kind == "word" and self.word(domain - 1) not in _NO_PARTS:
            domain -= 1
        return domain  # "[erectile function domain of the] IIEF"

    def _length_of(self, first: int) -> int | None:
        """Which length of the thing at item `first` is said: `[longest diameter] of the target tumour`."""
        at = first - 1
        while first - at <= 3 and self.items[at].kind == "word" and self.word(at) not in _NO_PARTS:
            at -= 1
        at -= self.word(at) in ("the", "a")
        length = at - 1
        if at < 1 or self.word(at) != "of" or self.word(length).rpartition(" ")[2] not in _LENGTHS:
            return None
        while length > 0 and self.word(length - 1) in _SIZES:
            length -= 1
        return length

    def _performance(self, first: int) -> int:
        """With whose scale it is: `[Lansky/Karnofsky] performance score`."""
        while self.word(first - 1) in _AUTHORS or (self.word(first - 1) == "/" and self.word(first - 2) in _AUTHORS):
            first -= 1
        return first

    def _factor(self, at: int) -> int | None:
        """The name that ends at item `at`, its unit in a bracket aside: `weight (kg) × `."""
        at -= 3 if self.word(at) == ")" and self.word(at - 2) == "(" else 0
        return at if at >= 0 and self.items[at].kind == "measure" else None

    def _part(self, at: int) -> int:
        """The last item of the name of a part: `item # 9`."""
        here = at + 1 + (self.word(at + 1) == "#")
        return here if self.word(at) != "qol" and here < self.size and self.items[here].kind == "number" else at

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
            if item.kind != "measure":
                if item.text not in _LINKS:
                    break
                if item.text in (")", "]"):
                    depth += 1
                elif item.text in ("(", "["):
                    depth -= 1
                    if depth < -1:
                        break
                continue
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
        if len(places) == 1:
            return [self._named(*places[0])]
        named = [self._named(*place) for place in reversed(places)]
        sided = [measure for measure in named if measure.id in _SIDES]
        general = any(measure.id == "blood_pressure" for measure in named)
        return sided if sided and general else named

    def _two_things(self, at: int, following: int) -> bool:
        """Are two names of one entry two things: `blood donation or blood loss`?"""
        joined = following == at + 2 and self.word(at + 1) in ("or", "and") and self.word(at) != self.word(following)
        return joined and self.items[at].entry in _GROUPING

    def _listed(self, at: int, following: int, quantity: Quantity) -> bool:
        """May two names share a bound? Scores and counts only where "and" or "or" joins them."""
        if quantity.reference or quantity.dimension:
            return True
        return any(item.text in ("and", "or", "/", "and/or") for item in self.items[at + 1 : following])

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
