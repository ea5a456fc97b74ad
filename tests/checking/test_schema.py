"""The published schema is the one that the types make, closed and described throughout."""

from jsonschema import Draft202012Validator

from extract.checking.schema import published, render, schema_folder, study_schema

SCHEMA = study_schema()


def objects(value):
    if isinstance(value, dict):
        if "properties" in value:
            yield value
        for below in value.values():
            yield from objects(below)
    elif isinstance(value, list):
        for below in value:
            yield from objects(below)


def test_published_file_has_not_drifted_from_the_types():
    assert (schema_folder() / "study-1.0.json").read_text("utf-8") == render(SCHEMA)


def test_it_is_a_valid_draft_2020_12_schema():
    Draft202012Validator.check_schema(SCHEMA)
    assert published("study", "1.0")["$id"] == "urn:trial-extract:schema:study:1.0"


def test_every_object_is_closed_and_every_property_described():
    for definition in objects(SCHEMA):
        assert definition["unevaluatedProperties"] is False
        for name, value in definition["properties"].items():
            assert value.get("description"), (definition.get("title"), name)


def test_only_the_optional_properties_of_the_contract_may_be_absent():
    absent = {
        (name, prop)
        for name, definition in SCHEMA["$defs"].items()
        for prop in definition.get("properties", {})
        if prop not in definition["required"]
    }
    assert absent == {("Issue", "span"), ("Time", "field"), ("ExceptionClause", "curated")}
