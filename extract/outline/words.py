"""The heading lexicon, compiled once."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from extract.lexicons import alternation, literals, stems, telling

JOINS = frozenset(("or", "and", "and/or", "except"))  # lines that only join the lines beside them
LABELLED = frozenset(("only", "for", "all", "and", "in", "the", "specific", "criteria"))  # words beside a bare label
_SOURCE = Path(__file__).parents[1] / "lexicons" / "headings.toml"


@dataclass(frozen=True, slots=True)
class Words:
    """Word sets and expressions of `lexicons/headings.toml`."""

    section: re.Pattern[str]
    bare: re.Pattern[str]
    into: frozenset[str]
    out: frozenset[str]
    tail: frozenset[str]
    asked: frozenset[str]  # first words of questions that stand for a heading
    asked_initials: frozenset[str]
    hints: tuple[str, ...]  # one of these stands in every heading of a section
    says: frozenset[str]
    inclusion: re.Pattern[str]
    exclusion: re.Pattern[str]
    sentence: frozenset[str]
    population: frozenset[str]
    label: re.Pattern[str]
    label_list: re.Pattern[str]
    labels: tuple[str, ...]
    label_starts: tuple[str, ...]
    label_initials: frozenset[str]  # first two letters of a label
    sexes: frozenset[str]
    populations: frozenset[str]
    diseases: frozenset[str]
    general: frozenset[str]
    pdq: frozenset[str]
    small: frozenset[str]
    topics: frozenset[str]
    requires: frozenset[str]
    opens: frozenset[str]
    leads_on: frozenset[str]
    preamble: frozenset[str]
    needs: frozenset[str]
    excluding: re.Pattern[str]
    including: re.Pattern[str]
    note_starts: re.Pattern[str]
    note_openings: tuple[str, ...]  # how that begins, but for a bracket
    note_initials: frozenset[str]  # first two letters of those, and of lines that only join others
    note_anywhere: tuple[str, ...]
    permits: re.Pattern[str]
    permitting: tuple[str, ...]  # one of these stands in what that finds
    formulas: re.Pattern[str]
    formula_words: tuple[str, ...]
    note_words: tuple[str, ...]  # one of these stands in all notes that these tell of
    combine: re.Pattern[str]
    excepting: re.Pattern[str]
    excepting_words: tuple[str, ...]  # one of these stands in what it finds
    begins: re.Pattern[str]


def _either(entries: list[str]) -> str:
    return alternation(entries)


@cache
def load() -> Words:
    """Read the lexicon; raises `OSError` or `tomllib.TOMLDecodeError` when the installation is broken."""
    data = tomllib.loads(_SOURCE.read_text("utf-8"))
    section, group, preamble, note, combine = (data[k] for k in ("section", "group", "preamble", "note", "combine"))
    core = _either(section["inclusion"] + section["exclusion"] + section["neutral"])
    label = rf"(?:{_either(group['labels'])})"
    # "Part 1 Cohort 2", "Cohorts A and B", "Phase 1b/2", "Arms 1, 2 & 3"
    place = r"(?:[A-Z]?\d{1,2}[A-Za-z]?\d?|[A-Z]\d{0,2}|[IVX]{1,4}[ab]?|i{1,3}[ab]?|One|Two|Three|Four)(?![\w-])"
    one = rf"{label}[ -]?{place}(?:\s*(?:,|/|&|and|or|and/or|to|-)\s*{place})*"
    starts = sorted(note["starts"], key=len, reverse=True)
    phrases = "|".join(
        re.escape(entry) + r"(?!\w)" * entry[-1].isalpha() for entry in starts if " " in entry or entry == "*"
    )
    singles = "|".join(re.escape(entry) for entry in starts if " " not in entry and entry != "*")
    return Words(
        section=re.compile(
            rf"(?<![\w-])(?:{core})(?:\s*(?:/|and|&)\s*(?:{core}))?\s+(?:{_either(section['nouns'])})\b", re.I
        ),
        bare=re.compile(rf"(?:{_either(section['inclusion'] + section['exclusion'])})\b", re.I),
        into=frozenset(section["into"]),
        out=frozenset(section["out"]),
        tail=frozenset(section["tail"]) | frozenset(section["population"]),
        asked=frozenset(entry.split()[0] for entry in (*section["into"], *section["out"])),
        asked_initials=frozenset(entry[0] for entry in (*section["into"], *section["out"])),
        hints=stems([*section["nouns"], *section["inclusion"], *section["exclusion"]]),
        says=frozenset(group["says"]),
        inclusion=re.compile(rf"(?<![\w -])(?:{_either(section['inclusion'])})"),
        exclusion=re.compile(rf"(?<![\w-])(?:{_either(section['exclusion'])})"),
        sentence=frozenset(section["sentence"]),
        population=frozenset(section["population"]),
        label=re.compile(rf"(?<![\w-])(?i:{label})(?=[ -]?{place})"),
        label_list=re.compile(
            rf"(?<![\w-]){_insensitive(one, label)}(?:\s*(?:,|&|/|and|or)?\s*{_insensitive(one, label)})*"
        ),
        labels=tuple(group["labels"]),
        label_starts=literals(entry.split()[0] for entry in group["labels"]),
        label_initials=frozenset(entry[:2] for entry in group["labels"]),
        sexes=frozenset(group["sexes"]),
        populations=frozenset(group["populations"]),
        diseases=frozenset(group["diseases"]),
        general=frozenset(group["general"]),
        pdq=frozenset(group["pdq"]),
        small=frozenset(group["small"]),
        topics=frozenset(group["topics"]),
        requires=frozenset(group["requires"]),
        opens=frozenset(group["opens"]),
        leads_on=frozenset(group["leads_on"]),
        preamble=frozenset(preamble["words"]),
        needs=frozenset(preamble["needs"]),
        excluding=re.compile(_either(preamble["excluding"]), re.I),
        including=re.compile(_either(preamble["including"]), re.I),
        note_starts=re.compile(
            rf"\[?(?i:{phrases})|\[?(?i:{singles})\s*(?:[:.(–-]|\d+\s*:|(?i:that)\b|$)|(?:Note|NOTE),? [A-Z]|Note, "
        ),
        note_openings=("note", *starts),
        note_initials=frozenset(entry[:2] for entry in ["note", *starts, *JOINS]),
        note_anywhere=literals(note["anywhere"]),
        permits=re.compile(_either(note["permits"]), re.I),
        permitting=literals(note["permits"]),
        formulas=re.compile(_either(note["formulas"]), re.I),
        formula_words=literals(note["formulas"]),
        note_words=telling([*note["anywhere"], *note["permits"], *note["formulas"]]),
        combine=re.compile(
            rf"\b(?:{'|'.join(rf'(?P<{name}>{_either(combine[name])})' for name in ('examples', 'any', 'all'))})(?!\w)",
            re.I,
        ),
        excepting_words=literals(combine["excepting"]),
        begins=re.compile(rf"(?:{_either(data['run']['begins'])})(?!\w)", re.I),
        excepting=re.compile(
            rf"\b(?:{_either(combine['excepting'])})(?:\W+(?:for|of|in|if|with|the|following|when|those))*\W*$", re.I
        ),
    )


def _insensitive(pattern: str, label: str) -> str:
    """The pattern with its label words matched in any case, while `A` or `1b` keep theirs."""
    return pattern.replace(label, f"(?i:{label})")
