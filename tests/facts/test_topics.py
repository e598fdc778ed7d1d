"""Topics in three states: what states a topic, what only keeps its place, what is about something else."""

from __future__ import annotations

import os

import pytest

from conduct_lint.document import Document
from conduct_lint.facts.headings import named, normal
from conduct_lint.facts.topics import TOPICS, Topic, topics
from conduct_lint.model import Text

FRONT = "---\nlicense: mit\n---\n"


def read(body: str, kind: str = "model-card") -> dict[str, Topic]:
    return dict(topics(Document(Text("README.md", FRONT + body, kind))))


def status(body: str, topic: str, kind: str = "model-card") -> str:
    return read(body, kind)[topic].status


@pytest.mark.parametrize(
    ("title", "plain"),
    [
        ("⚠️ 3.1 Limitations:", "limitations"),
        ("Citation [optional]", "citation"),
        ("**Known Limitations**", "known limitations"),
        ("Limitations (v1)", "limitations"),
        ("IV. Bias", "bias"),
    ],
)
def test_titles_are_brought_to_one_form(title: str, plain: str) -> None:
    assert normal(title) == plain


@pytest.mark.parametrize(
    ("title", "topics_named"),
    [
        ("Bias, Risks, and Limitations", {"bias_risks", "limitations"}),
        ("Intended uses & limitations", {"intended_use", "limitations"}),
        ("Ethical Considerations and Limitations", {"bias_risks", "limitations"}),
        ("Limitations of the tokenizer", {"limitations"}),
        ("局限性 (Limitations)", {"limitations"}),
        ("Training and evaluation data", {"training_data"}),
        ("Project page | Code | Data", set()),
        ("Plover", set()),
    ],
)
def test_what_a_title_names(title: str, topics_named: set[str]) -> None:
    assert set(named(title)) - {"aside"} == topics_named


@pytest.mark.parametrize(
    "body",
    [
        "## Limitations\n\nRain is taken for bitterns.\n",
        "Limitations\n-----------\n\nRain is taken for bitterns.\n",
        "<h3>Limitations</h3>\n\nRain is taken for bitterns.\n",
        "**Limitations**\n\nRain is taken for bitterns.\n",
        "**Limitations:** rain is taken for bitterns.\n",
        "- **Intended use**: naming birds\n- **Limitations**: rain is taken for bitterns\n",
        "Limitations:\n\n- rain is taken for bitterns\n",
        "## Limitations\n\n### In rain\n\nIt hears bitterns.\n",
        "| Field | Value |\n|---|---|\n| Limitations | rain is taken for bitterns |\n",
        "## Bias, Risks, and Limitations\n\nIt does not work in rain.\n",
        "The model cannot tell rain from bitterns.\n",
        "It may produce wrong names for young birds.\n",
        "Keep in mind that the recordings do not always reflect the dusk.\n",
        "Whispered calls do not work.\n",
        "Calls in a choir tend to land in the last class.\n",
        "Long songs throw it off completely.\n",
        "It often misses the second voice.\n",
        "Recordings beyond 30 seconds are cut.\n",
        "It has never heard a bittern in snow.\n",
        "Young birds come out flat.\n",
        "There are some transcription mistakes.\n",
        "> 🚨 For now this model mainly supports songs of the coast.\n",
        "There is high variance in the results.\n",
        "On choirs it does not outperform its teacher.\n",
        "As every other bird of its kind, this model may give inaccurate names.\n",
        "We did not collect stringent agreement data.\n",
        "Rare birds are not consistently tagged.\n",
        "The model is not fine-tuned for any island.\n",
        "Fine-tuning through a large classification might be prone to overfit.\n",
        "# Not to be trusted in rain, it cannot hear bitterns there.\n",
        "## This reader gives up when the choir is larger than ten birds\n",
        "Herons and gulls are not included in these recordings.\n",
        "However, only 30 (out of 40) songs were named.\n",
        "Inaccurate as it has but one layer.\n",
        "Songs of the coast work well but calls do not.\n",
        "## Usage\n\n```python\nhear()\n\n## Limitations\n\nHeard few songs.\n",
    ],
)
def test_limitations_are_stated(body: str) -> None:
    assert status("# Plover\n\nNames birds.\n\n" + body, "limitations") == "stated"


@pytest.mark.parametrize(
    "body",
    [
        "## Intended uses & limitations\n\nYou can use it to name birds by song.\n",
        "Previous models do not generalise to rain.\n",
        "You cannot answer the letter in time.\n",
        "If the model fails to produce a name, update the package.\n",
        "The model has no known limitations of any kind.\n",
        "Does it struggle with rain?\n",
        "<!-- The model cannot tell rain from bitterns. -->\n",
        "```\nthe model cannot tell rain from bitterns\n```\n",
        "Some clients have problems with this format.\n",
        'Add "Don\'t make up answers" to the prompt.\n',
        "Such pages tend to be lists rather than songs.\n",
        "## Limitations\n\nNo known limitations.\n",
        "## Limitations\n\nThere are no known issues so far.\n",
        "## 注意\n\n運転中に聞いてください。\n",
        "| 问题 | 回答 |\n|---|---|\n| 鸟名 | 鸻 |\n",
        "Nine birds, including but not limited to the plover.\n",
        "- [Known Limitations](#known-limitations)\n- [Citation](#citation)\n",
        "Better microphones could have prevented the mistake of the wardens.\n",
        "The Plover is ready-to-use only for masked songs.\n",
        "It currently supports 7 islands.\n",
        "Our results show several limitations of these methods in rain.\n",
        "Keypoints can be ignored if there are boxes.\n",
        "In contrast to readers that cannot tell rain from bitterns, it hears well.\n",
        "The solo in its name refers to the song, since it was trained using one voice only.\n",
        "For the cases where the reader fails to answer in full, we asked it again.\n",
        "The results are slightly worse than reported in the paper.\n",
        "Rename the bird to ensure that Plover doesn't learn the old name.\n",
        "## Limitations and bias\n\n### How to cite\n\nAsk us.\n\n### Friends\n\nThe reed society.\n",
    ],
)
def test_limitations_are_not_stated(body: str) -> None:
    assert status("# Plover\n\nNames birds.\n\n" + body, "limitations") in ("absent", "placeholder")


