"""For code scanning: SARIF 2.1.0 (OASIS)."""

from hashlib import sha256
from pathlib import Path
from typing import Any
from urllib.parse import quote

import msgspec

from extract.checking.result import Finding, Result
from extract.checking.rules import RULES, Rule
from extract.version import VERSION

_SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"


def sarif(result: Result) -> str:
    """One run with all rules, and a result a finding."""
    index = {rule: i for i, rule in enumerate(RULES)}
    driver = {
        "name": "trial-extract check",
        "version": VERSION,
        "semanticVersion": VERSION,
        "rules": [_rule(rule) for rule in RULES.values()],
    }
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "results": [_result(found, index[found.rule]) for found in result.findings],
    }
    log = {"$schema": _SCHEMA, "version": "2.1.0", "runs": [run]}
    return msgspec.json.format(msgspec.json.encode(log), indent=2).decode() + "\n"


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.summary},
        "fullDescription": {"text": rule.text},
        "help": {"text": rule.repair},
        "defaultConfiguration": {"level": rule.severity},
    }


def _result(found: Finding, index: int) -> dict[str, Any]:
    path = found.path.as_posix()
    uri = Path(found.path).as_uri() if found.path.is_absolute() else quote(path)
    place = {"artifactLocation": {"uri": uri}, "region": {"startLine": found.line}}
    fingerprint = sha256("\n".join((found.rule, path, found.pointer)).encode("utf-8", "surrogatepass")).hexdigest()
    return {
        "ruleId": found.rule,
        "ruleIndex": index,
        "level": found.severity,
        "message": {"text": found.message},
        "locations": [
            {
                "physicalLocation": place,
                "logicalLocations": [{"fullyQualifiedName": found.pointer or "/", "kind": "value"}],
            }
        ],
        "partialFingerprints": {"place/v1": fingerprint},
    }
