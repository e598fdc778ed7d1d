"""Superlative, comparing and absolute claims about the model or data set at hand, and whether something supports them.

The wordings stand in `rules/lexicon/claims.*.yaml`, the grammar around them in `claim_grammar`.
"""

from __future__ import annotations

from conduct_lint.document import once
from conduct_lint.facts import claim_grammar
from conduct_lint.facts.claim_grammar import Place, context
from conduct_lint.facts.claim_subject import begins_with_a_tool, lead_of, of_another_model, paragraph
from conduct_lint.facts.claim_support import supported
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.languages import prose_language
from conduct_lint.facts.subject import mends, subject
from conduct_lint.lexicon import GLUED, Said, said
from conduct_lint.model import CONTRIBUTIONS, Span
from conduct_lint.named import NamedTuple
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document


class Claim(NamedTuple):
    """A claim: `kind` is superlative, comparison, absolute or praise (weaker words, which no rule warns of).

    `span` covers the words that claim, `sentence` all of it. `supported`: numbers, a citation or an explicit qualification for it
    stand with it.
    """

    span: Span
    kind: str
    supported: bool
    sentence: Span


#: The kinds that rules speak of.
_STRONG = frozenset({"superlative", "comparison", "absolute"})


@once
def claims(document: Document) -> tuple[Claim, ...]:
    """The claims in reading order, at most one a sentence and kind."""
    found: list[Claim] = []
    taken: set[tuple[int, str]] = set()
    spoken = GLUED | {"en", prose_language(document)}
    talk = kind_of(document) in CONTRIBUTIONS
    if talk and subject(document).about not in ("model", "data"):
        return ()
    uses = said(document).get("claims", ())
    if talk:
        uses += said(document).get("praise", ())
    for use in uses:
        kind = _kind(use)
        if use.wording.language not in spoken or (use.sentence.start, kind) in taken or not _claims(document, use):
            continue
        taken.add((use.sentence.start, kind))
        found.append(Claim(use.span, kind, supported(document, use), use.sentence))
    strong = {claim.sentence for claim in found if claim.kind != "praise"}
    return tuple(sorted(claim for claim in found if claim.kind != "praise" or claim.sentence not in strong))


#: What stands further before a sentence does not tell of whom it speaks.
_EARLIER = 300


def _claims(document: Document, use: Said) -> bool:
    """True where the wording claims something of this model: not negated, wished, advised, quoted of others or about training."""
    lower, (start, end) = document.lower, use.match.span()
    place = Place(
        use.wording.kind,
        lower[start:end],
        lower[max(use.sentence.start, start - 150) : start],
        lower[end : min(use.sentence.end, end + 60)],
        lower[use.sentence.start : use.sentence.end],
        kind_of(document) in CONTRIBUTIONS,
        lower[paragraph(document, start).start : use.sentence.start][-_EARLIER:],
    )
    if _in_a_cell(document, start, place) or _of_a_tool(document, start) or (place.talk and mends(document, use.sentence.start)):
        return False
    if _in_a_title(document, use) or claim_grammar.of_others(place) or claim_grammar.denied(place) or claim_grammar.wished(place):
        return False
    if claim_grammar.of_an_algorithm(place, use.wording.language != "en") or claim_grammar.of_means(place):
        return False
    if not place.talk and (claim_grammar.is_sample(place) or of_another_model(document, use)):
        return False
    if place.sense == "rank":
        return claim_grammar.ranks(place)
    if place.sense == "superlative":
        return claim_grammar.superlative(place)
    if place.sense == "comparison":
        return claim_grammar.comparison(place)
    if place.sense == "absolute":
        return True
    if place.sense == "better" and not claim_grammar.is_better(place):
        return False
    if not claim_grammar.praises(place, lower[use.sentence.start : start]) or claim_grammar.of_a_training(place):
        return False
    return use.wording.topic != "praise" or not claim_grammar.thanks(place)


#: So few words in a cell are a value.
_VALUE = 8


def _in_a_cell(document: Document, offset: int, place: Place) -> bool:
    """True for what the cells of a data card hold, for a sample, and for a value of few words."""
    block = document.blocks[document.block_index(offset)]
    if block.kind != "cell":
        return False
    if kind_of(document) == "dataset-card" or "<code>" in document.text[block.start : block.end]:
        return True
    strong = place.sense in _STRONG or place.words.startswith("very good")
    return strong and len(place.sentence.split()) <= _VALUE


#: So few words of a link are no title.
_TITLE = 4


def _in_a_title(document: Document, use: Said) -> bool:
    """True for words in the title of a link, as papers and notebooks have, and in a list of references."""
    section = document.section_at(use.sentence.start)
    if section.title and context("reference-heading").fullmatch(section.title.lower().strip(" *_:")):
        return True
    start, end = use.match.span()
    index = document.block_index(start)
    for mark in document.marks[index] if index >= 0 else ():
        if mark.kind == "link" and mark.inner <= start and end <= mark.inner_end:
            return len(document.text[mark.inner : mark.inner_end].split()) >= _TITLE
    return False


def _of_a_tool(document: Document, offset: int) -> bool:
    lead = lead_of(document, document.block_index(offset))
    return begins_with_a_tool(document, paragraph(document, offset)) or (lead is not None and begins_with_a_tool(document, lead))


def _kind(use: Said) -> str:
    """What a wording is listed as: what rules speak of by its own kind, all else as praise."""
    return use.wording.kind if use.wording.topic == "claims" and use.wording.kind in _STRONG else "praise"
