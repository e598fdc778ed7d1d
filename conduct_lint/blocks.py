"""The blocks of a text by the rules of markdown-it-py, each asked only where a line can begin what it looks for.

The grammar is the library's own: what makes a quote, a list, a fence, a table, HTML or a reference is decided by its functions.
Its parser, though, asks every rule at every line and writes three tokens where we need one place. Here the first sign of a line
tells which rules to ask, paragraphs and headings are read in one go, and what is found is kept as `Block`s; a test holds the
outcome against the library's own parse.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.ruler import Ruler
from markdown_it.rules_block import StateBlock, blockquote, code, fence, hr, html_block, list_block, reference, table
from markdown_it.token import Token

from conduct_lint.markdown import Block, Parsed, cells, html
from conduct_lint.patterns import regex

if TYPE_CHECKING:
    from collections.abc import Callable

    Rule = Callable[[StateBlock, int, int, bool], bool]

#: What CommonMark takes for blank at the ends of a line.
_BLANK = " \t\n\v\f\r\xa0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u202f\u2028\u2029\u205f\u3000"
_DELIMITERS = frozenset("|-:")
_ATX = regex(r"(#{1,6})(?=[ \t]|\Z)")
#: The most cells that the library adds to short rows of a table.
_MOST_ADDED = 0x10000


def read(source: str, start: int) -> Parsed:
    """The blocks of `source` from `start` on, which is where a line begins."""
    state = _State(source, start)
    _PARSER.block.tokenize(state, 0, state.lineMax)
    references = {label: entry.get("href", "") for label, entry in state.env.get("references", {}).items()}
    return Parsed(tuple(state.found), references, tuple(state.comments))


class _State(StateBlock):
    """The library's state, which knows what was found so far, and in how many lists and quotes we are."""

    def __init__(self, source: str, start: int) -> None:
        super().__init__("", _PARSER, {}, [])
        self.src = source
        self.found: list[Block] = []
        self.comments: list[tuple[int, int]] = []
        self.depth = self.quotes = 0
        self.tables = -1
        self.last: Token
        begins: list[int] = []
        ends: list[int] = []
        shifts: list[int] = []
        columns: list[int] = []
        lines = source[start:].split("\n")
        if not lines[-1].strip(" \t"):
            lines.pop()
        at = start
        for line in lines:
            end = at + len(line)
            shift = column = 0
            if line and line[0] in " \t":
                shift = column = len(line) - len(line.lstrip(" \t"))
                if "\t" in line[:shift]:
                    column = len(line[:shift].expandtabs(4))
            begins.append(at)
            ends.append(end)
            shifts.append(shift)
            columns.append(column)
            at = end + 1
        #: Where the lines begin; `bMarks` is moved on while a quote is read.
        self.lines = begins
        self.lineMax = len(begins)
        self.bMarks, self.eMarks = [*begins, len(source)], [*ends, len(source)]
        self.tShift, self.sCount = [*shifts, 0], [*columns, 0]
        self.bsCount = [0] * (self.lineMax + 1)

    def push(self, ttype: str, tag: str, nesting: Literal[-1, 0, 1]) -> Token:
        """A token for the library's rules to write on; none is kept."""
        self.level += nesting
        if nesting:
            if ttype.endswith(("list_open", "list_close")):
                self.depth += nesting
            elif tag == "blockquote":
                self.quotes += nesting
        self.last = Token.__new__(Token)
        return self.last

    def is_code_block(self, line: int) -> bool:
        """Whether a line is indented so far that it is code."""
        return self.sCount[line] - self.blkIndent >= 4

    def getLines(self, begin: int, end: int, indent: int, keepLastLF: bool) -> str:
        """Nothing: what stands in a block is read from the source."""
        return ""

    def keep(self, kind: str, start: int, end: int, level: int = 0, info: str = "") -> None:
        self.found.append(Block(kind, start, end, level, self.depth, self.quotes > 0, info=info))


# ── rules that read ──────────────────────────────────────────────────────────────────────────────────────────────────────


