"""The models that a text announces or recommends, and what else is read of a contribution."""

from __future__ import annotations

import pytest

from conduct_lint.document import Document
from conduct_lint.engine import Linter
from conduct_lint.facts import facts
from conduct_lint.facts.claims import claims
from conduct_lint.facts.credit import credits
from conduct_lint.facts.harm import harm
from conduct_lint.facts.recommends import recommends
from conduct_lint.facts.results import results
from conduct_lint.facts.subject import of_title, subject
from conduct_lint.model import Text
from conduct_lint.settings import Settings


def document(body: str, kind: str = "pull-request", title: str = "") -> Document:
    return Linter(Settings(), ()).document(Text("text", body, kind, title=title))


# ── what a text is about ─────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("title", "about"),
    [
        ("plover-7b-instruct", "model"),
        ("heron_tide_13b", "model"),
        ("Add Plover-7B to AlpacaEval (#12)", "model"),
        ("model: add heron/plover-embed-v2", "model"),
        ("[MVEB] Add Plover Model", "model"),
        ("fix: Added bm25 as a model for retrieval (#7)", "model"),
        ("Add new models (Plover, Heron)", "model"),
        ("Add Plover to the leaderboard", "model"),
        ("Add Plover-7B-uncensored to the gallery", "model"),
        ("feat(gallery): let one entry offer several builds of the same model (#9)", "code"),
        ("Add GPTQ support for older cards", "code"),
        ("feat: add Plover-7B model support", "code"),
        ("Fix the loading of plover-7b", "code"),
        ("Add a `tide` decoder for model inference", "code"),
        ("docs: name the models of the gallery", "code"),
        ("Tide2Vec models (#26)", "model"),
        ("Bump tide from 1.0 to 1.1", "code"),
        ("task: add the tide retrieval task", "data"),
        ("dataset: add Wetland Notes (Heron et al. 2026)", "data"),
    ],
)
def test_a_title_tells(title: str, about: str) -> None:
    assert of_title(title)[0] == about


def test_types_of_quantisation_are_no_models() -> None:
    body = "The speed with this type.\n\n| t/s (main) | t/s (PR) |\n|---|---|\n| 21.5 | 43.25 |\n"
    assert subject(document(body, title="Q6_K_R4")).about == "code"


@pytest.mark.parametrize("end", ["", "\n", "\r\n", "\n\n", "\n\nIt is small.\n"])
def test_the_first_line_of_a_pull_request_is_its_title(end: str) -> None:
    told = subject(document(f"Add Plover-7B to AlpacaEval (#12){end}"))
    assert told.about == "model" and told.title.startswith("Add")
    assert not subject(document("Plover-7B is small.\nIt reads birds.\n")).title


@pytest.mark.parametrize(
    "body",
    [
        "Faster quants on ARM and quantization of the same model for CUDA.\n",
        "Here is a screen recording in the repo that shows the 3B model. At this point `IQ3_K` quants are fast.\n",
    ],
)
def test_talk_of_an_engine_offers_no_model(body: str) -> None:
    assert subject(document(body, title="Much faster prompts")).about == "code"


def test_what_a_title_is_headed_by_announces_it() -> None:
    (entry,) = recommends(document("A bird model.\n", title="model: heron/plover-embed-2"))
    assert entry.link == "heron/plover-embed-2"
    assert recommends(document("A bird model.\n", title="model: fix the loader")) == ()


def test_talk_is_told_by_what_it_gives_and_offers() -> None:
    assert subject(document("On my set the new file has a perplexity of 6.1234.\n", "comment")).about == "model"
    assert subject(document("I think the cache is cleared too late.\n", "comment")).about == "code"
    assert not subject(document("This model is slow on my machine.\n", "comment")).announces


