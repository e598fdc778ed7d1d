"""Blocks of Markdown with true character offsets, and the pieces of them that are read from the source: cells, HTML.

Which lines make a block is told by `blocks.read`, what stands inside one by `inline.scan`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from conduct_lint import inline
from conduct_lint.patterns import regex

#: Block-level HTML tags: where one stands, one piece of text ends and the next begins.
_HTML_BREAK = regex(
    r"</?(p|div|h[1-6]|li|ul|ol|dl|dt|dd|td|th|tr|table|thead|tbody|br|hr|summary|details|center|section|article|header"
    r"|footer|blockquote|figure|figcaption|caption|nav|aside|main)\b[^<>]*>",
    re.I,
)
_HTML_DEAD = regex(r"<!--.*?(?:-->|\Z)|<(script|style|pre|svg|code|head)\b.*?(?:</\1\s*>|\Z)", re.I | re.S)
_PREFIX = regex(r"[ \t]*(?:>[ \t]?|[-*+][ \t]+|\d{1,9}[.)][ \t]+)*[ \t]*")
_PIPE = regex(r"\\.|\|", re.S)


class Block(NamedTuple):
    """A piece of text that belongs together: `start` to `end` are its words, without the block's own markup.

    `kind`: heading, paragraph, cell, code. `level`: 1–6 of a heading, else 0. `depth`: how many lists it is in.
    `quoted`: inside a block quote. `table`, `row`, `column`: place of a cell, row 0 is the header; -1 elsewhere.
    `info`: language of a code block; `html` for text that stands in an HTML block.
    """

    kind: str
    start: int
    end: int
    level: int = 0
    depth: int = 0
    quoted: bool = False
    table: int = -1
    row: int = -1
    column: int = -1
    info: str = ""


class Parsed(NamedTuple):
    """The blocks of a text in reading order, its link reference definitions (`LABEL` → address) and its HTML comments."""

    blocks: tuple[Block, ...]
    references: dict[str, str]
    comments: tuple[tuple[int, int], ...]


def cells(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the cells of one table row, empty ones included; a pipe after a backslash is text."""
    prefix = _PREFIX.match(source, start, end)
    start = prefix.end() if prefix else start
    end = start + len(source[start:end].rstrip())
    cuts = [m.start() for m in _PIPE.finditer(source, start, end) if m.group() == "|"]
    bounds = [start - 1, *cuts, end]
    found = [(a + 1, b) for a, b in pairwise(bounds)]
    if cuts and cuts[0] == start:
        found.pop(0)
    if found and found[-1][0] >= found[-1][1]:
        found.pop()
    trimmed = []
    for a, b in found:
        inner = source[a:b]
        left = len(inner) - len(inner.lstrip())
        trimmed.append((a + left, max(a + left, a + len(inner.rstrip()))))
    return trimmed


def html(source: str, start: int, end: int, depth: int, quoted: bool, comments: list[tuple[int, int]]) -> Iterator[Block]:
    """The pieces of text in an HTML block. Comments, scripts, styles and preformatted text are not read aloud."""
    at = start
    for dead in [*_HTML_DEAD.finditer(source, start, end), None]:
        stop = dead.start() if dead else end
        yield from _html_pieces(source, at, stop, depth, quoted)
        if dead is None:
            break
        at = dead.end()
        if dead.group().startswith("<!--"):
            comments.append((dead.start(), dead.end()))
        elif (dead.group(1) or "").lower() in ("pre", "code"):
            yield Block("code", dead.start(), dead.end(), 0, depth, quoted, info="html")


def _html_pieces(source: str, start: int, end: int, depth: int, quoted: bool) -> Iterator[Block]:
    level, cell, at = 0, False, start
    for tag in [*_HTML_BREAK.finditer(source, start, end), None]:
        stop = tag.start() if tag else end
        piece = source[at:stop]
        words = piece.strip()
        if words and inline.has_words(words):
            left = at + len(piece) - len(piece.lstrip())
            kind = "heading" if level else "cell" if cell else "paragraph"
            yield Block(kind, left, left + len(words), level, depth, quoted, info="html")
        if tag is None:
            break
        at = tag.end()
        name = tag.group(1).lower()
        closing = source.startswith("</", tag.start())
        if name[0] == "h" and name[1:].isdigit():
            level = 0 if closing else int(name[1])
        elif name in ("td", "th"):
            cell = not closing
        elif name != "br":
            level = 0
