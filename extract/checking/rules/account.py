"""Rules about accounting: what is said to be understood is there, and nothing is silently dropped."""

import re
from collections import Counter
from collections.abc import Iterator

from extract.checking.rules.rule import Rules, Violation
from extract.checking.study import FACTS, At, Study

ACCOUNT = Rules()

_NUMBER = re.compile(r"(?<!\S)[0-9]+(?!\S)")


@ACCOUNT.rule("coverage-counts")
def coverage_counts(study: Study) -> Iterator[Violation]:
    """`coverage` counts what the document holds: nodes by status, facts by kind, numbers by class.

    `fact` counts the numbers that facts hold, at least one for each place with facts; the share of explained numbers
    follows from the classes.

    Repair: count anew, or extract anew; a difference says that something was dropped or added by hand.
    """
    said, made = study.document["coverage"], _counts(study)
    for name in ("nodes", "facts", "numbers"):
        listed = Counter({key: n for key, n in said[name].items() if (name, key) != ("numbers", "fact")})
        for key in sorted(set(listed) | set(made[name])):
            if listed[key] != made[name][key]:
                yield f"/coverage/{name}", f"{key}: says {listed[key]}, the document holds {made[name][key]}"
    total = sum(said["numbers"].values())
    share = round(1 - said["numbers"].get("unexplained", 0) / total, 4) if total else None
    if said["numbers_explained"] != share:
        yield "/coverage/numbers_explained", f"says {said['numbers_explained']}, the classes give {share}"


def _counts(study: Study) -> dict[str, Counter[str]]:
    facts = Counter({kind: sum(len(at.node[kind]) for at in study.nodes) for kind in FACTS})
    facts["conditions"] = len({condition["id"] for _, _, condition, _ in study.conditions})
    return {
        "nodes": Counter(at.node["status"] for at in study.nodes),
        "facts": facts,
        "numbers": Counter(number["class"] for at in study.nodes for number in at.node["numbers"]),
    }


@ACCOUNT.rule("number-account")
def number_account(study: Study) -> Iterator[Violation]:
    """Every number of an item is in a fact or in `numbers`, with the reason why it is no fact.

    Looked at are numbers that stand by themselves, in nodes other than section headings.

    Repair: add the fact, or list the number with its class (`unexplained` where none fits).
    """
    for at in study.nodes:
        if at.node["kind"] == "section":
            continue
        taken = [thing["span"] for kind in ("thresholds", "times", "numbers") for thing in at.node[kind]]
        offset = at.node["span"]["start"]
        for found in _NUMBER.finditer(at.node["text"]):
            start, end = offset + found.start(), offset + found.end()
            if not any(span["start"] < end and start < span["end"] for span in taken):
                yield at.pointer, f"the number {found[0]!r} at {start} is in no fact and not listed"


_STATUS = {
    "structured": "nothing is left to ask",
    "partial": "something is left to ask beside facts or children, or several things are",
    "text_only": "its one question is all there is",
    "none": "it is no criterion",
}


@ACCOUNT.rule("node-status")
def node_status(study: Study) -> Iterator[Violation]:
    """A node's status says how much of it is understood, and its questions agree.

    `structured`: no questions; `text_only`: one question and no threshold, time, exception or child; `partial`:
    questions beside these, or several, or exceptions; `none`: a heading, note or preamble, never a criterion.

    Repair: set the status by the questions and facts, or complete these.
    """
    for at in study.nodes:
        status, questions = at.node["status"], len(at.node["questions"])
        facts = any(at.node[kind] for kind in ("thresholds", "times", "exceptions", "children"))
        agrees = {
            "structured": questions == 0,
            "partial": questions > 1 or (questions == 1 and facts) or bool(at.node["exceptions"]),
            "text_only": questions == 1 and not facts,
            "none": at.node["kind"] != "criterion",
        }
        if not agrees[status]:
            yield (
                f"{at.pointer}/status",
                f"{status!r} means that {_STATUS[status]}; this {at.node['kind']} has {questions} questions",
            )


@ACCOUNT.rule("expression-complete")
def expression_complete(study: Study) -> Iterator[Violation]:
    """Every threshold, time, exception, condition and question is in the expression, or an issue says why not.

    Repair: name the fact in the expression, or add an issue `not_in_expression` at its node and span.
    """
    excused = {
        (issue["path"], issue["span"]["start"], issue["span"]["end"])
        for issue in study.document["issues"]
        if issue["code"] in ("not_in_expression", "exception_written_out") and "span" in issue
    }
    for _, pointer, fact, at in (*study.facts, *study.conditions):
        place = (at.pointer, fact["span"]["start"], fact["span"]["end"])
        if fact["id"] not in study.named and place not in excused:
            yield pointer, f"{fact['id']} is not in the expression and no issue says why"


@ACCOUNT.rule("expression-fields")
def expression_fields(study: Study) -> Iterator[Violation]:
    """The expression asks for each limit that the registry's own fields set: ages, sex, healthy volunteers.

    Repair: add the leaf `{"field": …}` at the root.
    """
    asked = {leaf["field"] for _, leaf in study.expression if "field" in leaf}
    eligibility = study.eligibility
    limits = {
        "minimum_age": eligibility["minimum_age"] is not None,
        "maximum_age": eligibility["maximum_age"] is not None,
        "sex": eligibility["sex"] in ("FEMALE", "MALE"),
        "healthy_volunteers": eligibility["healthy_volunteers"] is False,
    }
    for name, limited in limits.items():
        if limited and name not in asked and eligibility["expression"] is not None:
            yield "/eligibility/expression", f"does not ask for {name}, which the registry limits"


@ACCOUNT.rule("tree-shape")
def tree_shape(study: Study) -> Iterator[Violation]:
    """Nodes stand where their kind and side allow.

    Sections are at the top level; below a section everything is on its side; preambles, notes and sections do not join
    children, and what has no children joins none.

    Repair: move the node, or correct `kind`, `section` or `combine`.
    """
    for at in study.nodes:
        yield from _shape(at)


def _shape(at: At) -> Iterator[Violation]:
    node, above = at.node, at.above
    if node["kind"] == "section" and above is not None:
        yield f"{at.pointer}/kind", "a section below another node"
    if above is not None and above.node["kind"] == "section" and node["section"] != above.node["section"]:
        yield f"{at.pointer}/section", f"side {node['section']!r} below a section of side {above.node['section']!r}"
    if node["combine"] is not None and (node["kind"] in ("section", "preamble") or not node["children"]):
        yield (
            f"{at.pointer}/combine",
            f"{node['combine']!r}, but a {node['kind']} without children or a heading joins none",
        )