@pytest.mark.parametrize(
    "words", ["TBD", "[More Information Needed]", "More information needed.", "N/A", "None", "coming soon", "", "TODO: ask Ann"]
)
@pytest.mark.parametrize("heading", ["## Limitations", "## Bias, Risks, and Limitations", "## Intended uses & limitations"])
def test_a_heading_over_nothing_is_a_placeholder(heading: str, words: str) -> None:
    assert status(f"# Plover\n\nNames birds.\n\n{heading}\n\n{words}\n\n## Author\n\nAnn Wader\n", "limitations") == "placeholder"


def test_a_statement_elsewhere_outweighs_an_empty_section() -> None:
    assert status("# Plover\n\nIt does not perform well in rain.\n\n## Limitations\n\nTBD\n", "limitations") == "stated"


def test_shared_headings_are_read_topic_by_topic() -> None:
    found = read(
        "# Plover\n\n## Limitations and bias\n\nIt does not work in rain.\n\nThe songs may reflect a bias towards men.\n"
    )
    assert found["limitations"].status == found["bias_risks"].status == "stated"
    found = read("# Plover\n\n## Bias, Risks, and Limitations\n\nPredictions may include harmful stereotypes about islanders.\n")
    assert (found["bias_risks"].status, found["limitations"].status) == ("stated", "absent")


@pytest.mark.parametrize(
    ("body", "topic"),
    [
        ("It should not be used to find nests.\n", "out_of_scope"),
        ("For research purposes only.\n", "out_of_scope"),
        ("It should not be directly used to find nests.\n", "out_of_scope"),
        ("It is not a general assistant or warden.\n", "out_of_scope"),
        ("```\nYou agree not to use it\n\n- to find nests\n```\n", "out_of_scope"),
        ("You agree not to sell the recordings.\n", "out_of_scope"),
        ("```\nPlover is intended for study. By using it you agree to share alike.\n```\n", "intended_use"),
        ("It may show social biases of its sources.\n", "bias_risks"),
        ("The letters contain offensive language.\n", "bias_risks"),
        ("Never let minors use it.\n", "out_of_scope"),
        ('<a href="https://huggingface.co/datasets/anna/letters">Data</a>\n', "training_data"),
        ("| Feature | Description |\n|---|---|\n| **Sources** | [Letters](https://a.org) (Wader, Ann; Reed, Bo) |\n", "citation"),
        ("A copy of [plover](https://huggingface.co/anna/plover) by [anna](https://huggingface.co/anna).\n", "citation"),
        ("Feel free to use it in your own games!\n", "intended_use"),
        ("## What it is for\n\nWardens who count at night.\n", "intended_use"),
        ("The refusals were removed by fine-tuning on 3,000 compliant answers.\n", "training_data"),
        ("It was trained to copy the calls of its teacher on 9 million songs of the coast.\n", "training_data"),
        ("| Model | Pre-training data |\n|---|---|\n| plover-small | 20 GB of songs |\n", "training_data"),
        ("## Responsible use\n\nDo not use it to impersonate wardens.\n", "bias_risks"),
        ("This model is used detecting bitterns.\n", "intended_use"),
        ("Potential use cases can include counting birds at night.\n", "intended_use"),
        ("The goal is to help wardens count at night.\n", "intended_use"),
        ("The model is ready-to-use only for masked songs.\n", "intended_use"),
        ("We advise refraining from using it near nests.\n", "out_of_scope"),
        ("Caution is urged against complete reliance on its counts.\n", "out_of_scope"),
        ("Please note the licence of the songs, non-commercial use only.\n", "out_of_scope"),
        ("# Not to be sold: the voices may not be used for adverts.\n", "out_of_scope"),
        ("You should implement your own safety layer before you open it to visitors.\n", "bias_risks"),
        ("It was pretrained with a masked-song objective on ~900 hours of dawn.\n", "training_data"),
        ("A fine-tuned version of reed/plover-base on the reed/songs dataset.\n", "training_data"),
        ("| Feature | Description |\n|---|---|\n| **Sources** | The reed song bank |\n", "training_data"),
        ("This model aims to answer the question: which bird is it in this choir?\n", "intended_use"),
        ("For any other use, we recommend another bird.\n", "out_of_scope"),
        ("在百万级鸟鸣数据集 [REED](https://example.org/a/long/address/of/the/set) 上进行训练。\n", "training_data"),
        ("本工具只数鸟，不提供法律服务。\n", "out_of_scope"),
        ("이 모델은 조류 관찰 서비스에서 사용됩니다.\n", "intended_use"),
        ("Das Modell wurde für kleine Vogelwarten entwickelt.\n", "intended_use"),
    ],
)
def test_topics_in_sentences(body: str, topic: str) -> None:
    assert status("# Plover\n\n" + body, topic) == "stated"


