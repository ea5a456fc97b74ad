"""The regimen lexicons as compiled expressions, read once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import cast

from extract.document import Frequency, Route
from extract.lexicons import table

LEFT, RIGHT = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"


def loose(form: str) -> str:
    """An expression for a form: blanks and hyphens stand for each other."""
    return "[ -]{1,2}".join(re.escape(part) for part in re.split(r"[ -]+", form))


def any_of(forms: Iterable[str]) -> str:
    """Alternatives, longest first."""
    return "|".join(loose(form) for form in sorted(set(forms), key=lambda form: (-len(form), form)))


@dataclass(frozen=True, slots=True)
class Unit:
    """A dose unit: UCUM code and rank."""

    ucum: str
    rank: str


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words of routes, frequencies, dose units and treatment."""

    route_words: dict[str, Route]
    route_codes: dict[str, Route]
    routes: re.Pattern[str]
    route_codes_pattern: re.Pattern[str]
    route_guard_before: re.Pattern[str]
    route_guard_after: re.Pattern[str]
    frequencies: dict[str, Frequency]
    frequency_forms: str
    units: dict[str, Unit]
    unit_words: str
    unit_codes: str
    pers: dict[str, tuple[str, str]]
    per_words: str
    given: re.Pattern[str]
    watched: re.Pattern[str]
    not_before: re.Pattern[str]
    cap: re.Pattern[str]
    not_drug: frozenset[str]
    stems: tuple[str, ...]


def fold(text: str) -> str:
    """Key of a form: lower case, blanks and hyphens alike."""
    return re.sub(r"[ -]+", " ", text.lower()).strip()


@cache
def lexicon() -> Lexicon:
    """All regimen lexicons. The files are part of the release, so they are read once a process."""
    routes, doses, treatment = table("routes.toml"), table("doses.toml"), table("treatment.toml")
    names = [name for name, value in routes.items() if isinstance(value, dict)]
    route_words = {fold(word): cast("Route", name) for name in names for word in routes[name]["words"]}
    route_codes = {code: cast("Route", name) for name in names for code in routes[name]["codes"]}
    frequencies = {
        fold(form): Frequency(row["times"], row["period"], row["unit"])
        for row in table("frequencies.toml")["frequency"]
        for form in row["forms"]
    }
    units = {fold(w): Unit(row["ucum"], row["kind"]) for row in doses["unit"] for w in row["words"]}
    codes = {code: Unit(row["ucum"], row["kind"]) for row in doses["unit"] for code in row.get("codes", ())}
    pers = {fold(word): (row["kind"], row["code"]) for row in doses["per"] for word in row["words"]}
    return Lexicon(
        route_words=route_words,
        route_codes=route_codes,
        routes=re.compile(f"{LEFT}(?:{any_of(route_words)}){RIGHT}", re.I),
        route_codes_pattern=re.compile(f"{LEFT}(?:{any_of(route_codes)}){RIGHT}"),
        route_guard_before=re.compile(rf"{LEFT}(?:{any_of(routes['not_after'])})[ :-]*$", re.I),
        route_guard_after=re.compile(rf"[ -]*(?:{any_of(routes['not_before'])}){RIGHT}", re.I),
        frequencies=frequencies,
        frequency_forms=any_of(frequencies),
        units=units | codes,
        unit_words=any_of(units),
        unit_codes=any_of(codes),
        pers=pers,
        per_words=any_of(pers),
        given=re.compile(f"{LEFT}(?:{any_of(treatment['given'])}){RIGHT}", re.I),
        watched=re.compile(f"{LEFT}(?:{any_of(treatment['watched'])}){RIGHT}", re.I),
        not_before=re.compile(rf"[ -]*(?:{any_of(treatment['not_before'])}){RIGHT}", re.I),
        cap=re.compile(
            rf"(?:{any_of(treatment['cap'])})(?:[ :(]*(?:daily|dose|of|a|an|the|is|to|total|dosage|was|be|will))"
            rf"*[ :=(]*$",
            re.I,
        ),
        not_drug=frozenset(treatment["not_drug"]),
        stems=tuple(treatment["stems"]),
    )
