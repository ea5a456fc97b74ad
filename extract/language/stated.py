"""Bare values that the words beside them make a requirement: `at two levels`, `1 relapse in the past year`."""

from itertools import pairwise

from msgspec.structs import replace

from extract.language.comparators import meaning
from extract.language.items import Item
from extract.language.reading import Limit, Quantity
from extract.language.sides import UNSURE
from extract.language.values import touching
from extract.lexicons import word_list

_STOPS = word_list("phrase_stops")
_SPINE = ("disc", "disk", "spin", "lumbar", "cervical", "fusion", "vertebra", "laminectomy", "acdf")
_LEVELS = {"level", "levels"}
_BESIDE_LEVELS = {
    "contiguous", "adjacent", "consecutive", "non-contiguous", "neighboring", "vertebral", "disc", "cervical", "lumbar",
}  # fmt: skip
_METHODS = {"method", "methods", "form", "forms", "measure", "measures"}
_USED = {"use", "using", "practice", "practise", "practicing", "utilize", "uses", "used"}
_PERIODS = {"past", "last", "previous", "preceding", "prior"}
_IN = {"in", "within", "during", "over", "within the"}
_OPENS = {
    "",
    ":",
    ";",
    ",",
    "-",
    "*",
    "(",
    "or",
    "and",
    "having",
    "had",
    "has",
    "have",
    "with",
    "experienced",
    "either",
}
_HAVING = {"with", "had", "has", "have", "having", "received", "undergone"}
_NO_EVENTS = {
    "of", "time", "times", "day", "days", "visit", "visits", "years", "year", "months", "seasons",
    "consecutive", "done", "performed", "taken", "obtained",
}  # fmt: skip
_SEVERITIES = {"mild", "moderate", "severe"}
_ORDINALS = {"st", "nd", "rd", "th"}
_SCHOOL = {"reading", "school", "education", "level"}
_UNITS = {"months": "mo", "weeks": "wk", "days": "d", "years": "a"}
_SEXES = word_list("sexes")
_JOINTS = {"or", "/", "-"}
_WORDS = {"word", "measure"}


def ordinals(items: list[Item], quantities: list[Quantity]) -> None:
    """`2nd or greater relapse`, `≤ 21st day of life`: the ending of the number is part of it."""
    for quantity in quantities:
        at = quantity.last
        if quantity.role != "count" or at >= len(items) or items[at].text not in _ORDINALS or not touching(items, at):
            continue
        following = _word(items, at + 1)
        if quantity.compared:
            if following == "day" and _word(items, at + 3) == "life":
                quantity.last, quantity.end = at + 2, items[at + 1].end
                quantity.unit, quantity.dimension, quantity.role, quantity.unit_text = "d", "time", "time", "day"
            continue
        op = meaning(items[at + 1], "after") if at + 1 < len(items) else ""
        if op in {"ge", "le"}:
            _bound(quantity, op)
            quantity.last, quantity.end = at + 2, items[at + 1].end
        elif following not in {"percentile", "centile", "percentiles", "centiles"}:
            last = at + (following == "grade" and _word(items, at + 2) in _SCHOOL)
            quantity.last, quantity.end = last + 1, items[last].end


def state(text: str, items: list[Item], quantities: list[Quantity], *, bare: bool) -> None:
    """Mark each bare value that is required as it stands: it counts as compared, with itself for both bounds.

    `bare`: is there a value without a comparator?
    """
    spine: bool | None = None
    for at, quantity in enumerate(quantities):
        if quantity.rule != "value" or quantity.compared or quantity.paired or quantity.negated:
            if quantity.role == "count" and _word(items, quantity.last) == "-":
                _join_level(items, quantity)
            continue
        if quantity.unit == "{pack-year}" and _word(items, quantity.last) == "history":
            quantity.compared, quantity.rule = True, "stated"  # a 20 pack-year history of smoking
        _relaxed(items, quantity)
        if quantity.role != "count" or quantity.unit:
            continue
        _join_level(items, quantity)
        if _of_levels(items, quantity):
            spine = any(word in text.lower() for word in _SPINE) if spine is None else spine
            stated = spine
        else:
            stated = _of_contraception(items, quantity) or _of_past(items, quantity)
            stated = stated or _only(items, quantity) or _out_of(items, quantity)
        if stated:
            quantity.compared, quantity.rule = True, "stated"
        elif at and _or_fewer(items, quantities[at - 1], quantity) and quantities[at - 1].low and quantity.low:
            quantity.low, quantity.high = Limit(quantity.low.value, inclusive=True), None
            nameless = _word(items, quantity.last + 1) in {"or", "and", ""}  # "1 moderate or 1 severe symptom"
            quantity.compared, quantity.rule = True, UNSURE if nameless else "stated"
    if "/" in text:
        _spread(items, quantities)
    if bare and len(quantities) > 1:
        _of_sexes(items, quantities)
    if bare and len(quantities) > 2:
        _again_in_time(items, quantities)
        _cut_offs(items, quantities)