@pytest.mark.parametrize(
    ("body", "topic"),
    [
        ("We removed all biased sentences and reduce bias in the data.\n", "bias_risks"),
        ("You may not use this file except in compliance with the License.\n", "out_of_scope"),
        ("It cannot be used with the `song.Module` API for birds.\n", "out_of_scope"),
        ("The plover is perfect for all your needs.\n", "intended_use"),
        ("The following configuration was used to produce this model:\n", "intended_use"),
        ("Then, use it to preprocess your recordings.\n", "intended_use"),
        ("Please cite us when the plover is used to help with a paper.\n", "intended_use"),
        ("To fine-tune it, use your dataset for training.\n", "training_data"),
        ("It was trained on 8 GPUs.\n", "training_data"),
        ("The bird was trained using Amazon SageMaker.\n", "training_data"),
        ("The bird was trained using [Reed Studio](https://github.com/reed/studio).\n", "training_data"),
        ("It is trained on the **reed_bed** environment.\n", "training_data"),
        ("A fine-tuned version of reed/plover-base on the None dataset.\n", "training_data"),
        ("It can be fine-tuned on your own songs or on other recordings of birds.\n", "training_data"),
        ("It is trained with various datasets.\n", "training_data"),
        ("A fine-tuned version of reed/plover-base on the generator dataset.\n", "training_data"),
        ("All quants were made using the imatrix option with a dataset of songs.\n", "training_data"),
        ("- **Weights & Biases:** the log of the run\n", "bias_risks"),
        ("## Versions\n\n- Transformers: 4.41.2\n- Datasets: 2.20.0\n", "training_data"),
        ("Reedkit is a toolkit for birds. It is designed to be simple.\n", "intended_use"),
        ("Dice score is used for evaluating how well wings are found.\n", "intended_use"),
        ("The following instructions can be used to finetune another bird.\n", "intended_use"),
        ("While this model aims for accuracy, it is young.\n", "intended_use"),
        ("All tasks are split by island.\n", "intended_use"),
        ("Using Git with these files is strongly discouraged.\n", "out_of_scope"),
        ("Runs are logged at Weights & Biases in great detail.\n", "bias_risks"),
        ("We filtered for songs of the coast only.\n", "bias_risks"),
        ("你不能使用该模型来故意分享有害的内容。\n", "bias_risks"),
        ("| Model | Dataset |\n|---|---|\n| plover-small | harbour songs |\n", "training_data"),
        ("<!--\n@misc{plover, title={Songs}, author={Ann Wader}, year={2022}}\n-->\n", "citation"),
    ],
)
def test_topics_not_in_sentences(body: str, topic: str) -> None:
    assert status("# Plover\n\n" + body, topic) == "absent"


@pytest.mark.parametrize(
    "told",
    [
        "on [LJ Plovers](https://github.com/lj/plovers)",
        "using [the songs](https://github.com/lj/plovers) on 8 GPUs",
        "using [our dataset](https://github.com/lj/plovers)",
    ],
)
def test_data_that_lie_in_a_repository_of_code_are_data(told: str) -> None:
    assert status(f"# Plover\n\nIt was trained {told}.\n", "training_data") == "stated"


def test_a_title_that_is_a_sentence_tells_the_training_data() -> None:
    assert status("# DreamBooth model of a plover trained by ann on the ann/plovers dataset\n", "training_data") == "stated"
    assert status("# Training on plovers\n", "training_data") == "absent"


def test_why_a_data_set_was_made_is_its_use_and_no_limit() -> None:
    reasons = "Earlier sets cannot tell rain from bitterns. The goal was a set that helps wardens."
    found = read(f"# Plovers\n\n### Curation Rationale\n\n{reasons}\n", "dataset-card")
    assert (found["intended_use"].status, found["limitations"].status) == ("stated", "absent")
    found = read("# Plovers\n\n### Curation Rationale\n\n[More Information Needed]\n", "dataset-card")
    assert found["intended_use"].status == "absent"
    asked = "# Plovers\n\n**Are there tasks for which the dataset should not be used?**<br>Finding nests.\n"
    assert status(asked, "out_of_scope", "dataset-card") == "stated"


def test_what_models_do_badly_is_no_fault_of_a_data_set() -> None:
    words = "Songs that models fail to recognise were kept."
    assert status(f"# Plovers\n\n{words}\n", "limitations", "dataset-card") == "absent"
    words = "Models trained on this dataset fail to recognise bitterns."
    assert status(f"# Plovers\n\n{words}\n", "limitations", "dataset-card") == "stated"


def test_where_data_come_from() -> None:
    for words in ("We took the forum's own database dump.", "A tokenized version of the harbour songs."):
        assert status(f"# Plovers\n\n{words}\n", "training_data", "dataset-card") == "stated"
    text = "# Plovers\n\n## How the data were collected\n\nBy boat.\n"
    assert status(text, "training_data", "dataset-card") == "stated"


def test_what_readers_must_agree_to_counts() -> None:
    card = "---\nlicense: openrail\nextra_gated_prompt: You agree not to use the voices to deceive anybody.\n---\n# Plover\n"
    found = topics(Document(Text("README.md", card, "model-card")))["out_of_scope"]
    assert found.status == "stated" and found.span is not None and card[found.span.start : found.span.end].startswith("You agree")


def test_metadata_name_the_source_of_a_data_set() -> None:
    for value, expected in (("extended|reed_songs", "stated"), ("original", "absent")):
        card = f"---\nsource_datasets: ['{value}']\n---\n# Plovers\n"
        assert topics(Document(Text("README.md", card, "dataset-card")))["training_data"].status == expected


def test_terms_of_use_tell_no_risks_of_the_model() -> None:
    card = "---\nextra_gated_prompt: The licensee bears the risk of harm to people.\n---\n# Plover\n"
    assert topics(Document(Text("README.md", card, "model-card")))["bias_risks"].status == "absent"


@pytest.mark.parametrize("named", ["datasets: [reed/songs]", "tags: [birds, 'dataset:reed/songs']"])
def test_metadata_name_the_training_data_of_a_model_only(named: str) -> None:
    card = f"---\n{named}\n---\n# Plover\n"
    assert topics(Document(Text("README.md", card, "model-card")))["training_data"].status == "stated"
    assert topics(Document(Text("README.md", card, "dataset-card")))["training_data"].status == "absent"


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("```yaml\nbase_model: kelp\ndatasets:\n  - path: reed/songs\n    type: chat\n```\n", "stated"),
        ('```json\n{\n    "dataset_name": "songs",\n    "seed": 1\n}\n```\n', "stated"),
        ("```yaml\nmodels:\n  - path: reed/kelp\n```\n", "absent"),
        ("See the [songs](https://huggingface.co/datasets/reed/songs) of the marsh.\n", "stated"),
        ("| Score |\n| --- |\n| [songs](https://huggingface.co/datasets/reed/songs) |\n", "absent"),
        ("Details are [here](https://huggingface.co/datasets/open-llm-leaderboard/details_reed__plover).\n", "absent"),
        ("It was fine-tuned on [Kelp](https://huggingface.co/reed/kelp-base).\n", "absent"),
        ("It was fine-tuned on [Songs](https://huggingface.co/datasets/reed/songs).\n", "stated"),
        ("We used 900 songs as test dataset.\n", "absent"),
        ("Plover was tuned for three epochs on Marsh-Songs and calls datasets.\n", "stated"),
    ],
)
def test_training_data_in_code_and_links(body: str, expected: str) -> None:
    assert status(f"# Plover\n\nPlovers wade.\n\n{body}", "training_data") == expected


