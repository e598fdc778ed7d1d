"""Reading metadata: the node a document's rules look at, values short enough for a message, and the edits that mend them."""

from __future__ import annotations

from collections.abc import Iterator

from conduct_lint import frontmatter
from conduct_lint.document import Document, once
from conduct_lint.facts.kind import kind_of
from conduct_lint.frontmatter import Mapping, Node, Problem, Scalar, Sequence
from conduct_lint.model import Edit, Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

#: Kinds whose whole text is YAML.
EVALUATION = ("eval-results", "benchmark-spec")
#: A message shows no more of a value than this many characters.
SHOWN = 60
#: A block with TABs is read a second time by PyYAML's slow loader up to this size.
_SECOND_READING = 20_000

_UNSEEN = regex(r"[\x00-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff]+")


class Metadata(NamedTuple):
    """The metadata of a document: `root` is None where there is none or it cannot be read, `problems` says why."""

    root: Node | None
    problems: tuple[Problem, ...]


@once
def metadata(document: Document) -> Metadata:
    """The front matter of a card; of evaluation results and benchmark specifications the whole text."""
    if kind_of(document) in EVALUATION:
        root, problem = frontmatter.compose(document.text)
        return Metadata(root, (problem,) if problem else _tab(document.text, 0))
    front = document.front_matter
    if front.problems or not front.body:
        return Metadata(front.data if front.data.entries else None, front.problems)
    return Metadata(front.data, _tab(document.text[front.body.start : front.body.end], front.body.start))


def fields(document: Document) -> Mapping:
    """The metadata as a mapping; an empty one where it is none."""
    root = metadata(document).root
    return root if isinstance(root, Mapping) else frontmatter.NOTHING


def _tab(source: str, offset: int) -> tuple[Problem, ...]:
    """The TAB that PyYAML's own loader, which every Python reader uses, refuses although its C loader takes it."""
    if "\t" not in source or len(source) > _SECOND_READING:
        return ()
    import yaml

    try:
        yaml.compose(source, Loader=yaml.BaseLoader)
    except yaml.MarkedYAMLError as error:
        at = error.problem_mark.index if error.problem_mark else 0
        tab = source.rfind("\t", 0, at + 1)
        tab = tab if tab >= 0 else source.index("\t")
        return (Problem("tab", "a TAB stands where PyYAML takes none", Span(offset + tab, offset + tab + 1)),)
    except (yaml.reader.ReaderError, RecursionError):
        pass
    return ()


def short(value: str) -> str:
    """A value fit for a message: on one line, without control characters, at most `SHOWN` characters."""
    value = " ".join(_UNSEEN.sub(" ", value).split())
    return value if len(value) <= SHOWN else value[: SHOWN - 1].rstrip() + "…"


def listed(values: list[str], most: int = 3) -> str:
    """Values for a message, each in backticks, no more than `most`, then how many more there are."""
    shown = ", ".join(f"`{short(value)}`" for value in values[:most])
    return f"{shown} and {len(values) - most} more" if len(values) > most else shown


def walk(root: Node) -> Iterator[tuple[tuple[str, ...], Scalar]]:
    """Every scalar value with the keys that lead to it, in reading order."""
    waiting: list[tuple[tuple[str, ...], Node]] = [((), root)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, Scalar):
            yield path, node
        elif isinstance(node, Sequence):
            waiting += [(path, item) for item in reversed(node.items)]
        else:
            waiting += [((*path, key.raw), value) for key, value in reversed(node.entries)]


def quoted(scalar: Scalar) -> Edit:
    """The edit that puts an unquoted value into quotes."""
    return Edit(scalar.span, '"' + scalar.raw.replace("\\", "\\\\").replace('"', '\\"') + '"')


def without_entry(document: Document, key: Scalar, node: Node) -> Edit | None:
    """The edit that takes a key with its value out of a block mapping; None where other values stand on its lines."""
    start, end = _lines(document, key.span.start, _end(document, node))
    return Edit(Span(start, end), "") if not document.text[start : key.span.start].strip() else None


def without_item(document: Document, sequence: Sequence, item: Scalar) -> Edit | None:
    """The edit that takes one of several items out of a list; None where that would leave an empty one."""
    place = next((index for index, node in enumerate(sequence.items) if node is item), None)
    if place is None or len(sequence.items) < 2:
        return None
    if document.text[sequence.span.start] == "[":
        if place:
            return Edit(Span(_end(document, sequence.items[place - 1]), item.span.end), "")
        return Edit(Span(item.span.start, sequence.items[1].span.start), "")
    start, end = _lines(document, item.span.start, item.span.end)
    return Edit(Span(start, end), "") if document.text[start : item.span.start].strip() == "-" else None


def _end(document: Document, node: Node) -> int:
    """Where a value ends: a block collection's own end mark lies at the next token."""
    text = document.text
    while not isinstance(node, Scalar) and text[node.span.end - 1 : node.span.end] not in ("]", "}"):
        children = node.items if isinstance(node, Sequence) else [value for _, value in node.entries]
        if not children:
            break
        node = children[-1]
    return node.span.start + len(text[node.span.start : node.span.end].rstrip())


def _lines(document: Document, start: int, end: int) -> tuple[int, int]:
    """The whole lines from one offset to another, the last newline included."""
    first, last = document.line(start), document.line(max(start, end - 1))
    starts = document.line_starts
    return starts[first - 1], starts[last] if last < len(starts) else len(document.text)
