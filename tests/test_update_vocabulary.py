"""The script that regenerates the vocabularies: right on small invented sources, silent on broken ones. No network, no npm."""

from __future__ import annotations

import importlib.util
import json
import os
import shutil
import subprocess
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
VOCABULARY = ROOT / "rules" / "vocabulary"

needs_node = pytest.mark.skipif(not shutil.which("node"), reason="node evaluates the npm packages")
needs_git = pytest.mark.skipif(not shutil.which("git"), reason="the documentation is dated by its last commit")


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    spec = importlib.util.spec_from_file_location("update_vocabulary", ROOT / "scripts" / "update_vocabulary.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "FOLDER", tmp_path / "vocabulary")
    return module


def npm_package(folder: Path, script: str, constants: dict[str, Any]) -> Path:
    (folder / script).parent.mkdir(parents=True)
    (folder / "package.json").write_text(json.dumps({"version": "9.8.7"}), encoding="utf-8")
    lines = [f"exports.{name} = {json.dumps(value)};" for name, value in constants.items()]
    (folder / script).write_text("\n".join(lines), encoding="utf-8")
    return folder


def languages(folder: Path, *codes: str) -> Path:
    two = {code: {"code": code, "name": code.upper(), "nativeName": code} for code in codes}
    three = {"deu": {"code": "deu", "name": "German"}, "aaa": {"code": "aaa", "name": "Ghotuo"}}
    return npm_package(folder, "dist/index.js", {"LANGUAGES_ISO_639_1": two, "LANGUAGES_ISO_639_3": three})


def tasks(folder: Path) -> Path:
    parsing = {"type": "parsing", "name": "Parsing"}
    pipelines = {
        "tagging": {"name": "Tagging", "modality": "nlp", "subtasks": [parsing]},
        "reading": {"name": "Reading", "modality": "nlp", "subtasks": [parsing]},
        "seeing": {"name": "Seeing", "modality": "cv"},
    }
    constants = {
        "PIPELINE_DATA": pipelines,
        "MODEL_LIBRARIES_UI_ELEMENTS": {"zed": {"prettyLabel": "Zed"}, "abc": {"prettyLabel": "ABC"}},
        "EVALUATION_FRAMEWORKS": {"bench": {"name": "bench", "url": "https://example.org/bench"}},
        "TASKS_DATA": {"tagging": {"metrics": [{"id": "f1"}]}, "reading": {"metrics": []}, "seeing": None},
    }
    return npm_package(folder, "dist/commonjs/index.js", constants)


PAGE = """# Licenses

<!-- region licenses -->

| Fullname | License identifier (to use in repo card) |
| --- | --- |
| MIT <!-- info: https://example.org, license: https://example.org/mit --> | `mit` |
| Do What The F\\*ck You Want To Public License | `wtfpl` |
| Apache license 2.0 | `apache-2.0` |

<!-- endregion -->

| Not a license | `outside` |
"""


def hub_docs(folder: Path, page: str = PAGE) -> Path:
    (folder / "docs" / "hub").mkdir(parents=True, exist_ok=True)
    (folder / "docs" / "hub" / "repositories-licenses.md").write_text(page, encoding="utf-8")
    identity = ["-c", "user.name=nobody", "-c", "user.email=nobody@example.org", "-c", "commit.gpgsign=false"]
    # Inside a commit hook git's own variables would lead these commands to the wrong repository.
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    environment["GIT_COMMITTER_DATE"] = "2026-02-03T12:00:00Z"
    for command in (["init", "-q"], ["add", "."], [*identity, "commit", "-q", "--allow-empty", "-m", "docs"]):
        subprocess.run(["git", *command], cwd=folder, check=True, env=environment)
    return folder


def content(module: ModuleType, name: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((module.FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return found


@needs_node
def test_tasks(script: ModuleType, tmp_path: Path) -> None:
    assert script.main(["--tasks", str(tasks(tmp_path / "tasks")), "--date", "2026-05-06"]) == 0
    assert content(script, "task_ids")["values"] == {"parsing": ["reading", "tagging"]}
    assert list(content(script, "library_names")["values"].items()) == [("abc", "ABC"), ("zed", "Zed")]
    assert content(script, "task_metrics")["values"] == {"tagging": ["f1"]}
    tags = content(script, "pipeline_tags")
    assert list(tags["values"]) == ["reading", "seeing", "tagging"]
    assert tags["date"] == "2026-05-06"
    assert tags["sources"][0]["version"] == "9.8.7" and tags["sources"][0]["license"] == "MIT"


@needs_node
def test_languages(script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert script.main(["--languages", str(languages(tmp_path / "l", "de", "aa"))]) == 0
    assert content(script, "languages")["values"] == {"three_letter": ["aaa", "deu"], "two_letter": {"aa": "AA", "de": "DE"}}
    assert content(script, "language_names")["values"] == {"aaa": "Ghotuo", "deu": "German"}
    left_alone = capsys.readouterr().out.splitlines()[-1]
    assert left_alone.startswith("left alone:") and "license_terms" in left_alone and "card_fields" in left_alone


@needs_node
def test_a_list_that_shrinks_is_refused_and_nothing_is_written(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert script.main(["--languages", str(languages(tmp_path / "two", "de", "aa"))]) == 0
    before = {path.name: path.read_bytes() for path in script.FOLDER.iterdir()}
    shorter = ["--languages", str(languages(tmp_path / "one", "de")), "--tasks", str(tasks(tmp_path / "tasks"))]
    assert script.main(shorter) == 1
    assert {path.name: path.read_bytes() for path in script.FOLDER.iterdir()} == before
    assert "languages: 4 entries became 3; gone: aa" in capsys.readouterr().err
    assert script.main([*shorter, "--allow-shrink", "library_names"]) == 1, "another list does not excuse this one"
    assert script.main([*shorter, "--allow-shrink", "languages"]) == 0
    assert content(script, "languages")["values"]["two_letter"] == {"de": "DE"}


@needs_node
def test_a_constant_that_is_gone_is_refused(script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    broken = npm_package(tmp_path / "l", "dist/index.js", {"LANGUAGES_ISO_639_1": {}})
    assert script.main(["--languages", str(broken)]) == 1
    assert "LANGUAGES_ISO_639_3 is gone" in capsys.readouterr().err
    assert not script.FOLDER.exists()


@needs_git
def test_licenses(script: ModuleType, tmp_path: Path) -> None:
    assert script.main(["--hub-docs", str(hub_docs(tmp_path / "docs"))]) == 0
    licenses = content(script, "licenses")
    assert list(licenses["values"].items()) == [
        ("apache-2.0", "Apache license 2.0"),
        ("mit", "MIT"),
        ("wtfpl", "Do What The F*ck You Want To Public License"),
    ]
    assert licenses["date"] == "2026-02-03"
    assert len(licenses["sources"][0]["commit"]) == 40


@needs_git
@pytest.mark.parametrize(
    ("page", "complaint"),
    [
        (PAGE.replace("region licenses", "licenses"), "the region comments are gone"),
        (PAGE.replace("`wtfpl`", "`mit`"), "mit stands twice"),
        (PAGE.replace("| MIT", "MIT"), "3 entries became 2; gone: mit"),
        (PAGE.replace("`", ""), "licenses: empty"),
    ],
)
def test_a_broken_license_page_is_refused(
    script: ModuleType, tmp_path: Path, capsys: pytest.CaptureFixture[str], page: str, complaint: str
) -> None:
    assert script.main(["--hub-docs", str(hub_docs(tmp_path / "docs"))]) == 0
    before = (script.FOLDER / "licenses.json").read_bytes()
    assert script.main(["--hub-docs", str(hub_docs(tmp_path / "docs", page))]) == 1
    assert complaint in capsys.readouterr().err
    assert [path.name for path in script.FOLDER.iterdir()] == ["licenses.json"]
    assert (script.FOLDER / "licenses.json").read_bytes() == before


@pytest.mark.parametrize(
    ("name", "values", "complaint"),
    [
        ("metrics", {"b": "B", "a": "A"}, "not sorted"),
        ("metrics", {}, "empty"),
        ("metrics", {" a": "A"}, "ill-formed"),
        ("task_ids", {"parsing": ["tagging", "tagging"]}, "duplicate parsing"),
        ("languages", {"two_letter": {"aa": "A"}, "three_letter": ["aaa aaa"]}, "duplicate aaa"),
        ("languages", {"two_letter": {"aa": "A"}, "three_letter": ["aab aaa"]}, "not sorted"),
    ],
)
def test_faults(script: ModuleType, name: str, values: dict[str, Any], complaint: str) -> None:
    assert any(complaint in fault for fault in script.faults(name, {"values": values}, None, False))


def test_committed_files_are_without_fault_and_rendered_as_the_script_renders(script: ModuleType) -> None:
    for path in VOCABULARY.glob("*.json"):
        text = path.read_text(encoding="utf-8")
        found = json.loads(text)
        assert script.rendered(found) == text, path.name
        if path.stem not in script.HAND_MADE:
            assert list(script.faults(path.stem, found, found, False)) == []


def test_every_file_is_either_made_by_hand_or_by_the_script(script: ModuleType) -> None:
    generated = [
        "eval_frameworks",
        "language_names",
        "languages",
        "library_names",
        "licenses",
        "pipeline_tags",
        "task_ids",
        "task_metrics",
    ]
    assert sorted([*script.HAND_MADE, *generated]) == sorted(path.stem for path in VOCABULARY.glob("*.json"))
