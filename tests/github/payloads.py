"""Real payloads of GitHub's events, cut down to what is read here, and events derived from them.

The whole payloads are in the npm package `@octokit/webhooks-examples`; see `data/README.md`.
"""

from __future__ import annotations

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"
Payload = dict[str, Any]

#: Name here → event and index in the package.
PICKS = {
    "pull_request": ("pull_request", 22),
    "pull_request without words": ("pull_request", 13),
    "issues": ("issues", 15),
    "issues without words": ("issues", 16),
    "issue_comment": ("issue_comment", 7),
    "pull_request_review": ("pull_request_review", 0),
    "pull_request_review_comment": ("pull_request_review_comment", 0),
    "discussion": ("discussion", 0),
    "discussion_comment": ("discussion_comment", 0),
    "commit_comment": ("commit_comment", 0),
    "push": ("push", 4),
    "merge_group": ("merge_group", 0),
    "workflow_dispatch": ("workflow_dispatch", 0),
}

_KEPT = frozenset(
    "action number id title body user login type html_url head base ref sha repo full_name fork private default_branch"
    " changed_files author_association state pull_request issue comment review discussion category name merge_group"
    " base_sha base_ref head_sha head_ref repository sender commits head_commit message author username email timestamp distinct"
    " before after created deleted forced changes from commit_id path line issue_url inputs workflow node_id".split()
)


def cut(value: Any) -> Any:
    """A payload without the keys that nothing here reads."""
    if isinstance(value, dict):
        return {key: cut(item) for key, item in value.items() if key in _KEPT}
    return [cut(item) for item in value] if isinstance(value, list) else value


def payload(name: str) -> Payload:
    """A fresh copy of a payload by its name here."""
    found: Payload = json.loads((DATA / "payloads.json").read_text(encoding="utf-8"))[name]
    return found


# ── derived ──────────────────────────────────────────────────────────────────────────────────────────────────────────────


def opened(given: Payload, base: str = "", head: str = "", **words: Any) -> Payload:
    """The pull request newly opened, by a person, between two commits."""
    event = copy.deepcopy(given)
    event["action"] = "opened"
    for key in ("before", "after", "changes"):
        event.pop(key, None)
    event["pull_request"].update(words)
    if base:
        event["pull_request"]["base"]["sha"] = base
    if head:
        event["pull_request"]["head"]["sha"] = head
    return event


def edited(given: Payload) -> Payload:
    """The title of the pull request changed; the package has no such example."""
    event = opened(given)
    event["action"] = "edited"
    event["changes"] = {"title": {"from": "Add numbers"}}
    return event


def fork(given: Payload) -> Payload:
    """The pull request comes from another repository."""
    event = opened(given)
    event["pull_request"]["head"]["repo"].update(full_name="visitor/Hello-World", fork=True, id=1)
    return event


def deleted_fork(given: Payload) -> Payload:
    """The repository that the pull request came from is gone."""
    event = opened(given)
    event["pull_request"]["head"]["repo"] = None
    return event


def on_pull_request(given: Payload) -> Payload:
    """A comment on a pull request comes as a comment on an issue that has this key."""
    event = copy.deepcopy(given)
    event["action"] = "created"
    event.pop("changes", None)
    address = event["issue"]["html_url"].replace("/issues/", "/pull/")
    event["issue"]["pull_request"] = dict.fromkeys(("url", "html_url", "diff_url", "patch_url"), address)
    return event


#: Name → the event, the payload it is made from, and what makes it; each is held against `@octokit/webhooks-schemas`.
DERIVED: dict[str, tuple[str, str, Callable[[Payload], Payload]]] = {
    "edited": ("pull_request$edited", "pull_request", edited),
    "opened": ("pull_request$opened", "pull_request", opened),
    "fork": ("pull_request$opened", "pull_request", fork),
    "deleted fork": ("pull_request$opened", "pull_request without words", deleted_fork),
    "comment on a pull request": ("issue_comment$created", "issue_comment", on_pull_request),
}
