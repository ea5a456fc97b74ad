"""One side of a comparison: comparator, number or grade, unit, and the limit that it is a multiple of."""

from msgspec import Struct

from extract.language import units
from extract.language.amounts import per_period
from extract.language.comparators import meaning
from extract.language.items import Item, Texts
from extract.language.reading import Number, Reference
from extract.language.units import Unit
from extract.language.values import Value, grade, number, number_words, touching
from extract.lexicons import word_list

UNSURE = "unsure"  # rule of a bound whose direction or value the words do not tell
HEADS = word_list("grade_heads")
_LETTERED = word_list("lettered_heads")
FLIP = {"ge": "lt", "gt": "le", "le": "gt", "lt": "ge"}
_NEGATION = word_list("negations")
_BETWEEN_NEGATION = word_list("between_negation_and_comparator")
_FILLERS = word_list("before_value")
_DETECTION = {"detection", "quantification", "quantitation", "measurability", "measurement", "assay", "sensitivity"}
_EQUAL = {"equal", "equals", "=", "equal to"}
_EXTREMES = {"minimum", "maximum", "min", "max"}
_TIMES = word_list("multiplication")
_TOWARDS = word_list("before_limit")
_LIMITED = _TIMES | _TOWARDS | {"-", "(", ")", "n"}  # what may follow a number that is a multiple of a limit
_OFTEN = {"twice": 2, "thrice": 3}
_AFTER_NORMAL = {"", ",", ";", ".", ")", "]", "or", "and"}
_TORN_POWERS = {"103", "104", "105", "106", "109", "1012"}


class Side(Struct):
    """Comparator (ge, gt, le, lt, eq, within, or empty), value, unit and reference of items `[start, end)`."""

    start: int
    end: int
    op: str
    value: Value
    unit: Unit | None = None
    reference: Reference | None = None
    head: str = ""
    negated: bool = False

    @property
    def judged(self) -> int:
        """Where the items begin whose numbers must be quantities: not the version in `> CTCAE v5.0 grade 1`."""
        return self.value.start if self.head == "scale" else self.start


