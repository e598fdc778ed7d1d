"""Directives set findings aside by rule and place, with a reason; what is wrong with a directive is said."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest
from test_engine import absent, errs, rule

from conduct_lint import matchers, rules
from conduct_lint.document import Document
from conduct_lint.engine import Linter
from conduct_lint.model import Finding, Hit, Span, Text
from conduct_lint.rules import Rule
from conduct_lint.settings import Settings


@pytest.fixture
def known(monkeypatch: pytest.MonkeyPatch) -> list[Rule]:
    """A rule about a word, one about what is absent, and the three about directives."""
    about = [rule for rule in rules.builtin() if rule.code[:3] == "SUP"]
    assert [rule.code for rule in about] == ["SUP001", "SUP002", "SUP003"]
    return [rule("TST001", errs, monkeypatch), rule("TST002", absent, monkeypatch), *about]


def lint(body: str, known: list[Rule], name: str = "README.md", kind: str = "model-card", **settings: bool) -> list[Finding]:
    return list(Linter(Settings(ignore=("TST002",), **settings), known).lint(Text(name, body, kind)).findings)  # type: ignore[arg-type]


def told(findings: list[Finding]) -> list[tuple[str, str | None]]:
    return [(finding.code, finding.suppressed) for finding in findings]


DISABLE = "This directive begins with `disable`, which conduct-lint does not know; it sets nothing aside."
SAID = "<!-- conduct-lint: ignore TST001 -- known -->"


@pytest.mark.parametrize(
    "body",
    [
        f"Tern errs. {SAID}\n",
        f"Tern errs.\n{SAID}\n".replace("errs.\n", "errs. "),
        f"{SAID}\n\nTern\nerrs.\n",
        f"{SAID}\nTern errs.\n",
        f"{SAID}\n\n## Limits\n\nTern errs.\n\n### More\n\nTern errs.\n",
        f"{SAID}\n\n**Limits**\n\nTern errs.\n",
        f"{SAID}\n\n| a | b |\n|---|---|\n| errs | c |\n| d | errs |\n",
        f"- {SAID}\n\n  Tern errs.\n",
        f"> {SAID}\n>\n> Tern errs.\n",
        f"## Tern errs {SAID}\n",
        f"| a |\n|---|\n| errs | {SAID}\n",
        f"| a |\n|---|\n| errs {SAID} |\n",
        f"<p>Tern errs</p> {SAID}\n",
        f"{SAID}\r\n\r\nTern errs.\r\n",
        "Tern errs. <!-- conduct-lint: ignore rule-tst001 — known -->\n",
        "Tern errs. <!--conduct-lint: ignore other-rule , tst001 -- known-->\n".replace("other-rule , ", ""),
        "<!-- conduct-lint: ignore TST001\n  -- known -->\n\nTern errs.\n",
        "Words.\n\n<!-- conduct-lint: ignore-file TST001 -- known -->\n\nTern errs.\n\nTern errs.\n",
        "Tern errs.\n\nTern errs.\n\n<!-- conduct-lint: ignore-file TST001 -- known -->\n",
        "---\n# conduct-lint: ignore-file TST001 -- known\nlicense: mit\n---\nTern errs.\n",
    ],
)
def test_what_a_directive_covers(body: str, known: list[Rule]) -> None:
    assert set(told(lint(body, known))) == {("TST001", "known")}


@pytest.mark.parametrize(
    "body",
    [
        f"Tern errs.\n\n{SAID}\nWords.\n",
        f"{SAID}\n\nWords.\n\nTern errs.\n",
        f"Words. {SAID}\nTern errs.\n",
        f"{SAID}\n\n## Limits\n\nWords.\n\n## Later\n\nTern errs.\n",
        f"{SAID}\n\n| a |\n|---|\n| b |\n\nTern errs.\n",
        f"Tern errs.\n\n{SAID}\n",
        "---\n# conduct-lint: ignore TST001 -- known\nlicense: mit\n---\nTern errs.\n",
    ],
)
def test_what_a_directive_does_not_cover(body: str, known: list[Rule]) -> None:
    assert sorted(told(lint(body, known))) == [("SUP002", None), ("TST001", None)]


@pytest.mark.parametrize(
    "body",
    [
        f"Tern errs. `{SAID}`\n",
        f"Tern errs.\n\n```\n{SAID}\n```\n",
        f"    {SAID}\n\nTern errs.\n",
        '---\na: "x # conduct-lint: ignore-file TST001 -- known"\n---\nTern errs.\n',
        "---\na: |\n  # conduct-lint: ignore-file TST001 -- known\n---\nTern errs.\n",
        "Tern errs. <!-- conduct-lint: ignore TST001 -- never closed\n",
    ],
)
def test_what_only_shows_a_directive_is_none(body: str, known: list[Rule]) -> None:
    assert told(lint(body, known)) == [("TST001", None)]


def test_what_is_absent_is_set_aside_for_the_whole_document_only(known: list[Rule]) -> None:
    linter = Linter(Settings(ignore=("TST001",)), known)
    here = "# Tern <!-- conduct-lint: ignore TST002 -- known -->\n"
    assert told(list(linter.lint(Text("a", here, "model-card")).findings)) == [("TST002", None), ("SUP002", None)]
    everywhere = here.replace("ignore ", "ignore-file ")
    assert told(list(linter.lint(Text("a", everywhere, "model-card")).findings)) == [("TST002", "known")]


@pytest.mark.parametrize(
    ("front", "set_aside"),
    [
        ("errs: 1  # conduct-lint: ignore TST003 -- known\nfine: 2\n", ["errs"]),
        ("# conduct-lint: ignore TST003 -- known\nerrs:\n- errs\n- x\nmore: errs\n", ["errs", "errs"]),
        ("a:\n  # conduct-lint: ignore TST003 -- known\n- errs\n- errs\n", ["errs"]),
        ("a:\n# conduct-lint: ignore TST003 -- known\n- name: errs\n  value: errs\n- errs\n", ["errs", "errs"]),
        ("errs: 1\n# conduct-lint: ignore TST003 -- known\n\n# said\nb: errs\n", ["errs"]),
    ],
)
def test_what_a_directive_covers_in_yaml(
    front: str, set_aside: list[str], known: list[Rule], monkeypatch: pytest.MonkeyPatch
) -> None:
    def find(document: Document) -> Iterator[Hit]:
        block = document.front_matter.body or Span(0, len(document.text))
        at = document.text.find("errs", block.start, block.end)
        while at >= 0:
            yield Hit(Span(at, at + 4))
            at = document.text.find("errs", at + 1, block.end)

    in_yaml = rule("TST003", find, monkeypatch, kinds=["card", "evaluation"])
    for text in (Text("README.md", f"---\n{front}---\nWords.\n", "model-card"), Text("eval.yaml", front, "benchmark-spec")):
        findings = Linter(Settings(ignore=("TST002",)), [*known, in_yaml]).lint(text).findings
        aside = [text.body[f.span.start : f.span.end] for f in findings if f.suppressed == "known"]
        assert aside == set_aside
        assert not [finding for finding in findings if finding.code[:3] == "SUP"]


@pytest.mark.parametrize(
    ("directive", "expected"),
    [
        ("ignore NOPE -- x", [("SUP001", "No rule is called `NOPE`, so this directive sets nothing aside for it.")]),
        ("ignore TST009 -- x", [("SUP001", "This version of conduct-lint has no rule `TST009`; a newer one may have.")]),
        ("ignore TST001", [("SUP003", "The directive for TST001 gives no reason.")]),
        ("ignore TST001 --", [("SUP003", "The directive for TST001 gives no reason.")]),
        ("ignore -- x", [("SUP001", "This directive names no rule, so it sets nothing aside.")]),
        ("ignore", [("SUP001", "This directive names no rule, so it sets nothing aside.")]),
        ("ignore ALL -- x", [("SUP001", "No rule is called `ALL`, so this directive sets nothing aside for it.")]),
        ("ignore TST -- x", [("SUP001", "No rule is called `TST`, so this directive sets nothing aside for it.")]),
        ("disable TST001", [("SUP001", DISABLE)]),
        ("ignore TST001, SUP003 -- x", [("SUP002", "Nothing here calls for `SUP003` to be ignored any more.")]),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_directive(directive: str, expected: list[tuple[str, str]], known: list[Rule]) -> None:
    findings = lint(f"Tern errs. <!-- conduct-lint: {directive} -->\n", known)
    assert [(finding.code, finding.message) for finding in findings if finding.code != "TST001"] == expected


def test_no_directive_sets_aside_what_is_said_of_directives(known: list[Rule]) -> None:
    body = "<!-- conduct-lint: ignore-file SUP001, SUP002, SUP003, NOPE -->\n\nWords.\n"
    assert all(suppressed is None for _, suppressed in told(lint(body, known)))
    assert {code for code, _ in told(lint(body, known))} == {"SUP001", "SUP002", "SUP003"}


def test_only_rules_that_answered_can_be_called_unused(known: list[Rule], monkeypatch: pytest.MonkeyPatch) -> None:
    body = "Words. <!-- conduct-lint: ignore TST001, TST002 -- known -->\n"
    assert told(lint(body, known)) == [("SUP002", None)]
    monkeypatch.setitem(matchers.CHECKS, "test-tst001", lambda document: 1 / 0)
    crashed = [rules.from_table({**as_row(r), "matched": "test-tst001"}) if r.code == "TST001" else r for r in known]
    assert told(lint(body, crashed)) == []


def as_row(of: Rule) -> dict[str, object]:
    row = {name: getattr(of, name) for name in Rule._fields}
    return {**row, "severity": of.severity.word}


@pytest.mark.parametrize(
    ("body", "mended"),
    [
        ("Words.\n\n<!-- conduct-lint: ignore TST001 -- x -->\nMore.\n", "Words.\n\nMore.\n"),
        ("Words. <!-- conduct-lint: ignore TST001 -- x -->\nMore.\n", "Words.\nMore.\n"),
        (
            "Tern errs. <!-- conduct-lint: ignore SUP002, TST001 -- x -->\n",
            "Tern errs. <!-- conduct-lint: ignore TST001 -- x -->\n",
        ),
        (
            "Tern errs. <!-- conduct-lint: ignore TST001, SUP002 -- x -->\n",
            "Tern errs. <!-- conduct-lint: ignore TST001 -- x -->\n",
        ),
        ("---\nlicense: mit  # conduct-lint: ignore TST001 -- x\n---\n", "---\nlicense: mit\n---\n"),
    ],
)
def test_unused_directives_can_be_taken_away(body: str, mended: str, known: list[Rule]) -> None:
    fixes = [finding.fix for finding in lint(body, known) if finding.code == "SUP002"]
    assert len(fixes) == 1 and fixes[0] is not None
    (edit,) = fixes[0].edits
    assert body[: edit.span.start] + edit.text + body[edit.span.end :] == mended


def test_those_who_are_checked_cannot_set_findings_aside_unless_allowed(known: list[Rule]) -> None:
    body = "Tern errs. <!-- conduct-lint: ignore TST001 -- known -->\n"
    assert told(lint(body, known, kind="pull-request")) == [("TST001", None)]
    assert told(lint(body, known, kind="pull-request", text_directives=True)) == [("TST001", "known")]


def test_very_many_directives_cost_little(known: list[Rule]) -> None:
    body = "Tern errs. <!-- conduct-lint: ignore TST001 -- known -->\n\n" * 2000
    begin = time.process_time()
    findings = lint(body, known)
    assert len([finding for finding in findings if finding.suppressed]) == 500
    assert time.process_time() - begin < 8


def test_a_reason_with_a_private_value_is_masked(known: list[Rule]) -> None:
    token = "hf_" + "QmvTzKpWxLrNdYsGbHcJfEaUoRiVtZqMnK"
    findings = lint(f"Tern errs. <!-- conduct-lint: ignore TST001 -- {token} -->\n", known)
    assert told(findings) == [("TST001", "[token hf_…]")]
