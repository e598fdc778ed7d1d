"""Where the data files lie: `rules/`, shipped inside the package or one folder above it in a checkout."""

from __future__ import annotations

import os

TYPE_CHECKING = False  # spelt out: importing typing for it would cost more than this module
if TYPE_CHECKING:
    from mmap import mmap


class RuleFilesError(Exception):
    """Files of rules or wordings that cannot be used. The message names file and entry, and quotes these files only."""


def folder() -> str:
    """Return the absolute path of the data folder.

    A wheel carries the folder as `conduct_lint/rules`; an editable install or a checkout has it next to the package. The path
    is not read here: where neither folder exists, the second path is returned and opening a file in it says what is missing.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    shipped = os.path.join(package, "rules")
    return shipped if os.path.isdir(shipped) else os.path.join(os.path.dirname(package), "rules")


def mapped(path: str) -> bytes | mmap:
    """The bytes of a large file of which little is needed: those parts are read that are looked at, where the system can do so.

    Raises FileNotFoundError, and OSError for a file that cannot be read.
    """
    with open(path, "rb") as file:
        try:
            from mmap import ACCESS_READ, mmap

            return mmap(file.fileno(), 0, access=ACCESS_READ)
        except (ImportError, OSError, ValueError):  # no such calls, or an empty file
            return file.read()
