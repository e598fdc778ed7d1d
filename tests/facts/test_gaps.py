"""Places kept free by their form: fields, links, code, announcements, headings and cells with nothing in them."""

from __future__ import annotations

import pytest

from conduct_lint.document import Document
from conduct_lint.facts.gaps import gaps
from conduct_lint.model import Text


def read(body: str) -> list[str]:
    text = f"# Plover\n\nNames birds.\n\n{body}\n"
    return [text[span.start : span.end].strip() for span in gaps(Document(Text("README.md", text, "model-card")))]


@pytest.mark.parametrize(
    ("body", "found"),
    [
        ("- **Homepage:**\n- **Paper:** Reed 2020", "**Homepage:**"),
        ("- **Paper:** Reed 2020\n- **Leaderboard:** \n\n## Songs\n\nForty.", "**Leaderboard:**"),
        ("- **Region:** Not available", "Not available"),
        ("Training code url: N/A", "N/A"),
        ("## Songs\n\n<DESCRIBE THE SONGS IN ONE LINE>\n\n## Marshes\n\nReed.", "<DESCRIBE THE SONGS IN ONE LINE>"),
        ("A marsh. <TODO>Describe it</TODO>", "<TODO>"),
        ("A finer plover than [](https://example.org/).", "[](https://example.org/)"),
        ("See the [songs](url).", "[songs](url)"),
        ("See [the list](https://example.org?model={MODEL_NAME}).", "[the list](https://example.org?model={MODEL_NAME})"),
        ("```python\nfrom reed import ...\nreed.listen()\n```", "from reed import ..."),
        ("```bash\nINSTALL_COMMANDS\n```", "INSTALL_COMMANDS"),
        ("```\n@misc{reed,\n  pages = {xxx--xxx},\n}\n```", "= {xxx--xxx}"),
        (
            "It achieves the following results on the evaluation set:\n\n## Songs\n\nForty.",
            "achieves the following results on the evaluation set:",
        ),
        ("## Marshes\n\n## Songs\n\nForty.", "Marshes"),
        ("| Measure | Value |\n|---|---|\n| F1 | |", "F1"),
        ("| Field | Value |\n|---|---|\n| Sources | n/a |\n| Size | 3 MB |", "n/a"),
        ("| Field | Value |\n|---|---|\n| Cutoff | - |\n| Size | 3 MB |", "-"),
    ],
)
def test_found(body: str, found: str) -> None:
    assert read(body) == [found]


def test_code_without_a_sign() -> None:
    assert len(read("## Citation\n\n```\n\n```")) == 1


@pytest.mark.parametrize(
    "body",
    [
        "- **Homepage:**\n  the marsh\n- **Paper:** Reed 2020",
        "- **Birds:**\n- plover\n- snipe",
        "- **Birds:**\n  - plover\n  - snipe",
        "- **Gated:** No",
        "- **0 : bad song**\n- **1 : good song**",
        "[![badge](badge.png)]()",
        "[Songs](#songs)",
        "```python\nfrom reed import listen\n```",
        "```\n@misc{reed,\n  title = {Calls},\n}\n```",
        "It achieves the following results on the evaluation set:\n\n- Loss: 0.2",
        "The songs are in [the archive]().",
        "Between `<FIRST SONG>` and the next.",
        "## Marshes\n\n### Reed\n\nForty songs.",
        "## Marshes\n\n![a marsh](marsh.png)\n\n## Songs\n\nForty.",
        "## Songs\n\n| Part | F1 |\n|---|---|\n| Coast | |\n| reed | 0.4 |",
        "| Field | Value |\n|---|---|\n| memory | |\n| depth | 3 |",
    ],
)
def test_left_alone(body: str) -> None:
    assert not read(body)


@pytest.mark.parametrize(
    ("title", "free"), [("Model name", True), ("Dataset Card Creation Guide", True), ("Plover names", False)]
)
def test_a_title_that_names_a_field(title: str, free: bool) -> None:
    assert bool(gaps(Document(Text("README.md", f"# {title}\n\nNames birds.\n", "model-card")))) == free
