"""The pre-commit hook, the action's steps and the bare schemas do their work in a repository of somebody else."""

import os
import subprocess
import sys
import sysconfig
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[2]
DOCUMENT = ROOT / "outputs" / "NCT99000003.json"
HOOKS = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text("utf-8"))
ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))


@pytest.fixture
def repository(tmp_path):
    """A git repository with one sound document and one with two defects."""
    home = tmp_path / "repository"
    (home / "documents").mkdir(parents=True)
    text = DOCUMENT.read_text("utf-8")
    (home / "documents" / "sound.json").write_text(text, "utf-8")
    damaged = text.replace("NCT99000003", "NCT99000004").replace('"sex": "ALL"', '"sex": "all"')
    (home / "documents" / "damaged.json").write_text(damaged.replace('"other_ids": [', '"other_names": ['), "utf-8")
    run(home, "git", "init", "--quiet")
    run(home, "git", "add", ".")
    return home


@pytest.fixture
def installed(tmp_path):
    """Where the action installs to, with a command that runs this very checkout."""
    command = tmp_path / "temp" / "trial-extract" / "bin" / "trial-extract"
    command.parent.mkdir(parents=True)
    command.write_text(f'#!/bin/sh\nPYTHONPATH="{ROOT}" exec "{sys.executable}" -m extract "$@"\n', "utf-8")
    command.chmod(0o755)
    return command


def run(folder, *command, **variables):
    environment = os.environ | {"PYTHONIOENCODING": "utf-8"} | variables
    # the commands are this file's own
    return subprocess.run(  # noqa: S603
        command, cwd=folder, env=environment, capture_output=True, text=True, check=False
    )


def test_the_pre_commit_hook(repository, installed, tmp_path):
    # as published, but found on the path instead of installed from the network
    (hook,) = [dict(one) for one in HOOKS]
    hook |= {"language": "system"}
    config = repository / ".pre-commit-config.yaml"
    config.write_text(yaml.safe_dump({"repos": [{"repo": "local", "hooks": [hook]}]}), "utf-8")
    variables = {"PATH": f"{installed.parent}:{os.environ['PATH']}", "PRE_COMMIT_HOME": str(tmp_path / "cache")}
    command = (sys.executable, "-m", "pre_commit", "run", "--all-files")
    failed = run(repository, *command, **variables)
    assert failed.returncode == 1, failed.stdout + failed.stderr
    assert "documents/damaged.json" in failed.stdout
    assert "[schema]" in failed.stdout
    assert "sound.json" not in failed.stdout
    run(repository, "git", "rm", "--quiet", "--cached", "documents/damaged.json")
    passed = run(repository, *command, **variables)
    assert passed.returncode == 0, passed.stdout + passed.stderr


def step(name):
    (found,) = [one for one in ACTION["runs"]["steps"] if one["name"] == name]
    return found


def act(repository, installed, tmp_path, **given):
    """The action's check step as a runner runs it: inputs into its variables, then its script."""
    inputs = {name: one.get("default", "") for name, one in ACTION["inputs"].items()} | given
    wanted = {
        name: inputs[value.removeprefix("${{ inputs.").removesuffix(" }}")]
        for name, value in step("Check")["env"].items()
    }
    wanted |= {"RUNNER_TEMP": str(installed.parents[2]), "GITHUB_OUTPUT": str(tmp_path / "output")}
    script = tmp_path / "step.sh"
    script.write_text(step("Check")["run"], "utf-8")
    done = run(repository, "bash", "--noprofile", "--norc", "-eo", "pipefail", str(script), **wanted)
    return done, (tmp_path / "output").read_text("utf-8")


def test_the_action_annotates_and_fails(repository, installed, tmp_path):
    done, output = act(repository, installed, tmp_path, paths="documents", sarif="check.sarif")
    assert done.returncode == 1, done.stdout + done.stderr
    assert "::error file=documents/damaged.json,line=" in done.stdout
    assert output == "exit-code=1\n"
    assert '"2.1.0"' in (repository / "check.sarif").read_text("utf-8")


def test_the_action_passes_a_sound_folder_and_a_baseline(repository, installed, tmp_path):
    done, output = act(repository, installed, tmp_path, paths="documents/sound.json")
    assert (done.returncode, output) == (0, "exit-code=0\n"), done.stdout + done.stderr
    run(repository, str(installed), "check", "documents", "--write-baseline", "baseline.json")
    done, _ = act(repository, installed, tmp_path, paths="documents", baseline="baseline.json")
    assert done.returncode == 0, done.stdout + done.stderr
    assert "known from the baseline" in done.stdout


def test_inputs_are_no_script(repository, installed, tmp_path):
    done, _ = act(repository, installed, tmp_path, paths="documents/sound.json; touch stolen $(touch stolen)")
    assert done.returncode == 2
    assert not (repository / "stolen").exists()


def test_the_action_installs_a_package_that_works(repository, tmp_path):
    # what it depends on, and what builds it, is taken from here: no network
    assert step("Install")["env"] == {"ACTION": "${{ github.action_path }}"}
    here = {
        "ACTION": str(ROOT),
        "RUNNER_TEMP": str(tmp_path),
        "PYTHONPATH": sysconfig.get_path("purelib"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "PIP_NO_DEPS": "1",
        "PIP_NO_INDEX": "1",
        "PIP_NO_BUILD_ISOLATION": "0",  # pip's way of saying: build without isolation
    }
    installed = run(
        repository, "bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step("Install")["run"], **here
    )
    assert installed.returncode == 0, installed.stdout + installed.stderr
    command = tmp_path / "trial-extract" / "bin" / "trial-extract"
    checked = run(repository, str(command), "check", "documents", **here)
    assert checked.returncode == 1
    assert "2 documents checked, 3 errors" in checked.stdout
    found = run(repository, str(command.parent / "python"), "-c", "import extract; print(extract.__file__)", **here)
    assert str(tmp_path) in found.stdout


def test_the_schemas_serve_alone(repository):
    command = (sys.executable, "-m", "check_jsonschema", "--schemafile", str(ROOT / "schemas" / "study-1.0.json"))
    assert run(repository, *command, "documents/sound.json").returncode == 0
    failed = run(repository, *command, "documents/damaged.json")
    assert failed.returncode == 1
    assert "other_names" in failed.stdout


def test_the_metadata_fits_what_reads_it(repository):
    command = (sys.executable, "-m", "check_jsonschema", "--builtin-schema")
    assert run(ROOT, *command, "vendor.github-actions", "action.yml").returncode == 0
    assert run(ROOT, sys.executable, "-m", "pre_commit", "validate-manifest", ".pre-commit-hooks.yaml").returncode == 0
