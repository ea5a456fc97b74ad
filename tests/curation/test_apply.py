"""What each kind of override does to a document."""

import msgspec
import pytest

from extract.curation.apply import fact_lines
from extract.curation.making import header, words
from extract.curation.overrides import Add, Confirm, LocalThreshold, LocalTime, Note, Reject, SetFields, Withdraw
from extract.curation.places import MisplacedError, localise
from extract.document import Bound
from extract.logic.evaluate import evaluate
from extract.logic.participant import Participant

from .conftest import CRITERIA, home_of


@pytest.fixture
def hemoglobin(extract):
    document, _ = extract()
    return home_of(document, "Hemoglobin")


def at(value):
    return {"value": value, "inclusive": True}


def set_low(home, value, **more):
    fact = localise(home.node.thresholds[0], home)
    return SetFields(
        **header(home, "Ada", "typing error"), fact=fact, fields={"low": {"value": value, "inclusive": True}}
    )


def test_a_corrected_bound_stands_in_the_document_and_says_who_corrected_it(extract, hemoglobin):
    document, outcomes = extract(set_low(hemoglobin, 10))
    fact = home_of(document, "Hemoglobin").node.thresholds[0]
    assert (fact.low, fact.id, fact.text) == (Bound(10, True), "inc.1.t1", "≥ 9 g/dL")
    assert (fact.curated.action, fact.curated.who, fact.curated.why) == ("corrected", "Ada", "typing error")
    assert [outcome.state for outcome in outcomes] == ["applied"]


def test_the_expression_follows_an_added_and_a_rejected_fact(extract):
    document, _ = extract()
    index, surgery = home_of(document, "Karnofsky"), home_of(document, "surgery")
    quote = words(index, "LXX or better")
    added = LocalThreshold(
        quote.text, quote.start, quote.end, measure=words(index, "Karnofsky index"), low=Bound(70, True), unit=""
    )
    entries = [
        Add(**header(index, "Ada"), fact=added),
        Reject(**header(surgery, "Ada"), fact=localise(surgery.node.times[0], surgery)),
    ]
    corrected, outcomes = extract(*entries)
    node = home_of(corrected, "Karnofsky").node
    assert {"applied"} == {outcome.state for outcome in outcomes}
    assert "curator.added" in [fact.rule for fact in node.thresholds]
    assert '"threshold":"inc.3.t1"' in msgspec.json.encode(corrected.eligibility.expression).decode()
    after = home_of(corrected, "surgery").node
    assert after.times == []
    assert [(number.text, number.class_) for number in after.numbers] == [("4", "rejected")]
    assert after.curated.action == "corrected"
    assert evaluate(corrected, Participant("1.0"), "latest").verdict == "unknown"


def test_a_second_override_of_the_same_field_has_the_last_word(extract, hemoglobin):
    document, _ = extract(set_low(hemoglobin, 10), set_low(hemoglobin, 11))
    assert home_of(document, "Hemoglobin").node.thresholds[0].low == Bound(11, True)


def test_an_override_taken_back_is_not_applied(extract, hemoglobin):
    entry = set_low(hemoglobin, 10)
    undo = Withdraw(id="u1", who="Ada", when="2026-01-01", of=entry.id)
    document, outcomes = extract(entry, undo)
    assert (home_of(document, "Hemoglobin").node.thresholds[0].low, outcomes) == (Bound(9, True), [])


def test_each_of_two_measures_of_one_bound_is_corrected_alone(extract):
    document, _ = extract()
    home = home_of(document, "ALT")
    alt, ast = home.node.thresholds
    entry = SetFields(**header(home, "Ada"), fact=localise(ast, home), fields={"high": at(5)})
    document, _ = extract(entry)
    facts = home_of(document, "ALT").node.thresholds
    assert [(f.measure.text, f.high.value) for f in facts] == [("ALT", 3), ("AST", 5)]
    assert alt.measure.text == "ALT"


def test_a_confirmed_fact_stands_even_when_no_rule_finds_it(extract):
    document, _ = extract()
    home = home_of(document, "Karnofsky")
    quote = words(home, "LXX or better")
    fact = LocalThreshold(quote.text, quote.start, quote.end, low=Bound(70, True), unit="")
    document, (outcome,) = extract(Confirm(**header(home, "Ada"), fact=fact))
    assert home_of(document, "Karnofsky").node.thresholds[0].curated.action == "confirmed"
    assert "no longer find" in outcome.why


def test_a_confirmed_node_says_so_until_its_facts_change(extract, hemoglobin):
    confirmed = Confirm(**header(hemoglobin, "Ada"), facts=fact_lines(hemoglobin))
    document, _ = extract(confirmed)
    assert home_of(document, "Hemoglobin").node.curated.action == "confirmed"
    document, outcomes = extract(set_low(hemoglobin, 10), confirmed)
    assert home_of(document, "Hemoglobin").node.curated is None
    assert outcomes[-1].state == "stale"
    document, outcomes = extract(confirmed, set_low(hemoglobin, 10))
    assert home_of(document, "Hemoglobin").node.curated is None
    assert outcomes[-1].state == "unneeded"


