"""Labelled lines of one paragraph are read as fields of a list are: each by itself."""

from __future__ import annotations

import pytest

from conduct_lint.document import Document
from conduct_lint.facts import facts
from conduct_lint.model import Text

FIELDS = {
    "Model": "Tide-7B",
    "Base model": "[north/sea-7b](https://huggingface.co/north/sea-7b)",
    "Training data": "Buoy logs of the North Sea",
    "Intended use": "Forecasts for harbours and fishing boats",
    "Out-of-scope use": "Navigation at night",
    "Limitations": "Fails in storms.",
    "Bias": "Southern harbours are under-represented.",
    "Citation": "Quarto et al., Tides, 2023",
    "Contact": "TODO",
    "License": "mit",
}
TOPICS = ("training_data", "intended_use", "out_of_scope", "limitations", "bias_risks", "citation")
FORMS = ("**{}:** {}", "**{}**: {}", "__{}:__ {}", "***{}:*** {}", "<b>{}</b>: {}", "🌊 **{}:** {}", "*{}*: {}", "**{}** – {}")
BREAKS = ("\n", "  \n", "\\\n", "<br>\n", " <br/>", "\n> ")


def understood(lines: list[str], end: str = "\n") -> dict[str, object]:
    start = "> " if end == "\n> " else ""
    return facts(Document(Text("README.md", f"---\ntags: [tides]\n---\n# Tide\n\n{start}{end.join(lines)}\n", "model-card")))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("end", BREAKS)
def test_each_labelled_line_is_read_by_itself(form: str, end: str) -> None:
    told = understood([form.format(*field) for field in FIELDS.items()], end)
    assert [told[topic]["status"] for topic in TOPICS] == ["stated"] * 6  # type: ignore[index]
    assert told["license"]["prose"] == "mit"  # type: ignore[index]
    if "–" not in form:
        assert [parent["model"] for parent in told["derived_from"]] == ["north/sea-7b"]  # type: ignore[attr-defined]
    if end != " <br/>":
        assert told["training_data"]["lines"] == [8, 8]  # type: ignore[index]
        assert told["placeholders"] == [14]


def test_a_field_left_free_is_not_filled_by_the_next() -> None:
    told = understood(
        ["**Model:** Tide-7B", "**Intended use:**", "**Limitations:** TODO", "**Training data:**", "**License:** mit"]
    )
    states = [told[topic]["status"] for topic in ("intended_use", "limitations", "training_data")]  # type: ignore[index]
    assert states == ["placeholder"] * 3


def test_lines_without_a_label_belong_to_the_label_above() -> None:
    told = understood(["**Model:** Tide-7B", "**Training data:**", "Buoy logs", "of the North Sea", "**License:** mit"])
    assert told["training_data"] == {"status": "stated", "lines": [7, 9]}


@pytest.mark.parametrize(
    "words",
    [
        "We call the\n**outer harbour** the harbour: it is deep.",
        "We trained on\n*letters* and logs.",
        "The harbour <!-- is\n**Limitations:** none --> is deep.",
    ],
)
def test_words_that_only_stand_out_divide_no_paragraph(words: str) -> None:
    document = Document(Text("README.md", f"# Tide\n\n{words}\n", "model-card"))
    assert len(document.blocks) <= 3
    assert document.blocks[1].end - document.blocks[1].start > 10 and document.blocks[1].info == ""
    assert "Limitations" not in document.prose


def test_a_wide_colon_closes_a_label_before_any_letter() -> None:
    assert understood(["训练数据：TIDES-2", "引用：10.1000/182"])["training_data"]["status"] == "stated"  # type: ignore[index]
