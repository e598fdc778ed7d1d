"""Invented cards and reports, and a small catalogue, for the reporters' tests."""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

from conduct_lint import reporters
from conduct_lint.model import Edit, Finding, Fix, Related, Report, Severity, Span
from conduct_lint.reporters import Style
from conduct_lint.rules import Rule

HARBOUR = """---
license: MIT
language: en
---
# Harbour Small

A model that names the boats in a harbour. Harbour Small is released under the Apache License.
Write to ferry.clerk@harbour.invalid for the weights.

## Limitations

[More Information Needed]

| test | boats |
|---|---|
| accuracy | 104 % |

See [here](https://example.org/a) and [here](https://example.org/b).
"""

TIDE = "# Tide tables 🌊\n\nA data set of tides, measured twice a day. Its limits: one harbour, one year.\n"


def rule(code: str, name: str, **fields: Any) -> Rule:
    """A rule of the catalogue with what the reporters read, the rest empty."""
    values: dict[str, Any] = {
        "code": code,
        "name": name,
        "family": "limitations",
        "clauses": ("standards/accurate-information",),
        "summary": f"{name} summary.",
        "why": f"{name} why.",
        "message": "m",
        "advice": "a",
        "severity": Severity.WARNING,
        "severity_in": {},
        "kinds": frozenset(("model-card",)),
        "platform": None,
        "preview": False,
        "essential": False,
        "private": False,
        "fixable": False,
        "online": False,
        "place": "",
        "absent_line": "",
        "variants": {},
        "replaces": None,
        "matcher": "check",
        "matched": "x",
        "arguments": {},
        "references": (),
        "since": "0.1",
        "retired": None,
        "examples": {},
        "path": "",
    }
    return Rule(**{**values, **fields})


RULES = {
    each.code: each
    for each in (
        rule("ATT001", "missing-citation", absent_line="how to cite", severity=Severity.NOTICE, family="attribution"),
        rule("BEN005", "impossible-value", severity=Severity.ERROR, family="benchmarks"),
        rule("INC006", "uninformative-link", severity=Severity.NOTICE, family="inclusion"),
        rule("LIC002", "unknown-license", severity=Severity.ERROR, family="license", fixable=True),
        rule("LIC004", "license-mismatch", family="license"),
        rule("LIM002", "placeholder-limitations"),
        rule("LIM003", "missing-intended-use", absent_line="intended use", severity=Severity.NOTICE),
        rule("MIS001", "missing-misuse-warning", absent_line="how it may be misused", family="misuse", preview=True),
        rule("PRV001", "private-email", private=True, family="privacy"),
    )
}
DOCS = "https://docs.example/{code}"
STYLE = Style(width=80, rules=RULES, docs=DOCS, command="conduct-lint check cards")


def span(text: str, words: str, nth: int = 1) -> Span:
    """Where `words` stands in `text` for the nth time."""
    start = -1
    for _ in range(nth):
        start = text.index(words, start + 1)
    return Span(start, start + len(words))


def finding(code: str, place: Span, message: str = "Something to look at.", **fields: Any) -> Finding:
    """A finding of a rule of the small catalogue."""
    known = RULES.get(code)
    values: dict[str, Any] = {
        "code": code,
        "name": known.name if known else "some-rule",
        "severity": known.severity if known else Severity.WARNING,
        "clauses": ("standards/accurate-information",),
        "scope": "place",
        "message": message,
        "advice": "Say what helps.",
        "span": place,
        "related": (),
        "identity": f"{code}|{message}|{place.start}",
    }
    return Finding(**{**values, **fields})


def harbour() -> Report:
    """A card with one of everything."""
    text = HARBOUR
    title = span(text, "# Harbour Small")
    mit = span(text, "MIT")
    findings = (
        finding(
            "LIC002",
            mit,
            '"MIT" is not how the Hub spells this license.',
            advice='Write "mit".',
            fix=Fix('write "mit"', (Edit(mit, "mit"),)),
        ),
        finding(
            "LIM003",
            title,
            "No intended use is stated.",
            scope="document",
            subject="intended-use",
            advice="Name the intended use.",
        ),
        finding("ATT001", title, "Nothing tells how to cite.", scope="document", subject="citation", advice="Add a citation."),
        finding("MIS001", title, "No reader is warned.", scope="document", subject="misuse", advice="Warn of surveillance."),
        finding(
            "LIC004",
            span(text, "Apache License"),
            "The text names another license than the metadata.",
            advice="Let both say the same.",
            related=(Related(mit, "the metadata says MIT"), Related(None, "the file itself", "LICENSE")),
            clauses=("standards/no-false-information", "responsible-sharing/intended-use-and-license"),
        ),
        finding("PRV001", span(text, "ferry.clerk@harbour.invalid"), "An address that looks private: [e-mail address]."),
        finding(
            "LIM002",
            span(text, "[More Information Needed]"),
            "This section holds only template text.",
            suppressed="measured in May",
        ),
        finding("BEN005", span(text, "104 %"), "An accuracy of 104 % is more than all.", advice="Check the number."),
        finding("INC006", span(text, "here"), "The link is called “here”.", advice="Say where the link leads."),
        finding("INC006", span(text, "here", 2), "The link is called “here”.", advice="Say where the link leads."),
    )
    masks = ((span(text, "ferry.clerk@harbour.invalid"), "[e-mail address]"),)
    return Report("cards/harbour.md", "model-card", "en", text, findings, masks, {"notice": 2})


def tide() -> Report:
    """A card without findings."""
    return Report("cards/tide.md", "dataset-card", "en", TIDE, ())


def broken() -> Report:
    """A card on which a rule failed."""
    return Report(
        "cards/broken.md", "model-card", "en", "# B\n", (), failures=(("BEN001", "KeyError in results, line 30 of results.py"),)
    )


def skipped() -> Report:
    """A text that is no card."""
    return Report("notes.md", "other", "none", "", (), skipped="it is no card")


def said(name: str, reports: Sequence[Report], style: Style = STYLE) -> str:
    """What the named reporter writes."""
    out = io.StringIO()
    reporters.named(name)(reports, out, style)
    return out.getvalue()
