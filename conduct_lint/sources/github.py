"""The event that a GitHub workflow runs for, and the words that people wrote in it.

Payloads are strangers' data: any key may be missing or null (the body of a pull request, the repository of a deleted fork), so
nothing is taken to be there. See https://docs.github.com/webhooks/webhook-events-and-payloads.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from conduct_lint.model import Nowhere, Siblings, Text
from conduct_lint.named import NamedTuple
from conduct_lint.sources.git import NOTHING, SHA
from conduct_lint.typed import Any

#: GitHub sends no webhook of more than 25 MB.
MAX_BYTES = 25_000_000
PULL_REQUESTS = frozenset(("pull_request", "pull_request_target"))
#: Events that are about a change of files.
CHANGES = PULL_REQUESTS | {"push", "merge_group"}
#: Events that ask for a look at everything.
ALL = frozenset(("workflow_dispatch", "schedule"))
#: Event → where the text stands, its kind, and what it is about.
TEXTS: Mapping[str, tuple[str, str, str]] = {
    "pull_request": ("pull_request", "pull-request", ""),
    "pull_request_target": ("pull_request", "pull-request", ""),
    "issues": ("issue", "issue", ""),
    "issue_comment": ("comment", "comment", "issue"),
    "pull_request_review": ("review", "review", "pull_request"),
    "pull_request_review_comment": ("comment", "comment", "pull_request"),
    "discussion": ("discussion", "discussion", ""),
    "discussion_comment": ("comment", "comment", "discussion"),
    "commit_comment": ("comment", "comment", ""),
}
KNOWN = frozenset(TEXTS) | CHANGES | ALL
#: After these there is nothing left to read, or nobody who would change it.
_OVER = frozenset(("deleted", "closed", "dismissed", "locked", "transferred", "unlocked"))

#: The id of any object of the GraphQL API.
_NODE = re.compile(r"[\w=+/-]+\Z", re.A)

_NOWHERE = Nowhere()


class EventError(ValueError):
    """An event that cannot be read; the message says why."""


class Event(NamedTuple):
    """An event: its name as in GITHUB_EVENT_NAME, and what it carries."""

    name: str
    payload: Mapping[str, Any]

    def of(self, *keys: str) -> Any:
        """The value below some keys; None where any of them is missing or null."""
        value: Any = self.payload
        for key in keys:
            value = value.get(key) if isinstance(value, dict) else None
        return value

    def words(self, *keys: str) -> str:
        """A text below some keys; empty where there is none."""
        value = self.of(*keys)
        return value if isinstance(value, str) else ""

    def number(self, *keys: str) -> int:
        """A whole number below some keys; 0 where there is none."""
        value = self.of(*keys)
        return value if isinstance(value, int) and not isinstance(value, bool) else 0

    def commit(self, *keys: str) -> str | None:
        """The id of a commit below some keys; None where there is none, or zeros stand for none."""
        value = self.words(*keys)
        return value if SHA.match(value) and not NOTHING.match(value) else None

    @property
    def action(self) -> str:
        """What happened: `opened`, `edited` …"""
        return self.words("action")

    @property
    def pull_request(self) -> int:
        """The number of the pull request that the event belongs to, 0 for another event."""
        return self.number("pull_request", "number") or self.number("number") if self.name in PULL_REQUESTS else 0

    def by_bot(self, *keys: str) -> bool:
        """Whether the user below some keys is a program. Nobody is answered who would answer again."""
        return self.words(*keys, "type") == "Bot" or self.words(*keys, "login").endswith("[bot]")


def read(name: str, path: str) -> Event:
    """The event in a file. Raises EventError."""
    try:
        with open(path, "rb") as file:
            content = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as error:
        raise EventError(f"the event cannot be read: {getattr(error, 'strerror', None) or 'no such file'}") from None
    return parsed(name, content)


def parsed(name: str, content: bytes) -> Event:
    """The event in the bytes of a file; `name` may be empty: then it is told by what the event carries. Raises EventError."""
    if len(content) > MAX_BYTES:
        raise EventError(f"the event has more than {MAX_BYTES // 1_000_000} MB")
    try:
        payload = json.loads(content)
    except (ValueError, RecursionError):
        raise EventError("the event is no JSON") from None
    if not isinstance(payload, dict):
        raise EventError("the event is no JSON object")
    if name:
        return Event(name, payload)
    return _told(payload)


def _told(payload: dict[str, Any]) -> Event:
    """The event that a payload without a name belongs to; an object as the API gives it is wrapped into one."""
    bare = "repository" not in payload and "sender" not in payload
    if bare and "sha" in payload and isinstance(payload.get("commit"), dict):
        return Event("push", {"commits": [payload]})
    if bare and "title" in payload and "head" in payload:
        return Event("pull_request", {"pull_request": payload})
    if bare and "title" in payload:
        return Event("issues", {"issue": payload})
    if bare and "issue_url" in payload:
        return Event("issue_comment", {"comment": payload})
    if bare and "pull_request_url" in payload:
        review = "submitted_at" in payload
        return (
            Event("pull_request_review", {"review": payload})
            if review
            else Event("pull_request_review_comment", {"comment": payload})
        )
    if bare and "body" in payload:
        return Event("commit_comment", {"comment": payload})
    about = [key for key in ("issue", "pull_request", "discussion") if key in payload]
    if "comment" in payload:
        names = {"issue": "issue_comment", "pull_request": "pull_request_review_comment", "discussion": "discussion_comment"}
        return Event(names[about[0]] if about else "commit_comment", payload)
    if "review" in payload:
        return Event("pull_request_review", payload)
    if about:
        return Event({"issue": "issues"}.get(about[0], about[0]), payload)
    if "commits" in payload:
        return Event("push", payload)
    raise EventError("the event carries no text that is known")


def texts(event: Event, siblings: Siblings = _NOWHERE) -> Iterator[Text]:
    """The texts of an event that a person wrote: title and body, a comment, the messages of pushed commits.

    Arguments: `siblings` is the root of the repository in its base version, where its templates lie.
    """
    if event.action in _OVER:
        return
    if event.name == "push":
        yield from _messages(event, siblings)
        return
    if event.name not in TEXTS:
        return
    key, kind, about = TEXTS[event.name]
    if not isinstance(event.of(key), dict) or event.by_bot(key, "user"):
        return
    url = event.words(key, "html_url")
    title, body = event.words(key, "title"), event.words(key, "body")
    if title or body:
        yield Text(_name(event, key, about), body, kind, title=title, url=url, siblings=siblings)


def _name(event: Event, key: str, about: str) -> str:
    """What a text is called in a report. Never by words of the text."""
    if not about:
        number = event.number(key, "number")
        what = key.replace("_", " ") if key != "comment" else "comment on a commit"
        return f"{what} #{number}" if number else what
    number = event.number(about, "number")
    on = "pull request" if isinstance(event.of("issue", "pull_request"), dict) else about.replace("_", " ")
    return f"{key} on {on} #{number}" if number else key


def _messages(event: Event, siblings: Siblings) -> Iterator[Text]:
    commits = event.of("commits")
    for commit in commits if isinstance(commits, list) else ():
        each = Event("commit", commit if isinstance(commit, dict) else {})
        login = each.words("author", "username") or each.words("author", "login") or each.words("author", "name")
        sha = each.commit("id") or each.commit("sha")
        message = each.words("message") or each.words("commit", "message")  # as the event tells it, as the API does
        if sha and message and each.of("distinct") is not False and not login.endswith("[bot]"):
            yield Text(f"commit {sha[:7]}", message, "commit-message", url=each.words("url"), siblings=siblings)


def address(event: Event) -> str:
    """Where the API gives the object whose text an event carries, from the repository on; empty where it has no address."""
    key, _, about = TEXTS.get(event.name, ("", "", ""))
    number, about_number = event.number(key, "number"), event.number(about, "number") if about else 0
    identity = event.number(key, "id")
    found = {
        "pull_request": f"pulls/{number}" if number else "",
        "issue": f"issues/{number}" if number else "",
        "review": f"pulls/{about_number}/reviews/{identity}" if identity and about_number else "",
    }.get(key, "")
    if event.name == "push":
        before, after = event.commit("before"), event.commit("after")
        return f"compare/{before}...{after}" if before and after else f"commits/{after}" if after else ""
    places = {"issue_comment": "issues/comments", "pull_request_review_comment": "pulls/comments", "commit_comment": "comments"}
    return f"{places[event.name]}/{identity}" if event.name in places and identity else found


def fetching(event: Event, repository: str) -> str:
    """The command by which GitHub's client writes the words of an event to `event.json`; empty where there is no way to them.

    Arguments: `repository` is `owner/name`, as `rest.Api` takes it. Discussions are told by the GraphQL API alone.
    """
    place = address(event)
    if place:
        return f"gh api repos/{repository}/{place} > event.json"
    owner, name = repository.split("/")
    if event.name == "discussion" and (number := event.number("discussion", "number")):
        inner = f'repository(owner: "{owner}", name: "{name}") {{ discussion(number: {number}) {{ title body }} }}'
        return _asked(inner, "{discussion: .data.repository.discussion}")
    if event.name == "discussion_comment" and _NODE.match(node := event.words("comment", "node_id")):
        return _asked(f'node(id: "{node}") {{ ... on DiscussionComment {{ body }} }}', "{discussion: {}, comment: .data.node}")
    return ""


def _asked(inner: str, shape: str) -> str:
    return f"gh api graphql -f query='{{ {inner} }}' --jq '{shape}' > event.json"
