"""Reads results out of tables, sentences, list items and logs, each as a `Row`."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from conduct_lint.document import once
from conduct_lint.facts.measures import Mention, Number, mentioned, mentions, numbers
from conduct_lint.facts.rows import Row
from conduct_lint.facts.tables import Table, is_benchmark, tables, values
from conduct_lint.lexicon import pattern, said
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.patterns import regex

if TYPE_CHECKING:
    from conduct_lint.document import Document, Section

#: Measures whose names are everyday words: a number beside them is a result only when nothing else can be meant.
EVERYDAY = frozenset(
    {"precision", "score", "loss", "recall", "rate", "divergence", "correlation", "error_rate", "distance", "ter", "elo"}
)
_TEXT_CODE = frozenset({"", "text", "txt", "log", "plain", "plaintext", "console", "output", "none", "markdown", "md", "json"})
#: Between a measure and its number: linking words only.
_LINK = regex(
    r"[^\w]*(?:(?:(?:on|for)\s+(?:the\s+)?(?-i:[A-Z][\w+-]{1,24})|score|scores|rate|value|values|metric|results?|at|for|of|on|test|validation|dev|eval|evaluation|set|split"
    r"|clean|other|held[- ]out|own|our|this|full|whole|complete|data"
    r"|is|was|are|were|equals?|to|as|about|around|approximately|approx|roughly|nearly"
    r"|over|only|up|high|low|the|an?|its|average|mean|reach(?:es|ed|ing)?|achiev(?:es|ed|ing)|com|von|bei|de|del|von|liegt"
    r"|ist|war|est|était|es|fue|foi|é|di|в|около|составляет"
    r"|[(\[][^()\[\]]{0,40}[)\]])[^\w.;]*){0,6}\Z",
    re.I,
)
#: Before a measure: the part of the data that it was taken on.
_PART = regex(r"\b(?:train(?:ing)?|val(?:id(?:ation)?)?|dev|test|eval(?:uation)?)[\s_*-]+\Z", re.I)
#: Between a number and the measure after it: "81.6 pass@1", "71 % average accuracy".
_BEFORE = regex(
    r"[\s*_(+]*(?:(?:in|on|for|of|top-1|average|mean|absolute|relative|word|overall|macro|micro|test|validation"
    r"|weighted)[\s*_]+){0,2}"
)
#: A list item: the measure, what it is of, a colon.
_ITEM = regex(r"(?:[^\d:：;。.?!]|(?<=[A-Za-z-])\d{1,4}(?![.\d])){0,60}[:：=|][\s*_~]*\Z")
_GLUED_LINK = regex(r"[^\d.;。]{0,8}\Z")
_LIMIT = regex(
    r"(?:(?<![-=])[<>≥≤]=?|\b(?:above|below|under|threshold|cutoff|cut-off|minimum|maximum|than|least|most|greater|larger|exceeding"
    r"|between|within))\s*(?:of|the|a)?\s*\Z",
    re.I,
)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def tabled(document: Document) -> Iterator[Row]:
    for table in tables(document):
        about = announced(document, table.span)
        training = is_training_log(table)
        for value in values(table, about):
            head, label = table.rows[0][value.column].words, table.rows[value.row][0].words
            named = label if value.across else head
            column_names_data = is_benchmark(head)
            dataset = (
                head
                if column_names_data
                else label
                if is_benchmark(label) or pattern("result_context", "data-column").search(table.rows[0][0].words.lower())
                else ""
            )
            if value.benchmark and not dataset:
                dataset = head if not value.across else ""
            yield Row(
                value.measure,
                value.written or head or label,
                value.number.value,
                value.span,
                "training" if training else "table",
                dataset,
                "",
                part_before(named, named.find(value.written)) if value.written else "",
                label if dataset != label else head if value.across else "",
                value.number.percent or "%" in head,
                value.number.spread,
                value.number.decimals,
            )


def announced(document: Document, span: Span) -> bool:
    """True where the headings above a place, or the words just before it, speak of results."""
    spoken = about_sections(document)
    section = document.section_at(span.start)
    while True:
        if section.heading is not None and section.heading.start in spoken:
            return True
        if section.parent < 0:
            break
        section = document.sections[section.parent]
        if section.level <= 1:
            break
    block = _before(document, span.start)
    return block is not None and block.end - block.start < 400 and _speaks_of_results(document, block)


def _before(document: Document, offset: int) -> Block | None:
    found = None
    for block in document.blocks:
        if block.end > offset:
            break
        if block.kind in ("paragraph", "heading") and block.end <= offset:
            found = block
    return found


@once
def about_sections(document: Document) -> frozenset[int]:
    """The starts of the headings that speak of results."""
    places = [use.match.start() for use in said(document).get("results", ()) if use.wording.kind == "about"]
    places += [mention.start for mention in mentioned(document, "metrics") if mention.kind != "cost"]
    found = set()
    for section in document.sections:
        if section.heading and any(section.heading.start <= place < section.heading.end for place in places):
            found.add(section.heading.start)
    return frozenset(found)


def _speaks_of_results(document: Document, block: Block) -> bool:
    return any(
        block.start <= use.match.start() < block.end
        for use in said(document).get("results", ())
        if use.wording.kind in ("about", "reached")
    )


def is_training_log(table: Table) -> bool:
    heads = " | ".join(cell.words.lower() for cell in table.rows[0])
    return bool(
        regex(r"\b(?:epochs?|steps?|iter\w*)\b").search(heads)
        and regex(r"loss|accuracy|f1|wer|bleu|map|rouge|\bcer\b").search(heads)
    )


# ── sentences and list items ─────────────────────────────────────────────────────────────────────────────────────────


def spoken(document: Document) -> Iterator[Row]:
    """Results in sentences and list items: a measure linked with a number."""
    cells = [table.span for table in tables(document)]
    prose = document.visible
    found = [m for m in mentioned(document, "metrics") if m.kind != "cost"]
    position = 0
    read: Span | None = None
    around: list[Mention] = []
    for index, mention in enumerate(found):
        while position < len(cells) and cells[position].end <= mention.start:
            position += 1
        if position < len(cells) and cells[position].start <= mention.start:
            continue
        sentence = document.sentence(mention.start)
        ahead = found[index + 1].start if index + 1 < len(found) else sentence.end
        behind = found[index - 1].end if index else sentence.start
        number = _linked(prose, mention, Span(max(sentence.start, behind), max(min(sentence.end, ahead), mention.end)))
        if number is None or _planned(document, max(sentence.start, mention.start - 160), min(number.start, mention.start)):
            continue
        if sentence != read:
            read, around = sentence, mentions(prose[sentence.start : sentence.end], "benchmarks")
        span = Span(min(mention.start, number.start), max(mention.end, number.end))
        dataset = _measured_on(prose, span, sentence, around)
        yield Row(
            mention.kind,
            prose[mention.start : mention.end],
            number.value,
            span,
            "prose",
            dataset,
            split=part_before(prose, mention.start, sentence.start),
            percent=number.percent,
            spread=number.spread,
            decimals=number.decimals,
        )


def _planned(document: Document, start: int, end: int) -> bool:
    """True where the words before a number make it a target, a threshold or an example."""
    return pattern("result_context", "planned").search(document.visible[start:end].lower()) is not None


#: What a result is said to be on: a name with a capital, right behind it.
_ON = regex(r"[\s*_)\]]*(?:scores?|points)?[\s*_]*(?:on|for|over)[\s*_`\[]+(?:the[\s*_`\[]+)?(?-i:(?P<name>[A-Z][\w.+-]*))", re.I)


def _measured_on(prose: str, span: Span, sentence: Span, around: list[Mention]) -> str:
    """The data that a result in a sentence is on: what follows it by "on", or the last known name before it, or the first behind.

    Arguments: `around` are the known names of the sentence, their places counted from its start.
    """
    follows = _ON.match(prose, span.end, sentence.end)
    if follows and not any(m.start <= follows.start("name") - sentence.start < m.end for m in around):
        return follows["name"]
    if not around:
        return ""
    at = (follows.start("name") if follows else span.start) - sentence.start
    near = next((m for m in reversed(around) if m.start <= at), around[0])
    return prose[sentence.start + near.start : sentence.start + near.end]


def part_before(text: str, offset: int, start: int = 0) -> str:
    """The word before a measure that tells on which part of the data it was taken: train, validation, test; or empty."""
    found = _PART.search(text, max(start, offset - 14), offset)
    return found.group().strip(" _*-\n") if found else ""


def _linked(prose: str, mention: Mention, bounds: Span) -> Number | None:
    """The number that belongs to a measure: after it by linking words, or just before it (`81.6 pass@1`)."""
    everyday = mention.kind in EVERYDAY
    for number in numbers(prose, mention.end, min(bounds.end, mention.end + 90)):
        between = prose[mention.end : number.start]
        if "|" in between and "\n" in between:
            break  # Lines of a table that its markup does not make one.
        direct = _LINK.match(between) or _ITEM.match(between) or (not between.isascii() and _GLUED_LINK.match(between))
        if _LIMIT.search(between) or not direct:
            break
        exact = number.percent or number.decimals > 0 or bool(regex(r"[^\w]*[:=：]").match(between))
        exact = exact or (not everyday and 10 <= number.value <= 100 and _WHOLE.fullmatch(between) is not None)
        if exact and not (everyday and not number.percent and number.decimals == 0 and ":" not in between):
            return number
        break
    before = numbers(prose, max(bounds.start, mention.start - 24), mention.start)
    if before:
        number = before[-1]
        leading = _BEFORE.fullmatch(prose, number.end, mention.start) and (number.percent or number.decimals > 0)
        if leading and not _LIMIT.search(prose[max(bounds.start, number.start - 12) : number.start]):
            return number
    return None


#: What stands between a measure and a score without decimals: "an F1 of 83".
_WHOLE = regex(r"(?:[\s*_-]*scores?)?[\s*_]+(?:of|is|was)[\s*_]+(?:(?:about|around|roughly|nearly|over) )?", re.I)
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
            if exact and not _UNIT.match(prose, number.end) and not _planned(document, start, min(number.start, mention.start)):
                around = Span(max(start, number.start - 30), number.start)
                if not _LIMIT.search(prose, max(start, number.start - 12), number.start) and not _DIFFERENCE.search(
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
_COLON = regex(r"[^\n.;!?:=\d]{0,40}(?:\b\d+[bB]\b[^\n.;!?:=\d]{0,30})?[:=][\s*_~]*\Z")
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
        if number and not _planned(document, sentence.start, min(number.start, mention.start)):
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
    return not _LIMIT.search(prose, max(0, number.start - 12), number.start) and not _DIFFERENCE.search(prose, *before)


# ── logs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_REPORT = regex(r"precision\s+recall\s+f1-score", re.I)
_PAIR = regex(
    r"[^\n]{0,60}?(?<![\w.])[\"']?(?P<name>[A-Za-z][\w@ /^-]{0,40}?)[\"']?\s*(?:\|?\s*[:=]\s*\|?|\s{2,}"
    r"|\|)\s*(?P<rest>[-+]?\d[^\n]{0,40})"
)


def logged(document: Document) -> Iterator[Row]:
    """Results in code blocks that hold plain text: a classification report, or pairs of measure and number where results"
    " are announced."""
    for block in document.blocks:
        if block.kind != "code" or block.end - block.start > 12_000:
            continue
        language = block.info.split()[0].lower() if block.info else ""
        source = document.plain[block.start : block.end]
        if language not in _TEXT_CODE and not (
            language in ("html", "json", "yaml", "bash", "sh", "python") and _REPORT.search(source)
        ):
            continue
        report = bool(_REPORT.search(source))
        if not report and not announced(document, Span(block.start, block.end)):
            continue
        yield from _log_rows(source, block.start, report)


