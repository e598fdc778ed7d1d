"""Events, trees and answers that somebody made to do harm."""

from __future__ import annotations

import contextlib
import json
import os
import subprocess
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from reporters.runner import obeyed

from conduct_lint.sources import comments, git, outputs, rest
from conduct_lint.sources.tree import Beside

from . import payloads
from .api import Api
from .conftest import CARD, HEAD, Repo, Run, Told
from .test_summary import ATTACKS, assert_harmless

Opened = Callable[..., payloads.Payload]
SECRET = "AUTHORIZATION: basic bm9ib2R5"  # an invented value


def assert_told_harmlessly(told: Told) -> None:
    """Nothing in log, summary, files or outputs is obeyed, hidden or linked."""
    assert not {char for char in told.log if not (char.isprintable() or char == "\n")}
    for line in told.log.splitlines():
        command = obeyed(line)
        assert command is None or (line.startswith("::") and command.name in ("error", "warning", "notice"))
        assert command is None or set(command.properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
        assert command is not None or not (line.lstrip().startswith("::") or "##[" in line)
    if told.summary:
        assert_harmless(told.summary)
    assert set(told.outputs) <= {"error-count", "warning-count", "notice-count", "new-suppressions", "sarif-file", "report"}
    assert all(told.outputs[key].isdecimal() for key in told.outputs if key.endswith("count"))
    for key in ("sarif-file", "report"):
        if told.outputs.get(key):
            text = Path(told.outputs[key]).read_text(encoding="utf-8")
            json.loads(text)
            assert text.isascii() and "##[" not in text


FILES = ("--sarif-file", "a.sarif", "--report-file", "a.json")
BAD_CARD = """---
license: {quoted}
language: [{quoted}, english]
base_model: {quoted}
pipeline_tag: {quoted}
tags: [{quoted}]
datasets: [../../api/whoami]
{quoted}: 1
---
# {words}

{words} is the best model in the world, 100 % accurate, and never fails. It reaches 104 % accuracy on {words}.

<!-- conduct-lint: ignore {words} -- {words} -->
"""


@pytest.mark.parametrize("words", ATTACKS, ids=range(len(ATTACKS)))
def test_words_of_cards_and_people_are_only_words(repo: Repo, run: Run, pull_request: Opened, words: str) -> None:
    card = BAD_CARD.format(words=words.replace("\n", " ").replace("\0", ""), quoted=json.dumps(words)).encode("utf-8", "replace")
    base = repo.commit({"README.md": CARD})
    head = repo.commit({"README.md": card, "b/README.md": card + HEAD.encode()}, "change")
    said = f"{words}\n\nThis is 100 % accurate and outperforms {words} by 104 % accuracy.\n\n- [ ] {words}\n"
    given = pull_request(base, head, title=words, body=said)
    given["sender"]["login"] = given["pull_request"]["user"]["login"] = words
    for options in (FILES, ("--profile", "thorough", "--changed-only", "--comment", *FILES)):
        told = run("pull_request", given, *options)
        assert told.code in (0, 1), told.log
        assert int(told.outputs["error-count"]) > 0
        assert_told_harmlessly(told)


NAMES = [
    "a\n::error::owned\n/README.md", "a\r\x1b[31m/README.md", "::stop-commands::x model-card.md", "##[error]model-card.md",
    "@octocat #1 <img src=x> ![y](z) model-card.md", "a`b|c\"d'e,f;g model-card.md", "%0A::error::x model-card.md",
    "\u202egpj.model-card.md", "-rf model-card.md", "$(touch owned) model-card.md", "x\udcff model-card.md",
]  # fmt: skip


def test_names_of_files_are_only_names(repo: Repo, run: Run, pull_request: Opened, tmp_path: Path) -> None:
    bad = (CARD.replace("license: mit", "license: Apache 2.0") + "\nIt reaches 104 % accuracy.\n").encode()
    base = repo.commit({"README.md": CARD})
    repo.git("checkout", "-q", "-b", "change")
    for name in NAMES:
        file = os.path.join(os.fsencode(repo.path), os.fsencode(f"n/{name}" if "/" not in name else name))
        os.makedirs(os.path.dirname(file), exist_ok=True)
        with open(file, "wb") as opened:
            opened.write(bad)
    head = repo.commit({})
    api_told = run("pull_request", pull_request(base, head), *FILES, workspace=tmp_path)
    for told in (run("pull_request", pull_request(base, head), *FILES), api_told):
        assert int(told.outputs["error-count"]) == 2 * len(NAMES)
        assert_told_harmlessly(told)
    assert not (repo.path / "owned").exists()


# ── links, and what lies outside ─────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("target", [".git/config", "/proc/self/environ", "../outside.md", "real/model-card.md", "/dev/zero"])
@pytest.mark.parametrize("name", ["pull_request", "pull_request_target", "schedule"])
def test_a_card_that_is_a_link_is_not_read(
    repo: Repo, run: Run, pull_request: Opened, monkeypatch: pytest.MonkeyPatch, target: str, name: str
) -> None:
    private = f"{HEAD}# {SECRET}\n\n{SECRET} is 100 % accurate.\n"
    monkeypatch.setenv("PRIVATE", private)
    base = repo.commit({"README.md": CARD, "real/model-card.md": CARD})
    (repo.path / ".git" / "config").open("a").write(f"\n# {SECRET}\n[x]\n\tlicense = {SECRET}\n")
    (repo.path.parent / "outside.md").write_text(private)
    head = repo.commit({}, "change", links={"README.md": target})
    told = run(name, pull_request(base, head), *FILES, GITHUB_SHA=head)
    assert told.code == 0
    texts = [told.log, told.summary, *(Path(told.outputs[key]).read_text() for key in ("sarif-file", "report"))]
    assert all(SECRET not in text and "basic" not in text for text in texts)
    assert "README.md" in told.summary and "symbolic link, which is not followed" in told.summary


def test_siblings_stay_within_the_tree_and_follow_no_link(repo: Repo) -> None:
    (repo.path.parent / "LICENSE").write_text("outside")
    (repo.path.parent / "folder").mkdir()
    (repo.path.parent / "folder" / "LICENSE").write_text("outside")
    links = {"a/LINK": "../../LICENSE", "a/folder": "../../folder", "a/config": "../.git/config"}
    sha = repo.commit(
        {"a/README.md": CARD, "a/LICENSE": "MIT", "LICENSE": "root", "big": b"x" * 1_100_000, "nul": b"\xff\0"}, links=links
    )
    with git.Repository(str(repo.path / ".git")) as repository:
        beside = Beside(repository.tree(sha), "a")
        assert beside.read("LICENSE") == "MIT" and beside.read("../LICENSE") == "root" and beside.exists("../a/./LICENSE")
        outside = ["../../LICENSE", "/etc/passwd", "../../../../../../etc/passwd", "LINK", "folder/LICENSE", "config", "", "a\0b"]
        for name in outside:
            assert beside.read(name) is None and beside.exists(name) is None
        assert beside.read("../.git/config") is None and not beside.exists("../.git/config")
        assert beside.read("../big") is None and beside.read("../nul") is None and beside.exists("../big")
        assert beside.names() == ("LICENSE", "LINK", "README.md", "config", "folder")


@pytest.mark.parametrize("link", ["../../../../etc/passwd", "/etc/passwd", "LINK", "https://track.invalid/x", "../../api/whoami"])
def test_a_license_link_out_of_the_tree(repo: Repo, run: Run, pull_request: Opened, link: str) -> None:
    card = f"---\nlicense: other\nlicense_name: own\nlicense_link: {link}\nbase_model: ../../api/whoami\n---\n# A\n\nA model.\n"
    base = repo.commit({"README.md": CARD})
    head = repo.commit({"README.md": card}, "change", links={"LINK": "/etc/passwd"})
    told = run("pull_request", pull_request(base, head), *FILES)
    assert told.code in (0, 1) and "root:" not in told.log + told.summary
    assert_told_harmlessly(told)


@pytest.mark.parametrize("name", [".conduct-lint.yaml", "pyproject.toml", "own.yaml"])
def test_a_config_is_not_read_through_a_link(repo: Repo, run: Run, name: str) -> None:
    outside = repo.path.parent / "outside"
    outside.write_text("ignore: [ALL]\n[tool.conduct-lint]\nignore = ['ALL']\n")
    sha = repo.commit({"README.md": CARD + "\nIt reaches 104 % accuracy.\n"}, links={name: str(outside)})
    told = run("schedule", {}, *(["--config", name] if name == "own.yaml" else []), GITHUB_SHA=sha)
    assert told.code == (1 if name == "pyproject.toml" else 2)
    assert "not read through a symbolic link" in told.log or name == "pyproject.toml"


@pytest.mark.parametrize(
    ("path", "links", "words"),
    [
        ("out.sarif", {"out.sarif": "../victim"}, "symbolic link is not followed"),
        ("out.sarif", {"out.sarif": ".git/config"}, "symbolic link is not followed"),
        ("out/a.sarif", {"out": ".."}, "a folder above it is a symbolic link"),
        ("out/a/b.sarif", {"out": "/tmp"}, "a folder above it is a symbolic link"),
        (".git/config", {}, "within .git"),
        (".GIT/hooks/post-checkout", {}, "within .git"),
        ("../victim", {}, "outside of the workspace"),
        ("/etc/passwd", {}, "outside of the workspace"),
        ("folder", {}, "no regular file"),
    ],
)
@pytest.mark.parametrize("option", ["--sarif-file", "--report-file"])
def test_output_files_through_links_or_outside_are_refused(
    repo: Repo, run: Run, path: str, links: dict[str, str], words: str, option: str
) -> None:
    victim = repo.path.parent / "victim"
    victim.write_text("mine")
    sha = repo.commit({"README.md": CARD, "folder/x": ""}, links=links)
    config = (repo.path / ".git" / "config").read_text()
    told = run("schedule", {}, option, path, GITHUB_SHA=sha)
    assert told.code == 2 and words in told.log
    assert victim.read_text() == "mine" and (repo.path / ".git" / "config").read_text() == config


def test_output_files_in_new_folders_and_in_the_place_of_older_ones(tmp_path: Path) -> None:
    for words in ("one", "two"):
        assert outputs.write("a/b/c.sarif", words, str(tmp_path)) == str(tmp_path / "a" / "b" / "c.sarif")
        assert (tmp_path / "a" / "b" / "c.sarif").read_text() == words
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(outputs.OutputError):
        outputs.write("pipe", "x", str(tmp_path))


# ── size ─────────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        "x" * 3_000_000,
        "> " * 900_000,
        "- [ ] [a](b) @c #1\n" * 60_000,
        "<!--" * 300_000,
        "|" * 1_000_000,
        "`" * 500_000,
        "\n" * 2_000_000,
    ],
    ids=lambda body: repr(body[:8]),
)
def test_bodies_of_megabytes_do_not_hold_it_up(repo: Repo, run: Run, body: str) -> None:
    given = payloads.payload("issues")
    given["action"], given["issue"]["body"], given["issue"]["title"] = "opened", body, body[:100_000]
    sha = repo.commit({"README.md": CARD})
    begun = time.process_time()
    told = run("issues", given, *FILES, GITHUB_SHA=sha)
    assert time.process_time() - begun < 10
    assert told.code == 0 and len(told.log) < 200_000 and len(told.summary.encode()) < 1_000_000
    assert_told_harmlessly(told)


