"""One line a finding: `path:line:column: severity CODE message [name]`."""

from __future__ import annotations

from collections.abc import Iterable

from conduct_lint.model import Report
from conduct_lint.reporters import Style
from conduct_lint.reporters.screen import one_line, path_shown
from conduct_lint.reporters.source import source_of
from conduct_lint.reporters.tally import standing
from conduct_lint.typed import TextIO


def report(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """Write a line for each finding that stands and for each fault of the linter."""
    for each in reports:
        path, source = path_shown(each.path), source_of(each)
        for finding in standing(each):
            line, column = source.region(finding.span)[0]
            words = f"{finding.severity.word} {finding.code} {one_line(finding.message)} [{finding.name}]"
            title = " (title)" if finding.scope == "title" else ""
            out.write(f"{path}{title}:{line}:{column}: {words}\n")
        for code, words in each.failures:
            fault = f"fault of conduct-lint{f' in {code}' if code else ''}, not of your text: {words}"
            out.write(f"{path}: {one_line(fault)}\n")
