"""Cards and configs of a commit, read from its objects: nothing is checked out, no link is followed, nothing lies outside."""

from __future__ import annotations

import os
import posixpath
from collections.abc import Callable, Iterator, Mapping, Sequence

from conduct_lint import config, globs
from conduct_lint.config import Config
from conduct_lint.config_keys import ConfigError
from conduct_lint.model import Text
from conduct_lint.named import NamedTuple
from conduct_lint.settings import Settings
from conduct_lint.sources import files

REGULAR = frozenset(("100644", "100755"))
LINK = "120000"


class Entry(NamedTuple):
    """What a path of a tree stands for: git's mode, and the id of the object."""

    mode: str
    sha: str


class Tree:
    """The files of one commit.

    Arguments: `commit` is its id, `entries` are the files by path; `fetch(id, most)` gives the bytes of an object, None
    where there are more than `most` or none; `whole` tells whether `entries` is all there is.
    """

    def __init__(
        self, commit: str, entries: Mapping[str, Entry], fetch: Callable[[str, int], bytes | None], whole: bool = True
    ) -> None:
        self.commit = commit
        self.entries = entries
        self.whole = whole
        self._fetch = fetch
        self._folders: frozenset[str] | None = None

    def read(self, path: str, most: int) -> bytes | None:
        """The content of a regular file; None for anything else, and for one of more than `most` bytes."""
        entry = self.entries.get(path)
        return self._fetch(entry.sha, most) if entry and entry.mode in REGULAR else None

    @property
    def folders(self) -> frozenset[str]:
        """All folders that hold something."""
        if self._folders is None:
            found: set[str] = set()
            for path in self.entries:
                while path := posixpath.dirname(path):
                    if path in found:
                        break
                    found.add(path)
            self._folders = frozenset(found)
        return self._folders


class Beside:
    """The siblings of a text in a tree; see `model.Siblings`."""

    __slots__ = ("_folder", "_names", "_tree")

    def __init__(self, tree: Tree, folder: str) -> None:
        self._tree = tree
        self._folder = folder
        self._names: tuple[str, ...] | None = None

    def _path(self, name: str) -> str | None:
        if not name or "\0" in name or name.startswith("/"):
            return None
        path = posixpath.normpath(posixpath.join(self._folder, name.replace("\\", "/")))
        if path == ".." or path.startswith("../"):
            return None
        above = path
        while above:  # what lies behind a link is unknown
            entry = self._tree.entries.get(above)
            if entry and entry.mode not in REGULAR:
                return None
            above = posixpath.dirname(above)
        return path

    def read(self, name: str) -> str | None:
        path = self._path(name)
        content = self._tree.read(path, files.MAX_SIBLING_BYTES) if path else None
        try:
            return None if content is None else content.removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        except ValueError:
            return None

    def exists(self, name: str) -> bool | None:
        path = self._path(name)
        if path is None:
            return None
        if path == "." or path in self._tree.entries or path in self._tree.folders:
            return True
        return False if self._tree.whole else None

    def names(self) -> tuple[str, ...] | None:
        """The names in the folder and, with their folder, those of evaluation results and of GitHub's templates; sorted."""
        if not self._tree.whole:
            return None
        if self._names is None:
            prefix = f"{self._folder}/" if self._folder else ""
            inside = [path[len(prefix) :] for path in self._tree.entries if path.startswith(prefix)]
            more = [name for name in inside if name.startswith((f"{files.RESULTS}/", ".github/")) and name.count("/") <= 2]
            self._names = tuple(sorted({name.split("/", 1)[0] for name in inside}.union(more)))
        return self._names


