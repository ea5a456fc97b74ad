"""What checking found: one Finding a defect, collected in one Result."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

Severity = Literal["error", "warning"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect of one file: which rule, where, and what is wrong.

    `pointer` is a JSON pointer into the document, `line` the line of the file (from 1) where that value stands.
    """

    rule: str
    severity: Severity
    path: Path
    pointer: str
    message: str
    line: int = 1


@dataclass(slots=True)
class Result:
    """All that one run found.

    `checked` counts files (or lines) by kind, `studies` says where each study's document stands (file, and line in
    JSON Lines), `known` counts findings that a baseline held back.
    """

    checked: Counter[str] = field(default_factory=Counter)
    findings: list[Finding] = field(default_factory=list)
    studies: dict[str, tuple[Path, int]] = field(default_factory=dict)
    known: int = 0

    @property
    def errors(self) -> int:
        """How many findings are errors; these decide the exit code."""
        return sum(f.severity == "error" for f in self.findings)

    @property
    def warnings(self) -> int:
        """How many findings are warnings."""
        return len(self.findings) - self.errors

    def by_file(self) -> Iterator[tuple[Path, list[Finding]]]:
        """Findings file by file, in the order in which the files were read."""
        groups: dict[Path, list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault(finding.path, []).append(finding)
        yield from groups.items()

    def exit_code(self, fail_on: Severity = "error") -> int:
        """0 when nothing was found that counts, else 1."""
        return int(bool(self.errors or (fail_on == "warning" and self.findings)))

    def summary(self) -> str:
        """One line that counts what was checked and found."""
        what = ", ".join(f"{count:,} {_counted(kind, count)}" for kind, count in self.checked.items()) or "nothing"
        line = f"{what} checked, {self.errors:,} error{_s(self.errors)}"
        line += f", {self.warnings:,} warning{_s(self.warnings)}" if self.warnings else ""
        return line + (f", {self.known:,} known from the baseline" if self.known else "")


_NAMES = {"study": ("document", "documents"), "overrides": ("file of overrides", "files of overrides")}


def _s(count: int) -> str:
    return "" if count == 1 else "s"


def _counted(kind: str, count: int) -> str:
    one, many = _NAMES.get(kind, (kind, f"{kind}s"))
    return one if count == 1 else many