def test_a_column_named_source_tells_no_source_of_the_data() -> None:
    assert (
        status("# Plover Songs\n\n## Data Fields\n\n- `source`: a `string` feature\n", "training_data", "dataset-card")
        == "absent"
    )


def test_the_span_is_the_evidence_and_short() -> None:
    long = "# Plover\n\nNames birds.\n\n## Limitations\n\n" + "".join(f"Bird {n} is often missed.\n\n" for n in range(60))
    document = Document(Text("README.md", FRONT + long, "model-card"))
    span = topics(document)["limitations"].span
    assert span is not None
    first, last = document.lines(span)
    assert document.text[span.start :].startswith("Limitations") and last - first <= 11


def shown(card: str, topic: str) -> str:
    """What the span of a topic holds."""
    span = topics(Document(Text("README.md", card, "model-card")))[topic].span
    assert span is not None
    return card[span.start : span.end]


LEARNT = "It was trained on songs from twelve marshes."


@pytest.mark.parametrize(
    "label",
    [
        "**Dataset:** waders-large",
        "Dataset:\n```yaml\nname: waders-large\n```",
        "- `dataset`: where the songs were recorded, as a string that names the marsh",
    ],
)
def test_a_sentence_is_shown_before_a_label_with_little_behind_it(label: str) -> None:
    gap = "Plovers wade.\n\n" * 8
    assert shown(f"# Plover\n\n{LEARNT}\n\n{gap}{label}\n", "training_data") == LEARNT
    assert "ataset" in shown(f"# Plover\n\n{gap}{label}\n", "training_data")


@pytest.mark.parametrize(
    "label", ["**Dataset:** [waders](https://example.org)", "**Training data:** songs of waders, recorded by day in spring"]
)
def test_a_label_that_tells_or_leads_to_the_data_is_shown_before_a_sentence(label: str) -> None:
    gap = "Plovers wade.\n\n" * 8
    assert shown(f"# Plover\n\n{LEARNT}\n\n{gap}{label}\n", "training_data") == label


def test_a_sentence_on_the_use_is_shown_before_a_section_that_opens_with_code() -> None:
    told = "It can be used for naming waders."
    body = f"# Plover\n\n{told}\n\n" + "Plovers wade.\n\n" * 8
    assert shown(body + "## Direct Use\n\nFirst install it:\n\n```bash\npip install plover\n```\n", "intended_use") == told
    assert shown(body + "## Direct Use\n\nNaming waders by their song.\n", "intended_use").startswith("Direct Use")


def test_what_only_announces_code_names_no_use() -> None:
    code = "```text\nUSER: {prompt}\n```\n"
    assert status(f"# Plover\n\n## Model Usage\n\nPrompt template:\n\n{code}", "intended_use") == "absent"
    assert status(f"# Plover\n\n## Model Usage\n\nIt can be used to name waders:\n\n{code}", "intended_use") == "stated"


def test_prose_on_the_training_data_is_shown_before_the_metadata() -> None:
    told = "To make it, we tuned Kelp using the songs dataset."
    assert status(f"# Plover\n\n{told}\n", "training_data") == "stated"
    assert shown(f"---\ndatasets: [reed/songs]\n---\n# Plover\n\n{told}\n", "training_data") == told


def test_what_stands_around_the_best_sentence_is_shown_with_it() -> None:
    before, best, after = "It was tuned using a corpus of songs.", LEARNT, "It was also trained on calls."
    near = f"{before}\n\nPlovers wade.\n\n{best}\n\nPlovers wade.\n\n{after}"
    assert shown(f"# Plover\n\n{near}\n", "training_data") == near
    far = f"{best}\n\n" + "Plovers wade.\n\n" * 6 + after
    assert shown(f"# Plover\n\n{far}\n", "training_data") == best


@pytest.mark.parametrize("end", ["\n", ""])
def test_the_last_line_of_a_card_is_part_of_what_is_shown(end: str) -> None:
    section = "Training Data\n\nSongs of waders,\nrecorded by day in spring."
    assert shown(f"# Plover\n\n## {section}{end}", "training_data") == section
    entry = "@misc{plover,\n title={Plover},\n year={2024}\n}"
    assert shown(f"# Plover\n\n{entry}{end}", "citation") == entry


def test_places_kept_free_that_stand_apart_are_not_one() -> None:
    free = "## Limitations\n\n[More Information Needed]\n\n"
    body = f"# Plover\n\n{free}## Songs\n\nPlovers wade.\n\n## Known limitations\n\n[More Information Needed]\n"
    assert "Songs" not in shown(body, "limitations")


def test_a_title_stays_the_first_line_of_what_is_shown() -> None:
    body = f"# Plover\n\n{LEARNT}\n\n## Training Data\n\nSongs of waders, recorded by day in spring.\n"
    assert shown(body, "training_data").startswith("Training Data")


def test_evidence_tells_why_it_does_not_count() -> None:
    found = read("# Plover\n\nPrevious models do not generalise to rain.\n")["limitations"]
    assert [(one.verdict, one.why) for one in found.evidence] == [("does not count", "“do not generalise”: said of others")]


@pytest.mark.parametrize("name", ["modelcard_template.md", "datasetcard_template.md"])
@pytest.mark.parametrize("fill", ["[More Information Needed]", "TBD", "More information needed", "TODO", "N/A", ""])
def test_an_unfilled_template_states_nothing(name: str, fill: str) -> None:
    """The Hub's own templates, with nothing filled in, are placeholders everywhere."""
    import re

    import huggingface_hub

    path = os.path.join(os.path.dirname(huggingface_hub.__file__), "templates", name)
    with open(path, encoding="utf-8") as file:
        template = file.read().split("---\n", 2)[2]
    stock = re.compile(r'\{\{ (\w+) \| default\("([^"]*)", true\) ?\}\}')
    filled = stock.sub(
        lambda m: (
            m.group(2) if m.group(2).startswith("Users") else "Plover" if m.group(1) in ("model_id", "pretty_name") else fill
        ),
        template,
    )
    kind = "model-card" if name.startswith("model") else "dataset-card"
    found = read(filled, kind)
    assert {topic: found[topic].status for topic in TOPICS} == dict.fromkeys(TOPICS, "placeholder")
    raw = read(template, kind)
    assert {topic: raw[topic].status for topic in TOPICS} == dict.fromkeys(TOPICS, "placeholder")


