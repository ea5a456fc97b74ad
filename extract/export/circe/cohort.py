"""The cohort definitions of one study: who is known to be eligible, and who is known to be ruled out."""

import msgspec
from msgspec import UNSET

from extract.document import StudyDocument
from extract.export.circe.criteria import Json, group
from extract.export.circe.rules import Rules
from extract.export.circe.vocabulary import Vocabulary, read_vocabulary
from extract.export.conjuncts import conjuncts
from extract.export.index import Index, index
from extract.export.report import Ledger
from extract.export.targets import Artefact, Exporter, Options
from extract.expression import Expression
from extract.logic.joining import leaves
from extract.logic.readable import one_line

_NAME = 120  # characters of a rule's name that ATLAS shows in a line


def exporter(options: Options) -> Exporter:
    """The function that exports one document; reads the vocabulary once. Raises ExportError."""
    vocabulary = read_vocabulary(options.codes, options.vocabulary)

    def export(document: StudyDocument) -> Artefact:
        return _export(document, vocabulary, options.index)

    return export


def _export(document: StudyDocument, vocabulary: Vocabulary, events: tuple[str, ...]) -> Artefact:
    ledger = Ledger("circe", document)
    facts = index(document)
    rules = Rules(facts, vocabulary, events, ledger)
    expression = document.eligibility.expression
    parts = []
    for part in conjuncts(expression) if expression is not None else ():
        if part.field is not UNSET and not facts.limits(part.field):
            ledger.mapped(part)
        elif rules.expressible(part):
            parts.append(part)
    held = [
        {
            "name": f"{number}. {'; '.join(facts.text(leaf) for leaf in leaves(part))}"[:_NAME],
            "description": _quote(part, facts),
            "expression": rules.group(part, holds=True),
        }
        for number, part in enumerate(parts, 1)
    ]
    refuted = [{"name": "At least one criterion is known not to hold", "expression": group(
        "ANY", [rules.group(part, holds=False) for part in parts]
    )}]  # fmt: skip
    name = document.study_id
    said = f"Index event: the latest visit, standing for {', '.join(events) or 'the day of assessment'}."
    return Artefact(
        {
            f"{name}.circe.json": _file(_definition(f"{name}: eligible. {said}", held, rules)),
            f"{name}.circe.ruled-out.json": _file(
                _definition(f"{name}: ruled out. {said}", refuted if parts else [], rules)
            ),
        },
        ledger.report(),
    )


def _definition(title: str, inclusion: list[Json], rules: Rules) -> Json:
    return {
        "cdmVersionRange": ">=5.0.0",
        "Title": title,
        "PrimaryCriteria": {
            "CriteriaList": [{"VisitOccurrence": {}}],
            "ObservationWindow": {"PriorDays": 0, "PostDays": 0},
            "PrimaryCriteriaLimit": {"Type": "Last"},
        },
        "ConceptSets": rules.concept_sets(),
        "QualifiedLimit": {"Type": "Last"},
        "ExpressionLimit": {"Type": "Last"},
        "InclusionRules": inclusion,
        "CensoringCriteria": [],
        "CollapseSettings": {"CollapseType": "ERA", "EraPad": 0},
        "CensorWindow": {},
    }


def _quote(part: Expression, facts: Index) -> str:
    """The words of the nodes that a part comes from, in reading order."""
    named = {node.id: node for leaf in leaves(part) if (node := facts.node(leaf)) is not None}
    return " / ".join(one_line(node.plain) for node in sorted(named.values(), key=lambda node: node.span.start))


def _file(definition: Json) -> bytes:
    return msgspec.json.format(msgspec.json.encode(definition), indent=2) + b"\n"
