"""Where a list ends that follows the line that opens it without being indented below it.

Nothing in the layout tells the last item of such a list from the next item of the outer one, so its items must: by
their ends (`;`, `, or`), by a shape that they share, or by the title of the next list. Without such a sign a short
rest of the section is taken whole, and a long one is left where the layout puts it.
"""

import re

from extract.outline.blocks import Block
from extract.outline.signs import words
from extract.outline.words import load

_SHORT = 4
_LONG = 8
_LONGEST = 12
_LEAST = 2  # members before one that begins anew may end the list
_NAMED = re.compile(r"[A-Z][^.;:]{2,60}:\s")  # "Hepatic: AST up to 3 x ULN"
_MEASURED = re.compile(r"[<>≥≤=]|\b(?:greater|less|equal|at least|normal|ULN|times|between)\b")
_PERSON = re.compile(r"(?:Patients|Subjects|Participants|Individuals)\b")
_ANNOUNCES = re.compile(r"\b(?:following|follows|below|including|such as|these)\b", re.I)
_SINGLE = re.compile(r"\bexception\W*$", re.I)
_WHOLE = re.compile(r"^(?:All|The) ")
_LABORATORY = re.compile(
    r"\b(?:function|laborator\w+|blood|values?|counts?|chemistry|parameters|levels?|tests?)\b", re.I
)


def goes_on(text: str) -> bool:
    """Whether an item says by its end that another one of its list follows."""
    return text.lower().endswith((";", ",", " or", " and", ";or", ";and"))


def alike(title: str, other: str) -> bool:
    """Whether two lines that open lists are titles of one kind: `Liver function:` and `Kidney function:`."""
    known = {word for word in words(title) if len(word) > 4} - load().populations - load().preamble
    return bool(known & set(words(other)))


def run_length(opener: str, found: list[Block], run: list[int], *, closed: bool) -> int | None:
    """The block after the last item of the list; `closed` tells that a title of the opener's kind follows the run."""
    texts = [found[index].text for index in run]
    if goes_on(texts[0]):
        return run[next((n for n, text in enumerate(texts) if not goes_on(text)), len(run) - 1)] + 1
    anew = _anew(texts)
    if anew is not None:
        run, texts = run[:anew], texts[:anew]
    for shape, fits in ((_NAMED.match, True), (_MEASURED.search, _LABORATORY.search(opener) is not None)):
        shared = next((n for n, text in enumerate(texts) if shape(text) is None), len(run)) if fits else 0
        if shared >= 2:
            return run[shared - 1] + 1
    if _SINGLE.search(opener):
        return run[0] + 1
    ends = closed or (_ANNOUNCES.search(opener) is not None and not begins(texts[0]))
    longest = _LONGEST if ends else _LONG if anew is not None else _SHORT
    return run[-1] + 1 if len(run) <= longest else None


def _anew(texts: list[str]) -> int | None:
    """The first item that begins like a criterion of the outer list: a person or requirement, unlike the first one."""
    if begins(texts[0]):
        return None
    for n, text in enumerate(texts[1:], 1):
        if _PERSON.match(text) or (n >= _LEAST and begins(text)):
            return n
    return None


def begins(text: str) -> bool:
    """Whether an item begins as the criteria of an outer list do."""
    return load().begins.match(_WHOLE.sub("", text)) is not None
