"""The one comment on a pull request: found again, made, renewed."""

from __future__ import annotations

from conduct_lint.sources.rest import Api, ApiError

#: The first line of the comment. Anybody can write it: it counts only in a comment that the token's own identity wrote.
MARKER = "<!-- conduct-lint: one comment, renewed in place -->"
#: A hundred comments a page; who has more gets a new comment rather than a long search.
PAGES = 20

_QUERY = """query($owner: String!, $name: String!, $number: Int!, $after: String) {
  repository(owner: $owner, name: $name) { pullRequest(number: $number) { comments(first: 100, after: $after) {
    pageInfo { hasNextPage endCursor } nodes { databaseId viewerDidAuthor body }
} } } }"""


def own(api: Api, number: int) -> int | None:
    """The id of the comment that this token made before; None where there is none. Raises ApiError."""
    owner, name = api.repository.split("/")
    after = None
    for _ in range(PAGES):
        told = api.graphql(_QUERY, {"owner": owner, "name": name, "number": number, "after": after})
        try:
            comments = told["repository"]["pullRequest"]["comments"]
            for node in comments["nodes"]:
                if node["viewerDidAuthor"] is True and str(node["body"]).startswith(MARKER):
                    return int(node["databaseId"])
            page = comments["pageInfo"]
            if page["hasNextPage"] is not True:
                return None
            after = page["endCursor"]
        except (KeyError, TypeError, ValueError):
            raise ApiError("the comments of the pull request cannot be read") from None
    return None


def put(api: Api, number: int, body: str, anything: bool) -> str:
    """Make the comment or renew it, and say which. Arguments: with `anything` false, none is made where none is yet.

    Raises ApiError, with status 403 or 404 for a token that may not write.
    """
    before = own(api, number)
    if before is not None:
        api.call("PATCH", f"/issues/comments/{before}", {"body": body})
        return "renewed"
    if not anything:
        return ""
    api.call("POST", f"/issues/{int(number)}/comments", {"body": body})
    return "made"
