"""Parents that stand in a field, in the cells of a table or in a list."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from conduct_lint.document import Document
from conduct_lint.facts import checkpoints
from conduct_lint.facts.checkpoints import Checkpoint
from conduct_lint.facts.model_names import key
from conduct_lint.lexicon import Said, framed, pattern
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.patterns import regex

_OPENING = regex(r"[^\w\n]*\Z")
_COLON = regex(r"[^\w\n:：]{0,12}(?:\[?optional\]?[^\w\n:：]{0,4})?[:：|=]")


_AND = pattern("lineage_context", "and")


#: A field that holds nothing.
_BLANK = framed("lineage_context", r"\W*(?:{blank}.{0,40}|-+)?\W*\Z")


def field(document: Document, use: Said, block: Block, index: int) -> Iterator[Checkpoint]:
    start, end = use.match.span()
    text, visible = document.text, document.visible
    line_start = max(block.start, text.rfind("\n", 0, start) + 1)
    if not _OPENING.match(visible[line_start:start]):
        return
    line_end = text.find("\n", end)
    line_end = block.end if line_end < 0 or line_end > block.end else line_end
    colon = _COLON.match(visible, end, line_end)
    if colon and not _BLANK.match(visible[colon.end() : line_end].replace("\n", " ")):
        yield from _value(document, block, colon.end(), line_end)
        return
    rest = visible[end : block.end]
    if block.kind == "cell":
        if not regex(r"\W+|optional").sub("", rest) and regex(r"[ _]").search(use.match.group()):
            yield from _cells(document, block, use.wording.kind.startswith("merge"))
    elif _BLANK.match(regex(r"^\W*(?:optional)?").sub("", rest)) or regex(r"\W*(?:optional|used|are|is)?\W*[:：]\s*").fullmatch(
        rest
    ):
        yield from _below(document, index, heading=document.heading_of(index) is not None)


def _value(document: Document, block: Block, start: int, end: int) -> Iterator[Checkpoint]:
    found = checkpoints.all_in(document, block, start, end)
    linked = [c for c in found if c.linked or c.hub]
    if linked or found:
        yield from _listed_together(document, linked or list(_side_by_side(document, found)))
        return
    words = document.visible[start:end].strip(" *_`\"'.,;[]()")
    words = words if ")" in words else words.split(" (")[0]
    if (
        regex(r"[^\W\d_]").search(words)
        and len(words) <= 70
        and not _BLANK.match(words)
        and not pattern("model-family", "no-model").fullmatch(words.lower())
        and len(words.split()) <= 8
        and not checkpoints.ELSEWHERE.search(words)
    ):
        at = document.visible.index(words, start)
        yield Checkpoint(words, Span(at, at + len(words)))


def _side_by_side(document: Document, found: list[Checkpoint]) -> Iterator[Checkpoint]:
    """The first of some plain names and those that only a sign and a label part from it: "Plover-7B; Vision encoder: Wader-L"."""
    yield found[0]
    for one, two in pairwise(found[:6]):
        if not regex(r"\W*(?:\+|;|&)\s*(?:[A-Z][\w ]{2,30}[:：]\s*)?\W*").fullmatch(
            document.visible, one.span.end, two.span.start
        ):
            return
        yield two


def _listed_together(document: Document, found: list[Checkpoint]) -> Iterator[Checkpoint]:
    """The first of some names and those that are listed with it; whom it is by, or what it is for, is another matter."""
    yield found[0]
    for one, two in pairwise(found[:6]):
        if pattern("lineage_context", "aside").search(document.visible, one.span.end, two.span.start):
            return
        yield two


def _cells(document: Document, block: Block, recipe: bool) -> Iterator[Checkpoint]:
    """What a cell of a table announces: the name beside it, or those below it."""
    if recipe and block.row == 0:
        yield from _ingredients(document, block)
        return
    beside, under = (
        [c for cell in cells if (c := checkpoints.first_in(document, cell, cell.start, cell.end))]
        for cells in (
            checkpoints.related_cells(document, block, beside=block.row > 0, under=False),
            checkpoints.related_cells(document, block, beside=False, under=True),
        )
    )
    yield from _of_own_column(document, block) if _by_columns(document, block) else beside
    # Rows with a base model each are other models, unless it is one and the same.
    if recipe or (len({key(found.written) for found in under}) == 1 and not _grandparents(document, block)):
        yield from under


def _by_columns(document: Document, label: Block) -> bool:
    """Whether a table tells of several models, one a column."""
    cells = checkpoints.tables(document)[label.table].items()
    heads = [cell for (row, column), cell in cells if row == 0 and column > label.column]
    return label.row > 0 and sum(checkpoints.first_in(document, head, head.start, head.end) is not None for head in heads) > 1


def _of_own_column(document: Document, label: Block) -> Iterator[Checkpoint]:
    """The cell beside a label that stands below a name of the model at hand; other columns tell of other models."""
    cells, own = checkpoints.tables(document)[label.table], checkpoints.own_keys(document)
    for (row, column), cell in cells.items():
        head = cells.get((0, column))
        if row == label.row and column > label.column and head and key(_words_of(document, head)) in own:
            found = checkpoints.first_in(document, cell, cell.start, cell.end)
            if found:
                yield found


def _grandparents(document: Document, header: Block) -> bool:
    """Whether the rows of a table are models that another table of the card names as base models."""
    tables, title = checkpoints.tables(document), _words_of(document, header).lower()
    rows = {
        key(_words_of(document, cell)) for (row, column), cell in tables[header.table].items() if row and column < header.column
    }
    others = [table for number, table in tables.items() if number != header.table]
    return any(
        key(_words_of(document, cell)) in rows
        for table in others
        for (row, column), cell in table.items()
        if row and (0, column) in table and _words_of(document, table[0, column]).lower() == title
    )


def _ingredients(document: Document, header: Block) -> Iterator[Checkpoint]:
    """The models below the header of a recipe's column, but for those that a row of the same table makes."""
    made = {
        key(_words_of(document, cell))
        for name in checkpoints.tables(document)[header.table].values()
        if name.row == 0 and pattern("lineage_context", "made-here").search(_words_of(document, name))
        for cell in checkpoints.related_cells(document, name, beside=False, under=True)
    }
    for cell in checkpoints.related_cells(document, header, beside=False, under=True):
        words = _words_of(document, cell)
        if len(words) > 60 or not regex(r"[^\W\d_]").search(words) or _BLANK.match(words) or key(words) in made:
            continue
        linked = checkpoints.first_in(document, cell, cell.start, cell.end)
        yield (
            Checkpoint(words, linked.span, linked.hub, linked.linked) if linked else Checkpoint(words, Span(cell.start, cell.end))
        )


