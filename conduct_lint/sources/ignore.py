"""What git leaves out: the `.gitignore` files of a tree, read without git."""

from __future__ import annotations

import os

from conduct_lint import globs
from conduct_lint.named import NamedTuple

#: A file of patterns beyond this size is not read.
MAX_BYTES = 1_000_000


class Line(NamedTuple):
    """One pattern; `again`: it takes back what an earlier one left out (`!` in the file)."""

    pattern: str
    again: bool


class Layer(NamedTuple):
    """The patterns of one file, valid for what lies below `folder` (absolute)."""

    folder: str
    lines: tuple[Line, ...]


def parse(source: str) -> tuple[Line, ...]:
    """The patterns of a `.gitignore` text, comments and blank lines left out."""
    lines = []
    for raw in source.removeprefix("\ufeff").split("\n"):
        line = _trimmed(raw.removesuffix("\r"))
        if not line or line.startswith("#"):
            continue
        again = line.startswith("!")
        pattern = line[1:] if again else line
        if pattern.strip("/"):
            lines.append(Line(pattern, again))
    return tuple(lines)


def _trimmed(line: str) -> str:
    """Without the blanks at the end, save one that a backslash keeps."""
    short = line.rstrip(" ")
    backslashes = len(short) - len(short.rstrip("\\"))
    return short + " " if backslashes % 2 and short != line else short


def layers_of(folder: str, name: str = ".gitignore", base: str = "") -> tuple[Layer, ...]:
    """The layer of one folder's own file, or nothing. Like git, a symbolic link is not followed.

    Arguments: `folder` absolute; `base` is the folder for which the patterns hold, where that is another.
    """
    path = os.path.join(folder, name)
    try:
        if os.path.islink(path) or os.path.getsize(path) > MAX_BYTES:
            return ()
        with open(path, encoding="utf-8", errors="replace") as file:
            lines = parse(file.read())
    except OSError:
        return ()
    return (Layer(base or folder, lines),) if lines else ()


def layers_above(folder: str, root: str) -> tuple[Layer, ...]:
    """The layers that hold in `folder` because of the folders above it, up to `root`, and of git's own exclude file."""
    found = layers_of(os.path.join(root, ".git", "info"), "exclude", root)
    if folder != root:
        steps = os.path.relpath(folder, root).split(os.sep)[:-1]
        for depth in range(len(steps) + 1):
            found += layers_of(os.path.join(root, *steps[:depth]))
    return found


def ignored(layers: tuple[Layer, ...], path: str, folder: bool) -> bool:
    """Tell whether git would leave an entry out: the nearest file decides, in it the last pattern that names the entry.

    Arguments: `layers` from the top down; `path` absolute. The folders above the entry are taken not to be left out themselves.
    """
    for layer in reversed(layers):
        inside = path[len(layer.folder) :].replace(os.sep, "/").lstrip("/")
        for line in reversed(layer.lines):
            if globs.names(line.pattern, inside, folder):
                return not line.again
    return False
