"""Where a document marks a result or claim as preliminary, uncertain, disputed or not reproduced."""

from __future__ import annotations

from conduct_lint.document import once
from conduct_lint.lexicon import said
from conduct_lint.model import Span
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document


@once
def uncertainty(document: Document) -> tuple[Span, ...]:
    """The places, in reading order; empty where nothing is marked as uncertain."""
    return tuple(use.span for use in said(document).get("uncertainty", ()))