# ── numbers ──────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    "body",
    [
        "Plover reaches an F1 of 87.5 % on BirdCLEF.",
        "Its nDCG went up (0.054 -> 0.074 NDCG@10).",
        "`Final estimate: PPL = 6.0568 +/- 0.0398`",
        "`3.4178` is 2 % higher than the PPL of the other file.",
        "| Model | MMLU |\n|---|---|\n| Plover | 61.2 |",
        "The HellaSwag 0-shot score of 74.3 is high for it.",
        "High IFEval for a 14B model: 78.7.",
        "It ranks first on MTEB (as of June 5, 2026, score **70.5**).",
        "Plover gets 71.2% on MMLU and better prose.",
        "It reads HumanEval as the makers do. The result of Plover-70B is 80.5 now.",
    ],
)
def test_results(body: str) -> None:
    assert results(document(body, "comment")).present


@pytest.mark.parametrize(
    "body",
    [
        "| model | test | t/s |\n|---|---|---|\n| plover 7B | pp512 | 112.21 |",
        "| Threads | Q2_K | Q2_K_R4 |\n|---|---|---|\n| 4 | 7.46 | 7.35 |",
        "It uses 11.25 GiB of memory at bf16 precision.",
        "The filter rejects samples with an accuracy below 0.90.",
        "With an increase in precision loss of 1.36 %.",
        "There is no perplexity bump, or a drop around 0.005.",
        "Run MMLU with version 0.4 of the harness.",
        "MMLU needs 14.5 GB and takes 2.5 hours on HellaSwag.",
        "It reproduces MTEB to within a score of 0.25.",
        "It comes to within 0.25 MRR@10 of the paper.",
        "Please report a score above 70.5 on MMLU.",
    ],
)
def test_no_results(body: str) -> None:
    assert not results(document(body, "comment")).present


def test_a_command_or_a_log_is_a_source() -> None:
    told = document("PPL of 6.12 with this:\n\n```bash\n./llama-perplexity -m plover.gguf\n```\n", "comment")
    assert results(told).provenance == "stated"
    assert results(document("PPL of 6.12 over here.\n", "comment")).provenance == "absent"


def test_the_data_that_a_command_is_given_are_named() -> None:
    told = "PPL of 6.12 with this:\n\n```bash\n./llama-perplexity -m plover.gguf{}\n```\n"
    assert not results(document(told.format(" -t 8"), "comment")).dataset_named
    assert results(document(told.format(" -f wiki.test.raw"), "comment")).dataset_named
    assert results(document(told.format(" --tasks tides"), "comment")).dataset_named


# ── credit and harm ──────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.parametrize(
    ("body", "credited"),
    [
        ("A bird model developed by Marsh Lab.", True),
        ("Quants for heron/Plover-7B-v2.", True),
        ("See the [weights](https://huggingface.co/heron/plover-7b).", True),
        ("Built after Heron et al. in the original paper.", True),
        ("A playful tune of Gemma 3 27B.", True),
        ("Trained on Mistral NeMo 12B Instruct with tales.", True),
        ("GGUF weights by marshbird.", True),
        ("On the board: 01-ai/Yi-34B-Chat.", True),
        ("It rests on what nVidia pruned.", True),
        ("A small bird model for walks.", False),
        ("A small model trained on tales of 2024, quants by default.", False),
        ("See [the last change](https://github.com/heron/tide/pull/12).", False),
        ("It changes src/tide.py and docs/index.md.", False),
    ],
)
def test_credit(body: str, credited: bool) -> None:
    assert bool(credits(document(f"# plover-7b\n\n{body}\n"))) is credited