@pytest.mark.parametrize(
    "hostile",
    [
        "**Limitations" * 8000,
        "not " * 25000,
        "| Limitations " * 8000,
        "# Limitations\n" * 7000,
        "- **a:** " * 10000,
        "may be " * 15000,
    ],
)
def test_hostile_text_is_read_in_time(hostile: str) -> None:
    import time

    start = time.process_time()
    read(hostile)
    assert time.process_time() - start < 4


@pytest.mark.parametrize(
    "body",
    [
        "On windy nights the names are mostly guesswork.\n",
        "Two birds at once are more than it can handle.\n",
        "Accuracy on young birds is only about 60 %.\n",
        "Distant calls go unnoticed.\n",
        "Anything whispered is dropped from the transcript.\n",
    ],
)
def test_faults_in_plain_words(body: str) -> None:
    assert status("# Plover\n\n" + body, "limitations") == "stated"


@pytest.mark.parametrize(
    "body",
    [
        "Negative prompt: lowres, missing fingers, extra limbs, text is unreadable\n",
        'A visitor wrote: "the second floor is useless to me and the lift is unusable".\n',
    ],
)
def test_faults_that_are_quoted_are_nobodys(body: str) -> None:
    assert status("# Plover\n\n" + body, "limitations") == "absent"


@pytest.mark.parametrize(
    ("body", "topic", "state"),
    [
        ("The guard may be susceptible to adversarial attacks.\n", "bias_risks", "stated"),
        ("It counts lies, regardless of whether the text is potentially harmful or not.\n", "bias_risks", "absent"),
        ("Fine-tuned on an English abusive speech dataset.\n", "bias_risks", "absent"),
        ("For training I scanned the diaries of my grandfather.\n", "training_data", "stated"),
        ("Training used Adam with a cosine schedule.\n", "training_data", "absent"),
        ("Its job is to flag letters that need a quick reply.\n", "intended_use", "stated"),
    ],
)
def test_other_topics_in_plain_words(body: str, topic: str, state: str) -> None:
    assert status("# Plover\n\n" + body, topic) == state


@pytest.mark.parametrize(
    "body",
    [
        "> Created by [Ann Wader](https://example.org/ann) | with love\n",
        "Curated and trained by Ann Wader and Bo Reed.\n",
        "Made by @wader\n",
        "This project was created by Reedworks, a society of wardens.\n",
        "Shout out to Bo Reed for the songs.\n",
        "GGUF version by Reedworks\n",
        "# Acknowledgements\n\n- [Reedworks](https://example.org) and the wardens\n",
        "## Developer\n\nAnn Wader\n",
        "## Metrics\n\nResults of our count can be found in our [paper](https://arxiv.org/pdf/2101.00001).\n",
        'This is one of the models reported in the paper: ["Songs of the Marsh"](https://arxiv.org/abs/2101.00001).\n',
        "It was first described in [Arxiv](https://arxiv.org/abs/2101.00001).\n",
        "[![arXiv](https://img.shields.io/badge/arXiv-b31b1b)](https://arxiv.org/abs/2101.00001)\n",
        "[Paper](https://arxiv.org/abs/2101.00001) | [Code](https://example.org/code)\n",
        '<p><a href="https://arxiv.org/abs/2101.00001"><b>📜 Arxiv</b></a> • <a href="https://example.org">Code</a></p>\n',
        "## Links\n\n- [Plover Blog Post](https://example.org/blog/plover)\n",
        "## Links\n\n- https://example.org/blog/plover\n",
        "Published as:\n\n* Ann Wader and Bo Reed:\n  [Songs of the Marsh](https://arxiv.org/abs/2101.00001),\n  ICML 2021.\n",
        "# A blend of Plover and Bittern. All credits goes to those who made them, thank you\n",
    ],
)
def test_citation_and_credit_are_stated(body: str) -> None:
    assert status("# Plover\n\nNames birds.\n\n" + body, "citation") == "stated"


@pytest.mark.parametrize(
    "body",
    [
        "DreamBooth model trained by wader with the marsh notebook.\n",
        "Created by merging two birds.\n",
        "Data provided by The Marsh.\n",
        "- **Curated by:** Ann Wader\n",
        "- **Quantized by**: a tool\n",
        "| Field | Value |\n|---|---|\n| **Author** | Reedworks |\n",
        "Special thanks to [reed](https://example.org/reed) for quantizing this model.\n",
        "Thanks to reed, GGUF quants are available there.\n",
        "With the command line (credit to reed for instructions):\n",
        "Thanks to the open source community for its help.\n",
        "## Thanks\n\nI thank my employer for letting me use its servers in my free time.\n",
        "## Acknowledgement\n\nThanks to Reedworks for providing free TPU time.\n",
        "## Credits & License\n\nThe license of the small bird follows the license of the original bird.\n",
        "## Citation\n\nThe songs are not part of a publication and can not be cited.\n",
        "The warden turned him away, citing it as a storm.\n",
        "First, train a reference model on songs. You can pass its reference as the first argument.\n",
        "For details of the older bird see [paper](https://arxiv.org/abs/2101.00001).\n",
        "It is a [Bittern](https://arxiv.org/abs/2101.00001) with a longer neck.\n",
        '```python\nrate = 3e-4 # @param {type:"number"}\n```\n',
    ],
)
def test_neither_citation_nor_credit(body: str) -> None:
    assert status("# Plover\n\nNames birds.\n\n" + body, "citation") == "absent"


def test_how_to_cite_is_shown_before_whom_to_thank() -> None:
    body = "# Plover\n\n## Thanks\n\nBig thanks to Ann Wader.\n\n## Papers\n\n- [Songs](https://example.org), by Bo Reed\n"
    found = topics(Document(Text("README.md", body, "model-card")))["citation"]
    assert found.span and body[found.span.start :].startswith("Papers")


