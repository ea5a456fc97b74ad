"""The three worked expressions of the contract, and the closed shapes."""

import msgspec
import pytest
from jsonschema import Draft202012Validator

from extract import expression as x

SCHEMA = {"$defs": {"Expression": {"oneOf": x.SHAPES}}, "$ref": "#/$defs/Expression"}


def as_json(expression: x.Expression) -> object:
    return msgspec.to_builtins(expression)


def test_second_bound_under_a_condition():
    got = x.any_of([x.threshold("inc.1", "t1"), x.all_of([x.condition("inc.1", "c2"), x.threshold("inc.1", "t2")])])
    assert as_json(got) == {
        "op": "any",
        "of": [
            {"node": "inc.1", "threshold": "t1"},
            {"op": "all", "of": [{"node": "inc.1", "condition": "c2"}, {"node": "inc.1", "threshold": "t2"}]},
        ],
    }


def test_alternative_measure():
    got = x.any_of([x.threshold("inc.2", "t1"), x.threshold("inc.2", "t2")])
    assert as_json(got) == {
        "op": "any",
        "of": [{"node": "inc.2", "threshold": "t1"}, {"node": "inc.2", "threshold": "t2"}],
    }


def test_exclusion_with_a_carve_out_of_four_parts():
    carve_out = x.all_of(
        [
            x.question("exc.1", "q2"),
            x.question("exc.1", "q3"),
            x.question("exc.1", "q4", ["d1"]),
            x.question("exc.1", "q5", ["d2"]),
        ]
    )
    excluded = x.all_of([x.question("exc.1", "q1"), x.negate(carve_out)])
    assert as_json(x.negate(excluded)) == {
        "op": "not",
        "of": [
            {
                "op": "all",
                "of": [
                    {"node": "exc.1", "question": "q1"},
                    {
                        "op": "not",
                        "of": [
                            {
                                "op": "all",
                                "of": [
                                    {"node": "exc.1", "question": "q2"},
                                    {"node": "exc.1", "question": "q3"},
                                    {"node": "exc.1", "question": "q4", "within": ["d1"]},
                                    {"node": "exc.1", "question": "q5", "within": ["d2"]},
                                ],
                            }
                        ],
                    },
                ],
            }
        ],
    }


LEAF = x.question("inc.1", "inc.1.q1")


@pytest.mark.parametrize(
    "expression",
    [
        x.all_of([LEAF, LEAF]),
        x.any_of([LEAF, LEAF]),
        x.negate(LEAF),
        x.at_least(2, [LEAF, LEAF, LEAF]),
        x.if_then(x.cohort("Part 2", "inc.1"), LEAF),
        x.unknown([LEAF]),
        x.threshold("inc.1", "inc.1.t1", ["inc.1.d1"]),
        x.condition("inc.1", "inc.1.c1"),
        x.exception("inc.1", "inc.1.x1"),
        x.registry_field("sex"),
    ],
    ids=lambda e: e.op or "leaf",
)
def test_every_constructor_makes_exactly_one_closed_shape(expression):
    assert Draft202012Validator(SCHEMA).is_valid(as_json(expression))
    assert msgspec.convert(as_json(expression), x.Expression) == expression


@pytest.mark.parametrize(
    "broken",
    [
        {"op": "not", "of": []},
        {"op": "at_least", "of": []},
        {"op": "all", "of": [], "node": "inc.1"},
        {"node": "inc.1", "threshold": "t1", "question": "q1"},
        {"threshold": "t1"},
        {"node": "inc.1"},
        {"field": "age"},
    ],
)
def test_anything_else_is_no_expression(broken):
    assert not Draft202012Validator(SCHEMA).is_valid(broken)


def test_double_negation_cancels():
    assert x.negate(x.negate(LEAF)) == LEAF
