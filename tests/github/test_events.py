"""What is read out of an event, whatever is missing from it."""

from __future__ import annotations

import copy
import json
import shlex
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from conduct_lint.model import Text
from conduct_lint.sources import github
from conduct_lint.sources.github import Event

from . import payloads


def texts(name: str, payload: payloads.Payload) -> list[Text]:
    return list(github.texts(Event(name, payload)))


@pytest.mark.parametrize(
    ("name", "kind", "called", "title", "begins"),
    [
        ("pull_request", "pull-request", "pull request #2", "Update the README with new information.", "This is a pretty simple"),
        ("issues", "issue", "issue #1", "Spelling error in the README file", "It looks like you accidently"),
        ("issue_comment", "comment", "comment on issue #1", "", "You are totally right!"),
        ("pull_request_review_comment", "comment", "comment on pull request #2", "", "Maybe you should use more emoji"),
        ("discussion", "discussion", "discussion #90", "Welcome to discussions!", "We're glad to have you here!"),
        ("discussion_comment", "comment", "comment on discussion #90", "", "I have so many questions"),
        ("commit_comment", "comment", "comment on a commit", "", "This is a really good change!"),
    ],
)
def test_words_of_each_event(name: str, kind: str, called: str, title: str, begins: str) -> None:
    given = payloads.payload(name)
    given["action"] = "created"
    (text,) = texts(name, given)
    assert (text.kind, text.name, text.title) == (kind, called, title)
    assert text.body.startswith(begins)
    assert text.url.startswith("https://github.com/")


def test_a_review_without_words_is_no_text_and_one_with_words_is() -> None:
    given = payloads.payload("pull_request_review")
    assert given["review"]["body"] is None and texts("pull_request_review", given) == []
    given["review"]["body"] = "It reads well."
    (text,) = texts("pull_request_review", given)
    assert (text.kind, text.name, text.body) == ("review", "review on pull request #2", "It reads well.")


@pytest.mark.parametrize("name", ["pull_request without words", "issues without words"])
def test_a_body_that_is_null(name: str) -> None:
    given = payloads.payload(name)
    event = name.split()[0]
    assert given["pull_request" if event == "pull_request" else "issue"]["body"] is None
    given["action"] = "opened"
    (text,) = texts(event, given)
    assert text.title and text.body == ""


def test_a_comment_on_a_pull_request_is_called_so() -> None:
    (text,) = texts("issue_comment", payloads.on_pull_request(payloads.payload("issue_comment")))
    assert text.name == "comment on pull request #1"


def test_edited_words_are_read_as_they_are_now() -> None:
    given = payloads.edited(payloads.payload("pull_request"))
    assert given["changes"]["title"]["from"] == "Add numbers"
    assert [text.title for text in texts("pull_request", given)] == ["Update the README with new information."]


@pytest.mark.parametrize("who", [{"login": "renovate[bot]", "type": "User"}, {"login": "x", "type": "Bot"}])
@pytest.mark.parametrize("name", ["pull_request", "issues", "issue_comment", "discussion", "commit_comment"])
def test_the_words_of_a_bot_are_not_read(name: str, who: dict[str, str]) -> None:
    given = payloads.payload(name)
    given["action"] = "created"
    assert texts(name, given)
    given[github.TEXTS[name][0]]["user"] = who
    assert texts(name, given) == []


@pytest.mark.parametrize("action", ["deleted", "closed", "locked"])
def test_nothing_is_said_of_what_is_over(action: str) -> None:
    assert texts("issues", {**payloads.payload("issues"), "action": action}) == []


def test_the_messages_of_pushed_commits() -> None:
    given = payloads.payload("push")
    sha = given["commits"][0]["id"]
    (text,) = texts("push", given)
    assert (text.kind, text.name, text.body) == ("commit-message", f"commit {sha[:7]}", "Initial commit")
    for change in ({"distinct": False}, {"author": {"username": "renovate[bot]"}}, {"id": "--help"}, {"message": None}):
        assert texts("push", {**given, "commits": [{**given["commits"][0], **change}]}) == []
    assert texts("push", {**given, "commits": None}) == [] == texts("push", {**given, "commits": ["x", None]})


