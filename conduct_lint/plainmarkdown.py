"""The blocks of the Markdown that nearly every card is written in, read without a Markdown library.

What comes out is what `markdown.parse` makes of markdown-it-py's tokens, place for place: the rules are those of its block pass
(CommonMark 0.31 with tables), in its order, but they yield blocks instead of tokens. Where a text holds what is seldom written –
link reference definitions, a TAB behind a list or quote mark, lists nested ever deeper – nothing comes out, and the library reads
the whole: one in three hundred of real cards. For the others the library, which takes longer to import than a card to check, is
not needed, and the blocks are there in less than a third of the time.
"""

from __future__ import annotations

import re

from conduct_lint.markdown import Block, Parsed, _cells, _html
from conduct_lint.patterns import regex

#: A list item's mark.
_ITEM = regex(r"(?:[-+*]|[0-9]{1,9}[.)])(?=[ \t\n])")
_FENCE = regex(r"(`{3,})(?=[^`\n]*\n)|(~{3,})")
_BLOCK_TAGS = (
    "address|article|aside|base|basefont|blockquote|body|caption|center|col|colgroup|dd|details|dialog|dir|div|dl|dt|fieldset"
    "|figcaption|figure|footer|form|frame|frameset|h1|h2|h3|h4|h5|h6|head|header|hr|html|iframe|legend|li|link|main|menu"
    "|menuitem|nav|noframes|ol|optgroup|option|p|param|search|section|summary|table|tbody|td|tfoot|th|thead|title|tr|track|ul"
)
_ATTRIBUTES = r"""(?:\s+[a-zA-Z_:][a-zA-Z0-9:._-]*(?:\s*=\s*(?:[^"'=<>`\x00-\x20]+|'[^']*'|"[^"]*"))?)*"""
#: How an HTML block begins, how it ends (None: before a blank line), and whether it ends a paragraph.
_HTML: tuple[tuple[re.Pattern[str], re.Pattern[str] | None, bool], ...] = (
    (
        regex(r"<(?a:script|pre|style|textarea)(?=\s|>|$)", re.I),
        regex(r"</(?a:script|pre|style|textarea)>", re.I),
        True,
    ),
    (regex(r"<!--"), regex(r"-->"), True),
    (regex(r"<\?"), regex(r"\?>"), True),
    (regex(r"<![A-Za-z]"), regex(r">"), True),
    (regex(r"<!\[CDATA\["), regex(r"\]\]>"), True),
    (regex(rf"</?(?a:{_BLOCK_TAGS})(?=\s|/?>|$)", re.I), None, True),
    (regex(rf"(?:<[A-Za-z][A-Za-z0-9\-]*{_ATTRIBUTES}\s*/?>|</[A-Za-z][A-Za-z0-9\-]*\s*>)\s*$"), None, False),
)
_COLUMN = regex(r":?-+:?")
_UNDERLINE = regex(r"(?:-+|=+)[ \t]*\n")
#: The characters with which something other than a paragraph begins, tables and code by indentation aside.
_BEGINS = frozenset("`~>*-_+0123456789<#")
#: What does not count at the ends of a paragraph, a heading or a row: the blanks of CommonMark (TAB and blank part the words).
_BLANKS = "\t\x0b\x0c \xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u2028\u2029\u202f\u205f\u3000"
_MAX_LEVEL, _MAX_CELLS = 20, 0x10000


class _Other(Exception):
    """This is Markdown of some other shape."""


def parse(source: str, start: int) -> Parsed | None:
    """The blocks of `source` from `start` on, as `markdown.parse` returns them; None where the library must read the text."""
    reader = _Reader(source, start)
    try:
        reader.read()
    except _Other:
        return None
    return Parsed(tuple(reader.blocks), {}, tuple(reader.comments))


