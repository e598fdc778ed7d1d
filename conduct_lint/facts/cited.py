"""Links to a paper or article of one's own, and references written out around a link: what cites without the word "cite".

A bare link to somebody's paper is none. It is one's own where it stands by itself, as what it is ("Paper", a badge "arXiv"), or
where it bears the name of the card ("Plover technical report").
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from conduct_lint.document import Document, once
from conduct_lint.inline import Mark
from conduct_lint.lexicon import pattern
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

#: Where papers lie.
_PAPERS = regex(
    r"arxiv\.org/(?:abs|pdf|html)/|doi\.org/|aclanthology|aclweb\.org/anthology|openreview\.net/(?:forum|pdf)|huggingface\.co/papers/"
    r"|hf\.co/papers/|(?:bio|med)rxiv\.org|thecvf\.com|neurips\.cc|papers\.nips\.cc|mlr\.press|isca-(?:speech|archive)|ceur-ws\.org"
    r"|hal\.science|osf\.io/preprints|\.pdf(?:\Z|[?#])"
    # Publishers and indexes.
    r"|mdpi\.com/\d|link\.springer\.com/(?:article|chapter)|sciencedirect\.com/science/article|nature\.com/articles/"
    r"|ieeexplore\.ieee\.org|dl\.acm\.org/doi|academic\.oup\.com/\w+/(?:[\w-]+/)*article|frontiersin\.org/(?:journals/[\w-]+/)?articles?/"
    r"|journals\.plos\.org|wiley\.com/doi|tandfonline\.com/doi|science\.org/doi|ojs\.aaai\.org|jmlr\.org/papers|ncbi\.nlm\.nih\.gov/pmc"
    r"|pubmed\.ncbi\.nlm|cell\.com/[\w-]+/fulltext",
    re.I,
)
#: Where somebody tells of his own work.
_POSTS = regex(r"/blog/|//blog\.|medium\.com/|/posts?/|/news/|substack\.com/", re.I)
_WORD = regex(r"[^\W\d_]+")
#: "Ann Wader and Bo Reed:", "A. Wader, B. Reed, et al.": names and nothing else.
_NAMES = regex(
    r"\W*(?:\[?\d+\]?\W+)?(?:(?:[A-ZÀ-Þ][\w.'’-]*|and|et|al|de|van|von|der|da|la)[\s,&;]+)*[A-ZÀ-Þ][\w.'’-]*\s*"
    r"(?:\(\d{4}\)|et al)?\W*\Z"
)
#: `[Letters of the Sea](…) by *Ann Wader, Bo Reed*`
_NAMED_BEHIND = regex(r"[\s*_\"”)]{0,6} by [\s*_\[]{0,4}[A-ZÀ-Þ][\w.'’-]* [A-ZÀ-Þ]")
#: Three names or more in a row, as the authors of a paper are listed.
_AUTHORS = regex(r"(?:[A-ZÀ-Þ][\w.'’-]+ (?:[A-ZÀ-Þ][\w.'’-]*\.? ?){1,3}(?:, (?:and )?| and | & )){2}[A-ZÀ-Þ]")
_YEAR = regex(r"\b(?:19|20)\d\d\b")
#: Words that the names of many models share.
_COMMON = frozenset(
    "model models the and for with base large small chat instruct language embed text image dataset data of".split()
)


#: A work has a paper and perhaps a second one; a table with more of them lists other works.
_OWN_IN_TABLES = 2


class Link(NamedTuple):
    """A link as its reader sees it: place, address, words or alternative text."""

    span: Span
    target: str
    words: str


@once
def own_papers(document: Document) -> tuple[Span, ...]:
    """The places that link a paper or article of this very work, in reading order."""
    found: list[Span] = []
    listed: list[Span] = []
    for block, links in _linked(document):
        if any(_is_paper(link.target) or _is_post(link.target) for link in links) and _stand_alone(document, block, links):
            (listed if block.kind == "cell" else found).extend(link.span for link in links if _is_own(document, link))
    # A column of papers tells where the rows of a table come from.
    return tuple(sorted(found + listed if len(listed) <= _OWN_IN_TABLES else found))


@once
def references(document: Document) -> tuple[Span, ...]:
    """The blocks in which a linked paper stands with its authors: before it with a year behind it, or behind it.

    Also those where it tells of this very work ("The model was described in"), and those that link somebody behind his work.
    """
    return tuple(
        Span(block.start, block.end)
        for block, links in _linked(document)
        if any(_is_paper(link.target) and _is_referred_to(document, block, link) for link in links)
        or any(_is_credited(document, one, two) for one, two in pairwise(links))
    )


#: The page of a person or of an organisation.
_PROFILE = regex(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co|github\.com|gitlab\.com|twitter\.com|x\.com|linkedin\.com/in)/@?[\w.-]+/?\Z",
    re.I,
)
_BY = regex(r"\W*(?:by|from)\W*")


def _is_credited(document: Document, one: Link, two: Link) -> bool:
    """True for "[plover-7b](…) by [anna](…)"."""
    if not _PROFILE.match(two.target) or _PROFILE.match(one.target):
        return False
    return _BY.fullmatch(document.visible, one.span.end, two.span.start) is not None


@once
def _linked(document: Document) -> tuple[tuple[Block, tuple[Link, ...]], ...]:
    """The blocks that hold links, with these."""
    read = ((block, tuple(_links(document, block, marks))) for block, marks in zip(document.blocks, document.marks) if marks)
    return tuple((block, links) for block, links in read if links)


def _is_referred_to(document: Document, block: Block, link: Link) -> bool:
    before = document.visible[max(block.start, link.span.start - 300) : link.span.start]
    after = document.visible[link.span.end : min(block.end, link.span.end + 300)]
    if _NAMES.match(before) and len(before.split()) > 1 and _YEAR.search(after):
        return True
    if _NAMED_BEHIND.match(after) or _AUTHORS.search(before) or pattern("citation", "told-in").search(before):
        return True
    words = " ".join(_WORD.findall(link.words.lower()))
    if not words or words in ("here", "link"):
        return pattern("citation", "told-where").search(before) is not None
    if "original" in before.rpartition(". ")[2].lower():
        return False
    own = pattern("citation", "link").fullmatch(words) or pattern("citation", "report").search(words)
    return own is not None and pattern("citation", "told-more").search(before) is not None


@lru_cache(maxsize=1024)
def _is_paper(target: str) -> bool:
    return _PAPERS.search(target) is not None


@lru_cache(maxsize=1024)
def _is_post(target: str) -> bool:
    return _POSTS.search(target) is not None


def _links(document: Document, block: Block, marks: tuple[Mark, ...]) -> Iterator[Link]:
    """The links of a block, those in HTML too; of a picture in a link its alternative text is read."""
    for index, mark in enumerate(marks):
        if mark.kind in ("link", "url"):
            end, target = mark.end, mark.target or document.text[mark.start : mark.end]
        elif mark.kind == "html" and mark.target == "a" and mark.text:
            end = next((m.start for m in marks[index + 1 :] if m.kind == "html" and m.target == "a"), block.end)
            target = mark.text
        else:
            continue
        pictures = (
            m.text if m.text is not None else document.text[m.inner : m.inner_end]
            for m in marks
            if m.kind == "image" and mark.start < m.start < end
        )
        words = document.prose[mark.start : end] if mark.kind != "url" else ""
        yield Link(Span(mark.start, end), target, " ".join((*pictures, *words.split())))


def _stand_alone(document: Document, block: Block, links: tuple[Link, ...]) -> bool:
    """True for a row or an entry of links, with hardly a word between them."""
    words = sum(len(_WORD.findall(document.prose, link.span.start, link.span.end)) for link in links)
    return len(_WORD.findall(document.prose, block.start, block.end)) - words <= 1 + len(links) // 2


def _is_own(document: Document, link: Link) -> bool:
    words = " ".join(_WORD.findall(link.words.lower()))
    known = pattern("citation", "link")
    if _is_paper(link.target) and known.fullmatch(words):
        return True
    if not (_is_post(link.target) or _is_paper(link.target)):
        return False
    title = document.title
    names = set(_WORD.findall((title.title or "").lower() if title else "")) - _COMMON
    if not words:
        # A bare address whose last part is named like the card.
        slug = set(_WORD.findall(link.target.rstrip("/").rsplit("/", 1)[-1].lower()))
        return _is_post(link.target) and len(slug & names) >= min(2, len(names or "-"))
    # "[Plover: Waders Told by Their Song](…)" is a title and needs no word for a paper.
    titled = _is_paper(link.target) and len(words.split()) > 4
    return (titled or (len(words.split()) <= 6 and known.search(words) is not None)) and not names.isdisjoint(words.split())
