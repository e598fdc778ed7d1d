"""Reporters: each shows the same reports in one format. Only the module that is asked for is imported."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from importlib import import_module

from conduct_lint.named import NamedTuple
from conduct_lint.typed import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from conduct_lint.model import Report
    from conduct_lint.rules import Rule

HOME = "https://github.com/conduct-lint/conduct-lint"
NAMES = ("full", "concise", "json", "github", "sarif")


class Style(NamedTuple):
    """How to show, and what a reporter must know of the run.

    `color`: ANSI colours. `width`: columns of the terminal; None where the output is no terminal. `profile`: of the run; anything
    but `thorough` folds notices. `verbose`: advice also for what is folded, and what was set aside, with its reason. `command`:
    what reproduces the run. `rules`: code → rule, for what only the catalogue knows; a code that is missing there is shown with
    what the finding itself says. `docs`: address of a rule's page with the fields `{code}` and `{name}`.
    """

    color: bool = False
    width: int | None = None
    profile: str = "default"
    verbose: bool = False
    command: str = "conduct-lint check"
    rules: Mapping[str, Rule] = {}
    docs: str = HOME + "/blob/main/docs/rules/{code}.md"

    def address(self, code: str, name: str) -> str:
        """The address of a rule's page."""
        return self.docs.replace("{code}", code).replace("{name}", name)


#: Reports come one by one and may be more than memory holds; a reporter that must see all of them first says so.
Reporter = Callable[[Iterable["Report"], TextIO, Style], None]


def named(name: str) -> Reporter:
    """The reporter of this name. Raises ValueError, with the names there are, for another."""
    if name not in NAMES:
        raise ValueError(f"no output format is called {name!r}; there are: {', '.join(NAMES)}")
    reporter: Reporter = import_module(f"conduct_lint.reporters.{name}").report
    return reporter
