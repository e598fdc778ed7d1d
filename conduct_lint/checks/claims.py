"""Checks of the family claims: superlatives, comparisons and absolutes that nothing supports."""

from __future__ import annotations

from collections.abc import Iterator

from conduct_lint.document import Document
from conduct_lint.facts.claims import Claim, claims
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.results import results
from conduct_lint.facts.subject import of_a_model, subject
from conduct_lint.facts.tables import cell_numbers, tables
from conduct_lint.lexicon import said
from conduct_lint.matchers import check
from conduct_lint.model import CONTRIBUTIONS, Hit, Related, Span

#: A text with more unsupported claims of one kind than this needs no list of them all.
MAX_CLAIMS = 100
_CARDS = ("model-card", "dataset-card")


@check
def unsupported_claim(document: Document, kind: str) -> Iterator[Hit]:
    """Claims of one kind (superlative, comparison, absolute) with no figure, source or qualification in their section.

    The same words said again are one finding. A contribution is asked only where it announces a model, a data set or a result:
    talk is not a card.
    """
    card = kind_of(document) in _CARDS
    if kind_of(document) in CONTRIBUTIONS and not _announces(document):
        return
    again: dict[str, list[Claim]] = {}
    for claim in [claim for claim in claims(document) if claim.kind == kind and not claim.supported][:MAX_CLAIMS]:
        if not card or _told_here(document, claim):
            again.setdefault(_words(document, claim).lower(), []).append(claim)
    for alike in again.values():
        related = tuple(Related(claim.span, "again here") for claim in alike[1:4])
        yield Hit(alike[0].span, {"claim": _words(document, alike[0])}, related)


def _told_here(document: Document, claim: Claim) -> bool:
    """The card's own claim, and nothing around it bears it out."""
    from conduct_lint.facts.claim_context import beside_support, own_words

    return own_words(document, claim) and not beside_support(document, claim)


def _announces(document: Document) -> bool:
    return subject(document).announces or (of_a_model(document) and results(document).present)


def _words(document: Document, claim: Claim) -> str:
    start, end = document.whole(claim.span)
    return " ".join(document.text[start:end].replace("*", "").split())[:90]


@check
def uncertainty_unmarked(document: Document) -> Iterator[Hit]:
    """Results marked as uncertain in one place and claimed flatly in another, or a lead smaller than the stated deviation."""
    found = results(document)
    if not found.present or not of_a_model(document):
        return
    flat = [claim for claim in claims(document) if claim.kind in ("superlative", "comparison")]
    marks = [use for use in said(document).get("uncertainty", ()) if use.wording.kind == "result"]
    if marks and flat:
        mark = marks[0]
        claim = next(
            (
                c
                for c in flat
                if c.sentence != mark.sentence and document.section_at(c.span.start) != document.section_at(mark.match.start())
            ),
            None,
        )
        if claim:
            words = " ".join(document.text[mark.match.start() : mark.match.end()].split())
            yield Hit(claim.span, {"claim": _words(document, claim), "mark": words}, (Related(mark.span, f"here: “{words}”"),))
            return
    for claim in flat:
        if claim.kind == "comparison":
            lead = _lead_within_deviation(document, claim)
            if lead:
                yield Hit(claim.span, {"claim": _words(document, claim)}, (lead,), variant="within-deviation")
                return


def _lead_within_deviation(document: Document, claim: Claim) -> Related | None:
    """The best value of a column in the claim's section, where it leads the second best by less than its own deviation."""
    section = document.section_at(claim.span.start)
    start = section.heading.start if section.heading else 0
    for table in tables(document):
        if not start <= table.span.start < section.end:
            continue
        for x in range(1, len(table.rows[0])):
            cells = [(numbers[0], row[x].span) for row in table.rows[1:] if (numbers := cell_numbers(row[x]))]
            if len(cells) < 2 or any(number.spread is None for number, _ in cells):
                continue
            (best, span), (second, _) = sorted(cells, key=lambda cell: -cell[0].value)[:2]
            if best.spread and 0 < best.value - second.value < best.spread:
                return Related(Span(*span), f"leads by {best.value - second.value:.3g}, deviation {best.spread:g}")
    return None
