"""Checks of the family attribution: parents credited in text and metadata, data sets, recommendations.

References have a module of their own, registered by importing it here.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from itertools import takewhile

from conduct_lint.checks import attribution_references  # noqa: F401
from conduct_lint.checks.license import added
from conduct_lint.document import Document
from conduct_lint.facts import model_names
from conduct_lint.facts.lineage import Upstream, declared, upstream
from conduct_lint.facts.metadata import fields, listed, short
from conduct_lint.frontmatter import Scalar, strings
from conduct_lint.lexicon import pattern
from conduct_lint.matchers import check
from conduct_lint.model import Edit, Fix, Hit, Related, Span
from conduct_lint.patterns import regex

_SUBJECT = regex(r"\W*([A-Z][\w.+-]*(?: [A-Z\d][\w.+-]*){0,4}) +(?:is|was) +(?:an?|the)\b")
_PIECES = regex(r"[^\W\d_]+|\d+(?:\.\d+)*")

# ── ATT002–ATT005: parents ───────────────────────────────────────────────────────────────────────────────────────────


@check
def upstream_not_in_metadata(document: Document) -> Iterator[Hit]:
    """The text names the checkpoint that the model was made from, the metadata have no `base_model`."""
    data = fields(document)
    if declared(document) or not data.entries:
        return
    named = [model for model in upstream(document) if model.hub and not model.in_metadata and not _of_another(document, model)]
    if not named:
        return
    # Several entries under `base_model` mean a merge; of a finetune only the parent told first is certain to be the direct one.
    named = named if named[0].relation == "merge" else named[:1]
    linked = list(dict.fromkeys(model.hub for model in named if model.linked and model.hub))
    edit = _base_models(document, linked) if linked and data.get("base_model") is None else None
    fix = (
        Fix(f"Add `base_model` ({len(linked)})" if len(linked) > 1 else f"Add `base_model: {linked[0]}`", (edit,))
        if edit
        else None
    )
    hubs = list(dict.fromkeys(str(model.hub) for model in named))
    yield Hit(named[0].span, {"models": listed(hubs), "first": hubs[0]}, fix=fix)


def _of_another(document: Document, model: Upstream) -> bool:
    """ "StiltPlus is a fine-tuned version of …" in the card of another model: its grandparent; or the model itself."""
    if model.prose_span is None:
        return False
    if model.hub and model.hub.lower() == document.name.lower():
        return True
    sentence = document.sentence(model.prose_span.start)
    subject = _SUBJECT.match(document.visible, sentence.start, max(sentence.start, model.prose_span.start))
    title = document.title.title if document.title and document.title.title else ""
    own = [key for key in (model_names.key(title), model_names.key(document.name)) if key and key != "readmemd"]
    named = subject and not pattern("attribution", "no-name").match(subject.group(1))
    name = model_names.key(subject.group(1)) if subject and named else ""
    return bool(name and own) and not any(name in key or key in name for key in own)


def _base_models(document: Document, ids: list[str]) -> Edit | None:
    if len(ids) == 1:
        return added(document, f"base_model: {ids[0]}")
    newline = "\r\n" if "\r\n" in document.text else "\n"
    return added(document, "base_model:" + "".join(f"{newline}- {one}" for one in ids))


@check
def upstream_not_credited(document: Document) -> Iterator[Hit]:
    """`base_model` is set, and no word of the text names or links it."""
    if not declared(document):
        return
    start = document.front_matter.span.end if document.front_matter.span else 0
    body = document.text[start:].lower()
    unnamed = [value for value in declared(document) if str(value.value).lower() not in body]
    if not unnamed or len(_PIECES.findall(body)) < 5:
        return
    squeezed = regex(r"[\W_]+").sub("", body)
    unnamed = [value for value in unnamed if not _credited(str(value.value), body, squeezed)]
    if unnamed:
        yield Hit(unnamed[0].span, {"models": listed([str(value.value) for value in unnamed])})


def _common(piece: str) -> bool:
    """Whether a piece of a model's id names no model."""
    return pattern("model-family", "common").fullmatch(piece) is not None


def _credited(model: str, body: str, squeezed: str) -> bool:
    if model_names.key(model) and model_names.key(model) in squeezed:
        return True
    # Vendor, family and size in any order and spelling: "Llama 3 70B".
    words = {
        piece
        for piece in _PIECES.findall(model.lower().rsplit("/", 1)[-1])
        if len(piece) > 2 and not piece[0].isdigit() and not _common(piece)
    }
    return not words or any(word in squeezed for word in words) or _shortened(model, body)


def _shortened(model: str, body: str) -> bool:
    """True where the text has a model's initials with what follows them: "SDXL" for `stable-diffusion-xl-base-1.0`, "SD 3"."""
    pieces = regex(r"[a-z]+|\d+").findall(model.lower().rsplit("/", 1)[-1])
    long = list(takewhile(lambda piece: len(piece) > 3, pieces))
    short = [piece for piece in pieces[len(long) :] if piece != "v"][:1]
    if len(long) < 2 or not short or len(short[0]) > 3:
        return False
    initials = "".join(piece[0] for piece in long)
    return re.search(rf"(?<![a-z]){initials}[\s._-]?v?{short[0]}(?![a-z])", body) is not None