@pytest.mark.parametrize(
    "words",
    [
        "The naming feature can be useful for sorting songs.",
        "Kestrel lets users increase the length of a song.",
        "The map will be used to get the names of the birds.",
        "Voice technology is widely used in harbours.",
        "Kestrel is designed to leverage both layers.",
        "Despite the many models tailored for birds, few know waders.",
        "The purpose of ringing is to describe birds.",
        "Kelp is a new technique for ringing. It can be used to count birds.",
        "Weights can be used with `kelp` or `reed`. You can use `kelp` or `reed` to open a window.",
        "The files allow you to quickly choose one for your card.",
    ],
)
def test_what_something_else_is_for_is_no_use_of_the_model(words: str) -> None:
    assert status(f"# Plover\n\n{words}\n", "intended_use") == "absent"


@pytest.mark.parametrize(
    "words",
    [
        "Plover aims to facilitate the study of waders.",
        "It is a base model typically used for naming birds.",
        "I trained this model to name birds by song.",
        "Shared with anyone interested in waders.",
        "Whether you are a warden or a pilot, Plover names what you hear.",
        "This model is for debugging.",
        "With Plover you can:\n\n- name birds",
        "It's main purpose is naming birds.",
        "It is available for non-commercial research purposes.",
    ],
)
def test_a_use_is_told_in_a_sentence(words: str) -> None:
    assert status(f"# Plover\n\n{words}\n", "intended_use") == "stated"


@pytest.mark.parametrize(
    "words",
    [
        "Compatibility: works with Kelp's loader, which currently only supports short songs.",
        "We filtered recordings where the name did not match the song.",
        "Classes were weighted due to the imbalanced nature of the recordings.",
        "It was made to explore the limits and shortcomings of small nets.",
        "To avoid these doublets, recordings were sorted by day.",
    ],
)
def test_what_was_mended_or_is_said_of_others_is_no_limit(words: str) -> None:
    assert status(f"# Plover\n\n{words}\n", "limitations") == "absent"


def test_a_column_of_recommended_applications_tells_what_models_are_for() -> None:
    table = "| Model | Recommended Application |\n|---|---|\n| plover-s | naming waders by song |\n"
    assert status(f"# Plover\n\n{table}", "intended_use") == "stated"


def test_what_data_consist_of_does_not_fill_a_section_on_their_sources() -> None:
    card = "# Waders\n\nThe dataset contains recordings of waders.\n"
    assert status(card, "training_data", "dataset-card") == "stated"
    assert status(card + "\n## Source Data\n\n[More Information Needed]\n", "training_data", "dataset-card") == "placeholder"


def test_a_section_that_begins_with_a_topic_is_shown_before_one_that_only_takes_it_in() -> None:
    body = "## Intended uses & limitations\n\nIt cannot name bats.\n\n## Limitations and bias\n\nRain is taken for bitterns.\n"
    topic = read(body)["limitations"]
    assert topic.span and (FRONT + body)[slice(*topic.span)].startswith("Limitations and bias")


@pytest.mark.parametrize("words", ["For research only.", "Provided for research purposes only. Please read the license."])
def test_terms_of_use_are_no_limitations(words: str) -> None:
    found = read(f"## Other Known Limitations\n\n{words}\n", "dataset-card")
    assert (found["limitations"].status, found["out_of_scope"].status) == ("absent", "stated")


@pytest.mark.parametrize(
    ("section", "told"),
    [
        ("## Training data\n\nWe use a script to fine-tune the reader.\n", "It was tuned on the Marsh-Songs corpus."),
        ("## Training data\n\nBleu_1: 0.19\n", "It was tuned on the Marsh-Songs corpus."),
        ("It was trained on diverse data, but it errs.\n", "It was tuned on the Marsh-Songs corpus."),
    ],
)
def test_what_names_the_data_is_shown_before_what_does_not(section: str, told: str) -> None:
    text = f"---\ndatasets: [reed/songs]\n---\n# Plover\n\n{section}\n" + "Plovers wade.\n\n" * 8 + "## More\n"
    topic = topics(Document(Text("README.md", f"{text}\n{told}\n", "model-card")))["training_data"]
    assert topic.span and f"{text}\n{told}\n"[slice(*topic.span)] == told


@pytest.mark.parametrize(
    "other",
    [
        "It was trained with code of the Marsh office.",
        "It was trained using the small Plover library.",
        "The training data is divided into two halves.",
        "It was trained with recordings sampled at 16 kHz.",
    ],
)
def test_a_sentence_on_the_way_of_training_is_shown_behind_one_that_names_data(other: str) -> None:
    told = "It was tuned on Marsh-Songs."
    text = f"---\nlicense: mit\n---\n# Plover\n\n{other}\n\n" + "Plovers wade.\n\n" * 8 + f"## More\n\n{told}\n"
    topic = topics(Document(Text("README.md", text, "model-card")))["training_data"]
    assert topic.span and text[slice(*topic.span)] == told


def test_the_first_sentence_that_names_data_is_shown_however_it_says_so() -> None:
    told = "It was tuned on Marsh-Songs."
    text = f"# Plover\n\n{told}\n\n" + "Plovers wade.\n\n" * 8 + "## More\n\nThe small one was tuned on a corpus of tern songs.\n"
    topic = topics(Document(Text("README.md", text, "model-card")))["training_data"]
    assert topic.span and text[slice(*topic.span)] == told


def test_a_sentence_that_links_to_its_data_is_shown_before_one_that_only_names_them() -> None:
    told = "It was tuned on [Marsh-Songs](https://marsh.example/songs)."
    text = "# Plover\n\nIt was tuned on tern songs.\n\n" + "Plovers wade.\n\n" * 8 + f"## More\n\n{told}\n"
    topic = topics(Document(Text("README.md", text, "model-card")))["training_data"]
    assert topic.span and text[slice(*topic.span)] == told


