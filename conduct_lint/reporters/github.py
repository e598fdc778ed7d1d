"""Annotations of a GitHub workflow run.

A step shows ten of each level and drops the rest without a word (actions/toolkit, docs/problem-matchers.md), so the gravest come
first and a last line tells how many more there are. Findings about persons are only counted: a run's log is public.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from conduct_lint.model import Finding, Related, Report, Severity, Span
from conduct_lint.named import NamedTuple
from conduct_lint.reporters import Style
from conduct_lint.reporters.screen import one_line, visible
from conduct_lint.reporters.source import Place, Source, source_of
from conduct_lint.reporters.tally import (
    absent,
    absent_words,
    by_weight,
    counted,
    found_words,
    has_file,
    hidden_words,
    noun,
    public,
    standing,
    tally,
)
from conduct_lint.typed import TextIO

#: Annotations of one level that a step shows.
SHOWN = 10


class _Annotation(NamedTuple):
    severity: Severity
    properties: dict[str, object]
    lines: tuple[str, ...]


def report(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """Write the annotations, the gravest first, then plain lines that tell what is not among them."""
    seen, private = public(reports, style)
    annotations = [annotation for each in seen for annotation in _annotations(each, style)]
    left = dict.fromkeys(sorted(Severity, reverse=True), 0)
    for severity in left:
        level = [annotation for annotation in annotations if annotation.severity is severity]
        left[severity] = max(0, len(level) - SHOWN)
        for annotation in level[:SHOWN]:
            out.write(_command(annotation))
    for line in _closing(seen, private, left, style):
        out.write(f"conduct-lint: {line}\n")


def _command(annotation: _Annotation) -> str:
    properties = ",".join(f"{key}={_property(str(value))}" for key, value in annotation.properties.items())
    message = "\n".join(one_line(line) for line in annotation.lines if line)
    return f"::{annotation.severity.word} {properties}::{_data(message)}\n"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    # A printable path stays as it is, or GitHub would not find the file.
    return _data(text if text.isprintable() else visible(text)).replace(":", "%3A").replace(",", "%2C")


def _annotations(report: Report, style: Style) -> Iterator[_Annotation]:
    source = source_of(report)
    for code, words in report.failures:
        title = f"A fault of conduct-lint{f' in {code}' if code else ''}, not of your text"
        yield _Annotation(Severity.ERROR, {"title": title}, (f"{report.path}: {words}",))
    findings = standing(report)
    absences = by_weight(filter(absent, findings))
    if len(absences) > 1:
        yield _folded(report, source, absences, style)
    for finding in findings:
        if not absent(finding) or len(absences) == 1:
            yield _single(report, source, finding, style)


def _single(report: Report, source: Source, finding: Finding, style: Style) -> _Annotation:
    places = tuple(f"See also {_other(source, related)}{related.note}" for related in finding.related)
    lines = (_named(report, source, finding.span) + finding.message, finding.advice, *places, _why(finding, style))
    properties = {**_at(report, source, finding.span), "title": f"{finding.code} {finding.name}"}
    return _Annotation(finding.severity, properties, lines)


def _folded(report: Report, source: Source, absences: list[Finding], style: Style) -> _Annotation:
    lines = [f"{_named(report, source, None)}This {noun(report.kind)} does not yet say:"]
    for severity in sorted({finding.severity for finding in absences}, reverse=True):
        words = " · ".join(absent_words(finding, style) for finding in absences if finding.severity is severity)
        lines.append(f"{severity.word}: {words}")
    lines += [f"{finding.code}: {finding.advice}" for finding in absences if finding.advice]
    title = f"{counted(len(absences), 'thing')} this {noun(report.kind)} does not yet say"
    return _Annotation(absences[0].severity, {**_at(report, source, absences[0].span), "title": title}, tuple(lines))


def _at(report: Report, source: Source, span: Span) -> dict[str, object]:
    """The properties that tell a place. Columns are only allowed within one line (actions/toolkit, command.ts)."""
    if not has_file(report):
        return {}
    start, end = source.region(span)
    place: dict[str, object] = {"file": report.path, "line": start.line, "endLine": end.line}
    return {**place, "col": start.column, "endColumn": end.column} if start.line == end.line else place


def _named(report: Report, source: Source, span: Span | None) -> str:
    """The beginning of a message about a text that no file of the repository holds."""
    if has_file(report):
        return ""
    if span and span.start < report.body:
        return f"{report.path}, title: "
    return f"{report.path}, {_line(source.place(span.start))}: " if span else f"{report.path}: "


def _other(source: Source, related: Related) -> str:
    if related.path:
        return f"{related.path}: "
    return f"{_line(source.region(related.span)[0])}: " if related.span else ""


def _line(place: Place) -> str:
    return f"line {place.line}, column {place.column}"


def _why(finding: Finding, style: Style) -> str:
    clauses = f"Asked for by {', '.join(finding.clauses)}. " if finding.clauses else ""
    return clauses + style.address(finding.code, finding.name)


def _closing(reports: Sequence[Report], private: int, left: dict[Severity, int], style: Style) -> Iterator[str]:
    total, command = tally(reports), one_line(style.command)
    parts = [counted(total.documents, "document"), found_words(total) or "nothing to mention"]
    parts += [f"{total.suppressed} set aside"] if total.suppressed else []
    parts += [hidden] if (hidden := hidden_words(total, style)) else []
    yield " · ".join(parts)
    more = ", ".join(f"{count} more {severity.word}{'s' * (count != 1)}" for severity, count in left.items() if count)
    if more:
        yield f"{more} not annotated (a step shows {SHOWN} of each). The job summary has all of them, and so has: {command}"
    if private:
        moderated = "1 passage may need" if private == 1 else f"{private} passages may need"
        yield f"{moderated} a moderator's look. To see where, run it on your own machine: {command}"
