"""Roles of quantities in time units: an age, or a length of time."""

from msgspec.structs import replace

from extract.language.items import Item, Texts
from extract.language.reading import Limit, Quantity
from extract.language.sides import UNSURE
from extract.lexicons import holds, word_list

_AGES = {"age", "ages", "aged"}
_AGE_UNITS = {"a", "mo", "wk", "d", "h"}
_PEOPLE = word_list("people")
_UNITLESS_ENDS = word_list("ends_of_unitless_age") | {""}
_OPENING_ENDS = word_list("ends_of_opening_age") | {""}
_AFTER = word_list("age_after")
_NOT_BEFORE = word_list("not_age_before")
_LINKS = word_list("between_people_and_age")
_YOUNG = {"infants", "infant", "children", "newborns", "neonates", "babies", "toddlers"}
_OLD = {"old", "yo"}
_FERTILE = {"childbearing", "bearing", "reproductive", "fertile", "childbirth"}
_AGES_OR_OLD = _AGES | _OLD
_GROWN = {
    "adult", "adults", "woman", "women", "man", "men", "patient", "patients", "participant", "participants", "subjects",
    "guardian", "persons", "individuals", "volunteers", "male", "female", "males", "females",
}  # fmt: skip
_PEOPLE_ENDS = _UNITLESS_ENDS | {"without", "that", "whose", "must", "will", "should", "years", "yoa"}
_NUMBERED = {"number", "least", "most", "than", "score", "scores", "weight", "waist", "height", "enroll"}
_OLDER = ("older", "younger", "the age of", "before age")
_NOT_AGE_AFTER = word_list("not_age_after")
_OVER = {"or over", "and over", "or above", "and above", "and up", "or up"}
_THINGS = word_list("things_with_age")  # a biopsy older than 6 months is no person
_SEXES = word_list("sexes")
_AT = {"at", "from", "between", "with", "a", ","}
_STOPS = {";", "."}
_TELLING_BEFORE = _AGES | _STOPS | _NOT_BEFORE  # words that tell whether an age is named before them
_GOES_ON = {"of", "on", "in", "for", "with", "if", "to", "by", "is", "are"}  # what a count, and no age, goes on with


