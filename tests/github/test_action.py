"""The Action: its file, its steps run for real events, and workspaces that want to be run themselves."""

from __future__ import annotations

import json
import os
import re
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reporters.runner import obeyed

from conduct_lint.cli import github

from . import payloads, tools
from .api import REPOSITORY, Api
from .composite import ROOT, Ran, Runner, definition
from .conftest import CARD, TOKEN, Repo

Opened = Callable[..., payloads.Payload]
BAD = CARD.replace("license: mit", "license: Apache 2.0") + "\nIt reaches 104 % accuracy.\n"


@pytest.fixture(scope="module")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Runner:
    """A runner whose install step has run, in a workspace full of traps."""
    runner = Runner(tmp_path_factory.mktemp("runner") / "r", TOKEN)
    workspace = tmp_path_factory.mktemp("trapped")
    trap(workspace, workspace.parent / "sprung")
    ran = runner.run(workspace, {}, only="install")
    if ran.code and re.search(r"connection|resolve|No matching distribution|timed out", ran.log, re.I):
        tools.out_of_reach("no package registry here")
    assert ran.code == 0, ran.log
    assert not (workspace.parent / "sprung").exists()
    return runner


def trap(workspace: Path, sprung: Path) -> None:
    """Files that leave a trace when somebody imports, runs or obeys them."""
    code = f"open({str(sprung)!r}, 'a').write(__name__)\nraise SystemExit('sprung')\n"
    for name in ("yaml", "click", "sitecustomize", "usercustomize", "conduct_lint", "pip", "json", "re", "main", "__main__"):
        (workspace / f"{name}.py").write_text(code)
    for name in ("conduct_lint", "pip", "markdown_it"):
        (workspace / "x" / name).mkdir(parents=True)
        (workspace / "x" / name / "__init__.py").write_text(code)
    (workspace / "pip.conf").write_text(
        "[global]\nindex-url = http://127.0.0.1:1/\nno-index = true\n[install]\nrequire-virtualenv = true\n"
    )
    (workspace / "setup.cfg").write_text("[install]\nprefix = /nowhere\n")
    (workspace / "requirements").mkdir()
    (workspace / "requirements" / "action.txt").write_text("evil\n")
    (workspace / ".gitattributes").write_text("* filter=evil diff=evil\n")
    for name in ("python3", "python", "git", "pip", "mktemp"):
        (workspace / name).write_text(f"#!/bin/sh\ntouch {sprung}\nexit 1\n")
        (workspace / name).chmod(0o755)
    (workspace / ".bashrc").write_text(f"touch {sprung}\n")


def lint(runner: Runner, repo: Repo, api: Api, name: str, payload: payloads.Payload, sha: str = "", **given: Any) -> Ran:
    event = runner.folder / "event.json"
    event.write_text(json.dumps(payload))
    environment = {
        "GITHUB_EVENT_NAME": name,
        "GITHUB_EVENT_PATH": str(event),
        "GITHUB_REPOSITORY": REPOSITORY,
        "GITHUB_API_URL": api.address,
        "GITHUB_SERVER_URL": "https://github.com",
        "GITHUB_RUN_ID": "17",
        "GITHUB_SHA": sha,
    }
    return runner.run(given.pop("workspace", repo.path), environment, only="lint", **given)


def titles(log: str) -> list[str]:
    found = [command for line in log.splitlines() if (command := obeyed(line))]
    return sorted(f"{each.name} {each.properties.get('title', '').split(' ')[0]}" for each in found)


# ── steps ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_a_pull_request_from_end_to_end(installed: Runner, repo: Repo, api: Api, pull_request: Opened) -> None:
    base = repo.commit({"README.md": CARD, "b/README.md": BAD})
    head = repo.commit({"README.md": BAD, "b/README.md": BAD + "\nMore.\n"}, "change")
    given = pull_request(base, head)
    ran = lint(installed, repo, api, "pull_request", given, sarif_file="out/conduct.sarif", comment="true")
    assert ran.code == 1, ran.log
    assert [title for title in titles(ran.log) if title.startswith("error")] == ["error BEN005", "error LIC002"]
    assert "file=README.md,line=2," in ran.log and "file=b/" not in ran.log
    assert ran.outputs["error-count"] == "2" and ran.outputs["new-suppressions"] == "0"
    sarif = json.loads(Path(ran.outputs["sarif-file"]).read_text())
    assert Path(ran.outputs["sarif-file"]) == repo.path / "out" / "conduct.sarif"
    assert {each["ruleId"] for each in sarif["runs"][0]["results"] if each["level"] == "error"} == {"BEN005", "LIC002"}
    report = json.loads(Path(ran.outputs["report"]).read_text())
    assert [each["path"] for each in report["documents"]] == ["README.md", "b/README.md", "pull request #2"]
    assert ran.summary.startswith("## conduct-lint\n\n**2 errors") and "BEN005 impossible-value" in ran.summary
    assert f"https://github.com/{REPOSITORY}/blob/{head}/README.md#L2" in ran.summary
    assert "conduct-lint check README.md b/README.md" in ran.summary
    (comment,) = api.comments
    assert "BEN005" in comment["body"] and f"https://github.com/{REPOSITORY}/actions/runs/17" in comment["body"]
    whole = lint(installed, repo, api, "pull_request", given, changed_only="false", ignore="BEN005, unknown-license")
    assert whole.code == 0 and whole.outputs["error-count"] == "0" and whole.outputs["sarif-file"] == ""


