"""SARIF, validated against the published schema (see data/README.md)."""

from __future__ import annotations

import json
from functools import lru_cache
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from conduct_lint.fingerprint import fingerprint
from conduct_lint.model import Related, Report, Severity, Span
from conduct_lint.reporters import Style, sarif

from .samples import RULES, STYLE, broken, finding, harbour, rule, said, skipped, tide


@lru_cache(maxsize=1)
def validator() -> Draft202012Validator:
    schema = json.loads((Path(__file__).parent / "data" / "sarif-2.1.0.json").read_text(encoding="utf-8"))
    return Draft202012Validator(schema)


def read(*reports: Report, style: Style = STYLE) -> dict[str, Any]:
    """The only run of the log, after validation."""
    log = json.loads(said("sarif", reports, style))
    validator().validate(log)
    assert (log["version"], len(log["runs"])) == ("2.1.0", 1)
    run: dict[str, Any] = log["runs"][0]
    return run


def test_the_schema_refuses_what_is_wrong() -> None:
    log = json.loads(said("sarif", [harbour()]))
    log["runs"][0]["results"][0]["level"] = "notice"
    assert not validator().is_valid(log)


def test_a_result_with_everything() -> None:
    run = read(harbour())
    codes = [descriptor["id"] for descriptor in run["tool"]["driver"]["rules"]]
    (result,) = [result for result in run["results"] if result["ruleId"] == "LIC004"]
    mark = fingerprint(harbour().findings[4])
    assert result == {
        "ruleId": "LIC004",
        "ruleIndex": codes.index("LIC004"),
        "level": "warning",
        "message": {"text": "The text names another license than the metadata.\nLet both say the same."},
        "locations": [
            {
                "physicalLocation": {
                    "artifactLocation": {"uri": "cards/harbour.md"},
                    "region": {"startLine": 7, "startColumn": 80, "endLine": 7, "endColumn": 94},
                }
            }
        ],
        "relatedLocations": [
            {
                "id": 1,
                "physicalLocation": {
                    "artifactLocation": {"uri": "cards/harbour.md"},
                    "region": {"startLine": 2, "startColumn": 10, "endLine": 2, "endColumn": 13},
                },
                "message": {"text": "the metadata says MIT"},
            },
            {"id": 2, "physicalLocation": {"artifactLocation": {"uri": "cards/LICENSE"}}, "message": {"text": "the file itself"}},
        ],
        "partialFingerprints": {"primaryLocationLineHash": f"{mark}:1", "conductLint/v1": mark},
    }
    assert run["columnKind"] == "unicodeCodePoints"


def test_levels_and_suppressions() -> None:
    results = {result["ruleId"]: result for result in read(harbour())["results"]}
    assert [results[code]["level"] for code in ("LIC002", "MIS001", "ATT001")] == ["error", "warning", "note"]
    assert results["LIM002"]["suppressions"] == [{"kind": "inSource", "status": "accepted", "justification": "measured in May"}]
    assert [code for code, result in results.items() if "suppressions" in result] == ["LIM002"]


