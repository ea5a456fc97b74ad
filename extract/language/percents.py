"""What a percentage is one of, where that is not said right after it: the predicted value of a lung function."""

from itertools import pairwise

from extract.language.items import Item
from extract.language.reading import Quantity

_LUNGS = {"fev1", "fvc", "dlco", "pef"}
_LONGEST = 16  # items of a bracket, or of the name of an equation, between a percentage and "predicted"


def say_references(text: str, items: list[Item], quantities: list[Quantity]) -> None:
    """`70% (best of three) of predicted`, `80% of GLI predicted`, `60%PN`: past a bracket or a name."""
    for at, quantity in enumerate(quantities):
        if quantity.unit != "%" or quantity.reference or quantity.role == "time":
            continue
        opened = _word(items, quantity.last) == "("
        if opened:
            end = _past_bracket(items, quantity.last)
            end += _word(items, end) == "of"
            end += _word(items, end) == "the"
            said = end < len(items) and items[end].entry == "predicted"
        else:
            said = _of_lungs(items, quantity) and _by_equation(text, items, quantity.last)
        if not said:
            continue
        quantity.reference = "predicted"
        for inside in quantities[at + 1 :]:
            if not opened or inside.last >= end:
                break
            if inside.unit == "%" and inside.compared and not inside.reference:
                inside.reference = "predicted"


def _past_bracket(items: list[Item], opened: int) -> int:
    """The item after the bracket that item `opened` opens; the end where it stays open for long."""
    depth = 0
    for at in range(opened, min(opened + _LONGEST, len(items))):
        depth += (items[at].text == "(") - (items[at].text == ")")
        if depth == 0:
            return at + 1
    return len(items)


def _by_equation(text: str, items: list[Item], at: int) -> bool:
    """Does the name of an equation or survey, in capitals, stand before the word predicted: `of GLI predicted`?"""
    if _word(items, at) in {"pn", "predictive"}:
        return True
    first = at
    while at < len(items) and at - first < _LONGEST:
        item = items[at]
        if item.entry == "predicted":
            return at > first
        name = item.kind in {"word", "measure"} and text[item.start].isupper()
        if not name and item.text not in {"of", "the", "and", "(", ")", "'s"}:
            return False
        at += 1
    return False


def _word(items: list[Item], at: int) -> str:
    return items[at].text if at < len(items) else ""


def name_shares(items: list[Item], quantity: Quantity) -> None:
    """`FEV1 (% pred.) ≥ 70%`, `FVC % predicted ≥ 50`: the name says of what the bound is a share."""
    if quantity.reference or quantity.unit not in {"%", ""} or not quantity.compared or quantity.role == "grade":
        return
    near = items[max(quantity.first - 5, 0) : quantity.first]
    at = next((k for k, item in enumerate(near) if item.text == "%"), None)
    if quantity.unit == "%" and near and near[-1].entry == "predicted":
        quantity.reference = "predicted"  # FVC predicted < 45%
        return
    if at is None or at + 1 >= len(near):
        return
    at += near[at + 1].text == "of"
    if at + 1 < len(near) and near[at + 1].entry == "predicted" and all(item.text in ").:" for item in near[at + 2 :]):
        quantity.reference, quantity.unit, quantity.dimension, quantity.role = "predicted", "%", "fraction", "measured"


def lend_references(items: list[Item], quantities: list[Quantity]) -> None:
    """`40% < FEV1 < 80% of predicted`, `< 40% or > 80% predicted`: both halves are shares of the same."""
    for one, two in pairwise(quantities):
        if one.unit != "%" or two.unit != "%" or not one.compared or not two.reference or one.reference:
            continue
        between = [item.text for item in items[one.last : two.first]]
        around = one.rule == "value_first" and len(between) <= 5 and "," not in between
        joined = between in (["or"], ["and"], ["/"]) and two.compared
        lungs = 1 < len(between) <= 6 and between[0] in {"or", "and"} and two.compared and "," not in between
        joined = joined or (lungs and _of_lungs(items, one) and _of_lungs(items, two))
        if around or joined:
            one.reference = two.reference


def _of_lungs(items: list[Item], quantity: Quantity) -> bool:
    """Is a lung function named right before, which is given as a share of the predicted one?"""
    return any(item.entry in _LUNGS for item in items[max(quantity.first - 3, 0) : quantity.first])
