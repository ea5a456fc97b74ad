"""Whether documents are still what this release makes of their records."""

import sys
import tempfile
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice, zip_longest
from pathlib import Path
from typing import Any

import msgspec

from extract.batch import run
from extract.checking.checker import Defect
from extract.checking.files import Selection, place
from extract.checking.pointers import pointer
from extract.checking.reading import MANIFEST, Piece
from extract.checking.result import Finding
from extract.pipeline import Extractor

_FIRST = 3
_SHOWN = 60
_ABSENT = object()

# where each study's document stands: its file, and its line in JSON Lines (else 0)
Documents = dict[str, tuple[Path, int]]


def drift(corpus: Path, documents: Documents, selection: Selection | None = None) -> list[Finding]:
    """What differs between the documents and those made anew from the records of `corpus`."""
    selection = selection or Selection()
    findings: list[Finding] = []
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        summary = run([str(corpus)], fresh, Extractor())
        for failure in summary.failed:
            failed = Defect("drift", "", f"no document can be made of {failure.source}: {failure.cause}")
            findings += place([failed], Piece(corpus), b"", selection)
        for name in sorted(documents.keys() | _studies(fresh)):
            made = fresh / f"{name}.json"
            if name not in documents:
                missing = Defect("drift", "", f"{name} has a record, but no document")
                findings += place([missing], Piece(corpus), b"", selection)
                continue
            piece, kept = _kept(*documents[name])
            if not made.is_file():
                found = [Defect("drift", "", f"{corpus} has no record of {name}")]
            else:
                found = list(_compare(kept, made.read_bytes()))
            findings += place(found, piece, kept, selection)
    return findings


def _compare(kept: bytes, made: bytes) -> Iterator[Defect]:
    old = msgspec.json.decode(kept)
    if old.get("extractor", {}).get("overrides_sha256"):
        yield Defect("drift-curated", "/extractor/overrides_sha256", "made with overrides: not compared")
        return
    for at, message in islice(differences(old, msgspec.json.decode(made)), _FIRST):
        yield Defect("drift", at, message)


def differences(kept: Any, made: Any) -> Iterator[tuple[str, str]]:  # noqa: ANN401  any JSON values
    """(JSON pointer, message) of every place where two values differ, in document order."""
    waiting: list[tuple[str, Any, Any]] = [("", kept, made)]
    while waiting:
        at, old, new = waiting.pop()
        if isinstance(old, dict) and isinstance(new, dict):
            names = [*old, *(name for name in new if name not in old)]
            waiting += [(at + pointer([n]), old.get(n, _ABSENT), new.get(n, _ABSENT)) for n in reversed(names)]
        elif isinstance(old, list) and isinstance(new, list):
            pairs = enumerate(zip_longest(old, new, fillvalue=_ABSENT))
            waiting += [(f"{at}/{i}", x, y) for i, (x, y) in reversed(list(pairs))]
        elif old is _ABSENT or new is _ABSENT or old != new or isinstance(old, bool) != isinstance(new, bool):
            yield at, f"is {_shown(old)}, this release makes {_shown(new)}"


def _shown(value: Any) -> str:  # noqa: ANN401  any JSON value
    if value is _ABSENT:
        return "absent"
    text = msgspec.json.encode(value).decode()
    return text if len(text) <= _SHOWN else text[:_SHOWN] + " …"


def _kept(path: Path, line: int) -> tuple[Piece, bytes]:
    if not line:
        return Piece(path), Piece(path).read()
    return Piece(path, b"", line), _lines(path)[line - 1]


@lru_cache(maxsize=1)
def _lines(path: Path) -> list[bytes]:
    return Piece(path).read().split(b"\n")


def _studies(folder: Path) -> set[str]:
    return {path.stem for path in folder.glob("*.json")} - {Path(MANIFEST).stem}


def main() -> int:
    """`CORPUS OUTPUTS [--write]`: exit 1 on drift; with `--write` make the outputs anew."""
    corpus, outputs = (Path(argument) for argument in sys.argv[1:3])
    if "--write" in sys.argv[3:]:
        for name in _studies(outputs):
            (outputs / f"{name}.json").unlink()
        summary = run([str(corpus)], outputs, Extractor())
        # the manifest tells of one run, not of the release
        (outputs / MANIFEST).unlink()
        return 1 if summary.failed else 0
    documents = {name: (outputs / f"{name}.json", 0) for name in _studies(outputs)}
    findings = drift(corpus, documents)
    sys.stderr.writelines(f"{found.path}:{found.line}: {found.pointer or '/'}: {found.message}\n" for found in findings)
    return 1 if findings else 0


if __name__ == "__main__":
    sys.exit(main())
