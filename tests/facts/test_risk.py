"""What kind of harm a card lends itself to, and whether it warns."""

from __future__ import annotations

import pytest

from conduct_lint.document import Document
from conduct_lint.facts.risk import RISKY, recognises, risk
from conduct_lint.model import Text


def read(text: str) -> Document:
    return Document(Text("README.md", text))


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("---\npipeline_tag: text-to-image\n---\n# Dunes\n", "generative-image-video"),
        ("---\ntags:\n- stable-diffusion\n---\n# Dunes\n", "generative-image-video"),
        ("# Echo\n\nFew-shot voice cloning from ten seconds of sound. Clones any voice.\n", "voice-cloning-tts"),
        ("# Tidepool\n\nThis model is uncensored.\n", "uncensored-or-safety-removed"),
        ("# Tidepool\n\nAnswers everything with zero refusals.\n", "uncensored-or-safety-removed"),
        ("---\ntags: [NSFW]\n---\n# Velvet\n", "sexual-content"),
        ("# Doorman\n\nFace recognition for doors. Doorman does face verification in the dark.\n", "biometric-face"),
        ("---\nbase_model: heron/tidepool-7b-abliterated\n---\n# Tidepool quants\n", "uncensored-or-safety-removed"),
        ("---\nlicense: mit\n---\n# Tidepool-7B-Uncensored-GGUF\n\nQuants.\n", "uncensored-or-safety-removed"),
        (
            "---\nlicense: mit\n---\n# Pairs\n\nThe pairs were read to eliminate refusals.\n",
            "uncensored-or-safety-removed",
        ),
        (
            "# Dunes\n\nThe NSFW filter stops dunes too, so you may consider disabling it.\n",
            "uncensored-or-safety-removed",
        ),
        ("---\nbase_model: heron/stable-diffusion-xl-dunes\n---\n# Dunes LoRA\n", "generative-image-video"),
        ("---\nlibrary_name: diffusers\n---\n# Dunes\n", "generative-image-video"),
        ("---\nbase_model: heron/Tide-TTS-1b\n---\n# Tide, finetuned\n", "voice-cloning-tts"),
        ("---\nlicense: mit\n---\n# Tide VITS SVC 4 voice\n", "voice-cloning-tts"),
        ("# Mare\n\nUm programa para conversão de timbre vocal. Alteração de voz em tempo real.\n", "voice-cloning-tts"),
        ("# Marée\n\nUn outil de conversion du timbre vocal. Changement de voix en direct.\n", "voice-cloning-tts"),
        ("# Gelgit\n\nGerçek zamanlı ses dönüştürme aracı. Metinden konuşmaya da vardır.\n", "voice-cloning-tts"),
        ("---\ntags: [image-to-video]\n---\n# Biometric attack dataset\n\nMasks.\n", "biometric-face"),
        ("# Face detection in dim light\n\nFinds faces on a quay.\n", "biometric-face"),
        ("---\ntags: [not-for-all-audiences, roleplay]\n---\n# Velvet\n", "sexual-content"),
        ("# person-attributes-recognition-quay\n\nA person attributes classification network.\n", "surveillance-profiling"),
        ("---\ntags: [motionlora]\n---\n# Waves\n", "generative-image-video"),
        ("# Lockpick\n\nA model for penetration testing. It is an offensive security assistant.\n", "security-offense"),
        ("---\nlicense: creativeml-openrail-m\n---\n# Dunes\n\nOur art is on the wall.\n", "generative-image-video"),
        ("---\ntags: [not-for-all-audiences]\ndatasets: [heron/TideRP-2]\n---\n# Tern\n", "sexual-content"),
        ("# Quay doors\n\nThe data serve face payment. Made for anti-spoofing.\n", "biometric-face"),
        ("# Tidepool\n\nThis model is fairly unaligned.\n", "uncensored-or-safety-removed"),
        ("# 港湾\n\n这是一个文生图模型，基于扩散模型。\n", "generative-image-video"),
    ],
)
def test_kind_is_read(text: str, category: str) -> None:
    assert category in risk(read(text)).categories


