"""Texts of others on a terminal or in a workflow log: the invisible becomes visible, widths are columns, no line commands.

A workflow runner obeys a line that begins with `::` (after any blanks) and a `##[` anywhere in a line (actions/runner,
ActionCommand.cs), so neither may come out of a text that somebody else wrote.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from unicodedata import category, east_asian_width

_JOINERS = "\u200c\u200d"
_PRESENTATION = "\ufe0e\ufe0f"


def look(text: str, at: int) -> str:
    """How the character at an offset is shown: itself, or a visible stand-in for one that a terminal would obey or hide.

    Empty for a presentation selector, whose width no two terminals agree on.
    """
    char = text[at]
    if char == "[" and text[max(at - 2, 0) : at] == "##":
        return " ["
    if char.isascii():
        return char if char.isprintable() else "\u2421" if char == "\x7f" else chr(0x2400 + ord(char))
    if char in _PRESENTATION:
        return ""
    if char in _JOINERS and _joins(text, at):
        return char
    plain = char.isprintable() or category(char) == "Zs"
    return char if plain and not _selects(char) else f"<U+{ord(char):04X}>"


def _joins(text: str, at: int) -> bool:
    """Whether a joiner stands singly between two letters or emoji, as in Persian and in family emoji; rows of them hide text."""
    around = text[at - 1 : at] + text[at + 1 : at + 2]
    return len(around) == 2 and not any(c.isascii() or category(c) in ("Cf", "Zs", "Cc") for c in around)


def _selects(char: str) -> bool:
    return "\ufe00" <= char <= "\ufe0d" or "\U000e0100" <= char <= "\U000e01ef"


def visible(text: str) -> str:
    """A text on one line, each control, format and bidirectional character replaced by something that can be seen."""
    if text.isascii() and text.isprintable() and "##[" not in text:
        return text
    return "".join(look(text, at) for at in range(len(text)))


def one_line(text: str) -> str:
    """`visible`, with runs of blanks and newlines as one blank."""
    return visible(" ".join(text.split()))


def path_shown(path: str) -> str:
    """A path that may begin a line."""
    shown = visible(path)
    return f"./{shown}" if shown.lstrip().startswith("::") else shown


def columns(shown: str) -> int:
    """How many columns of a terminal a shown text takes."""
    return len(shown) if shown.isascii() else sum(map(_column, shown))


def _column(char: str) -> int:
    if char in _JOINERS or "\u1160" <= char <= "\u11ff" or category(char) in ("Mn", "Me"):
        return 0
    return 2 if east_asian_width(char) in "WF" else 1


def wrap(text: str, width: int) -> Iterator[str]:
    """The visible text in lines of at most `width` columns; a word that is longer, such as an address, stays whole."""
    return fill(one_line(text).split(" "), width)


def fill(pieces: Iterable[str], width: int) -> Iterator[str]:
    """Pieces of visible text, a blank between them, in lines of at most `width` columns; no piece is broken."""
    line, used = "", 0
    for word in pieces:
        needed = columns(word)
        if line and used + 1 + needed > width:
            yield _obeyed_by_nobody(line)
            line, used = "", 0
        line, used = (f"{line} {word}", used + 1 + needed) if line else (word, needed)
    if line:
        yield _obeyed_by_nobody(line)


def _obeyed_by_nobody(line: str) -> str:
    return f": {line[1:]}" if line.startswith("::") else line
