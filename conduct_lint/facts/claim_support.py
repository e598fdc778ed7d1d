"""What bears a claim out: figures, a citation or an explicit qualification."""

from __future__ import annotations

import re
from bisect import bisect_left

from conduct_lint.document import once
from conduct_lint.facts.claim_grammar import context, grammar
from conduct_lint.facts.claim_subject import paragraph
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.measures import mentions
from conduct_lint.facts.provenance import folded_words
from conduct_lint.facts.results import results
from conduct_lint.lexicon import Said
from conduct_lint.model import CONTRIBUTIONS, Span
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document

#: A link to a section on results further down.
_ANCHOR = regex(r"#(?:eval|result|bench|perform)", re.I)
_REFERENCE = regex(r"\[\d{1,3}(?:[,–-] ?\d{1,3})*\]|\bet al\b|\(\w[\w .&-]+,? (?:19|20)\d\d[a-z]?\)")
_FIGURE = regex(
    r"(?<![\w.-])\d+(?:[.,]\d+)?\s?\\?[%％]|(?<![\w./-])\d+[.,]\d+(?![\w.]*[bkm]\b|[\w.]*\d[bkm]?x?\b)(?! ?(?:gb|mb|b\b|m\b|k\b"
    r"|billion|million|version))|\btop[- ]?\d+\b|(?<![\w.-])\d+/\d+(?!\w)|\d (?:percentage )?points\b|(?:表|table|figure"
    r"|fig\.) ?\d",
    re.I,
)
#: A name before a number makes it a version, unless it is a metric's.
_VERSIONED = regex(r"(?<![\w.])(?P<name>[A-Z][\w-]*)[ *_]{1,3}\Z")
_VERSION = regex(r"\d{1,2}\.\d")
#: How many there are of something: what bears out that it is the largest.
_COUNT = regex(r"(?<![\w.-])\d[\d.,]*\+? ?(?:k|m|b|million|billion|thousand)?\+? [a-z]{4,}", re.I)
#: A source further behind a claim than this, in one paragraph, is one for something else.
_NEAR = 1200


def supported(document: Document, use: Said) -> bool:
    """Numbers, a citation or an explicit qualification: in the sentence, beside it, or as results in the same section."""
    text, prose = document.text, document.prose
    sentence = use.sentence
    priority = grammar("priority").search(document.lower, *use.match.span()) is not None
    if (_figures(document, sentence) and not priority) or _REFERENCE.search(text, sentence.start, sentence.end):
        return True
    if context("qualified").search(document.lower, sentence.start, sentence.end):
        return True
    if use.wording.kind == "rank" and not priority and _COUNT.search(prose, sentence.start, sentence.end):
        return True
    block = paragraph(document, sentence.start)
    block = Span(block.start, min(block.end, sentence.end + _NEAR))
    if _quotation(document, sentence.start) or context("pointer").search(document.lower, sentence.end, block.end):
        return True
    cited = folded_words(text[sentence.start : _with_pointer(document, block)], _NEAR)
    if (
        context("citation").search(cited)
        or _ANCHOR.search(text, sentence.start, block.end)
        or _REFERENCE.search(text, sentence.start, block.end)
    ):
        return True
    if abstract(document, block) and _announced_with_a_link(document, block):
        return True
    section = document.section_at(sentence.start)
    start = section.heading.start if section.heading else 0
    end = document.blocks[section.last - 1].end if section.last > section.first else sentence.end
    if kind_of(document) in CONTRIBUTIONS and use.wording.kind == "comparison" and results(document).present:
        return True
    places = _result_places(document)
    return bisect_left(places, start) < bisect_left(places, end)


#: How much of what a pointer leads to is read.
_POINTED = 240


def _with_pointer(document: Document, block: Span) -> int:
    """Where a paragraph ends together with what points to a source behind it: "More details: …", "See the following paper:"."""
    end = block.end
    for behind in document.blocks[document.block_index(block.start) + 1 :][:2]:
        points = context("pointer-sentence").match(document.lower, behind.start)
        if behind.kind not in ("paragraph", "code") or not (points or document.text[end - 1] in ":："):
            break
        end = min(behind.end, behind.start + _POINTED)
    return end


def _figures(document: Document, sentence: Span) -> bool:
    """True where a sentence holds a figure that is not the version of something named: `Heron 3.2`."""
    prose = document.prose
    for m in _FIGURE.finditer(prose, sentence.start, sentence.end):
        named = _VERSIONED.search(prose, max(sentence.start, m.start() - 40), m.start())
        if not (named and _VERSION.fullmatch(m.group()) and not mentions(named["name"], "metrics")):
            return True
    return False


@once
def _result_places(document: Document) -> tuple[int, ...]:
    return tuple(sorted(row.span.start for row in results(document).rows if row.where in ("table", "prose", "log", "training")))


def _quotation(document: Document, offset: int) -> bool:
    """True inside a quotation that is announced, or stands between quotation marks; a tip or a note set apart is none."""
    index = document.block_index(offset)
    if not document.blocks[index].quoted:
        return False
    while index > 0 and document.blocks[index - 1].quoted:
        index -= 1
    before = document.blocks[index - 1] if index > 0 else None
    announced = before is not None and document.text[before.start : before.end].rstrip(" *_").endswith((":", "："))
    return announced or document.text[document.blocks[index].start : document.blocks[index].end].lstrip(" >*_")[:1] in _MARKS


#: How a quotation begins.
_MARKS = frozenset('"“„«‘「')


def abstract(document: Document, block: Span) -> bool:
    """True for a paragraph announced as the abstract of a paper: the words are the paper's."""
    index = document.block_index(block.start)
    before = document.prose[document.blocks[index - 1].start : document.blocks[index - 1].end].lower() if index > 0 else ""
    return grammar("abstract-before").search(before) is not None or document.prose[block.start : block.start + 12].lower().lstrip(
        " *_"
    ).startswith("abstract")


def _announced_with_a_link(document: Document, block: Span) -> bool:
    """True where the paragraph before leads to the source of what follows."""
    before = document.block_index(block.start) - 1
    return before >= 0 and any(mark.kind in ("link", "url") for mark in document.marks[before])
