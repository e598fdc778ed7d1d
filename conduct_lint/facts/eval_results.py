"""`.eval_results/*.yaml` of a model and `eval.yaml` of a benchmark: their results, and what does not fit.

Sources of the shape: hub-docs `eval_results.yaml` and `docs/hub/eval-results.md`; huggingface_hub 2.4.0, `_eval_results.py`
(`parse_eval_result_entries`), which raises for a missing `id`, `task_id` or `value` and for a `source` without `url`.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator

from conduct_lint.document import once
from conduct_lint.facts.model_index import Fault
from conduct_lint.facts.rows import Row, measure_of, number_of
from conduct_lint.frontmatter import Mapping, Node, Scalar, Sequence, compose, plain
from conduct_lint.model import Siblings, Span
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document

#: Names that a folder of evaluation results usually holds; asked for one by one where the folder cannot be listed.
FOLDER = ".eval_results"
#: More files than these are not read beside a card.
MAX_FILES = 20

_DATE = regex(r"\d{4}-\d\d-\d\d(?:[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:[Zz]|[+-]\d\d:?\d\d)?)?\Z")
_DATASET_ID = regex(r"[A-Za-z0-9][\w.-]*(?:/[A-Za-z0-9][\w.-]*)?\Z")


@once
def tree(document: Document) -> Node | None:
    """The whole text as YAML; None where it cannot be read (the metadata rules report that)."""
    return compose(document.text)[0]


def rows(node: Node | None, path: str = "") -> Iterator[Row]:
    """The results of a file; `path` is its name when it is a sibling of the card."""
    for entry in node.items if isinstance(node, Sequence) else ():
        if not isinstance(entry, Mapping):
            continue
        dataset = entry.get("dataset")
        value = entry.get("value")
        number = number_of(value.value) if isinstance(value, Scalar) else None
        if number is None or value is None or not isinstance(dataset, Mapping):
            continue
        task, notes = _text(dataset.get("task_id")), _text(entry.get("notes"))
        yield Row(
            measure_of(notes), task or "value", number.value, value.span, "file", _text(dataset.get("id")), task, "", "",
            number.percent, number.spread, number.decimals, entry.get("verifyToken") is not None, path,
        )  # fmt: skip


def siblings(files: Siblings) -> Iterator[tuple[str, Node]]:
    """The evaluation results beside a card, as far as the source knows them: name and YAML."""
    names = files.names() or ()
    # The names are sorted, and `0` is the sign behind `/`.
    within = names[bisect_left(names, FOLDER + "/") : bisect_left(names, FOLDER + "0")]
    known = [name for name in within if name.endswith((".yaml", ".yml"))]
    for name in known[:MAX_FILES]:
        body = files.read(name)
        node = compose(body)[0] if body is not None else None
        if node is not None:
            yield name, node


def result_faults(node: Node | None) -> Iterator[Fault]:
    """What the Hub refuses, or cannot show, in a file of evaluation results."""
    if node is None:
        return
    if not isinstance(node, Sequence):
        yield Fault(_start(node), "is not a list: each result begins with `- dataset:`")
        return
    for entry in node.items:
        if not isinstance(entry, Mapping):
            yield Fault(entry.span, "has an entry that is not a mapping with `dataset` and `value`")
            continue
        yield from _dataset_faults(entry)
        yield from _value_faults(entry)
        yield from _source_faults(entry)


def _dataset_faults(entry: Mapping) -> Iterator[Fault]:
    key, dataset = entry.key("dataset"), entry.get("dataset")
    if key is None:
        yield Fault(_start(entry), "has an entry without `dataset`")
        return
    if not isinstance(dataset, Mapping):
        yield Fault(key.span, "has a `dataset` that is not a mapping with `id` and `task_id`")
        return
    for name in ("id", "task_id"):
        value = dataset.get(name)
        if not _text(value):
            yield Fault(key.span, f"has a `dataset` without `{name}`")
        elif name == "id" and isinstance(value, Scalar) and not _DATASET_ID.match(_text(value)):
            yield Fault(value.span, f"has the dataset id `{_text(value)[:60]}`, which cannot be one (`owner/name`)")


def _value_faults(entry: Mapping) -> Iterator[Fault]:
    key, value = entry.key("value"), entry.get("value")
    if key is None:
        yield Fault(_start(entry), "has an entry without `value`")
    elif not isinstance(value, Scalar) or isinstance(value.value, bool) or number_of(value.value) is None:
        yield Fault(key.span, "has a `value` that is not a number")
    date = entry.get("date")
    if isinstance(date, Scalar) and date.value is not None and not _DATE.match(date.raw):
        yield Fault(date.span, f'has the date `{date.raw[:40]}`; it takes an ISO 8601 date such as "2026-01-15"')


def _source_faults(entry: Mapping) -> Iterator[Fault]:
    key, source = entry.key("source"), entry.get("source")
    if key is None or not plain(source):
        return
    if not isinstance(source, Mapping):
        yield Fault(key.span, "has a `source` that is not a mapping with `url`")
    elif not _text(source.get("url")):
        yield Fault(key.span, "has a `source` without `url`")


def spec_faults(node: Node | None, frameworks: tuple[str, ...]) -> Iterator[Fault]:
    """What does not fit in an `eval.yaml`. Arguments: `frameworks` are the known values of `evaluation_framework`."""
    if node is None:
        return
    if not isinstance(node, Mapping):
        yield Fault(_start(node), "is not a mapping with `name`, `description`, `evaluation_framework` and `tasks`")
        return
    for name in ("name", "description", "evaluation_framework"):
        if not _text(node.get(name)):
            at = node.key(name)
            yield Fault(at.span if at else _start(node), f"has no `{name}`")
    framework = node.get("evaluation_framework")
    if isinstance(framework, Scalar) and _text(framework) and _text(framework) not in frameworks:
        yield Fault(
            framework.span, f"names the evaluation framework `{_text(framework)[:60]}`, which is not in the list", refused=False
        )
    key, tasks = node.key("tasks"), node.get("tasks")
    if key is None:
        yield Fault(_start(node), "has no `tasks`")
        return
    if not isinstance(tasks, Sequence) or not tasks.items:
        yield Fault(key.span, "has `tasks` that are not a list of tasks (`- id: …`)")
        return
    seen: dict[str, Span] = {}
    for task in tasks.items:
        if not isinstance(task, Mapping):
            yield Fault(task.span, "has a task that is not a mapping with `id`")
            continue
        name = _text(task.get("id"))
        if not name:
            yield Fault(_start(task), "has a task without `id`")
        elif name in seen:
            at = task.key("id")
            yield Fault(at.span if at else task.span, f"has the task id `{name[:60]}` twice")
        seen.setdefault(name, task.span)
        if _text(framework) == "inspect-ai":
            for part in ("field_spec", "solvers"):
                if task.key(part) is None:
                    yield Fault(_start(task), f"has a task without `{part}`, which inspect-ai needs")
            if task.key("scorers") is None and task.key("scores") is None:
                yield Fault(_start(task), "has a task without `scorers`, which inspect-ai needs")


def _start(node: Node) -> Span:
    if isinstance(node, Mapping) and node.entries:
        return node.entries[0][0].span
    return Span(node.span.start, min(node.span.end, node.span.start + 40))


def _text(node: Node | None) -> str:
    return str(node.value).strip() if isinstance(node, Scalar) and node.value is not None else ""
