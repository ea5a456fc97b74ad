"""Quantities: comparators, numbers and units of a text composed to bounds."""

from dataclasses import replace

from extract.language import units
from extract.language.intervals import Bounds, complementary, lend_comparators, lend_units, lettered, moved, rank
from extract.language.items import Item
from extract.language.reading import Limit, Number, Quantity, Role
from extract.language.sides import HEADS, Side, SideReader, meaning
from extract.language.units import Unit
from extract.language.values import ROMAN, TNM, number_words, touching
from extract.lexicons import word_list

_DASHES = {"-", "–", "—", "~", "∼", "‐", "−", "〜"}
_TO = _DASHES | {"to", "through", "thru", "until", "till"}
_BETWEEN = {"between", "from", "ranging", "range", "ranges", "aged", "ages"}
_AFTER_BETWEEN = word_list("after_between")
_GRADE_CONTEXT = word_list("grade_context")
_AGE_WORDS = word_list("age_words")
_CLOSES = {"", ",", ".", ";", ")", "and", "or", "of", "old"}  # may follow a comparator that stands after its number
_TOTALS = {10, 20, 21, 24, 27, 28, 30, 40, 42, 50, 52, 56, 60, 63, 68, 70, 80, 84, 96, 100, 108, 120, 144, 180}


