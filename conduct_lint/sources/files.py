"""Texts from files, folders and standard input.

A tree may be somebody else's: no folder is entered and no file read through a symbolic link that leaves the root, which is the
git repository, else the folder given.
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Iterable, Iterator
from functools import cache, lru_cache

from conduct_lint.model import Nowhere, Siblings, Text
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.config import Config, Configs
    from conduct_lint.sources.ignore import Layer

#: A larger file is no card that anybody could read; it is reported, not read.
MAX_BYTES = 5_000_000
MAX_SIBLING_BYTES = 1_000_000
#: Git looks this far for a NUL to tell binary files from text.
BINARY_PROBE = 8_192

CARD = regex(r"(?:readme|.*model.*card.*|.*dataset.*card.*)\.md\Z", re.I)
RESULTS = ".eval_results"
#: Folders that hold other people's files or none; virtual environments are known by their `pyvenv.cfg`.
PASSED_BY = frozenset(".git .hg .svn .tox .nox .eggs .ipynb_checkpoints __pycache__ node_modules site-packages".split())

_HUB_REMOTE = regex(
    r"^[ \t]*(?:push)?url[ \t]*=[ \t]*\"?(?:(?:https?|ssh)://(?:[^@/\s]*@)?|[\w.-]+@)(?:huggingface\.co|hf\.co)[:/]", re.M | re.I
)
_HUB_CACHE = regex(r"(.*/(?:models|datasets|spaces)--[^/]+)/snapshots/[^/]+(?:/.*)?\Z", re.S)


class Place(NamedTuple):
    """A file to be read: `path` as the user would write it, `file` absolute, `root` beyond which no link leads (None: unknown),
    `named` where the user gave the file itself."""

    path: str
    file: str
    root: str | None
    config: Config
    named: bool


class Disk:
    """The siblings of a text on disk; see `model.Siblings`."""

    __slots__ = ("_folder", "_given", "_names", "_root")

    def __init__(self, folder: str, root: str | None) -> None:
        self._given = folder, root
        self._folder = self._root = ""
        self._names: tuple[str, ...] | None = None

    def _resolve(self) -> None:
        """Find out where the folder is, which most texts never ask."""
        if not self._folder:
            folder, root = self._given
            self._folder = os.path.realpath(folder)
            self._root = os.path.realpath(root) if root else self._folder

    def _path(self, name: str) -> str | None:
        if not name or "\0" in name or os.path.isabs(name):
            return None
        self._resolve()
        path = os.path.normpath(os.path.join(self._folder, name))
        if not _within(path, self._root):
            return None
        real = os.path.realpath(path)
        if real == path or (_HUB_CACHE.match(self._folder) and _within(real, self._root)):
            return path
        return None

    def read(self, name: str) -> str | None:
        path = self._path(name)
        try:
            if path is None or not os.path.isfile(path) or os.path.getsize(path) > MAX_SIBLING_BYTES:
                return None
            with open(path, "rb") as file:
                return file.read().removeprefix(b"\xef\xbb\xbf").decode("utf-8")
        except (OSError, ValueError):
            return None

    def exists(self, name: str) -> bool | None:
        path = self._path(name)
        return None if path is None else os.path.exists(path)

    def names(self) -> tuple[str, ...] | None:
        """The names in the text's folder and, as `.eval_results/…`, those of its evaluation results; sorted."""
        if self._names is None:
            try:
                self._names = _listed(self._given[0])
            except OSError:
                return None
        return self._names


def _listed(folder: str) -> tuple[str, ...]:
    """The names in a folder; read once for all the files in it, and again when the folder has changed."""
    results = os.path.join(folder, RESULTS)
    try:
        found = os.lstat(results)
        below = found.st_mtime_ns if stat.S_ISDIR(found.st_mode) else None
    except (FileNotFoundError, NotADirectoryError):
        below = None
    return _names(folder, os.stat(folder).st_mtime_ns, below)


