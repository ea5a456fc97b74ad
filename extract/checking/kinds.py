"""The kinds of files that are checked, as a table: how each is told, which schema and which rules it has."""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from extract.checking.rules import LEXICON, OVERRIDES, PARTICIPANT, STUDY, Rules
from extract.checking.schema import published_names, top_level
from extract.checking.study import Study


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file.

    `view` lays a value that fits its schema out for the rules. A `versioned` value says its schema's version in
    `schema_version`; otherwise the newest holds (`default`).
    """

    name: str
    default: str | None = None
    rules: Rules = field(default_factory=Rules)
    view: Callable[[Any], Any] = lambda value: value


STUDY_KIND = Kind("study", None, STUDY, Study)
KINDS = {
    kind.name: kind
    for kind in (
        STUDY_KIND,
        Kind("participant", "1.0", PARTICIPANT),
        Kind("overrides", "1.0", OVERRIDES),
    )
}
_TABLES = (".toml", ".csv")


def kind_of(value: Any, path: Path) -> Kind | None:  # noqa: ANN401  any value may come in
    """The kind of a decoded file: a lexicon by its suffix, others by the names at their top level; None if unknown."""
    if path.suffix in _TABLES:
        return lexicon_kind(path.stem)
    names = set(value) - {"schema_version"} if isinstance(value, dict) else set()
    shared = {kind: len(names & top_level(kind)) for kind in KINDS if kind in published_names()}
    best = max(shared, key=lambda kind: shared[kind], default=None)
    return KINDS[best] if best is not None and shared[best] else None


@cache
def lexicon_kind(stem: str) -> Kind:
    """The kind of a lexicon file: its own schema where one is published, else the general one."""
    name = f"lexicon-{stem.replace('_', '-')}"
    return Kind(name if name in published_names() else "lexicon", "1.0", LEXICON)
