"""The desk: a folder of documents with the overrides beside their corpus, as the review page sees them."""

import dataclasses
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from extract.curation.apply import Corrections, Outcome
from extract.curation.changes import StudyChange
from extract.curation.compare import compare
from extract.curation.overrides import StudyOverrides
from extract.curation.places import Home
from extract.curation.regenerate import PREVIOUS
from extract.curation.state import read_manifest
from extract.curation.store import Store
from extract.curation.texts import BadOverridesError
from extract.document import Coverage, Issue, Node, Release, StudyDocument
from extract.pipeline import Extractor, coverage


class NoDeskError(Exception):
    """A folder that cannot be reviewed; the message says why."""


@dataclass(slots=True)
class Opened:
    """A study with the overrides of this moment applied."""

    document: StudyDocument
    overrides: StudyOverrides
    outcomes: list[Outcome]
    error: str | None = None
    other_release: bool = False

    @property
    def nodes(self) -> list[Node]:
        """Every node, in reading order."""
        return list(self.document.walk())

    @property
    def progress(self) -> tuple[int, int]:
        """How many criteria are decided, of how many."""
        criteria = [node for node in self.nodes if node.status != "none"]
        return sum(map(decided, criteria)), len(criteria)

    @property
    def stale(self) -> list[Outcome]:
        """The overrides that do not fit their text."""
        return [outcome for outcome in self.outcomes if outcome.state in ("stale", "invalid")]


def decided(node: Node) -> bool:
    """Whether a curator confirmed the node, or each of its facts."""
    if node.curated is not None and node.curated.action == "confirmed":
        return True
    facts = Home(node).facts()
    return node.status == "structured" and bool(facts) and all(fact.curated for fact in facts)


@dataclass(frozen=True, slots=True)
class Row:
    """A study in the list. `status` is that of its worst criterion."""

    study_id: str
    title: str
    coverage: Coverage
    unexplained: int
    left_out: int
    stale: int
    decided: int
    criteria: int
    error: str | None
    previous: bool
    characters: int

    @property
    def status(self) -> str:
        """Where the study stands: what a curator filters by."""
        if self.error:
            return "unreadable overrides"
        if self.stale:
            return "stale"
        if self.criteria and self.decided == self.criteria:
            return "done"
        return "started" if self.decided else "open"


class _Remark(Struct):
    code: str
    message: str


class _Text(Struct):
    text: str | None


class _Brief(Struct):
    """What the list shows of a document."""

    title: str | None
    extractor: Release
    coverage: Coverage
    eligibility: _Text
    issues: list[_Remark]


