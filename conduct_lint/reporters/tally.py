"""What the reports come to: counts, what is folded together, what nobody is shown in public."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from conduct_lint.model import Finding, Report, Severity
from conduct_lint.named import NamedTuple
from conduct_lint.reporters import Style

#: Texts that are no files of a repository: nothing may be attached to a line of a file called like them.
_NO_FILES = frozenset(("pull-request", "issue", "comment", "review", "discussion", "commit-message"))


class Tally(NamedTuple):
    """Counts over all reports. `found`: findings that stand, by severity. `hidden`: by severity word.

    `fixable` findings have a safe fix with edits, `to_confirm` an unsafe one; `suppressed` findings count nowhere else.
    `unread` documents are in a language in which nothing is called missing.
    """

    documents: int
    skipped: int
    found: Mapping[Severity, int]
    suppressed: int
    hidden: Mapping[str, int]
    fixable: int
    to_confirm: int
    failures: int
    unread: int = 0


class Counting:
    """Reports on their way to be shown, counted as they pass: none is kept. Arguments: the reports, each of which comes once."""

    def __init__(self, reports: Iterable[Report]) -> None:
        self._reports = reports
        self._documents = self._skipped = self._suppressed = self._failures = self._unread = 0
        self._found = dict.fromkeys(sorted(Severity, reverse=True), 0)
        self._hidden: dict[str, int] = {}
        self._fixes = {True: 0, False: 0}

    def __iter__(self) -> Iterator[Report]:
        for report in self._reports:
            self._add(report)
            yield report

    def _add(self, report: Report) -> None:
        self._documents += not report.skipped
        self._skipped += bool(report.skipped)
        self._failures += len(report.failures)
        self._unread += report.unread
        self._suppressed += sum(f.suppressed is not None for f in report.findings)
        for finding in standing(report):
            self._found[finding.severity] += 1
            if finding.fix and finding.fix.edits:
                self._fixes[finding.fix.safe] += 1
        for word, count in report.hidden.items():
            self._hidden[word] = self._hidden.get(word, 0) + count

    def tally(self) -> Tally:
        """The counts of the reports that have passed."""
        counts = self._found, self._suppressed, self._hidden, self._fixes[True], self._fixes[False], self._failures
        return Tally(self._documents, self._skipped, *counts, self._unread)


def tally(reports: Iterable[Report]) -> Tally:
    """Count what the reports hold."""
    counting = Counting(reports)
    for _ in counting:
        pass
    return counting.tally()


def standing(report: Report) -> list[Finding]:
    """The findings that no directive has set aside."""
    return [finding for finding in report.findings if finding.suppressed is None]


def by_weight(findings: Iterable[Finding]) -> list[Finding]:
    """Findings, the gravest first, else in their order."""
    return sorted(findings, key=lambda finding: -finding.severity)


def absent(finding: Finding) -> bool:
    """Whether the finding is about something that the document does not say."""
    return finding.scope == "document"


def public(reports: Iterable[Report], style: Style) -> tuple[list[Report], int]:
    """The reports without the findings that only a moderator may see, and how many of those stand."""
    rules = style.rules
    private = {code for code in rules if rules[code].private}
    kept, count = [], 0
    for report in reports:
        count += sum(finding.code in private for finding in standing(report))
        kept.append(report._replace(findings=tuple(f for f in report.findings if f.code not in private)))
    return kept, count


def has_file(report: Report) -> bool:
    """Whether the path of a report names a file, not a pull request, a comment or a standard input."""
    return report.kind not in _NO_FILES and report.path not in ("", "-") and not report.path.startswith("<")


def absent_words(finding: Finding, style: Style) -> str:
    """A few words for what is absent, for the folded list."""
    rule = style.rules.get(finding.code)
    words = (rule and rule.absent_line) or finding.subject or finding.name.removeprefix("missing-").replace("-", " ")
    return f"{words} ({finding.code})"


def noun(kind: str) -> str:
    """What a text of this kind is called in a sentence."""
    return "card" if kind.endswith("-card") else "file" if kind in ("eval-results", "benchmark-spec") else "text"


def counted(count: int, word: str) -> str:
    """`1 warning`, `2 warnings`."""
    return f"{count} {word}" if count == 1 else f"{count} {word}s"


def found_words(total: Tally) -> str:
    """The findings by severity, those that there are: `1 error, 3 notices`."""
    return ", ".join(counted(count, severity.word) for severity, count in total.found.items() if count)


def hidden_words(total: Tally, style: Style) -> str:
    """What is not shown and how to see it; empty where all is shown."""
    parts = ", ".join(counted(count, word) for word, count in total.hidden.items() if count)
    if not parts:
        return ""
    if style.profile != "essential":
        return f"{parts} not shown (--min-severity notice)"
    return f"{parts} not shown (--profile {'default' if total.hidden.get('warning') else 'thorough'})"