@pytest.mark.parametrize("name", ["pull_request", "pull_request_target"])
def test_traps_in_the_workspace_stay_shut(
    installed: Runner, repo: Repo, api: Api, pull_request: Opened, tmp_path: Path, name: str
) -> None:
    trap(repo.path, tmp_path / "sprung")
    base = repo.commit({"README.md": CARD})
    head = repo.commit({"README.md": BAD}, "change")
    ran = lint(installed, repo, api, name, pull_request(base, head))
    assert ran.code == 1 and ran.outputs["error-count"] == "2", ran.log
    assert not (tmp_path / "sprung").exists()


def test_the_traps_would_spring_for_a_careless_step(tmp_path: Path) -> None:
    trap(tmp_path, tmp_path / "sprung")
    subprocess.run(["python3", "-c", "import yaml"], cwd=tmp_path, capture_output=True)
    assert (tmp_path / "sprung").exists()


def test_inputs_are_words_and_never_commands(installed: Runner, repo: Repo, api: Api, tmp_path: Path) -> None:
    sha = repo.commit({"README.md": CARD})
    evil = f"$(touch {tmp_path}/sprung) `touch {tmp_path}/sprung`; touch {tmp_path}/sprung #\"'"
    for key in (
        "paths",
        "config",
        "profile",
        "select",
        "ignore",
        "fail_on",
        "changed_only",
        "sarif_file",
        "summary",
        "trust_head",
    ):
        ran = lint(installed, repo, api, "schedule", {}, sha, **{key: evil})
        assert ran.code in (0, 2) and (ran.code == 2 or key in ("paths", "sarif_file")), (key, ran.log)
    assert not (tmp_path / "sprung").exists()


def test_switches_and_failing(installed: Runner, repo: Repo, api: Api) -> None:
    sha = repo.commit({"README.md": BAD})
    assert lint(installed, repo, api, "schedule", {}, sha, fail_on="never").code == 0
    ran = lint(installed, repo, api, "schedule", {}, sha, summary="false", profile="essential")
    assert ran.code == 1 and ran.summary == "" and ran.outputs["notice-count"] == "0"
    given = payloads.payload("issue_comment")
    given["comment"]["body"] = "Ours reaches 104 % accuracy."
    assert lint(installed, repo, api, "issue_comment", given, sha).outputs["error-count"] == "1"
    assert lint(installed, repo, api, "issue_comment", given, sha, check_text="false").outputs["error-count"] == "0"


def test_a_run_without_a_checkout(installed: Runner, repo: Repo, api: Api, tmp_path: Path) -> None:
    sha = repo.commit({".conduct-lint.yaml": "ignore: [BEN005]\n"})
    given = payloads.payload("issue_comment")
    given["comment"]["body"] = "Ours reaches 104 % accuracy."
    empty = tmp_path / "empty"
    empty.mkdir()
    ran = lint(installed, repo, api, "issue_comment", given, sha, workspace=empty)
    assert ran.code == 0 and ran.outputs["error-count"] == "0" and os.listdir(empty) == []
    assert {each.token for each in api.asked} == {f"Bearer {TOKEN}"}


def test_only_locked_packages_are_installed(installed: Runner) -> None:
    lines = (ROOT / "requirements" / "action.txt").read_text().splitlines()
    names = {re.split(r"==", line)[0].replace("-", "_").lower() for line in lines if "==" in line}
    found = {
        path.name.rsplit("-", 1)[0].rsplit("-", 1)[0]
        for path in Path(installed.steps["install"]["home"]).glob("packages/*.dist-info")
    }
    assert {name.split("-")[0].replace("-", "_").lower() for name in found} <= names
    assert not any("huggingface" in name for name in names)


# ── files ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_every_input_reaches_the_command_and_every_output_comes_from_it() -> None:
    action = definition()
    lint_step = action["runs"]["steps"][1]
    variables = {option.envvar for option in github.command.params}
    for name in action["inputs"]:
        variable = "CONDUCT_LINT_" + name.upper().replace("-", "_")
        assert variable in variables and lint_step["env"][variable] == f"${{{{ inputs.{name} }}}}"
    assert set(action["inputs"]) == set(
        "paths config profile select ignore fail-on changed-only check-text sarif-file summary comment trust-head".split()
    )
    assert set(action["outputs"]) == set("error-count warning-count notice-count new-suppressions sarif-file report".split())


