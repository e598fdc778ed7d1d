"""Parents that a text gives by signs and code: sums of names, recipes of a merge, the base that an adapter is loaded onto."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise

from conduct_lint.document import Document
from conduct_lint.facts import checkpoints, model_names
from conduct_lint.facts.checkpoints import Checkpoint
from conduct_lint.facts.model_names import key
from conduct_lint.lexicon import pattern
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.patterns import regex

_RECIPE = regex(r"[\s\d.()*%=/\]\[-]*(?:\+|：|:|×|\bx\b| - )[\s\d.()*%=\[]*\Z")
_SUM = regex(r"^[ \t]*[\w.-]{3,}(?: \+ [\w.-]{3,}){2,}[ \t]*$", re.M)
_MERGEKIT = regex(r"^[ \t{]*\"?(?:merge_method|slices|models)\"?[ \t]*:", re.M)
_MERGE_LINE = regex(
    r"^[ \t{]*(?:-[ \t]+)*\"?(?:base_model|model|source_model)\"?[ \t]*:[ \t]*(?:model[ \t]*:[ \t]*)?[\"']?([^\s\"'#{},]+)", re.M
)
#: `base_model_path = "heron/plover"`, `'base_model_name_or_path': 'heron/plover'`
_BASE = regex(
    r"(?<![\w.])base_model(?:_name_or_path|_name|_path|_id)?[\"']?[ \t]*(?:=|:(?=[ \t]*[\"']))[ \t]*[\"']([\w.-]+/[\w.-]+)[\"']",
    re.I,
)
_MADE_LINE = regex(r"^[ \t]*name[ \t]*:[ \t]*[\"']?([^\s\"'#]+)", re.M)
_PEFT = regex(r"PeftModel\w*\.from_pretrained")
_LOADED = regex(
    r"(?:AutoModel\w*|\w+ForCausalLM|\w+ForConditionalGeneration|\w+Pipeline)\.from_pretrained\(\s*[\"']([\w.-]+/[\w.-]+)[\"']"
)


def told(document: Document) -> Iterator[tuple[Checkpoint, str, str]]:
    """Each parent, how the model relates to it, and the sign or word that tells so."""
    yield from _code(document)
    yield from _sums(document)


def _sums(document: Document) -> Iterator[tuple[Checkpoint, str, str]]:
    """`[A](…) 0.6 + [B](…) 0.4`, `A-v1 + B-v2 + C`: models joined by the signs of a sum."""
    for block, marks in zip(document.blocks, document.marks):
        if block.kind == "paragraph" and " + " in document.text[block.start : block.end]:
            yield from _sum(document, block)
        links = [mark for mark in marks if mark.kind == "link"]
        if block.kind == "cell" or len(links) < 2:
            continue
        joined: list[Checkpoint] = []
        for one, two in pairwise(links):
            if _RECIPE.match(document.text, one.end, two.start):
                pair = [checkpoints.of_mark(document, one), checkpoints.of_mark(document, two)]
                joined += [c for c in pair if c and c.hub]
        if len(joined) > 1:
            yield from ((checkpoint, "merge", "+") for checkpoint in joined)


def _sum(document: Document, block: Block) -> Iterator[tuple[Checkpoint, str, str]]:
    """The models of a line that is nothing but a sum of names, where the text tells of merging."""
    if not pattern("lineage_context", "merged").search(document.lower):
        return
    for line in _SUM.finditer(document.text, block.start, block.end):
        names = list(regex(r"[\w.-]{3,}").finditer(document.text, *line.span()))
        if any(map(model_names.namelike, (name.group() for name in names))):
            for name in names:
                yield (Checkpoint(name.group(), Span(*name.span())), "merge", "+")


def _code(document: Document) -> Iterator[tuple[Checkpoint, str, str]]:
    """Models in a mergekit recipe, and the base that an adapter is loaded onto."""
    made: set[str] = set()
    for block in document.blocks:
        if block.kind != "code":
            continue
        body = document.text[block.start : block.end]
        if _MERGEKIT.search(body) and "model" in body:
            made = made or _made_on_the_way(document)
            for m in _MERGE_LINE.finditer(body):
                name = m.group(1).split("+")[0]
                if (
                    key(name) not in made
                    and model_names.HUB_ID.match(name)
                    and name != "model"
                    and ("/" in name or model_names.namelike(name))
                ):
                    span = Span(block.start + m.start(1), block.start + m.end(1))
                    yield (Checkpoint(name, span, name if "/" in name else None), "merge", "mergekit")
        elif (base := _BASE.search(body)) and key(base.group(1)) not in _made_on_the_way(document):
            span = Span(block.start + base.start(1), block.start + base.end(1))
            yield (Checkpoint(base.group(1), span, base.group(1)), "unknown", base.group())
        elif _PEFT.search(body):
            loaded = _LOADED.search(body)
            if loaded:
                span = Span(block.start + loaded.start(1), block.start + loaded.end(1))
                yield (Checkpoint(loaded.group(1), span, loaded.group(1)), "adapter", "PeftModel")


def _made_on_the_way(document: Document) -> set[str]:
    """The models that the recipes of a text make and take up again, by the headings above them and by their `name`."""
    made = {"", *(key(document.visible[block.start : block.end]) for block in document.blocks if block.kind == "heading")}
    for block in document.blocks:
        if block.kind == "code":
            made |= {key(m.group(1)) for m in _MADE_LINE.finditer(document.text, block.start, block.end)}
    return made
