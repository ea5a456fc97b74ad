"""Items with hand-made facts, written as marked sentences.

`⟦m ALT⟧` is a measure, `⟦t ≤ 3 × ULN⟧` a bound of the measures before it, `⟦c if …⟧` the condition of the bound before
it (of the next one where none stands before), `⟦d within 28 days⟧` a time. Exceptions are found by the real rules.
"""

import re

from extract.assembly.nodes import node_tree
from extract.document import Bound, Condition, Eligibility, ExceptionClause, Measure, Node, Span, Threshold, Time
from extract.facts.exceptions import find
from extract.language.context import Context
from extract.language.reading import Reading
from extract.logic import complete
from extract.logic.readable import formula
from extract.outline import parse
from extract.outline.model import Item

MARK = re.compile(r"⟦(\w) (.*?)⟧")
BOUND = re.compile(r"(≤|<|≥|>|=)?\s*([\d.,]+)\s*(?:(?:×|x)\s*(ULN|LLN))?\s*([^\s]*)")
TIME = re.compile(r"(\d+)\s*(day|week|month|year|hour|half-li)")
UNITS = {"day": "d", "week": "wk", "month": "mo", "year": "a", "hour": "h", "half-li": "{half-life}"}


def eligibility(marked: str, **fields: object) -> Eligibility:
    """An eligibility section from a marked text; its expression is not built yet."""
    places: list[tuple[int, int, str, str]] = []
    text = ""
    last = 0
    for match in MARK.finditer(marked):
        text += marked[last : match.start()]
        places.append((len(text), len(text) + len(match[2]), match[1], match[2]))
        text += match[2]
        last = match.end()
    text += marked[last:]
    outline = parse(text)
    made = Eligibility(text=text, **fields)  # type: ignore[arg-type]
    made.criteria, pairs = node_tree(outline)
    for item, node in pairs:
        _fill(item, node, text, places)
    return made


def built(marked: str, **fields: object) -> Eligibility:
    made = eligibility(marked, **fields)
    complete(made)
    return made


def of_item(sentence: str, section: str = "inclusion") -> tuple[str, list[str]]:
    """The formula of one item's own words (what is excluded, for exclusion), and its questions."""
    made = built(f"{section.capitalize()} Criteria:\n\n* {sentence}")
    assert made.expression is not None
    (only,) = made.expression.operands()
    node = made.criteria[0].children[0]
    if section == "exclusion":
        (only,) = only.operands() if only.op == "not" else (only,)
    return formula(only), [q.text for q in node.questions]


def _fill(item: Item, node: Node, text: str, places: list[tuple[int, int, str, str]]) -> None:
    _facts(node, [p for p in places if item.start <= p[0] and p[1] <= item.end])
    if node.kind != "section":
        for n, found in enumerate(find(Reading(item.plain.text, [], []), Context(section=item.section)), 1):
            left, right = item.plain.span(found.start, found.end)
            span = Span(item.start + left, item.start + right)
            node.exceptions.append(
                ExceptionClause(
                    f"{node.id}.x{n}", span, text[span.start : span.end], [node.id], found.effect, found.rule
                )
            )


def _facts(node: Node, places: list[tuple[int, int, str, str]]) -> None:
    named: list[Measure] = []
    waiting: Condition | None = None
    fresh = True
    count = 0
    for start, end, kind, words in places:
        span = Span(start, end)
        if kind == "m":
            named = [*([] if fresh else named), Measure(words, span)]
            fresh = False
        elif kind == "t":
            for measure in named or [None]:
                node.thresholds.append(_threshold(f"{node.id}.t{len(node.thresholds) + 1}", span, words, measure))
                if waiting:
                    count += 1
                    node.thresholds[-1].condition = Condition(f"{node.id}.c{count}", waiting.text, waiting.span)
            waiting, fresh = None, True
        elif kind == "c":
            same = [t for t in node.thresholds if t.span == node.thresholds[-1].span]
            if not same or not fresh:
                waiting = Condition("", words, span)
            for threshold in same if not waiting else []:
                count += 1
                threshold.condition = Condition(f"{node.id}.c{count}", words, span)
        elif kind == "d":
            node.times.append(_time(f"{node.id}.d{len(node.times) + 1}", span, words))


def _threshold(name: str, span: Span, words: str, measure: Measure | None) -> Threshold:
    found = BOUND.search(words)
    assert found, words
    sign, number, reference, unit = found.groups()
    value = float(number.replace(",", ""))
    limit = Bound(int(value) if value.is_integer() else value, sign in {"≤", "≥", "=", None})
    low = limit if sign in {"≥", ">", "=", None} else None
    high = limit if sign in {"≤", "<", "=", None} else None
    return Threshold(name, span, words, measure, low, high, unit or "", reference=reference)


def _time(name: str, span: Span, words: str) -> Time:
    found = TIME.search(words)
    assert found, words
    bound = Bound(int(found[1]), True)
    least = "at least" in words or "≥" in words
    relation = "before" if "within" in words or "before" in words or "prior" in words else "length"
    return Time(name, span, words, relation, bound if least else None, None if least else bound, UNITS[found[2]])
