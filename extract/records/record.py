"""The neutral record: what every registry format is read into, before anything is understood.

Its fields carry the names of the study document and ClinicalTrials.gov v2 enum values, whatever the source said.
`arms`, `interventions`, `outcomes` and `eligibility` are the document's own types with the parts that later stages
fill (regimens, times, criteria, expression) still empty; take copies (`msgspec.structs.replace`) to fill them.
"""

from msgspec import Struct

from extract.document import Arm, Design, Eligibility, Enrollment, Format, Intervention, Issue, Outcome, Source, Sponsor


class Record(Struct, frozen=True):
    """One study as its registry holds it; texts unchanged (escapes and hard line wraps stay)."""

    study_id: str
    source: Source
    other_ids: list[str]
    title: str | None
    official_title: str | None
    acronym: str | None
    status: str | None
    study_type: str | None
    phases: list[str]
    design: Design
    enrollment: Enrollment | None
    conditions: list[str]
    keywords: list[str]
    sponsor: Sponsor | None
    arms: list[Arm]
    interventions: list[Intervention]
    outcomes: list[Outcome]
    eligibility: Eligibility
    issues: list[Issue]

    @property
    def format(self) -> Format:
        """The format that the record was read from."""
        return self.source.format

    @property
    def version(self) -> str | None:
        """The study's last-update date (ISO 8601, possibly partial): the newer of two readings wins."""
        return self.source.version


class ReadFailure(Struct, frozen=True):
    """A record, file or archive member that could not be read; everything else goes on."""

    source: str
    """The path, with `!member` for a member of an archive and `#n` for the n-th record of a file."""
    code: str
    """Stable name of the kind of failure, such as `not_a_study`."""
    cause: str
    """One sentence for a person."""


class UnreadableRecordError(ValueError):
    """Raised by a reader when its input is no record; becomes a `ReadFailure`."""

    def __init__(self, code: str, cause: str) -> None:
        super().__init__(cause)
        self.code = code
        self.cause = cause
