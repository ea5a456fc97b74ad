"""Overrides as YAML text: read strictly, written by appending, so that hand-written comments stay."""

import re
from typing import Any

import msgspec
import yaml

from extract.curation.overrides import OVERRIDES_VERSION, Override, StudyOverrides


class BadOverridesError(ValueError):
    """A file of overrides that cannot be read; the message says why."""


class _Loader(yaml.SafeLoader):
    """YAML with JSON's values only: a date stays the words that it is, `no` and `on` are no truth values."""


class _Dumper(yaml.SafeDumper):
    """Quotes every text that this loader or YAML 1.1 would take for another value."""

    yaml_implicit_resolvers = {tag: list(forms) for tag, forms in yaml.SafeDumper.yaml_implicit_resolvers.items()}  # noqa: RUF012  PyYAML's own way


_Loader.yaml_implicit_resolvers = {}
for _tag, _form, _first in (
    ("null", r"^(?:null|~|)$", ["n", "~", ""]),
    ("bool", r"^(?:true|false)$", ["t", "f"]),
    ("int", r"^-?(?:0|[1-9][0-9]*)$", list("-0123456789")),
    # an exponent needs its sign: 1234e5678901 is a node's key
    ("float", r"^-?(?:0|[1-9][0-9]*)(?:\.[0-9]+(?:[eE][-+]?[0-9]+)?|[eE][-+][0-9]+)$", list("-0123456789")),
):
    for _one in (_Loader, _Dumper):
        _one.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", re.compile(_form), _first)


def parse(text: str) -> StudyOverrides:
    """The overrides of a file's text; raises BadOverridesError naming line or field, also for an id used twice."""
    try:
        raw = yaml.load(text, _Loader)  # noqa: S506  a SafeLoader with fewer resolvers
        if isinstance(raw, dict):
            _tidy(raw)
        read = msgspec.convert(raw, StudyOverrides)
    except (yaml.YAMLError, msgspec.ValidationError, ValueError, RecursionError) as error:
        raise BadOverridesError(" ".join(str(error).split())) from None
    ids = [entry.id for entry in read.overrides]
    if len(set(ids)) < len(ids):
        twice = next(one for one in ids if ids.count(one) > 1)
        raise BadOverridesError(f"the id {twice!r} is used twice")
    return read


def _tidy(raw: dict[str, Any]) -> None:
    """What people write without thinking: nothing for an empty list, a key of digits alone without quotes."""
    if raw.get("overrides", ()) is None:
        raw["overrides"] = []
    entries = raw.get("overrides")
    for entry in entries if isinstance(entries, list) else ():
        for name in ("id", "node", "of") if isinstance(entry, dict) else ():
            if isinstance(entry.get(name), int):
                entry[name] = str(entry[name])


def begin(study_id: str) -> str:
    """The text of a file without overrides."""
    return (
        f"# Overrides of {study_id}: see docs/curation.md. Entries are only appended; undo with a `withdraw` entry.\n"
        f'schema_version: "{OVERRIDES_VERSION}"\nstudy_id: {study_id}\noverrides:\n'
    )


_ITEM = re.compile(r"^overrides:[^\n]*\n(?:[ \t]*(?:#[^\n]*)?\n)*([ ]*)- ", re.M)
_EMPTY = re.compile(r"^overrides:[ \t]*(?:\[[ \t]*\])?[ \t]*$", re.M)


def append(text: str, entry: Override) -> str:
    """The text with one more entry at its end, all else untouched.

    Raises BadOverridesError where the file's form does not let an entry be appended (something follows the list).
    """
    before = parse(text)
    found = _ITEM.search(text)
    indent = found[1] if found else "  "
    if not before.overrides:
        text = _EMPTY.sub("overrides:", text)
    text = text if text.endswith("\n") else text + "\n"
    raw = [msgspec.to_builtins(entry)]
    dumped = yaml.dump(raw, Dumper=_Dumper, sort_keys=False, allow_unicode=True, width=110)
    made = text + "".join(f"{indent}{line}\n" if line else "\n" for line in dumped.splitlines())
    after = parse(made)
    if after.overrides != [*before.overrides, entry]:
        raise BadOverridesError("an entry cannot be appended: the list `overrides` must stand last in the file")
    return made