class _Reader:
    """One reading of a text; afterwards `blocks` and `comments` hold what was found."""

    def __init__(self, source: str, start: int) -> None:
        self.source = source
        self.text = text = source + "\n"
        self.blocks: list[Block] = []
        self.comments: list[tuple[int, int]] = []
        #: Of each line: where it starts, where its first character that is no blank stands, where it ends, how far it is
        #: indented. Lists and quotes move the second and the fourth to their own content while that is read.
        self.starts: list[int] = []
        self.first: list[int] = []
        self.ends: list[int] = []
        self.indents: list[int] = []
        at = start
        for line in text[start:-1].split("\n"):
            rest = line.lstrip(" \t")
            blanks = len(line) - len(rest)
            self.starts.append(at)
            self.first.append(at + blanks)
            at += len(line)
            self.ends.append(at)
            self.indents.append(len(line[:blanks].expandtabs(4)) if "\t" in line[:blanks] else blanks)
            at += 1
        self.starts.append(at)
        if self.first[-1] == self.ends[-1]:  # a blank last line is no line
            del self.first[-1], self.ends[-1], self.indents[-1]
        self.lines = len(self.ends)
        self.first.append(len(source))
        self.ends.append(len(source))
        self.indents.append(0)
        #: Where reading has come to; the indentation of the innermost list item, and of the list around it.
        self.line, self.indent, self.list_indent = 0, 0, -1
        self.level = self.depth = self.quotes = self.tables = 0
        #: The next mark of a link reference definition; -1 where none follows.
        self.mark = text.find("]:", start)

    def read(self) -> None:
        """Read the whole text."""
        self._read(0, self.lines)

    def _read(self, line: int, end: int) -> None:
        first, ends, indents = self.first, self.ends, self.indents
        while line < end:
            while line < self.lines and first[line] >= ends[line]:
                line += 1
            self.line = line
            if line >= end or indents[line] < self.indent:
                return
            if self.level >= _MAX_LEVEL:
                raise _Other
            self._block(line, end)
            line = self.line
            if line < end and first[line] >= ends[line]:
                line += 1
                self.line = line

    def _block(self, line: int, end: int) -> None:
        if self._is_table(line, end):
            return self._table(line, end)
        if self.indents[line] - self.indent >= 4:
            return self._indented(line, end)
        at = self.first[line]
        char = self.text[at]
        if char in _BEGINS:
            if char in "`~" and (fence := _FENCE.match(self.text, at)):
                return self._fence(line, end, fence)
            if char == ">":
                return self._quote(line, end)
            if self._is_rule(line):
                self.line = line + 1
                return None
            if item := self._item(line, False):
                return self._list(line, end, item)
            if char == "<" and (kind := self._html_kind(line)):
                return self._html(line, end, kind[1])
            if char == "#" and (level := self._heading_level(line)):
                return self._heading(line, level)
        elif char == "[":
            self._refuse_definition(line)
        return self._paragraph(line, end)

    # ── what begins here ─────────────────────────────────────────────────────────────────────────────────────────────

    def _ends_paragraph(self, line: int, end: int) -> bool:
        return self._interrupts(line, True) or self._is_table(line, end)

    def _interrupts(self, line: int, paragraph: bool) -> bool:
        """Whether something begins in this line that ends a paragraph, or (not `paragraph`) a quote or a table."""
        at = self.first[line]
        char = self.text[at]
        if char not in _BEGINS or self.indents[line] - self.indent >= 4:
            return False
        if char == "<":
            kind = self._html_kind(line)
            return kind is not None and kind[2]
        if char == "#":
            return self._heading_level(line) > 0
        return self._interrupts_list(line) or self._item(line, paragraph) is not None

    def _interrupts_list(self, line: int) -> bool:
        at = self.first[line]
        char = self.text[at]
        return char == ">" or (char in "`~" and _FENCE.match(self.text, at) is not None) or self._is_rule(line)

    def _is_rule(self, line: int) -> bool:
        words = self.text[self.first[line] : self.ends[line]]
        mark = words[:1]
        return mark in ("*", "-", "_") and not words.strip(mark + " \t") and words.count(mark) >= 3

    def _item(self, line: int, paragraph: bool) -> re.Match[str] | None:
        """The mark of a list item with which this line begins. A list that ends a `paragraph` begins with 1, and not empty."""
        indent = self.indents[line]
        if self.list_indent >= 0 and indent - self.list_indent >= 4 and indent < self.indent:
            return None
        found = _ITEM.match(self.text, self.first[line])
        if found and paragraph and indent >= self.indent:
            number = found.group()[:-1]
            if (number and int(number) != 1) or not self.text[found.end() : self.ends[line]].strip(" \t"):
                return None
        return found

    def _heading_level(self, line: int) -> int:
        words = self.text[self.first[line] : self.ends[line]]
        level = len(words) - len(words.lstrip("#"))
        return level if level <= 6 and words[level : level + 1] in ("", " ", "\t") else 0

    def _html_kind(self, line: int) -> tuple[re.Pattern[str], re.Pattern[str] | None, bool] | None:
        at, end = self.first[line], self.ends[line]
        return next((kind for kind in _HTML if kind[0].match(self.text, at, end)), None)

    def _is_table(self, line: int, end: int) -> bool:
        below = line + 1
        if below >= end or self.text[self.first[below]] not in "|-:":
            return False
        indent = self.indents[below] - self.indent
        if not 0 <= indent < 4:
            return False
        marks = self.text[self.first[below] : self.ends[below]]
        if len(marks) < 2 or marks.strip("|-: \t") or (marks[0] == "-" and marks[1] in " \t"):
            return False
        columns = [mark.strip() for mark in marks.split("|")]
        inner = columns[1 if not columns[0] else 0 : -1 if len(columns) > 1 and not columns[-1] else None]
        if not all(map(_COLUMN.fullmatch, inner)):
            return False
        head = self._row(line)
        return "|" in head and self.indents[line] - self.indent < 4 and 0 < _columns(head) == len(inner)

    def _row(self, line: int) -> str:
        return self.text[self.first[line] : self.ends[line]].strip(_BLANKS)

    def _refuse_definition(self, line: int) -> None:
        """Raise _Other where a link reference definition may begin in this line."""
        at = self.first[line]
        if 0 <= self.mark < at:
            self.mark = self.text.find("]:", at)
        if self.mark >= at and self.text.find("\n\n", at, self.mark) < 0:
            raise _Other

    # ── one kind of block each ───────────────────────────────────────────────────────────────────────────────────────

    def _paragraph(self, line: int, end: int) -> None:
        """A paragraph, or a heading where a line of `-` or `=` stands below it."""
        text, first, ends, indents, indent = self.text, self.first, self.ends, self.indents, self.indent
        below, level = line + 1, 0
        while below < self.lines and first[below] < ends[below]:
            at = first[below]
            underlined = text[at] in "-=" and below < end and indent <= indents[below] <= indent + 3
            if underlined and _UNDERLINE.match(text, at):
                level = 1 if text[at] == "=" else 2
                break
            if 0 <= indents[below] <= indent + 3 and self._ends_paragraph(below, self.lines):
                break
            below += 1
        start, stop = first[line], self.starts[below] - 1
        if text[start] in _BLANKS:
            start = ends[line] - len(text[start : ends[line]].lstrip(_BLANKS))
            if start == ends[line]:
                raise _Other
        stop = start + len(self.source[start:stop].rstrip())
        if stop > start:
            kind = "heading" if level else "paragraph"
            self.blocks.append(Block(kind, start, stop, level, self.depth, self.quotes > 0))
        self.line = below + (level > 0)

    def _heading(self, line: int, level: int) -> None:
        words = self.text[self.first[line] + level : self.ends[line]].rstrip(" \t")
        bare = words.rstrip("#")
        if bare and bare[-1] in " \t":
            words = bare
        words = words.strip(_BLANKS)
        if words:
            start = self.source.rfind(words, self.starts[line], self.ends[line])
            stop = start + len(words.rstrip())
            if stop > start:
                self.blocks.append(Block("heading", start, stop, level, self.depth, self.quotes > 0))
        self.line = line + 1

    def _indented(self, line: int, end: int) -> None:
        last = below = line + 1
        while below < end:
            empty = self.first[below] >= self.ends[below]
            if not empty and self.indents[below] - self.indent < 4:
                break
            below += 1
            if not empty:
                last = below
        self._code(line, last, "text")
        self.line = last

    def _fence(self, line: int, end: int, opening: re.Match[str]) -> None:
        text, first, ends, indents = self.text, self.first, self.ends, self.indents
        mark = opening.group()
        below, closed = line + 1, 0
        while below < end:
            at = first[below]
            if at == len(self.source) or (at < ends[below] and indents[below] < self.indent):
                break
            marked = text.startswith(mark, at) and indents[below] - self.indent < 4
            if marked and not text[at : ends[below]].rstrip(" \t").strip(mark[0]):
                closed = 1
                break
            below += 1
        self.line = last = below + closed
        begins = line + 1
        # The last line closes the block also where it is indented too far for that: whoever wrote it meant it so.
        if self.source[self.starts[last - 1] : self.starts[last] - 1].lstrip(" \t>").startswith(mark) and last > begins:
            last -= 1
        self._code(min(begins, last), last, text[opening.end() : ends[line]].strip() or "text")

    def _code(self, line: int, last: int, info: str) -> None:
        start = self.starts[line]
        end = min(max(self.starts[last] - 1, start), len(self.source))
        self.blocks.append(Block("code", start, end, 0, self.depth, self.quotes > 0, info=info))

    def _html(self, line: int, end: int, closing: re.Pattern[str] | None) -> None:
        text, first, ends = self.text, self.first, self.ends
        below = line + 1
        if not (closing and closing.search(text, first[line], ends[line])):
            while below < end:
                empty = first[below] >= ends[below]
                if self.indents[below] < self.indent and (closing is None or not empty):
                    break
                if closing is None:
                    if empty:
                        break
                elif closing.search(text, first[below], ends[below]):
                    below += 1
                    break
                below += 1
        stop = min(self.starts[below] - 1, len(self.source))
        self.blocks += _html(self.source, self.starts[line], stop, self.depth, self.quotes > 0, self.comments)
        self.line = below

    def _table(self, line: int, end: int) -> None:
        columns = _columns(self._row(line))
        rows = [line]
        below = line + 2
        while below < end and self.indents[below] >= self.indent and not self._interrupts(below, False):
            if not self._row(below) or self.indents[below] - self.indent >= 4:
                break
            rows.append(below)
            below += 1
        if len(rows) * columns > _MAX_CELLS:
            raise _Other
        for row, at in enumerate(rows):
            cells = _cells(self.source, self.starts[at], self.ends[at])
            for column, (start, stop) in enumerate(cells[:columns]):
                if stop > start:
                    self.blocks.append(Block("cell", start, stop, 0, self.depth, self.quotes > 0, self.tables, row, column))
        self.tables += 1
        self.line = below

    # ── what holds other blocks ──────────────────────────────────────────────────────────────────────────────────────

    def _list(self, line: int, end: int, item: re.Match[str]) -> None:
        text, first, indents = self.text, self.first, self.indents
        mark = item.group()[-1]
        self.depth += 1
        self.level += 2
        while True:
            at, stop = item.end(), self.ends[line]
            indent = indents[line] + at - first[line]
            while text[at] == " ":
                at += 1
            if text[at] == "\t":
                raise _Other
            blanks = at - item.end()
            kept = first[line], indents[line], self.indent, self.list_indent
            first[line], indents[line] = at, indent + blanks
            self.list_indent = self.indent
            self.indent = indent + (blanks if at < stop and blanks <= 4 else 1)
            if at >= stop and first[line + 1] >= self.ends[line + 1]:
                self.line = min(line + 2, end)
            else:
                self._read(line, end)
            first[line], indents[line], self.indent, self.list_indent = kept
            line = self.line
            if line >= end or not 0 <= indents[line] - self.indent < 4 or self._interrupts_list(line):
                break
            following = _ITEM.match(text, first[line])
            if following is None or following.group()[-1] != mark:
                break
            item = following
        self.depth -= 1
        self.level -= 2

    def _quote(self, line: int, end: int) -> None:
        text, first, indents = self.text, self.first, self.indents
        kept: list[tuple[int, int]] = []
        lines, indent = self.lines, self.indent
        below, empty = line, False
        while below < end:
            at = first[below]
            if at >= self.ends[below]:
                break
            if text[at] == ">" and indents[below] >= indent:
                at += 2 if text[at + 1] == " " else 1
                content = at
                while text[content] == " ":
                    content += 1
                if text[content] == "\t":
                    raise _Other
                kept.append((first[below], indents[below]))
                first[below], indents[below] = content, content - at
                empty = content >= self.ends[below]
            elif empty:
                break
            elif self._interrupts(below, False):
                self.lines = below
                kept.append((first[below], indents[below]))
                indents[below] -= indent
                break
            else:  # a paragraph goes on without the mark
                kept.append((first[below], indents[below]))
                indents[below] = -1
            below += 1
        self.indent = 0
        self.quotes += 1
        self.level += 1
        self._read(line, below)
        self.quotes -= 1
        self.level -= 1
        self.lines, self.indent = lines, indent
        for number, values in enumerate(kept, line):
            first[number], indents[number] = values


def _columns(row: str) -> int:
    """How many cells a row has; a stroke at either end adds none."""
    strokes = row.count("|") - row.count("\\|")
    number = strokes + 1 - row.startswith("|")
    return number - (number > 0 and row.endswith("|") and not row.endswith("\\|"))
