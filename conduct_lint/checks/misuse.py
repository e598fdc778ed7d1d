"""Checks of the family misuse: does a card warn where its kind of model calls for it?"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conduct_lint.document import Document
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.languages import understood
from conduct_lint.facts.measures import mentions
from conduct_lint.facts.metadata import SHOWN, short
from conduct_lint.facts.risk import Risk, recognises, risk
from conduct_lint.facts.risk_names import clones, tags
from conduct_lint.facts.risk_warnings import warnings
from conduct_lint.facts.subject import of_a_model
from conduct_lint.facts.topics import topics
from conduct_lint.frontmatter import Sequence, strings
from conduct_lint.lexicon import pattern, said
from conduct_lint.matchers import check
from conduct_lint.model import CONTRIBUTIONS, Edit, Fix, Hit, Span
from conduct_lint.patterns import regex

#: Kinds that MIS001 asks a warning for, with the words its message uses. Image models count where they make pictures of people;
#: safety that was removed has a rule of its own.
_CALLS_FOR_WARNING = {
    "voice-cloning-tts": "makes or clones voices",
    "biometric-face": "recognises people by face or voice",
    "surveillance-profiling": "can follow or profile people",
    "security-offense": "can help to attack systems",
    "sexual-content": "makes sexual content",
}
_SEXUAL_TAGS = frozenset({"nsfw", "nfsw", "r18", "r-18", "porn", "hentai", "erotic", "erotica"})
#: Spellings of the tag that are the tag's name and nothing else.
_NEARLY = frozenset({"nfaa", "not-for-all-audience", "not for all audiences", "not_for_all_audiences", "not-for-all-ages"})
_AUDIENCE = "not-for-all-audiences"


@check
def missing_misuse_warning(document: Document) -> Iterator[Hit]:
    """The model is of a kind that is often misused and no reader is warned."""
    found = risk(document)
    if found.warned or not found.categories or not understood(document, "risk_warning"):
        return
    kind = _calling(document, found)
    if kind is None or "uncensored-or-safety-removed" in found.categories:
        return
    category, words = kind
    place = found.people if category == "generative-image-video" and found.people else found.places[category]
    yield Hit(place, {"words": _quoted(document, place), "kind": words})


#: How much of a long sentence a message shows before the words that it is about.
_LEAD = 20


def _quoted(document: Document, place: Span) -> str:
    """The words of a place, without markup and short enough for a message; of a long sentence those that tell its kind."""
    uses = (use.match for use in said(document).get("risk", ()) if use.sentence == place)
    telling = next(uses, None)
    start = place.start
    if telling and telling.end() - place.start > SHOWN:
        start = document.visible.find(" ", max(place.start, telling.start() - _LEAD), telling.start()) + 1 or telling.start()
    shown = " ".join(document.visible[start : place.end].split()).strip(" ,;:|")
    words = shown or document.text[place.start : place.end]
    return short(("…" if start > place.start else "") + words)


def _calling(document: Document, found: Risk) -> tuple[str, str] | None:
    for category, words in _CALLS_FOR_WARNING.items():
        if category not in found.categories:
            continue
        if not _of_people(document, category):
            continue
        if category == "sexual-content" and any(missing_audience_tag(document)):
            continue  # the tag that is asked for there warns
        return category, words
    if "generative-image-video" in found.categories and found.people and not _is_part(document):
        return "generative-image-video", "makes pictures or video of people"
    return None


def _of_people(document: Document, category: str) -> bool:
    """False for one synthetic voice and for a model that finds faces and knows nobody."""
    if category == "voice-cloning-tts":
        return clones(document)
    return category != "biometric-face" or recognises(document)


def _is_part(document: Document) -> bool:
    """An autoencoder or upscaler is a part of a pipeline and makes no pictures of its own; a style is not about whom it shows."""
    title = document.title.title if document.title and document.title.title else ""
    return (
        re.search(r"\b(?:vae|autoencoders?|upscal\w+|encoders?|scheduler|taesd|super-?resolution|styles?)\b", title, re.I)
        is not None
    )


@check
def safety_removed_unwarned(document: Document) -> Iterator[Hit]:
    """This model is uncensored or its refusals are gone, and nothing says what that risks.

    A contribution is asked only where it offers a model; in a list each entry whose name says so is asked.
    """
    if kind_of(document) == "recommendation":
        yield from _removed_in_list(document)
        return
    found = risk(document)
    if kind_of(document) in CONTRIBUTIONS:
        from conduct_lint.facts.harm import offer

        if offer(document) is None:
            return
    if "uncensored-or-safety-removed" in found.categories and not found.warned and understood(document, "risk_warning"):
        place = found.places["uncensored-or-safety-removed"]
        yield Hit(place, {"words": _quoted(document, place)})


def _removed_in_list(document: Document) -> Iterator[Hit]:
    from conduct_lint.facts.recommends import recommends

    if warnings(document):
        return
    for entry in recommends(document):
        if any(
            mention.kind == "uncensored-or-safety-removed"
            for mention in mentions(entry.model[:120].replace("_", "-"), "risk-name")
        ):
            yield Hit(entry.place, {"words": entry.model[:80]})


@check
def missing_audience_tag(document: Document) -> Iterator[Hit]:
    """Sexual content is announced, and the tag that puts a notice before the page is not there."""
    listed = tags(document)
    if any(tag == _AUDIENCE for tag, _ in listed):
        return
    sexual = "sexual-content" in risk(document).categories
    near = next(((tag, span) for tag, span in listed if tag in _NEARLY or (sexual and tag in _SEXUAL_TAGS)), None)
    node = document.front_matter.data.get("tags")
    if near:
        tag, span = near
        yield Hit(span, {"tag": tag}, fix=_added(document, span), variant="near")
        return
    if not sexual:
        return
    place = risk(document).places["sexual-content"]
    uses = [use for use in said(document).get("risk", ()) if use.wording.kind == "sexual-content"]
    if uses and not any(_made(document, use.sentence) for use in uses):
        return
    others = strings(node) if isinstance(node, Sequence) else ()
    yield Hit(place, {"words": _quoted(document, place)}, fix=_added(document, others[-1].span) if others else None)


_MAKES = pattern("misuse_context", "makes", lower=True)
_NOT_MADE = pattern("misuse_context", "makes-not", lower=True)


def _made(document: Document, sentence: Span) -> bool:
    words = document.lower[sentence.start : sentence.end]
    return _MAKES.search(words) is not None and _NOT_MADE.search(words) is None


def _added(document: Document, after: Span) -> Fix | None:
    """The tag as a new entry behind an entry of a list, in the list's own manner; none where the tags are no list."""
    text = document.text
    start = text.rfind("\n", 0, after.start) + 1
    lead = text[start : after.start]
    if regex(r"[ \t]*-[ \t]+[\"']?").fullmatch(lead):
        end = text.find("\n", after.end)
        end = len(text) if end < 0 else end
        if end > 0 and text[end - 1] == "\r":
            end -= 1
        newline = "\r\n" if "\r\n" in text else "\n"
        written = newline + lead.rstrip("\"'") + _AUDIENCE
    elif _in_brackets(document):
        end = after.end + (text[after.end : after.end + 1] in ('"', "'"))
        written = f", {_AUDIENCE}"
    else:
        return None
    return Fix(f"add the tag {_AUDIENCE}", (Edit(Span(end, end), written),))


