"""What kind of harm a model or data set lends itself to, and whether a reader is warned of it.

Metadata (pipeline tag, tags) decide where they speak; wordings of the topic `risk` decide otherwise. A detector, a filter or a
negative prompt is about a thing and not of its kind.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from conduct_lint.document import Document, once
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.passages import passages
from conduct_lint.facts.risk_names import (
    by_name,
    by_own_names,
    clones,
    context,
    early,
    finds_fakes,
    is_detector,
    of_somebody,
    tagged,
    tags,
    writes,
)
from conduct_lint.facts.risk_warnings import in_heading, warning
from conduct_lint.lexicon import Said, said
from conduct_lint.model import CONTRIBUTIONS, Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.vocabulary import vocabulary

#: Kinds for which a reader should be warned (the `risky` kinds of the labelled documents).
RISKY = frozenset(
    "generative-image-video voice-cloning-tts biometric-face uncensored-or-safety-removed sexual-content surveillance-profiling "
    "security-offense".split()
)
#: Kinds that one clear statement establishes wherever it stands; the others must be what the card is about.
_BY_STATEMENT = frozenset({"uncensored-or-safety-removed", "sexual-content"})

#: What is made by models that are built on those that write.
_NO_TEXT = frozenset({"generative-image-video", "voice-cloning-tts", "biometric-face", "generative-text"})

#: Kinds that are topics: a tag alone tells little.
_TOPICS = frozenset({"medical", "legal-financial"})

_A_HANDFUL = 3

_RIGHT_OF = 60


class Risk(NamedTuple):
    """`categories` in alphabetic order, empty for none; `places` where each is said. `people`: where it tells that it makes
    pictures, video or speech of people. `warned`: a reader is warned; `span` is then the warning, else the best place that tells
    the kind."""

    categories: tuple[str, ...]
    places: Mapping[str, Span]
    people: Span | None
    warned: bool
    span: Span | None


@once
def risk(document: Document) -> Risk:
    """Read the kinds of risk and the warnings of a document."""
    places: dict[str, Span] = {}
    by_tag = tagged(document)
    for category, span in by_tag:
        if category not in _TOPICS or _spoken_of(document, category):
            places.setdefault(category, span)
    talk = kind_of(document) in CONTRIBUTIONS
    named = by_name(document) if talk else by_own_names(document)
    for category, span in [*named, *_stated(document, {category for category, _ in by_tag})]:
        places.setdefault(category, span)
    if not (talk or places.keys() & _NO_TEXT or is_detector(document)) and (named_so := writes(document)):
        places.setdefault(*named_so)
    detector = is_detector(document) if places else ""
    if detector or "hate-or-toxicity-detection" in places:
        for category in ("sexual-content", "uncensored-or-safety-removed"):
            places.pop(category, None)
    if detector == "classifier":
        places.pop("generative-image-video", None)
    if detector and finds_fakes(document):
        for category in ("generative-image-video", "voice-cloning-tts", "biometric-face", "security-offense"):
            places.pop(category, None)
    shown_people = (use.sentence for use in said(document).get("risk", ()) if use.wording.kind == "people")
    people = next(shown_people, None) or of_somebody(document)
    if talk and "voice-cloning-tts" in places and not clones(document):
        del places["voice-cloning-tts"]
    risky = set(places) & RISKY
    warned = warning(document) if places else None
    shown = warned or next((places[c] for c in sorted(risky)), None) or next(iter(places.values()), None)
    return Risk(tuple(sorted(places)), places, people, warned is not None, shown)


def _spoken_of(document: Document, category: str) -> bool:
    """Whether a topic that a tag names is one of the text.

    The Hub offers some topics as tags, which are set by the handful: then, and for law and money always, the text must have a
    word of it.
    """
    offered = sum(context("offered-topic").fullmatch(tag) is not None for tag, _ in tags(document))
    if category == "medical" and offered < _A_HANDFUL:
        return True
    return any(use.wording.kind == category for use in said(document).get("risk", ()))


def _stated(document: Document, by_tag: set[str]) -> Iterator[tuple[str, Span]]:
    uses: dict[str, list[Said]] = {}
    for use in said(document).get("risk", ()):
        if use.wording.kind not in ("people", "writes") and not _turned(document, use):
            uses.setdefault(use.wording.kind, []).append(use)
    opening, data_set = early(document), kind_of(document) == "dataset-card"
    recognises = any(tag.removeprefix("pipeline:") == "automatic-speech-recognition" for tag, _ in tags(document))
    for category, found in uses.items():
        if category == "voice-cloning-tts" and recognises:
            continue
        first = found[0]
        if category in _BY_STATEMENT:
            if category == "sexual-content" and data_set and first.match.start() >= opening:
                continue  # what a data set was cleaned of is told in the same words
            yield category, first.sentence
        elif category in RISKY or category == "face-detection":
            headed = [use for use in found if use.match.start() < opening]
            sure = (
                len(found) >= 4
                or any(in_heading(document, use) for use in found)
                or (headed and (len({use.match.start() for use in found}) >= 2 or headed[0].match.start() < opening // 2))
            )
            if category == "face-detection":
                category = "biometric-face"
            if sure and (not by_tag & RISKY - _BY_STATEMENT or _in_title(document, first)):
                yield category, (headed or found)[0].sentence
        elif first.match.start() < opening or len(found) >= 3:
            yield category, first.sentence


def _in_title(document: Document, use: Said) -> bool:
    title = document.title
    return title is not None and title.heading is not None and title.heading.start <= use.match.start() < title.heading.end


def _turned(document: Document, use: Said) -> bool:
    """True where the words before or behind turn a mention round: negated, or about finding and filtering such things."""
    lower = document.lower
    before = lower[use.sentence.start : use.match.start()]
    if kind_of(document) in CONTRIBUTIONS and (
        _PART.search(document.text, max(0, use.match.start() - 90), use.match.start()) or context("wished-before").search(before)
    ):
        return True
    behind = lower[use.match.end() : min(use.sentence.end, use.match.end() + _RIGHT_OF)]
    if use.wording.kind in _BY_STATEMENT:
        if context("measured-before").search(before) or (
            use.wording.kind == "sexual-content"
            and context("hedged-before").search(before)
            and context("or-worse-behind").match(behind)
        ):
            return True
        if context("sought-before").search(before) and context("elsewhere").search(lower[use.match.end() : use.sentence.end]):
            return True
        if context("prompted").search(before):
            return True
        if context("filter").search(lower[max(0, use.match.start() - 300) : use.match.start()]):
            return use.wording.kind == "sexual-content"
        own = context("denying").match(use.match.group())
        if not own and context("negated-before").search(before[-60:]):
            return True
        return (
            bool(
                context("about").search(before[-60:])
                or context("about").match(behind.lstrip(" -/,"))
                or context("set-aside").search(behind)
            )
            and not own
        )
    if use.wording.kind in _RULED_OUT and any(start <= use.match.start() < end for start, end in _ruled_out(document)):
        return True
    return bool(context("negated-before").search(before[-60:]))


#: Kinds that a card names most often where it forbids them.
_RULED_OUT = frozenset({"surveillance-profiling", "security-offense", "biometric-face"})


@once
def _ruled_out(document: Document) -> tuple[Span, ...]:
    """Where uses are ruled out: what stands below headings and labels on uses out of scope."""
    ruled = (passage for passage in passages(document) if "out_of_scope" in passage.names and "intended_use" not in passage.names)
    return tuple(Span(piece.start, piece.end) for passage in ruled for piece in passage.pieces)


#: Inside an id of somebody else's model, as in a list of what was merged: a mention.
_PART = regex(r"(?<![\w/])[A-Za-z][\w.-]*/[\w.-]*\Z")


def recognises(document: Document) -> bool:
    """Whether the model tells people apart, by tag or word; one that only finds faces does not."""
    known = vocabulary("risk_tags")["biometric-face"]["tags"]
    if any(tag in known for tag, _ in tags(document)):
        return True
    return any(use.wording.kind == "biometric-face" and not _turned(document, use) for use in said(document).get("risk", ()))
