"""Which measures a quantity belongs to: names around it, what was measured before, the nearest words, the parent."""

from extract.facts.thresholds.fitting import fits
from extract.facts.thresholds.model import FoundMeasure, Words
from extract.facts.thresholds.names import Found, Names
from extract.facts.thresholds.phrases import Phrases
from extract.facts.thresholds.select import bare, is_dose
from extract.language.context import Context
from extract.language.reading import Quantity, Reading

_SECTION = ("criteria", "inclusion", "exclusion", "eligib")


class Measures:
    """Finds the measures of one reading's quantities, in order; remembers what was measured in which unit."""

    def __init__(self, reading: Reading, context: Context) -> None:
        self.reading, self.context = reading, context
        self.names = Names(reading.items)
        self.phrases = Phrases(self.names)
        self._known: dict[str, Found] = {}
        self._last: Found | None = None

    def of(self, quantity: Quantity, floor: int) -> Found | None:
        """The measures; None where the quantity compares nothing that is named. `floor`: items before it are taken."""
        if quantity.paired == 2 and self._last is not None:
            return self._last
        found = self._of(quantity, floor)
        if found is not None:
            self._last = found
            if found.measures:
                self._known[_kind(quantity)] = found
        return found

    def _of(self, quantity: Quantity, floor: int) -> Found | None:
        if quantity.role == "age":
            return self._age(quantity, floor)
        named = self._named(quantity, floor)
        if quantity.role == "grade":
            close = named if named and named.distance <= 4 else None
            return close or self.phrases.of(quantity, floor) or named or self.inherited(quantity) or _UNNAMED
        if bare(quantity):
            if named and named.distance <= 3 and self.names.may_stand_bare(named, quantity):
                return named
            return self.phrases.of(quantity, floor) if is_dose(quantity) else None
        if named:
            return named
        before = self._known.get(_kind(quantity)) if quantity.role != "count" else None
        phrase = self.phrases.of(quantity, floor)
        if before and not (phrase and phrase.distance == 0 and phrase.rule == "phrase_before"):
            return Found(before.measures, 0, "continued")
        opens = quantity.first - floor <= 1 and floor == 0
        above = self.inherited(quantity) if opens or phrase is None else None
        if above and above.rule == "inherited_heading" and phrase and quantity.role == "count":
            above = None
        return above or phrase or (None if quantity.role == "count" else _UNNAMED)

    def _age(self, quantity: Quantity, floor: int) -> Found:
        found = self._named(quantity, floor) or self.phrases.of(quantity, floor) or self.inherited(quantity)
        if found is None:
            return _UNNAMED
        words = found.measures[0]
        return Found([FoundMeasure(words.words, words.id if words.id == "gestational_age" else "age")], 0, found.rule)

    def _named(self, quantity: Quantity, floor: int) -> Found | None:
        """A catalogue name inside, left or right of the quantity."""
        inside = self.names.inside(quantity)
        if inside:
            return inside
        left = self.names.left(quantity, floor)
        right = self.names.right(quantity)
        if right and self._prefers_right(quantity, left, right):
            return right
        if left and quantity.role == "count" and left.distance > 2 and not self.phrases.points_back(quantity):
            return None if self.phrases.after(quantity) else left
        return left or (right if right and right.distance <= 3 else None)

    def _prefers_right(self, quantity: Quantity, left: Found | None, right: Found) -> bool:
        if left is None:
            return right.distance <= 3
        if right.distance == 0 and self.names.word(quantity.last) == "of":
            return True
        if is_dose(quantity):
            return right.distance <= 1 < left.distance or (right.distance == 0 and left.distance > 0)
        if quantity.role == "count":
            return right.distance <= 3 and left.distance > 0 and not self.phrases.points_back(quantity)
        return right.distance == 0 and left.distance > 3

    def inherited(self, quantity: Quantity) -> Found | None:
        """What an ancestor names last, nearest first; a short heading that is no section's is a name itself."""
        for above, reading in enumerate(self.context.ancestors, 1):
            names = Names(reading.items)
            for at in range(len(reading.items) - 1, -1, -1):
                item = reading.items[at]
                if item.kind == "measure" and fits(item, quantity):
                    listed = names.coordinated(at, quantity, 0)
                    return Found([_above(measure, above) for measure in listed], 0, "inherited")
            text = reading.text.rstrip(" :")
            section = any(word in text.lower() for word in _SECTION)
            if 0 < len(reading.items) <= 7 and not reading.quantities and reading.text.endswith(":") and not section:
                return Found([FoundMeasure(Words(0, len(text), above), None)], 0, "inherited_heading")
        return None


_UNNAMED = Found([], 0, "unnamed")


def _kind(quantity: Quantity) -> str:
    """Bounds of one kind may go on with one measure: those in one unit, or relative to one limit."""
    return quantity.reference if quantity.reference in ("ULN", "LLN") else f"{quantity.role} {quantity.dimension}"


def _above(measure: FoundMeasure, above: int) -> FoundMeasure:
    return FoundMeasure(Words(measure.words.start, measure.words.end, above), measure.id)
