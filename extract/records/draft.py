"""What a reader fills in, format by format; `assemble` makes the neutral record of it."""

from dataclasses import dataclass, field

from extract.document import Design, Eligibility, Enrollment, Format, Issue, Mesh, Outcome, Registry, Sponsor


@dataclass(slots=True)
class ArmDraft:
    """An arm with its interventions as written (`Drug: X`)."""

    label: str
    type: str | None = None
    description: str | None = None
    treatments: list[str] = field(default_factory=list)


@dataclass(slots=True)
class InterventionDraft:
    """An intervention with the labels of its arms as written."""

    name: str
    type: str | None = None
    description: str | None = None
    other_names: list[str] = field(default_factory=list)
    arm_labels: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Draft:
    """A record before its ids, links and digests."""

    format: Format
    registry: Registry
    nct_id: str | None = None
    url: str | None = None
    version: str | None = None
    other_ids: list[str] = field(default_factory=list)
    title: str | None = None
    official_title: str | None = None
    acronym: str | None = None
    status: str | None = None
    study_type: str | None = None
    phases: list[str] = field(default_factory=list)
    design: Design = field(default_factory=Design)
    enrollment: Enrollment | None = None
    conditions: list[str] = field(default_factory=list)
    keywords: list[str] = field(default_factory=list)
    sponsor: Sponsor | None = None
    arms: list[ArmDraft] = field(default_factory=list)
    interventions: list[InterventionDraft] = field(default_factory=list)
    outcomes: list[Outcome] = field(default_factory=list)
    mesh: list[Mesh] = field(default_factory=list)
    eligibility: Eligibility = field(default_factory=lambda: Eligibility(text=None))
    issues: list[Issue] = field(default_factory=list)

    def note(self, code: str, message: str, path: str = "", severity: str = "warning") -> None:
        """Keep what could not be read, or was read with doubt."""
        self.issues.append(Issue(code=code, severity=severity, message=message, path=path))  # type: ignore[arg-type]

    def outcome(self, role: str, measure: str, description: str | None, time_frame: str | None) -> None:
        """Append an outcome under the next id."""
        number = len(self.outcomes) + 1
        self.outcomes.append(
            Outcome(id=f"o{number}", role=role, measure=measure, description=description, time_frame=time_frame)  # type: ignore[arg-type]
        )
