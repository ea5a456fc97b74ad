"""Composes the stages; nothing else knows their order."""

from hashlib import sha256
from importlib import resources
from typing import Protocol

from msgspec.structs import replace

from extract.assembly import Place, node_tree, places
from extract.assembly import facts as make
from extract.document import SCHEMA_VERSION, Coverage, Eligibility, Issue, Node, Release, Span, StudyDocument
from extract.facts import exceptions, thresholds, times
from extract.facts.regimens import Regimens
from extract.language.anchors import anchors
from extract.language.reader import Reader
from extract.logic.complete import complete
from extract.outline import Outline, parse
from extract.records import Record
from extract.version import VERSION


def release() -> Release:
    """What this installation is: name, version, and a digest of all lexicon files, which decide what is found."""
    digest = sha256()
    folder = resources.files("extract.lexicons")
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith((".toml", ".csv")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return Release(name="trial-extract", version=VERSION, lexicon_sha256=digest.hexdigest())


class Corrections(Protocol):
    """What a curator decided about one study."""

    @property
    def sha256(self) -> str | None:
        """Digest of the overrides."""

    def apply(self, eligibility: Eligibility) -> tuple[list[Issue], list[Span]]:
        """Correct the facts in place; gives an issue for each override not applied, and the spans of rejected facts."""


class Extractor:
    """Turns records into study documents. Loads the lexicons once; extracting changes nothing in it."""

    def __init__(self) -> None:
        self.release = release()
        self._reader = Reader()
        self._regimens = Regimens()
        self._time_frames = make.TimeFrames(self._reader)
        anchors()  # the largest lexicon: loaded here, not within the first record's time

    def extract(self, record: Record, corrections: Corrections | None = None) -> StudyDocument:
        """The document of one record; the same record, corrections and release give the same document."""
        issues = list(record.issues)
        eligibility, in_facts = self.criteria(record.eligibility, issues, corrections)
        interventions, arms = self._regimens.of_study(record.interventions, record.arms)
        return StudyDocument(
            schema_version=SCHEMA_VERSION,
            study_id=record.study_id,
            other_ids=record.other_ids,
            title=record.title,
            official_title=record.official_title,
            acronym=record.acronym,
            source=record.source,
            extractor=self.release
            if corrections is None
            else replace(self.release, overrides_sha256=corrections.sha256),
            status=record.status,
            study_type=record.study_type,
            phases=record.phases,
            design=record.design,
            enrollment=record.enrollment,
            conditions=record.conditions,
            keywords=record.keywords,
            sponsor=record.sponsor,
            interventions=interventions,
            arms=arms,
            outcomes=[self._time_frames.of(outcome) for outcome in record.outcomes],
            eligibility=eligibility,
            coverage=coverage(eligibility.criteria, in_facts),
            issues=issues,
        )

    def criteria(
        self, source: Eligibility, issues: list[Issue], corrections: Corrections | None = None
    ) -> tuple[Eligibility, int]:
        """Outline, facts and expression of the criteria text, and how many numbers are in facts; appends to `issues`.

        Corrections come between facts and expression, so that the expression follows the corrected bounds.
        """
        if source.text is None:
            made = replace(source)
            issues += complete(made)
            return made, 0
        outline = parse(source.text)
        issues += _outline_issues(outline)
        criteria, pairs = node_tree(outline)
        read = list(places(pairs, self._reader))
        for place in read:
            _read_facts(place)
        eligibility = replace(source, criteria=criteria)
        rejected: list[Span] = []
        if corrections is not None:
            reported, rejected = corrections.apply(eligibility)
            issues += reported
        in_facts = sum([_read_numbers(place, rejected) for place in read if place.reading.numbers])
        issues += complete(eligibility)
        return eligibility, in_facts


def _read_facts(place: Place) -> None:
    """Fill a node with the facts of its text."""
    node, reading = place.node, place.reading
    if node.kind == "section":
        return
    context = place.context
    if reading.quantities or reading.numbers:  # neither stands in a text without
        if bounds := thresholds.find(reading, context):
            node.thresholds = make.thresholds(place, bounds)
        if windows := times.find(reading, context):
            node.times = [make.time(place, found, n) for n, found in enumerate(windows, 1)]
    if clauses := exceptions.find(reading, context):
        node.exceptions = [make.exception(place, found, n) for n, found in enumerate(clauses, 1)]


def _read_numbers(place: Place, rejected: list[Span]) -> int:
    """Fill a node with the numbers that are in no fact; gives how many are in facts."""
    if place.node.kind == "section":
        return 0
    place.node.numbers, in_facts = make.numbers(place, rejected)
    return in_facts


def _outline_issues(outline: Outline) -> list[Issue]:
    """The outline's issues, placed in the document."""
    issues = []
    for found in outline.issues:
        issue = Issue(code=found.code, severity=found.severity, message=found.message, path="/eligibility/text")
        if found.start is not None and found.end is not None:
            issue.span = Span(found.start, found.end)
        issues.append(issue)
    return issues


def coverage(criteria: list[Node], in_facts: int) -> Coverage:
    """Nodes by status, facts by kind, numbers by class, and the share of numbers that is explained.

    `in_facts` counts the numbers that facts hold; they are class `fact`.
    """
    thresholds = conditions = times = exceptions = questions = 0
    nodes: dict[str, int] = {}
    numbers: dict[str, int] = {"fact": in_facts, "unexplained": 0}
    walked = list(criteria)
    for node in walked:  # grows while it is walked
        walked += node.children
        nodes[node.status] = nodes.get(node.status, 0) + 1
        exceptions += len(node.exceptions)
        questions += len(node.questions)
        times += len(node.times)
        if node.thresholds:
            thresholds += len(node.thresholds)
            conditions += len({one.condition.id for one in node.thresholds if one.condition})
        for mention in node.numbers:
            numbers[mention.class_] = numbers.get(mention.class_, 0) + 1
    facts = {
        "conditions": conditions,
        "exceptions": exceptions,
        "questions": questions,
        "thresholds": thresholds,
        "times": times,
    }
    total = sum(numbers.values())
    explained = round(1 - numbers["unexplained"] / total, 4) if total else None
    return Coverage(_counted(nodes), _counted(facts), _counted(numbers), explained)


def _counted(counts: dict[str, int]) -> dict[str, int]:
    return {name: count for name, count in sorted(counts.items()) if count}