def test_no_expression_stands_in_a_script() -> None:
    for step in definition()["runs"]["steps"]:
        assert "${{" not in step["run"]


def test_every_requirement_is_pinned_and_hashed_and_names_no_registry() -> None:
    text = (ROOT / "requirements" / "action.txt").read_text()
    assert "http" not in text and "index" not in text and "find-links" not in text
    entries = re.split(r"\n(?=\S)", text.strip())
    assert len(entries) >= 5
    for entry in entries:
        assert re.match(r"[\w-]+==[\w.]+", entry) and "--hash=sha256:" in entry, entry


WORKFLOWS = sorted((ROOT / ".github" / "workflows").glob("*.yml"))


def test_the_files_are_valid(request: pytest.FixtureRequest) -> None:
    check = tools.python_tool("check-jsonschema", request.config)
    for schema, files in (("github-actions", [ROOT / "action.yml"]), ("github-workflows", WORKFLOWS)):
        done = subprocess.run([check, "--builtin-schema", f"vendor.{schema}", *map(str, files)], capture_output=True, text=True)
        assert done.returncode == 0, done.stdout


def test_nothing_in_the_files_is_unsafe(request: pytest.FixtureRequest) -> None:
    zizmor = tools.python_tool("zizmor", request.config)
    command = [zizmor, "--offline", "--no-progress", str(ROOT / "action.yml"), *map(str, WORKFLOWS)]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout


def recipes() -> list[tuple[str, str]]:
    text = (ROOT / "docs" / "github-action.md").read_text(encoding="utf-8")
    return [
        (f"recipe-{index}.yml", found)
        for index, found in enumerate(re.findall(r"```yaml\n(.*?)```", text, re.S))
        if "jobs:" in found
    ]


def test_the_recipes_are_valid_workflows(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    check = tools.python_tool("check-jsonschema", request.config)
    zizmor = tools.python_tool("zizmor", request.config)
    assert len(recipes()) >= 5
    folder = tmp_path / ".github" / "workflows"
    folder.mkdir(parents=True)
    for name, text in recipes():
        (folder / name).write_text(text)
    files = sorted(map(str, folder.iterdir()))
    done = subprocess.run([check, "--builtin-schema", "vendor.github-workflows", *files], capture_output=True, text=True)
    assert done.returncode == 0, done.stdout
    # Tags stand for hashes in a recipe; the events named here are the reason for the recipe, and nothing of them is run.
    done = subprocess.run([zizmor, "--offline", "--no-progress", "--format", "json", *files], capture_output=True, text=True)
    found = {each["ident"] for each in json.loads(done.stdout)}
    assert found <= {"unpinned-uses", "dangerous-triggers"}


def test_the_language_server_finds_nothing(request: pytest.FixtureRequest) -> None:
    server = tools.node_tool("@actions/languageserver", "actions-languageserver", request.config)
    files = [(ROOT / "action.yml").as_uri(), *(f"file:///.github/workflows/{path.name}" for path in WORKFLOWS)]
    contents = [(ROOT / "action.yml").read_text(), *(path.read_text() for path in WORKFLOWS)]
    broken = ("file:///.github/workflows/broken.yml", "on: push\njobs:\n  a:\n    runs-on: x\n    stepz: []\n")
    told = diagnostics(server, [*zip(files, contents), broken])
    assert told.pop(broken[0])
    assert told == {file: [] for file in files}


def diagnostics(server: str, texts: list[tuple[str, str]]) -> dict[str, list[str]]:
    """What a language server says of some texts, by their address."""

    def framed(message: dict[str, Any]) -> bytes:
        content = json.dumps({"jsonrpc": "2.0", **message}).encode()
        return b"Content-Length: %d\r\n\r\n%s" % (len(content), content)

    process = subprocess.Popen([server, "--stdio"], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    assert process.stdin and process.stdout
    try:
        root = {"processId": None, "rootUri": None, "capabilities": {}, "initializationOptions": {}}
        process.stdin.write(
            framed({"id": 1, "method": "initialize", "params": root}) + framed({"method": "initialized", "params": {}})
        )
        for uri, text in texts:
            document = {"uri": uri, "languageId": "yaml", "version": 1, "text": text}
            process.stdin.write(framed({"method": "textDocument/didOpen", "params": {"textDocument": document}}))
        process.stdin.flush()
        found: dict[str, list[str]] = {}
        while len(found) < len(texts):
            length = 0
            while line := process.stdout.readline().strip():
                if line.lower().startswith(b"content-length:"):
                    length = int(line.split(b":")[1])
            message = json.loads(process.stdout.read(length))
            if message.get("method") == "textDocument/publishDiagnostics":
                found[message["params"]["uri"]] = [each["message"] for each in message["params"]["diagnostics"]]
            elif "id" in message and "method" in message:
                process.stdin.write(framed({"id": message["id"], "result": None}))
                process.stdin.flush()
        return found
    finally:
        process.kill()
        process.wait()