def _words_of(document: Document, cell: Block) -> str:
    return " ".join(document.visible[cell.start : cell.end].strip(" *_`").split())


def _below(document: Document, index: int, heading: bool) -> Iterator[Checkpoint]:
    """Names in the list, or the short paragraph, that follows a field or heading."""
    first = True
    following = document.blocks[index + 1 : index + 30]
    if len(following) > 1 and following[1].depth and _remark(document, following[0]):
        following = following[1:]
    for block in following:
        if block.kind == "heading" or (block.depth == 0 and not first) or block.kind == "code":
            return
        if block.depth == 0 and not heading and block.kind != "cell":
            return
        if block.depth or block.end - block.start < 200:
            found = checkpoints.first_in(document, block, block.start, block.end)
            if found and (found.linked or found.hub or block.depth):
                yield found
        first = False


def _remark(document: Document, block: Block) -> bool:
    """Whether a block is a line such as "All of them in bfloat16:", between what announces a list and the list."""
    short = block.kind == "paragraph" and not block.depth and block.end - block.start < 80
    return short and checkpoints.first_in(document, block, block.start, block.end) is None


def listed(document: Document, use: Said, end: int, block: Block, index: int) -> Iterator[Checkpoint]:
    """Names behind a word of merging: in the rest of the sentence, or in the list that follows."""
    found = checkpoints.all_in(document, block, use.match.end(), end)
    told = [
        c
        for c in found
        if not regex(r"[\s`*)]*(?:merge )?method").match(document.visible[c.span.end : c.span.end + 20])
        # "merged with Plover by [heron](…)": who made it.
        and not (
            c.linked and "/" not in (c.hub or "/") and regex(r"\bby\W*\Z").search(document.visible, block.start, c.span.start)
        )
    ]
    yield from told[:8]
    tail = document.visible[use.match.end() : block.end].strip()
    if tail.endswith((":", "：")) or (not told and document.heading_of(index) is not None):
        for item in document.blocks[index + 1 : index + 24]:
            one = checkpoints.first_in(document, item, item.start, item.end)
            # Addresses may stand in paragraphs of their own, an "and" between them.
            words = document.visible[item.start : item.end].strip()
            alone = item.kind == "paragraph" and (one.span.end - one.span.start >= len(words) if one else _AND.fullmatch(words))
            if item.depth == 0 and item.kind != "cell" and not alone:
                return
            if one and (one.linked or one.hub or item.kind != "cell"):
                yield one


def items(document: Document, index: int) -> Iterator[Checkpoint]:
    """The models of the list that follows, each item no more than a name."""
    for item in document.blocks[index + 1 : index + 24]:
        if item.depth == 0:
            return
        one = checkpoints.first_in(document, item, item.start, item.end)
        words = " ".join(document.visible[item.start : item.end].strip(" *_-").split())
        if one and (one.linked or one.hub or key(one.written) == key(words)):
            yield one
        elif 2 < len(words) <= 40 and len(words.split()) <= 4 and (at := document.text.find(words, item.start, item.end)) >= 0:
            yield Checkpoint(words, Span(at, at + len(words)))
