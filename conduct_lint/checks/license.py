"""Checks of the family license. None of them is legal advice: they tell what a text says, and what a license usually asks."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

from conduct_lint import vocabulary
from conduct_lint.document import Document
from conduct_lint.facts.kind import platform_of
from conduct_lint.facts.license import license_of
from conduct_lint.facts.license_names import Statement, names_in
from conduct_lint.facts.license_statements import license_file
from conduct_lint.facts.lineage import Upstream, upstream
from conduct_lint.facts.metadata import fields, short
from conduct_lint.frontmatter import Scalar, strings
from conduct_lint.matchers import check
from conduct_lint.model import Edit, Fix, Hit, Related, Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.typed import Any

#: A list of licenses older than this says less: a value that it does not hold is only noted.
STALE_AFTER_DAYS = 180

_SEVERAL = regex(r"\s*[,;/|+&]\s*|\s+(?:and|or)\s+", re.I)
_BUSINESS_SOURCE = regex(r"busl|bsl-?1\.1|business[- ]source", re.I)
_OPEN_FAMILIES = frozenset({"permissive", "public-domain", "cc-by", "data-permissive", "permissive-model"})
_META_ITSELF = regex(r"model developers?\W{0,6}meta\b", re.I)
_ADDRESS = regex(r"[a-z]+://|www\.|#", re.I)


def added(document: Document, line: str) -> Edit | None:
    """The edit that puts one line at the end of the metadata block; None where there is no readable block."""
    front = document.front_matter
    if front.body is None or front.problems:
        return None
    newline = "\r\n" if "\r\n" in document.text[front.body.start - 2 : front.body.end + 2] else "\n"
    return Edit(Span(front.body.end, front.body.end), f"{newline}{line}")


# ── LIC001–LIC003: what the metadata say ─────────────────────────────────────────────────────────────────────────────


@check
def missing_license(document: Document) -> Iterator[Hit]:
    """No license: on the Hub none in the metadata, elsewhere none at all."""
    found = license_of(document)
    if found.declared or found.metadata or document.front_matter.problems:
        return
    told = next(iter(found.statements), None)
    if platform_of(document) != "hub":
        if told is None and license_file(document) is None:
            yield Hit(None, subject="license", variant="elsewhere")
        return
    if told is None:
        yield Hit(None, subject="license", variant="file" if license_file(document) else "")
        return
    edit = added(document, f"license: {told.id}") if told.id else None
    fix = Fix(f"Add `license: {told.id}`", (edit,)) if edit else None
    place = Related(None if told.path else told.name.span, "named here", told.path)
    variant = "named-in-file" if told.path else "named" if told.id else "told" if told.how == "clause" else "named-other"
    yield Hit(
        None, {"name": short(told.name.written), "id": told.id or "other", "file": told.path}, (place,), fix, variant, "license"
    )


@check
def unknown_license(document: Document, accept: Collection[str] = frozenset()) -> Iterator[Hit]:
    """A `license` that is none of the Hub's ids. `accept`: values that the project allows."""
    known = vocabulary.licenses()
    for scalar in strings(fields(document).get("license")):
        raw = scalar.raw.strip()
        if not isinstance(scalar.value, str) or not raw or scalar.raw in known or raw.lower() in accept:
            continue
        values: dict[str, object] = {"value": short(raw), "date": vocabulary.date("licenses")}
        if _BUSINESS_SOURCE.match(raw):
            yield Hit(scalar.span, values, variant="business-source")
            continue
        meant = _meant(raw)
        if meant:
            values |= {"meant": meant, "name": known[meant]}
            yield Hit(scalar.span, values, fix=Fix(f"Write `{meant}` for `{short(raw)}`", (Edit(scalar.span, meant),)))
            continue
        parts = [_meant(part) or (part if part in known else None) for part in _SEVERAL.split(raw)]
        if len(parts) > 1 and all(parts):
            listed = "[" + ", ".join(str(part) for part in parts) + "]"
            edit = Edit(scalar.span, listed)
            single = isinstance(fields(document).get("license"), Scalar)
            fix = Fix(f"Write `{listed}`", (edit,)) if single else None
            yield Hit(scalar.span, values | {"listed": listed}, fix=fix, variant="several")
        else:
            yield Hit(scalar.span, values, variant=_age())


