"""Whether a string is a UCUM code (case sensitive): a small parser, so that checking needs no unit library.

Grammar: a term is components joined by `.` and `/`; a component is a unit with an optional exponent and annotation, a
whole number, an annotation in braces, or a term in brackets. Conversions are not looked at.
"""

import re
import tomllib
from functools import cache, lru_cache
from importlib.resources import files

_TOKEN = re.compile(r"\{[^{}]*\}|[()./]|(?:[^\[\](){}./\s]|\[[^\[\]\s]*\])+")
_EXPONENT = re.compile(r"[+-]?\d+$")
_LONGEST = 200


@cache
def _symbols() -> tuple[frozenset[str], frozenset[str], tuple[str, ...]]:
    listed = tomllib.loads(files(__package__).joinpath("ucum.toml").read_text("utf-8"))
    metric = frozenset(listed["metric"].split())
    return metric, metric | frozenset(listed["plain"].split()), tuple(listed["prefixes"].split())


@lru_cache(maxsize=4096)
def fault(code: str) -> str | None:
    """Why `code` is no UCUM code, or None when it is one."""
    if not code:
        return "the empty string is no unit"
    if len(code) > _LONGEST or not code.isascii() or "".join(_TOKEN.findall(code)) != code:
        return f"{code[:60]!r} is no UCUM code"
    # a term is open until its first operand, which a stroke may precede: /mL
    depth, operand, opening = 0, False, True
    for part in _TOKEN.findall(code):
        if part == "(":
            wrong, depth, opening = operand, depth + 1, True
        elif part == ")":
            wrong, depth = not operand or depth == 0, depth - 1
        elif part in "./":
            wrong, operand, opening = not operand and not (opening and part == "/"), False, False
        elif part[0] == "{":
            wrong, operand = False, True
        else:
            if not _unit(part):
                return f"{part!r} in {code!r} is no UCUM unit"
            wrong, operand = operand, True
        if wrong:
            return f"{code!r} is no UCUM code: {part!r} is misplaced"
    return None if operand and depth == 0 else f"{code!r} is no UCUM code: it is incomplete"


def _unit(symbol: str) -> bool:
    """A whole number, or a unit symbol with its prefix and exponent."""
    metric, every, prefixes = _symbols()
    if symbol.isdigit():
        return True
    base = _EXPONENT.sub("", symbol)
    for name in (symbol, base):
        if name in every or any(name.startswith(p) and name[len(p) :] in metric for p in prefixes):
            return True
    return False