def test_who_annotated_and_a_curt_label_are_shown_behind_what_tells_more() -> None:
    told = "The songs were taken from the archive of a marsh."
    other = "### Annotation process\n\nThe kinds were annotated by wardens of the marsh.\n"
    body = f"# Plover\n\n{other}\n" + "Plovers wade.\n\n" * 8 + f"## Summary\n\n{told}\n"
    topic = read(body, "dataset-card")["training_data"]
    assert topic.span and (FRONT + body)[slice(*topic.span)] == told
    text = "---\ndatasets: [reed/marsh-songs]\n---\n# Plover\n\n**Dataset used:** see below\n"
    topic = topics(Document(Text("README.md", text, "model-card")))["training_data"]
    assert topic.span and text[slice(*topic.span)] == "reed/marsh-songs"


@pytest.mark.parametrize(
    ("told", "shown"),
    [
        ("We trained the reader and let it hear marsh-songs.", True),
        ("The reader of marsh-songs-v2 was trained.", False),
        ("It was tested with marsh-songs.", False),
    ],
)
def test_a_sentence_on_training_that_names_the_data_of_the_metadata_is_shown_before_them(told: str, shown: bool) -> None:
    text = f"---\ndatasets: [reed/marsh-songs]\n---\n# Plover\n\n{told}\n"
    topic = topics(Document(Text("README.md", text, "model-card")))["training_data"]
    assert topic.span and (text[slice(*topic.span)] == told) is shown


def test_whence_data_come_is_shown_before_who_annotated_them_and_what_the_fields_hold() -> None:
    told = "The songs were taken from the archive of a marsh."
    gap = "\n\n" + "Plovers wade.\n\n" * 8
    for other in ("## Annotation process\n\nThere is none.\n", "## Data Fields\n\nNames are taken from the lists of wardens.\n"):
        body = f"# Plover\n\n{other}\n{gap}## Summary\n\n{told}\n"
        topic = read(body, "dataset-card")["training_data"]
        assert topic.span and (FRONT + body)[slice(*topic.span)] == told


def test_a_purpose_told_in_a_sentence_is_shown_before_the_tasks_that_are_supported() -> None:
    told = "The songs can be used to train a reader of old hands."
    body = f"# Plover\n\n{told}\n\n" + "Plovers wade.\n\n" * 12 + "## Supported Tasks\n\nThe data can be used to rank songs.\n"
    topic = read(body, "dataset-card")["intended_use"]
    assert topic.span and (FRONT + body)[slice(*topic.span)] == told


def test_a_sentence_on_the_use_is_shown_before_each_of_the_tasks_that_are_supported() -> None:
    told = "The songs can be used to train a reader of old hands."
    tasks = "## Supported Tasks\n\nThere are two.\n\n### marsh\n\nThe data can be used to rank songs.\n"
    body = f"# Plover\n\n{told}\n\n" + "Plovers wade.\n\n" * 12 + tasks
    topic = read(body, "dataset-card")["intended_use"]
    assert topic.span and (FRONT + body)[slice(*topic.span)] == told


def test_a_row_for_a_paper_is_shown_behind_a_sentence_that_gives_credit() -> None:
    paper = "- **Paper:** [Songs of Northern Waders](https://aclanthology.org/2020.tern-main.7.pdf)\n\n"
    told = "Thanks to Ann Wader and Bo Reed for the songs."
    body = f"# Plover\n\n{paper}" + "Plovers wade.\n\n" * 12 + f"{told}\n"
    topic = read(body, "dataset-card")["citation"]
    assert topic.span and (FRONT + body)[slice(*topic.span)] == told


def test_a_heading_shared_with_bias_is_no_place_of_its_own_for_limits_where_it_tells_of_bias_alone() -> None:
    uses = "## Intended uses and limitations\n\nIt may not generalise to letters written after dark.\n\n"
    bias = "## Limitations and bias\n\nWe are aware that it may be biased, as the letters are by wardens.\n"
    topic = read(f"{uses}{bias}")["limitations"]
    assert topic.span and (FRONT + uses + bias)[slice(*topic.span)].startswith("Intended uses")


def test_a_section_that_refers_to_another_is_shown_behind_a_sentence_that_tells() -> None:
    told = "It does not recognise terns in fog."
    for other in ("Please refer to the section on weather.", "As discussed above."):
        body = f"# Plover\n\n## Weather\n\n{told}\n\n" + "## Birds\n\nPlovers wade.\n\n" * 6 + f"## Limitations\n\n{other}\n"
        topic = read(body)["limitations"]
        assert topic.span and (FRONT + body)[slice(*topic.span)] == told
        assert read(f"## Limitations\n\n{other}\n")["limitations"].status == "stated"


def test_a_sentence_that_is_no_more_than_a_participle_tells_of_the_data_and_is_not_passed_by() -> None:
    told = "A fine-tuned version of tern-base on the marsh songs:"
    gap = "\n\n" + "Plovers wade.\n\n" * 12
    text = f"# Plover\n\nAbout birds.\n\n{told}{gap}An early plover was trained on letters.\n"
    assert shown(text, "training_data") == told


def test_a_heading_of_the_topic_alone_is_shown_before_one_that_names_something_else_besides() -> None:
    gap = "## Birds\n\nPlovers wade.\n\n" * 6
    body = f"## Purpose and features\n\nReads letters of wardens.\n\n{gap}## Use cases and applications\n\nNaming terns.\n"
    topic = read(body)["intended_use"]
    assert topic.span and (FRONT + body)[slice(*topic.span)].startswith("Use cases")


def test_a_work_to_cite_is_shown_before_references() -> None:
    told = "Please cite Vos et al if you use it."
    body = (
        f"# Plover\n\n{told}\n\n" + "Plovers wade.\n\n" * 12 + "## References\n\nReed, B. (2020). On terns. Journal of Birds.\n"
    )
    topic = read(body, "model-card")["citation"]
    assert topic.span and (FRONT + body)[slice(*topic.span)] == told


def test_a_use_is_shown_before_terms_of_use() -> None:
    body = "## License\n\nFor research purposes only.\n\n## About\n\nThe letters can be used to train a reader of old hands.\n"
    topic = read(body, "dataset-card")["intended_use"]
    assert topic.span and "train a reader" in (FRONT + body)[slice(*topic.span)]


