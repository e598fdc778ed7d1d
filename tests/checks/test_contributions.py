"""What the rules say of pull requests, issues, comments and lists of recommendations."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from conduct_lint.engine import Linter
from conduct_lint.model import Beside, Severity, Siblings, Text
from conduct_lint.settings import Settings

ROOT = Path(__file__).resolve().parent.parent.parent


@pytest.fixture(scope="module")
def linter() -> Linter:
    return Linter(Settings(profile="thorough", preview=True))


def codes(linter: Linter, body: str, kind: str = "pull-request", title: str = "", siblings: Siblings | None = None) -> list[str]:
    text = Text("text", body, kind, title=title)
    report = linter.lint(text if siblings is None else text._replace(siblings=siblings))
    assert not report.failures
    return [finding.code for finding in report.findings]


CLAIM = "Plover-7B is a state-of-the-art bird model. It outperforms Heron.\n"


def test_claims_are_asked_where_a_model_is_announced(linter: Linter) -> None:
    assert {"CLM001", "CLM003"} <= set(codes(linter, CLAIM, title="Add Plover-7B to the gallery"))


@pytest.mark.parametrize(
    ("kind", "title", "body"),
    [
        ("comment", "", "Haha, my code is state of the art in clumsiness.\n"),
        ("pull-request", "Make the tide kernel faster", "The new kernel outperforms the old one on every machine.\n"),
        ("issue", "Tide is slow", "The old version was on par with other libraries.\n"),
        ("review", "", "This regex destroys chemical names.\n"),
        ("commit-message", "", "Fix the tide table\n\nThe best fix would be a new table.\n"),
    ],
)
def test_talk_about_code_is_no_card(linter: Linter, kind: str, title: str, body: str) -> None:
    assert codes(linter, body, kind, title) == []


def test_quoted_words_are_not_the_authors(linter: Linter) -> None:
    quoted = "".join(f"> {line}\n" for line in CLAIM.splitlines())
    assert codes(linter, f"{quoted}\nThat is not so.\n", title="Add Plover-7B to the gallery") == []


def test_words_of_the_template_are_not_the_authors(linter: Linter) -> None:
    template = Beside({".github/PULL_REQUEST_TEMPLATE.md": f"## Model\n\n{CLAIM}"})
    assert codes(linter, f"## Model\n\n{CLAIM}\nIt is new.\n", title="Add Plover-7B to the gallery", siblings=template) == []


RESULT = "It reaches an F1 of 87.5 % here.\n"


def test_results_are_asked_in_announcements_and_not_in_replies(linter: Linter) -> None:
    found = codes(linter, RESULT, title="Add Plover-7B to the gallery")
    assert {"BEN001", "BEN002"} <= set(found)
    assert not {"BEN001", "BEN002", "BEN006"} & set(codes(linter, RESULT, "comment"))
    assert not {"BEN001", "BEN002", "BEN006"} & set(codes(linter, RESULT, title="Fix the tokenizer"))


def test_a_log_is_a_source(linter: Linter) -> None:
    body = f"{RESULT}\n```bash\npython evaluate.py --data wetland\n```\n"
    assert "BEN001" not in codes(linter, body, title="Add Plover-7B to the gallery")


def test_an_impossible_value_is_told_anywhere(linter: Linter) -> None:
    report = linter.lint(Text("text", "On BirdCLEF the accuracy is 104.2 %.\n", "pull-request", title="Add Plover-7B"))
    assert [f.severity for f in report.findings if f.code == "BEN005"] == [Severity.ERROR]


def test_what_only_adds_to_a_board_offers_nothing(linter: Linter) -> None:
    assert codes(linter, "* add plover-7b\n\n* make lint\n", title="Add plover-7b to the leaderboard (#12)") == []


def test_one_finding_an_entry_of_a_list(linter: Linter) -> None:
    body = (
        "# Recommended models for birds\n\n"
        "- [Plover-7B](https://plover.invalid/plover-7b): excellent quality\n"
        "- [Heron-13B](https://huggingface.co/heron/heron-13b): excellent quality\n"
        "- [Tern-3B](https://tern.invalid/tern-3b): great at gulls. It does not know owls.\n"
    )
    report = linter.lint(Text("models.md", body, "recommendation"))
    found = [body[f.span.start : f.span.end] for f in report.findings if f.code == "LIM006"]
    assert len(found) <= 1 and all("Plover" in words for words in found)


@pytest.mark.parametrize(
    ("body", "severity"),
    [
        ("An abliterated model that excels at stories.\n", Severity.WARNING),
        ("A model that excels at stories.\n", Severity.NOTICE),
    ],
)
def test_harmful_kinds_weigh_more(linter: Linter, body: str, severity: Severity) -> None:
    report = linter.lint(Text("text", f"# plover-7b\n\n{body}", "pull-request"))
    assert [f.severity for f in report.findings if f.code == "LIM006"] == [severity]


def test_rules_on_trial_for_talk_wait_for_preview() -> None:
    text = Text("text", "# plover-7b-abliterated\n\nFor stories.\n", "pull-request")
    assert "MIS003" not in [f.code for f in Linter(Settings(profile="thorough")).lint(text).findings]
    assert "MIS003" in [f.code for f in Linter(Settings(profile="thorough", preview=True)).lint(text).findings]


def test_directives_do_nothing_unless_the_config_says_so() -> None:
    body = f"<!-- conduct-lint: ignore-file CLM001, CLM003, LIM006 -- I may -->\n\n{CLAIM}"
    text = Text("text", body, "pull-request", title="Add Plover-7B to the gallery")
    strict, lenient = (Linter(Settings(profile="thorough", text_directives=allowed)).lint(text) for allowed in (False, True))
    assert "CLM001" in [f.code for f in strict.findings if f.suppressed is None]
    assert "CLM001" not in [f.code for f in lenient.findings if f.suppressed is None]


def test_a_finding_in_the_title_says_so() -> None:
    report = Linter(Settings(profile="thorough")).lint(Text("text", CLAIM, "pull-request", title="Add the best model, Plover-7B"))
    scopes = {f.scope: report.text[f.span.start : f.span.end] for f in report.findings if f.code == "CLM001"}
    assert scopes == {"title": "the best model", "place": "state-of-the-art"}


def test_pictures_and_links_in_a_report_of_a_bug_are_passed_by(linter: Linter) -> None:
    body = "It looks like ![image](https://tide.invalid/a.png), see [here](https://tide.invalid).\n"
    assert codes(linter, body, "issue", "The tide table is empty") == []
    assert {"INC003", "INC006"} <= set(codes(linter, body, title="Add Plover-7B to the gallery"))


def test_the_scorer_runs_on_labels_and_skips_without(tmp_path: Path) -> None:
    def run(folder: Path) -> subprocess.CompletedProcess[str]:
        environment = {**os.environ, "PYTHONPATH": str(ROOT)}
        return subprocess.run(
            [sys.executable, str(ROOT / "benchmarks" / "contributions.py"), str(folder)],
            capture_output=True,
            text=True,
            env=environment,
            timeout=120,
            check=False,
        )

    assert run(tmp_path).stdout.startswith("skipped") and run(tmp_path).returncode == 0
    text = {"id": "1", "kind": "pr", "text": "# plover-7b-abliterated\n\nA powerful model by Marsh Lab.\n"}
    label = {
        "id": "c1",
        "about": "model",
        "recommends": True,
        "limits_stated": False,
        "credit": "stated",
        "uncertainty": False,
        "results": {"present": False, "provenance": "n/a"},
        "harm": "unwarned",
        "claims": [{"line": 3, "supported": False}],
    }
    listed = {
        "id": "1",
        "truncated": False,
        "recommends": [
            {
                "model": "plover-7b-abliterated",
                "lines": [1, 3],
                "link": False,
                "capability": True,
                "limit": False,
                "license": None,
                "misuse_warning": False,
                "source": True,
            }
        ],
    }
    for name, row in (("texts", text), ("labels", label), ("recommends", listed)):
        (tmp_path / f"{name}.jsonl").write_text(json.dumps(row) + "\n", encoding="utf-8")
    out = run(tmp_path).stdout
    assert "false   0" in out and "missed   1" not in out and "false   1" not in out, out


SHARED = ROOT.parent / "shared" / "contributions"


@pytest.mark.skipif(not (SHARED / "labels.jsonl").exists(), reason="labelled contributions lie in no repository")
def test_the_goals_are_met() -> None:
    sys.path.insert(0, str(ROOT / "benchmarks"))
    try:
        import contributions as bench
    finally:
        sys.path.pop(0)
    known, linter = bench.texts(SHARED), Linter(Settings(), ())
    scores: dict[str, bench.Score] = {}
    for label in bench.rows(SHARED / "labels.jsonl"):
        bench.measured(linter.document(known[label["id"].removeprefix("c")]), label, scores)
    assert {name: scores[name].f1 for name in bench.GOALS if scores[name].f1 < bench.GOALS[name]} == {}
