"""What is computed from the rules: pages, the table, coverage of the clauses, and that the written docs are fresh."""

from __future__ import annotations

import importlib.util
import os
from pathlib import Path
from types import ModuleType

import pytest

from conduct_lint import catalogue, rules

ROOT = Path(__file__).parents[1]
CLAUSES = [{"id": "a/one", "asks": "One."}, {"id": "a/two", "asks": "Two."}]


@pytest.fixture
def make_docs() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_docs", ROOT / "scripts" / "make_docs.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def rule_of(small_rules: tuple[rules.Rule, ...], code: str, **changes: object) -> rules.Rule:
    return next(rule for rule in small_rules if rule.code == code)._replace(**changes)  # type: ignore[arg-type]


def test_clauses_are_served_by_rules_that_are_not_retired(small_rules: tuple[rules.Rule, ...]) -> None:
    one = rule_of(small_rules, "LIM001", clauses=("a/one",))
    gone = rule_of(small_rules, "LIM005", clauses=("a/one", "a/two"), retired="0.2: merged into LIM001")
    assert catalogue.served([one, gone], CLAUSES) == {"a/one": (one,), "a/two": ()}
    assert "**Retired**: 0.2: merged into LIM001" in catalogue.page(gone, CLAUSES)


def test_a_fence_is_longer_than_any_in_the_example(small_rules: tuple[rules.Rule, ...]) -> None:
    rule = rule_of(
        small_rules,
        "LIM001",
        examples={"bad": [{"text": "````\nx\n````\n", "note": "a fence"}], "good": [], "near": [], "todo": []},
    )
    assert "a fence:\n\n`````markdown\n````\nx\n````\n`````\n" in catalogue.page(rule, CLAUSES)


def test_how_a_finding_is_set_aside_depends_on_the_rule(small_rules: tuple[rules.Rule, ...]) -> None:
    assert "<!-- conduct-lint: ignore-file LIM001 -- why -->" in catalogue.page(rule_of(small_rules, "LIM001"), CLAUSES)
    assert "<!-- conduct-lint: ignore CLM002 -- why -->" in catalogue.page(rule_of(small_rules, "CLM002"), CLAUSES)
    directive = rule_of(small_rules, "CLM002", family="suppressions")
    assert "cannot be set aside in the text" in catalogue.page(directive, CLAUSES)
    words = rule_of(small_rules, "CLM002", kinds=frozenset(("pull-request",)))
    assert "<!-- conduct-lint" not in catalogue.page(words, CLAUSES)


def test_a_bar_does_not_break_the_table(small_rules: tuple[rules.Rule, ...]) -> None:
    assert "| a \\| b |" in catalogue.table([rule_of(small_rules, "LIM001", summary="a | b")])


def test_docs_that_are_not_fresh_are_named(make_docs: ModuleType, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(make_docs, "pages", lambda: {"rules/A.md": "a\n", "rules/B.md": "b\n", "rules.md": "all\n"})
    folder = ["--folder", str(tmp_path)]
    assert make_docs.main([*folder, "--check"]) == 1
    assert not os.listdir(tmp_path)
    assert make_docs.main(folder) == 0
    assert make_docs.main([*folder, "--check"]) == 0
    (tmp_path / "rules" / "A.md").write_text("old\n")
    (tmp_path / "rules" / "GONE.md").write_text("x\n")
    assert make_docs.stale(str(tmp_path), make_docs.pages()) == ["rules/A.md", "rules/GONE.md"]
    assert make_docs.main(folder) == 0
    assert sorted(os.listdir(tmp_path / "rules")) == ["A.md", "B.md"]


@pytest.mark.skipif(not (ROOT / "docs" / "rules.md").exists(), reason="no docs have been made yet")
def test_the_docs_are_fresh(make_docs: ModuleType) -> None:
    assert make_docs.stale(str(ROOT / "docs"), make_docs.pages()) == []
