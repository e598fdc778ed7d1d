"""The one comment on a pull request: whose it is, when it is made, renewed, or not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from conduct_lint import rules
from conduct_lint.sources.comments import MARKER

from . import payloads
from .api import Api
from .conftest import CARD, TOKEN, Repo, Run

Opened = Callable[..., payloads.Payload]
WARNED = CARD + "\nTide never errs.\n"
pytestmark = pytest.mark.usefixtures("small_rules")


@pytest.fixture
def event(repo: Repo, pull_request: Opened) -> payloads.Payload:
    base = repo.commit({"README.md": CARD})
    return pull_request(base, repo.commit({"README.md": WARNED}, "change"))


def written(api: Api) -> list[tuple[str, str]]:
    return [(each.method, each.path) for each in api.asked if each.method in ("POST", "PATCH") and each.path != "/graphql"]


def test_it_is_made_once_and_then_renewed(api: Api, run: Run, event: payloads.Payload) -> None:
    told = run("pull_request", event, "--comment")
    assert written(api) == [("POST", "/repos/tide/cards/issues/2/comments")] and "was made" in told.log
    (comment,) = api.comments
    assert comment["body"].startswith(MARKER + "\n") and "CLM002" in comment["body"]
    told = run("pull_request", event, "--comment", "--ignore", "CLM002")
    assert written(api)[1:] == [("PATCH", "/repos/tide/cards/issues/comments/1")] and "was renewed" in told.log
    assert len(api.comments) == 1 and "Nothing to mention" in api.comments[0]["body"]
    assert {each.token for each in api.asked} == {f"Bearer {TOKEN}"}


def test_unasked_or_without_a_reason_there_is_none(api: Api, run: Run, event: payloads.Payload) -> None:
    run("pull_request", event)
    run("pull_request", event, "--comment", "--ignore", "CLM002")
    assert written(api) == []


def test_a_forged_marker_and_an_own_comment_without_it_stay_as_they_are(api: Api, run: Run, event: payloads.Payload) -> None:
    forged = {"databaseId": 1, "viewerDidAuthor": False, "body": f"{MARKER}\nNothing to see."}
    other = {"databaseId": 2, "viewerDidAuthor": True, "body": f"Deployed. {MARKER}"}
    api.comments = [forged.copy(), other.copy(), {"databaseId": 3, "viewerDidAuthor": False, "body": ""}]
    run("pull_request", event, "--comment")
    assert written(api) == [("POST", "/repos/tide/cards/issues/2/comments")]
    assert api.comments[:2] == [forged, other] and len(api.comments) == 4
    run("pull_request", event, "--comment")
    assert written(api)[1:] == [("PATCH", "/repos/tide/cards/issues/comments/4")]


@pytest.mark.parametrize("where", ["POST /graphql", "POST /repos/.*/comments$"])
@pytest.mark.parametrize("status", [401, 403, 404])
def test_a_token_that_may_not_write_is_told_and_the_run_goes_on(
    api: Api, run: Run, event: payloads.Payload, where: str, status: int
) -> None:
    api.statuses[where] = status
    told = run("pull_request", event, "--comment", "--fail-on", "warning")
    assert told.code == 1 and "CLM002" in told.log
    for words in (told.log, told.summary):
        assert "no comment: the token may not write one" in words


def test_an_api_that_breaks_is_told_and_the_run_goes_on(api: Api, run: Run, event: payloads.Payload) -> None:
    api.statuses["POST"] = 500
    told = run("pull_request", event, "--comment")
    assert told.code == 0 and "no comment: POST /graphql: 500" in told.log
    told = run("pull_request", event, "--comment", GITHUB_API_URL="http://127.0.0.1:1")
    assert told.code == 0 and "no comment: POST /graphql: no answer" in told.log


@pytest.mark.parametrize("keys", [("pull_request", "user"), ("sender",)])
def test_a_bot_is_never_answered(api: Api, run: Run, event: payloads.Payload, keys: tuple[str, ...]) -> None:
    inner = event
    for key in keys:
        inner = inner[key]
    inner.update(login="renovate[bot]", type="Bot")
    told = run("pull_request", event, "--comment")
    assert api.asked == [] and "a bot is never answered" in told.log and "CLM002" in told.log


def test_only_a_pull_request_is_commented(repo: Repo, api: Api, run: Run) -> None:
    given = payloads.payload("issue_comment")
    given["comment"]["body"] = "It never errs."
    told = run("issue_comment", given, "--comment", GITHUB_SHA=repo.commit({"README.md": CARD}))
    assert "CLM002" in told.log and written(api) == [] and "no comment" in told.log


def test_what_is_for_a_moderator_is_in_no_output(
    api: Api, run: Run, event: payloads.Payload, monkeypatch: pytest.MonkeyPatch, small_rules: tuple[rules.Rule, ...]
) -> None:
    private = tuple(rule._replace(private=True) if rule.code == "CLM002" else rule for rule in small_rules)
    monkeypatch.setattr(rules, "builtin", lambda: private)
    event["pull_request"]["body"] = "It never errs, they say."
    files = ("--sarif-file", "out/a.sarif", "--report-file", "out/a.json")
    told = run("pull_request", event, "--comment", "--fail-on", "notice", *files)
    assert told.code == 0 and told.outputs["warning-count"] == "0"
    written_files = [told.log, told.summary, *(Path(told.outputs[key]).read_text() for key in ("sarif-file", "report"))]
    for words in (*written_files, *(each["body"] for each in api.comments)):
        assert "CLM002" not in words and "never errs" not in words and "absolute-claim" not in words
    for words in (told.log, told.summary):
        assert "2 passages may need a moderator's look" in words
        assert "conduct-lint text --event event.json --moderation" in words
        assert "gh api repos/tide/cards/pulls/2 &gt; event.json" in words.replace("&#62;", "&gt;").replace(" > ", " &gt; ")
    assert api.comments == []
