"""The parents that a card tells of. The cards are invented."""

from __future__ import annotations

import pytest

from conduct_lint.document import Document
from conduct_lint.facts import checkpoints
from conduct_lint.facts.lineage import upstream
from conduct_lint.model import Text

LINK = "[heron/wader-7b](https://huggingface.co/heron/wader-7b)"


def card(body: str, front: str = "license: mit", kind: str = "model-card") -> Document:
    return Document(Text("plover.md", f"---\n{front}\n---\n# Plover\n\n{body}\n", kind=kind))


def names(document: Document) -> list[str]:
    return [model.model for model in upstream(document)]


@pytest.mark.parametrize(
    ("body", "relation"),
    [
        (f"This model is a fine-tuned version of {LINK} on the None dataset.", "finetune"),
        (f"It was fine-tuned from {LINK}.", "finetune"),
        (f"Plover is based on {LINK}.", "finetune"),
        (f"{LINK} fine-tuned on bird calls.", "finetune"),
        (f"- **Base model:** {LINK}", "finetune"),
        (f"| Field | Value |\n|---|---|\n| Base model | {LINK} |", "finetune"),
        ("Original model: https://huggingface.co/heron/wader-7b", "finetune"),
        (f"GGUF quants of {LINK}", "quantized"),
        (f"This model was converted to MLX format from {LINK} using a tool.", "converted"),
        (f"A LoRA adapter for {LINK}.", "adapter"),
        (f"Distilled version of {LINK}.", "distilled"),
        (f"本模型基于 {LINK} 微调得到。", "finetune"),
        (f"{LINK} をベースにファインチューニングしました。", "finetune"),
        (f"{LINK} 모델을 파인튜닝했습니다.", "finetune"),
        (f"Это файнтюн {LINK}.", "finetune"),
        (f"Versión ajustada de {LINK}.", "finetune"),
        (f"Version affinée de {LINK}.", "finetune"),
        (f"Das Modell basiert auf {LINK}.", "finetune"),
        (f"Este modelo é baseado em {LINK}.", "finetune"),
    ],
)
def test_a_parent_is_found_however_it_is_told(body: str, relation: str) -> None:
    document = card(body)
    (model,) = upstream(document)
    assert model.hub == "heron/wader-7b"
    assert model.relation == relation
    assert not model.in_metadata
    assert "wader-7b" in document.text[model.span.start : model.span.end]


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("This model is a fine-tuned version of Stable Diffusion v1.5.", "Stable Diffusion v1.5"),
        ("We fine-tune LLaMA-7B on bird calls.", "LLaMA-7B"),
        ("It was initialized with the weights of `bert-base-uncased`.", "bert-base-uncased"),
        ("- **Parent Model:** RoBERTa", "RoBERTa"),
        ("基于Baichuan-7B在鸟类数据上训练。", "Baichuan-7B"),
    ],
)
def test_names_without_a_link(body: str, written: str) -> None:
    assert names(card(body)) == [written]


@pytest.mark.parametrize(
    "body",
    [
        "A transformer based on the BERT architecture, trained from scratch.",
        f"Unlike {LINK}, it hears at night.",
        f"You can fine-tune {LINK} in the same way.",
        "Fine-tuned on [heron/songs](https://huggingface.co/datasets/heron/songs).",
        "The code is based on [heron/kit](https://github.com/heron/kit).",
        "Fine-tuned with PyTorch 2.4 from Jupyter.",
        "The license is a copy of the CreativeML OpenRAIL-M.",
    ],
)
def test_what_is_no_parent(body: str) -> None:
    assert names(card(body)) == []


def test_a_data_card_has_no_parents() -> None:
    assert names(card(f"Derived from {LINK}.", kind="dataset-card")) == []


def test_merges_by_list_recipe_and_sum() -> None:
    egret = "[egret/stilt-7b](https://huggingface.co/egret/stilt-7b)"
    both = ["heron/wader-7b", "egret/stilt-7b"]
    assert names(card(f"Plover is a merge of the following models:\n* {LINK}\n* {egret}")) == both
    recipe = "```yaml\nmodels:\n  - model: heron/wader-7b\n  - model: egret/stilt-7b\nmerge_method: slerp\n```"
    assert names(card(recipe)) == both
    assert names(card(f"V1 = {LINK} 0.6 + {egret} 0.4")) == both


def test_metadata_and_text_are_told_once() -> None:
    (model,) = upstream(card(f"This is a fine-tuned version of {LINK}.", "base_model: heron/wader-7b"))
    assert model.in_metadata
    assert model.in_prose


def test_the_model_is_not_its_own_parent() -> None:
    assert (
        names(
            Document(
                Text("x.md", "---\nlicense: mit\n---\n# Plover-7B\n\nPlover-7B fine-tuned on bird calls.\n", kind="model-card")
            )
        )
        == []
    )


def test_a_title_may_name_the_parent() -> None:
    document = Document(Text("x.md", "---\nlicense: mit\n---\n# T5-base fine-tuned on bird calls\n", kind="model-card"))
    assert names(document) == ["T5-base"]


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("https://huggingface.co/heron/wader-7b", "heron/wader-7b"),
        ("https://huggingface.co/heron/wader-7b/blob/main/README.md", "heron/wader-7b"),
        ("https://huggingface.co/bert-base-cased", "bert-base-cased"),
        ("https://huggingface.co/datasets/heron/songs", None),
        ("https://example.org/heron/wader", None),
    ],
)
def test_hub_ids_in_addresses(address: str, expected: str | None) -> None:
    assert checkpoints.hub_id(address) == expected


def test_hostile_text_is_read_in_time() -> None:
    import time

    bodies = (
        "based on " * 10_000,
        "[a](" * 20_000,
        "fine-tuned version of [x](https://huggingface.co/a/b) and " * 1_500,
        "BERT-" * 20_000,
        "merge of " + "a b c " * 16_000,
        "- **License:** " + "Aa " * 30_000,
        "under the " * 10_000 + "MIT",
    )
    from conduct_lint.facts.license import license_of

    for body in bodies:
        document = card(body)
        assert document.sentences is not None
        before = time.process_time()
        upstream(document)
        license_of(document)
        assert time.process_time() - before < 6, body[:30]
