"""Shipped expressions beside those that `re` compiles: the same in everything that can be seen of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from conduct_lint import lexicon, patterns

KINDS = [
    (r"a(b|c)*d", 0),
    (r"a(b|c)*d", re.I),
    (r"(?P<one>x)(y)(?P<two>z)?", re.M | re.S),
    (r"(?i)ß[à-ü]|漢(?!字)", 0),
    (r"(?<!\w)tide(?!\w)", re.I),
    (r"[^\W\d_]+\Z", 0),
    ("", 0),
    ("a\0", 0),
    ("\0", 0),
    (r"(a)(?(1)b|c)\1", re.A),
    (r"# a comment" + "\n" + r"a  b", re.X),
]
TEXTS = ["", "abcd", "ABCD", "xyz xy", "ß漢字漢", "Tide tides tide", "a\0b", "aab", "ab\ncd"]


@pytest.fixture
def shipped(tmp_path: Path) -> patterns._Shipped:
    path = tmp_path / patterns.FILE
    path.write_bytes(patterns.packed(KINDS))
    found = patterns._load(str(path))
    assert found is not None
    return found


@pytest.mark.parametrize(("pattern", "flags"), KINDS)
def test_a_shipped_expression_is_the_compiled_one(shipped: patterns._Shipped, pattern: str, flags: int) -> None:
    found, made = shipped.find(pattern, int(flags)), re.compile(pattern, flags)
    assert found is not None and found == made
    assert (found.pattern, found.flags, found.groups, found.groupindex) == (
        made.pattern,
        made.flags,
        made.groups,
        made.groupindex,
    )
    for text in TEXTS:
        assert [(m.span(), m.groups(), m.lastgroup) for m in found.finditer(text)] == [
            (m.span(), m.groups(), m.lastgroup) for m in made.finditer(text)
        ]


@pytest.mark.parametrize(("pattern", "flags"), [("a(b|c)*", 0), ("a(b|c)*d", 4), ("a\0\0", 0), ("a", 0), ("\0\0", 0)])
def test_what_was_not_shipped_is_not_found(shipped: patterns._Shipped, pattern: str, flags: int) -> None:
    assert shipped.find(pattern, flags) is None


@pytest.mark.parametrize("content", [b"", b"abc", b"\0" * 16, b"x" * 64])
def test_a_file_for_another_engine_is_passed_by(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p").write_bytes(content)
    assert patterns._load(str(tmp_path / "p")) is None
    assert patterns._load(str(tmp_path / "none")) is None


def test_code_that_the_engine_refuses_is_compiled_anew(shipped: patterns._Shipped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_shipped", shipped)
    assert patterns._built("a", 32, 0, "", [1, 2, 3]) is None
    monkeypatch.setattr(patterns, "_made", {})
    assert patterns.regex("a(b|c)*d").match("abd") and patterns.regex("never shipped") is re.compile("never shipped")


def test_every_wording_can_be_shipped(tmp_path: Path) -> None:
    wordings = [wording.pattern for wording in lexicon.lexicon().wordings]
    (tmp_path / "p").write_bytes(patterns.packed((pattern, 0) for pattern in wordings))
    found = patterns._load(str(tmp_path / "p"))
    assert found is not None
    for pattern in wordings[::7]:
        assert found.find(pattern, 0) == re.compile(pattern)


def test_an_expression_is_made_once() -> None:
    assert patterns.regex("once a tide", re.I) is patterns.regex("once a tide", re.I) is not patterns.regex("once a tide")
