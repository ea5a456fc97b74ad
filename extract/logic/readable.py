"""An expression as text that a person reads: one line an operation or leaf, indented by depth."""

from collections.abc import Iterator

from msgspec import UNSET

from extract.document import Eligibility, Node
from extract.expression import Expression

_NAMES = {"all": "all of", "any": "any of", "not": "not", "unknown": "not understood how these join"}


def readable(eligibility: Eligibility) -> Iterator[str]:
    """The lines of a document's expression, each leaf with the words of its fact."""
    if eligibility.expression is None:
        yield "no expression"
        return
    words = quotes(eligibility)
    waiting: list[tuple[int, str, Expression]] = [(0, "", eligibility.expression)]
    while waiting:
        depth, prefix, current = waiting.pop()
        indent = "  " * depth + prefix
        if current.op is UNSET:
            yield indent + leaf_text(current, words)
        elif current.op == "if":
            yield indent + "if"
            below = list(current.operands())
            waiting += [(depth + 1, "then: ", below[1]), (depth + 1, "when: ", below[0])]
        else:
            yield indent + (f"at least {current.n} of" if current.op == "at_least" else _NAMES[current.op])
            waiting += [(depth + 1, "", x) for x in reversed(list(current.operands()))]


def formula(expression: Expression) -> str:
    """The expression in one line, leaves by their short names: `any(t1, all(c2, t2 within d1))`."""
    if expression.op is UNSET:
        name = leaf_name(expression)
        short = name.rsplit(".", 1)[-1] if "." in name else name
        within = (
            "" if expression.within is UNSET else " within " + "+".join(w.rsplit(".", 1)[-1] for w in expression.within)
        )
        return short + within
    head = expression.op if expression.op != "at_least" else f"at_least {expression.n}"
    return f"{head}({', '.join(formula(x) for x in expression.operands())})"


def leaf_name(leaf: Expression) -> str:
    """The id, field or label that a leaf names."""
    for name in (leaf.threshold, leaf.question, leaf.condition, leaf.exception, leaf.field, leaf.cohort):
        if name is not UNSET:
            return name
    return ""


def leaf_text(leaf: Expression, words: dict[str, str]) -> str:
    """A leaf with the words it stands for."""
    name = leaf_name(leaf)
    within = [] if leaf.within is UNSET else [words.get(w, w) for w in leaf.within]
    if leaf.field is not UNSET:
        text = f"registry field {name}"
    elif leaf.cohort is not UNSET:
        text = f"considered for: {name}"
    else:
        text = f"{words.get(name, '')} [{name}]"
    return text + (f", {' or '.join(within)}" if within else "")


def quotes(eligibility: Eligibility) -> dict[str, str]:
    """The words of every fact by id, measures before their bounds."""
    words: dict[str, str] = {}
    waiting: list[Node] = list(eligibility.criteria)
    while waiting:
        node = waiting.pop()
        waiting += node.children
        for threshold in node.thresholds:
            measure = threshold.measure.text if threshold.measure else "?"
            words[threshold.id] = one_line(f"{measure}: {threshold.text}")
            if threshold.condition:
                words[threshold.condition.id] = one_line(threshold.condition.text)
        words |= {time.id: one_line(time.text) for time in node.times}
        words |= {question.id: one_line(question.text) for question in node.questions}
        words |= {clause.id: one_line(clause.text) for clause in node.exceptions}
    return words


def one_line(text: str) -> str:
    """A text with each stretch of white space as one blank."""
    return " ".join(text.split())
