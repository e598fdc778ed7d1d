"""Regular expressions that cost nothing until they are used, and little then.

A card needs some two hundred of the linter's two thousand expressions. `regex` makes one when it is first asked for something.
Compiling even those takes longer than all else in a short run (90–210 ms of processor time against 4), so the wheel carries the
code that `re` made of them when it was built. That code belongs to one minor version of Python and its matching engine; under any
other, in a checkout, and where the file is damaged, `re` compiles them as ever.
"""

from __future__ import annotations

import os
import re
import sys
from binascii import crc32
from bisect import bisect_left
from collections.abc import Callable, Iterable
from importlib import import_module

from conduct_lint import data
from conduct_lint.typed import Any, cast

TYPE_CHECKING = False  # spelt out: what is only needed when a wheel is built is not imported
if TYPE_CHECKING:
    from array import array

FILE = "patterns.bin"
_sre = import_module("_sre")
_HEAD = 6  # words before the index: form, engine (see `_engine`), words in the file, number of expressions
_RECORD = 7  # words of a record behind its checksum, before its parts: words in all, flags asked and final, groups, three sizes
_FORM = 0x434C5034

#: Every expression that was named in this process, by pattern and flags.
_named: dict[tuple[str, int], re.Pattern[str]] = {}
#: Every expression that was made of wordings in this process, by its name and flags.
_known: dict[tuple[str, int], re.Pattern[str]] = {}


class Expression:
    """An expression that is made when something of it is first asked for. From then on its methods are those of `re`."""

    made: re.Pattern[str]

    def _make(self) -> re.Pattern[str]:
        raise NotImplementedError

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = self.__dict__[name] = self._make() if name == "made" else getattr(self.made, name)
        return value


class _Named(Expression):
    def __init__(self, pattern: str, flags: int) -> None:
        self._key = pattern, flags

    def __reduce__(self) -> tuple[Any, ...]:
        return regex, self._key

    def _make(self) -> re.Pattern[str]:
        return _made(*self._key)


def regex(pattern: str, flags: int = 0) -> re.Pattern[str]:
    """`re.compile(pattern, flags)`, when it is first used, and from the shipped code where there is some.

    The same object for the same arguments. An expression that is no expression raises `re.error` when it is first used.
    """
    key = pattern, int(flags)
    found = _named.get(key)
    if found is None:
        found = _named[key] = cast("re.Pattern[str]", _Named(*key))
    return found


def known(name: str, flags: int, say: Callable[[], str]) -> re.Pattern[str]:
    """The expression that is shipped under a name, else the one of the pattern that `say` puts together.

    To put it together takes longer than to read what was made of it; the name says all that the pattern depends on.
    """
    found = _known[name, flags] = _found(name, flags, "") or _made(say(), flags)
    return found


def _made(pattern: str, flags: int) -> re.Pattern[str]:
    return _found("", flags, pattern) or re.compile(pattern, flags)


def _found(name: str, flags: int, pattern: str) -> re.Pattern[str] | None:
    try:
        return _shipped.find(pattern, flags, name) if _shipped else None
    except (LookupError, ValueError, RuntimeError):  # the index leads nowhere; the engine refuses the code after all
        return None


class _Shipped:
    """The expressions of a file: an index of checksums and places, in order, then the records. Everything is a 32-bit word."""

    def __init__(self, words: memoryview) -> None:
        self._words = words
        count = words[_HEAD - 1]
        self._sums = words[_HEAD : _HEAD + count]
        self._places = words[_HEAD + count : _HEAD + 2 * count]

    def find(self, pattern: str, flags: int, name: str = "") -> re.Pattern[str] | None:
        """The expression made of the shipped code; None where there is none or its record is damaged. With a `name` that is asked
        for, and any pattern fits.

        The engine looks code over before it takes it, but not so well that it could be trusted with any: hence the checksum.
        """
        text = pattern.encode("utf-8", "surrogatepass")
        key = name.encode("utf-8", "surrogatepass")
        checksum = _sum(key or text, flags)
        index = bisect_left(self._sums, checksum)
        while index < len(self._sums) and self._sums[index] == checksum:
            at = self._places[index]
            size, asked, final, groups, text_size, names_size, key_size = self._words[at + 1 : at + 1 + _RECORD]
            record = self._words[at + 1 : at + size]
            if crc32(record) != self._words[at]:
                return None
            own = _RECORD + _words(key_size)
            named = own + _words(text_size)
            code = named + _words(names_size)
            raw = record[:code].tobytes()
            said = raw[4 * own : 4 * own + text_size]
            if asked == flags and raw[4 * _RECORD : 4 * _RECORD + key_size] == key and (key or said == text):
                names = raw[4 * named : 4 * named + names_size].decode() if names_size else ""
                pattern = said.decode("utf-8", "surrogatepass") if key else pattern
                return _built(pattern, final, groups, names, record[code:].tolist())
            index += 1
        return None


