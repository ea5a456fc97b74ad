"""Concepts of the user's own vocabulary tables; no concept id is shipped with this project.

The codes file is CSV with the columns `id,vocabulary,code`: `id` is an entry of the measure catalogue, the id of an
anchor, or a fact by its node's key (`0f3a….q1`). An id may have several codes. `CONCEPT.csv` is the tab-separated file
of an OMOP vocabulary download; of its millions of rows only those that are named, UCUM and Gender are kept.
"""

import csv
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from extract.export.targets import ExportError

_WHOLE = ("UCUM", "Gender")
_COLUMNS = ("concept_id", "concept_name", "domain_id", "vocabulary_id", "concept_code", "standard_concept")


class Concept(Struct, frozen=True):
    """One row of the vocabulary."""

    id: int
    name: str
    domain: str
    vocabulary: str
    code: str
    standard: str


class Vocabulary(Struct, frozen=True):
    """What the user's codes and tables say."""

    codes: dict[str, list[tuple[str, str]]]
    concepts: dict[tuple[str, str], Concept]

    def of(self, name: str) -> list[Concept]:
        """The concepts of an id; empty where it has no code or the table lacks it."""
        found = (self.concepts.get(pair) for pair in self.codes.get(name, ()))
        return [concept for concept in found if concept is not None]

    def unit(self, code: str) -> Concept | None:
        """The concept of a UCUM code."""
        return self.concepts.get(("UCUM", code))

    def gender(self, sex: str) -> Concept | None:
        """The concept of FEMALE or MALE."""
        return self.concepts.get(("Gender", sex[0]))


def read_vocabulary(codes: Path | None, folder: Path | None) -> Vocabulary:
    """Read both files; raises ExportError where one is missing or lacks a column."""
    if codes is None or folder is None:
        raise ExportError("circe needs --codes FILE and --vocabulary FOLDER: concept ids come from your own tables")
    named: dict[str, list[tuple[str, str]]] = {}
    for row in _rows(codes, ",", ("id", "vocabulary", "code")):
        named.setdefault(row["id"], []).append((row["vocabulary"], row["code"]))
    wanted = {pair for pairs in named.values() for pair in pairs}
    concepts = {}
    for row in _rows(folder / "CONCEPT.csv", "\t", _COLUMNS):
        pair = (row["vocabulary_id"], row["concept_code"])
        if pair[0] in _WHOLE or pair in wanted:
            concepts[pair] = Concept(
                int(row["concept_id"]), row["concept_name"], row["domain_id"], *pair, row["standard_concept"]
            )
    return Vocabulary(named, concepts)


def _rows(path: Path, delimiter: str, columns: tuple[str, ...]) -> Iterator[dict[str, str]]:
    """The rows of a table with these columns, whatever the case of their names."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            # Downloads of vocabularies do not quote: a name may hold a quotation mark.
            reader = csv.reader(
                file, delimiter=delimiter, quoting=csv.QUOTE_NONE if delimiter == "\t" else csv.QUOTE_MINIMAL
            )
            head = [name.strip().lower() for name in next(reader, [])]
            missing = [name for name in columns if name not in head]
            if missing:
                raise ExportError(f"{path}: no column {', '.join(missing)}")
            for row in reader:
                yield dict(zip(head, row, strict=False))
    except OSError as error:
        raise ExportError(f"{path}: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise ExportError(f"{path}: not UTF-8: {error.reason}") from None
