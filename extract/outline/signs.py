"""Cheap signs of a line, by which most questions about it are answered before an expression runs."""

import re

_WORD = re.compile(r"[A-Za-z][A-Za-z'’/-]*")
_FOLLOWING = re.compile(r"\b(?:the following|as follows|listed below)(?: criteria| conditions)?[.;]?$", re.I)
_WRAPPED = re.compile(r"[\[(]([^\[\]()]+)[\])]\s*([:：])?")
_COLONS = (":", "：", ":-", ": -")
LONGEST_TITLE = 300  # characters, with what stands in parentheses
_TAIL = 40  # characters in which "the following" may end a line


def words(text: str) -> list[str]:
    """Words in lower case."""
    return _WORD.findall(text.lower().replace("’", "'"))


def ends_in_colon(text: str) -> bool:
    """Whether a line ends in a colon."""
    return text.rstrip(" .*").endswith(_COLONS)


def opens_list(text: str) -> bool:
    """Whether a line ends in a colon, or in "the following", so that what follows belongs to it."""
    if not text[-1:].isalnum() and ends_in_colon(text):
        return True
    tail = text[-_TAIL:].lower()
    return ("follow" in tail or "below" in tail) and _FOLLOWING.search(text, max(0, len(text) - _TAIL)) is not None


def unwrapped(text: str) -> str:
    """A line without the brackets that it stands in as a whole: `[Part 2 only]`."""
    match = _WRAPPED.fullmatch(text.strip())
    return match[1] + (match[2] or "") if match is not None else text
