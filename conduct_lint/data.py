"""Where the data files lie: `rules/`, shipped inside the package or one folder above it in a checkout."""

from __future__ import annotations

import os


def folder() -> str:
    """Return the absolute path of the data folder.

    A wheel carries the folder as `conduct_lint/rules`; an editable install or a checkout has it next to the package. The path
    is not read here: where neither folder exists, the second path is returned and opening a file in it says what is missing.
    """
    package = os.path.dirname(os.path.abspath(__file__))
    shipped = os.path.join(package, "rules")
    return shipped if os.path.isdir(shipped) else os.path.join(os.path.dirname(package), "rules")
