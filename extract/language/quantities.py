"""Quantities: comparators, numbers and units of a text composed to bounds."""

from msgspec.structs import replace

from extract.language import units
from extract.language.comparators import meaning
from extract.language.followers import FOLLOWING, FollowReader
from extract.language.intervals import Bounds, complementary, moved
from extract.language.neighbours import settled
from extract.language.ranges import AGE_WORDS, LISTING, RANGING, TO
from extract.language.reading import Quantity, Role
from extract.language.sides import HEADS, Side
from extract.language.values import G_GRADES, ROMAN, TNM, number_words, of_graded_thing, says_stages, touching
from extract.lexicons import word_list

_BETWEEN = {"between", "from", "ranging", "range", "ranges", "aged", "ages"}
_AFTER_BETWEEN = word_list("after_between")
_GRADE_CONTEXT = word_list("grade_context")
OPENERS = _BETWEEN | G_GRADES | HEADS | number_words().keys() | ROMAN.keys() | {"-"}  # may start a quantity
_OPENING = {"number", "comparator"}
_SCALE_REACH = 5  # items after the name of a scale in which its grade may stand
_JOINED = ("up to", "at least", "at most")  # comparators that the vocabulary takes with the "or" before them
_ORDINALS = {"st", "nd", "rd", "th"}
_SECONDING = AGE_WORDS | {"including", "points", "and", "but", "to", "&", "-", "~", "also"}  # before a second bound
_GOING_ON = RANGING | LISTING | FOLLOWING | _SECONDING | {"("}  # what a bound of more than its side goes on with
_PAIRING = {"/", "x"}  # before the second half of a pair
_OF_NAMES = {"pressure", "fraction"}  # what else a bracket behind a name may give as its unit
_TIME_DIMENSIONS = {"time", "half-life", "cycle"}
_RATES = {"/d", "/wk", "/mo", "/a"}
_LASTING = {"for", "lasting", "lasts"}  # before seconds that are no measurement
_TOTALS = {10, 20, 21, 24, 27, 28, 30, 40, 42, 50, 52, 56, 60, 63, 68, 70, 80, 84, 96, 100, 108, 120, 144, 180}