def _words(size: int) -> int:
    """How many words hold so many bytes."""
    return (size + 3) // 4


def _built(pattern: str, flags: int, groups: int, named: str, code: list[int]) -> re.Pattern[str]:
    names: dict[str, int] = {}
    by_number: list[str | None] = [None] * (groups + 1)
    for pair in named.split():
        name, _, number = pair.partition("=")
        names[name] = int(number)
        by_number[int(number)] = name
    made: re.Pattern[str] = _sre.compile(pattern, flags, code, groups, names, tuple(by_number))
    return made


def named() -> list[tuple[str, int]]:
    """Every expression that this process has named so far, as (pattern, flags)."""
    return list(_named)


def all_known() -> list[tuple[str, int, str]]:
    """Every expression that `known` was asked for in this process, as (pattern, flags, name)."""
    return [(found.pattern, flags, name) for (name, flags), found in _known.items()]


def packed(patterns: Iterable[tuple[str, int] | tuple[str, int, str]]) -> bytes:
    """The file for these (pattern, flags) and (pattern, flags, name), made by the running Python for itself. What stands together
    is read together."""
    from array import array

    parser, compiler = _modules()
    rows = []
    for pattern, flags, *name in dict.fromkeys(patterns):
        tree = parser.parse(pattern, flags)
        code = compiler._code(tree, flags)
        names = " ".join(f"{name}={number}" for name, number in tree.state.groupdict.items())
        text = pattern.encode("utf-8", "surrogatepass")
        key = "".join(name).encode("utf-8", "surrogatepass")
        final = (flags | tree.state.flags) & ~re.DEBUG
        parts = _padded(key) + _padded(text) + _padded(names.encode()) + array("I", code)
        head = 1 + _RECORD + len(parts), flags, final, tree.state.groups - 1, len(text), len(names.encode()), len(key)
        record = array("I", head) + parts
        rows.append((_sum(key or text, flags), array("I", [crc32(record)]) + record))
    at = _HEAD + 2 * len(rows)
    index = []
    for checksum, record in rows:
        index.append((checksum, at))
        at += len(record)
    index.sort()
    words = array("I", [_FORM, *_engine(), at, len(rows), *(row[0] for row in index), *(row[1] for row in index)])
    for _, record in rows:
        words += record
    return words.tobytes()


def _padded(text: bytes) -> array[int]:
    from array import array

    words = array("I")
    words.frombytes(text.ljust(4 * _words(len(text)), b"\0"))
    return words


def _sum(text: bytes, flags: int) -> int:
    return crc32(text, flags)


def _engine() -> tuple[int, int, int]:
    """What code depends on: the engine, how long its words are, and the Python whose characters it knows."""
    return _sre.MAGIC, _sre.CODESIZE, crc32(str(sys.implementation.cache_tag).encode())


def _modules() -> tuple[Any, Any]:
    """Python's parser and compiler of expressions, which moved in 3.11."""
    if sys.version_info >= (3, 11):
        return import_module("re._parser"), import_module("re._compiler")
    return import_module("sre_parse"), import_module("sre_compile")


def _load(path: str) -> _Shipped | None:
    """The shipped expressions; None where there are none or they are for another engine."""
    try:
        words = memoryview(data.mapped(path)).cast("I")
        fits = words.itemsize == 4 and tuple(words[: _HEAD - 1]) == (_FORM, *_engine(), len(words))
    except (OSError, TypeError, ImportError, AttributeError):
        return None
    return _Shipped(words) if fits else None


_shipped = _load(os.path.join(data.folder(), FILE))
