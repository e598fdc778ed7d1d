"""Checks of the family conduct. Their findings are for a moderator; no message repeats the passage or speaks of its author."""

from __future__ import annotations

from collections.abc import Iterator

from conduct_lint.document import Document
from conduct_lint.facts import conduct
from conduct_lint.matchers import check
from conduct_lint.model import Hit


@check
def insult(document: Document) -> Iterator[Hit]:
    """A derogatory word aimed at a person or a group."""
    return _hits(document, "insult")


@check
def slur(document: Document) -> Iterator[Hit]:
    """A word that is a slur in nearly any use."""
    return _hits(document, "slur")


@check
def sexualised_language(document: Document) -> Iterator[Hit]:
    """A sexual remark at or about a person."""
    return _hits(document, "sexualised")


def _hits(document: Document, kind: str) -> Iterator[Hit]:
    return (Hit(passage.span) for passage in conduct.of(document, kind))
