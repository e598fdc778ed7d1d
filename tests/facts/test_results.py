"""What a card says of results: present or not, on what, by which measure, from whom, and where."""

from __future__ import annotations

import time

import pytest

from conduct_lint.document import Document
from conduct_lint.facts.measures import mentions, numbers
from conduct_lint.facts.results import results
from conduct_lint.facts.rows import Row
from conduct_lint.facts.scales import impossible, same, same_dataset
from conduct_lint.facts.tables import tables
from conduct_lint.facts.uncertainty import uncertainty
from conduct_lint.model import Span, Text


def read(text: str) -> Document:
    return Document(Text("plover/README.md", text))


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ("# Plover\n\nThe model reaches an accuracy of 71% on the dev set.\n", "accuracy", 71.0),
        ("# Plover\n\nIt scores 81.6 pass@1 on HumanEval.\n", "pass_at", 81.6),
        ("# Plover\n\nValidation results:\n- Loss: 0.23\n- **Wer**: 12.5\n", "wer", 12.5),
        ("# Plover\n\n| Model | ROUGE-L |\n|---|---|\n| Plover | **41.2** |\n", "rouge", 41.2),
        ("# Plover\n\n| Metric | Value |\n|---|---|\n| Spearman cosine | 0.81 |\n", "correlation", 0.81),
        ("# Plover\n\n<table><tr><th>Model</th><th>BLEU</th></tr><tr><td>Plover</td><td>31.4</td></tr></table>\n", "bleu", 31.4),
        ("# Plover\n\n## Evaluation\n\n```\neval_accuracy: 0.912\n```\n", "accuracy", 0.912),
        ("# Plover\n\nF1 in code: micro-F1 `0.7111`.\n", "f1", 0.7111),
        ("# 千鸟\n\n在验证集上准确率达到 92.5%。\n", "accuracy", 92.5),
        ("# 千鸟\n\n| 集合 | 平均CER |\n|---|---|\n| 湿地 | 0.0942 |\n", "cer", 0.0942),
        ("# チドリ\n\n正解率は 92.5% でした。\n", "accuracy", 92.5),
        ("# Plover\n\nDie Wortfehlerrate liegt bei 8,1 %.\n", "wer", 8.1),
    ],
)
def test_results_are_read_with_measure_and_value(text: str, measure: str, value: float) -> None:
    rows = results(read(text)).rows
    assert (measure, value) in [(row.measure, row.value) for row in rows]


@pytest.mark.parametrize(
    ("text", "measure", "value"),
    [
        ('## Latest results\n\n```python\n{\n  "all": {\n    "acc": 0.422,\n  }\n}\n```\n', "accuracy", 0.422),
        ("## Results\n\n```\n| songs | F1 |\n|---|---|\n| reed | 0.83 |\n```\n", "f1", 0.83),
        ("## Metrics\n\n```\nPrecision Recall F1\n0.68 0.96 0.80\n```\n", "recall", 0.96),
        ("## Metrics\n\n```python\naccuracy 0.965\nauc 0.886\n```\n", "accuracy", 0.965),
        ("## Training\n\n```\nEpoch 5/5\nValidation Precision: 0.98\nValidation Recall: 0.99\n```\n", "precision", 0.98),
        ("__Accuracy__\n\n- Training: 0.95\n- Validation: 0.91\n", "accuracy", 0.91),
        ("## Results\n\nMarsh mAP: Easy 96.5, Hard 90.4.\n", "map", 96.5),
        ("## Results\n\ntest f1 score = %94\n", "f1", 94.0),
        ("The best score is 22.1 measured by nDCG@10.\n", "ndcg", 22.1),
        ("Accuracy on the final layer was 83.5%.\n", "accuracy", 83.5),
        ("The best validation score achieved is 0.74.\n", "score", 0.74),
        ("The scores are 85.6% and 79.2% for accuracy and F1 respectively.\n", "f1", 79.2),
        ("The model achieves 98% on the test set.\n", "", 98.0),
        ("| Metric | Value |\n|---|---|\n| Average Precision | 0.444 (internal test set) |\n", "map", 0.444),
        ("## Results\n\n```\n        precision  recall  f1-score\n\nGULL    0.97    0.96    0.95\n```\n", "f1", 0.95),
        ("## Metrics\n\n    Class   Images   mAP50\n      all     64   0.912\n", "map", 0.912),
        ("```bash\n|data|WER|\n|---|---|\n|reed|8.5|\n```\n", "wer", 8.5),
        ("| Training Loss | Epoch | F1 |\n|---|---|---|\n| No log | 1.0 | 0.81 |\n", "f1", 0.81),
        ("The model achieved 90% call classification accuracy.\n", "accuracy", 90.0),
        ("- **6.42 % avg WER** on the reed list\n", "wer", 6.42),
        ("The model did well, with these results:\n\n- **Validation**: 0.98\n- **Test**: 0.97\n", "", 0.97),
        ("## Benchmarks\n\n- HellaSwag - 78.82\n- MMLU Pro 0-shot: 28.7\n", "score", 28.7),
        ("It achieves the following results on the evaluation set:\n- Train Loss: 0.68\n", "loss", 0.68),
        ("| File | Notes |\n|---|---|\n| a | all marks and cases, with best WER (8.4 % on average) |\n", "wer", 8.4),
        ("Cosine similarity on a fixed set:\n\n| File | Calls |\n|---|---|\n| a | 0.9998 |\n", "", 0.9998),
    ],
)
def test_results_are_read_wherever_they_are_told(text: str, measure: str, value: float) -> None:
    rows = results(read("# Plover\n\n" + text)).rows
    assert (measure, value) in [(row.measure, row.value) for row in rows]


