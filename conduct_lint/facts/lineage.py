"""The checkpoints that a model was made from: fine-tuned, quantised, merged, adapted, distilled or converted.

Where the name stands is told by wordings (`rules/lexicon/lineage.*.yaml`): behind them, before them, in a field, in a list.
What may be the name of a checkpoint is decided in `checkpoints`. The name of an architecture is none.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import cache
from itertools import pairwise

from conduct_lint.document import Document, once
from conduct_lint.facts import checkpoints, recipes
from conduct_lint.facts.checkpoints import Checkpoint, key
from conduct_lint.frontmatter import Scalar, strings
from conduct_lint.lexicon import Said, pattern, said
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

#: No more words of lineage than these are looked at in one document.
MOST_USES = 400
RELATIONS = ("finetune", "quantized", "merge", "adapter", "distilled", "converted", "unknown")

_OPENING = regex(r"[^\w\n]*\Z")
_COLON = regex(r"[^\w\n:：]{0,12}(?:\[?optional\]?[^\w\n:：]{0,4})?[:：|=]")


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


class _Told(NamedTuple):
    """A checkpoint that the text names as a parent. `wording`: the words that tell so; `behind`: the name follows them."""

    checkpoint: Checkpoint
    relation: str
    wording: str
    behind: bool = True


@once
def upstream(document: Document) -> tuple[Upstream, ...]:
    """The upstream checkpoints in reading order, those of the metadata first. Never raises for a fault of the text."""
    from conduct_lint.facts.kind import kind_of

    kind = kind_of(document)
    if kind == "space-card":
        return ()
    told = _without_shorter(_by_name(document))
    if kind == "dataset-card":
        # Data are "converted from" data and made by quantised models: only what is trained tells of a model's parent.
        told = {name: one for name, one in told.items() if one.relation in ("finetune", "adapter") and _trains(document, one)}
    found = []
    for value in declared(document):
        names = [name for name, one in told.items() if _same(one.checkpoint, str(value.value))]
        matches = [told.pop(name) for name in names]
        match = min(matches, key=lambda one: key(one.checkpoint.written) != key(str(value.value)), default=None)
        found.append(
            Upstream(
                str(value.value),
                True,
                match is not None,
                match.relation if match else "unknown",
                value.span,
                match.checkpoint.span if match else None,
                str(value.value),
                wording=match.wording if match else "",
            )
        )
    for checkpoint, relation, wording, _ in sorted(told.values(), key=lambda one: one.checkpoint.span):
        found.append(
            Upstream(checkpoint.written, False, True, relation, None, checkpoint.span, checkpoint.hub, checkpoint.linked, wording)
        )
    return tuple(found)


def _trains(document: Document, told: _Told) -> bool:
    sentence = document.sentence(told.checkpoint.span.start)
    return _words("trained").search(document.lower, sentence.start, sentence.end) is not None or "base model" in told.wording


def _same(checkpoint: Checkpoint, model: str) -> bool:
    """Whether a name in the text stands for a model of the metadata: by its words, its link, or in short."""
    if key(checkpoint.written) == key(model) or (checkpoint.hub or "").lower() == model.lower():
        return True
    return checkpoint.hub is None and checkpoints.shortens(checkpoint.written, model)


def _by_name(document: Document) -> dict[str, _Told]:
    """What the text tells, once a model: two names with one link are one model."""
    own, repository = _own_keys(document), document.name.lower()
    told: dict[str, _Told] = {}
    linked: dict[str, str] = {}
    for one in _told(document):
        checkpoint, name = one.checkpoint, key(one.checkpoint.written)
        # A copy or a later version may bear its parent's name; then a link or the owner tells that it is another.
        other = checkpoint.linked or (checkpoint.hub is not None and one.behind)
        if len(name) < 2 or (name in own and not other) or (checkpoint.hub or "").lower() == repository:
            continue
        hub = (checkpoint.hub or name).lower()
        known = linked.get(hub, name)
        earlier = told.get(known)
        if earlier is None:
            told[name] = one
        elif (checkpoint.hub and not earlier.checkpoint.hub) or (known != name and name == key(hub)):
            del told[known]
            told[name] = one
        else:
            continue
        linked[hub] = name
    return told


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


def _without_shorter(told: dict[str, _Told]) -> dict[str, _Told]:
    """ "BERT" beside "bert-base-uncased" is the same parent, told in short."""
    kept = dict(told)
    for name, one in told.items():
        longer = [other for other in kept if other != name and _longer(kept[other], one) and kept[other].relation != "merge"]
        if one.relation == "merge" or not longer or (one.checkpoint.linked and one.checkpoint.hub):
            continue
        family = not regex(r"\d[bBmM]\b").search(one.checkpoint.written)
        if family and len(longer) > 1 and all(one.checkpoint.span < kept[other].checkpoint.span for other in longer):
            # A series is made from a family; its sizes follow.
            for other in longer:
                del kept[other]
        else:
            kept.pop(name, None)
    return kept


def _longer(one: _Told, other: _Told) -> bool:
    """Whether a name says more than another of the same model: "bert-base-uncased" than "BERT", its id than "Llama 3 8B"."""
    long, short = one.checkpoint, other.checkpoint
    if key(long.written).startswith(key(short.written)):
        return True
    return short.hub is None and long.hub is not None and checkpoints.shortens(short.written, long.written)


# ── what the text tells ──────────────────────────────────────────────────────────────────────────────────────────────


def _told(document: Document) -> Iterator[_Told]:
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
            yield _Told(checkpoint, relation, use.match.group(), checkpoint.span.start >= use.match.start())
    yield from (_Told(*one) for one in recipes.told(document))


def _named(document: Document, use: Said, relation: str, where: str, block: Block, index: int) -> Iterator[Checkpoint]:
    start, end = use.match.span()
    if where == "field":
        yield from _field(document, use, block, index)
        return
    limit = _end_of(document, use, block)
    if _ruled_out(document, use, where, limit, block):
        return
    if where == "before-based":
        hyphen = start - document.visible.startswith("-", start - 1)
        found = checkpoints.before(document, hyphen, _start_of(document, use, block), block, strict=False)
        # "for Wader-7B-based models" tells of others.
        others = regex(r"\s*\w*models\b").match(document.lower, end) or checkpoints.tells_no_checkpoint(document, end)
        if found and _release(found) and not others:
            yield found
        return
    if where == "below":
        yield from _items(document, index)
        return
    if where in ("before", "before-linked"):
        found = checkpoints.before(document, start, _start_of(document, use, block), block)
        if found and ((found.linked and found.hub) or (where == "before" and not _tool(found))):
            yield found
        return
    if where == "itself":
        name = regex(r"\S+").match(document.text, start)
        if name:
            yield Checkpoint(name.group(), Span(start, name.end()))
        return
    if where == "in-link":
        around = [
            m for m in checkpoints.marks_of(document, block) if m.kind == "link" and m.inner <= start and end <= m.inner_end
        ]
        found = checkpoints.of_mark(document, around[0]) if around else None
        if found and found.hub:
            yield found._replace(written=found.hub)
        return
    if where == "list":
        yield from _listed(document, use, block, index)
        return
    found = checkpoints.after(document, end, limit, block, strict=where == "based")
    if found and _fits(document, found, use, where, block):
        yield found
        if relation in ("finetune", "merge", "quantized", "adapter"):
            yield from _joined(document, found, limit, block)


def _ruled_out(document: Document, use: Said, where: str, limit: int, block: Block) -> bool:
    """Whether the words before a wording tell that nothing was made, or that something other than a model was."""
    start = use.match.start()
    lead = document.visible[max(use.sentence.start, start - 90) : start]
    if _words("ruled-out").search(lead[-40:]):
        return True
    if where not in ("", "based") or not _words("loose").match(use.match.group()) or not _thing().search(lead):
        return False
    # "fine-tuned on the songs data set, based on the Wader model": the model is.
    found = checkpoints.after(document, use.match.end(), limit, block)
    return not (found and _trained_on(document, use) and _called("checkpoint", "model").match(document.visible, found.span.end))


def _trained_on(document: Document, use: Said) -> bool:
    return _words("further").search(document.lower, use.sentence.start, use.match.start()) is not None


def _fits(document: Document, found: Checkpoint, use: Said, where: str, block: Block) -> bool:
    """Whether the name behind a wording is a parent, as far as that wording tells; see the lexicon for what each asks."""
    end = use.match.end()
    if where == "linked":
        return found.hub is not None
    if where == "based":
        plain = found.written.lower()
        # The plural is always one of an architecture.
        family = not found.linked and any(checkpoints.family_of(name) == name for name in (plain, plain.removesuffix("s")))
        # "A language model based on RoBERTa" tells an architecture, unless weights are trained further.
        weights = _called("checkpoint").search(document.visible, end, found.span.start)
        return not family or bool(weights or _words("further").search(document.lower, *use.sentence))
    if where == "bracket":
        return bool(found.linked and found.hub and document.visible[end : found.span.start].strip() in ("(", "["))
    if where == "checkpoint":
        return bool((found.hub and found.linked) or _called("checkpoint", "model").match(document.visible, found.span.end))
    if where == "on-model":
        family_name = checkpoints.family_of(found.written)
        return bool(found.linked and found.hub) or (family_name is not None and not _data(family_name))
    if where == "weights":
        return _weights(document, found, block)
    if where == "if-trained":
        lead = document.lower[use.sentence.start : use.match.start()]
        return bool(found.linked and found.hub and _words("trained").search(lead) and not _words("handled").search(lead))
    if where == "checkpointed":
        if found.linked and found.hub:
            return _words("handled").search(use.match.group()) is None
        return _called("checkpoint").match(document.visible, found.span.end) is not None
    if where in ("family", "sized"):
        known = found.hub is not None or checkpoints.family_of(found.written) is not None
        return known and (where == "family" or regex(r"\d").search(found.written) is not None)
    if where == "opening":
        opening = document.visible[block.start : use.match.start()].strip(" *_#")
        # "Plover: Fine-tuned BERT base on songs"
        if block.depth or (opening and not (block.kind == "heading" and opening.endswith(":"))):
            return False
    if where in ("bare", "opening"):
        numbered = regex(r"[\w.-]+/|[\s\S]*[\d-]").match(found.written)
        return bool(found.linked or numbered or checkpoints.family_of(found.written))
    return True


def _data(family: str) -> bool:
    """Whether a family is known by the name of its data too."""
    return pattern("model-family", "data-word").fullmatch(family) is not None


def _weights(document: Document, found: Checkpoint, block: Block) -> bool:
    """Whether "trained on" tells weights and no data: "trained on Mistral-7B-v0.1", "trained on Llama 3 by Meta"."""
    known = checkpoints.family_of(found.written)
    if known is None or _data(known):
        return False
    rest = document.visible[found.span.end : min(block.end, found.span.end + 24)]
    return regex(r"[\s*_`)]*(?:[.,;]?\s*\Z|[.,;](?!\d)|(?:by|as|with|using|base|models?|checkpoints?)\b)").match(rest) is not None


@cache
def _called(*kinds: str) -> re.Pattern[str]:
    """What calls the name before it a checkpoint or a model."""
    return regex(rf"[\s*_`\"'”’)\]]*(?:{pattern('lineage_context', *kinds).pattern})", re.I)


@cache
def _words(kind: str) -> re.Pattern[str]:
    return pattern("lineage_context", kind)


@cache
def _blank() -> re.Pattern[str]:
    """A field that holds nothing."""
    return regex(rf"\W*(?:(?:{_words('blank').pattern}).{{0,40}}|-+)?\W*\Z", re.I)


@cache
def _joint() -> re.Pattern[str]:
    """What joins two names."""
    return regex(rf"[\s*_`)\]]*(?:models?|checkpoints?)?[\s,]*(?:{_words('and').pattern})\s*", re.I)


@cache
def _thing() -> re.Pattern[str]:
    """The subject of "based on" where that is no model."""
    return regex(rf"(?:{_words('thing').pattern})(?!-)[^.]{{0,60}}\Z", re.I)


def _tool(found: Checkpoint) -> bool:
    """Whether a link rather leads to a library: its name is of no known family and has neither size nor version."""
    return found.linked and not found.hub and not regex(r"\d").search(found.written) and not checkpoints.family_of(found.written)


def _release(found: Checkpoint) -> bool:
    """Whether a name is that of one release of a family, as "Llama 2" or "Mistral-7B", rather than of an architecture."""
    known = checkpoints.family_of(found.written)
    lettered = known is None or pattern("model-family", "architecture").fullmatch(known)
    return not lettered and regex(r"[A-Za-z]{3}[ -]?v?\d").search(found.written) is not None


def _end_of(document: Document, use: Said, block: Block) -> int:
    # A link, address or code span at the end of a sentence is blank in the prose that sentences are cut from.
    rest = document.prose[use.sentence.end : block.end]
    return min(block.end, max(use.sentence.end, use.match.end()) + len(rest) - len(rest.lstrip(" ")))


def _start_of(document: Document, use: Said, block: Block) -> int:
    # As at the end: a link or code span may open the sentence.
    start = max(use.sentence.start, block.start)
    before = document.prose[block.start : start]
    return start - (len(before) - len(before.rstrip(" ")))


def _joined(document: Document, found: Checkpoint, end: int, block: Block) -> Iterator[Checkpoint]:
    """`X and Y`, where Y is a link or an id too."""
    joint = _joint().match(document.visible, found.span.end, end)
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
    if colon and not _blank().match(visible[colon.end() : line_end].replace("\n", " ")):
        yield from _value(document, block, colon.end(), line_end)
        return
    rest = visible[end : block.end]
    if block.kind == "cell":
        if not regex(r"\W+|optional").sub("", rest) and regex(r"[ _]").search(use.match.group()):
            yield from _cells(document, block, use.wording.kind.startswith("merge"))
    elif _blank().match(regex(r"^\W*(?:optional)?").sub("", rest)) or regex(r"\W*(?:optional|used|are|is)?\W*[:：]\s*").fullmatch(
        rest
    ):
        yield from _below(document, index, heading=document.heading_of(index) is not None)


def _value(document: Document, block: Block, start: int, end: int) -> Iterator[Checkpoint]:
    found = checkpoints.all_in(document, block, start, end)
    linked = [c for c in found if c.linked or c.hub]
    if linked or found:
        yield from _listed_together(document, linked or found[:1])
        return
    words = document.visible[start:end].strip(" *_`\"'.,;[]()")
    if (
        words
        and len(words) <= 70
        and not _blank().match(words)
        and not pattern("model-family", "no-model").fullmatch(words.lower())
        and len(words.split()) <= 8
        and not checkpoints._ELSEWHERE.search(words)
    ):
        at = document.visible.index(words, start)
        yield Checkpoint(words, Span(at, at + len(words)))


def _listed_together(document: Document, found: list[Checkpoint]) -> Iterator[Checkpoint]:
    """The first of some names and those that are listed with it; whom it is by, or what it is for, is another matter."""
    yield found[0]
    for one, two in pairwise(found[:6]):
        if _words("aside").search(document.visible, one.span.end, two.span.start):
            return
        yield two


def _cells(document: Document, block: Block, recipe: bool) -> Iterator[Checkpoint]:
    """What a cell of a table announces: the name beside it, or those below it."""
    beside, under = (
        [c for cell in cells if (c := checkpoints.first_in(document, cell, cell.start, cell.end))]
        for cells in (
            checkpoints.related_cells(document, block, beside=block.row > 0, under=False),
            checkpoints.related_cells(document, block, beside=False, under=True),
        )
    )
    yield from beside
    # Rows with a base model each are other models, unless it is one and the same.
    if recipe or len({key(found.written) for found in under}) == 1:
        yield from under


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


def _items(document: Document, index: int) -> Iterator[Checkpoint]:
    """The models of the list that follows, each item no more than a name."""
    for item in document.blocks[index + 1 : index + 24]:
        if item.depth == 0:
            return
        one = checkpoints.first_in(document, item, item.start, item.end)
        words = " ".join(document.visible[item.start : item.end].strip(" *_-").split())
        if one and (one.linked or one.hub or key(one.written) == key(words)):
            yield one
        elif 2 < len(words) <= 40 and len(words.split()) <= 4 and words in document.text:
            at = document.text.index(words, item.start)
            yield Checkpoint(words, Span(at, at + len(words)))
