"""`text` from end to end: titles, events, what a moderator sees, the hook for commit messages."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner, Result

from conduct_lint import cli

ROOT = Path(__file__).resolve().parent.parent.parent
CLAIM = "Plover-7B is a state-of-the-art bird model.\n"
PRIVATE = "You are an idiot.\n\nMail jane.roe@gmail.com about it.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty current folder outside of any repository."""
    monkeypatch.chdir(tmp_path)
    return tmp_path


def text(*arguments: str, stdin: str | None = None) -> Result:
    return CliRunner().invoke(cli.commands, ["text", *arguments], input=stdin)


def lines(result: Result) -> list[str]:
    return [line.split(" “")[0] for line in result.stdout.splitlines()]


def test_a_file_with_its_own_lines(here: Path) -> None:
    (here / "body.md").write_text(f"It is new.\n\n{CLAIM}")
    found = text("body.md", "--kind", "pull-request", "--title", "Add Plover-7B to the gallery", "--output-format", "concise")
    assert found.exit_code == 0 and "body.md:3:16: notice CLM001" in lines(found)


def test_the_title_is_a_place_of_its_own(here: Path) -> None:
    found = text(
        "-",
        "--kind",
        "pull-request",
        "--title",
        "Add the best model, Plover-7B",
        "--output-format",
        "concise",
        stdin="It is new.\n",
    )
    assert "- (title):1:5: notice CLM001" in lines(found)
    told = json.loads(
        text("-", "--kind", "issue", "--title", "Add the best model, Plover-7B", "--output-format", "json", stdin=CLAIM).stdout
    )
    found_at = {(f["code"], f["scope"], f["start"]["line"]) for f in told["documents"][0]["findings"] if f["code"] == "CLM001"}
    assert found_at == {("CLM001", "title", 1), ("CLM001", "place", 1)}
    shown = text(
        "-", "--kind", "pull-request", "--title", "Add the best model, Plover-7B", "--profile", "thorough", stdin=CLAIM
    ).stdout
    assert "- (title):1:5" in shown and "1 │ Add the best model" in shown


def test_nothing_fails_unless_asked(here: Path) -> None:
    arguments = ("-", "--kind", "pull-request", "--title", "Add Plover-7B to the gallery")
    assert text(*arguments, stdin=CLAIM).exit_code == 0
    assert text(*arguments, "--fail-on", "notice", stdin=CLAIM).exit_code == 1
    assert text(*arguments, "--fail-on", "error", stdin=CLAIM).exit_code == 0


@pytest.mark.parametrize("form", ["full", "concise", "json", "github", "sarif"])
def test_what_is_for_a_moderator_is_counted_and_in_no_output(here: Path, form: str) -> None:
    found = text("-", "--output-format", form, "--profile", "thorough", "--fail-on", "notice", stdin=PRIVATE)
    assert found.exit_code == 0
    assert (
        "jane" not in found.output
        and "idiot" not in found.stdout
        and "CON001" not in found.stdout
        and "PRV001" not in found.stdout
    )
    assert "2 passages may need a moderator's look" in found.stderr


def test_moderation_needs_a_terminal(here: Path) -> None:
    found = text("-", "--moderation", stdin=PRIVATE)
    assert found.exit_code == 2 and "terminal" in found.stderr and "idiot" not in found.output


def terminal(folder: Path, *arguments: str, **environment: str) -> str:
    """What `text` writes to a terminal."""
    master, slave = pty.openpty()
    kept = {key: value for key, value in os.environ.items() if key != "CI"}
    command = [sys.executable, "-c", "from conduct_lint.cli import main; main()", "text", *arguments]
    process = subprocess.Popen(
        command,
        cwd=folder,
        stdout=slave,
        stderr=slave,
        stdin=subprocess.DEVNULL,
        env={**kept, "PYTHONPATH": str(ROOT), **environment},
    )
    os.close(slave)
    out = b""
    while True:
        try:
            piece = os.read(master, 65536)
        except OSError:  # the other end is closed
            break
        if not piece:
            break
        out += piece
    process.wait(timeout=60)
    os.close(master)
    return out.decode()


def test_a_moderator_sees_clause_and_reason_and_no_value(here: Path) -> None:
    (here / "body.md").write_text(f"{PRIVATE}\n{CLAIM}")
    seen = terminal(here, "body.md", "--moderation", "--color", "never")
    assert "CON001" in seen and "PRV001" in seen and "standards/no-insults" in seen and "private first" in seen
    assert "jane.roe" not in seen and "[e-mail]" in seen
    assert "CLM001" not in seen and not {"ban", "sanction", "suspend"} & set(seen.lower().split())
    assert "terminal only" in terminal(here, "body.md", "--moderation", CI="true")
    (here / "kind.md").write_text("Thank you.\n")
    assert "Nothing here asks" in terminal(here, "kind.md", "--moderation")


def event(folder: Path, **payload: object) -> str:
    (folder / "event.json").write_text(json.dumps(payload))
    return "event.json"


def test_an_event(here: Path) -> None:
    issue = {"number": 7, "title": "Add the best model, Plover-7B", "body": None, "user": {"login": "ada", "type": "User"}}
    path = event(here, action="opened", issue=issue, repository={"full_name": "heron/tide"}, sender={})
    found = text("--event", path, "--output-format", "concise")
    assert "issue #7 (title):1:5: notice CLM001" in lines(found)
    assert text("--event", path, "body.md").exit_code == 2
    assert text("--event", event(here, zen="Keep it simple.")).exit_code == 2
    assert text("--event", "nowhere.json").exit_code == 2


def test_templates_below_the_current_folder(here: Path) -> None:
    (here / ".github").mkdir()
    (here / ".github" / "PULL_REQUEST_TEMPLATE.md").write_text(CLAIM)
    arguments = ("-", "--kind", "pull-request", "--title", "Add Plover-7B to the gallery", "--output-format", "concise")
    assert "CLM001" not in text(*arguments, stdin=f"{CLAIM}\nIt is new.\n").stdout


@pytest.mark.parametrize("content", [b"\xff\xfea", b"a\0b"])
def test_what_is_no_text(here: Path, content: bytes) -> None:
    (here / "body.md").write_bytes(content)
    assert text("body.md").exit_code == 2
    assert text("nowhere.md").exit_code == 2


def test_the_hook_for_commit_messages(here: Path) -> None:
    hooks = {hook["id"]: hook for hook in yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))}
    hook = hooks["conduct-lint-message"]
    assert hook["stages"] == ["commit-msg"] and hook["verbose"]
    (here / "COMMIT_EDITMSG").write_text(
        f"Add Plover-7B to the gallery\n\n{CLAIM}\nSigned-off-by: Ada <ada@gmail.com>\n"
        "# Please enter the commit message for your changes.\n# The best model in the world.\n"
    )
    program, command, *arguments = hook["entry"].split()
    assert (program, command) == ("conduct-lint", "text")
    found = text(*arguments, "COMMIT_EDITMSG", "--output-format", "concise")
    assert found.exit_code == 0 and [line for line in lines(found) if "CLM001" in line] == ["COMMIT_EDITMSG:3:16: notice CLM001"]
    assert "moderator" not in found.stderr
