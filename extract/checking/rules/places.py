"""Rules about spans: every quote stands where it says, and inside what it belongs to."""

from collections.abc import Iterator

from extract.checking.pointers import pointer, resolves
from extract.checking.rules.rule import Rules, Violation
from extract.checking.study import At, Json, Study

PLACES = Rules()


def _misquotes(thing: Json, text: str | None) -> str | None:
    """What is wrong with the span of a thing that quotes `text`; None for one that does not, or does it rightly."""
    span, words = thing.get("span"), thing.get("text")
    if not isinstance(span, dict) or not isinstance(words, str):
        return None
    start, end = span["start"], span["end"]
    if text is not None and start <= end <= len(text) and text[start:end] == words:
        return None
    return f"span {start}–{end} does not hold {words[:60]!r}"


@PLACES.rule("span-text")
def span_text(study: Study) -> Iterator[Violation]:
    """`text[start:end] == text` for every object with a span and a text.

    Spans count Unicode code points into `eligibility.text`; those of regimens and outcome times into the string that
    `field` names.

    Repair: set the span to where the words stand, or the words to what stands there. Spans that are off by a few
    characters often counted bytes or UTF-16 units.
    """
    for thing, at, path in study.quotes:
        if fault := _misquotes(thing, study.text):
            yield at.pointer + pointer(path), fault
    for place, regimen, owner in study.regimens():
        if fault := _misquotes(regimen, owner.get(regimen["field"])):
            yield place, fault
    for place, time, outcome in study.outcome_times():
        text = outcome.get(time.get("field", "time_frame"))
        for below, thing in [("", time), *((f"/{name}", value) for name, value in time.items())]:
            if isinstance(thing, dict) and (fault := _misquotes(thing, text)):
                yield place + below, fault


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
    for thing, at, path in study.quotes:
        if path and "span" in thing and not _inside(thing, at):
            where = "an ancestor of the node" if thing.get("inherited") else "its node"
            span = thing["span"]
            yield at.pointer + pointer(path), f"span {span['start']}–{span['end']} lies outside {where}"


def _inside(thing: Json, at: At) -> bool:
    start, end = thing["span"]["start"], thing["span"]["end"]
    home: At | None = at.above if thing.get("inherited") else at
    while home is not None:
        span = home.node["span"]
        if span["start"] <= start and end <= span["end"]:
            return True
        home = home.above if thing.get("inherited") else None
    return False


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
