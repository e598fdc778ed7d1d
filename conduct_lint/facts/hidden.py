"""Text that a reader does not see and a model reads: invisible characters, turned text, text without colour, comments with
orders.

Invisible characters have honest uses, which are no hits: joiners in emoji and in Persian or Indic words, marks of
direction beside
letters that are written from the right, a byte order mark, the odd blank of no width that was copied along.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from conduct_lint import lexicon
from conduct_lint.document import WORD, Document, lowered, once
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex


class Hidden(NamedTuple):
    """A place with text that is not seen; `kind`: `characters`, `direction`, `style` or `comment`."""

    span: Span
    kind: str


@once
def hidden(document: Document) -> tuple[Hidden, ...]:
    """The hidden text of a document, in reading order."""
    found = [*_styled(document), *_comments(document)]
    if not document.text.isascii() and _ANY.search(document.text):
        found += [*_characters(document.text), *_turned(document)]
    return tuple(sorted(found))


#: Any character that the readings below ask about; most texts have none.
_ANY = regex("[\u180e\u200b-\u200d\u202b\u202e\u2060-\u2064\u2067\ufe00-\ufe0f\ufeff\U000e0020-\U000e01ef]")


# ── characters ───────────────────────────────────────────────────────────────────────────────────────────────────────

#: Tag characters (U+E0000 block) spell ASCII unseen; flags of England, Scotland and Wales are a black flag with a few of them.
_TAGS = regex("(\U0001f3f4)?[\U000e0020-\U000e007e]+\U000e007f?")
#: Rows of characters without width carry bits; people never write four of them in a row.
_ROW = regex("[\u180e\u200b-\u200d\u2060-\u2064\ufeff]{4,}")
#: Selectors of a glyph's form stand singly behind it; in a row they carry bytes.
_SELECTORS = regex("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{3,}")
#: A letter of a word, a blank of no width, the next letter: the word is read by people and by no filter.
_SPLIT = regex("(?<=[a-z])[\u200b\u200c\u2060\ufeff](?=[a-z])")
#: As many split words as nobody copies along by chance.
_SPLIT_WORDS = 4


def _characters(text: str) -> Iterator[Hidden]:
    for m in _TAGS.finditer(text):
        if not (m.group(1) and len(m.group()) <= 9):
            yield Hidden(Span(m.start(), m.end()), "characters")
    for pattern in (_ROW, _SELECTORS):
        for m in pattern.finditer(text):
            yield Hidden(Span(m.start(), m.end()), "characters")
    split = list(_SPLIT.finditer(text))
    lines = {text.count("\n", 0, m.start()) for m in split[: _SPLIT_WORDS * 8]}
    if len(split) >= _SPLIT_WORDS and len(split) >= 2 * len(lines):
        yield Hidden(Span(split[0].start(), split[0].end()), "characters")


# ── direction ────────────────────────────────────────────────────────────────────────────────────────────────────────

#: Right-to-left override, embedding, isolate. The others are what programs put around pasted paths and numbers.
_TURNS = regex("[\u202e\u202b\u2067]")
_FROM_THE_RIGHT = regex("[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc]")


def _turned(document: Document) -> Iterator[Hidden]:
    text, read = document.text, 0
    for m in _TURNS.finditer(text):
        if m.start() < read:
            continue
        start = text.rfind("\n", 0, m.start()) + 1
        end = text.find("\n", m.end())
        read = len(text) if end < 0 else end
        line = text[start:read]
        if not _FROM_THE_RIGHT.search(line) and regex(r"\w{2}").search(line[m.end() - start :]):
            yield Hidden(Span(m.start(), m.end()), "direction")


# ── style and comments ───────────────────────────────────────────────────────────────────────────────────────────────

_UNSEEN = regex(
    r"<(\w{1,12})\b[^<>]{0,300}?\bstyle\s*=\s*[\"'][^\"'<>]{0,300}?(?:(?<!-)color\s*:\s*(?:white|#fff(?:fff)?|transparent)\b"
    r"|font-size\s*:\s*[01](?:px|pt|em|rem|%)?\s*[;\"']"
    r"|opacity\s*:\s*0(?:\.0+)?\s*[;\"']|visibility\s*:\s*hidden|display\s*:\s*none)[^<>]{0,300}>(.{1,2000}?)</\1\s*>",
    re.S | re.I,
)
_REFERENCE = regex(
    r"^[ ]{0,3}\[(?://|comment|_metadata_|#)[^\]\n]{0,20}\]:[ \t]*(?:#|<>)[ \t]*[(\"'](.{1,2000}?)[)\"'][ \t]*$", re.M | re.I
)

_NAMES_OF_COMMENTS = ("[//", "[comment", "[Comment", "[_metadata_", "[#")


def _styled(document: Document) -> Iterator[Hidden]:
    if "style" not in document.text:
        return
    for m in _UNSEEN.finditer(document.plain):
        if _orders(m.group(2)):
            yield Hidden(Span(m.start(), m.end()), "style")


def _comments(document: Document) -> Iterator[Hidden]:
    text = document.text
    if "<!--" in text:
        marks = [(mark.start, mark.end) for mark in document.marked("comment")]
        for start, end in sorted({*document.parsed.comments, *marks}):
            if _orders(text[start:end]):
                yield Hidden(Span(start, end), "comment")
    if any(name in text for name in _NAMES_OF_COMMENTS):
        for m in _REFERENCE.finditer(document.plain):
            if _orders(m.group(1)):
                yield Hidden(Span(m.start(), m.end()), "comment")


@lru_cache(maxsize=1)
def _wordings() -> tuple[tuple[frozenset[str], re.Pattern[str]], ...]:
    return tuple(
        (frozenset(wording.anchors), regex(wording.pattern)) for wording in lexicon.lexicon().of_topic("hidden").values()
    )


@lru_cache(maxsize=512)
def _orders(words: str) -> bool:
    """True where unseen words give orders to a model, or to whoever judges the text. Most are those of a template, read again and
    again."""
    lower = " ".join(lowered(words[:5000]).split())
    there = set(WORD.findall(lower))
    return any(not anchors.isdisjoint(there) and pattern.search(lower) for anchors, pattern in _wordings())
