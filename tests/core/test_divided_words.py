"""Words with signs behind backslashes, as editors of Markdown write names: read whole, and shown where they stand."""

from __future__ import annotations

import pytest

from conduct_lint.document import Document
from conduct_lint.engine import Linter
from conduct_lint.facts import facts
from conduct_lint.model import Span, Text
from conduct_lint.settings import Settings

FRONT = "---\nlicense: mit\ntags: [tides]\n---\n"


def read(body: str) -> Document:
    return Document(Text("README.md", FRONT + body, "model-card"))


@pytest.mark.parametrize(
    ("written", "seen"),
    [
        (r"Tide\-3\-small\-128k, a model", "Tide-3-small-128k   , a model"),
        (r"see my\_model.", "see my_model ."),
        (r"(Tern2\.5)", "(Tern2.5 )"),
        (r"**Tide\-7b** is", "  Tide-7b    is"),
        (r"[north/my\_model](https://a.invalid)", " north/my_model"),
        (r"1\. Tide \- a model \_ of tides\.", "1 . Tide  - a model  _ of tides ."),
        (r"the file `my\_model` is", r"the file  my\_model  is"),
        (r"C:\Tide and \*tide\*", r"C:\Tide and  *tide *"),
    ],
)
def test_words_are_whole_and_nothing_else_moves(written: str, seen: str) -> None:
    document = read(f"{written}\n")
    start = len(FRONT)
    assert len(document.visible) == len(document.prose) == len(document.text)
    assert document.visible[start : start + len(written)].rstrip() == seen
    assert document.visible[start + len(written) :].isspace()


def test_a_span_ends_with_the_word_in_which_it_ends() -> None:
    document = read("Made from Tide\\-3\\-small, with care.\n")
    start = document.visible.index("Tide-3-small")
    assert document.text[slice(*document.whole(Span(start, start + len("Tide-3-small"))))] == r"Tide\-3\-small"
    whole = Span(start, document.text.index(", with"))
    assert document.whole(whole) == whole
    assert document.whole(Span(start, start + 4)) == Span(start, start + 4)


def test_names_wordings_and_values_are_read_whole() -> None:
    body = (
        "# Tide\\-7b\n\nTide\\-7b is fine\\-tuned from north/sea\\-7b\\-v1\\.5.\n\n"
        "It is a state\\-of\\-the\\-art model. It reaches 71\\.3 macro\\_f1 on SQuAD.\n"
    )
    told = facts(read(body))
    assert [parent["model"] for parent in told["derived_from"]] == ["north/sea-7b-v1.5"]
    assert [claim["quote"] for claim in told["claims"]] == [r"state\-of\-the\-art"]
    assert told["results"]["metric_named"]
    report = Linter(Settings(profile="thorough")).lint(Text("README.md", FRONT + body, "model-card"))
    (finding,) = [one for one in report.findings if one.code == "ATT002"]
    assert report.text[slice(*finding.span)] == r"north/sea\-7b\-v1\.5"
    assert not report.failures


def test_a_word_before_category_is_no_checkpoint() -> None:
    assert facts(read('# Tide\n\nPages crawled starting from the "Sea\\_life" category.\n'))["derived_from"] == []


def test_many_backslashes_are_read_in_time() -> None:
    for hostile in ("a\\-" * 60_000, "a\\" * 60_000, "\\_" * 60_000 + "a", "a\\_b " * 40_000):
        document = read(f"{hostile}\n")
        assert len(document.visible) == len(document.text)
