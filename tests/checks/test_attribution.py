"""Checks of the family attribution, and the BibTeX reader, beyond the examples in the rule files."""

from __future__ import annotations

import time

import pytest

from conduct_lint.checks import attribution as checks
from conduct_lint.document import Document
from conduct_lint.facts.citation import bibtex
from conduct_lint.model import Text


def card(body: str, front: str = "license: mit") -> Document:
    return Document(Text("plover.md", f"---\n{front}\n---\n# Plover\n\n{body}\n", kind="model-card", platform="hub"))


def test_an_entry_is_read_with_its_fields() -> None:
    document = card('@article{w26, author = "Wader, A. and {The {H}erons}", Title={The {P}lover}, year=2026, note = "a" # " b"}')
    (entry,) = bibtex(document)
    assert entry.problem == ""
    assert (entry.type, entry.key) == ("article", "w26")
    assert entry.fields == {"author": "Wader, A. and The Herons", "title": "The Plover", "year": "2026", "note": "a b"}
    assert document.text[entry.span.start : entry.span.end].startswith("@article{")
    assert document.text[entry.span.end - 1] == "}"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        ("@misc{a, title={B}, year={2026}", "unclosed"),
        ("@misc{a, title={B} year={2026}}", "comma"),
        ("@misc{a b, title={B}}", "syntax"),
        ("@misc(a, title={B})", ""),
        ("@misc{a, title={B},,\n year={2026},}", ""),
    ],
)
def test_what_is_wrong_with_an_entry(source: str, problem: str) -> None:
    (entry,) = bibtex(card(f"```\n{source}\n```"))
    assert entry.problem == problem


def test_an_entry_ends_where_the_next_begins() -> None:
    first, second = bibtex(card("```\n@misc{a, title={B},\n@misc{c, title={D}}\n```"))
    assert first.problem == "unclosed"
    assert (second.key, second.problem) == ("c", "")


def test_code_and_addresses_are_no_entries() -> None:
    assert bibtex(card("```python\n@dataclass(frozen=True)\nclass A: ...\n```\n\nwrite to ann@article.example")) == ()


def test_hostile_entries_are_read_in_time() -> None:
    for body in ("@misc{" * 15_000, "@misc{a, t={" + "{" * 90_000, "@misc{a" + ", b = c" * 14_000, '@misc{a, t="' + "x" * 90_000):
        document = card(body)
        before = time.process_time()
        bibtex(document)
        assert time.process_time() - before < 6, body[:20]


def test_a_fix_for_a_merge_lists_all_parents_and_for_a_finetune_one() -> None:
    one = "[heron/wader-7b](https://huggingface.co/heron/wader-7b)"
    two = "[egret/stilt-7b](https://huggingface.co/egret/stilt-7b)"
    (merge,) = checks.upstream_not_in_metadata(card(f"Plover is a merge of the following models:\n* {one}\n* {two}"))
    assert merge.fix is not None
    assert merge.fix.edits[0].text == "\nbase_model:\n- heron/wader-7b\n- egret/stilt-7b"
    (finetune,) = checks.upstream_not_in_metadata(card(f"Original model: {one}\n\nIt was fine-tuned from {two}."))
    assert finetune.fix is not None
    assert finetune.fix.edits[0].text == "\nbase_model: heron/wader-7b"


@pytest.mark.parametrize(
    "words", ["Llama 3 70B", "llama-3-70b", "the 70B model of Meta Llama 3", "https://huggingface.co/meta-llama/Meta-Llama-3-70B"]
)
def test_vendor_family_and_size_are_naming(words: str) -> None:
    document = card(f"Plover was made from {words} by us last summer.", "base_model: meta-llama/Meta-Llama-3-70B")
    assert list(checks.upstream_not_credited(document)) == []