@lru_cache(maxsize=16)
def _names(folder: str, changed: int, below: int | None) -> tuple[str, ...]:
    names = os.listdir(folder)
    if below is not None:
        names += [f"{RESULTS}/{name}" for name in os.listdir(os.path.join(folder, RESULTS))]
    return tuple(sorted(names))


def discover(target: str, configs: Configs, force_exclude: bool = False) -> Iterator[Place]:
    """The places that one target of the command line stands for: itself, or the cards below a folder.

    Arguments: `configs` tells the config of a folder; `force_exclude` lets `exclude` pass by a named file too.
    """
    start = os.path.abspath(target)
    if not os.path.isdir(target):
        config = configs.of_folder(os.path.dirname(start))
        if not (force_exclude and _excluded(start, config)):
            yield Place(shown(target), start, root_of(os.path.dirname(start)), config, True)
        return
    from conduct_lint.sources import ignore

    root = root_of(start) or start
    prefix = "" if target in (".", "./") else shown(target).rstrip("/") + "/"
    waiting = [(start, prefix, ignore.layers_above(start, root))]
    while waiting:
        folder, prefix, layers = waiting.pop()
        config = configs.of_folder(folder)
        try:
            entries = sorted(os.scandir(folder), key=lambda entry: entry.name)
        except OSError:
            yield Place(prefix or ".", folder, root, config, False)
            continue
        names = {entry.name for entry in entries}
        if "pyvenv.cfg" in names:
            continue
        if ".gitignore" in names:
            layers += ignore.layers_of(folder)
        below = []
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name not in PASSED_BY and not _left_out(entry, config, layers):
                    below.append((entry.path, prefix + shown(entry.name) + "/", layers))
            elif _wanted(entry, names, config) and not _left_out(entry, config, layers) and _readable(entry, root):
                yield Place(prefix + shown(entry.name), entry.path, root, config, False)
        waiting.extend(reversed(below))


def _wanted(entry: os.DirEntry[str], beside: set[str], config: Config) -> bool:
    """Whether a file is a card by its name, by its folder or by the `kinds` of the config."""
    name = entry.name
    if CARD.match(name):
        return True
    if name == "eval.yaml":  # a common name: the Hub reads it at the root of a data set, where a card lies beside it
        return any(other.lower() == "readme.md" for other in beside)
    if name.endswith(".yaml") and os.path.basename(os.path.dirname(entry.path)) == RESULTS:
        return True
    kinds = config.settings.kinds
    return bool(kinds) and _covered(kinds, entry.path, config)


def _left_out(entry: os.DirEntry[str], config: Config, layers: tuple[Layer, ...]) -> bool:
    from conduct_lint.sources import ignore

    return _excluded(entry.path, config) or ignore.ignored(layers, entry.path, entry.is_dir(follow_symlinks=False))


def _readable(entry: os.DirEntry[str], root: str) -> bool:
    """A found file is read when it is a regular file, or a link to one within the root."""
    if not entry.is_symlink():
        return entry.is_file()
    return os.path.isfile(entry.path) and _within(os.path.realpath(entry.path), os.path.realpath(root))


def _excluded(path: str, config: Config) -> bool:
    exclude = config.settings.exclude
    return bool(exclude) and _covered(exclude, path, config)


def _covered(patterns: Iterable[str], path: str, config: Config) -> bool:
    from conduct_lint import globs

    return any(globs.covers(glob, config.place(path)) for glob in patterns)


def load(place: Place, kind: str | None = None) -> Text:
    """Read a place. What keeps it from being read stands in `problem`, in words for the user; nothing is raised."""
    path = place.file
    if place.root and not _within(os.path.realpath(path), os.path.realpath(place.root)):
        return _unread(place, "it is a symbolic link that leads outside the repository; name the file that it points to")
    try:
        if os.path.isdir(path):
            return _unread(place, "the folder cannot be listed: permission denied")
        if not place.named and not stat.S_ISREG(os.stat(path).st_mode):
            return _unread(place, "it is no regular file")
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        return _unread(place, "there is no such file or folder" + _meant(path))
    except NotADirectoryError:
        return _unread(place, "there is no such file or folder")
    except PermissionError:
        return _unread(place, "it cannot be read: permission denied")
    except (OSError, ValueError) as error:
        return _unread(place, f"it cannot be read: {getattr(error, 'strerror', None) or error}")
    body, problem = decode(content)
    folder = os.path.dirname(path)
    siblings: Siblings = Disk(folder, place.root)
    platform = place.config.settings.platform or platform_of(folder, place.root)
    return Text(place.path, body, kind, platform, siblings=siblings, problem=problem, place=place.config.place(path))


