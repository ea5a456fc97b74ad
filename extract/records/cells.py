"""Cell formats of the registry's CSV downloads, which the flattened row shares.

Lists are joined by `|`; an intervention is `TYPE: name`; an outcome is `measure, description, time frame` or
`measure, time frame`, and since `, ` also stands inside each part, cutting it is a guess that is said as an issue.
"""

import re

from extract.records import enums
from extract.records.draft import Draft, InterventionDraft

_CUE = re.compile(
    r"(?:up to|from|for|baseline|days?|weeks?|months?|years?|hours?|minutes?|at|through|throughout|within|during|until"
    r"|after|before|pre|post|intra|peri|tumou?r assessments?|assessed|every|immediately|approximately|about|average"
    r"|one|two|three|six|twelve|the|an?|visit|cycle|screening|time|study|duration|end|first|\d+)\b",
    re.IGNORECASE,
)
_STRONG = re.compile(
    r"(?:up to|from|baseline|days?|weeks?|months?|years?|at|through|throughout|within|during|tumou?r assessments? every"
    r"|an? average|approximately|about|hours?|minutes?|every|immediately|\d+(?:\s*[-–~]\s*\d+)?\s*-?\s*"
    r"(?:day|week|month|year|hour|minute|second|wk|yr|mo|h|min|d)s?)\b",
    re.IGNORECASE,
)  # fmt: skip


def listed(cell: str | None) -> list[str]:
    """The items of a `|` list."""
    return [item.strip() for item in (cell or "").split("|") if item.strip()]


def interventions(draft: Draft, cell: str | None) -> list[InterventionDraft]:
    """`DRUG: x|Device: y`, with the enum value or its label before the colon."""
    out = []
    for n, item in enumerate(listed(cell)):
        head, colon, tail = item.partition(": ")
        kind = enums.value("InterventionType", head) if colon else None
        if kind is None:
            draft.note("unknown_value", f"{item!r} does not start with a type of intervention", f"/interventions/{n}")
        out.append(InterventionDraft(tail.strip() if kind else item, kind))
    return out


def outcomes(draft: Draft, role: str, cell: str | None) -> None:
    """Outcomes of one role; an info issue names each whose parts are not certain."""
    for item in listed(cell):
        measure, description, frame, sure = split_outcome(item)
        if not sure:
            path = f"/outcomes/{len(draft.outcomes)}"
            message = "measure, description and time frame are joined by commas that also stand inside them"
            draft.note("outcome_split_uncertain", f"{message}: {item[:80]!r}", path, "info")
        draft.outcome(role, measure, description, frame)


def split_outcome(item: str) -> tuple[str, str | None, str | None, bool]:
    """Measure, description, time frame, and whether only one reading is possible."""
    cuts = [found.start() for found in re.finditer(", ", item)]
    if not cuts:
        return item, None, None, False
    last = _frame_cut(item, cuts)
    frame = item[last + 2 :].strip()
    first = _measure_cut(item, [cut for cut in cuts if cut < last])
    if first is None:
        return item[:last].strip(), None, frame, len(cuts) == 1
    return item[:first].strip(), item[first + 2 : last].strip(), frame, len(cuts) == 2


def _frame_cut(item: str, cuts: list[int]) -> int:
    """Where the time frame starts: after a description's full stop, else at the longest tail that starts with a cue.

    A tail is taken back over `, ` only while it stays without a full stop that ends a sentence.
    """
    stops = [cut for cut in cuts if item[cut - 1 : cut] == "."]
    if stops and _CUE.match(item, stops[-1] + 2):
        return stops[-1]
    best = cuts[-1]
    for cut in reversed(cuts):
        if re.search(r"\. [A-Z]", item[cut:]):
            break
        tail = item[cut:]
        open_bracket = tail.count(")") > tail.count("(")
        number_list = re.match(r", \d", tail) is not None and re.search(r"\d$", item[:cut]) is not None
        if (_STRONG.match(tail, 2) and not number_list and not open_bracket) or (cut == best and open_bracket):
            best = cut
        if cut == best and (open_bracket or number_list or tail.startswith(", and ")) and cut != cuts[0]:
            best = cuts[cuts.index(cut) - 1]
    if stops and best < stops[-1]:
        best = stops[-1]
    return best


def _measure_cut(item: str, cuts: list[int]) -> int | None:
    """Where the description starts: at the first `, ` before a capital, or before the measure's own words again."""
    depth_ok = [cut for cut in cuts if item.count("(", 0, cut) <= item.count(")", 0, cut)]
    for cut in depth_ok:
        if item[cut + 2 : cut + 3].isupper() or item[cut + 2 : cut + 3].isdigit():
            return cut
    return depth_ok[0] if depth_ok else None
