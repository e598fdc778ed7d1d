"""What a card says of its license. The cards are invented."""

from __future__ import annotations

import pytest

from conduct_lint.document import Document
from conduct_lint.facts.license import license_of
from conduct_lint.facts.license_names import names_in
from conduct_lint.model import Text


def card(body: str, front: str = "license: mit", kind: str = "model-card") -> Document:
    return Document(Text("plover.md", f"---\n{front}\n---\n# Plover\n\n{body}\n", kind=kind))


@pytest.mark.parametrize(
    ("written", "ids"),
    [
        ("Apache License, Version 2.0", {"apache-2.0"}),
        ("cc-by-nc-sa-4.0", {"cc-by-nc-sa-4.0"}),
        ("Creative Commons Attribution-NonCommercial-ShareAlike 4.0 International License", {"cc-by-nc-sa-4.0"}),
        ("CC BY-SA", {"cc-by-sa-3.0", "cc-by-sa-4.0"}),
        ("CC0", {"cc0-1.0"}),
        ("GPLv3", {"gpl-3.0"}),
        ("GPL", {"gpl", "gpl-2.0", "gpl-3.0"}),
        ("AGPL-3.0", {"agpl-3.0"}),
        ("Llama 3.1 Community License", {"llama3.1"}),
        ("MIT License", {"mit"}),
    ],
)
def test_a_name_means_the_ids_that_it_can_stand_for(written: str, ids: set[str]) -> None:
    (name,) = names_in(f"under {written} .")
    assert name.ids == ids
    assert name.written == written


def test_a_generic_creative_commons_name_leaves_its_parts_open() -> None:
    (name,) = names_in("Creative Commons 4.0 License")
    assert {"cc-by-4.0", "cc-by-nc-4.0"} <= name.ids
    assert "cc-by-3.0" not in name.ids


@pytest.mark.parametrize("text", ["Apache 207 helicopter", "Modell mit Daten", "researchers of the Heron School"])
def test_words_that_look_like_licenses_are_none(text: str) -> None:
    assert names_in(text) == []


@pytest.mark.parametrize(
    "body",
    [
        "## License\n\nApache-2.0",
        "## License: Apache 2.0",
        "- **License:** [Apache 2.0](https://www.apache.org/licenses/LICENSE-2.0)",
        "| Item | Value |\n|---|---|\n| License | Apache-2.0 |",
        "The weights are released under the Apache 2.0 license.",
        "The model is open source under apache 2.0.",
        "This model is open, adhering to Apache 2.0.",
        "You may use anything in this repository within the scope of the Apache 2.0 license.",
        "[![License](https://img.shields.io/badge/License-Apache_2.0-blue.svg)](LICENSE)",
        "<!-- license: apache-2.0 -->",
        "## 许可证\n\n本模型采用 Apache 2.0 许可证。",
        "## ライセンス\n\nApache-2.0",
        "## 라이선스\n\nApache 2.0",
        "**Лицензия:** Apache 2.0",
        "## Licencia\n\nEste modelo se distribuye bajo la licencia Apache 2.0.",
        "## Licence\n\nPublié sous licence Apache 2.0.",
        "## Lizenz\n\nUnter der Apache-2.0-Lizenz veröffentlicht.",
        "- **Licença:** apache-2.0",
    ],
)
def test_a_statement_is_found_wherever_cards_put_it(body: str) -> None:
    document = card(body, "language: en")
    found = license_of(document)
    assert found.told is not None
    assert found.told.id == "apache-2.0"
    assert "pache" in document.text[found.told.name.span.start : found.told.name.span.end]


@pytest.mark.parametrize(
    "body",
    [
        "The code is released under the Apache 2.0 license.",
        "The base model is licensed under Apache 2.0.",
        "It was trained on a dataset under the Apache 2.0 license.",
        "It is not released under the Apache 2.0 license.",
        "Use is also subject to the Apache 2.0 license.",
        "StiltKit is licensed under the Apache 2.0 license.",
        "Hears an Apache 207 helicopter.",
    ],
)
def test_a_license_of_something_else_is_no_statement(body: str) -> None:
    assert license_of(card(body)).statements == ()


def test_the_data_is_the_artefact_of_a_data_card_only() -> None:
    body = "The dataset is licensed under the Apache 2.0 license."
    assert license_of(card(body)).statements == ()
    assert len(license_of(card(body, kind="dataset-card")).statements) == 1


@pytest.mark.parametrize(
    ("front", "body", "conflict"),
    [
        ("license: mit", "## License\n\nMIT", False),
        ("license: mit", "## License\n\nApache-2.0", True),
        ("license: [mit, apache-2.0]", "## License\n\nApache-2.0", False),
        ("license: other", "## License\n\nApache-2.0", False),
        ("license: gpl-3.0", "## License\n\nGPL", False),
        ("license: cc-by-4.0", "## License\n\nCreative Commons 4.0", False),
        ("license: cc-by-nc-nd-4.0", "- **License:** CC-BY-NC", True),
        ("license: apache-2.0", "## License\n\nCode: MIT. Weights: Apache-2.0.", False),
        ("license: mit", "The model may not be used for commercial purposes.", True),
        ("license: cc-by-nc-4.0", "The model may not be used for commercial purposes.", False),
    ],
)
def test_conflict(front: str, body: str, conflict: bool) -> None:
    assert license_of(card(body, front)).conflict is conflict


