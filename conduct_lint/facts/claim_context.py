"""Whether a claim is plainly the card's own, and whether something near it lets a reader check it.

The fact `claims` lists what a careful reader would; a rule speaks only where no doubt is left whose claim it is. Words stand in
`rules/lexicon/claim_context.*.yaml`.
"""

from __future__ import annotations

from collections.abc import Iterator

from conduct_lint.document import Document, Section, once
from conduct_lint.facts.claim_grammar import context
from conduct_lint.facts.claim_subject import lead_of, paragraph
from conduct_lint.facts.claim_support import abstract
from conduct_lint.facts.claims import Claim
from conduct_lint.facts.lineage import upstream
from conduct_lint.facts.measures import mentioned
from conduct_lint.facts.model_index import entries
from conduct_lint.facts.model_names import family_of, hub_id
from conduct_lint.facts.results import results
from conduct_lint.facts.rows import folded
from conduct_lint.frontmatter import strings
from conduct_lint.inline import Mark
from conduct_lint.lexicon import said
from conduct_lint.model import Span
from conduct_lint.patterns import regex

#: A name, and the size or version behind it: capitals inside, capitals with digits, all capitals, or a capitalised word.
_NAME = regex(
    r"(?<![\w@])(?P<word>[A-Z]\w*[A-Z][\w.+-]*|[A-Za-z][A-Za-z_.+-]*\d[\w.+-]*|[a-z]+[A-Z][\w.+-]*|[^\W\d_a-z][a-z][\w-]*)"
    r"(?P<size> (?:v?\d[\w.]*x?\d*[bm]?\b)(?! ?%))?"
)
_PLAIN = regex(r"[^\W\d_][^\W\d_A-Z]*\Z")
_VERB = regex(r"[*_]* (?:is|was|has|can|are|were|have|\w{2,}s|\w{3,}ed)\b")
_SIZED = regex(r"\d[bm](?![a-z])|\dx\d")
#: What a name ends with when it is the same model in another form.
_FORM = regex(
    r"(?:i1|gguf|ggml|awq|gptq|exl[23]|imatrix|mlx|onnx|quant(?:ized)?|[2-8]bit|fp16|bf16|int[48]|\dbpw|ct2|openvino|hf|llamafile)+\Z"
)
#: What stands further before a claim is not read: a sentence that long speaks of many things.
_LONG = 600


# ── whose claim it is ────────────────────────────────────────────────────────────────────────────────────────────────


def own_words(document: Document, claim: Claim) -> bool:
    """True where the sentence up to the claim names the card's own model or data and nothing else, and no sample is quoted."""
    index = document.block_index(claim.span.start)
    if index < 0 or claim.span.start - claim.sentence.start > _LONG:
        return False
    block, section = document.blocks[index], document.section_at(claim.span.start)
    if block.quoted or block.kind in ("cell", "code") or (section.title and context("sample").search(section.title.lower())):
        return False
    before = Span(claim.sentence.start, claim.span.start)
    if context("no-rank").search(document.lower, claim.span.start, claim.sentence.end):
        return False
    if context("other").search(document.lower, *before) or context("bare").match(document.lower, *claim.sentence):
        return False
    lead = lead_of(document, index) or Span(block.start, block.start)
    if any(not own for own in _names(document, before)) or not all(_names(document, lead)):
        return False
    if section.heading and not all(_names(document, Span(section.heading.start, section.heading.end), strict=True)):
        return False
    earlier = Span(max(block.start, before.start - _LONG), before.start)
    if context("pronoun").match(document.lower, *before) and not _spoken_of(document, earlier):
        return False
    return bool(context("ours").search(document.lower, *claim.sentence)) or any(_names(document, before))


def _spoken_of(document: Document, before: Span) -> bool:
    """True where what "it" stands for is the card's own: it is written out, or the first name there is its own, or none is."""
    words = folded(document.text[before.start : before.end].replace("/", " "))
    return any(len(name) >= 8 and name in words for name in _whole_names(document)) or next(_names(document, before), True)


