"""Rules about ids and keys: unique, in their place, and all that is referred to exists."""

import re
from collections.abc import Iterable, Iterator

from extract.checking.rules.rule import Rules, Violation
from extract.checking.study import Json, Study

IDENTITY = Rules()

_POSITION = re.compile(r"(inc|exc|oth)([2-9]|[1-9][0-9]+)?(\.[np]?[1-9][0-9]*)*")
_COUNT = re.compile("[1-9][0-9]*")
_LETTER = {"thresholds": "t", "times": "d", "exceptions": "x", "questions": "q", "conditions": "c"}


def _ids(study: Study) -> Iterator[tuple[str, str]]:
    for at in study.nodes:
        yield at.pointer, at.node["id"]
    for _, pointer, fact, _ in study.facts:
        yield pointer, fact["id"]
    for kind in ("arms", "interventions", "outcomes"):
        for i, thing in enumerate(study.document[kind]):
            yield f"/{kind}/{i}", thing["id"]
    for pointer, regimen, _ in study.regimens():
        yield pointer, regimen["id"]
    for pointer, time, _ in study.outcome_times():
        yield pointer, time["id"]


@IDENTITY.rule("unique-ids")
def unique_ids(study: Study) -> Iterator[Violation]:
    """No id occurs twice among nodes, facts, arms, interventions, regimens and outcomes.

    Bounds under the same words share one condition, and with it its id; its words must then be the same.

    Repair: renumber the later one, and what refers to it.
    """
    seen: dict[str, str] = {}
    for pointer, name in _ids(study):
        if name in seen:
            yield f"{pointer}/id", f"id {name!r} is already used at {seen[name]}"
        seen.setdefault(name, pointer)
    conditions: dict[str, Json] = {}
    for _, pointer, condition, _ in study.conditions:
        name = condition["id"]
        if name in seen or conditions.setdefault(name, condition)["span"] != condition["span"]:
            yield f"{pointer}/id", f"id {name!r} is already used for other words"


@IDENTITY.rule("id-place")
def id_place(study: Study) -> Iterator[Violation]:
    """An id says where a thing stands: a node's begins with its parent's, a fact's is its node's and `.t1`, `.d2`, ….

    Repair: number the things anew by their place; keys, not ids, survive a change of the text.
    """
    for at in study.nodes:
        above = f"{at.above.node['id']}." if at.above else ""
        if not at.node["id"].startswith(above) or not _POSITION.fullmatch(at.node["id"]):
            where = f" below {above}" if above else ""
            yield f"{at.pointer}/id", f"id {at.node['id']!r} names no place{where}"
    for kind, pointer, fact, at in (*study.facts, *study.conditions):
        prefix, number = f"{at.node['id']}.{_LETTER[kind]}", fact["id"]
        if not number.startswith(prefix) or not _COUNT.fullmatch(number, len(prefix)):
            yield f"{pointer}/id", f"id {fact['id']!r} does not name one of the {kind} of {at.node['id']}"


@IDENTITY.rule("node-key")
def node_key(study: Study) -> Iterator[Violation]:
    """A node's key is 12 hex digits, with `#2`, `#3` for repeats, and no two nodes share one.

    Overrides, comparisons and participants' answers hold on to keys.

    Repair: take the keys from a fresh extraction of the same text.
    """
    seen: dict[str, str] = {}
    for at in study.nodes:
        key = at.node["key"]
        if not re.fullmatch(r"[0-9a-f]{12}(#[1-9]\d*)?", key):
            yield f"{at.pointer}/key", f"{key!r} is no key"
        elif key in seen:
            yield f"{at.pointer}/key", f"key {key!r} is already used at {seen[key]}"
        seen.setdefault(key, at.pointer)


@IDENTITY.rule("resolved-references")
def resolved_references(study: Study) -> Iterator[Violation]:
    """Every id that an expression, a window, an exception or an arm refers to exists, and is of the right kind.

    Repair: correct the id, or add what it names.
    """
    known: dict[str, set[str]] = {"node": {at.node["id"] for at in study.nodes}}
    for kind, _, fact, _ in (*study.facts, *study.conditions):
        known.setdefault(kind, set()).add(fact["id"])
    every = {name for names in known.values() for name in names}
    times = known.get("times", set())
    for pointer, leaf in study.expression:
        for kind in ("node", "threshold", "question", "condition", "exception"):
            if kind in leaf:
                found = known.get(kind if kind == "node" else f"{kind}s", set())
                yield from _missing(pointer, [leaf[kind]], found)
        yield from _missing(pointer, leaf.get("within", ()), times)
    for kind, pointer, fact, _ in study.facts:
        yield from _missing(pointer, fact["within"] if kind == "thresholds" else (), times)
        yield from _missing(pointer, fact["excepts"] if kind == "exceptions" else (), every)
    interventions = {one["id"] for one in study.document["interventions"]}
    for i, arm in enumerate(study.document["arms"]):
        yield from _missing(f"/arms/{i}/interventions", arm["interventions"], interventions)


def _missing(pointer: str, names: Iterable[str], known: set[str]) -> Iterator[Violation]:
    for name in names:
        if name not in known:
            yield pointer, f"refers to {name!r}, which does not exist or is of another kind"


@IDENTITY.rule("leaf-node")
def leaf_node(study: Study) -> Iterator[Violation]:
    """A leaf of the expression names the node that its fact belongs to.

    Repair: set `node` to the id of the fact's node.
    """
    home = {fact["id"]: at.node["id"] for _, _, fact, at in (*study.facts, *study.conditions)}
    for pointer, leaf in study.expression:
        for kind in ("threshold", "question", "condition", "exception"):
            if kind in leaf and home.get(leaf[kind], leaf["node"]) != leaf["node"]:
                yield f"{pointer}/node", f"{leaf[kind]!r} belongs to {home[leaf[kind]]!r}, not to {leaf['node']!r}"


@IDENTITY.rule("study-id")
def study_id(study: Study) -> Iterator[Violation]:
    """Without a registry's id the study is named by its source: `sha256-` and the first 12 digits of the digest.

    Repair: take id and digest from the same source.
    """
    name, digest = study.document["study_id"], study.document["source"]["sha256"]
    if name.startswith("sha256-") and not digest.startswith(name.removeprefix("sha256-")):
        yield "/study_id", f"{name!r} is not the beginning of source.sha256"
