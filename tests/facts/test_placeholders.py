"""Template text that nobody has filled in: found where it stands for something, left alone where it is part of a text."""

from __future__ import annotations

import pytest

from conduct_lint.document import Document
from conduct_lint.facts.placeholders import Placeholder, placeholders
from conduct_lint.model import Text


def read(body: str) -> tuple[Placeholder, ...]:
    return placeholders(Document(Text("README.md", body, "model-card")))


@pytest.mark.parametrize(
    ("words", "kind"),
    [
        ("[More Information Needed]", "placeholder"),
        ("[More Information Needed](https://example.org/how)", "placeholder"),
        ("Needs more information.", "placeholder"),
        ("TODO", "placeholder"),
        ("Coming soon!", "placeholder"),
        ("To be added.", "placeholder"),
        ("Coming soon: we will describe the songs when the paper is out.", "placeholder"),
        ("This section will be written soon.", "placeholder"),
        ("Describe your model here.", "placeholder"),
        ("{{ direct_use }}", "placeholder"),
        ("This section describes suitable use cases for the dataset.", "placeholder"),
        ("Provide examples of latent issues and potential remediations.", "placeholder"),
        ("Users should be made aware of the risks, biases and limitations of the dataset.", "stock"),
        ("- **Developed by:** TBD", "placeholder"),
        ("Developer: ___", "placeholder"),
        ("Range: ?", "sign"),
        ("Speed at dusk: ``", "sign"),
        ("TO-DO", "placeholder"),
        ("Detailed metrics coming soon!", "placeholder"),
        ("The reed is tall. More details to come.", "part"),
        ("This is an optional link to the code used to train the model.", "stock"),
        ("n/a", "nil"),
        ("The reed is tall. A more detailed description will follow.", "part"),
        ('```python\nbird = Bird.from_pretrained("")\n```', "part"),
        ("```\n# TODO: add your code\n```", "placeholder"),
        ("| a | b |\n|---|---|\n| large | coming soon |", "cell"),
    ],
)
def test_found(words: str, kind: str) -> None:
    found = read(f"# Plover\n\nNames birds.\n\n## Songs\n\n{words}\n")
    assert [one.kind for one in found] == [kind]


@pytest.mark.parametrize(
    "words",
    [
        "A larger version is coming soon, with songs of the coast.",
        "For more information see the handbook that wardens needed.",
        "Describe the bird to a friend and listen again.",
        "None of the songs were shortened.",
        "```\n{{ system }}\n{{ question }}\n```",
        "<!-- Provide a quick summary of what the model is/does. -->",
        "![a plover](plover.png)",
        "The file `todo.txt` lists what is left.",
    ],
)
def test_left_alone(words: str) -> None:
    assert not read(f"# Plover\n\nNames birds.\n\n## Training data\n\nForty songs.\n\n{words}\n")


@pytest.mark.parametrize("nothing", ["", "N/A", "none", "Not applicable.", "Can't think of any.", "No known limitations."])
def test_nothing_below_a_known_heading(nothing: str) -> None:
    found = read(f"# Plover\n\nNames birds.\n\n## Limitations\n\n{nothing}\n\n## Author\n\nAnn Wader\n")
    assert [(one.section, one.kind) for one in found] == [("Limitations", "nil" if nothing else "empty")]


def test_an_answer_that_says_nothing_is_the_place() -> None:
    body = "# Plover\n\nNames birds.\n\n## Limitations\n\nN/A\n"
    (found,) = read(body)
    assert body[found.span.start : found.span.end] == "N/A"


@pytest.mark.parametrize("title", ["Model Card for Model ID", "Dataset Card for [Dataset Name]", "{{ name }}"])
def test_the_title_of_a_template(title: str) -> None:
    assert [one.kind for one in read(f"# {title}\n\nNames birds.\n")] == ["title"]


def test_a_field_is_no_title() -> None:
    assert not read("# Plover\n\nNames birds.\n\n## Model name\n\nplover-7b\n")


def test_a_picture_is_not_nothing() -> None:
    assert not read("# Plover\n\n## Results\n\n![curve](curve.png)\n\n## Author\n\nAnn Wader\n")


def test_the_note_of_a_generator() -> None:
    body = "<!-- This model card has been generated automatically. Proofread and complete it. -->\n\n# Plover\n"
    (found,) = read(body)
    assert found.kind == "note" and body[found.span.start : found.span.end].startswith("<!--")


def test_the_title_of_the_template() -> None:
    assert [one.kind for one in read("# Model Card for Model ID\n\nNames birds.\n")] == ["title"]


def test_places_are_exact() -> None:
    body = "# Plover\n\n- **Funded by:** the reed fund\n- **Shared by:** [More Information Needed]\n"
    (found,) = read(body)
    assert body[found.span.start : found.span.end] == "More Information Needed"
