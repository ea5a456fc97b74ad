"""Comparators that stand after their number: `18 years or older`, `3 mm ≥`, `grade 1 or better`."""

from msgspec.structs import replace

from extract.language import units
from extract.language.comparators import meaning
from extract.language.intervals import Bounds
from extract.language.ranges import AGE_WORDS, RangeReader
from extract.language.sides import UNSURE, Side
from extract.lexicons import word_list

_TURNED = {"ge": "le", "le": "ge", "gt": "lt", "lt": "gt"}
_CLOSES = {"", ",", ".", ";", ")", "and", "or", "of", "old"}  # may follow a comparator that stands after its number
_AFTER_SYMBOL = {"or", "and", "at", ",", ")", ";", "."}  # may follow a symbol that stands after its number
_EXTREMES = {"minimum": "ge", "at least": "ge", "maximum": "le", "at most": "le"}
FOLLOWING = AGE_WORDS | _EXTREMES.keys() | {"including", "or", "and"}  # before or in a comparator after its number
_RISING = word_list("better_when_higher")
_PER_PERIOD = {"mass", "volume", "activity", "intake"}  # amounts that people take in a period
_SMALL_SCORE = 6  # scores up to here may count either way


class FollowReader(RangeReader):
    """Reads what stands after a value."""

    def after(self, side: Side) -> Bounds | None:
        """`18 years or older`, `2 or more`, `18+`, `3 mm ≥`, `5 mm larger than`."""
        open_ended = side.unit is not None or (isinstance(side.value.value, int) and side.value.value >= 5)
        if side.value.plus and (open_ended or side.head.startswith("grade")):
            return self.bounds(side, side.value.value, "ge", side.end, "plus")
        following = self.items[side.end] if side.end < self.size else None
        if following is None or (following.kind != "comparator" and following.text not in FOLLOWING):
            return None
        beyond = self.past_age_words(side.end)
        if extreme := self._extreme_after(side, side.end):
            return extreme
        found = self._after_at(side, side.end) or self._symbol_after(side, side.end)
        if found or beyond == side.end:
            return found
        return self._after_at(side, beyond) or self._symbol_last(side, beyond)

    def _extreme_after(self, side: Side, at: int) -> Bounds | None:
        """`(class 1 minimum)`, `20 mg/day maximum`, `9 g/dL at least`: an extreme that closes its phrase."""
        op = _EXTREMES.get(self.word(at), "")
        if not op or self.word(at + 1) not in _CLOSES or self.word(at + 1) in {"of", "old"}:
            return None
        return self.bounds(side, side.value.value, op, at + 1, "comparator_after")

    def _after_at(self, side: Side, at: int) -> Bounds | None:
        """The bound that words at item `at` make: `or older`, `and above`, `or worse`."""
        op = meaning(self.items[at], "after") if at < self.size and self.items[at].entry else ""
        opens = self.word(at) in {"or at least", "or at most"} and self.side(at) is not None
        if not op or opens:
            return None
        if self.word(at).endswith("better") and not side.unit and not side.reference:
            return self._better(side, at + 1)
        return self._followed(side, self._worse(side) if self.word(at).endswith("worse") else op, at + 1)

    def _symbol_after(self, side: Side, at: int) -> Bounds | None:
        """The bound that a symbol, or a comparison with the value again, makes right after it."""
        if self.word(at) in {"or", "and"}:
            return self._again(side, at + 1)
        op = meaning(self.items[at]) if at < self.size else ""
        if op not in _TURNED:
            return None
        symbol, value, following = not self.items[at].entry, side.value.value, self.word(at + 1)
        if symbol and (following in _AFTER_SYMBOL or (op in {"ge", "le"} and following == "within")):
            return self.bounds(side, value, op, at + 1, "comparator_after")
        ahead = self.side(at)
        if ahead is None and symbol and self._names_measure(at + 1):
            return self.bounds(side, value, _TURNED[op], at + 1, "value_first")
        whole = side.unit is not None and side.reference is None
        closed = side.unit is None or side.unit.dimension != "time" or following in _CLOSES
        if op in {"ge", "gt"} and (symbol or self.word(at).endswith("than")) and ahead is None and whole and closed:
            return self.bounds(side, value, "ge", at + 1, "comparator_after")
        return self._symbol_last(side, at)

    def _symbol_last(self, side: Side, at: int) -> Bounds | None:
        """The bound that a symbol at the very end of the text makes."""
        if at + 1 != self.size or self.items[at].entry or (op := meaning(self.items[at])) not in _TURNED:
            return None
        return self.bounds(side, side.value.value, op, at + 1, "comparator_after")

    def _or_greater(self, at: int) -> str:
        """`3 mm or greater than the control`: a comparison with a thing after the inclusive one with the number."""
        op = meaning(self.items[at]) if at < self.size and self.word(at).endswith(" than") else ""
        compared = self.word(at + 1) in {"the", "that", "negative", "saline", "control", "diluent"}
        return {"gt": "ge", "lt": "le"}.get(op, "") if compared else ""

    def _again(self, side: Side, at: int) -> Bounds | None:
        """`20 or over 20 years`: the value said twice, or once and then with a thing: `3 mm or greater than the …`."""
        if inclusive := self._or_greater(at):
            return self.bounds(side, side.value.value, inclusive, at + 1, "comparator_after")
        again = self.side(at, op_needed=True)
        if again is None or again.op not in _TURNED or again.value.value != side.value.value or side.head:
            return None
        if side.unit and again.unit and side.unit.code != again.unit.code:
            return None
        side = replace(side, unit=again.unit or side.unit)
        op = "ge" if again.op in {"ge", "gt"} else "le"
        return self.bounds(side, side.value.value, op, again.end, "comparator_after")

    def _worse(self, side: Side) -> str:
        """`-3 dB or worse`, `power 4 or worse` are that or less; of grades, scores and the like worse is more."""
        value = side.value.value
        near = " ".join([self.word(at) for at in range(max(side.start - 12, 0), side.start)]).split()
        acuity = side.unit is not None and side.unit.dimension == "acuity"
        rising = not acuity and not _RISING.isdisjoint(near)
        return "le" if rising or (isinstance(value, int | float) and value < 0) else "ge"

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
            if unit is not None and unit.dimension in {"time", "half-life", "cycle"}:
                side = replace(side, unit=unit)
                end = unit.end
        elif side.unit is not None and side.unit.dimension in _PER_PERIOD and self.word(end) == "per":
            unit, period = side.unit, units.atom(self.text, self.items, end + 1)
            if period is not None and period.dimension == "time":  # "5 units or more per day"
                of_period = replace(unit, code=f"{unit.code}/{period.code}", dimension=unit.dimension + "/time")
                side, end = replace(side, unit=of_period), period.end
        return self.bounds(side, side.value.value, op, end, "comparator_after")

    def after_only(self, side: Side) -> Bounds | None:
        """The bound of a value with a comparator in words after it; None where there is none."""
        for at in (side.end, self.past_age_words(side.end)):
            if at < self.size and self.items[at].entry and (op := meaning(self.items[at], "after")):
                return self.bounds(side, side.value.value, op, at + 1, "comparator_after")
        return None
