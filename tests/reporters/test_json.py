"""The format for programs: valid, complete, and its places lead back to the text."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator

from conduct_lint import __version__, reporters
from conduct_lint.fingerprint import fingerprint
from conduct_lint.model import Report, Span

from .samples import HARBOUR, broken, finding, harbour, said, skipped, tide

SCHEMA = json.loads((Path(reporters.__file__).parent / "report.schema.json").read_text(encoding="utf-8"))


def read(*reports: Report) -> dict[str, Any]:
    """The output, parsed and validated."""
    answer: dict[str, Any] = json.loads(said("json", reports))
    Draft202012Validator(SCHEMA).validate(answer)
    return answer


def test_the_schema_is_a_schema_and_refuses_what_is_wrong() -> None:
    Draft202012Validator.check_schema(SCHEMA)
    answer = read(harbour())
    validator = Draft202012Validator(SCHEMA)
    for spoil in (
        lambda a: a.pop("summary"),
        lambda a: a["documents"][0]["findings"][0].update(severity="fatal"),
        lambda a: a["documents"][0]["findings"][0]["start"].update(line=0),
        lambda a: a["documents"][0]["findings"][0].update(fingerprint="0"),
        lambda a: a["documents"][0].update(more=1),
        lambda a: a["documents"][0]["hidden"].update(fatal=1),
    ):
        spoiled = json.loads(json.dumps(answer))
        spoil(spoiled)
        assert not validator.is_valid(spoiled)


def test_one_finding_with_everything() -> None:
    answer = read(harbour())
    assert (answer["schema"], answer["version"]) == ("conduct-lint/report/1", __version__)
    mismatch = answer["documents"][0]["findings"][4]
    assert mismatch == {
        "code": "LIC004",
        "name": "license-mismatch",
        "severity": "warning",
        "clauses": ["standards/no-false-information", "responsible-sharing/intended-use-and-license"],
        "scope": "place",
        "message": "The text names another license than the metadata.",
        "advice": "Let both say the same.",
        "start": {"line": 7, "column": 80},
        "end": {"line": 7, "column": 94},
        "related": [
            {
                "path": "cards/harbour.md",
                "message": "the metadata says MIT",
                "start": {"line": 2, "column": 10},
                "end": {"line": 2, "column": 13},
            },
            {"path": "cards/LICENSE", "message": "the file itself", "start": None, "end": None},
        ],
        "fingerprint": fingerprint(harbour().findings[4]),
        "fix": None,
        "suppressed": None,
    }


def test_summary_and_the_other_documents() -> None:
    answer = read(harbour(), tide(), broken(), skipped())
    assert answer["summary"] == {
        "documents": 3, "skipped": 1, "errors": 2, "warnings": 3, "notices": 4, "suppressed": 1, "hidden": {"notice": 2},
        "fixable": 1, "failures": 1,
    }  # fmt: skip
    assert [document["skipped"] for document in answer["documents"]] == [None, None, None, "it is no card"]
    assert answer["documents"][2]["failures"] == [{"code": "BEN001", "message": "KeyError in results, line 30 of results.py"}]
    assert [f["suppressed"] for f in answer["documents"][0]["findings"] if f["code"] == "LIM002"] == ["measured in May"]
    assert read()["documents"] == []


def test_places_lead_back_to_the_text() -> None:
    lines = HARBOUR.split("\n")
    for given, shown in zip(harbour().findings, read(harbour())["documents"][0]["findings"], strict=True):
        (start, end), span = (shown["start"], shown["end"]), given.span
        assert start["line"] == end["line"]
        assert lines[start["line"] - 1][start["column"] - 1 : end["column"] - 1] == HARBOUR[span.start : span.end]


def test_an_edit_keeps_the_newline_that_it_replaces() -> None:
    report = harbour()
    fix = report.findings[0].fix
    assert fix is not None
    edit = fix.edits[0]._replace(span=Span(3, 4))
    shown = read(report._replace(findings=(report.findings[0]._replace(fix=fix._replace(edits=(edit,))),)))
    assert shown["documents"][0]["findings"][0]["fix"]["edits"] == [
        {"start": {"line": 1, "column": 4}, "end": {"line": 2, "column": 1}, "text": "mit"}
    ]


def test_the_output_is_ascii_and_a_document_takes_one_line() -> None:
    text = said("json", [harbour(), tide()])
    assert text.isascii() and len(text.splitlines()) == 4


def test_fingerprints() -> None:
    one = finding("LIM002", Span(0, 1), "a")
    assert fingerprint(one._replace(identity="LIM001|limitations")) == "007f4ebddc24ed0c"
    assert fingerprint(one) != fingerprint(one._replace(identity="other"))
    assert fingerprint(one) == fingerprint(one._replace(span=Span(5, 9), message="moved"))
    assert len(fingerprint(one._replace(identity="\ud800"))) == 16
