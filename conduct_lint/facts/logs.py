"""Reads results out of plain text in code: reports, pairs of measure and number, tables that no markup makes one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import groupby

from conduct_lint.facts.measures import mentions, numbers
from conduct_lint.facts.reported import announced, table_rows
from conduct_lint.facts.rows import Row
from conduct_lint.facts.tables import Cell, Table
from conduct_lint.lexicon import pattern
from conduct_lint.model import Span
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document

_TEXT_CODE = frozenset({"", "text", "txt", "log", "plain", "plaintext", "console", "output", "none", "markdown", "md", "json"})
_MARKED = frozenset({"html", "yaml", "bash", "sh", "python"})
_REPORT = regex(r"precision\s+recall\s+f1-score", re.I)
#: The line below the heads of a table.
_RULED = regex(r"^\|? *:?-{3,}:? *\|", re.M)
#: A line of a log: the part of the data, what is measured on it, and its value.
_MEASURED = regex(r"^[\W\d]*(?P<part>[A-Za-z]+)[ _-]\w[^\n]{0,40}?[:=][ \t]*\d", re.M)
#: How much of a log is read.
_LONGEST = 12_000


def logged(document: Document) -> Iterator[Row]:
    """Results in code blocks that hold no code: a report, measures on data kept apart, what is announced as results."""
    for block in document.blocks:
        if block.kind != "code":
            continue
        source = document.plain[block.start : min(block.end, block.start + _LONGEST)]
        language = block.info.split()[0].lower() if block.info else ""
        report = _REPORT.search(source) is not None
        told = report or _RULED.search(source) is not None
        text = language in _TEXT_CODE or source.startswith("{") or (told and language in _MARKED)
        if not text and "(" in source:
            continue
        if not report and not announced(document, Span(block.start, block.end)) and not _held_out(source):
            if text and "|" in source:
                yield from _drawn(source, block.start, about=False)
            continue
        pairs = list(_log_rows(source, block.start, report))
        if not text and 2 * len(pairs) < sum(bool(line.strip()) for line in source.split("\n")):
            continue
        yield from pairs
        if not report:
            yield from _drawn(source, block.start, about=True)
        yield from _columns(source, block.start)


def _held_out(source: str) -> bool:
    """True for a log that measures on data kept apart from training."""
    kept = pattern("result_context", "held-out")
    return sum(kept.fullmatch(m["part"]) is not None for m in _MEASURED.finditer(source)) > 1


def coded(document: Document) -> Iterator[Row]:
    """Results in code spans, as people quote a log in a comment: `Final estimate: PPL = 6.0568`."""
    text = document.text
    for mark in document.marked("code"):
        if mark.inner_end - mark.inner < 200 and any(sign in text[mark.inner : mark.inner_end] for sign in "=:"):
            yield from _log_rows(text[mark.inner : mark.inner_end], mark.inner, False)


def _log_rows(source: str, offset: int, report: bool) -> Iterator[Row]:
    """Pairs of measure and number, one a line."""
    for at, line in _lines(source):
        named = [m for m in mentions(line[:200], "metrics") if m.kind != "cost"] if len(line) < 400 else []
        if named and not line.lstrip().startswith(("import ", "from ", "def ", ">>>", "#!", "python ")):
            for number in numbers(line, named[0].end, min(len(line), named[0].end + 60))[:1]:
                between = line[named[0].end : number.start]
                if number.decimals and (
                    regex(r"[\s\"':=|,@(\[*_]*(?:score|value|is|of)?[\s\"':=|*_]*").fullmatch(between) or report
                ):
                    start = offset + at + named[0].start
                    yield Row(
                        named[0].kind,
                        line[named[0].start : named[0].end],
                        number.value,
                        Span(start, offset + at + number.end),
                        "log",
                        percent=number.percent,
                        spread=number.spread,
                        decimals=number.decimals,
                    )


def _lines(source: str) -> Iterator[tuple[int, str]]:
    at = 0
    for line in source.split("\n"):
        yield at, line
        at += len(line) + 1


def _drawn(source: str, offset: int, about: bool) -> Iterator[Row]:
    """Results in tables of strokes, as they stand in a terminal; `about` as for `tables.values`."""
    for drawn, lines in groupby(_lines(source), lambda line: line[1].count("|") > 1):
        grid = [_cells(line, offset + at, _STROKES) for at, line in lines if regex(r"[^\W_]").search(line)] if drawn else []
        if len(grid) > 1:
            width = max(map(len, grid))
            rows = tuple((*row, *(Cell("", Span(row[-1].span.end, row[-1].span.end)),) * (width - len(row))) for row in grid)
            yield from table_rows(Table(rows, Span(rows[0][0].span.start, rows[-1][-1].span.end)), about)


#: What stands in a cell: all between two strokes, what wide gaps part, a word.
_STROKES, _GAPS, _WORDS = regex(r"[^|\s](?:[^|\n]*[^|\s])?"), regex(r"\S+(?: \S+)*"), regex(r"\S+")


def _cells(line: str, offset: int, cell: re.Pattern[str]) -> tuple[Cell, ...]:
    return tuple(Cell(m.group(), Span(offset + m.start(), offset + m.end())) for m in cell.finditer(line))


def _columns(source: str, offset: int) -> Iterator[Row]:
    """Results in columns of blanks: a line of heads that names a measure, below it lines with a cell for each, and a label."""
    grids: list[list[tuple[Cell, ...]]] = []
    parting = _GAPS
    for at, line in _lines(source):
        if not line.strip() or "|" in line or len(line) > 400:
            continue
        if numbers(line):
            cells = _cells(line, offset + at, parting)
            if grids and len(cells) - len(grids[-1][0]) in (0, 1):
                grids[-1].append(cells)
        elif any(mention.kind != "cost" for mention in mentions(line, "metrics")):
            parting = _GAPS if len(_cells(line, 0, _GAPS)) > 1 else _WORDS
            grids.append([_cells(line, offset + at, parting)])
    for grid in grids:
        if len(grid) > 1:
            yield from table_rows(_labelled(grid), False)


def _labelled(grid: list[tuple[Cell, ...]]) -> Table:
    """The columns as a table whose first column are labels, which may have neither a head nor words."""
    width, start = max(map(len, grid)), grid[0][0].span.start
    width += any(len(cells) == width and numbers(cells[0].words) for cells in grid[1:])
    empty = Cell("", Span(start, start))
    return Table(tuple(((empty,) * (width - len(cells)) + cells) for cells in grid), Span(start, grid[-1][-1].span.end))
