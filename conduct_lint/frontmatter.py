"""The YAML block at the head of a card, as values with places.

The block is found by the Hub's own rule and read by the YAML 1.2 core schema, in which `no` is text; the way PyYAML reads
the same word is kept beside it, because every Python consumer meets that one.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.typed import TypeAlias

#: "exact same as the Hub server" (huggingface_hub repocard.py).
BLOCK = regex(r"^(\s*---(?:\r\n|\r|\n))([\S\s]*?)((?:\r\n|\r|\n)---[ \t]*(\r\n|\n|$))")
#: Its parts, looked for one after the other, which takes a tenth of the time.
_BEGIN, _END = regex(r"\s*---(?:\r\n|\r|\n)"), regex(r"[\r\n]---[ \t]*(\r\n|\n|$)")
_OPENING = regex(r"\s*---[ \t]*(?:\r\n|\r|\n)")

_INT = regex(r"[-+]?[0-9]+\Z|0o[0-7]+\Z|0x[0-9a-fA-F]+\Z")
_FLOAT = regex(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?\Z")
_SPECIAL_FLOAT = {".inf": float("inf"), "+.inf": float("inf"), "-.inf": float("-inf"), ".nan": float("nan")}
#: Plain words that YAML 1.1 readers such as PyYAML take for a boolean and YAML 1.2 readers for text.
#: PyYAML's resolver has no single letters, though the YAML 1.1 specification lists them.
YAML11_BOOLEANS = frozenset("yes Yes YES no No NO on On ON off Off OFF".split())

#: A block larger than this, nested deeper or with more values is refused instead of read.
MAX_CHARACTERS = 1_000_000
MAX_DEPTH = 60
MAX_NODES = 100_000

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
        for name, value in reversed(self.entries):
            if name.raw == key:
                return value
        return None

    def key(self, key: str) -> Scalar | None:
        """The key itself, for its place."""
        return next((name for name, _ in reversed(self.entries) if name.raw == key), None)

    def duplicates(self) -> Iterator[tuple[Scalar, Scalar]]:
        """Pairs (first, repeated) of equal keys."""
        if len({name.raw for name, _ in self.entries}) == len(self.entries):
            return
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
    found = _block(text)
    if found is None:
        return _without_block(text)
    span, body, end = found
    source = text[body.start : body.end]
    node, problem = compose(source, body.start)
    if problem and (read_on := _past_tabs(source, body.start, problem)):
        return FrontMatter(span, body, *read_on)
    if problem:
        return FrontMatter(span, body, NOTHING, (problem,))
    if isinstance(node, Mapping):
        second = _second_block(text, end)
        return FrontMatter(span, body, node, (second,) if second else ())
    if node is None:
        return FrontMatter(span, body, NOTHING)
    words = "the block between the `---` lines is not a list of `key: value` pairs"
    return FrontMatter(span, body, NOTHING, (Problem("not-a-mapping", words, node.span),))


def _block(text: str) -> tuple[Span, Span, int] | None:
    """What `BLOCK` matches: the block without the end of its last line, the YAML in it, where the text goes on."""
    begin = _BEGIN.match(text)
    if begin is None:
        return None
    end = _END.search(text, begin.end())
    if end is None:
        whole = BLOCK.match(text)  # an empty block whose lines end with both signs
        return whole and (Span(text.index("---"), whole.end() - len(whole.group(4))), Span(*whole.span(2)), whole.end())
    last = end.start()
    last -= last > begin.end() and text[last - 1 : last + 1] == "\r\n"
    return Span(text.index("---"), end.end() - len(end.group(1))), Span(begin.end(), last), end.end()


def _past_tabs(source: str, offset: int, problem: Problem) -> tuple[Mapping, tuple[Problem, ...]] | None:
    """The values of a block that only its TABs keep PyYAML from reading; None where one indents, which no reader takes."""
    if problem.kind != "syntax" or "\t" not in source or regex(r"(?:^|\n) *\t[ \t]*[^\s#]").search(source):
        return None
    node, still = compose(source.replace("\t", " "), offset)
    if not isinstance(node, Mapping) or still:
        return None
    at = offset + source.find("\t", source.rfind("\n", 0, problem.span.start - offset) + 1)
    return node, (Problem("tab", problem.words, Span(at, at + 1)),)


#: Keys that tell metadata from a paragraph between two rulers (huggingface_hub repocard_data.py).
_HUB_KEY = regex(
    r"^[ \t]*(?:license|license_name|languages?|tags|datasets|metrics|base_model|pipeline_tag|library_name|model-index|widget"
    r"|inference|task_categories|task_ids|size_categories|pretty_name|annotations_creators|configs|dataset_info|thumbnail|sdk)"
    r"[ \t]*:(?=\s|\Z)",
    re.M,
)
_CLOSING = regex(r"(?:^|\n)---[ \t]*\r*(?:\n|\Z)")


def _without_block(text: str) -> FrontMatter:
    opening = _OPENING.match(text)
    if opening is None:
        return NONE
    start = opening.end() - len(opening.group().lstrip())
    closing = _CLOSING.search(text, opening.end() - 1)
    end = closing.start() if closing else min(len(text), opening.end() + 5000)
    if not _HUB_KEY.search(text.split("\n\n#", 1)[0] if not closing else text, opening.end(), end):
        return NONE
    words = "the block that opens with `---` is never closed"
    if closing:
        words = "the `---` that opens the block is followed by blanks or by strange line ends, so the Hub sees no metadata"
    return FrontMatter(None, None, NOTHING, (Problem("unclosed", words, Span(start, start + 3)),))


_SECOND = regex(r"\s*---[ \t]*\r*\n((?:[ \t]*(?:[\w-]+:(?:[ \t][^\n]*)?|-[ \t][^\n]*|#[^\n]*)?\r*\n)+?)---[ \t]*(?:\r*\n|\Z)")


def _second_block(text: str, after: int) -> Problem | None:
    found = _SECOND.match(text, after, after + 20_000)
    if found is None or not _HUB_KEY.search(found.group(1)):
        return None
    start = text.index("---", found.start())
    return Problem(
        "second-block", "a second metadata block follows the first; the Hub reads only the first", Span(start, start + 3)
    )


def compose(source: str, offset: int = 0) -> tuple[Node | None, Problem | None]:
    """Read one YAML document.

    Arguments: `offset` is added to every place. Returns the node (None for an empty document) and the problem, one of them None
    unless the document is empty. Aliases are followed; a document that grows beyond `MAX_NODES` by them is refused.
    """
    from conduct_lint import plainyaml

    plain = plainyaml.compose(source, offset) if len(source) <= MAX_CHARACTERS else None
    if plain is not None:
        return plain, None
    if len(source) > MAX_CHARACTERS or _nesting(source) > MAX_DEPTH:
        return None, Problem("too-large", "the metadata is too large or too deeply nested to be read", Span(offset, offset + 3))
    import yaml

    loader = getattr(yaml, "CBaseLoader", yaml.BaseLoader)
    try:
        root = yaml.compose(source, Loader=loader)
        if root is None:
            return None, None
        return _convert(root, source, offset, [0], 0), None
    except yaml.MarkedYAMLError as error:
        # What is never closed is shown where it opens, not where the text ends.
        opens = error.context_mark if regex("quoted scalar|flow").search(error.context or "") else None
        mark = opens or error.problem_mark or error.context_mark
        at = min(mark.index if mark else 0, max(len(source) - 1, 0))
        words = error.problem or error.context or "this is not YAML"
        return None, Problem("syntax", words, _place(source, at, offset))
    except yaml.reader.ReaderError as error:
        words = "a control character cannot stand in YAML"
        at = error.position if isinstance(error.position, int) else 0
        return None, Problem("syntax", words, _place(source, min(at, max(len(source) - 1, 0)), offset))
    except UnicodeError:
        return None, Problem("syntax", "a character that is no character cannot stand in YAML", Span(offset, offset + 1))
    except (_TooLarge, RecursionError):
        return None, Problem("too-large", "the metadata grows too large by its aliases or nesting", Span(offset, offset + 3))


class _TooLarge(Exception):
    pass


def _place(source: str, at: int, offset: int) -> Span:
    while at > 0 and source[at : at + 1] in ("\n", "\r", ""):
        at -= 1
    return Span(offset + at, offset + at + 1)


#: libyaml composes by recursion in C and would overrun its stack, so what nests is counted before it is called.
_COMPACT = regex(r"^[ \t]*(?:[-?:][ \t]+){8,}", re.M)
_INDENT = regex(r"^( {61,})(?=[^\s#])", re.M)


def _nesting(source: str) -> int:
    """An upper bound of the nesting: open brackets at a time, and indentation steps of block collections."""
    depth = most = 0
    for m in regex(r"[\[{]|[\]}]").finditer(source):
        depth = max(0, depth + (1 if m.group() in "[{" else -1))
        most = max(most, depth)
    indicators = max((len(m.group().split()) for m in _COMPACT.finditer(source)), default=0)
    indent = max((len(m.group(1)) for m in _INDENT.finditer(source)), default=0)
    return max(most, indicators, indent // 8)


def _convert(node: object, source: str, offset: int, count: list[int], depth: int) -> Node:
    import yaml

    count[0] += 1
    if count[0] > MAX_NODES or depth > MAX_DEPTH:
        raise _TooLarge
    assert isinstance(node, yaml.Node)
    start, end = node.start_mark.index + offset, node.end_mark.index + offset
    if isinstance(node, yaml.ScalarNode):
        # The pure loader gives a plain scalar the style None, the C loader an empty one.
        plain = not node.style
        if node.style in ("|", ">"):
            end = start + len(source[start - offset : end - offset].rstrip())
        return Scalar(core(node.value) if plain else node.value, node.value, plain, Span(start, end))
    if isinstance(node, yaml.SequenceNode):
        items = tuple(_convert(item, source, offset, count, depth + 1) for item in node.value)
        return Sequence(items, Span(start, end if node.flow_style or not items else items[-1].span.end))
    assert isinstance(node, yaml.MappingNode)
    entries = []
    for key, value in node.value:
        name = _convert(key, source, offset, count, depth + 1)
        if not isinstance(name, Scalar):
            name = Scalar(None, "", False, name.span)
        entries.append((name, _convert(value, source, offset, count, depth + 1)))
    # A block collection is over where its last value is; yaml puts the end at the next token, behind comments and blank lines.
    return Mapping(tuple(entries), Span(start, end if node.flow_style or not entries else entries[-1][1].span.end))


def core(raw: str) -> Plain:
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
