"""What may be the name of a checkpoint: an id, a known family with a size, letters with digits; and when two names are one."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from conduct_lint.lexicon import pattern
from conduct_lint.patterns import regex

#: `owner/name` or `name`, as the Hub takes it (huggingface_hub: validate_repo_id).
HUB_ID = regex(r"(?:[A-Za-z0-9][\w.-]{0,95}/)?[A-Za-z0-9][\w.-]{0,95}\Z")
_HUB_URL = regex(
    r"(?:https?:)?/*(?:steps/)?(?:www\.)?(?:huggingface\.co|hf\.co)/(?!datasets/|spaces/|docs/|papers/|blog/|learn/|nlp/viewer"
    r"|collections/|tasks/|join|models\b|organizations/)"
    r"(?P<id>[\w.-]+(?:/(?!resolve/|blob/|tree/|raw/)[\w.-]+)?)(?=[/?#\s)\]>\"'.,]|\Z)",
    re.I,
)
#: Latin letters only: in scripts without blanks a name stands between other letters.
TOKEN = regex(r"[A-Za-z0-9À-ɏ][A-Za-z0-9À-ɏ_.+/‐‑-]*")
_SIZE = regex(r"(?:v\.?)?\d+(?:\.(?:\d+|x\b))*(?:[xX]\d+)?[bBmMkK]?\Z|v\d+(?:[.-]\d+)*\w*\Z", re.I)
FILE = regex(
    r"\.(?:py|json|md|txt|ipynb|ya?ml|sh|csv|pdf|zip|gguf|safetensors|bin|pth?|ckpt|onnx|pkl|h5|tar|gz|wav|mp3|png"
    r"|jpe?g)(?:\Z|[?#])",
    re.I,
)


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """A name without owner, case, blanks and punctuation: so that spellings of one name agree."""
    parts = regex(r"\s+").sub(" ", name).strip().lower().split("/")
    # "heron/songs/wader/1": the number of a version is no name.
    last = parts[-2:] if parts[-1].isdigit() and len(parts) > 2 else parts[-1:]
    return regex(r"[\W_]+").sub("", "".join(last))


_PIECES = regex(r"[^\W\d_]+|\d+(?:\.\d+)*")
#: What a longer name of the same model may have more than a shorter one: sizes, versions, and these words.
_FILLING = frozenset(
    "meta hf base large small medium mini tiny instruct chat it v b m x k uncased cased multilingual en pytorch wav vec".split()
)


def shortens(short: str, full: str) -> bool:
    """Whether one name is another with less said: "Llama 2" of `meta-llama/Llama-2-7b-hf`."""
    ours, theirs = (_PIECES.findall(name.lower().rsplit("/", 1)[-1]) for name in (short, full))
    for piece in ours:
        if piece in theirs:
            theirs.remove(piece)
        elif piece not in ("base", "meta"):
            return False
    return bool(ours) and len(ours[0]) > 1 and all(piece[0].isdigit() or piece in _FILLING for piece in theirs)


def begins(short: str, full: str) -> bool:
    """Whether a name is less than the beginning of another: "Wader v2.1" of "heron/wader-2-1-songs"."""
    ours, theirs = (key(regex(r"(?i)(?<![a-z])v[ .]?(?=\d)").sub("", name)) for name in (short, full))
    return key(short) != key(full) and bool(ours) and theirs.startswith(ours)


def family_in(name: str, full: str) -> bool:
    """Whether a name is no more than that of a family, and the other has it as a part: "Mistral" of "heron/Song-Mistral-7B"."""
    words = name.lower()
    return len(words) > 3 and family_of(words) == words and words in _PIECES.findall(full.lower().rsplit("/", 1)[-1])


def hub_id(address: str) -> str | None:
    """The model id in an address of the Hub, or None for any other address."""
    m = _HUB_URL.match(address.strip())
    return m["id"].rstrip(".") if m and m["id"].lower() not in ("models", "datasets", "spaces") else None


def family_of(words: str) -> str | None:
    """The family of models that these words begin with, lower case, or None."""
    m = _family().match(words.lower())
    return m.group() if m else None


@cache
def _family() -> re.Pattern[str]:
    # A size may follow at once: "bert2", "llama3".
    return regex(pattern("model-family", "family").pattern.replace(r"(?!\w)", r"(?=v?\d|[^a-z]|\Z)"))


def release(name: str) -> bool:
    """Whether a name is one that a family's makers gave to a checkpoint: "bert-base-german-cased", "t5-small".

    Written with hyphens: "BERT base" is as often what a model is built like.
    """
    family = family_of(name)
    if family is None or "-" not in name or " " in name:
        return False
    pieces = _PIECES.findall(name[len(family) :].lower())
    known = pattern("lineage_context", "size", "tongue")
    sized = regex(r"\d[bB](?![a-z])").search(name) is not None
    return (sized or any(not piece[0].isdigit() and len(piece) > 1 for piece in pieces)) and all(
        piece[0].isdigit() or piece in _FILLING or known.fullmatch(piece) for piece in pieces
    )


_NO_NAME = regex(
    r"-(?:based|like|style|sized?|type|level|trained|tuned|[Ss]cripts?|[Ww]eb[Uu][Ii]|[Tt]oolkit|[Nn]otebooks?)\Z|For[A-Z]\w+\Z|Attention\Z"
    r"|\A\d+[bBmM]?\Z|\A\d+x[A-Za-z]|\.(?:csv|tsv|json|txt|md|py|ipynb|xlsx)\Z"
)


def namelike(token: str) -> bool:
    """Whether one word looks like the name of a checkpoint: an id, letters with digits or inner capitals, a known family."""
    if not token or _NO_NAME.search(token) or "://" in token:
        return False
    if any(map(pattern("model-family", "no-model").fullmatch, {token.lower(), *token.lower().split("+")})):
        return False
    if (
        token.count("/") == 1
        and HUB_ID.match(token)
        and not regex(r"[a-z]+/[a-z]+|\d+/\d+|[A-Z][a-z]+/[A-Z][a-z]+|[A-Z\d]+/[A-Z\d]+").fullmatch(token)
    ):
        return True
    if _family().match(token.lower()) and len(token) > 1:
        # "falcon" and "orca" alone are words too.
        return not pattern("model-family", "family-word").fullmatch(token) or token != token.lower()
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
            and token[0].isalpha()
            and any(char.isupper() for char in token)
            and not regex(r"[A-Z]?[a-z]+(?:-[A-Za-z]?[a-z]+)+|[A-Z]{1,5}-[a-z]+").fullmatch(token)
        )
    )


def plain_name(text: str, at: int, end: int) -> int | None:
    """Where the name that begins at `at` ends, or None where no name begins. Two-word families and sizes belong to it."""
    maker = _MAKER.match(text, at, end)
    at = maker.end() if maker else at
    family = _family().match(text[at : min(end, at + 40)].lower())
    first = TOKEN.match(text, at, end)
    if first is None:
        return None
    token = first.group().rstrip(".-:/+,")
    stop = at + len(token)
    if family and " " in family.group():
        stop = max(stop, at + family.end())
    elif not namelike(token):
        following = regex(r" ?(\S+)").match(text, stop, end)
        version = following and regex(r"[vV]\d[\w.]*|\d\.\d").fullmatch(following.group(1).rstrip(".,"))
        if not (token[0].isupper() and version) or pattern("model-family", "no-model").fullmatch(token):
            return None
    while stop < end:
        following = regex(r"[ ]([\w.+/-]+)").match(text, stop, end)
        word = following.group(1).rstrip(".-,+/") if following else ""
        sized = _SIZE.match(word) or _VERSION_AND_SIZE.fullmatch(word) or pattern("lineage_context", "size").fullmatch(word)
        if not following or not word or not sized:
            break
        if word == "base" and ("/" in token or regex(r"\d[bB]\b").search(text, at, stop)):
            # "Wader-7B base", "heron/Wader-7B-hf base"
            break
        if word.lower() == "version" and not regex(r" version v?\d").match(text[stop : stop + 12]):
            break
        stop = following.start(1) + len(word)
    bracketed = _SIZE_BRACKETED.match(text, stop, end) if family else None
    return bracketed.end() if bracketed else stop


#: "Meta Llama 3": the maker is a part of the name.
_MAKER = regex(r"Meta (?=Llama\b)")
#: "OpenHermes 2.5-Mistral-7B", "Qwen 2.5-7B-Instruct"
_VERSION_AND_SIZE = regex(r"v?\d+(?:\.\d+)?(?:-[A-Za-z]\w*)*-\d+(?:\.\d+)?[bB](?:-\w+)*")
#: "RoBERTa (large)"
_SIZE_BRACKETED = regex(r" \((?:tiny|mini|small|base|medium|large|xl|xxl|\d+(?:\.\d+)?[BbMm])\)")
