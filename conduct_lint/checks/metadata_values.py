"""Checks of the family metadata that hold values against the Hub's lists: languages, tasks, libraries, ids, arXiv tags."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from conduct_lint import vocabulary
from conduct_lint.document import Document
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.languages import prose_language
from conduct_lint.facts.metadata import fields, listed, short, without_entry, without_item
from conduct_lint.frontmatter import YAML11_BOOLEANS, Node, Scalar, Sequence, strings
from conduct_lint.frontmatter import Mapping as Fields
from conduct_lint.matchers import check
from conduct_lint.model import Edit, Fix, Hit, Related, Span
from conduct_lint.patterns import regex

#: A vocabulary older than this says less: its unknown values are only noted.
STALE_AFTER_DAYS = 180

_CODE = regex(r"[a-z]{2,3}\Z")
_SEVERAL = regex(r"\s*[,;/|+&]\s*|\s+(?:and|und|et|y)\s+")
_BLANKS = regex(r" +")
#: What may stand around a value and is not seen.
_UNSEEN = " \t\u00a0\u200b\u200c\u200d\u2060\ufeff"
_PAIR = regex(r"([a-z]{2,3})[-_>\u2192 ]{1,4}([a-z]{2,3})\Z")
_ID = regex(r"[A-Za-z0-9_][\w.-]*(?:/[A-Za-z0-9_][\w.-]*)?\Z", re.A)
_HUB_PAGE = regex(
    r"(?:(?:https?://)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?:(datasets)/)?|(?:models|(datasets))/)([\w.-]+/[\w.-]+?)"
    r"(?:\.git)?(?:/(?:tree|blob|resolve|raw)/\S*)?/?(?:[?#]\S*)?\Z",
    re.A,
)
_ON_DISK = regex(r"[/~\\]|\.{1,2}[/\\]|[A-Za-z]:[\\/]|file:|(?:home|users|mnt|root|content|workspace|drive)[/\\]", re.I)
_FILE = regex(r"\.(?:gguf|safetensors|bin|pth?|ckpt|onnx|git|zip|csv|jsonl?|parquet)\Z", re.I)
_ARXIV_TAG = regex(r"arxiv[: ]", re.I)
_ARXIV_ID = regex(r"\d{4}\.\d{4,5}|[a-z-]+(?:\.[A-Z]{2})?/\d{7}")


def _age(name: str) -> str:
    """The variant for a value that a list does not hold: `unlisted`, or `stale` where the list is old."""
    import datetime

    return "stale" if vocabulary.age_in_days(name, datetime.date.today()) > STALE_AFTER_DAYS else "unlisted"


def _replacing(document: Document, node: Node | None, scalar: Scalar, new: str, safe: bool = True) -> Fix | None:
    """The fix that writes `new` for one value; where the list has it already, the item goes."""
    old = short(scalar.raw)
    if isinstance(node, Sequence) and any(isinstance(i, Scalar) and i is not scalar and i.raw == new for i in node.items):
        edit = without_item(document, node, scalar)
        return Fix(f"Take `{old}` out; `{new}` is there", (edit,), safe) if edit else None
    # `no` without quotes is false to every Python reader.
    written = f'"{new}"' if new in YAML11_BOOLEANS else new
    return Fix(f"Write `{written}` for `{old}`", (Edit(scalar.span, written),), safe)


@check
def unknown_language(
    document: Document, programming: Collection[str], regions: Collection[str], accept: Collection[str] = frozenset()
) -> Iterator[Hit]:
    """A `language` that is no code the Hub takes.

    Arguments: `programming` are names of programming languages; `regions` are tags `language-region` whose region is a language
    code too; `accept` are values that the project allows.
    """
    node = fields(document).get("language")
    others: list[Scalar] = []
    for scalar in strings(node):
        raw = scalar.raw
        if not isinstance(scalar.value, str) or raw.lower() in accept:
            continue
        if vocabulary.is_language(raw):
            yield from _lookalike(document, node, scalar)
        elif raw.strip():
            hit = _language(document, node, scalar, programming, regions)
            if hit:
                yield hit
            else:
                others.append(scalar)
    refused = [s for s in others if not _CODE.match(s.raw)]
    unlisted = [s for s in others if _CODE.match(s.raw)]
    if refused:
        yield _together(refused, {"key": "language"}, "refused")
    if unlisted:
        yield _together(unlisted, {"date": vocabulary.date("languages")}, _age("languages"))


def _together(scalars: list[Scalar], values: Mapping[str, object], variant: str) -> Hit:
    """One hit for all values of a key with which the same is wrong."""
    related = tuple(Related(s.span, f"`{short(s.raw)}`") for s in scalars[1:8])
    raws = list(dict.fromkeys(s.raw for s in scalars))
    several = "is" if len(raws) == 1 else "are"
    return Hit(scalars[0].span, {"values": listed(raws), "are": several, **values}, related, variant=variant)


def _lookalike(document: Document, node: Node | None, scalar: Scalar) -> Iterator[Hit]:
    """`kr` is Kanuri: a valid code that people write for Korean; only the prose can tell."""
    meant = vocabulary.vocabulary("language_hints")["lookalikes"].get(scalar.raw)
    if meant and prose_language(document) == meant and all(other.raw != meant for other in strings(node)):
        name, other = vocabulary.language_name(scalar.raw), vocabulary.language_name(meant)
        values = {"value": scalar.raw, "name": name, "meant": meant, "other": other}
        yield Hit(scalar.span, values, fix=_replacing(document, node, scalar, meant, safe=False), variant="lookalike")


def _language(
    document: Document, node: Node | None, scalar: Scalar, programming: Collection[str], regions: Collection[str]
) -> Hit | None:
    raw = scalar.raw.strip(_UNSEEN)
    if raw != scalar.raw and vocabulary.is_language(raw):
        return Hit(scalar.span, {"value": raw}, fix=_replacing(document, node, scalar, raw), variant="unseen")
    folded = raw.lower().replace("_", "-")
    hints = vocabulary.vocabulary("language_hints")
    for table in ("bibliographic", "retired"):
        meant = hints[table].get(raw)
        if meant:
            values = {"value": raw, "meant": meant, "name": vocabulary.language_name(meant)}
            fix = _replacing(document, node, scalar, meant, safe=table == "bibliographic")
            return Hit(scalar.span, values, fix=fix, variant=table)
    pair = _PAIR.match(raw)
    if pair and folded not in regions and pair[1] != pair[2] and all(map(vocabulary.is_language, pair.groups())):
        return Hit(scalar.span, {"value": short(raw), "codes": f"`{pair[1]}` and `{pair[2]}`"}, variant="several")
    meant = _code(raw, programming)
    if meant is not None:
        name = "programming languages" if meant == "code" else vocabulary.language_name(meant)
        values = {"value": short(raw), "meant": meant, "name": name}
        # Names of small languages are words of other languages too ("Even", "Label"): somebody should look.
        safe = meant == "code" or meant in vocabulary.vocabulary("languages")["two_letter"]
        return Hit(scalar.span, values, fix=_replacing(document, node, scalar, meant, safe))
    for pattern in (_SEVERAL, _BLANKS):
        codes = [_code(part, programming) for part in pattern.split(raw)[:40]]
        if len(codes) > 1 and all(codes):
            found = [code for code in dict.fromkeys(codes) if code]
            fix = Fix("Write a list", (Edit(scalar.span, f"[{', '.join(found)}]"),)) if node is scalar else None
            shown = " and ".join(f"`{code}`" for code in found[:6])
            return Hit(scalar.span, {"value": short(raw), "codes": shown}, fix=fix, variant="several")
    return None


def _code(written: str, programming: Collection[str]) -> str | None:
    """The code for a language as people write it: in capitals, with a region, a country, a name, perhaps with a bracket."""
    written = written.strip()
    if vocabulary.is_language(written):
        return written
    folded = written.lower()
    if folded in programming:
        return "code"
    if len(written) <= 3:
        # "Ge" and "Tu" are names of languages, `ge` and `tu` wrong codes for others.
        hints = vocabulary.vocabulary("language_hints")
        other: str | None = hints["countries"].get(folded) or hints["own_names"].get(folded)
        return folded if vocabulary.is_language(folded) else other
    return vocabulary.language_code(written) or vocabulary.language_code(regex(r"\s*\([^()]*\)\Z").sub("", written))


@check
def unknown_value(
    document: Document,
    retired: Mapping[str, str],
    formats: Collection[str],
    aliases: Mapping[str, str],
    accept: Collection[str] = frozenset(),
) -> Iterator[Hit]:
    """A value that is not in the Hub's list for its key.

    Arguments: `retired` maps task ids that the Hub no longer uses to what it says instead; `formats` are names of file formats
    that people give as library; `aliases` maps other words in small letters to the Hub's; `accept` are values that the project
    allows.
    """
    data = fields(document)
    known = vocabulary.vocabulary("card_fields")["dataset" if kind_of(document) == "dataset-card" else "model"]
    for key, node in data.entries:
        name = known.get(key.raw, {}).get("vocabulary")
        if name in (None, "languages", "licenses", "metrics"):
            continue
        values = vocabulary.vocabulary(name)
        if name == "dataset_card_enums":
            values = values[key.raw]
        unlisted = []
        for scalar in strings(node):
            raw, place = scalar.raw, {"key": key.raw, "value": short(scalar.raw)}
            if not isinstance(scalar.value, str) or raw in values or raw.lower() in accept or not raw.strip():
                continue
            if name == "library_names" and raw.lower() in formats:
                continue
            if name == "pipeline_tags" and raw in retired:
                yield Hit(scalar.span, {**place, "instead": retired[raw]}, variant="retired")
            elif meant := vocabulary.near(raw, values) or _by_alias(raw, values, aliases):
                yield Hit(scalar.span, {**place, "meant": meant}, fix=_replacing(document, node, scalar, meant), variant="near")
            else:
                unlisted.append(scalar)
        if unlisted:
            variant = "library" if name == "library_names" else _age(name)
            yield _together(unlisted, {"key": key.raw, "date": vocabulary.date(name)}, variant)


def _by_alias(raw: str, values: Collection[str], aliases: Mapping[str, str]) -> str | None:
    meant = aliases.get(raw.lower().replace("_", "-").replace(" ", "-"))
    return meant if meant in values else None


@check
def not_a_hub_id(document: Document, keys: Collection[str], nothing: Collection[str]) -> Iterator[Hit]:
    """Prose, a path or an address where an id is wanted.

    Arguments: `keys` are those that hold ids of models or data sets; `nothing` are words that say that there is none.
    """
    data = fields(document)
    for key in keys:
        node = data.get(key)
        what = "data set" if key == "datasets" else "model"
        for scalar in strings(node):
            raw = scalar.raw.strip()
            if not isinstance(scalar.value, str) or not raw:
                continue
            if raw.lower() in nothing:
                yield Hit(scalar.span, {"key": key, "value": short(raw), "what": what}, variant="nothing")
                continue
            if _ID.match(raw) and not _FILE.search(raw):
                continue
            values = {"key": key, "value": short(raw), "what": what}
            page = _HUB_PAGE.match(raw)
            if page and bool(page[1] or page[2]) == (key == "datasets"):
                values["meant"] = page[3]
                yield Hit(scalar.span, values, fix=_replacing(document, node, scalar, page[3]), variant="page")
            elif (ids := regex(r"\s*[,;]\s*").split(raw)) and len(ids) > 1 and all(map(_ID.match, ids)):
                fix = Fix("Write a list", (Edit(scalar.span, f"[{', '.join(ids)}]"),)) if node is scalar else None
                yield Hit(scalar.span, values, fix=fix, variant="several")
            elif regex(r"https?://|www\.").match(raw):
                yield Hit(scalar.span, values, variant="address")
            elif _ON_DISK.match(raw):
                # A path may name a person: it is not repeated.
                yield Hit(scalar.span, {"key": key, "what": what}, variant="path")
            else:
                yield Hit(scalar.span, values)


@check
def arxiv_in_metadata(document: Document) -> Iterator[Hit]:
    """An `arxiv` key or tag: the Hub makes the tag itself from a link in the text."""
    data = fields(document)
    tags = data.get("tags")
    found: list[tuple[Span, str, Edit | None]] = []
    for key, node in data.entries:
        if key.raw.lower() in ("arxiv", "arxiv_id", "arxiv-id"):
            value = " ".join(scalar.raw for scalar in strings(node))
            found.append((key.span, value, without_entry(document, key, node)))
    for tag in strings(tags):
        if _ARXIV_TAG.match(tag.raw):
            edit = without_item(document, tags, tag) if isinstance(tags, Sequence) else None
            found.append((tag.span, tag.raw, edit or _whole(document, data, tags, tag)))
    for span, value, edit in found:
        paper = _ARXIV_ID.search(value)
        linked = paper is not None and paper.group() in document.text[_body(document) :]
        fix = Fix("Take it out of the metadata", (edit,), safe=linked) if edit else None
        yield Hit(span, {"value": short(value)}, fix=fix, variant="" if linked else "unlinked")


def _whole(document: Document, data: Fields, tags: Node | None, tag: Scalar) -> Edit | None:
    """The edit for a list whose only item goes: its key goes too."""
    key = data.key("tags")
    only = isinstance(tags, Sequence) and len(tags.items) == 1
    return without_entry(document, key, tags) if key and tags is not None and only else None


def _body(document: Document) -> int:
    block = document.front_matter.span
    return block.end if block else 0