def _names(document: Document, span: Span, strict: bool = False) -> Iterator[bool]:
    """The names of models, data and tools in a place, in reading order: True for the card's own. Links to other models count.

    Arguments: `strict` leaves out words that are only capitalised, as all are in a heading.
    """
    prose = document.visible
    places: list[tuple[int, bool]] = []
    for mark in _links(document, span):
        model = hub_id(mark.target)
        if model is not None:
            places.append((mark.start, _own(document, model.rsplit("/", 1)[-1])))
        elif mark.end > span.end:
            places.append((mark.start, False))
    known = _no_names(document)
    for m in _NAME.finditer(prose, span.start, span.end):
        word = m["word"]
        if m.start() in known or (strict and _PLAIN.match(word)) or context("common").fullmatch(word.lower().rstrip(".-")):
            continue
        own = _own(document, m.group().rstrip(".-"))
        if not own and _PLAIN.match(word) and not family_of(word):
            first = not prose[span.start : m.start()].strip(" *_-:>#•\"'“")
            if _elsewhere_small(document, word) or (first and not _VERB.match(prose, m.end("word"))) or len(word) < 3:
                continue
            if first and context("function").fullmatch(word.lower()):
                continue
        places.append((m.start(), own))
    yield from (own for _, own in sorted(places))


def _elsewhere_small(document: Document, word: str) -> bool:
    """True where the document also writes the word small, and not as part of an id: then it is an ordinary one."""
    text, length = document.text, len(word)
    places = document.places(word.lower())[:40]
    small = (at for at in places if text[at].islower())
    return any(text[at - 1 : at] not in _GLUE and text[at + length : at + length + 1] not in _GLUE_AFTER for at in small)


_GLUE, _GLUE_AFTER = frozenset("/-_."), frozenset("/-_")


def _links(document: Document, span: Span) -> Iterator[Mark]:
    """The links that begin in a place inside one block."""
    index = document.block_index(span.start)
    if index >= 0:
        yield from (mark for mark in document.marks[index] if mark.kind == "link" and span.start <= mark.start < span.end)


@once
def _no_names(document: Document) -> frozenset[int]:
    """Where capitals name a language, a measure, a benchmark."""
    found = {mention.start for topic in ("metrics", "benchmarks") for mention in mentioned(document, topic)}
    return frozenset(found | {use.match.start() for use in said(document).get("language", ()) if use.wording.kind == "name"})


@once
def _titles(document: Document) -> tuple[str, ...]:
    """How the card names what it is about: title, path, model-index, pretty name."""
    named = [document.title.title if document.title and document.title.title else "", *document.name.split("/")[:-1]]
    named += [entry.model for entry in entries(document)]
    for key in ("model_name", "pretty_name", "title", "name"):
        named += [scalar.raw for scalar in strings(document.front_matter.data.get(key))]
    return tuple(named)


@once
def _whole_names(document: Document) -> frozenset[str]:
    """Folded names, each whole, without what tells the file's form."""
    parts = {part for name in _titles(document) for part in (name, *regex(r" [-–—|:] |[:|(]").split(name))}
    return frozenset(_FORM.sub("", folded(part)) for part in parts) - {""}


@once
def _own_names(document: Document) -> frozenset[str]:
    """Folded names, and the single words and runs of words in them."""
    found = set(_whole_names(document))
    for name in _titles(document):
        parts = [part for part in regex(r"[\s/:|()\[\],]+").split(name)[:16] if part]
        found |= {folded("".join(parts[i:j])) for i in range(len(parts)) for j in range(i + 1, min(i + 5, len(parts)) + 1)}
    return frozenset(_FORM.sub("", name) for name in found if len(name) >= 2) - {""}


