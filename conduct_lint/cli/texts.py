"""From the targets of a command to texts, and to words about what could not be read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping

from conduct_lint.cli import Refused, say
from conduct_lint.config import Config, Configs
from conduct_lint.model import Text
from conduct_lint.named import NamedTuple
from conduct_lint.sources import files
from conduct_lint.typed import Any


class Given(NamedTuple):
    """A text with the config that holds for it; `named` where the user gave this very file."""

    text: Text
    config: Config
    named: bool


def targets_of(given: Mapping[str, Any]) -> tuple[str, ...]:
    """The targets of a command, `.` where none is given. Raises Refused for `--stdin-filename` without `-`."""
    targets = tuple(given["targets"])
    if given["stdin_filename"] is None:
        return targets or (".",)
    if targets and "-" not in targets:
        raise Refused("--stdin-filename needs the target -")
    return targets or ("-",)


def places(given: Mapping[str, Any], configs: Configs) -> Iterator[files.Place]:
    """The files that the targets stand for, each once, under the first name that leads to it."""
    seen: set[str] = set()
    for target in targets_of(given):
        if target == "-":
            continue
        count = 0
        for place in files.discover(target, configs, given.get("force_exclude", False)):
            count += 1
            real = os.path.realpath(place.file)
            if real not in seen:
                seen.add(real)
                yield place
        if not count and os.path.isdir(target):
            say(
                "warning",
                f"{files.shown(target)}: no card is in this folder (README.md, *model*card*.md, .eval_results/*.yaml …)",
            )


def on_stdin(given: Mapping[str, Any], configs: Configs) -> Iterator[Given]:
    """The text on standard input, where `-` is among the targets."""
    if "-" in targets_of(given):
        name = given["stdin_filename"] or ""
        config = configs.of_folder(os.path.dirname(os.path.abspath(name)) if name else os.getcwd())
        content = sys.stdin.buffer.read(files.MAX_BYTES + 1)
        yield Given(files.load_stdin(content, name, config, given["kind"]), config, True)


def texts(given: Mapping[str, Any], configs: Configs) -> Iterator[Given]:
    """The texts that the targets stand for; one that cannot be read has its `problem`."""
    yield from on_stdin(given, configs)
    for place in places(given, configs):
        yield Given(files.load(place, given["kind"]), place.config, place.named)
