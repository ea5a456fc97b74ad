"""Rules about spans: every quote stands where it says, and inside what it belongs to."""

from collections.abc import Iterator
from typing import Any

from extract.checking.pointers import resolves, walk
from extract.checking.rules.rule import Rules, Violation
from extract.checking.study import At, Json, Study

PLACES = Rules()


def _quotes(scope: Json, pointer: str, text: str | None) -> Iterator[Violation]:
    for at, thing in walk(scope, pointer):
        if isinstance(thing.get("span"), dict) and isinstance(thing.get("text"), str):
            start, end = thing["span"]["start"], thing["span"]["end"]
            if not start <= end <= len(text or "") or (text or "")[start:end] != thing["text"]:
                yield at, f"span {start}–{end} does not hold {thing['text'][:60]!r}"


@PLACES.rule("span-text")
def span_text(study: Study) -> Iterator[Violation]:
    """`text[start:end] == text` for every object with a span and a text.

    Spans count Unicode code points into `eligibility.text`; those of regimens and outcome times into the string that
    `field` names.

    Repair: set the span to where the words stand, or the words to what stands there. Spans that are off by a few
    characters often counted bytes or UTF-16 units.
    """
    for at in study.nodes:
        own = {name: value for name, value in at.node.items() if name != "children"}
        yield from _quotes(own, at.pointer, study.text)
    for pointer, regimen, owner in study.regimens():
        yield from _quotes(regimen, pointer, owner.get(regimen["field"]))
    for pointer, time, outcome in study.outcome_times():
        yield from _quotes(time, pointer, outcome.get(time.get("field", "time_frame")))


@PLACES.rule("label-text")
def label_text(study: Study) -> Iterator[Violation]:
    """A node's label stands where `label_span` says; both are there or neither is.

    Repair: set `label` to the marker as written and `label_span` to its place, or both to null.
    """
    for at in study.nodes:
        label, span = at.node["label"], at.node["label_span"]
        if (label is None) != (span is None):
            yield f"{at.pointer}/label_span", "a label needs a span, and a span a label"
        elif span and study.text[span["start"] : span["end"]] != label:
            yield f"{at.pointer}/label_span", f"span does not hold the label {label!r}"


@PLACES.rule("span-inside")
def span_inside(study: Study) -> Iterator[Violation]:
    """A fact, and the words that it quotes, lie inside their node; words marked `inherited` inside an ancestor.

    Repair: move the fact to the node that its words stand in, or correct its span or `inherited`.
    """
    for at in study.nodes:
        for kind in ("thresholds", "times", "exceptions", "questions", "numbers", "parts"):
            for i, fact in enumerate(at.node[kind]):
                for pointer, thing in walk(fact, f"{at.pointer}/{kind}/{i}"):
                    if isinstance(thing.get("span"), dict) and not _inside(thing, at):
                        where = "an ancestor of the node" if thing.get("inherited") else "its node"
                        yield pointer, f"span {thing['span']['start']}–{thing['span']['end']} lies outside {where}"


def _inside(thing: Json, at: At) -> bool:
    span: Any = thing["span"]
    homes = list(at.with_ancestors())
    homes = homes[1:] if thing.get("inherited") else homes[:1]
    return any(h.node["span"]["start"] <= span["start"] and span["end"] <= h.node["span"]["end"] for h in homes)


@PLACES.rule("text-covered")
def text_covered(study: Study) -> Iterator[Violation]:
    """Nodes, their labels and white space cover the eligibility text exactly once, in reading order.

    No word of the text may be lost, and none may stand in two nodes.

    Repair: give the words named to the node that they belong to, or take them out of one of two nodes.
    """
    position, last = 0, "/eligibility/text"
    for at in study.nodes:
        for span in (at.node["label_span"], at.node["span"]):
            if span is None:
                continue
            if span["start"] < position:
                yield at.pointer, f"span {span['start']}–{span['end']} overlaps {last}, which ends at {position}"
            elif lost := study.text[position : span["start"]].strip():
                yield at.pointer, f"{lost[:60]!r} before it belongs to no node"
            position, last = max(position, span["end"]), at.pointer
    if lost := study.text[position:].strip():
        yield "/eligibility/text", f"{lost[:60]!r} at the end belongs to no node"


@PLACES.rule("issue-place")
def issue_place(study: Study) -> Iterator[Violation]:
    """The path of an issue leads to something in the document, and its span lies in the text.

    Repair: correct `path` (a JSON pointer, empty for the whole document) and `span`.
    """
    for i, issue in enumerate(study.document["issues"]):
        if not resolves(study.document, issue["path"]):
            yield f"/issues/{i}/path", f"{issue['path']!r} leads nowhere"
        span = issue.get("span")
        if span and not span["start"] <= span["end"] <= len(study.text):
            yield f"/issues/{i}/span", f"span {span['start']}–{span['end']} lies outside the text"
