"""The facts of one node, old and new: which came, went or changed."""

from collections.abc import Callable, Iterator
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from extract.curation.changes import Cause, FactChange
from extract.curation.places import Home
from extract.document import Curated, ExceptionClause, Question, Threshold, Time
from extract.wording import fact_line

Compared = Threshold | Time | ExceptionClause | Question
_KINDS = {Threshold: "threshold", Time: "time", ExceptionClause: "exception", Question: "question"}
_FLEETING = {"id", "span", "rule", "within", "group", "excepts", "inherited"}


def changed_facts(old: Home | None, new: Home | None, cause: Cause) -> Iterator[FactChange]:
    """The facts that differ; `cause` holds where no curator touched them."""
    before, after = _facts(old), _facts(new)
    pairs: list[tuple[Compared, Compared]] = []
    for same in (timeless, _topic, lambda fact: (type(fact), fact.text)):
        _pair(before, after, pairs, same)
    paired_old = {id(a): b for a, b in pairs}
    paired_new = {id(b) for _, b in pairs}
    for fact in before:
        if id(fact) not in paired_old:
            yield _change("removed", fact, None, cause)
        elif timeless(fact) != timeless(paired_old[id(fact)]):
            yield _change("changed", fact, paired_old[id(fact)], cause)
    for fact in after:
        if id(fact) not in paired_new:
            yield _change("added", None, fact, cause)


def _facts(home: Home | None) -> list[Compared]:
    if home is None:
        return []
    questions = [question for question in home.node.questions if question.text != home.node.text]
    return [*home.facts(), *questions]


def _pair(
    before: list[Compared],
    after: list[Compared],
    pairs: list[tuple[Compared, Compared]],
    same: Callable[[Compared], object],
) -> None:
    """Pair the facts, not yet paired, of which `same` gives the same."""
    taken = {id(fact) for two in pairs for fact in two}
    left = [fact for fact in after if id(fact) not in taken]
    for fact in before:
        if id(fact) in taken:
            continue
        wanted = same(fact)
        for i, other in enumerate(left):
            if wanted == same(other):
                pairs.append((fact, left.pop(i)))
                break


def _topic(fact: Compared) -> object:
    """What a fact is about: its measure, a time's event and relation."""
    if isinstance(fact, Threshold):
        return Threshold, fact.measure.id or fact.measure.text.lower()
    if isinstance(fact, Time):
        return Time, fact.relation, fact.anchor and (fact.anchor.id or fact.anchor.text)
    return type(fact), fact.text


def timeless(value: Any) -> Any:  # noqa: ANN401  any JSON value
    """The value without what depends on its place or on how it was found."""
    if isinstance(value, msgspec.Struct):
        return type(value).__name__, timeless(msgspec.to_builtins(value))
    if isinstance(value, list):
        return [timeless(one) for one in value]
    if isinstance(value, dict):
        entry = {"id": value["id"]} if "inherited" in value and "id" in value and "codes" in value else {}
        return entry | {name: timeless(one) for name, one in value.items() if name not in _FLEETING}
    return value


def _change(
    change: Literal["added", "removed", "changed"], old: Compared | None, new: Compared | None, cause: Cause
) -> FactChange:
    curated = any(_mark(fact) for fact in (old, new)) and (
        old is None or new is None or _mark(old) != _mark(new) or cause == "overrides"
    )
    return FactChange(
        kind=next(name for kind, name in _KINDS.items() if isinstance(old or new, kind)),
        change=change,
        old=_line(old),
        new=_line(new),
        old_quote=old.text if old else None,
        new_quote=new.text if new else None,
        cause="overrides" if curated and cause != "source" else cause,
    )


def _mark(fact: Compared | None) -> Curated | None:
    return getattr(fact, "curated", None) or None


def _line(fact: Compared | None) -> str | None:
    if fact is None:
        return None
    if isinstance(fact, Threshold):
        fact = replace(fact, within=[])  # ids of times, which change with their place
    line = fact.text if isinstance(fact, Question) else fact_line(fact)
    curated = _mark(fact)
    return f"{line}  [{curated.action} by {curated.who}]" if curated else line
