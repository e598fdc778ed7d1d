"""Places in a text and the lines to show for them, private values behind their labels."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from conduct_lint.model import Report, Span
from conduct_lint.named import NamedTuple
from conduct_lint.reporters.screen import columns, look, visible

_TAB = 4
_CUT = "…"


class Place(NamedTuple):
    """Line and column, both from 1; columns count Unicode code points."""

    line: int
    column: int


class Excerpt(NamedTuple):
    """A line as it may be shown: number, text, columns before the first caret, number of carets, whether the span goes on."""

    line: int
    text: str
    before: int
    carets: int
    more: bool


class Source(NamedTuple):
    """A text with the starts of its lines and its private places, which are in order and none within another.

    `body` is where the body begins behind a title, which has no line of its own: lines count in the body.
    """

    text: str
    starts: tuple[int, ...]
    masks: tuple[tuple[Span, str], ...]
    body: int = 0

    def place(self, offset: int) -> Place:
        """Line and column of an offset. An offset outside the text is taken as the nearest in it."""
        offset = min(max(offset, 0), len(self.text))
        line = bisect_right(self.starts, offset)
        before = bisect_right(self.starts, self.body) - 1 if self.body and offset >= self.body else 0
        return Place(line - before, offset - self.starts[line - 1] + 1)

    def region(self, span: Span) -> tuple[Place, Place]:
        """First place of a span and the place after its last; newlines at its ends do not count."""
        start, end = self.trimmed(span)
        return self.place(start), self.place(end)

    def trimmed(self, span: Span) -> Span:
        """The span inside the text and without newlines at its ends, unless it holds nothing else."""
        start = min(max(span.start, 0), len(self.text))
        end = min(max(span.end, start), len(self.text))
        piece = self.text[start:end]
        first = start + len(piece) - len(piece.lstrip("\r\n"))
        last = start + len(piece.rstrip("\r\n"))
        return Span(first, last) if first < last else Span(start, start)

    def bounds(self, line: int) -> Span:
        """Where a line begins and ends, its newline not counted."""
        start = self.starts[line - 1]
        end = self.starts[line] if line < len(self.starts) else len(self.text)
        return Span(start, start + len(self.text[start:end].rstrip("\r\n")))

    def excerpt(self, span: Span, width: int) -> Excerpt:
        """The first line of a span, at most `width` columns of it around the span, with the carets to draw below."""
        start, end = self.trimmed(span)
        line = bisect_right(self.starts, start)
        first, last = self.bounds(line)
        # A very long line is not walked: nothing further away than this fits.
        low, high = max(first, start - width), min(last, start + width)
        return _excerpt(self, Span(low, high), Span(start, end), line, width)

    def cells(self, window: Span) -> Iterator[_Cell]:
        """What is shown of a window, piece by piece; a private place is one piece, its label."""
        at, column = window.start, 0
        mask = bisect_right(self.masks, at, key=lambda m: m[0].end)
        while at < window.end:
            if mask < len(self.masks) and self.masks[mask][0].start <= at:
                span, label = self.masks[mask]
                cell = _Cell(visible(label), at, min(span.end, window.end))
                mask += 1
            elif self.text[at] == "\t":
                cell = _Cell(" " * (_TAB - column % _TAB), at, at + 1)
            else:
                cell = _Cell(look(self.text, at), at, at + 1)
            at, column = cell.end, column + columns(cell.shown)
            yield cell


class _Cell(NamedTuple):
    shown: str
    start: int
    end: int


def source_of(report: Report) -> Source:
    """The text of a report, ready for places and excerpts."""
    return Source(report.text, line_starts(report.text), tuple(_in_order(report.masks)), report.body)


def line_starts(text: str) -> tuple[int, ...]:
    """The offsets at which lines begin. A line ends with a newline; in a text without any, with a carriage return."""
    end = "\n" if "\n" in text or "\r" not in text else "\r"
    starts, at = [0], text.find(end)
    while at >= 0:
        starts.append(at + 1)
        at = text.find(end, at + 1)
    return tuple(starts)


def beside(path: str, name: str) -> str:
    """The path of a sibling: `name` as seen from the folder of `path`."""
    folder, slash, _ = path.rpartition("/")
    return f"{folder}{slash}{name}"


def _in_order(masks: tuple[tuple[Span, str], ...]) -> Iterator[tuple[Span, str]]:
    """Masks in order, without empty ones and those within another, so that starts and ends both ascend."""
    done = 0
    for span, label in sorted(masks):
        if span.end > max(span.start, done):
            yield span, label
            done = span.end


def _excerpt(source: Source, window: Span, span: Span, line: int, width: int) -> Excerpt:
    whole = source.bounds(line)
    cells = list(source.cells(window))
    edges = [0]
    for cell in cells:
        edges.append(edges[-1] + columns(cell.shown))
    marked = [i for i, cell in enumerate(cells) if cell.start < span.end and cell.end > span.start]
    if marked:
        left, right = edges[marked[0]], edges[marked[-1] + 1]
    else:
        left = next((edges[i] for i, cell in enumerate(cells) if cell.end > span.start), edges[-1])
        right = left + 1
    more = span.end > whole.end and bisect_right(source.starts, min(span.end, len(source.text))) > line
    if window == whole and edges[-1] <= width:
        return Excerpt(line, "".join(cell.shown for cell in cells), left, max(right - left, 1), more)
    room = max(width - 2 * columns(_CUT), 1)
    begin = max(0, min(left - max(0, (room - (right - left)) // 2), edges[-1] - room, left))
    kept = [i for i in range(len(cells)) if edges[i] >= begin and edges[i + 1] <= begin + room] or marked[:1] or [0]
    ahead = _CUT if kept[0] > 0 or window.start > whole.start else ""
    behind = _CUT if kept[-1] + 1 < len(cells) or window.end < whole.end else ""
    shift = columns(ahead) - edges[kept[0]]
    text = ahead + "".join(cells[i].shown for i in kept) + behind
    end = min(right, max(edges[kept[-1] + 1], left + 1))
    return Excerpt(line, text, max(left + shift, 0), max(end - left, 1), more)
