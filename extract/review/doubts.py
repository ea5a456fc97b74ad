"""What the machine was unsure of, item by item: what a curator looks at first."""

from collections.abc import Iterator

from extract.document import Node, StudyDocument


def doubts(document: StudyDocument) -> dict[str, list[str]]:
    """Reasons for doubt by the id of the node. An item that only needs to be asked of a participant is not in doubt."""
    found: dict[str, list[str]] = {}
    at = dict(document.eligibility.placed())
    for node in at.values():
        if reasons := list(_reasons(node)):
            found[node.id] = reasons
    for issue in document.issues:
        fact = issue.message.partition(" ")[0]
        if issue.code == "not_in_expression" and issue.path in at and not fact.rpartition(".")[2].startswith("q"):
            found.setdefault(at[issue.path].id, []).append(issue.message.rstrip("."))
    return found


def _reasons(node: Node) -> Iterator[str]:
    for number in node.numbers:
        if number.class_ == "unexplained":
            yield f"unexplained number {number.text}"
    for threshold in node.thresholds:
        if threshold.curated is not None:
            continue
        if threshold.unit is None:
            yield f"unit not mapped: {threshold.unit_text or threshold.text}"
        if threshold.measure.id is None:
            yield f"measure not in the catalogue: {threshold.measure.text}"
