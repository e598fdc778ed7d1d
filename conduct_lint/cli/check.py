"""`conduct-lint check`: what the rules say of some texts."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any, TextIO

import click

from conduct_lint import reporters
from conduct_lint.cli import FAULT, FINDINGS, REFUSED, Refused, options, say, texts
from conduct_lint.config import Configs
from conduct_lint.engine import NO_CARD, Linter
from conduct_lint.model import Report, Severity
from conduct_lint.rulefiles import KIND_GROUPS
from conduct_lint.settings import Settings
from conduct_lint.sources.files import shown


class Tally:
    """What a run has met so far; the exit code follows from it."""

    def __init__(self) -> None:
        self.checked = self.skipped = self.unread = 0
        self.failing = self.faulty = False

    def add(self, report: Report, settings: Settings) -> None:
        self.checked += not report.skipped
        self.skipped += report.skipped == NO_CARD
        self.unread += report.skipped not in ("", NO_CARD)
        self.faulty |= bool(report.failures)
        limit = settings.fail_on or ("never" if report.kind in KIND_GROUPS["contribution"] else "error")
        if limit != "never":
            least = Severity[limit.upper()]
            self.failing |= any(f.severity >= least and f.suppressed is None for f in report.findings)

    def code(self, exit_zero: bool) -> int:
        """The exit code: a fault of ours before what could not be read before findings."""
        if self.faulty:
            return FAULT
        return REFUSED if self.unread else FINDINGS if self.failing and not exit_zero else 0


@click.command("check", short_help="Say what the rules find in cards.")
@options.targets
@options.selection
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
@click.pass_context
def command(ctx: click.Context, /, **given: Any) -> None:
    """Say what the rules find in model cards, data set cards and evaluation results.

    TARGETS are files, folders or - for standard input; without any, the current folder. Below a folder the files named
    README.md, *model*card*.md, *dataset*card*.md and .eval_results/*.yaml are read, what .gitignore names is not.

    Exit codes: 0 nothing at or above --fail-on, 1 findings there, 2 usage, config or a path that cannot be read, 3 a fault of
    conduct-lint.
    """
    configs = options.configs(given)
    if given["show_files"]:
        for place in texts.places(given, configs):
            click.echo(place.path)
        return
    if given["show_settings"]:
        _show_settings(given, configs)
        return
    tally = Tally()
    with _output(given["output_file"]) as out:
        reports = list(_reports(given, configs, tally))
        if given["statistics"]:
            _statistics(reports, out, given["output_format"] == "json")
        else:
            settings = configs.of_folder(os.getcwd()).settings
            reporters.named(settings.output_format)(reports, out, _style(given, settings, reports))
    if tally.skipped > 1 and not (tally.checked or tally.unread or given["quiet"]):
        say("note", f"nothing was checked: none of the {tally.skipped} files is a card")
    ctx.exit(tally.code(given["exit_zero"]))


def _reports(given: Mapping[str, Any], configs: Configs, tally: Tally) -> Iterator[Report]:
    """One report a text; what cannot be read is told at once and counted."""
    linters: dict[int, Linter] = {}
    for text, config, named in texts.texts(given, configs):
        if text.problem:
            report = Report(text.name, "other", "none", "", (), skipped=text.problem)
        else:
            linter = linters.get(id(config)) or linters.setdefault(id(config), Linter(config.settings))
            report = linter.lint(text)
        tally.add(report, config.settings)
        if report.skipped not in ("", NO_CARD):
            say("error", f"{text.name}: {report.skipped}")
        elif report.skipped and named and not given["quiet"]:
            reason = NO_CARD if text.body.strip() else "it is empty"
            say("note", f"{text.name}: skipped: {reason} (--kind KIND checks it all the same)")
        elif given["verbose"]:
            say("note", f"{text.name}: {report.kind}, {config.file or 'no config file'}")
        yield report


@contextmanager
def _output(path: str | None) -> Iterator[TextIO]:
    if path is None:
        yield sys.stdout
        return
    with ExitStack() as stack:
        try:
            file = stack.enter_context(open(path, "w", encoding="utf-8", newline=""))
        except OSError as error:
            raise Refused(f"--output-file {path}: it cannot be written: {error.strerror}") from None
        yield file


def _style(given: Mapping[str, Any], settings: Settings, reports: list[Report]) -> reporters.Style:
    from conduct_lint import rules

    on_screen = given["output_file"] is None
    width = None
    if on_screen and sys.stdout.isatty():
        import shutil

        width = shutil.get_terminal_size().columns
    return reporters.Style(
        color=options.coloured(given["color"]) if on_screen else given["color"] == "always",
        width=width,
        profile=settings.profile,
        verbose=given["verbose"],
        command=_command(given),
        rules={rule.code: rule for rule in rules.builtin()},
    )


def _command(given: Mapping[str, Any]) -> str:
    """What to type to see the same texts again."""
    import shlex

    targets = [shown(target) for target in given["targets"] if target != "-"]
    return shlex.join(["conduct-lint", "check", *targets]) if len(targets) <= 3 else "conduct-lint check"


def _statistics(reports: list[Report], out: TextIO, as_json: bool) -> None:
    counts: dict[tuple[str, str, str], int] = {}
    for report in reports:
        for finding in report.findings:
            if finding.suppressed is None:
                key = (finding.code, finding.name, finding.severity.word)
                counts[key] = counts.get(key, 0) + 1
    rows = sorted(counts.items(), key=lambda row: (-row[1], row[0]))
    if as_json:
        import json

        found = [{"code": code, "name": name, "severity": severity, "count": count} for (code, name, severity), count in rows]
        out.write(json.dumps(found, indent=2) + "\n")
        return
    for (code, name, severity), count in rows:
        out.write(f"{count:>6}  {code}  {severity:<7}  {name}\n")


def _show_settings(given: Mapping[str, Any], configs: Configs) -> None:
    import json
    from dataclasses import asdict

    from conduct_lint.config_keys import KEYS

    first = texts.targets_of(given)[0]
    folder = os.path.abspath("." if first == "-" else first)
    config = configs.of_folder(folder if os.path.isdir(folder) else os.path.dirname(folder))
    click.echo(f"# {config.file or 'no config file: defaults and command line'}")
    values = asdict(config.settings)
    for key, (field, _) in KEYS.items():
        value = values[field]
        if key == "per-file-ignores":
            value = {entry["glob"]: {"rules": entry["rules"], "reason": entry["reason"]} for entry in value}
        click.echo(f"{key}: {json.dumps(sorted(value) if isinstance(value, frozenset) else value, ensure_ascii=False)}")
