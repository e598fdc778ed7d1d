"""Every view has the length of its text, and every place is the place of the words."""

from __future__ import annotations

import gzip
import json
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll

from conduct_lint import markdown
from conduct_lint.document import Document, _indented, closed, lowered
from conduct_lint.model import Span, Text

SHARED = Path(__file__).parents[3] / "shared"
PARSER = MarkdownIt("commonmark").enable("table")


def document(body: str, name: str = "README.md") -> Document:
    return Document(Text(name, body))


def words(body: str, kind: str = "") -> list[str]:
    read = document(body)
    return [body[block.start : block.end] for block in read.blocks if not kind or block.kind == kind]


def titles(body: str) -> list[tuple[int, str]]:
    return [(section.level, section.title or "") for section in document(body).sections[1:]]


TEXTS = {
    "plain": "# Tern\n\nTern reads *tide* tables, `tide.csv` and [maps](https://example.org/a_(b)).\n",
    "windows": "---\r\nlicense: mit\r\n---\r\n# Tern\r\n\r\nTern `reads`\r\ntables.\r\n",
    "old mac": "# Tern\r\rTern `reads` tables.\r",
    "mangled": "---\r\r\nlicense: mit\r\r\n---\r\r\n\r\r\n# Tern\r\r\n\r\r\nText `a`\r\r\n",
    "stray return": "# Tern\n\none\rtwo `three`\n",
    "leading blank": "\n\n  \n---\nlicense: mit\n---\n\n# Tern\n",
    "front matter only": "---\nlicense: mit\n---",
    "nothing": "",
    "one sign": "\n",
    "NUL": "# T\0ern\n\n`a\0b`\n",
    "setext": "Tern\n====\n\nSmall\n-----\n\ntext\n",
    "tab": "-\titem\n\n\tcode\n\n1.\tone\n\n\ttwo\n",
    "nested": "> - a `b`\n>   c\n>\n>   > d\n>   > *e*\n",
    "table in lists": "- x\n  1. y\n     | a | `b` |\n     |---|-----|\n     | c \\| d | `e \\| f` |\n",
    "emoji": "# 🌊 Tern 🐦\n\n🌊 `🐦` [🌊](u) İstanbul ẞ\n",
    "html": "<div>\n<h2>Limits</h2>\n<p>No <b>lakes</b>.</p>\n<table><tr><td>a</td><td>b</td></tr></table>\n</div>\n\nafter\n",
    "details": "<details>\n<summary>More</summary>\n\n`code` and **words**\n\n</details>\n",
    "comment": "a <!-- b `c` --> d `e`\n\n<!--\nf\n\ng\n-->\n\nh\n",
    "unclosed comment": "# a\n\n<!-- b\n\nc `d`\n",
    "references": "[a][b], [b][], [b] and ![c][b] `[b]`\n\n[b]: https://example.org 'title'\n",
    "fences": "~~~py\n`a`\n~~~\n\n```\nunclosed\n",
    "separators": "# a\u2028b\x0bc\x0cd\n\ne\u2029f `g`\n",
}


@pytest.mark.parametrize("body", TEXTS.values(), ids=TEXTS)
def test_views_have_the_length_of_the_text(body: str) -> None:
    read = document(body)
    for view in (read.plain, read.prose, read.visible, read.lower):
        assert len(view) == len(body)
    for block, marks in zip(read.blocks, read.marks):
        assert 0 <= block.start < block.end <= len(body)
        assert all(block.start <= mark.start <= mark.inner <= mark.inner_end <= mark.end <= block.end for mark in marks)
    for before, after in zip(read.blocks, read.blocks[1:]):
        assert before.end <= after.start


@pytest.mark.parametrize("body", TEXTS.values(), ids=TEXTS)
def test_what_prose_says_stands_in_the_text(body: str) -> None:
    read = document(body)
    for view in (read.prose, read.visible):
        for here, there in zip(view, read.plain):
            assert here in (there, " ", "\n")


@pytest.mark.parametrize("body", TEXTS.values(), ids=TEXTS)
def test_blocks_and_marks_are_those_of_markdown_it(body: str) -> None:
    compare(body)


def test_lower_case_keeps_the_length_of_every_letter() -> None:
    everything = "".join(map(chr, (*range(0xD800), *range(0xE000, 0x110000))))
    assert len(lowered(everything)) == len(everything)


