"""The whole report for programs; `report.schema.json` beside this module describes it."""

from __future__ import annotations

import json
from collections.abc import Iterable

from conduct_lint import __version__
from conduct_lint.fingerprint import fingerprint
from conduct_lint.model import Finding, Fix, Related, Report, Severity, Span
from conduct_lint.reporters import Style
from conduct_lint.reporters.source import Source, beside, source_of
from conduct_lint.reporters.tally import Counting, Tally
from conduct_lint.typed import Any, TextIO

SCHEMA = "conduct-lint/report/1"


def report(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """Write one JSON object, a document to a line. Columns and lines count from 1, in code points; ends are exclusive."""
    out.write(f'{{"schema": {dumped(SCHEMA)}, "version": {dumped(__version__)}, "documents": [')
    counting = Counting(reports)
    for index, each in enumerate(counting):
        out.write(f"{',' if index else ''}\n{dumped(_document(each))}")
    out.write(f'\n], "summary": {dumped(_summary(counting.tally()))}}}\n')


def dumped(value: Any) -> str:
    """JSON in ASCII, which any terminal and any encoding can hold. A workflow runner obeys a `##[` in a log line."""
    written = json.dumps(value)
    if "\\ud" in written:  # perhaps half a character that stands alone
        written = json.dumps(_scalar_values(value))
    return written.replace("##[", "##\\u005b")


def _scalar_values(value: Any) -> Any:
    """The value with a replacement character for each lone surrogate (a file name that is no UTF-8 has some)."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    if isinstance(value, list):
        return [_scalar_values(item) for item in value]
    if isinstance(value, dict):
        return {key: _scalar_values(item) for key, item in value.items()}
    return value


def _document(report: Report) -> dict[str, Any]:
    source = source_of(report)
    return {
        "path": report.path,
        "kind": report.kind,
        "language": report.language,
        "findings": [_finding(finding, report.path, source) for finding in report.findings],
        "hidden": dict(report.hidden),
        "failures": [{"code": code or None, "message": words} for code, words in report.failures],
        "skipped": report.skipped or None,
    }


def _finding(finding: Finding, path: str, source: Source) -> dict[str, Any]:
    start, end = _ends(finding.span, source)
    return {
        "code": finding.code,
        "name": finding.name,
        "severity": finding.severity.word,
        "clauses": list(finding.clauses),
        "scope": finding.scope,
        "message": finding.message,
        "advice": finding.advice,
        "start": start,
        "end": end,
        "related": [_related(related, path, source) for related in finding.related],
        "fingerprint": fingerprint(finding),
        "fix": _fix(finding.fix, source) if finding.fix else None,
        "suppressed": finding.suppressed,
    }


def _related(related: Related, path: str, source: Source) -> dict[str, Any]:
    # A place in another text has no line here: that text, and what is private in it, is not at hand.
    here = related.span is not None and not related.path
    start, end = _ends(related.span, source) if here and related.span else (None, None)
    place = beside(path, related.path) if related.path else path
    return {"path": place, "message": related.note, "start": start, "end": end}


def _fix(fix: Fix, source: Source) -> dict[str, Any]:
    edits = []
    for edit in fix.edits:
        start, end = (source.place(offset) for offset in edit.span)
        edits.append({"start": start._asdict(), "end": end._asdict(), "text": edit.text})
    return {"summary": fix.summary, "safe": fix.safe, "edits": edits}


def _ends(span: Span, source: Source) -> tuple[dict[str, int], dict[str, int]]:
    start, end = source.region(span)
    return start._asdict(), end._asdict()


def _summary(total: Tally) -> dict[str, Any]:
    return {
        "documents": total.documents,
        "skipped": total.skipped,
        **{f"{severity.word}s": total.found[severity] for severity in sorted(Severity, reverse=True)},
        "suppressed": total.suppressed,
        "hidden": dict(total.hidden),
        "fixable": total.fixable,
        "failures": total.failures,
    }