def load_stdin(content: bytes, name: str, config: Config, kind: str | None = None) -> Text:
    """The text that came on standard input.

    Arguments: `name` is the path that it stands for, empty where it stands for none: then nothing is known around it.
    """
    body, problem = decode(content)
    if not name:
        return Text("-", body, kind, config.settings.platform, problem=problem)
    folder = os.path.dirname(os.path.abspath(name))
    root = root_of(folder)
    siblings: Siblings = Disk(folder, root) if os.path.isdir(folder) else Nowhere()
    platform = config.settings.platform or platform_of(folder, root)
    return Text(shown(name), body, kind, platform, siblings=siblings, problem=problem, place=config.place(os.path.abspath(name)))


def _unread(place: Place, problem: str) -> Text:
    return Text(place.path, "", problem=problem)


def decode(content: bytes) -> tuple[str, str]:
    """The text of a file and what is wrong with it, one of them empty. Newlines are kept, a byte order mark is not."""
    if len(content) > MAX_BYTES:
        return "", f"it is too large to read fully: more than {MAX_BYTES // 1_000_000} MB"
    if content[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return "", "it is UTF-16, which the Hub and most tools cannot read; save it as UTF-8"
    if b"\0" in content[:BINARY_PROBE]:
        return "", "it is not text: there are NUL bytes in it"
    mark = 3 if content.startswith(b"\xef\xbb\xbf") else 0
    try:
        return content[mark:].decode("utf-8"), ""
    except UnicodeDecodeError as error:
        at = error.start + mark
        line = content.count(b"\n", 0, at) + 1
        return "", f"byte 0x{content[at]:02x} at offset {at} (line {line}) is not UTF-8; save the file as UTF-8"


def _meant(path: str) -> str:
    from conduct_lint.vocabulary import near

    try:
        found = near(os.path.basename(path), os.listdir(os.path.dirname(path)))
    except OSError:
        return ""
    return f"; did you mean {shown(found)}?" if found else ""


def shown(path: str) -> str:
    """A path as it is printed and reported: with `/`, in characters that every output can take."""
    path = path.replace(os.sep, "/")
    return path if path.isprintable() else "".join(c if c.isprintable() else ascii(c)[1:-1] for c in path)


def _within(path: str, root: str) -> bool:
    """Whether a resolved path lies in a tree; git's own folder, which may hold credentials, is no part of it."""
    inside = path == root or path.startswith(root.rstrip(os.sep) + os.sep)
    return inside and f"{os.sep}.git{os.sep}" not in path[len(root) - 1 :]


@cache
def root_of(folder: str) -> str | None:
    """The root of the tree that an absolute folder belongs to: its git repository, or its repository in the Hub's cache, where
    every file is a link to a blob beside it; None where there is neither."""
    cached = _HUB_CACHE.match(folder)
    if cached:
        return cached.group(1)
    while not os.path.exists(os.path.join(folder, ".git")):
        above = os.path.dirname(folder)
        if above == folder:
            return None
        folder = above
    return folder


@cache
def platform_of(folder: str, root: str | None) -> str | None:
    """`hub` for a clone of a repository on the Hub and for the Hub's cache, else None: the text itself decides."""
    if root is None:
        return None
    if _HUB_CACHE.match(folder):
        return "hub"
    try:
        with open(os.path.join(root, ".git", "config"), encoding="utf-8", errors="replace") as file:
            return "hub" if _HUB_REMOTE.search(file.read(MAX_SIBLING_BYTES)) else None
    except OSError:
        return None
