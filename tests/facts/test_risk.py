"""What kind of harm a card lends itself to, and whether it warns."""

from __future__ import annotations

import pytest

from conduct_lint.document import Document
from conduct_lint.facts.risk import risk
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
        ("# 港湾\n\n这是一个文生图模型，基于扩散模型。\n", "generative-image-video"),
    ],
)
def test_kind_is_read(text: str, category: str) -> None:
    assert category in risk(read(text)).categories


@pytest.mark.parametrize(
    "text",
    [
        "# Tidepool\n\nThis model is not uncensored and refuses as its base does.\n",
        "# Tidepool\n\nUnlike uncensored models, it refuses.\n",
        "# Tidepool\n\nIt is not abliterated and not uncensored.\n",
        "# Tidepool\n\nIf you are looking for an uncensored model, this is not it.\n",
        "# Dunes\n\nNegative prompt: nsfw, lowres, bad hands.\n",
        "---\npipeline_tag: text-classification\n---\n# Guard\n\nDetects NSFW text.\n",
        "# Tidepool\n\nWe filtered NSFW pages from the corpus.\n",
        "# Tidepool\n\nWrites about the sea. Published by the hugging face classification team.\n",
    ],
)
def test_mention_is_no_kind(text: str) -> None:
    assert not set(risk(read(text)).categories) & {"uncensored-or-safety-removed", "sexual-content", "biometric-face"}


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
    head = "---\ntags: [not-for-all-audiences]\n---\n# Tidepool\n\n"
    assert risk(read(head + "This model is uncensored.\n")).categories == ("uncensored-or-safety-removed",)
    assert risk(read(head + "Stories of the sea.\n")).categories == ("sexual-content",)


def test_an_unfilled_section_warns_of_nothing() -> None:
    head = "---\ntags: [text-to-image]\n---\n# Facets\n\nPortraits of people.\n\n## Misuse\n\n"
    assert not risk(read(head + "TODO: write this section.\n")).warned
    assert risk(read(head + "Do not make portraits of others without asking them.\n")).warned
