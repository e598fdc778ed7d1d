"""Files that a workflow run writes. A tree that somebody else brought may hold links in their place: none is followed."""

from __future__ import annotations

import os
import stat


class OutputError(ValueError):
    """A place that is not written to; the message says why."""


def write(path: str, content: str, workspace: str) -> str:
    """Write a file below the workspace or RUNNER_TEMP and return its path. Raises OutputError."""
    absolute = os.path.abspath(os.path.join(workspace, path))
    roots = [root for root in (workspace, os.environ.get("RUNNER_TEMP", "")) if root]
    root = next((root for root in map(os.path.abspath, roots) if absolute.startswith(root.rstrip(os.sep) + os.sep)), None)
    if root is None:
        raise OutputError("it lies outside of the workspace and of RUNNER_TEMP")
    inside = os.path.relpath(absolute, root)
    if ".git" in inside.lower().split(os.sep):
        raise OutputError("it lies within .git")
    if os.path.realpath(os.path.dirname(absolute)) != os.path.normpath(
        os.path.join(os.path.realpath(root), os.path.dirname(inside))
    ):
        raise OutputError("a folder above it is a symbolic link")
    try:
        os.makedirs(os.path.dirname(absolute), exist_ok=True)
        if os.path.lexists(absolute) and not stat.S_ISREG(os.lstat(absolute).st_mode):
            raise OutputError("what is there is no regular file; a symbolic link is not followed")
        flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | getattr(os, "O_NOFOLLOW", 0)
        with os.fdopen(os.open(absolute, flags, 0o644), "w", encoding="utf-8", newline="", errors="backslashreplace") as file:
            file.write(content)
    except OSError as error:
        raise OutputError(f"it cannot be written: {error.strerror}") from None
    return absolute


def append(path: str, content: str) -> None:
    """Add to a file of the runner, such as GITHUB_OUTPUT."""
    with open(path, "a", encoding="utf-8", newline="", errors="backslashreplace") as file:
        file.write(content)


def variable(name: str, value: str) -> str:
    """One variable as GITHUB_OUTPUT takes it, whatever stands in the value."""
    from secrets import token_hex

    end = f"end_{token_hex(16)}"
    return f"{name}<<{end}\n{value}\n{end}\n"
