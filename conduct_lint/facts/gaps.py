"""Places that are kept free by their form: nothing stands where something is meant to.

A field without a value, a link without an address, an announcement that nothing follows, a table without values, code that only
stands for code. What keeps a place free in words is read in `placeholders`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conduct_lint.document import Document, once
from conduct_lint.facts.passages import Piece, label_of
from conduct_lint.facts.placeholders import of_template, state
from conduct_lint.facts.tables import Table, tables
from conduct_lint.lexicon import pattern, said
from conduct_lint.model import Span
from conduct_lint.patterns import regex


@once
def gaps(document: Document) -> tuple[Span, ...]:
    """The places kept free by form, in reading order."""
    found = [
        *_fields(document),
        *_links(document),
        *_code(document),
        *_announced(document),
        *_headings(document),
        *_tags(document),
    ]
    for table in tables(document):
        found.extend(_values(document, table))
    return tuple(sorted(set(found)))


def _unset(words: str) -> bool:
    return bool(pattern("placeholder_context", "unset").fullmatch(words.strip()))


def _fields(document: Document) -> Iterator[Span]:
    """Fields without a value: a label of a list with nothing behind and below it, or an answer that the value is missing."""
    blocks = document.blocks
    labels = [label_of(document, index) if block.kind == "paragraph" else None for index, block in enumerate(blocks)]
    for index, (block, label) in enumerate(zip(blocks, labels)):
        if label is None:
            continue
        words, behind = label
        piece = Piece(behind, block.end, "paragraph", words)
        told = state(document, piece).word
        if told == "nil" and _unset(document.visible[behind : block.end]):
            yield Span(behind, block.end)
        elif told == "empty" and block.depth and document.plain[block.start] in "*_<" and _ends(document, index, labels):
            yield Span(block.start, block.end)


def _ends(document: Document, index: int, labels: list[tuple[str, int] | None]) -> bool:
    """True for a bold label with a colon that nothing follows: a further field of the same list, a heading or the end."""
    blocks, block = document.blocks, document.blocks[index]
    if not document.plain[block.start : block.end].rstrip("*_ ").endswith((":", "：")):
        return False
    if index + 1 == len(blocks):
        return not document.plain[block.end :].strip()
    following = blocks[index + 1]
    between = document.plain[block.end : following.start]
    if "<" in between or "](" in document.plain[block.start : block.end] + between:
        return False
    if document.heading_of(index + 1):
        return True
    return labels[index + 1] is not None and following.depth == block.depth


#: What stands in place of words and looks like a tag: "<TODO>", "<DESCRIBE THE MODEL>".
_TAG = regex(r"(?<!`)<(?:TODO|TBD|[A-Z]{3,}(?:[ ,-]+[A-Z]+){1,19})>")


def _tags(document: Document) -> Iterator[Span]:
    """Words to be replaced, written as tags, outside of code."""
    for m in _TAG.finditer(document.plain):
        index = document.block_index(m.start())
        block = document.blocks[index] if index >= 0 else None
        if block is None or block.kind != "code" or m.start() >= block.end:
            yield Span(*m.span())


#: An address that leads to no page, only to a site.
_BARE_SITE = regex(r"https?://[\w.-]+/?")
#: A name in an address that was to be replaced.
_FREE_PART = regex(r"\{[A-Z]+(?:_[A-Z]+)+\}|%7B[A-Z]+(?:_[A-Z]+)+%7D")


def _links(document: Document) -> Iterator[Span]:
    """Links to a word for an address, or without words to a mere site, as generators leave them; not those with words and no
    address, which name their target all the same."""
    nowhere = pattern("placeholder_context", "target")
    for mark in document.marked("link"):
        words, target = document.plain[mark.inner : mark.inner_end], mark.target.strip()
        if "![" in words or "<" in words or document.plain[mark.inner_end : mark.inner_end + 2] != "](":
            continue
        named = any(map(str.isalnum, words))
        if (named and nowhere.fullmatch(target)) or (not named and _BARE_SITE.fullmatch(target)) or _FREE_PART.search(target):
            yield Span(mark.start, mark.end)


#: Code that stands for code: an import of three dots, or a line that holds nothing but a name of the template.
_STUB = regex(
    r"^[ \t>]*(?:from [\w.]+ )?import \.{3}[ \t]*$"
    r"|^[ \t>]*[A-Z]{3,}(?:_[A-Z]{3,})+[ \t]*$"
    r"|^[ \t>]*\{\{ ?\w+ ?\|[^\n]*\}\}[ \t]*$",
    re.M,
)
_RUN = frozenset(("python", "python3", "py", "bash", "sh", "shell", "console"))
#: A field of BibTeX that keeps its place with signs.
_BLANK_FIELD = regex(
    r"@\w+\{[ \t]*(?:\.{3}|[xX]{2,}|_{2,})"
    r"|=[ \t]*[{\"][ \t]*(?:\.{3}|TB[DAC]|…|\?{1,3}|_{2,}|[xX]{2,}(?:[-–]+[xX]{2,})?|Y{4}(?:-MM)?(?:-DD)?"
    r"|https?://(?:www\.)?x{2,}\.\S*)[ \t]*[}\"]"
)


def _code(document: Document) -> Iterator[Span]:
    """Blocks of code without a sign, stubs, and references whose values are kept free."""
    for block in document.blocks:
        if block.kind != "code":
            continue
        if not document.plain[block.start : block.end].strip(" \t\n`~>"):
            yield Span(block.start, block.end)
        elif "@" in document.plain[block.start : block.start + 200]:
            for m in _BLANK_FIELD.finditer(document.plain, block.start, block.end):
                yield Span(*m.span())
        elif block.info.split(" ")[0].lower() in _RUN:
            for m in _STUB.finditer(document.plain, block.start, block.end):
                yield Span(*m.span())


def _announced(document: Document) -> Iterator[Span]:
    """Sentences that announce results, with a colon and nothing after it in their section."""
    blocks = document.blocks
    for use in said(document).get("results", ()):
        if use.wording.kind != "reached":
            continue
        index = next((i for i, block in enumerate(blocks) if block.start <= use.match.start() < block.end), None)
        if index is None or document.plain[use.match.end() : blocks[index].end].strip() not in (":", "：", ": -", ":-"):
            continue
        stop = blocks[index + 1].start if index + 1 < len(blocks) else len(document.plain)
        if "<" in document.plain[blocks[index].end : stop]:
            continue
        if index + 1 == len(blocks) or document.heading_of(index + 1):
            yield Span(use.match.start(), blocks[index].end)


def _headings(document: Document) -> Iterator[Span]:
    """Short headings after the title below which nothing stands; a title without words, or of a field of the template."""
    title = document.title
    if title and title.heading and of_template(title.title or "", "field-title"):
        yield Span(title.heading.start, title.heading.end)
    heads = [(index, *found) for index in range(len(document.blocks)) if (found := document.heading_of(index))]
    for place, (index, level, words) in enumerate(heads):
        block = document.blocks[index]
        if not words and level == 1 and place == 0:
            yield Span(block.start, max(block.end, block.start + 1))
        if block.kind != "heading" or title is None or title.heading is None or block.start <= title.heading.start:
            continue
        following = heads[place + 1] if place + 1 < len(heads) else None
        last = index + 1 == len(document.blocks)
        if not last and (following is None or following[0] != index + 1 or following[1] > level or following[2] == words):
            continue
        stop = len(document.plain) if following is None else document.blocks[following[0]].start
        between = document.plain[block.start : stop]
        if (
            "<" in between
            or "](" in between
            or between[0] in "*_"
            or not 1 <= len(words.split()) <= 6
            or not _TITLE.fullmatch(words)
        ):
            continue
        yield Span(block.start, block.end)


#: A heading that only names what is to follow.
_TITLE = regex(r"[^\W\d][^\d.:;!?=*]*")
#: What stands in a cell that has no value.
_NO_VALUE = regex(r"[-–—?.…\s]*")


def _values(document: Document, table: Table) -> Iterator[Span]:
    """A table that is all labels; in a table of fields the values that are signs, or that say that there is none."""
    plain = document.plain
    head, *body = table.rows
    if not body or len(head) < 2:
        return
    empty = [[_NO_VALUE.fullmatch(plain, *cell.span) for cell in row[1:]] for row in body]
    if all(map(all, empty)) and all(any(map(str.isalpha, row[0].words)) for row in body):
        yield from (row[0].span for row in body)
        return
    if len(head) > 2:
        return
    for label, value in table.rows:
        if any(map(str.isalpha, label.words)) and (_unset(value.words) or (value.words and _NO_VALUE.fullmatch(value.words))):
            yield value.span
