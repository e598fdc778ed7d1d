"""The quick reader of plain Markdown beside the library: whatever it reads, the library reads the same, place for place."""

from __future__ import annotations

import gzip
import json
import random
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from conduct_lint import markdown, plainmarkdown
from conduct_lint.document import Document
from conduct_lint.markdown import Parsed
from conduct_lint.model import Text

ROOT = Path(__file__).parents[1]
CORPUS = ROOT.parent / "shared" / "corpus" / "cards.jsonl.gz"

READ = [
    "",
    "\n \n",
    "# Tern\n\nA model\nof birds.   \n\nTern\n====\nGull\n---\n## a ##\n#\n####### b\n#c\n",
    "- a\n- b\n\n  c\n    - d\n      e\n* f\n1. g\n2. h\n10) i\n   continued\nlazy\n",
    "-\n\n  a\n-\n  b\n- \n1.\n",
    "a\n- b\na\n2. b\na\n1. b\na\n-\na\n",
    "> a\n> > b\nlazy\n> - c\n>   d\n- > e\n  > f\n> ```\n> g\n\n>h\n",
    "```py\nx\n```\n~~~~\n```\n~~~~ \n    ```\n``` `\n```\nopen\n",
    "- ```\n  a\n  ```\n- ~~~\n b\n",
    "    code\n\n      more\n\na\n    no code\n\tb\n\n\tcode\n",
    "|a|b|\n|-|:-:|\n|1|2|3|\n| \\| | |\n1\n\na|b\n-|-\nc\n# d\n|a|\n|-|-|\n",
    "- |a|b|\n  |-|-|\n  |1|2|\n|3|\n> |a|\n> |-|\n> b\nc\n",
    "***\n- - -\n_ _ _ a\n--\n+\n",
    "<div>\n# a\n\n# b\n</div>\n<!-- a\n\nb --> c\nd\n<b>e</b>\n\n<b>\nf\n\n",
    "<script>\n\nx</script>\n<?a\n?>\n<!A\n>\n<a href='b'\n",
    "- <!-- a\n\n b -->\n- <div>\n\n  c\n<p\n",
    "\u3000A line set in.\n\n\xa0a\n# \u2003b\u2003\n",
    "[a](b)\n\n[a]\n\nb]: c\n",
]
LEFT = [
    "[a]: /b\n",
    "[a\nb]: /c\n",
    "- [a]: b",
    "-\ta\n",
    ">\ta\n",
    "> " * 30 + "a",
    "".join("  " * n + "- a\n" for n in range(12)),
    "\u3000\na\n",
]
PIECES = [
    *"ab#=.|>-*+<é\u3000\t",
    *"\n\n\n\n\n\n",
    "- ",
    "* ",
    "1. ",
    "2) ",
    "10. ",
    "> ",
    ">>",
    "  ",
    "    ",
    "# ",
    "- - -",
    "[a]: b",
]
PIECES += (
    "``` ~~~ ```` ```py === --- *** |a|b| |-|-| :-- ---|--- <div> </div> <!-- --> <b> <script> </script> <? ?> <pre>".split()
)
PIECES += ["\\|", "[a]", "(x)", '<a href="x">']


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Parsed]:
    """`markdown.parse` without the quick reader."""

    def read(source: str, start: int = 0) -> Parsed:
        with monkeypatch.context() as patch:
            patch.setattr(plainmarkdown, "parse", lambda source, start: None)
            return markdown.parse(source, start)

    return read


@pytest.mark.parametrize("source", READ)
def test_what_is_read_is_what_the_library_reads(source: str, library: Callable[..., Parsed]) -> None:
    for text, start in ((source, 0), (f"---\na: b\n---\n{source}", 12), (source.rstrip("\n"), 0)):
        assert plainmarkdown.parse(text, start) == library(text, start)


@pytest.mark.parametrize("source", LEFT)
def test_anything_else_is_left_to_the_library(source: str, library: Callable[..., Parsed]) -> None:
    assert plainmarkdown.parse(source, 0) is None
    assert markdown.parse(source, 0) == library(source, 0)


def test_any_heap_of_marks_is_read_alike_or_left(library: Callable[..., Parsed]) -> None:
    dice = random.Random(3)
    read = 0
    for _ in range(6000):
        source = "".join(dice.choices(PIECES, k=dice.choice((4, 8, 14, 25))))
        found = plainmarkdown.parse(source, 0)
        read += found is not None
        assert found is None or found == library(source), source
    assert read > 5000


def test_cards_are_read_alike(library: Callable[..., Parsed]) -> None:
    """Those of the tests, and real ones where they are at hand; hardly one is left to the library."""
    texts = [path.read_text(encoding="utf-8") for path in sorted((ROOT / "tests" / "gold" / "cards").glob("*.md"))]
    if CORPUS.exists():
        with gzip.open(CORPUS, "rt", encoding="utf-8") as file:
            texts += [json.loads(line)["text"] for line in list(file)[::25]]
    left = 0
    for text in texts:
        document = Document(Text("README.md", text))
        start = document.front_matter.span.end if document.front_matter.span else 0
        found = plainmarkdown.parse(document.plain, start)
        left += found is None
        assert found is None or found == library(document.plain, start)
    assert texts and left <= len(texts) / 50


def test_a_plain_card_does_not_import_the_library() -> None:
    code = (
        "import sys\nfrom conduct_lint import lint\n"
        "lint('---\\nlicense: mit\\n---\\n# Tern\\n\\n- a\\n- b\\n\\n|a|b|\\n|-|-|\\n|1|2|\\n', kind='model-card')\n"
        "print('markdown_it' in sys.modules)\n"
    )
    done = subprocess.run([sys.executable, "-c", code], env={"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=True)
    assert done.stdout == "False\n"
