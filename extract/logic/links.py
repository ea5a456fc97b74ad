"""Links between the facts of one node, from their places."""

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from extract.document import ExceptionClause, Node, Span, Threshold
from extract.language.brackets import ROUND
from extract.logic.bounds import implies, measure_key
from extract.logic.places import Places

# In an exclusion: "those with 2+ on dipstick must show ≤ 1 g a day to be eligible"
_ON_TERMS = re.compile(r"\b(?:must|should|needs? to)\b[^.;]{0,200}?\bto be eligible\b", re.IGNORECASE)
_ALLOWED = re.compile(
    r"\b(?:allowed|permitted|acceptable|eligible|may be|can be|not (?:be )?exclu\w+)\b", re.IGNORECASE
)
_FAR = 500  # characters between a bound and the verb of its sentence
_SENTENCE = re.compile(r"\.\s+(?=[A-Z(*])")
# A note to a requirement: "An INR of 2-3 is acceptable for …"
_NOTED = re.compile(
    r"(?:[^.;,]|[.,](?=\d)){0,160}\b(?:is|are|may be) (?:acceptable|allowed|permitted)\b", re.IGNORECASE
)
# "may be relaxed to ≤ 5 × ULN", and in an exclusion "levels < 10 are considered consistent with no smoking"
_LEADS = re.compile(r"\)\s?[:：]")  # after a condition that opens a list: "Liver (no infusion within 7 days): ALT …"
_RELAXED = re.compile(r"\b(?:relaxed|widened|broadened) to\s*$", re.IGNORECASE)
_HARMLESS = re.compile(
    r"\s(?:is|are) considered (?:to be )?(?:(?:consistent with|as|evidence of) )?(?:no|non|not|normal)\b", re.IGNORECASE
)
# What an inclusion asks in the words of a permission
_REQUIRES = re.compile(r"\bwill be (?:included|enrolled)\b|^(?:no more than|a maximum of|at most) ", re.IGNORECASE)
_KEPT_OUT = re.compile(r"\b(?:exclu(?:ded?|des|sionary)|ineligible|not (?:be )?eligible)\b", re.IGNORECASE)


def link(node: Node) -> None:
    """What each exception softens, and which bounds relax their own item."""
    if node.exceptions:
        _in_exceptions(node)
    if stretches := list(_carved(node)):
        carved = Places((stretch.start, stretch.end) for stretch in stretches)
        for threshold in node.thresholds:
            threshold.exception |= carved.hold(threshold.span.start, threshold.span.end)
    for threshold in node.thresholds:
        threshold.exception |= _relaxed(node, threshold)
    if any(t.condition for t in node.thresholds):
        _in_cases(node)


def _in_cases(node: Node) -> None:
    """Which bounds of a case of their own only relax the one that holds for all."""
    bases: dict[str | None, Threshold] = {}
    cases: list[Threshold] = []
    for threshold in node.thresholds:
        if threshold.exception:
            continue
        if _own(node, threshold):
            cases.append(threshold)
        else:
            bases.setdefault(measure_key(threshold), threshold)
    for threshold in cases:
        base = bases.get(measure_key(threshold))
        if base is not None:
            strict, lax = (threshold, base) if node.section == "exclusion" else (base, threshold)
            threshold.exception = implies(strict, lax)


def _in_exceptions(node: Node) -> None:
    """Which bound each exception softens, and which bounds stand in one."""
    thresholds = sorted(node.thresholds, key=lambda threshold: threshold.span.start)
    starts = [threshold.span.start for threshold in thresholds]
    firsts: dict[str | None, int] = {}
    for threshold in thresholds:
        firsts.setdefault(measure_key(threshold), threshold.span.start)
    for clause in node.exceptions:
        before = 0 if clause.rule.startswith("permission") else bisect_left(starts, clause.span.start)
        clause.excepts = [thresholds[before - 1].id if before else node.id]
        for threshold in thresholds[bisect_left(starts, clause.span.start) : bisect_left(starts, clause.span.end)]:
            threshold.exception |= (
                threshold.span.end <= clause.span.end
                and not _before_allowed(node, clause, threshold)
                and not _own_term(node, clause, firsts[measure_key(threshold)])
            )


