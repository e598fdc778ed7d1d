"""Whether a contribution says who made the model or data that it is about.

Makers, the original model, a paper, by name or link.
"""

from __future__ import annotations

import re

from conduct_lint.document import Document, once
from conduct_lint.facts import model_names
from conduct_lint.facts.citation import bibtex
from conduct_lint.facts.lineage import upstream
from conduct_lint.facts.subject import subject
from conduct_lint.lexicon import said
from conduct_lint.model import Span
from conduct_lint.patterns import regex

#: Pages of a forge that hold talk and not work; pictures; badges.
_TALK = regex(
    r"/(?:issues|pull|pulls|discussions|commit|compare|actions|releases|wiki)(?:/|\Z)|user-attachments|shields\.io|\.(?:png"
    r"|jpe?g|gif|svg)\b|\A#|\A\d",
    re.I,
)
_ID = regex(r"(?<![\w./@:-])(?P<owner>(?:\d\d-)?[A-Za-z][\w.-]*[A-Za-z\d])/(?P<name>[A-Za-z][\w.-]*\w)(?![\w/])")
_NAME = regex(r"[\s:*_\"'“(\[@]*(?:the )?(?P<name>[A-Z][\w.-]+|[\w.-]+/[\w.-]+|@[\w-]+|[A-Za-z]+\d[\w-]*)")
#: Words that name a checkpoint of a known family: a number or a size belongs to it.
_NAMED = regex(r"[\s*_\"'“(\[`]*(?P<name>[A-Za-z][\w./-]*(?:[ -][\w./-]+){0,2}?[ -]?(?:\d[\w.]*|\b\d+[bBmM]\b))")
_REFERENCE = regex(r"\(\s*[A-Z][\w-]+(?: et al\.?| and [A-Z]\w+)?,? (?:19|20)\d\d\)|\b[A-Z][\w-]+ et al\b")
_NO_ID = regex(
    r"\.(?:py|md|json|ya?ml|ipynb|cpp|h|cu|txt|parquet|csv|sh|gguf|toml)\Z|\A(?:and|or|text|mteb|src|docs|tests?|scripts?"
    r"|models?|tasks?|examples?|http|https|either|he|she|input|output|yes|train|dev|baselines?)\Z",
    re.I,
)


@once
def credits(document: Document) -> tuple[Span, ...]:
    """The places that credit somebody for the model or data at hand, in reading order."""
    return tuple(sorted((*_linked(document), *_named(document), *_ids(document))))


def _linked(document: Document) -> list[Span]:
    places = [
        Span(m.start, m.end)
        for m in (*document.marked("link"), *document.marked("url"))
        if not _TALK.search(m.target or document.text[m.start : m.end])
    ]
    return places + [entry.span for entry in bibtex(document)]


def _named(document: Document) -> list[Span]:
    text, found = document.text, []
    for use in said(document).get("credit", ()):
        start, end = use.match.span()
        if use.wording.kind == "maker":
            found.append(use.span)
        elif use.wording.kind == "parent":
            name = _NAMED.match(text, end, min(len(text), end + 80))
            if name and model_names.family_of(name["name"]):
                found.append(Span(start, name.end()))
        elif use.wording.kind == "vendor":
            if (
                any(char.isupper() for char in text[start:end])
                and text[end : end + 1] not in ("-", "_", "/")
                and text[start - 1 : start] not in ("-", "_", "/")
            ):
                found.append(use.span)
        else:
            named = _NAME.match(text, end, min(len(text), end + 80))
            if named and not document.prose[end : named.start("name")].count("\n"):
                found.append(Span(start, named.end()))
    found += [Span(*m.span()) for m in _REFERENCE.finditer(text)]
    for parent in upstream(document):
        known = parent.hub or parent.linked or (model_names.family_of(parent.model) and regex(r"\d").search(parent.model))
        if known and parent.prose_span:
            found.append(parent.prose_span)
    return found


def _ids(document: Document) -> list[Span]:
    """Ids such as `owner/name`, in words and in code, that look like a model or data set and not like a file."""
    place = subject(document).span
    found = []
    for m in _ID.finditer(document.text):
        if place and place.start <= m.start() < place.end and document.source.kind == "commit-message":
            continue
        if _NO_ID.search(m["owner"]) or _NO_ID.search(m["name"]) or not model_names.namelike(m.group()):
            continue
        if regex(r"[\d_-]").search(m["name"]) or regex(r"[a-z][A-Z]").search(m["name"]):
            found.append(Span(*m.span()))
    return found
