"""Fetching into a snapshot folder: only what is missing, every id accounted for, changes told by content."""

import zipfile
from collections.abc import Iterable, Mapping
from pathlib import PurePosixPath
from typing import BinaryIO, Literal

from msgspec import Struct, field

from extract.fetching.ctgov import CtGov, Page, study_id
from extract.fetching.errors import FetchError
from extract.fetching.store import Store
from extract.fetching.targets import Target
from extract.fetching.veeva import SITE, Veeva, slug
from extract.records import UnreadableRecordError, veeva_html


class Failure(Struct, frozen=True):
    """What could not be fetched, and why."""

    asked: str
    code: str
    cause: str


class Report(Struct):
    """What a fetch did. Ids are the registry's; `aliases` lead from what was asked for to them."""

    fetched: list[str] = field(default_factory=list)
    kept: list[str] = field(default_factory=list)
    """Here already, from an earlier fetch."""
    aliases: dict[str, str] = field(default_factory=dict)
    failed: list[Failure] = field(default_factory=list)
    changed: list[str] = field(default_factory=list)
    """With `changed` asked for: those whose content differs from the snapshot before."""
    unchanged: list[str] = field(default_factory=list)
    registry_version: dict[str, str] = field(default_factory=dict)


class Fetcher:
    """Puts the answers of both registries into a store."""

    def __init__(self, store: Store, ctgov: CtGov, veeva: Veeva, prefer: Literal["veeva", "ctgov"] = "veeva") -> None:
        self._store = store
        self._ctgov = ctgov
        self._veeva = veeva
        self._prefer = prefer

    def targets(self, targets: Iterable[Target], *, again: bool = False) -> Report:
        """Fetch studies by id or page; those here already only when `again`."""
        report = Report()
        known = {} if again else self._store.known()
        ids: list[str] = []
        for target in targets:
            key = target.name if target.registry == "clinicaltrials.gov" else f"{SITE}/study/{target.name}"
            if key in known:
                report.kept.append(known[key])
                if known[key] != key:
                    report.aliases[target.word] = known[key]
            elif target.registry == "clinicaltrials.gov":
                ids.append(key)
            else:
                self._page(target, key, report)
        self._studies(ids, report)
        return report

    def _studies(self, ids: list[str], report: Report) -> None:
        wanted = set(ids)
        for page in self._ctgov.studies(ids):
            if isinstance(page, FetchError):
                report.failed += [Failure(asked, page.code, page.cause) for asked in page.asked]
                continue
            aliases = {alias: canonical for alias, canonical in page.aliases.items() if alias in wanted}
            self._keep(page, report, aliases)
            report.aliases |= aliases

    def _keep(self, page: Page, report: Report, aliases: Mapping[str, str] | None = None) -> None:
        if page.ids:
            self._store.add(page.answer, ".json", page.ids, aliases)
            report.fetched += [id_ for id_ in page.ids if id_ not in report.fetched]

    def _page(self, target: Target, address: str, report: Report) -> None:
        try:
            answer = self._veeva.page(target.name)
            record = veeva_html.read(answer.body)
            is_nct = study_id(record.study_id) is not None
            name = record.study_id if is_nct else address
            if self._prefer == "ctgov" and is_nct:
                page = self._ctgov.study(record.study_id)
                self._keep(page, report, {**page.aliases, address: page.ids[0]})
                report.aliases[target.word] = page.ids[0]
                return
            self._store.add(answer, ".html", [name], {address: name})
            report.fetched.append(name)
            report.aliases[target.word] = name
        except FetchError as error:
            report.failed.append(Failure(target.word, error.code, error.cause))
        except UnreadableRecordError as error:
            report.failed.append(Failure(target.word, error.code, f"the page is no study page ({error.cause})"))

    def search(self, params: Mapping[str, str]) -> Report:
        """Fetch all studies that a search finds; an incomplete search is a failure, what came is kept."""
        report = Report()
        try:
            for page in self._ctgov.search(params):
                self._keep(page, report)
        except FetchError as error:
            report.failed.append(Failure("the search", error.code, error.cause))
        return report

    def bulk(self) -> Report:
        """Fetch the whole registry as one zip."""
        report = Report()
        try:
            report.fetched = list(self._store.add_download(self._ctgov.bulk, ".zip", _members).ids)
        except FetchError as error:
            report.failed.append(Failure("the bulk download", error.code, error.cause))
        return report

    def changed(self, targets: Iterable[Target]) -> Report:
        """Fetch again what is here (or the targets), and say whose content changed since."""
        before = {id_: record.source.content_sha256 for id_, record in self._store.records().items()}
        chosen = list(targets)
        if not chosen:
            pages = self._store.pages()
            chosen = [Target(id_, "clinicaltrials.gov", id_) for id_ in before if study_id(id_) and id_ not in pages]
            chosen += [Target(url, "ctv.veeva.com", slug(url) or "") for url in pages.values()]
        report = self.targets(chosen, again=True)
        after = {id_: record.source.content_sha256 for id_, record in self._store.records().items()}
        again = [id_ for id_ in report.fetched if id_ in before]
        report.changed = [id_ for id_ in again if after.get(id_) != before[id_]]
        report.unchanged = [id_ for id_ in again if after.get(id_) == before[id_]]
        return report

    def note_version(self, report: Report) -> None:
        """Add the registry's version to a report; a registry that does not tell it fails nothing."""
        try:
            report.registry_version = self._ctgov.version()
        except FetchError as error:
            report.registry_version = {"error": error.cause}


def _members(file: BinaryIO) -> list[str]:
    """Ids of a bulk download, by the names of its members; FetchError for no zip."""
    try:
        with zipfile.ZipFile(file) as archive:
            stems = [PurePosixPath(name).stem for name in archive.namelist() if name.endswith(".json")]
    except zipfile.BadZipFile as error:
        raise FetchError("bad_archive", f"the bulk download is no whole zip ({error})") from None
    return [stem for stem in stems if study_id(stem) == stem]