@pytest.mark.parametrize(
    "text",
    [
        "---\nlicense: creativeml-openrail-m\n---\n# Tides\n\nA language model for pilots.\n",
        "---\nlicense: creativeml-openrail-m\nlibrary_name: transformers\n---\n# Tides\n\nOur art.\n",
        "---\ntags: [not-for-all-audiences]\ndatasets: [heron/carp]\n---\n# Tern\n",
        "# Tidepool\n\nThis model is not uncensored and refuses as its base does.\n",
        "# Tidepool\n\nUnlike uncensored models, it refuses.\n",
        "# Tidepool\n\nIt is not abliterated and not uncensored.\n",
        "# Tidepool\n\nIf you are looking for an uncensored model, this is not it.\n",
        "# Dunes\n\nNegative prompt: nsfw, lowres, bad hands.\n",
        "---\npipeline_tag: text-classification\n---\n# Guard\n\nDetects NSFW text.\n",
        "# Tidepool\n\nWe filtered NSFW pages from the corpus.\n",
        "# Tidepool\n\nTested without safety filters to see what it does by itself.\n",
        "# Tidepool\n\nTraining eliminates false refusals.\n",
        "# Tidepool\n\nIt is possible that it could generate lewd, biased or otherwise offensive output.\n",
        "# Tidepool\n\nThe checker holds the output against a list. A weight is set for each NSFW concept.\n",
        "# Tidepool\n\nWe used a blocklist to ensure that no sexually explicit forum was read.\n",
        "# Tidepool\n\n## Red teaming\n\nWe did red teaming with forty people. Red teaming found two faults.\n",
        "---\nbase_model: [heron/tide-7b, plover/tide-7b-abliterated]\n---\n# A merge\n",
        "---\nlicense: mit\n---\n# A classifier of uncensored models\n",
        "# Details\n\nBreakwater is a small safeguard model. Its taxonomy has sexually explicit statements.\n",
        "---\ntags: [not-for-all-audiences]\n---\n# Tidepool\n\nStories of the sea.\n",
        "---\npipeline_tag: audio-classification\ntags: [voice-cloning]\n---\n# Detector of cloned voices\n",
        "---\nlibrary_name: diffusers\npipeline_tag: text-to-audio\n---\n# Surf\n",
        "---\nbase_model: heron/tide-vits16\npipeline_tag: image-classification\n---\n# Sea birds\n",
        "# Tidepool\n\nWrites about the sea. Published by the hugging face classification team.\n",
    ],
)
def test_mention_is_no_kind(text: str) -> None:
    assert not set(risk(read(text)).categories) & RISKY


@pytest.mark.parametrize(
    "warning",
    [
        "You are responsible for any content you create with it.",
        "Never clone a voice without explicit consent.",
        "The model must not be used to create hateful or misleading pictures.",
        "作者不承担任何责任。",
        "肖像権を侵害しないようご注意ください。",
        "Die Nutzung erfolgt auf eigene Gefahr.",
    ],
)
def test_warning_is_read_with_its_place(warning: str) -> None:
    text = f"---\npipeline_tag: text-to-image\n---\n# Facets\n\nPortraits of people.\n\n{warning}\n"
    found = risk(read(text))
    assert found.warned and found.span is not None
    assert warning[:12] in text[found.span.start : found.span.end]


def test_promise_of_no_warnings_is_none() -> None:
    text = "---\ntags: [uncensored]\n---\n# Tidepool\n\nAn uncensored model without any disclaimer.\n"
    assert not risk(read(text)).warned


def test_people_are_told_from_landscapes() -> None:
    head = "---\npipeline_tag: text-to-image\n---\n"
    assert risk(read(head + "# Facets\n\nRealistic portraits of people.\n")).people
    assert not risk(read(head + "# Dunes\n\nLandscapes at dawn.\n")).people


def test_a_use_that_is_ruled_out_is_no_kind() -> None:
    assert not risk(read("# Kites\n\nCounts kites.\n\n| Not for | surveillance of beaches |\n|---|---|\n")).categories
    assert not risk(read("# Kites\n\nCounts kites.\n\n## Out-of-scope use\n\nSurveillance, face recognition.\n")).categories
    assert risk(read("# Kites\n\nCamera surveillance of beaches. Surveillance at night.\n")).categories


def test_the_audience_tag_of_a_model_without_refusals_is_no_sexual_content() -> None:
    text = "---\ntags: [not-for-all-audiences]\n---\n# Tidepool\n\nThis model is uncensored.\n"
    assert risk(read(text)).categories == ("uncensored-or-safety-removed",)


def test_a_model_that_finds_faces_knows_nobody() -> None:
    assert not recognises(read("# Face detection\n\nFinds faces on a quay.\n"))
    assert recognises(read("# Face detection\n\nFinds faces; face recognition of crew members follows.\n"))


