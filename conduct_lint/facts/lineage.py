"""The checkpoints that a model was made from: fine-tuned, quantised, merged, adapted, distilled or converted.

Where the name stands is told by wordings (`rules/lexicon/lineage.*.yaml`): behind them, before them, in a field, in a list.
What may be the name of a checkpoint is decided in `checkpoints`. The name of an architecture is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

from conduct_lint.document import Document, once
from conduct_lint.facts import checkpoints
from conduct_lint.facts.checkpoints import Checkpoint, key
from conduct_lint.frontmatter import Scalar, strings
from conduct_lint.lexicon import Said, said
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.patterns import regex

#: No more words of lineage than these are looked at in one document.
MOST_USES = 400
RELATIONS = ("finetune", "quantized", "merge", "adapter", "distilled", "converted", "unknown")

_OPENING = regex(r"[^\w\n]*\Z")
_COLON = regex(r"[^\w\n:：]{0,12}(?:\[?optional\]?[^\w\n:：]{0,4})?[:：|=]")
_EMPTY = regex(
    r"\W*(?:\[?more information.*|needs more.*|none|n/?a|unknown|todo|tbd|-+|not applicable.*|scratch|from scratch|no"
    r"|itself|self)?\W*\Z",
    re.I,
)
_RULED_OUT = regex(
    r"\b(?:git|not|never|isn['’]t|aren['’]t|wasn['’]t|unlike|instead of|rather than|inspired|compared|could|can be"
    r"|should be|if you|you can|to be|will be|want to|how to|plan)\b",
    re.I,
)
#: What is "based on" something without being a model made from it.
_OTHER_THING = regex(
    r"\b(?:codes?|code ?base|repo(?:sitory)?|implementation|data ?sets?|data|chosen|selected|scores?|ranks?|ranked|section"
    r"|text|card|demo|notebook|scripts?|tokeni[sz]er|format|template"
    r"|computed|calculated|measured|filtered|evaluated|evaluation|classified|library|toolkit|framework|generated|annotated"
    r"|labell?ed|prompts?|documentation|readme|approach|method|procedure|training|architecture|taxonomy|loss|results?"
    r"|pipeline|strategy|structure|vocabulary)\b[^.]{0,60}\Z",
    re.I,
)
_FURTHER = regex(r"fine-? ?tun|adapt|further|continu|quanti|distil")
_LOOSE = regex(r"based|built|build|adapted|derived|modified|converted|developed|basad|basead|bas[ée]|basier")
_RECIPE = regex(r"[\s\d.()*%=/\]\[-]*(?:\+|：|:|×|\bx\b| - )[\s\d.()*%=\[]*\Z")
_MERGEKIT = regex(r"^[ \t]*(?:merge_method|slices|models)[ \t]*:", re.M)
_MERGE_LINE = regex(
    r"^[ \t]*(?:-[ \t]+)*(?:base_model|model|source_model)[ \t]*:[ \t]*(?:model[ \t]*:[ \t]*)?[\"']?([^\s\"'#{}]+)", re.M
)
_BASE_LINE = regex(r"^[ \t]*base_model[ \t]*:", re.M)
_PEFT = regex(r"PeftModel\w*\.from_pretrained")
_LOADED = regex(
    r"(?:AutoModel\w*|\w+ForCausalLM|\w+ForConditionalGeneration|\w+Pipeline)\.from_pretrained\(\s*[\"']([\w.-]+/[\w.-]+)[\"']"
)


class Upstream(NamedTuple):
    """One upstream checkpoint. `model` as written, in the metadata's spelling where it is there; `hub`: its id."""

    model: str
    in_metadata: bool
    in_prose: bool
    relation: str
    metadata_span: Span | None
    prose_span: Span | None
    hub: str | None = None
    linked: bool = False
    wording: str = ""

    @property
    def span(self) -> Span:
        found = self.prose_span or self.metadata_span
        assert found is not None
        return found


def declared(document: Document) -> tuple[Scalar, ...]:
    """The values of `base_model`."""
    return tuple(value for value in strings(document.front_matter.data.get("base_model")) if str(value.value).strip())


@once
def upstream(document: Document) -> tuple[Upstream, ...]:
    """The upstream checkpoints in reading order, those of the metadata first. Never raises for a fault of the text."""
    from conduct_lint.facts.kind import kind_of

    if kind_of(document) in ("dataset-card", "space-card"):
        return ()
    told: dict[str, tuple[Checkpoint, str, str]] = {}
    own = _own_keys(document)
    for checkpoint, relation, wording in _told(document):
        name = key(checkpoint.written)
        # A copy or a later version may bear its parent's name; then a link tells that it is another.
        itself = name in own and not checkpoint.linked
        if name and not itself and len(name) > 1:
            earlier = told.get(name)
            if earlier is None or (checkpoint.hub and not earlier[0].hub):
                told[name] = (checkpoint, relation, wording)
    told = _without_shorter(told)
    found = []
    for value in declared(document):
        match = told.pop(key(str(value.value)), None)
        prose = match[0].span if match else None
        found.append(
            Upstream(
                str(value.value),
                True,
                match is not None,
                match[1] if match else "unknown",
                value.span,
                prose,
                str(value.value),
                wording=match[2] if match else "",
            )
        )
    for checkpoint, relation, wording in sorted(told.values(), key=lambda entry: entry[0].span):
        found.append(
            Upstream(checkpoint.written, False, True, relation, None, checkpoint.span, checkpoint.hub, checkpoint.linked, wording)
        )
    return tuple(found)


