"""Composes the stages; nothing else knows their order."""

from collections import Counter
from hashlib import sha256
from importlib import resources

from msgspec.structs import replace

from extract import __version__
from extract.assembly import node_tree
from extract.criteria import places, read_facts
from extract.document import SCHEMA_VERSION, Coverage, Eligibility, Issue, Node, Release, Span, StudyDocument
from extract.facts.regimens import Regimens
from extract.language.reader import Reader
from extract.outline import Outline, parse
from extract.records import Record


def release() -> Release:
    """What this installation is: name, version, and a digest of all lexicon files, which decide what is found."""
    digest = sha256()
    folder = resources.files("extract.lexicons")
    for file in sorted(folder.iterdir(), key=lambda f: f.name):
        if file.name.endswith((".toml", ".csv")):
            digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
    return Release(name="trial-extract", version=__version__, lexicon_sha256=digest.hexdigest())


class Extractor:
    """Turns records into study documents. Loads the lexicons once; extracting changes nothing in it."""

    def __init__(self) -> None:
        self.release = release()
        self._reader = Reader()
        self._regimens = Regimens()

    def extract(self, record: Record) -> StudyDocument:
        """The document of one record; the same record and release give the same document."""
        issues = list(record.issues)
        eligibility = self._eligibility(record.eligibility, issues)
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
            outcomes=record.outcomes,
            eligibility=eligibility,
            coverage=coverage(eligibility.criteria),
            issues=issues,
        )

    def _eligibility(self, source: Eligibility, issues: list[Issue]) -> Eligibility:
        """Outline, facts and expression of the criteria text; what could not be read goes to `issues`."""
        if source.text is None:
            return source
        outline = parse(source.text)
        issues += _outline_issues(outline)
        criteria, pairs = node_tree(outline)
        for place in places(pairs, self._reader):
            read_facts(place, source.text)
        return replace(source, criteria=criteria)


def _outline_issues(outline: Outline) -> list[Issue]:
    """The outline's issues, placed in the document."""
    issues = []
    for found in outline.issues:
        issue = Issue(code=found.code, severity=found.severity, message=found.message, path="/eligibility/text")
        if found.start is not None and found.end is not None:
            issue.span = Span(found.start, found.end)
        issues.append(issue)
    return issues


def coverage(criteria: list[Node]) -> Coverage:
    """Nodes by status, facts by kind, numbers by class, and the share of numbers that is explained."""
    nodes: Counter[str] = Counter()
    facts: Counter[str] = Counter()
    numbers: Counter[str] = Counter()
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