class Composer:
    """Composes all quantities of one text, left to right; `skip` are the items whose number is something else."""

    def __init__(self, text: str, items: list[Item], scales: dict[str, str], skip: set[int]) -> None:
        self.text, self.items, self.skip = text, items, skip
        self.sides = SideReader(text, items, scales)
        self.scales = scales
        self.size = len(items)
        self._staged = any(
            word in text.lower()
            for word in ("stag", "tnm", "tumo", "cancer", "node", "carcinoma", "fibrosis", "metavir")
        )
        self.word = self.sides.word
        self.numbers = number_words()

    def all(self) -> list[Quantity]:
        """Every quantity, in order."""
        found: list[Quantity] = []
        at = 0
        while at < self.size:
            quantities = self._at(at)
            if quantities:
                found += quantities
                at = max(quantities[-1].last, at + 1)
            else:
                at += 1
        lend_units(self.items, found)
        lend_comparators(self.items, found)
        return found

    def _at(self, at: int) -> list[Quantity]:
        item = self.items[at]
        if at in self.skip:
            return []
        if item.text in _BETWEEN and (bounds := self._between(at)):
            return self._finish(bounds)
        head = self._head_before(at) or self._head_in(at)
        if not (item.kind in ("number", "comparator") or item.text in self.numbers or item.text in HEADS or head):
            return []
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
        if not self._staged or not TNM.fullmatch(self.text, item.start, item.end):
            return ""
        return (
            ""
            if self.word(at + 1) in ("weighted", "-", "mri", "images", "lesions", "hyperintense")
            and not self._tnm_at(at + 2)
            else "tnm"
        )

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
        joint = self._past_age_words(low.end) if self.word(low.end) not in _TO else low.end
        if self.word(joint) not in _TO and self.word(joint) != "and":
            return None
        high = self.sides.side(joint + 1) or self.sides.side(joint + 2)
        if high is None or not self._ordered(low, high) or (high.op and high.op not in ("lt", "le")):
            return None
        keyword = self.word(at) in ("between", "from")
        bounds = self._range(low, high, "between")
        bounds.start = at if keyword else low.start
        return bounds

    def _from(self, side: Side) -> Bounds:
        if side.op:
            return self._compared(side)
        ranged = self._ranged(side) or self._listed(side)
        if ranged:
            return ranged
        after = self._after(side)
        if after:
            return after
        return self._bounds(side, side.value.value, "eq", side.end, "value")

    def _compared(self, side: Side) -> Bounds:
        if side.op == "eq":
            ranged = self._ranged(side) or self._listed(side)
            if ranged:
                return ranged
        if side.op == "within" and side.unit is None and side.reference is None and (ranged := self._ranged(side)):
            return ranged
        bounds = self._bounds(side, side.value.value, side.op, side.end, "comparator")
        listed = self._listed(side) if side.head and side.op not in ("lt", "le", "within") else None
        if listed and listed.high:
            bounds.end = listed.end
        return self._two_sided(bounds)

    def _ranged(self, side: Side) -> Bounds | None:
        """`7-9`, `18 to 65 years`, `2.5 to < 18 years`, `II to IV`, `37 ± 2`."""
        at = side.end
        if self.word(at) in ("±",) or (self.word(at) == "+" and self.word(at + 1) == "/" and self.word(at + 2) == "-"):
            spread = self.sides.side(at + (1 if self.word(at) == "±" else 3))
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
        joint = at
        if self.word(at) not in _TO:
            joint = self._past_age_words(at)
        elif (
            self.word(at) == "-"
            and side.value.start + 1 == at
            and touching(self.items, at)
            and self.items[at].end != self.items[min(at + 1, self.size - 1)].start
            and side.unit is None
        ):
            return None
        if self.word(joint) not in _TO:
            return None
        start = joint + 1
        if self.word(start) in ("a", "maximum", "up", "the") and self.word(start + 1) not in ("and",):
            start += self.word(start) in ("a", "the")
        high = self.sides.side(start, head=side.head)
        if (
            high is None
            or high.value.start in self.skip
            or not self._ordered(side, high)
            or (high.op and high.op not in ("lt", "le"))
        ):
            return None
        return self._range(side, high, "range")

    def _range(self, low: Side, high: Side, rule: str) -> Bounds:
        low_op = low.op in ("gt",)
        side = replace(
            low, unit=high.unit or low.unit, reference=low.reference or high.reference, head=low.head or high.head
        )
        bounds = Bounds(
            low.start,
            high.end,
            Limit(low.value.value, not low_op),
            Limit(high.value.value, high.op != "lt"),
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
            bounds.second = self._bounds(upper, high.value.value, upper.op, high.end, rule)
            bounds.high, bounds.end, bounds.unit = None, low.end, low.unit
            bounds.side = replace(bounds.side, unit=low.unit)
        return bounds

    def _ordered(self, low: Side, high: Side) -> bool:
        a, b = low.value.value, high.value.value
        if isinstance(a, str) or isinstance(b, str):
            return bool(low.head)
        if low.unit and high.unit and low.unit.code != high.unit.code:
            return low.unit.dimension == high.unit.dimension
        return a <= b

    def _listed(self, side: Side) -> Bounds | None:
        """`0 or 1`, `0, 1 or 2`, `grade II, III and IV`, `3/4`: from the least to the greatest."""
        values = [side.value.value]
        end, unit, last = side.end, side.unit, side
        graded = bool(side.head)
        while end < self.size and len(values) < 8:
            joint = self._past_joint(end)
            if joint == end:
                break
            plain_and = self.word(joint - 1) in ("and", "&")
            slash = self.word(joint - 1) == "/"
            if graded and (self.word(joint) in HEADS or self._same_scale(joint, side)):
                joint += 1
            if joint >= self.size or self.items[joint].kind == "comparator" or joint in self.skip:
                break
            following = self.sides.side(joint, head=side.head)
            if following is None or following.op or following.reference != side.reference:
                break
            if not graded and (
                isinstance(following.value.value, str) or plain_and or not self._small(values, following, slash=slash)
            ):
                break
            if not self._goes_on(side, unit, following):
                break
            values.append(following.value.value)
            end, unit, last = following.end, following.unit or unit, following
        if len(values) == 1 or (not graded and len(values) == 2 and unit and self.word(side.end) == ","):
            return None
        ranked = sorted(values, key=rank)
        if any(isinstance(value, str) for value in ranked):
            ranked = [lettered(value) for value in ranked]
        bounds = Bounds(
            side.start,
            end,
            Limit(ranked[0], True),
            Limit(ranked[-1], True),
            unit,
            replace(side, unit=unit, reference=last.reference),
            True,
            "list",
        )
        return bounds

    def _same_scale(self, at: int, side: Side) -> bool:
        """Is item `at` the scale's name said again, as in `Modic 2 and Modic 3`?"""
        return at < self.size and self.items[at].kind == "measure" and self.word(at) == self.word(side.start - 1)

    def _goes_on(self, side: Side, unit: Unit | None, following: Side) -> bool:
        """May `following` be of one list with `side`: one unit, one axis of TNM, no comparator of its own?"""
        if unit and _other_unit(unit, following.unit):
            return False
        if side.head == "tnm" and self._axis(following.value.start) != self._axis(side.value.start):
            return False
        return following.end >= self.size or not meaning(self.items[following.end], "after")

    def _axis(self, at: int) -> str:
        """T, N or M of a TNM value."""
        return self.word(at).lstrip("cpyr")[:1]

    def _past_joint(self, at: int) -> int:
        """Past what parts the members of a list: a comma, "or", a stroke; `at` itself where there is none."""
        if self.word(at) == ",":
            return at + 1 + (self.word(at + 1) in ("or", "and", "&"))
        if self.word(at) in ("or", "/", "and", "&", "vs"):
            return at + 1 + (self.word(at + 1) == "or")
        return at

    def _small(self, values: list[Number], following: Side, *, slash: bool) -> bool:
        """Neighbours on a scale or count: whole numbers, without a unit up to 10; with a stroke only up to 5."""
        value = following.value.value
        whole = isinstance(value, int) and all(isinstance(v, int) for v in values)
        if not whole:
            return following.unit is not None and not slash
        return (isinstance(value, int) and value <= (5 if slash else 10)) or (following.unit is not None and not slash)

    def _after(self, side: Side) -> Bounds | None:
        """`18 years or older`, `2 or more`, `18+`, `3 mm ≥`, `5 mm larger than`."""
        if side.value.plus and (side.unit is not None or (isinstance(side.value.value, int) and side.value.value >= 5)):
            return self._bounds(side, side.value.value, "ge", side.end, "plus")
        for at in (side.end, self._past_age_words(side.end)):
            if at >= self.size:
                continue
            op = meaning(self.items[at], "after")
            if op:
                return self._two_sided(self._followed(side, op, at + 1))
            op = meaning(self.items[at])
            ahead = self.sides.side(at) if op else None
            if (
                op in ("ge", "gt")
                and ahead is None
                and at == side.end
                and side.unit is not None
                and side.reference is None
                and (side.unit.dimension != "time" or self.word(at + 1) in _CLOSES)
            ):
                return self._bounds(side, side.value.value, "ge", at + 1, "comparator_after")
            if op in ("ge", "gt", "le", "lt") and at + 1 >= self.size and not self.items[at].entry:
                return self._bounds(side, side.value.value, op, at + 1, "comparator_after")
        return None

    def _followed(self, side: Side, op: str, end: int) -> Bounds:
        """A number with a comparator after it that ends at item `end`; the unit may follow both: `3 or more years`."""
        if side.unit is None and side.reference is None and not side.head:
            unit = units.atom(self.text, self.items, end) if end < self.size else None
            if unit is not None and unit.dimension in ("time", "half-life", "cycle"):
                side = replace(side, unit=unit)
                end = unit.end
        return self._bounds(side, side.value.value, op, end, "comparator_after")

    def _two_sided(self, first: Bounds) -> Bounds:
        """`≥ 18 and ≤ 75 years`, `18 years or older and 75 years or younger`: one interval where both sides agree."""
        at = self._past_age_words(first.end)
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
            second = self._bounds(second_side, second_side.value.value, second_side.op, second_side.end, "comparator")
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
        for at in (side.end, self._past_age_words(side.end)):
            if at < self.size and (op := meaning(self.items[at], "after")):
                return self._bounds(side, side.value.value, op, at + 1, "comparator_after")
        return None

    def _past_age_words(self, at: int) -> int:
        here = at
        while here < self.size and here - at < 6 and self.word(here) in _AGE_WORDS:
            here += 1
        return here

    def _bounds(self, side: Side, value: Number, op: str, end: int, rule: str) -> Bounds:
        low = Limit(value, op != "gt") if op in ("ge", "gt", "eq") else None
        high = Limit(value, op != "lt") if op in ("le", "lt", "eq", "within") else None
        return Bounds(side.start, end, low, high, side.unit, side, bool(side.op) or op != "eq", rule)

    # ------------------------------------------------------------ to quantities
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
        if second.unit is not None and second.unit.dimension in ("pressure", "fraction"):
            follow = self._bounds(
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

    def _quantity(self, bounds: Bounds, paired: int) -> Quantity:
        first, last = self.items[bounds.start], self.items[bounds.end - 1]
        unit = bounds.unit
        side = bounds.side
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
            unit=unit.code if unit else "",
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


def _other_unit(unit: Unit, following: Unit | None) -> bool:
    """Does a number with `unit` not list with the `following`: in another unit, or `60 minutes, 3 times a week`?"""
    return unit.dimension == "time" if following is None else unit.code != following.code
