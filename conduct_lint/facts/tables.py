"""The tables of a document, Markdown and HTML alike, as grids of cells; and the results that stand in them."""

from __future__ import annotations

import re

from conduct_lint.document import once
from conduct_lint.facts.measures import Mention, Number, is_cost, measure, mentions, numbers
from conduct_lint.lexicon import pattern
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document

#: Cells beyond this many are not read; a table of results is smaller.
MAX_CELLS = 4_000

_TAG = regex(r"<(/?)(table|tr|td|th)\b([^>]*)>", re.I)
_SPANNED = regex(r"\b(col|row)span\s*=\s*[\"']?(\d{1,3})", re.I)
_ANY_TAG = regex(r"<[^>]*>")
_TITLED_LINK = regex(r"!?\[([^\]]*)\]\([^)]*\)")
_YEAR = regex(r"(?:19[5-9]|20[0-4])\d")
_MEASURED = regex(r"val|eval|test|dev", re.I)
#: What is said of a number in brackets behind it.
_ASIDE = regex(r"(?<=\d) *\([^()]{3,30}\)\Z")
#: What may stand in a cell beside its number: signs, medals, arrows, brackets.
_DRESS = regex(r"[\s*_~`|↑↓⬆⬇▲▼🔺🔻🥇🥈🥉✅🏆⭐()\[\]<>+=≈:;,/\\&-]|\\%|sub|sup|nbsp|textbf", re.I)


class Cell(NamedTuple):
    """A cell: its words without markup and its place."""

    words: str
    span: Span


class Table(NamedTuple):
    """A table: `rows` are of equal length, the header first; `span` covers all of it."""

    rows: tuple[tuple[Cell, ...], ...]
    span: Span


class Value(NamedTuple):
    """A number in a table with what names it.

    `measure` is the measure's id or empty, `written` the words that name it. `row` and `column` are its place in the grid;
    `across` is True where the measure stands in the first column and the models or data sets in the header, `corner` where it
    stands in the corner: then the rows are what was measured on.
    """

    measure: str
    written: str
    number: Number
    span: Span
    row: int
    column: int
    across: bool
    benchmark: bool
    corner: bool = False


@once
def tables(document: Document) -> tuple[Table, ...]:
    """All tables in reading order; none inside code or quoted as an example."""
    found = [*_markdown(document)]
    if "<table" in document.plain or "<TABLE" in document.plain:
        found.extend(_html(document))
    return tuple(sorted(found, key=lambda table: table.span))


def _markdown(document: Document) -> list[Table]:
    grids: dict[int, dict[tuple[int, int], Cell]] = {}
    for block in document.blocks:
        if block.table >= 0:
            cell = Cell(plain_words(document.text[block.start : block.end]), Span(block.start, block.end))
            grids.setdefault(block.table, {})[block.row, block.column] = cell
    return [_grid(cells) for cells in grids.values() if len(cells) <= MAX_CELLS]


def _html(document: Document) -> list[Table]:
    source = document.plain
    code = [(block.start, block.end) for block in document.blocks if block.kind == "code"]
    found: list[Table] = []
    cells: dict[tuple[int, int], Cell] = {}
    row, column, opened, depth, blocked = -1, 0, -1, 0, {}  # type: int, int, int, int, dict[int, int]
    pending: tuple[int, int] | None = None

    def close(at: int) -> None:
        nonlocal opened
        if opened >= 0 and pending is not None and len(cells) < MAX_CELLS:
            words = plain_words(source[opened:at])
            left = opened + len(source[opened:at]) - len(source[opened:at].lstrip())
            cells[pending] = Cell(words, Span(left, max(left, left + len(source[left:at].rstrip()))))
        opened = -1

    for tag in _TAG.finditer(source):
        if any(start <= tag.start() < end for start, end in code):
            continue
        closing, name = bool(tag.group(1)), tag.group(2).lower()
        if name == "table":
            close(tag.start())
            depth += -1 if closing else 1
            if depth <= 0 or not closing:
                if cells:
                    found.append(_grid(cells))
                cells, row, column, blocked = {}, -1, 0, {}
                depth = max(depth, 0)
        elif depth and name == "tr":
            close(tag.start())
            if not closing:
                row, column = row + 1, 0
        elif depth and name in ("td", "th"):
            close(tag.start())
            if not closing:
                row = max(row, 0)
                while blocked.get(column, -1) >= row:
                    column += 1
                pending, opened = (row, column), tag.end()
                spans = {kind.lower(): min(int(n), 60) for kind, n in _SPANNED.findall(tag.group(3))}
                width = max(1, spans.get("col", 1))
                for offset in range(width):
                    blocked[column + offset] = row + spans.get("row", 1) - 1
                column += width
    if cells:
        found.append(_grid(cells))
    return found


