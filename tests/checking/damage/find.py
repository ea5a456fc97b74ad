"""What kinds of damage are made of: a register, and the first thing of a sort in a document.

A kind is a function that damages a decoded document and gives the JSON pointer at which the damage must be reported. It
raises NotHereError for a document that has nothing of the sort to damage.
"""

KINDS = {}


class NotHereError(Exception):
    """The document has nothing that this kind of damage could hit."""


def damage(rule):
    def register(function):
        KINDS[function.__name__] = (rule, function)
        return function

    return register


def nodes(document):
    waiting = [(f"/eligibility/criteria/{i}", n) for i, n in enumerate(document["eligibility"]["criteria"])][::-1]
    while waiting:
        at, node = waiting.pop()
        yield at, node
        waiting += [(f"{at}/children/{i}", child) for i, child in enumerate(node["children"])][::-1]


def node(document, suits=lambda node: node["kind"] == "criterion"):
    for at, one in nodes(document):
        if suits(one):
            return at, one
    raise NotHereError


def fact(document, kind, suits=lambda _: True):
    for at, one in nodes(document):
        for i, found in enumerate(one[kind]):
            if suits(found):
                return f"{at}/{kind}/{i}", found
    raise NotHereError


def threshold(document, suits=lambda _: True):
    return fact(document, "thresholds", suits)


def regimen(document, suits=lambda _: True):
    for kind in ("arms", "interventions"):
        for i, owner in enumerate(document[kind]):
            for j, found in enumerate(owner["regimens"]):
                if suits(found):
                    return f"/{kind}/{i}/regimens/{j}", found
    raise NotHereError


def expression(document, suits):
    waiting = [("/eligibility/expression", document["eligibility"]["expression"])]
    while waiting:
        at, one = waiting.pop()
        if suits(one):
            return at, one
        waiting += [(f"{at}/{name}", one[name]) for name in ("when", "then") if name in one]
        waiting += [(f"{at}/of/{i}", below) for i, below in enumerate(one.get("of", ()))]
    raise NotHereError


def is_range(fact):
    ends = [fact[side]["value"] for side in ("low", "high") if fact[side]]
    return len(ends) == 2 and all(isinstance(end, int | float) for end in ends) and ends[0] < ends[1]


def shift(span, by=1):
    span["start"] += by
    span["end"] += by