@pytest.mark.parametrize(
    ("body", "told"),
    [
        ("# plover-7b-abliterated\n\nA model for stories.\n", "unwarned"),
        ("# plover-7b-abliterated\n\nA model for stories. It may produce harmful text.\n", "warned"),
        ("# plover-7b\n\nAn uncensored version of the bird model.\n", "unwarned"),
        ("# plover-7b\n\nbase_model: heron/Tide-7B-abliterated\n", "unwarned"),
        ("# plover-7b\n\nA good uncensored gemma 3 model that lacks any refusals.\n", "unwarned"),
        ("# plover-7b\n\nCompliant, with low censorship.\n", "unwarned"),
        ("# plover-7b\n\nNot only is it decensored, it rhymes.\n", "unwarned"),
        ("# plover-7b\n\nIt will gladly write any NSFW scene and is uncensored.\n", "unwarned"),
        ("# plover-7b\n\nAn uncensored model: take the necessary precautions.\n", "warned"),
        ("# plover-7b\n\nAn uncensored model that answers what others may have deemed harmful.\n", "unwarned"),
        ("# plover-tts-1b\n\nA text-to-speech model with voice cloning.\n", "unwarned"),
        ("# plover-tts-1b\n\nA text-to-speech model with one voice.\n", "none"),
        ("# plover-7b-merge\n\nA merge.\n\n- heron/tide-7b: 0.5\n- heron/tide-7b-abliterated: 0.25\n", "none"),
        ("# Fix the loader\n\nThe uncensored model crashes: it is uncensored.\n", "mentions"),
        ("# plover-7b\n\nA model of the coast.\n", "none"),
    ],
)
def test_harm(body: str, told: str) -> None:
    assert harm(document(body)) == told


# ── entries ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def test_an_announcement_is_one_entry() -> None:
    body = (
        "# plover-7b-instruct\n\nA model designed for walks along the coast, by Marsh Lab. It does not know gulls.\n\n"
        "License: Apache-2.0, see [the card](https://huggingface.co/heron/plover-7b-instruct).\n"
    )
    (entry,) = facts(document(body))["recommends"]
    assert entry == {
        "model": "plover-7b-instruct",
        "link": "heron/plover-7b-instruct",
        "lines": [1, 5],
        "capability": True,
        "limit": True,
        "license": entry["license"],
        "misuse_warning": False,
        "source": True,
    }
    assert "apache" in entry["license"].lower()


@pytest.mark.parametrize(
    ("name", "link", "own"),
    [
        ("plover-7b", "heron/Plover-7B", True),
        ("heron_plover-7b-i1-gguf", "heron/Plover-7B", True),
        ("plover-7b", "heron/Plover-7B-GGUF", True),
        ("plover-7b-abliterated", "heron/Plover-7B", False),
        ("plover-7b", "heron/Plover-7B-assistant", False),
        ("plover-7b", None, False),
    ],
)
def test_whose_card_an_address_leads_to(name: str, link: str | None, own: bool) -> None:
    (entry,) = recommends(document(f"# {name}\n\nA model: {link or 'none'}.\n"))
    assert entry._replace(link=link).own_card is own


def test_a_content_warning_is_a_limit_and_no_warning_of_misuse() -> None:
    told = "# plover-7b-tales\n\nWARNING: gore. Excels at tales.{}\n"
    (entry,) = recommends(document(told.format("")))
    assert entry.limit and not entry.misuse_warning
    (entry,) = recommends(document(told.format(" Never use it to harass people.")))
    assert entry.misuse_warning


def test_what_a_change_mends_is_no_limit_of_a_model() -> None:
    body = "# model: add plover-7b-beta (#12)\n\n- fix: missing warning\n- Added missing tests\n- docs: clarify alpha scaling\n"
    assert not facts(document(body))["limits"]["stated"]
    assert facts(document(body + "\nPlover is still in beta and may loop.\n"))["limits"]["stated"]
    assert not facts(document("# plover-7b\n\nIt cleans up the rough edges of plover-5b.\n"))["limits"]["stated"]
    assert facts(document("# plover-7b\n\nIt has rough edges.\n"))["limits"]["stated"]


def test_what_a_change_mends_is_no_claim() -> None:
    said = "# Add Plover-7B to the gallery\n\n{}\n"
    assert not claims(document(said.format("- fix: match the best model exactly\n- Refactored for improved performance")))
    assert claims(document(said.format("- Adds Plover-7B, the best model for birds")))
    assert claims(document("It is new.\n", title="Add the best model, Plover-7B"))


