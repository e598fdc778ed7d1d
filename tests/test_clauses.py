"""The clause file: complete, well formed, and silent about sanctions."""

from __future__ import annotations

import os
import re
from typing import Any

import pytest
import yaml

from conduct_lint.data import folder

with open(os.path.join(folder(), "clauses.yaml"), encoding="utf-8") as file:
    CONTENT: dict[str, Any] = yaml.safe_load(file)
CLAUSES: list[dict[str, Any]] = CONTENT["clauses"]

LINTER = [
    "standards/accurate-information",
    "standards/attribution",
    "standards/no-sexualised-content",
    "standards/no-insults",
    "standards/no-harassment",
    "standards/no-private-information",
    "standards/no-unwarned-harm",
    "standards/no-misrepresentation",
    "standards/no-false-information",
    "responsible-sharing/accurate-descriptions",
    "responsible-sharing/misuse-warnings",
    "responsible-sharing/intended-use-and-license",
    "responsible-sharing/no-harmful-promotion",
    "accuracy/verify-benchmarks",
    "accuracy/official-or-community",
    "accuracy/credit-research",
    "accuracy/acknowledge-uncertainty",
    "inclusion/bias-and-fairness",
    "inclusion/accessibility-and-languages",
    "inclusion/responsible-deployment",
    "behaviour/inclusive-wording",
]
PEOPLE = [
    "inclusion/diverse-perspectives",
    "enforcement/reasons",
    "enforcement/privacy",
    "behaviour/benefit-of-the-doubt",
    "standards/empathy",
    "standards/constructive-feedback",
    "standards/helpful-knowledge",
    "standards/apology",
    "standards/learning",
    "enforcement/who-enforces",
    "enforcement/ladder",
]


def test_every_clause_is_there_once() -> None:
    assert sorted(clause["id"] for clause in CLAUSES) == sorted(LINTER + PEOPLE)


def test_who_judges() -> None:
    assert {clause["id"] for clause in CLAUSES if clause["judged-by"] == "linter"} == set(LINTER)
    assert {clause["id"] for clause in CLAUSES if clause["judged-by"] == "people"} == set(PEOPLE)


@pytest.mark.parametrize("clause", CLAUSES, ids=[clause["id"] for clause in CLAUSES])
def test_clause_is_well_formed(clause: dict[str, Any]) -> None:
    people = clause["judged-by"] == "people"
    assert set(clause) == {"id", "asks", "source", "judged-by"} | ({"served-by"} if people else set())
    assert re.fullmatch(r"[a-z]+(-[a-z]+)*/[a-z]+(-[a-z]+)*", clause["id"])
    assert set(clause["source"]) == {"document", "section"}
    assert clause["source"]["document"] in CONTENT["documents"]
    assert clause["source"]["section"].strip()
    for words in (clause["asks"], clause.get("served-by", "Fine.")):
        assert words[0].isupper() and words.endswith(".") and "\n" not in words


def test_both_documents_are_used() -> None:
    assert {clause["source"]["document"] for clause in CLAUSES} == set(CONTENT["documents"])


def test_the_linter_offers_no_sanction() -> None:
    offers = " ".join(clause.get("served-by", "") for clause in CLAUSES).casefold()
    assert not re.search(r"\b(ban|bans|banned|block|suspend|punish|correction|warned)\b", offers)
    assert "no finding names a step or proposes a sanction" in offers
