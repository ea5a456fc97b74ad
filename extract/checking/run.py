"""One check over many files: in this process or in several, in order, with memory for a few chunks at a time."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from itertools import islice
from multiprocessing import get_context
from pathlib import Path

from extract.checking.checker import Defect
from extract.checking.files import Checked, Selection, check_pieces, place
from extract.checking.reading import Piece, pieces
from extract.checking.result import Result
from extract.checking.suits import suits

_CHUNK = 64


def check(paths: Iterable[Path], selection: Selection | None = None, workers: int = 1) -> Result:
    """Check every file below `paths` with `workers` processes; raises NothingToCheckError where there is none."""
    selection = selection or Selection()
    result = Result()
    for checked in _in_order(check_pieces, _chunks(pieces(paths, suits), _CHUNK), selection, workers):
        result.checked.update(checked.kinds)
        result.findings += checked.findings
        for study, path, line in checked.studies:
            first, _ = result.studies.setdefault(study, (path, line))
            if result.studies[study] != (path, line):
                defect = Defect("repeated-study", "/study_id", f"{study} is also in {first}")
                result.findings += place([defect], Piece(path, b"", line), b"", selection)
    return result


def _chunks(items: Iterable[Piece], size: int) -> Iterator[list[Piece]]:
    waiting = iter(items)
    while chunk := list(islice(waiting, size)):
        yield chunk


def _in_order(
    work: Callable[[list[Piece], Selection], Checked], todo: Iterator[list[Piece]], selection: Selection, workers: int
) -> Iterator[Checked]:
    if workers <= 1:
        yield from (work(chunk, selection) for chunk in todo)
        return
    # fresh processes: a fork of a process with threads may hang
    with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as pool:
        under_way: deque[Future[Checked]] = deque()
        for chunk in todo:
            under_way.append(pool.submit(work, chunk, selection))
            if len(under_way) > 2 * workers:
                yield under_way.popleft().result()
        while under_way:
            yield under_way.popleft().result()
