"""Quantities: comparators, numbers and units of a text composed to bounds."""

from collections.abc import Iterator

from msgspec.structs import replace

from extract.language import units
from extract.language.intervals import (
    Bounds,
    complementary,
    moved,
)
from extract.language.items import Item
from extract.language.neighbours import UNSURE, settled
from extract.language.ranges import TO, RangeReader
from extract.language.reading import Quantity, Role
from extract.language.sides import HEADS, Side, meaning
from extract.language.values import ROMAN, TNM, number_words, touching
from extract.lexicons import word_list

_BETWEEN = {"between", "from", "ranging", "range", "ranges", "aged", "ages"}
_AFTER_BETWEEN = word_list("after_between")
_GRADE_CONTEXT = word_list("grade_context")
_STAGED = ("stag", "tnm", "tumo", "cancer", "node", "carcinoma", "fibrosis", "metavir")
_OPENERS = _BETWEEN | HEADS | number_words().keys() | ROMAN.keys() | {"-"}  # words that a quantity may start with
_SCALE_REACH = 5  # items after the name of a scale in which its grade may stand
_TURNED = {"ge": "le", "le": "ge", "gt": "lt", "lt": "gt"}
_CLOSES = {"", ",", ".", ";", ")", "and", "or", "of", "old"}  # may follow a comparator that stands after its number
_RISING = word_list("better_when_higher")
_SMALL_SCORE = 6  # scores up to here may count either way
_OF_NAMES = ("pressure", "fraction")  # what else a bracket behind a name may give as its unit
_TOTALS = {10, 20, 21, 24, 27, 28, 30, 40, 42, 50, 52, 56, 60, 63, 68, 70, 80, 84, 96, 100, 108, 120, 144, 180}