def _own_keys(document: Document) -> set[str]:
    names = {document.name.rsplit("/", 1)[-1].removesuffix(".md")}
    if document.title and document.title.title:
        names.add(document.title.title)
        names.add(regex(r"[:(|–]| - ").split(document.title.title)[0].strip())
    index = document.front_matter.data.get("model-index")
    for entry in getattr(index, "items", ()):
        value = entry.get("name") if hasattr(entry, "get") else None
        if isinstance(value, Scalar):
            names.add(value.raw)
    return {key(name) for name in names} - {"", "readme"} - {key(str(value.value)) for value in declared(document)}


def _without_shorter(told: dict[str, tuple[Checkpoint, str, str]]) -> dict[str, tuple[Checkpoint, str, str]]:
    """ "BERT" beside "bert-base-uncased" is the same parent, told in short."""
    kept = dict(told)
    for name, (checkpoint, relation, _) in told.items():
        longer = [other for other in kept if other != name and other.startswith(name) and kept[other][1] != "merge"]
        if relation == "merge" or not longer:
            continue
        if len(longer) > 1 and not checkpoint.linked and all(checkpoint.span < kept[other][0].span for other in longer):
            # A series is made from a family; its sizes follow.
            for other in longer:
                del kept[other]
        elif not checkpoint.linked:
            kept.pop(name, None)
    return kept


# ── what the text tells ──────────────────────────────────────────────────────────────────────────────────────────────


def _told(document: Document) -> Iterator[tuple[Checkpoint, str, str]]:
    uses = said(document).get("lineage", ())
    made = {use.sentence for use in uses if use.wording.kind == "made"}
    starts = [block.start for block in document.blocks]
    for use in uses[:MOST_USES]:
        relation, _, where = use.wording.kind.partition(":")
        if relation == "made" or (where == "if-made" and use.sentence not in made):
            continue
        index = bisect_right(starts, use.match.start()) - 1
        if index < 0:
            continue
        block = document.blocks[index]
        for checkpoint in _named(document, use, relation, where, block, index):
            yield checkpoint, relation, use.match.group()
    yield from _code(document)
    yield from _recipes(document)


def _recipes(document: Document) -> Iterator[tuple[Checkpoint, str, str]]:
    """`[A](…) 0.6 + [B](…) 0.4`: models joined by the signs of a sum."""
    for block, marks in zip(document.blocks, document.marks):
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


def _named(document: Document, use: Said, relation: str, where: str, block: Block, index: int) -> Iterator[Checkpoint]:
    start, end = use.match.span()
    if where == "field":
        yield from _field(document, use, block, index)
        return
    lead = document.visible[max(use.sentence.start, start - 90) : start]
    if _RULED_OUT.search(lead[-40:]) or (
        where in ("", "based") and _LOOSE.match(use.match.group()) and _OTHER_THING.search(lead)
    ):
        return
    if where in ("before", "before-linked"):
        found = checkpoints.before(document, start, max(use.sentence.start, block.start), block)
        if found and (where == "before" or (found.linked and found.hub)):
            yield found
        return
    if where == "list":
        yield from _listed(document, use, block, index)
        return
    found = checkpoints.after(document, end, _end_of(document, use, block), block, strict=where == "based")
    if found is None or (where == "linked" and not found.hub):
        return
    family = not found.linked and checkpoints.family_of(found.written) == found.written.lower()
    if where == "based" and family and not _FURTHER.search(document.lower, use.sentence.start, use.sentence.end):
        # "A language model based on RoBERTa" tells an architecture, unless weights are trained further.
        return
    if where == "bracket" and not (found.linked and found.hub and document.visible[end : found.span.start].strip() in ("(", "[")):
        return
    if where == "checkpoint" and not (
        (found.hub and found.linked)
        or regex(r"[\s*_)\]]*(?:checkpoint|model\b|weights)").match(document.visible[found.span.end :])
    ):
        return
    if (
        where == "bare"
        and not found.linked
        and not regex(r"[\w.-]+/|[\s\S]*[\d-]").match(found.written)
        and checkpoints.family_of(found.written) is None
    ):
        return
    yield found
    if relation in ("finetune", "merge", "quantized", "adapter"):
        yield from _joined(document, found, _end_of(document, use, block), block)


def _end_of(document: Document, use: Said, block: Block) -> int:
    # A link, address or code span at the end of a sentence is blank in the prose that sentences are cut from.
    rest = document.prose[use.sentence.end : block.end]
    return min(block.end, max(use.sentence.end, use.match.end()) + len(rest) - len(rest.lstrip(" ")))


