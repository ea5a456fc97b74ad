"""Compares documents, or folders of them: by study, criterion and fact, moved told apart from changed."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import msgspec
from msgspec.structs import replace

from extract.curation.changes import Cause, Difference, FieldChange, NodeChange, StudyChange
from extract.curation.compare_facts import changed_facts, timeless
from extract.curation.pairing import moved, pair
from extract.curation.places import Home, homes_of
from extract.document import Curated, StudyDocument


class UncomparableError(Exception):
    """A path that is no document, or a file set against a folder."""


def compare_paths(old: Path, new: Path) -> Difference:
    """Compare two documents or two folders of them; raises UncomparableError."""
    if old.is_dir() != new.is_dir():
        raise UncomparableError(f"{old} and {new}: one is a folder, the other is none")
    if not old.is_dir():
        change = compare(read(old), read(new))
        return Difference(1, [change] if change else [])
    before, after = _documents(old), _documents(new)
    studies = []
    for name in sorted(before | after):
        if name not in after or name not in before:
            document = read((before | after)[name])
            studies.append(StudyChange(document.study_id, document.title, "gone" if name in before else "new"))
        elif before[name].read_bytes() != after[name].read_bytes():
            change = compare(read(before[name]), read(after[name]))
            studies += [change] if change else []
    return Difference(len(before | after), studies)


def _documents(folder: Path) -> dict[str, Path]:
    return {path.name: path for path in folder.glob("*.json") if path.name != "manifest.json"}


def read(path: Path) -> StudyDocument:
    """The document of a file; raises UncomparableError."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=StudyDocument)
    except OSError as error:
        raise UncomparableError(f"{path}: {error.strerror or error}") from error
    except msgspec.DecodeError as error:
        raise UncomparableError(f"{path}: not a study document: {error}") from error


def compare(old: StudyDocument, new: StudyDocument) -> StudyChange | None:
    """How a study changed; None when the documents say the same, whatever their stamps."""
    if replace(old, source=new.source, extractor=new.extractor) == new:
        return None
    change = StudyChange(new.study_id, new.title, "changed")
    elsewhere = _elsewhere(old, new)
    change.nodes = list(_nodes(old, new, elsewhere))
    change.fields = list(_fields(old, new))
    if not change.nodes and not change.fields:
        change.fields = [FieldChange(name, None, None) for name in _differing(old, new)]
    causes = {node.cause for node in change.nodes if node.cause}
    causes |= {fact.cause for node in change.nodes for fact in node.facts}
    if change.fields or not causes:
        causes.add(elsewhere)
    change.causes = sorted(causes)
    return change


def _elsewhere(old: StudyDocument, new: StudyDocument) -> Cause:
    """The cause of what changed where the text itself did not."""
    if old.source.content_sha256 != new.source.content_sha256 and _same_release(old, new):
        return "source"
    if old.extractor.overrides_sha256 != new.extractor.overrides_sha256 and _same_release(old, new):
        return "overrides"
    return "rules"


def _same_release(old: StudyDocument, new: StudyDocument) -> bool:
    one, other = old.extractor, new.extractor
    return (one.version, one.lexicon_sha256) == (other.version, other.lexicon_sha256)


def _nodes(old: StudyDocument, new: StudyDocument, elsewhere: Cause) -> Iterator[NodeChange]:
    """The nodes that changed, in the order of the new text, those that are gone where they stood."""
    before, after = homes_of(old), homes_of(new)
    pairs = pair(before, after)
    partner = {id(b): a for a, b in pairs}
    placed = moved(pairs, before, after)
    kept = {id(a) for a, _ in pairs}
    gone = [home for home in before if id(home) not in kept]
    for home in after:
        was = partner.get(id(home))
        if was is None:
            cause = _cause_of_text(home, old, elsewhere)
            facts = list(changed_facts(None, home, cause))
            yield NodeChange(["added"], None, home.node.id, None, home.node.text, cause, facts)
            continue
        while gone and gone[0].node.span.start < was.node.span.start:
            yield _removed(gone.pop(0), new, elsewhere)
        changed = _node(was, home, elsewhere)
        if id(home) in placed:
            changed.changes.insert(0, "moved")
            changed.cause = changed.cause or ("source" if old.eligibility.text != new.eligibility.text else elsewhere)
        if changed.changes:
            yield changed
    for home in gone:
        yield _removed(home, new, elsewhere)