class TreeConfigs:
    """The config of each folder of a tree; as `config.Configs`, without a disk.

    Arguments: `tree` None where no config may be read; `fixed` holds for every folder; `adjust` puts the command line over it.
    """

    def __init__(self, tree: Tree | None, adjust: Callable[[Settings], Settings], fixed: Config | None = None) -> None:
        self._tree = tree
        self._adjust = adjust
        self._fixed = fixed and fixed._replace(settings=adjust(fixed.settings))
        self._found: dict[str, Config] = {}

    def of_folder(self, folder: str) -> Config:
        """The config for the texts of a folder (`""`: the root). Raises ConfigError."""
        if self._fixed:
            return self._fixed
        if folder not in self._found:
            file = self._file_in(folder)
            if file:
                read = self.load(file)
                self._found[folder] = read._replace(settings=self._adjust(read.settings))
            elif folder:
                self._found[folder] = self.of_folder(posixpath.dirname(folder))
            else:
                self._found[folder] = Config(self._adjust(Settings()), os.sep)
        return self._found[folder]

    def load(self, path: str) -> Config:
        """The config that a file of the tree holds. Raises ConfigError, also for a link and for a file that is not there."""
        entry = self._tree.entries.get(path) if self._tree else None
        if entry is None or self._tree is None:
            raise ConfigError(f"{files.shown(path)}: there is no such file in the commit that configs are read from")
        if entry.mode == LINK:
            raise ConfigError(f"{files.shown(path)}: a config is not read through a symbolic link")
        content = self._tree.read(path, config.MAX_BYTES)
        if content is None:
            raise ConfigError(f"{files.shown(path)}: it cannot be read as a config")
        return config.parsed(content, files.shown(path), os.sep + path)

    def _file_in(self, folder: str) -> str | None:
        if self._tree is None:
            return None
        for name in (*config.FILES, config.PYPROJECT):
            path = posixpath.join(folder, name)
            entry = self._tree.entries.get(path)
            if entry is None:
                continue
            if name != config.PYPROJECT:
                return path
            if f"[{config.TABLE}".encode() in (self._tree.read(path, config.MAX_BYTES) or b""):
                return path
        return None


class Scope(NamedTuple):
    """Which files of a tree are looked at: those that one of `patterns` covers, as the configs of the project have it."""

    patterns: tuple[str, ...]
    configs: TreeConfigs

    def holds(self, path: str, entries: Mapping[str, Entry]) -> bool:
        """Whether the file is a card by its name, folder or config, and wanted."""
        if not any(globs.covers(pattern, path) for pattern in self.patterns):
            return False
        *above, name = path.split("/")
        if not files.PASSED_BY.isdisjoint(above):
            return False
        settings, place = self._of(path)
        if any(globs.covers(glob, place) for glob in settings.exclude):
            return False
        if files.CARD.match(name) or f"/{path}" in self.patterns:
            return True
        if name == "eval.yaml":
            return any(posixpath.join(*above, readme) in entries for readme in ("README.md", "readme.md", "Readme.md"))
        if name.endswith(".yaml") and above[-1:] == [files.RESULTS]:
            return True
        return any(globs.covers(glob, place) for glob in settings.kinds)

    def _of(self, path: str) -> tuple[Settings, str]:
        held = self.configs.of_folder(posixpath.dirname(path))
        return held.settings, held.place(os.sep + path)


def patterns(paths: Sequence[str], root: str) -> tuple[str, ...]:
    """The patterns for the paths that a user names, each read from the root. Raises ValueError for one outside of it."""
    found = []
    for path in paths:
        inside = os.path.relpath(path, root) if os.path.isabs(path) else path
        inside = posixpath.normpath(inside.replace(os.sep, "/"))
        if inside == ".." or inside.startswith("../"):
            raise ValueError(f"{files.shown(path)} lies outside of the repository")
        found.append("/**" if inside == "." else f"/{inside}")
    return tuple(found) or ("/**",)


def cards(tree: Tree, scope: Scope) -> Iterator[str]:
    """The paths of the cards of a tree, sorted."""
    return (path for path in sorted(tree.entries) if scope.holds(path, tree.entries))


def text(tree: Tree, path: str, held: Config) -> Text | None:
    """A card of a tree; None where there is none. What keeps it from being read stands in `problem`."""
    entry = tree.entries.get(path)
    if entry is None:
        return None
    name = files.shown(path)
    if entry.mode == LINK:
        return Text(name, "", problem="it is a symbolic link, which is not followed here")
    if entry.mode not in REGULAR:
        return Text(name, "", problem="it is no file of this repository")
    content = tree.read(path, files.MAX_BYTES)
    if content is None:
        return Text(name, "", problem=f"it cannot be read, or has more than {files.MAX_BYTES // 1_000_000} MB")
    body, problem = files.decode(content)
    siblings = Beside(tree, posixpath.dirname(path))
    return Text(name, body, platform=held.settings.platform, siblings=siblings, problem=problem, place=held.place(os.sep + path))
