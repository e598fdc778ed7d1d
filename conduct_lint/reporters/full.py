"""For people at a terminal: every finding with its line, its reason and its way out; what is absent folded into one block."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from conduct_lint.model import Finding, Related, Report, Severity, Span
from conduct_lint.reporters import HOME, Style
from conduct_lint.reporters.screen import columns, fill, one_line, path_shown, wrap
from conduct_lint.reporters.source import Source, beside, source_of
from conduct_lint.reporters.tally import (
    Counting,
    Tally,
    absent,
    absent_words,
    by_weight,
    counted,
    found_words,
    hidden_words,
    noun,
    standing,
)
from conduct_lint.typed import TextIO

_COLOURS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33", Severity.NOTICE: "1;36"}
_BOLD, _DIM = "1", "2"
#: Columns where the output is no terminal, and the least that is of use.
_WIDTH, _LEAST = 110, 40
_INDENT = 4


def report(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """Write what there is to say of each document, then a summary. Documents without anything to say are only counted."""
    counting = Counting(reports)
    for each in counting:
        for line in _document(each, style):
            out.write(f"{line.rstrip()}\n")
    for line in _closing(counting.tally(), style):
        out.write(f"{line}\n")


def _width(style: Style) -> int:
    return max(style.width or _WIDTH, _LEAST)


def _paint(words: str, colour: str, style: Style) -> str:
    return f"\x1b[{colour}m{words}\x1b[0m" if style.color and colour and words else words


def _told(words: str | list[str], style: Style, first: str = "", colours: tuple[str, str] = ("", "")) -> Iterator[str]:
    """Words (or pieces not to be broken) in lines within the width; the first line begins with `first`."""
    room = _width(style) - _INDENT - columns(first)
    for index, line in enumerate(wrap(words, room) if isinstance(words, str) else fill(words, room)):
        lead = _paint(first, colours[0], style) if index == 0 else " " * columns(first)
        yield " " * _INDENT + lead + _paint(line, colours[1], style)


def _document(report: Report, style: Style) -> Iterator[str]:
    findings = standing(report)
    body = list(_body(report, findings, style))
    if body:
        yield _paint(path_shown(report.path), _BOLD, style)
        yield ""
        yield from body


def _body(report: Report, findings: list[Finding], style: Style) -> Iterator[str]:
    source = source_of(report)
    placed = [finding for finding in findings if not absent(finding)]
    folded = [finding for finding in placed if finding.severity is Severity.NOTICE and style.profile != "thorough"]
    told: set[tuple[str, str]] = set()
    for finding in placed:
        if finding not in folded:
            yield from _finding(finding, report, source, told, style)
    yield from _absences([finding for finding in findings if absent(finding)], report, source, style)
    yield from _notices(folded, source, style)
    if style.verbose:
        yield from _set_aside(report, source, style)
        yield from _block(f"Not checked: {report.skipped}", style) if report.skipped else ()
    for code, words in report.failures:
        yield from _told(words, style, f"{one_line(code or 'conduct-lint')} failed: ")
    if report.failures:
        yield from _block(f"This is a fault of conduct-lint, not of your text. Please tell us: {HOME}/issues", style)


def _block(words: str, style: Style) -> Iterator[str]:
    yield from _told(words, style)
    yield ""


def _finding(finding: Finding, report: Report, source: Source, told: set[tuple[str, str]], style: Style) -> Iterator[str]:
    colour = _COLOURS[finding.severity]
    yield f"  {_paint(finding.severity.word, colour, style)} {_paint(finding.code, _BOLD, style)} {finding.name}"
    yield f"    {_where(finding.span, report, source)}"
    yield from _snippet(finding.span, source, colour, style)
    yield from _told(finding.message, style)
    for related in finding.related:
        yield from _related(related, report, source, style)
    # What a rule advises is read once a document; its other findings need only their place and message.
    if (finding.code, finding.advice) not in told:
        told.add((finding.code, finding.advice))
        yield from _told(finding.advice, style, "→ ")
        yield from _told(", ".join(finding.clauses), style, "clause ", (_DIM, _DIM))
        yield from _told(style.address(finding.code, finding.name), style, "why    ", (_DIM, _DIM))
    if finding.fix and finding.fix.edits:
        how = "--fix" if finding.fix.safe else "for you to confirm"
        yield from _told(f"{finding.fix.summary} ({how})", style, "fix    ")
    yield ""


def _where(span: Span, report: Report, source: Source) -> str:
    line, column = source.region(span)[0]
    title = " (title)" if span.start < report.body else ""
    return f"{path_shown(report.path)}{title}:{line}:{column}"


def _snippet(span: Span, source: Source, colour: str, style: Style) -> Iterator[str]:
    number = str(source.region(span)[0].line)
    excerpt = source.excerpt(span, max(_width(style) - _INDENT - len(number) - len(" │ ") - len("…"), 16))
    bar = _paint("│", _DIM, style)
    yield f"    {_paint(number, _DIM, style)} {bar} {excerpt.text}"
    carets = "^" * excerpt.carets + ("…" if excerpt.more else "")
    yield f"    {' ' * len(number)} {bar} {' ' * excerpt.before}{_paint(carets, colour, style)}"


def _related(related: Related, report: Report, source: Source, style: Style) -> Iterator[str]:
    path = beside(report.path, related.path) if related.path else report.path
    shown = related.span if not related.path else None
    where = _where(shown, report, source) if shown else path_shown(path)
    yield from _told(f"{where}: {related.note}", style, "see    ")
    if shown:
        yield from _snippet(shown, source, _DIM, style)


def _absences(absences: list[Finding], report: Report, source: Source, style: Style) -> Iterator[str]:
    if not absences:
        return
    hint = "" if style.verbose else " (advice: --verbose)"
    yield f"  {_paint(f'This {noun(report.kind)} does not yet say{hint}', _BOLD, style)}"
    for severity in sorted({finding.severity for finding in absences}, reverse=True):
        level = [finding for finding in absences if finding.severity is severity]
        words = _listed(absent_words(finding, style) for finding in level)
        yield from _told(words, style, f"{severity.word:<8}", (_COLOURS[severity], ""))
    for finding in by_weight(absences):
        if finding.related or finding.fix:
            yield from _told(finding.message, style, f"{finding.code} ")
            for related in finding.related:
                yield from _related(related, report, source, style)
        if style.verbose:
            yield from _told(finding.advice, style, f"{finding.code} → ")
    yield ""


def _listed(parts: Iterable[str]) -> list[str]:
    """Parts with a dot between them; a line breaks between two parts, not within one."""
    *others, last = (one_line(part) for part in parts)
    return [*(f"{other} ·" for other in others), last]


def _notices(notices: list[Finding], source: Source, style: Style) -> Iterator[str]:
    if not notices:
        return
    title = f"{counted(len(notices), 'notice')} (one by one: --profile thorough)"
    yield f"  {_paint(title, _BOLD, style)}"
    for code in dict.fromkeys(finding.code for finding in notices):
        mine = [finding for finding in notices if finding.code == code]
        lines = list(dict.fromkeys(str(source.region(finding.span)[0].line) for finding in mine))
        where = f"line{'s' * (len(lines) > 1)} {', '.join(lines)}"
        times = f" ×{len(mine)}" if len(mine) > len(lines) else ""
        yield from _told(f"{mine[0].name}{times}: {where}", style, f"{code} ")
        if style.verbose:
            yield from _told(mine[0].advice, style, " " * len(code) + " → ")
    yield ""


def _set_aside(report: Report, source: Source, style: Style) -> Iterator[str]:
    aside = [(finding, finding.suppressed) for finding in report.findings if finding.suppressed is not None]
    if not aside:
        return
    yield f"  {_paint('Set aside', _BOLD, style)}"
    for finding, reason in aside:
        line = source.region(finding.span)[0].line
        yield from _told(f"{finding.name}, line {line}: {reason or 'no reason given'}", style, f"{finding.code} ")
    yield ""


def _closing(total: Tally, style: Style) -> Iterator[str]:
    documents = counted(total.documents, "document")
    parts = [f"{documents}: {found_words(total)}"]
    if not any(total.found.values()):
        thanks = f"Thank you for the care you put into {'it' if total.documents == 1 else 'them'}."
        clean = total.documents and not total.failures and not total.unread
        parts = [f"{documents} read, nothing to mend. {thanks}" if clean else f"{documents} read"]
    if total.suppressed:
        parts.append(f"{total.suppressed} set aside")
    if total.skipped:
        parts.append(f"{total.skipped} skipped")
    if total.unread:
        parts.append(f"{total.unread} in a language not known well enough to say what is missing")
    if total.failures:
        parts.append(f"{counted(total.failures, 'fault')} of conduct-lint")
    parts += [hidden] if (hidden := hidden_words(total, style)) else []
    if total.fixable:
        parts.append(f"{total.fixable} can be mended with --fix")
    if style.width is None:
        yield " · ".join(parts)
    else:
        yield from fill(_listed(parts), _width(style))
