"""Licenses named in running text: by a name that the list knows, by one of their own, or as those of the parent."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conduct_lint.document import Document
from conduct_lint.facts.license_names import MOST_WORDS, Name, Statement, names, names_in
from conduct_lint.facts.license_subject import excluded, ruled_out
from conduct_lint.facts.placeholders import kept_free
from conduct_lint.lexicon import GLUED, framed, pattern, said
from conduct_lint.model import Span
from conduct_lint.patterns import regex
from conduct_lint.vocabulary import license_id, licenses

_BEFORE_NAME = framed(
    "license_context",
    r"(?:{introduces}|=|[:：])(?: *{passed})*[\s*_`\"'“”‘’\[\](「《【]*\Z",
)
_AFTER_NAME = framed("license_context", r"の?[\s*_`\"'“”‘’\])」》】-]*(?:\d\.\d)?[\s)]*\(?{called}")
_UNDER_AFTER = framed("license_context", r"[\s*_`\"'\])」》】]*{under-behind}")
_UNDER = pattern("license_context", "under", "by", "licensed")
_DIRECTLY_UNDER = framed("license_context", r"(?:{under}|{by})(?: +{article})?[\s*_`\"'\[(]*\Z")
_LICENSED = pattern("license_context", "under", "called")
_COPULA = framed("license_context", r"{copula}[\s*_`\"'\[(]*\Z")
#: "the MIT license on these weights"; "The original MIT license and all terms of use apply."
_ON_THIS = pattern("license_context", "on-this")
_DETERMINED = framed("license_context", r"{determined}[\s*_`\[(]*\Z")
_APPLIES = pattern("license_context", "applies")
_REFERS = pattern("license_context", "refers")
#: A name in Latin letters, glued to the word for a license.
_OWN_NAME = framed("license_context", r"[A-Z][\w.+-]*(?: [A-Z][\w.+-]*){0,5}[ の]{0,2}{for-whom}? *\Z", 0)
_NAMED_LICENSE = framed(
    "license_context",
    r"(?=[A-Z])(?:[A-Z][\w.+&'’-]*,? +|(?:of|for|and|the) +){0,7}[A-Z][\w.+&'’-]* +(?:v?\d[\d.]* +|{meant-for} +){0,2}"
    r"(?:LICEN[SC]E|[Ll]icen[sc]e)(?: +(?:Agreement|AGREEMENT))?",
    0,
)
#: "LICENSE", "THIRD PARTY LICENSES": files, not names.
_NO_NAME = regex(r"\Alicen[sc]es?\b|\bthird[- ]party\b", re.I)


def in_sentences(document: Document) -> Iterator[Statement]:
    """The statements in running text, those of each way of saying it in reading order."""
    yield from _known(document)
    yield from _unlisted(document)
    yield from _inherited(document)


def _known(document: Document) -> Iterator[Statement]:
    """`released under the MIT license` in running text."""
    text = document.text
    for name in names(document)[:MOST_WORDS]:
        sentence = document.sentence(name.span.start)
        before = document.prose[max(sentence.start, name.span.start - 90) : name.span.start]
        called = "icen" in name.written.lower() or _AFTER_NAME.match(text, name.span.end)
        introduced: object = _BEFORE_NAME.search(before) or (not before.strip() and called)
        copula: object = _COPULA.search(before)
        if name.written.lower() in licenses() and called and "-" in name.written:
            introduced = copula = True
        if introduced and (called or _UNDER.search(before) or copula):
            if name.written.upper() == "MIT" and not called and not _LICENSED.search(before):
                continue
            if not excluded(document, name, bare=False):
                yield Statement(name, "sentence")
        elif called:
            behind = text[name.span.end : name.span.end + 200].lstrip(" \t\n*_`)]")
            if _ON_THIS.match(behind) or (_DETERMINED.search(before) and _APPLIES.match(behind)):
                yield Statement(name, "sentence")


def _inherited(document: Document) -> Iterator[Statement]:
    """`The license of this model follows that of the original model`: told, though without a name."""
    for use in said(document).get("license", ()):
        if use.wording.kind == "inherited" and not ruled_out(document.visible[use.sentence.start : use.match.start()]):
            words = " ".join(document.visible[use.match.start() : use.match.end()].split())
            yield Statement(Name(words, frozenset(), Span(*use.match.span())), "clause")


def _unlisted(document: Document) -> Iterator[Statement]:
    """`released under the FISH AUDIO RESEARCH LICENSE`: a license by its own name that the list does not know."""
    taken = {name.span.end for name in names(document)}
    visible = document.visible
    for use in said(document).get("license", ())[:MOST_WORDS]:
        end = use.match.end()
        if use.wording.kind != "word" or end in taken:
            continue
        sentence = document.sentence(use.match.start())
        if use.wording.language in GLUED:
            yield from _unlisted_glued(document, use.match.start(), end, sentence)
        if not visible[use.match.start()].isupper():
            continue
        named = next(
            (
                m
                for m in _NAMED_LICENSE.finditer(visible, sentence.start, sentence.end)
                if m.start() < use.match.start() < m.end()
            ),
            None,
        )
        if named is None or len(named.group().split()) < 2 or _NO_NAME.search(named.group()) or names_in(named.group()):
            continue
        start = named.start() + len(regex(r"(?:The |This |Our |Model |A )*").match(named.group()).group())  # type: ignore[union-attr]
        name = Name(" ".join(visible[start : named.end()].split()), frozenset(), Span(start, named.end()))
        before = visible[max(sentence.start, start - 60) : start]
        under = _DIRECTLY_UNDER.search(before)
        if (
            len(name.written.split()) > 1
            and (under or _UNDER_AFTER.match(visible, named.end()))
            and not excluded(document, name, bare=False)
        ):
            yield Statement(name, "sentence")


def _unlisted_glued(document: Document, start: int, end: int, sentence: Span) -> Iterator[Statement]:
    """The same in scripts without blanks: `GULL 研究ライセンスの下で`."""
    own = _OWN_NAME.search(document.visible, max(sentence.start, start - 60), start)
    if own and _UNDER_AFTER.match(document.visible, end):
        name = Name(" ".join(document.visible[own.start() : end].split()), frozenset(), Span(own.start(), end))
        if not names_in(name.written) and not excluded(document, name, bare=False):
            yield Statement(name, "sentence")


def custom(document: Document, start: int, end: int) -> list[Name]:
    """A license without id, told by its name: "FISH AUDIO RESEARCH LICENSE", or a short value such as "custom, research only"."""
    named = _NAMED_LICENSE.search(document.visible, start, end)
    if (
        named
        and not _REFERS.match(named.group())
        and len(named.group().split()) > 1
        and not _NO_NAME.search(named.group())
        and not regex(r"(?:The|This|Our|Model) +[Ll]icen").match(named.group())
        and not names_in(named.group())
    ):
        return [Name(" ".join(named.group().split()), frozenset(), Span(*named.span()))]
    return []


_SENTENCE_END = regex(r"[.;](?=\s|\Z)|\n")
#: Some words that begin with a capital, or an address.
_TELLING = regex(r"[A-Z]\S* +\w|https?://\S*[Ll][Ii][Cc][Ee][Nn]")
_UNSET = pattern("placeholder_context", "unset")


def as_written(document: Document, start: int, end: int) -> list[Name]:
    """The value of a field for the license, whatever it says: "Tongyi Qianwen", "No restrictions", an address."""
    text = document.plain if document.plain[start:end].lstrip().startswith("http") else document.visible
    stop = _SENTENCE_END.search(text, start, end)
    words = text[start : stop.start() if stop else end]
    written = " ".join(words.split()).rstrip("*_` ")
    if (known := license_id(written)) not in (None, "other", "unknown"):
        return [Name(written, frozenset({str(known)}), Span(start, start + len(words.rstrip())))]
    if not _TELLING.match(written) or _REFERS.match(written) or _UNSET.match(written) or kept_free(document, Span(start, end)):
        return []
    return [Name(written, frozenset(), Span(start, start + len(words.rstrip())))]
