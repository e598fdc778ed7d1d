"""Runs the steps of our composite action as a workflow runner does: expressions, bash, outputs, somebody's workspace."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import yaml

from .conftest import outputs

ROOT = Path(__file__).parents[2]
_EXPRESSION = re.compile(r"\$\{\{\s*(.*?)\s*\}\}")
#: What a runner hands on; nothing else of the environment that the tests run in.
_KEPT = (
    "PATH",
    "LANG",
    "SSL_CERT_FILE",
    "PIP_CERT",
    "PIP_DEFAULT_TIMEOUT",
    "HTTPS_PROXY",
    "HTTP_PROXY",
    "NO_PROXY",
    "REQUESTS_CA_BUNDLE",
)


class Ran(NamedTuple):
    """What the steps left: exit code, log, outputs of the action, summary."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


def definition() -> dict[str, Any]:
    """The action as its file states it."""
    found: dict[str, Any] = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
    return found


class Runner:
    """A runner with a folder for temporary files, and the steps that have run.

    Arguments: `token` is what `github.token` stands for.
    """

    def __init__(self, folder: Path, token: str = "") -> None:
        folder.mkdir(exist_ok=True)
        self.folder = folder
        self.token = token
        self.steps: dict[str, dict[str, str]] = {}
        (folder / "home").mkdir(exist_ok=True)
        (folder / "temp").mkdir(exist_ok=True)

    def run(self, workspace: Path, environment: Mapping[str, str], only: str = "", **given: str) -> Ran:
        """Run the steps, or the one called `only`, with inputs; `_` stands for `-` in their names. Stops at a step that fails."""
        action = definition()
        inputs = {name: str(about["default"]) for name, about in action["inputs"].items()}
        for name, value in given.items():
            assert name.replace("_", "-") in inputs
            inputs[name.replace("_", "-")] = value
        summary = self.folder / "summary.md"
        summary.write_text("")
        log, code = [], 0
        for step in action["runs"]["steps"]:
            if only and step["id"] != only:
                continue
            assert step["shell"] == "bash" and not _EXPRESSION.search(step["run"])
            output = self.folder / "output"
            output.write_text("")
            script = self.folder / "step.sh"
            script.write_text(step["run"])
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", str(script)],
                cwd=workspace,
                env={
                    **{name: os.environ[name] for name in _KEPT if name in os.environ},
                    "HOME": str(self.folder / "home"),
                    "CI": "true",
                    "GITHUB_ACTIONS": "true",
                    "GITHUB_ACTION_PATH": str(ROOT),
                    "GITHUB_WORKSPACE": str(workspace),
                    "RUNNER_TEMP": str(self.folder / "temp"),
                    "GITHUB_OUTPUT": str(output),
                    "GITHUB_STEP_SUMMARY": str(summary),
                    **environment,
                    **{name: self._valued(value, inputs) for name, value in step.get("env", {}).items()},
                },
                capture_output=True,
                text=True,
                timeout=300,
            )
            log.append(done.stdout + done.stderr)
            self.steps[step["id"]] = outputs(output.read_text(encoding="utf-8"))
            if done.returncode:
                code = done.returncode
                break
        told = {name: self._valued(about["value"], inputs) for name, about in action["outputs"].items()}
        return Ran(code, "".join(log), told, summary.read_text(encoding="utf-8"))

    def _valued(self, text: str, inputs: Mapping[str, str]) -> str:
        def value(m: re.Match[str]) -> str:
            parts = m.group(1).split(".")
            if parts[0] == "inputs":
                return inputs[parts[1]]
            if parts[0] == "steps":
                assert parts[2] == "outputs"
                return self.steps.get(parts[1], {}).get(parts[3], "")
            assert parts == ["github", "token"]
            return self.token

        return _EXPRESSION.sub(value, text)