def _paragraph(state: _State, start: int) -> None:
    """A paragraph, or a heading underlined with `=` or `-`: both go on until a line is blank or begins something else."""
    begins, shifts, ends, columns, source = state.bMarks, state.tShift, state.eMarks, state.sCount, state.src
    indent, last = state.blkIndent, state.lineMax
    # Behind a paragraph the library leaves it so; a heading puts it back.
    outside, state.parentType = state.parentType, "paragraph"
    level, line = 0, start + 1
    while line < last:
        at, end = begins[line] + shifts[line], ends[line]
        if at >= end:
            break
        if 0 <= columns[line] <= indent + 3:
            sign = source[at]
            if sign in "-=" and columns[line] >= indent and not source[at:end].rstrip(" \t").strip(sign):
                level = 1 if sign == "=" else 2
                break
            if _interrupts_paragraph(state, line, last, True):
                break
        line += 1
    state.line = line
    if level:
        state.line, state.parentType = line + 1, outside
    _keep_words(state, start, line, level)


def _keep_words(state: _State, first: int, last: int, level: int) -> None:
    source, start, end = state.src, state.bMarks[first] + state.tShift[first], state.eMarks[last - 1]
    words = source[start : state.eMarks[first]].lstrip(_BLANK)
    start = state.eMarks[first] - len(words)
    if not words:
        # A line of blanks that are none to the rules of blocks.
        if not source[start:end].strip(_BLANK):
            return
        start = state.lines[first]
    end = start + len(source[start:end].rstrip())
    if end > start:
        state.keep("heading" if level else "paragraph", start, end, level)


