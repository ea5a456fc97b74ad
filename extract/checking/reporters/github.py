"""For GitHub Actions: workflow commands that annotate the lines of a pull request."""

from extract.checking.result import Finding, Result


def github(result: Result) -> str:
    """A workflow command a finding, then the summary."""
    return "\n".join([*map(_command, result.findings), result.summary()]) + "\n"


def _command(found: Finding) -> str:
    message = found.message + (f" ({found.pointer})" if found.pointer else "")
    place = f"file={_property(found.path.as_posix())},line={found.line},title={_property(found.rule)}"
    return f"::{found.severity} {place}::{_data(message)}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")
