"""What a document says, one module a subject: each a pure function Document → frozen value with places.

`facts` puts them together as `conduct-lint inspect` prints them (schema conduct-lint/facts/0).
"""

from __future__ import annotations

from conduct_lint.typed import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from conduct_lint.document import Document
    from conduct_lint.model import Span

SCHEMA = "conduct-lint/facts/0"
TOPICS = ("limitations", "intended_use", "out_of_scope", "bias_risks", "training_data", "citation")


def facts(document: Document) -> dict[str, Any]:
    """All facts of a document as plain values.

    Keys and meanings are those of the labelled documents; lines are 1-based, `[first, last]`. Private values never appear.
    """
    from conduct_lint.facts.people import cleaner

    found: dict[str, Any] = _cleaned(_facts(document), cleaner(document))
    return found


def _cleaned(value: Any, clean: Callable[[str], str]) -> Any:
    """Plain values with no private value in any of their words."""
    if isinstance(value, str):
        return clean(value)
    if isinstance(value, list):
        return [_cleaned(item, clean) for item in value]
    if isinstance(value, dict):
        return {key: _cleaned(item, clean) for key, item in value.items()}
    return value


def _facts(document: Document) -> dict[str, Any]:
    from conduct_lint.facts.claims import claims
    from conduct_lint.facts.gaps import gaps
    from conduct_lint.facts.kind import kind_of, platform_of
    from conduct_lint.facts.languages import languages, prose_language
    from conduct_lint.facts.lineage import upstream
    from conduct_lint.facts.mismatches import mismatches
    from conduct_lint.facts.people import masks, private
    from conduct_lint.facts.placeholders import placeholders
    from conduct_lint.facts.results import results
    from conduct_lint.facts.topics import topics
    from conduct_lint.facts.uncertainty import uncertainty

    hidden = masks(document)

    def lines(span: Span | None) -> list[int] | None:
        return list(document.lines(span)) if span else None

    def quote(span: Span, limit: int = 160) -> str:
        span = document.whole(span)
        words = document.text[span.start : span.end]
        for place, label in sorted(hidden, reverse=True):
            if place.start < span.end and span.start < place.end:
                words = words[: max(0, place.start - span.start)] + label + words[max(0, place.end - span.start) :]
        return " ".join(words.split())[:limit]

    told = topics(document)
    measured = results(document)
    risks = _risk(document)
    return {
        "schema": SCHEMA,
        "path": document.name,
        "kind": kind_of(document),
        "platform": platform_of(document),
        "language": prose_language(document),
        **{name: {"status": told[name].status, "lines": lines(told[name].span)} for name in TOPICS},
        "license": _license(document, lines),
        "derived_from": [
            {
                "model": parent.model,
                "relation": parent.relation,
                "in_metadata": parent.in_metadata,
                "in_prose": parent.in_prose,
                "lines": lines(parent.prose_span or parent.metadata_span),
            }
            for parent in upstream(document)
        ],
        "results": {
            "present": measured.present,
            "dataset_named": measured.dataset_named,
            "metric_named": measured.metric_named,
            "provenance": measured.provenance,
            "origin": measured.origin,
            "lines": lines(measured.span),
        },
        "claims": [
            {
                "quote": quote(claim.span),
                "line": document.line(claim.span.start),
                "kind": claim.kind,
                "supported": claim.supported,
            }
            for claim in claims(document)
        ],
        "risk": {**risks, "lines": lines(risks["lines"])},
        "mismatches": [{"what": found.what, "lines": lines(found.span)} for found in mismatches(document)],
        "private_info": [
            {"line": document.line(found.span.start), "type": found.type, "own_contact": found.own_contact}
            for found in private(document)
        ],
        "placeholders": sorted(
            {document.line(found.span.start) for found in placeholders(document) if found.kind != "note"}
            | {document.line(place.start) for place in gaps(document)}
        ),
        "languages_stated": languages(document).stated,
        "uncertainty": bool(uncertainty(document)),
        **_contribution(document, lines),
    }


def _contribution(document: Document, lines: Any) -> dict[str, Any]:
    """What only contributions and lists of recommendations have; empty for other kinds."""
    from conduct_lint.facts.credit import credits
    from conduct_lint.facts.harm import harm
    from conduct_lint.facts.kind import kind_of
    from conduct_lint.facts.recommends import limited, recommends
    from conduct_lint.facts.subject import subject
    from conduct_lint.model import CONTRIBUTIONS

    found: dict[str, Any] = {}
    kind = kind_of(document)
    if kind in CONTRIBUTIONS:
        about = subject(document)
        stated = limited(document) if about.about == "model" else None
        named = credits(document)
        found = {
            "about": about.about,
            "harm": harm(document),
            "credit": "n/a" if about.about not in ("model", "data") else "stated" if named else "absent",
            "limits": {"stated": stated is not None, "lines": lines(stated)},
        }
    if found or kind == "recommendation":
        found["recommends"] = [
            {
                "model": entry.model,
                "link": entry.link,
                "lines": lines(entry.span),
                "capability": entry.capability is not None,
                "limit": entry.limit is not None,
                "license": entry.license,
                "misuse_warning": entry.misuse_warning is not None,
                "source": entry.source is not None,
            }
            for entry in recommends(document)
        ]
    return found


def _license(document: Document, lines: Any) -> dict[str, Any]:
    from conduct_lint.facts.license import license_of

    found = license_of(document)
    values = [scalar.raw for scalar in found.metadata]
    return {
        "metadata": None if not values else values[0] if len(values) == 1 else values,
        "prose": found.prose,
        "prose_lines": lines(found.prose_span),
        "conflict": bool(found.conflict),
    }


def _risk(document: Document) -> dict[str, Any]:
    from conduct_lint.facts.risk import risk

    found = risk(document)
    return {"category": list(found.categories) or ["none"], "warned": found.warned, "lines": found.span}
