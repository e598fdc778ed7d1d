"""Fixtures for several test files."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from conduct_lint import data, lexicon, matchers, rulefiles, rules, table
from conduct_lint.document import Document

# Modules that take the built-in lexicon by its name: imported before a test puts another in its place,
# or they would keep that one for the rest of the run.
from conduct_lint.facts import headings, languages, license_names, license_statements, measures  # noqa: F401
from conduct_lint.model import Hit, Span

_RULE = """\
code: {code}
clauses: [{clause}]
summary: {summary}
why: Readers of a card rely on it.
message: {message}
advice: Say it otherwise.
severity: {severity}
kinds: [{kinds}]
since: "0.1"
bad: ["bad"]
good: ["good"]
{more}
"""

#: path → code, clause, summary, message, severity, kinds, more
_SMALL = {
    "limitations/missing-limitations": (
        "LIM001", "standards/accurate-information", "No limits.", "This card states no limitations.", "warning",
        "model-card, dataset-card",
        "check: test-absent\nabsent-line: limitations",
    ),
    "limitations/too-short": (
        "LIM005", "standards/accurate-information", "Few words.", "The card has few words.", "notice", "model-card",
        "check: test-short\narguments: {least: 3}",
    ),
    "claims/absolute-claim": (
        "CLM002", "standards/no-misrepresentation", "An absolute claim.", "{phrase} claims much.", "warning",
        "card, contribution",
        'phrases: {"never errs": "errs seldom"}',
    ),
    "metadata/invalid-yaml": (
        "MET002", "standards/no-false-information", "Broken.", "{phrase} is broken.", "error", "card, contribution, evaluation",
        'phrases: {"brokenword": "mended"}',
    ),
    "inclusion/on-trial": (
        "INC009", "inclusion/bias-and-fairness", "On trial.", "{phrase} is on trial.", "warning", "model-card",
        'phrases: {"trialword": "word"}\npreview: true',
    ),
    "text/falls-over": (
        "TXT009", "standards/no-false-information", "Falls over.", "…", "warning", "model-card", "check: test-crash",
    ),
}  # fmt: skip


def _absent(document: Document) -> Iterator[Hit]:
    if "limit" not in document.words:
        yield Hit(None, subject="limitations")


def _short(document: Document, least: int = 3) -> Iterator[Hit]:
    if len(document.words) < least:
        yield Hit(Span(0, 1))


def _crash(document: Document) -> Iterator[Hit]:
    if "crashword" in document.words:
        raise RuntimeError("a private value")
    yield from ()


@pytest.fixture
def small_rules(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> tuple[rules.Rule, ...]:
    """Six invented rules in the place of the built-in ones, and no wordings, so that a test does not hang on what those find."""
    folder = tmp_path_factory.mktemp("rules")
    shutil.copy(Path(data.folder()) / "clauses.yaml", folder)
    for path, (code, clause, summary, message, severity, kinds, more) in _SMALL.items():
        file = folder / f"{path}.yaml"
        file.parent.mkdir(exist_ok=True)
        words = {"code": code, "clause": clause, "summary": summary, "severity": severity, "kinds": kinds, "more": more}
        file.write_text(_RULE.format(message=f'"{message}"', **words), encoding="utf-8")
    for name, check in (("test-absent", _absent), ("test-short", _short), ("test-crash", _crash)):
        monkeypatch.setitem(matchers.CHECKS, name, check)
    known = tuple(rules.from_table(row) for row in rulefiles.compile_rules(str(folder)))
    nothing_said = {**table.read()["lexicon"], "headings": {}, "words": {}, "parts": {}}
    content = {"rules": [], "lexicon": nothing_said, "clauses": rulefiles.clauses(str(folder))}
    monkeypatch.setattr(rules, "builtin", lambda: known)
    monkeypatch.setattr(table, "read", lambda: content)
    monkeypatch.setattr(lexicon, "lexicon", lambda: lexicon.Lexicon(nothing_said))
    return known
