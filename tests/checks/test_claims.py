"""The checks of claims: cards are asked always, contributions where they announce something."""

from __future__ import annotations

import time

import pytest

from conduct_lint.checks.claims import uncertainty_unmarked, unsupported_claim
from conduct_lint.document import Document
from conduct_lint.model import Hit, Text


def claims_of(text: str, kind: str = "superlative", document_kind: str = "model-card", title: str = "") -> list[Hit]:
    return list(unsupported_claim(Document(Text("plover/README.md", text, kind=document_kind, title=title)), kind=kind))


def test_the_same_words_are_one_finding_with_their_other_places() -> None:
    text = "# Plover\n\nPlover is a state-of-the-art detector.\n\n## About\n\nA state-of-the-art model for birds.\n"
    (hit,) = claims_of(text)
    assert hit.span is not None and hit.span.start == text.index("state-of-the-art")
    (again,) = hit.related
    assert again.span is not None and again.span.start == text.rindex("state-of-the-art")


def test_a_supported_claim_is_silent() -> None:
    assert claims_of("# Plover\n\nPlover is a state-of-the-art detector: 94.2 % on BirdCLEF.\n") == []


def test_contributions_are_asked_where_they_announce_something() -> None:
    words = "Plover is a state-of-the-art detector."
    assert claims_of(words, document_kind="comment") == []
    assert len(claims_of(words, document_kind="pull-request", title="Add the model Plover-7B")) == 1
    assert claims_of(words, document_kind="pull-request", title="Fix a loader") == []


def card(words: str, name: str = "plover", front: str = "") -> str:
    return f"{front}# {name}\n\n{words}\n"


@pytest.mark.parametrize(
    ("words", "own"),
    [
        ("Plover is a state-of-the-art detector.", True),
        ("This model is state of the art.", True),
        ("Built for the marsh, Plover is a state-of-the-art detector.", True),
        ("Plover listens to birds. It is state of the art.", True),
        ("Stork is a state-of-the-art detector.", False),
        ("Trained with StorkLib, it is state of the art.", False),
        ("[Stork](https://huggingface.co/acme/stork) finds birds. It is state of the art.", False),
        ("The Stork suite offers:\n\n- a state-of-the-art model", False),
        ("The marsh method is a state-of-the-art model of birds.", False),
        ("## Sample outputs\n\nThis model is state of the art.", False),
        ("> This model is state of the art.", False),
    ],
)
def test_whose_claim_it_is(words: str, own: bool) -> None:
    assert bool(claims_of(card(words))) is own


@pytest.mark.parametrize(
    ("words", "speaks"),
    [
        ("Plover is state of the art.\n\n[Code](https://example.org/code)", True),
        ("Plover is state of the art.\n\n![logo](logo.png)", True),
        ("Plover is state of the art.\n\n[Paper](https://example.org/plover)", False),
        ("Plover is state of the art.\n\n![results](chart.png)", False),
        ("## Benchmarks\n\nPlover is state of the art.\n\n![all](all.png)", False),
        ("## Benchmarks\n\nPlover is state of the art.\n\n### Calls\n\n| Data | F1 |\n|---|---|\n| BirdCLEF | 0.9 |", False),
        ("## About\n\nPlover is state of the art.\n\n## Results\n\n| Data | F1 |\n|---|---|\n| BirdCLEF | 0.9 |", False),
    ],
)
def test_what_can_be_checked_is_not_reported(words: str, speaks: bool) -> None:
    assert bool(claims_of(card(words))) is speaks


def test_a_series_that_is_also_the_parents_name_leaves_a_doubt() -> None:
    words = "Plover is a state-of-the-art detector."
    parent = "---\nbase_model: acme/plover-base\n---\n"
    assert claims_of(card(words, "Plover-base-marsh", parent)) == []
    assert len(claims_of(card(words, "Plover-base-GGUF", parent))) == 1


def test_many_claims_in_one_paragraph_stay_quick() -> None:
    text = card("It outperforms Bird Model. " * 1000)
    started = time.process_time()
    claims_of(text, kind="comparison")
    assert time.process_time() - started < 5


def test_uncertain_here_and_flat_there_shows_both() -> None:
    text = "# Plover\n\nPlover outperforms all.\n\n## Evaluation\n\nThese are preliminary results: accuracy of 91.2 % on SST-2.\n"
    (hit,) = uncertainty_unmarked(Document(Text("README.md", text)))
    (mark,) = hit.related
    assert mark.span is not None and text[mark.span.start : mark.span.end] == "preliminary"
