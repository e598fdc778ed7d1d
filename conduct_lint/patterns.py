"""Regular expressions that need not be compiled at start: the wheel carries the code that `re` made of them when it was built.

One card needs five hundred expressions, and compiling them takes longer than everything else. The code of an expression belongs
to one version of Python's matching engine (`_sre.MAGIC`); under any other, and in a checkout, `re` compiles them as ever.
"""

from __future__ import annotations

import os
import re
import sys
from array import array
from binascii import crc32
from bisect import bisect_left
from collections.abc import Iterable
from importlib import import_module
from typing import Any

from conduct_lint import data

FILE = "patterns.bin"
_sre = import_module("_sre")
_HEAD = 4  # words before the index: form, engine, bytes a word of code, number of expressions
_FORM = 0x434C5031

#: Every expression there is in this process, by pattern and flags.
_made: dict[tuple[str, int], re.Pattern[str]] = {}


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile(pattern, flags)`, from the shipped code where there is some."""
    key = pattern, int(flags)
    found = _made.get(key)
    if found is None:
        found = _made[key] = (_shipped.find(*key) if _shipped else None) or re.compile(pattern, flags)
    return found


class _Shipped:
    """The expressions of a file: an index of checksums and places, in order, then the records. Everything is a 32-bit word."""

    def __init__(self, words: memoryview) -> None:
        self._words = words
        count = words[3]
        self._sums = words[_HEAD : _HEAD + count]
        self._places = words[_HEAD + count : _HEAD + 2 * count]

    def find(self, pattern: str, flags: int) -> re.Pattern[str] | None:
        text = pattern.encode("utf-8", "surrogatepass")
        checksum = _sum(text, flags)
        index = bisect_left(self._sums, checksum)
        while index < len(self._sums) and self._sums[index] == checksum:
            at = self._places[index]
            asked, final, groups, text_size, names_size, code_size = self._words[at : at + 6]
            named = at + 6 + _words(text_size)
            code = named + _words(names_size)
            if asked == flags and self._words[at + 6 : named].tobytes()[:text_size] == text:
                names = self._words[named:code].tobytes()[:names_size].decode()
                return _built(pattern, final, groups, names, self._words[code : code + code_size].tolist())
            index += 1
        return None


def _words(size: int) -> int:
    """How many words hold so many bytes."""
    return (size + 3) // 4


def _built(pattern: str, flags: int, groups: int, named: str, code: list[int]) -> re.Pattern[str] | None:
    names = {name: int(number) for name, _, number in (pair.partition("=") for pair in named.split())}
    by_number: list[str | None] = [None] * (groups + 1)
    for name, number in names.items():
        by_number[number] = name
    try:
        made: re.Pattern[str] = _sre.compile(pattern, flags, code, groups, names, tuple(by_number))
    except (RuntimeError, TypeError, OverflowError):  # the engine does not take it after all
        return None
    return made


def made() -> list[tuple[str, int]]:
    """Every expression that this process has made so far, as (pattern, flags)."""
    return list(_made)


def packed(patterns: Iterable[tuple[str, int]]) -> bytes:
    """The file for these (pattern, flags), made by the running Python for itself."""
    parser, compiler = _modules()
    rows = []
    for pattern, flags in sorted(set(patterns)):
        tree = parser.parse(pattern, flags)
        code = compiler._code(tree, flags)
        names = " ".join(f"{name}={number}" for name, number in tree.state.groupdict.items())
        text = pattern.encode("utf-8", "surrogatepass")
        final = (flags | tree.state.flags) & ~re.DEBUG
        parts = _padded(text) + _padded(names.encode()) + array("I", code)
        sizes = len(text), len(names.encode()), len(code)
        rows.append((_sum(text, flags), array("I", [flags, final, tree.state.groups - 1, *sizes]) + parts))
    rows.sort(key=lambda row: row[0])
    places, at = array("I"), _HEAD + 2 * len(rows)
    for _, record in rows:
        places.append(at)
        at += len(record)
    words = array("I", [_FORM, *_engine(), len(rows), *(checksum for checksum, _ in rows), *places])
    for _, record in rows:
        words += record
    return words.tobytes()


def _padded(text: bytes) -> array[int]:
    words = array("I")
    words.frombytes(text.ljust(4 * _words(len(text)), b"\0"))
    return words


def _sum(text: bytes, flags: int) -> int:
    return crc32(text, flags)


def _engine() -> tuple[int, int]:
    return _sre.MAGIC, _sre.CODESIZE


def _modules() -> tuple[Any, Any]:
    """Python's parser and compiler of expressions, which moved in 3.11."""
    if sys.version_info >= (3, 11):
        return import_module("re._parser"), import_module("re._compiler")
    return import_module("sre_parse"), import_module("sre_compile")


def _load(path: str) -> _Shipped | None:
    """The shipped expressions; None where there are none or they are for another engine."""
    try:
        with open(path, "rb") as file:
            words = memoryview(file.read()).cast("I")
        fits = words.itemsize == 4 and tuple(words[:3]) == (_FORM, *_engine())
    except (OSError, TypeError, ImportError, AttributeError):
        return None
    return _Shipped(words) if fits else None


_shipped = _load(os.path.join(data.folder(), FILE))
