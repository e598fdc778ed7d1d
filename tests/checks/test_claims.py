"""The checks of claims: cards are asked always, contributions where they announce something."""

from __future__ import annotations

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
    assert len(claims_of("We released our model. " + words, document_kind="pull-request")) == 1
    assert len(claims_of(words, document_kind="pull-request", title="Add Plover to the list")) == 1


def test_uncertain_here_and_flat_there_shows_both() -> None:
    text = "# Plover\n\nPlover outperforms all.\n\n## Evaluation\n\nThese are preliminary results: accuracy of 91.2 % on SST-2.\n"
    (hit,) = uncertainty_unmarked(Document(Text("README.md", text)))
    (mark,) = hit.related
    assert mark.span is not None and text[mark.span.start : mark.span.end] == "preliminary"