def _in_brackets(document: Document) -> bool:
    node = document.front_matter.data.get("tags")
    return isinstance(node, Sequence) and document.text.startswith("[", node.span.start)


@check
def promotes_harm(document: Document) -> Iterator[Hit]:
    """A harmful use is advertised: as something to do, not as something to warn of."""
    seen: set[Span] = set()
    if not of_a_model(document):
        return
    for use in said(document).get("harm", ()):
        before = document.lower[use.sentence.start : use.match.start()]
        if use.sentence in seen or _WARNS.search(before) or _section_warns(document, use.sentence):
            continue
        seen.add(use.sentence)
        yield Hit(use.span, {"words": _quoted(document, use.span)})


_WARNS = pattern("misuse_context", "warned-before", lower=True)
_WARNING_TITLE = pattern("misuse_context", "warning-title")


def _section_warns(document: Document, place: Span) -> bool:
    """True below a heading about misuse, risks, license and the like, at any level."""
    section = document.section_at(place.start)
    while True:
        if section.title and _WARNING_TITLE.search(section.title):
            return True
        if section.parent < 0:
            return False
        section = document.sections[section.parent]


@check
def high_stakes_use_without_caveat(document: Document) -> Iterator[Hit]:
    """A medical, legal, financial, hiring or policing use is offered, and no caveat stands anywhere."""
    if not of_a_model(document):
        return
    offers = [
        use
        for use in said(document).get("high_stakes", ())
        if use.wording.kind == "offer"
        and not _WARNS.search(document.lower[use.sentence.start : use.sentence.end])
        and not _section_warns(document, use.sentence)
    ]
    if not offers or any(use.wording.kind == "caveat" for use in said(document).get("high_stakes", ())):
        return
    if any(topics(document)[name].status == "stated" for name in ("out_of_scope", "limitations")):
        return
    use = offers[0]
    yield Hit(use.span, {"use": _quoted(document, use.span)})


@check
def voice_or_likeness_without_consent(document: Document) -> Iterator[Hit]:
    """A voice or face model says nothing on consent."""
    found = risk(document)
    if not of_a_model(document) or not understood(document, "risk_warning"):
        return
    for category in ("voice-cloning-tts", "biometric-face"):
        if category not in found.categories or not _of_people(document, category):
            continue
        if not (document.words.keys() & _CONSENT_WORDS) and not any(word in document.prose for word in _CONSENT_PARTS):
            yield Hit(None, {"what": "voices" if category == "voice-cloning-tts" else "faces or voices"}, subject="consent")
        return


_CONSENT_WORDS = frozenset(
    "consent consented consenting permission permissions permitted authorized authorised authorization "
    "authorisation einwilligung zustimmung consentement "
    "autorisation consentimiento permiso consentimento autorização согласие согласия разрешение разрешения".split()
)
_CONSENT_PARTS = ("同意", "许可", "授权", "許諾", "許可", "동의", "허락")
