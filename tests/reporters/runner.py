"""What a workflow runner makes of a log line, after actions/runner (ActionCommand.cs), written anew for the tests."""

from __future__ import annotations

from typing import NamedTuple

OBEYED = frozenset(
    ("error", "warning", "notice", "debug", "group", "endgroup", "add-mask", "stop-commands", "set-output", "add-path")
)


class Command(NamedTuple):
    name: str
    properties: dict[str, str]
    data: str


def obeyed(line: str) -> Command | None:
    """The command that the runner reads in a line, in either of its two syntaxes."""
    return _colons(line.lstrip()) or _hashes(line)


def _colons(line: str) -> Command | None:
    if not line.startswith("::") or (end := line.find("::", 2)) < 0:
        return None
    name, _, rest = line[2:end].partition(" ")
    if name not in OBEYED:
        return None
    pairs = (pair.split("=", 1) for pair in rest.strip().split(",") if "=" in pair)
    return Command(name, {key: _unescaped(value, ":,") for key, value in pairs}, _unescaped(line[end + 2 :]))


def _hashes(line: str) -> Command | None:
    start = line.find("##[")
    end = line.find("]", start)
    if start < 0 or end < 0 or (name := line[start + 3 : end].partition(" ")[0]) not in OBEYED:
        return None
    return Command(name, {}, line[end + 1 :])


def _unescaped(text: str, more: str = "") -> str:
    for char in "\r\n" + more + "%":
        text = text.replace(f"%{ord(char):02X}", char)
    return text