class SideReader:
    """Reads sides off one text's items; `skip` are the items whose number is something else."""

    def __init__(
        self, text: str, items: list[Item], texts: Texts, scales: dict[str, str], skip: dict[int, str]
    ) -> None:
        self.text, self.items, self.scales, self.skip = text, items, scales, skip
        self.size = len(items)
        self.word = texts.__getitem__

    def comparator(self, at: int) -> tuple[str, int, bool]:
        """Comparator at item `at`: meaning, next item, and whether it stood under a negation."""
        if at >= self.size or self.items[at].kind != "comparator":
            return "", at, False
        op = meaning(self.items[at])
        if not op or (self.word(at) in {"above", "below"} and self.word(at - 1) == "the"):
            return "", at, False
        end = at + 1
        if end < self.size and self.items[end].kind != "number":
            op, end = self._joined(op, end)
        negated = self._negated(at)
        return (FLIP.get(op, op) if negated else op), end, negated

    def _joined(self, op: str, end: int) -> tuple[str, int]:
        """What comparator `op` is with those that go on with it at item `end`, and the item after them."""
        if self.word(end) in {"or", "and", "/"} and self.word(end + 1) in _EQUAL:
            end += 2
            end += self.word(end) in {"to", "than"}
            op = {"gt": "ge", "lt": "le"}.get(op, op)
        while end < self.size and (again := meaning(self.items[end])):
            # two in a row, as in "at least ≥ 18": the second is the exact one
            exact = op in {"eq", "within"} or again[0] == op[0] or again == "within"  # "at least within 1 week"
            op = again if again != "eq" and exact else op
            end += 1
        if op == "eq" and self.word(end) in {"or", "/"} and end + 1 < self.size:  # = or > 9
            beyond = {"gt": "ge", "lt": "le"}.get(meaning(self.items[end + 1]), "")
            op, end = (beyond, end + 2) if beyond else (op, end)
        closed = self.word(end) + self.word(end + 2) in {"()", "[]"}
        if closed and meaning(self.items[end + 1]):
            op = op if meaning(self.items[end + 1]) == "eq" else meaning(self.items[end + 1])
            end += 3  # "greater than or equal to (>=) 0.5"
        return op, end

    def _negated(self, at: int) -> bool:
        back = at - 1
        while back >= 0 and at - back <= 3 and self.word(back) in _BETWEEN_NEGATION:
            back -= 1
        return back >= 0 and self.word(back) in _NEGATION

    def side(self, at: int, *, op_needed: bool = False, head: str = "") -> Side | None:
        """The side that starts at item `at`; `head` is a grade's head word said earlier."""
        if at < self.size and self.items[at].kind == "number" and not head:
            return None if op_needed else self._numbered(at, at, "", negated=False)
        op, here, negated = self.comparator(at)
        if op_needed and not op:
            return None
        start = here if op == "eq" and not op_needed else at
        if op and not head and here < self.size and self.items[here].kind == "number":
            legend = op == "eq" and at > 0 and self.items[at - 1].kind == "reference"
            return None if legend else self._numbered(here, start, op, negated=negated)
        return self._led(at, start, head, (op, here, negated))

    def _led(self, at: int, start: int, head: str, led: tuple[str, int, bool]) -> Side | None:
        """The side of a scale, a limit or a number in words after the comparator, if any, in item `at`."""
        op, here, negated = led
        here += self.word(at) == "at least" and self.word(here) == "in"  # at least in 2 seasons
        last = here + 4
        while op and here < last and self.word(here) in _FILLERS and not self._value(here, head):
            here += 1
        word = self.word(here)
        if word not in HEADS and (self.word(at) in _EXTREMES or (op and not self.items[at].entry)):
            here = self._past_name(here)
            word = self.word(here)
        head_found = head
        if word in HEADS:
            head_found = word
            here += 1 + (self.word(here + 1) in {":", "of", "-"})
            if not op:
                op, here, negated = self.comparator(here)
        elif here < self.size and self.items[here].kind == "measure" and op and self.scales.get(self.items[here].entry):
            # "≤ NYHA II", "greater than CTCAE grade 1"
            head_found = "scale"
            here = self._past_head(here + 1)
        if op == "eq" and at > 0 and self.items[at - 1].kind == "reference":
            return None  # "ULN = upper limit of normal" is a legend
        often = self.word(here) in _OFTEN  # more than twice the upper limit
        if op and not self._is_number(here) and (limit := self._bare_limit(here + often)):
            if self.word(limit[1]) in {"+", "plus"}:
                return None  # "ULN + 4 seconds" is no multiple
            factor = number(self.text, self.items, limit[1] + 1) if self.word(limit[1]) in _TIMES else None
            end = factor.end if factor else limit[1]
            return Side(
                start,
                end,
                op,
                factor or Value(_OFTEN.get(self.word(here), 1), here, here + often),
                None,
                limit[0],
                "",
                negated,
            )
        value = self._value(here, head_found, signed=bool(op) or self._minus(here))
        if value is None:
            return None
        if not op and not head_found and isinstance(value.value, str):
            return None
        side = Side(start, value.end, op, value, None, None, head_found, negated)
        if not head_found or self.items[here].kind == "number":
            self._measure_in(side)
        return side

    def _numbered(self, at: int, start: int, op: str, *, negated: bool) -> Side | None:
        """The side of the number in item `at`, right after its comparator or without one."""
        value = number(self.text, self.items, at)
        if value is None:
            return None
        side = Side(start, value.end, op, value, negated=negated)
        self._measure_in(side)
        return side

    def _past_head(self, at: int) -> int:
        """Past the abbreviation and the head word after a scale's name: `Common Toxicity Criteria [(CTC) grade] 2`."""
        if self.word(at) in {"v", "version"} and self.word(at + 2) in HEADS:
            at += 2  # "> CTCAE v5.0 grade 1"
        bracketed = self.word(at) == "(" and self.word(at + 2) == ")" and self.word(at + 3) in HEADS
        at += 3 if bracketed else 0
        return at + (self.word(at) in HEADS)

    def _is_number(self, at: int) -> bool:
        return at < self.size and self.items[at].kind == "number"

    def _minus(self, at: int) -> bool:
        """Is item `at` the sign of a negative number: `a T-score of -1.0`, `-1.0 to -2.5`, `(-2 to +1)`?"""
        if self.word(at) not in {"-", "+"} or not touching(self.items, at + 1):
            return False
        return not touching(self.items, at) or self.word(at - 1) == "("

    def opens_signed(self, at: int) -> bool:
        """Does a bracket open before a range with signs: `(-2 to +1)`?"""
        return self.word(at - 1) == "(" and self.word(at + 2) in {"to", "and"} and self.word(at + 3) in {"-", "+"}

    def dash(self, at: int) -> bool:
        """Is the hyphen in item `at` no sign: `Age -30 years`, `IIEF -12-21`?"""
        if self.word(at - 1) in {"age", "aged", "ages"}:
            return True
        ranged = self.word(at + 2) == "-" and touching(self.items, at + 2) and touching(self.items, at + 3)
        if not ranged or self.items[at + 1].kind != "number" or self.items[at + 3].kind != "number":
            return False
        return float(self.word(at + 1).replace(",", "")) < float(self.word(at + 3).replace(",", ""))

    def _past_name(self, at: int) -> int:
        """Past the name between an extreme and its number: `minimum disc height of 5 mm`."""
        here = at
        if self.word(at) in number_words():
            return at
        while (
            here < self.size
            and here - at < 6
            and (self.items[here].kind in {"word", "measure"} or self.word(here) == ":")
        ):
            here += 1
            if self.word(here - 1) in {"of", "is", ":"} and here - at > 1:
                return here
        return at

    def _value(self, at: int, head: str, *, signed: bool = False) -> Value | None:
        if head:
            return grade(self.text, self.items, at, letters=head in _LETTERED)
        return number(self.text, self.items, at, signed=signed)

    def _bare_limit(self, at: int) -> tuple[Reference, int] | None:
        """ULN or LLN with no factor after a comparator: `> ULN`, `above the upper limit of normal`."""
        here = at
        while (
            here < self.size
            and here - at < 4
            and self.items[here].kind != "reference"
            and self.word(here) in _TOWARDS
            and self.word(here) not in {"(", "/"}
        ):
            here += 1
        if self._is_limit(here):
            reference: Reference = self.items[here].entry  # type: ignore[assignment]  # as tested
            return reference, self._named_again(here + 1)
        return None

    def _is_limit(self, at: int) -> bool:
        """Is item `at` a limit of normal, and not one of detection?"""
        if at >= self.size or self.items[at].kind != "reference" or self.items[at].entry not in {"ULN", "LLN"}:
            return False
        after = self.word(at + 3) if self.word(at + 2) == "the" else self.word(at + 2)
        return not (self.word(at + 1) == "of" and after in _DETECTION)

    def _named_again(self, at: int) -> int:
        """Past a repetition in brackets: `upper limit of normal (ULN)`."""
        if (
            self.word(at) in {"(", "["}
            and at + 2 < self.size
            and self.items[at + 1].kind == "reference"
            and self.word(at + 2) in {")", "]"}
        ):
            return at + 3
        return at

    def _measure_in(self, side: Side) -> None:
        """Unit and reference after the value."""
        value = side.value
        at = value.end
        if at == self.size:
            self._unitless(side, at)
            return
        said = self.items[at].text
        limited = said in _LIMITED or self.items[at].kind == "reference"
        if limited and (self._limit(side, at) or self._normal(side, at)):
            return
        joined = at + (said in {"-", "–"} and self._hyphen(at))
        unit = units.read(self.text, self.items, joined, value.power) or units.unknown(self.text, self.items, at)
        if unit is None and value.power == 0 and said == "(":
            # a unit in brackets: 90 (mmHg)
            unit = units.read(self.text, self.items, at + 1)
            if unit is not None and self.word(unit.end) == ")" and unit.dimension != "time":
                unit = Unit(unit.code, unit.dimension, unit.start, unit.end + 1)
            else:
                unit = None
        if unit is None:
            self._unitless(side, at)
            return
        if "?" in unit.code:
            side.unit, side.end = unit, unit.end
            return
        if unit.dimension == "fold":
            if not self._limit(side, unit.end):
                side.end = unit.end
            return
        unit = self._stroke_lost(unit, value)
        side.unit, side.end = unit, unit.end
        if unit.dimension == "fraction":
            self._per_cent_of(side)
        elif unit.dimension in {"mass", "activity", "mass/mass", "intake"}:
            side.unit, side.end = per_period(self.text, self.items, self.word, unit)

    def _unitless(self, side: Side, at: int) -> None:
        """A power of ten before item `at` where no unit is: one that is lost or unreadable, or part of the number."""
        if side.value.power:
            self._spell_out(side)
            side.unit = units.read(self.text, self.items, at) or self._garbled(at)
            side.end = side.unit.end if side.unit else side.end
        elif self.word(at) in {"x", "×", "*", "´"} and self.word(at + 1) in _TORN_POWERS:
            side.unit, side.end = Unit("?", "count/volume", at, at + 2), at + 2  # "1.5 x 109", its "/L" lost

    def _hyphen(self, at: int) -> bool:
        """Does a hyphen join the number and its unit: `24-hour`, or before a time also `at least 3- months`?"""
        if not touching(self.items, at):
            return False
        unit = None if touching(self.items, at + 1) else units.atom(self.text, self.items, at + 1)
        return touching(self.items, at + 1) or (
            unit is not None and unit.dimension == "time" and len(self.word(at + 1)) > 2
        )

    def _normal(self, side: Side, at: int) -> bool:
        """`> 2N`, `> 3 x N`: multiples of the normal value, which N stands for beside small numbers."""
        times = self.word(at) in _TIMES
        at += times
        if not side.op or self.word(at) != "n" or not isinstance(side.value.value, int | float):
            return False
        upper = self.text[self.items[at].start] == "N" and side.value.value <= 20
        if not upper or not (times or touching(self.items, at)) or self.word(at + 1) not in _AFTER_NORMAL:
            return False
        side.reference, side.end = "normal", at + 1
        return True

    @staticmethod
    def _stroke_lost(unit: Unit, value: Value) -> Unit:
        """`100000mcL` is a count per microlitre, not a volume: a unit it has, but not the one that is written."""
        lost = unit.code in {"uL", "mm3"} and isinstance(value.value, int) and value.value >= 100
        return Unit("?", "count/volume", unit.start, unit.end) if lost else unit

    def _garbled(self, at: int) -> Unit | None:
        """What a count in powers of ten is divided by, unreadable: `× 10 9/1`. A unit it has, but none we know."""
        if self.word(at) not in {"/", "per"}:
            return None
        after = at + 2 if at + 1 < self.size and self.items[at + 1].kind in {"word", "number"} else at + 1
        return Unit("?", "unknown", at, after)

    def _spell_out(self, side: Side) -> None:
        """Multiply a power of ten that is no part of a unit into the value: 1 × 10^4 copies/mL."""
        value = side.value
        if isinstance(value.value, str):
            return
        whole: Number = value.value * 10**value.power
        if isinstance(whole, float) and round(whole) == round(whole, 6):
            whole = round(whole)
        side.value = Value(whole, value.start, value.end)

    def _limit(self, side: Side, at: int) -> bool:
        """The limit whose multiple the value is: `1.5 × ULN`, `3 times the upper limit`, `2.5 ULN`."""
        here = at
        times = False
        while self.word(here) in _TIMES or (self.word(here) in {"-", "(", ")"} and self.word(here + 1) in _TIMES):
            times = times or self.word(here) in _TIMES
            here += 1
        if here < self.size and self.items[here].kind == "comparator" and times:
            # "three times higher than the normal upper limit"
            op = meaning(self.items[here])
            if op and not side.op:
                side.op = op
            here += 1
        first = here
        while (
            here < self.size
            and here - first < 5
            and self.items[here].kind not in {"reference", "number"}
            and self.word(here) in _TOWARDS
        ):
            here += 1
        if here >= self.size or self.items[here].kind != "reference":
            return False
        entry = self.items[here].entry
        if entry not in {"ULN", "LLN"} and not (times and entry in {"normal", "baseline"}):
            return False
        side.reference = entry  # type: ignore[assignment]  # entries of the lexicon are the references
        side.end = self._named_again(here + 1)
        return True

    def _per_cent_of(self, side: Side) -> None:
        """`% of predicted`, `% predicted`, `% of normal`, `% of baseline`."""
        here = side.end
        first = here
        while (
            here < self.size
            and here - first < 5
            and self.items[here].kind not in {"reference", "comparator"}
            and (self.word(here) in _TOWARDS)
        ):
            here += 1
        if (
            here < self.size
            and self.items[here].kind == "reference"
            and not (here == first and self.items[here].entry in {"normal", "baseline"})
        ):
            side.reference = self.items[here].entry  # type: ignore[assignment]  # as above
            side.end = here + 1
