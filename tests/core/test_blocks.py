"""The blocks are those of markdown-it-py's own parse, whatever lines follow on each other."""

from __future__ import annotations

import random
import re

import pytest
from markdown_it import MarkdownIt

from conduct_lint import markdown

PARSER = MarkdownIt("commonmark").enable("table")

#: What lines are made of: beginnings of every kind of block, and what looks like them.
PIECES = [
    *("# ", "####### x", "# a #", "#", "> ", "- ", "* ", "+ x", "1. ", "2) ", "10. a", "*", "    ", "\t", "  ", " ", ""),
    *("```", "~~~ py", "`a`", "|a|b|", "|-|-|", "|-", "a | b", "-|-", ":-:", "|a\\|b|c", "---", "===", "* * *", "__ _", "-"),
    *(
        "<div>",
        "</div>",
        "<b>",
        "<!-- ",
        "-->",
        "<?",
        "[a]: /b",
        "[a]:",
        "/b",
        "'t'",
        "tide",
        "ebb",
        "\xa0",
        "\x0b",
        "**b**",
        "\u2028",
    ),
]

Found = list[tuple[str, int, int, bool, tuple[int, int], str]]


def bare(words: str) -> str:
    """Words without blanks and the marks of quotes, which the source has and a token has not."""
    return re.sub(r"[\s>]", "", words).replace("\\|", "|")


def by_the_library(source: str) -> Found:
    """Kind, level, lists around it, quoted, row and column, words of each block (of code none), by the library's tokens."""
    tokens: list = []
    PARSER.block.parse(source, PARSER, {}, tokens)
    found: Found = []
    level = lists = quotes = row = column = 0
    cell = False
    for token in tokens:
        kind, _, end = token.type.rpartition("_")
        if kind in ("bullet_list", "ordered_list"):
            lists += token.nesting
        elif kind == "blockquote":
            quotes += token.nesting
        elif kind == "heading":
            level = int(token.tag[1]) if end == "open" else 0
        elif token.type == "table_open":
            row = -1
        elif token.type == "tr_open":
            row, column = row + 1, -1
        elif kind in ("td", "th"):
            cell = end == "open"
            column += cell
        elif token.type in ("fence", "code_block"):
            found.append(("code", 0, lists, quotes > 0, (-1, -1), ""))
        elif token.type == "inline" and bare(token.content):
            kind = "cell" if cell else "heading" if level else "paragraph"
            found.append((kind, level, lists, quotes > 0, (row, column) if cell else (-1, -1), bare(token.content)))
    return found


def by_us(source: str) -> Found:
    found: Found = []
    for block in markdown.parse(source, 0).blocks:
        words = "" if block.kind == "code" else bare(source[block.start : block.end])
        if block.info != "html" and (words or block.kind == "code"):
            found.append((block.kind, block.level, block.depth, block.quoted, (block.row, block.column), words))
    return found


@pytest.mark.parametrize("seed", range(40))
def test_any_lines_are_read_as_the_library_reads_them(seed: int) -> None:
    dice = random.Random(seed)
    for _ in range(60):
        lines = ["".join(dice.choices(PIECES, k=dice.randint(0, 4))) for _ in range(dice.randint(1, 14))]
        source = "\n".join(lines) + dice.choice(["", "\n"])
        found, wanted = by_us(source), by_the_library(source)
        assert [one[:-1] for one in found] == [one[:-1] for one in wanted], source
        # Words that begin in the line below the sign of their list are shown with the sign.
        assert all(ours[-1].endswith(theirs[-1]) for ours, theirs in zip(found, wanted)), source
        assert all(ours[-1] == theirs[-1] for ours, theirs in zip(found, wanted) if ours[0] != "paragraph"), source


def test_a_part_of_a_text_is_read_with_its_own_offsets() -> None:
    source = "license: mit\n---\n\n# Tern\n\n- reads `tides`\n\n[a]: /b\n"
    read = markdown.parse(source, source.index("\n\n#"))
    assert [source[block.start : block.end] for block in read.blocks] == ["Tern", "reads `tides`"]
    assert read.references == {"A": "/b"}
