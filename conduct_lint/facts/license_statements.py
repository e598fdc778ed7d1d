"""Where a document states its license: under a heading, behind a label, in a table, in words, on a badge, in a file beside it."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import lru_cache

from conduct_lint.document import Document, Section
from conduct_lint.facts.checkpoints import marks_of, related_cells
from conduct_lint.facts.grammar import within
from conduct_lint.facts.license_names import MOST_WORDS, Name, Statement, meanings, names_in
from conduct_lint.facts.license_sentences import as_written, custom, in_sentences
from conduct_lint.facts.license_subject import excluded, of_origin, other_subject
from conduct_lint.frontmatter import strings
from conduct_lint.lexicon import lexicon, pattern, said
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.patterns import regex
from conduct_lint.vocabulary import license_id

#: No more sections about licenses than these are looked at in one document.
_MOST_SECTIONS = 20
#: Files that hold the license of what lies beside them.
LICENSE_FILES = (
    "LICENSE",
    "LICENSE.md",
    "LICENSE.txt",
    "LICENCE",
    "LICENCE.md",
    "LICENCE.txt",
    "COPYING",
    "License.md",
    "license.txt",
)

_LABEL = pattern("license_context", "label-before")
_AFTER_LABEL = regex(
    r"(?: *(?:\(s\)|s\b|type|name|information|\[optional\]|\(model\)))?(?:[^\w\n:：]*[:：=|–—-]+[^\w\n]*|(?:는|은|は) *)"
)
_COMMENTED = regex(r"<!--\s*licen[sc]e\s*:\s*", re.I)
#: Behind the name of a license that is part of the name of a file.
_FILE_NAME = regex(r"[\w-]*\.(?:txt|md)\b", re.I)
_ADDRESS = regex(
    r"creativecommons\.org/(?:licenses/(?P<parts>by[a-z-]*)/(?P<version>\d\.\d)|publicdomain/zero)"
    r"|opensource\.org/licenses?/(?P<osi>[\w.-]+)",
    re.I,
)


def statements(document: Document) -> Iterator[Statement]:
    """What is stated, in reading order; of two statements at one place the one that stands where a license is expected."""
    found: dict[int, Statement] = {}
    for statement in (
        *_sections(document),
        *_items(document),
        *in_sentences(document),
        *_badges(document),
        *_hidden(document),
    ):
        found.setdefault(statement.name.span.start, statement)
    yield from (found[start] for start in sorted(found))
    yield from _files(document)


def _sections(document: Document) -> Iterator[Statement]:
    """Licenses named under a heading that announces one, or in that heading."""
    announcing = [s for s in document.sections if s.title and (_announces(s.title) or _announces(s.title.partition(":")[0]))]
    for section in announcing[:_MOST_SECTIONS]:
        heading = section.heading
        if heading is None or section.title is None:
            continue
        rest = section.title.partition(":")[2]
        if other_subject(document, heading.start, heading.end):
            continue
        named = names_in(document.visible, heading.start, heading.end) or (
            custom(document, heading.start + document.text[heading.start : heading.end].find(":") + 1, heading.end)
            if rest.strip()
            else []
        )
        yield from (Statement(name, "section") for name in named)
        yield from _section_body(document, section)


@lru_cache(maxsize=4096)
def _announces(title: str) -> bool:
    """Whether a heading is one for the license: whole, or one side of a bilingual one."""
    known = lexicon().headings
    parts = [title, *regex(r"[/|(（）)·•]| - ").split(title)]
    return any("license" in known.get(" ".join(regex(r"[\w'’&-]+").findall(part.lower())), ()) for part in parts)


def _section_body(document: Document, section: Section) -> Iterator[Statement]:
    first_blocks = document.blocks[section.first : min(section.last, section.first + 8)]
    blocks = [b for b in first_blocks if b.kind != "code"]
    found, origin = False, None
    for block in blocks:
        for name in names_in(
            document.visible, block.start, block.end, any_case=_alone(document.visible[block.start : block.end])
        ):
            if _FILE_NAME.match(document.text, name.span.end):
                continue
            if not excluded(document, name, bare=True):
                found = True
                yield Statement(name, "section")
            elif of_origin(document, name):
                origin = name
                break
    if origin and not found:
        yield Statement(origin, "origin")
    elif not found:
        for block in first_blocks[:2]:
            if block.kind == "code":
                # The text of the license itself, its name in the first lines.
                named = names_in(document.text, block.start, min(block.end, block.start + 200))[:1]
            else:
                named = (
                    _linked(document, block)
                    or custom(document, block.start, block.end)
                    or _terms(document, Span(block.start, block.end))
                )
            for name in named:
                yield Statement(name, "section")
                return


def _terms(document: Document, place: Span) -> list[Name]:
    """What is allowed, told in words and not by a name: "The data may be freely used for any purpose"."""
    for use in within(document, "license", place):
        if use.wording.kind in ("terms", "non-commercial", "commercial"):
            start, end = use.sentence
            if other_subject(document, start, use.match.start()):
                return []
            words = " ".join(document.visible[start:end].split())
            return [Name(words, frozenset(), Span(start, end))] if len(words) < 300 else []
    return []


def _items(document: Document) -> Iterator[Statement]:
    """`License: MIT` at the beginning of a line, or in the cells of a table."""
    visible = document.visible
    strayed = next((p.span.end for p in document.front_matter.problems if p.kind == "second-block"), None)
    strayed_end = document.text.find("\n---", strayed) if strayed else -1
    words = [use for use in said(document).get("license", ()) if use.wording.kind == "word"]
    for use in words[:MOST_WORDS]:
        if use.match.start() < strayed_end:
            continue
        start, end = use.match.span()
        block = block_at(document, start)
        if block is None:
            continue
        if block.kind == "cell":
            yield from _cell(document, block)
            continue
        # At the beginning of a line, or of a sentence in it.
        line_start = max(block.start, document.text.rfind("\n", 0, start) + 1, document.sentence(start).start)
        line_end = document.text.find("\n", end)
        line_end = block.end if line_end < 0 else min(line_end, block.end)
        if not _LABEL.match(visible[line_start:start]):
            continue
        place = _place_of_value(document, block, end, line_end)
        value = names_in(visible, *place, any_case=_alone(visible[place.start : place.end])) if place else []
        value = value or _linked(document, block, end)
        if place and not value and place.start <= line_end:
            value = as_written(document, *place) or _terms(document, place)
        for name in value[:3]:
            if not excluded(document, name, bare=True):
                yield Statement(name, "item")


def _place_of_value(document: Document, block: Block, end: int, line_end: int) -> Span | None:
    """Where the value of a label stands: behind it in its line, else in the next line or the next paragraph."""
    after = _AFTER_LABEL.match(document.visible, end, line_end)
    if after is None:
        # "**License** MIT"
        return Span(end, line_end) if _alone(document.visible[end:line_end]) else None
    if after.end() < line_end:
        return Span(after.end(), line_end)
    start = line_end + 1
    if line_end >= block.end:
        following = document.blocks[document.block_index(block.start) + 1 :][:1]
        if not following or following[0].kind != "paragraph" or following[0].depth or block.depth:
            return None
        block, start = following[0], following[0].start
    stop = document.text.find("\n", start)
    return Span(start, block.end if stop < 0 else min(block.end, stop))


def _alone(value: str) -> bool:
    """True for the id of a license and nothing else: `mit` behind a label is no German word."""
    return license_id(value.strip(" \t\r*_`\"'.")) is not None


def _cell(document: Document, block: Block) -> Iterator[Statement]:
    if len(document.words_of(block)) > 24 or other_subject(document, block.start, block.end):
        return
    told = []
    for other in related_cells(document, block, beside=block.column == 0, under=True):
        found = names_in(document.visible, other.start, other.end) or _linked(document, other)
        if not found and other.row == block.row:
            found = custom(document, other.start, other.end)
        told += [Statement(name, "item") for name in found[:1]]
    # A column with several licenses is a list of several things.
    if len(told) < 2 or frozenset.intersection(*(one.name.ids for one in told)):
        yield from told


def _badges(document: Document) -> Iterator[Statement]:
    for mark in document.marked("image"):
        if "licen" in mark.target.lower() and "shields.io" in mark.target.lower():
            address = document.text.find(mark.target, mark.start)
            if address < 0:
                continue
            body = regex(r"%20|_").sub(" ", mark.target)
            for name in names_in(body.replace("--", "-"), any_case=True)[:1]:
                yield Statement(name._replace(span=Span(mark.start, mark.end)), "badge")


def _hidden(document: Document) -> Iterator[Statement]:
    """`<!-- license: mit -->`, as TF Hub's cards have it, and the words that readers of a gated model agree to."""
    for start, end in document.parsed.comments:
        m = _COMMENTED.match(document.text, start, min(end, start + 200))
        if m:
            yield from (
                Statement(name, "item") for name in names_in(document.text, m.end(), min(end, m.end() + 80), any_case=True)[:1]
            )
    for value in strings(document.front_matter.data.get("extra_gated_prompt")):
        if "icen" in value.raw:
            for name in names_in(document.text, value.span.start, min(value.span.end, value.span.start + 600))[:1]:
                yield Statement(name, "sentence")


