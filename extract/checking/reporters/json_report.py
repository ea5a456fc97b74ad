"""For programs: all of the Result as one JSON object."""

import msgspec

from extract.checking.result import Result


def json_report(result: Result) -> str:
    """`checked` (counts by kind), `errors`, `warnings`, `known` and `findings[]`."""
    report = {
        "checked": dict(result.checked),
        "errors": result.errors,
        "warnings": result.warnings,
        "known": result.known,
        "findings": [
            {
                "rule": f.rule,
                "severity": f.severity,
                "path": f.path.as_posix(),
                "line": f.line,
                "pointer": f.pointer,
                "message": f.message,
            }
            for f in result.findings
        ],
    }
    return msgspec.json.format(msgspec.json.encode(report), indent=2).decode() + "\n"
