"""What the reader makes of a text: items, quantities, numbers. All offsets count in the plain text."""

from dataclasses import dataclass, field
from typing import Literal

from extract.language.items import Item

Number = int | float | str
Role = Literal["age", "time", "measured", "grade", "count"]
Reference = Literal["ULN", "LLN", "baseline", "predicted", "normal"]


@dataclass(frozen=True, slots=True)
class Limit:
    """One end of an interval: a number, a grade's rank or a lettered stage."""

    value: Number
    inclusive: bool


@dataclass(slots=True)
class Quantity:
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


@dataclass(frozen=True, slots=True)
class NumberMention:
    """A number as written; `class_` says why it is no quantity, None where only the facts can tell."""

    start: int
    end: int
    class_: str | None


@dataclass(slots=True)
class Reading:
    """A text as the rules see it."""

    text: str
    items: list[Item]
    quantities: list[Quantity]
    numbers: list[NumberMention] = field(default_factory=list)

    def words(self, start: int, end: int) -> list[Item]:
        """Items that lie within `text[start:end]`."""
        return [item for item in self.items if start <= item.start and item.end <= end]
