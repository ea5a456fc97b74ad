"""The ClinicalTrials.gov API v2: one study, many ids, a search, the bulk download. Never fewer records silently."""

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, BinaryIO

import msgspec

from extract.fetching.errors import FetchError
from extract.fetching.transport import Answer, Transport

BASE = "https://clinicaltrials.gov/api/v2"
BATCH = 100
"""Ids asked for in one request: the address stays well below 2,000 characters."""
PAGE = 1000
"""Most studies that the API puts on one page."""

_ID = re.compile(r"\s*[Nn][Cc][Tt]0*([1-9]\d{0,7})\s*")


class Page(msgspec.Struct, frozen=True):
    """An answer with studies: their ids, and the aliases by which each may have been asked for."""

    answer: Answer
    ids: list[str]
    aliases: dict[str, str]
    """Alias → canonical id."""
    token: str | None = None
    total: int | None = None


def study_id(text: str) -> str | None:
    """An id as the registry writes it (`nct1234567` → `NCT01234567`), or None when it cannot be one."""
    found = _ID.fullmatch(text)
    return f"NCT{int(found[1]):08d}" if found else None


class CtGov:
    """The client; `base` is another server's address in tests."""

    def __init__(self, transport: Transport, base: str = BASE, *, fresh: bool = False) -> None:
        self._transport = transport
        self._base = base.rstrip("/")
        self._fresh = fresh

    def version(self) -> dict[str, str]:
        """`apiVersion` and `dataTimestamp` (UTC, without a zone) of the registry's data."""
        found = self._json(self._get("/version", fresh=True))
        return {name: str(found[name]) for name in ("apiVersion", "dataTimestamp") if name in found}

    def study(self, nct_id: str) -> Page:
        """One study; an alias leads to the canonical study. FetchError `not_found` when there is none."""
        page = self._page(self._get(f"/studies/{nct_id}", {"format": "json"}), [nct_id])
        if nct_id not in page.ids and nct_id not in page.aliases:
            if not page.answer.passed:
                raise FetchError("wrong_study", f"asked for {nct_id}, received {', '.join(page.ids)}", page.answer.url)
            page.aliases[nct_id] = page.ids[0]
        return page

    def studies(self, nct_ids: Iterable[str]) -> Iterator[Page | FetchError]:
        """Many studies by well-formed id, in batches; every id comes back in a page or as an error naming it."""
        ids = list(dict.fromkeys(nct_ids))
        for start in range(0, len(ids), BATCH):
            yield from self._batch(ids[start : start + BATCH])

    def _batch(self, ids: list[str]) -> Iterator[Page | FetchError]:
        if len(ids) == 1:
            try:
                yield self.study(ids[0])
            except FetchError as error:
                yield error.of(ids[0])
            return
        found: set[str] = set()
        try:
            for page in self._pages({"filter.ids": ",".join(ids)}):
                found |= {*page.ids, *page.aliases}
                yield page
        except FetchError as error:
            left = [id_ for id_ in ids if id_ not in found]
            if error.status != 400:
                yield error.of(*left)
                return
            # One id that the API does not take fails its whole batch: halve it until that id stands alone.
            yield from self._batch(left[: len(left) // 2])
            yield from self._batch(left[len(left) // 2 :])
            return
        for id_ in ids:
            if id_ not in found:
                yield from self._batch([id_])

    def search(self, params: Mapping[str, str]) -> Iterator[Page]:
        """All pages of a search, to the true end; FetchError when the registry sends fewer studies than it counts."""
        for attempt in (1, 2):
            seen: set[str] = set()
            total = None
            try:
                for page in self._pages({**params, "countTotal": "true"}, fresh=attempt > 1):
                    seen |= set(page.ids)
                    total = page.total if page.total is not None else total
                    yield page
            except FetchError as error:
                # A token dies when the registry refreshes its data: begin anew, once.
                if error.status == 400 and seen and attempt == 1:
                    continue
                raise
            if total is not None and len(seen) < total:
                raise FetchError(
                    "incomplete", f"the registry counts {total:,} studies and sent {len(seen):,}", self._base
                )
            return

    def bulk(self, to: BinaryIO) -> Answer:
        """The whole registry as one zip, written to a file as it comes."""
        answer = self._transport.download(f"{self._base}/studies/download", to, {"format": "json.zip"})
        if "html" in answer.content_type:
            raise FetchError("unexpected_html", "an HTML page instead of the bulk download", answer.url)
        return answer

    def _pages(self, params: Mapping[str, str], *, fresh: bool = False) -> Iterator[Page]:
        asked = {"format": "json", **params, "pageSize": str(PAGE)}
        tokens: set[str] = set()
        while True:
            page = self._page(self._get("/studies", asked, fresh=fresh), None)
            yield page
            if page.token is None:
                return
            if page.token in tokens:
                raise FetchError("page_loop", "the registry repeats a page token", page.answer.url)
            tokens.add(page.token)
            asked = {**asked, "pageToken": page.token}

    def _get(self, path: str, params: Mapping[str, str] | None = None, *, fresh: bool = False) -> Answer:
        url = f"{self._base}{path}"
        return self._transport.get(url, params, accept="application/json", fresh=fresh or self._fresh)

    @staticmethod
    def _json(answer: Answer) -> Any:  # noqa: ANN401  any JSON value
        if "html" in answer.content_type.lower() or answer.body[:1] == b"<":
            raise FetchError("unexpected_html", "an HTML page instead of JSON: a proxy or block page?", answer.url, 200)
        try:
            return msgspec.json.decode(answer.body)
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise FetchError("bad_json", f"the answer is not valid JSON ({error})", answer.url) from None

    def _page(self, answer: Answer, single: list[str] | None) -> Page:
        """Check an answer's shape: a study when `single`, else a page of them."""
        body = self._json(answer)
        studies = [body] if single else body.get("studies") if isinstance(body, dict) else None
        if not isinstance(studies, list):
            raise FetchError("bad_json", "the answer has no `studies`", answer.url)
        ids, aliases = [], {}
        for study in studies:
            try:
                ident = study["protocolSection"]["identificationModule"]
                canonical = study_id(ident["nctId"])
            except (KeyError, TypeError):
                canonical = None
            if canonical is None:
                raise FetchError("bad_json", "the answer holds something that is no study", answer.url)
            ids.append(canonical)
            aliases.update({alias: canonical for alias in map(study_id, ident.get("nctIdAliases", [])) if alias})
        token, total = (None, None) if single else (body.get("nextPageToken"), body.get("totalCount"))
        return Page(answer, ids, aliases, token or None, total)
