"""A document as passages: what stands below a heading, behind a label ("**Limitations:** …") or in a labelled table row."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator

from conduct_lint.document import Document, once
from conduct_lint.facts.headings import named
from conduct_lint.labels import LINE
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

_LABEL = regex(
    r"(?:\W{0,6}?)(?:(\*\*\*|\*\*|__|\*|_)(?=\S)(?P<bold>[^*\n]{2,70}?)(?<=\S)\1"
    r"(?P<after>[ \t]*[:：]|[ \t]*[-–—][ \t]|[ \t]*\n|[ \t]*\Z|[ \t]+(?=[A-Z]))?"
    r"|<(b|strong)>(?P<tag>[^<>\n]{2,70})</\4>[ \t]*[:：]?"
    r"|(?P<plain>[^\n:：*_.!?]{2,60})(?::(?=\s|\Z|[^\x00-\x7f])|：))"
)


#: The head of a column that tells what models were trained on or are made for; others ("Dataset", "Use case") tell of results
#: and files.
_OF_MODELS = regex(r"(?i)train|intended|recommended (?:use|appl)|学習|训练|訓練|학습|entra[iî]n|entren|trein|обуч")


class Piece(NamedTuple):
    """A block, or the part of it behind its label. `kind` as in `Block`. `label`: the label, empty where there is none."""

    start: int
    end: int
    kind: str = "paragraph"
    label: str = ""


class Passage(NamedTuple):
    """What stands under one title.

    `title` is empty before the first heading. `heading` is the place of heading or label. `names` are the lexicon topics that
    the title names itself, `topics` those or, where it names none, the ones of the enclosing passage. `pieces` is the content
    up to the next heading or listed label. `level` as in `Section`; 8 for labels. `divided`: others below it follow.
    """

    title: str
    heading: Span | None
    level: int
    names: tuple[str, ...]
    topics: tuple[str, ...]
    pieces: tuple[Piece, ...]
    divided: bool


class _Open:
    """A passage while it is read."""

    def __init__(self, title: str, heading: Span | None, level: int, names: tuple[str, ...], topics: tuple[str, ...]) -> None:
        self.title, self.heading, self.level, self.names, self.topics = title, heading, level, names, topics
        self.pieces: list[Piece] = []
        self.divided = False
        self.bequeaths = True

    def closed(self) -> Passage:
        return Passage(self.title, self.heading, self.level, self.names, self.topics, tuple(self.pieces), self.divided)


def label_of(document: Document, index: int) -> tuple[str, int] | None:
    """The run-in label of a block and the offset behind it: bold words or words before a colon at its start; else None."""
    block = document.blocks[index]
    if block.kind != "paragraph":
        return None
    m = _LABEL.match(document.plain, block.start, block.end)
    if not m:
        # A title in a line of its own, with its text glued to it.
        end = document.plain.find("\n", block.start, block.start + 60)
        first = document.plain[block.start : end] if 0 < end < block.end else ""
        return (first.strip(), end) if first and named(first) else None
    words = m.group("bold") or m.group("tag") or m.group("plain")
    if words.lower().strip() in ("todo", "tbd", "note", "fixme", "wip", "soon", "coming soon"):
        return None
    if m.group("bold") and m.group("after") is None and not words.rstrip().endswith((":", "：", ".")) and not named(words):
        return None
    return words.strip().rstrip(":： "), m.end()


@once
def passages(document: Document) -> tuple[Passage, ...]:
    """The passages of a document in reading order."""
    title = document.title
    headings: list[_Open] = []
    done: list[_Open] = []
    current = _Open("", None, 0, (), ())
    done.append(current)
    label: _Open | None = None
    label_depth = 0
    rows: dict[tuple[int, int], _Open] = {}
    columns: dict[tuple[int, int], _Open] = {}
    for index, block in enumerate(document.blocks):
        found = document.heading_of(index)
        if found:
            level, words = found
            while headings and headings[-1].level >= level:
                headings.pop()
            above = headings[-1] if headings else None
            names = named(words)
            is_title = title is not None and title.heading == block
            inherited = above.topics if above and above.bequeaths else ()
            current = _Open(words, Span(block.start, block.end), level, names, names or inherited)
            current.bequeaths = not is_title
            if names and above and above.topics and not set(names) & set(above.topics):
                above.bequeaths = False
            for open_ in headings:
                open_.divided = True
            headings.append(current)
            done.append(current)
            label = None
            continue
        if block.kind == "cell":
            key = (block.table, block.row)
            if block.table >= 0 and block.column == 0 and (block.row > 0 or _pair(document, index)):
                words = document.words_of(block)
                if names := named(words):
                    rows[key] = _Open(words, Span(block.start, block.end), 8, names, names)
                    current.divided = True
                    done.append(rows[key])
                    continue
            words = document.words_of(block) if block.table >= 0 and block.row == 0 else ""
            if _OF_MODELS.search(words) and (names := named(words)):
                columns[block.table, block.column] = _Open(words, Span(block.start, block.end), 8, names, names)
                done.append(columns[block.table, block.column])
                continue
            if below := columns.get((block.table, block.column)):
                below.pieces.append(Piece(block.start, block.end, "cell"))
                continue
            (rows.get(key) or label or current).pieces.append(Piece(block.start, block.end, "cell"))
            continue
        labelled = label_of(document, index) if block.kind != "code" else None
        if labelled:
            words, behind = labelled
            names = named(words)
            if names:
                label = _Open(words, Span(block.start, behind), 8, names, names)
                current.divided = True
                label_depth = block.depth
                done.append(label)
                if document.visible[behind : block.end].strip() or _signs(document.plain[behind : block.end]):
                    label.pieces.append(Piece(behind, block.end, "paragraph", words))
                continue
            into = label if label and block.info != LINE and _goes_on(document, label, label_depth, block.depth) else None
            if into is None:
                label = None
            (into or current).pieces.append(Piece(behind, block.end, "paragraph", words))
            continue
        if label and not _goes_on(document, label, label_depth, block.depth):
            label = None
        (label or current).pieces.append(Piece(block.start, block.end, block.kind))
    return tuple(open_.closed() for open_ in done)


def _pair(document: Document, index: int) -> bool:
    """True where the cell at `index`, the first of its row, heads one other: a field and its value, not a row of column heads."""
    cell, *row = document.blocks[index : index + 3]
    return sum(one.kind == "cell" and (one.table, one.row) == (cell.table, cell.row) for one in row) < 2


def _signs(source: str) -> bool:
    """True for a place kept free by signs alone: "___", "…"."""
    return bool(source.strip()) and not any(map(str.isalnum, source))


def _goes_on(document: Document, label: _Open, label_depth: int, depth: int) -> bool:
    """True where a block still belongs to the label before it: deeper in a list, or all that follows an empty label."""
    if depth > label_depth:
        return True
    return depth == label_depth == 0 and not label.pieces


@once
def _contents(document: Document) -> frozenset[int]:
    """The starts of blocks that only point to a section of the same text: its table of contents."""
    found = set()
    for block, marks in zip(document.blocks, document.marks):
        links = [mark for mark in marks if mark.kind == "link" and mark.target.startswith("#")]
        linked = sum(mark.inner_end - mark.inner for mark in links)
        if linked and block.kind == "paragraph" and linked >= 0.6 * len(document.words_of(block)):
            found.add(block.start)
    return frozenset(found)


def in_contents(document: Document, offset: int) -> bool:
    """True where the block that holds this offset belongs to the table of contents."""
    contents = _contents(document)
    if not contents:
        return False
    blocks = document.blocks
    index = bisect_right(blocks, offset, key=lambda block: block.start) - 1
    return index >= 0 and blocks[index].start in contents


def content(document: Document, passage: Passage) -> Iterator[Piece]:
    """The pieces of a passage that hold words."""
    for piece in passage.pieces:
        if piece.kind == "code" or any(char.isalnum() for char in document.visible[piece.start : piece.end]):
            yield piece
