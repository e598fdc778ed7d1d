"""Patterns of paths as `.gitignore` files and our config write them.

A pattern without a slash names an entry at any depth; one with a slash at its beginning or in its middle is read from the folder
of the file that holds it; a slash at its end means folders only; `*` and `?` stop at a slash, `**` does not.
See https://git-scm.com/docs/gitignore#_pattern_format.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import translate
from functools import lru_cache

from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

_CLASSES = {
    "alnum": "a-zA-Z0-9", "alpha": "a-zA-Z", "blank": " \t", "digit": "0-9", "lower": "a-z", "space": " \t\n\r\f\v",
    "upper": "A-Z", "xdigit": "0-9a-fA-F",
}  # fmt: skip
_CLASS = regex(r"\[:([a-z]+):\]")
_SET = regex(r"\[[!^]?\]?(?:\[:[a-z]+:\]|\\.|[^\]\\])*\]")
_ESCAPED = re.compile(r"\\(.)", re.S)


class Glob(NamedTuple):
    """A pattern taken apart: one test for each step of a path, None for `**`; `folders`: it names folders only."""

    steps: tuple[Callable[[str], object] | None, ...]
    folders: bool


@lru_cache(maxsize=4096)
def read(pattern: str) -> Glob:
    """Take a pattern apart; every text is a pattern."""
    folders = pattern.endswith("/")
    inner = pattern.removesuffix("/")
    anchored = "/" in inner
    parts = inner.removeprefix("/").split("/")
    steps = [None if len(part) > 1 and not part.strip("*") else _step(part) for part in parts]
    if not anchored:
        steps.insert(0, None)
    return Glob(tuple(steps), folders)


def names(pattern: str, path: str, folder: bool = False) -> bool:
    """Tell whether the pattern names this very entry.

    Arguments: `path` with `/`, relative to the folder of the pattern; `folder` whether the entry is one.
    """
    glob = read(pattern)
    return (folder or not glob.folders) and _along(glob.steps, path.split("/"))


def covers(pattern: str, path: str) -> bool:
    """Tell whether the pattern names this file or a folder that it lies in."""
    parts = path.split("/")
    return names(pattern, path) or any(names(pattern, "/".join(parts[:n]), folder=True) for n in range(1, len(parts)))


def _step(step: str) -> Callable[[str], object]:
    """The test for one step of a path. `fnmatch` knows neither escapes nor `^` nor classes: they are put in its words."""
    out, at = [], 0
    while at < len(step):
        if step[at] == "\\" and at + 1 < len(step):
            out.append(f"[{step[at + 1]}]" if step[at + 1] in "*?[" else step[at + 1])
            at += 2
        elif step[at] == "[" and (found := _SET.match(step, at)):
            out.append(_set(found.group()[1:-1]))
            at = found.end()
        else:
            out.append("[[]" if step[at] == "[" else step[at])
            at += 1
    return re.compile(translate("".join(out))).match


def _set(inner: str) -> str:
    negated = inner[0] in "!^" and len(inner) > 1
    body = _CLASS.sub(lambda m: _CLASSES.get(m.group(1), ""), inner[1:] if negated else inner)
    return f"[{'!' if negated else ''}{_ESCAPED.sub(lambda m: m.group(1), body)}]"


def _along(steps: tuple[Callable[[str], object] | None, ...], parts: list[str]) -> bool:
    """Match steps to the parts of a path, going back to the last `**` only: no pattern takes more than steps × parts."""
    step = part = 0
    back: tuple[int, int] | None = None
    while part < len(parts):
        if step < len(steps):
            test = steps[step]
            if test is None:
                if step == len(steps) - 1:
                    return True
                back, step = (step + 1, part), step + 1
                continue
            if test(parts[part]):
                step, part = step + 1, part + 1
                continue
        if back is None:
            return False
        back = (back[0], back[1] + 1)
        step, part = back
    return step == len(steps)
