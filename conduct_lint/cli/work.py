"""What `check` does with one file or text, here or in another process."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from conduct_lint.cli import texts
from conduct_lint.config import Config, Configs
from conduct_lint.engine import Linter
from conduct_lint.model import CONTRIBUTIONS, Report, Severity, Text
from conduct_lint.named import NamedTuple
from conduct_lint.settings import Settings
from conduct_lint.sources import files
from conduct_lint.typed import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from conduct_lint.timings import Clock

T = TypeVar("T")
Item = files.Place | texts.Given


class Outcome(NamedTuple):
    """What came of one text.

    `named`: the user gave this very file. `config`: the file its settings come from. `failing`: findings at or above `--fail-on`
    remain. `fixed`: how many findings of each rule were mended; `unmended`: why the file could not be written; `diff`: what
    would be mended; `body`: the mended text of standard input.
    """

    report: Report
    named: bool
    config: str | None
    failing: bool
    fixed: Mapping[str, int] = {}
    unmended: str = ""
    diff: str = ""
    body: str | None = None


class Work:
    """Lints one item, mends it where that is asked for. Arguments: the options of the command; `clock` where times are wanted."""

    def __init__(self, given: Mapping[str, Any], clock: Clock | None = None) -> None:
        self.kind, self.unsafe = given["kind"], given["unsafe_fixes"]
        self.mend, self.show = given["fix"], given["diff"]
        self.clock = clock
        self.linters: dict[tuple[str | None, str], Linter] = {}

    def __call__(self, item: Item) -> Outcome:
        text = item.text if isinstance(item, texts.Given) else self._timed("read", files.load, item, self.kind)
        if text.problem:
            return Outcome(Report(text.name, "other", "none", "", (), skipped=text.problem), item.named, item.config.file, False)
        linter = self._linter(item.config)
        if not (self.mend or self.show):
            report = linter.lint(text)
            return Outcome(report, item.named, item.config.file, fails(report, item.config.settings))
        return self._mended(item, text, linter)

    def _mended(self, item: Item, text: Text, linter: Linter) -> Outcome:
        from conduct_lint import fix

        body, report, fixed, masks = fix.mend(text, linter.lint, self.unsafe)
        found = Outcome(report, item.named, item.config.file, fails(report, item.config.settings), fixed)
        if self.show:
            return found._replace(diff=fix.difference(text.name, text.body, body, masks))
        if isinstance(item, texts.Given):
            return found._replace(body=body)
        problem = fix.write(item.file, text.body, body) if fixed else ""
        if problem:
            report = linter.lint(text)
            return found._replace(report=report, failing=fails(report, item.config.settings), fixed={}, unmended=problem)
        return found

    def _linter(self, config: Config) -> Linter:
        key = config.file, config.folder
        if key not in self.linters:
            if self.clock:
                from conduct_lint import timings

                self.linters[key] = self._timed("start", timings.Linter, self.clock, config.settings)
            else:
                self.linters[key] = Linter(config.settings)
        return self.linters[key]

    def _timed(self, phase: str, call: Callable[..., T], *arguments: Any) -> T:
        return self.clock.timed(phase, "", call, *arguments) if self.clock else call(*arguments)


def items(given: Mapping[str, Any], configs: Configs) -> Iterator[Item]:
    """What the targets of a command stand for: standard input as a text, everything else as files still to be read."""
    yield from texts.on_stdin(given, configs)
    yield from texts.places(given, configs)


def lost(item: Item) -> Outcome:
    """The outcome for a text at which a worker died."""
    name = item.text.name if isinstance(item, texts.Given) else item.path
    words = "the process that read it died (out of memory?); --jobs 1 may tell more"
    report = Report(name, "other", "none", "", (), failures=(("", words),))
    return Outcome(report, item.named, item.config.file, False)


def fails(report: Report, settings: Settings) -> bool:
    """Whether findings at or above `--fail-on` stand."""
    limit = settings.fail_on or ("never" if report.kind in CONTRIBUTIONS else "error")
    if limit == "never":
        return False
    least = Severity[limit.upper()]
    return any(finding.severity >= least and finding.suppressed is None for finding in report.findings)