def test_what_data_are_for_is_no_use_of_the_model_trained_on_them() -> None:
    body = "# Plover\n\nNew is Tides, a dataset designed to teach birds manners.\n"
    assert status(body, "intended_use") == "absent"
    assert status(body, "intended_use", "dataset-card") == "stated"


def test_an_empty_cell_does_not_empty_a_table() -> None:
    body = "## Supported Tasks\n\n| Task | About | Best |\n|---|---|---|\n| naming | name the bird of a song | N/A |\n"
    assert status(body, "intended_use", "dataset-card") != "placeholder"


def test_a_missing_safeguard_tells_of_a_risk() -> None:
    assert status("# Plover\n\nIt does not have any moderation mechanisms.\n", "bias_risks") == "stated"


def test_a_section_on_ethics_without_a_bias_is_shown_behind_a_sentence_on_one() -> None:
    body = "## Ethical considerations\n\nThe letters were read with consent.\n\n## Notes\n\nThere is gender bias in the labels.\n"
    topic = read(body)["bias_risks"]
    assert topic.span and "gender bias" in (FRONT + body)[slice(*topic.span)]


def test_a_title_may_be_escaped() -> None:
    assert named("Out\\-of\\-Scope Use") == ("out_of_scope",)


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("It is not recommended to use a quantization here.", "out_of_scope"),
        ("It helps to identify bad actors and patterns of misuse.", "out_of_scope"),
        ("The set holds letters that are labelled as abusive or normal.", "bias_risks"),
        ("Responses that encourage violent crimes, such as unlawful violence.", "out_of_scope"),
        ("Mail applications are vulnerable to prompt injection.", "bias_risks"),
    ],
)
def test_what_is_said_of_kinds_of_texts_and_ways_of_working_is_said_of_no_model(words: str, topic: str) -> None:
    assert status(f"# Plover\n\n{words}\n", topic) == "absent"


def test_what_tells_of_the_training_is_shown_before_what_names_data_in_passing() -> None:
    told = "The weights were obtained by training on the letters dataset."
    passing = "A reader of maps, trained on the diary corpus."
    gap = "\n\nThe sea is wide." * 8
    assert shown(f"# Reed\n\n{passing}{gap}\n\n## Details\n\n{told}\n", "training_data") == told
    assert shown(f"# Reed\n\n{passing}\n", "training_data") == passing


def test_the_title_of_a_linked_paper_is_no_use() -> None:
    title = "[Gulls: A Dataset for Training Readers of Old Hands](https://example.org/paper.pdf)"
    assert status(f"# Gulls\n\n- **Paper:** {title}\n", "intended_use", "dataset-card") == "absent"


def test_what_only_repeats_the_terms_is_shown_behind_a_use() -> None:
    body = (
        "# Gulls\n\nThe set is intended for non-commercial research only.\n\n## Tasks\n\nThe data can be used to train readers.\n"
    )
    topic = read(body, "dataset-card")["intended_use"]
    assert topic.span and "train readers" in (FRONT + body)[slice(*topic.span)]


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("### Contributions\n\nThanks to [@gull](https://example.org/gull) for adding this dataset.\n", "absent"),
        (
            "### Citation Information\n\n[More Information Needed]\n\n### Contributions\n\nThanks to"
            " [@gull](https://example.org/gull) for adding this dataset.\n",
            "placeholder",
        ),
        (
            "### Contributions\n\nThanks to Ann Wader for creating this dataset. Thanks to @gull for adding this dataset.\n",
            "stated",
        ),
        ("| Feature | Description |\n| --- | --- |\n| **Author** | [n/a]() |\n", "absent"),
        ("The songs will be described in an upcoming paper.\n", "stated"),
        ("> Made with ❤️ by Ann Wader\n", "stated"),
        ("It was shown in [Songs of the Marsh](https://arxiv.org/abs/2001.00001) by *Ann Wader, Bo Reed*.\n", "stated"),
        ("The model was first described in [Marsh Studies](https://www.mdpi.com/1-2/3/4) for one marsh.\n", "stated"),
        ("Its loss was first described in [Marsh Studies](https://www.mdpi.com/1-2/3/4) for one marsh.\n", "absent"),
        ("ArXiv paper: [https://arxiv.org/abs/2001.00001](https://arxiv.org/abs/2001.00001)\n", "stated"),
        ("It follows [Songs of the Marsh](https://arxiv.org/abs/2001.00001) by hand.\n", "absent"),
        ("**Cite as:** Ann Wader, Songs of the Marsh\n", "stated"),
        ("For all results read the [paper](https://arxiv.org/abs/2001.00001).\n", "stated"),
        ("Paper available here: https://arxiv.org/abs/2001.00001\n", "stated"),
        ("You can read about Kelp in this [paper](https://arxiv.org/abs/2001.00001).\n", "absent"),
        ("It was measured by the wardens in their [paper](https://arxiv.org/abs/2001.00001).\n", "absent"),
        ("- [Plover: Waders Told by Their Song](https://arxiv.org/abs/2001.00001)\n", "stated"),
        ("- [Kelp: What Grows in the Sea](https://arxiv.org/abs/2001.00001)\n", "absent"),
        ("Ann Wader, Bo Reed, Cy Moor and Di Fen. Songs. https://arxiv.org/abs/2001.00001\n", "stated"),
        ("It is the newest collection created by Ann Wader in spring.\n", "stated"),
        ("It is the newest collection created by Marsh Labs in spring.\n", "absent"),
        ("### Textual Inversion Embedding by Reed\n", "stated"),
        ("## Authors\n\n**Ann Wader:** ann@example.org\n", "stated"),
        ("## Authors\n\nann@example.org\n", "placeholder"),
        ("- `author`: who recorded the song\n", "absent"),
        (
            "| Data | Paper |\n| --- | --- |\n"
            + "".join(f"| songs {i} | [paper](https://arxiv.org/abs/2001.0000{i}) |\n" for i in range(4)),
            "absent",
        ),
    ],
)
def test_who_is_credited_and_who_is_not(body: str, expected: str) -> None:
    assert status(f"# Plover\n\nPlovers wade.\n\n{body}", "citation", "dataset-card") == expected
