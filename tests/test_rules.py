"""Every rule held against its own examples; a test's id names code, group and number: `LIM001-bad-0`."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import pytest

from conduct_lint import rules
from conduct_lint.engine import Linter
from conduct_lint.model import Beside, Finding, Report, Text
from conduct_lint.rules import Rule
from conduct_lint.settings import Settings

RULES = [rule for rule in rules.builtin() if not rule.retired and not rule.online]
EXAMPLES = [
    pytest.param(rule, group, example, id=f"{rule.code}-{group}-{number}")
    for rule in RULES
    for group in ("bad", "good", "near", "todo")
    for number, example in enumerate(rule.examples[group])
]


@lru_cache(maxsize=4)
def linter(accept: frozenset[str]) -> Linter:
    """All rules at once, so that an example also shows how its rule gets along with the others."""
    return Linter(Settings(profile="thorough", preview=True, text_directives=True, accept=accept))


def report(rule: Rule, example: dict[str, Any]) -> Report:
    kind = example.get("kind") or next(kind for kind in KIND_ORDER if kind in rule.kinds)
    name = example.get("name") or ("README.md" if kind in ("model-card", "dataset-card", "space-card") else kind)
    siblings = {"siblings": Beside(example["siblings"])} if "siblings" in example else {}
    platform = example.get("platform") or rule.platform
    text = Text(name, example["text"], kind, platform, title=example.get("title", ""), **siblings)
    return linter(frozenset(example.get("accept", ()))).lint(text)


KIND_ORDER = (
    *("model-card", "dataset-card", "recommendation", "pull-request", "issue", "comment", "review", "discussion"),
    *("commit-message", "space-card", "eval-results", "benchmark-spec"),
)


def fixed(text: str, findings: list[Finding]) -> str:
    edits = {edit for finding in findings if finding.fix for edit in finding.fix.edits}
    for span, words in sorted(edits, reverse=True):
        text = text[: span.start] + words + text[span.end :]
    return text


@pytest.mark.parametrize(("rule", "group", "example"), EXAMPLES)
def test_example(rule: Rule, group: str, example: dict[str, Any]) -> None:
    said = report(rule, example)
    assert not [failure for failure in said.failures if failure[0] in ("", rule.code)]
    findings = [finding for finding in said.findings if finding.code == rule.code and finding.suppressed is None]
    if group in ("good", "near"):
        assert not findings, [finding.message for finding in findings]
        return
    if group == "todo":
        assert bool(findings) is (example.get("expect") == "finding"), "what was known to be wrong is mended: move the example"
        return
    templates = " ".join([rule.message, rule.advice, *(" ".join(variant.values()) for variant in rule.variants.values())])
    assert findings, f"not found; said instead: {[finding.code for finding in said.findings]}"
    for finding in findings:
        words = " ".join([finding.message, finding.advice, *(related.note for related in finding.related)])
        assert not [name for name in re.findall(r"\{(\w+)\}", words) if "{{" + name + "}}" not in templates], words
        assert 0 <= finding.span.start <= finding.span.end <= len(example["text"])
    if "message" in example:
        assert any(example["message"] in finding.message + " " + finding.advice for finding in findings), findings[0].message
    if "lines" in example:
        assert {example["text"].count("\n", 0, finding.span.start) + 1 for finding in findings} == set(example["lines"])
    if "fixed" in example:
        assert fixed(example["text"], findings) == example["fixed"]


def test_every_rule_can_be_built() -> None:
    for rule in RULES:
        assert callable(rules.matcher(rule, {}))


def test_a_rule_that_says_it_can_be_fixed_shows_it() -> None:
    shown = {
        rule.code
        for rule in RULES
        for example in rule.examples["bad"]
        for finding in report(rule, example).findings
        if finding.code == rule.code and finding.fix
    }
    assert shown == {rule.code for rule in RULES if rule.fixable}
