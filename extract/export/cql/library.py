"""The library of one study."""

from extract.document import StudyDocument
from extract.export.conjuncts import conjuncts
from extract.export.cql.criteria import Criteria
from extract.export.cql.spelling import all_of, comment, literal, name
from extract.export.cql.windows import TODAY
from extract.export.index import index
from extract.export.report import Ledger
from extract.export.targets import Artefact, Exporter, Options
from extract.logic.joining import leaves

ELIGIBLE = "Eligible"
SYSTEMS = {
    "measure": "urn:trial-extract:measure",
    "answer": "urn:trial-extract:answer",
    "cohort": "urn:trial-extract:cohort",
}
_FUNCTIONS = """\
define function Day(o FHIR.Observation): date from (o.effective as FHIR.dateTime).value
define function Answer(o FHIR.Observation): (o.value as FHIR.boolean).value
define function Number(o FHIR.Observation):
  if (o.value as FHIR.Quantity).value is null then ToDecimal((o.value as FHIR.integer).value)
  else if Coalesce((o.value as FHIR.Quantity).code.value, '1') = '1' then (o.value as FHIR.Quantity).value.value
  else null
define function Value(o FHIR.Observation): (o.value as FHIR.Quantity).value.value
define function Amount(o FHIR.Observation):
  if (o.value as FHIR.Quantity).value is null or (o.value as FHIR.Quantity).code is null then null
  else System.Quantity { value: (o.value as FHIR.Quantity).value.value, unit: (o.value as FHIR.Quantity).code.value }
define function TimesUpperLimit(o FHIR.Observation): Value(o) / First(o.referenceRange).high.value.value
define function TimesLowerLimit(o FHIR.Observation): Value(o) / First(o.referenceRange).low.value.value"""


def exporter(options: Options) -> Exporter:  # noqa: ARG001  CQL needs no choices of the user
    """The function that exports one document."""
    return export


def export(document: StudyDocument) -> Artefact:
    """The library `<study id>.cql`; `Eligible` is true, false, or null where the data do not tell."""
    ledger = Ledger("cql", document)
    facts = index(document)
    criteria = Criteria(facts, ledger)
    expression = document.eligibility.expression
    parts = [(part, criteria.say(part)) for part in (conjuncts(expression) if expression is not None else ())]
    lines = [
        comment(f"{document.study_id}: {document.title or ''}"),
        comment("Measurements and answers are Observations; what is not known is null. See the loss report."),
        f"library {document.study_id.replace('-', '_')} version '1.0'",
        "using FHIR version '4.0.1'",
        "",
        *(f"codesystem {name(system)}: {literal(url)}" for system, url in SYSTEMS.items()),
        *(f"code {name(code)}: {literal(code)} from {name(system)}" for code, system in criteria.codes.items()),
        "",
        f"parameter {name(TODAY)} Date default Today()",
        *(f"parameter {name(anchor)} Date" for anchor in criteria.anchors if anchor != TODAY),
        "",
        "context Patient",
        "",
        _FUNCTIONS,
        "",
        *(f"define {name(label)}: {said}" for label, said in criteria.defined.items()),
        "",
    ]
    for number, (part, said) in enumerate(parts, 1):
        lines.append(comment("; ".join(facts.text(leaf) for leaf in leaves(part))))
        lines.append(f"define {name(f'criterion {number}')}: {said}")
    whole = all_of([name(f"criterion {number}") for number in range(1, len(parts) + 1)]) if parts else "null as Boolean"
    lines += ["", f"define {name(ELIGIBLE)}: {whole}", ""]
    return Artefact({f"{document.study_id}.cql": "\n".join(lines).encode()}, ledger.report())
