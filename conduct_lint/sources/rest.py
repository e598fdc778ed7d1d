"""GitHub's REST API, as much of it as an event needs. The token goes to the API's own host and nowhere else."""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping
from urllib.error import HTTPError, URLError
from urllib.parse import quote, urlsplit
from urllib.request import HTTPRedirectHandler, Request, build_opener

from conduct_lint.sources.git import SHA, Changed
from conduct_lint.sources.tree import Entry, Tree
from conduct_lint.typed import Any

REPOSITORY = re.compile(r"[\w-][\w.-]*/(?!\.{1,2}\Z)[\w.-]+\Z", re.A)
#: The API lists no more files of a pull request, in pages of a hundred (docs.github.com, "List pull requests files").
FILES, PAGE = 3000, 100
MAX_BYTES = 60_000_000
TIMEOUT = 30


class ApiError(Exception):
    """What the API did not do, in words; `status` is its answer, 0 where there was none."""

    def __init__(self, words: str, status: int = 0) -> None:
        super().__init__(words)
        self.status = status


class _SameHost(HTTPRedirectHandler):
    """Follows a renamed repository, but takes the token to no other host."""

    def redirect_request(self, req: Request, fp: Any, code: int, msg: str, headers: Any, newurl: str) -> Request | None:
        here, there = urlsplit(req.full_url), urlsplit(newurl)
        if (here.scheme, here.netloc) != (there.scheme, there.netloc):
            raise ApiError(f"the API sent us to another host, {there.hostname}; not followed", code)
        again = super().redirect_request(req, fp, code, msg, headers, newurl)
        if again:
            again.unredirected_hdrs.update(req.unredirected_hdrs)
        return again


class Api:
    """The API for one repository.

    Arguments: `root` as in GITHUB_API_URL; `repository` is `owner/name`; `token` may be empty: public data can be read without.
    Raises ValueError for a repository that cannot be one.
    """

    def __init__(self, root: str, repository: str, token: str = "", graphql: str = "") -> None:
        if not REPOSITORY.match(repository):
            raise ValueError("the event names no repository (owner/name)")
        self.repository = repository
        self._root = root.rstrip("/")
        self._graphql = graphql or f"{self._root}/graphql"
        self._token = token
        self._opener = build_opener(_SameHost)

    def call(self, method: str, path: str, body: Any = None) -> Any:
        """The JSON that the API answers; `path` goes on from the repository. Raises ApiError."""
        return self._sent(method, f"{self._root}/repos/{self.repository}{path}", body)

    def graphql(self, query: str, variables: Mapping[str, Any]) -> dict[str, Any]:
        """The `data` of an answer. Raises ApiError."""
        answer = self._sent("POST", self._graphql, {"query": query, "variables": variables})
        if not isinstance(answer, dict) or not isinstance(answer.get("data"), dict) or answer.get("errors"):
            raise ApiError("the API does not answer this question to this token", 403)
        data: dict[str, Any] = answer["data"]
        return data

    def tree(self, commit: str) -> Tree:
        """The files of a commit, contents by blob. Raises ApiError."""
        answer = self.call("GET", f"/git/trees/{_sha(commit)}?recursive=1")
        if not isinstance(answer, dict):
            raise ApiError("the API does not tell the files of this commit")
        entries, sizes = {}, {}
        for row in _dicts(answer, "tree"):
            path, sha, mode = row.get("path"), row.get("sha"), row.get("mode")
            if isinstance(path, str) and isinstance(sha, str) and SHA.match(sha) and row.get("type") != "tree":
                entries[path] = Entry(str(mode), sha)
                sizes[sha] = row.get("size")

        def fetch(sha: str, most: int) -> bytes | None:
            size = sizes.get(sha)
            if isinstance(size, int) and size > most:
                return None
            content = self.blob(sha)
            return content if content is not None and len(content) <= most else None

        return Tree(commit, entries, fetch, whole=not answer.get("truncated"))

    def blob(self, sha: str) -> bytes | None:
        """The bytes of a blob; None for what the API does not give."""
        try:
            answer = self.call("GET", f"/git/blobs/{_sha(sha)}")
            if not isinstance(answer, dict) or answer.get("encoding") != "base64":
                return None
            return b64decode(answer["content"])
        except (ApiError, KeyError, TypeError, ValueError):
            return None

    def pull_files(self, number: int) -> tuple[Changed, ...]:
        """The files that a pull request changes, at most 3000. Raises ApiError."""
        found: list[Changed] = []
        for page in range(1, FILES // PAGE + 1):
            rows = self.call("GET", f"/pulls/{int(number)}/files?per_page={PAGE}&page={page}")
            found += _files(rows)
            if not isinstance(rows, list) or len(rows) < PAGE:
                break
        return tuple(found[:FILES])

    def compared(self, base: str, head: str) -> tuple[str | None, tuple[Changed, ...], bool]:
        """Where two commits parted, what differs since, and whether that is all: the API lists 300 files. Raises ApiError."""
        answer = self.call("GET", f"/compare/{_sha(base)}...{_sha(head)}?per_page=1")
        if not isinstance(answer, dict):
            raise ApiError("the API does not compare these commits")
        parted = answer.get("merge_base_commit")
        sha = parted.get("sha") if isinstance(parted, dict) else None
        found = tuple(_files(answer.get("files")))
        return sha if isinstance(sha, str) and SHA.match(sha) else None, found, len(found) < 300

    def parents(self, commit: str) -> tuple[str, ...]:
        """The parents of a commit. Raises ApiError."""
        rows = _dicts(self.call("GET", f"/git/commits/{_sha(commit)}"), "parents")
        return tuple(row["sha"] for row in rows if isinstance(row.get("sha"), str) and SHA.match(row["sha"]))

    def _sent(self, method: str, address: str, body: Any) -> Any:
        headers = {"Accept": "application/vnd.github+json", "X-GitHub-Api-Version": "2022-11-28", "User-Agent": "conduct-lint"}
        content = None
        if body is not None:
            content, headers["Content-Type"] = json.dumps(body).encode("utf-8"), "application/json"
        request = Request(address, content, headers, method=method)
        if self._token:
            request.add_unredirected_header("Authorization", f"Bearer {self._token}")
        where = f"{method} {urlsplit(address).path}"
        try:
            with self._opener.open(request, timeout=TIMEOUT) as answer:
                told = answer.read(MAX_BYTES + 1)
            if len(told) > MAX_BYTES:
                raise ApiError(f"{where}: the answer is too large")
            return json.loads(told)
        except HTTPError as error:
            error.close()
            raise ApiError(f"{where}: {error.code} {error.reason}", error.code) from None
        except (URLError, OSError) as error:
            raise ApiError(f"{where}: no answer ({getattr(error, 'reason', None) or type(error).__name__})") from None
        except (ValueError, RecursionError):
            raise ApiError(f"{where}: the answer is no JSON") from None


def _sha(sha: str) -> str:
    if not SHA.match(sha):
        raise ApiError("the event names a commit that cannot be one")
    return quote(sha)


def _dicts(answer: Any, key: str) -> Iterator[dict[str, Any]]:
    rows = answer.get(key) if isinstance(answer, dict) else None
    return (row for row in rows if isinstance(row, dict)) if isinstance(rows, list) else iter(())


def _files(rows: Any) -> Iterator[Changed]:
    for row in _dicts({"files": rows}, "files"):
        path, before = row.get("filename"), row.get("previous_filename")
        if isinstance(path, str):
            yield Changed(path, before if isinstance(before, str) else path)
