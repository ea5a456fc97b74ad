"""Points of a time frame that have a number and a time unit: alone, titled (`Week 4`), in lists and ranges."""

import re
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from extract.facts.times.point import Point
from extract.language import units
from extract.language.reading import Reading
from extract.language.units import Unit
from extract.language.values import Value, number, number_words, touching

_DIMENSIONS = ("time", "cycle", "half-life")
_SHORT = {"j": "d", "w": "wk", "wk": "wk", "d": "d", "m": "mo", "y": "a", "h": "h", "c": "{cycle}"}
_COMPACT = re.compile(r"(?P<unit>wk|[wdmyhcj])(?P<value>\d{1,4})")
_GLUED_TITLE = re.compile(r"(?P<unit>day|week|month|year|cycle)s?(?P<value>\d{1,3})")  # "Week12"
_TO = ("-", "–", "—", "to", "~", "through", "thru")
_LIST = (",", "，", "、", "and", "&", "/", "or", ";")
_GLUED = re.compile(r"(?:up)?(?:to|until|at)(?P<value>\d{1,3})(?P<unit>day|week|wk|month|year)s?")  # "up to16weeks"
_GLUED_WORD = re.compile(r"(?:up)?(?:to|until|at|after|for|within)(?P<value>\d{1,3})")  # "up to15 weeks"
_WORDS = {"day": "d", "week": "wk", "wk": "wk", "month": "mo", "year": "a", "cycle": "{cycle}"}
_ORDINAL = ("st", "nd", "rd", "th")
_BEFORE_ONE = ("within", "after", "over", "about", "approximately", "nearly")
_TITLES = ("visit", "visits", "v", "part", "cohort", "cohorts", "phase", "arm", "stage")
_TIED = frozenset({*_TITLES, "-", "–"})  # what ties a number that follows
_BEHIND = 12  # places behind the last item that rules may look at, and before the first
# "treatment 6, 3-4 month follow up": the sixth treatment, as its number is the larger
_COUNTS = ("treatment", "session", "dose", "injection", "infusion", "course", "vaccination")


class Numeral(NamedTuple):
    """A number (`low` = `high`) or range as written."""

    low: float
    high: float
    start: int
    end: int
    at: int  # its first item


@cache
def _openers() -> frozenset[str]:
    """Words and signs that may open a point; beside them only numbers, and words that hold one, do."""
    times = [units.openings(dimension) for dimension in _DIMENSIONS]
    return frozenset({"a", "an", *number_words()}.union(*times))


