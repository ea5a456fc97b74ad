"""The rows that one document gives to each table."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import msgspec

from extract.document import Age, Bound, Duration, Node, Regimen, Span, StudyDocument, Threshold, Time

Row = dict[str, Any]
Rows = dict[str, list[Row]]


def rows(document: StudyDocument) -> Rows:
    """All rows of a document by table, in reading order; columns that are not set are absent."""
    made: Rows = {"studies": [_study(document)], "criteria": [], "arms": list(_arms(document)), "facts": []}
    waiting: list[tuple[Node, str | None]] = [(node, None) for node in reversed(document.eligibility.criteria)]
    while waiting:
        node, parent = waiting.pop()
        made["criteria"].append(_criterion(node, parent))
        made["facts"] += _of_node(node)
        waiting += [(child, node.id) for child in reversed(node.children)]
    made["facts"] += _outside(document)
    for table in ("criteria", "arms", "facts"):
        made[table] = [{"study_id": document.study_id, **row} for row in made[table]]
    return made


def _study(document: StudyDocument) -> Row:
    eligibility, enrollment, sponsor = document.eligibility, document.enrollment, document.sponsor
    return {
        "study_id": document.study_id,
        "title": document.title,
        "official_title": document.official_title,
        "acronym": document.acronym,
        "status": document.status,
        "study_type": document.study_type,
        "phases": document.phases,
        "conditions": document.conditions,
        "keywords": document.keywords,
        "enrollment": enrollment.count if enrollment else None,
        "sponsor": sponsor.name if sponsor else None,
        "registry": document.source.registry,
        "version": document.source.version,
        "sex": eligibility.sex,
        **_age("minimum_age", eligibility.minimum_age),
        **_age("maximum_age", eligibility.maximum_age),
        "healthy_volunteers": eligibility.healthy_volunteers,
        "numbers_explained": document.coverage.numbers_explained,
        "extractor": document.extractor.version,
        "lexicon_sha256": document.extractor.lexicon_sha256,
        "source_sha256": document.source.sha256,
        "document": msgspec.json.encode(document).decode(),
    }


def _age(name: str, age: Age | None) -> Row:
    return {} if age is None else {name: float(age.value), f"{name}_unit": age.unit}


def _criterion(node: Node, parent: str | None) -> Row:
    return {
        "id": node.id,
        "parent": parent,
        "key": node.key,
        "kind": node.kind,
        "section": node.section,
        "label": node.label,
        "text": node.text,
        "plain": node.plain,
        **_span(node.span),
        "combine": node.combine,
        "applies_to": node.applies_to,
        "status": node.status,
    }


def _arms(document: StudyDocument) -> Iterator[Row]:
    names = {one.id: one.name for one in document.interventions}
    for arm in document.arms:
        yield {
            "id": arm.id,
            "label": arm.label,
            "type": arm.type,
            "description": arm.description,
            "interventions": arm.interventions,
            "intervention_names": [names[one] for one in arm.interventions if one in names],
        }


def _of_node(node: Node) -> Iterator[Row]:
    here = {"owner": node.id, "section": node.section}
    for threshold in node.thresholds:
        yield here | _threshold(threshold)
    for time in node.times:
        yield here | _time(time)
    for clause in node.exceptions:
        yield (
            here
            | _fact("exception", clause)
            | {"effect": clause.effect, "excepts": clause.excepts, "rule": clause.rule}
        )
    for question in node.questions:
        yield here | _fact("question", question)


def _outside(document: StudyDocument) -> Iterator[Row]:
    """Facts of outcomes, interventions and arms."""
    for outcome in document.outcomes:
        yield from ({"owner": outcome.id, "field": "time_frame"} | _time(time) for time in outcome.times)
    owners: Iterable[tuple[str, Sequence[Regimen]]] = [(o.id, o.regimens) for o in document.interventions]
    for owner, regimens in [*owners, *((arm.id, arm.regimens) for arm in document.arms)]:
        yield from ({"owner": owner} | _regimen(one) for one in regimens)


def _fact(kind: str, fact: Any) -> Row:  # noqa: ANN401  all facts have an id, a span and a text
    return {"id": fact.id, "kind": kind, **_span(fact.span), "text": fact.text}


def _span(span: Span) -> Row:
    return {"start": span.start, "end": span.end}


def _bounds(low: Bound | None, high: Bound | None) -> Row:
    row: Row = {}
    for name, bound in (("low", low), ("high", high)):
        if bound is not None:
            row[f"{name}_inclusive"] = bound.inclusive
            if isinstance(bound.value, str):
                row[f"{name}_stage"] = bound.value
            else:
                row[name] = float(bound.value)
    return row


def _threshold(one: Threshold) -> Row:
    measure = one.measure
    named = {} if measure is None else {"measure": measure.text, "measure_id": measure.id}
    codes = [] if measure is None else [f"{code.system}|{code.code}" for code in measure.codes]
    return {
        **_fact("threshold", one),
        **_bounds(one.low, one.high),
        **named,
        "unit": one.unit,
        "unit_text": one.unit_text,
        "codes": codes,
        "reference": one.reference,
        "scale": one.scale,
        "condition": one.condition.text if one.condition else None,
        "exception": one.exception,
        "within": one.within,
        "rule": one.rule,
    }


def _time(one: Time) -> Row:
    return {
        **_fact("time", one),
        **_bounds(one.low, one.high),
        "unit": one.unit,
        "relation": one.relation,
        "anchor": one.anchor.text if one.anchor else None,
        "anchor_id": one.anchor.id if one.anchor else None,
        "subject": one.subject.text if one.subject else None,
        "pick": one.pick,
        "group_id": one.group,
        "rule": one.rule,
    }


def _regimen(one: Regimen) -> Row:
    row = {**_fact("regimen", one), "field": one.field, "drug": one.drug, "route": one.route, "rule": one.rule}
    if one.dose:
        row |= {"low": float(one.dose.low), "high": float(one.dose.high), "unit": one.dose.unit}
        row["dose_per"] = one.dose.per
    if one.frequency:
        row |= {"times": float(one.frequency.times), "period": float(one.frequency.period)}
        row["period_unit"] = one.frequency.unit
    if one.days_of_cycle:
        row["days_of_cycle"] = [str(day) for day in one.days_of_cycle]
    return row | _length("cycle", one.cycle) | _length("duration", one.duration)


def _length(name: str, length: Duration | None) -> Row:
    return {} if length is None else {name: float(length.value), f"{name}_unit": length.unit}
