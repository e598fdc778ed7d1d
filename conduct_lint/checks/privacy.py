"""Checks of the family privacy: what nobody should have to read in public. No hit carries a private value."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conduct_lint.document import Document
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.people import CARDS, private
from conduct_lint.matchers import check
from conduct_lint.model import Hit


@check
def private_email(document: Document) -> Iterator[Hit]:
    """Addresses of persons that nobody publishes here as a contact."""
    for found in private(document):
        if found.type == "personal-email" and not found.own_contact:
            yield Hit(found.span)


@check
def phone_number(document: Document) -> Iterator[Hit]:
    """Telephone numbers in running text. In a card, those that its authors give as their own contact are left out; in what
    people write to each other nobody can tell whose number "call me" gives."""
    for found in private(document):
        in_code = document.prose[found.span.start] != document.text[found.span.start]
        if found.type == "phone" and not in_code and not (found.own_contact and kind_of(document) in CARDS):
            yield Hit(found.span)


@check
def secret(document: Document, revoke: Mapping[str, str] | None = None) -> Iterator[Hit]:
    """Access tokens and private keys. Arguments: `revoke` tells by provider how to revoke a token; the empty key stands for
    others."""
    ways = revoke or {}
    for found in private(document):
        if found.provider:
            what = found.provider if found.provider.startswith("a ") else f"a token of {found.provider}"
            yield Hit(found.span, {"what": what, "way": ways.get(found.provider, ways.get("", ""))})


@check
def local_path_leak(document: Document) -> Iterator[Hit]:
    """Home folders that are named after somebody; one hit a document."""
    found = [each for each in private(document) if each.type == "local-path-with-name"]
    if found:
        yield Hit(found[0].span, {"count": len(found)}, variant="" if len(found) == 1 else "several")
