"""What a change is: the commit before, the commit after, and the files that differ – from git, else from the API."""

from __future__ import annotations

from conduct_lint.named import NamedTuple
from conduct_lint.sources.git import Changed, Repository
from conduct_lint.sources.github import PULL_REQUESTS, Event
from conduct_lint.sources.rest import Api, ApiError
from conduct_lint.sources.tree import Tree


class Untold(Exception):
    """What a change is cannot be found out; the message says what would help."""


class Change(NamedTuple):
    """The commits and the files of a change.

    `base` None: nothing was there before, or it is out of reach. `rules` is the commit whose config holds, None where it is out
    of reach. `unlisted`: changed files that nobody lists; -1 where their number is unknown.
    """

    base: Tree | None
    head: Tree
    rules: Tree | None
    files: tuple[Changed, ...]
    unlisted: int = 0


class Commits:
    """The commits of a repository, read from git where they are here, else by the API; each once.

    Arguments: `repository` is that of the workspace, `api` None where there is none to ask.
    """

    def __init__(self, repository: Repository | None, api: Api | None) -> None:
        self.repository = repository
        self.api = api
        self._trees: dict[str, Tree] = {}

    def here(self, sha: str | None) -> bool:
        """Whether git has this commit."""
        return bool(sha and self.repository and self.repository.commit(sha))

    def tree(self, sha: str, by_api: bool = False) -> Tree:
        """The files of a commit. Raises ApiError."""
        if sha not in self._trees:
            if self.repository and not by_api and self.here(sha):
                self._trees[sha] = self.repository.tree(sha)
            else:
                self._trees[sha] = self._api().tree(sha)
        return self._trees[sha]

    def tree_or_none(self, sha: str | None) -> Tree | None:
        """As `tree`; None where it cannot be read."""
        try:
            return self.tree(sha) if sha else None
        except ApiError:
            return None

    def parents(self, sha: str) -> tuple[str, ...]:
        """The parents of a commit. Raises ApiError."""
        return self.repository.parents(sha) if self.repository and self.here(sha) else self._api().parents(sha)

    def parted(self, base: str, head: str) -> str:
        """Where two branches parted, else the base itself."""
        if self.repository and not self.repository.shallow and self.here(base) and self.here(head):
            return self.repository.merge_base(base, head) or base
        try:
            return self._api().compared(base, head)[0] or base
        except ApiError:
            return base

    def _api(self) -> Api:
        if self.api is None:
            raise ApiError("there is no API to ask: GITHUB_API_URL and GITHUB_REPOSITORY are not set")
        return self.api


def of_event(event: Event, commits: Commits, trust_head: bool = False) -> Change | None:
    """The change that an event is about; None where it is about none, such as a comment or a deleted branch.

    Raises Untold where the head or the list of changed files is out of reach.
    """
    try:
        if event.name in PULL_REQUESTS:
            return None if event.action == "closed" else _pull_request(event, commits, trust_head)
        if event.name == "merge_group":
            ends = event.commit("merge_group", "base_sha"), event.commit("merge_group", "head_sha")
            return _between(*ends, commits, trust_head) if ends[1] and event.action != "destroyed" else None
        return _push(event, commits) if event.name == "push" else None
    except ApiError as error:
        raise Untold(
            f"what the change touches cannot be found out: {error}. A checkout with `fetch-depth: 0` needs no API"
        ) from None


def _pull_request(event: Event, commits: Commits, trust_head: bool) -> Change | None:
    tip, head = event.commit("pull_request", "base", "sha"), event.commit("pull_request", "head", "sha")
    if not tip or not head:
        return None
    by_api = event.name == "pull_request_target"
    base: str | None = None
    checked = commits.repository.head() if commits.repository and not by_api else None
    if checked and commits.repository:
        parents = commits.repository.parents(checked)
        if len(parents) == 2 and parents[1] == head:  # what GitHub checks out: the head merged into the base
            base, head = parents[0], checked
    base = base or commits.parted(tip, head)
    after = commits.tree(head, by_api)
    rules = after if trust_head and not by_api else commits.tree_or_none(tip)
    if commits.repository and not by_api and commits.here(base) and commits.here(head):
        return Change(commits.tree(base), after, rules, commits.repository.changed(base, head))
    if commits.api is None:
        raise ApiError("there is no API to ask")
    files = commits.api.pull_files(event.pull_request)
    unlisted = max(0, event.number("pull_request", "changed_files") - len(files))
    return Change(commits.tree_or_none(base), after, rules, files, unlisted)


def _push(event: Event, commits: Commits) -> Change | None:
    after = event.commit("after")
    if not after or event.of("deleted") is True:
        return None
    before = event.commit("before")
    if before and commits.tree_or_none(before) is None:
        before = None  # a forced push: the former commit is gone
    if before is None:
        pushed = [Event("commit", each).commit("id") for each in event.of("commits") or () if isinstance(each, dict)]
        if not pushed or pushed[0] is None:
            return None  # a new name for a commit that was there
        before = next(iter(commits.parents(pushed[0])), None)
    return _between(before, after, commits, True)


def _between(before: str | None, after: str | None, commits: Commits, trust_head: bool) -> Change | None:
    if after is None:
        return None
    head = commits.tree(after)
    rules = head if trust_head else commits.tree_or_none(before)
    if before is None:
        return Change(None, head, rules, tuple(Changed(path, path) for path in head.entries))
    base = commits.tree_or_none(before)
    if commits.repository and commits.here(before) and commits.here(after):
        return Change(base, head, rules, commits.repository.changed(before, after))
    if base and base.whole and head.whole:
        differ = sorted(path for path in {*base.entries, *head.entries} if base.entries.get(path) != head.entries.get(path))
        return Change(base, head, rules, tuple(Changed(path, path) for path in differ))
    if commits.api is None:
        raise ApiError("there is no API to ask")
    _, files, all_listed = commits.api.compared(before, after)
    return Change(base, head, rules, files, 0 if all_listed else -1)
