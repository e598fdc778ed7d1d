"""Reads results out of sentences in which no measure stands beside its number, each as a `Row`."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conduct_lint.facts.measures import Mention, Number, mentioned, numbers
from conduct_lint.facts.reported import EVERYDAY, LIMIT, planned
from conduct_lint.facts.rows import Row
from conduct_lint.lexicon import pattern
from conduct_lint.model import Span
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document


def attained(document: Document) -> Iterator[Row]:
    """Results in sentences that name no measure: a share, and the data kept apart that it is reached on.

    "The model achieves 98% on the test set."
    """
    prose = document.visible
    for m in pattern("result_context", "reaches").finditer(prose) if "%" in prose else ():
        number = next(reversed(numbers(prose, m.start(), m.end() + 3)), None)
        if number is None or not number.percent:
            continue
        behind = prose[number.end : number.end + 60].lstrip(" *_")
        apart = pattern("result_context", "kept-apart").match(behind)
        if apart and not planned(document, max(document.sentence(m.start()).start, m.start() - 160), number.start):
            yield Row("", prose[number.start : number.end], number.value, Span(m.start(), number.end), "prose", percent=True)


def in_order(document: Document) -> Iterator[Row]:
    """Results in sentences that list values and measures apart: "85.6 and 79.0 for accuracy and F1 respectively"."""
    prose, lower = document.visible, document.lower
    at = lower.find("respectively")
    while at >= 0:
        sentence = document.sentence(at)
        at = lower.find("respectively", max(at + 1, sentence.end))
        named = [
            one for one in mentioned(document, "metrics") if sentence.start <= one.start < sentence.end and one.kind != "cost"
        ]
        values = [one for one in numbers(prose, sentence.start, sentence.end) if one.decimals or one.percent]
        limits = any(LIMIT.search(prose, max(0, one.start - 12), one.start) for one in values)
        if len(named) == len(values) > 1 and not limits and not planned(document, sentence.start, values[0].start):
            for mention, one in zip(named, values):
                written = prose[mention.start : mention.end]
                span = Span(one.start, one.end)
                yield Row(mention.kind, written, one.value, span, "prose", percent=one.percent, decimals=one.decimals)


_UNIT = regex(r"[ ]?(?:[gmk]i?b\b|bpw|bits?\b|t/s|tok|ms\b|s\b|x\b|[bm]\b|hours?|min|epochs?|steps?|[tgm]flops)", re.I)


_DIFFERENCE = regex(r"\b(?:drop|increase|decrease|bump|difference|delta|improvement|reduction|within|by)\b[^.;]*\Z", re.I)


def loosely(document: Document) -> Iterator[Row]:
    """Results as people tell them in talk: an exact number in a sentence that names a strict measure, in any order.

    `3.4178` is 2 % higher than the PPL of the other file. Only for texts in which no more than talk is to be expected.
    """
    prose = document.visible
    for mention in mentioned(document, "metrics"):
        if mention.kind == "cost" or mention.kind in EVERYDAY:
            continue
        # A code span at its beginning does not belong to a sentence of the prose.
        start = max(prose.rfind(mark, 0, mention.start) + len(mark) for mark in ("\n", ". ", "? ", "! "))
        end = document.sentence(mention.start).end
        for number in numbers(prose, max(start, mention.start - 80), min(end, mention.end + 60)):
            exact = number.decimals >= 2 or (number.percent and number.decimals)
            if exact and not _UNIT.match(prose, number.end) and not planned(document, start, min(number.start, mention.start)):
                around = Span(max(start, number.start - 30), number.start)
                if not LIMIT.search(prose, max(start, number.start - 12), number.start) and not _DIFFERENCE.search(
                    prose, *around
                ):
                    span = Span(min(mention.start, number.start), max(mention.end, number.end))
                    written = prose[mention.start : mention.end]
                    yield Row(
                        mention.kind, written, number.value, span, "prose", "", percent=number.percent, decimals=number.decimals
                    )
                    break


#: Just before the score of a benchmark: a word for it, or a sign that it follows.
_SCORE = regex(r"\bscor(?:e|es|ed|ing)\b(?: (?:of|is|was|at|now))?[\s*_(:=~]*\Z", re.I)
_COLON = regex(r"[^\n.;!?:=\d]{0,40}(?:\b\d+(?:[bB]\b|[- ]?shots?\b)[^\n.;!?:=\d]{0,30})?(?:[:=]| [–—-] )[\s*_~]*\Z", re.I)
#: Before the score of a model, where its benchmark is named elsewhere: "the result of Plover-7B is 66.5".
_RESULT_OF = regex(r"\b(?:result|score)s? (?:of|for) (?P<model>[^;:!?\n]{1,60}?) (?:is|was|are)[\s*_]*(?=\d)", re.I)
#: Between a score and its benchmark.
_BETWEEN = regex(r"[\s*_]*(?:points? )?(?:on|in) (?:the )?[\s*_\"“`]*\Z", re.I)


def scored(document: Document) -> Iterator[Row]:
    """Results as people tell them in talk: a benchmark and a number, no measure between them.

    "HellaSwag 0-shot score of 74.3", "IFEval: 78.7", "71.2 on MMLU". What the number measures is the benchmark's own affair.
    """
    prose = document.visible
    found = mentioned(document, "benchmarks")
    for index, mention in enumerate(found):
        sentence = document.sentence(mention.start)
        end = min(sentence.end, mention.end + 70, found[index + 1].start if index + 1 < len(found) else sentence.end)
        number = next((one for one in numbers(prose, mention.end, end) if _is_score(prose, one, mention)), None)
        if number is None:
            before = numbers(prose, max(sentence.start, mention.start - 24), mention.start)
            if before and _exact(prose, before[-1]) and _BETWEEN.match(prose, before[-1].end, mention.start):
                number = before[-1]
        if number and not planned(document, sentence.start, min(number.start, mention.start)):
            span = Span(min(mention.start, number.start), max(mention.end, number.end))
            name = prose[mention.start : mention.end]
            yield Row("score", "score", number.value, span, "prose", name, percent=number.percent, decimals=number.decimals)
    for m in _RESULT_OF.finditer(prose) if found and regex(r"result|score").search(document.lower) else ():
        for number in numbers(prose, m.end(), m.end() + 12)[:1]:
            if _exact(prose, number):
                name = prose[found[0].start : found[0].end]
                span = Span(m.start(), number.end)
                yield Row("score", "score", number.value, span, "prose", name, model=m["model"], decimals=number.decimals)


def _is_score(prose: str, number: Number, mention: Mention) -> bool:
    if not _exact(prose, number):
        return False
    return bool(_SCORE.search(prose, mention.end, number.start) or _COLON.match(prose, mention.end, number.start))


def _exact(prose: str, number: Number) -> bool:
    """Whether a number can be a score: a share or points of a hundred, with a decimal or the sign, no bound and no difference."""
    if not (number.percent or number.decimals) or not 0 < number.value <= 100 or _UNIT.match(prose, number.end):
        return False
    before = Span(max(0, number.start - 30), number.start)
    return not LIMIT.search(prose, max(0, number.start - 12), number.start) and not _DIFFERENCE.search(prose, *before)
