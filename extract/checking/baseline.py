"""Baselines: the findings that a folder already has, so that only new ones fail."""

from collections import Counter
from pathlib import Path

import msgspec

from extract.checking.result import Finding, Result
from extract.checking.settings import UsageError
from extract.writing import write_atomic

_VERSION = 1


class Known(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One finding as it is kept: the path is relative to the baseline's folder."""

    path: str
    rule: str
    pointer: str
    message: str = ""


class Baseline(msgspec.Struct, forbid_unknown_fields=True):
    """The file."""

    version: int
    findings: list[Known]


def apply(result: Result, path: Path) -> None:
    """Take the findings that the baseline at `path` knows out of the result; raises UsageError for a file that is none.

    A finding is known by its file, rule and pointer; one in the baseline covers one in the result.
    """
    known = Counter((k.path, k.rule, k.pointer) for k in read(path).findings)
    new = []
    for finding in result.findings:
        key = (_relative(finding, path), finding.rule, finding.pointer)
        if known[key]:
            known[key] -= 1
            result.known += 1
        else:
            new.append(finding)
    result.findings = new


def read(path: Path) -> Baseline:
    """The baseline at `path`."""
    try:
        baseline = msgspec.json.decode(path.read_bytes(), type=Baseline)
    except (OSError, msgspec.MsgspecError) as error:
        raise UsageError(f"{path}: no baseline: {error}") from None
    if baseline.version != _VERSION:
        raise UsageError(f"{path}: a baseline of version {baseline.version}, this release reads {_VERSION}")
    return baseline


def write(result: Result, path: Path) -> None:
    """Keep all findings of the result as the baseline at `path`; raises extract.writing.UnwritableError."""
    found = (Known(_relative(f, path), f.rule, f.pointer, f.message) for f in result.findings)
    ordered = sorted(found, key=lambda known: (known.path, known.rule, known.pointer))
    write_atomic(path, msgspec.json.format(msgspec.json.encode(Baseline(_VERSION, ordered)), indent=1) + b"\n")


def _relative(finding: Finding, baseline: Path) -> str:
    path, folder = finding.path.resolve(), baseline.parent.resolve()
    return (path.relative_to(folder) if path.is_relative_to(folder) else path).as_posix()
