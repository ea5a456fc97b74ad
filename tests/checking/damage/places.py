"""Damage that the rules of `places` report."""

from tests.checking.damage.find import NotHereError, damage, fact, node, regimen, shift, threshold


@damage("span-text")
def shifted_span_of_a_node(d):
    at, one = node(d)
    shift(one["span"])
    return at


@damage("span-text")
def shifted_span_of_a_threshold(d):
    at, one = threshold(d)
    shift(one["span"])
    return at


@damage("span-text")
def span_past_the_end(d):
    at, one = node(d)
    one["span"]["end"] = 10**7
    return at


@damage("span-text")
def span_turned_around(d):
    at, one = threshold(d)
    one["span"] = {"start": one["span"]["end"], "end": one["span"]["start"]}
    return at


@damage("span-text")
def changed_words_of_a_measure(d):
    at, one = threshold(d)
    one["measure"]["text"] += " level"
    return f"{at}/measure"


@damage("span-text")
def changed_words_of_an_anchor(d):
    at, one = fact(d, "times", lambda t: t["anchor"])
    one["anchor"]["text"] = one["anchor"]["text"].upper() + "!"
    return f"{at}/anchor"


@damage("span-text")
def shifted_span_of_a_regimen(d):
    at, one = regimen(d)
    shift(one["span"])
    return at


@damage("span-text")
def regimen_of_another_string(d):
    at, one = regimen(d, lambda r: r["field"] == "description")
    one["field"] = "name" if "/interventions/" in at else "label"
    return at


@damage("span-text")
def shifted_span_of_an_outcome_time(d):
    for i, outcome in enumerate(d["outcomes"]):
        for j, time in enumerate(outcome["times"]):
            shift(time["span"])
            return f"/outcomes/{i}/times/{j}"
    raise NotHereError


@damage("span-text")
def spans_counted_in_bytes(d):
    text = d["eligibility"]["text"] or ""
    at, one = fact(d, "thresholds", lambda t: not text[: t["span"]["start"]].isascii())
    one["span"] = {name: len(text[: one["span"][name]].encode()) for name in ("start", "end")}
    return at


@damage("span-text")
def unescaped_text(d):
    text = d["eligibility"]["text"] or ""
    at, _ = node(d, lambda n: n["kind"] == "criterion" and "\\" in n["text"])
    d["eligibility"]["text"] = text.replace("\\", "")
    return at


@damage("label-text")
def changed_label(d):
    at, one = node(d, lambda n: n["label"])
    one["label"] += "x"
    return f"{at}/label_span"


@damage("label-text")
def label_without_a_span(d):
    at, one = node(d, lambda n: n["label"])
    one["label_span"] = None
    return f"{at}/label_span"


@damage("span-inside")
def threshold_in_another_node(d):
    _, one = node(d, lambda n: n["thresholds"])
    other, there = node(d, lambda n: n["kind"] == "criterion" and n is not one)
    there["thresholds"].append(one["thresholds"].pop())
    return f"{other}/thresholds/{len(there['thresholds']) - 1}"


@damage("span-inside")
def own_words_called_inherited(d):
    at, one = threshold(d, lambda t: not t["measure"]["inherited"])
    one["measure"]["inherited"] = True
    return f"{at}/measure"


@damage("text-covered")
def dropped_node(d):
    sections = [n for n in d["eligibility"]["criteria"] if len(n["children"]) > 1]
    if not sections:
        raise NotHereError
    i = d["eligibility"]["criteria"].index(sections[0])
    del sections[0]["children"][0]
    return f"/eligibility/criteria/{i}/children/0"


@damage("text-covered")
def node_said_twice(d):
    at, one = node(d, lambda n: len(n["children"]) > 1)
    one["children"].insert(1, one["children"][0])
    return f"{at}/children/1"


@damage("issue-place")
def issue_that_leads_nowhere(d):
    d["issues"].append({"code": "x", "severity": "info", "message": "x", "path": "/eligibility/criteria/999"})
    return f"/issues/{len(d['issues']) - 1}/path"


@damage("issue-place")
def issue_outside_the_text(d):
    issue = {"code": "x", "severity": "info", "message": "x", "path": "", "span": {"start": 0, "end": 10**7}}
    d["issues"].append(issue)
    return f"/issues/{len(d['issues']) - 1}/span"
