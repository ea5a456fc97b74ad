"""Whether a folder of documents is still what this release makes of its records."""

import filecmp
import sys
import tempfile
from pathlib import Path

from extract.batch import run
from extract.checking.checker import MANIFEST
from extract.pipeline import Extractor


def drift(corpus: Path, outputs: Path) -> list[str]:
    """One line a document that differs, is missing or is left over; empty when nothing has drifted."""
    with tempfile.TemporaryDirectory() as folder:
        fresh = Path(folder)
        summary = run([str(corpus)], fresh, Extractor())
        lines = [f"failed: {failure.source}: {failure.cause}" for failure in summary.failed]
        made, kept = _documents(fresh), _documents(outputs)
        lines += [f"missing: {name}" for name in sorted(made - kept)]
        lines += [f"left over: {name}" for name in sorted(kept - made)]
        changed = filecmp.cmpfiles(fresh, outputs, sorted(made & kept), shallow=False)[1]
        return lines + [f"differs: {name}" for name in changed]


def _documents(folder: Path) -> set[str]:
    return {path.name for path in folder.glob("*.json")} - {MANIFEST}


def main() -> int:
    """`CORPUS OUTPUTS [--write]`: exit 1 on drift; with `--write` make the outputs anew."""
    corpus, outputs = (Path(argument) for argument in sys.argv[1:3])
    if "--write" in sys.argv[3:]:
        for name in _documents(outputs):
            (outputs / name).unlink()
        summary = run([str(corpus)], outputs, Extractor())
        # the manifest tells of one run, not of the release
        (outputs / MANIFEST).unlink()
        return 1 if summary.failed else 0
    lines = drift(corpus, outputs)
    sys.stderr.writelines(f"{line}\n" for line in lines)
    return 1 if lines else 0


if __name__ == "__main__":
    sys.exit(main())