def _joined(document: Document, found: Checkpoint, end: int, block: Block) -> Iterator[Checkpoint]:
    """`X and Y`, where Y is a link or an id too."""
    joint = regex(
        r"[\s*_`)\]]*(?:models?|checkpoints?)?[\s]*(?:,? +and +|,? *& *| *\+ *|와 |과 |と|和|、| и | y | et | und )"
    ).match(document.visible, found.span.end, end)
    if joint:
        second = checkpoints.after(document, joint.end(), end, block)
        if second and (second.linked or second.hub) and bool(second.linked) == bool(found.linked):
            yield second


def _field(document: Document, use: Said, block: Block, index: int) -> Iterator[Checkpoint]:
    start, end = use.match.span()
    text, visible = document.text, document.visible
    line_start = max(block.start, text.rfind("\n", 0, start) + 1)
    if not _OPENING.match(visible[line_start:start]):
        return
    line_end = text.find("\n", end)
    line_end = block.end if line_end < 0 or line_end > block.end else line_end
    colon = _COLON.match(visible, end, line_end)
    if colon and not _EMPTY.match(visible[colon.end() : line_end].replace("\n", " ")):
        yield from _value(document, block, colon.end(), line_end)
        return
    rest = visible[end : block.end]
    if block.kind == "cell":
        if not regex(r"\W+|optional").sub("", rest) and regex(r"[ _]").search(use.match.group()):
            yield from _cells(document, block, use.wording.kind.startswith("merge"))
    elif _EMPTY.match(regex(r"^\W*(?:optional)?").sub("", rest)) or regex(r"\W*(?:optional|used|are|is)?\W*[:：]\s*").fullmatch(
        rest
    ):
        yield from _below(document, index, heading=document.heading_of(index) is not None)


def _value(document: Document, block: Block, start: int, end: int) -> Iterator[Checkpoint]:
    found = checkpoints.all_in(document, block, start, end)
    linked = [c for c in found if c.linked or c.hub]
    if linked or found:
        yield from (linked or found[:1])[:6]
        return
    words = document.visible[start:end].strip(" *_`\"'.,;[]()")
    if (
        words
        and len(words) <= 70
        and not _EMPTY.match(words)
        and len(words.split()) <= 8
        and not checkpoints._ELSEWHERE.search(words)
    ):
        at = document.visible.index(words, start)
        yield Checkpoint(words, Span(at, at + len(words)))


def _cells(document: Document, block: Block, recipe: bool) -> Iterator[Checkpoint]:
    for cell in checkpoints.related_cells(document, block, beside=block.row > 0, under=recipe):
        found = checkpoints.first_in(document, cell, cell.start, cell.end)
        if found:
            yield found


def _below(document: Document, index: int, heading: bool) -> Iterator[Checkpoint]:
    """Names in the list, or the short paragraph, that follows a field or heading."""
    first = True
    for block in document.blocks[index + 1 : index + 30]:
        if block.kind == "heading" or (block.depth == 0 and not first) or block.kind == "code":
            return
        if block.depth == 0 and not heading and block.kind != "cell":
            return
        if block.depth or block.end - block.start < 200:
            found = checkpoints.first_in(document, block, block.start, block.end)
            if found and (found.linked or found.hub or block.depth):
                yield found
        first = False


def _listed(document: Document, use: Said, block: Block, index: int) -> Iterator[Checkpoint]:
    """Names behind a word of merging: in the rest of the sentence, or in the list that follows."""
    end = _end_of(document, use, block)
    found = checkpoints.all_in(document, block, use.match.end(), end)
    told = [c for c in found if not regex(r"[\s`*)]*(?:merge )?method").match(document.visible[c.span.end : c.span.end + 20])]
    yield from told[:8]
    tail = document.visible[use.match.end() : block.end].strip()
    if tail.endswith((":", "：")) or (not told and document.heading_of(index) is not None):
        for item in document.blocks[index + 1 : index + 24]:
            if item.depth == 0 and item.kind != "cell":
                return
            one = checkpoints.first_in(document, item, item.start, item.end)
            if one and (one.linked or one.hub or item.kind != "cell"):
                yield one


def _code(document: Document) -> Iterator[tuple[Checkpoint, str, str]]:
    """Models in a mergekit recipe, and the base that an adapter is loaded onto."""
    for block in document.blocks:
        if block.kind != "code":
            continue
        body = document.text[block.start : block.end]
        if _MERGEKIT.search(body) and "model" in body:
            for m in _MERGE_LINE.finditer(body):
                name = m.group(1).split("+")[0]
                if checkpoints.HUB_ID.match(name) and name != "model" and ("/" in name or checkpoints.namelike(name)):
                    span = Span(block.start + m.start(1), block.start + m.end(1))
                    yield Checkpoint(name, span, name if "/" in name else None), "merge", "mergekit"
        elif _PEFT.search(body):
            m2 = _LOADED.search(body)
            if m2:
                yield (
                    Checkpoint(m2.group(1), Span(block.start + m2.start(1), block.start + m2.end(1)), m2.group(1)),
                    "adapter",
                    "PeftModel",
                )
