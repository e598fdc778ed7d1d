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

_RECIPE = regex(r"[\s\d.()*%=/\]\[-]*(?:\+|：|:|×|\bx\b|(?<=\d) - | - (?=\d))[\s\d.()*%=\[]*\Z")
_SUM = regex(r"^[ \t]*[\w.-]{3,}(?: \+ [\w.-]{3,}){2,}[ \t]*$", re.M)
_MERGEKIT = regex(r"^[ \t{]*\"?(?:merge_method|slices|models|gate_mode|experts)\"?[ \t]*:", re.M)
_MERGE_LINE = regex(
    r"^[ \t{]*(?:-[ \t]+)*\"?(?:base_model|model|source_model)\"?[ \t]*:[ \t]*(?:model[ \t]*:[ \t]*)?[\"']?([^\s\"'#{},]+)", re.M
)
#: `base_model_path = "heron/plover"`, `'base_model_name_or_path': 'heron/plover'`, `base = "heron/plover"` that is loaded
#: afterwards; of YAML `base_model: heron/plover`
_BASE = regex(
    r"(?<![\w.])base(?:_(?:model|llm|checkpoint|ckpt)(?:_name_or_path|_name|_path|_id|_repo)?[\"']?"
    r"|(?:_id)?(?=[ \t]*=[^\n]*\n[\s\S]{0,600}from_pretrained\(\s*base(?:_id)?\b))"
    r"[ \t]*(?:=|:(?=[ \t]*[\"']))[ \t]*[\"']([\w.-]+/[\w.-]+)[\"']"
    r"|^[ \t]*base_model:[ \t]*(\w[\w.-]*/[\w.-]+)[ \t]*$",
    re.I | re.M,
)
_MADE_LINE = regex(r"^[ \t]*name[ \t]*:[ \t]*[\"']?([^\s\"'#]+)", re.M)
_PEFT = regex(r"PeftModel\w*\.from_pretrained")
_LOADED = regex(
    r"(?:AutoModel\w*|\w+ForCausalLM|\w+ForConditionalGeneration|\w+Pipeline)\.from_pretrained\(\s*[\"']([\w.-]+/[\w.-]+)[\"']"
)
#: `--model_name_or_path plover-base \`, `"pretrained_model_name_or_path": "heron/plover"`, `model_name: plover-base`
_STARTED = regex(
    r"(?:\b|pretrained_)model_name(?:_or_path)?[\"']?(?:[ \t]*[:=][ \t]*|[ \t]+)[\"']?(\w[\w.-]*(?:/[\w.-]+)?)(?![\w./(-])"
)
#: A task that is the reader's to fill in: how to train this model further.
_TO_FILL_IN = regex(r"task_name[ =]+\$")
_WARM_STARTED = regex(r"from_encoder_decoder_pretrained\(\s*[\"']([\w./-]+)[\"']\s*,\s*[\"']([\w./-]+)[\"']")
_TOKENIZER = regex(r"(?:Tokenizer\w{0,40}|Processor|FeatureExtractor)\.from_pretrained\(\s*[\"'](\w[\w.-]*(?:/[\w.-]+)?)[\"']")
_MODEL = regex(
    r"\b(?:TF|Flax)?(\w{1,40}?)(?:Model\w{0,40}|LMHead\w{0,40}|For[A-Z]\w{1,40}|Pipeline)"
    r"\.from_pretrained\(\s*[\"']([\w./-]+)[\"']"
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
            continue
        for at, name, relation, sign in _loaded(body):
            if key(name) not in _made_on_the_way(document):
                span = Span(block.start + at, block.start + at + len(name))
                yield (Checkpoint(name, span, name if "/" in name else None), relation, sign)


def _loaded(body: str) -> Iterator[tuple[int, str, str, str]]:
    """The models that a piece of code starts from: place, name, relation and the sign of it."""
    if base := _BASE.search(body):
        yield base.start(base.lastindex or 1), base.group(base.lastindex or 1), "unknown", base.group()
    elif _PEFT.search(body) and (loaded := _LOADED.search(body)):
        yield loaded.start(1), loaded.group(1), "adapter", "PeftModel"


def started(document: Document) -> Iterator[tuple[Checkpoint, str, str]]:
    """The models that the code of a training, or of a use, shows this one to be trained from."""
    code = [block for block in document.blocks if block.kind == "code"]
    for block in code:
        found = _WARM_STARTED.search(document.text, block.start, block.end) or _trained(document, block)
        if found:
            yield from (_named(found, part) for part in range(1, (found.lastindex or 0) + 1))
    if "from_pretrained" in document.text:
        yield from _by_tokenizer(document, code)


def _trained(document: Document, block: Block) -> re.Match[str] | None:
    """`--model_name_or_path plover-base --do_train`"""
    found = _STARTED.search(document.text, block.start, block.end)
    if found is None or not model_names.namelike(found.group(1)) or _TO_FILL_IN.search(document.text, block.start, block.end):
        return None
    return found if pattern("lineage_context", "training-flag").search(document.text, block.start, block.end) else None


def _named(found: re.Match[str], part: int = 1) -> tuple[Checkpoint, str, str]:
    name = found.group(part)
    return (Checkpoint(name, Span(*found.span(part)), name if "/" in name else None), "finetune", found.group())


def _by_tokenizer(document: Document, code: list[Block]) -> Iterator[tuple[Checkpoint, str, str]]:
    """The model whose tokenizer is loaded beside a model of another name, if a class or the text tells of training."""
    models = [m for block in code for m in _MODEL.finditer(document.text, block.start, block.end)]
    families = {model_names.family_of(m.group(1)) for m in models} - {None}
    further = models and not families and pattern("lineage_context", "further").search(document.lower)
    for block in code if families or further else ():
        for m in _TOKENIZER.finditer(document.text, block.start, block.end):
            name, family = m.group(1), model_names.family_of(m.group(1).rsplit("/", 1)[-1])
            if name not in {m.group(2) for m in models} and model_names.namelike(name) and (further or family in families):
                yield _named(m)
                return


def _made_on_the_way(document: Document) -> set[str]:
    """The models that the recipes of a text make and take up again, by the headings above them and by their `name`."""
    made = {"", *(key(document.visible[block.start : block.end]) for block in document.blocks if block.kind == "heading")}
    for block in document.blocks:
        if block.kind == "code":
            made |= {key(m.group(1)) for m in _MADE_LINE.finditer(document.text, block.start, block.end)}
    return made
