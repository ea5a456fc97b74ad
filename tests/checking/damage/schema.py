"""Damage that the rules of `schema` report."""

from tests.checking.damage.find import NotHereError, damage, expression, fact, node, regimen, threshold


@damage("schema")
def dropped_top_level_field(d):
    del d["title"]
    return ""


@damage("schema")
def dropped_field_of_a_node(d):
    at, one = node(d)
    del one["plain"]
    return at


@damage("schema")
def dropped_field_of_a_threshold(d):
    at, one = threshold(d)
    del one["measure"]
    return at


@damage("schema")
def extra_top_level_field(d):
    d["comment"] = "x"
    return ""


@damage("schema")
def extra_field_of_a_threshold(d):
    at, one = threshold(d)
    one["note"] = "x"
    return at


@damage("schema")
def extra_field_of_a_span(d):
    at, one = node(d)
    one["span"]["length"] = 3
    return f"{at}/span"


@damage("schema")
def renamed_field(d):
    at, one = node(d)
    one["Text"] = one.pop("text")
    return at


@damage("schema")
def wrong_kind_of_node(d):
    at, one = node(d)
    one["kind"] = "bullet"
    return f"{at}/kind"


@damage("schema")
def wrong_section(d):
    at, one = node(d)
    one["section"] = "Inclusion"
    return f"{at}/section"


@damage("schema")
def wrong_relation(d):
    at, one = fact(d, "times")
    one["relation"] = "prior"
    return f"{at}/relation"


@damage("schema")
def wrong_reference(d):
    at, one = threshold(d)
    one["reference"] = "uln"
    return f"{at}/reference"


@damage("schema")
def wrong_effect(d):
    at, one = fact(d, "exceptions")
    one["effect"] = "permits"
    return f"{at}/effect"


@damage("schema")
def wrong_sex(d):
    d["eligibility"]["sex"] = "male"
    return "/eligibility/sex"


@damage("schema")
def wrong_age_unit(d):
    if not d["eligibility"]["minimum_age"]:
        raise NotHereError
    d["eligibility"]["minimum_age"]["unit"] = "years"
    return "/eligibility/minimum_age/unit"


@damage("schema")
def wrong_role_of_an_outcome(d):
    if not d["outcomes"]:
        raise NotHereError
    d["outcomes"][0]["role"] = "main"
    return "/outcomes/0/role"


@damage("schema")
def wrong_route(d):
    at, one = regimen(d)
    one["route"] = "IV"
    return f"{at}/route"


@damage("schema")
def number_as_text(d):
    at, one = node(d)
    one["span"]["start"] = str(one["span"]["start"])
    return f"{at}/span/start"


@damage("schema")
def negative_span(d):
    at, one = node(d)
    one["span"]["start"] = -1
    return f"{at}/span/start"


@damage("schema")
def fractional_span(d):
    at, one = node(d)
    one["span"]["end"] += 0.5
    return f"{at}/span/end"


@damage("schema")
def switch_as_word(d):
    at, one = threshold(d, lambda t: t["high"])
    one["high"]["inclusive"] = "yes"
    return f"{at}/high/inclusive"


@damage("schema")
def bound_without_its_object(d):
    at, one = threshold(d, lambda t: t["high"])
    one["high"] = one["high"]["value"]
    return f"{at}/high"


@damage("schema")
def list_turned_into_null(d):
    at, one = node(d)
    one["questions"] = None
    return f"{at}/questions"


@damage("schema")
def wrong_study_id(d):
    d["study_id"] = "nct99000001"
    return "/study_id"


@damage("schema")
def digest_cut_short(d):
    d["source"]["sha256"] = d["source"]["sha256"][:40]
    return "/source/sha256"


@damage("schema")
def leaf_with_two_facts(d):
    at, one = expression(d, lambda x: "threshold" in x)
    one["question"] = one["threshold"]
    return at


@damage("schema")
def unheard_of_operation(d):
    at, one = expression(d, lambda x: x.get("op") == "any")
    one["op"] = "or"
    return f"{at}/op"


@damage("schema")
def negation_of_two(d):
    at, one = expression(d, lambda x: x.get("op") == "not")
    one["of"] = one["of"] * 2
    return f"{at}/of"


@damage("schema")
def empty_window(d):
    at, one = expression(d, lambda x: x.get("within"))
    one["within"] = []
    return f"{at}/within"


@damage("schema-version")
def newer_version(d):
    d["schema_version"] = "9.0"
    return "/schema_version"


@damage("schema-version")
def older_version(d):
    d["schema_version"] = "0.9"
    return "/schema_version"


@damage("schema-version")
def version_as_a_path(d):
    d["schema_version"] = "../1.0"
    return "/schema_version"


@damage("schema-version")
def version_dropped(d):
    del d["schema_version"]
    return ""
