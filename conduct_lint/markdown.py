"""Markdown with true character offsets.

markdown-it-py's block pass says which lines make a block; it gives no columns. The offsets inside a block are read from
the source by `inline.scan`, never searched for afterwards in a converted text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from conduct_lint import inline
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

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


@lru_cache(maxsize=1)
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable("table")


def _line_starts(source: str, start: int) -> list[int]:
    starts = [start]
    find = source.find
    at = find("\n", start)
    while at >= 0:
        starts.append(at + 1)
        at = find("\n", at + 1)
    starts.append(len(source) + 1)
    return starts


def parse(source: str, start: int = 0) -> Parsed:
    """Read the blocks of `source` from `start` on; it must hold no carriage return and no NUL (see `Document.plain`).

    Returns blocks whose offsets are offsets of `source`. Never raises for a fault of the text.
    """
    from conduct_lint import plainmarkdown

    plain = plainmarkdown.parse(source, start)
    if plain is not None:
        return plain
    tokens: list[Token] = []
    env: dict[str, dict[str, dict[str, str]]] = {}
    parser = _parser()
    parser.block.parse(source[start:], parser, env, tokens)
    starts = _line_starts(source, start)
    comments: list[tuple[int, int]] = []
    blocks = tuple(_blocks(source, tokens, starts, comments))
    references = {label: entry.get("href", "") for label, entry in env.get("references", {}).items()}
    return Parsed(blocks, references, tuple(comments))


def _blocks(source: str, tokens: list[Token], starts: list[int], comments: list[tuple[int, int]]) -> Iterator[Block]:
    depth = quotes = level = 0
    table = -1
    row = -1
    cells: list[tuple[int, int]] = []
    column = -1
    in_cell = False
    for token in tokens:
        kind = token.type
        if kind == "inline":
            if in_cell:
                column += 1
                if column < len(cells):
                    start, end = cells[column]
                    if end > start:
                        yield Block("cell", start, end, 0, depth, quotes > 0, table, row, column)
                continue
            if not token.map or not token.content:
                continue
            first, last = token.map
            # The words end their line, or stand before the closing `#`; what comes first may look like them: `1. 1`.
            start = source.rfind(token.content.split("\n", 1)[0], starts[first], starts[first + 1] - 1)
            if start < 0:
                start = starts[first]
            end = starts[last] - 1
            if level:
                final = token.content.rsplit("\n", 1)[-1]
                found = source.rfind(final, start, end)
                end = found + len(final) if found >= 0 else end
            end = start + len(source[start:end].rstrip())
            if end > start:
                yield Block("heading" if level else "paragraph", start, end, level, depth, quotes > 0)
        elif kind in ("td_open", "th_open"):
            in_cell = True
        elif kind in ("td_close", "th_close"):
            in_cell = False
        elif kind == "tr_open":
            row += 1
            column = -1
            line = token.map[0] if token.map else 0
            cells = _cells(source, starts[line], starts[line + 1] - 1)
        elif kind == "heading_open":
            level = int(token.tag[1])
        elif kind == "heading_close":
            level = 0
        elif kind in ("fence", "code_block"):
            if token.map:
                first, last = token.map
                if kind == "fence":
                    first += 1
                    closed = token.markup and source[starts[last - 1] : starts[last] - 1].lstrip(" \t>").startswith(token.markup)
                    last -= 1 if closed and last - 1 >= first else 0
                start, end = starts[min(first, last)], max(starts[last] - 1, starts[min(first, last)])
                yield Block("code", start, min(end, len(source)), 0, depth, quotes > 0, info=token.info.strip() or "text")
        elif kind == "html_block":
            if token.map:
                first, last = token.map
                yield from _html(source, starts[first], min(starts[last] - 1, len(source)), depth, quotes > 0, comments)
        elif kind in ("bullet_list_open", "ordered_list_open"):
            depth += 1
        elif kind in ("bullet_list_close", "ordered_list_close"):
            depth -= 1
        elif kind == "blockquote_open":
            quotes += 1
        elif kind == "blockquote_close":
            quotes -= 1
        elif kind == "table_open":
            table += 1
            row = -1


def _cells(source: str, start: int, end: int) -> list[tuple[int, int]]:
    """Spans of the cells of one table row, empty ones included; a pipe after a backslash is text."""
    prefix = _PREFIX.match(source, start, end)
    start = prefix.end() if prefix else start
    end = start + len(source[start:end].rstrip())
    cuts = [m.start() for m in _PIPE.finditer(source, start, end) if m.group() == "|"]
    bounds = [start - 1, *cuts, end]
    cells = [(a + 1, b) for a, b in pairwise(bounds)]
    if cuts and cuts[0] == start:
        cells.pop(0)
    if cells and cells[-1][0] >= cells[-1][1]:
        cells.pop()
    trimmed = []
    for a, b in cells:
        inner = source[a:b]
        left = len(inner) - len(inner.lstrip())
        trimmed.append((a + left, max(a + left, a + len(inner.rstrip()))))
    return trimmed


def _html(source: str, start: int, end: int, depth: int, quoted: bool, comments: list[tuple[int, int]]) -> Iterator[Block]:
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