@pytest.mark.parametrize("by_api", [False, True])
def test_a_card_of_many_megabytes_is_not_even_fetched(
    repo: Repo, api: Api, run: Run, pull_request: Opened, tmp_path: Path, by_api: bool
) -> None:
    base = repo.commit({"README.md": CARD})
    head = repo.commit({"README.md": CARD + "x" * 6_000_000}, "change")
    blob = repo.git("rev-parse", f"{head}:README.md")
    told = run("pull_request", pull_request(base, head), workspace=tmp_path if by_api else repo.path)
    assert told.code == 2 and "more than 5 MB" in told.log
    assert not [path for path in api.paths("GET") if path.endswith(blob)]


# ── the API ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_pull_request_target_reads_the_head_by_blob_and_never_from_the_checkout(
    repo: Repo, api: Api, run: Run, pull_request: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    base = repo.commit({"README.md": CARD})
    head = repo.commit({"README.md": CARD + "\nIt reaches 104 % accuracy.\n"}, "change")
    repo.git("checkout", "-q", "main")
    asked: list[list[str]] = []
    run_git = subprocess.run
    monkeypatch.setattr(git.subprocess, "run", lambda command, *a, **k: (asked.append(command), run_git(command, *a, **k))[1])
    told = run("pull_request_target", payloads.fork(pull_request(base, head)))
    assert told.code == 1 and "BEN005" in told.log
    blob = repo.git("rev-parse", f"{head}:README.md")
    assert f"/repos/tide/cards/git/blobs/{blob}" in api.paths("GET")
    asked = [
        command for command in asked if any(word.startswith("--git-dir=") for word in command)
    ]  # the others are the server's
    assert asked and not [command for command in asked if {"checkout", "fetch", "worktree", "reset", "switch"} & set(command)]
    assert not [command for command in asked if head in command and "ls-tree" in command]


