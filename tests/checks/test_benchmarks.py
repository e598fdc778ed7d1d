"""The checks of results: what the Hub's own parser refuses, which values differ, whose they are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
import yaml

from conduct_lint.checks import benchmarks
from conduct_lint.document import Document
from conduct_lint.facts import eval_results, model_index
from conduct_lint.frontmatter import compose
from conduct_lint.model import Hit, Nowhere, Text

ENTRY = "task: {type: a}, dataset: {type: b, name: c}, metrics: [{type: d, value: 1}]"

#: Values of `model-index`, as YAML; the Hub's parser decides which of them are refused.
INDEXES = [
    f"[{{name: m, results: [{{{ENTRY}}}]}}]",
    "[]",
    "",
    "{}",
    "plover",
    "5",
    "[plover]",
    "[{name: m, results: []}]",
    "[{name: m}]",
    f"[{{results: [{{{ENTRY}}}]}}]",
    f"[{{name: , results: [{{{ENTRY}}}]}}]",
    "[{name: , results: []}]",
    "[{name: m, results: }]",
    "[{name: m, results: {}}]",
    "[{name: m, results: {task: a}}]",
    "[{name: m, results: [x]}]",
    "[{name: m, results: [{dataset: {type: b, name: c}, metrics: [{type: d, value: 1}]}]}]",
    "[{name: m, results: [{task: a, dataset: {type: b, name: c}, metrics: [{type: d, value: 1}]}]}]",
    "[{name: m, results: [{task: {name: a}, dataset: {type: b, name: c}, metrics: [{type: d, value: 1}]}]}]",
    "[{name: m, results: [{task: {type: a}, metrics: [{type: d, value: 1}]}]}]",
    "[{name: m, results: [{task: {type: a}, dataset: b, metrics: [{type: d, value: 1}]}]}]",
    "[{name: m, results: [{task: {type: a}, dataset: {name: c}, metrics: [{type: d, value: 1}]}]}]",
    "[{name: m, results: [{task: {type: a}, dataset: {type: b}, metrics: [{type: d, value: 1}]}]}]",
    "[{name: m, results: [{task: {type: a}, dataset: {type: b, name: c}}]}]",
    "[{name: m, results: [{task: {type: a}, dataset: {type: b, name: c}, metrics: []}]}]",
    "[{name: m, results: [{task: {type: a}, dataset: {type: b, name: c}, metrics: }]}]",
    "[{name: m, results: [{task: {type: a}, dataset: {type: b, name: c}, metrics: {type: d, value: 1}}]}]",
    "[{name: m, results: [{task: {type: a}, dataset: {type: b, name: c}, metrics: [{value: 1}]}]}]",
    "[{name: m, results: [{task: {type: a}, dataset: {type: b, name: c}, metrics: [{type: d}]}]}]",
    "[{name: m, results: [{task: {type: a}, dataset: {type: b, name: c}, metrics: [{type: d, value: }]}]}]",
    f"[{{name: m, results: [{{{ENTRY}, source: {{name: s}}}}]}}]",
    f"[{{name: m, results: [{{{ENTRY}, source: {{name: s, url: u}}}}]}}]",
    f"[{{name: m, results: [{{{ENTRY}, source: {{}}}}]}}]",
    f"[{{name: m, results: [{{{ENTRY}, source: s}}]}}]",
    f"[{{name: m, results: [{{{ENTRY}, source: }}]}}]",
    f"[{{name: , results: []}}, {{name: m, results: [{{{ENTRY}}}]}}]",
]

#: Files of evaluation results that both the Hub's parser and this one accept or refuse.
EVALUATIONS = [
    "[{dataset: {id: a/b, task_id: t}, value: 1}]",
    "[{dataset: {id: a/b, task_id: t}, value: 1, source: {url: u}}]",
    "[{dataset: {task_id: t}, value: 1}]",
    "[{dataset: {id: a/b}, value: 1}]",
    "[{dataset: {id: a/b, task_id: t}}]",
    "[{value: 1}]",
    "[{dataset: {id: a/b, task_id: t}, value: 1, source: {name: s}}]",
    "[{dataset: {id: a/b, task_id: t}, value: 1, source: }]",
]


@pytest.mark.parametrize("index", INDEXES)
def test_model_index_is_refused_where_the_hub_refuses_it(index: str) -> None:
    hub = pytest.importorskip("huggingface_hub.repocard_data")
    data: dict[str, Any] = yaml.safe_load(f"model-index: {index}\n")
    refused = False
    try:
        hub.ModelCardData(**data)
    except Exception:
        refused = True
    document = Document(Text("README.md", f"---\nmodel-index: {index}\n---\n# Plover\n"))
    assert not document.front_matter.problems
    assert any(fault.refused for fault in model_index.faults(document)) is refused


@pytest.mark.parametrize("body", EVALUATIONS)
def test_eval_results_are_refused_where_the_hub_refuses_them(body: str) -> None:
    hub = pytest.importorskip("huggingface_hub._eval_results")
    refused = False
    try:
        hub.parse_eval_result_entries(yaml.safe_load(body))
    except Exception:
        refused = True
    assert bool(list(eval_results.result_faults(compose(body)[0]))) is refused


@pytest.mark.parametrize(
    ("body", "place", "words"),
    [
        ("- dataset: {id: a/b, task_id: t}\n  value: high\n", "value", "not a number"),
        ("- dataset: {id: a/b, task_id: t}\n  value: 1\n  date: last week\n", "last week", "ISO 8601"),
        ("- dataset: {id: 'a b', task_id: t}\n  value: 1\n", "'a b'", "cannot be one"),
        ("- dataset: a/b\n  value: 1\n", "dataset", "not a mapping"),
        ("- a/b\n", "a/b", "not a mapping"),
    ],
)
def test_eval_results_beyond_the_hubs_own_checks(body: str, place: str, words: str) -> None:
    (fault,) = eval_results.result_faults(compose(body)[0])
    assert body[fault.span.start : fault.span.end] == place and words in fault.words


def test_a_spec_may_not_name_a_task_twice() -> None:
    body = "name: n\ndescription: d\nevaluation_framework: mteb\ntasks:\n- id: t\n- id: t\n"
    (fault,) = eval_results.spec_faults(compose(body)[0], ("mteb",))
    assert fault.refused and "twice" in fault.words and fault.span.start == body.rindex("id: t")


class Beside(Nowhere):
    def __init__(self, **files: str) -> None:
        self.files = {name.replace("__", "/"): body for name, body in files.items()}

    def read(self, name: str) -> str | None:
        return self.files.get(name)

    def names(self) -> tuple[str, ...] | None:
        return tuple(sorted(self.files))


INDEX = (
    "---\nmodel-index:\n- name: plover\n  results:\n  - task: {{type: a}}\n"
    "    dataset: {{type: acme/wetland, name: Wetland Notes}}\n"
    "    metrics:\n    - {{type: {measure}, value: {value}}}\n---\n# Plover\n\n{body}\n"
)


def mismatches(body: str, measure: str = "accuracy", value: str = "0.91", files: dict[str, str] | None = None) -> list[Hit]:
    siblings = Beside(**(files or {}))
    text = INDEX.format(measure=measure, value=value, body=body)
    found: Iterator[Hit] = benchmarks.result_mismatch(Document(Text("plover/README.md", text, siblings=siblings)))
    return list(found)


def test_mismatch_shows_both_places() -> None:
    (hit,) = mismatches("- Accuracy on Wetland Notes: 0.8421")
    assert hit.span is not None and hit.related[0].span is not None
    assert "0.91" in hit.related[0].note


@pytest.mark.parametrize(
    "body",
    [
        "- Accuracy on Wetland Notes: 0.91",
        "- Accuracy on Wetland Notes: 91 %",
        "- Accuracy on Wetland Notes: **0.9104**",
        "- Accuracy on SST-2: 0.8421",
        "| Model | Wetland Notes accuracy |\n|---|---|\n| Plover | 91.0 |\n| Heron | 88.0 |",
        "| Epoch | Step | Accuracy |\n|---|---|---|\n| 1 | 10 | 0.71 |\n| 2 | 20 | 0.84 |",
    ],
)
def test_rounding_rivals_and_other_data_are_no_mismatch(body: str) -> None:
    assert mismatches(body) == []


def test_mismatch_with_a_file_beside_the_card() -> None:
    file = "- dataset: {id: acme/wetland-notes, task_id: default}\n  value: 84.2\n"
    (hit,) = mismatches("Text.", files={".eval_results__wetland.yaml": file})
    assert hit.related[0].path == ".eval_results/wetland.yaml"
    assert mismatches("Text.", files={".eval_results__wetland.yaml": file.replace("84.2", "91.0")}) == []


def test_many_results_end_soon() -> None:
    import time

    metrics = "".join(f"    - {{type: accuracy, name: accuracy {n}, value: 0.{n % 90 + 10}}}\n" for n in range(1500))
    text = (
        "---\nmodel-index:\n- name: plover\n  results:\n  - task: {type: a}\n    dataset: {type: b, name: b}\n    metrics:\n"
        + metrics
        + "---\n# Plover\n\n"
        + "\n".join(f"- Accuracy {n}: 0.{n % 80 + 10}" for n in range(1500))
    )
    document = Document(Text("plover/README.md", text))
    started = time.process_time()
    for find in (benchmarks.result_mismatch, benchmarks.impossible_value, benchmarks.mixed_scale, benchmarks.origin_unmarked):
        list(find(document))
    assert time.process_time() - started < 3