def test_lines_are_those_of_an_editor() -> None:
    assert document("a\r\nb\nc").lines(Span(3, 4)) == (2, 2)
    assert document("a\rb").line(2) == 2
    assert document("a\r\r\nb").line(4) == 2
    assert document("").line(0) == 1
    assert document("ab\ncd\n").lines(Span(0, 3)) == (1, 1)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("Tern\n====\n\nLimits\n---\n", [(1, "Tern"), (2, "Limits")]),
        ("**Limits**\n\ntext\n\n__Uses:__\n", [(7, "Limits"), (7, "Uses")]),
        ("<h3 align='center'>Limits</h3>\n", [(3, "Limits")]),
        ("##Limits\n\ntext", [(2, "Limits")]),
        ("#birds #sea\n", []),
        ("## 🚫 2.1 Limits [optional] ##\n", [(2, "🚫 2.1 Limits [optional]")]),
        ("## 局限性 / Limitations\n", [(2, "局限性 / Limitations")]),
        ("【局限性】\n\ntext\n", [(7, "【局限性】")]),
        ("# *Tern* `1B` [here](u)\n", [(1, "Tern 1B here")]),
        ("**This whole sentence is only strong.**\n", []),
        ("> **Quoted**\n", []),
        ("- **Item**\n", []),
        ("# \n\ntext\n", []),
    ],
)
def test_headings_of_every_kind(body: str, expected: list[tuple[int, str]]) -> None:
    assert titles(body) == expected


def test_sections_nest_and_end_where_the_next_of_their_level_begins() -> None:
    body = "intro\n\n# A\n\na\n\n## B\n\nb\n\n**C**\n\nc\n\n## D\n\nd\n\n# E\n"
    sections = document(body).sections
    assert [(s.title, s.parent) for s in sections] == [(None, -1), ("A", -1), ("B", 1), ("C", 2), ("D", 1), ("E", -1)]
    assert [body[s.end :].split("\n")[0] for s in sections[1:]] == ["E", "D", "D", "E", ""]
    assert document(body).section_at(body.index("\nc\n") + 1).title == "C"
    assert document(body).title is sections[1] or document(body).title == sections[1]


def test_list_markers_are_not_taken_for_words() -> None:
    assert words("1. 1\n2. two\n") == ["1", "two"]
    assert words("# # a\n") == ["# a"]
    assert words("# C#\n") == ["C#"]


def test_cells_keep_their_place() -> None:
    body = "- | a | b |\n  |---|---|\n  | x \\| y |  |\n  | `p|q` | r |\n"
    cells = [(b.row, b.column, body[b.start : b.end]) for b in document(body).blocks if b.kind == "cell"]
    assert cells[:3] == [(0, 0, "a"), (0, 1, "b"), (1, 0, "x \\| y")]


def test_sentences_stay_within_blocks_and_bounds() -> None:
    body = "One is here. Two, e.g. this one, follows! 三です。四です。\n\nA block without an end\n\n" + "word " * 2000
    read = document(body)
    found = [body[span.start : span.end] for span in read.sentences]
    assert found[:5] == ["One is here.", "Two, e.g. this one, follows!", "三です。", "四です。", "A block without an end"]
    assert max(map(len, found)) <= 1200
    assert read.sentence(body.index("Two") + 2) == read.sentences[1]
    assert read.sentence(body.index("\n\n")) == Span(body.index("\n\n"), body.index("\n\n"))


def test_prose_leaves_out_what_is_not_said() -> None:
    body = "---\nlicense: mit\n---\nSay **this**, not `code`, ![alt](i.png) <b>that</b> https://example.org"
    body += ' [it](u "t").<!-- no -->\n\n```\nno\n```\n'
    assert document(body).prose.split() == ["Say", "this", ",", "not", ",", "that", "it", "."]
    assert "code" in document(body).visible


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("a_b_c and __init__ and _x_", ["a_b_c", "and", "init", "and", "x"]),
        ("[see https://example.org](https://example.org)", ["see"]),
        ("a <!-- never closed", ["a", "<!--", "never", "closed"]),
        ("\\*a\\* `\\` b`", ["*a", "*", "b`"]),
        ("a `b c", ["a", "`b", "c"]),
        ("![x [y](u) z](v) w", ["w"]),
    ],
)
def test_markup_is_told_from_words(body: str, expected: list[str]) -> None:
    assert document(body).prose.split() == expected


# ── markdown-it-py as judge ──────────────────────────────────────────────────────────────────────────────────────────


