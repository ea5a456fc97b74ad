"""Documentation made from what it documents: the schemas and the rules, as Markdown for `docs/`."""

import json
from collections.abc import Iterator
from typing import Any

from extract.checking.pointers import parts
from extract.checking.rules import FILES, LEXICON, OVERRIDES, PARTICIPANT, RULES, STUDY, Rule
from extract.checking.schema import published, published_names, versions

Json = dict[str, Any]
_MADE = "<!-- Made by `make schemas WRITE=1`; do not edit. -->\n"


def pages() -> dict[str, str]:
    """Every page by its path below `docs/`."""
    newest = {name: published(name, versions(name)[-1]) for name in sorted(published_names())}
    made = {f"schemas/{name}.md": page(schema) for name, schema in newest.items() if not name.startswith("lexicon")}
    lexicons = [schema for name, schema in newest.items() if name.startswith("lexicon")]
    made["schemas/lexicons.md"] = _MADE + "\n# Lexicons\n\n" + "\n".join(_sections(s, 2) for s in lexicons)
    made["rules.md"] = _rules()
    return made


def page(schema: Json) -> str:
    """The page of one schema: a section an object, a table row a property."""
    return _MADE + "\n" + _sections(schema, 1)


def _sections(schema: Json, level: int) -> str:
    head = "#" * level
    intro = schema.get("description", "")
    lines = [f"{head} {schema['title']}", "", f"`{schema['$id']}`", *(["", intro] if intro else []), ""]
    lines += _object(schema)
    root = schema.get("$ref", "").removeprefix("#/$defs/")
    names = sorted(schema.get("$defs", {}), key=lambda name: (name != root, name))
    for name in names:
        lines += [f"{head}# {name}", "", *_object(schema["$defs"][name])]
    return "\n".join(lines).rstrip("\n") + "\n"


def _object(schema: Json) -> list[str]:
    lines = [schema["description"], ""] if schema.get("description") and "$id" not in schema else []
    if "oneOf" in schema:
        return [*lines, "One of:", "", *(f"- {_shape(one)}" for one in schema["oneOf"]), ""]
    rows = schema.get("properties") or schema.get("items", {}).get("properties")
    if not rows:
        return [*lines, f"Type: {_type(schema)}.", ""] if "$ref" not in schema else lines
    required = schema.get("required") or schema.get("items", {}).get("required", [])
    lines += ["| field | type | required | what |", "|---|---|---|---|"]
    for name, value in rows.items():
        needed = "yes" if name in required else ""
        lines.append(
            f"| `{name}` | {_type(value)} | {needed} | {value.get('description', '').replace('|', chr(92) + '|')} |"
        )
    return [*lines, ""]


def _shape(schema: Json) -> str:
    needed = schema["required"]
    return ", ".join(
        f"`{name}`{'' if name in needed else ' (optional)'}: {_type(value)}"
        for name, value in schema["properties"].items()
    )


def _type(schema: Json) -> str:
    """The type of a value in words."""
    if "$ref" in schema:
        name = parts(schema["$ref"])[-1]
        return f"[{name}](#{name.lower()})"
    if "const" in schema:
        return f"`{json.dumps(schema['const'])}`"
    if "enum" in schema:
        return ", ".join(f"`{json.dumps(value)}`" for value in schema["enum"])
    if "anyOf" in schema:
        return " or ".join(dict.fromkeys(_type(one) for one in schema["anyOf"]))
    kinds = schema.get("type", "any value")
    words = " or ".join(kinds) if isinstance(kinds, list) else str(kinds)
    if words == "array":
        return f"list of {_type(schema.get('items', {}))}"
    if words == "object" and isinstance(schema.get("additionalProperties"), dict):
        return f"object of {_type(schema['additionalProperties'])}"
    return words + "".join(f", {note}" for note in _limits(schema))


def _limits(schema: Json) -> Iterator[str]:
    if "pattern" in schema:
        yield f"`{schema['pattern']}`".replace("|", "\\|")
    for name, sign in (("minimum", "≥"), ("exclusiveMinimum", ">"), ("maximum", "≤")):
        if name in schema:
            yield f"{sign} {schema[name]}"
    if schema.get("minLength"):
        yield "not empty"


def _rules() -> str:
    lines = [
        _MADE,
        "# Rules of `trial-extract check`",
        "",
        "Errors fail a check; warnings do with `--fail-on warning`. [checking.md](checking.md) says how to select",
        "rules, to ignore them, and to change a severity.",
        "",
        "| rule | severity | what must hold |",
        "|---|---|---|",
    ]
    lines += [
        f"| [`{rule.id}`](#{rule.id}) | {rule.severity} | {rule.summary.replace('|', chr(92) + '|')} |"
        for rule in RULES.values()
    ]
    for title, rules in (
        ("Files", FILES),
        ("Study documents", STUDY),
        ("Overrides", OVERRIDES),
        ("Participants", PARTICIPANT),
        ("Lexicons", LEXICON),
    ):
        lines += ["", f"## {title}", ""]
        lines += ["\n\n".join(_rule(rule) for rule in rules.values())]
    return "\n".join(lines) + "\n"


def _rule(rule: Rule) -> str:
    return f"### {rule.id}\n\nSeverity: {rule.severity}.\n\n{rule.text}\n\n**Repair:** {rule.repair}"