def _word(items: list[Item], at: int) -> str:
    return items[at].text if 0 <= at < len(items) else ""


def _bound(quantity: Quantity, op: str) -> None:
    limit = quantity.low or quantity.high
    if limit:
        inclusive = Limit(limit.value, inclusive=True)
        quantity.low, quantity.high = (inclusive, None) if op == "ge" else (None, inclusive)
        quantity.compared, quantity.rule = True, "comparator_after"


def _join_level(items: list[Item], quantity: Quantity) -> None:
    """The hyphen of `two-level` is passed, so that what it is a number of follows."""
    at = quantity.last
    if _word(items, at) == "-" and _word(items, at + 1) in _LEVELS and touching(items, at):
        quantity.last = at + 1


def _of_levels(items: list[Item], quantity: Quantity) -> bool:
    """`at one level`, `two contiguous levels`: how much of the spine is affected or treated."""
    at = quantity.last
    while at < quantity.last + 3 and _word(items, at) in _BESIDE_LEVELS:
        at += 1
    return _word(items, at) in _LEVELS and _word(items, quantity.first - 1) not in {"the", "these", "of"}


def _of_contraception(items: list[Item], quantity: Quantity) -> bool:
    """`agree to use two effective methods of contraception`."""
    if all(_word(items, k) not in _USED for k in range(quantity.first - 3, quantity.first)):
        return False
    for item in items[quantity.last : quantity.last + 7]:
        if "contracepti" in item.text or "birth" in item.text:
            return True
        if (
            item.text not in _METHODS
            and item.text not in {"of", "-"}
            and (item.kind not in _WORDS or item.text in _STOPS)
        ):
            return False
    return False


def _of_past(items: list[Item], quantity: Quantity) -> bool:
    """`1 hospitalization in the past year`, `having 1 burst or steroid course within the past 6 months`."""
    if _word(items, quantity.first - 1) not in _OPENS or _word(items, quantity.last) in _NO_EVENTS:
        return False
    if touching(items, quantity.last):
        return False  # "5PDE inhibitors in the last 60 days"
    at = first = quantity.last
    while at < len(items) and at - first < 8 and _word(items, at) not in _IN:
        named = items[at].kind in _WORDS and items[at].text not in _NO_EVENTS
        if not named and items[at].text not in _JOINTS:
            return False
        at += 1
    ahead = [_word(items, at + step) for step in range(3)]
    since = ahead[1 + (ahead[1] == "the")] if ahead[0] in _IN else ""
    return at > first and since in _PERIODS


def _only(items: list[Item], quantity: Quantity) -> bool:
    """`with only one prior line`: no more and no fewer."""
    only = _word(items, quantity.first - 1) == "only" and _word(items, quantity.first - 2) in _HAVING
    following = items[quantity.last] if quantity.last < len(items) else None
    named = following is not None and following.kind in _WORDS
    return only and following is not None and named and (following.text == "prior" or following.text not in _STOPS)


def _out_of(items: list[Item], quantity: Quantity) -> bool:
    """`a raw score of 15/50`, `0/5 in strength`: a score with the most that it can be."""
    if _word(items, quantity.last - 2) != "/" or quantity.last - quantity.first != 3:
        return False
    scored = _word(items, quantity.first - 1) == "of" and _word(items, quantity.first - 2).endswith("score")
    return scored or (_word(items, quantity.last) == "in" and _word(items, quantity.last + 1) == "strength")


def _or_fewer(items: list[Item], one: Quantity, two: Quantity) -> bool:
    """`at least 2 mild symptoms or 1 severe symptom`: the comparator of the first count holds for the second."""
    if one.role != "count" or not one.compared or one.high or not one.low or one.unit:
        return False
    between = items[one.last : two.first]
    if not 2 <= len(between) <= 6 or between[-1].text != "or":
        return False
    named = all((item.kind in _WORDS and item.text not in _STOPS) or item.text == "/" for item in between[:-1])
    return named and _word(items, two.last) in _SEVERITIES


def several_times(items: list[Item], at: int) -> bool:
    """Is the number in item `at` one of three before one unit of time: `8/5/6 months after the last dose of A/B/C`?"""
    first = at
    while first > 1 and items[first - 1].text == "/" and items[first - 2].kind == "number":
        first -= 2
    joined = all(_word(items, first + step) == "/" for step in (1, 3))
    return joined and _word(items, first + 5) in _UNITS


