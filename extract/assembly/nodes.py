"""From the outline's items to the document's nodes: spans into the text, ids, empty places for the facts."""

from extract.document import Node, Part, Span
from extract.outline import Item, Outline


def node_tree(outline: Outline) -> tuple[list[Node], list[tuple[Item, Node]]]:
    """The document's nodes, and each item beside its node in reading order. Works for any depth."""
    roots: list[Node] = []
    pairs: list[tuple[Item, Node]] = []
    below: dict[int, list[Node]] = {}
    for item in outline.lines:
        made = _node(item, outline.text)
        pairs.append((item, made))
        if item.children:
            below[id(item)] = made.children
        (roots if item.parent is None else below[id(item.parent)]).append(made)
    return roots, pairs


def _node(item: Item, text: str) -> Node:
    node = Node(
        id=item.id,
        key=item.key,
        kind=item.kind,
        section=item.section,
        label=item.label,
        label_span=Span(*item.label_span) if item.label_span else None,
        text=item.text,
        span=Span(item.start, item.end),
        plain=item.plain.text,
        combine=item.combine,
    )
    if item.applies_to:
        node.applies_to = list(item.applies_to)
    if item.parts:
        node.parts = [
            Part(label=part.label, span=Span(part.start, part.end), text=text[part.start : part.end])
            for part in item.parts
        ]
    return node
