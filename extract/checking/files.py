"""Checks files: reads, tells the kind, checks the value, and places each finding on a line."""

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from extract.checking.checker import Defect, defects
from extract.checking.kinds import KINDS, Kind, kind_of, lexicon_kind
from extract.checking.pointers import line_of
from extract.checking.reading import Piece, decode
from extract.checking.result import Finding, Severity
from extract.checking.rules import RULES

# each look-up reads the file up to the place, so that a file with endless findings has lines for the first only
_LOCATED = 500


@dataclass(frozen=True, slots=True)
class Selection:
    """Which rules count, and how much. `select` empty: all; `kind`: take every file as this kind."""

    select: frozenset[str] = frozenset()
    ignore: frozenset[str] = frozenset()
    severity: dict[str, Severity] = field(default_factory=dict)
    kind: str | None = None

    def counts(self, rule: str) -> bool:
        """Whether findings of the rule are reported."""
        return rule not in self.ignore and (not self.select or rule in self.select)


class Checked(NamedTuple):
    """What came of some files: how many by kind, which studies they are of, and the findings."""

    kinds: Counter[str]
    studies: list[tuple[str, Path, int]]
    findings: list[Finding]


def check_pieces(pieces: list[Piece], selection: Selection) -> Checked:
    """Check some files or lines."""
    checked = Checked(Counter(), [], [])
    for piece in pieces:
        _check(piece, selection, checked)
    return checked


def _check(piece: Piece, selection: Selection, checked: Checked) -> None:
    try:
        data = piece.read()
        value = decode(piece.path, data)
    except (OSError, ValueError, EOFError) as error:
        checked.kinds["file"] += 1
        found = [Defect("json", "", f"not readable: {error}")]
        checked.findings.extend(place(found, piece, b"", selection))
        return
    kind = named_kind(selection.kind, piece.path) if selection.kind else kind_of(value, piece.path)
    if kind is None:
        checked.kinds["file"] += 1
        found = [Defect("unknown-kind", "", "neither a study document, nor overrides, a participant or a lexicon")]
    else:
        checked.kinds[kind.name.split("-")[0]] += 1
        found = list(defects(value, kind))
        if kind.name == "study" and isinstance(value.get("study_id"), str):
            checked.studies.append((value["study_id"], piece.path, piece.line))
    checked.findings.extend(place(found, piece, data, selection))


def named_kind(name: str, path: Path) -> Kind:
    """The kind of that name; lexicons have one a file."""
    return lexicon_kind(path.stem) if name == "lexicon" else KINDS[name]


def place(found: list[Defect], piece: Piece, data: bytes, selection: Selection) -> list[Finding]:
    """The defects of a file that count, each with its severity and its line."""
    wanted = [defect for defect in found if selection.counts(defect.rule)]
    text = _located(piece, data) if wanted else ""
    return [
        Finding(
            rule,
            selection.severity.get(rule, RULES[rule].severity),
            piece.path,
            pointer,
            message,
            piece.line or (line_of(text, pointer) if text and n < _LOCATED else 1),
        )
        for n, (rule, pointer, message) in enumerate(wanted)
    ]


def _located(piece: Piece, data: bytes) -> str:
    """The text in which lines are looked up: only that of JSON files."""
    return data.decode("utf-8", "replace") if ".json" in piece.path.suffixes and not piece.line else ""