@check
def upstream_mismatch(document: Document) -> Iterator[Hit]:
    """The text says that it was fine-tuned from one model, the metadata say from another."""
    values = declared(document)
    told = [
        m
        for m in upstream(document)
        if not m.in_metadata and m.linked and m.hub and m.relation == "finetune" and "tun" in m.wording
    ]
    copied = pattern("attribution", "copied").search(document.lower)
    if len(values) != 1 or len(told) != 1 or copied or any(m.in_metadata and m.in_prose for m in upstream(document)):
        return
    (value,), (model,) = values, told
    ours = str(value.value)
    title = document.title.title if document.title and document.title.title else ""
    names = {document.name.rsplit("/", 1)[-1], title}
    # A quantisation, a mirror or a later version of the card's own model shares words of its name.
    if _words(ours) & _words(str(model.hub)) or any(_words(ours) & _words(name) for name in names):
        return
    yield Hit(model.span, {"told": short(str(model.hub)), "declared": short(ours)}, (Related(value.span, "the metadata"),))


def _words(model: str) -> frozenset[str]:
    return frozenset(
        p for p in _PIECES.findall(model.lower().rsplit("/", 1)[-1]) if len(p) > 2 and not p[0].isdigit() and not _common(p)
    )


@check
def relation_missing(
    document: Document, quantized: Collection[str], adapter: Collection[str], merge: Collection[str]
) -> Iterator[Hit]:
    """A quantised model, adapter or merge, by tags or text, whose `base_model_relation` is absent or says otherwise.

    Arguments: the tags that tell each of the three, lower case.
    """
    data = fields(document)
    values = declared(document)
    if not values:
        return
    tags = {str(scalar.value).lower() for key in ("tags", "library_name") for scalar in strings(data.get(key))}
    telling = ((word, tags & set(told)) for word, told in (("quantized", quantized), ("adapter", adapter), ("merge", merge)))
    found, tag = next(((word, min(told)) for word, told in telling if told), ("", ""))
    place = None
    if not found:
        found, place = _told_relation(document)
        if not found or place is None:
            return
    node = data.get("base_model_relation")
    words = {"relation": found, "tag": tag, "model": short(str(values[0].value))}
    if node is None:
        edit = added(document, f"base_model_relation: {found}")
        fix = Fix(f"Add `base_model_relation: {found}`", (edit,), safe=False) if edit else None
        related = (Related(place, "the text"),) if place else ()
        yield Hit(values[0].span, words, related, fix=fix, variant="told" if place else "")
    elif isinstance(node, Scalar) and node.raw != found and (node.raw == "finetune" or (place and node.raw in _RELATIONS)):
        related = (Related(place, "the text"),) if place else ()
        yield Hit(node.span, words | {"said": node.raw}, related, variant="different-told" if place else "different")


#: What the Hub takes for `base_model_relation`.
_RELATIONS = ("finetune", "quantized", "adapter", "merge")


def _told_relation(document: Document) -> tuple[str, Span | None]:
    """The relation to the model of the metadata that the text tells beyond doubt, and where: empty and None for none."""
    told = [model for model in upstream(document) if model.in_metadata and model.in_prose and model.prose_span]
    merged = [model for model in told if model.relation == "merge"]
    if len(merged) > 1:
        return "merge", merged[0].prose_span
    for model in told[:1]:
        if model.relation in ("quantized", "adapter") and pattern("attribution", model.relation).search(model.wording):
            return model.relation, model.prose_span
    return "", None


# ── ATT009, ATT010: data and recommendations ─────────────────────────────────────────────────────────────────────────

_DATASET_URL = regex(
    r"(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/datasets/([\w.-]+(?:/(?!(?:blob|tree|resolve|viewer)/)[\w.-]+)?)", re.I
)


@check
def dataset_not_in_metadata(document: Document) -> Iterator[Hit]:
    """A data set of the Hub that the text says it was trained on is missing from `datasets`."""
    data = fields(document)
    if not data.entries:
        return
    known = {regex(r"[\W_]+").sub("", str(scalar.value).lower().rsplit("/", 1)[-1]) for scalar in strings(data.get("datasets"))}
    missing: dict[str, Span] = {}
    for marks in document.marks:
        for mark in marks:
            m = _DATASET_URL.match(mark.target) if mark.kind in ("link", "url") else None
            if m is None or regex(r"[\W_]+").sub("", m.group(1).lower().rsplit("/", 1)[-1]) in known:
                continue
            sentence = document.sentence(mark.inner)
            before = document.prose[sentence.start : mark.start]
            near = before[-120:]
            trained = pattern("attribution", "trained-on").search(near)
            if trained and not pattern("attribution", "not-trained-on").search(before):
                missing.setdefault(m.group(1), Span(mark.start, mark.end))
    if not missing:
        return
    names = list(missing)
    node = data.get("datasets")
    edit = None
    if node is None:
        newline = "\r\n" if "\r\n" in document.text else "\n"
        edit = added(document, "datasets:" + "".join(f"{newline}- {name}" for name in names))
    yield Hit(missing[names[0]], {"datasets": listed(names)}, fix=Fix("Add `datasets`", (edit,)) if edit else None)


@check
def recommended_without_link(document: Document) -> Iterator[Hit]:
    """A text recommends a model by a name that leads nowhere: no link, no id."""
    linked = {model_names.key(document.text[mark.inner : mark.inner_end]) for mark in document.marked("link")}
    linked |= {
        model_names.key(model_names.hub_id(mark.target) or "") for kind in ("link", "url") for mark in document.marked(kind)
    }
    told: set[str] = set()
    from conduct_lint.facts.recommends import offered

    for model, address, place in offered(document):
        name = model_names.key(model)
        if address or name in told or any(name in other or (len(other) > 4 and other in name) for other in linked if other):
            continue
        told.add(name)
        yield Hit(place, {"model": short(model)})
