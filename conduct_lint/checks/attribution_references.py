"""Checks of the family attribution that look at references: BibTeX, identifiers, papers without a link."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from conduct_lint.document import Document
from conduct_lint.facts.citation import Entry, bibtex
from conduct_lint.facts.metadata import short
from conduct_lint.lexicon import said
from conduct_lint.matchers import check
from conduct_lint.model import Hit, Span
from conduct_lint.patterns import regex

_NEEDED = (
    ("author", ("author", "editor", "organization", "institution", "publisher", "collaboration", "key")),
    ("title", ("title", "booktitle", "url")),
    ("year", ("year", "date", "issued", "urldate", "note", "eprint")),
)
_PROBLEMS = {
    "unclosed": "its closing brace is missing",
    "comma": "a comma is missing before `{at}`",
    "syntax": "`{at}` is not understood",
}


@check
def broken_citation(document: Document, placeholders: Collection[str]) -> Iterator[Hit]:
    """BibTeX that does not parse, lacks author, title or year, or still holds a placeholder.

    Arguments: `placeholders` are values that stand for none, lower case; dots, blanks and brackets around them do not count.
    """
    entries = bibtex(document)
    blank = {_bare(word) for word in placeholders} if entries else set()
    for entry in entries:
        name = short(entry.key) or entry.type
        empty = next(
            (
                field
                for field in ("author", "title", "year", "url", "doi")
                if field in entry.fields and _bare(entry.fields[field]) in blank
            ),
            None,
        )
        if entry.problem:
            place = entry.at or entry.span
            at = short(" ".join(document.text[place.start : place.end].split()))
            yield Hit(
                _first_line(document, place), {"entry": name, "fault": _PROBLEMS[entry.problem].format(at=at)}, variant="unread"
            )
        elif empty:
            yield Hit(
                _first_line(document, entry.span),
                {"entry": name, "field": empty, "value": short(entry.fields[empty])},
                variant="placeholder",
            )
        else:
            missing = _missing(entry)
            if missing:
                yield Hit(_first_line(document, entry.span), {"entry": name, "fields": " and ".join(missing)})


def _bare(value: str) -> str:
    return regex(r"[\s.…_<>\[\](){}*?!\"'-]+").sub(" ", value.lower()).strip()


def _missing(entry: Entry) -> list[str]:
    return [field for field, others in _NEEDED if not any(entry.fields.get(other) for other in others)]


def _first_line(document: Document, span: Span) -> Span:
    end = document.text.find("\n", span.start, span.end)
    return Span(span.start, end if end > span.start else span.end)


_ARXIV_URL = regex(r"arxiv\.org/(?:abs|pdf|html)/([^\s?#)\]>\"'}|,;]*)", re.I)
_ARXIV_WORDS = regex(r"\barxiv *: *(\d[\w./-]*)", re.I)
_ARXIV = regex(
    r"(?:\d{2}(?:0[1-9]|1[0-2])\.\d{4,5}|[a-z-]+(?:\.[A-Za-z-]{2,})?/\d{2}(?:0[1-9]|1[0-2])\d{3})(?:v\d+)?(?:\.pdf)?/?\Z", re.I
)
_DOI_URL = regex(r"(?:dx\.)?doi\.org/([^\s)\]>\"'}|,;]*)", re.I)
_DOI = regex(r"(?:10\.\d{4,9}(?:\.\d+)*/\S+|10/\S+)", re.I)
_HUB_URL = regex(r"(?:huggingface\.co|hf\.co)/(?:datasets/)?([\w.-]+/[\w.-]+)", re.I)
_UNFIT = regex(r"--|\.\.|(?:\A|/)[.-]|[.-](?:/|\Z)")
#: What stands where an author has yet to fill in.
_OPEN = regex(r"[<{\[$%]|x{3,}|your[-_]|\.\.\.|…", re.I)


@check
def broken_identifier(document: Document) -> Iterator[Hit]:
    """An arXiv id or DOI of the wrong form, or a Hub id that cannot be one."""
    told: set[str] = set()
    for mark in (*document.marked("link"), *document.marked("url")):
        address = mark.target
        lower = address.lower()
        for host, pattern, form, variant in (("arxiv.org", _ARXIV_URL, _ARXIV, ""), ("doi.org", _DOI_URL, _DOI, "doi")):
            m = pattern.search(address) if host in lower else None
            if (
                m
                and m.group(1).strip("./")
                and not form.match(m.group(1).rstrip(".*`_"))
                and not _OPEN.search(m.group(1))
                and address not in told
            ):
                told.add(address)
                yield Hit(Span(mark.start, mark.end), {"id": short(m.group(1))}, variant=variant)
        m = _HUB_URL.search(address) if "huggingface.co" in lower or "hf.co" in lower else None
        if m and _UNFIT.search(m.group(1).rstrip(".")) and address not in told:
            told.add(address)
            yield Hit(Span(mark.start, mark.end), {"id": short(m.group(1))}, variant="hub")
    for entry in bibtex(document):
        eprint = entry.fields.get("eprint", "").removeprefix("arXiv:")
        numbered = "arxiv" in entry.fields.get("archiveprefix", entry.fields.get("eprinttype", "")).lower() and re.match(
            r"\d{2,}[./]\d+", eprint
        )
        if numbered and not _ARXIV.match(eprint) and eprint not in told:
            told.add(eprint)
            at = document.text.find(eprint, entry.span.start, entry.span.end)
            yield Hit(Span(at, at + len(eprint)) if at >= 0 else entry.span, {"id": short(eprint)})
    for place in document.places("arxiv"):
        m = _ARXIV_WORDS.match(document.prose, place)
        found = m.group(1).rstrip(".-/") if m else ""
        if m and found and regex(r"\d{2,}[./]\d+(?:v\d+)?\Z").match(found) and not _ARXIV.match(found) and found not in told:
            told.add(found)
            yield Hit(Span(place, m.start(1) + len(found)), {"id": short(found)})


_REFERENCE = regex(
    r"arxiv|doi\.org|\bdoi\b|openreview\.net|aclanthology|aclweb|\.pdf\b|semanticscholar|ieeexplore|acm\.org|springer"
    r"|nature\.com|papers\.nips|proceedings\.|sciencedirect"
    r"|et al\b|@(?:article|inproceedings|misc|techreport|phdthesis)\s*\{|paperswithcode|biorxiv|medrxiv|pubmed|ncbi\.nlm"
    r"|/papers?/|\[paper\]|papers\.cool|hal\.science",
    re.I,
)


@check
def paper_without_link(document: Document) -> Iterator[Hit]:
    """The text speaks of its own paper, and nothing leads to it."""
    uses = said(document).get("lineage-paper", ())
    if not uses or _REFERENCE.search(document.text):
        return
    for mark in document.marked("link"):
        if "paper" in document.text[mark.inner : mark.inner_end].lower():
            return
    span = uses[0].span
    # "described in the paper **Birds of the Shore: …**": the title is a reference.
    if _TITLED.match(document.text, span.end):
        return
    yield Hit(span, {"words": short(document.text[span.start : span.end])})


_TITLED = regex(r"[\s,:]*[*_\"“‘'«\[]+[A-Z]")
