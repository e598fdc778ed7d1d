"""Reads results out of tables, sentences and list items, each as a `Row`; logs are read in `logs`."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from conduct_lint.document import once
from conduct_lint.facts.measures import Mention, Number, mentioned, mentions, numbers
from conduct_lint.facts.rows import Row
from conduct_lint.facts.tables import Table, capital_name, is_benchmark, tables, values
from conduct_lint.lexicon import pattern, said
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document, Section

#: Measures whose names are everyday words: a number beside them is a result only when nothing else can be meant.
EVERYDAY = frozenset(
    {"precision", "score", "loss", "recall", "rate", "divergence", "correlation", "error_rate", "distance", "ter", "elo"}
)
#: Between a measure and its number: linking words only.
_LINK = regex(
    r"[^\w]*(?:(?:(?:on|for)\s+(?:the\s+)?(?-i:[A-Z][\w+-]{1,24})|on\s+(?:the|our|its)\s+[a-z-]+\s+[a-z-]+(?=\s+(?:is|was|of|:))|score|scores|rate|value|values|metric|results?|at|for|of|on|test|validation|dev|eval|evaluation|set|split"
    r"|clean|other|held[- ]out|own|our|this|full|whole|complete|data"
    r"|is|was|are|were|equals?|to|as|about|around|approximately|approx|roughly|nearly"
    r"|over|only|up|high|low|the|an?|its|average|mean|reach(?:es|ed|ing)?|achiev(?:es|ed|ing)|com|von|bei|de|del|von|liegt"
    r"|ist|war|est|était|es|fue|foi|é|di|в|около|составляет"
    r"|[(\[][^()\[\]]{0,40}[)\]])[^\w.;]*){0,6}\Z",
    re.I,
)
#: Before a measure: the part of the data that it was taken on.
_PART = regex(r"\b(?:train(?:ing)?|val(?:id(?:ation)?)?|dev|test|eval(?:uation)?)[\s_*-]+\Z", re.I)
#: Between a number and the measure after it: "81.6 pass@1", "71 % average accuracy", "90% classification accuracy".
_BEFORE = regex(
    r"[\s*_(+]*(?:(?:in|on|for|of|by|as|with|measured)[\s*_]+){0,2}(?P<words>(?:[\w.@/-]*[A-Za-z][\w.@/-]*[\s*_]+){0,3})"
)
#: A list item: the measure, what it is of, a colon.
_ITEM = regex(r"(?:[^\d:：;。.?!]|(?<=[A-Za-z-])\d{1,4}(?![.\d])){0,60}[:：=|][\s*_~]*%?\Z")
#: Between a strict measure and its first number: the name of a part, "mAP: Easy 96.5".
_OF_PART = regex(r"[\s*_]*[:：][\s*_]*[A-Z][a-z]{2,12}[\s*_]+\Z")
_GLUED_LINK = regex(r"[^\d.;。]{0,8}\Z")
LIMIT = regex(
    r"(?:(?<![-=])[<>≥≤]=?|\b(?:above|below|under|threshold|cutoff|cut-off|minimum|maximum|than|least|most|greater|larger|exceeding"
    r"|between|within))\s*(?:of|the|a)?\s*\Z",
    re.I,
)


_COUNTS, _COUNTS_ABOVE = pattern("result_context", "counts", lower=True), pattern("result_context", "counts-heading", lower=True)


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def tabled(document: Document) -> Iterator[Row]:
    """Results in tables."""
    for table in tables(document):
        counted = _counts(document, table.span)
        yield from (row for row in table_rows(table, announced(document, table.span)) if row.measure or not counted)


def _counts(document: Document, span: Span) -> bool:
    """True where the heading above a table or the words before it announce counts or settings."""
    section, block = document.section_at(span.start), _before(document, span.start)
    lead = document.lower[max(block.start, block.end - 200) : block.end] if block else ""
    return bool(_COUNTS.search(lead) or _COUNTS_ABOVE.search((section.title or "").lower()))


def table_rows(table: Table, about: bool) -> Iterator[Row]:
    """The results of one table; `about` as for `tables.values`."""
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
        if value.written and not dataset and value.corner and capital_name(label):
            dataset = label
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


@once
def _announcements(document: Document) -> tuple[int, ...]:
    """Where words speak of results or name a measure."""
    uses = (use for use in said(document).get("results", ()) if use.wording.kind in ("about", "reached"))
    named = (mention.start for mention in mentioned(document, "metrics") if mention.kind != "cost")
    return tuple(sorted((*(use.match.start() for use in uses), *named)))


def _speaks_of_results(document: Document, block: Block) -> bool:
    places = _announcements(document)
    return bisect_left(places, block.start) < bisect_left(places, block.end)


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
        if position < len(cells) and cells[position].start <= mention.start and not _told_in_cell(document, mention.start):
            continue
        sentence = document.sentence(mention.start)
        ahead = found[index + 1].start if index + 1 < len(found) else sentence.end
        behind = found[index - 1].end if index else sentence.start
        number = _linked(prose, mention, Span(max(sentence.start, behind), max(min(sentence.end, ahead), mention.end)))
        if number is None or planned(document, max(sentence.start, mention.start - 160), min(number.start, mention.start)):
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


#: So many words make a cell a sentence.
_SENTENCE = 6


def _told_in_cell(document: Document, offset: int) -> bool:
    """True in a cell of many words, which holds no value but may tell one: "fast, best WER (8.4 % on average)"."""
    block = document.blocks[document.block_index(offset)]
    return block.kind == "cell" and block.row > 0 and len(document.visible[block.start : block.end].split()) >= _SENTENCE


#: An item below a heading that names a measure: the part of the data, and its value.
_PARTED = regex(r"[\s*_`]*(?P<part>[\w -]{2,24}?)[\s*_`]*[:=：|][\s*_`]*(?=\d)")


def parted(document: Document) -> Iterator[Row]:
    """Results in items that name only the part of the data, below a heading that names their measure ("Accuracy" above "Test:
    0.91") or below words that announce results: "The model did well on all three sets:".
    """
    for section in document.sections:
        named = [m for m in mentions(section.title or "", "metrics") if m.kind != "cost"] if section.heading else []
        words = (section.title or "")[named[0].start : named[0].end] if named else ""
        lead: Block | None = None
        for block in document.blocks[section.first : section.last]:
            item = _PARTED.match(document.plain, block.start, block.end) if block.kind == "paragraph" else None
            if item is None or not pattern("result_context", "part").fullmatch(item["part"]):
                lead = None if block.depth else block
                continue
            number = next(iter(numbers(document.plain, item.end(), block.end)), None)
            if not number or number.start != item.end() or not (number.decimals or number.percent):
                continue
            if named or (lead is not None and block.depth and _speaks_of_results(document, lead)):
                yield Row(
                    named[0].kind if named else "",
                    words or item["part"],
                    number.value,
                    Span(block.start, number.end),
                    "prose",
                    split=item["part"],
                    percent=number.percent,
                    decimals=number.decimals,
                )


def planned(document: Document, start: int, end: int) -> bool:
    """True where the words before a number make it a target, a threshold or an example."""
    return pattern("result_context", "planned").search(document.visible[start:end].lower()) is not None


#: What a result is said to be on: a name with a capital, right behind it.
_ON = regex(
    r"[\s*_)\]]*(?:scores?|points)?[\s*_]*(?:on|for|over)[\s*_`\[]+(?:the[\s*_`\[]+)?(?-i:(?P<name>[\w.-]+/[\w.-]*[A-Z\d_-][\w.-]*|[A-Z][\w.+-]*))",
    re.I,
)


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
        direct = _LINK.match(between) or _ITEM.match(between)
        direct = direct or (_GLUED_LINK.match(between) if not between.isascii() else None)
        direct = direct or (_OF_PART.match(between) if number.decimals and not everyday else None)
        if LIMIT.search(between) or not direct:
            break
        exact = number.percent or number.decimals > 0 or bool(regex(r"[^\w]*[:=：]").match(between))
        exact = exact or (not everyday and 10 <= number.value <= 100 and _WHOLE.fullmatch(between) is not None)
        if exact and not (everyday and not number.percent and number.decimals == 0 and ":" not in between):
            return number
        break
    before = numbers(prose, max(bounds.start, mention.start - 48), mention.start)
    if before:
        number = before[-1]
        leading = _BEFORE.fullmatch(prose, number.end, mention.start) if number.percent or number.decimals > 0 else None
        told = leading["words"].strip(" *_\n") if leading else ""
        if (
            leading
            and (_NEAR.fullmatch(told) or (number.percent and not _FAR.search(told)))
            and not LIMIT.search(prose[max(bounds.start, number.start - 12) : number.start])
        ):
            return number
    return None


#: Words between a number and a measure: such as belong to any number, and such as part them or tell of a difference.
_NEAR, _FAR = pattern("result_context", "near"), pattern("result_context", "far")

#: What stands between a measure and a score without decimals: "an F1 of 83".
_WHOLE = regex(r"(?:[\s*_-]*scores?)?[\s*_]+(?:of|is|was)[\s*_]+(?:(?:about|around|roughly|nearly|over) )?", re.I)


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