def _meant(raw: str) -> str | None:
    """The id that a value stands for: by its spelling, its full name, or a slip of the pen."""
    found = vocabulary.license_id(raw) or vocabulary.near(raw, vocabulary.licenses())
    if found is None:
        named = names_in(raw, any_case=True)
        if len(named) == 1 and len(named[0].ids) == 1 and len(named[0].written) >= len(raw) - 10:
            (found,) = named[0].ids
    return found


def _age() -> str:
    import datetime

    return "stale" if vocabulary.age_in_days("licenses", datetime.date.today()) > STALE_AFTER_DAYS else "unlisted"


@check
def custom_license_incomplete(document: Document) -> Iterator[Hit]:
    """`license: other` without the name and the text of the license."""
    data = fields(document)
    other = next((scalar for scalar in strings(data.get("license")) if scalar.raw == "other"), None)
    if other is None or _told(data.get("license_details")):
        return
    name, link = (_told(data.get(key)) for key in ("license_name", "license_link"))
    file = license_file(document)
    if link is None:
        edit = added(document, f"license_link: {file}") if file else None
        fix = Fix(f"Add `license_link: {file}`", (edit,)) if edit else None
        yield Hit(other.span, {"file": file or "LICENSE"}, fix=fix, variant="" if name is None else "no-link")
    elif name is None:
        yield Hit(other.span, variant="no-name")
    if (
        link is not None
        and not _ADDRESS.match(link.raw)
        and document.siblings.exists(link.raw.split("#")[0].removeprefix("./")) is False
    ):
        yield Hit(link.span, {"file": short(link.raw)}, variant="dead-link")


def _told(node: Any) -> Scalar | None:
    return next((scalar for scalar in strings(node) if scalar.raw.strip()), None)


# ── LIC004–LIC007: what fits together ────────────────────────────────────────────────────────────────────────────────


@check
def license_mismatch(document: Document) -> Iterator[Hit]:
    """The text, or the LICENSE file beside it, names another license than the metadata do."""
    found = license_of(document)
    if not found.metadata:
        return
    declared = found.metadata[0]
    values: dict[str, object] = {"declared": ", ".join(short(value.raw) for value in found.metadata)}
    if found.conflicting:
        told = found.conflicting
        values |= {"told": short(told.name.written), "file": told.path}
        if told.path:
            place = Related(None, f"begins as {short(told.name.written)}", told.path)
            yield Hit(declared.span, values, (place,), variant="file")
        else:
            yield Hit(told.name.span, values, (Related(declared.span, "the metadata"),))
    elif found.narrowed and found.forbids_commercial:
        span = found.forbids_commercial
        values["told"] = short(document.text[span.start : span.end])
        yield Hit(span, values, (Related(declared.span, "the metadata"),), variant="narrowed")


class Terms(NamedTuple):
    """What a license asks, with its id as the Hub has it."""

    id: str
    row: Mapping[str, Any]
    sure: bool


def _own_terms(document: Document) -> Terms | None:
    """The terms of the document's one license; None where there are several, or the table does not know it."""
    data = fields(document)
    values = [str(scalar.value) for scalar in strings(data.get("license"))]
    if not values:
        values = list({s.id for s in license_of(document).statements if s.id and not s.path})
    if len(values) != 1 or values[0] == "unknown":
        return None
    name = _told(data.get("license_name"))
    if values[0] == "other" and name is None:
        return None
    row = vocabulary.license_terms(values[0], name.raw if name else "")
    if row is None or row["family"] == "custom":
        return None
    return Terms(name.raw if values[0] == "other" and name else values[0], row, row["confidence"] != "secondary/unverified")


def _upstream_terms(model: Upstream) -> Terms | None:
    if not model.hub:
        return None
    license = vocabulary.upstream_license(model.hub)
    if license is None:
        return None
    row = vocabulary.license_terms(license["license"], license.get("license_name", ""))
    if row is None:
        return None
    sure = row["confidence"] != "secondary/unverified" and license["confidence"] != "well-known"
    return Terms(license.get("license_name") or license["license"], row, sure)


