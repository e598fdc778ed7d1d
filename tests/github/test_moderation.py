"""What is for a moderator is shown to nobody in public, by the rules as they are; a token is told at once, masked."""

from __future__ import annotations

import random
import string
from collections.abc import Callable
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from . import payloads
from .api import Api
from .conftest import CARD, Repo, Run

MAIL, PHONE = "ines.quarto73@tidemail.net", "+49 30 23125 017"
TOKEN = "hf_" + "".join(random.Random(4).choices(string.ascii_letters, k=34))
WORDS = f"You are an idiot. Her address is {MAIL}, call her at {PHONE}.\n\nThe key is {TOKEN}.\n"
FILES = ("--sarif-file", "a.sarif", "--report-file", "a.json", "--comment", "--profile", "thorough")


def told(name: str, key: str) -> Callable[[], payloads.Payload]:
    def make() -> payloads.Payload:
        given = payloads.payload(name)
        given[key].update(body=WORDS)
        return given

    return make


def pushed() -> payloads.Payload:
    given = payloads.payload("push")
    given["commits"][0]["message"] = f"Mend the tides\n\n{WORDS}"
    return given


EVENTS: dict[str, tuple[str, Callable[[], payloads.Payload]]] = {
    "issues": ("issues", told("issues", "issue")),
    "issue_comment": ("issue_comment", told("issue_comment", "comment")),
    "pull_request_review": ("pull_request_review", told("pull_request_review", "review")),
    "pull_request_review_comment": ("pull_request_review_comment", told("pull_request_review_comment", "comment")),
    "discussion": ("discussion", told("discussion", "discussion")),
    "discussion_comment": ("discussion_comment", told("discussion_comment", "comment")),
    "commit_comment": ("commit_comment", told("commit_comment", "comment")),
    "push": ("push", pushed),
}


def everything(seen: Any, api: Api) -> str:
    files = [Path(seen.outputs[key]).read_text() for key in ("sarif-file", "report") if seen.outputs.get(key)]
    return "\n".join([seen.log, seen.summary, *files, *(each["body"] for each in api.comments)])


def assert_private(words: str) -> None:
    for secret in (MAIL, PHONE, TOKEN, TOKEN[:12], "idiot", "ines.quarto"):
        assert secret not in words
    for rule in ("CON001", "PRV001", "PRV002", "private-email", "phone-number", "no-insults"):
        assert rule not in words


@pytest.mark.parametrize("name", EVENTS)
def test_words_of_every_event(name: str, repo: Repo, api: Api, run: Run) -> None:
    event, make = EVENTS[name]
    sha = repo.commit({"README.md": CARD})
    given = make()
    if event == "push":
        given.update(before=sha, after=repo.commit({"notes.txt": "x"}))
    seen = run(event, given, *FILES, GITHUB_SHA=sha)
    assert_private(everything(seen, api))
    assert seen.code == 0 and seen.outputs["error-count"] == "1" and seen.outputs["warning-count"] == "0"
    for words in (seen.log, seen.summary):
        assert "PRV004" in words and "3 passages may need a moderator's look" in words
        assert "conduct-lint text --event event.json --moderation" in words and "gh api " in words
    assert "[token hf_…]" in unescape(seen.summary)


def test_cards_and_words_of_a_pull_request(repo: Repo, api: Api, run: Run, pull_request: Callable[..., payloads.Payload]) -> None:
    base = repo.commit({"README.md": CARD, ".conduct-lint.yaml": "preview: true\n"})
    row = f"\n## Samples\n\nOne row reads: keeper {MAIL}, {PHONE}, 3.2 m, key {TOKEN}.\n"
    head = repo.commit({"README.md": CARD + row}, "change")
    seen = run("pull_request", pull_request(base, head, title=f"Mail {MAIL}", body=WORDS), "--changed-only", *FILES)
    assert_private(everything(seen, api))
    assert seen.code == 1 and seen.outputs["error-count"] == "2"
    assert "conduct-lint check ." in seen.summary
    assert len(api.comments) == 1 and "PRV004" in api.comments[0]["body"] and "moderator" not in api.comments[0]["body"]


def test_without_a_token_nothing_is_red(repo: Repo, api: Api, run: Run) -> None:
    given = payloads.payload("issue_comment")
    given["comment"]["body"] = WORDS.replace(TOKEN, "lost")
    seen = run("issue_comment", given, "--fail-on", "notice", *FILES, GITHUB_SHA=repo.commit({"README.md": CARD}))
    assert_private(everything(seen, api))
    assert seen.code == 0 and "::" not in seen.log.replace("https://", "")
    assert {seen.outputs[f"{word}-count"] for word in ("error", "warning", "notice")} == {"0"}
