"""The checkpoints that a text names as parents, each where it does so; the wordings are those of `rules/lexicon/lineage.*.yaml`.

Where the name stands is told by the wording: behind it, before it, in a field, in a list.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from conduct_lint.document import Document
from conduct_lint.facts import checkpoints, parent_lists, recipes
from conduct_lint.facts.checkpoints import Checkpoint
from conduct_lint.facts.model_names import TOKEN, family_of, release
from conduct_lint.inline import Mark
from conduct_lint.lexicon import Said, framed, pattern, said
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

#: No more words of lineage than these are looked at in one document.
MOST_USES = 400


#: A name at the beginning of a sentence is no longer than this.
MOST_BEFORE = 40
#: A link of more characters before a wording is no name, but the title of a page.
_LONG_TITLE = 25
#: "[2024/04/30] …", "* 12/19: …": an item of news, as often of another model.
_DATED = regex(
    r"\W{0,12}(?:20\d\d[/.年-]\d{1,2}\b|\d{1,2}/\d{1,2}(?:/(?:20)?\d\d)?\b|[A-Z][a-z]{2,8}\.? \d{1,2}(?:st|nd|rd|th)?,? 20\d\d\b)"
)

_BEHIND_NAME = r"[\s*_`\"'”’)\]+]*"
#: What calls the name before it a checkpoint, a model, a component of one.
_CALLED_CHECKPOINT = framed("lineage_context", _BEHIND_NAME + "{checkpoint}")
_CALLED_MODEL = framed("lineage_context", _BEHIND_NAME + "{model}")
_CALLED_EITHER = framed("lineage_context", _BEHIND_NAME + "(?:{checkpoint}|{model})")
_CALLED_COMPONENT = framed("lineage_context", _BEHIND_NAME + "{component}")
_HANDLED_FROM = framed("lineage_context", r"\b{handled}\W+from\b")
_SUCCESSOR = framed("lineage_context", r"{successor}\W*\Z")
#: Behind "Wader-based": a model that was trained further.
_TUNED = framed("lineage_context", r"\W*{model}\W+(?:(?:that|which) {passive} )?{further}")
#: What stands between a model and the word that tells what was done with it: "plover-base has been further".
_PASSIVE = framed("lineage_context", r"[\s*_`]*{passive}[\s*_]*\Z")
#: What joins two names.
_JOINT = framed("lineage_context", r"[\s*_`)\]]*(?:models?|checkpoints?)?[\s,]*{and}\s*")
#: The subject of "based on" where that is no model. "This repository contains a model based on": the model is.
_THING = framed("lineage_context", r"{thing}(?!-)(?!\W+{holds})[^.]{0,60}\Z")


class Told(NamedTuple):
    """A checkpoint that the text names as a parent. `wording`: the words that tell so; `behind`: the name follows them."""

    checkpoint: Checkpoint
    relation: str
    wording: str
    behind: bool = True


def told(document: Document) -> Iterator[Told]:
    uses = said(document).get("lineage", ())
    made = {use.sentence for use in uses if use.wording.kind == "made"}
    for use in uses[:MOST_USES]:
        relation, _, where = use.wording.kind.partition(":")
        if relation == "made" or (where == "if-made" and use.sentence not in made):
            continue
        index = document.block_index(use.match.start())
        if index < 0:
            continue
        block = document.blocks[index]
        for checkpoint in _named(document, use, relation, where, block, index):
            yield Told(checkpoint, relation, use.match.group(), checkpoint.span.start >= use.match.start())
    yield from (Told(*one) for one in recipes.told(document))


def shown(document: Document) -> Iterator[Told]:
    """What a text that tells no parent in words shows by the code of a training or of a use."""
    yield from (Told(*one) for one in recipes.started(document))


def _named(document: Document, use: Said, relation: str, where: str, block: Block, index: int) -> Iterator[Checkpoint]:
    start, end = use.match.span()
    if where.startswith("field"):
        named = parent_lists.field(document, use, block, index)
        yield from (
            found for found in named if where == "field" or found.hub or (release(found.written) and _alone(document, found))
        )
        return
    limit = _end_of(document, use, block)
    if _ruled_out(document, use, where, limit, block):
        return
    if where.startswith("before"):
        found = _before(document, use, where, block)
        if found:
            yield found
        return
    if where == "below":
        yield from parent_lists.items(document, index)
        return
    if where == "itself":
        name = regex(r"\S+").match(document.text, start)
        if name:
            yield Checkpoint(name.group(), Span(start, name.end()))
        return
    if where == "in-code":
        yield from _in_code(document, end, limit, block)
        return
    if where == "in-link":
        found = _of_link(document, block, lambda link: link.inner <= start and end <= link.inner_end)
        if found:
            yield found._replace(written=str(found.hub))
        return
    if where == "list":
        yield from parent_lists.listed(document, use, limit, block, index)
        return
    found = None
    if where == "shaped":
        # "A chat model based on the Wader-7B architecture. It was fine-tuned on": a size in billions is that of weights.
        found = checkpoints.first_in(document, block, end, limit)
        tuned = pattern("lineage_context", "further").search(document.lower, block.start, block.end)
        sized = found and regex(r"\d").search(found.written) and _certain(found)
        if found and tuned and sized and document.visible[end : found.span.start].strip(" *_`[") == "":
            yield found
        return
    if where == "linked":
        # "the original model card [here](…)": the last word of the wording is that of the link.
        found = _of_link(document, block, lambda link: start <= link.inner and link.inner_end <= end)
    found = found or checkpoints.after(document, end, limit, block, strict=where == "based", far=where in ("", "bare", "based"))
    if found and _fits(document, found, use, where, block):
        yield found
        if relation in ("finetune", "merge", "quantized", "adapter"):
            yield from _joined(document, found, limit, block)


def _before(document: Document, use: Said, where: str, block: Block) -> Checkpoint | None:
    """The parent whose name stands before a wording, as far as that wording tells; see the lexicon for what each asks."""
    start, end = use.match.span()
    begins = _start_of(document, use, block)
    if where == "before-based":
        hyphen = start - document.visible.startswith("-", start - 1)
        found = checkpoints.before(document, hyphen, begins, block, strict=False)
        tuned = found and family_of(found.written) and _TUNED.match(document.lower, end)
        # "for Wader-7B-based models" tells of others.
        others = not tuned and regex(r"\s*\w*models\b").match(document.lower, end)
        tool = checkpoints.tells_no_checkpoint(document, end)
        return found if found and (_release(found) or tuned) and not others and not tool else None
    # Looking for a name takes longer than looking for what must stand before it.
    if where == "before-is" and not regex(r"\b(?:is|are)\b|['’]s\b|\(").search(document.lower, begins, start):
        return None
    if (
        where == "before-known"
        and start - begins > MOST_BEFORE
        and not regex(r"\b(?:is|are)\b").search(document.lower, begins, start)
    ):
        return None
    if where == "before-picture" and not pattern("model-family", "picture").search(
        document.lower, max(begins, start - 60), start
    ):
        return None
    found = checkpoints.before(document, start, begins, block, strict=where != "before-release")
    if found and pattern("lineage_context", "other-model").search(
        document.visible, max(begins, found.span.start - 50), found.span.start
    ):
        return None
    if found and where in ("before-release", "before-is"):
        # "It is [Plover base](…) trained on songs", "A Plover-7B model trained on songs".
        opening = document.visible[begins : found.span.start]
        if where == "before-is":
            if regex(r"\(\W*\Z").search(opening) and release(found.written):
                # "Wader (`wader-base-cased`) trained on"
                return found
            told = (found.linked and found.hub) or release(found.written)
            return found if told and regex(r"(?:\b(?:is|are)|['’]s)(?: the| an?)?\W*\Z").search(opening) else None
        one = regex(r"(?:\b(?:is|are|as) an?|\A\W*(?:[Aa]n?)?)\W*\Z").search(opening)
        numbered = regex(r"\d[bB]\b").search(found.written) or _release(found)
        return found if (found.linked and found.hub) or release(found.written) or (one and numbered) else None
    if where == "before-certain":
        return found if found and _certain(found) else None
    if where == "before-numbered":
        return found if found and (found.hub or family_of(found.written) or regex(r"\d").search(found.written)) else None
    if where == "before-picture":
        # "An SDXL LoRA", "this Stable Diffusion 2.1 embedding"
        family = family_of(found.written) if found and not (found.hub and not found.linked) else None
        made = family and pattern("model-family", "picture").fullmatch(family)
        opening = document.visible[begins : found.span.start] if found else ""
        return found if made and regex(r"\b(?:an?|this|my|our|is)\W*\Z", re.I).search(opening) else None
    if where == "before-known":
        # "It is an Open Llama derivative"
        opening = document.visible[begins : found.span.start] if found else ""
        known = found and ((found.linked and found.hub) or family_of(found.written))
        return found if known and regex(r"(?:\b(?:is|are) an?|\A\W*(?:[Aa]n?)?)\W*\Z").search(opening) else None
    if where == "before-opening":
        # "Wader-7B quantized to 4 bits", "`wader-base` was adapted to songs"; of any other name, the model itself.
        opening = document.visible[begins : found.span.start] if found else ""
        sized = (
            found
            and regex(r"\d").search(found.written)
            and (family_of(found.written) or regex(r"\d[bB]\b").search(found.written))
        )
        begun = sized and use.wording.kind.startswith("converted") and regex(r"\A\W*(?:(?:the|an?) )?\Z", re.I).match(opening)
        return found if found and (found.hub or release(found.written) or begun) else None
    if found is None and where == "before":
        passive = _PASSIVE.search(document.visible, max(begins, start - 40), start)
        found = checkpoints.before(document, passive.start(), begins, block) if passive else None
        # "The plover-large model was fine-tuned on": of any other name, the model itself.
        return found if found and release(found.written) else None
    return found if found and ((found.linked and found.hub) or (where == "before" and not _tool(found))) else None


def _of_link(document: Document, block: Block, fits: Callable[[Mark], bool]) -> Checkpoint | None:
    """The model of the Hub that the first fitting link of a block leads to."""
    link = next((mark for mark in checkpoints.marks_of(document, block) if mark.kind == "link" and fits(mark)), None)
    found = checkpoints.of_mark(document, link) if link else None
    return found if found and found.hub else None


def _in_code(document: Document, start: int, end: int, block: Block) -> Iterator[Checkpoint]:
    """A file of weights in a code span: "exported from `plover_v1/plover.ckpt`"."""
    for mark in checkpoints.marks_of(document, block):
        if mark.kind == "code" and start <= mark.start < min(end, start + 20):
            yield Checkpoint(document.text[mark.inner : mark.inner_end].removesuffix(".ckpt"), Span(mark.start, mark.end))
            return


def _ruled_out(document: Document, use: Said, where: str, limit: int, block: Block) -> bool:
    """Whether the words before a wording tell that nothing was made, or that something other than a model was."""
    start = use.match.start()
    if any(
        mark.kind == "link"
        and mark.inner < start
        and use.match.end() < mark.inner_end
        and (checkpoints.ELSEWHERE.search(mark.target) or start - mark.inner > _LONG_TITLE)
        for mark in checkpoints.marks_of(document, block)
    ):
        # "[Wader, a distilled version of Heron](…)": the title of a paper.
        return True
    if _DATED.match(document.visible, block.start) and not _names_itself(document, block):
        return True
    lead = document.visible[max(use.sentence.start, start - 90) : start]
    if pattern("lineage_context", "ruled-out").search(lead[-40:]):
        return True
    # "An improved version of the original Wader-7B": the model before this one.
    if where in ("linked", "sized") and _SUCCESSOR.search(lead[-40:]):
        return True
    if where not in ("", "based") or not pattern("lineage_context", "loose").match(use.match.group()) or not _THING.search(lead):
        return False
    # "fine-tuned on the songs data set, based on the Wader model": the model is.
    found = checkpoints.after(document, use.match.end(), limit, block)
    if found is None or not _trained_on(document, use):
        return True
    sized = regex(r"\d[bB]\b").search(found.written) or release(found.written)
    return not (_CALLED_EITHER.match(document.visible, found.span.end) or (sized and not found.linked))


def _names_itself(document: Document, block: Block) -> bool:
    """Whether a block has a name of the title in it."""
    title = document.title.title if document.title else ""
    tokens = (token.group().rstrip(_ENDING) for token in TOKEN.finditer(title or ""))
    names = {token for token in tokens if regex(r"[A-Za-z].*\d").search(token)}
    told = TOKEN.finditer(document.visible, block.start, block.end) if names else ()
    return any(token.group().rstrip(_ENDING) in names for token in told)


#: What a token takes along from the sentence around it.
_ENDING = ".-/+"


def _trained_on(document: Document, use: Said) -> bool:
    return pattern("lineage_context", "further").search(document.lower, use.sentence.start, use.match.start()) is not None


def _fits(document: Document, found: Checkpoint, use: Said, where: str, block: Block) -> bool:
    """Whether the name behind a wording is a parent, as far as that wording tells; see the lexicon for what each asks."""
    end = use.match.end()
    named = found.linked or found.hub or family_of(found.written)
    if use.wording.kind.startswith("adapter") and not named and not regex(r"\d").search(found.written):
        # "A LoRA of Anna_Heron": of whom it makes pictures.
        return False
    person = not (found.linked or found.hub or regex(r"\d").search(found.written))
    if where == "bare" and person and regex(r"\bby\W*\Z").search(document.visible, end, found.span.start):
        return False
    if where == "linked":
        return found.hub is not None
    if where == "certain":
        return _certain(found)
    if where == "path":
        return "/" in found.written
    if where == "based":
        plain = found.written.lower()
        # The plural is always one of an architecture.
        family = not found.linked and any(
            family_of(name) == name and not pattern("model-family", "weights").fullmatch(name)
            for name in (plain, plain.removesuffix("s"))
        )
        # "A language model based on RoBERTa" tells an architecture, unless weights are trained further.
        weights = _CALLED_CHECKPOINT.search(document.visible, end, found.span.start)
        # A paper's model is an architecture too.
        paper = not found.linked and any(
            mark.kind == "link" and mark.start <= found.span.start < mark.end and checkpoints.ELSEWHERE.search(mark.target)
            for mark in checkpoints.marks_of(document, block)
        )
        # "trained based on ResNet18": the number is that of an architecture.
        shape = not found.linked and pattern("model-family", "shape").fullmatch(plain) is not None
        return not (family or shape or paper) or bool(
            weights or pattern("lineage_context", "further").search(document.lower, *use.sentence)
        )
    if where == "bracket":
        return bool(found.linked and found.hub and document.visible[end : found.span.start].strip() in ("(", "["))
    if where == "checkpoint":
        return bool((found.hub and found.linked) or _CALLED_EITHER.match(document.visible, found.span.end)) or bool(
            _CALLED_CHECKPOINT.search(document.visible, end, found.span.start)
        )
    if where == "component":
        return bool(found.linked and found.hub) and _CALLED_COMPONENT.match(document.visible, found.span.end) is not None
    if where == "on-model":
        family_name = family_of(found.written)
        return bool(found.linked and found.hub) or (family_name is not None and not _data(family_name))
    if where == "weights":
        return _weights(document, found, block)
    if where == "if-trained":
        lead = document.lower[use.sentence.start : use.match.start()]
        weights = pattern("model-family", "weights").fullmatch(family_of(found.written) or "")
        data = regex(r"\d[kK]\Z").search(found.written)
        return bool(
            ((found.linked and found.hub) or weights or (release(found.written) and not data))
            and pattern("lineage_context", "trained").search(lead)
            and not pattern("lineage_context", "handled").search(lead)
        )
    if where == "checkpointed":
        if found.linked and found.hub:
            # "trained on songs that were translated from": what was handled last.
            return _HANDLED_FROM.search(use.match.group()) is None
        return _CALLED_CHECKPOINT.match(document.visible, found.span.end) is not None
    if where in ("family", "sized"):
        known = found.hub is not None or family_of(found.written) is not None
        return (known or regex(r"\d[bB]\b").search(found.written) is not None) and (
            where == "family" or regex(r"\d").search(found.written) is not None or release(found.written)
        )
    if where == "opening":
        opening = document.visible[_start_of(document, use, block) : use.match.start()].strip(" *_#")
        # "Plover: Fine-tuned BERT base on songs"
        if (block.depth and not opening) or (opening and not opening.endswith((":", "："))):
            return False
    if where in ("bare", "opening"):
        numbered = regex(r"[\w.-]+/|[\s\S]*[\d-]").match(found.written)
        return bool(found.linked or numbered or family_of(found.written))
    return True


def _data(family: str) -> bool:
    """Whether a family is known by the name of its data too."""
    return pattern("model-family", "data-word").fullmatch(family) is not None


def _weights(document: Document, found: Checkpoint, block: Block) -> bool:
    """Whether "trained on" tells weights and no data: "trained on Mistral-7B-v0.1", "trained on Llama 3 by Meta"."""
    known = family_of(found.written)
    if known is None or _data(known):
        return False
    rest = document.visible[found.span.end : min(block.end, found.span.end + 24)]
    return regex(r"[\s*_`)]*(?:[.,;]?\s*\Z|[.,;](?!\d)|(?:by|as|with|using|base|models?|checkpoints?)\b)").match(rest) is not None


def _siblings(one: str, two: str) -> bool:
    """Whether two names are of one family: "Wader-1B-Base and Wader-3B-Base"."""
    return regex(r"\d").search(two) is not None and family_of(one) is not None and family_of(one) == family_of(two)


def _tool(found: Checkpoint) -> bool:
    """Whether a link rather leads to a library: its name is of no known family and has neither size nor version."""
    return found.linked and not found.hub and not regex(r"\d").search(found.written) and not family_of(found.written)


def _release(found: Checkpoint) -> bool:
    """Whether a name is that of one release of a family, as "Llama 2" or "Mistral-7B", rather than of an architecture."""
    known = family_of(found.written)
    lettered = known is None or pattern("model-family", "architecture").fullmatch(known)
    return not lettered and regex(r"[A-Za-z]{3}[ -]?v?\d").search(found.written) is not None


def _alone(document: Document, found: Checkpoint) -> bool:
    """Whether a name opens what a field holds: "Encoder: a 32-layer Wader-Large" tells how it is built."""
    before = document.visible[max(0, found.span.start - 40) : found.span.start]
    return regex(r"(?:\A|[:：|=\n])[^\w\n]*\Z").search(before) is not None


def _certain(found: Checkpoint) -> bool:
    """Whether a name can only be that of weights: an id, so many billions, a release of a family. "ResNet-50" is often a plan."""
    if found.hub and (found.linked or family_of(found.hub.rsplit("/", 1)[-1]) or regex(r"\d").search(found.hub)):
        return True
    known = family_of(found.written)
    sized = regex(r"\d[bB]\b").search(found.written) is not None
    return sized or release(found.written) or bool(known and not _data(known) and _release(found))


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
    joint = _JOINT.match(document.visible, found.span.end, end)
    if joint:
        second = checkpoints.after(document, joint.end(), end, block)
        alike = second and bool(second.linked) == bool(found.linked) and bool(second.hub) == bool(found.hub)
        families = second and {found.written.lower(), second.written.lower()} == {
            family_of(found.written),
            family_of(second.written),
        }
        models = families and second and _CALLED_MODEL.match(document.visible, second.span.end)
        if second and alike and (second.linked or second.hub or models or _siblings(found.written, second.written)):
            yield second
