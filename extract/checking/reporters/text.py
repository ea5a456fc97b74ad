"""For people: a line a finding, then a summary."""

from extract.checking.result import Result


def text(result: Result) -> str:
    """`file:line: severity [rule] message (pointer)`, then one line that counts."""
    lines = [
        f"{f.path}:{f.line}: {f.severity} [{f.rule}] {' '.join(f.message.split())}"
        + (f" ({f.pointer})" if f.pointer else "")
        for f in result.findings
    ]
    return "\n".join([*lines, result.summary()]) + "\n"
