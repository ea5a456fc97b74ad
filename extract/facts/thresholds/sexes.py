"""The sex that a bound is said of: `men: ≥ 50 kg`, `> 450 ms (male)`, `female QTcF ≤ 470 ms, male ≤ 450 ms`."""

from extract.facts.thresholds.model import Words
from extract.language.items import Item
from extract.language.reading import Quantity, Reading
from extract.lexicons import word_list

SEXES = word_list("sexes")
_MALE = {"male", "males", "men", "man", "boys"}
_BRACKETS = ("(", "[")
_OPENERS = ("(", "[", "for", "in", "if", ",", "-")
_BETWEEN = (":", "(", "subjects", "patients", "participants", ",", "is", "must", "weigh")
# Between a sex and its bound, where the other sex has a bound too: "female QT interval (QTcF) ≤ 470 ms, male ≤ 450".
_BETWEEN_CONTRASTED = {
    *_BETWEEN,
    ")",
    "with",
    "have",
    "has",
    "having",
    "a",
    "an",
    "of",
    "body",
    "weight",
    "interval",
    "should",
}
_FARTHEST = 14  # items


class Sexes:
    """Finds the sex of each bound of one reading; `said` are those of some words that it says."""

    def __init__(self, reading: Reading, said: frozenset[str]) -> None:
        self.reading = reading
        may_name = not SEXES.isdisjoint(said) or "_" in reading.text  # which is no part of an item's word
        named = SEXES.intersection(reading.texts.values()) if may_name else frozenset()
        self.named, self._contrasted = bool(named), not _MALE.isdisjoint(named) and not named <= _MALE

    def of(self, quantity: Quantity) -> Words | None:
        """The word beside the bound that names a sex, with its preposition; none for ages."""
        if quantity.role == "age" or not self.named:
            return None
        return self._after(quantity) or self._before(quantity)

    def _after(self, quantity: Quantity) -> Words | None:
        items = self.reading.items
        if quantity.last >= len(items) or items[quantity.last].text not in ("(", "for", "in", "if", "[", "-"):
            return None
        at = next((k for k in range(quantity.last, len(items))[:4] if items[k].text not in _OPENERS), None)
        if at is None or items[at].text not in SEXES or not self._alone(items, at):
            return None
        after = items[at]
        if items[quantity.last].text == "-":
            return Words(after.start, after.end) if at + 1 == len(items) else None  # "241 to 827 ng/dl - men"
        first = items[quantity.last + 1] if items[quantity.last].text in _BRACKETS else items[quantity.last]
        return Words(first.start, after.end)

    def _before(self, quantity: Quantity) -> Words | None:
        items = self.reading.items
        for at in range(quantity.first - 1, max(quantity.first - _FARTHEST, 0) - 1, -1):
            item = items[at]
            near = quantity.first - at <= 4
            if item.text in SEXES:
                return Words(item.start, item.end) if self._alone(items, at) else None
            if near and item.text in _BETWEEN:
                continue
            if not self._contrasted or (item.kind != "measure" and item.text not in {*_BETWEEN_CONTRASTED, *_GROUPS}):
                return None
        return None

    @staticmethod
    def _alone(items: list[Item], at: int) -> bool:
        """No "male or female"."""
        around = {items[at + step].text for step in (-2, -1, 1, 2) if 0 <= at + step < len(items)}
        return not around & SEXES


_GROUPS = {"subjects", "patients", "participants", "volunteers"}
