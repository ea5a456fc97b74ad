"""What checking found: one Finding a defect, collected in one Result."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True)
class Finding:
    """One defect of one file: which rule, where (JSON pointer), and what is wrong."""

    rule: str
    severity: Literal["error", "warning"]
    path: Path
    pointer: str
    message: str


@dataclass(slots=True)
class Result:
    """All that one run found, with how many documents it looked at."""

    checked: int = 0
    findings: list[Finding] = field(default_factory=list)

    @property
    def errors(self) -> int:
        """How many findings are errors; these decide the exit code."""
        return sum(f.severity == "error" for f in self.findings)

    def by_file(self) -> Iterator[tuple[Path, list[Finding]]]:
        """Findings file by file, in the order in which the files were read."""
        groups: dict[Path, list[Finding]] = {}
        for finding in self.findings:
            groups.setdefault(finding.path, []).append(finding)
        yield from groups.items()