def test_an_unreadable_block_still_tells_its_license() -> None:
    document = Document(Text("plover.md", "---\nlicense: openrail\n\n# Plover\n", kind="model-card"))
    found = license_of(document)
    assert [value.raw for value in found.metadata] == ["openrail"]
    assert found.statements == ()


def test_a_license_of_its_own_is_told_by_name() -> None:
    found = license_of(card("- **License:** The Heron Research License", "language: en"))
    assert found.prose is not None
    assert "Heron Research License" in found.prose
    assert found.told is not None
    assert found.told.id is None


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("The license of the small model follows the license of the original model.", "license of the small model"),
        ("It is released under the same license as the base model.", "same license as the base model"),
        ("## License\n\nThe songs may be freely used for any purpose.", "The songs may be freely used for any purpose."),
        ("## License\n\nFor academic research use only.", "For academic research use only."),
        ("## License\n\n```\nMIT License\n\nCopyright (c) 2020 Reedworks\n```", "MIT License"),
        ("Author of this bird: Reedworks, 2021. License: MIT.", "MIT"),
        ("- License는 MIT입니다.", "MIT"),
        ("Please note the CC-BY-NC 4.0 license on these weights.", "CC-BY-NC 4.0"),
        ("The original Llama 2 license and all terms of the songs apply.", "Llama 2 license"),
        ("このモデルの使用は [REED ライセンス](https://example.org) によって管理されます。", "REED ライセンス"),
    ],
)
def test_a_license_told_in_other_words(body: str, written: str) -> None:
    told = license_of(card(body)).prose
    assert told is not None
    assert told.startswith(written)


@pytest.mark.parametrize(
    "body",
    [
        "Please check the license of the original model.",
        "## License\n\n[LICENSE](LICENSE) <br>\n[THIRD PARTY LICENSES](OTHER)",
        "The Llama 2 license does not apply.",
        "## License\n\nThe code may be freely used for any purpose.",
    ],
)
def test_no_license_is_told(body: str) -> None:
    assert license_of(card(body)).prose is None


def test_a_name_that_the_first_sentence_gives_the_data_is_its_own() -> None:
    body = "# A Large Collection of Songs\n\nThe Reedsong dataset is a set of songs.\n\n## License\n\n"
    text = f"---\nlicense: cc-by-4.0\n---\n{body}Reedsong has a CC BY-NC 4.0 license.\n"
    assert license_of(Document(Text("README.md", text, kind="dataset-card"))).conflict


@pytest.mark.parametrize(("body", "written"), [("- **License:** mit\n", "mit"), ("- **License:** mit Auflagen\n", None)])
def test_mit_alone_behind_a_label_is_the_license(body: str, written: str | None) -> None:
    assert license_of(Document(Text("README.md", f"# Plover\n\n{body}"))).prose == written


@pytest.mark.parametrize(
    ("body", "written"),
    [
        ("- **License:** Heron Qianwen\n- **Made by:** Reedworks", "Heron Qianwen"),
        ("- **License:** There are no restrictions. Enjoy.", "There are no restrictions"),
        ("- **License:** https://example.org/tide/license/", "https://example.org/tide/license/"),
        ("- **License:** Gemma", "Gemma"),
        ("- **License** MIT", "MIT"),
        (
            "License: [![CC BY 4.0][badge]][deed]\n\n[badge]: https://example.org/by.png\n[deed]: https://creativecommons.org/licenses/by/4.0/",
            "cc-by-4.0",
        ),
        ("**License:**\nAttribution-NonCommercial 4.0 International", "Attribution-NonCommercial 4.0 International"),
        ("License:\n\nMIT", "MIT"),
        ("## License\n\nmit", "mit"),
        (
            "## Licensing Information\n\nThe Heron academic license: https://example.org",
            "The Heron academic license",
        ),
        (
            "## Legal Information\n\nThe original model is distributed under the\n[MIT License](https://a.org).",
            "MIT License",
        ),
        ("The letters are free. These data are in the public domain.", "These data are in the public domain"),
        ("- **License:** Please see the LICENSE file", None),
        ("- **License:** n/a (not for the public)", None),
        ("- **License:**\n- **Made by:** Tide Reedworks", None),
        ("## License\n\nThe base model is Heron 7B, which is licensed as apache-2.0.", None),
        ("| Name | License |\n|---|---|\n| Heron | MIT |\n| Tern | Apache 2.0 |", None),
    ],
)
def test_a_license_is_read_as_it_is_written(body: str, written: str | None) -> None:
    assert license_of(card(body, "language: en")).prose == written


def test_the_license_of_what_it_was_made_from_contradicts_nothing() -> None:
    assert not license_of(card("## License\n\nThe original model is distributed under the Apache 2.0 license.")).conflict
