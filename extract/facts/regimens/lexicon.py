"""The regimen lexicons as compiled expressions, read once."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache, lru_cache
from string import ascii_lowercase
from typing import Any, Literal, cast
from unicodedata import normalize

from extract.document import Frequency, Route
from extract.lexicons import table

FIRST_WORD = re.compile(r"(?<![a-z0-9_])[a-z0-9]+|[^\W\d_]+")  # of a name in lower case
_SMALL_LETTERS = bytes(byte if chr(byte) in ascii_lowercase else ord(" ") for byte in range(256))
_NUMERAL = re.compile(r"[ivx]{2,4}")
_BLANKS, _CODE_END = re.compile(r"[ -]+"), re.compile(r"[\d -]")
LEFT, RIGHT = r"(?<![A-Za-z0-9_])", r"(?![A-Za-z0-9_])"
BEFORE = "[^a-z0-9_]"  # what `LEFT` allows before a word, as a character of its own: see `Wording.led`


# what may stand between the words of a limit and its number
_CAP_FILLERS = ("daily", "dose", "of", "a", "an", "the", "is", "to", "total", "dosage", "was", "be", "will", "one")
CAP_JOINTS = " :=("


def keys(forms: Iterable[str]) -> frozenset[str]:
    """For each form one of its words, which a text with this form holds: the last of the longest, as the least common.

    Forms are taken as the plain text writes them, where Ⅳ is IV.

    Raises `ValueError` for a form without letters, whose absence no word tells.
    """
    found = set()
    for form in forms:
        words = runs(normalize("NFKC", form).lower())
        if not words:
            raise ValueError(form)
        found.add(max(reversed(words), key=len))
    return frozenset(found)


def runs(small: str) -> list[str]:
    """The runs of ASCII letters of a text in lower case, in order."""
    return small.encode("utf-8", "replace").translate(_SMALL_LETTERS).decode().split()


def any_of(forms: Iterable[str], *, folded: bool = True) -> str:
    """One expression for all forms, longest first, that shares their beginnings, so that a miss costs one step.

    Blanks and hyphens stand for each other. `folded`: written in lower case, to be compiled without regard to case.
    """
    tree: dict[str, Any] = {}
    for form in forms:
        node = tree
        for piece in re.findall(r"[ -]+|[^ -]", form.lower() if folded else form):
            node = node.setdefault("[ -]{1,2}" if piece[0] in " -" else re.escape(piece), {})
        node[""] = {}
    return _alternatives(tree)


def _alternatives(tree: dict[str, Any]) -> str:
    """The expression of a prefix tree; a form that is the beginning of others comes last."""
    branches = [piece + _alternatives(below) for piece, below in tree.items() if piece]
    if not branches:
        return ""
    joined = branches[0] if len(branches) == 1 and "" not in tree else f"(?:{'|'.join(branches)})"
    return joined + ("?" if "" in tree else "")


@dataclass(frozen=True, slots=True)
class Unit:
    """A dose unit: UCUM code and rank."""

    ucum: str
    rank: str


def started(names: Iterable[str]) -> dict[str, list[str]]:
    """Names in lower case by their first word, the longest first."""
    found: dict[str, list[str]] = {}
    for name in sorted(names, key=len, reverse=True):
        if first := FIRST_WORD.match(name):
            found.setdefault(first[0], []).append(name)
    return found


@dataclass(frozen=True, slots=True, eq=False)
class DrugWords:
    """What names of treatments look like."""

    generic_starts: dict[str, list[str]]  # names given in any study, by their first word
    endings: tuple[str, ...]
    words: tuple[str, ...]
    chemical: tuple[str, ...]
    heads: frozenset[str]
    salts: frozenset[str]
    no_endings: tuple[str, ...]
    not_drug: frozenset[str]
    trimmed: re.Pattern[str]

    def may_name(self, word: str) -> bool:
        """Is it no word of everyday language, no salt by itself, no numeral?"""
        small = word.lower()
        if small.rstrip("0123456789") in self.not_drug or small in self.salts or _NUMERAL.fullmatch(small):
            return False
        return not (small.endswith(self.no_endings) and len(small) > 5)

    @lru_cache(maxsize=8192)  # noqa: B019  # one for all studies, and words come again
    def may_end(self, run: str) -> bool:
        """May a word that ends with these letters, in lower case, have the `look` of a name, if it is no code?"""
        return run in self.heads or run.endswith(self.words) or run.endswith(self.endings)

    @lru_cache(maxsize=8192)  # noqa: B019  # one for all studies, and words come again
    def look(self, word: str) -> Literal["head", "drug"] | None:
        """Is it a word that another before it makes a drug's name (`acid`), or has it the look of one by itself?"""
        if word.lower() in self.heads:
            return "head"
        return "drug" if self.like_drug(word) else None

    def like_drug(self, word: str) -> bool:
        """Is it a sponsor's code, or has it the ending of a drug's name?"""
        small = word.lower()
        if not word.isalpha() and any(character.isdigit() for character in word):
            return _CODE_END.split(small, maxsplit=1)[0] not in self.not_drug
        ends = small.endswith(self.words) or (len(small) > 5 and small.endswith(self.endings))
        return ends and self.may_name(word)


