"""Names of measures and data sets in any text, and the numbers beside them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from conduct_lint.lexicon import GLUED, lexicon, said
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document

#: Measures that are a share of one whole: between 0 and 1, or 0 and 100 per cent. Error rates of sequences are none of them:
#: a word error rate may exceed 100 %.
SHARES = frozenset({"accuracy", "f1", "precision", "recall", "exact_match", "roc_auc", "map", "iou", "dice", "ndcg", "pass_at"})
#: Measures that are never below zero.
NEVER_NEGATIVE = SHARES | {"wer", "cer", "ter", "error_rate", "perplexity", "bleu", "chrf", "rouge", "error", "meteor"}
#: Measures between -1 and 1 (or -100 and 100).
SIGNED_SHARES = frozenset({"correlation", "matthews_correlation", "kappa"})
#: Measures on a scale of 0 to 100 (or 0 to 1).
HUNDREDS = frozenset({"bleu", "chrf", "rouge", "meteor"})


#: Measures known by capitals; in small letters they are other words.
_EVERYDAY_WORDS = frozenset(
    [
        "per",
        "ter",
        "der",
        "ser",
        "em",
        "las",
        "spice",
        "meteor",
        "comet",
        "r",
        "map",
        "ap",
        "kl",
        "mos",
        "kid",
        "is",
        "dice",
        "average",
        "top",
        "Per",
        "Der",
        "Ser",
        "Em",
        "Las",
        "Map",
        "Is",
        "Top",
        "support",
        "hit",
        "hits",
    ]
)
_EVERYDAY_BENCHMARKS = frozenset(
    [
        "drop",
        "include",
        "frames",
        "massive",
        "apps",
        "spider",
        "cord",
        "pope",
        "beans",
        "bird",
        "ruler",
        "superb",
        "ant",
        "pong",
        "hopper",
        "humanoid",
        "clue",
        "glue",
        "cola",
        "sick",
        "fever",
        "text",
        "natural",
        "mera",
    ]
)
_DATA_FOLLOWS = regex(r"[`'\"”)\]]{0,2}(?:\([^)\s]{0,80}\))?[ _-]+(?:data|corpus|test|dev|val|benchmark|train|eval)|_\w|\Z", re.I)

#: Around a name in a configuration or a line of code: `'squad'`.
_QUOTES = ("`", "'", '"')


#: Letters of scripts without blanks: a Latin name may touch them (`平均CER`), which `\w` takes for one word.
_UNSPACED = regex(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Mention(NamedTuple):
    """A name in a text: its `kind` by the lexicon, and where it stands."""

    kind: str
    start: int
    end: int


class Number(NamedTuple):
    """A number as written at `start`–`end`: `percent` when it carries the sign, `spread` when ± gives one, `decimals` after"
    " the point."""

    value: float
    percent: bool
    spread: float | None
    decimals: int
    start: int
    end: int


@lru_cache(maxsize=8)
def _parts(topic: str) -> list[tuple[str, int]]:
    """The anchors of a topic that are looked for inside words, with the numbers of their wordings."""
    wordings = lexicon().of_topic(topic).items()
    return [(anchor, index) for index, wording in wordings if wording.language in GLUED for anchor in wording.anchors]


def mentions(text: str, topic: str) -> list[Mention]:
    """The names of a lexicon topic in a short text (a cell, a line of a log, a metadata value), in reading order, none"
    " inside another."""
    return list(_mentions(text, topic) if len(text) <= 120 else _mentions.__wrapped__(text, topic))


@lru_cache(maxsize=4096)
def _mentions(text: str, topic: str) -> tuple[Mention, ...]:
    """The mentions of a text; the same column heads and metric names come again and again."""
    lower = text.lower()
    if len(lower) != len(text):
        lower = text
    book = lexicon()
    whole = lower
    if not lower.isascii():
        lower = _UNSPACED.sub(" ", lower)
    found = [
        Mention(book.wordings[i].kind, *m.span()) for i in book.named(topic, lower) for m in book.compiled(i).finditer(lower)
    ]
    if not whole.isascii():
        glued = {index for part, index in _parts(topic) if part in whole}
        found += [Mention(book.wordings[i].kind, *m.span()) for i in glued for m in book.compiled(i).finditer(whole)]
    return tuple(_outermost(mention for mention in found if _named(text, topic, mention)))