class Composer(RangeReader):
    """Composes all quantities of one text, left to right; `skip` are the items whose number is something else."""

    def __init__(self, text: str, items: list[Item], scales: dict[str, str], skip: set[int]) -> None:
        super().__init__(text, items, scales, skip)
        small = text.lower()
        self._staged = any(word in small for word in _STAGED)
        self.numbers = number_words()

    def all(self) -> list[Quantity]:
        """Every quantity, in order."""
        found: list[Quantity] = []
        done = 0
        for at in self._starts():
            if at >= done and (quantities := self._at(at)):
                found += quantities
                done = quantities[-1].last
        return settled(self.items, found)

    def _starts(self) -> Iterator[int]:
        """Items that a quantity may start with; of most texts there are none or few."""
        graded = -1
        for at, item in enumerate(self.items):
            kind = item.kind
            staged = self._staged and kind == "word" and TNM.fullmatch(self.text, item.start, item.end)
            if kind in ("number", "comparator") or item.text in _OPENERS or at <= graded or staged:
                yield at
            if kind == "measure" and self.scales.get(item.entry):
                graded = at + _SCALE_REACH

    def _at(self, at: int) -> list[Quantity]:
        item = self.items[at]
        if at in self.skip or self.word(at - 1) == "^":
            return []
        if item.text in _BETWEEN and (bounds := self._between(at)):
            return self._finish(bounds)
        head = self._head_before(at) or self._head_in(at)
        negative = (
            item.text == "-" and at > 0 and self.items[at - 1].kind in ("word", "measure") and self.sides.side(at)
        )
        if not (
            negative or item.kind in ("number", "comparator") or item.text in self.numbers or item.text in HEADS or head
        ):
            return []
        if item.kind == "comparator" and not head and self._tnm_at(at + 1):
            head = self._head_in(at + 1)  # "> pT2"
        side = self.sides.side(at, head=head if item.text not in HEADS else "")
        if side and head == "degree":
            side.end += 1 + (self.word(side.end) == "-")
        if side is None or any(k in self.skip for k in range(side.start, side.value.end)):
            return []
        if item.kind == "comparator" and not side.op and item.text != "=":
            return []
        return self._finish(self._from(side))

    def _head_in(self, at: int) -> str:
        """A scale that item `at` tells itself (T3, N0, F2) or the word after it (III degree)."""
        item = self.items[at]
        if item.kind != "word":
            return ""
        if item.text in ROMAN and self.text[item.start].isupper():
            after = at + 1 + (self.word(at + 1) == "-")
            return "degree" if self.word(after) in ("degree", "grade") else ""
        if touching(self.items, at) and self.items[at - 1].kind == "number":
            return ""  # "5T4" is a name
        if not self._staged or not TNM.fullmatch(self.text, item.start, item.end):
            return ""
        ranged = self.word(at + 1) == "-" and (self._tnm_at(at + 2) or self.word(at + 2).isdigit())
        image = self.word(at + 1) in ("weighted", "-", "mri", "images", "lesions", "hyperintense")
        return "" if image and not ranged else "tnm"

    def _tnm_at(self, at: int) -> bool:
        return at < self.size and TNM.fullmatch(self.text, self.items[at].start, self.items[at].end) is not None

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
        low = self.sides.side(here)
        if low is None or isinstance(low.value.value, str) or low.value.start in self.skip:
            return None
        joint = self.past_age_words(low.end) if self.word(low.end) not in TO else low.end
        if self.word(joint) not in TO and self.word(joint) not in ("and", "&", "adn"):
            return None
        high = self.sides.side(joint + 1) or self.sides.side(joint + 2)
        if high is None or not self.ordered(low, high) or (high.op and high.op not in ("lt", "le")):
            return None
        keyword = self.word(at) in ("between", "from")
        bounds = self.range(low, high, "between")
        bounds.start = at if keyword else low.start
        return bounds

    def _from(self, side: Side) -> Bounds:
        if side.op:
            return self._compared(side)
        ranged = self.ranged(side) or self.listed(side)
        if ranged:
            return ranged
        after = self._after(side)
        if after:
            return after
        return self.bounds(side, side.value.value, "eq", side.end, "value")

    def _compared(self, side: Side) -> Bounds:
        if side.op == "eq":
            ranged = self.ranged(side) or self.listed(side)
            if ranged:
                return ranged
        if side.op == "within" and side.unit is None and side.reference is None and (ranged := self.ranged(side)):
            return ranged
        if side.op in ("ge", "gt") and side.reference is None and not side.head and (ranged := self.ranged(side)):
            return ranged
        bounds = self.bounds(side, side.value.value, side.op, side.end, "comparator")
        listed = self.listed(side) if side.head and side.op not in ("lt", "le", "within") else None
        if listed and listed.high:
            bounds.end = listed.end
        return self._two_sided(self._including(bounds))

    def _including(self, bounds: Bounds) -> Bounds:
        """`more than 2 (including 2)`: the bracket lets the bound itself in."""
        if self.word(bounds.end) in ("(", ",") and self.word(bounds.end + 1) in ("including", "includes", "include"):
            again = self.sides.side(bounds.end + 2)
            if again and again.value.value == bounds.side.value.value:
                bounds.low = replace(bounds.low, inclusive=True) if bounds.low else None
                bounds.high = replace(bounds.high, inclusive=True) if bounds.high else None
                closed = next(
                    (at for at in range(again.end, min(again.end + 4, self.size)) if self.word(at) == ")"), None
                )
                bounds.end = closed + 1 if closed and self.word(bounds.end) == "(" else again.end
        return bounds

    def _after(self, side: Side) -> Bounds | None:
        """`18 years or older`, `2 or more`, `18+`, `3 mm ≥`, `5 mm larger than`."""
        if side.value.plus and (side.unit is not None or (isinstance(side.value.value, int) and side.value.value >= 5)):
            return self.bounds(side, side.value.value, "ge", side.end, "plus")
        for at in (side.end, self.past_age_words(side.end)):
            if at >= self.size:
                continue
            op = meaning(self.items[at], "after") if self.items[at].entry else ""
            if op:
                if self.word(at).endswith("better") and not side.unit and not side.reference:
                    return self._better(side, at + 1)
                return self._two_sided(self._followed(side, op, at + 1))
            op = meaning(self.items[at])
            if op in ("ge", "le") and not self.items[at].entry and self.word(at + 1) == "within" and at == side.end:
                return self.bounds(side, side.value.value, op, at + 1, "comparator_after")
            if self.word(at) in ("or", "and") and at == side.end and (inclusive := self._or_greater(at + 1)):
                return self.bounds(side, side.value.value, inclusive, at + 2, "comparator_after")
            ahead = self.sides.side(at) if op else None
            if op in _TURNED and ahead is None and at == side.end and self._names_measure(at + 1):
                return self.bounds(side, side.value.value, _TURNED[op], at + 1, "value_first")
            if (
                op in ("ge", "gt")
                and (not self.items[at].entry or self.word(at).endswith("than"))
                and ahead is None
                and at == side.end
                and side.unit is not None
                and side.reference is None
                and (side.unit.dimension != "time" or self.word(at + 1) in _CLOSES)
            ):
                return self.bounds(side, side.value.value, "ge", at + 1, "comparator_after")
            if op in ("ge", "gt", "le", "lt") and at + 1 >= self.size and not self.items[at].entry:
                return self.bounds(side, side.value.value, op, at + 1, "comparator_after")
        return None

    def _or_greater(self, at: int) -> str:
        """`3 mm or greater than the control`: a comparison with a thing after the inclusive one with the number."""
        op = meaning(self.items[at]) if at < self.size and self.word(at).endswith(" than") else ""
        compared = self.word(at + 1) in ("the", "that", "negative", "saline", "control", "diluent")
        return {"gt": "ge", "lt": "le"}.get(op, "") if compared else ""

    def _better(self, side: Side, end: int) -> Bounds:
        """`grade 1 or better` is 1 or less, but of strength and the like more; of a small number nobody can say."""
        near = [self.word(at) for at in range(max(side.start - 12, 0), min(end + 6, self.size))]
        rising = not _RISING.isdisjoint(" ".join(near).split())
        value = side.value.value
        small = isinstance(value, int | float) and value <= _SMALL_SCORE
        unsure = isinstance(value, str) or (small and not side.head)
        op = "ge" if rising or not side.head else "le"
        return self.bounds(side, value, op, end, UNSURE if unsure and not rising else "comparator_after")

    def _names_measure(self, at: int) -> bool:
        """Does a measure follow soon, as in `55 ≤ [pulse rate] ≤ 100`, after a comparator in symbols?"""
        if self.items[at - 1].entry:
            return False
        return any(item.kind == "measure" for item in self.items[at : at + 3])

    def _followed(self, side: Side, op: str, end: int) -> Bounds:
        """A number with a comparator after it that ends at item `end`; the unit may follow both: `3 or more years`."""
        if side.unit is None and side.reference is None and not side.head:
            unit = units.atom(self.text, self.items, end) if end < self.size else None
            if unit is not None and unit.dimension in ("time", "half-life", "cycle"):
                side = replace(side, unit=unit)
                end = unit.end
        return self.bounds(side, side.value.value, op, end, "comparator_after")

    def _two_sided(self, first: Bounds) -> Bounds:
        """`≥ 18 and ≤ 75 years`, `18 years or older and 75 years or younger`: one interval where both sides agree."""
        at = self.past_age_words(first.end)
        at += self.word(at) == "points" and self.word(at + 1) in ("and", "but")
        if self.word(at) in ("and", "but", "to", "&", "-", "~", "also"):
            at += 1
        elif at == first.end and not (at < self.size and meaning(self.items[at]) and self.items[at].entry == ""):
            return first
        at += self.word(at) in ("is", "be", "must")
        if self._leaves_bracket(first.end, at):
            return first
        second_side = self.sides.side(at, head=first.side.head)
        if second_side is None or second_side.value.start in self.skip:
            return first
        if second_side.op:
            second = self.bounds(second_side, second_side.value.value, second_side.op, second_side.end, "comparator")
        else:
            after = self._after_only(second_side)
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

    def _leaves_bracket(self, start: int, end: int) -> bool:
        """Does a bracket close between two items that opened before them: `(score < 60) more than 6 months`?"""
        between = [self.word(at) for at in range(start, end)]
        return between.count(")") > between.count("(")

    def _after_only(self, side: Side) -> Bounds | None:
        for at in (side.end, self.past_age_words(side.end)):
            if at < self.size and self.items[at].entry and (op := meaning(self.items[at], "after")):
                return self.bounds(side, side.value.value, op, at + 1, "comparator_after")
        return None

    # ------------------------------------------------------------ to quantities
    def _unit_before(self, bounds: Bounds) -> units.Unit | None:
        """A unit that opens the bracket its bound stands in: `inhibitor (BU > 0.6)`."""
        at = bounds.start - 2
        if bounds.side.head or bounds.side.reference or bounds.side.value.power:
            return None
        if self.word(at + 1) in (")", "]"):
            return self._unit_of_name(at + 1)
        if self.word(at) not in ("(", "["):
            return None
        unit = units.read(self.text, self.items, at + 1)
        if unit is None or unit.end != bounds.start or not (unit.dimension == "inhibition" or "/" in unit.dimension):
            return None
        return unit

    def _unit_of_name(self, close: int) -> units.Unit | None:
        """A unit that fills the bracket between a name and its bound: `creatinine (mg/dL) ≤ 1.5`."""
        opened = next((at for at in range(close - 1, max(close - 9, 0), -1) if self.word(at) in ("(", "[")), None)
        if opened is None or self.items[opened - 1].kind != "measure":
            return None
        unit = units.read(self.text, self.items, opened + 1)
        known = unit is not None and unit.end == close
        return unit if known and unit and ("/" in unit.dimension or unit.dimension in _OF_NAMES) else None

    def _finish(self, bounds: Bounds) -> list[Quantity]:
        second = self._pair(bounds)
        quantity = self._quantity(bounds, 1 if second else 0)
        if bounds.second:
            return [quantity, self._quantity(bounds.second, 0)]
        return [quantity, self._quantity(second, 2)] if second else [quantity]

    def _pair(self, bounds: Bounds) -> Bounds | None:
        """The second half of `160/100 mmHg`; a total as in `40/100` only widens the place."""
        if self.word(bounds.end) != "/" or bounds.unit is not None or bounds.rule in ("range", "list"):
            return None
        second = self.sides.side(bounds.end + 1)
        if second is None or second.op or isinstance(second.value.value, str):
            return None
        value = bounds.side.value.value
        if (second.unit is not None and second.unit.dimension in ("pressure", "fraction")) or self._pressures(
            bounds, second
        ):
            follow = self.bounds(
                replace(second, start=bounds.start), second.value.value, bounds.side.op or "eq", second.end, bounds.rule
            )
            after = self._after_only(second)
            bounds.end, bounds.unit = second.end, second.unit
            if after and not bounds.side.op:
                bounds.end = after.end
                bounds.low, bounds.high = moved(after, value)
                follow.low, follow.high = after.low, after.high
            follow.end = bounds.end
            return follow
        if (
            second.unit is None
            and second.value.value in _TOTALS
            and isinstance(value, int | float)
            and value <= second.value.value
        ):
            bounds.end = second.end
        return None

    def _pressures(self, bounds: Bounds, second: Side) -> bool:
        """Two blood pressures without their unit, after a name of them: `hypertension > 160/100`."""
        one, two = bounds.side.value.value, second.value.value
        if not (isinstance(one, int) and isinstance(two, int)) or not (
            80 <= one <= 250 and 40 <= two <= 150 and two < one
        ):
            return False
        near = self.items[max(bounds.start - 6, 0) : bounds.start]
        return any(item.entry in ("blood_pressure", "systolic", "diastolic") for item in near)

    def _quantity(self, bounds: Bounds, paired: int) -> Quantity:
        side = bounds.side
        unit = bounds.unit
        if unit is None and (unit := self._unit_before(bounds)):
            bounds.start = unit.start if unit.end == bounds.start else bounds.start
        first, last = self.items[bounds.start], self.items[bounds.end - 1]
        role: Role = "grade" if side.head else "measured"
        if unit is not None and unit.dimension in ("time", "half-life", "cycle") and unit.code not in ("ms", "s"):
            role = "time"
        if unit is not None and unit.code in ("/d", "/wk", "/mo", "/a"):
            role = "time"
        if unit is None and not side.head and side.reference is None:
            role = "count"
        unit_text = self.text[self.items[unit.start].start : self.items[unit.end - 1].end] if unit else None
        return Quantity(
            start=first.start,
            end=last.end,
            low=bounds.low,
            high=bounds.high,
            unit=(None if "?" in unit.code else unit.code) if unit else "",
            unit_text=unit_text,
            dimension=unit.dimension if unit else None,
            reference=side.reference,
            role=role,
            compared=bounds.compared,
            first=bounds.start,
            last=bounds.end,
            rule=bounds.rule,
            paired=paired,
            scale=side.head or None,
            negated=side.negated,
        )
