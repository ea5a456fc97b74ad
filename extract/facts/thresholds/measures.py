"""Which measures a quantity belongs to: names around it, what was measured before, the nearest words, the parent."""

from extract.facts.thresholds.above import inherited
from extract.facts.thresholds.ages import AgeNames
from extract.facts.thresholds.changes import WORDS_OF_CHANGE, changed
from extract.facts.thresholds.fitting import fits_id, fitted, is_scale
from extract.facts.thresholds.going_on import of_part, of_tablets, starting
from extract.facts.thresholds.grades import Grades
from extract.facts.thresholds.model import FoundMeasure, Words
from extract.facts.thresholds.names import Found, Names
from extract.facts.thresholds.select import bare, is_dose
from extract.facts.thresholds.severity import of_severity
from extract.language.catalogue import catalogue
from extract.language.context import Context
from extract.language.reading import Quantity, Reading
from extract.lexicons import word_list

_PEOPLE = word_list("people")
_STOPS = word_list("phrase_stops") | word_list("count_stops")
_NO_NAMES = word_list("no_names")
_UNNAMED = _STOPS | _NO_NAMES
_OCCASIONS = {"occasion", "occasions"}
_NAMELESS = {
    "point",
    "points",
    "time",
    "times",
    "x",
    "day",
    "days",
    "reported",
    "yes",
    "no",
    "value of",
    "limits",
    "normal limits",
}
_LABELS = ("disease", "syndrome", "metastasis", "metastases", "metastasis patients")


