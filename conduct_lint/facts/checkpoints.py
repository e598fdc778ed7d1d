"""Names of checkpoints in a text: an id, a link to a model, a code span, or words such as "Llama 3 70B"."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache, lru_cache
from typing import NamedTuple

from conduct_lint.document import Document, once
from conduct_lint.inline import Mark
from conduct_lint.lexicon import lexicon
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.patterns import regex

#: `owner/name` or `name`, as the Hub takes it (huggingface_hub: validate_repo_id).
HUB_ID = regex(r"(?:[A-Za-z0-9][\w.-]{0,95}/)?[A-Za-z0-9][\w.-]{0,95}\Z")
_HUB_URL = regex(
    r"(?:https?:)?/*(?:steps/)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/|docs/|papers/|blog/|learn/"
    r"|collections/|tasks/|join|models\b|organizations/)"
    r"(?P<id>[\w.-]+(?:/(?!resolve/|blob/|tree/|raw/)[\w.-]+)?)(?=[/?#\s)\]>\"'.,]|\Z)",
    re.I,
)
_ELSEWHERE = regex(
    r"arxiv\.org|aclanthology|wikipedia\.org|/datasets/|/papers/|/spaces/|doi\.org|paperswithcode|openreview|shields\.io"
    r"|\.(?:pdf|png|jpe?g|ipynb|py|json)(?:\Z|[?#])|\A#",
    re.I,
)
_HOME = regex(r"github\.com|civitai\.com|modelscope\.cn|tfhub\.dev|gitlab\.com|llama\.com|ai\.meta\.com|gitee\.com", re.I)
#: Latin letters only: in scripts without blanks a name stands between other letters.
_WIDE_TOKEN = regex(r"[A-Za-z0-9À-ɏ][A-Za-z0-9À-ɏ_.+/-]*")
_SKIP = regex(
    r"[\s*_~\"'“”‘’«»「『【(\[<>🤗]*"
    r"(?:(?:the|an?|our|its|my|their|this|that|original|pre-?trained|pre-?training|publicly|available|official|base|large"
    r"|big|small|open-?sourced?|released|foundation|monolingual"
    r"|multilingual|language|model|models|version|checkpoint|checkpoints|weights|of|from|existing|latest|new|own"
    r"|well-?known|popular|powerful|great|awesome|excellent|amazing|famous"
    r"|(?:\w+['’]s)|la|le|el|del|de|dem|der|den|das|do|модели|модель|модел[ьи]|之前|开源|版本|模型|预训练模型|开源模型|[\d.]+[bm](?:-"
    r"| )parameters?|causal|instruct(?:ion)?(?:-tuned)?"
    r"|initial|strong|standard|baseline|english|chinese|japanese|german|french|spanish|korean|transformer|encoder|decoder"
    r"|uncased|cased|both|two|three|following|by|is|one)[\s*_\"'“”‘’「『【(\[<>:：]+){0,6}",
    re.I,
)
_TRAIL = regex(
    r"[\s*_\"'“”‘’」』】)\]]*(?:(?:model|models|checkpoints?|version|モデル|模型|모델|модели|by +\w+|from +\w+"
    r"|v?\d+(?:\.\d+)*)[\s*_\"'“”‘’」』】)\]]*){0,2}\Z",
    re.I,
)
_SIZE = regex(r"(?:v\.?)?\d+(?:\.\d+)*(?:[xX]\d+)?[bBmMkK]?\Z|v\d+\w*\Z", re.I)
_MORE = frozenset(
    "base large small medium mini tiny xl xxl xs xsmall instruct chat turbo uncased cased version coder vision pro nano"
    " diffusion instruct-v2 it pretrained-base multilingual".split()
)
_NOT_CHECKPOINT = regex(
    r"[\s*_\"'“”’)\]`]*(?:[-‐]based\b|(?:\w+ )?(?:architecture|arch\b|paper|framework|library|data ?sets?|corpus|corpora"
    r"|toolkit|tokeni[sz]er|code ?base|repo\b|repository|approach"
    r"|method|methodology|loss|trainer|notebook|scripts?|pipeline|benchmark|data\b|structure|design|style|recipe|objective"
    r"|technique|algorithm|metrics?|scores?|similarity|outputs?|results|features|judgments?|responses|commit|model card"
    r"|card\b|evaluator|taxonomy|guidelines?|licen[sc]e|policy|backbone|vocabulary|format|template|embeddings? layer"
    r"|implementation|configuration|config\b|架构|结构|構造|アーキテクチャ|아키텍처|архитектур)|-?style|-?like\b)",
    re.I,
)


_NO_OWNER = frozenset("scratch and or with for to in at on as using which that where when than top".split())


_FILE = regex(
    r"\.(?:py|json|md|txt|ipynb|ya?ml|sh|csv|pdf|zip|gguf|safetensors|bin|pth?|ckpt|onnx|pkl|h5|tar|gz|wav|mp3|png"
    r"|jpe?g)(?:\Z|[?#])",
    re.I,
)


class Checkpoint(NamedTuple):
    """A checkpoint as named in a text. `hub`: its id on the Hub where link or words give one. `linked`: it is a link."""

    written: str
    span: Span
    hub: str | None = None
    linked: bool = False


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """A name without owner, case, blanks and punctuation: so that spellings of one name agree."""
    return regex(r"[\W_]+").sub("", regex(r"\s+").sub(" ", name).strip().lower().rsplit("/", 1)[-1])


def hub_id(address: str) -> str | None:
    """The model id in an address of the Hub, or None for any other address."""
    m = _HUB_URL.match(address.strip())
    return m["id"].rstrip(".") if m and m["id"].lower() not in ("models", "datasets", "spaces") else None


@cache
def _known(kind: str) -> re.Pattern[str]:
    patterns = [w.pattern for w in lexicon().wordings if w.topic == "model-family" and w.kind == kind]
    return regex("|".join(patterns) or r"(?!)")


def family_of(words: str) -> str | None:
    """The family of models that these words begin with, lower case, or None."""
    m = regex(_known("family").pattern.replace(r"(?!\w)", "(?![a-z])")).match(words.lower())
    return m.group() if m else None


@cache
def _family() -> re.Pattern[str]:
    return regex(_known("family").pattern.replace(r"(?!\w)", "(?![a-z])"))


_NO_NAME = regex(r"-(?:based|like|style|sized?|type|level|trained|tuned)\Z|For[A-Z]\w+\Z|\A\d+[bBmM]?\Z")


def namelike(token: str) -> bool:
    """Whether one word looks like the name of a checkpoint: an id, letters with digits or inner capitals, a known family."""
    if not token or _known("no-model").fullmatch(token.lower()) or _NO_NAME.search(token) or "://" in token:
        return False
    if (
        token.count("/") == 1
        and HUB_ID.match(token)
        and not regex(r"[a-z]+/[a-z]+|\d+/\d+|[A-Z][a-z]+/[A-Z][a-z]+").fullmatch(token)
    ):
        return True
    if _family().match(token.lower()) and len(token) > 1:
        m = _family().match(token.lower())
        assert m
        # "opt", "yi" and "phi" alone are words too.
        return m.end() < len(token) or len(m.group()) > 3 or regex(r"[A-Z]").search(token) is not None
    letters = regex(r"[^\W\d_]").search(token)
    if not letters or len(token) < 3:
        return False
    if (
        regex(r"\d").search(token)
        and regex(r"[^\W\d_]{2}").search(token)
        and not re.fullmatch(
            r"\d+(?:st|nd|rd|th|k|gb|mb|px|hz|khz|x\d+|bits?|steps|epochs?)|[a-z]{1,2}\d{1,2}|\d+-\w+|20\d\d\w*", token, re.I
        )
    ):
        return True
    return bool(
        regex(r"[a-z][A-Z]|[A-Z]{2,}[a-z]|_").search(token)
        or (
            "-" in token
            and any(char.isupper() for char in token)
            and not regex(r"[A-Z]?[a-z]+(?:-[A-Za-z]?[a-z]+)+|[A-Z]{1,5}-[a-z]+").fullmatch(token)
        )
    )


def plain_name(text: str, at: int, end: int) -> int | None:
    """Where the name that begins at `at` ends, or None where no name begins. Two-word families and sizes belong to it."""
    family = _family().match(text[at : min(end, at + 40)].lower())
    first = _WIDE_TOKEN.match(text, at, end)
    if first is None:
        return None
    token = first.group().rstrip(".-:/+,")
    stop = at + len(token)
    if family and " " in family.group():
        stop = max(stop, at + family.end())
    elif not namelike(token):
        following = regex(r" ?(\S+)").match(text, stop, end)
        version = following and regex(r"[vV]\d[\w.]*|\d\.\d").fullmatch(following.group(1).rstrip(".,"))
        if not (token[0].isupper() and version) or _known("no-model").fullmatch(token.lower()):
            return None
    while stop < end:
        following = regex(r"[ ]([\w.+/-]+)").match(text, stop, end)
        word = following.group(1).rstrip(".-,+/") if following else ""
        if not following or not word or not (_SIZE.match(word) or word.lower() in _MORE):
            break
        if word.lower() == "version" and not regex(r" version v?\d").match(text[stop : stop + 12]):
            break
        stop = following.start(1) + len(word)
    return stop


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


def of_mark(document: Document, mark: Mark, strict: bool = True) -> Checkpoint | None:
    """The checkpoint that a link, code span or bare address names. `strict`: addresses of papers and data sets name none."""
    words = " ".join(document.text[mark.inner : mark.inner_end].replace("`", "").replace("*", "").split()).strip("[]() 🤗")
    words = regex(r"(?: (?:from|by|on) .*| (?:model|checkpoint)s?)\Z").sub("", words)
    span = Span(mark.start, mark.end)
    if mark.kind == "code":
        plain = words.strip("'\"")
        if _FILE.search(plain) or (not regex(r"[\d/-]").search(plain) and family_of(plain) is None):
            return None
        return Checkpoint(plain, span, plain if "/" in plain else None) if HUB_ID.match(plain) and namelike(plain) else None
    if mark.kind == "html" and mark.target == "a" and mark.text:
        return None
    found = (
        None
        if re.search(r"\bcard\b", words, re.I) and words.lower().strip() not in ("model card", "original model card")
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
        if _FILE.search(words):
            return Checkpoint(found, span, found, True)
        same = key(words) and (key(words) in key(found) or key(found) in key(words))
        named = plain_name(words, 0, len(words))
        prefix = words[:named] if named else words
        if key(found).startswith(key(prefix)) and key(prefix) != key(found) and not regex(r"[-\d]").search(prefix):
            # "RoBERTa" for roberta-base: the address tells which one.
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
    if strict and _ELSEWHERE.search(mark.target):
        return None
    if regex(r"civitai\.com/models").search(mark.target) and not plain_name(words, 0, len(words)):
        return Checkpoint(mark.target, span, None, True)
    named = plain_name(words, 0, len(words))
    if re.search(r"\b(?:card|paper|report|blog|docs?|documentation)\b", words, re.I):
        return None
    if named and (named == len(words) or _HOME.search(mark.target) or not mark.target):
        return Checkpoint(words[:named], span, None, True)
    return None


def after(document: Document, at: int, end: int, block: Block, strict: bool = True) -> Checkpoint | None:
    """The checkpoint named at `at`, articles and adjectives skipped."""
    visible = document.visible
    # Markup is blank in `visible`, so that a run of blanks may be long.
    here = at
    for _ in range(4):
        skipped = _SKIP.match(visible, here, end)
        assert skipped
        if skipped.end() == here:
            break
        here = skipped.end()
    for mark in marks_of(document, block):
        if mark.kind in ("link", "code", "url") and mark.start <= here < mark.end and (mark.start >= at - 3):
            found = of_mark(document, mark, strict)
            if found is None and mark.kind == "link":
                break
            return _kept(document, found, end) if found else None
    if here >= end:
        return None
    while visible[here : here + 1] in ("<", "-", ">") and here < end:
        here += 1
    stop = plain_name(visible, here, end)
    if stop is None:
        # One word more, such as the owner: "файнтюн sberai ruGPT3 small".
        stray = regex(r"[A-Za-z]+ (?=[A-Za-z])").match(visible, here, end)
        stop = plain_name(visible, stray.end(), end) if stray and stray.group().strip().lower() not in _NO_OWNER else None
        if stop is None or stray is None:
            return None
        latin = visible[max(0, at - 8) : at].strip().isascii()
        here = stray.end() if latin else here
    return _kept(
        document,
        Checkpoint(visible[here:stop], Span(here, stop), visible[here:stop] if _is_id(visible[here:stop]) else None),
        end,
    )


def _is_id(words: str) -> bool:
    return words.count("/") == 1 and bool(HUB_ID.match(words))


def _kept(document: Document, found: Checkpoint, end: int) -> Checkpoint | None:
    return None if _NOT_CHECKPOINT.match(document.visible, found.span.end, min(end, found.span.end + 40)) else found


def before(document: Document, at: int, start: int, block: Block) -> Checkpoint | None:
    """The checkpoint whose name ends where `at` begins."""
    visible = document.visible
    if visible[max(0, at - 1) : at] in ("-", "_", "/", "."):
        # The word is a part of a name itself: "plover-base-finetuned-song".
        return None
    piece = visible[start:at]
    trail = _TRAIL.search(piece)
    for cut in dict.fromkeys((len(piece.rstrip()), trail.start() if trail else len(piece))):
        edge = start + cut
        for mark in marks_of(document, block):
            if mark.kind in ("link", "code", "url") and mark.inner_end <= edge <= mark.end:
                return of_mark(document, mark)
        words = list(regex(r"[A-Za-z0-9À-ɏ][A-Za-z0-9À-ɏ_./+-]*").finditer(visible[max(start, edge - 70) : edge]))[-4:]
        for word in words:
            first = max(start, edge - 70) + word.start()
            stop = plain_name(visible, first, edge)
            if stop is not None and stop >= edge - 1:
                return Checkpoint(
                    visible[first:stop], Span(first, stop), visible[first:stop] if _is_id(visible[first:stop]) else None
                )
    return None


def first_in(document: Document, block: Block, start: int, end: int) -> Checkpoint | None:
    """The first checkpoint in a piece of a block: a link or code span before plain words."""
    for mark in marks_of(document, block):
        if start <= mark.start < end and mark.kind in ("link", "url", "code"):
            found = of_mark(document, mark)
            if found:
                return found
    visible = document.visible
    for m in _WIDE_TOKEN.finditer(visible, start, end):
        stop = plain_name(visible, m.start(), end)
        if stop:
            return Checkpoint(
                visible[m.start() : stop],
                Span(m.start(), stop),
                visible[m.start() : stop] if _is_id(visible[m.start() : stop]) else None,
            )
    return None


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
    for m in _WIDE_TOKEN.finditer(visible, start, end):
        if any(mark.start <= m.start() < mark.end for mark in marks) or any(
            c.span.start <= m.start() < c.span.end for c in found
        ):
            continue
        stop = plain_name(visible, m.start(), end)
        if stop:
            one = Checkpoint(
                visible[m.start() : stop],
                Span(m.start(), stop),
                visible[m.start() : stop] if _is_id(visible[m.start() : stop]) else None,
            )
            if _kept(document, one, end):
                found.append(one)
    return sorted(found, key=lambda c: c.span.start)
