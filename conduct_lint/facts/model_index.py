"""The `model-index` of a card: its results, and what the Hub refuses in it.

Source of the shape: huggingface_hub 2.4.0, `repocard_data.py`, `model_index_to_eval_results` and `ModelCardData`, and the Hub's
`modelcard.md`. The parser there raises on the first fault; here every fault is found, with its place.
"""

from __future__ import annotations

from collections.abc import Iterator

from conduct_lint.document import once
from conduct_lint.facts.rows import Row, measure_of, number_of
from conduct_lint.frontmatter import Mapping, Node, Scalar, Sequence, plain
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document


class Fault(NamedTuple):
    """A place that does not fit: `words` continue "the model-index …"; `refused` when the Hub's parser stops there."""

    span: Span
    words: str
    refused: bool = True


class Entry(NamedTuple):
    """One result of the model-index that can be read: its rows, the span of the entry, the address of its source, if any.

    `verified`: a metric says that the Hub's own service measured it.
    """

    rows: tuple[Row, ...]
    span: Span
    source: str
    source_name: str
    model: str
    verified: bool = False
    task: str = ""


@once
def entries(document: Document) -> tuple[Entry, ...]:
    """The results of the `model-index`, in order; what cannot be read is left out."""
    found: list[Entry] = []
    index = document.front_matter.data.get("model-index")
    for model in _items(index):
        if isinstance(model, Mapping):
            name = _text(model.get("name"))
            for result in _items(model.get("results")):
                if isinstance(result, Mapping):
                    found.append(_entry(name, result))
    return tuple(found)


def _entry(model: str, result: Mapping) -> Entry:
    dataset, source, metrics = _mapping(result.get("dataset")), _mapping(result.get("source")), _items(result.get("metrics"))
    data, split = _text(dataset.get("name")) or _text(dataset.get("type")), _text(dataset.get("split"))
    config = _text(dataset.get("config")) or _settings(dataset.get("args"))
    rows = []
    for metric in metrics:
        if not isinstance(metric, Mapping):
            continue
        value = metric.get("value")
        number = number_of(value.value if isinstance(value, Scalar) else None)
        if number is None or value is None:
            continue
        name, kind = _text(metric.get("name")), _text(metric.get("type"))
        rows.append(
            Row(
                measure_of(kind, name) or measure_of(name),
                name or kind,
                number.value,
                value.span,
                "metadata",
                data,
                config,
                split,
                model,
                number.percent,
                number.spread,
                number.decimals,
                metric.get("verifyToken") is not None,
            )
        )
    signed = any(isinstance(m, Mapping) and _text(m.get("verified")) == "True" for m in metrics)
    task = _text(_mapping(result.get("task")).get("type")).lower()
    return Entry(tuple(rows), result.span, _text(source.get("url")), _text(source.get("name")), model, signed, task)


def faults(document: Document) -> Iterator[Fault]:
    """Everything in the `model-index` that the Hub's parser refuses, and values that only the Hub may set."""
    key, index = document.front_matter.data.key("model-index"), document.front_matter.data.get("model-index")
    if key is None or _falsy(index):
        return
    results = False
    last: Node | None = None
    for model in _each(index, "is not a list of models (`- name: …`)", key.span):
        if isinstance(model, Fault):
            yield model
            continue
        last = model.get("name")
        if model.key("name") is None:
            yield Fault(_head(model), "has a model without `name`")
        if model.key("results") is None:
            yield Fault(_head(model), "has a model without `results`")
            continue
        at = model.key("results")
        for result in _each(model.get("results"), "has `results` that are not a list of results", at.span if at else model.span):
            results = True
            if isinstance(result, Fault):
                yield result
            else:
                yield from _result_faults(result)
    if results and isinstance(last, Scalar) and last.value is None:
        yield Fault(last.span if last.span.end > last.span.start else key.span, "has results under an empty `name`")


def _result_faults(result: Mapping) -> Iterator[Fault]:
    for part, needed in (("task", ("type",)), ("dataset", ("type", "name"))):
        key, value = result.key(part), result.get(part)
        if key is None:
            yield Fault(_head(result), f"has a result without `{part}`")
        elif not isinstance(value, Mapping):
            yield Fault(key.span, f"has a `{part}` that is not a mapping with {' and '.join(f'`{n}`' for n in needed)}")
        else:
            for name in needed:
                if value.key(name) is None:
                    yield Fault(key.span, f"has a `{part}` without `{name}`")
    source = result.get("source")
    key = result.key("source")
    if key is not None and not _falsy(source):
        if not isinstance(source, Mapping):
            yield Fault(key.span, "has a `source` that is not a mapping with `url`")
        elif not _given(source.get("url")) and _given(source.get("name")):
            yield Fault(key.span, "has a `source` with a `name` and no `url`")
    key = result.key("metrics")
    if key is None:
        yield Fault(_head(result), "has a result without `metrics`")
        return
    for metric in _each(result.get("metrics"), "has `metrics` that are not a list of metrics", key.span):
        if isinstance(metric, Fault):
            yield metric
            continue
        for name in ("type", "value"):
            if metric.key(name) is None:
                yield Fault(_head(metric), f"has a metric without `{name}`")
        verified = metric.get("verified")
        if isinstance(verified, Scalar) and verified.value is True and not _given(metric.get("verifyToken")):
            at = metric.key("verified")
            yield Fault(at.span if at else verified.span, "says `verified: true` without a `verifyToken`", refused=False)


def _each(node: Node | None, words: str, at: Span) -> Iterator[Mapping | Fault]:
    """The items as Python's `for` meets them: those that are no mapping are faults; a lone value that cannot be iterated is"
    " one."""
    if isinstance(node, Sequence):
        for item in node.items:
            yield item if isinstance(item, Mapping) else Fault(item.span if item.span.end > item.span.start else at, words)
    elif isinstance(node, Mapping):
        if node.entries:
            yield Fault(at, words)
    elif node is None or not isinstance(node.value, str) or node.value:
        yield Fault(at, words)


def _falsy(node: Node | None) -> bool:
    return not plain(node)


def _given(node: Node | None) -> bool:
    return node is not None and plain(node) is not None


def _head(node: Mapping) -> Span:
    """The first key of a mapping: a place small enough to look at."""
    return node.entries[0][0].span if node.entries else node.span


def _items(node: Node | None) -> tuple[Node, ...]:
    return node.items if isinstance(node, Sequence) else ()


def _mapping(node: Node | None) -> Mapping:
    return node if isinstance(node, Mapping) else Mapping((), Span(0, 0))


def _settings(node: Node | None) -> str:
    """The arguments that a result was made with, where they are given one by one: `num_few_shot: 5`."""
    return ", ".join(f"{key.value}: {_text(value)}" for key, value in node.entries) if isinstance(node, Mapping) else ""


def _text(node: Node | None) -> str:
    return str(node.value).strip() if isinstance(node, Scalar) and node.value is not None else ""