def _nulled(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """The places of everything in a payload."""
    if path:
        yield path
    items = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in items:
        yield from _nulled(item, (*path, key))


@pytest.mark.parametrize("name", payloads.PICKS)
@pytest.mark.parametrize("instead", [None, [], {}, "", 7, True, "0" * 40, "\ud800"], ids=repr)
def test_any_part_may_be_missing_or_something_else(name: str, instead: Any) -> None:
    whole = payloads.payload(name)
    event = payloads.PICKS[name][0]
    for path in _nulled(whole):
        given = copy.deepcopy(whole)
        *above, last = path
        inner = given
        for key in above:
            inner = inner[key]
        inner[last] = instead
        for text in texts(event, given):
            assert isinstance(text.body, str) and isinstance(text.title, str)
        assert isinstance(github.address(Event(event, given)), str)
        assert isinstance(Event(event, given).pull_request, int)


@pytest.mark.parametrize(
    ("name", "place"),
    [
        ("pull_request", "pulls/2"),
        ("issues", "issues/1"),
        ("issue_comment", "issues/comments/492700400"),
        ("pull_request_review", "pulls/2/reviews/237895671"),
        ("pull_request_review_comment", "pulls/comments/284312630"),
        ("commit_comment", "comments/33548674"),
        ("discussion", ""),
        ("push", "commits/6113728f27ae82c7b1a177c8d03f9e96e0adf246"),
        ("workflow_dispatch", ""),
    ],
)
def test_where_the_api_has_the_words(name: str, place: str) -> None:
    event = Event(name, payloads.payload(name))
    assert github.address(event) == place
    if place:
        assert github.fetching(event, "tide/cards") == f"gh api repos/tide/cards/{place} > event.json"


def test_where_the_api_has_the_words_of_several_commits() -> None:
    given = {**payloads.payload("push"), "before": "a" * 40}
    assert github.address(Event("push", given)) == f"compare/{'a' * 40}...{given['after']}"


@pytest.mark.parametrize(
    ("name", "asks", "shape"),
    [
        ("discussion", 'repository(owner: "tide", name: "cards") { discussion(number: 90) {', "{discussion: .data"),
        ("discussion_comment", "... on DiscussionComment { body }", "{discussion: {}, comment: .data.node}"),
    ],
)
def test_discussions_are_asked_of_the_other_api(name: str, asks: str, shape: str) -> None:
    program, *words, to, file = shlex.split(github.fetching(Event(name, payloads.payload(name)), "tide/cards"))
    assert (program, words[:2], to, file) == ("gh", ["api", "graphql"], ">", "event.json")
    assert words[3].startswith("query=") and asks in words[3] and words[3].count("{") == words[3].count("}")
    assert words[5].startswith(shape)


@pytest.mark.parametrize("node", ["", None, 7, "D_1'; touch x; '", 'D_1") { x } #', "a\nb", "$(id)"])
def test_no_word_of_an_event_becomes_a_command(node: Any) -> None:
    given = payloads.payload("discussion_comment")
    given["comment"]["node_id"] = node
    assert github.fetching(Event("discussion_comment", given), "tide/cards") == ""


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        ({"discussion": {"title": "Tides", "body": "Words."}}, "discussion"),
        ({"discussion": {}, "comment": {"body": "Words."}}, "comment"),
        ({"sha": "b" * 40, "commit": {"message": "Words."}, "author": None}, "commit-message"),
        ({"base_commit": {}, "commits": [{"sha": "b" * 40, "commit": {"message": "Words."}}]}, "commit-message"),
    ],
)
def test_what_the_commands_bring_is_read(answer: dict[str, Any], kind: str) -> None:
    (text,) = github.texts(github.parsed("", json.dumps(answer).encode()))
    assert (text.body, text.kind) == ("Words.", kind)


def test_a_bots_commit_is_known_in_the_answer_too() -> None:
    answer = {"sha": "b" * 40, "commit": {"message": "Words."}, "author": {"login": "renovate[bot]"}}
    assert not [*github.texts(github.parsed("", json.dumps(answer).encode()))]


@pytest.mark.parametrize("name", [name for name in github.TEXTS if name != "pull_request_target"] + ["push"])
def test_an_event_without_a_name_is_known_by_what_it_carries(name: str) -> None:
    assert github.parsed("", json.dumps(payloads.payload(name)).encode()).name == name


@pytest.mark.parametrize(
    ("name", "key", "more"),
    [
        ("pull_request", "pull_request", {}),
        ("issues", "issue", {}),
        ("issue_comment", "comment", {"issue_url": "…"}),
        ("pull_request_review_comment", "comment", {"pull_request_url": "…"}),
        ("pull_request_review", "review", {"pull_request_url": "…", "submitted_at": "…"}),
        ("commit_comment", "comment", {}),
    ],
)
def test_an_object_as_the_api_gives_it_is_an_event(name: str, key: str, more: dict[str, str]) -> None:
    bare = {**payloads.payload(name)[key], **more, "body": "Words."}
    found = github.parsed("", json.dumps(bare).encode())
    assert found.name == name
    assert [text.body for text in github.texts(found)] == ["Words."]


@pytest.mark.parametrize("content", [b"", b"[]", b"null", b"{", b"\xff", b"[" * 100_000, b'"' + b"x" * 26_000_000 + b'"', b"{}"])
def test_what_is_no_event(content: bytes) -> None:
    with pytest.raises(github.EventError):
        github.parsed("", content)


def test_no_file_with_an_event(tmp_path: Path) -> None:
    for path in (tmp_path / "none", tmp_path, "a\0b"):
        with pytest.raises(github.EventError):
            github.read("issues", str(path))