def _files(document: Document) -> Iterator[Statement]:
    file = license_file(document)
    if file is None:
        return
    body = document.siblings.read(file)
    found = names_in(" ".join(body[:600].split()) if body else "")
    if not found and body and "permission is hereby granted, free of charge" in body[:1500].lower():
        found = [Name("MIT", meanings("mit", "mit"), Span(0, 0))]
    if found:
        yield Statement(found[0]._replace(span=Span(0, 0)), "file", file)


def license_file(document: Document) -> str | None:
    """The name of the file beside a document that holds its license."""
    names = document.siblings.names() or ()
    return next((file for file in LICENSE_FILES if names[(at := bisect_left(names, file)) : at + 1] == (file,)), None)


def block_at(document: Document, offset: int) -> Block | None:
    """The block that holds a place."""
    index = document.block_index(offset)
    return document.blocks[index] if index >= 0 and offset < document.blocks[index].end else None


def _linked(document: Document, block: Block, after: int = 0) -> list[Name]:
    """A license that only the address of a link names."""
    found = []
    for mark in marks_of(document, block):
        if mark.kind in ("link", "url") and mark.start >= after:
            m = _ADDRESS.search(mark.target)
            if m:
                spelt = f"cc-{m['parts']}-{m['version']}" if m["parts"] else m["osi"] or "cc0-1.0"
                for name in names_in(spelt, any_case=True):
                    found.append(name._replace(span=Span(mark.start, mark.end)))
    return found
