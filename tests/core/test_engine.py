"""From hits to findings: worded, weighed, placed, masked, told again in another version of the text."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from conduct_lint import engine, matchers, rulefiles, rules
from conduct_lint.document import Document
from conduct_lint.engine import Linter
from conduct_lint.facts import people
from conduct_lint.model import Edit, Fix, Hit, Related, Report, Severity, Span, Text
from conduct_lint.rules import Rule
from conduct_lint.settings import PerFileIgnore, Settings

Find = Callable[[Document], Iterator[Hit]]
TOKEN = "hf_" + "QmvTzKpWxLrNdYsGbHcJfEaUoRiVtZqMnK"
CARD = "---\nlicense: mit\n---\n# Tern\n\nTern errs.\n\nTern errs.\n"


def rule(code: str, find: Find, monkeypatch: pytest.MonkeyPatch, **more: Any) -> Rule:
    """A rule whose check is `find`; `more` are keys of its file."""
    name = f"test-{code.lower()}"
    monkeypatch.setitem(matchers.CHECKS, name, find)
    content = {
        "code": code, "clauses": [], "summary": "s", "why": "w", "message": "m", "advice": "a", "severity": "warning",
        "kinds": ["card", "contribution"], "since": "0.1", "check": name, "bad": ["b"], "good": ["g"], **more,
    }  # fmt: skip
    return rules.from_table(rulefiles._rule(f"tests/rule-{code.lower()}.yaml", "tests", content, None))


def errs(document: Document) -> Iterator[Hit]:
    """Every `errs` of the text."""
    for place in document.places("errs"):
        yield Hit(Span(place, place + 4), {"word": "errs"})


def absent(document: Document) -> Iterator[Hit]:
    yield Hit(None, subject="limitations")


def lint(body: str, known: list[Rule], kind: str = "model-card", **settings: Any) -> Report:
    return Linter(Settings(**settings), known).lint(Text("README.md", body, kind))


def codes(report: Report) -> list[str]:
    return [finding.code for finding in report.findings]


def test_words_are_filled_and_flat(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(document: Document) -> Iterator[Hit]:
        yield Hit(Span(0, 1), {"what": "two\n lines"}, variant="other")

    known = rule(
        "TST001",
        find,
        monkeypatch,
        message="{what}",
        variants={"other": {"message": "no {what}, {{what}}", "severity": "notice"}},
    )
    finding = lint("# Tern\n", [known]).findings[0]
    assert (finding.message, finding.advice, finding.severity) == ("no two lines, {what}", "a", Severity.NOTICE)


@pytest.mark.parametrize(
    ("body", "place", "expected"),
    [
        (CARD, "title", "Tern"),
        (CARD, "metadata", "---"),
        ("---\nlicense: mit\n---\nwords\n", "title", "---"),
        ("words\n\n## Later\n\n# Title\n", "title", "Title"),
        ("words\n\n## Later\n", "metadata", "Later"),
        ("words\n", "title", "w"),
        ("", "title", ""),
    ],
)
def test_what_is_absent_is_shown_at_title_or_metadata(
    body: str, place: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    finding = lint(body, [rule("TST001", absent, monkeypatch, place=place)]).findings[0]
    assert (finding.scope, body[finding.span.start : finding.span.end], finding.identity) == (
        "document",
        expected,
        "TST001|limitations",
    )


def test_findings_stand_in_order_of_place_then_code(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [rule("TST002", errs, monkeypatch), rule("TST001", errs, monkeypatch), rule("TST003", absent, monkeypatch)]
    assert codes(lint(CARD, known)) == ["TST003", "TST001", "TST002", "TST001", "TST002"]


def test_a_finding_does_not_cascade(monkeypatch: pytest.MonkeyPatch) -> None:
    def whole(document: Document) -> Iterator[Hit]:
        yield Hit(Span(0, 3), variant="whole" if "unfilled" in document.words else "")

    replaces = {"variant": "whole", "rules": ["TST001"]}
    known = [rule("TST001", errs, monkeypatch), rule("TST002", whole, monkeypatch, variants={"whole": {}}, replaces=replaces)]
    assert codes(lint(CARD, known)) == ["TST002", "TST001", "TST001"]
    assert codes(lint(CARD + "unfilled\n", known)) == ["TST002"]


def test_a_crash_is_a_failure_and_the_others_still_speak(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(document: Document) -> Iterator[Hit]:
        yield Hit(Span(0, 1))
        raise ValueError(document.text)

    def outside(document: Document) -> Iterator[Hit]:
        yield Hit(Span(3, 10_000))

    known = [rule("TST001", crash, monkeypatch), rule("TST002", outside, monkeypatch), rule("TST003", errs, monkeypatch)]
    report = lint(CARD, known)
    assert codes(report) == ["TST003", "TST003"]
    assert [code for code, _ in report.failures] == ["TST001", "TST002"]
    assert "ValueError in crash" in report.failures[0][1] and "Tern" not in report.failures[0][1]


def test_a_crash_of_the_reader_shows_nothing_unmasked(monkeypatch: pytest.MonkeyPatch) -> None:
    def crash(document: Document) -> tuple[()]:
        raise KeyError("private")

    monkeypatch.setattr(engine, "masks", crash)
    report = lint(CARD, [rule("TST001", errs, monkeypatch)])
    assert not report.findings and report.failures[0][0] == "" and "private" not in report.failures[0][1]


def test_severity_by_config_then_variant_then_kind_then_rule(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [rule("TST001", errs, monkeypatch, **{"severity-in": {"contribution": "notice"}})]
    assert lint(CARD, known).findings[0].severity is Severity.WARNING
    assert lint(CARD, known, "issue").findings[0].severity is Severity.NOTICE
    assert lint(CARD, known, "issue", severities={"TST001": "error"}).findings[0].severity is Severity.ERROR


def test_profiles_count_what_they_do_not_show(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [
        rule("TST001", errs, monkeypatch),
        rule("TST002", absent, monkeypatch, essential=True),
        rule("TST003", absent, monkeypatch, severity="error"),
        rule("TST004", absent, monkeypatch, severity="notice"),
    ]
    report = lint(CARD, known, profile="essential")
    assert codes(report) == ["TST002", "TST003"] and report.hidden == {"warning": 2, "notice": 1}
    report = lint(CARD, known, min_severity="error")
    assert codes(report) == ["TST003"] and report.hidden == {"warning": 3, "notice": 1}
    assert lint(CARD, known).hidden == {}


def test_preview_rules_run_when_wished_or_named(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [rule("TST001", errs, monkeypatch, preview=True)]
    assert codes(lint(CARD, known)) == []
    assert codes(lint(CARD, known, extend_select=("TST",))) == []
    assert codes(lint(CARD, known, preview=True)) == ["TST001", "TST001"]
    assert codes(lint(CARD, known, extend_select=("rule-tst001",))) == ["TST001", "TST001"]


def test_selection_by_family_code_and_name(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [rule("TST001", absent, monkeypatch), rule("TST002", absent, monkeypatch)]
    assert codes(lint(CARD, known, ignore=("tst001",))) == ["TST002"]
    assert codes(lint(CARD, known, ignore=("tests",))) == []
    assert codes(lint(CARD, known, ignore=("TST",), extend_select=("TST002",))) == ["TST002"]
    assert codes(lint(CARD, known, select=("rule-tst002",))) == ["TST002"]


def test_rules_ignored_for_some_files_run_for_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    linter = Linter(
        Settings(per_file_ignores=(PerFileIgnore("old/**", ("TST001",), "old"),)),
        [rule("TST001", absent, monkeypatch), rule("TST002", absent, monkeypatch)],
    )
    assert codes(linter.lint(Text("old/README.md", CARD, "model-card"))) == ["TST002"]
    assert codes(linter.lint(Text("new/README.md", CARD, "model-card"))) == ["TST001", "TST002"]


def test_rules_of_another_kind_or_platform_are_not_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [rule("TST001", absent, monkeypatch, kinds=["dataset-card"]), rule("TST002", absent, monkeypatch, platform="hub")]
    assert codes(lint(CARD, known)) == ["TST002"]
    assert codes(lint("# Tern\n", known)) == []
    assert codes(lint("# Tern\n", known, platform="hub")) == ["TST002"]


def test_config_says_the_kind_and_gives_arguments(monkeypatch: pytest.MonkeyPatch) -> None:
    def find(document: Document, most: int = 0) -> Iterator[Hit]:
        if document.words["errs"] > most:
            yield Hit(Span(0, 1))

    known = [rule("TST001", find, monkeypatch, kinds=["dataset-card"])]
    settings: dict[str, Any] = {"kinds": {"data/**": "dataset-card"}}
    text = Text("data/README.md", CARD)
    assert codes(Linter(Settings(**settings), known).lint(text)) == ["TST001"]
    assert codes(Linter(Settings(**settings, arguments={"TST001": {"most": 2}}), known).lint(text)) == []
    with pytest.raises(matchers.MatcherError, match="takes no argument 'least'"):
        Linter(Settings(arguments={"TST001": {"least": 1}}), known)


def test_identities_last_while_the_rest_of_the_text_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [rule("TST001", errs, monkeypatch), rule("TST002", absent, monkeypatch)]
    before = {finding.identity for finding in lint(CARD, known).findings}
    assert len(before) == 3
    moved = "---\nlicense: mit\n---\n# Another title\n\nNew words.\n\n" + CARD[CARD.index("Tern errs") :].replace("\n", "\r\n")
    assert {finding.identity for finding in lint(moved, known).findings} == before


def test_a_private_rule_never_keeps_the_line(monkeypatch: pytest.MonkeyPatch) -> None:
    report = lint(CARD, [rule("TST001", errs, monkeypatch, private=True)])
    assert [finding.identity for finding in report.findings] == ["TST001|private", "TST001|private|2"]


def test_private_values_are_in_no_word_of_a_finding(monkeypatch: pytest.MonkeyPatch) -> None:
    secret = "-----BEGIN PRIVATE KEY-----\n" + "MIIEvQIBADANBgkqhkiG9w0BAQEFAASC\n" * 4 + "-----END PRIVATE KEY-----"
    body = f"# Tern\n\nTern errs with {TOKEN} here.\n\n```\n{secret}\n```\n"

    def leak(document: Document) -> Iterator[Hit]:
        yield from errs(document)
        at = body.index("-----BEGIN")
        edits = (Edit(Span(0, 1), f"# {TOKEN}"),)
        yield Hit(Span(at, at + 4), {"word": secret}, (Related(None, TOKEN),), Fix(TOKEN, edits), subject=TOKEN)

    known = [rule("TST001", leak, monkeypatch, message="{word} " + TOKEN, advice=TOKEN)]
    report = lint(body, known)
    assert len(report.findings) == 2 and len(report.masks) == 2
    assert TOKEN not in repr(report.findings) and "MIIEv" not in repr(report.findings)
    assert report.findings[0].message == "errs [token hf_…]"
    assert report.findings[1].message.startswith("[private key]")
    assert report.findings[1].fix is None


def test_a_cut_line_does_not_cut_a_private_value_in_two(monkeypatch: pytest.MonkeyPatch) -> None:
    body = "# Tern\n\nTern errs " + "x" * 470 + " " + TOKEN + "\n"
    assert TOKEN[:12] not in lint(body, [rule("TST001", errs, monkeypatch)]).findings[0].identity


def test_a_shared_mailbox_is_not_masked() -> None:
    body = "---\nlicense: mit\n---\n# Tern\n\n## Contact\n\ninfo@lighthouse-harbour.org\n"
    assert people.masks(Document(Text("README.md", body))) == ()


def test_what_is_no_card_is_passed_by(monkeypatch: pytest.MonkeyPatch) -> None:
    known = [rule("TST001", absent, monkeypatch)]
    report = Linter(Settings(), known).lint(Text("notes.txt", "Buy bread.\n"))
    assert (report.kind, report.skipped, report.findings) == ("other", "it is no card", ())


def test_phrases_are_found_as_words_and_accepted_by_config() -> None:
    content = {
        "code": "TST001", "clauses": [], "summary": "s", "why": "w", "message": "{phrase}: {instead}", "advice": "a",
        "severity": "warning", "kinds": ["card"], "since": "0.1", "phrases": {"man hours": "hours"}, "bad": ["b"], "good": ["g"],
    }  # fmt: skip
    known = [rules.from_table(rulefiles._rule("tests/phrase.yaml", "tests", content, None))]
    body = "# Tern\n\nTwo Man\nhours, `man hours`, human hours, man hourss.\n"
    assert [finding.message for finding in lint(body, known).findings] == ["Man hours: hours"]
    assert codes(lint(body, known, accept=frozenset({"man hours"}))) == []


FINNISH = (
    "---\nlicense: mit\nlanguage: fi\npipeline_tag: text-to-speech\ntags: [voice-cloning]\n---\n# Tiira\n\n"
    "Tämä malli lukee kirjeitä ääneen ja se on koulutettu, kun sataman arkisto oli auki. "
    "Malli ei ole hyvä, jos kirje on kirjoitettu käsin, tai se on liian pitkä.\n"
)


def test_nothing_is_called_missing_in_a_language_that_is_not_known() -> None:
    read = Linter(Settings(profile="thorough"), list(rules.builtin())).lint(Text("README.md", FINNISH, "model-card"))
    assert (read.language, read.unread) == ("fi", True)
    assert not {finding.name for finding in read.findings if "missing" in finding.name or "without" in finding.name}
    english = FINNISH.replace("Tämä malli", "This model does what it can and it has been trained with it, and so it reads. Tämä")
    told = Linter(Settings(profile="thorough"), list(rules.builtin())).lint(Text("README.md", english, "model-card"))
    assert not told.unread
    assert {"missing-limitations", "missing-citation", "missing-misuse-warning"} <= {finding.name for finding in told.findings}