@dataclass(slots=True)
class Desk:
    """Documents and overrides; documents are only read, overrides only appended."""

    outputs: Path
    store: Store
    extractor: Extractor
    _rows: dict[str, tuple[tuple[object, ...], Row]] = field(default_factory=dict)

    @classmethod
    def at(cls, outputs: Path, overrides: Path | None, extractor: Extractor) -> "Desk":
        """The desk of a folder; raises NoDeskError where nothing tells which overrides belong to it."""
        if not outputs.is_dir():
            raise NoDeskError(f"{outputs}: no such folder")
        manifest = read_manifest(outputs)
        if overrides is None and manifest.overrides is None:
            raise NoDeskError(
                f"{outputs}: made without `trial-extract regenerate`; say with --overrides where overrides are kept"
            )
        return cls(outputs, Store(overrides or (outputs / str(manifest.overrides)).resolve()), extractor)

    def studies(self) -> list[str]:
        """Ids of the studies, in order."""
        return sorted(path.stem for path in self.outputs.glob("*.json") if path.name != "manifest.json")

    def open(self, study_id: str) -> Opened:
        """A study as it would be regenerated now; raises KeyError when there is no such document."""
        if study_id not in self.studies():
            raise KeyError(study_id)
        try:
            document = msgspec.json.decode((self.outputs / f"{study_id}.json").read_bytes(), type=StudyDocument)
        except (OSError, msgspec.DecodeError) as error:
            raise KeyError(study_id) from error
        release = self.extractor.release
        made_by = document.extractor
        other = (made_by.version, made_by.lexicon_sha256) != (release.version, release.lexicon_sha256)
        try:
            kept = self.store.read(study_id)
        except BadOverridesError as error:
            return Opened(document, StudyOverrides("1.0", study_id), [], str(error), other)
        if kept.sha256 == made_by.overrides_sha256 and kept.sha256 is None:
            return Opened(document, kept.overrides, [], None, other)
        corrections = Corrections(kept.overrides, kept.sha256)
        bare = replace(document.eligibility, criteria=[], expression=None)
        document.issues = []  # what the reader of the record said is no matter of the criteria
        document.eligibility, in_facts = self.extractor.criteria(bare, document.issues, corrections)
        document.coverage = coverage(document.eligibility.criteria, in_facts)
        return Opened(document, kept.overrides, corrections.outcomes, None, other)

    def rows(self) -> list[Row]:
        """The studies, those first of which the machine or the overrides say that somebody must look."""
        rows = [self._row(study) for study in self.studies()]
        return sorted(
            rows, key=lambda r: (not r.error, -r.stale, r.status == "done", -r.unexplained - r.left_out, r.study_id)
        )

    def _row(self, study: str) -> Row:
        files = (self.outputs / f"{study}.json", self.store.path(study), self.outputs / PREVIOUS / f"{study}.json")
        state = tuple((p.stat().st_mtime_ns, p.stat().st_size) if p.exists() else None for p in files)
        if study in self._rows and self._rows[study][0] == state:
            return self._rows[study][1]
        try:
            row = self._brief(study) if state[1] is None else None
            row = row or _row_of(self.open(study))
        except KeyError:
            row = Row(study, "", Coverage({}, {}, {}, None), 0, 0, 0, 0, 0, "the document cannot be read", False, 0)
        row = dataclasses.replace(row, previous=state[2] is not None)
        self._rows[study] = (state, row)
        return row

    def _brief(self, study: str) -> Row | None:
        """The row of a study without overrides, from the little of its document that it needs."""
        try:
            brief = msgspec.json.decode((self.outputs / f"{study}.json").read_bytes(), type=_Brief)
        except (OSError, msgspec.DecodeError) as error:
            raise KeyError(study) from error
        if brief.extractor.overrides_sha256 is not None:
            return None
        criteria = sum(count for status, count in brief.coverage.nodes.items() if status != "none")
        return Row(
            study,
            brief.title or "",
            brief.coverage,
            brief.coverage.numbers.get("unexplained", 0),
            _left_out(brief.issues),
            0,
            0,
            criteria,
            None,
            False,
            len(brief.eligibility.text or ""),
        )

    def previous(self, study_id: str) -> StudyChange | None:
        """How the study's document differs from the one before it; None when there is none or they say the same."""
        try:
            old = msgspec.json.decode((self.outputs / PREVIOUS / f"{study_id}.json").read_bytes(), type=StudyDocument)
            new = msgspec.json.decode((self.outputs / f"{study_id}.json").read_bytes(), type=StudyDocument)
        except (OSError, msgspec.DecodeError):
            return None
        return compare(old, new)

    def has_previous(self, study_id: str) -> bool:
        """Whether the document before this one was kept."""
        return (self.outputs / PREVIOUS / f"{study_id}.json").is_file()


def _row_of(opened: Opened) -> Row:
    document = opened.document
    done, of = opened.progress
    return Row(
        study_id=document.study_id,
        title=document.title or "",
        coverage=document.coverage,
        unexplained=document.coverage.numbers.get("unexplained", 0),
        left_out=_left_out(document.issues),
        stale=len(opened.stale),
        decided=done,
        criteria=of,
        error=opened.error,
        previous=False,
        characters=len(document.eligibility.text or ""),
    )


def _left_out(issues: Sequence[_Remark | Issue]) -> int:
    """How many facts stand outside the expression; questions there are no matter of reading."""
    return sum(issue.code == "not_in_expression" and ".q" not in issue.message.partition(" ")[0] for issue in issues)
