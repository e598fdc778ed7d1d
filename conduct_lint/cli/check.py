"""`conduct-lint check`: what the rules say of some texts."""

from __future__ import annotations

import click

from conduct_lint import reporters
from conduct_lint.cli import options
from conduct_lint.cli.run import Tally as Tally
from conduct_lint.cli.run import run
from conduct_lint.typed import Any


@click.command("check", short_help="Say what the rules find in cards.")
@options.targets
@options.selection
@click.option("--fix", is_flag=True, help="Mend what can be mended without changing what the card says, then report the rest.")
@click.option("--diff", is_flag=True, help="Show what --fix would change, and change nothing.")
@click.option("--unsafe-fixes", is_flag=True, help="With --fix or --diff: also what may change what the card says.")
@click.option("--output-format", type=options.Choice(reporters.NAMES), help="How to show it; full if not given.")
@click.option("--output-file", metavar="PATH", help="Write there instead of to standard output.")
@click.option("--force-exclude", is_flag=True, help="Let `exclude` of the config pass by named files too.")
@click.option("--show-files", is_flag=True, help="Show which files would be read, and end.")
@click.option("--show-settings", is_flag=True, help="Show the settings for the first target, and end.")
@click.option("--statistics", is_flag=True, help="Show how often each rule spoke instead of each finding.")
@click.option("--color", type=options.Choice(("auto", "always", "never")), default="auto", help="Whether to use colours.")
@click.option("-q", "--quiet", is_flag=True, help="No notes on what was passed by.")
@click.option("-v", "--verbose", is_flag=True, help="Advice for all, what was set aside, and each file with its kind.")
@click.option("--exit-zero", is_flag=True, help="Exit 0 whatever the rules find.")
@click.option("--jobs", type=options.Jobs(), default="1", metavar="N|auto", help="Processes to share the work; 1 if not given.")
@click.option("--timings", is_flag=True, help="Show where the time went, on standard error; in one process.")
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Say what the rules find in model cards, data set cards and evaluation results.

    TARGETS are files, folders or - for standard input; without any, the current folder. Below a folder the files named
    README.md, *model*card*.md, *dataset*card*.md and .eval_results/*.yaml are read, what .gitignore names is not.

    Exit codes: 0 nothing at or above --fail-on, 1 findings there, 2 usage, config or a path that cannot be read, 3 a fault of
    conduct-lint.
    """
    ctx.exit(run(given))
