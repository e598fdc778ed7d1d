"""`conduct-lint text`: what the rules say of words that people write to each other, before they send them or afterwards."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping

import click

from conduct_lint import reporters
from conduct_lint.cli import FAULT, FINDINGS, REFUSED, Refused, options, say
from conduct_lint.engine import Linter
from conduct_lint.model import CONTRIBUTIONS, Nowhere, Report, Severity, Siblings, Text
from conduct_lint.reporters.tally import counted, public, standing
from conduct_lint.sources import files
from conduct_lint.typed import Any

KINDS = ("pull-request", "issue", "comment", "review", "discussion", "commit-message", "recommendation")


@click.command("text", short_help="Check a pull request, issue, comment or commit message.")
@click.argument("file", default="-", metavar="[FILE|-]")
@click.option(
    "--kind", type=options.Choice(KINDS), default="comment", show_default=True, metavar="KIND", help=", ".join(KINDS) + "."
)
@click.option("--title", default="", metavar="WORDS", help="The title of the pull request, issue or discussion.")
@click.option("--event", metavar="PATH", help="Check the words in a GitHub event instead, or in an object of its API.")
@click.option("--event-name", default="", metavar="NAME", help="issues, issue_comment …; found out if not given.")
@click.option("--moderation", is_flag=True, help="Show what is for a moderator, on the terminal and nowhere else.")
@options.selection
@click.option("--config", "configs", multiple=True, metavar="PATH|KEY=VALUE", help="A config file, or one setting.")
@click.option("--isolated", is_flag=True, help="Read no config file.")
@click.option("--output-format", type=options.Choice(reporters.NAMES), help="How to show it; full if not given.")
@click.option("--color", type=options.Choice(("auto", "always", "never")), default="auto", help="Whether to use colours.")
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Say what the rules find in a text that people write to each other: FILE, or - for standard input.

    Words of the repository's own templates below the current folder, quoted replies and git trailers are not judged. With
    a title,
    lines count in the body. Nothing fails unless --fail-on says so. Findings about persons and private data are for a moderator:
    their number is told, --moderation shows them.

    Exit codes: 0 nothing at or above --fail-on, 1 findings there, 2 usage, config or a text that cannot be read, 3 a fault of
    conduct-lint.
    """
    if given["moderation"] and not _terminal():
        raise Refused("--moderation writes to a terminal only: a log or a file would keep what a private word may settle")
    config = options.configs(given).of_folder(os.getcwd())
    linter = Linter(config.settings)
    reports = [linter.lint(text) for text in _texts(given)]
    for report in reports:
        if report.skipped:
            say("error", f"{report.path}: {report.skipped}")
    style = _style(given, config.settings.profile)
    everybodys, private = public(reports, style)
    if given["moderation"]:
        _moderate(reports, style)
    else:
        reporters.named(config.settings.output_format)(everybodys, sys.stdout, style)
        if private:
            say("note", f"{counted(private, 'passage')} may need a moderator's look: add --moderation to see them")
    if any(report.failures for report in reports):
        ctx.exit(FAULT)
    if any(report.skipped for report in reports):
        ctx.exit(REFUSED)
    limit = config.settings.fail_on or "never"
    if limit != "never" and any(f.severity >= Severity[limit.upper()] for report in everybodys for f in standing(report)):
        ctx.exit(FINDINGS)


def _terminal() -> bool:
    """Whether people read what is written, and no runner keeps it."""
    return sys.stdout.isatty() and not os.environ.get("CI")


def _texts(given: Mapping[str, Any]) -> Iterator[Text]:
    root = files.root_of(os.getcwd()) or os.getcwd()
    siblings: Siblings = files.Disk(root, root)
    if given["event"]:
        from conduct_lint.sources import github

        if given["file"] != "-" or given["title"]:
            raise Refused("--event brings its own text: no FILE and no --title with it")
        try:
            event = github.read(given["event_name"], given["event"])
        except github.EventError as error:
            raise Refused(str(error)) from None
        found = list(github.texts(event, siblings))
        if not found:
            say("note", "nobody's words are in this event")
        yield from found
        return
    name = given["file"]
    try:
        if name == "-":
            content = sys.stdin.buffer.read(files.MAX_BYTES + 1)
        else:
            with open(name, "rb") as file:
                content = file.read(files.MAX_BYTES + 1)
    except OSError as error:
        raise Refused(f"{files.shown(name)}: it cannot be read: {error.strerror}") from None
    body, problem = files.decode(content)
    if problem:
        raise Refused(f"{files.shown(name)}: {problem}")
    place = siblings if given["kind"] in CONTRIBUTIONS else Nowhere()
    yield Text(name if name == "-" else files.shown(name), body, given["kind"], title=given["title"], siblings=place)


def _style(given: Mapping[str, Any], profile: str) -> reporters.Style:
    from conduct_lint import rules

    return reporters.Style(
        color=options.coloured(given["color"]),
        profile=profile,
        command="conduct-lint text",
        rules={rule.code: rule for rule in rules.builtin()},
    )


def _moderate(reports: list[Report], style: reporters.Style) -> None:
    """Show what is for a moderator: the passage, its clause and the reason. What follows from it people decide."""
    private = {code for code, rule in style.rules.items() if rule.private}
    kept = [report._replace(findings=tuple(f for f in report.findings if f.code in private)) for report in reports]
    if not any(standing(report) for report in kept):
        click.echo("Nothing here asks for a moderator's look.")
        return
    reporters.named("full")(kept, sys.stdout, style)
    click.echo("A tool saw these passages, not what went before them. The code of conduct asks for a private word first.")
