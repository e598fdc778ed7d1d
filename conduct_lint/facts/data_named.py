"""Data sets that a card names outside of sentences: in the configuration of a training, in links, in the metadata."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conduct_lint import frontmatter
from conduct_lint.document import Document
from conduct_lint.facts.evidence import Evidence, Rank
from conduct_lint.model import Span
from conduct_lint.patterns import regex

#: What a program that trains is told: `datasets:` with its first entry, `"dataset_name": "letters"`.
_CONFIGURED = regex(
    r"^[ \t]*(?:datasets:[ \t]*\n(?:[ \t]*#.*\n)*[ \t]*-[ \t]+\S.*|[\"']?(?:dataset_name|train_file)[\"']?[ \t]*:[ \t]*\S.*)",
    re.M,
)


def configured(document: Document, key: str) -> Iterator[Evidence]:
    """The data set that a listed configuration of the training names."""
    if key == "training_data" and ("datasets:" in document.text or "dataset_name" in document.text):
        for block in document.blocks:
            found = _CONFIGURED.search(document.text, block.start, block.end) if block.kind == "code" else None
            if found:
                yield Evidence(Span(*found.span()), "counts", "a configuration names data sets", Rank.LITTLE)


#: Where data sets lie, not the details of somebody's leaderboard and not what a quantisation was calibrated with.
_DATA_SETS = regex(
    r"(?:\w+://)?(?:www\.)?(?:(?:huggingface|hf)\.co/datasets/(?!open-llm-)(?:[\w.-]+/)?|kaggle\.com/(?:datasets/)?[\w-]+/)"
    r"(?P<name>(?![\w.-]*(?:imatrix|calib))[\w.-]+)/?\Z",
    re.I,
)


def linked(document: Document) -> Iterator[Evidence]:
    """Links to data sets, but for those in tables, which tell what was measured with: the source where nothing else names one."""
    own = _flat(document.title.title or "") if document.title else ""
    for block, marks in zip(document.blocks, document.marks):
        for mark in marks if block.kind != "cell" else ():
            # `<a href=…>` bears its address as its text.
            target = mark.target if mark.kind == "link" else mark.text if mark.kind == "html" and mark.target == "a" else ""
            found = _DATA_SETS.match(target or "")
            if found and _flat(found["name"]) != own:
                yield Evidence(Span(mark.start, mark.end), "counts", "a link to a data set", Rank.BARE)


def _flat(name: str) -> str:
    """A name by its letters and digits alone."""
    return "".join(filter(str.isalnum, name.lower()))


#: Values of `source_datasets` that name none.
_NO_SOURCE = frozenset(("original", "extended", "other", "unknown", "none", "n/a", ""))


def in_metadata(document: Document, key: str) -> Iterator[Evidence]:
    data = document.front_matter.data
    if key == "data_origin":
        sources = [one for one in frontmatter.strings(data.get("source_datasets")) if one.raw.lower() not in _NO_SOURCE]
        if sources:
            yield Evidence(
                Span(sources[0].span.start, sources[-1].span.end), "counts", "the metadata name source data", Rank.LISTED
            )
        return
    tagged = (tag for tag in frontmatter.strings(data.get("tags")) if tag.raw.lower().startswith("dataset:"))
    named = frontmatter.strings(data.get("datasets")) or tuple(tagged)
    if named:
        yield Evidence(Span(named[0].span.start, named[-1].span.end), "counts", "the metadata name data sets", Rank.LISTED)
        yield from _named_again(document, [one.raw.lower() for one in named])


#: What a sentence on training has, in many languages.
_TRAINING = regex(r"train|tun(?:ed|ing)\b|entren|trein")


def _named_again(document: Document, names: list[str]) -> Iterator[Evidence]:
    """The first sentence on training that names a data set of the metadata: it tells more than they do."""
    lower = document.lower
    for name in names:
        name = name.rpartition("/")[2]
        at = lower.find(name)
        if at > 0 and lower[at - 1] not in "-_." and lower[at + len(name) : at + len(name) + 1] not in ("-", "_", "/"):
            sentence = document.sentence(at)
            if _TRAINING.search(lower, sentence.start, at):
                yield Evidence(sentence, "counts", "a data set of the metadata is named", Rank.MENTIONED)
                return