@pytest.mark.parametrize(
    ("keys", "value"),
    [
        (("pull_request", "head", "sha"), "../../../user"),
        (("pull_request", "base", "sha"), "main --output=/tmp/x"),
        (("pull_request", "head", "sha"), "--upload-pack=touch owned"),
        (("pull_request", "number"), "../../api/whoami"),
        (("number",), "../../api/whoami"),
    ],
)
def test_ids_that_are_none_lead_nowhere(
    repo: Repo, api: Api, run: Run, pull_request: Opened, tmp_path: Path, keys: tuple[str, ...], value: str
) -> None:
    base = repo.commit({"README.md": CARD})
    given: Any = pull_request(base, repo.commit({"README.md": CARD + "More.\n"}, "change"))
    inner = given
    for key in keys[:-1]:
        inner = inner[key]
    inner[keys[-1]] = value
    for name in ("pull_request", "pull_request_target"):
        told = run(name, given, "--comment", workspace=tmp_path)
        assert told.code in (0, 2)
    assert all("whoami" not in each.path and "../" not in each.path for each in api.asked)


@pytest.mark.parametrize(
    "name", ["../../api/whoami", "a/..", "a/.", "a", "a/b/c", "a/b?x", "a/b#c", "a/b\n", "/b", "a/", "ä/b", ""]
)
def test_a_repository_that_cannot_be_one(name: str) -> None:
    with pytest.raises(ValueError, match="names no repository"):
        rest.Api("https://api.invalid", name)


