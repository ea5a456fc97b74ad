"""A small document with a fact of every kind, for the checks to damage."""

from hashlib import sha256

import msgspec
import pytest

TEXT = "Inclusion Criteria:\n\n1. ALT ≤ 2 × ULN within 7 days before randomization, unless due to metastases\n"


def _span(words, start=0):
    at = TEXT.index(words, start)
    return {"start": at, "end": at + len(words)}


def _worded(words, **more):
    return {"text": words, "span": _span(words), **more}


def _node(id, kind, words, **more):  # noqa: A002  the contract's name
    empty = dict.fromkeys(("label", "label_span", "combine", "curated"))
    lists = {
        key: []
        for key in ("applies_to", "parts", "thresholds", "times", "exceptions", "questions", "numbers", "children")
    }
    node = {
        "id": id,
        "key": sha256(id.encode()).hexdigest()[:12],
        "kind": kind,
        "section": "inclusion",
        "plain": words,
        "status": "none",
    }
    return node | empty | lists | _worded(words) | more


@pytest.fixture
def document():
    words = TEXT.splitlines()[2].removeprefix("1. ")
    threshold = _worded(
        "≤ 2 × ULN", id="inc.1.t1", low=None, high={"value": 2, "inclusive": True}, unit="", unit_text=None, scale=None,
        measure=_worded("ALT", inherited=False, id="alt", codes=[]), reference="ULN", condition=None, exception=False,
        within=["inc.1.d1"], rule="test", curated=None,
    )  # fmt: skip
    time = _worded(
        "within 7 days before randomization", id="inc.1.d1", relation="before", low=None, unit="d", pick=None,
        group=None,
        high={"value": 7, "inclusive": True}, subject=None, rule="test", curated=None,
        anchor=_worded("randomization", inherited=False, id="randomization"),
    )  # fmt: skip
    clause = _worded("unless due to metastases", id="inc.1.x1", excepts=["inc.1.t1"], effect="allows", rule="test")
    item = _node(
        "inc.1", "criterion", words, label="1.", label_span=_span("1."), thresholds=[threshold], times=[time],
        exceptions=[clause], status="partial",
    )  # fmt: skip
    leaf = {"node": "inc.1", "threshold": "inc.1.t1", "within": ["inc.1.d1"]}
    item_holds = {"op": "any", "of": [leaf, {"node": "inc.1", "exception": "inc.1.x1"}]}
    expression = {"op": "all", "of": [item_holds, {"field": "minimum_age"}]}
    raw = {
        "schema_version": "1.0", "study_id": "NCT99009999", "other_ids": [], "title": "A study", "official_title": None,
        "acronym": None, "status": None, "study_type": None, "phases": [], "enrollment": None, "conditions": [],
        "keywords": [], "sponsor": None, "interventions": [], "arms": [], "outcomes": [], "issues": [],
        "source": {
            "registry": "none", "format": "plain-text", "url": None, "sha256": "0" * 64, "content_sha256": "0" * 64,
            "version": None,
        },
        "extractor": {"name": "trial-extract", "version": "0", "lexicon_sha256": "0" * 64, "overrides_sha256": None},
        "design": dict.fromkeys(
            ("allocation", "interventionModel", "interventionModelDescription", "primaryPurpose", "observationalModel",
             "timePerspective", "maskingInfo")
        ),
        "eligibility": {
            "text": TEXT, "sex": "ALL", "minimum_age": {"value": 18, "unit": "a"}, "maximum_age": None,
            "healthy_volunteers": None, "standard_ages": [], "expression": expression,
            "criteria": [_node("inc", "section", "Inclusion Criteria:", children=[item])],
        },
        "coverage": {
            "nodes": {"none": 1, "partial": 1}, "facts": {"thresholds": 1, "times": 1, "exceptions": 1},
            "numbers": {"fact": 2}, "numbers_explained": 1.0,
        },
    }  # fmt: skip
    return msgspec.json.decode(msgspec.json.encode(raw))