def _drug_words() -> DrugWords:
    data = table("drugs.toml")
    return DrugWords(
        generic_starts=started(data["generic"]),
        endings=tuple(data["endings"]),
        words=tuple(data["words"]),
        chemical=tuple(data["chemical"]),
        heads=frozenset(data["heads"]),
        salts=frozenset(data["salts"]),
        no_endings=tuple(data["no_endings"]),
        not_drug=frozenset(data["not_drug"]),
        trimmed=re.compile(rf"{LEFT}{any_of(data['trimmed'])}{RIGHT}", re.I),
    )


@dataclass(frozen=True, slots=True)
class Lexicon:
    """Words of routes, frequencies, dose units and treatment."""

    route_words: dict[str, Route]
    route_codes: dict[str, Route]
    route_keys: frozenset[str]
    route_code_keys: frozenset[str]
    routes: re.Pattern[str]  # with what stands before
    route_codes_pattern: re.Pattern[str]
    route_guards: tuple[str, ...]  # with one of which `route_guard_before` ends
    route_guard_before: re.Pattern[str]
    route_guard_after: re.Pattern[str]
    frequencies: dict[str, Frequency]
    frequency_forms: str
    units: dict[str, Unit]  # all of them
    unit_words: dict[str, Unit]
    unit_codes: dict[str, Unit]  # written so and not otherwise
    pers: dict[str, tuple[str, str]]
    per_words: str
    given: re.Pattern[str]
    watched: re.Pattern[str]
    watched_keys: frozenset[str]
    not_before: re.Pattern[str]
    cap: re.Pattern[str]
    cap_ends: tuple[str, ...]  # with one of which it ends, before blanks and the like
    drugs: DrugWords


@lru_cache(maxsize=4096)  # forms of the lexicon, in whatever case
def fold(text: str) -> str:
    """Key of a form: lower case, blanks and hyphens alike."""
    return _BLANKS.sub(" ", text.lower()).strip()


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
        route_keys=keys(route_words),
        route_code_keys=keys(route_codes),
        routes=re.compile(rf"{BEFORE}(?:{any_of(route_words)})(?:{RIGHT}|(?<=ly)(?=\d))"),
        route_codes_pattern=re.compile(f"{LEFT}(?:{any_of(route_codes, folded=False)}){RIGHT}"),
        route_guards=tuple(runs(form)[-1] for form in routes["not_after"]),
        route_guard_before=re.compile(rf"{LEFT}(?:{any_of(routes['not_after'])})$"),
        route_guard_after=re.compile(rf"[ -]*(?:{any_of(routes['not_before'])}){RIGHT}"),
        frequencies=frequencies,
        frequency_forms=any_of(frequencies),
        units=units | codes,
        unit_words=units,
        unit_codes=codes,
        pers=pers,
        per_words=any_of(pers),
        given=re.compile(f"{LEFT}(?:{any_of(treatment['given'])}){RIGHT}"),
        watched=re.compile(f"{LEFT}(?:{any_of(treatment['watched'])}){RIGHT}"),
        watched_keys=keys(treatment["watched"]),
        not_before=re.compile(rf"[ -]*(?:{any_of(treatment['not_before'])}){RIGHT}"),
        cap=re.compile(rf"(?:{any_of(treatment['cap'])})(?:[ :(]*(?:{'|'.join(_CAP_FILLERS)}))*[ :=(]*$"),
        cap_ends=tuple({*_CAP_FILLERS, *(_BLANKS.split(form.lower())[-1] for form in treatment["cap"])}),
        drugs=_drug_words(),
    )