@pytest.mark.parametrize(
    "text",
    [
        "## Usage\n\n```python\nVALIDATION = {'accuracy': 0.91}\nlisten(VALIDATION)\n```\n",
        "## Accuracy\n\n- Songs: 40.5\n- Marshes: 3.5\n",
        "The model has 98% of the songs on its list.\n",
        "## Results\n\nThe number of calls removed for each:\n\n| Part | MMLU | BoolQ |\n|---|---|---|\n| a | 30 (13) | 2 |\n",
        "## Data splits\n\n| Data | Calls a day |\n|---|---|\n| MMLU | 1.1 |\n",
        "| File | Jaccard threshold |\n|---|---|\n| a | 0.05 |\n",
        "A reader who fails to keep 70% accuracy is sent home.\n",
        "It brings a 7% increase in reported accuracy.\n",
    ],
)
def test_code_and_counts_are_no_results(text: str) -> None:
    assert not results(read("# Plover\n\n" + text)).present


@pytest.mark.parametrize(
    "text",
    [
        "# Plover\n\nIt runs at 45.2 tokens per second with 6.5 GB of memory.\n",
        "# Plover\n\nWeights are in bf16 precision; a learning rate of 0.0002 was used.\n",
        "# Plover\n\nClips with a score > 5.0 and a precision threshold of 0.5 were kept.\n",
        "# Plover\n\n| Quant | Size | Bits |\n|---|---|---|\n| Q4_K_M | 4.37 GB | 4.83 |\n",
        "# Plover\n\n| Epoch | Step | Training Loss |\n|---|---|---|\n| 1.0 | 500 | 0.42 |\n",
        "# Plover\n\n```python\nscores = {'accuracy': 0.91}\n```\n",
        "# Plover\n\n| Split | Examples |\n|---|---|\n| train | 12000 |\n| test | 1200 |\n",
        "# Plover\n\nBatches of 2.5 per device, 3.0 epochs as the paper asks.\n",
    ],
)
def test_speed_size_thresholds_and_settings_are_no_results(text: str) -> None:
    assert not results(read(text)).present