def coded(document: Document) -> Iterator[Row]:
    """Results in code spans, as people quote a log in a comment: `Final estimate: PPL = 6.0568`."""
    text = document.text
    for mark in document.marked("code"):
        if mark.inner_end - mark.inner < 200 and any(sign in text[mark.inner : mark.inner_end] for sign in "=:"):
            yield from _log_rows(text[mark.inner : mark.inner_end], mark.inner, False)


def _log_rows(source: str, offset: int, report: bool) -> Iterator[Row]:
    at = 0
    for line in source.split("\n"):
        named = [m for m in mentions(line[:200], "metrics") if m.kind != "cost"] if len(line) < 400 else []
        if named and not line.lstrip().startswith(("import ", "from ", "def ", ">>>", "#!", "python ")):
            for number in numbers(line, named[0].end, min(len(line), named[0].end + 60))[:1]:
                between = line[named[0].end : number.start]
                if number.decimals and (
                    regex(r"[\s\"':=|,@(\[*_]*(?:score|value|is|of)?[\s\"':=|*_]*").fullmatch(between) or report
                ):
                    start = offset + at + named[0].start
                    yield Row(
                        named[0].kind,
                        line[named[0].start : named[0].end],
                        number.value,
                        Span(start, offset + at + number.end),
                        "log",
                        percent=number.percent,
                        spread=number.spread,
                        decimals=number.decimals,
                    )
        at += len(line) + 1


