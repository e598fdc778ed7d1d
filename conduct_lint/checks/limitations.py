"""Checks of the family limitations: sections that are still template, and limits that would fit every model."""

from __future__ import annotations

from collections.abc import Iterator

from conduct_lint.document import Document
from conduct_lint.facts.passages import passages
from conduct_lint.facts.placeholders import Placeholder, filled, placeholders
from conduct_lint.facts.topics import topics
from conduct_lint.lexicon import Said, said
from conduct_lint.matchers import check
from conduct_lint.model import CONTRIBUTIONS, Hit, Related, Span


@check
def unfilled_template(document: Document, most: float = 0.5, least: int = 3) -> Iterator[Hit]:
    """Sections that are still template: one hit a section, or one for the whole card.

    Arguments: the whole card is meant where at least `least` sections, and of all sections with any content at least the share
    `most`, hold nothing else.
    """
    found = placeholders(document)
    by_section: dict[int, list[Placeholder]] = {}
    for one in found:
        if one.kind in ("note", "part", "nil", "sign") or (
            one.kind == "cell" and "information" not in document.lower[one.span.start : one.span.end]
        ):
            continue
        section = document.section_at(one.span.start)
        by_section.setdefault(section.heading.start if section.heading else 0, []).append(one)
    free, all_ = _counted(document)
    if free >= least and free >= most * all_:
        first = next(one for one in found if one.kind != "note")
        yield Hit(first.span, {"unfilled": free, "sections": all_}, variant="whole", subject="unfilled-card")
        return
    limits = topics(document)["limitations"]
    told_already = limits.span if limits.status == "placeholder" else None
    for places in by_section.values():
        places = [one for one in places if one.kind != "empty"] or places[:1]
        first = places[0]
        if told_already and any(told_already.start <= one.span.start < told_already.end for one in places):
            continue
        section = document.section_at(first.span.start)
        name = first.section if first.kind == "empty" else section.title or first.section
        values = {"section": name or "The beginning", "places": len(places), "words": _quoted(document, first.span)}
        related = tuple(Related(one.span, "also here") for one in places[1:4])
        variant = first.kind if first.kind in ("title", "empty") else "several" if len(places) > 1 else ""
        yield Hit(first.span, values, related, variant=variant)
    for one in found:
        if one.kind == "note" and not by_section:
            yield Hit(one.span, {"section": "", "places": 1, "words": ""}, variant="note")


def _counted(document: Document) -> tuple[int, int]:
    """How many sections hold nothing but template, and how many hold anything."""
    free = filled_in = 0
    for passage in passages(document):
        if passage.heading is None or passage.level > 7 or (not passage.pieces and not passage.names):
            continue
        word = filled(document, passage)
        if word in ("placeholder", "nil") or (word == "empty" and passage.names and not passage.divided):
            free += 1
        elif word == "concrete":
            filled_in += 1
    return free, free + filled_in


def _quoted(document: Document, span: Span) -> str:
    words = " ".join(document.text[span.start : span.end].split())
    return words if len(words) <= 60 else words[:57] + "…"


def _whole(document: Document, use: Said) -> bool:
    """True where the wording is all that the sentence says."""
    start, end = use.sentence
    rest = document.prose[start : use.match.start()] + document.prose[use.match.end() : end]
    return not any(char.isalnum() for char in rest)


@check
def boilerplate_limitations(document: Document) -> Iterator[Hit]:
    """All that is said of limits are sentences that would fit every model."""
    limits = topics(document)["limitations"]
    if limits.status != "stated":
        return
    stock = [use.sentence for use in said(document).get("boilerplate", ()) if _whole(document, use)]
    if not stock:
        return
    for evidence in limits.evidence:
        if evidence.verdict == "counts":
            for sentence in document.sentences:
                inside = evidence.span.start <= sentence.start and sentence.end <= evidence.span.end
                heading = document.section_at(sentence.start).heading
                if inside and sentence not in stock and not (heading and heading.start <= sentence.start < heading.end):
                    return
    yield Hit(limits.span, {})


@check
def capability_without_limits(document: Document) -> Iterator[Hit]:
    """Models that a text offers for what they can do, with no limit and no link to their card; one hit an entry."""
    from conduct_lint.facts.claims import claims
    from conduct_lint.facts.harm import HARMFUL, offer
    from conduct_lint.facts.kind import kind_of
    from conduct_lint.facts.measures import mentions
    from conduct_lint.facts.recommends import recommends
    from conduct_lint.facts.subject import subject

    offered = offer(document)
    # "Add Plover-7B to the leaderboard" offers nothing; praise for it does, and so does a text that bears the model's name.
    praised = {claim.span for claim in claims(document)}
    described = kind_of(document) not in CONTRIBUTIONS or bool(subject(document).named)
    for entry in recommends(document):
        if entry.capability is None or not (described or entry.capability in praised):
            continue
        if entry.limit or entry.misuse_warning or entry.own_card:
            continue
        named = any(mention.kind in HARMFUL for mention in mentions(entry.model[:120].replace("_", "-"), "risk-name"))
        risky = not offered.warned if offered else named
        if entry.named_only and not risky:
            continue
        related = (Related(entry.capability, "what it is offered for"),) if entry.capability.start != entry.place.start else ()
        variant = "risky" if risky else ""
        yield Hit(_line_of(document, entry.place), {"model": entry.model[:80]}, related, variant=variant)


def _line_of(document: Document, place: Span) -> Span:
    """The first line of a place."""
    end = document.text.find("\n", place.start, place.end)
    return Span(place.start, end if end > place.start else place.end)
