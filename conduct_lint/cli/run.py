"""What `conduct-lint check` does, once its options are read."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping

from conduct_lint import reporters
from conduct_lint.cli import FAULT, FINDINGS, REFUSED, Refused, say, texts
from conduct_lint.cli import given as meant
from conduct_lint.cli.work import Outcome, Work, fails, lost
from conduct_lint.cli.work import items as _items
from conduct_lint.config import Configs
from conduct_lint.engine import NO_CARD
from conduct_lint.model import Report
from conduct_lint.patterns import regex
from conduct_lint.settings import Settings
from conduct_lint.sources.files import shown
from conduct_lint.typed import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from conduct_lint.timings import Clock


class Tally:
    """What a run has met so far; the exit code follows from it."""

    def __init__(self) -> None:
        self.checked = self.skipped = self.unread = self.mended = 0
        self.failing = self.faulty = False
        self.fixed: dict[str, int] = {}

    def add(self, report: Report, settings: Settings) -> None:
        self._count(report, fails(report, settings))

    def take(self, outcome: Outcome) -> None:
        self._count(outcome.report, outcome.failing)
        self.unread += bool(outcome.unmended)
        self.mended += bool(outcome.fixed)
        for code, count in outcome.fixed.items():
            self.fixed[code] = self.fixed.get(code, 0) + count

    def _count(self, report: Report, failing: bool) -> None:
        self.checked += not report.skipped
        self.skipped += report.skipped == NO_CARD
        self.unread += report.skipped not in ("", NO_CARD)
        self.faulty |= bool(report.failures)
        self.failing |= failing

    def code(self, exit_zero: bool) -> int:
        """The exit code: a fault of ours before what could not be read before findings."""
        if self.faulty:
            return FAULT
        return REFUSED if self.unread else FINDINGS if self.failing and not exit_zero else 0


def run(given: Mapping[str, Any]) -> int:
    """Check what the options ask for; `given` holds their values by the names that the command declares. Returns the exit code.

    Raises Refused and ConfigError for what cannot be done.
    """
    configs = meant.configs(given)
    if given["show_files"]:
        for place in texts.places(given, configs):
            print(place.path)
        return 0
    if given["show_settings"]:
        _show_settings(given, configs)
        return 0
    _refuse(given)
    clock = _clock() if given["timings"] else None
    tally = Tally()
    out = _output(given)
    try:
        outcomes = _outcomes(given, configs, tally, clock)
        if given["diff"]:
            for outcome in outcomes:
                out.write(outcome.diff if _exact(out) else _harmless(outcome.diff))
        else:
            _report(given, configs, _apart(clock, _shown(outcomes, given)), out, clock)
    finally:
        if given["output_file"] is not None:
            out.close()
    if tally.fixed:
        _tell_fixed(tally, given["diff"])
    if tally.skipped > 1 and not (tally.checked or tally.unread or given["quiet"]):
        say("note", f"nothing was checked: none of the {tally.skipped} files is a card")
    if clock:
        from conduct_lint.timings import table

        print(*table(clock), sep="\n", file=sys.stderr)
    return tally.code(given["exit_zero"])


def _refuse(given: Mapping[str, Any]) -> None:
    if given["fix"] and given["diff"]:
        raise Refused("--fix and --diff exclude each other: one writes, the other only shows")
    if given["unsafe_fixes"] and not (given["fix"] or given["diff"]):
        raise Refused("--unsafe-fixes needs --fix or --diff")
    if given["fix"] and "-" in texts.targets_of(given) and len(texts.targets_of(given)) > 1:
        raise Refused("--fix writes the mended text of - to standard output, so it takes no other target with it")


def _outcomes(given: Mapping[str, Any], configs: Configs, tally: Tally, clock: Clock | None) -> Iterator[Outcome]:
    """One outcome a text, in order, by as many processes as asked for; what cannot be read is told at once and counted."""
    work, items = Work(given, clock), iter(_items(given, configs))
    if given["jobs"] == "1" or clock:
        outcomes: Iterator[Outcome] = map(work, items)
    else:
        from conduct_lint import jobs

        least = jobs.WORTHWHILE if given["jobs"] == "auto" else 2
        outcomes = jobs.run(work, items, jobs.count(given["jobs"]), lost, least)
    for outcome in outcomes:
        tally.take(outcome)
        _tell(outcome, given)
        yield outcome


def _tell(outcome: Outcome, given: Mapping[str, Any]) -> None:
    report = outcome.report
    if outcome.unmended:
        say("error", f"{report.path}: not mended: {outcome.unmended}")
    if report.skipped not in ("", NO_CARD):
        say("error", f"{report.path}: {report.skipped}")
    elif report.skipped and outcome.named and not given["quiet"]:
        reason = NO_CARD if report.text.strip() else "it is empty"
        say("note", f"{report.path}: skipped: {reason} (--kind KIND checks it all the same)")
    elif given["verbose"]:
        say("note", f"{report.path}: {report.kind}, {outcome.config or 'no config file'}")


def _exact(out: TextIO) -> bool:
    """Whether a diff goes to a program, which needs it as it is, and not to a terminal or the log of a workflow."""
    return not out.isatty() and not (out is sys.stdout and os.environ.get("GITHUB_ACTIONS"))


def _harmless(diff: str) -> str:
    from conduct_lint.reporters.screen import visible

    return "\n".join(map(visible, diff.split("\n")))


def _tell_fixed(tally: Tally, only_shown: bool) -> None:
    total = sum(tally.fixed.values())
    rules = ", ".join(f"{code} ×{count}" if count > 1 else code for code, count in sorted(tally.fixed.items()))
    what = f"{total} finding{'s' * (total > 1)} in {tally.mended} file{'s' * (tally.mended > 1)} ({rules})"
    say("note", f"--fix would mend {what}" if only_shown else f"mended {what}")


def _shown(outcomes: Iterator[Outcome], given: Mapping[str, Any]) -> Iterator[Report]:
    """The reports; a mended text of standard input goes to standard output."""
    for outcome in outcomes:
        if outcome.body is not None:
            sys.stdout.flush()
            sys.stdout.buffer.write(outcome.body.encode())
        yield outcome.report


def _apart(clock: Clock | None, reports: Iterator[Report]) -> Iterator[Report]:
    """The reports, the time until each comes not counted as that of the reporter."""
    if clock is None:
        yield from reports
        return
    while (report := clock.timed("rest", "", lambda: next(reports, None))) is not None:
        yield report


def _clock() -> Clock:
    import time

    from conduct_lint.timings import Clock

    clock = Clock()
    clock.spent["start", ""] = time.process_time()
    return clock


def _report(given: Mapping[str, Any], configs: Configs, reports: Iterator[Report], out: TextIO, clock: Clock | None) -> None:
    if given["statistics"]:
        _statistics(reports, out, given["output_format"] == "json")
        return
    settings = configs.of_folder(os.getcwd()).settings
    arguments = reports, out, _style(given, settings)
    reporter = reporters.named(settings.output_format)
    if clock:
        clock.timed("report", "", reporter, *arguments)
    else:
        reporter(*arguments)


def _output(given: Mapping[str, Any]) -> TextIO:
    """Where the report goes: a file, standard output, or standard error where the mended text has that."""
    path = given["output_file"]
    if path is None:
        return sys.stderr if given["fix"] and "-" in texts.targets_of(given) else sys.stdout
    try:
        return open(path, "w", encoding="utf-8", newline="")
    except OSError as error:
        raise Refused(f"--output-file {path}: it cannot be written: {error.strerror}") from None


def _style(given: Mapping[str, Any], settings: Settings) -> reporters.Style:
    from conduct_lint import rules

    on_screen = given["output_file"] is None
    width = None
    if on_screen and sys.stdout.isatty():
        import shutil

        width = shutil.get_terminal_size().columns
    return reporters.Style(
        color=meant.coloured(given["color"]) if on_screen else given["color"] == "always",
        width=width,
        profile=settings.profile,
        verbose=given["verbose"],
        command=_command(given),
        rules={rule.code: rule for rule in rules.builtin()},
    )


def _command(given: Mapping[str, Any]) -> str:
    """What to type to see the same texts again."""
    targets = [shown(target) for target in given["targets"] if target != "-"]
    if len(targets) > 3:
        return "conduct-lint check"
    if not all(map(_PLAIN.fullmatch, targets)):
        import shlex

        targets = [shlex.quote(target) for target in targets]
    return " ".join(["conduct-lint", "check", *targets])


#: What a shell takes as it stands.
_PLAIN = regex(r"[A-Za-z0-9_./-]+")


def _statistics(reports: Iterable[Report], out: TextIO, as_json: bool) -> None:
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

    from conduct_lint.config_keys import KEYS

    first = texts.targets_of(given)[0]
    folder = os.path.abspath("." if first == "-" else first)
    config = configs.of_folder(folder if os.path.isdir(folder) else os.path.dirname(folder))
    print(f"# {config.file or 'no config file: defaults and command line'}")
    values = config.settings._asdict()
    for key, (field, _) in KEYS.items():
        value = values[field]
        if key == "per-file-ignores":
            value = {entry.glob: {"rules": entry.rules, "reason": entry.reason} for entry in value}
        print(f"{key}: {json.dumps(sorted(value) if isinstance(value, frozenset) else value, ensure_ascii=False)}")