def mentioned(document: Document, topic: str) -> list[Mention]:
    """The names of a lexicon topic in the prose of a document, in reading order, none inside another."""
    found = [Mention(use.wording.kind, *use.match.span()) for use in said(document).get(topic, ())]
    if _UNSPACED.search(document.prose):
        at = 0
        for line in document.prose.split("\n"):
            found += [Mention(kind, at + start, at + end) for kind, start, end in mentions(line, topic)] if line.strip() else ()
            at += len(line) + 1
    return _outermost(mention for mention in found if _named(document.text, topic, mention))


def _named(text: str, topic: str, mention: Mention) -> bool:
    """True for a name, False for the everyday word of the same letters: `PER` and `per`, `DROP` and `drop`, `MASSIVE` and"
    " `massive`."""
    written = text[mention.start : mention.end]
    if topic == "metrics":
        return written not in _EVERYDAY_WORDS
    if topic != "benchmarks" or not written.isalpha() or not written.islower():
        return True
    if written in _EVERYDAY_BENCHMARKS:
        return False
    if text[mention.start - 1 : mention.start] in _QUOTES and text[mention.end : mention.end + 1] in _QUOTES:
        return True
    return bool(_DATA_FOLLOWS.match(text, mention.end, mention.end + 24))


def _outermost(found: Iterable[Mention]) -> list[Mention]:
    kept: list[Mention] = []
    for mention in sorted(set(found), key=lambda m: (m.start, -m.end, m.kind)):
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept


_NUMBER = regex(
    r"(?<![\w.,/\\@#^$€£-])(?P<sign>[-−+~≈]?)(?P<whole>\d+(?:[.,]\d+)?|[.,]\d+)(?P<power>[eE][-+]?\d{1,3})?"
    r"(?P<percent> {0,2}(?:\\?[%％]|per ?cent\b))?(?: {0,2}(?:±|\+/-|\+-|\\pm) {0,2}(?P<spread>\d+(?:[.,]\d+)?))?(?P<after>"
    r" {0,2}\\?[%％])?(?!\d|[.,]\d)"
)
#: What makes a number a size, a speed or a version: a unit or a name glued to it or following it.
_UNIT = regex(
    r"[ -]?(?:[kmgt]i?b(?:yte)?s?\b|[bmkx×]\b|bits?\b|billion|million|thousand|hours?\b|hrs?\b|minutes?|mins?\b|seconds?"
    r"|secs?\b|ms\b|s\b|hz|khz|epochs?|steps?"
    r"|params?|parameters|layers|tokens?|tok/|words|samples?|examples|images|sentences|questions|languages|times\b|gpus?"
    r"|layers|classes|dims?\b|dimension"
    r"|shots?\b|fold|px|pixels|days?|weeks?|months?|years?|iterations|datasets?|tasks?|models?|rows|points?\b|th\b|st\b|nd\b"
    r"|rd\b|w\b|k?g\b|gb|mb|fps|it/s|°|\$|€)"
    r"|[a-z_(]|-[a-z]",
    re.I,
)


def numbers(text: str, start: int = 0, end: int | None = None) -> list[Number]:
    """The numbers between two places that can be values of a measure: none with a unit of size, time or count behind them."""
    found = []
    stop = len(text) if end is None else end
    for m in _NUMBER.finditer(text, start, stop):
        if (
            not m.group("percent")
            and not m.group("after")
            and not m.group("spread")
            and _UNIT.match(text, m.end(), min(stop, m.end() + 14))
        ):
            continue
        found.append(_number(m))
    return found


#: `25,600` is a count and no 25.6; a decimal comma with three places stands behind a nought more often.
_THOUSANDS = regex(r"[1-9]\d{0,2},\d{3}")


def _number(m: re.Match[str]) -> Number:
    whole = m.group("whole")
    whole = whole.replace(",", "") if _THOUSANDS.fullmatch(whole) else whole.replace(",", ".")
    value = float(whole) * (float("1" + m.group("power")) if m.group("power") else 1.0)
    spread = m.group("spread")
    return Number(
        -value if m.group("sign") in ("-", "−") and m.group("sign") else value,
        bool(m.group("percent") or m.group("after") or m.string[m.start() - 1 : m.start()] == "%"),
        float(spread.replace(",", ".")) if spread else None,
        len(whole.partition(".")[2]),
        m.start(),
        m.end(),
    )


def is_cost(found: list[Mention]) -> bool:
    """True where a header or label speaks of size, speed or effort and of no measure of quality."""
    return bool(found) and all(mention.kind == "cost" for mention in found)


def measure(found: list[Mention]) -> Mention | None:
    """The first mention that is a measure of quality."""
    return next((mention for mention in found if mention.kind != "cost"), None)
