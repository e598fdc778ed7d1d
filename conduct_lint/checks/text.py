"""Checks of the family text: what stands in a text and is not seen."""

from __future__ import annotations

from collections.abc import Iterator

from conduct_lint.document import Document
from conduct_lint.facts.hidden import hidden
from conduct_lint.matchers import check
from conduct_lint.model import Hit


@check
def hidden_text(document: Document) -> Iterator[Hit]:
    """Text that readers do not see and models read; one hit a kind."""
    seen: set[str] = set()
    for found in hidden(document):
        if found.kind not in seen:
            seen.add(found.kind)
            yield Hit(found.span, variant=found.kind)
