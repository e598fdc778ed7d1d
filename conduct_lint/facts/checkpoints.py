"""Names of checkpoints in a text: an id, a link to a model, a code span, or words such as "Llama 3 70B"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from conduct_lint.document import Document, once
from conduct_lint.facts.model_names import FILE, HUB_ID, TOKEN, family_of, hub_id, key, namelike, plain_name, release
from conduct_lint.frontmatter import Scalar, strings
from conduct_lint.inline import Mark
from conduct_lint.lexicon import framed, pattern
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

#: Addresses of what is never a model, and of pages that rather tell of one.
_NO_MODEL = regex(r"(?:huggingface\.co|hf\.co)/(?:datasets|spaces)/|\.(?:png|jpe?g|ipynb|py|json)(?:\Z|[?#])", re.I)
ELSEWHERE = regex(
    r"arxiv\.org|aclanthology|wikipedia\.org|/datasets/|/papers/|/spaces/|doi\.org|paperswithcode|openreview|shields\.io"
    r"|\.pdf(?:\Z|[?#])|\A#",
    re.I,
)
_HOME = regex(r"github\.com|civitai\.com|modelscope\.cn|tfhub\.dev|gitlab\.com|llama\.com|ai\.meta\.com|gitee\.com", re.I)
_BRACKET = regex(r"[^()\n,;.:]{0,40}\(\s*")
#: No name is looked for further before a wording than this.
MOST_BETWEEN = 200
_BREAK = r"[\s*_~\"'“”‘’«»「」『』【】()\[\]<>:：🤗]"


@cache
def _lead() -> re.Pattern[str]:
    """Articles and adjectives before a name."""
    spaced, glued = (pattern("lineage_context", "lead", glued=one).pattern for one in (False, True))
    return regex(rf"{_BREAK}*(?:(?:(?:{spaced}){_BREAK}+|(?:{glued}){_BREAK}*)){{0,8}}", re.I)


_CLOSED = r"[\s*_`\"'“”‘’」』】)\],]*"
#: What may stand between a name and the wording behind it.
_TRAIL = framed("lineage_context", _CLOSED + r"(?:(?<![-/.])(?:{trail}|{tongue})" + _CLOSED + r"){0,4}\Z")
#: What behind a name tells that it is the name of an architecture, a data set, a tool.
_NO_CHECKPOINT = framed("lineage_context", r"[\s*_\"'“”’)\]`]*(?:[-‐]based\b|{other}|-?style|-?like\b)")


class Checkpoint(NamedTuple):
    """A checkpoint as named in a text. `hub`: its id on the Hub where link or words give one. `linked`: it is a link."""

    written: str
    span: Span
    hub: str | None = None
    linked: bool = False


#: "a Stable Diffusion model v1.5", "a Stable Diffusion model (based on v1.5)": the version stands behind the noun.
_VERSION_BEHIND = regex(r" (?:base )?model,? \(?(?:based on |version )?(?P<version>v\d+(?:[.-]\d+)+)(?![\w.-]*\w)")


@once
def _places(document: Document) -> dict[Block, int]:
    return {block: index for index, block in enumerate(document.blocks)}


@once
def tables(document: Document) -> dict[int, dict[tuple[int, int], Block]]:
    """The cells of each table by row and column."""
    found: dict[int, dict[tuple[int, int], Block]] = {}
    for block in document.blocks:
        if block.kind == "cell":
            found.setdefault(block.table, {})[block.row, block.column] = block
    return found


@once
def own_keys(document: Document) -> set[str]:
    """The keys of the names that the model at hand bears: of its page, its title and its results."""
    names = {document.name.rsplit("/", 1)[-1].removesuffix(".md")}
    if document.title and document.title.title:
        names.add(document.title.title)
        names.add(regex(r"[:(|–]| - ").split(document.title.title)[0].strip())
    index = document.front_matter.data.get("model-index")
    for entry in getattr(index, "items", ()):
        value = entry.get("name") if hasattr(entry, "get") else None
        if isinstance(value, Scalar):
            names.add(value.raw)
    return (
        {key(name) for name in names}
        - {"", "readme"}
        - {key(str(value.value)) for value in strings(document.front_matter.data.get("base_model"))}
    )


def related_cells(document: Document, cell: Block, beside: bool, under: bool) -> Iterator[Block]:
    """The cell to the right of one, and for a cell of the header those below it."""
    table = tables(document)[cell.table]
    right = table.get((cell.row, cell.column + 1))
    if beside and right:
        yield right
    if under and cell.row == 0:
        for row in range(1, max(row for row, _ in table) + 1):
            if (row, cell.column) in table:
                yield table[row, cell.column]


def marks_of(document: Document, block: Block) -> tuple[Mark, ...]:
    """The inline marks of a block."""
    return document.marks[_places(document)[block]]


#: "Heron Labs's Plover 7B", "Plover 7B from Heron Labs", "Plover language model": what in a link is no part of the name.
_AROUND_NAME = regex(
    r"(?: (?:from|by|on) .*| (?:(?:large )?language )?(?:model|checkpoint)s?)\Z"
    r"|\A(?:[\w.-]+ ){0,3}[\w.-]+['’]s? (?=[\w.]*[\dA-Z])"
)


def of_mark(document: Document, mark: Mark, strict: bool = True) -> Checkpoint | None:
    """The checkpoint that a link, code span or bare address names. `strict`: addresses of papers and data sets name none."""
    words = " ".join(document.text[mark.inner : mark.inner_end].replace("`", "").replace("*", "").split()).strip("[]() 🤗")
    called = regex(r"\bmodel\Z").search(words)
    words = _AROUND_NAME.sub("", words)
    span = Span(mark.start, mark.end)
    if mark.kind == "code":
        plain = words.strip("'\"")
        if FILE.search(plain) or (not regex(r"[\d/-]").search(plain) and family_of(plain) is None):
            return None
        return Checkpoint(plain, span, plain if "/" in plain else None) if HUB_ID.match(plain) and namelike(plain) else None
    if mark.kind == "html" and mark.target == "a" and mark.text:
        return None
    found = (
        None
        if regex(r"\bcard\b", re.I).search(words) and words.lower().strip() not in ("model card", "original model card")
        else hub_id(mark.target)
    )
    if mark.kind == "url":
        if found:
            return Checkpoint(found, span, found, True) if "/" in found or namelike(found) else None
        return Checkpoint(mark.target, span, None, True) if regex(r"civitai\.com/models").search(mark.target) else None
    if mark.kind != "link":
        return None
    if HUB_ID.match(mark.target) and "/" in mark.target and namelike(mark.target):
        found = mark.target
    if regex(r"\.(?:ipynb|py|pdf)\Z").search(mark.target):
        return None
    if found and ("/" in found or namelike(found)):
        if FILE.search(words):
            return Checkpoint(found, span, found, True)
        same = key(words) and (key(words) in key(found) or key(found) in key(words))
        named = plain_name(words, 0, len(words))
        prefix = words[:named] if named else words
        rest = key(found).removeprefix(key(prefix))
        begins = rest != key(found) and (rest in ("cased", "uncased", "hf") or not regex(r"[-\d]").search(prefix))
        if key(prefix) != key(found) and (begins or key(found).endswith(key(prefix))):
            # "RoBERTa" for roberta-base, "Plover-Base" for korean-plover-base: the address tells which one.
            written = found
        elif ("(" in words and named != len(words)) or (called and family_of(words) == words.lower()):
            # "Plover (the small one)", "a BERT model"
            written = found
        else:
            written = (
                words
                if named == len(words) or (" " not in words and (same or regex(r"[-_\d]").search(words)))
                else words
                if named and len(words.split()) <= 6
                else found
            )
        return Checkpoint(written, span, found, True)
    if _NO_MODEL.search(mark.target) or (strict and ELSEWHERE.search(mark.target)):
        return None
    if regex(r"civitai\.com/models").search(mark.target) and not plain_name(words, 0, len(words)):
        return Checkpoint(mark.target, span, None, True)
    named = plain_name(words, 0, len(words))
    if pattern("lineage_context", "page").search(words):
        return None
    if _HOME.search(mark.target) and _whole(words):
        return Checkpoint(words, span, None, True)
    if named and (named == len(words) or _HOME.search(mark.target) or not mark.target):
        return Checkpoint(words[:named], span, None, True)
    return None


def _whole(words: str) -> bool:
    """Whether a link to a page elsewhere calls a model by all of its words: "stork wmt19 transformer", "Plover-m R50x1"."""
    pieces = words.split()
    numbered = any(regex(r"[A-Za-z]").search(piece) and regex(r"\d").search(piece) for piece in pieces)
    return 2 <= len(pieces) <= 4 and numbered and not pattern("lineage_context", "other", "page").search(words.lower())


def _outermost(marks: list[Mark]) -> Mark:
    """The last of some marks, with what is around it: a link tells more than the code span in it."""
    last = max(marks, key=lambda mark: mark.start)
    return next(mark for mark in marks if mark.start <= last.start and mark.end >= last.end)


def after(document: Document, at: int, end: int, block: Block, strict: bool = True, far: bool = False) -> Checkpoint | None:
    """The checkpoint named at `at`, articles and adjectives skipped. `far`: adjectives that no list knows too; if `strict`, only
    before a link: "based on a two-layer Wader" tells an architecture."""
    visible = document.visible
    # Markup is blank in `visible`, so that a run of blanks may be long.
    here = at
    skipped = _lead().match(visible, here, end)
    here = skipped.end() if skipped else here
    holding = [
        mark
        for mark in marks_of(document, block)
        if mark.kind in ("link", "code", "url") and mark.start <= here < mark.end and mark.start >= at - 6
    ]
    if holding:
        mark = _outermost(holding)
        found = of_mark(document, mark, strict)
        if found and not found.hub:
            found = _bracketed(document, mark.end, end, block) or found
        if found or mark.kind != "link" or _NO_MODEL.search(mark.target):
            return _kept(document, found, end) if found else None
    if here >= end:
        return None
    while visible[here : here + 1] in ("<", "-", ">") and here < end and not visible[here - 1].isalnum():
        here += 1
    stop = plain_name(visible, here, end)
    if stop is None:
        bracketed = _bracketed(document, here, end, block)
        if bracketed and _a_model(visible[here : bracketed.span.start]):
            return _kept(document, bracketed, end)
        latin = visible[max(0, at - 8) : at].strip().isascii()
        known = _behind_adjectives(document, here, end, block) if far and latin else None
        if known and (known.linked or not strict):
            return _kept(document, known, end)
        # One word more, such as the owner: "файнтюн sberai ruGPT3 small".
        stray = regex(r"[A-Za-z]+ (?=[A-Za-z])").match(visible, here, end)
        owner = stray and not pattern("lineage_context", "no-adjective").fullmatch(stray.group().strip())
        stop = plain_name(visible, stray.end(), end) if stray and owner else None
        if stop is None or stray is None:
            return None
        here = stray.end() if latin else here
    return _bracketed(document, stop, end, block) or _kept(document, _with_tongue(visible, _plain(visible, here, stop), at), end)


_ADJECTIVE = regex(r"(?P<word>[A-Za-z][a-z]*(?:-[A-Za-z]?[a-z]+)*)[\s*_\"'“‘(\[]+")
#: No more unknown adjectives than these stand before a name.
MOST_ADJECTIVES = 4


def _behind_adjectives(document: Document, at: int, end: int, block: Block) -> Checkpoint | None:
    """The checkpoint behind words that are no list's: "the multi-modal [WaderLM](…)", "a long-context BERT model".

    Only a model of the Hub or of a known family: the words may tell of anything.
    """
    marks = [mark for mark in marks_of(document, block) if mark.kind in ("link", "code", "url")]
    for _ in range(MOST_ADJECTIVES):
        word = _ADJECTIVE.match(document.visible, at, end)
        if word is None or pattern("lineage_context", "no-adjective", "other").match(word["word"]):
            return None
        at = word.end()
        holding = [mark for mark in marks if mark.start <= at < mark.end]
        if holding:
            found = of_mark(document, _outermost(holding))
        else:
            stop = plain_name(document.visible, at, end)
            found = (_bracketed(document, stop, end, block) or _plain(document.visible, at, stop)) if stop else None
        if found or holding:
            return found if found and ((found.hub and found.linked) or family_of(found.written)) else None
    return None


def _a_model(words: str) -> bool:
    """Whether some words speak of a model: "the Turkish bert", "a multilingual language model"."""
    return bool(pattern("lineage_context", "model", "checkpoint").search(words)) or any(map(family_of, words.split()))


def _bracketed(document: Document, at: int, end: int, block: Block) -> Checkpoint | None:
    """The id in brackets behind a name: "the Turkish BERT model (`heron/bert-base-turkish`)"."""
    opening = _BRACKET.match(document.visible, at, end)
    if opening is None:
        return None
    inside = opening.end()
    for mark in marks_of(document, block):
        if mark.kind in ("link", "code", "url") and inside - 2 <= mark.start <= inside + 24:
            found = of_mark(document, mark)
            return found if found and (found.hub or (mark.kind == "code" and family_of(found.written))) else None
    token = TOKEN.match(document.visible, inside, end)
    words = token.group().rstrip(".,") if token else ""
    if token and _is_id(words) and namelike(words):
        return Checkpoint(words, Span(inside, inside + len(words)), words)
    # "Plover (plover-base-cased)"
    closed = token and document.visible[token.end() : token.end() + 1] == ")"
    named = namelike(words) and regex(r"[A-Za-z]{3}.*\d").search(words) and regex(r"model\s*\(").search(opening.group())
    if closed and (release(words) or named):
        return Checkpoint(words, Span(inside, inside + len(words)))
    return None


def _is_id(words: str) -> bool:
    # "Llama-2-7B/13B" gives two sizes, "ViT-B/16" that of a patch.
    return words.count("/") == 1 and bool(HUB_ID.match(words)) and not regex(r"[^/]+/\d+(?:\.\d+)?[BbMm]?").fullmatch(words)


def _with_tongue(visible: str, found: Checkpoint, at: int) -> Checkpoint:
    """ "Multilingual BERT", "Danish BERT": a language before the bare name of a family belongs to it."""
    if family_of(found.written) != found.written.lower():
        return found
    words = visible[max(at, found.span.start - 20) : found.span.start]
    tongue = regex(r"([^\W\d_]+) \Z").search(words)
    if tongue is None or not pattern("lineage_context", "tongue").fullmatch(tongue.group(1)):
        return found
    start = found.span.start - len(tongue.group())
    return found._replace(written=visible[start : found.span.end], span=Span(start, found.span.end))


def _kept(document: Document, found: Checkpoint, end: int) -> Checkpoint | None:
    return None if _NO_CHECKPOINT.match(document.visible, found.span.end, min(end, found.span.end + 40)) else found


def tells_no_checkpoint(document: Document, at: int) -> bool:
    """Whether what stands here tells that the name before it is that of an architecture, a data set, a tool."""
    return _NO_CHECKPOINT.match(document.visible, at, at + 40) is not None


def before(document: Document, at: int, start: int, block: Block, strict: bool = True) -> Checkpoint | None:
    """The checkpoint whose name ends where `at` begins. `strict`: as for `of_mark`."""
    visible = document.visible
    if visible[max(0, at - 1) : at] in ("-", "_", "/", "."):
        # The word is a part of a name itself: "plover-base-finetuned-song".
        return None
    start = max(start, at - MOST_BETWEEN)
    ending = [
        mark
        for mark in marks_of(document, block)
        if mark.kind in ("link", "code", "url") and start <= mark.inner_end <= at and _TRAIL.match(visible, min(mark.end, at), at)
    ]
    if ending:
        return of_mark(document, _outermost(ending), strict)
    piece = visible[start:at]
    trail = _TRAIL.search(piece)
    for edge in dict.fromkeys((start + len(piece.rstrip()), start + trail.start() if trail else at)):
        bracketed = _bracketed(document, edge, at, block)
        if bracketed:
            return bracketed
        for word in list(TOKEN.finditer(visible, start, edge))[-4:]:
            # What may stand behind a name may also be its end: "Plover v1.4 fine-tuned on".
            stop = plain_name(visible, word.start(), at)
            if stop is not None and visible[stop:edge].strip() in ("", '"', "'", ")", "*", "`", "”", "’"):
                return _with_tongue(visible, _plain(visible, word.start(), stop), start)
    return None


def first_in(document: Document, block: Block, start: int, end: int) -> Checkpoint | None:
    """The first checkpoint in a piece of a block: a link or code span before plain words."""
    marks = [m for m in marks_of(document, block) if start <= m.start < end and m.kind in ("link", "url", "code")]
    for mark in marks:
        found = of_mark(document, mark)
        if found:
            return found
    closed = [mark for mark in marks if mark.kind == "code" or _NO_MODEL.search(mark.target)]
    visible = document.visible
    for m in TOKEN.finditer(visible, start, end):
        if any(mark.start <= m.start() < mark.end for mark in closed):
            continue
        stop = plain_name(visible, m.start(), end)
        if stop:
            return _plain(visible, m.start(), stop)
    return None


def _plain(visible: str, start: int, stop: int) -> Checkpoint:
    """The checkpoint that plain words name."""
    words = visible[start:stop]
    behind = _VERSION_BEHIND.match(visible, stop) if family_of(words) and not any(map(str.isdigit, words)) else None
    if behind:
        return Checkpoint(f"{words} {behind['version']}", Span(start, behind.end()))
    return Checkpoint(words, Span(start, stop), words if _is_id(words) else None)


def all_in(document: Document, block: Block, start: int, end: int) -> list[Checkpoint]:
    """Every checkpoint in a piece of a block, in reading order."""
    found = []
    taken = start
    marks = [m for m in marks_of(document, block) if start <= m.start < end and m.kind in ("link", "url", "code")]
    for mark in marks:
        one = of_mark(document, mark)
        if one and mark.start >= taken:
            found.append(one)
            taken = mark.end
    visible = document.visible
    for m in TOKEN.finditer(visible, start, end):
        if any(mark.start <= m.start() < mark.end for mark in marks) or any(
            c.span.start <= m.start() < c.span.end for c in found
        ):
            continue
        stop = plain_name(visible, m.start(), end)
        if stop:
            one = _plain(visible, m.start(), stop)
            if _kept(document, one, end):
                found.append(one)
    return sorted(found, key=lambda c: c.span.start)