def _removed(home: Home, new: StudyDocument, elsewhere: Cause) -> NodeChange:
    cause = _cause_of_text(home, new, elsewhere)
    facts = list(changed_facts(home, None, cause))
    return NodeChange(["removed"], home.node.id, None, home.node.text, None, cause, facts)


def _cause_of_text(home: Home, other: StudyDocument, elsewhere: Cause) -> Cause:
    """A text that the other record holds too was only cut differently."""
    return elsewhere if home.node.text in (other.eligibility.text or "") else "source"


def _node(was: Home, home: Home, elsewhere: Cause) -> NodeChange:
    old, new = was.node, home.node
    changed = NodeChange([], old.id, new.id, old.text, new.text)
    cause: Cause = elsewhere
    if old.text != new.text:
        cause = changed.cause = "source"
        changed.changes.append("reworded")
    changed.facts = list(changed_facts(was, home, cause))
    if changed.facts:
        changed.changes.append("facts")
    values = (
        ("combine", old.combine, new.combine),
        ("applies to", ", ".join(old.applies_to), ", ".join(new.applies_to)),
        ("status", old.status, new.status),
        ("curated", mark(old.curated), mark(new.curated)),
    )
    changed.fields = [FieldChange(name, a or None, b or None) for name, a, b in values if a != b]
    if changed.fields:
        changed.changes.append("fields")
        changed.cause = changed.cause or (
            "overrides" if {field.name for field in changed.fields} == {"curated"} else cause
        )
    return changed


def mark(curated: Curated | None) -> str | None:
    """Who did what, in words."""
    return f"{curated.action} by {curated.who}, {curated.when[:10]}" if curated else None


_REGISTRY = ("title", "official_title", "acronym", "status", "study_type", "phases", "conditions", "keywords")
_LIMITS = ("sex", "minimum_age", "maximum_age", "healthy_volunteers", "standard_ages")


def _fields(old: StudyDocument, new: StudyDocument) -> Iterator[FieldChange]:
    """The registry's own fields, and what arms, interventions and outcomes say."""
    pairs = [(name, getattr(old, name), getattr(new, name)) for name in _REGISTRY]
    pairs += [(name, getattr(old.eligibility, name), getattr(new.eligibility, name)) for name in _LIMITS]
    for name, one, other in pairs:
        if one != other:
            yield FieldChange(name, _words(one), _words(other))
    for kind, heading, facts in (
        ("arms", "label", "regimens"),
        ("interventions", "name", "regimens"),
        ("outcomes", "measure", "times"),
    ):
        before = {getattr(x, heading): getattr(x, facts) for x in getattr(old, kind)}
        after = {getattr(x, heading): getattr(x, facts) for x in getattr(new, kind)}
        for name in [*before, *(name for name in after if name not in before)]:
            one, other = before.get(name), after.get(name)
            if timeless(one) != timeless(other):
                yield FieldChange(f"{kind}: {name}", _quotes(one), _quotes(other))


def _quotes(facts: list[Any] | None) -> str | None:
    return None if facts is None else "; ".join(fact.text for fact in facts)


def _words(value: Any) -> str | None:  # noqa: ANN401  any field's value
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, list):
        return ", ".join(map(str, value))
    return f"{value.value} {value.unit}" if hasattr(value, "unit") else str(value).lower()


def _differing(old: StudyDocument, new: StudyDocument) -> Iterator[str]:
    """Parts that differ although no field or criterion does: the expression, ids, remarks."""
    for name in StudyDocument.__struct_fields__:
        if name not in ("source", "extractor", "eligibility") and getattr(old, name) != getattr(new, name):
            yield name
    for name in ("text", "expression", "criteria"):
        if getattr(old.eligibility, name) != getattr(new.eligibility, name):
            yield f"eligibility.{name}"
