"""The rule set and the lexicon as one plain table: read ready-made from the wheel, or made from the YAML files of a checkout.

There is one loader, `compile_folder`; the wheel ships what it made (a test asserts that both are equal). A card needs little of
what is shipped: two hundred of ten thousand anchors, twenty of tens of thousands of headings, no example. What is not needed is
neither decoded nor made into objects; each part looks, to whoever reads it, like the plain list or mapping that it stands for.
"""

from __future__ import annotations

import json
import os
import sys
from binascii import crc32
from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import accumulate

from conduct_lint import data
from conduct_lint.typed import Any, overload

TYPE_CHECKING = False
if TYPE_CHECKING:
    from collections.abc import KeysView
    from mmap import mmap

FILE, EXAMPLES, HEADINGS, WORDINGS, ANCHORS = "table.json", "examples.json", "headings.bin", "wordings.bin", "anchors.txt"
FILES = (FILE, EXAMPLES, HEADINGS, WORDINGS, ANCHORS)
#: What parts the pieces of `ANCHORS` and the fields of a wording: the characters that ASCII has for it.
_PART, _FIELD = "\x1d", "\x1f"
_END = _FIELD.encode()
#: A number is written as one character, beyond those that mean something.
_ZERO = 0x100


class Headings(Mapping[str, list[str]]):
    """The headings of a shipped table, heading → topics, found by their checksums: tens of thousands, of which a card asks for
    twenty.

    Arguments: `content` of `HEADINGS`: how many there are, their checksums in order, where the line of each ends, four bytes
    each, then the lines, `heading TAB topics`.
    """

    def __init__(self, content: bytes | mmap) -> None:
        self._content = content
        self._count = count = int.from_bytes(content[:4], "little")
        numbers = _numbers(content[4 : 4 + 8 * count])
        self._sums, self._ends = numbers[:count], numbers[count:]
        self._start = 4 + 8 * count

    def _line(self, index: int) -> tuple[bytes, bytes]:
        start = self._start + (self._ends[index - 1] if index else 0)
        heading, _, topics = self._content[start : self._start + self._ends[index]].partition(b"\t")
        return heading, topics

    def __getitem__(self, heading: str) -> list[str]:
        key = heading.encode("utf-8", "surrogatepass")
        wanted = crc32(key)
        index = bisect_left(self._sums, wanted)
        while index < self._count and self._sums[index] == wanted:
            found, topics = self._line(index)
            if found == key:
                return topics.decode().split(" ")
            index += 1
        raise KeyError(heading)

    def __iter__(self) -> Iterator[str]:
        return (self._line(index)[0].decode() for index in range(self._count))

    def __len__(self) -> int:
        return self._count


def _numbers(content: bytes) -> Sequence[int]:
    """Numbers of four bytes each, the lowest first."""
    if sys.byteorder == "little":
        return memoryview(content).cast("I")
    return [int.from_bytes(content[at : at + 4], "little") for at in range(0, len(content), 4)]


def _bytes(numbers: Iterable[int]) -> bytes:
    return b"".join(number.to_bytes(4, "little") for number in numbers)


class Rows(Sequence[list[str]]):
    """The rows of the shipped wordings, each read when it is asked for.

    Arguments: `content` of `WORDINGS`: where each row begins and the last one ends, four bytes each, then the rows, each behind
    what `Besides` tells of it.
    """

    def __init__(self, content: bytes | mmap) -> None:
        self._content = content
        self._places = _numbers(content[: int.from_bytes(content[:4], "little")])
        self._count = len(self._places) - 1
        self._read: dict[int, list[str]] = {}

    @overload
    def __getitem__(self, index: int) -> list[str]: ...
    @overload
    def __getitem__(self, index: slice) -> list[list[str]]: ...
    def __getitem__(self, index: int | slice) -> list[str] | list[list[str]]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(self._count))]
        if not 0 <= index < self._count:
            raise IndexError(index)
        row = self._read.get(index)
        if row is None:
            content = self._content[self._places[index] : self._places[index + 1]]
            row = self._read[index] = content.decode().split(_FIELD)[1:]
        return row

    def beside(self, index: int) -> str:
        """What `Besides` tells of a wording, without the rest of its row."""
        if not 0 <= index < self._count:
            raise IndexError(index)
        start = self._places[index]
        return self._content[start : self._content.find(_END, start)].decode()

    def __len__(self) -> int:
        return self._count

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)


class Numbers(Mapping[str, list[int]]):
    """Words with the numbers of the wordings that are found by them. Arguments: both as `_numbered` writes them."""

    def __init__(self, words: str, numbers: str) -> None:
        self._words, self._numbers = words, numbers

    @cached_property
    def _found(self) -> dict[str, str | list[int]]:
        return dict(zip(self._words.split("\n"), self._numbers.split("\n"))) if self._words else {}

    def __getitem__(self, word: str) -> list[int]:
        found = self._found[word]
        if isinstance(found, str):
            found = self._found[word] = [ord(number) - _ZERO for number in found]
        return found

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)

    def __contains__(self, word: object) -> bool:
        return word in self._found

    def keys(self) -> KeysView[str]:
        """The words, to be met with those of a document at once."""
        return self._found.keys()


