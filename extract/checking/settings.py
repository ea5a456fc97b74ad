"""What a project says about checking: `[tool.trial-extract.check]` in pyproject.toml, or in trial-extract.toml."""

import tomllib
from pathlib import Path
from typing import Any, Literal

import msgspec

from extract.checking.files import Selection
from extract.checking.kinds import KINDS
from extract.checking.result import Severity
from extract.checking.rules import RULES

Format = Literal["text", "json", "junit", "sarif", "github"]


class UsageError(Exception):
    """Options or settings that mean nothing; the message says which."""


class Settings(msgspec.Struct, frozen=True, forbid_unknown_fields=True, rename="kebab"):
    """All that decides how a check runs and what counts.

    `select` (empty: all) and `ignore` name rules, `severity` changes that of a rule, `fail_on` is the least severity
    that fails. Paths in a settings file are relative to it.
    """

    select: tuple[str, ...] = ()
    ignore: tuple[str, ...] = ()
    severity: dict[str, Severity] = {}
    fail_on: Severity = "error"
    format: Format = "text"
    output: str | None = None
    baseline: str | None = None
    against: str | None = None
    kind: str | None = None
    workers: int = 1

    def selection(self) -> Selection:
        """Which rules count; raises UsageError for a rule or kind that does not exist."""
        for name in (*self.select, *self.ignore, *self.severity):
            if name not in RULES:
                raise UsageError(f"there is no rule {name!r}; the rules are: {', '.join(RULES)}")
        if self.kind is not None and self.kind not in (*KINDS, "lexicon"):
            raise UsageError(f"there is no kind {self.kind!r}; the kinds are: {', '.join(KINDS)}, lexicon")
        return Selection(frozenset(self.select), frozenset(self.ignore), self.severity, self.kind)


_PATHS = ("output", "baseline", "against")


def settings(start: Path, options: dict[str, Any]) -> Settings:
    """The settings that hold in the folder `start`, those of `options` that are not None before those of its file.

    The nearest folder upwards with a file that speaks of checking counts. Raises UsageError.
    """
    said: dict[str, Any] = {}
    for folder in (start.resolve(), *start.resolve().parents):
        found = _from_file(folder)
        if found is not None:
            said = {name: str(folder / value) if name in _PATHS else value for name, value in found.items()}
            break
    said |= {name.replace("_", "-"): value for name, value in options.items() if value is not None}
    try:
        return msgspec.convert(said, Settings)
    except msgspec.ValidationError as error:
        raise UsageError(f"settings of check: {error}") from None


def _from_file(folder: Path) -> dict[str, Any] | None:
    for name, keys in (("trial-extract.toml", ("check",)), ("pyproject.toml", ("tool", "trial-extract", "check"))):
        path = folder / name
        if not path.is_file():
            continue
        try:
            found: Any = tomllib.loads(path.read_text("utf-8"))
        except ValueError as error:
            raise UsageError(f"{path}: {error}") from None
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        if isinstance(found, dict):
            return found
    return None
