"""Whose license a text speaks of: that of this model or data set, or that of something else."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import cache

from conduct_lint.document import Document
from conduct_lint.facts.license_names import Name
from conduct_lint.lexicon import framed, pattern
from conduct_lint.patterns import regex

#: "… by Heron Labs licensed under": what somebody else made.
_SOMEBODYS = pattern("license_context", "somebodys-before")
_PROJECT = framed("license_context", r"\W*(?:[Tt]he +)?((?:[A-Z\d][\w.+-]*[ -]*){1,5}?){has}", 0)
_ITSELF = pattern("license_context", "itself")


def other_subject(document: Document, start: int, end: int) -> bool:
    return subject(document, document.visible[start:end]) is False


def ruled_out(words: str) -> bool:
    """Whether words before the name of a license tell that it is not this one's: "not", "formerly", "compatible with"."""
    return pattern("license_context", "ruled-out").search(words) is not None


def subject(document: Document, words: str) -> bool | None:
    """Whether the thing named last is this artefact; None where nothing is named."""
    from conduct_lint.facts.kind import kind_of

    kind = "data" if kind_of(document) == "dataset-card" else "model"
    things, of_another, joined, glued = _things(kind)
    found = list(things.finditer(words))
    for m in reversed(found):
        if m["glued"]:
            return (kind == "data" and glued["data"].match(m["glued"]) is not None) or bool(glued["model"].search(words))
        before = words[: m.start()]
        # "The code of this model": the thing is the code. "This" says little where another thing is named.
        pointing = pattern("license_context", "pointing").fullmatch(m.group()) and m is not found[0]
        if m["own"] and (pointing or of_another.search(before)):
            continue
        return bool(m["own"] or joined.search(before))
    return None


@cache
def _things(kind: str) -> tuple[re.Pattern[str], re.Pattern[str], re.Pattern[str], Mapping[str, re.Pattern[str]]]:
    """Four expressions for a card of this kind: what a license may be of; something else behind which the artefact follows; the
    artefact before which something else follows; and, by kind, what is written without blanks."""
    topic, against = "license_context", "model" if kind == "data" else "data"
    own = pattern(topic, kind, "own", glued=False).pattern
    other = pattern(topic, "other", against, glued=False).pattern
    glued = {name: pattern(topic, name, glued=True) for name in ("model", "data", "other")}
    and_ = pattern(topic, "and").pattern
    return (
        regex(rf"(?P<other>{other})|(?P<own>{own})|(?P<glued>{glued['other'].pattern}|{glued['data'].pattern})", re.I),
        regex(rf"(?:{other})(?:['’]s)? +(?:of|for|in|from|to|behind)(?: +\w+){{0,3}} *\Z", re.I),
        regex(rf"(?:{own})(?: +\w+)? *(?:{and_}) *(?:the +|its +|our +)?(?:\w+ +)?\Z", re.I),
        glued,
    )


def excluded(document: Document, name: Name, bare: bool) -> bool:
    """Whether the words before a name rule it out, or give it to something else.

    `bare`: it stands where a license is expected, so that no subject need be named.
    """
    sentence = document.sentence(name.span.start)
    before = document.visible[max(sentence.start, name.span.start - 220) : name.span.start]
    if ruled_out(before[-60:]) or _SOMEBODYS.search(before):
        return True
    own = subject(document, before)
    if own is not None:
        return not own
    if bare:
        return False
    return named_other(document, name)


def of_origin(document: Document, name: Name) -> bool:
    """Whether a license is told to be that of what the artefact was made from: "The original model is distributed under …"."""
    before = document.visible[document.sentence(name.span.start).start : name.span.start]
    return pattern("license_context", "origin").search(before) is not None


def named_other(document: Document, name: Name, strictly: bool = False) -> bool:
    """ "Llama 2 is licensed under …": another project, unless it is this card's own name.

    `strictly`: a name that the title does not hold is another's, however often the text has it.
    """
    sentence = document.sentence(name.span.start)
    before = document.visible[max(sentence.start, name.span.start - 220) : name.span.start]
    project = _PROJECT.match(before)
    if project is None or _ITSELF.match(project[1]):
        return False
    return not own_name(document, project[1], strictly)


def own_name(document: Document, words: str, strictly: bool = False) -> bool:
    key = regex(r"\W+|_|^the ").sub("", words.lower())
    title = document.title
    if strictly and _opens(document, words.strip()):
        return True
    own = regex(r"\W+|_").sub("", (title.title or "").lower()) if title else ""
    if bool(key) and (key in own or (bool(own) and own in key)):
        return True
    return bool(key) and not (strictly and own) and document.text.count(words.strip()) >= 3


def _opens(document: Document, words: str) -> bool:
    """True where the first sentence below the title says what the thing of this name is: "The Plover corpus is …"."""
    title = document.title
    start = title.heading.end if title and title.heading else 0
    first = next((s for s in document.sentences if s.start >= start), None)
    said = document.visible[first.start : first.end] if first else ""
    return bool(words) and re.match(rf"\W*(?:the +)?{re.escape(words)}\b[\w -]{{0,40}}\b(?:is|are)\b", said, re.I) is not None
