"""Sources of a run that may name studies: ids and addresses are fetched, files are read."""

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from extract.document import Format
from extract.fetching import targets
from extract.fetching.ctgov import CtGov
from extract.fetching.fetch import Fetcher
from extract.fetching.manners import Manners
from extract.fetching.store import Store
from extract.fetching.transport import Transport
from extract.fetching.veeva import SITE, Veeva
from extract.records import ReadFailure, Record, read_records


def is_target(source: str) -> bool:
    """Whether a source is a study's id or address rather than a file; a file of that name comes first."""
    return not Path(source).exists() and targets.parse(source, slugs=False) is not None


def read_sources(
    sources: Sequence[str],
    fetcher: Fetcher | None,
    store: Store,
    format: Format | None = None,  # noqa: A002  the option's name
) -> Iterator[Record | ReadFailure]:
    """Records of files, ids and addresses. Without a fetcher (offline) what the store lacks is a `ReadFailure`."""
    named = [source for source in sources if is_target(source)]
    yield from read_records([source for source in sources if source not in named], format)
    if not named:
        return
    parsed = {source: targets.parse(source, slugs=False) for source in named}
    if fetcher:
        report = fetcher.targets(target for target in parsed.values() if target)
        for failure in report.failed:
            yield ReadFailure(failure.asked, failure.code, failure.cause)
        failed = {failure.asked for failure in report.failed}
    else:
        failed = set()
    keys = {source: _key(target) for source, target in parsed.items() if target and not {source, target.name} & failed}
    records = store.find(keys.values())
    done: set[str] = set()
    for source, key in keys.items():
        if key not in records:
            yield ReadFailure(source, "offline", f"not among the snapshots in {store.folder}, and offline")
        elif records[key].study_id not in done:
            done.add(records[key].study_id)
            yield records[key]


def reader(
    folder: Path, *, offline: bool = False, manners: Manners | None = None
) -> Callable[[Sequence[str], Format | None], Iterator[Record | ReadFailure]]:
    """A function that reads sources as `read_sources` does, with the registries' own addresses and this folder."""
    store = Store(folder)
    transport = Transport(manners)
    fetcher = None if offline else Fetcher(store, CtGov(transport), Veeva(transport))

    def read(sources: Sequence[str], format: Format | None = None) -> Iterator[Record | ReadFailure]:  # noqa: A002
        return read_sources(sources, fetcher, store, format)

    return read


def _key(target: targets.Target) -> str:
    """How a store knows a target: a study's id, or a page's address."""
    return target.name if target.registry == "clinicaltrials.gov" else f"{SITE}/study/{target.name}"