def test_the_token_goes_to_no_other_host(repo: Repo, api: Api, run: Run, pull_request: Opened, tmp_path: Path) -> None:
    from .api import served

    base = repo.commit({"README.md": CARD})
    head = repo.commit({"README.md": CARD + "More.\n"}, "change")
    with served(repo.path) as other:
        api.elsewhere["/git/trees/"] = other.address + "/repos/tide/cards/git/trees/x"
        told = run("pull_request", pull_request(base, head), workspace=tmp_path)
        assert told.code == 2 and "another host" in told.log and other.asked == []


def test_a_renamed_repository_is_followed_on_the_same_host(repo: Repo, api: Api) -> None:
    sha = repo.commit({"README.md": CARD})
    api.elsewhere["^/repos/old/name/"] = f"{api.address}/repos/tide/cards/git/trees/{sha}"
    found = rest.Api(api.address, "old/name", "secret").tree(sha)
    assert list(found.entries) == ["README.md"]
    assert [each.token for each in api.asked] == ["Bearer secret"] * 2


@pytest.mark.parametrize("answer", [None, [], {}, {"tree": None}, {"tree": [None, {}, {"path": 1, "sha": "x"}]}, {"tree": "x"}])
def test_answers_of_any_shape(api: Api, repo: Repo, monkeypatch: pytest.MonkeyPatch, answer: Any) -> None:
    found = rest.Api(api.address, "tide/cards")
    monkeypatch.setattr(found, "_sent", lambda *asked: answer)
    assert not found.parents("0" * 39 + "1") and found.pull_files(1) == () and found.blob("0" * 40) is None
    for ask in (lambda: found.tree("0" * 40), lambda: found.compared("0" * 40, "1" * 40), lambda: comments.own(found, 1)):
        with contextlib.suppress(rest.ApiError):
            ask()