class Measures:
    """Finds the measures of one reading's quantities, in order; remembers what was measured in which unit."""

    def __init__(self, reading: Reading, context: Context) -> None:
        self.reading, self.context = reading, context
        self.names = Names(reading)
        self.ages = AgeNames(self.names, context)
        self.phrases = Grades(self.names)
        self._acuity = "logmar" in reading.all_said
        self._changes = not WORDS_OF_CHANGE.isdisjoint(reading.all_said)
        self._known: dict[str, Found] = {}
        self._last: Found | None = None

    def of(self, quantity: Quantity, floor: int) -> Found | None:
        """The measures; None where the quantity compares nothing that is named. `floor`: items before it are taken."""
        if quantity.paired == 2 and self._last is not None:
            return self._last
        found = self._of(quantity, floor)
        if found is not None and self._nameless(found):
            earlier = self.names.left(quantity, 0) or self.phrases.score(quantity, 0)
            found = earlier if earlier and earlier.distance <= 4 and not self._nameless(earlier) else None
        if found is not None and quantity.role == "grade":
            found = self._criteria(quantity, floor, found)
        if found is not None:
            if self._changes:
                found = changed(self.reading.items, quantity, found)
            named = fitted(found.measures, quantity, self.reading.text)
            if named != found.measures:
                found = Found(named, found.distance, found.rule)
            self._last = found
            if found.measures:
                self._known[_kind(quantity)] = found
        return found

    def _nameless(self, found: Found) -> bool:
        """Is the measure a word that names nothing: `5-point`, `50% of the time`, `where x is < 60`?"""
        words = found.measures[0].words if found.measures else None
        return words is not None and not words.above and self.reading.text[words.start : words.end].lower() in _NAMELESS

    def _criteria(self, quantity: Quantity, floor: int, found: Found) -> Found:
        """What is graded, before a bracket that names only the criteria: `severe infection (CTCAE ≥ grade 2)`."""
        at = quantity.first - 1
        while at > floor and self.names.word(at) != "(" and quantity.first - at <= 8:
            at -= 1
        criteria = [measure.id for measure in found.measures] == ["ctcae"]
        if not criteria or at <= floor or self.names.word(at) != "(":
            return found
        return self.phrases.ending(at - 1, floor) or found

    def _nearest(self, quantity: Quantity, floor: int) -> Found | None:
        """The nearest word before, else after, for want of anything better, else the counted unit, such as `drinks`."""
        items = self.reading.items
        graded = quantity.role == "grade"
        ahead = range(quantity.last, min(quantity.last + 4, len(items)))
        if graded and self.names.word(quantity.last) != "(":
            ahead = range(0)
        near = [*self._back(quantity.first - 1, floor, 6), *ahead]
        for at in near:
            if at >= quantity.last and items[at].text in ("or", "and"):
                break  # "up to 3 tablets or [another drug]"
            if items[at].kind in ("word", "measure") and len(items[at].text) > 3 and items[at].text not in _UNNAMED:
                if at >= quantity.last and at + 1 < len(items) and items[at + 1].kind == "comparator":
                    break  # "≥ 1.5 × 10⁹/L and platelets ≥ 100": it names what comes next
                entry = items[at].entry or None
                return Found([FoundMeasure(Words(items[at].start, items[at].end), entry)], 0, "nearest")
        counted = (quantity.unit or "").startswith("{")
        own = (
            items[quantity.first : quantity.last]
            if counted or (graded and self.names.word(quantity.first - 1) != "(")
            else []
        )
        said = next(
            (item for item in own if item.kind == "word" and len(item.text) > 3 and item.text not in _STOPS), None
        )
        return Found([FoundMeasure(Words(said.start, said.end), None)], 0, "nearest") if said else None

    def _back(self, at: int, floor: int, reach: int) -> list[int]:
        """The items from `at` back that may name something: `reach` of them, without times and words that name none."""
        near: list[int] = []
        while at >= floor and reach:
            named = self.names.word(at) not in _NO_NAMES and not self.phrases.in_time(at)
            if named:
                near.append(at)
            at, reach = at - 1, reach - named
        return near

    def _of(self, quantity: Quantity, floor: int) -> Found | None:
        if quantity.role == "age":
            return self.ages.of(quantity, floor, self._named(quantity, floor), self._last)
        named = (
            (of_severity(self.phrases, quantity, self._last) if quantity.role == "count" else None)
            or (of_tablets(self.names, quantity, floor) if quantity.first == floor else None)
            or self._named(quantity, floor)
        )
        if quantity.role == "grade":
            close = named if named and named.distance <= 4 and not self._edition(quantity, named) else None
            return (
                close
                or self.phrases.of(quantity, floor)
                or named
                or self._goes_on(quantity, floor)
                or inherited(quantity, self.context.ancestors)
                or self.phrases.before(quantity, floor)
                or self._nearest(quantity, floor)
            )
        if bare(quantity):
            return self._bare(quantity, named)
        named = named or self._of_unit(quantity)
        if named:
            return named
        phrase = self.phrases.of(quantity, floor)
        taken = phrase is not None and quantity.rule == "stated" and quantity.reference is None
        before = None if taken else self._before(quantity, floor)
        weighed = phrase or not before or self._of_people(before)
        people = self._weighed(quantity, floor, phrase) if weighed else None
        if people:
            return people
        dose = is_dose(quantity) and self.names.word(quantity.first - 1) in ("(", "is")
        beside = int(dose or self._labelled(quantity))
        limited = quantity.reference in ("ULN", "LLN")
        inside = limited and floor > 0 and self.names.word(floor) == "("
        said = phrase.measures[0].words if phrase else None
        label = said is not None and self.reading.text[said.start : said.end].lower().endswith(_LABELS)
        inside = inside or (label and (limited or "/volume" in (quantity.dimension or "")))
        fitting = self._last if label and self._last is not None and self._fit(self._last, quantity) else None
        if inside and (earlier := before or fitting):
            return Found(earlier.measures, 0, "continued")  # "(for subjects with Gilbert's disease ≤ 3 × ULN)"
        if self._abbreviated(quantity) or (phrase is not None and self.phrases.headed_by_rate(quantity, phrase)):
            beside = 1  # "when the LLQ is > 500 IU/mL"
        if phrase is not None and (lacking := self.phrases.lacking(quantity)):
            return lacking
        own = phrase and phrase.rule == "phrase_before" and phrase.distance <= beside
        own = own and not of_part(self.names, quantity, floor)
        vague = phrase is not None and (self.phrases.method(quantity, phrase) or self.phrases.weak(quantity, phrase))
        if before and (not own or vague):
            return Found(before.measures, 0, "continued")
        opens = quantity.first - floor <= 1 and floor == 0
        above = inherited(quantity, self.context.ancestors) if opens or phrase is None else None
        beside_it = phrase is not None and phrase.rule == "phrase_before" and phrase.distance == 0
        headed = above is not None and above.rule == "inherited_heading"
        if beside_it and (quantity.dimension == "length" or headed) and not self._of_people(phrase):
            above = None  # "Neck pain: [translation] > 3.5 mm"
        if above and phrase and quantity.role == "count":
            own_words = phrase.rule == "phrase_after" and phrase.distance <= 1
            above = None if own_words or above.rule == "inherited_heading" else above
        if above or phrase or quantity.role == "count":
            return above or phrase
        goes_on = (
            self._last if 0 < floor >= quantity.first - 1 and quantity.rule == "comparator" else None
        )  # "(≥ class 2; ≥ 0.7 kU/L)"
        return (
            self.names.left(quantity, 0) or starting(self.names, quantity) or self._nearest(quantity, floor) or goes_on
        )

    def _weighed(self, quantity: Quantity, floor: int, phrase: Found | None) -> Found | None:
        """The people whose weight it is: `males ≥ 50 kg`."""
        if quantity.unit not in ("kg", "[lb_av]") or (phrase and phrase.rule != "phrase_before"):
            return None
        people = self.ages.people(quantity, floor)
        if people and (not phrase or people.measures[0].words.start >= phrase.measures[0].words.end):
            return Found([FoundMeasure(people.measures[0].words, "weight")], 0, "people")
        return None

    def _of_unit(self, quantity: Quantity) -> Found | None:
        """What the unit counts: `in urine (< 10 [WBC] per HPF)`."""
        if not (quantity.unit or "").startswith("/"):
            return None
        items = self.reading.items[quantity.first : quantity.last]
        item = next((item for item in items if item.kind == "measure"), None)
        return Found([FoundMeasure(Words(item.start, item.end), item.entry)], 0, "inside") if item else None

    def _edition(self, quantity: Quantity, named: Found) -> bool:
        """Is the name that of the criteria a stage is given by: `stage III (AJCC, 8th edition)`?"""
        words = named.measures[0].words
        said = self.reading.text[words.start : words.end].lower()
        return named.measures[0].id == "ajcc" and "stage" not in said and quantity.scale in ("stage", "stages", "tnm")

    def _goes_on(self, quantity: Quantity, floor: int) -> Found | None:
        """What was graded before by a scale of its own: `NYHA class III (moderate) or class IV`."""
        joined = self.names.word(quantity.first - 1) in ("or", "and", ",", "to", "/") and quantity.first - floor <= 6
        known = self._known.get(_kind(quantity)) if joined else None
        return known if known and is_scale(known.measures[0].id) else None

    def _of_people(self, found: Found | None) -> bool:
        words = found.measures[0].words if found else None
        return words is not None and self.reading.text[words.start : words.end].lower() in _PEOPLE

    def _abbreviated(self, quantity: Quantity) -> bool:
        """Does an abbreviation stand right before the bound, or before its verb: `BVAS > 0`, `the LLQ is > 500`?"""
        at = quantity.first - 1
        at -= self.names.word(at) in ("is", "was", ":", "of")
        if at < 0 or self.reading.items[at].kind != "word":
            return False
        said = self.reading.text[self.reading.items[at].start : self.reading.items[at].end]
        return len(said) > 1 and said.isupper() and said.isalpha() and said.lower() not in _UNNAMED

    def _labelled(self, quantity: Quantity) -> bool:
        """Does a label of its own stand before the quantity: `Deficiency: < 20, [Insufficiency:] 20-29`?"""
        at = quantity.first - 2
        if self.names.word(quantity.first - 1) != ":" or at < 1 or self.reading.items[at].kind != "word":
            return False
        sexed = self.names.word(at) in _PEOPLE
        return not sexed and self.reading.text[self.reading.items[at].start].isupper()

    def _bare(self, quantity: Quantity, named: Found | None) -> Found | None:
        """A value without comparator: a score right beside its name, or a dose of a drug that is no equivalent."""
        words = self.names.word
        defines = any(words(at) in ("=", "≈", "equals") for at in range(quantity.last, quantity.last + 4))
        share = words(quantity.first - 1) == "of" and self.reading.items[max(quantity.first - 2, 0)].kind == "number"
        if defines or share or words(quantity.first - 1) == "to":
            return None
        limit = quantity.low.value if quantity.low else None
        release = isinstance(limit, float) and limit.is_integer()
        if named and self.names.may_stand_bare(named, quantity) and not (release and quantity.dimension is None):
            near = named.distance <= (3 if named.rule == "left" else 0)
            drug = (named.measures[0].id or "").startswith("drug_")
            return named if near and (drug or not is_dose(quantity)) else None
        return None

    def _before(self, quantity: Quantity, floor: int) -> Found | None:
        """What was measured before in this text that the quantity may go on with."""
        if quantity.role == "count":
            if self._last is not None and self._component(quantity, self._last):
                return self._last
            scaled = self._last is not None and all(is_scale(measure.id) for measure in self._last.measures)
            if (
                scaled
                and self.names.word(quantity.last) in ("for", "(")
                and self.names.word(quantity.first - 1) in ("and", "or", ",")
            ):
                return self._last  # "ECOG 0-2 for individuals in parts A and B, and 0-1 for others"
            if scaled and of_part(self.names, quantity, floor):
                return self._last  # "ECOG status: Part A: 0-1. Part B: 0-2"
            beside = quantity.first - floor <= 1 and self.names.word(quantity.first - 1) in ("(", "or")
            return (
                self._last if (beside and quantity.low and quantity.high) or self._other_side(quantity, floor) else None
            )
        known = self._known.get(_kind(quantity))
        if self._last is not None and quantity.first - floor == 1 and self.names.word(floor) == "(":
            return self._last  # "Insufficiency: 20-29 ng/mL (50-75 nmol/L)"
        if known or self._last is None or quantity.first - floor > 3:
            return known
        return self._last if self._fit(self._last, quantity) else None

    @staticmethod
    def _fit(found: Found, quantity: Quantity) -> bool:
        """Can everything that was measured have the unit of the quantity?"""
        return all(measure.id and fits_id(measure.id, quantity) for measure in found.measures)

    def _component(self, quantity: Quantity, last: Found) -> bool:
        """Is the count a part of a sum that was named: `Gleason score ≤ 7 ([≤ 3 + ≤ 4])`?"""
        summed = "+" in (self.names.word(quantity.first - 1), self.names.word(quantity.last))
        return summed and bool(last.measures) and self.names.word(quantity.first - 1) in ("(", "+")

    def _other_side(self, quantity: Quantity, floor: int) -> bool:
        """`BMI below 18 or above 40`, `score ≥ 17 up to ≤ 30`: the other bound of what was compared right before."""
        joint = self.names.word(quantity.first - 1)
        beside = quantity.first == floor or (quantity.first - floor == 1 and joint in ("or", "and"))
        one_sided = quantity.compared and not (quantity.low and quantity.high)
        aged = self._last is None or self._last.measures[0].id in ("age", "gestational_age")
        return floor > 0 and beside and one_sided and not aged and self.phrases.after(quantity) is None

    def _named(self, quantity: Quantity, floor: int) -> Found | None:
        """A catalogue name inside, left or right of the quantity."""
        own = self.reading.items[quantity.first : quantity.last] if self._acuity else []
        if own and any(item.text == "logmar" for item in own):  # a unit, no name: "interocular difference ≥ 3 logMAR"
            acuity = self.names.left(quantity, floor) or self.phrases.before(quantity, floor)
            if acuity:
                return acuity
        inside = self.names.inside(quantity) or self.names.side(quantity) or self.phrases.inner(quantity)
        if inside is None and quantity.dimension in ("length", "angle"):
            inside = self.phrases.gap(quantity, floor)
        if inside:
            return inside
        left = self.names.left(quantity, floor)
        beside = left is not None and left.distance == 0 and quantity.role != "count"
        right = None if beside and not self.names.leads_on(quantity) else self.names.right(quantity)
        shared = right is not None and quantity.dimension == "fraction" and self.names.word(quantity.last) == "of"
        if shared and (expressed := self.phrases.expressed(quantity, floor)):
            return expressed  # "CD20 expression on ≥ 30% of blasts"
        if quantity.role == "count" and quantity.dimension is None:
            return self._counted(quantity, floor, left, right)
        if right and self._prefers_right(quantity, left, right):
            return right
        return left or (right if right and right.distance <= 3 else None)

    def _counted(self, quantity: Quantity, floor: int, left: Found | None, right: Found | None) -> Found | None:
        """After "score of" or a symbol a number without unit goes with what stands before, else with what follows."""
        after = self.phrases.after(quantity)
        if right and after and right.measures[0].words.end < after.measures[0].words.end:
            right = after  # "1 tumor necrosis factor antagonist" counts no tumors
        if left and left.distance > 3 and after and not self._countable(left):
            left = None  # "hypotension or the need for > 2 doses" compares no pressure
        if after and self.names.word(quantity.first - 1) in ("to", "with", "after", "for", "received", "failed"):
            return right or after
        of_score = self.names.word(quantity.first - 1) == "of" and self.names.word(quantity.first - 2).startswith(
            "score"
        )
        if own := self.phrases.joined_on_scale(quantity):
            return own
        beside = quantity.last < len(self.reading.items) and self.reading.items[quantity.last].kind == "measure"
        if right and (
            (beside and of_score and not left and self._countable(right))
            or (right.distance == 0 and left and left.distance > 6)
        ):
            return right  # "a score of less than 22 IIEF-5", "liver metastases are eligible if …: ≤ 3 [lesions]"
        if self.phrases.points_back(quantity):
            if (
                left
                and left.distance > 3
                and self._abbreviated(quantity)
                and (own := self.phrases.before(quantity, floor))
            ):
                return own  # "corticosteroids … recurrence (BVAS > 0)"
            score = self.phrases.score(quantity, floor)
            if (
                (not left or self.names.word(quantity.last) == "at")
                and self.names.word(quantity.first - 1) in ("of", "score", "scored", "scoring")
                and (on := self.phrases.on_scale(quantity))
            ):
                return on
            if left and (score is None or left.distance <= score.distance + 1):
                return left
            return score or left or right
        if right and right.distance <= 3 and not (left and left.distance == 0):
            return right
        if left and left.distance and not self._countable(left) and self.names.word(quantity.last) in _OCCASIONS:
            words = Words(self.reading.items[quantity.last].start, self.reading.items[quantity.last].end)
            return Found([FoundMeasure(words, None)], 0, "phrase_after")  # "glucose elevated on > 1 occasion"
        if left and left.distance <= 2:
            return left if left.distance == 0 or not self.phrases.after(quantity) else None
        return None if self.phrases.after(quantity) else (self.phrases.score(quantity, floor) or left)

    @staticmethod
    def _countable(found: Found) -> bool:
        """Is the measure a score or a count, which has no unit?"""
        return not catalogue()[found.measures[0].id or "age"].dimensions

    def _prefers_right(self, quantity: Quantity, left: Found | None, right: Found) -> bool:
        if left is None:
            return right.distance <= 3
        if right.distance == 0 and (self.names.word(quantity.last) == "of" or quantity.unit == "{pack-year}"):
            return True
        if quantity.unit == "{pack-year}" and right.distance <= 2 and self.names.word(quantity.last) == "history":
            return True
        if right.distance == 0 and right.measures[0].id in ("systolic", "diastolic"):
            following = self.reading.items[quantity.last + 1 : quantity.last + 2]
            if following and following[0].kind in ("comparator", "number"):
                return False  # it names what comes next
            return left.distance > 0 or left.measures[0].id not in ("systolic", "diastolic")
        if right.distance == 0 and self.names.word(quantity.first - 1) in (",", "or", "and", "(", ";"):
            return True
        if is_dose(quantity):
            return right.distance <= 1 < left.distance or (right.distance == 0 and left.distance > 0)
        return right.distance == 0 and left.distance > 3


def _kind(quantity: Quantity) -> str:
    """Bounds of one kind may go on with one measure: those in one unit, or relative to one limit."""
    return quantity.reference if quantity.reference in ("ULN", "LLN") else f"{quantity.role} {quantity.dimension}"
