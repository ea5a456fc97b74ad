"""Clauses of a text, written as one marked sentence a case: `[words]{kind}`."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.language.clause_words import clause_words
from extract.language.clauses import Clause, clauses
from extract.language.reading import Reading
from extract.lexicons import holds, table

MARK = re.compile(r"\[\[(.*?)\]\]\{(\w+)\}")


def unmarked(sentence: str) -> tuple[str, list[tuple[str, str]]]:
    return MARK.sub(lambda m: m[1], sentence), [(m[2], m[1]) for m in MARK.finditer(sentence)]


def found(text: str, kind: str) -> list[str]:
    every: tuple[Clause, ...] = getattr(clauses(text), kind)
    return [text[c.start : c.end] for c in every]


@pytest.mark.parametrize(
    "sentence",
    [
        "Unresolved toxicity [[except for hair loss]]{exceptions}.",
        "Any chronic illness ([[other than mild eczema or hay fever]]{exceptions}) that needs treatment.",
        "Cancer [[other than lymphoma]]{exceptions} within 5 years, [[with the exception of warts]]{exceptions}.",
        "Prior surgery of the hand, [[excluding carpal tunnel release]]{exceptions}, within 1 year.",
        "Anticoagulants, [[unless they can be stopped before surgery]]{exceptions}.",
        "[[Except for contact lenses]]{exceptions}, no eye treatment is used.",
        "Another malignancy [[except for:]]{exceptions}",
        "Bilirubin > 1.5 × ULN ([[not applicable for patients with Gilbert syndrome]]{exceptions}), or worse.",
        "Heart disease including, but not limited to, angina.",
        "Unexceptional findings, exceptional responders, or anything otherwise relevant.",
        "Illness [[unless stable]]{exceptions}, including asthma.",
        "Steroids [[excluding creams (e.g. hydrocortisone), drops or sprays]]{exceptions}.",
    ],
)
def test_exceptions_run_to_their_natural_end(sentence: str) -> None:
    text, marked = unmarked(sentence)
    assert found(text, "exceptions") == [words for _, words in marked]


@pytest.mark.parametrize(
    "sentence",
    [
        "Brain tumours. Note: [[People with treated tumours may participate if stable for 4 weeks]]{permissions}.",
        "Systemic steroids ([[inhaled steroids are allowed]]{permissions}).",
        "Systemic steroids ([[inhaled steroids allowed]]{permissions}).",
        "Live vaccines; [[killed vaccines are permitted]]{permissions}.",
        "Jaundice. [[Jaundice of the newborn should not be considered exclusionary]]{permissions}.",
        "Live vaccines are not allowed.",
        "No other treatment is permitted.",
        "Uses a medically acceptable method, with consent of a legally acceptable representative.",
        "In order to be eligible, adults must be able to read.",
    ],
)
def test_permissions(sentence: str) -> None:
    text, marked = unmarked(sentence)
    assert found(text, "permissions") == [words for _, words in marked]


@pytest.mark.parametrize(
    "sentence",
    [
        "ALT ≤ 3 × ULN (≤ 5 × ULN [[if liver metastases]]{conditions})",
        "Bilirubin < 3 × ULN [[in the presence of Gilbert syndrome or liver metastasis]]{conditions}",
        "QTcF > 450 ms [[in men]]{conditions} or > 470 ms [[in women]]{conditions}",
        "Haemoglobin ≥ 10 g/dL [[for participants with heart failure]]{conditions}, or ≥ 9 g/dL",
        "[[For participants with liver metastases]]{conditions}: ALT ≤ 5 × ULN",
        "ALT ≤ 5 × ULN [[with liver metastases]]{conditions}",
        "Haemoglobin ≥ 9 g/dL [[in the absence of transfusion]]{conditions}; platelets ≥ 100",
        "Life expectancy > 3 months",
    ],
)
def test_conditions(sentence: str) -> None:
    text, marked = unmarked(sentence)
    assert found(text, "conditions") == [words for _, words in marked]


def test_sentences_and_brackets() -> None:
    text = "1) Adults (aged 18.5 or more, e.g. Ann. See [A]). Able to read."
    seen = clauses(text)
    assert [text[a:b] for a, b in seen.sentences] == [
        "1) Adults (aged 18.5 or more, e.g. Ann. See [A]).",
        "Able to read.",
    ]
    assert [(text[b.start : b.end], b.parent) for b in seen.brackets] == [
        ("(aged 18.5 or more, e.g. Ann. See [A])", None),
        ("[A]", 0),
    ]


@given(
    st.text(alphabet="ab ()[],.;:-\n", max_size=40).map(lambda t: t + " unless (except for x) is allowed if in men" + t)
)
def test_every_clause_lies_within_its_text(text: str) -> None:
    seen = clauses(text)
    for clause in (*seen.exceptions, *seen.permissions, *seen.refusals, *seen.conditions):
        assert 0 <= clause.start < clause.end <= len(text)
        assert clause.start <= clause.body <= clause.end
    for start, end in seen.sentences:
        assert text[start:end] == text[start:end].strip() != ""


def test_every_phrase_that_opens_a_clause_or_states_holds_a_telling_word() -> None:
    data, words = table("clauses.toml"), clause_words()
    for phrase in (p for entry in data["openers"].values() for p in entry["phrases"]):
        assert Reading(f"(see {phrase.upper()} others)", [], []).says(words.told), phrase
    for entry in data["openers"].values():
        assert all(holds(phrase.lower(), words.opening) for phrase in entry["phrases"])
    stated = [*data["permission"]["phrases"], *data["permission"]["bare"], *data["refusal"]["phrases"]]
    assert all(holds(phrase.lower(), words.stating) for phrase in stated)
    assert all(Reading(f"who {phrase} to", [], []).says(words.told) for phrase in stated)
