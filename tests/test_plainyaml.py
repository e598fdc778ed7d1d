"""The quick reader of plain YAML beside the library: whatever it reads, the library reads the same, place for place."""

from __future__ import annotations

import random
from typing import Any

import pytest

from conduct_lint import data, frontmatter, plainyaml

READ = [
    "license: mit",
    "license: mit   \n\n",
    "tags:\n- a\n- b c\nlanguage: en\n",
    "tags:\n  - a\n  - 'b # c'\n  -   \"d: e\"\n\nempty:\n",
    "a b: 1.5\n'0': no\nc:\n  d:\n    e: []\n  f: ~\n",
    "model-index:\n- name: Tide\n  results:\n  - task:\n      type: x\n    metrics:\n    - type: wer\n      value: 4.2\n",
    "a: http://x.y/z#p?q=1:2\nb: é 漢字 a'b\nc: x,y [z]\n",
    "a:\n- - b\n  - c\n-   d: e\n    f: g\n",
    "a: 1\na: 2\n",
    "a: |\n  b\n   c\n\n  d \n\ne: >-\n\n  f\n  g\n\n  h\n    i\n  j\n",
    "a:\n- b: |-\n    c: d\n    - e\n    # f\n  g: h\n- >\n  i\n\n\n  j\n",
    "a: b\nc: |\n  d",
    "x:\n- a: >\n    b\n    c",
    "# a\nb: c # d\n  # e\nf: # g\n- h#i # j\n",
    "a: 'b''c'\nd: \"e\\n\\\"f\\\"\\\\ \\/\"\ng: -4.5 +/- 1\nh: ⚡\nI say so, and mean it (all of it): yes\n",
]
LEFT = [
    "",
    "just words",
    "- a\n- b",
    "a: |+\n  b\n",
    "a: |2\n  b\n",
    "a: |\n b\n   ",
    "a: |\n    \n  b\n",
    "a: >\nb: c\n",
    "a: b\n  c\n",
    "a: b: c",
    "a: &x b\nc: *x\n",
    "a:\tb",
    "a: b\r\nc: d",
    "a: [b, c]",
    "a: {b: c}",
    "a: b\n# c\n  d",
    'a: "b\\x41"',
    "a: 'b\n  c'",
    "a:b",
    "'a':'b'",
    "a:\n   b: c\n  d: e\n",
    "a: b\n- c\n",
    "a: \x85b",
    "a: \u2028b",
    "a: \ufeffb",
    "a: -",
    "a: @b",
    "---\na: b",
    "a: b\n...",
    "? a\n: b",
    "a:\n-\n- b\n",
]


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Any:
    """`frontmatter.compose` without the quick reader."""
    quick = plainyaml.compose
    monkeypatch.setattr(plainyaml, "compose", lambda source, offset: None)
    return lambda source, offset=0: (quick(source, offset), *frontmatter.compose(source, offset))


@pytest.mark.parametrize("source", READ)
def test_what_is_read_is_what_the_library_reads(source: str, library: Any) -> None:
    found, node, problem = library(source, 4)
    assert (found, problem) == (node, None) and found is not None


@pytest.mark.parametrize("source", LEFT)
def test_anything_else_is_left_to_the_library(source: str) -> None:
    assert plainyaml.compose(source, 0) is None


def test_deep_and_long_texts_are_left_to_the_library() -> None:
    assert plainyaml.compose("".join("  " * depth + "a:\n" for depth in range(60)), 0) is None
    assert plainyaml.compose("- " * 100 + "a", 0) is None
    assert plainyaml.compose("a: b\n" * 40_100, 0) is None


def test_slips_of_the_keyboard_are_read_alike_or_left(library: Any) -> None:
    dice = random.Random(7)
    marks = [
        *"  \n\n:-#'\"[]{}|>&*!?,.~%@`\tZ0é\\",
        "\n  ",
        " |\n",
        " >-\n",
        "\n- ",
        ": ",
        " #",
        "- - ",
        "---",
        "\r\n",
        "\x85",
        "\u2028",
        "[]",
    ]
    read = 0
    for _ in range(4000):
        source = list(dice.choice(READ))
        for _ in range(dice.randint(1, 3)):
            at = dice.randrange(len(source))
            source[at : at + dice.randint(0, 1)] = dice.choice(marks)
        text = "".join(source)
        found, node, problem = library(text)
        read += found is not None
        assert found is None or (found, None) == (node, problem), text
    assert read > 400


def test_rule_files_are_read_alike(library: Any) -> None:
    with open(f"{data.folder()}/clauses.yaml", encoding="utf-8") as file:
        found, node, _ = library(file.read())
    assert found is None or found == node