class Ages:
    """Finds which quantities of one text are ages."""

    def __init__(self, items: list[Item], texts: Texts) -> None:
        self.items, self.size = items, len(items)
        self._word = texts.__getitem__

    def assign(self, quantities: list[Quantity]) -> None:
        """Set the role, and years for ages without a unit."""
        floor = 0
        last: Quantity | None = None
        for quantity in quantities:
            if quantity.rule == "value" and last is not None and self._included(last, quantity):
                quantity.role, quantity.rule = "measured", UNSURE
            if quantity.unit == "a" and (self._beyond(quantity.low) or self._beyond(quantity.high)):
                quantity.role, quantity.rule = "measured", UNSURE
            if quantity.role == "time" and quantity.unit in _AGE_UNITS:
                if not self._word(quantity.last - 1).endswith("longer") and (
                    self._said_after(quantity)
                    or self._said_before(quantity, floor, 12)
                    or self._of_pregnancy(quantity)
                    or (quantity.unit == "a" and self._legal(quantity))
                    or (
                        (quantity.unit == "a" or self._to_years(quantity) or self._of_young(quantity))
                        and self._of_people(quantity, floor)
                    )
                    or (last is not None and self._goes_on(last, quantity))
                ):
                    quantity.role = "age"
            elif (
                quantity.role == "count"
                and self._plausible(quantity)
                and (self._unitless(quantity, floor) or (last is not None and self._other_end(last, quantity)))
            ):
                quantity.role, quantity.unit, quantity.dimension = "age", "a", "time"
            if last is not None and last.role == "time" and quantity.role == "age" and quantity.first == last.last + 1:
                last.role = "age" if self._word(last.last) == "and" and last.rule == "between" else last.role
            if quantity.role == "age" and quantity.rule == "value":
                if self._from_birth(quantity):
                    quantity.low, quantity.compared = None, True  # "from birth to 6 years"
                elif self._word(quantity.first - 1) == "from":
                    quantity.high, quantity.compared = None, True  # "patients from 18 years"
                else:
                    self._limited(quantity)
            floor, last = quantity.last, quantity

    def _included(self, last: Quantity, quantity: Quantity) -> bool:
        """`14-70 years (including 14, 70 years)`: the end of an interval that a bracket says again."""
        if last.role != "count" or quantity.unit != "a":
            return False
        between = [self._word(k) for k in range(max(quantity.first - 6, 0), quantity.first)]
        return "(" in between and any(word in {"including", "include", "inclusive"} for word in between)

    @staticmethod
    def _beyond(limit: Limit | None) -> bool:
        """Is it more years than anybody lives?"""
        return limit is not None and isinstance(limit.value, int | float) and limit.value > 120

    def _from_birth(self, quantity: Quantity) -> bool:
        """`from birth to 6 years`, `from the first day of life - 2 years`."""
        to, birth = self._word(quantity.first - 1), self._word(quantity.first - 2)
        if birth == "life":
            return to in {"to", "through", "until", "-", "up to"} and self._word(quantity.first - 4) in {"day", "days"}
        return to in {"to", "through", "until", "-", "up to"} and birth in {"birth", "newborn", "newborns", "neonates"}

    def _limited(self, quantity: Quantity) -> None:
        """A bare age that a word before it makes a limit: `before 37 weeks of gestation`, `minimal age … 16 years`."""
        before = [self._word(at) for at in range(max(quantity.first - 11, 0), quantity.first)]
        before = before[len(before) - before[::-1].index(".") if "." in before else 0 :]
        if before[-1:] == ["before"] or before[-2:] == ["prior", "to"]:
            quantity.high = replace(quantity.high, inclusive=False) if quantity.high else None
            quantity.low, quantity.compared = None, True
        elif any(word in before for word in ("minimal", "minimum", "lowest")):
            quantity.high, quantity.compared = None, True
        elif any(word in before for word in ("maximal", "maximum", "highest")):
            quantity.low, quantity.compared = None, True

    def _to_years(self, quantity: Quantity) -> bool:
        """Does a range to years start here: `children from 6 months to 15 years`?"""
        return (
            self._word(quantity.last) in {"to", "through", "thru"}
            and self._word(quantity.last + 2) in {"years", "year", "yrs"}
            and self._word(quantity.last + 3) not in _NOT_AGE_AFTER
        )

    def _of_young(self, quantity: Quantity) -> bool:
        """`infants ≤ 4 months`, `children between 3 and 12 months`: ages, as nothing else of them is said in months."""
        if quantity.unit != "mo" or not quantity.compared:
            return False
        at = quantity.first - 1
        at -= self._word(at) in {"aged", "between", "of"}
        return self._word(at) in _YOUNG

    def _goes_on(self, last: Quantity, quantity: Quantity) -> bool:
        """`under 18 or over 70 years`, `≥ 19 years (Korea) or ≥ 18 years`: a second age beside the first."""
        if last.role != "age" or quantity.first - last.last > 6:
            return False
        between = [self._word(at) for at in range(last.last, quantity.first)]
        return between in ([], ["("], ["to"], ["up to"], ["adn"], ["through"], ["thru"]) or (
            quantity.compared
            and len(between) > 0
            and between[-1] in {"or", "and", "but"}
            and (len(between) == 1 or between[-2] in {")", ",", "age", "old"})
            and self._word(quantity.last) not in _NOT_AGE_AFTER
        )

    def _other_end(self, last: Quantity, quantity: Quantity) -> bool:
        """`Age < 18 or ≥ 75`: the other end of an age in years, with nothing after it that it counts."""
        joined = quantity.first - last.last == 1 and self._word(last.last) in {"or", "and"}
        sided = (last.high is None) != (last.low is None) and (quantity.high is None) != (quantity.low is None)
        ends = self._word(quantity.last) in _UNITLESS_ENDS and self._word(quantity.last) not in _GOES_ON
        return joined and sided and last.role == "age" and last.unit == "a" and quantity.compared and ends

    @staticmethod
    def _plausible(quantity: Quantity) -> bool:
        for limit in (quantity.low, quantity.high):
            if limit is not None and (isinstance(limit.value, str) or limit.value > 120):
                return False
        return True

    def _unitless(self, quantity: Quantity, floor: int) -> bool:
        """`Age ≥ 18`, `aged 18 to 65`, `18 or older`."""
        counted = self._word(quantity.last)
        if self._beside_people(quantity) or (quantity.compared and counted == "age"):
            return True  # "≥ 19 age"
        behind = [self._word(quantity.last + step) for step in range(4)] if counted == ")" else []
        if behind and behind[1] in {"years", "yrs"} and _AGES.intersection(behind[2:]):
            return True  # "volunteers (18-40) years of age"
        within = [item.text for item in self.items[quantity.first : quantity.last]]
        inside = not _AGES.isdisjoint(" ".join(within).split())
        beside = quantity.rule == "comparator_after" and any(
            self._word(at) in _AGES for at in range(max(quantity.first - 2, 0), quantity.first)
        )
        if (inside or beside) and counted not in {"%", "points", "times"}:
            return True  # "under the age of 18 will", "Age: 18 and over Performance status"
        if counted not in _UNITLESS_ENDS and counted not in _PEOPLE:
            return False
        return (
            self._majority(quantity)
            or (self._said_before(quantity, floor, 7) and not self._of_gestation(quantity))
            or not _AGES.isdisjoint(within)
            or holds("\n".join(within), _OLDER)
        )

    def _beside_people(self, quantity: Quantity) -> bool:
        """`adults ≥ 19`, `a woman over 45 without …`, `patients (< 18)`: nothing else is compared that early."""
        at = quantity.first - 1
        at -= self._word(at) == "("
        if self._word(at) not in _GROWN or not quantity.compared or self._word(quantity.last) not in _PEOPLE_ENDS:
            return False
        values = [limit.value for limit in (quantity.low, quantity.high) if limit]
        if any(not isinstance(value, int) or not 12 <= value <= 90 for value in values):
            return False
        sentence = self.items[max(at - 15, 0) : at]
        return not any((item.kind == "measure" and item.entry != "age") or item.text in _NUMBERED for item in sentence)

    def _of_gestation(self, quantity: Quantity) -> bool:
        """Does the last name before it say gestation, whose age is never one in years?"""
        named = [item for item in self.items[max(quantity.first - 7, 0) : quantity.first] if item.kind == "measure"]
        return bool(named) and named[-1].entry == "gestational_age"

    def _majority(self, quantity: Quantity) -> bool:
        """`if under 18`, `over 65`: well-known ages after a comparator in words."""
        limit = quantity.low or quantity.high
        return (
            self._word(quantity.first) in {"under", "over"}
            and limit is not None
            and limit.value in (16, 17, 18, 19, 20, 21, 60, 65, 70)
        )

    def _said_after(self, quantity: Quantity) -> bool:
        at = quantity.last
        if self._word(at) == "old" and self._thing_before(quantity):
            return False
        inside = [item.text for item in self.items[quantity.first : quantity.last]]
        said = "\n".join(inside)  # no item holds a line break
        if holds(said, _OLDER):
            if quantity.unit != "a" and self._word(at) in {"before", "prior"}:
                return False  # a test not older than 60 days before screening
            return not any(self._word(k) in _THINGS for k in range(quantity.first - 5, quantity.first))
        if quantity.unit == "a" and self._word(quantity.last - 1) in _OVER and not self._lasting(quantity.first - 1):
            return True
        if not _AGES_OR_OLD.isdisjoint(inside):
            return True
        here = at
        while (
            here < self.size
            and here - at < 3
            and self._word(here) in {"-", "(", ")", "inclusive", ",", "or", "and", "’", "'", "’s"}
        ):
            here += 1
        word = self._word(here)
        if word in _AFTER or (here < self.size and self.items[here].entry == "gestational_age"):
            return True
        if word == "pregnant" and quantity.unit == "wk" and here == at:
            return True  # "less than 22 weeks pregnant"
        if self._word(here + 1) == "life":
            # the first hours of life are a window, and a life expectancy is a length
            return self._word(here + 2) != "expectancy" and self._word(quantity.first - 1) != "first"
        return word in {"of", "in"} and self._word(here + 1) in {"age", "ages", "gestation", "gestational"}

    def _born(self, at: int) -> bool:
        """Does a birth or life stand at item `at`, from which an age counts?"""
        return any(self._word(k) in {"birth", "life", "age", "delivery"} for k in (at, at + 1))

    def _thing_before(self, quantity: Quantity) -> bool:
        """`tissue sample is available and ≤ 6 months old`: is it a thing that has the age?"""
        before = [item.text for item in self.items[max(quantity.first - 8, 0) : quantity.first]]
        return not _THINGS.isdisjoint(before) and _PEOPLE.isdisjoint(before)

    def _legal(self, quantity: Quantity) -> bool:
        """`the legal age of consent to a study is > 18 years`, `2-17 yo`."""
        if self._word(quantity.last - 1) in {"yo", "y/o"}:
            return True
        before = [item.text for item in self.items[max(quantity.first - 12, 0) : quantity.first]]
        if "legal age" in " ".join(before) and ";" not in before:
            return True
        after = self.items[quantity.last : quantity.last + 6] if self._word(quantity.last) == "," else []
        return [item.text for item in after] == [",", "at", "the", "time", "of", "signing"]

    def _lasting(self, at: int) -> bool:
        """Does the word at `at` open a length of time?"""
        return self._word(at) in {"for", "of", "since", "within", "lasting", "duration", "past", "last", "the"}

    def _said_before(self, quantity: Quantity, floor: int, reach: int) -> bool:
        said = self._word(quantity.first) == "within"
        if (
            said
            and self._word(quantity.last) in {"prior", "before", "after", "of"}
            and not self._born(quantity.last + 1)
        ):
            return False
        if self._word(quantity.first - 1) == "before" and self._word(quantity.first - 2) in _AGES:
            return quantity.first - 2 >= floor  # "age before 6 months"
        for at in range(quantity.first - 1, max(quantity.first - reach, floor) - 1, -1):
            item = self.items[at]
            if quantity.unit != "a" and self._word(at - 1) in _FERTILE:
                return False  # "of childbearing age, for at least 3 months after the last dose"
            if item.kind == "word" and item.text not in _TELLING_BEFORE:
                continue
            if item.text in _AGES or (item.kind == "measure" and item.entry in {"age", "gestational_age"}):
                return True
            if item.text in _STOPS or (item.text == "," and quantity.first - at > 3) or item.kind == "number":
                return False
            if item.kind == "measure" or item.text in _NOT_BEFORE:
                return False
        return False

    def _of_pregnancy(self, quantity: Quantity) -> bool:
        """`pregnant between 16 and 20 weeks`, `pregnant women at 24-34 weeks`: gestational ages."""
        if quantity.unit != "wk" or self._word(quantity.last) in _NOT_AGE_AFTER:
            return False
        if not quantity.compared or self._word(quantity.first) == "within":
            return False
        at = quantity.first - 1
        while at >= 0 and quantity.first - at <= 4 and (self._word(at) in _PEOPLE or self._word(at) in _AT):
            at -= 1
        return self._word(at) == "pregnant"

    def _of_people(self, quantity: Quantity, floor: int) -> bool:
        """`Adults ≥ 18 years`, `Men or women 18-65 years`, and a bare `18-65 years` that opens its text."""
        if self._word(quantity.last) in _NOT_AGE_AFTER:
            return False
        at = quantity.first - 1
        while at >= floor and quantity.first - at <= 7 and self._word(at) in _LINKS:
            at -= 1
        if at >= floor and at >= 0:
            return self._word(at).rpartition(" ")[2] in _PEOPLE and self._word(quantity.first) not in {"for", "within"}
        if quantity.compared and any(self._word(k) in _SEXES for k in range(at + 1, quantity.first)):
            return self._word(quantity.first) not in {"for", "within"}  # `Male or female ≥ 18 years`
        opens = quantity.first <= 2
        return (
            opens
            and quantity.compared
            and self._word(quantity.first) != "within"
            and self._word(quantity.last) in _OPENING_ENDS
        )
