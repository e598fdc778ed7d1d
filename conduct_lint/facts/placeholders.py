"""Template text that nobody has filled in, and what a piece of text says once it is taken away."""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from conduct_lint.document import Document, once
from conduct_lint.facts.passages import Passage, Piece, passages
from conduct_lint.lexicon import Said, pattern, said
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.vocabulary import vocabulary

_VARIABLE = regex(
    r"\{\{[^{}\n]*\}\}|\{%[^{}\n]*%\}|<(?:insert|your|add|fill)[ _-][^<>\n]{1,40}>"
    r"|(?<![\\\w])\{(?-i:(?:[A-Z]+_)+[A-Z]+)\}",
    re.I,
)
_WORD = regex(r"[^\W_]+")
_BLANK = regex(r"(?<![\w/])_{2,}(?![\w/])|\.{3,}|…|\bx{3,}\b|\?{2,}", re.I)
#: Code that only keeps its place: the first line says so.
_FREE_CODE = regex(
    r"(?:^[ \t]*(?:#|//|>)*[ \t]*\n)*[ \t]*(?:#|//|>)*[ \t]*"
    r"(?:todo\b[^\n]{0,60}|(?:tb[da]|coming soon)\W*$|\[?(?:more information needed|needs more information)\]?"
    r"|\{\{ ?citation[^\n]*)",
    re.I | re.M,
)
#: Names that template code keeps free: `from_pretrained("")`, `SentenceTransformer("sentence_transformers_model_id")`.
_FREE_NAME = regex(
    r"\b(?:from_pretrained|pipeline|load_dataset)\((?:\"\"|'')|[\"']sentence_transformers_model_id[\"']|[\"']\{MODEL_NAME\}[\"']|\bHARDWARE_NAME\b"
)
#: One of these stands in each.
_FREE_NAMES = ('(""', "(''", "sentence_transformers_model_id", "{MODEL_NAME}", "HARDWARE_NAME")
#: A sign in place of a value: "Context length: ?", "Speed: ``".
_SIGN = regex(r"\s*(?:\?|-{1,3}|[–—]|``)\s*")
_GENERATED = regex(r"generated automatically|automatically generated|proofread and complete")


class Placeholder(NamedTuple):
    """A place kept free. `section` is the title it stands under.

    `kind`: `placeholder`, `stock` (a sentence of the template), `nil` (an answer that says nothing), `empty` (nothing at all),
    `sign` (only a sign, where a value is meant to stand), `cell` (in a table), `title`, `note` (left by a generator), `part`
    (among other words).
    """

    span: Span
    section: str
    kind: str


class State(NamedTuple):
    """What a piece holds: `word` is concrete, placeholder, stock, nil or empty; `span` the place kept free."""

    word: str
    span: Span


@lru_cache(maxsize=1)
def _prompts() -> frozenset[str]:
    return frozenset(_folded(comment) for comment in vocabulary("card_sections")["template_comments"])


@lru_cache(maxsize=1)
def _begun_prompts() -> frozenset[str]:
    return frozenset(prompt.partition(" ")[0] for prompt in _prompts())


def _folded(text: str) -> str:
    return " ".join(_WORD.findall(text.lower()))


@once
def _uses(document: Document) -> tuple[list[int], tuple[Said, ...]]:
    uses = said(document).get("placeholder", ())
    return [use.match.start() for use in uses], uses


@once
def _states(document: Document) -> dict[Piece, State]:
    return {}


def state(document: Document, piece: Piece) -> State:
    """What is left of a piece when everything that keeps a place free is taken away."""
    states = _states(document)
    found = states.get(piece)
    if found is None:
        found = states[piece] = _state(document, piece)
    return found


def _state(document: Document, piece: Piece) -> State:
    start, end = piece.start, piece.end
    if piece.kind == "code":
        free = _FREE_CODE.match(document.plain, start, min(end, start + 200))
        if free:
            return State("placeholder", Span(free.start(), free.end()))
        return State("concrete" if _WORD.search(document.plain, start, end) else "empty", Span(start, end))
    visible = document.visible[start:end]
    word = _WORD.search(visible)
    if not word:
        blank = _BLANK.search(document.plain, start, end) or (piece.label and _SIGN.fullmatch(document.plain, start, end))
        return State("placeholder" if blank else "empty", Span(start, end))
    starts, uses = _uses(document)
    found: list[tuple[int, int, str]] = []
    for use in uses[bisect_left(starts, start) : bisect_left(starts, end)]:
        if use.match.end() <= end:
            found.append((use.match.start(), use.match.end(), use.wording.kind))
    if "{" in visible or "<" in visible:
        found += [(start + m.start(), start + m.end(), "variable") for m in _VARIABLE.finditer(visible)]
    if not found:
        prompt = word.group().lower() in _begun_prompts() and _folded(visible) in _prompts()
        return State("placeholder" if prompt else "concrete", Span(start, end))
    rest = list(visible)
    kinds = set()
    for a, b, kind in found:
        kinds.add(kind)
        rest[a - start : b - start] = " " * (b - a)
    left = _WORD.findall("".join(rest))
    span = Span(min(a for a, _, _ in found), max(b for _, b, _ in found))
    certain = kinds & {"anywhere", "variable"}
    if left and not (certain and len(left) <= 2):
        sure = [(a, b) for a, b, kind in found if kind in ("anywhere", "variable")]
        return State("concrete", Span(*sure[0]) if sure else Span(start, start))
    if certain or "whole" in kinds:
        return State("placeholder", span)
    return State("stock" if kinds & {"stock", "note"} else "nil", span)


