"""Fixes: every example of every rule comes out as it says, a second run changes nothing, and no other byte moves."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from conduct_lint import cli, fix, rules
from conduct_lint.engine import Linter
from conduct_lint.model import Beside, Edit, Finding, Fix, Nowhere, Report, Severity, Span, Text
from conduct_lint.rulefiles import KINDS
from conduct_lint.settings import Settings

EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.code}-{number}")
    for rule in rules.builtin()
    if not rule.online
    for number, example in enumerate(rule.examples["bad"])
    if "fixed" in example
]
KIND_ORDER = ("model-card", "dataset-card", "recommendation", "pull-request", "issue", "comment", *KINDS)


def text_of(rule: rules.Rule, example: dict[str, Any], body: str) -> Text:
    kind = example.get("kind") or next(kind for kind in KIND_ORDER if kind in rule.kinds)
    name = example.get("name") or ("README.md" if kind in ("model-card", "dataset-card", "space-card") else kind)
    platform = example.get("platform") or rule.platform
    return Text(name, body, kind, platform, siblings=Beside(example["siblings"]) if "siblings" in example else Nowhere())


def lint_of(rule: rules.Rule, example: dict[str, Any]) -> Callable[[Text], Report]:
    """A linter of all rules that says only what this one finds."""
    accept = frozenset(example.get("accept", ()))
    linter = Linter(Settings(profile="thorough", preview=True, text_directives=True, accept=accept))

    def lint(text: Text) -> Report:
        report = linter.lint(text)
        return report._replace(findings=tuple(finding for finding in report.findings if finding.code == rule.code))

    return lint


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_an_example_comes_out_as_it_says_and_stays_so(rule: rules.Rule, example: dict[str, Any]) -> None:
    lint = lint_of(rule, example)
    done = fix.mend(text_of(rule, example, example["text"]), lint, unsafe=True)
    assert done.body == example["fixed"]
    assert set(done.fixed) == {rule.code}
    again = fix.mend(text_of(rule, example, done.body), lint, unsafe=True)
    assert (again.body, again.fixed) == (done.body, {})


@pytest.mark.parametrize(("rule", "example"), EXAMPLES)
def test_windows_line_ends_stay(rule: rules.Rule, example: dict[str, Any]) -> None:
    body = example["text"]
    if "\r" in body:
        pytest.skip("it has strange line ends of its own")
    windows = body.replace("\n", "\r\n")
    done = fix.mend(text_of(rule, example, windows), lint_of(rule, example), unsafe=True)
    if done.body != windows:
        assert done.body.replace("\r\n", "\n") == example["fixed"]
        assert done.body.count("\n") == done.body.count("\r\n")


# ── which edits are applied ──────────────────────────────────────────────────────────────────────────────────────────────


def finding(code: str, *edits: tuple[int, int, str], safe: bool = True, suppressed: str | None = None) -> Finding:
    found = tuple(Edit(Span(start, end), words) for start, end, words in edits)
    mending = Fix("mend", found, safe)
    return Finding(code, "n", Severity.WARNING, (), "place", "m", "a", Span(0, 1), (), code, mending, suppressed)


@pytest.mark.parametrize(
    ("findings", "body", "codes"),
    [
        ([], "0123456789", []),
        ([finding("A", (2, 4, "x")), finding("B", (8, 8, "!"))], "01x4567!89", ["A", "B"]),
        ([finding("B", (8, 9, "")), finding("A", (2, 4, "x"))], "01x45679", ["A", "B"]),
        ([finding("A", (2, 4, "x")), finding("B", (3, 5, "y"))], "01x456789", ["A"]),
        ([finding("A", (2, 4, "x")), finding("B", (4, 5, "y"))], "01xy56789", ["A", "B"]),
        ([finding("A", (2, 2, "x")), finding("B", (2, 2, "y"))], "01x23456789", ["A"]),
        ([finding("A", (2, 4, "x")), finding("B", (2, 4, "x"))], "01x456789", ["A", "B"]),
        ([finding("A", (2, 8, "x")), finding("B", (1, 2, "y"), (5, 6, "z"))], "0y234z6789", ["B"]),
        ([finding("A", (2, 4, "x"), safe=False)], "0123456789", []),
        ([finding("A", (2, 4, "x"), suppressed="")], "0123456789", []),
        ([finding("A")], "0123456789", []),
    ],
)
def test_fixes_that_touch_one_another_wait(findings: list[Finding], body: str, codes: list[str]) -> None:
    assert fix.applied("0123456789", findings) == (body, codes)


def test_unsafe_fixes_only_when_asked_for() -> None:
    assert fix.applied("ab", [finding("A", (0, 1, "x"), safe=False)], unsafe=True) == ("xb", ["A"])


def test_two_fixes_that_undo_each_other_come_to_an_end() -> None:
    def lint(text: Text) -> Report:
        other = "b" if text.body == "a" else "a"
        return Report(text.name, "model-card", "en", text.body, (finding("A", (0, 1, other)),))

    assert fix.mend(Text("x", "a"), lint).fixed == {"A": fix.ROUNDS}


def test_a_fix_that_leads_to_a_fault_is_taken_back() -> None:
    def lint(text: Text) -> Report:
        failures = () if text.body == "a" else (("A", "it fell"),)
        return Report(text.name, "model-card", "en", text.body, (finding("A", (0, 1, "b")),), failures=failures)

    done = fix.mend(Text("x", "a"), lint)
    assert (done.body, done.fixed, done.report.failures) == ("a", {}, ())


# ── the diff ─────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_diff_breaks_lines_at_newlines_alone_and_tells_where_the_last_is_missing() -> None:
    assert fix.difference("a", "x", "x") == ""
    missing = "\n\\ No newline at end of file\n"
    head = "--- a/a\n+++ b/a\n@@ -1,2 +1,2 @@\n x\u2028y\n"
    assert fix.difference("a", "x\u2028y\n\x0bz", "x\u2028y\n\x0bw") == f"{head}-\x0bz{missing}+\x0bw{missing}"


def test_a_diff_shows_no_private_value() -> None:
    shown = fix.difference("a", "call 0123\nx\n", "call 0123\ny\n", [(Span(5, 9), "[phone]")])
    assert "0123" not in shown and " call [phone]\n-x\n+y\n" in shown
    shown = fix.difference("a", "first-line\n  last-line\nx\n", "first-line\n  last-line\ny\n", [(Span(0, 22), "[key]")])
    assert " [key]\n   [key]\n-x\n+y\n" in shown


# ── writing ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_file_is_replaced_whole_with_its_mark_and_mode(tmp_path: Path) -> None:
    file = tmp_path / "README.md"
    file.write_bytes(b"\xef\xbb\xbfa\r\nb")
    file.chmod(0o640)
    assert fix.write(str(file), "a\r\nb", "a\r\nc") == ""
    assert file.read_bytes() == b"\xef\xbb\xbfa\r\nc"
    assert file.stat().st_mode & 0o777 == 0o640
    assert os.listdir(tmp_path) == ["README.md"]


def test_what_changed_meanwhile_and_what_is_a_link_is_left_alone(tmp_path: Path) -> None:
    file, link = tmp_path / "a.md", tmp_path / "README.md"
    file.write_text("new")
    link.symlink_to(file)
    assert fix.write(str(file), "old", "x") == "it has changed since it was read"
    assert fix.write(str(link), "new", "x") == "it is a symbolic link"
    assert fix.write(str(tmp_path / "none"), "new", "x").startswith("it cannot be written")
    assert (file.read_text(), sorted(os.listdir(tmp_path))) == ("new", ["README.md", "a.md"])


def test_a_failed_write_leaves_the_file_as_it_was(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "a.md"
    file.write_text("old")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", full)
    assert fix.write(str(file), "old", "x") == "it cannot be written: No space left on device"
    assert (file.read_text(), os.listdir(tmp_path)) == ("old", ["a.md"])


# ── the command ──────────────────────────────────────────────────────────────────────────────────────────────────────────

TYPO = "---\nlicens: mit\npipeline_tag: text-classification\n---\n# Plover\n\nPlover tells shore birds apart.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "README.md").write_text(TYPO)
    return tmp_path


def check(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli.commands, ["check", "--isolated", "--select", "MET005", *arguments], input=stdin)


def test_fix_writes_and_reports_what_remains(here: Path) -> None:
    before = check("README.md", "--output-format", "concise")
    assert "MET005" in before.stdout
    done = check("README.md", "--fix", "--output-format", "concise", "--fail-on", "notice")
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "note: mended 1 finding in 1 file (MET005)\n")
    assert (here / "README.md").read_text() == TYPO.replace("licens:", "license:")


def test_diff_shows_and_writes_nothing(here: Path) -> None:
    done = check("README.md", "--diff", "--fail-on", "notice")
    assert "-licens: mit\n+license: mit\n" in done.stdout and done.stdout.startswith("--- a/README.md\n+++ b/README.md\n")
    assert (done.exit_code, done.stderr) == (0, "note: --fix would mend 1 finding in 1 file (MET005)\n")
    assert (here / "README.md").read_text() == TYPO


def test_standard_input_comes_out_mended(here: Path) -> None:
    done = check("-", "--fix", "--kind", "model-card", stdin=TYPO)
    assert done.stdout == TYPO.replace("licens:", "license:")
    assert "nothing to mend" in done.stderr


def test_suppressed_findings_are_not_touched(here: Path) -> None:
    kept = TYPO + "\n<!-- conduct-lint: ignore-file MET005 reason: it is the tide table's own word -->\n"
    (here / "README.md").write_text(kept)
    done = check("README.md", "--fix", "--unsafe-fixes")
    assert (done.exit_code, (here / "README.md").read_text()) == (0, kept)


def test_a_link_is_reported_and_not_written_through(here: Path) -> None:
    (here / "real.md").write_text(TYPO)
    (here / "model-card.md").symlink_to("real.md")
    done = check("model-card.md", "--fix", "--output-format", "concise")
    assert (done.exit_code, "error: model-card.md: not mended: it is a symbolic link" in done.stderr) == (2, True)
    assert "MET005" in done.stdout and (here / "real.md").read_text() == TYPO


@pytest.mark.parametrize("arguments", [("--fix", "--diff"), ("--unsafe-fixes",), ("--fix", "-")])
def test_options_that_do_not_go_together(here: Path, arguments: tuple[str, ...]) -> None:
    assert check("README.md", *arguments, stdin="").exit_code == 2
