"""Contradictions inside one document: two of its statements that cannot both hold."""

from __future__ import annotations

from conduct_lint.document import Document, once
from conduct_lint.facts.license import license_of
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple


class Mismatch(NamedTuple):
    """`what` contradicts what, in a few words; `span` is the second of the two places."""

    what: str
    span: Span


@once
def mismatches(document: Document) -> tuple[Mismatch, ...]:
    """The contradictions of a document about license, results, task, upstream and title."""

    found = []
    stated = license_of(document)
    if stated.conflicting is not None:
        found.append(Mismatch("license in the metadata and in the text", stated.conflicting.name.span))
    elif stated.narrowed and stated.forbids_commercial is not None:
        found.append(Mismatch("commercial use in the license and in the text", stated.forbids_commercial))
    return tuple(found)
