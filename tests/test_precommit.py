"""The hook: which files it is given, and that pre-commit and prek run it on a repository as a user would."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import venv
from pathlib import Path

import pytest
import yaml

from conduct_lint import cli
from conduct_lint.config import Config, Configs
from conduct_lint.settings import Settings
from conduct_lint.sources import files

ROOT = Path(__file__).parents[1]
HOOKS = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
HOOK = HOOKS["conduct-lint"]

TAKEN = [
    "README.md",
    "a/b/readme.MD",
    "MODEL_CARD.md",
    "docs/my-model-card.md",
    "x/DatasetCard_v1.md",
    ".eval_results/mmlu.yaml",
    "eval.yaml",
]
LEFT = [
    "README.rst",
    "notes.md",
    "XREADME.md",
    "configs/eval.yaml",
    "results/mmlu.yaml",
    ".eval_results/mmlu.json",
    "model/card.md",
]

CARD = """\
---
license: mit
language: en
pipeline_tag: text-generation
---
# Tidepool 1B

Tidepool 1B writes short stories about the sea.

## Limitations

It was trained on stories about the sea only and knows nothing of lakes.
"""
BROKEN = "---\nlicense: [mit\npipeline_tag: text-generation\n---\n# Tidepool 2B\n\nTidepool 2B writes about lakes.\n"
PACKAGE = "# knots\n\nA Python package that ties knots.\n\n## Install\n\n    pip install knots\n"


def test_the_hook_is_given_what_check_finds_in_a_folder(tmp_path: Path) -> None:
    for name in (*TAKEN, *LEFT):
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    pattern = re.compile(HOOK["files"])
    assert [name for name in (*TAKEN, *LEFT) if pattern.search(name)] == TAKEN
    found = files.discover(str(tmp_path), Configs(Config(Settings(), "/")))
    assert sorted(place.path.removeprefix(f"{tmp_path}/") for place in found) == sorted(TAKEN)


def test_the_hooks_entry_is_a_command_that_there_is() -> None:
    program, command, *options = shlex.split(HOOK["entry"])
    assert (program, command in cli.COMMANDS) == ("conduct-lint", True)
    from conduct_lint.cli.check import command as check

    assert set(options) <= {name for option in check.params for name in option.opts}


def done(*command: str | Path, cwd: Path, env: dict[str, str] | None = None) -> subprocess.CompletedProcess[str]:
    """Run a command; errors and output in one text."""
    return subprocess.run(
        [str(part) for part in command],
        cwd=cwd,
        env={**os.environ, **(env or {})},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        timeout=900,
    )


def repository(folder: Path) -> str:
    """Put all that lies in a folder into a new git repository; returns the commit."""
    author = (
        "-c",
        "user.name=Test",
        "-c",
        "user.email=test@example.org",
        "-c",
        "commit.gpgsign=false",
        "-c",
        "core.hooksPath=/dev/null",
    )
    for command in (("init", "-q"), ("add", "-A", "-f"), ("commit", "-q", "-m", "all")):
        made = done("git", *author, *command, cwd=folder)
        assert made.returncode == 0, made.stdout
    return done("git", "rev-parse", "HEAD", cwd=folder).stdout.strip()


@pytest.fixture(scope="module")
def runners(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with the programs `pre-commit` and `prek`."""
    if not shutil.which("git"):
        pytest.skip("git is not here")
    folder = tmp_path_factory.mktemp("runners")
    venv.create(folder, with_pip=True)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    got = done(programs / "python", "-m", "pip", "install", "-q", "--retries", "1", "pre-commit", "prek", cwd=folder)
    if got.returncode:
        pytest.skip("pip reaches no index")
    return programs


@pytest.fixture(scope="module")
def tool(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """This checkout as a repository of its own, with its commit."""
    folder = tmp_path_factory.mktemp("tool") / "repo"
    left_out = shutil.ignore_patterns(
        ".git", ".venv", "venv", "dist", "build", "__pycache__", ".*_cache", "*.egg-info", "table.json"
    )
    shutil.copytree(ROOT, folder, ignore=left_out)
    return folder, repository(folder)


@pytest.mark.slow
@pytest.mark.parametrize("runner", ["pre-commit", "prek"])
def test_a_runner_installs_and_runs_the_hook(runner: str, runners: Path, tool: tuple[Path, str], tmp_path: Path) -> None:
    home = {"PRE_COMMIT_HOME": str(tmp_path / "home"), "PREK_HOME": str(tmp_path / "home"), "NO_COLOR": "1", "PYTHONPATH": ""}
    mine = tmp_path / "mine"
    for name, text in (
        ("README.md", PACKAGE),
        ("models/tide/README.md", CARD),
        ("models/lake/README.md", BROKEN),
        ("notes.txt", "x"),
    ):
        (mine / name).parent.mkdir(parents=True, exist_ok=True)
        (mine / name).write_text(text)
    config = {"repos": [{"repo": tool[0].as_uri(), "rev": tool[1], "hooks": [{"id": "conduct-lint"}]}]}
    (mine / ".pre-commit-config.yaml").write_text(yaml.safe_dump(config))
    repository(mine)

    ran = done(runners / runner, "run", "--all-files", cwd=mine, env=home)
    assert ran.returncode == 1, ran.stdout
    assert "exit code: 1" in ran.stdout
    assert "models/lake/README.md" in ran.stdout and "MET002" in ran.stdout
    assert not re.search(r"MET002.*models/tide", ran.stdout)

    (mine / "models" / "lake" / "README.md").write_text(CARD.replace("1B", "2B"))
    ran = done(runners / runner, "run", "--all-files", cwd=mine, env=home)
    assert (ran.returncode, "Passed" in ran.stdout) == (0, True), ran.stdout

    (mine / ".conduct-lint.yaml").write_text("profle: default\n")
    ran = done(runners / runner, "run", "--all-files", cwd=mine, env=home)
    assert "exit code: 2" in ran.stdout and "did you mean `profile`?" in ran.stdout, ran.stdout

    (mine / ".conduct-lint.yaml").write_text("exclude: [models/lake/]\n")
    (mine / "models" / "lake" / "README.md").write_text(BROKEN)
    assert done(runners / runner, "run", "--all-files", cwd=mine, env=home).returncode == 0