class Numbered:
    """The points of one text that have a number."""

    def __init__(self, reading: Reading) -> None:
        self.text, self.items, self.size = reading.text, reading.items, len(reading.items)
        # before the first and behind the last item stands nothing: rules look no further
        self.words = [item.text for item in self.items] + [""] * _BEHIND
        self.lists = 0
        self._numbers: dict[int, Value | None] = {}  # by item, of those asked for

    def all(self) -> list[Point]:
        """All of them, in order."""
        openers = _openers()
        points: list[Point] = []
        done = 0
        for at, item in enumerate(self.items):
            if at < done:
                continue
            word = item.text
            if item.kind == "number":
                found = self._counted(at)
            elif word in openers:
                found = self._titled(at) or self._compact(at) or self._counted(at) or self._one(at)
            elif word.isalpha() or not word[0].isalpha() or " " in word:
                continue
            else:
                found = self._compact(at)
            if found:
                points += found[0]
                done = found[1]
        return points

    def _unit(self, at: int) -> Unit | None:
        unit = units.atom(self.text, self.items, at)
        return unit if unit is not None and unit.dimension in _DIMENSIONS and unit.code != "ms" else None

    def _titled(self, at: int) -> tuple[list[Point], int] | None:
        """`Week 4`, `Days 1, 8 and 15`, `Months 3-6`."""
        unit = self._unit(at)
        if unit is None or (unit.code in ("a",) and self.words[unit.end].isdigit() and len(self.words[unit.end]) == 4):
            return None
        here = unit.end
        here += self.words[here] in ("#", "(", ":", "no", "'s", "+") and self._is_number(here + 1)
        below = self.words[here] in ("-", "–") and self._is_number(here + 1) and not touching(self.items, here)
        here += below
        if not self._is_number(here):
            return None
        values, end = self._values(here, -1 if below else 1)
        following = self._unit(end + (self.words[end] in ("-", "–")))
        if following is not None and self._ends(following.end):
            day = unit.code == "{cycle}" and self.words[following.end - 1] == "day" and values[0].low == values[0].high
            if len(values) == 1 and not day:
                return None  # "months 3 weeks": the number belongs to what follows
            end = end if day else values.pop().at  # "Cycle 1 day pre-dose"; "Week 6, 4 months"
        return self._made(values, unit.code, self.items[at].start, titled=True), end

    def _compact(self, at: int) -> tuple[list[Point], int] | None:
        """`W12`, `D28`, `M6`; `C1D1` is read by the lexicon of events."""
        word = self.words[at]
        if word.isalpha() or not word[:1].isalpha():
            return None  # neither a word alone nor a number
        if glued := _GLUED.fullmatch(word):
            start = self.items[at].start + glued.start("value")
            amount = int(glued["value"])
            return [Point(start, self.items[at].end, amount, amount, _WORDS[glued["unit"]])], at + 1
        if glued := _GLUED_TITLE.fullmatch(word):
            start, end = self.items[at].start, self.items[at].end
            amount = int(glued["value"])
            return [Point(start, end, amount, amount, _WORDS[glued["unit"]], titled=True)], at + 1
        if (glued := _GLUED_WORD.fullmatch(word)) and (unit := self._unit(at + 1)):
            start = self.items[at].start + glued.start("value")
            amount = int(glued["value"])
            return [Point(start, self.items[unit.end - 1].end, amount, amount, unit.code)], unit.end
        match = _COMPACT.fullmatch(word)
        if match is None:
            return None
        item, value = self.items[at], int(match["value"])
        return [Point(item.start, item.end, value, value, _SHORT[match["unit"]], titled=True)], at + 1

    def _counted(self, at: int) -> tuple[list[Point], int] | None:
        """`6 months`, `3, 6 and 12 months`, `1-2 years`, `the 3rd month`."""
        if plain := self._plain(at):
            return plain
        if not self._is_number(at) or (self.words[at - 1] in _TITLES and not self._stands(at)):
            return None
        if self._in_name(at):
            return None
        below = self._opens_below(at)
        values, end = self._values(at, -1 if below else 1)
        if len(values) > 1 and self.words[at - 1].lower() in _COUNTS and values[0].high > values[1].low:
            return None
        spread = self._spread(end) if len(values) == 1 else 0
        end = self._past_spread(end)
        end += self.words[end] in ("-", "–", "‐") or (len(values) > 1 and self.words[end] == ",")
        if len(values) > 1 and self.words[end] == "(":
            end = self._to_unit(end)
        if len(values) > 1 and (unit := self._every(end)):
            return self._made(values, unit.code, self.items[at - below].start, titled=False), end
        unit = self._unit(end) or self._unit(end + (self.words[end] in ("full", "post", "consecutive", "calendar")))
        if unit is None:
            return None
        made = self._made(values, unit.code, self.items[at - below].start, titled=False, end=unit.end)
        made[0].spread = spread
        return made, unit.end

    def _plain(self, at: int) -> tuple[list[Point], int] | None:
        """A number with its unit right after it that is of no list, range or name, as most are."""
        item = self.items[at]
        if item.kind != "number" or "," in item.text or self.words[at - 1] in _TIED or not self.words[at + 1].isalpha():
            return None
        unit = self._unit(at + 1)
        value = self._number(at) if unit is not None else None
        if unit is None or value is None or isinstance(value.value, str) or value.end > at + 1:
            return None
        self.lists += 1
        end = self.items[unit.end - 1].end
        return [Point(item.start, end, value.value, value.value, unit.code, listed=self.lists)], unit.end

    def _in_name(self, at: int) -> bool:
        """Does a number belong to the name of a drug: `LM-108`?"""
        if self.words[at - 1] != "-" or not (touching(self.items, at) and touching(self.items, at - 1)):
            return False
        head = self.items[at - 2]
        word = self.text[head.start : head.end]
        return len(word) > 1 and word.isupper() and self._unit(at - 2) is None and self.words[at + 1] in _LIST

    def _stands(self, at: int) -> bool:
        """Has the number after `visit` a unit of its own: `visit 30 days after the last dose`?"""
        unit = self._unit(at + 1)
        return unit is not None and self._ends(unit.end)

    def _every(self, at: int) -> Unit | None:
        """The unit of `3, 6, 12 and every 6 months`, where the list ends at `at`."""
        while self.words[at] in (*_LIST, "then"):
            at += 1
        return self._unit(at + 2) if self.words[at] == "every" and self._is_number(at + 1) else None

    def _one(self, at: int) -> tuple[list[Point], int] | None:
        """`within a month`."""
        unit = self._unit(at + 1) if self.words[at] in ("a", "an") and self.words[at - 1] in _BEFORE_ONE else None
        if unit is None or unit.dimension != "time":
            return None
        return [Point(self.items[at].start, self.items[unit.end - 1].end, 1, 1, unit.code)], unit.end

    def _opens_below(self, at: int) -> bool:
        """Is the number the negative start of a range: `-14 to -1 days`? Elsewhere its sign may be a dash."""
        if self.words[at - 1] not in ("-", "–") or not touching(self.items, at) or touching(self.items, at - 1):
            return False
        return self.words[at + 1] in _TO and (self.words[at + 2] in ("-", "–") or self.words[at + 2] in ("0", "1"))

    def _spread(self, at: int) -> float:
        """The tolerance between a number and its unit: 2 of `4 ± 2 months`; 0 without one."""
        end = self._past_spread(at)
        if end == at:
            return 0
        value = self._number(end - 1 - (self.words[end - 1] == ")"))
        return value.value if value is not None and not isinstance(value.value, str) else 0

    def _past_spread(self, at: int) -> int:
        """Past a tolerance between a number and its unit: `24 (± 4) hours`, `4 ± 2 months`."""
        here = at + (self.words[at] == "(")
        sign = 1 if self.words[here] == "±" else 3 if (self.words[here], self.words[here + 1]) == ("+", "/") else 0
        if not sign or not self._is_number(here + sign):
            return at
        here += sign + 1
        if self.words[at] == "(" and self.words[here] != ")":
            return at  # the tolerance has a unit of its own: "0.5 (± 5 minutes), 1 and 2 hours"
        return here + (self.words[here] == ")")

    def _ends(self, at: int) -> bool:
        """Does no number follow the unit word before `at`?"""
        return not self._is_number(at + (self.words[at] in ("-", "–", "#")))

    def _number(self, at: int) -> Value | None:
        if at not in self._numbers:
            self._numbers[at] = number(self.text, self.items, at)
        return self._numbers[at]

    def _is_number(self, at: int) -> bool:
        return 0 <= at < self.size and self._number(at) is not None

    def _values(self, at: int, sign: int) -> tuple[list[Numeral], int]:
        """Numbers and ranges of a list that starts at `at`, and where it ends; `sign` is of the first."""
        found: list[Numeral] = []
        end = at
        while numerals := self._numeral(at, sign if not found else 1):
            found += numerals[0]
            end = numerals[1]
            hanging = self.words[end] in ("-", "–") and self.words[end + 1] in _LIST  # "1-, 3- and 6-months"
            first = at = self._past_bracket(end) + hanging
            while self.words[at] in _LIST and at - first < 2:
                at += 1
            if at == first and not self._rises(found[-1], end):
                break
        return found, end

    def _rises(self, last: Numeral, at: int) -> bool:
        """Does a list go on without a comma: `3 6 and 9 months`?"""
        following = self._number(at) if self._is_number(at) and not touching(self.items, at) else None
        if following is None or isinstance(following.value, str) or following.value <= last.high:
            return False
        if self.words[following.end] in _LIST and self._is_number(following.end + 1):
            return True
        start, end = self.items[at].start, self.items[following.end - 1].end
        return self._rises(Numeral(following.value, following.value, start, end, at), following.end)

    def _past_bracket(self, at: int) -> int:
        """Past a short bracket within a list: `weeks 0 (baseline), 4 and 8`."""
        if self.words[at] != "(":
            return at
        stop = next((here for here in range(at + 1, at + 6) if self.words[here] == ")"), 0)
        listed = stop and self.words[stop + 1] in _LIST
        number_at = stop + 2 + (self.words[stop + 2] in _LIST)
        return stop + 1 if listed and self._is_number(number_at) and not self._has_unit(at, stop) else at

    def _to_unit(self, at: int) -> int:
        """Past the bracket between the last number of a list and its unit: `four (T1), eight (T2) months`."""
        stop = next((here + 1 for here in range(at + 1, at + 5) if self.words[here] == ")"), at)
        return stop if self._unit(stop) is not None and not self._has_unit(at, stop) else at

    def _has_unit(self, start: int, stop: int) -> bool:
        return any(self._unit(here) is not None for here in range(start, stop))

    def _numeral(self, at: int, sign: int) -> tuple[list[Numeral], int] | None:
        """A number, or the range that it opens."""
        value = self._number(at)
        if value is None or isinstance(value.value, str):
            return None
        item = self.items[at]
        if item.text.count(",") > 1:
            # a list without blanks, "96,120,144": no thousands
            return [Numeral(int(part), int(part), item.start, item.end, at) for part in item.text.split(",")], value.end
        if self.words[value.end] in ("-", "–") and (chain := self._chain(at)) is not None:
            return chain
        low: float = sign * value.value
        end = value.end
        if self.words[at + 1] == "," and end > at + 1:
            low, end = int(item.text), at + 1  # "8,12 weeks" are two, no decimal comma
        end += self.words[end] in _ORDINAL and touching(self.items, end)
        ranges = self.words[end] in _TO
        minus = ranges and sign < 0 and self.words[end + 1] in ("-", "–")  # "-14 to -1 days"
        upper = self._number(end + 1 + minus) if ranges else None
        high: float = low
        if upper is not None and not isinstance(upper.value, str):
            top = -upper.value if minus else upper.value
            if top > low:
                high, end = top, upper.end
        return [Numeral(low, high, item.start, self.items[end - 1].end, at)], end

    def _chain(self, at: int) -> tuple[list[Numeral], int] | None:
        """A list with hyphens, `3-6-9-12`: three numbers or more that rise."""
        found: list[Numeral] = []
        end = at
        while (value := self._number(end)) is not None and not isinstance(value.value, str):
            item = self.items[end]
            found.append(Numeral(value.value, value.value, item.start, self.items[value.end - 1].end, end))
            end = value.end
            if self.words[end] not in ("-", "–") or not self._is_number(end + 1):
                break
            end += 1
        rises = all(one.low < two.low for one, two in pairwise(found))
        return (found, end) if len(found) > 2 and rises else None

    def _made(
        self, values: list[Numeral], code: str, start: int, *, titled: bool, end: int | None = None
    ) -> list[Point]:
        self.lists += 1
        made = [
            Point(value.start, value.end, value.low, value.high, code, titled=titled, listed=self.lists)
            for value in values
        ]
        made[0].start = start
        if end is not None:
            made[-1].end = self.items[end - 1].end
        return made