def _own(document: Document, name: str) -> bool:
    """True for the card's own name, or the series it begins with; a series that is also the parent's leaves a doubt."""
    key = _FORM.sub("", folded(name))
    if len(key) < 2:
        return not key
    if any(parent.startswith(key) for parent in _parents(document)):
        return False
    mine = _own_names(document)
    series = len(key) >= 3 and not _SIZED.search(name.lower()) and any(own.startswith(key) for own in mine)
    return key in mine or series


@once
def _parents(document: Document) -> frozenset[str]:
    """Folded names of the models it comes from, but for those of which it is only another form."""
    return frozenset(_FORM.sub("", folded(one.model)) for one in upstream(document)) - _whole_names(document)


# ── what supports it ─────────────────────────────────────────────────────────────────────────────────────────────────


def beside_support(document: Document, claim: Claim) -> bool:
    """True where the section or the one around it holds a link to a source, a chart or figures; below a heading on results,
    also any part of that section. What a card claims is borne out by the figures that it gives anywhere; an abstract is the word
    of a paper.
    """
    if abstract(document, paragraph(document, claim.span.start)):
        return True
    if any(row.where in ("table", "prose", "log") for row in results(document).rows):
        return True
    return document.section_at(claim.span.start) in _checkable(document)


@once
def _checkable(document: Document) -> frozenset[Section]:
    """The sections whose claims a reader can check by what stands there or around."""
    sections = document.sections
    place = {section: index for index, section in enumerate(sections)}
    own = [_holds_source(document, section) for section in sections]
    for row in results(document).rows:
        if row.where != "metadata":
            own[place[document.section_at(row.span.start)]] = True
    about = [bool(section.title and context("chart").search(section.title.lower())) for section in sections]
    below = [held or (about[i] and _pictured(document, sections[i])) for i, held in enumerate(own)]
    for index in range(len(sections) - 1, 0, -1):
        below[sections[index].parent] |= sections[index].parent >= 0 and (below[index] or _pictured(document, sections[index]))
    found = set()
    for index, section in enumerate(sections):
        outer = section.parent
        if own[index] or (about[index] and below[index]) or (outer >= 0 and (own[outer] or (about[outer] and below[outer]))):
            found.add(section)
    return frozenset(found)


#: An uploaded picture whose name tells nothing may be a chart.
_UNNAMED = regex(r"/(?=[\w-]*\d)(?=[\w-]*[A-Z])[\w-]{16,}\.(?:png|jpe?g|webp|gif)\b")


def _marks(document: Document, section: Section) -> Iterator[Mark]:
    return (mark for index in range(section.first, section.last) for mark in document.marks[index])


def _is_image(mark: Mark) -> bool:
    return mark.kind == "image" or (mark.kind == "html" and mark.target.lower() == "img")


def _pictured(document: Document, section: Section) -> bool:
    return any(_is_image(mark) for mark in _marks(document, section))


def _holds_source(document: Document, section: Section) -> bool:
    for index in range(section.first, section.last):
        block = document.blocks[index]
        if block.kind == "cell" and block.row > 0 and any(char.isdigit() for char in document.text[block.start : block.end]):
            return True
    for mark in _marks(document, section):
        if mark.kind in ("link", "url") or (mark.kind == "html" and mark.target.lower() == "a"):
            if context("source").search(_told(document, mark)):
                return True
        elif _is_image(mark) and (
            context("chart").search(_told(document, mark)) or _UNNAMED.search(document.text, mark.start, mark.end)
        ):
            return True
    return False


_NO_LETTERS = regex(r"[\W\d_]+")


def _told(document: Document, mark: Mark) -> str:
    """Address and words of a link or image; of a tag its attributes and what follows."""
    end = mark.end + 60 if mark.kind == "html" else mark.end
    words = f"{mark.target} {document.text[mark.start : end]} {mark.text or ''}"
    return _NO_LETTERS.sub(" ", words[:800].lower())
