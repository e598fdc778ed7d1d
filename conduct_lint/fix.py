"""Mends what findings say how to mend, and leaves every other byte as it is."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping

from conduct_lint.model import Edit, Finding, Report, Span, Text
from conduct_lint.named import NamedTuple

#: A fix may make another one possible; what still changes after as many rounds is two fixes undoing each other.
ROUNDS = 10
_BOM = b"\xef\xbb\xbf"


class Mended(NamedTuple):
    """A text after its fixes: `body`, the report on it, how many findings of each rule are mended, what was private before."""

    body: str
    report: Report
    fixed: Mapping[str, int]
    masks: tuple[tuple[Span, str], ...]


def mend(text: Text, lint: Callable[[Text], Report], unsafe: bool = False) -> Mended:
    """Apply the fixes of the findings of a text until there is nothing left to apply.

    Arguments: `lint` gives the report on a text; `unsafe`: also the fixes that may change what the card means. A finding that a
    directive has set aside is never touched. Where a fix leads to a fault of ours or to a text that is no card any more, the text
    stays as it was before.
    """
    report = lint(text)
    masks = report.masks
    fixed: dict[str, int] = {}
    # A title stands before the body of a text without being part of it: such a text is no file that could be mended.
    for _ in range(0 if text.title else ROUNDS):
        body, codes = applied(text.body, report.findings, unsafe)
        if body == text.body:
            break
        after = lint(text._replace(body=body))
        if (after.failures and not report.failures) or (after.skipped and not report.skipped):
            break
        text, report = text._replace(body=body), after
        for code in codes:
            fixed[code] = fixed.get(code, 0) + 1
    return Mended(text.body, report, fixed, masks)


def applied(body: str, findings: Iterable[Finding], unsafe: bool = False) -> tuple[str, list[str]]:
    """`body` with the fixes that do not touch one another, and the codes of the findings that they mend.

    Findings are taken in the order of their first edit; all edits of a fix are applied or none. Two fixes that write at the same
    place cannot both be right about it: the second waits for the next round.
    """
    newline = "\r\n" if body.count("\r\n") * 2 > body.count("\n") else "\n"
    taken: list[Edit] = []
    codes: list[str] = []
    for finding in _in_order(findings, unsafe):
        assert finding.fix is not None
        edits = sorted(Edit(_whole(body, *edit.span), edit.text) for edit in finding.fix.edits)
        if any(_touch(one.span, other.span) for one in edits for other in taken):
            if all(edit in taken for edit in edits):
                codes.append(finding.code)  # the same mending, asked for twice
            continue
        taken += edits
        codes.append(finding.code)
    out: list[str] = []
    at = 0
    for span, words in sorted(taken):
        words = words.replace("\r\n", "\n").replace("\n", newline)
        out += [body[at : span.start], words]
        at = max(at, span.end)
    return "".join([*out, body[at:]]), codes


def _whole(body: str, start: int, end: int) -> Span:
    """The span without a carriage return whose newline stays: a line end is kept whole or replaced whole."""
    return Span(start, end - 1 if end > start and body[end - 1 : end + 1] == "\r\n" else end)


def _in_order(findings: Iterable[Finding], unsafe: bool) -> Iterator[Finding]:
    wanted = [f for f in findings if f.fix and f.fix.edits and f.suppressed is None and (f.fix.safe or unsafe)]
    yield from sorted(wanted, key=lambda f: (min(edit.span for edit in f.fix.edits), f.code) if f.fix else ())


def _touch(one: Span, other: Span) -> bool:
    """Whether two edits take the same characters or write at the same place."""
    return (one.start < other.end and other.start < one.end) or one.start == other.start


def difference(name: str, before: str, after: str, masks: Iterable[tuple[Span, str]] = ()) -> str:
    """A unified diff of a text; empty where nothing changed.

    Arguments: `masks` are the private places of `before` with what to show instead: their values are shown nowhere.
    """
    if before == after:
        return ""
    import difflib

    values = {before[span.start : span.end]: label for span, label in masks}
    # A line at a time is shown, so a value of several lines, such as a key, is known by each that tells something of it.
    parts = {part.strip(): label for value, label in values.items() if "\n" in value for part in value.split("\n")}
    values |= {part: label for part, label in parts.items() if len(part) >= 6}

    def shown(line: str) -> str:
        for value in sorted(values, key=len, reverse=True):
            line = line.replace(value, values[value])
        return line

    # Only a newline ends a line here, as for every tool that reads a diff.
    old, new = ([line + "\n" for line in text.split("\n")] for text in (before, after))
    for lines in (old, new):
        lines[-1:] = [lines[-1][:-1]] if lines[-1] != "\n" else []
    out: list[str] = []
    for line in difflib.unified_diff(old, new, f"a/{name}", f"b/{name}"):
        out.append(shown(line) if line.endswith("\n") else f"{shown(line)}\n\\ No newline at end of file\n")
    return "".join(out)


def write(path: str, before: str, after: str) -> str:
    """Put the mended text in the place of a file, whole or not at all; returns why that cannot be done, in words, or "".

    Arguments: `before` is the text that was read; a file that holds something else by now is left alone, and so is a symbolic
    link: what it leads to may belong to another tree. A byte order mark stays.
    """
    if os.path.islink(path):
        return "it is a symbolic link"
    temporary = f"{path}.{os.getpid()}.tmp"
    try:
        with open(path, "rb") as file:
            content = file.read()
        mark = _BOM if content.startswith(_BOM) else b""
        if content != mark + before.encode():
            return "it has changed since it was read"
        if not os.access(path, os.W_OK):
            return "it may not be written"
        mode = os.stat(path).st_mode & 0o7777
        handle = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as error:
        return f"it cannot be written: {error.strerror}"
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(mark + after.encode())
            file.flush()
            os.fsync(file.fileno())
        os.chmod(temporary, mode)
        os.replace(temporary, path)
    except OSError as error:
        os.unlink(temporary)
        return f"it cannot be written: {error.strerror}"
    return ""
