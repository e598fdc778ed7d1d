"""`inspect`, `rule`, `rules`, `clauses`, `--version`: what the linter says of itself and of what it understood."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner, Result

from conduct_lint import catalogue, cli, rules, table, vocabulary
from conduct_lint.document import Document
from conduct_lint.model import Span

CARD = "---\nlicense: mit\npipeline_tag: text-generation\n---\n# Tide\n\nTide writes of the sea. Its limit: lakes.\n"


def run(*arguments: str, stdin: str | bytes | None = None) -> Result:
    return CliRunner().invoke(cli.commands, list(arguments), input=stdin)


class Evidence(NamedTuple):
    span: Span
    verdict: str
    why: str


class Topic(NamedTuple):
    status: str
    evidence: tuple[Evidence, ...]


@pytest.fixture
def known_facts(monkeypatch: pytest.MonkeyPatch) -> None:
    """Facts of a fixed shape in the place of those that are read, so that this tests the command and not the facts."""
    from conduct_lint import facts
    from conduct_lint.facts import people, topics

    def read(document: Document) -> dict[str, Any]:
        if "crash" in document.text:
            raise ValueError("a private value")
        return {
            "schema": "conduct-lint/facts/0",
            "path": document.name,
            "kind": "other",
            "limitations": {"status": "stated", "lines": [7, 9]},
            "license": {"metadata": "mit", "prose": None, "prose_lines": None, "conflict": False},
            "derived_from": [
                {"model": "sea/tide-base", "in_metadata": True, "in_prose": False, "lines": [3, 3]},
                {"model": "b", "lines": None},
            ],
            "claims": [],
            "placeholders": [4, 5],
            "languages_stated": True,
            "odd": "a\x1b[31m\nb",
        }

    def weighed(document: Document) -> Mapping[str, Topic]:
        start = document.text.index("Its limit")
        evidence = (Evidence(Span(start, start + 17), "counts", "a wording of the lexicon"),)
        return {"limitations": Topic("stated", evidence), "out_of_scope": Topic("absent", ())}

    def masked(document: Document) -> tuple[tuple[Span, str], ...]:
        start = document.text.index("lakes")
        return ((Span(start, start + 5), "[private]"),)

    monkeypatch.setattr(facts, "facts", read, raising=False)
    monkeypatch.setattr(topics, "topics", weighed)
    monkeypatch.setattr(
        people, "masks", lambda document: ((Span(document.text.index("lakes"), document.text.index("lakes") + 5), "[private]"),)
    )


@pytest.mark.usefixtures("small_rules", "known_facts")
class TestInspect:
    def test_json_is_one_array_with_one_object_a_document(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        for name in ("README.md", "notes.md"):
            (tmp_path / name).write_text(CARD)
        result = run("inspect", "notes.md", "README.md", "--output-format", "json")
        assert result.exit_code == 0
        assert [(one["path"], one["schema"]) for one in json.loads(result.stdout)] == [
            ("notes.md", "conduct-lint/facts/0"),
            ("README.md", "conduct-lint/facts/0"),
        ]

    def test_one_fault_keeps_no_other_text_from_being_read(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.chdir(tmp_path)
        (tmp_path / "a.md").write_text("crash")
        (tmp_path / "b.md").write_text(CARD)
        result = run("inspect", "none.md", "a.md", "b.md", "--output-format", "json")
        assert [one["path"] for one in json.loads(result.stdout)] == ["b.md"]
        assert (result.exit_code, "a private value" in result.output) == (3, False)
        assert run("inspect", "none.md", "b.md").exit_code == 2

    def test_the_table_has_a_line_a_fact_with_its_lines(self) -> None:
        lines = run("inspect", "-", stdin=CARD).stdout.splitlines()
        assert lines[0] == "-"
        shown = {line[2:20].strip() or "…": line[21:] for line in lines[1:] if line}
        assert shown["limitations"] == "stated  (lines 7–9)"
        assert shown["license"] == "metadata: mit, conflict: no"
        assert shown["derived from"] == "sea/tide-base, in metadata: yes, in prose: no  (line 3)"
        assert shown["…"] == "b"
        assert (shown["claims"], shown["placeholders"], shown["languages stated"]) == ("–", "4, 5", "yes")
        assert "\x1b" not in shown["odd"]

    def test_why_shows_what_was_weighed_and_no_private_value(self) -> None:
        result = run("inspect", "-", "--why", "limitations", stdin=CARD)
        assert result.stdout.splitlines() == [
            "-: limitations: stated",
            "  line 7: counts: Its limit: [private].",
            "      a wording of the lexicon",
        ]
        assert "no heading and no sentence speaks of it" in run("inspect", "-", "--why", "out-of-scope", stdin=CARD).stdout

    def test_why_of_an_unknown_topic(self) -> None:
        result = run("inspect", "-", "--why", "limitation", stdin=CARD)
        assert (result.exit_code, "did you mean `limitations`?" in result.stderr) == (2, True)


@pytest.mark.usefixtures("small_rules")
class TestRules:
    def test_a_rule_is_explained_by_code_and_by_name(self) -> None:
        by_code, by_name = run("rule", "LIM001"), run("rule", "missing-limitations")
        assert by_code.exit_code == 0
        assert by_code.stdout == by_name.stdout == run("rule", "lim001").stdout
        for part in (
            "# LIM001 missing-limitations",
            "Readers of a card rely on it.",
            "`standards/accurate-information`: Give correct",
            "ignore-file LIM001",
        ):
            assert part in by_code.stdout
        assert "arguments: {LIM005: {least: 3}}  # the default" in run("rule", "LIM005").stdout

    def test_the_table_of_rules(self) -> None:
        lines = run("rules").stdout.splitlines()
        assert [line.split()[0] for line in lines] == ["CLM002", "INC009", "LIM001", "LIM005", "MET002", "TXT009"]
        assert lines[1].endswith("On trial. (preview)")
        found = json.loads(run("rules", "--output-format", "json").stdout)
        assert (found[2]["code"], found[2]["severity"], found[2]["kinds"]) == (
            "LIM001",
            "warning",
            ["model-card", "dataset-card"],
        )
        assert (
            "| [LIM001](rules/LIM001.md) | missing-limitations | warning | No limits. |"
            in run("rules", "--output-format", "markdown").stdout
        )

    def test_clauses_name_their_rules_and_those_that_people_judge(self) -> None:
        shown = run("clauses").stdout
        machine, people = shown.split("Clauses that only people can judge")
        assert "standards/accurate-information\n" in machine and "    rules: LIM001, LIM005\n" in machine
        assert "rules: none yet" in machine
        assert "enforcement/ladder\n" in people and "proposes a sanction" in people
        found = {clause["id"]: clause["rules"] for clause in json.loads(run("clauses", "--output-format", "json").stdout)}
        assert (found["standards/accurate-information"], found["enforcement/ladder"]) == (["LIM001", "LIM005"], [])


def test_version_tells_the_date_of_the_vocabularies() -> None:
    assert re.fullmatch(rf"conduct-lint \S+ \(vocabularies of {vocabulary.date()}\)\n", run("--version").stdout)


def test_help_names_every_command() -> None:
    shown = run("--help").stdout
    for name in cli.COMMANDS:
        assert re.search(rf"^  {name} ", shown, re.M)
        assert run(name, "--help").exit_code == 0


def test_every_rule_has_a_page() -> None:
    for rule in rules.builtin():
        page = catalogue.page(rule, table.read()["clauses"])
        assert page.startswith(f"# {rule.code} {rule.name}\n")
        assert page.count("\n## ") >= 4