@check
def upstream_license_conflict(document: Document) -> Iterator[Hit]:
    """The license grants what the license of an upstream model usually does not allow to grant."""
    own = _own_terms(document)
    values = strings(fields(document).get("license"))
    if own is None or not values:
        return
    told: set[str] = set()
    for model in upstream(document):
        theirs = _upstream_terms(model)
        if theirs is None or theirs.id in told or theirs.row["family"] == own.row["family"]:
            continue
        lost = _lost(theirs.row, own.row)
        if lost:
            told.add(theirs.id)
            sure = own.sure and theirs.sure
            words = {"own": own.id, "theirs": theirs.id, "model": short(model.hub or model.model), "name": theirs.row["name"]}
            yield Hit(
                values[0].span, words, (Related(model.span, "the upstream model"),), variant=lost if sure else f"{lost}-unsure"
            )


def _lost(theirs: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    """What of an upstream license is missing from one's own; empty where nothing is."""
    if theirs["derivatives_allowed"] == "no-sharing-of-adaptations":
        return "adaptation"
    if theirs["commercial_use"] == "no" and own["commercial_use"] == "yes":
        return "commercial"
    if theirs.get("share_alike") and not own.get("share_alike") and own["family"] in _OPEN_FAMILIES:
        return "share-alike"
    restricted = theirs.get("use_restrictions") and theirs["family"] in ("rail", "gemma", "llama", "vendor-community")
    return "restrictions" if restricted and not own.get("use_restrictions") and own["family"] in _OPEN_FAMILIES else ""


@check
def upstream_license_duty(document: Document) -> Iterator[Hit]:
    """What the license of an upstream model asks to be shown, and the card does not show."""
    told: set[str] = set()
    for model in upstream(document):
        theirs = _upstream_terms(model)
        if theirs is None or theirs.id in told or _META_ITSELF.search(document.visible):
            continue
        told.add(theirs.id)
        duties = list(_duties(document, theirs.row, " ".join(document.text.split()).casefold()))
        if duties:
            words = {"name": theirs.row["name"], "model": short(model.hub or model.model), "duties": "; ".join(duties)}
            verified = theirs.sure and theirs.row["confidence"] == "verified-text"
            yield Hit(model.span, words, variant="" if verified else "unsure")


def _duties(document: Document, row: Mapping[str, Any], text: str) -> Iterator[str]:
    shown = row.get("display_text", "")
    if shown and "[" not in shown and shown.casefold() not in text:
        yield f"the words “{shown}” are shown"
    prefix, name = row.get("name_prefix", ""), _repository_name(document)
    if prefix and name and not regex(r"[\W_]+").sub("", name.lower()).startswith(regex(r"[\W_]+").sub("", prefix.lower())):
        yield f"the name begins with “{prefix}”"
    if document.siblings.names() is not None:
        notice = row.get("notice_text", "")
        if (
            notice
            and notice.casefold()[:40] not in text
            and document.siblings.exists("NOTICE") is False
            and not license_file(document)
        ):
            yield "the notice of the license is passed on"


def _repository_name(document: Document) -> str:
    """The name of the model's repository, where the source knows it: `owner/name`, not a path on disk."""
    parts = document.name.split("/")
    return parts[1] if len(parts) == 2 and "." not in parts[0] and not parts[1].endswith((".md", ".yaml")) else ""


@check
def commercial_claim_conflict(document: Document) -> Iterator[Hit]:
    """The text invites commercial use, the license does not allow it."""
    found = license_of(document)
    own = _own_terms(document)
    if own is None or own.row["commercial_use"] != "no" or found.invites_commercial is None or found.forbids_commercial:
        return
    span = found.invites_commercial
    place = _license_place(found.metadata, found.statements)
    related = (Related(place, f"the license, {own.id}"),) if place else ()
    yield Hit(span, {"told": short(document.text[span.start : span.end]), "own": own.id}, related)


def _license_place(metadata: tuple[Scalar, ...], statements: tuple[Statement, ...]) -> Span | None:
    return metadata[0].span if metadata else next((s.name.span for s in statements if not s.path), None)
