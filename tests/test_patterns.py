"""Shipped expressions beside those that `re` compiles: the same in everything that can be seen of them."""

from __future__ import annotations

import pickle
import re
from array import array
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
    path.write_bytes(patterns.packed([*KINDS, *((pattern, int(flags), "named") for pattern, flags in KINDS[:3])]))
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
def test_what_is_no_such_file_is_passed_by(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "p").write_bytes(content)
    assert patterns._load(str(tmp_path / "p")) is None
    assert patterns._load(str(tmp_path / "none")) is None


def test_a_file_for_another_engine_is_passed_by(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "p"
    path.write_bytes(patterns.packed(KINDS))
    magic, size, python = patterns._engine()
    for other in ((magic + 1, size, python), (magic, 2, python), (magic, size, python ^ 1)):
        monkeypatch.setattr(patterns, "_engine", lambda other=other: other)
        assert patterns._load(str(path)) is None


def test_a_file_that_was_cut_off_is_passed_by(tmp_path: Path) -> None:
    whole = patterns.packed(KINDS)
    for size in (len(whole) - 4, len(whole) // 8 * 4, 24, 20, 4):
        (tmp_path / "p").write_bytes(whole[:size])
        assert patterns._load(str(tmp_path / "p")) is None


def test_a_damaged_file_changes_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever word of it is another, an expression is the compiled one; the engine would not survive some of them."""
    whole = array("I", patterns.packed(KINDS))
    for place in range(len(whole)):
        for wrong in (0, 0xFFFFFFFF, whole[place] ^ 1):
            (tmp_path / "p").write_bytes(array("I", [*whole[:place], wrong, *whole[place + 1 :]]).tobytes())
            found = patterns._load(str(tmp_path / "p"))
            for pattern, flags in KINDS if found else ():
                monkeypatch.setattr(patterns, "_shipped", found)
                assert patterns._made(pattern, int(flags)) == re.compile(pattern, flags)


def test_code_that_the_engine_refuses_is_compiled_anew(shipped: patterns._Shipped, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(patterns, "_shipped", shipped)
    with pytest.raises(RuntimeError, match="invalid SRE code"):
        patterns._built("a", 32, 0, "", [1, 2, 3])
    assert patterns._made("a(b|c)*d", 0).match("abd") and patterns._made("never shipped", 0) is re.compile("never shipped")


def test_every_wording_can_be_shipped(tmp_path: Path) -> None:
    wordings = [wording.pattern for wording in lexicon.lexicon().wordings]
    (tmp_path / "p").write_bytes(patterns.packed((pattern, 0) for pattern in wordings))
    found = patterns._load(str(tmp_path / "p"))
    assert found is not None
    for pattern in wordings[::7]:
        assert found.find(pattern, 0) == re.compile(pattern)


def test_an_expression_of_wordings_is_read_by_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its pattern is not put together; one of another name or with other flags is."""
    (tmp_path / "p").write_bytes(patterns.packed([("tide|ebb", int(re.I), "tides noun"), ("tide|ebb", 0)]))
    monkeypatch.setattr(patterns, "_shipped", patterns._load(str(tmp_path / "p")))
    monkeypatch.setattr(patterns, "_known", {})
    found = patterns.known("tides noun", int(re.I), lambda: pytest.fail("the pattern was put together"))
    assert found == re.compile("tide|ebb", re.I)
    assert patterns.known("tides noun", 0, lambda: "moon") == re.compile("moon")
    assert patterns.known("tides verb", int(re.I), lambda: "moon") == re.compile("moon", re.I)
    assert patterns._made("tides noun", int(re.I)) == re.compile("tides noun", re.I)
    assert ("tide|ebb", int(re.I), "tides noun") in patterns.all_known()


def test_an_expression_is_made_when_it_is_used(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    monkeypatch.setattr(patterns, "_made", lambda pattern, flags: made.append(pattern) or re.compile(pattern, flags))
    found = patterns.regex(r"(?P<tide>ebb|flood) \d", re.I)
    assert made == []
    assert found.search("Ebb 3") and found.sub("", "flood 4") == "" and found.groupindex == {"tide": 1}
    assert made == [r"(?P<tide>ebb|flood) \d"]
    with pytest.raises(AttributeError):
        print(found.none_such)  # type: ignore[attr-defined]
    assert pickle.loads(pickle.dumps(found)) is found


def test_an_expression_is_named_once() -> None:
    assert patterns.regex("once a tide", re.I) is patterns.regex("once a tide", re.I) is not patterns.regex("once a tide")
