"""What an age is said of: the word age nearby, the people whose age it is, the words of the unit."""

from extract.facts.thresholds.above import inherited
from extract.facts.thresholds.model import FoundMeasure, Words
from extract.facts.thresholds.names import Found, Names
from extract.language.context import Context
from extract.language.gestation import birth_before
from extract.language.reading import Quantity
from extract.lexicons import word_list

_PEOPLE = word_list("people")
_SEX_ITSELF = {"sex", "sexes", "gender", "genders"}
_JOINTS = {"or", "and", "to"}


class AgeNames:
    """Names what the ages of one reading are said of."""

    def __init__(self, names: Names, context: Context) -> None:
        self.names, self.items, self.context = names, names.items, context

    def of(self, quantity: Quantity, floor: int, named: Found | None, last: Found | None) -> Found:
        """The measure of an age; `named` is a catalogue name beside it, `last` what was compared right before."""
        found = named or self._birth(quantity)
        found = found or self.people(quantity, floor) or inherited(quantity, self.context.ancestors)
        aged = last is not None and last.measures[0].id == "age"
        if found is None and aged and (quantity.unit_text is None or self._joined(quantity, floor)):
            found = last  # "age < 18 or ≥ 85 years"
        if found is None:
            words = next(
                (
                    self.items[at]
                    for at in range(quantity.last - 1, quantity.first, -1)
                    if self.items[at].kind == "word"
                ),
                self.items[max(quantity.last - 1, quantity.first)],
            )
            id_ = "gestational_age" if words.text == "pregnancy" else "age"
            found = Found([FoundMeasure(Words(words.start, words.end), id_)], 0, "unit")
        first = found.measures[0]
        return Found([FoundMeasure(first.words, first.id if first.id == "gestational_age" else "age")], 0, found.rule)

    def people(self, quantity: Quantity, floor: int) -> Found | None:
        """The people whose age, or weight, it is: `men ≥ 18 years`."""
        for at in range(quantity.first - 1, max(floor, quantity.first - 8) - 1, -1):
            if self.names.word(at) in _PEOPLE and self.names.word(at) not in _SEX_ITSELF:
                item = self.items[at]
                return Found([FoundMeasure(Words(item.start, item.end), "age")], 0, "people")
        return None

    def _joined(self, quantity: Quantity, floor: int) -> bool:
        """Does only "or" or "and" stand between an age and the one before it?"""
        joint = quantity.first == floor or self.names.word(quantity.first - 1) in _JOINTS
        return floor > 0 and quantity.first - floor <= 1 and joint

    def _birth(self, quantity: Quantity) -> Found | None:
        pregnant = self.names.word(quantity.last) == "pregnant" and quantity.unit == "wk"
        born = quantity.last if pregnant else birth_before(self.items, quantity)
        if born is None:
            return None
        item = self.items[born]
        return Found([FoundMeasure(Words(item.start, item.end), "gestational_age")], 0, "left")
