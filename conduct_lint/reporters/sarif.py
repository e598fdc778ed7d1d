"""SARIF 2.1.0 for code scanning, written by hand: a small, fixed shape, validated in the tests against the published schema.

The limits are those of GitHub code scanning (docs: "SARIF support for code scanning"). Findings about persons stay out, for
alerts may be public; so do texts that are no files, such as pull requests.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from conduct_lint import __version__
from conduct_lint.fingerprint import fingerprint
from conduct_lint.model import Finding, Related, Report, Severity, Span
from conduct_lint.reporters import HOME, Style
from conduct_lint.reporters.json import dumped
from conduct_lint.reporters.source import Source, beside, source_of
from conduct_lint.reporters.tally import has_file, public
from conduct_lint.typed import TYPE_CHECKING, Any, TextIO

if TYPE_CHECKING:
    from conduct_lint.rules import Rule

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
#: What code scanning takes: a run with more results is refused, longer texts and further tags are cut off.
RESULTS, CHARACTERS, TAGS = 25_000, 1024, 20

_LEVELS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "note"}
_PROBLEMS = {Severity.ERROR: "error", Severity.WARNING: "warning", Severity.NOTICE: "recommendation"}


def report(reports: Iterable[Report], out: TextIO, style: Style) -> None:
    """Write one SARIF log with one run."""
    reports = list(reports)
    seen, _ = public([each for each in reports if has_file(each)], style)
    found = [(each, finding) for each in seen for finding in each.findings]
    shown = found if len(found) <= RESULTS else sorted(found, key=lambda pair: -pair[1].severity)[:RESULTS]
    descriptors = _descriptors(found, style)
    index = {descriptor["id"]: number for number, descriptor in enumerate(descriptors)}
    sources = {id(each): source_of(each) for each in seen}
    results = [_result(each, finding, sources[id(each)], index) for each, finding in shown]
    driver = {"name": "conduct-lint", "semanticVersion": __version__, "informationUri": HOME, "rules": descriptors}
    run = {
        "tool": {"driver": driver},
        "columnKind": "unicodeCodePoints",
        "invocations": [_invocation(reports, len(found) - len(shown))],
        "results": results,
    }
    out.write(dumped({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}) + "\n")


def _descriptors(found: list[tuple[Report, Finding]], style: Style) -> list[dict[str, Any]]:
    """The rules that may be shown, by code; a finding of a rule that the catalogue does not know describes it itself."""
    rules = {code: _descriptor(rule, style) for code, rule in style.rules.items() if not rule.private and not rule.retired}
    for _, finding in found:
        if finding.code not in rules:
            rules[finding.code] = _described(finding, style)
    return [rules[code] for code in sorted(rules)]


def _descriptor(rule: Rule, style: Style) -> dict[str, Any]:
    address = style.address(rule.code, rule.name)
    clauses = ", ".join(rule.clauses)
    parts = [rule.why, rule.advice, f"Asked for by {clauses}." if clauses else "", address]
    marked = [rule.why, f"**What helps:** {rule.advice}" if rule.advice else "", f"Asked for by {clauses}." if clauses else ""]
    tags = [rule.family, *rule.clauses, *(["preview"] if rule.preview else [])]
    return {
        "id": rule.code,
        "name": rule.name,
        "shortDescription": {"text": cut(rule.summary or rule.name)},
        "fullDescription": {"text": cut(rule.why or rule.summary or rule.name)},
        "help": {
            "text": "\n\n".join(part for part in parts if part),
            "markdown": "\n\n".join(part for part in [*marked, f"[{rule.code} {rule.name}]({address})"] if part),
        },
        "helpUri": address,
        "defaultConfiguration": {"level": _LEVELS[rule.severity]},
        "properties": {
            "tags": list(dict.fromkeys(tags))[:TAGS],
            "precision": "medium" if rule.preview else "high",
            "problem.severity": _PROBLEMS[rule.severity],
        },
    }


def _described(finding: Finding, style: Style) -> dict[str, Any]:
    words = finding.name.replace("-", " ")
    return {
        "id": finding.code,
        "name": finding.name,
        "shortDescription": {"text": words},
        "fullDescription": {"text": words},
        "help": {"text": style.address(finding.code, finding.name)},
        "helpUri": style.address(finding.code, finding.name),
        "defaultConfiguration": {"level": _LEVELS[finding.severity]},
        "properties": {"tags": list(finding.clauses)[:TAGS], "problem.severity": _PROBLEMS[finding.severity]},
    }


def _result(report: Report, finding: Finding, source: Source, index: Mapping[str, int]) -> dict[str, Any]:
    mark = fingerprint(finding)
    result: dict[str, Any] = {
        "ruleId": finding.code,
        "ruleIndex": index[finding.code],
        "level": _LEVELS[finding.severity],
        "message": {"text": _plain(f"{finding.message}\n{finding.advice}".strip() or finding.name)},
        "locations": [_location(report.path, finding.span, source)],
        "partialFingerprints": {"primaryLocationLineHash": f"{mark}:1", "conductLint/v1": mark},
    }
    if finding.related:
        result["relatedLocations"] = [_other(number, each, report, source) for number, each in enumerate(finding.related, 1)]
    if finding.suppressed is not None:
        suppression = {"kind": "inSource", "status": "accepted", "justification": finding.suppressed}
        result["suppressions"] = [{key: value for key, value in suppression.items() if value}]
    return result


def _other(number: int, related: Related, report: Report, source: Source) -> dict[str, Any]:
    # A place in another text has no region here: that text, and what is private in it, is not at hand.
    path, span = (beside(report.path, related.path), None) if related.path else (report.path, related.span)
    note = {"message": {"text": _plain(related.note)}} if related.note else {}
    return {"id": number, **_location(path, span, source), **note}


def _location(path: str, span: Span | None, source: Source) -> dict[str, Any]:
    place: dict[str, Any] = {"artifactLocation": {"uri": uri(path)}}
    if span is not None:
        start, end = source.region(span)
        place["region"] = {"startLine": start.line, "startColumn": start.column, "endLine": end.line, "endColumn": end.column}
    return {"physicalLocation": place}


def uri(path: str) -> str:
    """A path as a URI reference, its bytes percent-encoded, its slashes kept."""
    from urllib.parse import quote

    try:
        octets = path.removeprefix("./").encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        octets = path.removeprefix("./").encode("utf-8", "replace")
    return quote(octets, safe="/")


def cut(text: str) -> str:
    """The text within the characters that code scanning keeps."""
    return text if len(text) <= CHARACTERS else text[: CHARACTERS - 1] + "…"


def _plain(text: str) -> str:
    # In a SARIF message `[words](address)` is a link; words of a card must not become one.
    return text.replace("](", "] (")


def _invocation(reports: Sequence[Report], dropped: int) -> dict[str, Any]:
    notes = [
        {
            "level": "error",
            "message": {"text": f"A fault of conduct-lint, not of the text: {words}"},
            **({"associatedRule": {"id": code}} if code else {}),
            **({"locations": [{"physicalLocation": {"artifactLocation": {"uri": uri(each.path)}}}]} if has_file(each) else {}),
        }
        for each in reports
        for code, words in each.failures
    ]
    successful = not notes
    if dropped:
        notes.append({"level": "warning", "message": {"text": f"{dropped} further findings are left out, the least grave ones."}})
    return {"executionSuccessful": successful, "toolExecutionNotifications": notes}
