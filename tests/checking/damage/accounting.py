"""Damage that the rules of `accounting` report."""

from tests.checking.damage.find import NotHereError, damage, expression, fact, node


@damage("coverage-counts")
def miscounted_facts(d):
    d["coverage"]["facts"]["thresholds"] = d["coverage"]["facts"].get("thresholds", 0) + 1
    return "/coverage/facts"


@damage("coverage-counts")
def miscounted_nodes(d):
    d["coverage"]["nodes"]["partial"] = d["coverage"]["nodes"].get("partial", 0) + 1
    return "/coverage/nodes"


@damage("coverage-counts")
def flattering_share(d):
    d["coverage"]["numbers_explained"] = 0.5
    return "/coverage/numbers_explained"


@damage("number-account")
def dropped_number(d):
    at, one = node(d, lambda n: any(x["text"].isdigit() and f" {x['text']} " in n["text"] for x in n["numbers"]))
    one["numbers"] = []
    return at


@damage("node-status")
def flattering_status(d):
    at, one = node(d, lambda n: n["status"] == "text_only")
    one["status"] = "structured"
    return f"{at}/status"


@damage("node-status")
def dropped_question(d):
    at, one = node(d, lambda n: n["status"] == "text_only")
    one["questions"] = []
    return f"{at}/status"


@damage("expression-complete")
def leaf_dropped_from_the_expression(d):
    _, one = expression(d, lambda x: sum("question" in y for y in x.get("of", ())) > 1)
    name = one["of"].pop(next(i for i, y in enumerate(one["of"]) if "question" in y))["question"]
    return fact(d, "questions", lambda q: q["id"] == name)[0]


@damage("expression-complete")
def dropped_expression(d):
    d["eligibility"]["expression"] = None
    return fact(d, "questions")[0]


@damage("expression-fields")
def age_limit_not_asked(d):
    _, one = expression(d, lambda x: {"field": "minimum_age"} in x.get("of", ()))
    one["of"].remove({"field": "minimum_age"})
    return "/eligibility/expression"


@damage("tree-shape")
def item_on_the_other_side(d):
    for i, one in enumerate(d["eligibility"]["criteria"]):
        if one["kind"] == "section" and one["section"] == "inclusion" and one["children"]:
            one["children"][0]["section"] = "exclusion"
            return f"/eligibility/criteria/{i}/children/0/section"
    raise NotHereError


@damage("tree-shape")
def join_of_nothing(d):
    at, one = node(d, lambda n: n["kind"] == "criterion" and not n["children"])
    one["combine"] = "any"
    return f"{at}/combine"
