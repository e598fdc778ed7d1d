"""The YAML block at the head of a card, as values with places.

The block is found by the Hub's own rule and read by the YAML 1.2 core schema, in which `no` is text; the way PyYAML reads
the same word is kept beside it, because every Python consumer meets that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple, TypeAlias

from conduct_lint.model import Span

#: "exact same as the Hub server" (huggingface_hub repocard.py).
BLOCK = re.compile(r"^(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|$))")
_OPENING = re.compile(r"\s*---[ \t]*(?:\r\n|\r|\n)")

_INT = re.compile(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_SPECIAL_FLOAT = {".inf": float("inf"), "+.inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan")}
#: Plain words that YAML 1.1 readers such as PyYAML take for a boolean and YAML 1.2 readers for text.
#: PyYAML's resolver has no single letters, though the YAML 1.1 specification lists them.
YAML11_BOOLEANS = frozenset("yes Yes YES no No NO on On ON off Off OFF".split())

#: A block larger than this, nested deeper or with more values is refused instead of read.
MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 60
MAX_NODES = 200_000

Plain: TypeAlias = "str | int | float | bool | None"


class Scalar(NamedTuple):
    """One value: `value` by YAML 1.2 core types, `raw` as written between the quotes, `plain` when it stands unquoted."""

    value: Plain
    raw: str
    plain: bool
    span: Span


class Sequence(NamedTuple):
    """A list."""

    items: tuple[Node, ...]
    span: Span


class Mapping(NamedTuple):
    """A mapping; `entries` keeps duplicate keys, in order."""

    entries: tuple[tuple[Scalar, Node], ...]
    span: Span

    def get(self, key: str) -> Node | None:
        """The value of the last entry with this key, as YAML readers keep it; None when there is none."""
        return next((value for name, value in reversed(self.entries) if name.raw == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key itself, for its place."""
        return next((name for name, _ in reversed(self.entries) if name.raw == key), None)

    def duplicates(self) -> Iterator[tuple[Scalar, Scalar]]:
        """Pairs (first, repeated) of equal keys."""
        seen: dict[str, Scalar] = {}
        for name, _ in self.entries:
            if name.raw in seen:
                yield seen[name.raw], name
            else:
                seen[name.raw] = name


Node: TypeAlias = "Scalar | Sequence | Mapping"


class Problem(NamedTuple):
    """Why a block cannot be read: `kind` is unclosed, syntax, not-a-mapping, second-block or too-large.

    `tab`: a TAB where PyYAML takes none; the Hub does, and here the values are read with a blank in its place.
    """

    kind: str
    words: str
    span: Span


class FrontMatter(NamedTuple):
    """The front matter of a document.

    `span` covers both `---` lines; None when there is no block. `body` is the span of the YAML between them. `data` is empty when
    there is no block or it cannot be read; `problems` tells which.
    """

    span: Span | None
    body: Span | None
    data: Mapping
    problems: tuple[Problem, ...] = ()


NOTHING = Mapping((), Span(0, 0))
NONE = FrontMatter(None, None, NOTHING)


def read(text: str) -> FrontMatter:
    """Read the front matter of `text`; never raises for a fault of the text."""
    found = BLOCK.match(text)
    if found is None:
        return _without_block(text)
    body = Span(found.start(2), found.end(2))
    span = Span(found.end(1) - len(found.group(1).lstrip()), found.end() - len(found.group(4)))
    node, problem = compose(found.group(2), body.start)
    if problem and (read_on := _past_tabs(found.group(2), body.start, problem)):
        return FrontMatter(span, body, *read_on)
    if problem:
        return FrontMatter(span, body, NOTHING, (problem,))
    if isinstance(node, Mapping):
        second = _second_block(text, found.end())
        return FrontMatter(span, body, node, (second,) if second else ())
    if node is None:
        return FrontMatter(span, body, NOTHING)
    words = "the block between the `---` lines is not a list of `key: value` pairs"
    return FrontMatter(span, body, NOTHING, (Problem("not-a-mapping", words, node.span),))


def _past_tabs(source: str, offset: int, problem: Problem) -> tuple[Mapping, tuple[Problem, ...]] | None:
    """The values of a block that only its TABs keep PyYAML from reading; None where one stands as indentation, which no reader takes."""
    if problem.kind != "syntax" or "\t" not in source or re.search(r"(?:^|\n) *\t[ \t]*[^\s#]", source):
        return None
    node, still = compose(source.replace("\t", " "), offset)
    if not isinstance(node, Mapping) or still:
        return None
    at = offset + source.find("\t", source.rfind("\n", 0, problem.span.start - offset) + 1)
    return node, (Problem("tab", problem.words, Span(at, at + 1)),)


def _without_block(text: str) -> FrontMatter:
    opening = _OPENING.match(text)
    if opening is None:
        return NONE
    start = opening.end() - len(opening.group().lstrip())
    rest = text[opening.end() :]
    first = rest.lstrip().split("\n", 1)[0].strip()
    if re.match(r"[\w-]+:(\s|$)", first) and not re.match(r"---[ \t]*\r?(\n|$)", rest):
        span = Span(start, start + 3)
        return FrontMatter(None, None, NOTHING, (Problem("unclosed", "the block that opens with `---` is never closed", span),))
    return NONE


