"""What the README shows is what the release does."""

import json
import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from extract.cli.app import app

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text("utf-8")


def blocks(language):
    return re.findall(rf"^```{language}\n(.*?)^```", README, flags=re.S | re.M)


@pytest.fixture(scope="module")
def out(tmp_path_factory):
    folder = tmp_path_factory.mktemp("readme") / "out"
    assert CliRunner().invoke(app, ["run", str(ROOT / "corpus"), "--out", str(folder)]).exit_code == 0
    return folder


def said(block):
    """Commands of a console block with what they print."""
    for command, printed in re.findall(r"^\$ trial-extract (.*?)$\n((?:(?!\$ ).*\n)*)", block, flags=re.M):
        yield command.split(), printed


CONSOLE = [pair for block in blocks("console") for pair in said(block) if pair[1].strip()]


@pytest.mark.parametrize(("command", "printed"), CONSOLE, ids=lambda x: x[0] if isinstance(x, list) else "")
def test_console_blocks_show_what_is_printed(out, command, printed):
    arguments = [word.replace("out", str(out), 1) if word.startswith("out") else word for word in command]
    output = CliRunner(env={"COLUMNS": "118"}).invoke(app, arguments).output
    got = [line.rstrip() for line in output.replace(str(out), "out").rstrip().splitlines()]
    expected = printed.rstrip().splitlines()
    if expected[-1] == "…":
        expected.pop()
        got = got[: len(expected)]
    assert got == expected


def test_the_fact_is_the_one_of_the_document(out):
    (fact,) = (json.loads(block) for block in blocks("json"))
    document = json.loads((out / "NCT99000003.json").read_text("utf-8"))
    waiting = list(document["eligibility"]["criteria"])
    found = {}
    while waiting:
        node = waiting.pop()
        waiting += node["children"]
        found |= {threshold["id"]: threshold for threshold in node["thresholds"]}
    assert fact.items() <= found[fact["id"]].items()


def test_the_python_example_runs(monkeypatch, capsys):
    monkeypatch.chdir(ROOT)
    (code,) = blocks("python")
    exec(compile(code, "README.md", "exec"), {})  # noqa: S102  the README's own example
    assert "platelets" in capsys.readouterr().out


def test_every_command_that_the_readme_names_exists():
    listed = CliRunner().invoke(app, ["--help"]).output
    for command in set(re.findall(r"(?:`|\$ )trial-extract ([a-z]+)", README)):
        assert command in listed
