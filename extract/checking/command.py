"""What `trial-extract check` does: settings, check, comparison, baseline, report, exit code."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from extract.checking import baseline
from extract.checking.reading import NothingToCheckError
from extract.checking.reporters import REPORTERS
from extract.checking.result import Result
from extract.checking.run import check
from extract.checking.settings import Settings, UsageError, settings
from extract.writing import UnwritableError, write_atomic

CLEAN, FINDINGS, USAGE, INTERNAL = 0, 1, 2, 3
Say = Callable[[str], None]


def run_check(paths: list[Path], options: dict[str, Any], write_baseline: Path | None, out: Say, err: Say) -> int:
    """Check `paths` with the settings of the current folder under `options`; gives the exit code.

    0: nothing that fails; 1: findings; 2: wrong usage; 3: an internal error, which says nothing about the files.
    """
    try:
        chosen = settings(Path.cwd(), options)
        result = _found(paths, chosen)
        if write_baseline is not None:
            baseline.write(result, write_baseline)
            err(f"{len(result.findings):,} findings kept in {write_baseline}")
            return CLEAN
        _report(result, chosen, out)
    except (UsageError, NothingToCheckError, UnwritableError) as error:
        err(str(error))
        return USAGE
    except Exception as error:  # noqa: BLE001  whatever else happens is a fault of this program, and is said to be
        err(f"internal error: {type(error).__name__}: {error}")
        return INTERNAL
    return result.exit_code(chosen.fail_on)


def _found(paths: list[Path], chosen: Settings) -> Result:
    selection = chosen.selection()
    result = check(paths, selection, chosen.workers)
    if chosen.against is not None:
        corpus = Path(chosen.against)
        if not corpus.exists():
            raise UsageError(f"{corpus}: no such file or folder")
        from extract.checking.drift import drift  # noqa: PLC0415  loads the pipeline, which other checks do without

        result.findings += drift(corpus, result.studies, selection)
    if chosen.baseline is not None:
        baseline.apply(result, Path(chosen.baseline))
    return result


def _report(result: Result, chosen: Settings, out: Say) -> None:
    report = REPORTERS[chosen.format](result)
    if chosen.output is None:
        out(report.rstrip("\n"))
    else:
        write_atomic(Path(chosen.output), report.encode("utf-8", "replace"))
        out(result.summary())
