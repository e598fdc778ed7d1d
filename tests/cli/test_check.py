"""`check` from end to end: targets, options, exit codes, and what is said of texts that cannot be read."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from conduct_lint import cli, reporters, settings
from conduct_lint.cli import options
from conduct_lint.document import Document

HEAD = "---\nlicense: mit\npipeline_tag: text-generation\n---\n"
GOOD = f"{HEAD}# Tide\n\nTide writes of the sea. Its limit: lakes.\n"
WARNED = f"{HEAD}# Tide\n\nTide never errs. Its limit: lakes.\n"
ERROR = f"{HEAD}# Tide\n\nA brokenword. Its limit: lakes.\n"
NO_CARD = "# A tool\n\nInstall it with make.\n"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, small_rules: object) -> Path:
    """An empty current folder, with the small rule book."""
    monkeypatch.chdir(tmp_path)
    for name in ("NO_COLOR", "FORCE_COLOR"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def run(*arguments: str, stdin: bytes | str | None = None) -> Result:
    return CliRunner().invoke(cli.commands, list(arguments), input=stdin)


def check(*arguments: str, stdin: bytes | str | None = None) -> Result:
    return run("check", "--output-format", "concise", *arguments, stdin=stdin)


def codes(result: Result) -> list[str]:
    return [line.split(": ")[1].split()[1] for line in result.stdout.splitlines() if ": " in line]


# ── exit codes ───────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "arguments", "code"),
    [
        (GOOD, [], 0),
        (WARNED, [], 0),
        (WARNED, ["--fail-on", "warning"], 1),
        (WARNED, ["--fail-on", "error"], 0),
        (ERROR, [], 1),
        (ERROR, ["--fail-on", "never"], 0),
        (ERROR, ["--exit-zero"], 0),
        (ERROR, ["--ignore", "MET002"], 0),
        (ERROR, ["--kind", "pull-request"], 0),
        (ERROR, ["--kind", "pull-request", "--fail-on", "error"], 1),
        (NO_CARD, [], 0),
        ("", [], 0),
        (f"{HEAD}# Tide\n\nA crashword.\n", [], 3),
        (f"{HEAD}# Tide\n\nA crashword, a brokenword.\n", ["--exit-zero"], 3),
    ],
)
def test_exit_code(here: Path, body: str, arguments: list[str], code: int) -> None:
    (here / "README.md").write_text(body)
    assert check("README.md", *arguments).exit_code == code


def test_what_cannot_be_read_does_not_keep_the_others_from_being_read(here: Path) -> None:
    (here / "README.md").write_text(ERROR)
    result = check("none.md", "README.md")
    assert (result.exit_code, codes(result)) == (2, ["MET002"])
    assert "error: none.md: there is no such file or folder" in result.stderr
    (here / "model-card.md").write_text(f"{HEAD}A crashword.")
    result = check("none.md", "README.md", "model-card.md")
    assert (result.exit_code, "MET002" in codes(result)) == (3, True)
    assert "a private value" not in result.output


def test_a_fault_outside_the_rules_keeps_no_other_text_from_being_read(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from conduct_lint import engine

    (here / "README.md").write_text(ERROR)
    (here / "model-card.md").write_text(GOOD)
    inner = engine.kind_of

    def falls(document: Document) -> str:
        if document.name == "model-card.md":
            raise RecursionError("a private value")
        return inner(document)

    monkeypatch.setattr(engine, "kind_of", falls)
    result = check(".")
    assert (result.exit_code, "MET002" in codes(result)) == (3, True)
    assert "RecursionError" in result.stdout and "a private value" not in result.output


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"\x89PNG\0\0", "it is not text"),
        ("x".encode("utf-16"), "save it as UTF-8"),
        (b"a\n\xfc", "byte 0xfc at offset 2 (line 2) is not UTF-8"),
        (b"a" * 5_000_001, "too large to read fully: more than 5 MB"),
    ],
)
def test_unreadable_content_is_said_with_its_way_out(here: Path, content: bytes, said: str) -> None:
    (here / "README.md").write_bytes(content)
    for result in (check("README.md"), check("-", stdin=content)):
        assert result.exit_code == 2
        assert said in result.stderr
        assert "Traceback" not in result.output


def test_a_text_that_the_core_finds_too_large_is_not_passed_over_in_silence(here: Path) -> None:
    (here / "README.md").write_text(HEAD + "# a\n" * 700_000)
    result = check("README.md")
    assert (result.exit_code, "error: README.md: it is too large" in result.stderr) == (2, True)


def test_unreadable_files_stand_in_the_json_report_too(here: Path) -> None:
    (here / "README.md").write_bytes(b"\xff\xfex")
    result = run("check", "README.md", "--output-format", "json")
    (document,) = json.loads(result.stdout)["documents"]
    assert (document["path"], "UTF-16" in document["skipped"]) == ("README.md", True)


# ── targets ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_target_is_the_current_folder(here: Path) -> None:
    (here / "sub").mkdir()
    (here / "sub" / "README.md").write_text(ERROR)
    (here / "README.md").write_text(NO_CARD)
    result = check()
    assert result.stdout.startswith("sub/README.md:7:3: error MET002 ")
    assert (result.exit_code, result.stderr) == (1, "")


def test_a_named_file_that_is_no_card_is_skipped_with_a_note(here: Path) -> None:
    (here / "notes.md").write_text(NO_CARD)
    result = check("notes.md")
    assert (result.exit_code, result.stdout) == (0, "")
    assert "note: notes.md: skipped: it is no card" in result.stderr
    assert check("notes.md", "--quiet").stderr == ""
    (here / "empty.md").write_text("")
    assert "note: empty.md: skipped: it is empty" in check("empty.md").stderr


def test_a_folder_without_cards_is_warned_of(here: Path) -> None:
    (here / "sub").mkdir()
    result = check("sub")
    assert (result.exit_code, "warning: sub: no card is in this folder" in result.stderr) == (0, True)


def test_folders_of_other_readmes_only(here: Path) -> None:
    for name in ("a", "b"):
        (here / name).mkdir()
        (here / name / "README.md").write_text(NO_CARD)
    result = check(".")
    assert (result.exit_code, result.stderr) == (0, "note: nothing was checked: none of the 2 files is a card\n")


def test_a_file_named_twice_is_reported_once(here: Path) -> None:
    (here / "README.md").write_text(ERROR)
    assert codes(check("README.md", ".", "./README.md")) == ["MET002"]


def test_standard_input(here: Path) -> None:
    result = check("-", stdin=ERROR)
    assert (result.exit_code, result.stdout[:8]) == (1, "-:7:3: e")
    result = check("-", "--stdin-filename", "sub/README.md", stdin=ERROR)
    assert result.stdout.startswith("sub/README.md:7:3: error MET002")
    assert check("--stdin-filename", "a.md", stdin=ERROR).stdout.startswith("a.md:7:3")
    assert check("--stdin-filename", "a.md", "b.md").exit_code == 2


def test_crlf_and_a_byte_order_mark_do_not_move_places(here: Path) -> None:
    (here / "README.md").write_bytes(b"\xef\xbb\xbf" + ERROR.replace("\n", "\r\n").encode())
    assert check("README.md").stdout.startswith("README.md:7:3: error MET002")


def test_show_files(here: Path) -> None:
    (here / "sub").mkdir()
    (here / "sub" / "README.md").write_text(GOOD)
    (here / "README.md").write_text("")
    result = run("check", "--show-files")
    assert (result.exit_code, result.stdout) == (0, "README.md\nsub/README.md\n")


# ── what is asked and shown ──────────────────────────────────────────────────────────────────────────────────────────────

ALL = f"{HEAD}# Tide\n\nnever errs brokenword trialword\n"


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], {"LIM001", "CLM002", "MET002"}),
        (["--select", "LIM,CLM002"], {"LIM001", "CLM002"}),
        (["--select", "LIM", "--select", "absolute-claim"], {"LIM001", "CLM002"}),
        (["--select", "metadata"], {"MET002"}),
        (["--select", "standards/no-false-information"], {"MET002"}),
        (["--select", "inclusion"], set()),
        (["--select", "INC009"], {"INC009"}),
        (["--ignore", "limitations"], {"CLM002", "MET002"}),
        (["--preview"], {"LIM001", "CLM002", "MET002", "INC009"}),
        (["--profile", "essential"], {"MET002"}),
        (["--min-severity", "error"], {"MET002"}),
        (["--config", "ignore=[CLM]"], {"LIM001", "MET002"}),
        (["--config", "severity.CLM002=error", "--min-severity", "error"], {"MET002", "CLM002"}),
    ],
)
def test_selection(here: Path, arguments: list[str], expected: set[str]) -> None:
    (here / "README.md").write_text(ALL)
    assert set(codes(check("README.md", *arguments))) == expected


@pytest.mark.parametrize(
    ("arguments", "expected"),
    [
        ([], {"CLM002"}),
        (["--isolated"], {"LIM001", "CLM002", "MET002"}),
        (["--select", "LIM"], {"LIM001"}),
        (["--extend-select", "LIM001"], {"LIM001", "CLM002"}),
        (["--ignore", "CLM"], set()),
        (["--config", "other.yaml"], {"MET002"}),
        (["--config", "other.yaml", "--config", "select=[CLM]"], {"CLM002"}),
    ],
)
def test_the_command_line_goes_over_the_config(here: Path, arguments: list[str], expected: set[str]) -> None:
    (here / ".conduct-lint.yaml").write_text("ignore: [LIM001, MET]\n")
    (here / "other.yaml").write_text("select: [MET]\n")
    (here / "README.md").write_text(ALL)
    assert set(codes(check("README.md", *arguments))) == expected


def test_each_target_has_its_nearest_config(here: Path) -> None:
    for name, config in (("a", "select: [LIM]\n"), ("b", "select: [CLM]\nfail-on: warning\n")):
        (here / name).mkdir()
        (here / name / ".conduct-lint.yaml").write_text(config)
        (here / name / "README.md").write_text(ALL)
    result = check("a", "b")
    assert (codes(result), result.exit_code) == (["LIM001", "CLM002"], 1)
    assert check("a").exit_code == 0


def test_per_file_ignores_and_kinds_are_read_from_the_configs_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / ".conduct-lint.yaml").write_text(
        'per-file-ignores: {"old/**": {rules: [CLM], reason: "as published"}}\nkinds: {"old/*.md": model-card}\n'
    )
    (here / "old").mkdir()
    (here / "old" / "tide.md").write_text("never errs, has a limit, brokenword")
    assert codes(check()) == ["MET002"]
    monkeypatch.chdir(here / "old")
    assert codes(check("tide.md")) == ["MET002"]


def test_statistics(here: Path) -> None:
    (here / "README.md").write_text(f"{ALL}\nnever errs\n")
    result = run("check", "--statistics")
    assert result.stdout.splitlines() == [
        "     2  CLM002  warning  absolute-claim",
        "     1  LIM001  warning  missing-limitations",
        "     1  MET002  error    invalid-yaml",
    ]
    assert result.exit_code == 1
    found = json.loads(run("check", "--statistics", "--output-format", "json").stdout)
    assert found[0] == {"code": "CLM002", "name": "absolute-claim", "severity": "warning", "count": 2}


def test_show_settings(here: Path) -> None:
    import yaml

    (here / ".conduct-lint.yaml").write_text("profile: thorough\naccept: [b, a]\n")
    result = run("check", "--show-settings", "--ignore", "LIM")
    assert str(here / ".conduct-lint.yaml") in result.stdout
    shown = yaml.safe_load(result.stdout)
    assert (shown["profile"], shown["ignore"], shown["accept"]) == ("thorough", ["LIM"], ["a", "b"])


def test_output_file(here: Path) -> None:
    (here / "README.md").write_text(ERROR)
    result = check("README.md", "--output-file", "out.txt")
    assert (result.exit_code, result.stdout) == (1, "")
    assert (here / "out.txt").read_text().startswith("README.md:7:3: error MET002")
    assert "cannot be written" in check("README.md", "--output-file", "no/out.txt").stderr


@pytest.mark.parametrize("name", reporters.NAMES)
def test_every_format_is_shown(here: Path, name: str) -> None:
    (here / "README.md").write_text(ERROR)
    result = run("check", "--output-format", name)
    assert (result.exit_code, "MET002" in result.stdout) == (1, True)


def test_config_knows_the_formats_that_there_are() -> None:
    assert settings.FORMATS == reporters.NAMES


@pytest.mark.parametrize(
    ("arguments", "variables", "coloured"),
    [
        ([], {}, False),
        ([], {"FORCE_COLOR": "1"}, True),
        ([], {"FORCE_COLOR": "1", "NO_COLOR": "1"}, False),
        (["--color", "always"], {"NO_COLOR": "1"}, True),
        (["--color", "never"], {"FORCE_COLOR": "1"}, False),
    ],
)
def test_colours(
    here: Path, monkeypatch: pytest.MonkeyPatch, arguments: list[str], variables: dict[str, str], coloured: bool
) -> None:
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    (here / "README.md").write_text(ERROR)
    result = CliRunner().invoke(cli.commands, ["check", *arguments], color=True)
    assert ("\x1b[" in result.stdout) is coloured
    if not arguments:
        assert options.coloured("auto") is coloured


# ── usage ────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["chekc"], "there is no command 'chekc'; did you mean `check`?"),
        (["README.md"], "there is no command 'README.md'; to check it: conduct-lint check README.md"),
        (["check", "--profil", "x"], "--profile"),
        (["check", "--profile", "thoroug"], "did you mean `thorough`?"),
        (["check", "--output-format", "saarif"], "did you mean `sarif`?"),
        (["check", "--select", "LIM,missing-limitation"], "did you mean `missing-limitations`?"),
        (["check", "--ignore", "LIM0001"], "no rule, family or clause is called `LIM0001`"),
        (["check", "--kind", "modelcard"], "did you mean `model-card`?"),
        (["check", "--config", "none.yaml"], "--config none.yaml: there is no such file"),
        (["check", "--config", "profil=x"], "there is no setting `profil`; did you mean `profile`?"),
        (["check", "--config", "a.yaml", "--config", "a.yaml"], "--config names two files"),
        (["check", "--config", "a.yaml", "--isolated"], "exclude each other"),
        (["rule", "LIM01"], "no rule is called 'LIM01'"),
        (["rule", "missing-limitation"], "did you mean `missing-limitations`?"),
    ],
)
def test_what_is_misspelt_is_said_and_suggested(here: Path, arguments: list[str], said: str) -> None:
    (here / "README.md").write_text(GOOD)
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_a_wrong_config_is_said_with_its_place(here: Path) -> None:
    (here / "README.md").write_text(ERROR)
    (here / ".conduct-lint.yaml").write_text("profile: default\nignor: []\n")
    result = check("README.md")
    assert result.exit_code == 2
    assert result.stderr.endswith(".conduct-lint.yaml:2: there is no setting `ignor`; did you mean `ignore`?\n")


# ── as a process ─────────────────────────────────────────────────────────────────────────────────────────────────────────

ROOT = Path(__file__).parents[2]
SURROUNDINGS = {**os.environ, "PYTHONPATH": str(ROOT)}
PIPE = subprocess.PIPE


def started(folder: Path, *arguments: str) -> subprocess.Popen[bytes]:
    program = [sys.executable, "-m", "conduct_lint", *arguments]
    return subprocess.Popen(program, cwd=folder, env=SURROUNDINGS, stdin=PIPE, stdout=PIPE, stderr=PIPE)


def test_a_reader_that_goes_away_is_no_error(tmp_path: Path) -> None:
    """As with `conduct-lint … | head -1`."""
    process = started(tmp_path, "--version")
    assert process.stdout and process.stderr
    process.stdout.close()
    assert process.stderr.read() == b""
    process.stderr.close()
    assert process.wait() == cli.PIPE_CLOSED


def test_a_reader_that_goes_away_in_the_middle_of_a_report(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (here / "README.md").write_text(ERROR)
    read, write = os.pipe()
    os.close(read)
    with os.fdopen(write, "w") as stream:
        monkeypatch.setattr(sys, "stdout", stream)
        with pytest.raises(SystemExit) as ended:
            cli.commands.main(["check", "--output-format", "concise"])
    assert ended.value.code == cli.PIPE_CLOSED


@pytest.mark.skipif(os.name != "posix", reason="signals")
def test_an_interrupt_ends_cleanly(tmp_path: Path) -> None:
    process = started(tmp_path, "inspect", "-")
    status = Path(f"/proc/{process.pid}/wchan")
    for _ in range(200):  # until it waits for its input
        time.sleep(0.05)
        if process.poll() is not None or not status.exists() or "pipe" in status.read_text():
            break
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, b"Traceback" in said) == (cli.INTERRUPTED, False)


def test_help_imports_nothing_heavy() -> None:
    """What `--version` and `--help` cost is what every start costs."""
    code = "import sys, conduct_lint.cli; print(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", code], env=SURROUNDINGS, capture_output=True, text=True, check=True)
    heavy = {"yaml", "markdown_it", "tomllib", "logging", "importlib.metadata", "json"}
    assert not heavy & set(done.stdout.split())
