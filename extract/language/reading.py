"""What the reader makes of a text: items, quantities, numbers. All offsets count in the plain text."""

from collections.abc import Callable
from typing import Literal

from msgspec import Struct

from extract.language.items import Item, Texts
from extract.language.runs import lowered, runs

_NOTHING: frozenset[str] = frozenset()
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


def _is_part(character: str) -> bool:
    return character.isalnum() or character == "_"


class Reading:
    """A text as the rules see it. `items` are its typed words, numbers and symbols, in order; `texts` what they say.

    Where a function stands for the items, it cuts them from the text when they are first asked for.
    """

    __slots__ = ("_cut", "_said", "items", "numbers", "quantities", "text", "texts")
    items: list[Item]
    texts: Texts
    quantities: list[Quantity]
    numbers: list[NumberMention]

    def __init__(
        self, text: str, items: list[Item] | Callable[[str], list[Item]], quantities: list[Quantity] | None = None
    ) -> None:
        self.text = text
        if isinstance(items, list):
            self.items = items
        else:
            self._cut = items
        self.quantities = quantities if quantities is not None else []
        self.numbers = []
        self._said: frozenset[str] | None = None

    def __getattr__(self, name: str) -> list[Item] | Texts:
        """The items and their texts where none are yet: a property would cost each of the many that ask."""
        if name == "items":
            self.items = self._cut(self.text)
            return self.items
        if name == "texts":
            self.texts = Texts.of(self.items)
            return self.texts
        raise AttributeError(name)

    @property
    def all_said(self) -> frozenset[str]:
        """Its runs of letters and digits, in small letters."""
        if self._said is None:
            self._said = frozenset(runs(self.text))
        return self._said

    def says(self, *needed: frozenset[str]) -> bool:
        """Does the text hold one word of each set, in whatever case? What needs them is not looked for without."""
        all_said = self._said or self.all_said
        for words in needed:  # noqa: SIM110  costs less
            if all_said.isdisjoint(words):
                return False
        return True

    def said(self, words: frozenset[str]) -> frozenset[str]:
        """Those of some words that the text holds, in whatever case."""
        return words & self._said if self.says(words) and self._said else _NOTHING

    def places(self, words: frozenset[str]) -> list[tuple[int, int]]:
        """Where one of some words stands, in order and in whatever case."""
        said = self.said(words)
        if not said:
            return []
        text = lowered(self.text)
        found = []
        for word in said:
            at = text.find(word)
            while at >= 0:
                end = at + len(word)
                if not (at and _is_part(text[at - 1])) and not (end < len(text) and _is_part(text[end])):
                    found.append((at, end))
                at = text.find(word, end)
        return sorted(found)

    def words(self, start: int, end: int) -> list[Item]:
        """Items that lie within `text[start:end]`."""
        return [item for item in self.items if start <= item.start and item.end <= end]
