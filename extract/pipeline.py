"""Composes the stages; nothing else knows their order."""

from collections import Counter
from hashlib import sha256
from importlib import resources

from msgspec.structs import replace

from extract.assembly import Place, node_tree, places
from extract.assembly import facts as make
from extract.document import SCHEMA_VERSION, Coverage, Eligibility, Issue, Node, Release, Span, StudyDocument
from extract.facts import exceptions, thresholds, times
from extract.facts.regimens import Regimens
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


class Extractor:
    """Turns records into study documents. Loads the lexicons once; extracting changes nothing in it."""

    def __init__(self) -> None:
        self.release = release()
        self._reader = Reader()
        self._regimens = Regimens()

    def extract(self, record: Record) -> StudyDocument:
        """The document of one record; the same record and release give the same document."""
        issues = list(record.issues)
        eligibility, in_facts = self._eligibility(record.eligibility, issues)
        interventions, arms = self._regimens.of_study(record.interventions, record.arms)
        return StudyDocument(
            schema_version=SCHEMA_VERSION,
            study_id=record.study_id,
            other_ids=record.other_ids,
            title=record.title,
            official_title=record.official_title,
            acronym=record.acronym,
            source=record.source,
            extractor=self.release,
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
            outcomes=[make.time_frame(outcome, self._reader) for outcome in record.outcomes],
            eligibility=eligibility,
            coverage=coverage(eligibility.criteria, in_facts),
            issues=issues,
        )

    def _eligibility(self, source: Eligibility, issues: list[Issue]) -> tuple[Eligibility, int]:
        """Outline, facts and expression of the criteria text, and how many numbers are in facts."""
        if source.text is None:
            made = replace(source)
            issues += complete(made)
            return made, 0
        outline = parse(source.text)
        issues += _outline_issues(outline)
        criteria, pairs = node_tree(outline)
        in_facts = sum(_read_facts(place) for place in places(pairs, self._reader))
        eligibility = replace(source, criteria=criteria)
        issues += complete(eligibility)
        return eligibility, in_facts


def _read_facts(place: Place) -> int:
    """Fill a node with the facts of its text and the numbers left over; gives how many numbers are in facts."""
    node, reading = place.node, place.reading
    if node.kind == "section":
        return 0
    context = place.context
    node.thresholds = make.thresholds(place, thresholds.find(reading, context))
    node.times = [make.time(place, found, n) for n, found in enumerate(times.find(reading, context), 1)]
    node.exceptions = [make.exception(place, found, n) for n, found in enumerate(exceptions.find(reading, context), 1)]
    node.numbers, in_facts = make.numbers(place)
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
    nodes: Counter[str] = Counter()
    facts: Counter[str] = Counter()
    numbers: Counter[str] = Counter({"fact": in_facts})
    waiting = list(criteria)
    while waiting:
        node = waiting.pop()
        waiting += node.children
        nodes[node.status] += 1
        for kind in ("thresholds", "times", "exceptions", "questions"):
            facts[kind] += len(getattr(node, kind))
        facts["conditions"] += len({t.condition.id for t in node.thresholds if t.condition})
        numbers.update(mention.class_ for mention in node.numbers)
    total = numbers.total()
    explained = round(1 - numbers["unexplained"] / total, 4) if total else None
    return Coverage(_counted(nodes), _counted(facts), _counted(numbers), explained)


def _counted(counts: Counter[str]) -> dict[str, int]:
    return dict(sorted((name, count) for name, count in counts.items() if count))