def _promising(document: Document, passage: Passage) -> Span | None:
    """The heading of a passage below which something is meant to stand: a listed title, or the label of a field."""
    heading = passage.heading
    if heading is None or not passage.names or passage.divided:
        return None
    words = document.plain[heading.start : heading.end]
    if "](" in words or "://" in words:
        return None
    if passage.level < 8:
        return None if regex(r"[:：] *\w").search(words) else heading
    line = document.plain.rfind("\n", 0, heading.start) + 1
    return heading if words[0] in "*_<" and document.plain[line : heading.start].strip() in ("-", "*", "+") else None


def _says_nothing(document: Document, piece: Piece, told: State) -> bool:
    """True for a piece without words and pictures, and for an answer that says nothing."""
    source = document.plain[piece.start : piece.end]
    return told.word == "nil" or (told.word == "empty" and not piece.label and "](" not in source and "<" not in source)


@once
def _free(document: Document) -> list[Span]:
    """The pieces, with their labels, in which template text keeps the place free."""
    told = ((piece, state(document, piece)) for passage in passages(document) for piece in passage.pieces)
    return sorted(Span(piece.start, piece.end) for piece, found in told if found.word in ("placeholder", "stock", "nil"))


def kept_free(document: Document, sentence: Span) -> bool:
    """True where a sentence is one of the template's own, or only the label of something that is still to be filled in."""
    starts, uses = _uses(document)
    kinds = {use.wording.kind for use in uses[bisect_left(starts, sentence.start) : bisect_left(starts, sentence.end)]}
    if kinds & {"stock", "anywhere", "note"}:
        return True
    free = _free(document)
    index = bisect_left(free, Span(sentence.start, 0))
    return index < len(free) and free[index].start < sentence.end and free[index].end <= sentence.end + 2


@lru_cache(maxsize=2048)
def of_template(heading: str, kind: str) -> bool:
    """True where a heading, with or without its signs, is one of the template's, of that kind in the lexicon."""
    return pattern("placeholder_context", kind).fullmatch(heading.replace("[", "").strip(" #*]")) is not None


@once
def placeholders(document: Document) -> tuple[Placeholder, ...]:
    """The unfilled places of a document, in reading order, one a place."""
    found: list[Placeholder] = []
    free_names = any(name in document.plain for name in _FREE_NAMES)
    for passage in passages(document):
        title = passage.title
        if passage.heading and passage.level < 8:
            words = document.text[passage.heading.start : passage.heading.end]
            if _VARIABLE.search(words) or of_template(words, "title"):
                found.append(Placeholder(passage.heading, title, "title"))
        states = [(piece, state(document, piece)) for piece in passage.pieces]
        heading = _promising(document, passage)
        if heading and all(_says_nothing(document, *told) for told in states):
            answer = next((s.span.start for _, s in states if s.word == "nil"), None)
            span = Span(heading.start if answer is None else answer, states[-1][0].end if states else heading.end)
            found.append(Placeholder(span, title, "empty" if answer is None else "nil"))
            continue
        if passage.heading and passage.level < 8 and {told.word for _, told in states} == {"nil"} and "?" not in title:
            found.append(Placeholder(states[0][1].span, title, "nil"))
            continue
        for piece, told in states:
            if told.word in ("placeholder", "stock"):
                bare = _SIGN.fullmatch(document.plain, *told.span)
                found.append(Placeholder(told.span, title, "cell" if piece.kind == "cell" else "sign" if bare else told.word))
            elif told.word == "concrete" and told.span.end - told.span.start > 0 and told.span != Span(piece.start, piece.end):
                found.append(Placeholder(told.span, title, "part"))
        for piece in passage.pieces if free_names else ():
            names = _FREE_NAME.finditer(document.plain, piece.start, piece.end)
            found += [Placeholder(Span(*name.span()), title, "part") for name in names]
    for start, end in document.parsed.comments:
        if _GENERATED.search(document.text[start:end]):
            found.append(Placeholder(Span(start, end), "", "note"))
    return tuple(sorted(set(found)))


def filled(document: Document, passage: Passage) -> str:
    """`concrete`, `placeholder`, `nil` or `empty`: what all the pieces of a passage come to."""
    words = {state(document, piece).word for piece in passage.pieces}
    for word in ("concrete", "placeholder", "stock", "nil"):
        if word in words:
            return "placeholder" if word == "stock" else word
    return "empty"