_SECOND = re.compile(r"\s*---[ \t]*\r*\n((?:[ \t]*(?:[\w-]+:(?:\s[^\n]*)?|-[ \t][^\n]*|#[^\n]*)?\r*\n)+?)---[ \t]*(?:\r*\n|\Z)")


def _second_block(text: str, after: int) -> Problem | None:
    found = _SECOND.match(text, after, after + 20_000)
    if found is None or not re.search(r"^[\w-]+:(?:\s|$)", found.group(1), re.M):
        return None
    start = text.index("---", found.start())
    return Problem("second-block", "a second metadata block follows the first; the Hub reads only the first", Span(start, start + 3))


def compose(source: str, offset: int = 0) -> tuple[Node | None, Problem | None]:
    """Read one YAML document.

    Arguments: `offset` is added to every place. Returns the node (None for an empty document) and the problem, one of them None
    unless the document is empty. Aliases are followed; a document that grows beyond `MAX_NODES` by them is refused.
    """
    if len(source) > MAX_CHARACTERS or _nesting(source) > MAX_DEPTH:
        return None, Problem("too-large", "the metadata is too large or too deeply nested to be read", Span(offset, offset + 3))
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root = yaml.compose(source, Loader=loader)
        if root is None:
            return None, None
        return _convert(root, offset, [0], 0), None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        at = min(mark.index if mark else 0, max(len(source) - 1, 0))
        words = error.problem or error.context or "this is not YAML"
        return None, Problem("syntax", words, _place(source, at, offset))
    except yaml.reader.ReaderError as error:
        words = "a control character cannot stand in YAML"
        at = error.position if isinstance(error.position, int) else 0
        return None, Problem("syntax", words, _place(source, min(at, max(len(source) - 1, 0)), offset))
    except (_TooLarge, RecursionError):
        return None, Problem("too-large", "the metadata grows too large by its aliases or nesting", Span(offset, offset + 3))


class _TooLarge(Exception):
    pass


def _place(source: str, at: int, offset: int) -> Span:
    while at > 0 and source[at : at + 1] in ("\n", "\r", ""):
        at -= 1
    return Span(offset + at, offset + at + 1)


def _nesting(source: str) -> int:
    """An upper bound of the nesting: open brackets at a time, and indentation steps of block collections."""
    depth = most = 0
    for m in re.finditer(r"[\[{]|[\]}]", source):
        depth = max(0, depth + (1 if m.group() in "[{" else -1))
        most = max(most, depth)
    dashes = max((m.group().count("-") for m in re.finditer(r"(?:- ){20,}", source)), default=0)
    indent = max((len(m.group(1)) for m in re.finditer(r"(?:^|\n)( {61,})(?=[^\s#])", source)), default=0)
    return max(most, dashes, indent // 8)


def _convert(node: object, offset: int, count: list[int], depth: int) -> Node:
    import yaml

    count[0] += 1
    if count[0] > MAX_NODES or depth > MAX_DEPTH:
        raise _TooLarge
    assert isinstance(node, yaml.Node)
    span = Span(node.start_mark.index + offset, node.end_mark.index + offset)
    if isinstance(node, yaml.ScalarNode):
        # The pure loader gives a plain scalar the style None, the C loader an empty one.
        plain = not node.style
        return Scalar(_core(node.value) if plain else node.value, node.value, plain, span)
    if isinstance(node, yaml.SequenceNode):
        return Sequence(tuple(_convert(item, offset, count, depth + 1) for item in node.value), span)
    entries = []
    for key, value in node.value:
        name = _convert(key, offset, count, depth + 1)
        if not isinstance(name, Scalar):
            name = Scalar(None, "", False, name.span)
        entries.append((name, _convert(value, offset, count, depth + 1)))
    return Mapping(tuple(entries), span)


def _core(raw: str) -> Plain:
    """The value of a plain scalar by the YAML 1.2 core schema (https://yaml.org/spec/1.2.2/#103-core-schema)."""
    if raw in ("", "~", "null", "Null", "NULL"):
        return None
    if raw in ("true", "True", "TRUE"):
        return True
    if raw in ("false", "False", "FALSE"):
        return False
    first = raw[0]
    if first in "0123456789-+.":
        if _INT.match(raw):
            if len(raw) > 300:
                return raw
            return int(raw, 0) if raw[:2] in ("0o", "0x") else int(raw)
        if _FLOAT.match(raw):
            return float(raw)
        if raw.lower() in _SPECIAL_FLOAT:
            return _SPECIAL_FLOAT[raw.lower()]
    return raw


def strings(node: Node | None) -> list[Scalar]:
    """The scalars of a value that may be written alone or as a list: `license: mit` and `license: [mit]` both give one."""
    if isinstance(node, Scalar):
        return [node] if node.value is not None else []
    if isinstance(node, Sequence):
        return [item for item in node.items if isinstance(item, Scalar) and item.value is not None]
    return []


def plain(node: Node | None) -> object:
    """The value without its places, as `json` would take it; the last of duplicate keys wins."""
    if node is None:
        return None
    if isinstance(node, Scalar):
        return node.value
    if isinstance(node, Sequence):
        return [plain(item) for item in node.items]
    return {name.raw: plain(value) for name, value in node.entries}
