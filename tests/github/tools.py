"""Checkers from package registries, fetched once and kept in pytest's cache.

Where there is no registry a test is skipped; a runner of GitHub has one, so there it fails: what nobody checks is not checked.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tarfile
from pathlib import Path
from typing import Any, NoReturn

import pytest

PYTHON = ("check-jsonschema", "zizmor")
SCHEMAS, EXAMPLES = "@octokit/webhooks-schemas@7.6.1", "@octokit/webhooks-examples@7.6.1"


def python_tool(name: str, config: pytest.Config) -> str:
    """The path of a checker from PyPI."""
    if found := shutil.which(name):
        return found
    folder = Path(config.cache.mkdir("github-tools")) / "python"  # type: ignore[union-attr]
    tool = folder / "bin" / name
    if not tool.exists():
        _done([sys.executable, "-m", "venv", str(folder)])
        _done([str(folder / "bin" / "pip"), "install", "-q", *PYTHON])
    return str(tool)


def node_tool(package: str, name: str, config: pytest.Config) -> str:
    """The path of a checker from npm."""
    folder = Path(config.cache.mkdir("github-tools")) / "node"  # type: ignore[union-attr]
    tool = folder / "node_modules" / ".bin" / name
    if not tool.exists():
        folder.mkdir(exist_ok=True)
        (folder / "package.json").write_text("{}")
        _done(["npm", "install", "--silent", "--ignore-scripts", package], folder)
    return str(tool)


def npm_json(package: str, path: str, config: pytest.Config) -> Any:
    """A JSON file of an npm package."""
    name = package.replace("/", "-").replace("@", "")
    folder = Path(config.cache.mkdir("github-tools")) / name  # type: ignore[union-attr]
    if not (folder / "package").exists():
        folder.mkdir(exist_ok=True)
        _done(["npm", "pack", "--silent", package], folder)
        with tarfile.open(next(folder.glob("*.tgz"))) as archive:
            for member in archive.getmembers():
                if member.name == f"package/{path}":
                    archive.extract(member, folder)
    return json.loads((folder / "package" / path).read_text(encoding="utf-8"))


def _done(command: list[str], folder: Path | None = None) -> None:
    try:
        subprocess.run(command, check=True, capture_output=True, timeout=240, cwd=folder, env={**os.environ, "CI": "1"})
    except (OSError, subprocess.SubprocessError) as error:
        out_of_reach(f"{command[0]} {command[1]} has no registry here: {type(error).__name__}")


def out_of_reach(reason: str) -> NoReturn:
    """Skip a test for want of a registry, or fail it where there must be one."""
    if os.environ.get("GITHUB_ACTIONS"):
        pytest.fail(reason)
    pytest.skip(reason)
