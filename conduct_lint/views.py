"""Views of a text as a reader sees it: of the same length, with markup blank.

A word that backslashes divide stands whole in them, and the blanks behind it: it begins where it does in the text.
"""

from __future__ import annotations

from itertools import pairwise

from conduct_lint.inline import Mark
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.patterns import regex

_QUOTE_MARK = regex(r"(?<=\n)[ \t]*(?:>[ \t]?)+")
#: Signs within names.
_SIGNS = "-_.+/"
#: A word with such signs, some of them behind a backslash, as editors of Markdown write them.
_DIVIDED = regex(r"[A-Za-z0-9À-ɏ](?:[A-Za-z0-9À-ɏ_.+/-]|\\[-_.+](?=[A-Za-z0-9À-ɏ_]))*")
#: Marks whose words are seen and are none of the author's.
_NO_WORDS = frozenset(("code", "url"))


def masked(source: str, blocks: tuple[Block, ...], marks_of: tuple[tuple[Mark, ...], ...]) -> tuple[str, str]:
    """The prose of a text and all its visible words, which are the same in most blocks. Arguments: `marks_of` each block."""
    prose: list[str] = []
    visible: list[str] = []
    at = 0
    for block, marks in zip(blocks, marks_of):
        if block.kind == "code" or block.start < at:
            continue
        if block.start > at:
            gap = "\n" + " " * (block.start - at - 1)
            prose.append(gap)
            visible.append(gap)
        piece = source[block.start : block.end]
        if block.quoted and "\n" in piece:
            piece = _QUOTE_MARK.sub(lambda m: " " * len(m.group()), piece)
        seen = _blanked(piece, block.start, marks, True).replace("\n", " ")
        words = [seen, seen]
        if any(mark.kind in _NO_WORDS for mark in marks):
            words[0] = _blanked(piece, block.start, marks, False).replace("\n", " ")
        if "\\" in piece:
            words = [_joined(piece, view) for view in words]
        prose.append(words[0])
        visible.append(words[1])
        at = block.end
    if at < len(source):
        gap = "\n" + " " * (len(source) - at - 1)
        prose.append(gap)
        visible.append(gap)
    return "".join(prose), "".join(visible)


def whole(text: str, span: Span) -> Span:
    """A span of a view as one of the text: where it ends in a word that backslashes divide, it ends with that word."""
    start, end = span
    if "\\" in text[start:end]:
        for word in _DIVIDED.finditer(text, max(start, end - 200), min(len(text), end + 200)):
            if word.start() < end < word.end() and "\\" in word.group():
                return Span(start, word.start() + len(word.group().rstrip(_SIGNS)))
    return span


def _joined(piece: str, seen: str) -> str:
    """`seen`, in it the words whole that backslashes divide in `piece` ("tide\\-7b"): the blanks in their place stand behind
    them."""
    out, at = [], 0
    for word in _DIVIDED.finditer(piece):
        start, end = word.start(), word.start() + len(word.group().rstrip(_SIGNS))
        holes = [start - 1, *(place for place in range(start, end) if piece[place] == "\\" and seen[place] == " "), end]
        if len(holes) > 2:
            out += [seen[at:start], *(seen[left + 1 : right] for left, right in pairwise(holes)), " " * (len(holes) - 2)]
            at = end
    return "".join((*out, seen[at:]))


def _blanked(piece: str, offset: int, marks: tuple[Mark, ...], code: bool) -> str:
    """`piece` with its markup blank. Marks may nest; blank parts are collected first and applied in order."""
    if not marks:
        return piece
    holes: list[tuple[int, int]] = []
    for mark in marks:
        if mark.kind == "link" or (code and mark.kind in _NO_WORDS):
            holes.append((mark.start, mark.inner))
            holes.append((mark.inner_end, mark.end))
        else:
            holes.append((mark.start, mark.end))
    holes.sort()
    out: list[str] = []
    at = offset
    for start, end in holes:
        if start > at:
            out.append(piece[at - offset : start - offset])
            at = start
        if end > at:
            out.append(" " * (end - at))
            at = end
    out.append(piece[at - offset :])
    return "".join(out)