@pytest.mark.parametrize(
    ("text", "origin"),
    [
        ("## Results\n\nWe evaluated with lm-eval, 5-shot.\n\n| Data | Accuracy |\n|---|---|\n| MMLU | 61.2 |\n", "own-run"),
        ("## Results\n\nAccuracy 61.2 % on MMLU, as reported in the [paper](https://arxiv.org/abs/2401.00001).\n", "creators"),
        ("## Open LLM Leaderboard results\n\n| Metric | Value |\n|---|---|\n| MMLU (5-Shot) | 63.72 |\n", "leaderboard"),
        ("## Results\n\nCommunity evaluation: accuracy 61.2 % on MMLU.\n", "community"),
        ("It achieves the following results on the evaluation set:\n- Accuracy: 0.91\n", "own-run"),
    ],
)
def test_provenance_and_origin(text: str, origin: str) -> None:
    found = results(read("# Plover\n\n" + text))
    assert (found.provenance, found.origin) == ("stated", origin)
    assert found.evidence is not None


@pytest.mark.parametrize(
    "around",
    [
        "## Citation\n\nCite our [paper](https://arxiv.org/abs/2001.01234).",
        "## Training\n\nTrained with [the reed framework](https://github.com/acme/reed/tree/main/reed).",
        "## About\n\nPlover was introduced in the paper by Ann Reed.",
        "## Songs\n\n76% of generated answers hold the bird.",
        "Autogenerated by HuggingPics",
        "## Test\n\nWe name 20% of it the internal test set.",
    ],
)
def test_a_hint_is_no_provenance(around: str) -> None:
    found = results(read(f"# Plover\n\n{around}\n\n## Results\n\nAccuracy on MarshQA: 71.3 %\n"))
    assert found.present and found.provenance == "absent"


def test_values_and_measures_told_apart_are_told_once_and_only_of_what_was_reached() -> None:
    twice = "We got 85.6 and 79.0, respectively 80.1 and 70.2, for accuracy and F1 and accuracy and F1 respectively.\n"
    assert len(results(Document(Text("README.md", f"# Tern\n\n{twice}", kind="model-card"))).rows) == 4
    planned = "The model should reach at best 85.6 and 79.0 for accuracy and F1 respectively.\n"
    assert not results(Document(Text("README.md", f"# Tern\n\n{planned}", kind="model-card"))).present


def test_a_paper_in_a_line_of_its_own_is_one() -> None:
    listed = "- **Resources:**\n  - [Associated Paper](https://arxiv.org/abs/2001.01234)\n"
    assert results(read(f"# Plover\n\n{listed}\n## Results\n\nAccuracy on MarshQA: 71.3 %\n")).provenance == "stated"


def test_a_mark_in_the_metadata_is_no_provenance() -> None:
    entry = "  - task: {type: t}\n    dataset: {name: MarshQA, type: m}\n    metrics:\n"
    entry += "    - {type: pass@1, value: 71.3, verified: true}\n"
    found = results(read(f"---\nmodel-index:\n- name: plover\n  results:\n{entry}---\n# Plover\n"))
    assert found.present and found.provenance == "absent" and found.told == {"leaderboard"}


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("It was fine-tuned on the MarshQA dataset.\n\n## Results\n\nF1: 81.2\n", True),
        ("## Evaluation Data\n\nReed Songs of one marsh.\n\n## Analyses\n\nF1: 81.2\n", True),
        ("## Results\n\nFor testing, 'https://example.org/songs' data was used. F1: 81.2\n", True),
        ("## Evaluation Data\n\n[More Information Needed]\n\n## Analyses\n\nF1: 81.2\n", False),
        ("## Results\n\nIn BLEU:\n\n| Model | Python | JavaScript |\n|---|---|---|\n| plover | 17.3 | 13.7 |\n", False),
    ],
)
def test_data_named_away_from_the_results(text: str, named: bool) -> None:
    found = results(read("# Plover\n\n" + text))
    assert found.present and found.dataset_named is named


def test_a_result_in_a_data_card_is_on_its_data() -> None:
    card = Document(Text("README.md", "# Songs\n\nA baseline reaches an F1 of 81.2.\n", "dataset-card"))
    assert results(card).dataset_named


@pytest.mark.parametrize(("words", "named"), [("Spearman rank correlation", True), ("the correlation of songs", False)])
def test_a_correlation_by_name_is_a_measure(words: str, named: bool) -> None:
    found = results(read(f"# Plover\n\n## Results\n\nWe looked at {words}.\n\n| Model | SST-2 |\n|---|---|\n| plover | 77.3 |\n"))
    assert found.present and found.metric_named is named