def test_what_is_only_named_is_told_apart() -> None:
    (entry,) = recommends(document("# plover-voice-2\n\nA German voice with streaming.\n"))
    assert entry.capability and entry.named_only
    (entry,) = recommends(document("# plover-voice-2\n\nA German voice that supports streaming.\n"))
    assert entry.capability and not entry.named_only
    (entry,) = recommends(document("# plover-2b-merge\n\nMerged: heron/tide-agi-7b\n"))
    assert entry.capability is None


def test_each_model_that_a_title_adds() -> None:
    found = recommends(document("New on the board.\n", title="Add plover-7b, heron-13b-chat to AlpacaEval"))
    assert [entry.model for entry in found] == ["plover-7b", "heron-13b-chat"]


def test_advice_in_talk() -> None:
    body = (
        "For short clips I recommend [Plover Large v3](https://huggingface.co/heron/plover-large-v3).\n\n"
        "The cache is another matter.\n"
    )
    (entry,) = recommends(document(body, "comment"))
    assert entry.link == "heron/plover-large-v3"
    assert recommends(document("> I recommend Plover-7B.\n\nNo.\n", "comment")) == ()
    assert recommends(document("The cache is cleared too late.\n", "issue", title="Cache")) == ()


LIST = """# Recommended models for birds

| Model | Owner | License |
|---|---|---|
| [Plover-7B](https://huggingface.co/marsh/plover-7b) | Marsh Lab | Apache 2.0 |
| [Heron-13B](https://heron.invalid/news) ([weights](https://huggingface.co/heron/heron-13b)) | Heron | Heron License |

- [Dunlin-1B](https://huggingface.co/marsh/dunlin-1b): excellent quality for its size
- [a paper on birds](https://arxiv.org/abs/2401.00001)

## Tern-3B

A [small model](https://huggingface.co/marsh/tern-3b) designed for phones.
"""


def test_rows_items_and_sections_of_a_list() -> None:
    found = recommends(document(LIST, "recommendation"))
    assert [(entry.model, entry.link, entry.license) for entry in found] == [
        ("Plover-7B", "marsh/plover-7b", "Apache 2.0"),
        ("Heron-13B", "heron/heron-13b", "Heron License"),
        ("Dunlin-1B", "marsh/dunlin-1b", None),
        ("Tern-3B", "marsh/tern-3b", None),
    ]
    assert [entry.capability is not None for entry in found] == [False, False, True, True]


UNLINKED = """# Models for long walks

- **Llama 3 8B**: great for chat
- Qwen2.5-7B-Instruct tokens per line
- `Mistral-7B`
- Python 3.10, CUDA 12.1
- RTX 4090 or better

| Task | Model | Why |
|---|---|---|
| Chat | Gemma 2 9B | excellent prose |

| Model | MMLU |
|---|---|
| Llama 2 7B | 45.3 |

For maps I recommend Heron-13B.
"""


def test_a_list_without_links() -> None:
    found = recommends(document(UNLINKED, "recommendation"))
    names = ["Llama 3 8B", "Mistral-7B", "Gemma 2 9B", "Heron-13B"]
    assert [entry.model for entry in found] == names and not any(entry.link for entry in found)
    assert [entry.model for entry in recommends(document("I'd go with Mistral 7B for it.\n", "comment"))] == ["Mistral 7B"]
    for talk in ("Check out the OgmaLoader first.\n", "You could pick Q4_K.\n", "I recommend 131GiB of memory.\n"):
        assert recommends(document(talk, "comment")) == ()


def test_a_card_has_none_of_these() -> None:
    told = facts(document("---\nlicense: mit\n---\n# Plover-7B\n\nA model.\n", "model-card"))
    assert not {"recommends", "about", "harm", "credit", "limits"} & set(told)


def test_lists_of_thousands() -> None:
    body = "# Recommended\n\n" + "".join(f"- [Plover-{n}B](https://huggingface.co/marsh/plover-{n}b)\n" for n in range(1500))
    assert len(recommends(document(body, "recommendation"))) == 1500