def _spread(items: list[Item], quantities: list[Quantity]) -> None:
    """Read `8/5/6 months` as three times, under the comparator before the first; a rate per six months it is not."""
    for at in range(len(quantities) - 1, -1, -1):
        quantity = quantities[at]
        if not quantity.unit or quantity.unit[:2] != "/(" or not several_times(items, quantity.last - 2):
            continue
        first = quantity.last - 6
        leads = at > 0 and quantities[at - 1].last == quantity.first - 1 and quantity.first > first
        lead = quantities[at - 1] if leads else quantity
        quantities[at - leads : at + 1] = [_time(items, lead, first + step, quantity.last - 1) for step in (0, 2, 4)]


def _time(items: list[Item], lead: Quantity, at: int, unit: int) -> Quantity:
    """The number in item `at` as a time in the unit of item `unit`, bounded as `lead` is."""
    limit = Limit(int(items[at].text), inclusive=True)
    sided = lead.rule == "comparator" and not (lead.low and lead.high)
    first, last = (lead.first if sided and at == lead.last - 1 else at), (unit + 1 if at == unit - 1 else at + 1)
    return replace(
        lead,
        start=items[first].start,
        end=items[last - 1].end,
        low=limit if not sided or lead.low else None,
        high=limit if not sided or lead.high else None,
        unit=_UNITS[items[unit].text],
        unit_text=items[unit].text,
        dimension="time",
        role="time",
        compared=sided,
        first=first,
        last=last,
        rule="comparator" if sided else "value",
    )


def _relaxed(items: list[Item], quantity: Quantity) -> None:
    """`may be relaxed to 3 × ULN`: as much as is allowed."""
    said = _word(items, quantity.first - 1) == "to" and _word(items, quantity.first - 2) == "relaxed"
    if said and quantity.reference == "ULN" and quantity.high:
        quantity.low, quantity.compared, quantity.rule = None, True, "stated"


def _of_sexes(items: list[Item], quantities: list[Quantity]) -> None:
    """`≤ 15 mm/h (men) or 20 mm/h (women)`: the comparator holds for both sexes."""
    for one, two in pairwise(quantities):
        if two.rule != "value" or two.compared or not two.low or one.unit != two.unit or one.role != two.role:
            continue
        if not one.compared or (one.low and one.high) or one.role == "time":
            continue
        between = [item.text for item in items[one.last : two.first]]
        parted = len(between) == 4 and between[0] + between[2] + between[3] in {"()or", "(),", "()and"}
        after = [_word(items, two.last + step) for step in range(3)]
        if parted and between[1] in _SEXES and after[0] + after[2] == "()" and after[1] in _SEXES:
            value = two.low.value
            two.low = Limit(value, one.low.inclusive) if one.low else None
            two.high = Limit(value, one.high.inclusive) if one.high else None
            two.compared, two.rule = True, "stated"


def _again_in_time(items: list[Item], quantities: list[Quantity]) -> None:
    """`over 400 mL within 3 months, or 200 mL within 1 month`: the comparator holds for both amounts."""
    for at, (one, time, two) in enumerate(zip(quantities, quantities[1:], quantities[2:], strict=False)):
        if two.rule != "value" or two.compared or not one.compared or time.role != "time" or not two.low:
            continue
        if one.role != "measured" or one.unit != two.unit or one.reference or (one.low and one.high):
            continue
        between = [item.text for item in items[time.last : two.first]]
        after = quantities[at + 3] if at + 3 < len(quantities) else None
        follows = _word(items, two.last) in _IN or (after is not None and after.first == two.last)
        if between in (["or"], [",", "or"]) and follows and time.first - one.last <= 2:
            value = two.low.value
            two.low = Limit(value, one.low.inclusive) if one.low else None
            two.high = Limit(value, one.high.inclusive) if one.high else None
            two.compared, two.rule = True, "stated"


def _cut_offs(items: list[Item], quantities: list[Quantity]) -> None:
    """`(1 U/g cockroach, 2 µg/g mite, 8 µg/g cat)`: concentrations in a bracket, each before what it is one of."""
    run: list[Quantity] = []
    for quantity in quantities:
        bare = quantity.rule == "value" and not quantity.compared and "/" in (quantity.dimension or "")
        follows = bool(run) and _parted(items, run[-1], quantity)
        if bare and (follows or _word(items, quantity.first - 1) == "("):
            run = [*run, quantity] if follows else [quantity]
            if len(run) == 3:
                for member in run:
                    member.compared, member.rule = True, "stated"
        elif bare is False and not follows:
            run = []
        if len(run) > 3:
            quantity.compared, quantity.rule = True, "stated"


def _parted(items: list[Item], one: Quantity, two: Quantity) -> bool:
    """Is there a name and a comma between the two, as between members of a list?"""
    between = items[one.last : two.first]
    return (
        2 <= len(between) <= 9
        and between[-1].text == ","
        and between[0].kind in _WORDS
        and between[0].text not in _STOPS
    )
