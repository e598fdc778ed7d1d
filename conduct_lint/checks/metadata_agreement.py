"""Checks of the family metadata that hold metadata against what the card itself says: its name, its task."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from conduct_lint.document import Document
from conduct_lint.facts.metadata import fields, short
from conduct_lint.frontmatter import Mapping as Fields
from conduct_lint.frontmatter import Scalar, Sequence
from conduct_lint.lexicon import Said, said
from conduct_lint.matchers import check
from conduct_lint.model import Hit, Related, Span
from conduct_lint.patterns import regex

#: A name as repositories have it: one word with a digit or hyphen. A heading in words is no name.
_NAME = regex(r"(?=[\w.+-]*[-0-9])[A-Za-z0-9][\w.+-]{5,95}\Z", re.A)
_INDEX_NAME = regex(r"(?=[\w.+-]*[-_0-9])[A-Za-z0-9][\w.+-]{5,95}\Z", re.A)
#: A statement about this model: what stands before "is a … model" in its sentence.
_SUBJECT = regex(
    r"(?:(?:this|the|our) +(?:\S+ +){0,3}?(?:model|checkpoint|network|classifier|adapter|repository|repo)|\b(?:this|it)) +$"
)
#: Only the opening of a card says what it is.
_OPENING = 1_500


@check
def model_index_name_differs(document: Document) -> Iterator[Hit]:
    """The title is the name of one model, `model-index` that of another."""
    index = fields(document).get("model-index")
    title = document.title
    if not isinstance(index, Sequence) or title is None or title.heading is None or not title.title:
        return
    own = title.title.strip("` ").rsplit("/", 1)[-1]
    given = [item.get("name") for item in index.items if isinstance(item, Fields)]
    named = [name for name in given if isinstance(name, Scalar) and isinstance(name.value, str)]
    if not named or not _NAME.match(own):
        return
    names = [scalar.raw.rsplit("/", 1)[-1] for scalar in named]
    if all(_INDEX_NAME.match(name) and _apart(name, own) for name in names):
        heading = Span(title.heading.start, title.heading.end)
        values = {"name": short(names[-1]), "title": short(own)}
        yield Hit(named[-1].span, values, (Related(heading, "the card's title"),))


def _apart(one: str, other: str) -> bool:
    """True where neither name is part of the other, as letters or as words: a short form is the same model."""
    first, second = (regex(r"[^a-z0-9]").sub("", name.lower()) for name in (one, other))
    if first in second or second in first:
        return False
    these, those = (set(regex(r"[a-z]+|[0-9]+").findall(name.lower())) for name in (one, other))
    return not these <= those and not those <= these


@check
def task_mismatch(document: Document, tasks: Mapping[str, Collection[str]], broad: Collection[str]) -> Iterator[Hit]:
    """The opening states a task that `pipeline_tag` does not fit.

    Arguments: `tasks` maps a task to the pipeline tags that fit it; `broad` are tags that fit every task. One statement that fits
    the tag is enough to be silent.
    """
    tag = fields(document).get("pipeline_tag")
    if not isinstance(tag, Scalar) or not isinstance(tag.value, str) or tag.raw in broad:
        return
    if not any(tag.raw in fitting for fitting in tasks.values()):
        return
    stated = [use for use in said(document).get("task", ()) if use.wording.kind in tasks]
    if any(tag.raw in tasks[use.wording.kind] for use in stated):
        return
    opening = _opening(document)
    about = next((use for use in stated if use.match.start() < opening and _about_this(document, use)), None)
    if about is not None:
        place = Span(about.match.start("task"), about.match.end("task"))
        words = short(document.text[place.start : place.end])
        yield Hit(tag.span, {"tag": short(tag.raw), "words": words}, (Related(place, f"the text says “{words}”"),))


def _about_this(document: Document, use: Said) -> bool:
    """True where the sentence is about this model: "this model is a …", "⟨its name⟩ is a …", a line "Task: …"."""
    before = document.lower[use.sentence.start : use.match.start()].strip(" -•*")
    if _SUBJECT.search(before + " ") or not before:
        return True
    title = document.title
    name = regex(r"[^a-z0-9]").sub("", (title.title or "").lower().rsplit("/", 1)[-1]) if title else ""
    subject = regex(r"[^a-z0-9]").sub("", before)
    return len(subject) > 2 and (subject == name or name.startswith(subject))


def _opening(document: Document) -> int:
    read = 0
    for block in document.blocks:
        if block.kind in ("paragraph", "heading"):
            read += block.end - block.start
            if read > _OPENING:
                return block.end
    return len(document.text)
