"""Hostile texts: nothing crashes, and nothing takes out of proportion to its length.

Bounds are generous, so that a busy machine does not fail them; what was quadratic took minutes at this size.
"""

from __future__ import annotations

import time

import pytest

from conduct_lint import lexicon
from conduct_lint.document import Document
from conduct_lint.engine import Linter
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.people import masks
from conduct_lint.model import Text
from conduct_lint.settings import Settings

SIZE = 100_000

REPEATED = {
    "headings": "# a\n", "brackets": "[", "images": "![](", "less-than": "<", "stars": "*", "underscores": "_ ",
    "ampersands": "&", "quotes": ">", "spaced quotes": "> ", "list marks": "- ", "numbers": "1. ",
    "brackets closing": ")", "open links": "[](a", "half links": "[a](b", "references": "[a][b", "comments": "<!--",
    "tags": "<a ", "block tags": "<p ", "divisions": "<div>", "backslashes": "\\", "dots": ".",
    "dots and brackets": ".)", "rulers": "---\n", "setext": "=\n", "fences": "```\n", "tabs": "\t", "hashes": "#",
    "pipes": "| ", "tildes": "~", "addresses": "http://", "mail": "a@b.", "digits": "12 34-5 ", "plus": "phone +4 ",
    "bold": "**a**\n\n", "letters": "a", "blanks": " ", "directives": "<!-- conduct-lint: ignore A -->\n",
    "definitions": "[x]: y\n",
}  # fmt: skip
BUILT = {
    "underscores in a word": "a" + "_" * SIZE + "b",
    "backtick runs": " ".join("`" * (i + 1) for i in range(int((2 * SIZE) ** 0.5))),
    "wide table": "|" + "a|" * (SIZE // 6) + "\n|" + "-|" * (SIZE // 6) + "\n|" + "b|" * (SIZE // 6) + "\n",
    "long table": "|a|b|\n|-|-|\n" + "|c|d|\n" * (SIZE // 6),
    "subheadings": "# a\n" + "## b\n" * (SIZE // 5),
    "nested lists": "\n".join(" " * (2 * i) + "- a" for i in range(int(SIZE**0.5))),
    "nested quotes": "\n".join(">" * (i % 100) + " a" for i in range(SIZE // 52)),
    "unclosed comment": "<!-- " + "a\n" * (SIZE // 2),
    "brackets behind an address": "http://a.b/" + ")" * SIZE,
    "definitions told apart": "\n".join(f"[r{i}]: http://a/{i}" for i in range(SIZE // 20)),
    "links behind brackets": "[" * (SIZE // 2) + "[a](b)" * (SIZE // 12),
    "keys": "---\n" + "".join(f"k{i}: v\n" for i in range(SIZE // 9)) + "---\n# A\n",
    "second block": "---\na: b\n---\n---\n" + "a:\n" * (SIZE // 3),
    "one tag": "<div " + 'a="b" ' * (SIZE // 6),
    "cut sentences": ". " * (SIZE // 2),
}


@pytest.mark.parametrize("name", [*REPEATED, *BUILT])
def test_time_stays_in_proportion(name: str) -> None:
    body = BUILT.get(name) or REPEATED[name] * (SIZE // len(REPEATED[name]))
    lexicon.said(Document(Text("warm.md", "The model is limited. Phone +4")))
    begin = time.process_time()
    read = Document(Text("README.md", body))
    for view in (read.prose, read.visible):
        assert len(view) == len(body)
    assert read.sections and read.sentences is not None and read.words is not None
    lexicon.said(read)
    kind_of(read)
    masks(read)
    assert time.process_time() - begin < 8


@pytest.mark.parametrize("body", ["a" * 1_000_001, "a\n" * 40_001, "|" * 80_001])
def test_what_no_person_wrote_is_not_read_and_said_so(body: str) -> None:
    report = Linter(Settings()).lint(Text("README.md", body, "model-card"))
    assert report.skipped.startswith("it is too large to be read: ")
    assert not report.findings and not report.failures
