"""For CI systems that show tests (GitLab, Jenkins, Azure): JUnit XML, a suite a rule, a failed case a file."""

import re
from xml.etree import ElementTree as Xml

from extract.checking.result import Finding, Result
from extract.checking.rules import RULES

_NO_XML = re.compile("[^\t\n\r -\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def junit(result: Result) -> str:
    """Errors are failures; warnings stand in the output of a case that passes. A rule without findings passes."""
    root = Xml.Element("testsuites", name="trial-extract check")
    total = failed = 0
    for rule in RULES:
        cases = _cases(rule, [f for f in result.findings if f.rule == rule])
        failures = sum(case.find("failure") is not None for case in cases)
        suite = Xml.SubElement(root, "testsuite", name=rule, tests=str(len(cases)), failures=str(failures), errors="0")
        suite.extend(cases)
        total, failed = total + len(cases), failed + failures
    root.attrib |= {"tests": str(total), "failures": str(failed), "errors": "0"}
    Xml.indent(root)
    return '<?xml version="1.0" encoding="UTF-8"?>\n' + Xml.tostring(root, encoding="unicode") + "\n"


def _cases(rule: str, findings: list[Finding]) -> list[Xml.Element]:
    if not findings:
        return [Xml.Element("testcase", classname=rule, name="all files")]
    by_file: dict[str, list[Finding]] = {}
    for found in findings:
        by_file.setdefault(found.path.as_posix(), []).append(found)
    return [_case(rule, path, found) for path, found in by_file.items()]


def _case(rule: str, path: str, findings: list[Finding]) -> Xml.Element:
    case = Xml.Element("testcase", classname=rule, name=_clean(path), file=_clean(path))
    lines = "\n".join(_clean(f"{path}:{f.line}: {f.message} ({f.pointer or '/'})") for f in findings)
    if any(f.severity == "error" for f in findings):
        case.append(Xml.Element("failure", message=_clean(findings[0].message), type=rule))
        case[0].text = lines
    else:
        Xml.SubElement(case, "system-out").text = lines
    return case


def _clean(text: str) -> str:
    """Without the characters that XML cannot hold."""
    return _NO_XML.sub("�", text)
