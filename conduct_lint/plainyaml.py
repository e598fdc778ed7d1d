"""The YAML that nearly every card is written in – keys, lists, words, quoted words, blocks of text – read without a YAML library.

What comes out is what `frontmatter.compose` makes of the library's nodes, place for place; at the first line that is anything
else nothing comes out, and the library reads the whole. Reading takes less than half the time, and the library, which costs
more than a card, is not loaded.
"""

from __future__ import annotations

from conduct_lint.frontmatter import Mapping, Node, Scalar, Sequence, core
from conduct_lint.model import Span
from conduct_lint.patterns import regex
from conduct_lint.typed import TypeAlias

#: Characters that are no line break, no blank but the blank, and allowed in YAML.
_STRANGE = regex("[^\n\x20-\x7e\xa0-\u2027\u202a-\ud7ff\ue000-\ufefe\uff00-\ufffd\U00010000-\U0010ffff]")
_LINE = regex(
    r"( *)((?:- +)*)"  # indentation, dashes
    r"(?:(\w[\w./-]{0,100}(?: [\w./,()-]{1,40}){0,20}|'[\w./ -]{0,200}'):(?=[ \n]|\Z))?"  # key
    # value: plain words, "words", 'words', the empty list, or the head of a block of text
    r"(?: *(?:(-?[\w./(+~<$\xa1-\U0010ffff](?: *(?:[^:# \n]|:(?![ \n]|\Z)|(?<! )#))*)"
    r"|\"((?:[^\"\\\n]|\\[\"\\/nt])*)\"|'((?:[^'\n]|'')*)'|(\[\])|([|>]-?)))?"
    r" *(?: #[^\n]*)?(?:\n|\Z)"
)
_ESCAPES = {"n": "\n", "t": "\t"}
_ESCAPE = regex(r"\\(.)")
_REMARK = regex(r" *#[^\n]*(?:\n|\Z)")
_DASHES, _KEY, _PLAIN, _DOUBLE, _SINGLE, _EMPTY, _TEXT = range(2, 9)
_MAX_TOKENS, _MAX_DEPTH = 40_000, 40


#: Makes a named tuple of a tuple in half the time that its class takes.
_new = tuple.__new__


class _Other(Exception):
    """This is YAML of some other shape."""


#: A dash or a key: its column, start and end, the key (None for a dash), what follows in its line.
_Token: TypeAlias = "tuple[int, int, int, Scalar | None, Scalar | Sequence | None]"


def compose(source: str, offset: int) -> Mapping | None:
    """The mapping that `source` holds, `offset` added to every place; None where it must be read by the library."""
    if _STRANGE.search(source):
        return None
    try:
        tokens = _tokens(source, offset)
        if not tokens or tokens[0][3] is None:
            return None
        node, at = _mapping(tokens, 0, 0)
        return node if at == len(tokens) else None
    except _Other:
        return None


def _tokens(source: str, offset: int) -> list[_Token]:
    tokens: list[_Token] = []
    at, length = 0, len(source)
    match = _LINE.match
    while at < length:
        line = match(source, at)
        if line is None and (remark := _REMARK.match(source, at)):
            at = remark.end()
            continue
        if line is None or len(tokens) > _MAX_TOKENS:
            raise _Other
        kind = line.lastindex or 0
        value: Scalar | Sequence | None = None
        if kind == _PLAIN:
            raw = line.group(_PLAIN)
            start = line.start(_PLAIN) + offset
            value = _new(Scalar, (core(raw), raw, True, _new(Span, (start, start + len(raw)))))
        elif kind in (_DOUBLE, _SINGLE):
            start, end = line.span(kind)
            words = source[start:end]
            if kind == _SINGLE:
                words = words.replace("''", "'")
            elif "\\" in words:
                words = _ESCAPE.sub(lambda escape: _ESCAPES.get(escape.group(1), escape.group(1)), words)
            value = _new(Scalar, (words, words, False, _new(Span, (start - 1 + offset, end + 1 + offset))))
        elif kind == _EMPTY:
            start, end = line.span(kind)
            value = Sequence((), Span(start + offset, end + offset))
        begins, ends = line.span(_KEY)
        dash, behind = line.span(_DASHES)
        after = line.end()
        if kind == _TEXT:
            column = (begins if begins >= 0 else source.rfind("-", dash, behind)) - at
            value, after = _text(source, line.start(_TEXT), after, column, line.group(_TEXT), offset)
        if dash < behind:
            while (next_ := source.find("-", dash + 1, behind)) >= 0:
                tokens.append((dash - at, dash + offset, dash + offset + 1, None, None))
                dash = next_
            if begins < 0 and value is None:
                raise _Other
            tokens.append((dash - at, dash + offset, dash + offset + 1, None, value if begins < 0 else None))
        elif begins < 0 and value is not None:
            raise _Other
        if begins >= 0:
            if value is not None and source[ends + 1] != " ":
                raise _Other
            raw = source[begins:ends]
            quoted = raw[0] == "'"
            name = raw[1:-1] if quoted else raw
            place = _new(Span, (begins + offset, ends + offset))
            key = _new(Scalar, (name if quoted else core(raw), name, not quoted, place))
            tokens.append((begins - at, begins + offset, ends + offset, key, value))
        at = after
    return tokens


