"""What kind of document a text is, and where it lives."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from conduct_lint.document import Document
from conduct_lint.facts.kind import kind_of, platform_of
from conduct_lint.model import Text

GOLD = Path(__file__).parents[3] / "shared" / "gold"

LIBRARY = """# barnacle

[![build](b.svg)](b) Barnacle is a small Python library for tide tables.

## Installation

```
pip install barnacle
```

## Usage

Load a model of the coast and ask it for the next tide.

## Contributing

Pull requests are welcome.
"""
MODEL = """# Tern 1B

Tern 1B is a small language model for the coast. The model was trained on letters from lighthouses.

## Usage

Load it with your favourite library.
"""
DATA = "# Lighthouse letters\n\nThis dataset is a corpus of letters. The dataset contains nine thousand letters from keepers.\n"


def found(body: str, name: str = "README.md", kind: str | None = None) -> str:
    return kind_of(Document(Text(name, body, kind)))


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("---\nbase_model: a/b\n---\nwords\n", "model-card"),
        ("---\npipeline_tag: x\ntask_categories: [y]\nlibrary_name: z\n---\nwords\n", "model-card"),
        ("---\ntask_categories: [x]\n---\n", "dataset-card"),
        ("---\nconfigs:\n- config_name: default\n---\n", "dataset-card"),
        ("---\nsdk: gradio\napp_file: app.py\n---\n# Demo\n", "space-card"),
        ("---\nlicense: mit\n---\nwords\n", "model-card"),
        ("---\nlicense: mit\nlanguage: en\n---\n" + DATA, "dataset-card"),
        ("---\nlicense: mit\n---\n" + LIBRARY, "other"),
        ("---\nlayout: post\ntags: [sea]\nlanguage: en\n---\nA day at the sea.\n", "other"),
        ("---\ntitle: A day at the sea\n---\nwords\n", "other"),
        ("---\nlicense: mit\ntags: [a\n---\nwords\n", "model-card"),
        ("---\nlicense: mit\ntags: [a]\n\n# Tern\n", "model-card"),
        ("# Tern\n---\ntags: x\nlanguage: en\n---\nwords\n", "model-card"),
        (MODEL, "model-card"),
        (DATA, "dataset-card"),
        (LIBRARY, "other"),
        ("# Model Card for Tern\n\nwords\n", "model-card"),
        ("# Dataset Card for Letters\n\nwords\n", "dataset-card"),
        ("# Modellkarte: Tern\n\nwords\n", "model-card"),
        ("# 模型卡\n\n字\n", "model-card"),
        ("# Module harbour/tern/1\n\nwords\n", "model-card"),
        ("# Tern\n\n## Intended uses & limitations\n\na\n\n## Training procedure\n\nb\n", "model-card"),
        ("# 潮汐\n\n潮汐是一个描写大海的语言模型。本模型由灯塔书信微调而成。\n", "model-card"),
        ("# Groceries\n\nBuy bread and a model train.\n", "other"),
        ("", "other"),
    ],
)
def test_kind_of_a_text(body: str, expected: str) -> None:
    assert found(body) == expected


def test_a_list_that_recommends_models_of_others() -> None:
    links = "".join(f"- [M{i}](https://huggingface.co/owner{i}/m{i}) writes well.\n" for i in range(3))
    assert found(f"# Awesome coastal models\n\n{links}") == "recommendation"
    assert found(f"# Harbour\n\nWhat we run:\n\n{links}") == "other"
    same = links.replace("owner1", "owner0").replace("owner2", "owner0")
    assert found(f"# Awesome coastal models\n\n{same}") == "other"


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("docs/MODEL_CARD.md", "model-card"),
        ("modelcard.md", "model-card"),
        ("dataset_card.md", "dataset-card"),
        ("datasheet.md", "dataset-card"),
        ("notes.md", "other"),
        ("model_card.py", "other"),
        ("x/.eval_results/a.yaml", "eval-results"),
        ("eval.yaml", "benchmark-spec"),
        ("config.yaml", "other"),
    ],
)
def test_kind_by_path(name: str, expected: str) -> None:
    assert found("words\n", name) == expected


def test_what_source_or_settings_say_goes_first() -> None:
    assert found(LIBRARY, kind="model-card") == "model-card"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (Text("README.md", "# Tern\n"), "elsewhere"),
        (Text("README.md", "---\nlicense: mit\n---\n# Tern\n"), "hub"),
        (Text("README.md", "---\nlayout: post\nlanguage: en\n---\n# Tern\n"), "elsewhere"),
        (Text("README.md", "# Tern\n", platform="hub"), "hub"),
        (Text("README.md", "---\nlicense: mit\n---\n", platform="elsewhere"), "elsewhere"),
        (Text(".eval_results/a.yaml", "- a\n"), "hub"),
    ],
)
def test_platform(text: Text, expected: str) -> None:
    assert platform_of(Document(text)) == expected


@pytest.mark.slow
@pytest.mark.skipif(not GOLD.exists(), reason="needs the labelled cards, which are not part of the project")
def test_labelled_kinds() -> None:
    right = total = 0
    for line in (GOLD / "labels.jsonl").read_text(encoding="utf-8").splitlines():
        label = json.loads(line)
        body = (GOLD / "cards" / f"{label['id']}.md").read_text(encoding="utf-8-sig")
        said = found(body, f"{label['id']}.md")
        total += 1
        right += said == label["kind"]
        assert said == "other" or label["kind"] != "other", label["id"]
    assert right / total >= 0.95


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ("Quantization made by Ann Wader.\n\nplover-20b\n- Model creator: reed\n- Original model: reed/plover\n", "model-card"),
        ("Marsh NER model for letters. Fine-tuned on the songs of the coast.\n", "model-card"),
        (
            "# Plover\n\n- 새의 노래로 학습된 작은 모델입니다.\n\n```py\nPlover.from_pretrained('reed/plover')\n```\n",
            "model-card",
        ),
        ("---\ntitle: x\n---\n\n# Plover Dataset\n\nThe songs of nine birds.\n", "dataset-card"),
        ("# Loader for the Plover Dataset\n\nInstall it.\n", "other"),
        ("---\nlicense: other\nlanguage:\n- ja\n---\nこのデータセットは鳥の歌を含みます。\n", "dataset-card"),
        ("---\nlanguage:\n- ko\n---\n# plover\n- plover는 새의 노래를 모은 데이터셋입니다.\n", "dataset-card"),
        (
            "---\nlicense: mit\n---\n\n## Plover\n\nPlover is a dataset of songs. It helps language models.\n",
            "dataset-card",
        ),
        ("---\nlicense: mit\n---\n\nThis model names birds. This dataset was used.\n", "model-card"),
        # A few lines whose one sentence is of a model; a longer text with one such sentence is of something else.
        ("The reed encoder, fine-tuned on letters.\n", "model-card"),
        ("The reed encoder, fine-tuned on letters.\n\n" + "The sea is wide and cold. " * 30, "other"),
        ("# Reed\n\nA script around an encoder fine-tuned on letters.\n\n## Installation\n\npip\n", "other"),
        ("This data set was used to train a small model.\n", "dataset-card"),
        # Said of software, and much more of a model.
        (
            "# Reed\n\nThis repository holds Reed. This project is new. Reed was pre-trained on letters. The model is small."
            " Our model reads.\n" + "The sea is wide and cold. " * 30,
            "model-card",
        ),
        ("| Expert | Base model | Trained on |\n| --- | --- | --- |\n" + "| one | reed | letters |\n" * 60, "model-card"),
        ("---\ndatasets:\n- reed/letters\n---\n# Dataset Card for Predictions\n\nMade for a task.\n", "dataset-card"),
        ("---\nlanguage: en\ntags: [a]\n---\nReed is a language model.\n\n# Training corpus\n\nLetters.\n", "model-card"),
        ("---\ntags: [a]\n---\nData pulled from the harbour office.\n", "dataset-card"),
    ],
)
def test_a_kind_told_in_words(body: str, kind: str) -> None:
    assert kind_of(Document(Text("README.md", body))) == kind