def test_an_exception_and_a_time_are_corrected_too(extract):
    document, _ = extract()
    home, blood = home_of(document, "ALT"), home_of(document, "Hemoglobin")
    (clause,), (window,) = home.node.exceptions, blood.node.times
    document, _ = extract(
        SetFields(**header(home, "Ada"), fact=localise(clause, home), fields={"effect": "allows"}),
        SetFields(
            **header(blood, "Ada"), fact=localise(window, blood), fields={"high": {"value": 7, "inclusive": True}}
        ),
    )
    (clause,), (window,) = home_of(document, "ALT").node.exceptions, home_of(document, "Hemoglobin").node.times
    assert (clause.effect, clause.curated.action) == ("allows", "corrected")
    assert (window.high.value, window.anchor.id, window.curated.action) == (7, "randomization", "corrected")


def test_how_the_children_of_a_node_join_is_corrected(extract):
    criteria = "Inclusion Criteria:\n\n1. Kidney function:\n   a. eGFR ≥ 60 mL/min\n   b. urea ≤ 40 mg/dL\n"
    document, _ = extract(criteria=criteria)
    home = home_of(document, "Kidney")
    document, _ = extract(SetFields(**header(home, "Ada"), fields={"combine": "any"}), criteria=criteria)
    node = home_of(document, "Kidney").node
    assert (node.combine, node.curated.action) == ("any", "corrected")


def test_a_note_changes_nothing(extract, hemoglobin):
    plain, _ = extract()
    noted, (outcome,) = extract(Note(**header(hemoglobin, "Ada"), text="ask the sponsor"))
    assert (noted.eligibility, outcome.state) == (plain.eligibility, "applied")


def test_a_correction_of_reworded_text_is_reported_with_both_texts(extract, hemoglobin):
    document, (outcome,) = extract(set_low(hemoglobin, 10), criteria=CRITERIA.replace("≥ 9 g/dL", "≥ 8 g/dL"))
    assert home_of(document, "Hemoglobin").node.thresholds[0].low == Bound(8, True)
    assert (outcome.state, outcome.now) == ("stale", hemoglobin.node.text.replace("9", "8"))
    (issue,) = [issue for issue in document.issues if issue.code == "stale_override"]
    assert hemoglobin.node.text in issue.message
    assert outcome.now in issue.message


def test_a_correction_of_deleted_text_is_reported_too(extract, hemoglobin):
    _, (outcome,) = extract(set_low(hemoglobin, 10), criteria="Inclusion Criteria:\n\n1. Fever\n")
    assert (outcome.state, outcome.now) == ("stale", None)


def test_a_correction_that_makes_no_sense_is_reported_and_changes_nothing(extract, hemoglobin):
    fact = localise(hemoglobin.node.thresholds[0], hemoglobin)
    bad = [{"high": {"value": 1, "inclusive": True}}, {"low": "nine"}, {"lowest": 3}, {"condition.text": "x"}]
    entries = [SetFields(**header(hemoglobin, "Ada"), fact=fact, fields=fields) for fields in bad]
    document, outcomes = extract(*entries)
    assert [outcome.state for outcome in outcomes] == ["invalid"] * len(bad)
    assert home_of(document, "Hemoglobin").node.thresholds[0].curated is None


def test_words_are_found_in_the_item_or_above_it_and_never_guessed(extract):
    document, _ = extract(criteria="Inclusion Criteria:\n\n1. Blood counts today:\n   a. platelets over 9 and 9\n")
    home = home_of(document, "platelets")
    assert (words(home, "counts").above, words(home, "9", 15).start) == (1, 15)
    for missing in ("9", "leukocytes", " "):
        with pytest.raises(MisplacedError):
            words(home, missing)


def test_facts_survive_the_way_into_an_override_and_back(extract):
    document, _ = extract()
    entries = [
        Confirm(**header(home, "Ada"), fact=localise(fact, home))
        for home in (home_of(document, text) for text in ("Hemoglobin", "ALT", "creatinine", "surgery"))
        for fact in home.facts()
    ]
    confirmed, outcomes = extract(*entries)
    assert {outcome.state for outcome in outcomes} == {"applied"}
    assert confirmed.eligibility.expression == document.eligibility.expression
    for home in (home_of(confirmed, text) for text in ("Hemoglobin", "ALT", "creatinine", "surgery")):
        assert home.facts()
        assert all(fact.curated.action == "confirmed" for fact in home.facts())


def test_a_time_is_added(extract):
    document, _ = extract()
    home = home_of(document, "Karnofsky")
    quote = words(home, "LXX")
    fact = LocalTime(quote.text, quote.start, quote.end, relation="length", low=Bound(70, True), unit="d")
    document, _ = extract(Add(**header(home, "Ada"), fact=fact))
    assert home_of(document, "Karnofsky").node.times[0].id == "inc.3.d1"