def compare(body: str) -> Counter[str]:
    """Hold blocks and marks against markdown-it-py's own full parse; returns how many of each kind were compared."""
    read = document(body)
    wanted: dict[str, list[str]] = {"code": [], "link": [], "image": [], "heading": [], "fence": []}
    level = 0
    for token in PARSER.parse(read.plain):
        if token.type == "heading_open":
            level = int(token.tag[1])
        elif token.type == "heading_close":
            level = 0
        elif token.type in ("fence", "code_block"):
            wanted["fence"].append(re.sub(r"[\s>]", "", token.content))
        elif token.type == "inline":
            if level and token.content:
                wanted["heading"].append(f"{level} {' '.join(token.content.split())}")
            for child in token.children or ():
                if child.type == "code_inline":
                    wanted["code"].append(" ".join(child.content.split()))
                elif child.type == "link_open" and child.markup != "autolink":
                    wanted["link"].append(str(child.attrs["href"]))
                elif child.type == "image":
                    wanted["image"].append(str(child.attrs["src"]))
    found = read_by_us(read)
    for kind in ("code", "heading"):
        assert found[kind] == wanted[kind]
    assert [code for code in found["fence"] if code] == [code for code in wanted["fence"] if code]
    for kind in ("link", "image"):
        assert sorted(PARSER.normalizeLink(unescapeAll(target)) for target in found[kind]) == sorted(wanted[kind])
    return Counter({kind: len(values) for kind, values in wanted.items()})


def read_by_us(read: Document) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {"code": [], "link": [], "image": [], "heading": [], "fence": []}
    for block, marks in zip(read.blocks, read.marks):
        source = read.plain[block.start : block.end]
        if block.info == "html":
            continue
        if block.kind == "heading":
            found["heading"].append(f"{block.level} {' '.join(source.split())}")
        if block.kind == "code":
            found["fence"].append(re.sub(r"[\s>]", "", source))
        images = [mark for mark in marks if mark.kind == "image"]
        for mark in sorted(marks, key=lambda mark: mark.start):
            if any(image.start < mark.start < image.end for image in images):
                continue
            if mark.kind == "code":
                inner = read.plain[mark.inner : mark.inner_end]
                inner = re.sub(r"\n[ \t]*(>[ \t]?)*", " ", inner) if block.quoted else inner
                inner = inner.replace("\\|", "|") if block.kind == "cell" else inner
                found["code"].append(" ".join(inner.split()))
            elif mark.kind == "link" or (mark.kind == "image" and read.plain[mark.start] == "!"):
                found[mark.kind].append(mark.target)
    return found


def real_texts() -> Iterator[str]:
    for path in sorted((SHARED / "gold" / "cards").glob("*.md")):
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield file.read()
    with gzip.open(SHARED / "corpus" / "cards.jsonl.gz", "rt", encoding="utf-8") as file:
        for number, line in enumerate(file):
            if number % 16 == 0:
                yield json.loads(line)["text"].removeprefix("\ufeff")


@pytest.mark.slow
@pytest.mark.skipif(not (SHARED / "corpus").exists(), reason="needs the real cards, which are not part of the project")
def test_real_cards_are_read_as_markdown_it_reads_them() -> None:
    compared: Counter[str] = Counter()
    misread = mended = 0
    for body in real_texts():
        read = document(body)
        assert {len(read.prose), len(read.visible), len(read.lower)} == {len(body)}
        as_it_stands = markdown.parse(read.plain, read.front_matter.span.end if read.front_matter.span else 0)
        if closed(read.plain, as_it_stands) is not as_it_stands or any(_indented(read.plain, b) for b in as_it_stands.blocks):
            mended += 1
            continue
        try:
            compared += compare(body)
        except AssertionError:
            misread += 1
    assert compared["code"] > 4000 and compared["link"] > 4000
    # Where a writer forgot to close a fence or indents prose, a card is read as it was meant.
    assert misread == 0 and mended <= 5


def test_a_fence_that_is_never_closed_ends_before_the_next_section() -> None:
    read = document("# Tern\n\n```python\nhear()\n# all of it\n\n## Calls\n\nFew, see [a].\n\n[a]: /b\n")
    assert [read.plain[block.start : block.end].strip() for block in read.blocks] == [
        "Tern",
        "hear()\n# all of it",
        "Calls",
        "Few, see [a].",
    ]
    assert read.marked("link")[0].target == "/b"
    whole = document("# Tern\n\n```python\nhear()\n\n# all of it\n\nhear(2)\n")
    assert [block.kind for block in whole.blocks] == ["heading", "code"]


def test_prose_that_is_indented_is_read_as_prose() -> None:
    read = document(
        "# Tern\n\n    Tern tells small birds of the quay from large ones.\n\n    pip install tern\n\n    https://example.org/tern\n"
    )
    assert [block.kind for block in read.blocks] == ["heading", "code"]
    read = document("# Tern\n\n    Tern tells small birds of the quay from large ones.\n\nIt is new.\n\n    hear(tern)\n")
    assert [block.kind for block in read.blocks] == ["heading", "paragraph", "paragraph", "code"]
