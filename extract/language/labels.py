"""Numbers that are part of a label: sections (`5.3.8`), clones, phone networks, editions, lesion codes (`001`)."""

from extract.language.comparators import meaning
from extract.language.items import Item
from extract.language.sides import HEADS
from extract.language.values import touching

_REFERRING = {"section", "sections", "criterion", "criteria", "table", "appendix", "chapter", "protocol", "see", "("}
_ASSAYS = {"pharmdx", "clone", "antibody", "assay", "kit"}
_CITING = {"[", ",", ".", "-"}  # what stands before a number of a citation
_NETWORKS = {"phone", "smartphone", "smartphones", "network", "internet", "mobile", "device", "tablet"}


def labelled(items: list[Item], at: int) -> str | None:
    """Class of the number in item `at` that the words and signs beside it make part of a label; else None."""
    text, before, after = items[at].text, _word(items, at - 1), _word(items, at + 1)
    if after == "edition":
        return "reference"
    first = _section(items, at) if "." in (before, after) else None
    if first is not None:
        return "reference" if _word(items, first - 1) in _REFERRING else "list_number"
    if before in _CITING and _cited(items, at):
        return "reference"
    code = len(text) > 2 and text.isdigit() and text[0] == "0" and int(text) > 0
    cloned = "-" in (before, after) and _clone(items, at)
    lettered = (before == "fibrosis" or after == "g") and _lettered(items, at)
    return "name" if code or cloned or lettered else None


def _word(items: list[Item], at: int) -> str:
    return items[at].text if 0 <= at < len(items) else ""


def _section(items: list[Item], at: int) -> int | None:
    """The first item of the section `5.3.8` where item `at` is its `5.3` or its `8`."""
    for first in (at, at - 2):
        last = first + 2
        if first >= 0 and last < len(items) and items[first].kind == items[last].kind == "number":
            dotted = "." in items[first].text and items[first + 1].text == "." and items[last].text.isdigit()
            if dotted and touching(items, first + 1) and touching(items, last) and len(items[last].text) < 3:
                return first
    return None


def _cited(items: list[Item], at: int) -> bool:
    """A citation after its word: `guidelines [3,1]`, `conditioning.81,82`, `protocols,230-232`."""
    first = last = at
    while first > 1 and items[first - 1].text in {",", "-"} and items[first - 2].kind == "number":
        first -= 2
    while last + 2 < len(items) and items[last + 1].text in {",", "-"} and items[last + 2].kind == "number":
        last += 2
    cited = items[max(first - 2, 0)]
    if first < 2 or cited.kind != "word" or not all(items[k].text.isdigit() for k in range(first, last + 1, 2)):
        return False
    if _word(items, first - 1) == "[":
        dashed = any(items[k].text == "-" for k in range(first, last))
        return _word(items, last + 1) == "]" and not dashed and cited.text not in HEADS
    glued = items[first - 1].text in {",", "."} and touching(items, first) and touching(items, first - 1)
    return glued and last > first and len(items[first].text) > 1 and len(cited.text) > 4


def _clone(items: list[Item], at: int) -> bool:
    """Halves of the clone in `IHC 28-8 pharmDx`."""
    last = at + 2 if _word(items, at + 1) == "-" else at
    joined = last != at or (_word(items, at - 1) == "-" and touching(items, at))
    return joined and _word(items, last + 1) in _ASSAYS and _word(items, last).isdigit()


def _lettered(items: list[Item], at: int) -> bool:
    """`5G` of a phone, `Fibrosis 4 Score`."""
    if _word(items, at - 1) == "fibrosis":
        return _word(items, at + 1) in {"score", "index", "scores"}
    if _word(items, at + 1) != "g" or not touching(items, at + 1):
        return False
    return not _NETWORKS.isdisjoint(_word(items, k) for k in range(at - 4, at + 5))


def bounded_ordinal(items: list[Item], at: int) -> bool:
    """`2nd or greater`, `5th grade level or higher`, `≤ 21st day of life`: an ordinal with a comparator."""
    if items[at - 1].kind == "comparator" and _word(items, at + 2) == "day" and _word(items, at + 4) == "life":
        return True
    graded = 4 if _word(items, at + 2) == "grade" else 1
    return any(item.kind == "comparator" and meaning(item, "after") for item in items[at + 2 : at + 2 + graded])


def in_bracket(items: list[Item], at: int) -> bool:
    """Does a bracket stand open at item `at` that opens a few items before it?"""
    near = [items[back].text for back in range(at, max(at - 16, -1), -1)]
    return "(" in near and ")" not in near[: near.index("(")]


def sample_size(text: str, items: list[Item], at: int) -> bool:
    """`(n = > 40)`: how many there are in a group, with a comparator in item `at`."""
    while at > 0 and items[at].kind == "comparator":
        at -= 1
    return _word(items, at) == "n" and text[items[at].start - 1 : items[at].start] in {"(", " ", ""}