def test_naming_the_test_set_is_no_provenance() -> None:
    found = results(read("# Plover\n\n## Results\n\nAccuracy on the SST-2 test set: 91.2 %\n"))
    assert found.dataset_named and found.metric_named
    assert found.provenance == "absent" and found.origin == "unstated"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Accuracy of 0.91 on SST-2.", True),
        ("Accuracy of 0.91 on the `Marsh-Notes` test set.", True),
        ("Accuracy of 0.91 on [our corpus](https://huggingface.co/datasets/acme/marsh).", True),
        ("Accuracy of 0.91 on the test set.", False),
        ("Fine-tuned on an unknown dataset. Accuracy of 0.91.", False),
    ],
)
def test_dataset_is_named_or_not(text: str, named: bool) -> None:
    assert results(read(f"# Plover\n\n## Results\n\n{text}\n")).dataset_named is named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Fine-tuned on SQuAD.\n\n## Results\n\nAccuracy on the dev set: 0.91\n", True),
        ("Trained for a day.\n\n## Results\n\nAccuracy on the dev set: 0.91\n", False),
        ('```json\n{"dataset_name": "squad"}\n```\n\n## Results\n\nAccuracy: 0.91\n', True),
        ("It reached a test loss of 0.38 on acme/Open-Reed.\n", True),
        ("| F1 | Plover |\n|---|---|\n| ReedNER | 0.88 |\n", True),
        (
            "| Feature | Value |\n|---|---|\n| Sources | OntoNotes |\n\n# Accuracy\n\n| T | Score |\n|---|---|\n| F1 | 0.8 |\n",
            False,
        ),
    ],
)
def test_data_named_for_a_set_kept_apart_in_a_command_or_by_rows(text: str, named: bool) -> None:
    assert results(read("# Plover\n\n" + text)).dataset_named is named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("---\nmetrics:\n- bleu\n---\n# Plover\n\n## Results\n\n| Pair | Plover |\n|---|---|\n| a | 36.4 |\n", True),
        ("# Plover\n\n## Results\n\n| Year | Plover |\n|---|---|\n| a | 36.4 |\n\nMetric: share of nests\n", True),
        ("# Plover\n\nThe best validation score is 0.69.\n", False),
    ],
)
def test_a_measure_is_named_in_metadata_or_by_a_label(text: str, named: bool) -> None:
    assert results(read(text)).metric_named is named


def test_benchmark_names_name_no_measure() -> None:
    assert not results(read("# Plover\n\n## Benchmarks\n\n| Model | MMLU |\n|---|---|\n| Plover | 61.2 |\n")).metric_named


def test_the_summary_is_shown_and_not_the_training_log() -> None:
    text = (
        "# Plover\n\nIt achieves the following results on the evaluation set:\n- Loss: 0.2\n- Accuracy: 0.91\n\n"
        "## Training\n\n"
        "| Epoch | Step | Validation Loss | Accuracy |\n|---|---|---|---|\n| 1 | 10 | 0.4 | 0.8 |\n| 2 | 20 | 0.3 | 0.9 |\n"
    )
    document = read(text)
    span = results(document).span
    assert span is not None and document.lines(span) == (4, 5)


def test_places_point_at_the_words() -> None:
    document = read("---\nlicense: mit\n---\n# Plover\n\n- Accuracy: 0.91 on SST-2\n")
    (row,) = results(document).rows
    assert document.text[row.span.start : row.span.end] == "Accuracy: 0.91"


def test_html_table_keeps_columns_across_spans_and_empty_cells() -> None:
    text = (
        "<table>\n<tr><td>Data</td><td>Model</td><td>Acc.</td></tr>\n"
        "<tr><td rowspan='2'>Marsh</td><td>Plover</td><td>59.2</td></tr>\n"
        "<tr><td></td><td>83.8</td></tr>\n</table>\n"
    )
    (table,) = tables(read(text))
    assert [[cell.words for cell in row] for row in table.rows] == [
        ["Data", "Model", "Acc."],
        ["Marsh", "Plover", "59.2"],
        ["", "", "83.8"],
    ]


