"""Findings about persons are for a moderator: private, in words that repeat nothing and accuse nobody."""

from __future__ import annotations

import json
import pathlib

import pytest

from conduct_lint import rules
from conduct_lint.engine import Linter
from conduct_lint.model import Text
from conduct_lint.settings import Settings

LINTER = Linter(Settings(select=("CON",)))
PASSAGES = {
    "CON001": ("You are a buffoon.", "buffoon"),
    "CON002": ("You are retarded.", "retarded"),
    "CON003": ("You look so sexy.", "sexy"),
}


@pytest.mark.parametrize("code", PASSAGES)
def test_the_words_repeat_nothing_and_accuse_nobody(code: str) -> None:
    text, word = PASSAGES[code]
    (finding,) = LINTER.lint(Text("comment", text, "comment")).findings
    assert finding.code == code
    words = f"{finding.message} {finding.advice}".lower()
    assert word not in words
    assert "may need a moderator's look" in words
    assert not {"you", "your", "author", "offender", "violat", "guilty"} & set(words.split())
    assert word not in finding.identity


def test_rules_on_persons_are_private() -> None:
    known = {rule.code: rule for rule in rules.builtin()}
    assert all(known[code].private for code in ("CON001", "CON002", "CON003", "PRV001", "PRV002"))
    assert not known["PRV004"].private
    assert known["PRV004"].essential


@pytest.mark.parametrize("kind", ["model-card", "dataset-card"])
def test_cards_are_held_to_slurs_alone(kind: str) -> None:
    body = "---\nlicense: mit\n---\n# Tides\n\nYou are a buffoon. You look so sexy. The old one was made by beaners.\n"
    assert [finding.code for finding in LINTER.lint(Text("README.md", body, kind)).findings] == ["CON002"]


def test_ordinary_contributions_raise_no_alarm() -> None:
    texts = pathlib.Path(__file__).parents[3] / "shared" / "contributions" / "texts.jsonl"
    if not texts.exists():
        pytest.skip("the texts are not beside this checkout")
    rows = [json.loads(line) for line in texts.read_text(encoding="utf-8").splitlines()[::5]]
    wrong = sum(bool(LINTER.lint(Text(row["id"], row["text"], "comment")).findings) for row in rows)
    assert wrong <= 2 * len(rows) / 1000
