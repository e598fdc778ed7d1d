"""Where readers are warned of harm or misuse."""

from __future__ import annotations

from conduct_lint.document import Document, once
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.passages import passages
from conduct_lint.facts.placeholders import filled
from conduct_lint.facts.risk_names import context, tags
from conduct_lint.frontmatter import strings
from conduct_lint.lexicon import Said, said
from conduct_lint.model import CONTRIBUTIONS, Span


def warning(document: Document) -> Span | None:
    """The first passage that warns of harm or misuse: a wording of `risk_warning`, an out-of-scope or bias statement, the
    audience tag."""
    if worded := warnings(document):
        return worded[0]
    gated = document.front_matter.data.get("extra_gated_prompt")
    for scalar in strings(gated):
        if context("gated").search(scalar.raw.lower()):
            return scalar.span
    from conduct_lint.facts.topics import topics

    # A sentence is all that a contribution has on it; "uncensored for research" is no discussion of risks.
    for name in ("out_of_scope",) if kind_of(document) in CONTRIBUTIONS else ("out_of_scope", "bias_risks"):
        topic = topics(document)[name]
        empty = _of_rights if name == "out_of_scope" else _of_cleaning
        if topic.status == "stated" and topic.span and not empty(document, topic.span):
            return topic.span
    return next((span for tag, span in tags(document) if tag == "not-for-all-audiences"), None)


def _of_rights(document: Document, place: Span) -> bool:
    """True where the uses ruled out are only those that would cost the author money or credit."""
    words = document.lower[place.start : place.end]
    return context("rights").search(words) is not None and context("harms").search(words) is None


def _of_cleaning(document: Document, place: Span) -> bool:
    """True where the data are said to be cleaned and nothing of what is left."""
    words = document.lower[place.start : place.end]
    return context("cleaned").search(words) is not None and context("left").search(words) is None


def warnings(document: Document, kind: str = "") -> tuple[Span, ...]:
    """The sentences that warn of harm or misuse in words, in reading order.

    Arguments: `kind` is `content` for those that only tell readers what to expect, `misuse` for the others; empty for all.
    """
    return tuple(sentence for sentence, of in _warned(document) if kind in ("", of))


@once
def _warned(document: Document) -> tuple[tuple[Span, str], ...]:
    uses = [
        use
        for use in said(document).get("risk_warning", ())
        if not _promises(document, use) and not _unfilled(document, use) and not _says_nothing(document, use)
    ]
    misuse = {use.sentence for use in uses if use.wording.kind not in ("content", "label")}
    return tuple((use.sentence, "misuse" if use.sentence in misuse else "content") for use in uses)


#: How far behind the word "warning" the harm is named.
_WARNED_OF = 400


def _says_nothing(document: Document, use: Said) -> bool:
    """True for "Warning:" before something else than harm, and for the stock sentence of the template."""
    if any(stock.match.start() <= use.match.start() < stock.match.end() for stock in said(document).get("placeholder", ())):
        return True
    if use.wording.kind != "label":
        return False
    behind = document.lower[use.match.end() : use.match.end() + _WARNED_OF]
    return not (context("harms").search(behind) or context("liable").search(behind))


#: A heading this long says by itself what it says.
_A_SENTENCE = 60


def _unfilled(document: Document, use: Said) -> bool:
    """True for a heading such as "Misuse" below which nothing is written yet."""
    if not in_heading(document, use):
        return False
    heading = document.section_at(use.match.start()).heading
    if heading and _breadth(document.text[heading.start : heading.end].strip("# \n")) > _A_SENTENCE:
        return False
    below = next((one for one in passages(document) if one.heading and heading and one.heading.start == heading.start), None)
    return below is not None and not below.divided and filled(document, below) != "concrete"


def _breadth(words: str) -> int:
    """The length of a text in Latin letters: a Chinese or Japanese sign tells about as much as three."""
    return sum(3 if "\u3040" <= sign <= "\u9fff" else 1 for sign in words)


def _promises(document: Document, use: Said) -> bool:
    """True for words that promise the opposite: "without warnings", "no disclaimers", "does not lecture about harmful
    content", "filtered for explicit content"; or that promise the thing itself: "will gladly write any explicit scene", "what
    may have been deemed harmful"."""
    if context("gladly").search(use.match.group()):
        return True
    before = document.lower[max(use.sentence.start, use.match.start() - 60) : use.match.start()]
    return context("promised-before").search(before) is not None


def in_heading(document: Document, use: Said) -> bool:
    """Whether a wording stands in a heading."""
    heading = document.section_at(use.match.start()).heading
    return heading is not None and heading.start <= use.match.start() < heading.end