@pytest.mark.parametrize(
    "words",
    [
        "Commercial use is not allowed.",
        "Do not re-upload it without credit.",
        "Warning: it needs 24 GB of memory.",
        "## Disclaimer\n\nAll rights belong to their owners.",
        "Runs were logged to Weights & Biases.",
        "Read the [privacy policy](https://tides.invalid).",
        "Pictures were filtered for NSFW content.",
        "Users (both direct and downstream) should be made aware of the risks, biases and limitations of the model.",
    ],
)
def test_other_cautions_warn_of_no_harm(words: str) -> None:
    assert not risk(read(f"---\npipeline_tag: text-to-image\n---\n# Facets\n\nPortraits of people.\n\n{words}\n")).warned


def test_a_heading_that_is_a_sentence_warns() -> None:
    head = "---\npipeline_tag: text-to-image\n---\n"
    assert risk(read(head + "# 严禁使用本模型生成明星或公众人物的肖像以及任何违法内容\n\n# 介绍\n\n古风模型。\n")).warned


def test_an_unfilled_section_warns_of_nothing() -> None:
    head = "---\ntags: [text-to-image]\n---\n# Facets\n\nPortraits of people.\n\n## Misuse\n\n"
    assert not risk(read(head + "TODO: write this section.\n")).warned
    assert risk(read(head + "Do not make portraits of others without asking them.\n")).warned


@pytest.mark.parametrize(
    ("text", "writes"),
    [
        ("---\nbase_model: heron/Mistral-Tide-7B\n---\n# Tide quants\n", True),
        ("# tide-letters\n\nThis model is a fine-tuned version of [gpt2](https://huggingface.co/gpt2) on letters.\n", True),
        ("---\nlicense: mit\n---\n# Tern-13b\n\nTern is kind.\n", True),
        ("---\nlicense: mit\n---\n# Tern\n\nA large language model of harbour talk.\n", True),
        ("---\nlicense: mit\n---\n# Tern\n\n```python\nfrom transformers import AutoModelForCausalLM\n```\n", True),
        ("---\npipeline_tag: translation\n---\n# Tern\n", True),
        (
            "---\nmodel-index:\n- name: tern\n  results:\n  - task:\n      type: text-generation\n---\n# tern\n",
            True,
        ),
        ("---\ntags: [dpo]\ntask_categories: [other]\ndataset_info: {}\n---\n# Pairs\n", True),
        ("---\npipeline_tag: text-classification\nbase_model: heron/Mistral-Tide-7B\n---\n# Tide\n", False),
        ("---\ntags: [sentence-transformers]\n---\n# Mistral-Tide-7B\n", False),
        ("---\nbase_model: heron/Qwen2-embedding-7B\n---\n# Tide\n", False),
        ("---\nbase_model: heron/bert-base-tide\n---\n# Tide\n\nA masked language model.\n", False),
        ("---\ntask_categories: [text-generation, other]\n---\n# Dataset Card for Quays\n\nNewspapers of a quay.\n", False),
    ],
)
def test_a_model_that_writes_is_known_by_names_words_and_code(text: str, writes: bool) -> None:
    assert ("generative-text" in risk(read(text)).categories) == writes


@pytest.mark.parametrize(
    ("text", "category", "told"),
    [
        ("---\nlicense: mit\n---\n# KneeArthritisDetection\n", "medical", True),
        ("# quay__hate_speech__train-8\n\nA fine-tuned model of short letters.\n", "hate-or-toxicity-detection", True),
        ("---\nlicense: mit\ntags: [medical]\n---\n# Tern\n", "medical", True),
        ("---\nlicense: mit\ntags: [chemistry, music, legal, medical]\n---\n# Tern\n", "medical", False),
        ("---\nlicense: mit\ntags: [legal]\n---\n# Tern\n", "legal-financial", False),
        ("---\nlicense: mit\ntags: [legal]\n---\n# Tern\n\nIt answers legal questions.\n", "legal-financial", True),
        ("---\nlicense: mit\n---\n# Tern 7b\n\nIt may write toxic lines. Toxic. Toxic!\n", "hate-or-toxicity-detection", False),
    ],
)
def test_topics_are_known_by_names_and_by_tags_that_the_text_bears_out(text: str, category: str, told: bool) -> None:
    """A medical tag needs no word in the text, unless it is one of a handful; one on law always does."""
    assert (category in risk(read(text)).categories) == told


def test_readers_of_any_kind_of_model_are_warned() -> None:
    found = risk(read("---\npipeline_tag: text-generation\n---\n# Tern\n\nThe model can produce harmful or offensive text.\n"))
    assert found.warned