class Besides(Sequence[str]):
    """Of each wording the words one of which it needs beside the one it is found by. Arguments: `rows`, which begin with them."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows

    @overload
    def __getitem__(self, index: int) -> str: ...
    @overload
    def __getitem__(self, index: slice) -> list[str]: ...
    def __getitem__(self, index: int | slice) -> str | list[str]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        return self._rows.beside(index)

    def __len__(self) -> int:
        return len(self._rows)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and list(self) == list(other)


def _numbered(numbers: Mapping[str, Iterable[int]]) -> tuple[str, str]:
    """The words of a mapping, a line each, and what numbers they have, in lines as well."""
    return "\n".join(numbers), "\n".join("".join(chr(_ZERO + number) for number in found) for found in numbers.values())


class _Examples:
    """The examples of all shipped rules, read when one is asked for."""

    def __init__(self, folder: str) -> None:
        self._folder = folder

    @cached_property
    def by_rule(self) -> dict[str, dict[str, list[dict[str, Any]]]]:
        found: dict[str, dict[str, list[dict[str, Any]]]] = json.loads(_text(self._folder, EXAMPLES))
        return found


class OfRule(Mapping[str, "list[dict[str, Any]]"]):
    """The examples of one shipped rule by their group."""

    def __init__(self, examples: _Examples, code: str) -> None:
        self._examples, self._code = examples, code

    def __getitem__(self, group: str) -> list[dict[str, Any]]:
        return self._examples.by_rule[self._code][group]

    def __iter__(self) -> Iterator[str]:
        return iter(self._examples.by_rule[self._code])

    def __len__(self) -> int:
        return len(self._examples.by_rule[self._code])


@lru_cache(maxsize=1)
def read() -> dict[str, Any]:
    """The built-in table: `rules` (list), `lexicon`, `clauses`."""
    folder = data.folder()
    try:
        return load(folder)
    except FileNotFoundError:
        made = _made(folder)
        if isinstance(made, data.RuleFilesError):
            raise made.with_traceback(None) from None  # what it holds would grow with every call
        return made


@lru_cache(maxsize=1)
def _made(folder: str) -> dict[str, Any] | data.RuleFilesError:
    """The table made from a folder, or what is wrong there: a file that is being edited is not read again for every fact."""
    try:
        return compile_folder(folder)
    except data.RuleFilesError as error:
        return error


def load(folder: str) -> dict[str, Any]:
    """The table that `save` has put into a folder. Raises FileNotFoundError where there is none."""
    headings, rows = data.mapped(os.path.join(folder, HEADINGS)), data.mapped(os.path.join(folder, WORDINGS))
    table: dict[str, Any] = json.loads(_text(folder, FILE))
    words, word_numbers, parts, part_numbers = _text(folder, ANCHORS).split(_PART)
    wordings = Rows(rows)
    examples = _Examples(folder)
    for rule in table["rules"]:
        rule["examples"] = OfRule(examples, rule["code"])
    table["lexicon"] |= {
        "headings": Headings(headings),
        "wordings": wordings,
        "words": Numbers(words, word_numbers),
        "parts": Numbers(parts, part_numbers),
        "besides": Besides(wordings),
    }
    return table


def _text(folder: str, name: str) -> str:
    # A file that is opened as text is decoded piece by piece, which takes as long as reading the JSON.
    with open(os.path.join(folder, name), "rb") as file:
        return file.read().decode()


def save(table: Mapping[str, Any], folder: str) -> tuple[str, ...]:
    """Put a table into a folder, what a lint seldom needs in files of its own; returns the paths of the files."""
    lexicon = dict(table["lexicon"])
    headings = sorted(
        (crc32(heading.encode()), f"{heading}\t{' '.join(topics)}".encode())
        for heading, topics in lexicon.pop("headings").items()
    )
    ends = accumulate(len(line) for _, line in headings)
    rows = [_FIELD.join((beside, *row)).encode() for beside, row in zip(lexicon.pop("besides"), lexicon.pop("wordings"))]
    places = accumulate((4 * (len(rows) + 1), *map(len, rows)))
    anchors = [*_numbered(lexicon.pop("words")), *_numbered(lexicon.pop("parts"))]
    rules = [{key: value for key, value in rule.items() if key != "examples"} for rule in table["rules"]]
    contents = {
        FILE: _json({**table, "rules": rules, "lexicon": lexicon}),
        EXAMPLES: _json({rule["code"]: rule["examples"] for rule in table["rules"]}),
        HEADINGS: b"".join((_bytes((len(headings), *(key for key, _ in headings), *ends)), *(line for _, line in headings))),
        WORDINGS: _bytes(places) + b"".join(rows),
        ANCHORS: _PART.join(anchors).encode(),
    }
    for name, content in contents.items():
        with open(os.path.join(folder, name), "wb") as file:
            file.write(content)
    return tuple(os.path.join(folder, name) for name in contents)


def _json(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()


def compile_folder(folder: str) -> dict[str, Any]:
    """Make the table from a folder of rules. Raises RuleError or LexiconError naming the file that is wrong."""
    from conduct_lint import lexiconfiles, rulefiles

    return {
        "rules": rulefiles.compile_rules(folder),
        "lexicon": lexiconfiles.compile_files(rulefiles.yaml_files(os.path.join(folder, "lexicon"))),
        "clauses": rulefiles.clauses(folder),
    }
