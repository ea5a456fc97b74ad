"""Conversion between UCUM codes with exact numbers.

Two codes convert when their dimensions and their annotations agree: `mL/min/{1.73_m2}` is not `mL/min`, and `[IU]/mL`
is not `{copies}/mL`. Amount of substance never converts to mass (that needs the substance). Months and years are no
exact times: they convert to each other only.
"""

import re
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

_TERM = re.compile(
    r"(?P<op>[./])?(?:10\*(?P<ten>-?\d+)|(?P<number>\d+(?:\.\d+)?)|(?P<atom>(?:[A-Za-z%_*'\"]|\[[^\[\]]*\])+)(?P<power>-?\d+)?)?"
    r"(?P<note>\{[^}]*\})?"
)
_BRACKET = re.compile(r"(?P<op>[./])?\(|(?P<close>\))")
_PREFIXES = {
    "k": Fraction(1000), "d": Fraction(1, 10), "c": Fraction(1, 100), "m": Fraction(1, 10**3), "u": Fraction(1, 10**6),
    "n": Fraction(1, 10**9), "p": Fraction(1, 10**12), "f": Fraction(1, 10**15), "M": Fraction(10**6),
    "G": Fraction(10**9), "h": Fraction(100),
}  # fmt: skip
# Atom: value in base units, and the base units' powers. Arbitrary units are bases of their own.
_ATOMS: dict[str, tuple[Fraction, dict[str, int]]] = {
    "m": (Fraction(1), {"m": 1}),
    "g": (Fraction(1), {"g": 1}),
    "s": (Fraction(1), {"s": 1}),
    "mol": (Fraction(1), {"mol": 1}),
    "L": (Fraction(1, 1000), {"m": 3}),
    "l": (Fraction(1, 1000), {"m": 3}),
    "min": (Fraction(60), {"s": 1}),
    "h": (Fraction(3600), {"s": 1}),
    "d": (Fraction(86400), {"s": 1}),
    "wk": (Fraction(604800), {"s": 1}),
    "mo": (Fraction(1), {"mo": 1}),
    "a": (Fraction(12), {"mo": 1}),
    "%": (Fraction(1, 100), {}),
    "1": (Fraction(1), {}),
    "U": (Fraction(1), {"U": 1}),
    "[IU]": (Fraction(1), {"[IU]": 1}),
    "[iU]": (Fraction(1), {"[IU]": 1}),
    "m[Hg]": (Fraction("133.322387415") * 1000, {"Pa": 1}),
    "Pa": (Fraction(1), {"Pa": 1}),
    "Cel": (Fraction(1), {"Cel": 1}),
    "eq": (Fraction(1), {"eq": 1}),
    "Gy": (Fraction(1), {"Gy": 1}),
    "[lb_av]": (Fraction("453.59237"), {"g": 1}),
    "[in_i]": (Fraction("0.0254"), {"m": 1}),
    "[ft_i]": (Fraction("0.3048"), {"m": 1}),
    "deg": (Fraction(1), {"deg": 1}),
    "m[H2O]": (Fraction("9806.65"), {"Pa": 1}),
    "[oz_av]": (Fraction("28.349523125"), {"g": 1}),
    "[tsp_us]": (Fraction("0.00000492892159375"), {"m": 3}),
    "t": (Fraction(10**6), {"g": 1}),
    "[mi_i]": (Fraction("1609.344"), {"m": 1}),
    "J": (Fraction(1), {"J": 1}),
    "cal": (Fraction("4.184"), {"J": 1}),
    "W": (Fraction(1), {"J": 1, "s": -1}),
    "N": (Fraction(1), {"N": 1}),
    "dyn": (Fraction(1, 10**5), {"N": 1}),
    "Hz": (Fraction(1), {"s": -1}),
    "Bq": (Fraction(1), {"Bq": 1}),
    "Ci": (Fraction(37 * 10**9), {"Bq": 1}),
    "RAD": (Fraction(1, 100), {"Gy": 1}),
    "[ppm]": (Fraction(1, 10**6), {}),
    "[ppb]": (Fraction(1, 10**9), {}),
} | {
    own: (Fraction(1), {own: 1})
    for own in ("V", "Sv", "osm", "dB", "[degF]", "[diop]", "[p'diop]", "[HPF]", "[LPF]", "[CFU]", "[PFU]", "[drp]",
                "[hnsf'U]", "[beth'U]")
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Scale:
    """A unit: its value in base units, their powers, and its annotations."""

    factor: Fraction
    powers: tuple[tuple[str, int], ...]
    notes: tuple[str, ...]


@lru_cache(maxsize=1024)
def scale(code: str) -> Scale | None:
    """A UCUM code as a scale; None where it is not understood."""
    terms = _terms(code)
    if terms is None:
        return None
    factor, powers, notes = Fraction(1), Counter[str](), []
    for sign, match in terms:
        if match["note"]:
            notes.append(("/" if sign < 0 else "") + match["note"])
        if match["ten"]:
            factor *= Fraction(10) ** (sign * int(match["ten"]))
        elif match["number"]:
            factor *= Fraction(match["number"]) ** sign
        elif match["atom"]:
            known = _atom(match["atom"])
            if known is None:
                return None
            power = sign * int(match["power"] or 1)
            factor *= known[0] ** power
            for name, base in known[1].items():
                powers[name] += base * power
    return Scale(factor, tuple(sorted((n, p) for n, p in powers.items() if p)), tuple(sorted(notes)))


def _terms(code: str) -> list[tuple[int, re.Match[str]]] | None:
    """The terms of a code, each with 1 where it multiplies and -1 where it divides; None where brackets do not pair.

    A bracket lends its sign to all that it holds: `g/(24.h)` divides by hours too.
    """
    terms: list[tuple[int, re.Match[str]]] = []
    signs, at = [1], 0
    while at < len(code):
        bracket = _BRACKET.match(code, at)
        match = bracket or _TERM.match(code, at)
        if match is None or match.end() == at:
            return None
        at = match.end()
        if bracket is None:
            terms.append((signs[-1] * (-1 if match["op"] == "/" else 1), match))
        elif bracket["close"] is None:
            signs.append(signs[-1] * (-1 if bracket["op"] == "/" else 1))
        else:
            signs.pop()
            if not signs:
                return None
    return terms if len(signs) == 1 else None


def _atom(written: str) -> tuple[Fraction, dict[str, int]] | None:
    if written in _ATOMS:
        return _ATOMS[written]
    prefix, rest = _PREFIXES.get(written[0]), _ATOMS.get(written[1:])
    if prefix is None or rest is None or written[1:] in {"%", "1", "d", "wk", "mo", "a", "h", "min"}:
        return None
    return prefix * rest[0], rest[1]


def convert(value: Fraction, source: str, target: str) -> Fraction | None:
    """A value in another unit; None where the two do not convert."""
    if source == target:
        return value
    a, b = scale(source), scale(target)
    if a is None or b is None or a.powers != b.powers or a.notes != b.notes:
        return None
    return value * a.factor / b.factor