def _grid(cells: dict[tuple[int, int], Cell]) -> Table:
    height = 1 + max(row for row, _ in cells)
    width = min(1 + max(column for _, column in cells), 200)
    first, last = min(c.span.start for c in cells.values()), max(c.span.end for c in cells.values())
    empty = Cell("", Span(first, first))
    rows = tuple(tuple(cells.get((row, column), empty) for column in range(width)) for row in range(min(height, 2000)))
    return Table(rows, Span(first, last))


def plain_words(source: str) -> str:
    """The words of a small piece of Markdown or HTML: link titles without addresses, no tags, no emphasis."""
    words = _TITLED_LINK.sub(r"\1", source) if "](" in source else source
    words = _ANY_TAG.sub(" ", words) if "<" in words else words
    return " ".join(words.replace("**", "").replace("`", "").replace("\\_", "_").replace("&nbsp;", " ").strip(" *_~").split())


def cell_numbers(cell: Cell) -> list[Number]:
    """The numbers of a cell that holds a value and not a sentence, a size or a name."""
    words = cell.words
    if not words or len(words) > 60 or not any(char.isdigit() for char in words):
        return []
    found = numbers(words)
    if not found or sum(char.isalpha() for char in words[: found[0].start]) > 6 or "<" in words[: found[0].start]:
        return []
    words = _ASIDE.sub("", words)
    letters = sum(char.isalpha() for char in words)
    return found if letters <= 12 or letters <= len(words) // 3 else []


def values(table: Table, about_results: bool) -> list[Value]:
    """The results in a table.

    Arguments: `about_results` tells whether heading or caption announce results; then also a column is read that nothing names.
    """
    if len(table.rows) < 2:
        return []
    heads = [_measures(cell.words) for cell in table.rows[0]]
    labels = [_measures(row[0].words) if row else [] for row in table.rows]
    data_heads = [is_benchmark(cell.words) for cell in table.rows[0]]
    data_labels = [is_benchmark(row[0].words) if row else False for row in table.rows]
    corner = measure(heads[0]) if heads else None
    costly = sum(map(is_cost, heads[1:])) * 2 >= len(heads) - 1 > 1
    out: list[Value] = []
    for y, row in enumerate(table.rows[1:], 1):
        for x, cell in enumerate(row):
            if x == 0 and len(row) > 1:
                continue
            found = cell_numbers(cell)
            if not found or is_cost(heads[x]) or _YEAR.fullmatch(cell.words):
                continue
            named, across = measure(heads[x]), False
            if named is None and is_cost(labels[y]):
                continue
            words = table.rows[0][x].words
            if named is None and x > 0:
                named, across, words = measure(labels[y]), True, row[0].words
                if named and named.kind == "loss" and not about_results and not _MEASURED.search(words):
                    named = None
            benchmark = data_heads[x] or (x > 0 and data_labels[y])
            above = named is None and corner is not None and x > 0
            if above:
                named, across, words = corner, False, table.rows[0][0].words
            if named is None and costly:
                continue
            if named is None and not (
                (benchmark or about_results) and _plausible(found[0], table.rows[0][x].words, about_results and benchmark)
            ):
                continue
            name = Mention("", 0, 0) if named is None else named
            benchmark = benchmark or (named is None and capital_name(table.rows[0][x].words))
            out.append(
                Value(
                    name.kind,
                    words[name.start : name.end],
                    found[0],
                    cell.span,
                    y,
                    x,
                    across and named is not None,
                    benchmark,
                    above,
                )
            )
    return out


_BOUND = regex(r"thresh(?:old)?s?\W*\Z", re.I)


def _measures(words: str) -> list[Mention]:
    """The measures that a head or label names; a threshold is the bound and not the measure."""
    return [] if _BOUND.search(words) else mentions(words, "metrics")


def _plausible(number: Number, head: str, announced: bool) -> bool:
    """A number that can be a score though nothing names its measure: with a decimal or per cent, under a header that is no"
    " number itself."""
    exact = number.percent or number.decimals > 0 or announced
    return exact and abs(number.value) <= 1000 and not head.replace(".", "").isdigit()


_GENERIC = regex(r"(?<![A-Za-z])[A-Z]\w*-?(?:[Bb]ench|Eval|QA|GLUE)(?!\w)|[A-Z]\w*-v\d\Z")


def capital_name(head: str) -> bool:
    """A header such as `OCNLI` or `SciTail` over scores: the name of what was measured on."""
    return (
        bool(regex(r"[A-Za-z][\w./+-]*(?: ?\([^)]*\)| [\w-]+)?").fullmatch(head))
        and sum(char.isupper() for char in head.split(" ")[0]) >= 2
        and not pattern("result_context", "languages").fullmatch(head)
    )


def is_benchmark(words: str) -> bool:
    """True where the words name a public data set or benchmark."""
    return bool(mentions(words, "benchmarks")) or bool(_GENERIC.search(words))
