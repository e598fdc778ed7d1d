"""Reads the options of `check` without click, which takes a fifth of the time of a short run.

The options are those that click was told: when the wheel is built, `rows` writes down what the command declares, and a test holds
what is read here against what click reads. Whatever is not plain – help, a misspelt option, a value that does not do – is left to
click, which finds the words for it.
"""

from __future__ import annotations

import json
import os

from conduct_lint import data
from conduct_lint.typed import Any

FILE = "options.json"

TYPE_CHECKING = False  # spelt out: importing typing for it would cost more than this module
if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import click


def parsed(arguments: Sequence[str], table: Mapping[str, Any] | None = None) -> dict[str, Any] | None:
    """The values of the options by their names, as click gives them; None where click must read them.

    Arguments: those behind `check`; `table` as `rows` makes it, by default the shipped one.
    """
    table = _shipped() if table is None else table
    if not table:
        return None
    given: dict[str, Any] = {row["name"]: () if row["multiple"] else row["default"] for row in table["options"]}
    by_word = {word: (row, True) for row in table["options"] for word in row["words"]}
    by_word |= {word: (row, False) for row in table["options"] for word in row["against"]}
    targets: list[str] = []
    waiting = list(reversed(arguments))
    while waiting:
        word = waiting.pop()
        if word == "--":
            targets += reversed(waiting)
            break
        if word == "-" or not word.startswith("-"):
            targets.append(word)
            continue
        name, equals, value = word.partition("=")
        row, positive = by_word.get(name if name.startswith("--") else word, (None, True))
        if row is None:
            return None
        if row["flag"]:
            if equals and name.startswith("--"):
                return None
            given[row["name"]] = positive
            continue
        if not equals:
            if not waiting:
                return None
            value = waiting.pop()
        meant = _meant(value, row)
        if meant is None:
            return None
        given[row["name"]] = (*given[row["name"]], meant) if row["multiple"] else meant
    given[table["targets"]] = tuple(targets)
    return given


def _meant(value: str, row: Mapping[str, Any]) -> Any:
    """The value of an option; None for one that does not do."""
    if row["type"] == "text":
        return value
    if row["type"] == "choice":
        return value if value in row["values"] else None
    from conduct_lint.cli import given

    if row["type"] == "rules":
        found, problem = given.selectors(value)
        return None if problem else found
    return value if row["type"] == "jobs" and given.is_jobs(value) else None


def _shipped() -> dict[str, Any] | None:
    try:
        with open(os.path.join(data.folder(), FILE), encoding="utf-8") as file:
            found: dict[str, Any] = json.load(file)
            return found
    except OSError:
        return None


def rows(command: click.Command) -> dict[str, Any]:
    """The table of a command's options. Raises TypeError for one that cannot be read without click."""
    targets, *options = sorted(command.params, key=lambda parameter: parameter.param_type_name)
    if targets.param_type_name != "argument" or targets.nargs != -1:
        raise TypeError(f"{command.name} has other arguments than targets")
    return {"targets": targets.name, "options": [_row(option) for option in options]}


def _row(option: Any) -> dict[str, Any]:
    if (
        option.param_type_name != "option"
        or option.nargs != 1
        or option.callback
        or option.is_eager
        or option.envvar
        or option.count
    ):
        raise TypeError(f"{option.name} is no plain option")
    kind = "flag" if option.is_flag else option.type.name
    if kind not in ("flag", "text", "choice", "rules", "jobs"):
        raise TypeError(f"{option.name} has the type {kind}")
    # Click 8.3 has a value of its own for what has no default.
    default = option.default if isinstance(option.default, (str, bool)) else None
    return {
        "name": option.name,
        "words": option.opts,
        "against": option.secondary_opts,
        "flag": option.is_flag,
        "multiple": option.multiple,
        "default": False if option.is_flag and default is None and not option.secondary_opts else default,
        "type": kind,
        "values": list(option.type.words) if kind == "choice" else [],
    }
