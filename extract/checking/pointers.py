"""JSON pointers (RFC 6901): made from parts, walked along, and found in the text of a file."""

import json
from collections.abc import Callable, Iterable, Iterator
from json import decoder
from typing import Any

_DECODER = json.JSONDecoder(strict=False)
_STRING: Callable[[str, int], tuple[str, int]] = decoder.scanstring  # type: ignore[attr-defined]  # it is there
_BLANKS = " \t\r\n"


def pointer(parts: Iterable[str | int]) -> str:
    """The pointer that goes through these keys and positions."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in parts)


def parts(pointer: str) -> list[str]:
    """The keys and positions that a pointer goes through."""
    return [part.replace("~1", "/").replace("~0", "~") for part in pointer.split("/")[1:]]


def walk(value: Any, at: str = "") -> Iterator[tuple[str, dict[str, Any]]]:  # noqa: ANN401  any JSON value
    """Every object of the value with its pointer, parents first, without recursion."""
    stack = [(at, value)]
    while stack:
        here, current = stack.pop()
        if isinstance(current, dict):
            yield here, current
            stack += [(here + pointer([key]), below) for key, below in reversed(current.items())]
        elif isinstance(current, list):
            stack += [(f"{here}/{i}", below) for i, below in reversed(list(enumerate(current)))]


def resolves(value: Any, pointer: str) -> bool:  # noqa: ANN401  any JSON value
    """Whether the pointer leads to something in the value."""
    for part in parts(pointer):
        if isinstance(value, dict) and part in value:
            value = value[part]
        elif isinstance(value, list) and part.isascii() and part.isdigit() and int(part) < len(value):
            value = value[int(part)]
        else:
            return False
    return not pointer or pointer.startswith("/")


def line_of(text: str, pointer: str) -> int:
    """The line, from 1, on which the value of a pointer begins in a JSON text; its nearest ancestor's where it ends."""
    at = _skip(text, 0)
    try:
        for part in parts(pointer):
            below = _member(text, at, part)
            if below is None:
                break
            at = below
    except (ValueError, IndexError):  # a text cut short: the last place reached
        pass
    return text.count("\n", 0, at) + 1


def _member(text: str, at: int, part: str) -> int | None:
    """Where the member `part` of the object or list that begins at `at` begins."""
    if text[at] not in "{[":
        return None
    keyed, at, count = text[at] == "{", _skip(text, at + 1), 0
    while text[at] not in "}]":
        name = str(count)
        if keyed:
            name, at = _STRING(text, at + 1)
            at = _skip(text, _skip(text, at) + 1)
        if name == part:
            return at
        at = _skip(text, _DECODER.raw_decode(text, at)[1])
        at = _skip(text, at + 1) if text[at] == "," else at
        count += 1
    return None


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _BLANKS:
        at += 1
    return at
