"""GitHub's API on this machine: what it says of a real git repository, and the comments of one pull request."""

from __future__ import annotations

import json
import re
import subprocess
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import parse_qs, urlsplit

REPOSITORY = "tide/cards"


class Asked(NamedTuple):
    method: str
    path: str
    token: str
    body: Any


class Api:
    """What the server knows and was asked.

    `more` are changed files put before those of the repository; `statuses` answers a path that matches with an error, `elsewhere`
    sends a path that matches to another address.
    """

    def __init__(self, repository: Path) -> None:
        self.repository = repository
        self.base = self.head = ""
        self.asked: list[Asked] = []
        self.comments: list[dict[str, Any]] = []
        self.more: list[dict[str, str]] = []
        self.statuses: dict[str, int] = {}
        self.elsewhere: dict[str, str] = {}
        self.truncated = False
        self.address = ""

    def git(self, *arguments: str) -> str:
        command = ["git", "-C", str(self.repository), *arguments]
        return subprocess.run(command, check=True, capture_output=True).stdout.decode("utf-8", "surrogateescape")

    def paths(self, method: str) -> list[str]:
        return [each.path for each in self.asked if each.method == method]

    def answer(self, method: str, path: str, query: dict[str, list[str]], body: Any) -> Any:
        inside = path.removeprefix(f"/repos/{REPOSITORY}")
        if path == "/graphql":
            nodes = [{key: each[key] for key in ("databaseId", "viewerDidAuthor", "body")} for each in self.comments]
            at = int(body["variables"]["after"] or 0)
            info = {"hasNextPage": at + 2 < len(nodes), "endCursor": str(at + 2)}
            comments = {"pageInfo": info, "nodes": nodes[at : at + 2]}
            return {"data": {"repository": {"pullRequest": {"comments": comments}}}}
        if inside == path:
            return None
        if found := re.fullmatch(r"/git/trees/(\w+)", inside):
            return {"truncated": self.truncated, "tree": list(self._tree(found[1]))}
        if found := re.fullmatch(r"/git/blobs/(\w+)", inside):
            command = ["git", "-C", str(self.repository), "cat-file", "blob", found[1]]
            content = subprocess.run(command, check=True, capture_output=True).stdout
            return {"encoding": "base64", "content": b64encode(content).decode()}
        if found := re.fullmatch(r"/git/commits/(\w+)", inside):
            return {"parents": [{"sha": sha} for sha in self.git("rev-list", "--parents", "-1", found[1]).split()[1:]]}
        if found := re.fullmatch(r"/compare/(\w+)\.\.\.(\w+)", inside):
            parted = self.git("merge-base", found[1], found[2]).strip()
            return {"merge_base_commit": {"sha": parted}, "files": self._files(parted, found[2])}
        if re.fullmatch(r"/pulls/\d+/files", inside):
            size, page = int(query["per_page"][0]), int(query["page"][0])
            parted = self.git("merge-base", self.base, self.head).strip()
            return [*self.more, *self._files(parted, self.head)][size * (page - 1) : size * page]
        if re.fullmatch(r"/issues/\d+/comments", inside) and method == "POST":
            self.comments.append({"databaseId": len(self.comments) + 1, "viewerDidAuthor": True, **body})
            return {"id": len(self.comments)}
        if (found := re.fullmatch(r"/issues/comments/(\d+)", inside)) and method == "PATCH":
            self.comments[int(found[1]) - 1].update(body)
            return {"id": int(found[1])}
        return None

    def _tree(self, sha: str) -> Iterator[dict[str, Any]]:
        for row in self.git("ls-tree", "-r", "-l", "-z", sha).split("\0")[:-1]:
            about, path = row.split("\t", 1)
            mode, kind, blob, size = about.split()
            yield {"path": path, "mode": mode, "type": kind, "sha": blob, "size": int(size)}

    def _files(self, base: str, head: str) -> list[dict[str, str]]:
        words = iter(self.git("diff-tree", "-r", "-z", "-M", "--name-status", base, head).split("\0")[:-1])
        found = []
        for status in words:
            before = next(words)
            if status.startswith("R"):
                found.append({"filename": next(words), "previous_filename": before})
            else:
                found.append({"filename": before})
        return found


@contextmanager
def served(repository: Path) -> Iterator[Api]:
    """Serve the API for a repository as long as the context lasts."""
    api = Api(repository)

    class Handler(BaseHTTPRequestHandler):
        def do(self) -> None:
            split = urlsplit(self.path)
            length = int(self.headers.get("Content-Length") or 0)
            body = json.loads(self.rfile.read(length)) if length else None
            api.asked.append(Asked(self.command, split.path, self.headers.get("Authorization", ""), body))
            status = next(
                (code for pattern, code in api.statuses.items() if re.search(pattern, f"{self.command} {split.path}")), 0
            )
            there = next((to for pattern, to in api.elsewhere.items() if re.search(pattern, split.path)), "")
            told = None if status or there else api.answer(self.command, split.path, parse_qs(split.query), body)
            content = json.dumps(told).encode()
            self.send_response(302 if there else status or (404 if told is None else 200))
            if there:
                self.send_header("Location", there)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        do_GET = do_POST = do_PATCH = do

        def log_message(self, *words: Any) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    api.address = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield api
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
