"""Ranges and lists: several numbers that state one interval."""

import re
from itertools import pairwise

from msgspec.structs import replace

from extract.language.comparators import meaning
from extract.language.intervals import Bounds, lettered, rank
from extract.language.reading import Limit, Number
from extract.language.sides import HEADS, UNSURE, Side, SideReader
from extract.language.units import Unit
from extract.language.values import TNM, touching
from extract.lexicons import word_list

_DASHES = {"-", "–", "—", "~", "∼", "‐", "−", "〜"}
TO = _DASHES | {"to", "through", "thru", "until", "till"}
_STAGE = re.compile(r"I{1,3}[A-D]?|IV[A-D]?")
AGE_WORDS = word_list("age_words")
RANGING = TO | AGE_WORDS | {"±", "+", "and", "including"}  # what a range goes on with after its first value
LISTING = {",", "or", "/", "and", "&", "vs"}


class RangeReader(SideReader):
    """Reads ranges and lists off one text's items."""

    def ranged(self, side: Side) -> Bounds | None:
        """`7-9`, `18 to 65 years`, `2.5 to < 18 years`, `II to IV`, `37 ± 2`."""
        at, following = side.end, self.word(side.end)
        if following not in RANGING:
            return None
        if following == "±" or (following == "+" and self.word(at + 1) == "/" and self.word(at + 2) == "-"):
            spread = self.side(at + (1 if self.word(at) == "±" else 3))
            tolerance = spread and spread.unit and spread.unit.code == "%" and side.unit and side.unit.code != "%"
            if tolerance:
                return None  # 300 ng/dL +/- 5 %: how exactly it is measured
            if spread and isinstance(spread.value.value, int | float) and isinstance(side.value.value, int | float):
                value, by = side.value.value, spread.value.value
                return Bounds(
                    side.start,
                    spread.end,
                    Limit(round(value - by, 6), True),
                    Limit(round(value + by, 6), True),
                    spread.unit or side.unit,
                    side,
                    True,
                    "spread",
                )
        at += self.word(at) == "-" and self.word(at + 1) == "to" and touching(self.items, at)  # "8- to 12-hour fast"
        joint = at
        if following not in TO:
            joint = self.past_age_words(at)
        elif self._new_grade(side, at):
            return None
        both_ages = (
            self.word(joint) == "and" and joint == at and side.unit is None and not side.op and self._ages(side, at + 1)
        )
        both = both_ages or (self.word(at) == "and" and not side.op and self._two_values(side, at + 1))
        if self.word(joint) not in TO and not both:
            return None
        start = joint + 1
        start += 2 * (self.word(start) == "and" and self.word(start + 1) == "including")
        if self.word(start) in {"a", "maximum", "up", "the"} and self.word(start + 1) not in {"and"}:
            start += self.word(start) in {"a", "the"}
        high = self.side(start, head=side.head)
        if (
            high is None
            or high.value.start in self.skip
            or not self.ordered(side, high)
            or (high.op and high.op not in {"lt", "le"})
        ):
            return None
        return self.range(side, high, "range")

    def _two_values(self, side: Side, at: int) -> bool:
        """`BMI of 25.0 and 34.9 kg/m2`: two values of one concentration or index, the lower first."""
        high = self.side(at)
        if high is None or high.op or high.unit is None:
            return False
        said = any(
            self.word(k) == "range" for k in range(side.start - 6, side.start)
        )  # "a range in weight of 20 and 90"
        scaled = "/" in high.unit.dimension and high.unit.code.endswith(("L", "kg/m2"))
        if not (scaled or said) or (side.unit and side.unit.code != high.unit.code) or side.reference:
            return False
        one, two = side.value.value, high.value.value
        rising = not isinstance(one, str) and not isinstance(two, str) and one < two
        ahead = [self.word(k) for k in range(high.end, high.end + 8)]
        named = self.word(side.start - 1) in {"of", ":", "is", "are"}
        return rising and named and "respectively" not in ahead and "for" not in ahead[:2]

    def _ages(self, side: Side, at: int) -> bool:
        """`16 years old` at item `at`, after `10 and`; `80 years` after `age 18 and`."""
        if at + 1 >= self.size or self.items[at].kind != "number":
            return False
        years = self.word(at + 1) in {"years", "year", "yrs"}
        return years and (self.word(at + 2) in {"old", "of"} or self.word(side.start - 1) in {"age", "aged", "ages"})

    def _new_grade(self, side: Side, at: int) -> bool:
        """Is the dash after a grade no range but a bullet or an explanation: `Grade 3- diarrhea`?"""
        return self.word(at) == "-" and self.side(at + 1, head=side.head) is None and side.unit is None

    def range(self, low: Side, high: Side, rule: str) -> Bounds:
        """The interval from one side to the other; in two units they are two intervals."""
        one, two = low.value.value, high.value.value
        if not isinstance(one, str) and not isinstance(two, str) and two < one < 0:  # from -1.0 to -2.5
            low, high = replace(low, value=high.value), replace(high, value=low.value)
        low_op = low.op in {"gt"}
        side = replace(
            low, unit=high.unit or low.unit, reference=low.reference or high.reference, head=low.head or high.head
        )
        if (isinstance(one, str) or isinstance(two, str)) and self._staged_by_axis(low):
            axis = self._axis(low.value.start).upper()  # T1c to T2
            one, two = (f"{axis}{str(value).removeprefix(axis)}" for value in (one, two))
        elif isinstance(one, str) != isinstance(two, str) and _roman(one, two):
            one, two = lettered(one), lettered(two)  # IIIB to IV
        else:
            one, two = low.value.value, high.value.value
        bounds = Bounds(
            low.start,
            high.end,
            Limit(one, not low_op),
            Limit(two, high.op != "lt"),
            high.unit or low.unit,
            side,
            True,
            rule,
        )
        if low.unit and high.unit and low.unit.code != high.unit.code:
            if high.unit.dimension.startswith(low.unit.dimension + "/"):
                return bounds
            # bounds in two units, as in 28 days to 12 months, are two quantities
            upper = replace(high, op=high.op or "le")
            bounds.second = self.bounds(upper, high.value.value, upper.op, high.end, rule)
            bounds.high, bounds.end, bounds.unit = None, low.end, low.unit
            bounds.side = replace(bounds.side, unit=low.unit)
        return bounds

    def ordered(self, low: Side, high: Side) -> bool:
        """May the two make a range: in one kind of unit, the lower first?"""
        a, b = low.value.value, high.value.value
        if isinstance(a, str) or isinstance(b, str):
            return bool(low.head)
        if low.unit and high.unit and low.unit.code != high.unit.code:
            return low.unit.dimension == high.unit.dimension
        return a <= b or (a < 0 and b < 0)

    def listed(self, side: Side) -> Bounds | None:
        """`0 or 1`, `0, 1 or 2`, `grade II, III and IV`, `3/4`: from the least to the greatest."""
        goes_on = self.word(side.end) in LISTING or self._stages_side_by_side(side, side.end)
        return self._list_from(side) if goes_on else None

    def _list_from(self, side: Side) -> Bounds | None:
        values = [side.value.value]
        end, unit, last = side.end, side.unit, side
        graded = bool(side.head)
        while end < self.size and len(values) < 8:
            joint = self._past_joint(end)
            if joint == end and not self._stages_side_by_side(side, end):
                break
            if side.head == "tnm" and self.word(end) == "," and self.word(joint - 1) == "," and not self._tight(joint):
                break
            plain_and = self.word(joint - 1) in {"and", "&"}
            slash = self.word(joint - 1) == "/"
            if graded and self.word(joint) in HEADS and self._other_scale(joint, side):
                break
            if graded and (self.word(joint) in HEADS or self._same_scale(joint, side)):
                joint += 1
            if joint >= self.size or self.items[joint].kind == "comparator" or joint in self.skip:
                break
            following = self.side(joint, head=side.head)
            if following is None or following.op or following.reference != side.reference:
                break
            if not graded and (
                isinstance(following.value.value, str) or plain_and or not self._small(values, following, slash=slash)
            ):
                break
            if not self._goes_on(side, unit, following):
                break
            values.append(self._sub_stage(values[-1], following))
            end, unit, last = following.end, following.unit or unit, following
        if len(values) == 2 and not graded and self.word(side.end) == "/" and self._out_of(values):
            return None
        if len(values) == 1 or (not graded and len(values) == 2 and unit and self.word(side.end) == ","):
            return None
        ranked = sorted(values, key=rank)
        if any(isinstance(value, str) for value in ranked):
            axis = self._axis(side.value.start).upper() if self._staged_by_axis(side) else ""
            ranked = [
                f"{axis}{value}" if axis and isinstance(value, int) else lettered(value) if _roman(*ranked) else value
                for value in ranked
            ]
        diluted = not graded and unit is not None and _diluted(values)
        return Bounds(
            side.start,
            end,
            Limit(ranked[0], True),
            Limit(ranked[-1], True),
            unit,
            replace(side, unit=unit, reference=last.reference),
            not diluted,
            UNSURE if diluted else "list",
        )

    def _tight(self, at: int) -> bool:
        """`pT1,2`: does a bare number follow its comma without a blank?"""
        return at < self.size and self.items[at].kind == "number" and touching(self.items, at)

    def _stages_side_by_side(self, side: Side, at: int) -> bool:
        """`stage IIIB IV`, `stage IA IB`: a roman stage right after another."""
        if not side.head.startswith("stage") or at >= self.size or self.items[at].kind != "word":
            return False
        return _STAGE.fullmatch(self.text, self.items[at].start, self.items[at].end) is not None

    def _out_of(self, values: list[Number]) -> bool:
        """`0/5`, `power 4/5`: a score out of five, and no list of two grades."""
        one, two = values
        return two == 5 and isinstance(one, int) and one < 4

    def _other_scale(self, at: int, side: Side) -> bool:
        """Does item `at` open another scale than the side's: `stage I, grade 2`?"""
        known = ("stage", "grade", "class")
        here, before = (
            next((name for name in known if word.startswith(name)), "") for word in (self.word(at), side.head)
        )
        return here != before and bool(here and before)

    def _same_scale(self, at: int, side: Side) -> bool:
        """Is item `at` the scale's name said again, as in `Modic 2 and Modic 3`?"""
        return at < self.size and self.items[at].kind == "measure" and self.word(at) == self.word(side.start - 1)

    def _goes_on(self, side: Side, unit: Unit | None, following: Side) -> bool:
        """May `following` be of one list with `side`: one unit, one axis of TNM, no comparator of its own?"""
        if unit and _other_unit(unit, following.unit):
            return False
        if self._staged_by_axis(following) and not self._staged_by_axis(side) and side.head != "tnm":
            return False  # "grade 1, and cT1-2a"
        if (
            self._staged_by_axis(side)
            and not self._tight(following.value.start)
            and self._axis(following.value.start) != self._axis(side.value.start)
        ):
            return False
        return following.end >= self.size or not meaning(self.items[following.end], "after")

    def _sub_stage(self, before: Number, following: Side) -> Number:
        """`C` after `IIIB/` is IIIC; every other value is itself."""
        letter = self.word(following.value.start)
        if isinstance(before, str) and before[:1] in "IV" and len(letter) == 1 and letter in "abcd":
            return before.rstrip("ABCD0123456789") + letter.upper()
        return following.value.value

    def _staged_by_axis(self, side: Side) -> bool:
        """Is the value one of TNM, whatever word heads it: `stage T1c or T2`?"""
        item = self.items[side.value.start]
        return side.head == "tnm" or TNM.fullmatch(self.text, item.start, item.end) is not None

    def _axis(self, at: int) -> str:
        """T, N or M of a TNM value."""
        return self.word(at).lstrip("cpyr")[:1]

    def _past_joint(self, at: int) -> int:
        """Past what parts the members of a list: a comma, "or", a stroke; `at` itself where there is none."""
        if self.word(at) == ",":
            return at + 1 + (self.word(at + 1) in {"or", "and", "&"})
        if self.word(at) in {"or", "/", "and", "&", "vs"}:
            return at + 1 + (self.word(at + 1) == "or")
        return at

    def _small(self, values: list[Number], following: Side, *, slash: bool) -> bool:
        """Neighbours on a scale or count: whole numbers, without a unit up to 10; with a stroke only up to 5."""
        value = following.value.value
        whole = isinstance(value, int) and all(isinstance(v, int) for v in values)
        if not whole:
            return following.unit is not None and not slash
        return (isinstance(value, int) and value <= (5 if slash else 10)) or (following.unit is not None and not slash)

    def past_age_words(self, at: int) -> int:
        """The next item after words such as "years old", "of age", "inclusive"."""
        if at >= self.size or (self.items[at].text not in AGE_WORDS and self.items[at].text != "including"):
            return at
        here = at
        while (
            here < self.size
            and here - at < 6
            and (self.word(here) in AGE_WORDS or (self.word(here) == "including" and self.word(here - 1) == "("))
        ):
            here += 1
        return here

    def bounds(self, side: Side, value: Number, op: str, end: int, rule: str) -> Bounds:
        """The interval of one value with its comparator."""
        low = Limit(value, op != "gt") if op in {"ge", "gt", "eq"} else None
        high = Limit(value, op != "lt") if op in {"le", "lt", "eq", "within"} else None
        return Bounds(side.start, end, low, high, side.unit, side, bool(side.op) or op != "eq", rule)


def _roman(*values: Number) -> bool:
    """Is one of the values a roman stage with a letter: `II-IIIB`?"""
    return any(isinstance(value, str) and value[:1] in "IV" for value in values)


def _diluted(values: list[Number]) -> bool:
    """`10, 100 or 1000 AU/ml`: the steps of a dilution series, and no range."""
    numbers = [value for value in values if not isinstance(value, str)]
    return len(numbers) > 1 and all(one > 0 and two / one >= 5 for one, two in pairwise(numbers))


def _other_unit(unit: Unit, following: Unit | None) -> bool:
    """Does a number with `unit` not list with the `following`: in another unit, or `60 minutes, 3 times a week`?"""
    return unit.dimension == "time" if following is None else unit.code != following.code
