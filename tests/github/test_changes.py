"""Which cards a change touches, what it causes, and where that is read from."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conduct_lint.cli import event as events
from conduct_lint.sources import git, rest

from . import payloads
from .api import Api
from .conftest import CARD, HEAD, TOKEN, Repo, Run

pytestmark = pytest.mark.usefixtures("small_rules")

Opened = Callable[..., payloads.Payload]
WARNED = CARD + "\nTide never errs.\n"
UNLIMITED = CARD.replace("Its limit: lakes.", "It writes of lakes too.")


def codes(log: str) -> list[str]:
    return sorted(line.split("title=")[1][:6] for line in log.splitlines() if "title=" in line)


def merged(repo: Repo, base: str, head: str) -> str:
    """What GitHub checks out for a pull request: the head merged into the base."""
    repo.git("checkout", "-q", "--detach", base)
    repo.git("merge", "-q", "--no-ff", "-m", "merge", head)
    return repo.git("rev-parse", "HEAD")


# ── what is checked ──────────────────────────────────────────────────────────────────────────────────────────────────────


def test_only_the_cards_that_a_pull_request_touches(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"README.md": CARD, "old/README.md": WARNED})
    head = repo.commit({"README.md": WARNED, "new/README.md": UNLIMITED, "src/tool.py": "never errs"}, "change")
    told = run("pull_request", pull_request(base, head))
    assert codes(told.log) == ["CLM002", "LIM001"]
    assert "file=README.md,line=11," in told.log and "file=new/README.md,line=5," in told.log and "old/" not in told.log
    assert told.code == 0
    assert told.outputs == {
        "error-count": "0", "warning-count": "2", "notice-count": "0", "new-suppressions": "0", "sarif-file": "", "report": "",
    }  # fmt: skip


def test_what_was_there_before_is_not_shown_with_changed_only(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"README.md": WARNED})
    head = repo.commit({"README.md": WARNED + "\nA brokenword.\n"}, "change")
    assert codes(run("pull_request", pull_request(base, head)).log) == ["CLM002", "MET002"]
    told = run("pull_request", pull_request(base, head), "--changed-only")
    assert (codes(told.log), told.code) == (["MET002"], 1)


def test_the_same_words_once_more_are_one_finding_more(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"README.md": WARNED})
    head = repo.commit({"README.md": WARNED + "\nTide never errs.\n"}, "change")
    assert codes(run("pull_request", pull_request(base, head), "--changed-only").log) == ["CLM002"]


def test_a_limitations_section_taken_away_is_caused_by_the_change(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"README.md": CARD})
    head = repo.commit({"README.md": UNLIMITED}, "change")
    assert codes(run("pull_request", pull_request(base, head), "--changed-only").log) == ["LIM001"]


def test_a_directive_taken_away_causes_what_it_set_aside(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"README.md": CARD + "\nTide never errs. <!-- conduct-lint: ignore CLM002 -- a joke -->\n"})
    head = repo.commit({"README.md": WARNED}, "change")
    assert codes(run("pull_request", pull_request(base, head), "--changed-only").log) == ["CLM002"]


def test_a_moved_card_is_held_against_where_it_was(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"a/README.md": WARNED})
    head = repo.commit({"a/README.md": None, "b/README.md": WARNED + "\nMore.\n"}, "change")
    assert codes(run("pull_request", pull_request(base, head), "--changed-only").log) == []
    assert codes(run("pull_request", pull_request(base, head)).log) == ["CLM002"]


def test_the_base_is_where_the_branches_parted(repo: Repo, run: Run, pull_request: Opened) -> None:
    repo.commit({"README.md": WARNED, "b/README.md": CARD})
    head = repo.commit({"b/README.md": CARD + "\nMore.\n"}, "change")
    repo.git("checkout", "-q", "main")
    tip = repo.commit({"README.md": CARD, "b/README.md": CARD.replace("sea", "ocean")})
    told = run("pull_request", pull_request(tip, head))
    assert (
        codes(told.log) == [] and "1 text" not in told.log and "2 documents" in told.log
    )  # the card and the words of the request


@pytest.mark.parametrize("depth", [1, 2, 50])
def test_the_merge_that_github_checks_out(
    repo: Repo, api: Api, run: Run, pull_request: Opened, tmp_path: Path, depth: int
) -> None:
    repo.commit({"README.md": CARD, "old/README.md": WARNED})
    head = repo.commit({"README.md": CARD + "\nTide never errs, ever.\n"}, "change")
    repo.git("checkout", "-q", "main")
    tip = repo.commit({"old/README.md": WARNED + "\nMore.\n"})
    commit = merged(repo, tip, head)
    workspace = repo.clone(tmp_path / "workspace", commit, depth)
    told = run("pull_request", pull_request(tip, head), "--changed-only", workspace=workspace)
    assert codes(told.log) == ["CLM002"] and "file=README.md,line=11," in told.log
    assert bool(api.asked) == (depth == 1)


def test_a_change_without_git_at_all(repo: Repo, api: Api, run: Run, pull_request: Opened, tmp_path: Path) -> None:
    base = repo.commit({"README.md": CARD, "a/README.md": WARNED})
    head = repo.commit({"README.md": WARNED, "a/README.md": None, "b/README.md": WARNED + "More.\n"}, "change")
    told = run("pull_request", pull_request(base, head), "--changed-only", workspace=tmp_path)
    assert codes(told.log) == ["CLM002"] and "file=README.md" in told.log
    assert {each.token for each in api.asked} == {f"Bearer {TOKEN}"}


def test_a_list_of_files_in_pages_and_its_end(repo: Repo, api: Api, run: Run, pull_request: Opened, tmp_path: Path) -> None:
    base = repo.commit({"README.md": CARD})
    head = repo.commit({"README.md": WARNED}, "change")
    given = pull_request(base, head, changed_files=251)
    api.more = [{"filename": f"src/{number}.py"} for number in range(250)]
    told = run("pull_request", given, workspace=tmp_path)
    assert codes(told.log) == ["CLM002"]
    assert sum(path.endswith("/files") for path in api.paths("GET")) == 3
    assert "not checked" not in told.log
    api.more *= 14
    api.asked.clear()
    given["pull_request"]["changed_files"] = 3501
    told = run("pull_request", given, workspace=tmp_path)
    assert sum(path.endswith("/files") for path in api.paths("GET")) == rest.FILES // rest.PAGE == 30
    for words in (told.log, told.summary):
        assert "501 changed files were not checked" in words


def test_no_more_cards_than_a_run_reads(repo: Repo, run: Run, pull_request: Opened, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(events, "CARDS", 2)
    base = repo.commit({"README.md": CARD})
    head = repo.commit({f"{name}/README.md": WARNED for name in "abcde"}, "change")
    told = run("pull_request", pull_request(base, head))
    assert codes(told.log) == ["CLM002"] * 2 and "3 changed cards were not checked" in told.log


def test_without_git_and_without_an_answer_nothing_is_taken_for_checked(
    repo: Repo, api: Api, run: Run, pull_request: Opened, tmp_path: Path
) -> None:
    base = repo.commit({"README.md": CARD})
    head = repo.commit({"README.md": WARNED}, "change")
    api.statuses["/files$"] = 500
    told = run("pull_request", pull_request(base, head), workspace=tmp_path)
    assert told.code == 2 and "::error title=conduct-lint could not do its work::" in told.log and "fetch-depth: 0" in told.log
    told = run("pull_request", pull_request(base, head), workspace=tmp_path, GITHUB_API_URL="")
    assert told.code == 2


def test_paths_and_exclude_narrow_what_is_looked_at(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"README.md": CARD, ".conduct-lint.yaml": "exclude: [cards/old]\n"})
    cards = ("README.md", "cards/a/README.md", "cards/old/README.md", "node_modules/x/README.md", "docs/guide.md")
    head = repo.commit(dict.fromkeys(cards, WARNED), "change")
    for paths, files in (
        ("", ["README.md", "cards/a/README.md"]),
        ("cards/", ["cards/a/README.md"]),
        ("./README.md\ndocs/guide.md", ["README.md", "docs/guide.md"]),
        ("cards/*/README.md", ["cards/a/README.md"]),
        (str(repo.path / "cards"), ["cards/a/README.md"]),
    ):
        log = run("pull_request", pull_request(base, head), "--paths", paths).log
        assert [line.split("file=")[1].split(",")[0] for line in log.splitlines() if "file=" in line] == files
    told = run("pull_request", pull_request(base, head), "--paths", "../other")
    assert told.code == 2 and "outside of the repository" in told.log


def test_a_license_file_taken_away_makes_its_card_looked_at(
    repo: Repo, run: Run, pull_request: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen: list[str] = []
    keep = events.Run._card
    monkeypatch.setattr(events.Run, "_card", lambda self, path, *more: (seen.append(path), keep(self, path, *more))[1])
    base = repo.commit({"README.md": CARD, "a/README.md": CARD, "b/README.md": CARD, "a/x/LICENSE": "MIT"})
    head = repo.commit({"a/x/LICENSE": None}, "change")
    run("pull_request", pull_request(base, head), "--changed-only")
    assert seen == ["README.md", "a/README.md"]
    seen.clear()
    run("pull_request", pull_request(base, head))
    assert seen == []


# ── config ───────────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("by_api", [False, True])
@pytest.mark.parametrize("name", ["pull_request", "pull_request_target"])
def test_the_config_is_that_of_the_base(
    repo: Repo, run: Run, pull_request: Opened, tmp_path: Path, name: str, by_api: bool
) -> None:
    base = repo.commit({"README.md": CARD, ".conduct-lint.yaml": "severity: {CLM002: error}\n"})
    head = repo.commit({"README.md": WARNED, ".conduct-lint.yaml": "ignore: [CLM002]\n"}, "change")
    workspace = tmp_path if by_api else repo.path
    told = run(name, pull_request(base, head), workspace=workspace)
    assert (codes(told.log), told.code) == (["CLM002"], 1)
    told = run(name, pull_request(base, head), "--config", ".conduct-lint.yaml", workspace=workspace)
    assert (codes(told.log), told.code) == (["CLM002"], 1)
    told = run(name, pull_request(base, head), "--trust-head", workspace=workspace)
    trusted = name == "pull_request"
    assert (codes(told.log), told.code) == (([], 0) if trusted else (["CLM002"], 1))
    assert ("trust-head does nothing" in told.log) is not trusted


def test_a_pull_request_that_brings_the_first_config(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"README.md": CARD})
    head = repo.commit({"README.md": WARNED, "own.yaml": "ignore: [CLM002]\n"}, "change")
    told = run("pull_request", pull_request(base, head), "--config", "own.yaml")
    assert codes(told.log) == ["CLM002"] and "the base has no config own.yaml yet" in told.log
    assert codes(run("pull_request", pull_request(base, head), "--config", "own.yaml", "--trust-head").log) == []


def test_the_nearest_config_of_the_tree_holds(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit(
        {
            "README.md": CARD,
            "pyproject.toml": '[tool.conduct-lint]\nignore = ["CLM002"]\n',
            "a/.conduct-lint.yaml": "severity: {CLM002: notice}\nper-file-ignores: {'x/*.md': {rules: [claims], reason: kept}}\n",
            "a/pyproject.toml": "[project]\n",
        }
    )
    cards = ("README.md", "b/README.md", "a/README.md", "a/x/README.md", "a/y/README.md")
    head = repo.commit(dict.fromkeys(cards, WARNED), "change")
    log = run("pull_request", pull_request(base, head)).log
    assert [line.split(",")[0] for line in log.splitlines() if "file=" in line] == [
        "::notice file=a/README.md",
        "::notice file=a/y/README.md",
    ]


def test_a_config_that_is_wrong_is_an_error_with_its_place(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"README.md": CARD, ".conduct-lint.yaml": "profile: thorough\nignroe: [LIM]\n"})
    head = repo.commit({"README.md": WARNED}, "change")
    told = run("pull_request", pull_request(base, head))
    assert told.code == 2
    assert told.log.startswith("::error title=conduct-lint could not do its work::.conduct-lint.yaml:2: there is no setting")


# ── what turns into something else ───────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize("only", [[], ["--changed-only"]])
def test_a_card_that_is_none_any_more_is_told(repo: Repo, run: Run, pull_request: Opened, only: list[str]) -> None:
    base = repo.commit({"README.md": CARD, "b/README.md": CARD, "c/README.md": "# A tool\n"})
    head = repo.commit(
        {"README.md": "# A tool\n\nInstall it with make.\n", "b/README.md": None, "c/README.md": "# Tool\n"}, "change"
    )
    told = run("pull_request", pull_request(base, head), *only)
    assert told.outputs["notice-count"] == "2" and told.code == 0
    for words in (told.log, told.summary):
        assert "was a model card before this change; now no rule reads it" in words and "takes the model card away" in words
        assert "c/README" not in words
    assert run("pull_request", pull_request(base, head), "--fail-on", "notice").code == 1


def test_a_card_that_cannot_be_read_any_more_is_told_and_fails(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"README.md": CARD, "b/README.md": CARD})
    head = repo.commit({"README.md": CARD.encode("utf-16"), "b/README.md": CARD + "|" * 90_000}, "change")
    told = run("pull_request", pull_request(base, head))
    assert told.code == 2 and told.outputs["notice-count"] == "2"
    assert "UTF-16" in told.summary and "too large to be read" in told.summary


def test_directives_that_the_change_adds_are_followed_and_listed(repo: Repo, run: Run, pull_request: Opened) -> None:
    old = "\nTide never errs. <!-- conduct-lint: ignore CLM002 -- it is a joke -->\n"
    base = repo.commit({"README.md": CARD + old})
    new = old + "\nStill never errs! <!-- conduct-lint: ignore absolute-claim -- @octocat said so #1 -->\n"
    head = repo.commit({"README.md": "\n" + CARD + new}, "change")
    told = run("pull_request", pull_request(base, head), "--changed-only")
    assert codes(told.log) == [] and told.code == 0
    assert told.outputs["new-suppressions"] == "1"
    assert "Set aside by this change: 1" in told.summary and "line 14" in told.summary and "absolute-claim" in told.summary
    assert "set aside by this change: README.md, line 14: absolute-claim" in told.log
    assert "@octocat" not in told.summary and "#1 " not in told.summary


# ── other events ─────────────────────────────────────────────────────────────────────────────────────────────────────────


def push(before: str, after: str, *commits: str, **more: object) -> payloads.Payload:
    given = payloads.payload("push")
    pushed = [{**given["commits"][0], "id": sha} for sha in commits]
    return {**given, "before": before, "after": after, "commits": pushed, **more}


@pytest.mark.parametrize("by_api", [False, True])
def test_a_push_is_the_commits_between(repo: Repo, run: Run, tmp_path: Path, by_api: bool) -> None:
    first = repo.commit({"README.md": WARNED, "b/README.md": CARD, ".conduct-lint.yaml": "ignore: [CLM002]\n"})
    last = repo.commit({"b/README.md": UNLIMITED, ".conduct-lint.yaml": "severity: {LIM001: notice}\n"})
    workspace = tmp_path if by_api else repo.path
    log = run("push", push(first, last, last), workspace=workspace).log
    assert codes(log) == ["LIM001"] and "::notice file=b/README.md" in log
    new_branch = run("push", push("0" * 40, last, last), workspace=workspace).log
    assert codes(new_branch) == ["LIM001"]
    forced = run("push", push("1" * 40, last, last), workspace=workspace).log
    assert codes(forced) == ["LIM001"]
    for nothing in (push(first, "0" * 40, deleted=True), push("0" * 40, last)):
        assert codes(run("push", nothing, workspace=workspace).log) == []
    whole = run("push", push("0" * 40, first, first), workspace=workspace).log
    assert "2 documents" not in whole and "3 documents" in whole  # a first commit brings both cards; a message


def test_a_merge_group(repo: Repo, run: Run) -> None:
    base = repo.commit({"README.md": CARD, ".conduct-lint.yaml": "severity: {CLM002: error}\n"})
    head = repo.commit({"README.md": WARNED, ".conduct-lint.yaml": "ignore: [CLM002]\n"}, "queue")
    given = payloads.payload("merge_group")
    given["merge_group"].update(base_sha=base, head_sha=head)
    told = run("merge_group", given)
    assert (codes(told.log), told.code) == (["CLM002"], 1)
    given["action"] = "destroyed"
    assert codes(run("merge_group", given).log) == []


@pytest.mark.parametrize("name", ["workflow_dispatch", "schedule"])
@pytest.mark.parametrize("by_api", [False, True])
def test_events_that_ask_for_everything(repo: Repo, run: Run, tmp_path: Path, name: str, by_api: bool) -> None:
    sha = repo.commit({"README.md": CARD, "a/README.md": WARNED, "b/README.md": UNLIMITED})
    workspace = tmp_path if by_api else repo.path
    told = run(name, payloads.payload("workflow_dispatch"), "--changed-only", workspace=workspace, GITHUB_SHA=sha)
    assert codes(told.log) == ["CLM002", "LIM001"]


def test_words_are_held_to_the_config_of_the_default_branch(repo: Repo, run: Run) -> None:
    given = payloads.payload("issue_comment")
    given["comment"]["body"] = "I say that it never errs."
    sha = repo.commit({"README.md": WARNED})
    told = run("issue_comment", given, GITHUB_SHA=sha)
    assert codes(told.log) == ["CLM002"] and told.code == 0 and "comment on issue #1" in told.log and "file=" not in told.log
    assert run("issue_comment", given, "--fail-on", "warning", GITHUB_SHA=sha).code == 1
    assert codes(run("issue_comment", given, "--no-check-text", GITHUB_SHA=sha).log) == []
    sha = repo.commit({".conduct-lint.yaml": "ignore: [CLM002]\n"})
    assert codes(run("issue_comment", given, GITHUB_SHA=sha).log) == []


@pytest.mark.parametrize("make", [payloads.fork, payloads.deleted_fork])
@pytest.mark.parametrize("name", ["pull_request", "pull_request_target"])
def test_a_pull_request_from_a_fork_even_a_deleted_one(
    repo: Repo, run: Run, pull_request: Opened, make: Callable[[payloads.Payload], payloads.Payload], name: str
) -> None:
    base = repo.commit({"README.md": CARD})
    head = repo.commit({"README.md": WARNED}, "change")
    assert codes(run(name, make(pull_request(base, head))).log) == ["CLM002"]


def test_an_event_that_nobody_knows(repo: Repo, run: Run) -> None:
    repo.commit({"README.md": WARNED})
    told = run("watch", {})
    assert told.code == 0 and "nothing was checked" in told.log and "nothing was checked" in told.summary


def test_a_closed_pull_request_is_left_alone(repo: Repo, run: Run, pull_request: Opened) -> None:
    base = repo.commit({"README.md": CARD})
    given = {**pull_request(base, repo.commit({"README.md": WARNED}, "change")), "action": "closed"}
    assert codes(run("pull_request", given).log) == []


def test_a_fault_of_ours_is_told_without_the_words_of_the_text(
    repo: Repo, run: Run, pull_request: Opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*arguments: object) -> None:
        raise RuntimeError("a private value")

    base = repo.commit({"README.md": CARD})
    given = pull_request(base, repo.commit({"README.md": WARNED, "b/README.md": CARD + "\nA crashword.\n"}, "change"))
    told = run("pull_request", given)
    assert told.code == 3 and "A fault of conduct-lint" in told.log and "CLM002" in told.log
    monkeypatch.setattr(events.Run, "look", fail)
    told = run("pull_request", given)
    assert told.code == 3 and told.log.startswith("::error title=conduct-lint could not do its work::a fault of conduct-lint")
    assert "private" not in told.log


# ── git ──────────────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_git_reads_commits_only_by_their_id(repo: Repo) -> None:
    sha = repo.commit({"README.md": CARD})
    with git.Repository(str(repo.path / ".git")) as repository:
        assert repository.commit("HEAD") == repository.commit(sha) == sha
        for name in ("main", "--help", sha[:12], "HEAD~1", "", "f" * 40, f"{sha} "):
            assert repository.commit(name) is None


def test_many_contents_one_after_the_other(repo: Repo) -> None:
    files = {f"{number}.md": f"{number}\n" * number for number in range(200)}
    sha = repo.commit({**files, "README.md": HEAD})
    with git.Repository(str(repo.path / ".git")) as repository:
        tree = repository.tree(sha)
        assert all(tree.read(name, 10_000) == content.encode() for name, content in files.items())
        assert tree.read("199.md", 100) is None and tree.read("none.md", 100) is None
        assert tree.read("1.md", 2) == b"1\n"


@pytest.mark.parametrize("by_api", [False, True])
def test_a_template_of_the_base_is_nobodys_words(
    repo: Repo, run: Run, pull_request: Opened, tmp_path: Path, by_api: bool
) -> None:
    template = "## What it does\n\nSay where it never errs, and how you know.\n"
    base = repo.commit({"README.md": CARD, ".github/PULL_REQUEST_TEMPLATE/own_name.md": template})
    head = repo.commit({"README.md": CARD + "\nMore.\n", ".github/PULL_REQUEST_TEMPLATE/own_name.md": None}, "change")
    workspace = tmp_path if by_api else repo.path
    assert codes(run("pull_request", pull_request(base, head, body=template), workspace=workspace).log) == []
    own = pull_request(base, head, body=template + "\nIt never errs, I say.\n")
    assert codes(run("pull_request", own, workspace=workspace).log) == ["CLM002"]