def link_below(nodes: Iterable[Node]) -> None:
    """Bounds below an item that ends in its exception relax it: "…, with the following exceptions:"; parents first."""
    inside: set[int] = set()
    for node in nodes:
        below = id(node) in inside
        if below and node.thresholds and not _KEPT_OUT.search(node.text):
            for threshold in node.thresholds:
                threshold.exception = True
        if node.children and (below or _ends_in_exception(node)):
            inside.update(id(child) for child in node.children)


def _ends_in_exception(node: Node) -> bool:
    if not node.exceptions or not node.text.rstrip(" *_\n").endswith(":"):
        return False
    said = node.text.rstrip(" :*_\n")
    return any(_opens(clause) and said.endswith(clause.text.rstrip(" :*_\n")) for clause in node.exceptions)


def _opens(clause: ExceptionClause) -> bool:
    """Does a clause let somebody in, or take something out, so that what is listed after it does too?"""
    return not clause.rule.startswith("refusal")


def _before_allowed(node: Node, clause: ExceptionClause, threshold: Threshold) -> bool:
    """Is a bound what the item excludes, before what its sentence allows: `> 9 mg a day, inhaled ones allowed`?"""
    if (
        not clause.rule.startswith("permission")
        or node.section != "exclusion"
        or node.text[: clause.span.start - node.span.start].strip()
    ):
        return False
    at = threshold.span.end - node.span.start
    verb = _ALLOWED.search(node.text, at, at + _FAR)
    between = ROUND.sub("", node.text[at : verb.start() if verb else at])
    return "," in between.rpartition(")")[2]


def _own_term(node: Node, clause: ExceptionClause, first: int) -> bool:
    """Is what an inclusion lets in its own requirement: `patients will be included if they are 18 to 60 years old`?

    `first` is where the first bound of that measure starts.
    """
    if node.section != "inclusion" or first < clause.span.start or not clause.rule.startswith("permission"):
        return False
    return _REQUIRES.search(clause.text) is not None


def _relaxed(node: Node, threshold: Threshold) -> bool:
    """Do the words beside a bound say that it relaxes its item?"""
    start, end = threshold.span.start - node.span.start, threshold.span.end - node.span.start
    if "ed to" in node.text[max(start - 14, 0) : start] and _RELAXED.search(node.text, max(start - 14, 0), start):
        return True
    return node.section == "exclusion" and _HARMLESS.match(node.text, end) is not None


def _carved(node: Node) -> Iterator[Span]:
    """Stretches of an item that an exception goes on in: the list after its colon, terms on which one is eligible."""
    stops: list[int] = []
    for clause in node.exceptions:
        listed = clause.text.endswith(":") or (":" in clause.text and clause.rule.startswith("permission"))
        if listed and _opens(clause):
            stops = stops or [*(stop.start() for stop in _SENTENCE.finditer(node.text)), len(node.text)]
            stop = stops[min(bisect_left(stops, clause.span.end - node.span.start), len(stops) - 1)]
            yield Span(clause.span.end, node.span.start + stop)
    if node.kind == "note" and node.section == "inclusion" and (noted := _NOTED.match(node.text)):
        yield Span(node.span.start, node.span.start + noted.end())
    if node.section == "exclusion" and "to be eligible" in node.text:
        for match in _ON_TERMS.finditer(node.text):
            yield Span(node.span.start + match.start(), node.span.start + match.end())


def _own(node: Node, threshold: Threshold) -> bool:
    """Does a bound hold under words that are its own, and none that a heading or lead-in says of all beside it?"""
    condition = threshold.condition
    if condition is None or condition.inherited:
        return False
    return _LEADS.match(node.text, condition.span.end - node.span.start) is None
