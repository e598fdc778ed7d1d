"""The rule set and the lexicon as one plain table: read ready-made from the wheel, or made from the YAML files of a checkout.

There is one loader, `compile_folder`; the wheel ships what it made (a test asserts that both are equal).
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from conduct_lint import data

FILE, HEADINGS = "table.json", "headings.txt"


class Headings(Mapping[str, list[str]]):
    """The headings of a shipped table, heading → topics, found by bisection: tens of thousands of which a card asks for twenty.

    Arguments: `lines` is the content of `HEADINGS`, a line `heading TAB topics` each, in order of their bytes.
    """

    def __init__(self, lines: bytes) -> None:
        self._lines = lines

    def __getitem__(self, heading: str) -> list[str]:
        lines, key = self._lines, heading.encode("utf-8", "surrogatepass")
        low, high = 0, len(lines)
        while low < high:
            start = lines.rfind(b"\n", low, (low + high) // 2) + 1 or low
            end = lines.index(b"\t", start)
            after = lines.index(b"\n", end)
            found = lines[start:end]
            if found == key:
                return lines[end + 1 : after].decode().split(" ")
            if found < key:
                low = after + 1
            else:
                high = start
        raise KeyError(heading)

    def __iter__(self) -> Iterator[str]:
        return (line.partition(b"\t")[0].decode() for line in self._lines.splitlines())

    def __len__(self) -> int:
        return self._lines.count(b"\n")


@lru_cache(maxsize=1)
def read() -> dict[str, Any]:
    """The built-in table: `rules` (list), `lexicon`, `clauses`."""
    folder = data.folder()
    try:
        return load(folder)
    except FileNotFoundError:
        return compile_folder(folder)


def load(folder: str) -> dict[str, Any]:
    """The table that `save` has put into a folder. Raises FileNotFoundError where there is none."""
    # A file that is opened as text is decoded piece by piece, which takes as long as reading the JSON.
    with open(os.path.join(folder, FILE), "rb") as file:
        table: dict[str, Any] = json.loads(file.read().decode())
    with open(os.path.join(folder, HEADINGS), "rb") as lines:
        table["lexicon"]["headings"] = Headings(lines.read())
    return table


def save(table: Mapping[str, Any], folder: str) -> tuple[str, ...]:
    """Put a table into a folder, the headings in a file of their own; returns the paths of the files."""
    lexicon = dict(table["lexicon"])
    lines = sorted(f"{heading}\t{' '.join(topics)}\n".encode() for heading, topics in lexicon.pop("headings").items())
    paths = os.path.join(folder, FILE), os.path.join(folder, HEADINGS)
    with open(paths[0], "w", encoding="utf-8") as file:
        json.dump({**table, "lexicon": lexicon}, file, ensure_ascii=False, separators=(",", ":"))
    with open(paths[1], "wb") as binary:
        binary.writelines(lines)
    return paths


def compile_folder(folder: str) -> dict[str, Any]:
    """Make the table from a folder of rules. Raises RuleError or LexiconError naming the file that is wrong."""
    from conduct_lint import lexicon, rulefiles

    return {
        "rules": rulefiles.compile_rules(folder),
        "lexicon": lexicon.compile_files(rulefiles.yaml_files(os.path.join(folder, "lexicon"))),
        "clauses": rulefiles.clauses(folder),
    }