def test_a_truncated_tree_says_nothing_of_what_it_does_not_list(repo: Repo, api: Api) -> None:
    sha = repo.commit({"README.md": CARD})
    api.truncated = True
    beside = Beside(rest.Api(api.address, "tide/cards").tree(sha), "")
    assert beside.exists("README.md") and beside.exists("LICENSE") is None and beside.names() is None


# ── the repository ───────────────────────────────────────────────────────────────────────────────────────────────────────


def test_no_filter_driver_or_hook_is_run(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"README.md": CARD})
    head = repo.commit(
        {
            "README.md": CARD + "\nIt reaches 104 % accuracy.\n",
            ".gitattributes": "* filter=evil diff=evil merge=evil\n",
        },
        "change",
    )
    owned = repo.path.parent / "owned"
    evil = f"touch {owned}"
    with (repo.path / ".git" / "config").open("a") as config:
        config.write(
            f'[filter "evil"]\n\tsmudge = {evil}\n\tclean = {evil}\n\tprocess = {evil}\n[diff "evil"]\n\ttextconv = {evil}\n'
            f"\tcommand = {evil}\n\texternal = {evil}\n[diff]\n\texternal = {evil}\n[core]\n\tfsmonitor = {evil}\n"
            f"\tpager = {evil}\n\tsshCommand = {evil}\n\teditor = {evil}\n"
        )
    told = run("pull_request", pull_request(base, head), "--changed-only", GIT_EXTERNAL_DIFF=evil, GIT_DIR="/nowhere")
    assert told.code == 1 and "BEN005" in told.log and not owned.exists()


def test_a_bare_repository_within_the_tree_is_not_asked(repo: Repo, run: Run, tmp_path: Path) -> None:
    folder = tmp_path / "workspace"
    subprocess.run(["git", "clone", "-q", "--bare", str(repo.path), str(folder)], check=True, capture_output=True)
    assert git.found(str(folder)) is None
    (tmp_path / "linked").mkdir()
    (tmp_path / "linked" / ".git").symlink_to(repo.path / ".git")
    assert git.found(str(tmp_path / "linked")) is None


def test_no_token_but_githubs_is_used_and_no_hub_is_asked(
    repo: Repo, api: Api, run: Run, pull_request: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    import socket

    reached: list[Any] = []
    connect = socket.socket.connect
    monkeypatch.setattr(socket.socket, "connect", lambda self, to: (reached.append(to), connect(self, to))[1])
    base = repo.commit({"README.md": CARD, ".conduct-lint.yaml": "preview: true\n"})
    card = CARD.replace("license: mit", "license: mit\nbase_model: ../../api/whoami\ndatasets: [a/b]")
    head = repo.commit({"README.md": card}, "change")
    run(
        "pull_request_target",
        pull_request(base, head),
        "--select",
        "ALL",
        HF_TOKEN="hf_nobodysToken",
        HF_ENDPOINT="http://127.0.0.1:1",
    )
    port = int(api.address.rsplit(":", 1)[1])
    assert reached and {to[1] for to in reached} == {port}
    assert all("hf_" not in each.token for each in api.asked)