# ── where results stand ──────────────────────────────────────────────────────────────────────────────────────────────


def _sections_of(document: Document, rows: list[Row], around: bool) -> list[Section]:
    """The sections in which results stand and those announced as results, `around` also the ones that enclose them."""
    starts = about_sections(document)
    held = {document.section_at(row.span.start) for row in rows if row.where in ("table", "prose", "log")}
    held |= {section for section in document.sections if section.heading and section.heading.start in starts}
    for section in document.sections:
        above = section.parent
        while above > 0 and section not in held:
            outer = document.sections[above]
            if outer.heading and outer.heading.start in starts and outer.level > 1:
                held.add(section)
            above = outer.parent
    for section in list(held) if around else ():
        if section.parent > 0 and section.level > 2:
            held.add(document.sections[section.parent])
    return [section for section in document.sections if section in held]


def result_spans(document: Document, rows: list[Row], around: bool = True) -> list[Span]:
    """The places of the sections that hold results or are announced as results, each without its subsections.

    Arguments: `around` takes the section around a small one too: what it says holds for its subsections.
    """
    return _own_spans(document, _sections_of(document, rows, around))


def _own_spans(document: Document, sections: list[Section]) -> list[Span]:
    """What the sections hold themselves, their headings included."""
    found = []
    blocks = document.blocks
    for section in sections:
        start = section.heading.start if section.heading else 0
        end = (
            blocks[section.last - 1].end
            if section.last > section.first and section.last <= len(blocks)
            else (section.heading.end if section.heading else 0)
        )
        found.append(Span(start, max(start, end)))
    return found


def within(spans: list[Span], offset: int) -> bool:
    return any(span.start <= offset < span.end for span in spans)


@once
def reached_spans(document: Document) -> tuple[Span, ...]:
    """The paragraphs around sentences such as "It achieves the following results on the evaluation set"."""
    found = []
    for use in said(document).get("results", ()):
        if use.wording.kind == "reached":
            section = document.section_at(use.match.start())
            found.append(Span(document.blocks[section.first].start if section.first < section.last else 0, use.match.end()))
    return tuple(found)
