"""What a number is that no fact takes up: said only of bare values, never of a comparison."""

from extract.language.items import Item
from extract.language.reading import Quantity

_FORMULA = {
    "140",
    "72",
    "0.85",
    "1.73",
    "73",
    "88.4",
    "1.23",
    "1.04",
    "1.01",
    "175",
    "186",
    "141",
    "0.742",
    "1.212",
    "0.9938",
}
_OPERATORS = {"×", "*", "x", "+", "/", "(", "[", "-", "="}
_DOSES = {"mass", "volume", "activity", "radiation", "intake", "amount"}
_GROUPS = {"the", "these", "those", "following", "below"}
_CLOSING = {".", ")", "-"}  # what follows the number of an item
_EQUAL = {"=", "equal to", "equals"}
_NEVER_COUNTED = {"of", "to", "and", "or", "for", "in", "on", "with", "by", "at", "is", "are", "if", "as", "x", "per"}


def leftover(text: str, items: list[Item], at: int, quantity: Quantity | None) -> str | None:
    """Class of the number in item `at` when no fact holds it; None where it may be a fact that the rules missed."""
    if items[at].text in _FORMULA and _formula(text, items, at):
        return "formula"
    if at + 1 < len(items) and items[at + 1].text in _CLOSING and _numbering(text, items, at):
        return "list_number"
    if quantity is None:
        return None
    if (quantity.role == "count" or quantity.dimension == "length") and _of_scale(items, quantity):
        return "scale"
    if quantity.role == "count" and _word(items, quantity.last) == "of" and _word(items, quantity.last + 1) in _GROUPS:
        return "selection"
    before = items[quantity.first - 1].text if quantity.first else ""
    if quantity.dimension and (items[quantity.first].text in _EQUAL or before in _EQUAL):
        return "amount"  # "1 unit = 12 ounces": what a unit is
    if quantity.compared:
        return None
    if quantity.dimension == "time" and _word(items, at - 1) == "+" and at > 1 and items[at - 2].kind == "reference":
        return None  # "PT > ULN + 4 s"
    if quantity.dimension == "time":
        return "study_design"
    if quantity.dimension is not None:
        return "amount" if quantity.dimension.split("/")[0] in _DOSES else None
    if quantity.role == "count":
        return _counted(text, items, at, quantity)
    return None


def _of_scale(items: list[Item], quantity: Quantity) -> bool:
    """The ends of a scale or its length: `0-42`, `(0-10 cm scale)`, `on a 100 mm VAS`, `0/5`."""
    if quantity.role == "count" and quantity.unit == "":
        out_of = quantity.rule == "value" and _word(items, quantity.last - 2) == "/"
        return out_of or quantity.rule in {"range", "between"}
    if quantity.dimension != "length" or quantity.rule not in {"range", "value"}:
        return False
    near = [_word(items, k).rpartition(" ")[2] for k in range(quantity.last, quantity.last + 3)]
    return any(word in {"vas", "visual", "scale", "analogue", "analog", "nrs"} for word in near)


def _word(items: list[Item], at: int) -> str:
    return items[at].text if 0 <= at < len(items) else ""


def _formula(text: str, items: list[Item], at: int) -> bool:
    """Constants of the formulas that estimate renal function: (140 - age) × weight × 0.85 / (72 × creatinine)."""
    near = {_word(items, k) for k in (at - 2, at - 1, at + 1, at + 2)}
    return bool(near & _OPERATORS) and "age" in text.lower()


def _numbering(text: str, items: list[Item], at: int) -> bool:
    """The number of an item that runs on in a line: `… disease. 14. Active infection`, `7-3.Hemoglobin`."""
    item = items[at]
    if not item.text.isdigit() or len(item.text) > 2:
        return False
    part = _word(items, at + 1) == "-" and _word(items, at + 2).isdigit() and _word(items, at + 3) == "."
    last = at + 2 if part else at
    if _word(items, last + 1) not in {".", ")"} or items[last + 1].start != items[last].end:
        return False
    follows = items[last + 2] if last + 2 < len(items) else None
    starts = follows is None or text[follows.start].isupper() or follows.text in {",", "."}
    before = _word(items, at - 1)
    opens = before in {"", ".", ";", ")", ",", "-"} or (before[-1:].isalpha() and before not in _NEVER_COUNTED)
    return starts and opens and items[at - 1].kind != "comparator"


def _counted(text: str, items: list[Item], at: int, quantity: Quantity) -> str | None:
    """A number before what it counts in passing (`two samples`), or a release after a name (`TSS 2.0`)."""
    after = items[quantity.last] if quantity.last < len(items) else None
    if "." in items[at].text:
        scored = _word(items, at - 1).rpartition(" ")[2] in {"ratio", "score", "index"}
        return "reference" if items[at].text.endswith(".0") and not scored else None
    if after is None or text[items[quantity.last - 1].end : after.start] not in {" ", "-"}:
        return None
    return "count" if after.kind in {"word", "measure"} and after.text not in _NEVER_COUNTED else None
