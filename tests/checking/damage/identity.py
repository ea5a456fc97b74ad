"""Damage that the rules of `identity` report."""

from tests.checking.damage.find import NotHereError, damage, expression, fact, node, threshold


@damage("unique-ids")
def duplicated_id_of_a_node(d):
    at, one = node(d, lambda n: len(n["children"]) > 1)
    one["children"][1]["id"] = one["children"][0]["id"]
    # the later one in reading order is reported; grandchildren of the first come before it
    return f"{at}/children/1/id"


@damage("unique-ids")
def duplicated_id_of_a_fact(d):
    at, one = node(d, lambda n: len(n["thresholds"]) > 1)
    one["thresholds"][1]["id"] = one["thresholds"][0]["id"]
    return f"{at}/thresholds/1/id"


@damage("unique-ids")
def duplicated_id_of_an_arm(d):
    if len(d["arms"]) < 2:
        raise NotHereError
    d["arms"][1]["id"] = d["arms"][0]["id"]
    return "/arms/1/id"


@damage("id-place")
def id_of_another_branch(d):
    at, one = node(d, lambda n: n["kind"] == "criterion")
    one["id"] = "zz.1"
    return f"{at}/id"


@damage("id-place")
def fact_named_for_another_kind(d):
    at, one = threshold(d)
    one["id"] = one["id"].replace(".t", ".d") + "7"
    return f"{at}/id"


@damage("node-key")
def duplicated_key(d):
    at, one = node(d, lambda n: len(n["children"]) > 1)
    one["children"][1]["key"] = one["key"]
    return f"{at}/children/1/key"


@damage("node-key")
def key_that_is_none(d):
    at, one = node(d)
    one["key"] = "item 1"
    return f"{at}/key"


@damage("resolved-references")
def dangling_threshold_in_the_expression(d):
    at, one = expression(d, lambda x: "threshold" in x)
    one["threshold"] += "99"
    return at


@damage("resolved-references")
def dangling_question_in_the_expression(d):
    at, one = expression(d, lambda x: "question" in x)
    one["question"] += "99"
    return at


@damage("resolved-references")
def dangling_node_in_the_expression(d):
    at, one = expression(d, lambda x: "node" in x)
    one["node"] = "inc.999"
    return at


@damage("resolved-references")
def dangling_window(d):
    at, one = threshold(d)
    one["within"] = ["inc.999.d1"]
    return at


@damage("resolved-references")
def dangling_exception(d):
    at, one = fact(d, "exceptions")
    one["excepts"] = ["inc.999"]
    return at


@damage("resolved-references")
def dangling_intervention(d):
    if not d["arms"]:
        raise NotHereError
    d["arms"][0]["interventions"].append("i999")
    return "/arms/0/interventions"


@damage("resolved-references")
def threshold_asked_as_a_question(d):
    at, one = expression(d, lambda x: "threshold" in x and "within" not in x)
    one["question"] = one.pop("threshold")
    return at


@damage("leaf-node")
def leaf_of_another_node(d):
    at, one = expression(d, lambda x: "threshold" in x)
    _, other = node(d, lambda n: n["id"] != one["node"])
    one["node"] = other["id"]
    return f"{at}/node"


@damage("study-id")
def digest_of_another_source(d):
    if not d["study_id"].startswith("sha256-"):
        raise NotHereError
    d["source"]["sha256"] = "f0" * 32
    return "/study_id"
