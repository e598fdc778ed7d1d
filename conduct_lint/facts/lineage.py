"""The checkpoints that a model was made from: fine-tuned, quantised, merged, adapted, distilled or converted.

Where the name stands is told by wordings (`rules/lexicon/lineage.*.yaml`): behind them, before them, in a field, in a list.
What may be the name of a checkpoint is decided in `checkpoints`. The name of an architecture is none.
"""

from __future__ import annotations

from collections.abc import Iterator

from conduct_lint.document import Document, once
from conduct_lint.facts import model_names, parents
from conduct_lint.facts.checkpoints import Checkpoint, own_keys
from conduct_lint.facts.model_names import key
from conduct_lint.frontmatter import Scalar, strings
from conduct_lint.lexicon import pattern
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex


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

    kind = kind_of(document)
    if kind in ("space-card", "recommendation"):
        return ()
    told = _without_shorter(_by_name(document, parents.told(document)))
    if not told and kind == "model-card" and not declared(document):
        told = _by_name(document, parents.shown(document))
    if kind == "dataset-card":
        # Data are "converted from" data and made by quantised models: only what is trained tells of a model's parent.
        told = {
            name: one
            for name, one in told.items()
            if one.behind
            and one.relation in ("finetune", "adapter")
            and _trains(document, one)
            # The head of a column tells of the models below it.
            and document.blocks[document.block_index(one.checkpoint.span.start)].kind != "cell"
        }
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
            Upstream(
                _in_full(checkpoint, relation),
                False,
                True,
                relation,
                None,
                checkpoint.span,
                checkpoint.hub,
                checkpoint.linked,
                wording,
            )
        )
    return tuple(found)


def _in_full(checkpoint: Checkpoint, relation: str) -> str:
    """A name, or the id that its link gives where the name says less: "[Wader 7B](…/wader-7b-songs)".

    Not of a merge: there a link leads to the page on which one of several files is found.
    """
    hub = checkpoint.hub
    if hub and checkpoint.linked and relation != "merge" and model_names.begins(checkpoint.written, hub):
        return hub
    return checkpoint.written


def _trains(document: Document, told: parents.Told) -> bool:
    sentence = document.sentence(told.checkpoint.span.start)
    return (
        pattern("lineage_context", "trained").search(document.lower, sentence.start, sentence.end) is not None
        or "base model" in told.wording
    )


def _same(checkpoint: Checkpoint, model: str) -> bool:
    """Whether a name in the text stands for a model of the metadata: by its words, its link, or in short."""
    if key(checkpoint.written) == key(model) or (checkpoint.hub or "").lower() == model.lower():
        return True
    return checkpoint.hub is None and (
        model_names.shortens(checkpoint.written, model) or model_names.family_in(checkpoint.written, model)
    )


def _by_name(document: Document, every: Iterator[parents.Told]) -> dict[str, parents.Told]:
    """What the text tells, once a model: two names with one link are one model."""
    own, repository = own_keys(document), document.name.lower()
    told: dict[str, parents.Told] = {}
    linked: dict[str, str] = {}
    for one in every:
        checkpoint, name = one.checkpoint, key(one.checkpoint.written)
        # A copy or a later version may bear its parent's name; then a link or the owner tells that it is another.
        other = checkpoint.linked or (checkpoint.hub is not None and one.behind)
        if not name or (name in own and not other) or (checkpoint.hub or "").lower() == repository:
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


def _without_shorter(told: dict[str, parents.Told]) -> dict[str, parents.Told]:
    """ "BERT" beside "bert-base-uncased" is the same parent, told in short."""
    kept = dict(told)
    for name, one in told.items():
        longer = [other for other in kept if other != name and _longer(kept[other], one)]
        if one.relation == "merge" and not one.checkpoint.hub and any(kept[other].checkpoint.linked for other in longer):
            # Two ingredients may be called "Wader" and "Wader-v2"; a link tells in full what words tell in short.
            kept.pop(name, None)
            continue
        longer = [other for other in longer if kept[other].relation != "merge"]
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


def _longer(one: parents.Told, other: parents.Told) -> bool:
    """Whether a name says more than another of the same model: "bert-base-uncased" than "BERT", its id than "Llama 3 8B"."""
    long, short = one.checkpoint, other.checkpoint
    if key(long.written).startswith(key(short.written)):
        return True
    if short.hub is None and not short.linked and model_names.family_in(short.written, long.written):
        return True
    return short.hub is None and long.hub is not None and model_names.shortens(short.written, long.written)
