"""Paragraphs in which each line tells a thing of its own: "**Model:** …", below it "**License:** …".

Markdown joins the lines of a paragraph. Who begins one with a label means it to stand by itself, with or without a hard break
before it.
"""

from __future__ import annotations

from collections.abc import Iterator

from conduct_lint.markdown import Block
from conduct_lint.patterns import regex

#: A line within a paragraph, with the break before it, that begins with marked words and a colon or a dash behind them.
_LABELLED = regex(
    r"(?:\\?\n|<br[ \t]*/?>[ \t]*\n?)[ \t>]*((?:[^\w\s*_<>`\[(|\\-]{1,3}[ \t]*)?"
    r"(?:(\*{1,3}|__?)(?=[^\s*_])[^*\n]{1,69}?(?:[:：][ \t]*\2(?!\w)|(?<=\S)\2(?:[ \t]*[:：]|[ \t]+[-–—][ \t]))"
    r"|<(b|strong)>[^<>\n]{1,69}(?:[:：][ \t]*</\3>|</\3>[ \t]*[:：])))"
)
#: The `Block.info` of such a line.
LINE = "line"


def apart(source: str, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
    """The blocks, each labelled line of a paragraph as a block of its own."""
    tagged = "<br" in source
    found = {
        block.start: lines
        for block in blocks
        if block.kind == "paragraph"
        and (tagged or source.find("\n", block.start, block.end) >= 0)
        and (lines := [(line.start(), line.start(1)) for line in _LABELLED.finditer(source, block.start, block.end)])
        and source.find("<!--", block.start, block.end) < 0
    }
    return tuple(_apart(source, blocks, found)) if found else blocks


def _apart(source: str, blocks: tuple[Block, ...], found: dict[int, list[tuple[int, int]]]) -> Iterator[Block]:
    for block in blocks:
        line = block
        for end, start in found.get(block.start, ()):
            if end > line.start:
                yield line._replace(end=line.start + len(source[line.start : end].rstrip()))
            line = block._replace(start=start, info=LINE)
        yield line
