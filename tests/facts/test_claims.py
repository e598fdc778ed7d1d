"""Claims about the model at hand: found, told from talk about others, and supported or not."""

from __future__ import annotations

import time

import pytest

from conduct_lint.document import Document
from conduct_lint.facts.claims import claims
from conduct_lint.model import Text


def read(text: str) -> Document:
    return Document(Text("plover/README.md", f"# Plover\n\n{text}\n"))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Plover is a state-of-the-art bird detector.", "superlative"),
        ("Plover is the most accurate open bird model.", "superlative"),
        ("It achieves the best performance among all open detectors.", "superlative"),
        ("Plover outperforms Heron.", "comparison"),
        ("Plover is on par with GPT-4.", "comparison"),
        ("It performs better than larger detectors.", "comparison"),
        ("Plover never hallucinates.", "absolute"),
        ("The model is 100% accurate.", "absolute"),
        ("Plover has very high accuracy.", "praise"),
        ("It performs similarly to Heron-mini.", "comparison"),
        ("This one is the best.", "superlative"),
        ("The Plover models are made for gulls. They outperform Heron.", "comparison"),
        ("Plover is the top open bird model on the list of Heron.", "superlative"),
        ("It reads gulls better, making Plover our most helpful model to date.", "superlative"),
        ("EDIT: Plover-7B is on par with GPT-4.", "comparison"),
        ("Plover-13B outperforms Heron.", "comparison"),
        ("## SoTA quality among open bird models", "superlative"),
        ("千鸟是目前最先进的鸟类识别模型，我们希望大家喜欢它，并且能够在研究中使用它。", "superlative"),
        ("チドリは既存のモデルを上回る性能を持っています。", "comparison"),
        ("Dieses Modell übertrifft andere Modelle und ist für die Vögel der Seen gedacht.", "comparison"),
    ],
)
def test_claims_are_found(text: str, kind: str) -> None:
    assert [claim.kind for claim in claims(read(text))] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "- The first **benchmark for** tide tables, built from logs.",
        "Plover is the largest annotated corpus for bird calls.",
        "鸟鸣识别，目前最大的，中文版的模型。它在湖边的录音上训练，可以识别许多种类的鸟鸣声。",
        "This version has better results in nearly all tasks.",
        "If you already know Heron, Plover is just better at everything.",
        "The small files keep the same accuracy as the original ones.",
        "> [!TIP]\n> Plover gives the same outputs as the original code.",
        "This model performs incredibly well for its size.",
        "We present Plover, the first freely available and large *open* corpus from the harbour of gulls.",
        "The first of its kind.",
        "With years of logs from every pier, making it the largest open harbour dataset to date.",
        "We released a checkpoint that gives better performance.",
        "Plover is better at many things.",
        "This model offers significant improvements in calls and songs.",
        "Este é um sistema de canto para os pássaros do lago, redefinindo as fronteiras da voz que não são fáceis.",
    ],
)
def test_ranks_and_claims_without_a_rival_are_praise(text: str) -> None:
    found = claims(read(text))
    assert [(claim.kind, claim.supported) for claim in found] == [("praise", False)]


@pytest.mark.parametrize(
    "text",
    [
        "This is the first version of the model.",
        "The first benchmark for tides was built in 1990.",
        "Until now the largest dataset of gulls contains 15 kinds.",
        "Plover is the largest model of our series.",
        "It is designed to excel in bird calls.",
        "A way that developers can take to significantly reduce noise.",
        "These are newer and offer better performance for their size.",
        "Prompt: a heron on a pier, ultra realistic",
        "Using longer recordings significantly improved the labels.",
        "Aerial images of very high resolution.",
        "This approach significantly improves precision.",
        "For better results use a mono recording.",
        "To achieve better performance, add recordings.",
        "While Plover is highly capable, it misses gulls.",
        "The Heron tokenizer performs better than others, so we use it.",
        "[Heron-2](https://huggingface.co/acme/heron-2) outperforms all of them.",
        "Heron was chosen as it was one of the strongest open models.",
        "It was first released in the repository of the corpus from the lake.",
        "Plover is the first edition of a bird benchmark.",
        "Testing is only required for larger models.",
        "The largest portion of this dataset is from the lake.",
        "For people seeking a highly capable detector.",
        "The team is unable to confirm that it keeps the same accuracy as the original.",
        "His style is highly detailed. He had a remarkable ability to paint gulls.",
        "State-of-the-art methodologies compare both names.",
        "We also compare the state-of-the-art bird models in depth.",
        "It is fine-tuned on the songs of the lake to excel in calls.",
        "Please write a letter on why cutting-edge nests are needed.",
        "Gulls are loud. They outperform herons.",
        "In recent years, language models excel at many tasks.",
        "Methods like whitening and flow greatly improve the labels.",
        "Scores on AGI Eval are listed below.",
        "| Input | Label |\n|---|---|\n| <code>The pier was already much better than it was in the old harbour</code> | 0 |",
        "Kept is the best model out of 7 runs.",
        "Our best performing models are found elsewhere.",
        "**Bold** means the best score by bird.",
        "Using the last call was found to outperform the first.",
        "If extremely high precision is not needed, use it.",
        "Paper: Highly Accurate Song Segmentation",
        "It follows [Simple Nests that Outperform Deep Nests](https://arxiv.org/abs/2401.00001).",
        "It guesses better than random.",
        "NVIDIA Riva is a toolkit. It provides:\n\n- World-class accuracy for many tongues",
    ],
)
def test_what_is_left_to_readers_or_said_of_others_is_no_claim(text: str) -> None:
    assert claims(read(text)) == ()


