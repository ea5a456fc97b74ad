"""The reader: one pass over a text that finds items, quantities and numbers for all kinds of facts."""

import re

from extract.language import phrases
from extract.language.catalogue import catalogue
from extract.language.gestation import births, weeks_of_pregnancy
from extract.language.items import Item, Texts
from extract.language.leftovers import leftover
from extract.language.numberless import has_numbers, marking
from extract.language.numbers import Classifier
from extract.language.periods import periods
from extract.language.quantities import Composer
from extract.language.reading import NumberMention, Quantity, Reading
from extract.language.roles import Ages
from extract.language.shared import with_months
from extract.language.values import number_words, numerals
from extract.language.vocabulary import Vocabulary

_NAMES = {"word", "measure"}
_NAMED = re.compile(r"(?<![^\W_])[^\W\d_]*+\d[^\W_]*+")


class Reader:
    """Reads plain texts. Loads the lexicons once; reading changes nothing, so one reader serves all texts."""

    def __init__(self) -> None:
        self._vocabulary = Vocabulary([*phrases.comparators(), *phrases.references(), *phrases.measures()])
        self._scales = {measure.id: measure.scale for measure in catalogue().values() if measure.scale}

    def read(self, plain_text: str) -> Reading:
        """Everything that `plain_text` says in numbers; time grows with its length alone."""
        reading = Reading(plain_text, self._items)
        if not has_numbers(reading):
            return reading
        items, said, marks = self._vocabulary.items(plain_text, marking())
        texts = Texts(enumerate(said))
        classes = Classifier(plain_text, items, texts).all(numerals(items, marks))
        quantities = Composer(plain_text, items, texts, self._scales, classes).all(marks)
        quantities = periods(plain_text, items, marks, quantities)
        if quantities:
            Ages(items, texts).assign(quantities)
            births(items, quantities)
            quantities = with_months(items, quantities)
        quantities, classes = weeks_of_pregnancy(items, texts, quantities, classes)
        reading.items, reading.texts, reading.quantities = items, texts, quantities
        reading.numbers = _numbers(plain_text, items, marks, classes, quantities)
        return reading

    def words(self, plain_text: str) -> Reading:
        """Its items alone, for rules that ask for no quantity and no number."""
        return Reading(plain_text, self._items)

    def _items(self, plain_text: str) -> list[Item]:
        return self._vocabulary.items(plain_text)[0]


def _numbers(
    text: str, items: list[Item], marks: list[int], classes: dict[int, str], quantities: list[Quantity]
) -> list[NumberMention]:
    """Every number of the text; digits inside words outside quantities name something (CD4, FEV1, HbA1c)."""
    words = number_words()
    inside = {at: quantity for quantity in quantities for at in range(quantity.first, quantity.last)}
    found = []
    for at in marks:
        item = items[at]
        if item.kind == "number" or item.text in words:
            class_ = classes.get(at) or leftover(text, items, at, inside.get(at))
            found.append(NumberMention(item.start, item.end, class_))
        elif item.kind in _NAMES and at not in inside and not item.text.replace(" ", "").isalpha():
            for match in _NAMED.finditer(item.text):
                found.append(NumberMention(item.start + match.start(), item.start + match.end(), "name"))
    return found