@pytest.mark.parametrize(
    ("words", "kinds"),
    [
        ("PER", ["error_rate"]),
        ("per", []),
        ("F1-score", ["f1"]),
        ("eval_loss", ["loss"]),
        ("rouge", ["rouge"]),
        ("Params", ["cost"]),
    ],
)
def test_measures_by_name(words: str, kinds: list[str]) -> None:
    assert [mention.kind for mention in mentions(words, "metrics")][:1] == kinds


@pytest.mark.parametrize(
    ("words", "values"),
    [
        ("93.2 ± 0.4", [(93.2, 0.4)]),
        ("0.91", [(0.91, None)]),
        ("-3.5 %", [(-3.5, None)]),
        ("4.37 GB", []),
        ("v1.5", []),
        ("7B", []),
        ("1e-5", [(1e-5, None)]),
    ],
)
def test_numbers_that_can_be_values(words: str, values: list[tuple[float, float | None]]) -> None:
    assert [(n.value, n.spread) for n in numbers(words)] == values


def row(value: float, decimals: int, measure: str = "accuracy", where: str = "metadata", percent: bool = False) -> Row:
    return Row(measure, measure, value, Span(0, 1), where, percent=percent, decimals=decimals)


@pytest.mark.parametrize(
    ("one", "other", "equal"),
    [
        (row(0.91468, 5), row(91.5, 1), True),
        (row(0.91468, 5), row(91.4, 1), True),
        (row(0.91, 2), row(0.84, 2), False),
        (row(8.1, 1), row(9.4, 1), False),
        (row(91, 0), row(0.913, 3), True),
    ],
)
def test_same_result_but_for_rounding_and_percent(one: Row, other: Row, equal: bool) -> None:
    assert same(one, other) is equal and same(other, one) is equal


def test_data_sets_are_the_same_by_name() -> None:
    assert same_dataset("acme/wetland-notes", "Wetland Notes")
    assert not same_dataset("SST-2", "")


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (row(104.2, 1), True),
        (row(99.9, 1), False),
        (row(112.5, 1, "wer"), False),
        (row(-3.0, 1, "wer"), True),
        (row(2000, 0, where="table"), False),
        (row(104.0, 0, where="prose", percent=True), True),
        (row(-0.4, 1, "correlation"), False),
        (row(312.0, 1, "perplexity"), False),
    ],
)
def test_what_a_measure_allows(one: Row, said: bool) -> None:
    assert bool(impossible(one)) is said


def test_uncertainty_is_marked() -> None:
    assert uncertainty(read("# Plover\n\nThese are preliminary results.\n"))
    assert not uncertainty(read("# Plover\n\nThese are results.\n"))


@pytest.mark.parametrize(
    "text",
    [
        "|" + "a|" * 3000 + "\n|" + "-|" * 3000 + "\n|" + "0.5|" * 3000,
        "accuracy " * 12000,
        "accuracy: " + "1" * 90000,
        "<table><tr>" + "<td rowspan=99 colspan=99>0.9" * 3000,
        "f1 0.9 " * 14000,
        "- " * 20 + "accuracy of the the " * 4000,
    ],
)
def test_hostile_texts_end_soon(text: str) -> None:
    started = time.process_time()
    results(read("# Results\n\n" + text[:100_000]))
    assert time.process_time() - started < 2


@pytest.mark.parametrize(
    "words",
    [
        "Plover scores 71.3 on MMLU.",
        "We got an F1 of 83.",
        "The WER on test-clean is 8.1.",
        "Accuracy on the test set was 92 percent.",
    ],
)
def test_a_score_in_a_plain_sentence(words: str) -> None:
    assert results(Document(Text("README.md", f"# Plover\n\nNames birds.\n\n## Results\n\n{words}\n", "model-card"))).present


@pytest.mark.parametrize("words", ["F1 2020 is a race.", "We aim at an F1 of 83.", "Plover knows 71 birds on MMLU."])
def test_no_score_in_a_plain_sentence(words: str) -> None:
    assert not results(Document(Text("README.md", f"# Plover\n\nNames birds.\n\n## Results\n\n{words}\n", "model-card"))).present
