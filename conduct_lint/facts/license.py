"""What a document says of its own license: in the metadata, in words, on a badge, in a LICENSE file beside it.

A statement counts when it is about this model or data set. A license of the code, of the training data, of the parent model or of
another project is none, nor is one that the text rules out ("not MIT", "also subject to …").
"""

from __future__ import annotations

import re

from conduct_lint.document import Document, once
from conduct_lint.facts.license_names import Statement
from conduct_lint.facts.license_statements import block_at, statements
from conduct_lint.facts.license_subject import named_other, ruled_out, subject
from conduct_lint.frontmatter import Scalar, strings
from conduct_lint.lexicon import pattern, said
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.vocabulary import license_id, license_terms

_LICENSE_LINE = regex(r"^license:[ \t]*([\w.+-]+)[ \t]*\r?$", re.M)
_BOTH_USES = pattern("license_context", "both-uses-before")


class License(NamedTuple):
    """What is said of the license. `metadata` are the values of `license`, `declared` tells that the key is there at all."""

    metadata: tuple[Scalar, ...]
    declared: bool
    statements: tuple[Statement, ...]
    conflicting: Statement | None
    forbids_commercial: Span | None
    invites_commercial: Span | None

    @property
    def told(self) -> Statement | None:
        """The first statement in the text itself."""
        return next((s for s in self.statements if not s.path), None)

    @property
    def prose_span(self) -> Span | None:
        return self.told.name.span if self.told else None

    @property
    def prose(self) -> str | None:
        return self.told.name.written if self.told else None

    @property
    def conflict(self) -> bool:
        return self.conflicting is not None or self.narrowed

    @property
    def narrowed(self) -> bool:
        """The text forbids commercial use, the license in the metadata allows it."""
        terms = [license_terms(license_id(str(value.value)) or "") for value in self.metadata]
        allowed = bool(terms) and all(row is not None and row["commercial_use"] == "yes" for row in terms)
        return allowed and self.forbids_commercial is not None


@once
def license_of(document: Document) -> License:
    """Read the license of a document. Never raises for a fault of the text."""
    node = document.front_matter.data.get("license")
    values = tuple(strings(node)) or _unread(document)
    told = {value.span.start for value in values}
    stated = tuple(s for s in statements(document) if s.path or s.name.span.start not in told)
    forbids, invites = _commercial(document, "non-commercial"), _commercial(document, "commercial")
    return License(values, node is not None, stated, _conflicting(document, values, stated), forbids, invites)


def _unread(document: Document) -> tuple[Scalar, ...]:
    """The `license` line of a block that cannot be read: its author declared one all the same."""
    block = document.front_matter
    if block.data.entries or not block.problems:
        return ()
    m = _LICENSE_LINE.search(document.text, 0, 4000)
    return (Scalar(m.group(1), m.group(1), True, Span(*m.span(1))),) if m else ()


def _commercial(document: Document, kind: str) -> Span | None:
    """Where the text itself forbids or invites commercial use of this artefact, whatever license it names."""
    for use in said(document).get("license", ()):
        if use.wording.kind == kind:
            before = document.visible[use.sentence.start : use.match.start()]
            if _BOTH_USES.search(before[-20:]):
                continue
            if subject(document, before) is not False and not (kind == "commercial" and ruled_out(before)):
                return use.span
    return None


def _conflicting(document: Document, values: tuple[Scalar, ...], stated: tuple[Statement, ...]) -> Statement | None:
    """The statement that contradicts the metadata: it means other licenses, and no statement agrees."""
    declared = {license_id(str(value.value)) for value in values}
    if not declared or declared & {None, "other", "unknown"}:
        return None
    known = [
        s for s in stated if s.name.ids and s.how != "origin" and (s.path or not named_other(document, s.name, strictly=True))
    ]
    known = [s for s in known if s.how != "item" or _leads(document, s.name.span.start)]
    if not known or any(_agrees(s, declared) for s in known):
        return None
    # A text that names several licenses tells of several things.
    if not frozenset.intersection(*(s.name.ids for s in known)):
        return None
    return known[0]


def _leads(document: Document, offset: int) -> bool:
    """Whether a label begins its block, or follows another label: else it may belong to what the sentence before speaks of."""
    block = block_at(document, offset)
    if block is None:
        return True
    line = document.text.rfind("\n", block.start, offset)
    return line < 0 or ":" in document.text[max(block.start, document.text.rfind("\n", block.start, line)) : line][:60]


def _agrees(statement: Statement, declared: set[str | None]) -> bool:
    ids = statement.name.ids
    if ids & declared:
        return True
    # A family id of the Hub stands for each of its versions.
    return any(
        value in ("cc", "gpl", "lgpl", "bsd", "openrail") and any(key.startswith(str(value)) for key in ids) for value in declared
    )
