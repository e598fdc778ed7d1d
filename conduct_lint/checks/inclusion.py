"""Checks of the family inclusion: languages that are not named, pictures without words, links that tell nothing."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence

from conduct_lint import vocabulary
from conduct_lint.document import Document
from conduct_lint.facts.conduct import said_by_others
from conduct_lint.facts.languages import codes, languages, names, understood
from conduct_lint.facts.subject import of_a_model, reports
from conduct_lint.facts.topics import topics
from conduct_lint.frontmatter import strings
from conduct_lint.inline import Mark
from conduct_lint.lexicon import Said, framed, pattern, said
from conduct_lint.matchers import check
from conduct_lint.model import Hit, Span
from conduct_lint.patterns import regex

#: Tasks whose input or output is text or speech in some human language. `feature-extraction` is also a task of vision models.
_LANGUAGE_TASKS = frozenset(
    "automatic-speech-recognition document-question-answering fill-mask multiple-choice question-answering sentence-similarity"
    " summarization table-question-answering text-classification text-generation text-ranking text-retrieval text-to-speech"
    " text2text-generation token-classification translation visual-question-answering zero-shot-classification"
    " conversational".split()
)
#: Words that tell of sequences that are nobody's language.
_NOT_HUMAN = pattern("inclusion_context", "not-human", lower=True)
_ID_PAIR = regex(r"(?<![a-z])([a-z]{2,3})[-_](?:to[-_])?([a-z]{2,3})(?![a-z])")
_CODE = regex(r"(?<=[`|,:(/\[\"' -])([a-z]{2})(?=[`|,:)/\]\"'\n -])")
#: Codes of languages that are short words of running text.
_SHORT_WORDS = frozenset(
    "am an as be by co de do el en es et go he id if in is it la le me ml my no of on or sa se si so to ts tt us we".split()
)
_LETTERS = regex(r"[^\W\d_]+")
#: An alternative text that a tool put there: nothing, a media type, a file name, the word for what it is.
_FILLER = framed("inclusion_context", r"(?:{filler}|image/\w+|[\w %()+-]+\.(?:png|jpe?g|gif|svg|webp|bmp|tiff?|mp4))\Z")
_HIDDEN = regex(
    r"\b(?:width|height)\s*=\s*[\"']?[01](?:px)?[\"'\s/>]|aria-hidden\s*=\s*[\"']?true"
    r"|role\s*=\s*[\"']?(?:presentation|none)",
    re.I,
)


@check
def missing_language(document: Document) -> Iterator[Hit]:
    """A text or speech model or data set of which no human language is told: not in metadata, prose, names or ids."""
    if not document.front_matter.data.entries or not _tasks(document) & _LANGUAGE_TASKS:
        return
    if languages(document).stated or _hinted(document):
        return
    yield Hit(None, subject="language")


def _tasks(document: Document) -> set[str]:
    data = document.front_matter.data
    return {value.raw.strip().lower() for key in ("pipeline_tag", "task_categories", "tags") for value in strings(data.get(key))}


def _hinted(document: Document) -> bool:
    """True where a language can be guessed or none is to be told: a name anywhere, a code in the title, sequences that
    nobody speaks. Whoever reads `wav2vec2-large-xlsr-turkish` knows."""
    data = document.front_matter.data
    if data.get("language") is not None or data.get("languages") is not None:
        return True  # `unknown` and `code` are answers too
    lower = document.text.lower()
    if _NOT_HUMAN.search(lower):
        return True
    known = names()
    if any(word in known for word in set(_LETTERS.findall(lower))):
        return True
    title = document.title.title if document.title else None
    parts = {*regex(r"[\W_]+").split((title or "").lower()), *_tasks(document)}
    return bool((parts & codes()) - _SHORT_WORDS) or "en" in parts or _pair(lower) or _ends_in_code(title or "")


def _ends_in_code(title: str) -> bool:
    """`tern-speech_it`, `tern-xsum-swe`: the last part of a name in one word is a code even where it is a short word too."""
    name = title.strip("` ").lower()
    last = regex(r"[-_]").split(name)[-1]
    return last != name and " " not in name and (last in codes() or (len(last) == 3 and vocabulary.is_language(last)))


def _pair(lower: str) -> bool:
    return any(a in codes() and b in codes() for a, b in _ID_PAIR.findall(lower))


@check
def multilingual_unspecific(document: Document) -> Iterator[Hit]:
    """The metadata or the title say "multilingual" and no list tells which languages."""
    found = languages(document)
    values = {value.raw.strip().lower() for value in found.metadata}
    place = next((value.span for value in found.metadata if value.raw.strip().lower() == "multilingual"), None)
    if place is None:
        opening = document.title.heading if document.title else None
        place = next((span for span in found.many if opening and opening.start <= span.start < opening.end), None)
        if place and (document.text[place.start - 1] in "-_/" or document.text[place.end : place.end + 1] in ("-", "_", "/")):
            place = None
    if place is None or len(values - {"multilingual"}) > 1 or _several(document):
        return
    yield Hit(place)


def _several(document: Document) -> bool:
    """True where two or more languages can be told from the text: names anywhere, codes in code spans, tables, lists or ids."""
    lower = document.text.lower()
    known = names()
    if len(known.intersection(_LETTERS.findall(lower))) > 1 or len(set(languages(document).named)) > 1 or _pair(lower):
        return True
    body = lower[document.front_matter.span.end if document.front_matter.span else 0 :]
    return len(codes().intersection(_CODE.findall(body)) - _SHORT_WORDS) > 3


@check
def image_without_alt(document: Document) -> Iterator[Hit]:
    """Images without words for those who do not see them; one hit a document. `alt=""` in HTML says that an image is ornament.

    A screenshot in a report of a bug is passed by: only contributions that offer a model or data are asked.
    """
    if not of_a_model(document):
        return
    images = document.marked("image")
    mute = [image for image in images if _mute(document, image)]
    if mute:
        first = mute[0]
        yield Hit(
            Span(first.start, first.end),
            {"count": len(mute), "total": len(images)},
            variant="only" if len(images) == 1 else "one" if len(mute) == 1 else "",
        )


def _mute(document: Document, image: Mark) -> bool:
    source = document.text[image.start : image.end]
    if source.startswith("<"):
        if image.text is None:
            return not _HIDDEN.search(source)
        return bool(image.text.strip()) and bool(_FILLER.match(image.text.strip()))
    words = document.text[image.inner : image.inner_end].strip()
    return not words or bool(_FILLER.match(words))


@check
def uninformative_link(document: Document, words: Sequence[str] = ()) -> Iterator[Hit]:
    """Links whose whole text is one of `words`; one hit a document. Cells of a table have a header that tells more.

    Talk about code is passed by: only contributions that are about a model are asked.
    """
    if not reports(document):
        return
    told = frozenset(words)
    found = [
        mark
        for block, marks in zip(document.blocks, document.marks)
        if block.kind != "cell"
        for mark in marks
        if mark.kind == "link" and _words_of(document, mark) in told
    ]
    if found:
        first = found[0]
        texts: dict[str, str] = {}
        for mark in found:
            words_there = " ".join(document.text[mark.inner : mark.inner_end].split()).strip(" *_`")
            texts.setdefault(words_there.lower(), words_there)
        values = {"words": '", "'.join(list(texts.values())[:3]), "count": len(found)}
        yield Hit(Span(first.start, first.end), values, variant="" if len(found) == 1 else "several")


def _words_of(document: Document, link: Mark) -> str:
    return " ".join(document.text[link.inner : link.inner_end].lower().split()).strip(" *_`.!:→>»👉[]")


@check
def missing_bias_discussion(document: Document, moot: str = "") -> Iterator[Hit]:
    """Bias and risks are not discussed. Arguments: `moot` are the tasks, between blanks, that speak of no people."""
    if _tasks(document) & set(moot.split()) or topics(document)["bias_risks"].status != "absent":
        return
    if understood(document, "bias_risks"):
        yield Hit(None, subject="bias_risks")


@check
def exclusionary_term(document: Document, accept: Sequence[str] = ()) -> Iterator[Hit]:
    """Words that shut somebody out and have a plain substitute; one hit a word. Arguments: `accept` are words that the
    project keeps.

    Not where the word belongs to a name, a file, an option or a quote, which the author cannot change.
    """
    kept = {word.lower() for word in accept}
    if "exclusionary" not in said(document):
        return
    links = [(mark.start, mark.end) for mark in document.marked("link")]
    seen: set[str] = set()
    for use in said(document).get("exclusionary", ()):
        words = " ".join(use.match.group().split())
        if use.wording.kind in seen or words in kept or not _changeable(document, use, links):
            continue
        seen.add(use.wording.kind)
        yield Hit(use.span, {"words": document.text[use.match.start() : use.match.end()], "instead": use.wording.kind})


def _changeable(document: Document, use: Said, links: list[tuple[int, int]]) -> bool:
    text = document.text
    start, end = use.match.span()
    if text[start - 1 : start] in set("_-./@#=:$\\\"'“‘«") or regex(r"[_/=@(\"'”’»\[]|[.:-]\w").match(text[end : end + 2]):
        return False
    index = bisect_right(links, (start, end)) - 1
    if said_by_others(document, start) or (index >= 0 and start < links[index][1]):
        return False
    return not (text[start].isupper() and start > use.sentence.start) and not text[start:end].isupper()
