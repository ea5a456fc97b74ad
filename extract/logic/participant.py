"""A participant's facts, as an eligibility engine is asked about them.

The JSON Schema `schemas/participant-1.0.json` is made from these types. Dates are ISO 8601. Whatever is left out is
unknown, never false.
"""

from typing import Annotated, Literal

import msgspec
from msgspec import Meta, Struct, field

PARTICIPANT_VERSION = "1.0"


class Given(Struct, frozen=True, forbid_unknown_fields=True, omit_defaults=True):
    """Base of all objects: no property beyond those named."""


class Amount(Given, frozen=True):
    """A number with its unit."""

    value: Annotated[int | float, Meta(description="The number.")]
    unit: Annotated[str, Meta(description="UCUM code.")]


class Measurement(Given, frozen=True):
    """One measured value."""

    measure: Annotated[
        str, Meta(description="Entry of the measure catalogue, or the measure's name as in the criterion.")
    ]
    value: Annotated[int | float | str, Meta(description="The value; text for lettered stages.")]
    unit: Annotated[str, Meta(description="UCUM code; empty for scores, grades and pure numbers.")] = ""
    date: Annotated[str | None, Meta(description="Day (or moment) of the measurement.")] = None
    lower_limit: Annotated[int | float | None, Meta(description="Lower limit of normal, in the same unit.")] = None
    upper_limit: Annotated[int | float | None, Meta(description="Upper limit of normal, in the same unit.")] = None
    baseline: Annotated[int | float | None, Meta(description="The participant's baseline, in the same unit.")] = None
    predicted: Annotated[int | float | None, Meta(description="The predicted or normal value, in the same unit.")] = (
        None
    )


class Event(Given, frozen=True):
    """An answer with its time."""

    value: Annotated[bool, Meta(description="Whether it holds.")]
    date: Annotated[str | None, Meta(description="When it happened, the latest time.")] = None
    start: Annotated[str | None, Meta(description="Since when it holds.")] = None
    end: Annotated[str | None, Meta(description="Until when it held; null while it lasts.")] = None
    duration: Annotated[Amount | None, Meta(description="How long it lasts or lasted.")] = None


Answer = bool | str | Event


class Participant(Given, frozen=True):
    """What is known of one participant."""

    schema_version: Annotated[Literal["1.0"], Meta(description="Version of this schema.")] = "1.0"
    id: Annotated[str | None, Meta(description="Any name for the participant.")] = None
    today: Annotated[str | None, Meta(description='The day that ages and "in the last …" count from.')] = None
    birth_date: Annotated[str | None, Meta(description="Day of birth.")] = None
    age: Annotated[Amount | None, Meta(description="Age in whole units, where no day of birth is given.")] = None
    sex: Annotated[Literal["FEMALE", "MALE"] | None, Meta(description="Sex.")] = None
    healthy: Annotated[
        bool | None, Meta(description="Whether a healthy volunteer, without the condition under study.")
    ] = None
    cohorts: Annotated[dict[str, bool], Meta(description="Cohorts, parts and arms considered, by label.")] = field(
        default_factory=dict
    )
    dates: Annotated[dict[str, str], Meta(description="Days of anchors, by anchor id or the anchor's words.")] = field(
        default_factory=dict
    )
    half_life: Annotated[Amount | None, Meta(description="Half-life for windows that count in half-lives.")] = None
    cycle: Annotated[Amount | None, Meta(description="Length of a treatment cycle.")] = None
    measurements: Annotated[list[Measurement], Meta(description="Measured values.")] = field(default_factory=list)
    answers: Annotated[
        dict[str, Answer],
        Meta(
            description="Answers to questions, conditions and exceptions, by id (`exc.3.q1`) or with the node's key in "
            "its place (`0f3a….q1`): yes or no, a day, or an event. By a time's id: whether the event falls within it."
        ),
    ] = field(default_factory=dict)


def read_participant(data: bytes) -> Participant:
    """A participant from JSON; raises msgspec.ValidationError where it does not fit the schema."""
    return msgspec.json.decode(data, type=Participant)