def test_the_catalogue_without_what_is_private_or_retired() -> None:
    retired = rule("OLD001", "old-rule", retired="merged")
    rules = read(style=STYLE._replace(rules={**RULES, "OLD001": retired}))["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == sorted(set(RULES) - {"PRV001"})
    assert next(each for each in rules if each["id"] == "MIS001") == {
        "id": "MIS001",
        "name": "missing-misuse-warning",
        "shortDescription": {"text": "missing-misuse-warning summary."},
        "fullDescription": {"text": "missing-misuse-warning why."},
        "help": {
            "text": "missing-misuse-warning why.\n\na\n\nAsked for by standards/accurate-information.\n\nhttps://docs.example/MIS001",
            "markdown": "missing-misuse-warning why.\n\n**What helps:** a\n\nAsked for by standards/accurate-information."
            "\n\n[MIS001 missing-misuse-warning](https://docs.example/MIS001)",
        },
        "helpUri": "https://docs.example/MIS001",
        "defaultConfiguration": {"level": "warning"},
        "properties": {
            "tags": ["misuse", "standards/accurate-information", "preview"],
            "precision": "medium",
            "problem.severity": "warning",
        },
    }


def test_findings_about_persons_stay_out() -> None:
    text = said("sarif", [harbour()])
    assert "PRV001" not in text and "e-mail address" not in text and "ferry.clerk" not in text


def test_pull_requests_stay_out_and_files_stay() -> None:
    spot = (finding("LIM002", Span(0, 1)),)
    assert read(Report("pull request 7", "pull-request", "en", "words", spot))["results"] == []
    assert len(read(Report("list.md", "recommendation", "en", "words", spot))["results"]) == 1


def test_limits() -> None:
    long = rule(
        "LIM002", "placeholder-limitations", summary="s" * 3000, why="w" * 3000, clauses=tuple(f"a/{n}" for n in range(30))
    )
    (described,) = read(style=STYLE._replace(rules={"LIM002": long}))["tool"]["driver"]["rules"]
    assert len(described["shortDescription"]["text"]) == len(described["fullDescription"]["text"]) == 1024
    assert len(described["properties"]["tags"]) == 20


def test_too_many_results_lose_the_least_grave(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sarif, "RESULTS", 3)
    notices = [finding("INC006", Span(0, 1), f"n{n}") for n in range(3)]
    errors = [finding("BEN005", Span(0, 1), f"e{n}") for n in range(2)]
    run = read(Report("a.md", "model-card", "en", "x", (*notices, *errors)))
    assert [result["level"] for result in run["results"]] == ["error", "error", "note"]
    notes = run["invocations"][0]["toolExecutionNotifications"]
    assert [note["message"]["text"] for note in notes] == ["2 further findings are left out, the least grave ones."]
    assert run["invocations"][0]["executionSuccessful"] is True


def test_a_fault_of_ours_is_a_notification() -> None:
    (invocation,) = read(broken(), tide(), skipped())["invocations"]
    assert invocation["executionSuccessful"] is False
    (note,) = invocation["toolExecutionNotifications"]
    assert (note["associatedRule"], note["level"]) == ({"id": "BEN001"}, "error")


def test_no_empty_strings_even_from_bare_rules_and_findings() -> None:
    bare = rule("LIM002", "placeholder-limitations", summary="", why="", advice="", clauses=())
    empty = finding("LIM002", Span(0, 0), "", advice="", clauses=(), suppressed="", related=(Related(None, ""),))
    text = said("sarif", [Report("a.md", "model-card", "en", "", (empty,))], STYLE._replace(rules={"LIM002": bare}))
    validator().validate(json.loads(text))
    assert '""' not in text


def test_a_rule_that_the_catalogue_lacks_describes_itself() -> None:
    spot = finding("XYZ001", Span(0, 1), severity=Severity.NOTICE)
    (described,) = read(Report("a.md", "model-card", "en", "x", (spot,)), style=STYLE._replace(rules={}))["tool"]["driver"][
        "rules"
    ]
    assert (described["id"], described["defaultConfiguration"]) == ("XYZ001", {"level": "note"})


def test_paths_are_uri_references() -> None:
    assert sarif.uri("./a b/ü#?%.md") == "a%20b/%C3%BC%23%3F%25.md"
    assert sarif.uri("c:d.md") == "c%3Ad.md"
    assert sarif.uri("bad\udcff.md") == "bad%FF.md"
    assert sarif.uri("bad\ud800.md") == "bad%3F.md"


def test_words_of_a_card_do_not_become_links() -> None:
    spot = finding("LIM002", Span(0, 1), "It says [here](https://evil.example).")
    (result,) = read(Report("a.md", "model-card", "en", "x", (spot,)))["results"]
    assert "](" not in result["message"]["text"]