@pytest.mark.parametrize("title", ["Model Description", "Authors", "Open LLM Leaderboard Evaluation Results"])
def test_a_title_that_is_a_heading_names_no_model(title: str) -> None:
    text = Text("README.md", f"# {title}\n\nBirdNet3 is a state-of-the-art bird detector.\n")
    assert [claim.kind for claim in claims(Document(text))] == ["superlative"]


@pytest.mark.parametrize(
    "text",
    [
        "Plover is not state of the art.",
        "Made with SOTA quants.",
        "Trained using a state-of-the-art distillation pipeline.",
        "It is hard to get by training (or any 'SOTA' technique).",
        "Even the most advanced bird model struggles with gulls.",
        "Compared to existing state-of-the-art methods it is small.",
        "State-of-the-art approaches combine both.",
        "It works best if the recording is mono.",
        "For best results use 48 kHz.",
        "We keep the best checkpoint by validation loss.",
        "We aim to build the best model for birds.",
        "The hyperparameters that gave the best results are listed.",
        "Does Plover outperform Heron?",
        "The input must not exceed the context length.",
        "The output is not guaranteed to be accurate.",
        "You can run the smashed model.",
        "AWQ is a method that outperforms GPTQ.",
        "DistilBERT is smaller and faster than BERT.",
        "Part of the project [Train the Best Model Ever](https://example.org).",
        "We tried our best to build bird models.",
        "Les oiseaux : le bat de nuit.",
    ],
)
def test_talk_advice_wishes_and_other_models_are_no_claims(text: str) -> None:
    assert [claim.kind for claim in claims(read(text)) if claim.kind != "praise"] == []


@pytest.mark.parametrize(
    ("text", "supported"),
    [
        ("Plover outperforms Heron.", False),
        ("Plover outperforms Heron, 94.2 % to 91.0 %.", True),
        ("Plover outperforms Heron; see our [paper](https://arxiv.org/abs/2401.00001).", True),
        ("Plover outperforms Heron (Lee et al., 2024).", True),
        ("Plover outperforms Heron in our tests.", True),
        ("Plover outperforms Heron.\n\n| Model | Accuracy |\n|---|---|\n| Plover | 94.2 |", True),
        ("Plover outperforms Heron.\n\n## Results\n\n| Model | Accuracy |\n|---|---|\n| Plover | 94.2 |", False),
        ("Plover, a 7B model, outperforms Heron.", False),
        ("The Plover 3.2 models outperform Heron.", False),
        ("Plover outperforms Heron with F1 0.9.", True),
        ("Plover is the largest corpus of 40,000 songs of gulls.", True),
        ("Plover is the first corpus of 40.5 songs for gulls.", False),
        ("Plover outperforms Heron.\n\nMore details: https://arxiv.org/abs/2401.00001", True),
        ("Plover outperforms Heron.\n\nThe code is like https://arxiv.org/abs/2401.00001", False),
    ],
)
def test_support_stands_with_the_claim(text: str, supported: bool) -> None:
    assert [claim.supported for claim in claims(read(text))] == [supported]


def test_an_abstract_announced_as_such_is_the_papers_word() -> None:
    text = "Presented in [Waders](https://arxiv.org/abs/2401.00001). Here the abstract:\n\nWe achieve state-of-the-art results."
    assert [claim.supported for claim in claims(read(text))] == [True]


def test_an_abstract_without_a_source_bears_nothing_out() -> None:
    assert [claim.supported for claim in claims(read("## Abstract\n\nWe achieve state-of-the-art results."))] == [False]


@pytest.mark.parametrize("text", ["state-of-the-art " * 6000, "the best " * 11000, "better " * 14000, "never " * 16000])
def test_hostile_texts_end_soon(text: str) -> None:
    document = read(text[:100_000])
    started = time.process_time()
    claims(document)
    assert time.process_time() - started < 2
