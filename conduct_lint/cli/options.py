"""Option types and the options that several commands share."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import click

from conduct_lint import config_keys
from conduct_lint.cli.given import coloured as coloured
from conduct_lint.cli.given import configs as configs
from conduct_lint.cli.given import is_jobs, selectors
from conduct_lint.cli.given import over as over
from conduct_lint.rulefiles import KINDS, SEVERITIES
from conduct_lint.settings import FAIL_ON, PLATFORMS, PROFILES
from conduct_lint.typed import TYPE_CHECKING, Any, TypeVar

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
        found, problem = selectors(str(value))
        if problem:
            self.fail(problem, param, ctx)
        return found


class Jobs(Type):
    """A number of processes, or `auto`."""

    name = "jobs"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        if not is_jobs(str(value)):
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
