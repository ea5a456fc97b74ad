"""What of an item's expression can be kept where the whole of it is not plain."""

import re
from itertools import pairwise

from msgspec import UNSET

from extract import expression as ex
from extract.expression import Expression
from extract.language.brackets import BRACKETED
from extract.logic.bounds import measure_key
from extract.logic.item import ItemBuilder
from extract.logic.joining import leaves
from extract.logic.said import JOINT, complete, without_facts
from extract.logic.words import WORD

_JOINED = re.compile(r"\s*(?:or|and/or|unless|except|where|when|which|provided)\b")
_IF = re.compile(r"\s*(?:if|for|in\s+case)\b")
_SEMICOLON = re.compile(r"[;；]")


def refused(builder: ItemBuilder) -> Expression | None:
    """A bound with a bracket that only forbids ("Hb ≥ 9 g/dL (transfusions are not allowed …)"), and the whole."""
    text = builder.marks.text
    opened = text.find("(", builder.marks.clusters[0].at[1]) if builder.marks.clusters else -1
    carved = builder.marks.carved
    if builder.excluding or opened < 0 or not carved:
        return None
    if any(not c.clause.rule.startswith("refusal") or c.start < opened for c in carved):
        return None
    outside = builder.marks.bounds(0, opened)
    if len(outside) != 1 or len(outside[0].thresholds) != 1 or not complete(builder.marks, 0, opened):
        return None
    if JOINT.search(BRACKETED.sub(" ", without_facts(builder.marks)[:opened])) or builder.marks.conditions:
        return None
    return ex.all_of([builder.whole(), ex.threshold(builder.marks.node.id, outside[0].thresholds[0].id)])


def members_of(builder: ItemBuilder) -> Expression | None:
    """Bounds of an inclusion's members that semicolons divide; a member that is no plain bound is asked whole."""
    text = builder.marks.text
    if builder.excluding or builder.marks.carved or builder.marks.parts or (";" not in text and "；" not in text):
        return None
    sentences = builder.sentences()
    short = all(len(WORD.findall(text, *s)) < 5 for s in sentences[1:])  # "Cockcroft-Gault formula:"
    if not short or not sentences:
        return None
    flat = BRACKETED.sub(lambda m: " " * len(m[0]), text)
    ends = [0, *(m.end() for m in _SEMICOLON.finditer(flat, 0, sentences[0][1])), sentences[0][1]]
    members = [(a, b) for a, b in pairwise(ends) if WORD.search(text, a, b)]
    if len(members) < 2 or any(_JOINED.match(text, a) for a, _ in members) or _IF.match(text):
        return None
    if any(builder.marks.windows[-1:] and w.start >= members[-1][0] for w in builder.marks.windows):
        return None
    named: set[str | None] = set()
    for left, right in members:
        keys = {measure_key(t) for c in builder.marks.bounds(left, right) for t in c.thresholds}
        if _IF.match(text, left) and keys & named:
            return None  # another bound of the same measure, for some
        named |= keys
    builder.asked = []
    builder.free_windows = []
    made: list[Expression] = []
    pure = 0
    for left, right in members:
        held = [t.id for c in builder.marks.bounds(left, right) for t in c.thresholds]
        alone = not any(i in builder.consumed or i in builder.cases for i in held)
        member = builder.joined(left, right, None) if alone and complete(builder.marks, left, right) else None
        inside = [leaf for leaf in leaves(member) if leaf.threshold is UNSET] if member is not None else []
        if member is None or inside or any(left <= a.start < right for a in builder.asked):
            if ":" in text[left:right] and not made:
                return None  # a heading that may hold for all
            if len(WORD.findall(text, left, right)) < 4:
                return None
            member = builder.ask(left, right)
        else:
            pure += 1
        made.append(member)
    return ex.all_of(made) if pure else None
