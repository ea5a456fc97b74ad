"""What the reader makes of a text: items, quantities, numbers. All offsets count in the plain text."""

import re
from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from extract.language.items import Item

_RUN = re.compile(r"\w+")
Number = int | float | str
Role = Literal["age", "time", "measured", "grade", "count"]
Reference = Literal["ULN", "LLN", "baseline", "predicted", "normal"]


class Limit(Struct, frozen=True, gc=False):
    """One end of an interval: a number, a grade's rank or a lettered stage."""

    value: Number
    inclusive: bool


class Quantity(Struct):
    """A comparison, or a bare value: bounds, unit, and what they are multiples of.

    `unit` is UCUM (`""` for pure numbers, None where unmapped), `dimension` its parts joined by `/` (`time`,
    `mass/volume`), None without a unit. `role` tells ages from other times and grades from plain numbers.
    `compared` is false for a bare value such as "6 months". `first` and `last` are item indexes (last exclusive).
    `total` is set for the second bound of a pair ("160/100 mmHg" is two quantities at one place).
    `words` are items inside the place that are neither comparator, value nor unit, such as a scale's name.
    """

    start: int
    end: int
    low: Limit | None
    high: Limit | None
    unit: str | None
    unit_text: str | None
    dimension: str | None
    reference: Reference | None
    role: Role
    compared: bool
    first: int
    last: int
    rule: str
    paired: int = 0  # 1, 2 for the halves of a ratio
    scale: str | None = None  # the scale's word or name for grades: grade, class, stage, ECOG …
    negated: bool = False  # the comparator stood under "not"


class NumberMention(Struct, frozen=True, gc=False):
    """A number as written; `class_` says why it is no quantity, None where only the facts can tell."""

    start: int
    end: int
    class_: str | None


class Reading:
    """A text as the rules see it. Its items are looked up when they are asked for, where a function stands for them."""

    __slots__ = ("_items", "_said", "numbers", "quantities", "text")

    def __init__(
        self,
        text: str,
        items: list[Item] | Callable[[], list[Item]],
        quantities: list[Quantity],
        numbers: list[NumberMention] | None = None,
    ) -> None:
        self.text, self._items, self.quantities = text, items, quantities
        self.numbers = numbers if numbers is not None else []
        self._said: frozenset[str] | None = None

    @property
    def items(self) -> list[Item]:
        """The typed words, numbers and symbols, in order."""
        if not isinstance(self._items, list):
            self._items = self._items()
        return self._items

    def says(self, *needed: frozenset[str]) -> bool:
        """Does the text hold one word of each set, in whatever case? What needs them is not looked for without."""
        if self._said is None:
            self._said = frozenset(_RUN.findall(self.text.lower()))
        return not any(map(self._said.isdisjoint, needed))

    def words(self, start: int, end: int) -> list[Item]:
        """Items that lie within `text[start:end]`."""
        return [item for item in self.items if start <= item.start and item.end <= end]
