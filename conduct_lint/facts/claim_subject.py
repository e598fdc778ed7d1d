"""Whether a claim is about another model or a tool, as the names around it tell; and where in the text it stands."""

from __future__ import annotations

from conduct_lint.document import once
from conduct_lint.facts import headings
from conduct_lint.facts.claim_grammar import context, grammar
from conduct_lint.facts.lineage import upstream
from conduct_lint.facts.model_index import entries
from conduct_lint.facts.model_names import hub_id
from conduct_lint.facts.reported import about_sections
from conduct_lint.facts.rows import folded
from conduct_lint.lexicon import Said
from conduct_lint.model import Span
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document

#: A size behind the name of a tool makes it the name of a model.
_SIZE = regex(r"[-/]?\w*\d+b")
_OPENING = regex(r"[\W_]*(?:the )?")


def begins_with_a_tool(document: Document, paragraph: Span) -> bool:
    """True for a paragraph that begins with a tool, a format or a method: that is what it praises, whatever "it" is later."""
    opening = _OPENING.match(document.lower, paragraph.start)
    start = opening.end() if opening else paragraph.start
    tool = context("tool").match(document.lower, start)
    if tool is not None and not _SIZE.match(document.lower, tool.end()):
        return True
    method = context("method-opening").match(document.lower, start, paragraph.end)
    return method is not None and not _of_the_card(document, start)


def _of_the_card(document: Document, start: int) -> bool:
    """True where the name at a place stands in the title and is not the parent's too: below it a method may be the model."""
    m = _NAME.match(document.prose, start)
    name = folded(m.group("name")) if m else ""
    if len(name) < 3 or name not in _own(document):
        return False
    return not any(name in folded(one.model) for one in upstream(document))


_NAME = regex(r"[\W_]*(?:the )?(?P<name>[A-Za-z][\w.-]*)")
#: A name has capitals inside or a digit.
_NAMED = regex(r"[A-Z].*[A-Z]|\d")
_LABEL = regex(r"[\W_]*\[?!?")
_PARTS, _EXPLAINED = regex(r"[^\w.]+|_|(?<=[a-z])(?=\d)"), regex(r": | [-–—] |\(")
_SIZED = regex(r"v?\d+(?:\.\d+)*[bmk]?")
#: A title of one word that is as long is a name also inside a longer one: `Llama3-Heron-8B` below "Heron: …".
_WHOLE = 4
#: Between a link to a model and what is said of it: the subject goes on, no new one begins.
_STILL = regex(r"[^,.;:，。；：、]{0,60}\Z")


def of_another_model(document: Document, use: Said) -> bool:
    """True where the paragraph or the sentence begins with the name of a model (`DistilBERT is …`) that the card's own name
    does not hold, or a link to another model is the subject.
    """
    for start in {paragraph(document, use.match.start()).start, use.sentence.start}:
        m = _NAME.match(document.prose, _behind_label(document, start))
        if (
            m
            and m.start("name") < use.match.start()
            and _NAMED.search(m.group("name"))
            and not context("common").fullmatch(m.group("name").lower())
            and not grammar("people-behind").match(document.lower, m.end() + 1)
            and _foreign(document, m.group("name"))
        ):
            return True
    index = document.block_index(use.sentence.start)
    reach = 60 if use.wording.kind == "comparison" else 12
    for mark in document.marks[index] if index >= 0 else ():
        if mark.kind == "link" and use.sentence.start <= mark.start and 0 <= use.match.start() - mark.end <= reach:
            model = hub_id(mark.target)
            if (
                model
                and _foreign(document, model.rsplit("/", 1)[-1])
                and _STILL.match(document.prose, mark.end, use.match.start())
            ):
                return True
    return False


def _behind_label(document: Document, start: int) -> int:
    """Where a sentence begins behind `NOTE` or `EDIT`."""
    marks = _LABEL.match(document.prose, start)
    label = grammar("label-sentence").match(document.lower, marks.end() if marks else start)
    return label.end() if label else start


def _foreign(document: Document, name: str) -> bool:
    """True for a name that is not in the card's own, nor holds it, nor begins as a title does: `Heron-7B` below "Heron-13B"."""
    own, key = _own(document), folded(name)
    if len(key) < 3 or not own or key in own or any(part and part in key for part in own.split("|") if len(part) >= 4):
        return False
    series = _series(name)
    for title in _titles(document):
        known = _series(title)
        first, *rest = title.split() or [""]
        inside = "" if _NAMED.search(first) else next((word for word in rest if _NAMED.search(word)), "")
        if _alike(series, known) or (inside and _alike(series, _series(inside))):
            return False
        if len(known) == 1 and len(known[0]) >= _WHOLE and known[0] in series:
            return False
    return True


def _alike(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """True where one name is the beginning of the other, sizes and versions left out."""
    shared = min(len(one), len(other))
    return shared > 0 and one[:shared] == other[:shared] and len("".join(one[:shared])) >= 3


def _series(name: str) -> tuple[str, ...]:
    """The parts of a name up to what a title explains it with, without sizes and versions: `Heron-7B: a model …`."""
    parts = _PARTS.split(_EXPLAINED.split(name.strip(), maxsplit=1)[0].lower())
    return tuple(part for part in parts if part and not _SIZED.fullmatch(part))


@once
def _own(document: Document) -> str:
    """Folded: title, path and model-index of the card, between bars; empty where no name stands in them, only a heading."""
    return "|".join(folded(name.replace("/", " ")) for name in _titles(document))


@once
def _titles(document: Document) -> tuple[str, ...]:
    heading = document.title.heading if document.title else None
    title = (document.title.title or "") if document.title and heading and heading.start not in about_sections(document) else ""
    models = [entry.model for entry in entries(document)]
    words = title.split()
    named = len(words) == 1 or any(_NAMED.search(word) or word.count("-") >= 2 for word in words)
    if not models and (not named or headings.named(title) or context("common").fullmatch(title.lower())):
        return ()
    return (title, document.name.rsplit("/", 1)[0], *models)


#: What stands further before a list is not read, nor more of its items.
_LONG = 600
_ITEMS = 40


def lead_of(document: Document, index: int) -> Span | None:
    """The paragraph that opens the list in which a block is an item: `Riva provides:`; None elsewhere."""
    if index < 0 or not document.blocks[index].depth:
        return None
    first = index
    while first > max(index - _ITEMS, 0) and document.blocks[first].depth:
        first -= 1
    opening = document.blocks[first]
    opens = document.text[opening.start : opening.end].rstrip(" *_").endswith((":", "："))
    if opening.kind == "paragraph" and not opening.depth and opens:
        return Span(max(opening.start, opening.end - _LONG), opening.end)
    return None


def paragraph(document: Document, offset: int) -> Span:
    """The block that holds an offset."""
    index = document.block_index(offset)
    block = document.blocks[index] if index >= 0 else None
    return Span(block.start, block.end) if block else Span(offset, offset)
