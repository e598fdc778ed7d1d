"""A repository with a base and a head, an API that knows it, and the command run for an event."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner

from conduct_lint import cli

from . import payloads
from .api import REPOSITORY, Api, served

HEAD = "---\nlicense: mit\npipeline_tag: text-generation\n---\n"
CARD = f"{HEAD}# Tide\n\nTide writes of the sea.\n\nIts limit: lakes.\n"
TOKEN = "ghs_nobodysToken"
_ENVIRONMENT = {
    "GIT_AUTHOR_NAME": "T", "GIT_AUTHOR_EMAIL": "t@t.invalid", "GIT_COMMITTER_NAME": "T", "GIT_COMMITTER_EMAIL": "t@t.invalid",
    "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1",
}  # fmt: skip


class Repo:
    """A git repository in a folder."""

    def __init__(self, path: Path) -> None:
        self.path = path
        path.mkdir()
        self.git("init", "-q", "-b", "main")

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.path), *arguments]
        environment = {**os.environ, **_ENVIRONMENT}
        return subprocess.run(command, check=True, capture_output=True, text=True, env=environment).stdout.strip()

    def commit(self, files: dict[str, str | bytes | None], branch: str = "", links: dict[str, str] | None = None) -> str:
        """Write files (None: take one away) and symbolic links, and commit them, on a new branch where one is named."""
        if branch:
            self.git("checkout", "-q", "-b", branch)
        for name, content in files.items():
            file = self.path / name
            if content is None:
                file.unlink()
                continue
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(content if isinstance(content, bytes) else content.encode())
        for name, target in (links or {}).items():
            file = self.path / name
            file.unlink(missing_ok=True)
            file.symlink_to(target)
        self.git("add", "-A", "-f")
        self.git("commit", "-q", "--allow-empty", "-m", "a change")
        return self.git("rev-parse", "HEAD")

    def clone(self, path: Path, commit: str, depth: int = 1) -> Path:
        """A shallow checkout of one commit, as actions/checkout makes it."""
        path.mkdir()
        self.git("config", "uploadpack.allowAnySHA1InWant", "true")
        for arguments in (
            ["init", "-q"], ["fetch", "-q", f"--depth={depth}", self.path.as_uri(), commit], ["checkout", "-q", "FETCH_HEAD"],
        ):  # fmt: skip
            subprocess.run(["git", "-C", str(path), *arguments], check=True, capture_output=True)
        return path


class Told(NamedTuple):
    """What a run wrote: exit code, log, summary, outputs."""

    code: int
    log: str
    summary: str
    outputs: dict[str, str]


Run = Callable[..., Told]


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "repo")


@pytest.fixture
def api(repo: Repo) -> Iterator[Api]:
    with served(repo.path) as server:
        yield server


@pytest.fixture
def run(tmp_path: Path, repo: Repo, api: Api) -> Run:
    """Run `conduct-lint github` for a payload, with nothing of the environment that this test runs in."""

    def run(
        name: str,
        payload: payloads.Payload | bytes,
        *options: str,
        workspace: Path | None = None,
        token: str = TOKEN,
        **more: str,
    ) -> Told:
        files = {key: tmp_path / key for key in ("event.json", "summary.md", "output")}
        files["event.json"].write_bytes(payload if isinstance(payload, bytes) else json.dumps(payload).encode())
        for key in ("summary.md", "output"):
            files[key].write_text("")
        (tmp_path / "temp").mkdir(exist_ok=True)
        environment: dict[str, Any] = {key: None for key in os.environ if key.startswith(("GITHUB_", "CONDUCT_LINT_", "RUNNER_"))}
        environment |= {
            "GITHUB_EVENT_NAME": name,
            "GITHUB_EVENT_PATH": str(files["event.json"]),
            "GITHUB_WORKSPACE": str(workspace or repo.path),
            "GITHUB_STEP_SUMMARY": str(files["summary.md"]),
            "GITHUB_OUTPUT": str(files["output"]),
            "GITHUB_REPOSITORY": REPOSITORY,
            "GITHUB_API_URL": api.address,
            "GITHUB_SERVER_URL": "https://github.com",
            "GITHUB_TOKEN": token,
            "RUNNER_TEMP": str(tmp_path / "temp"),
            **more,
        }
        result = CliRunner().invoke(cli.commands, ["github", *options], env=environment)
        output = files["output"].read_text(encoding="utf-8")
        return Told(result.exit_code, result.output, files["summary.md"].read_text(encoding="utf-8"), outputs(output))

    return run


def outputs(text: str) -> dict[str, str]:
    """The variables that a step set, read as the runner reads them."""
    lines, found = iter(text.split("\n")), {}
    for line in lines:
        if "<<" in line and line.index("<<") < line.find("=") % (len(line) + 1):
            name, end = line.split("<<", 1)
            value = []
            while (inner := next(lines)) != end:
                value.append(inner)
            found[name] = "\n".join(value)
        elif "=" in line:
            name, found[name] = line.split("=", 1)
    return found


@pytest.fixture
def pull_request(repo: Repo, api: Api) -> Callable[..., payloads.Payload]:
    """The event of a pull request, opened by a person, between two commits."""

    def event(base: str, head: str, **words: Any) -> payloads.Payload:
        api.base, api.head = base, head
        said = {"title": "Say more of the sea", "body": "Two sentences.", **words}
        return payloads.opened(payloads.payload("pull_request"), base, head, **said)

    return event
