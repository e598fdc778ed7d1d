"""Checks of the family license beyond the examples in their rule files."""

from __future__ import annotations

import datetime

import pytest

from conduct_lint import vocabulary
from conduct_lint.checks import license as checks
from conduct_lint.document import Document
from conduct_lint.model import Text


def card(front: str, body: str = "") -> Document:
    return Document(Text("plover.md", f"---\n{front}\n---\n# Plover\n\n{body}\n", kind="model-card", platform="hub"))


def test_an_old_list_says_less(monkeypatch: pytest.MonkeyPatch) -> None:
    document = card("license: heron-1.0")
    monkeypatch.setattr(vocabulary, "age_in_days", lambda name, today: 10)
    assert [hit.variant for hit in checks.unknown_license(document)] == ["unlisted"]
    monkeypatch.setattr(vocabulary, "age_in_days", lambda name, today: checks.STALE_AFTER_DAYS + 1)
    assert [hit.variant for hit in checks.unknown_license(document)] == ["stale"]
    assert datetime.date.fromisoformat(vocabulary.date("licenses"))


def test_accepted_values_are_not_reported() -> None:
    assert list(checks.unknown_license(card("license: heron-1.0"), accept=frozenset({"heron-1.0"}))) == []


def test_a_mismatch_shows_both_places() -> None:
    document = card("license: mit", "- **License:** Apache-2.0")
    (hit,) = checks.license_mismatch(document)
    assert hit.span is not None
    assert document.text[hit.span.start : hit.span.end] == "Apache-2.0"
    (place,) = hit.related
    assert place.span is not None
    assert document.text[place.span.start : place.span.end] == "mit"


def test_a_fix_keeps_the_line_ends_of_the_file() -> None:
    body = "---\r\nlanguage: en\r\n---\r\n# Plover\r\n\r\nReleased under the MIT license.\r\n"
    document = Document(Text("plover.md", body, kind="model-card", platform="hub"))
    (hit,) = checks.missing_license(document)
    assert hit.fix is not None
    (edit,) = hit.fix.edits
    assert body[: edit.span.start] + edit.text + body[edit.span.end :] == body.replace("en\r\n---", "en\r\nlicense: mit\r\n---")


@pytest.mark.parametrize(
    ("model", "license", "variant"),
    [
        ("meta-llama/Meta-Llama-3-8B", "mit", "restrictions"),
        ("meta-llama/Llama-3.1-8B", "llama3.1", None),
        ("CohereForAI/aya-23-8B", "apache-2.0", "commercial-unsure"),
        ("CohereForAI/aya-23-8B", "cc-by-nc-4.0", None),
        ("EleutherAI/pythia-70m", "cc-by-nc-4.0", None),
        ("nobody/knows-this", "mit", None),
    ],
)
def test_conflicts_follow_the_table(model: str, license: str, variant: str | None) -> None:
    hits = list(checks.upstream_license_conflict(card(f"license: {license}\nbase_model: {model}")))
    assert [hit.variant for hit in hits] == ([variant] if variant else [])


def test_a_name_is_asked_for_only_where_it_is_known() -> None:
    front = "license: llama3.1\nbase_model: meta-llama/Llama-3.1-8B"
    body = "Built with Llama."
    assert list(checks.upstream_license_duty(card(front, body))) == []
    named = Document(Text("heron/plover", f"---\n{front}\n---\n# Plover\n\n{body}\n", kind="model-card", platform="hub"))
    (hit,) = checks.upstream_license_duty(named)
    assert "begins with" in str(hit.values["duties"])


def test_no_message_gives_legal_advice() -> None:
    from conduct_lint.rules import builtin

    for rule in builtin():
        if rule.code in ("LIC005", "LIC006", "LIC007"):
            words = " ".join([rule.message, rule.advice, *(v.get("message", "") for v in rule.variants.values())])
            assert "usually" in words
            assert not any(word in words for word in ("illegal", "violat", "breach", "must"))
