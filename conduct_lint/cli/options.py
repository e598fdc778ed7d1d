"""Option types and the options that several commands share."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

import click

from conduct_lint import config, config_keys
from conduct_lint.cli import Refused
from conduct_lint.rulefiles import KINDS, SEVERITIES
from conduct_lint.settings import FAIL_ON, PLATFORMS, PROFILES, Settings

F = TypeVar("F", bound=Callable[..., Any])

if TYPE_CHECKING:
    Type = click.ParamType[Any]
else:  # generic only since click 8.2
    Type = click.ParamType


class Choice(Type):
    """One of some words, with a suggestion for a misspelt one."""

    name = "choice"

    def __init__(self, words: Sequence[str]) -> None:
        self.words = tuple(words)

    def get_metavar(self, param: click.Parameter, ctx: click.Context | None = None) -> str:
        return "|".join(self.words)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if value not in self.words:
            self.fail(f"{value!r} is none of {', '.join(self.words)}" + config_keys.meant(str(value), self.words), param, ctx)
        return str(value)


class Selectors(Type):
    """Rules by code, name, family or clause, separated by commas."""

    name = "rules"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, ...]:
        if isinstance(value, tuple):
            return value
        found = tuple(word.strip() for word in str(value).split(",") if word.strip())
        for selector in found:
            if problem := config_keys.unknown_selector(selector):
                self.fail(problem, param, ctx)
        return found


class Jobs(Type):
    """A number of processes, or `auto`."""

    name = "jobs"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if str(value) != "auto" and not (str(value).isdecimal() and int(value) > 0):
            self.fail(f"{value!r} is neither a number of processes nor auto", param, ctx)
        return str(value)


def together(*options: Callable[[F], F]) -> Callable[[F], F]:
    """Several options as one decorator, shown by `--help` in this order."""

    def decorate(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return decorate


targets = together(
    click.argument("targets", nargs=-1, metavar="[TARGETS]..."),
    click.option("--stdin-filename", metavar="PATH", help="The path that a text on standard input (`-`) stands for."),
    click.option("--kind", type=Choice(KINDS), metavar="KIND", help="Take every text for this kind: model-card …"),
    click.option("--platform", type=Choice(PLATFORMS), help="Where the texts live; found out if not given."),
    click.option("--config", "configs", multiple=True, metavar="PATH|KEY=VALUE", help="A config file, or one setting."),
    click.option("--isolated", is_flag=True, help="Read no config file."),
)

selection = together(
    click.option("--select", type=Selectors(), multiple=True, metavar="RULES", help="Ask only these, or ALL."),
    click.option("--ignore", type=Selectors(), multiple=True, metavar="RULES", help="Do not ask these."),
    click.option("--extend-select", type=Selectors(), multiple=True, metavar="RULES", help="Ask these too."),
    click.option("--profile", type=Choice(PROFILES), help="How much is shown."),
    click.option("--preview/--no-preview", default=None, help="Ask rules that are still on trial."),
    click.option("--min-severity", type=Choice(SEVERITIES), help="Show nothing below."),
    click.option("--fail-on", type=Choice(FAIL_ON), help="Exit 1 for findings from here on; `error` for cards if not given."),
)


def configs(given: Mapping[str, Any]) -> config.Configs:
    """The configs of a run by its options. Raises Refused, ConfigError."""
    files = [word for word in given["configs"] if "=" not in word or os.path.isfile(word)]
    if len(files) > 1:
        raise Refused("--config names two files; one holds at a time")
    if files and given["isolated"]:
        raise Refused("--config PATH and --isolated exclude each other")
    if files and not os.path.isfile(files[0]):
        raise Refused(f"--config {files[0]}: there is no such file")
    pairs = [word for word in given["configs"] if word not in files]
    fixed = config.Config(Settings(), os.getcwd()) if given["isolated"] else config.load(files[0]) if files else None
    return config.Configs(fixed, lambda settings: over(settings, given, pairs))


def over(settings: Settings, given: Mapping[str, Any], pairs: Sequence[str] = ()) -> Settings:
    """Settings with the command line over them: `--config KEY=VALUE` first, then the options.

    `--select` begins anew: what the config selects and ignores no longer counts. `--ignore` adds to the config, and so does
    `--extend-select`, also against the same word among the config's `ignore`.
    """
    for pair in pairs:
        settings = config.override(settings, pair)
    select, ignore, more = (sum(given.get(key) or (), ()) for key in ("select", "ignore", "extend_select"))
    if select:
        settings = replace(settings, select=select, extend_select=(), ignore=())
    kept = tuple(selector for selector in settings.ignore if selector not in more)
    settings = replace(settings, extend_select=settings.extend_select + more, ignore=kept + ignore)
    plain = ("profile", "preview", "min_severity", "fail_on", "platform", "output_format")
    return replace(settings, **{key: given[key] for key in plain if given.get(key) is not None})


def coloured(when: str, stream: Any = None) -> bool:
    """Whether to write colours: `--color` first, then NO_COLOR, FORCE_COLOR, then whether a terminal reads.

    See https://no-color.org and https://force-color.org.
    """
    if when != "auto":
        return when == "always"
    if os.environ.get("NO_COLOR"):
        return False
    if os.environ.get("FORCE_COLOR"):
        return True
    return bool((stream or sys.stdout).isatty()) and os.environ.get("TERM") != "dumb"