def _heading(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A heading after `#`."""
    at, stop = state.bMarks[start] + state.tShift[start], state.eMarks[start]
    found = None if state.is_code_block(start) else _ATX.match(state.src, at, stop)
    if silent or not found:
        return bool(found)
    assert isinstance(state, _State)
    state.line = start + 1
    at = found.end()
    words = state.src[at:stop].rstrip(" \t")
    open_ = words.rstrip("#")
    words = (open_ if open_[-1:] in (" ", "\t") else words).rstrip()
    at += len(words) - len(words.lstrip(_BLANK))
    words = words.strip(_BLANK)
    if words:
        state.keep("heading", at, at + len(words), found.end() - found.start())
    return True


def _table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """A table; whether one begins is for the library to say."""
    source, begins, shifts, ends = state.src, state.bMarks, state.tShift, state.eMarks
    below = start + 1
    if below >= end:
        return False
    at = begins[below] + shifts[below]
    if source[at : at + 1] not in _DELIMITERS:
        return False
    if source.find("|", begins[start], ends[start]) < 0 or not table(state, start, end, True):
        return False
    if silent:
        return True
    assert isinstance(state, _State)
    outside, state.parentType = state.parentType, "table"
    state.tables += 1
    columns = _columns(source[begins[start] + shifts[start] : ends[start]].strip(_BLANK))
    _keep_row(state, start, 0, columns)
    line, added = start + 2, 0
    while line < end and state.sCount[line] >= state.blkIndent and not _interrupts(state, line, end, True):
        row = source[begins[line] + shifts[line] : ends[line]].strip(_BLANK)
        if not row or state.is_code_block(line):
            break
        added += columns - _columns(row)
        if added > _MOST_ADDED:
            break
        _keep_row(state, line, line - start - 1, columns)
        line += 1
    state.parentType, state.line = outside, line
    return True


def _columns(row: str) -> int:
    """How many cells a row has."""
    return row.count("|") - row.count("\\|") + 1 - row.startswith("|") - (row.endswith("|") and not row.endswith("\\|"))


def _keep_row(state: _State, line: int, row: int, columns: int) -> None:
    for column, (start, end) in enumerate(cells(state.src, state.lines[line], state.eMarks[line])[:columns]):
        if end > start:
            state.found.append(Block("cell", start, end, 0, state.depth, state.quotes > 0, state.tables, row, column))


def _fence(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not fence(state, start, end, silent):
        return False
    if not silent:
        assert isinstance(state, _State)
        first, last = start + 1, state.line
        mark = state.last.markup
        closed = state.src[state.lines[last - 1] : state.eMarks[last - 1]].lstrip(" \t>").startswith(mark)
        _keep_code(state, first, last - 1 if closed and last > first else last, state.last.info.strip())
    return True


def _code(state: _State, start: int, end: int) -> None:
    code(state, start, end, False)
    _keep_code(state, start, state.line, "")


def _keep_code(state: _State, first: int, last: int, info: str) -> None:
    start = state.lines[first] if first < len(state.lines) else state.eMarks[first - 1] + 1
    start, end = min(start, len(state.src)), state.eMarks[last - 1]
    state.keep("code", start, max(end, start), info=info or "text")


def _html(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if not html_block(state, start, end, silent):
        return False
    if not silent:
        assert isinstance(state, _State)
        at, stop = state.lines[start], state.eMarks[state.line - 1]
        state.found += html(state.src, at, stop, state.depth, state.quotes > 0, state.comments)
    return True


# ── which rules to ask ───────────────────────────────────────────────────────────────────────────────────────────────────

#: Sign → the rules for a line that begins with it, in the order in which the library asks them.
_RULES: dict[str, tuple[Rule, ...]] = {
    **dict.fromkeys("`~", (_fence,)),
    ">": (blockquote,),
    **dict.fromkeys("*-", (hr, list_block)),
    "_": (hr,),
    **dict.fromkeys("+0123456789", (list_block,)),
    "<": (_html,),
    "#": (_heading,),
}
#: Those that end an item of a list.
_OF_LISTS: dict[str, tuple[Rule, ...]] = {**dict.fromkeys("`~", (_fence,)), ">": (blockquote,), **dict.fromkeys("*-_", (hr,))}


def _interrupts(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    """Whether a line begins something that ends what stands before it."""
    at = state.bMarks[line] + state.tShift[line]
    rules = _RULES.get(state.src[at : at + 1])
    return rules is not None and any(rule(state, line, end, True) for rule in rules)


def _interrupts_paragraph(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    return _interrupts(state, line, end, True) or _table(state, line, end, True)


def _interrupts_list(state: StateBlock, line: int, end: int, silent: bool) -> bool:
    at = state.bMarks[line] + state.tShift[line]
    rules = _OF_LISTS.get(state.src[at : at + 1])
    return rules is not None and any(rule(state, line, end, True) for rule in rules)


class _Chains(Ruler["Rule"]):
    """What the library's rules ask for when they look whether a line ends them: one function each."""

    def getRules(self, chainName: str = "") -> list[Rule]:
        return _CHAINS[chainName]


_CHAINS: dict[str, list[Rule]] = {
    "paragraph": [_interrupts_paragraph],
    "reference": [_interrupts_paragraph],
    "blockquote": [_interrupts],
    "list": [_interrupts_list],
}


class _Parser(ParserBlock):
    def __init__(self) -> None:
        super().__init__()
        self.ruler = _Chains()

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        """Read the lines from `startLine` to `endLine`; the library's own loop, but for the choice of rules."""
        assert isinstance(state, _State)
        line, loose = startLine, False
        begins, shifts, ends, columns, source = state.bMarks, state.tShift, state.eMarks, state.sCount, state.src
        most = state.md.options.maxNesting
        while line < endLine:
            while line < state.lineMax and begins[line] + shifts[line] >= ends[line]:
                line += 1
            state.line = line
            if line >= endLine or columns[line] < state.blkIndent:
                break
            if state.level >= most:
                state.line = endLine
                break
            self._read(state, line, endLine, source[begins[line] + shifts[line]])
            # A list is tight as long as no empty line stands in it; the last one does not count.
            state.tight = not loose
            line = state.line
            loose = loose or (line - 1 < endLine and state.isEmpty(line - 1))
            if line < endLine and state.isEmpty(line):
                loose = True
                line += 1
                state.line = line

    @staticmethod
    def _read(state: _State, line: int, end: int, sign: str) -> None:
        if state.is_code_block(line):
            _code(state, line, end)
            return
        if _table(state, line, end, False):
            return
        for rule in _RULES.get(sign, ()):
            if rule(state, line, end, False):
                return
        if not (sign == "[" and reference(state, line, end, False)):
            _paragraph(state, line)


def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark")
    parser.block = _Parser()
    return parser


_PARSER = _parser()