def _text(source: str, head: int, at: int, column: int, mark: str, offset: int) -> tuple[Scalar, int]:
    """A block of text below a key or dash that stands in `column`, and where it ends.

    Arguments: `head` is the place of the `mark`, `|` or `>`, a `-` behind it where the last line break does not count.
    """
    lines: list[str] = []
    indent, end = -1, at
    while at < len(source):
        stop = source.find("\n", at)
        stop = len(source) if stop < 0 else stop
        line = source[at:stop]
        bare = line.lstrip(" ")
        blanks = len(line) - len(bare)
        if bare:
            if indent < 0:
                if blanks <= column or blanks < max(map(len, lines), default=0):
                    raise _Other
                indent = blanks
            if blanks < indent:
                break
            end = stop
        lines.append(line)
        at = stop + 1
    if indent < 0 or (at > len(source) and not lines[-1].strip(" ")):
        raise _Other
    lines = [line[indent:] for line in lines]
    while not lines[-1]:
        lines.pop()
    value = ("\n".join(lines) if mark[0] == "|" else _folded(lines)) + ("" if mark.endswith("-") or end == len(source) else "\n")
    return Scalar(value, value, False, Span(head + offset, head + offset + len(source[head:end].rstrip()))), at


def _folded(lines: list[str]) -> str:
    """Lines that follow each other are one, an empty line is a line break; what is set further in stays as it is."""
    pieces = [lines[0]]
    empty = 0
    set_in = lines[0].startswith(" ")
    for line in lines[1:]:
        if not line:
            empty += 1
            continue
        further = line.startswith(" ")
        breaks = empty if pieces[-1] and not set_in and not further else empty + 1
        pieces += ["\n" * breaks or " ", line]
        empty, set_in = 0, further
    return "".join(pieces)


def _block(tokens: list[_Token], at: int, depth: int) -> tuple[Node, int]:
    if depth > _MAX_DEPTH:
        raise _Other
    return _sequence(tokens, at, depth) if tokens[at][3] is None else _mapping(tokens, at, depth)


def _mapping(tokens: list[_Token], at: int, depth: int) -> tuple[Mapping, int]:
    column, begins = tokens[at][:2]
    entries: list[tuple[Scalar, Node]] = []
    count = len(tokens)
    while at < count:
        here, _, end, key, value = tokens[at]
        if here != column or key is None:
            break
        at += 1
        node: Node | None = value
        if node is None:
            below = tokens[at] if at < count else None
            if below is not None and (below[0] > column or (below[0] == column and below[3] is None)):
                node, at = _block(tokens, at, depth + 1)
            else:
                node = Scalar(None, "", True, Span(end + 1, end + 1))
        entries.append((key, node))
    _ended(tokens, at, column)
    return _new(Mapping, (tuple(entries), _new(Span, (begins, entries[-1][1].span.end)))), at


def _sequence(tokens: list[_Token], at: int, depth: int) -> tuple[Sequence, int]:
    column, begins = tokens[at][:2]
    items: list[Node] = []
    count = len(tokens)
    while at < count:
        here, _, _, key, value = tokens[at]
        if here != column or key is not None:
            break
        at += 1
        node: Node | None = value
        if node is None:
            if at >= count or tokens[at][0] <= column:
                raise _Other
            node, at = _block(tokens, at, depth + 1)
        items.append(node)
    _ended(tokens, at, column)
    return Sequence(tuple(items), Span(begins, items[-1].span.end)), at


def _ended(tokens: list[_Token], at: int, column: int) -> None:
    """What follows on a block must stand further left: a continued line, or a fault, is for the library."""
    if at < len(tokens) and tokens[at][0] > column:
        raise _Other