class Composer(FollowReader):
    """Composes all quantities of one text, left to right; `skip` are the items whose number is something else."""

    _staged: bool | None = None  # may T, N, M and F be stages? Asked where one stands
    _scaled = False  # does a scale stand in the text?

    def all(self, marks: list[int]) -> list[Quantity]:
        """Every quantity, in order; `marks` are items among which are all that open one, and all names of scales."""
        found: list[Quantity] = []
        done = 0
        for at in self._starts(marks):
            if at >= done and (quantities := self._at(at)):
                found += quantities
                done = quantities[-1].last
        return settled(self.text, self.items, found)

    def _starts(self, marks: list[int]) -> list[int]:
        """Items that a quantity may start with; of most texts there are none or few."""
        items, scales = self.items, self.scales
        starts: list[int] = []
        graded: list[int] = []
        for at in marks:
            item = items[at]
            if item.kind in _OPENING or (item.text in OPENERS and not self._dash(at)):
                starts.append(at)
            elif item.kind == "measure":
                if item.entry in scales:
                    self._scaled = True
                    graded += range(at + 1, min(at + 1 + _SCALE_REACH, self.size))
            elif item.kind == "word" and self._of_stage(at):
                starts.append(at)
        return sorted({*starts, *[at for at in graded if not self._dash(at)]}) if graded else starts

    def _dash(self, at: int) -> bool:
        """Is item `at` a dash that is no sign of a number?"""
        return self.items[at].text == "-" and (at + 1 == self.size or self.items[at + 1].kind != "number")

    def _at(self, at: int) -> list[Quantity]:
        item = self.items[at]
        if at in self.skip or self.word(at - 1) == "^":
            return []
        if item.text in _BETWEEN and (bounds := self._between(at)):
            return self._finish(bounds)
        head = (self._scaled and self._head_before(at)) or (item.kind == "word" and self._head_in(at)) or ""
        headed = item.text in HEADS
        if not (item.kind in _OPENING or head or headed or item.text in number_words() or self._signed(at)):
            return []
        if item.kind == "comparator" and not head and self._tnm_at(at + 1):
            head = self._head_in(at + 1)  # "> pT2"
        side = self.side(at, head="" if headed else head)
        if side and head == "degree" and self.word(side.end + 1) not in ROMAN:
            side.end += 1 + (self.word(side.end) == "-")
        if side is None or (self.skip and not self.skip.keys().isdisjoint(range(side.judged, side.value.end))):
            return []
        if item.kind == "comparator" and not side.op and item.text != "=":
            return []
        return self._finish(self._from(side))

    def _signed(self, at: int) -> bool:
        """Is the dash in item `at` the sign of a number: `a T-score -1.0 or less`?"""
        if at == 0 or self.items[at].text != "-":
            return False
        signed = self.items[at - 1].kind in {"word", "measure"} or self.opens_signed(at)
        return signed and not self.dash(at) and self.side(at) is not None

    def _head_in(self, at: int) -> str:
        """A scale that item `at` tells itself (T3, N0, F2) or the word after it (III degree)."""
        item = self.items[at]
        if item.kind != "word":
            return ""
        if item.text in G_GRADES:
            return "grade" if of_graded_thing(self.items, at) else ""
        if item.text in ROMAN and self.text[item.start].isupper():
            after = at + 1 + (self.word(at + 1) in {"-", "~"})
            if self.word(after) in ROMAN:  # II-III degree
                after += 1 + (self.word(after + 1) == "-")
            return "degree" if self.word(after) in {"degree", "grade"} else ""
        if not self._of_stage(at):
            return ""
        if touching(self.items, at) and self.items[at - 1].kind == "number" and item.text[0] not in "nm":
            return ""  # "5T4" is a name
        ranged = self.word(at + 1) == "-" and (self._tnm_at(at + 2) or self.word(at + 2).isdigit())
        image = self.word(at + 1) in {"weighted", "-", "mri", "images", "lesions", "hyperintense"}
        return "" if image and not ranged else "tnm"

    def _of_stage(self, at: int) -> bool:
        """Is the word in item `at` a T, N, M or F with its number, in a text that may say stages?"""
        item = self.items[at]
        if item.text.isalpha() or not TNM.fullmatch(self.text, item.start, item.end):
            return False
        if self._staged is None:
            self._staged = says_stages(self.text)
        return self._staged

    def _tnm_at(self, at: int) -> bool:
        if at >= self.size or self.items[at].kind == "number":
            return False
        return TNM.fullmatch(self.text, self.items[at].start, self.items[at].end) is not None

    def _head_before(self, at: int) -> str:
        """The scale that item `at` may be a roman or lettered grade of: NYHA III, Child-Pugh B, performance status."""
        back = at - 1
        while back >= 0 and at - back <= 4 and self.word(back) in _GRADE_CONTEXT:
            back -= 1
        if back < 0:
            return ""
        if self.items[back].kind == "measure" and self.scales.get(self.items[back].entry):
            return "class" if self.scales[self.items[back].entry] == "letters" else "scale"
        return ""

    # ------------------------------------------------------------ one value and what follows it
    def _between(self, at: int) -> Bounds | None:
        """`between 18 and 65 years`, `from 18 to 65`."""
        here = at + 1
        while here < self.size and here - at < 6 and self.word(here) in _AFTER_BETWEEN:
            here += 1
        low = self.side(here)
        if low is None or isinstance(low.value.value, str) or low.value.start in self.skip:
            return None
        if self.word(low.end) in _ORDINALS and touching(self.items, low.end):
            low.end += 1  # between the 3rd and 10th centile
        low.end = self._past_restated(low)
        joint = self.past_age_words(low.end) if self.word(low.end) not in TO else low.end
        if self.word(joint) in TO or self.word(joint) in {"and", "&", "adn", "up to", "upto"}:
            high = self.side(joint + 1) or self.side(joint + 2)
        else:
            high = self._joint_lost(low, joint)
        if high is None or not self.ordered(low, high) or (high.op and high.op not in {"lt", "le"}):
            return None
        keyword = self.word(at) in {"between", "from"}
        bounds = self.range(low, high, "between")
        bounds.start = at if keyword else low.start
        return bounds

    def _joint_lost(self, low: Side, at: int) -> Side | None:
        """The upper end right after the lower one: `between 6.5% 10%`, `from 18 yo 60 years old`."""
        high = self.side(at) if low.unit is not None else None
        if high is None or high.op or high.unit is None or low.unit is None or low.unit.code != high.unit.code:
            return None
        one, two = low.value.value, high.value.value
        return high if not isinstance(one, str) and not isinstance(two, str) and one < two else None

    def _past_restated(self, low: Side) -> int:
        """Past a lower age said again in brackets: `between 1 year (≥ 12 months) and 18 years`."""
        if self.word(low.end) != "(" or low.unit is None or low.unit.dimension != "time":
            return low.end
        again = self.side(low.end + 1)
        closed = again is not None and self.word(again.end) == ")"
        same = closed and again and again.unit and again.unit.dimension == "time" and again.unit.code != low.unit.code
        return again.end + 1 if same and again else low.end

    def _from(self, side: Side) -> Bounds:
        following = self.items[side.end] if side.end < self.size else None
        plain = following is None or (following.text not in _GOING_ON and following.kind != "comparator")
        if plain and not side.head and not side.value.plus:
            return self.bounds(side, side.value.value, side.op or "eq", side.end, "comparator" if side.op else "value")
        if side.op:
            return self._compared(side)
        if ranged := self.ranged(side) or self.listed(side):
            return ranged
        after = self.after(side)
        if after:
            return self._two_sided(after) if after.rule == "comparator_after" else after
        return self.bounds(side, side.value.value, "eq", side.end, "value")

    def _compared(self, side: Side) -> Bounds:
        if side.op == "eq" and (ranged := self.ranged(side) or self.listed(side)):
            return ranged
        if side.op == "within" and side.unit is None and side.reference is None and (ranged := self.ranged(side)):
            return ranged
        if side.op in {"ge", "gt"} and side.reference is None and not side.head and (ranged := self.ranged(side)):
            return ranged
        bounds = self.bounds(side, side.value.value, side.op, side.end, "comparator")
        listed = self.listed(side) if side.head and side.op not in {"lt", "le", "within"} else None
        if listed and listed.high:
            bounds.end = listed.end
        return self._two_sided(self._including(bounds))

    def _including(self, bounds: Bounds) -> Bounds:
        """`more than 2 (including 2)`: the bracket lets the bound itself in."""
        if self.word(bounds.end) in {"(", ","} and self.word(bounds.end + 1) in {"including", "includes", "include"}:
            again = self.side(bounds.end + 2)
            if again and again.value.value == bounds.side.value.value:
                bounds.low = replace(bounds.low, inclusive=True) if bounds.low else None
                bounds.high = replace(bounds.high, inclusive=True) if bounds.high else None
                closed = next(
                    (at for at in range(again.end, min(again.end + 4, self.size)) if self.word(at) == ")"), None
                )
                bounds.end = closed + 1 if closed and self.word(bounds.end) == "(" else again.end
        return bounds

    def _two_sided(self, first: Bounds) -> Bounds:
        """`≥ 18 and ≤ 75 years`, `18 years or older and 75 years or younger`: one interval where both sides agree."""
        following = self.items[first.end] if first.end < self.size else None
        if following is None or (following.kind != "comparator" and following.text not in _SECONDING):
            return first
        at = self.past_age_words(first.end)
        at += self.word(at) == "points" and self.word(at + 1) in {"and", "but"}
        if self.word(at) in {"and", "but", "to", "&", "-", "~", "also"}:
            at += 1
        elif at == first.end and not (at < self.size and meaning(self.items[at]) and self.items[at].entry == ""):
            return first
        at += self.word(at) in {"is", "be", "must"}
        between = [item.text for item in self.items[first.end : at]]
        if ")" in between and between.count(")") > between.count("("):
            return first  # "(score < 60) more than 6 months"
        second_side = self.side(at, head=first.side.head)
        if second_side is None or second_side.value.start in self.skip:
            return first
        if second_side.op:
            second = self.bounds(second_side, second_side.value.value, second_side.op, second_side.end, "comparator")
        else:
            after = self.after_only(second_side)
            if after is None:
                return first
            second = after
        if not complementary(first, second):
            return first
        if first.unit and not second.unit and second.end < self.size and self.items[second.end].kind == "word":
            return first  # "up to 50 years and ≥ 4 points": two things
        unit = second.unit or first.unit
        low, high = (first.low or second.low), (first.high or second.high)
        return replace(
            first, end=second.end, low=low, high=high, unit=unit, rule="two_sided", side=replace(first.side, unit=unit)
        )

    # ------------------------------------------------------------ to quantities
    def _unit_before(self, bounds: Bounds) -> units.Unit | None:
        """A unit that opens the bracket its bound stands in: `inhibitor (BU > 0.6)`."""
        at = bounds.start - 2
        if bounds.side.head or bounds.side.reference or bounds.side.value.power:
            return None
        if self.word(at + 1) in {")", "]"}:
            return self._unit_of_name(at + 1)
        if self.word(at) not in {"(", "["}:
            return None
        unit = units.read(self.text, self.items, at + 1)
        if unit is None or unit.end != bounds.start or not (unit.dimension == "inhibition" or "/" in unit.dimension):
            return None
        return unit

    def _unit_of_name(self, close: int) -> units.Unit | None:
        """A unit that fills the bracket between a name and its bound: `creatinine (mg/dL) ≤ 1.5`."""
        opened = next((at for at in range(close - 1, max(close - 9, 0), -1) if self.word(at) in {"(", "["}), None)
        if opened is None or self.items[opened - 1].kind != "measure":
            return None
        unit = units.read(self.text, self.items, opened + 1)
        known = unit is not None and unit.end == close
        return unit if known and unit and ("/" in unit.dimension or unit.dimension in _OF_NAMES) else None

    def _finish(self, bounds: Bounds) -> list[Quantity]:
        second = self._pair(bounds) if self.word(bounds.end) in _PAIRING else None
        halves = second is not None and second.unit is bounds.unit
        quantity = self._quantity(bounds, 1 if halves else 0)
        if bounds.second:
            return [quantity, self._quantity(bounds.second, 0)]
        return [quantity, self._quantity(second, 2 if halves else 0)] if second else [quantity]

    def _restated(self, bounds: Bounds) -> Bounds | None:
        """The bound said again after a stroke: `154 lbs/70 kg`, `60 ounces/1700 mL`."""
        second = self.side(bounds.end + 1) if self.word(bounds.end) == "/" else None
        if second is None or second.op or second.unit is None or bounds.rule != "comparator":
            return None
        second = replace(second, start=bounds.start)
        bounds.end = second.end
        return self.bounds(second, second.value.value, bounds.side.op, second.end, bounds.rule)

    def _pair(self, bounds: Bounds) -> Bounds | None:
        """The second half of `160/100 mmHg`; a total as in `40/100` only widens the place."""
        crossed = self.word(bounds.end) == "x"
        if bounds.unit is not None and bounds.unit.code in units.IMPERIAL:
            return self._restated(bounds)
        if bounds.unit is not None or bounds.rule in {"range", "list"}:
            return None
        if self.word(bounds.end) != "/" and not crossed:
            return None
        second = self.side(bounds.end + 1)
        if second is None or second.op or isinstance(second.value.value, str):
            return None
        value = bounds.side.value.value
        sized = second.unit is not None and second.unit.dimension == "length"
        small = isinstance(value, int | float) and value <= second.value.value
        if sized and (crossed or (second.value.value in (10, 100) and small)):
            bounds.end, bounds.unit = second.end, second.unit  # > 2 x 2 cm, 40/100 mm
            return None
        if crossed and (second.unit is None or second.unit.dimension != "pressure"):
            return None
        if (second.unit is not None and second.unit.dimension in {"pressure", "fraction"}) or self._pressures(
            bounds, second
        ):
            follow = self.bounds(
                replace(second, start=bounds.start), second.value.value, bounds.side.op or "eq", second.end, bounds.rule
            )
            after = self.after_only(second)
            bounds.end, bounds.unit = second.end, second.unit
            if after and not bounds.side.op:
                bounds.end = after.end
                bounds.low, bounds.high = moved(after, value)
                follow.low, follow.high = after.low, after.high
            follow.end = bounds.end
            return follow
        if (
            second.unit is None
            and (second.value.value in _TOTALS or (second.value.value == 5 and not bounds.side.head))
            and isinstance(value, int | float)
            and value <= second.value.value
        ):
            bounds.end = second.end
            if bounds.rule == "value" and (after := self.after_only(second)):
                bounds.low, bounds.high = moved(after, value)
                bounds.end, bounds.compared, bounds.rule = after.end, True, after.rule
        return None

    def _pressures(self, bounds: Bounds, second: Side) -> bool:
        """Two blood pressures without their unit, after a name of them: `hypertension > 160/100`."""
        one, two = bounds.side.value.value, second.value.value
        if not (isinstance(one, int) and isinstance(two, int)) or not (
            80 <= one <= 250 and 40 <= two <= 150 and two < one
        ):
            return False
        near = self.items[max(bounds.start - 6, 0) : bounds.start]
        return any(item.entry in {"blood_pressure", "systolic", "diastolic"} for item in near)

    def _quantity(self, bounds: Bounds, paired: int) -> Quantity:
        side, unit = bounds.side, bounds.unit
        if side.head:
            if side.head[:5] == "stage" and touching(self.items, bounds.end) and self._tnm_at(bounds.end):
                side = replace(side, head="tnm")  # "stage T2N0M0" says T, N and M
                bounds.start += self.word(bounds.start) in HEADS
            bounds.end += side.head == "degree" and self.word(bounds.end) == "degree"
        if unit is None and (unit := self._unit_before(bounds)):
            bounds.start = unit.start if unit.end == bounds.start else bounds.start
        first = self.items[bounds.start]
        role: Role = "grade" if side.head else "measured"
        unit_text = None
        if unit is not None:
            unit_text = self.text[self.items[unit.start].start : self.items[unit.end - 1].end]
            if unit.dimension in _TIME_DIMENSIONS or unit.code in _RATES:
                timed = unit.code not in {"ms", "s"} or (unit.code == "s" and self.word(bounds.start - 1) in _LASTING)
                role = "time" if timed else role
        elif not side.head and side.reference is None:
            role = "count"
        start = first.start
        if first.kind == "comparator" and first.text.endswith(_JOINED) and first.text.startswith(("or ", "and ")):
            start += first.text.index(" ") + 1
        return Quantity(  # by place, for names cost four times as much
            start,
            self.items[bounds.end - 1].end,
            bounds.low,
            bounds.high,
            (None if "?" in unit.code else unit.code) if unit else "",
            unit_text,
            unit.dimension if unit else None,
            side.reference,
            role,
            bounds.compared,
            bounds.start,
            bounds.end,
            bounds.rule,
            paired,
            side.head or None,
            side.negated,
        )
