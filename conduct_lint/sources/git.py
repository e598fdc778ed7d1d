"""Commits of a local repository, by git's plumbing: no checkout, no filter, no hook, no attribute of the tree has a say."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Iterator

from conduct_lint.named import NamedTuple
from conduct_lint.sources.tree import Entry, Tree

SHA = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?\Z")
#: Before a branch was, and after it is gone, an event gives an id of zeros.
NOTHING = re.compile(r"0+\Z")


class Changed(NamedTuple):
    """A file that differs between two commits: its path (in the base where it is gone), and its former path where it moved."""

    path: str
    before: str


class Repository:
    """The repository of a workspace, or None from `found`. Use it as a context: it keeps two git processes."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._readers: dict[str, subprocess.Popen[bytes]] = {}

    def __enter__(self) -> Repository:
        return self

    def __exit__(self, *error: object) -> None:
        for process in self._readers.values():
            for pipe in (process.stdin, process.stdout):
                if pipe:
                    pipe.close()
            process.wait()
        self._readers.clear()

    @property
    def shallow(self) -> bool:
        """Whether history is cut off somewhere, so that git cannot tell where two branches parted."""
        return self._said("rev-parse", "--is-shallow-repository").strip() != "false"

    def head(self) -> str | None:
        """The commit that is checked out."""
        return self.commit("HEAD")

    def commit(self, name: str) -> str | None:
        """The id of a commit that is here; None for one that is not. `name` is an id or `HEAD`."""
        if name != "HEAD" and not SHA.match(name):
            return None
        found = self._said("rev-parse", "--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}").strip()
        return found if SHA.match(found) else None

    def parents(self, commit: str) -> tuple[str, ...]:
        """The parents that a commit names, whether or not they are here."""
        heading = self._said("cat-file", "commit", commit).split("\n\n", 1)[0]
        return tuple(re.findall(r"^parent ([0-9a-f]{40,64})$", heading, re.M))

    def merge_base(self, one: str, other: str) -> str | None:
        """The commit where two branches parted, as far as history is here."""
        found = self._said("merge-base", one, other).strip()
        return found if SHA.match(found) else None

    def tree(self, commit: str) -> Tree:
        """The files of a commit that is here."""
        entries = {}
        for row in self._run("ls-tree", "-r", "-z", "--full-tree", commit).split(b"\0"):
            about, tab, path = row.partition(b"\t")
            if tab:
                mode, _, sha = about.decode("ascii").split(" ")
                entries[_path(path)] = Entry(mode, sha)
        return Tree(commit, entries, self._blob)

    def changed(self, base: str, head: str) -> tuple[Changed, ...]:
        """The files that differ between two commits that are here, moved ones once."""
        return tuple(
            _changes(self._run("diff-tree", "-r", "-z", "-M", "--name-status", "--no-ext-diff", "--no-textconv", base, head))
        )

    def _blob(self, sha: str, most: int) -> bytes | None:
        size = self._asked("--batch-check", sha)
        if size is None or size > most:
            return None
        size = self._asked("--batch", sha)
        out = self._readers["--batch"].stdout
        assert out is not None and size is not None
        content = out.read(size)
        out.read(1)
        return content

    def _asked(self, how: str, sha: str) -> int | None:
        """The size that a reader tells of a blob."""
        process = self._readers.get(how)
        if process is None:
            pipe = subprocess.PIPE
            command = [*self._command, "cat-file", how]
            process = subprocess.Popen(command, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, env=_environment())
            self._readers[how] = process
        assert process.stdin is not None and process.stdout is not None
        process.stdin.write(sha.encode("ascii") + b"\n")
        process.stdin.flush()
        heading = process.stdout.readline().split()
        return int(heading[2]) if len(heading) == 3 and heading[1] == b"blob" else None

    @property
    def _command(self) -> list[str]:
        return ["git", f"--git-dir={self._folder}", "-c", "core.attributesFile=/dev/null", "-c", "core.fsmonitor=false"]

    def _run(self, *arguments: str) -> bytes:
        done = subprocess.run([*self._command, *arguments], capture_output=True, env=_environment(), check=False)
        return done.stdout if done.returncode == 0 else b""

    def _said(self, *arguments: str) -> str:
        return self._run(*arguments).decode("utf-8", "replace")


def found(workspace: str) -> Repository | None:
    """The repository whose root is this folder; None where there is none or no git.

    A folder above is not asked, nor does git look for one: a tree can hold what looks like a bare repository.
    """
    folder = os.path.join(os.path.abspath(workspace), ".git")
    if not os.path.exists(folder) or os.path.islink(folder):
        return None
    repository = Repository(folder)
    try:
        return repository if repository.head() else None
    except OSError:
        return None


def _environment() -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("GIT_")}
    calm = {"GIT_TERMINAL_PROMPT": "0", "GIT_OPTIONAL_LOCKS": "0", "GIT_NO_REPLACE_OBJECTS": "1", "GIT_NO_LAZY_FETCH": "1"}
    return {**kept, **calm, "GIT_CONFIG_GLOBAL": os.devnull, "LC_ALL": "C"}


def _changes(told: bytes) -> Iterator[Changed]:
    words = iter(told.split(b"\0"))
    for status in words:
        if not status:
            return
        path = _path(next(words))
        if status[:1] in (b"R", b"C"):
            yield Changed(_path(next(words)), path)
        else:
            yield Changed(path, path)


def _path(octets: bytes) -> str:
    return octets.decode("utf-8", "surrogateescape")
