"""The quantitative results that a document gives of its model: where they stand, on what, by which measure, and from whom.

Speed, size and effort are no results, nor are thresholds, hyperparameters and the loss on the training data alone.
Wordings: `rules/lexicon/{metrics,benchmarks,results,provenance}.*.yaml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, NamedTuple

from conduct_lint.document import once
from conduct_lint.facts import model_index
from conduct_lint.facts.measures import Mention, Number, mentioned, mentions, numbers
from conduct_lint.facts.rows import Row
from conduct_lint.facts.tables import Table, is_benchmark, tables, values
from conduct_lint.frontmatter import strings
from conduct_lint.lexicon import said
from conduct_lint.markdown import Block
from conduct_lint.model import Span

if TYPE_CHECKING:
    from conduct_lint.document import Document, Section


class Results(NamedTuple):
    """What a document says of results.

    `provenance`: stated, absent, or n/a where there is no result. `origin`: own-run, creators, leaderboard, community, unstated.
    `span`: where the results stand, None without any. `evidence`: the place that tells where they come from.
    """

    present: bool
    dataset_named: bool
    metric_named: bool
    provenance: str
    origin: str
    span: Span | None
    rows: tuple[Row, ...]
    evidence: Span | None = None


NONE = Results(False, False, False, "n/a", "unstated", None, ())

#: Measures whose names are everyday words: a number beside them is a result only when nothing else can be meant.
_EVERYDAY = frozenset({"precision", "score", "loss", "recall", "rate", "divergence", "correlation", "error_rate", "distance", "ter", "elo"})
_TEXT_CODE = frozenset({"", "text", "txt", "log", "plain", "plaintext", "console", "output", "none", "markdown", "md", "json"})
#: Between a measure and its number: linking words only.
_LINK = re.compile(
    r"[^\w]*(?:(?:score|scores|rate|value|values|metric|results?|at|for|of|on|test|validation|dev|eval|evaluation|set|split|is|was|are|were|equals?|to|as|about|around|approximately|approx|roughly|nearly"
    r"|over|only|up|high|low|the|an?|its|average|mean|reach(?:es|ed|ing)?|achiev(?:es|ed|ing)|com|von|bei|de|del|von|liegt|ist|war|est|était|es|fue|foi|é|di|в|около|составляет"
    r"|[(\[][^()\[\]]{0,40}[)\]])[^\w.;]*){0,6}\Z",
    re.I,
)
_GLUED_LINK = re.compile(r"[^\d.;。]{0,8}\Z")
#: A list item: the measure, what it is of, a colon.
_ITEM = re.compile(r"[^\d:：;。.?!]{0,60}[:：=|][\s*_~]*\Z")
_LIMIT = re.compile(r"(?:[<>≥≤]=?|\b(?:above|below|under|threshold|cutoff|cut-off|minimum|maximum|than|least|most|greater|larger|exceeding|between))\s*(?:of|the|a)?\s*\Z", re.I)
_PLANNED = re.compile(
    r"\b(?:target(?:ed|s)?|goal|expected|should|aim(?:s|ed|ing)?|hope|planned|threshold|if|baseline of|example|e\.g|filter(?:ed|s|ing)?|annotator|agreement|pricing|discount)\b", re.I
)
_NAMED_DATA = re.compile(
    r"(?:on|of|from|over|using|for|with|to|in) +(?:(?:the|its|a|an|our) +)*[`'\"“]?(?P<name>[\w./+:-]*[\w)])[`'\"”]?(?: +[\w.-]+){0,4}?"
    r" +(?:[Dd]ata ?[Ss]ets?|[Bb]enchmarks?|[Cc]orpus|[Cc]orpora|[Tt]est[- ]?[Ss]ets?|[Dd]ev[- ]?[Ss]ets?|[Vv]alidation [Ss]ets?|[Ee]valuation [Ss]ets?|[Tt]est [Ss]plits?)\b"
)
_COMMON_NAME = frozenset(
    "the a an test training train validation evaluation eval dev own custom unknown private internal this that these our my its same held-out heldout held unseen new"
    " following various several different multiple many all each whole full entire original small large public available best separate raw text unstructured structured"
    " image images audio speech other labeled labelled none null and of translation random synthetic real real-world domain-specific out-of-domain in-domain such some more"
    " downstream standard common popular challenging holdout independent collected sample samples source target balanced specific english combined most sentence pretraining"
    " pre-training fine-tuning finetuning question domain high quality high-quality human annotated monolingual multilingual parallel generator model first second third two"
    " three four five six similar relevant official widely used any both single given split splits test/validation json csv".split()
)
_DATA_COLUMN = re.compile(r"\b(?:data ?-?sets?|test ?-?sets?|corpus|corpora|benchmarks?|tasks?|suites?|environments?|env)\b|数据集|データセット|データ|任务|基准|ベンチマーク|데이터|벤치마크", re.I)
_SOURCES = re.compile(
    r"arxiv\.org|aclanthology|openreview\.net|paperswithcode|leaderboard|wandb\.ai|tensorboard|\.ipynb|/colab|colab\.research|kaggle\.com/code|doi\.org|\.eval\.txt|\.py\b|\.pdf\b"
    r"|/blob/|/tree/|harness|eval|neptune|mlflow|biorxiv|medrxiv|nature\.com|ieee|springer|sciencedirect|dl\.acm|proceedings|github\.com|runs/",
    re.I,
)
_EVALUATION_LINK = re.compile(r"[^\]]*\b(?:test set scores|evaluation (?:results|logs?|script|code|report)|eval (?:results|logs?|script)|benchmark results)\b|[^)]*\.eval\.txt", re.I)
#: The paper of the card itself, linked under its bare name.
_OWN_PAPER = re.compile(r"[\W_]*(?:(?:associated|our|original|the|research|full|tech(?:nical)?) +)*(?:paper|report|preprint|arxiv(?: paper)?|论文|論文|논문)[\W_]*\Z", re.I)
_DATA_WORD = re.compile(r"\b(?:data ?set|corpus|test ?set)s?\b|数据集|データセット|데이터", re.I)
_NO_SOURCE = re.compile(r"\b(?:data ?set|corpus|test set|dev set|license|model|download|weights|demo|dataset)\b|数据集|データセット|데이터", re.I)


@once
def results(document: Document) -> Results:
    """The results of the model, with the sources that are named for them."""
    rows = [row for entry in model_index.entries(document) for row in entry.rows]
    rows.extend(_tabled(document))
    rows.extend(_spoken(document))
    rows.extend(_logged(document))
    reached = [use for use in said(document).get("results", ()) if use.wording.kind == "reached"]
    quality = [row for row in rows if not _training_only(row)]
    if not quality:
        return NONE
    rows = quality
    evidence, origin = _provenance(document, rows, bool(reached))
    return Results(
        True,
        any(row.dataset and not _nameless(row.dataset) for row in rows) or _data_named(document, rows),
        any(row.measure for row in rows) or _measure_near(document, rows),
        "stated" if evidence else "absent",
        origin,
        _main_span(document, rows),
        tuple(sorted(rows, key=lambda row: row.span)),
        evidence,
    )


def _training_only(row: Row) -> bool:
    """The loss on the training data says how training went and not how good the model is."""
    return row.measure == "loss" and row.where == "training" and not re.search(r"val|eval|test|dev", row.written.lower())


# ── tables ───────────────────────────────────────────────────────────────────────────────────────────────────────────


def _tabled(document: Document) -> Iterator[Row]:
    for table in tables(document):
        about = announced(document, table.span)
        training = _is_training_log(table)
        for value in values(table, about):
            head, label = table.rows[0][value.column].words, table.rows[value.row][0].words
            column_names_data = is_benchmark(head)
            dataset = head if column_names_data else label if is_benchmark(label) or _DATA_COLUMN.search(table.rows[0][0].words) else ""
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
                "",
                label if dataset != label else head if value.across else "",
                value.number.percent or "%" in head,
                value.number.spread,
                value.number.decimals,
            )


def announced(document: Document, span: Span) -> bool:
    """True where the headings above a place, or the words just before it, speak of results."""
    spoken = _about_sections(document)
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
def _about_sections(document: Document) -> frozenset[int]:
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
        block.start <= use.match.start() < block.end for use in said(document).get("results", ()) if use.wording.kind in ("about", "reached")
    )


# ── sentences and list items ─────────────────────────────────────────────────────────────────────────────────────────


def _spoken(document: Document) -> Iterator[Row]:
    """Results in sentences and list items: a measure linked with a number."""
    cells = [table.span for table in tables(document)]
    prose = document.visible
    found = [m for m in mentioned(document, "metrics") if m.kind != "cost"]
    position = 0
    for index, mention in enumerate(found):
        while position < len(cells) and cells[position].end <= mention.start:
            position += 1
        if position < len(cells) and cells[position].start <= mention.start:
            continue
        sentence = document.sentence(mention.start)
        ahead = found[index + 1].start if index + 1 < len(found) else sentence.end
        behind = found[index - 1].end if index else sentence.start
        number = _linked(prose, mention, Span(max(sentence.start, behind), max(min(sentence.end, ahead), mention.end)))
        if number is None or _PLANNED.search(prose, sentence.start, min(number.start, mention.start)):
            continue
        around = mentions(prose[sentence.start : sentence.end], "benchmarks")
        dataset = prose[sentence.start + around[0].start : sentence.start + around[0].end] if around else ""
        yield Row(
            mention.kind, prose[mention.start : mention.end], number.value, Span(min(mention.start, number.start), max(mention.end, number.end)),
            "prose", dataset, "", "", "", number.percent, number.spread, number.decimals,
        )  # fmt: skip


def _linked(prose: str, mention: Mention, bounds: Span) -> Number | None:
    """The number that belongs to a measure: after it by linking words, or just before it (`81.6 pass@1`)."""
    everyday = mention.kind in _EVERYDAY
    for number in numbers(prose, mention.end, min(bounds.end, mention.end + 90)):
        between = prose[mention.end : number.start]
        direct = _LINK.match(between) or _ITEM.match(between) or (not between.isascii() and _GLUED_LINK.match(between))
        if _LIMIT.search(between) or not direct:
            break
        exact = number.percent or number.decimals > 0 or bool(re.match(r"[^\w]*[:=：]", between))
        if exact and not (everyday and not number.percent and number.decimals == 0 and ":" not in between):
            return number
        break
    before = numbers(prose, max(bounds.start, mention.start - 24), mention.start)
    if before:
        number = before[-1]
        between = prose[number.end : mention.start]
        if re.fullmatch(r"[\s*_(+]*(?:(?:in|on|for|of|top-1|average|mean|absolute|relative|word|overall|macro|micro|test|validation|weighted)[\s*_]+){0,2}", between) and (
            number.percent or number.decimals > 0
        ):
            if not _LIMIT.search(prose[max(bounds.start, number.start - 12) : number.start]):
                return number
    return None


# ── logs ─────────────────────────────────────────────────────────────────────────────────────────────────────────────

_REPORT = re.compile(r"precision\s+recall\s+f1-score", re.I)
_PAIR = re.compile(r"[^\n]{0,60}?(?<![\w.])[\"']?(?P<name>[A-Za-z][\w@ /^-]{0,40}?)[\"']?\s*(?:\|?\s*[:=]\s*\|?|\s{2,}|\|)\s*(?P<rest>[-+]?\d[^\n]{0,40})")


def _logged(document: Document) -> Iterator[Row]:
    """Results in code blocks that hold plain text: a classification report, or pairs of measure and number where results are announced."""
    for block in document.blocks:
        if block.kind != "code" or block.end - block.start > 12_000:
            continue
        language = block.info.split()[0].lower() if block.info else ""
        source = document.plain[block.start : block.end]
        if language not in _TEXT_CODE and not (language in ("html", "json", "yaml", "bash", "sh", "python") and _REPORT.search(source)):
            continue
        report = bool(_REPORT.search(source))
        if not report and not announced(document, Span(block.start, block.end)):
            continue
        yield from _log_rows(source, block.start, report)


def _log_rows(source: str, offset: int, report: bool) -> Iterator[Row]:
    at = 0
    for line in source.split("\n"):
        named = [m for m in mentions(line[:200], "metrics") if m.kind != "cost"] if len(line) < 400 else []
        if named and not line.lstrip().startswith(("import ", "from ", "def ", ">>>", "#!", "python ")):
            for number in numbers(line, named[0].end, min(len(line), named[0].end + 60))[:1]:
                between = line[named[0].end : number.start]
                if number.decimals and (re.fullmatch(r"[\s\"':=|,@(\[*_]*(?:score|value|is|of)?[\s\"':=|*_]*", between) or report):
                    start = offset + at + named[0].start
                    yield Row(
                        named[0].kind, line[named[0].start : named[0].end], number.value, Span(start, offset + at + number.end), "log",
                        percent=number.percent, spread=number.spread, decimals=number.decimals,
                    )  # fmt: skip
        at += len(line) + 1


# ── data, measure, place ─────────────────────────────────────────────────────────────────────────────────────────────


def _nameless(name: str) -> bool:
    return not name.strip() or bool(re.search(r"\b(?:unknown|none|null|unspecified|nan)\b", name, re.I))


def _result_sections(document: Document, rows: list[Row]) -> list[Section]:
    """The sections in which results stand, and those announced as results, without their subsections."""
    starts = _about_sections(document)
    held = {document.section_at(row.span.start) for row in rows if row.where in ("table", "prose", "log")}
    held |= {section for section in document.sections if section.heading and section.heading.start in starts}
    for section in document.sections:
        above = section.parent
        while above > 0 and section not in held:
            outer = document.sections[above]
            if outer.heading and outer.heading.start in starts and outer.level > 1:
                held.add(section)
            above = outer.parent
    for section in list(held):
        if section.parent > 0 and section.level > 2:
            held.add(document.sections[section.parent])
    return [section for section in document.sections if section in held]


def _spans(document: Document, sections: list[Section]) -> list[Span]:
    """What the sections hold themselves, their headings included."""
    found = []
    blocks = document.blocks
    for section in sections:
        start = section.heading.start if section.heading else 0
        end = blocks[section.last - 1].end if section.last > section.first and section.last <= len(blocks) else (section.heading.end if section.heading else 0)
        found.append(Span(start, max(start, end)))
    return found


def _within(spans: list[Span], offset: int) -> bool:
    return any(span.start <= offset < span.end for span in spans)


def _data_named(document: Document, rows: list[Row]) -> bool:
    """A data set is named with the results, or in the sentences that say what the model was trained and measured on."""
    spans = [*_spans(document, _result_sections(document, rows)), *_reached_sections(document)]
    if any(use.wording.kind == "nameless" and _within(spans, use.match.start()) for use in said(document).get("results", ())):
        return False
    heads = [block for block in document.blocks if block.kind == "heading" and block.level <= 1]
    if any(_within(spans, m.start) and not any(h.start <= m.start < h.end for h in heads) for m in mentioned(document, "benchmarks")):
        return True
    text = document.text
    for marks in document.marks:
        for mark in marks:
            if mark.kind == "link" and _within(spans, mark.start):
                address = text[mark.inner_end : mark.end]
                if ("/datasets/" in address and "/open-llm-leaderboard/" not in address) or _DATA_WORD.search(text[mark.inner : mark.inner_end]):
                    return True
    visible = document.visible
    for span in document.sentences:
        if _within(spans, span.start):
            for m in _NAMED_DATA.finditer(visible, span.start, span.end):
                if _proper(m):
                    return True
    return False


def _proper(m: re.Match[str]) -> bool:
    """The words before "dataset" hold a name: a capital, a digit, an underscore or a slash, and no everyday word alone."""
    words = [word.strip("`'\"“”()") for word in m.group().split()[1:-1]]
    names = [word for word in words if word.lower().rstrip(",.:;") not in _COMMON_NAME]
    return any(re.search(r"[A-Z0-9_/]|-", word) for word in names) and not re.search(r"\bunknown\b", m.group())


@once
def data_named_anywhere(document: Document) -> bool:
    """Any data set is named somewhere, though not with the results: in the metadata, by a link, by name."""
    if strings(document.front_matter.data.get("datasets")) or mentioned(document, "benchmarks"):
        return True
    return "/datasets/" in document.text or any(_proper(m) for m in _NAMED_DATA.finditer(document.visible))


@once
def _reached_sections(document: Document) -> tuple[Span, ...]:
    """The paragraphs around sentences such as "It achieves the following results on the evaluation set"."""
    found = []
    for use in said(document).get("results", ()):
        if use.wording.kind == "reached":
            section = document.section_at(use.match.start())
            found.append(Span(document.blocks[section.first].start if section.first < section.last else 0, use.match.end()))
    return tuple(found)


def _measure_near(document: Document, rows: list[Row]) -> bool:
    """A measure is named in the section that holds the results, though no cell or sentence links it with a number."""
    spans = _spans(document, _result_sections(document, [row for row in rows if row.where != "metadata"]))
    return any(m.kind not in ("cost",) and m.kind not in _EVERYDAY and _within(spans, m.start) for m in mentioned(document, "metrics"))


def _main_span(document: Document, rows: list[Row]) -> Span:
    """Where a reader finds the results: the longest run of them in one section, body before metadata."""
    body = [row for row in rows if row.where not in ("metadata", "training")]
    pool = body or [row for row in rows if row.where != "metadata"] or rows
    groups: dict[int, list[Row]] = {}
    for row in pool:
        section = document.section_at(row.span.start) if row.where != "metadata" else None
        groups.setdefault(section.first if section else -1, []).append(row)
    best = max(groups.values(), key=len)
    start, end = min(row.span.start for row in best), max(row.span.end for row in best)
    return Span(start, end)


# ── provenance ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _provenance(document: Document, rows: list[Row], reached: bool) -> tuple[Span | None, str]:
    """The place that says how or by whom the results were measured, and which of the origins it is."""
    body = [row for row in rows if row.where != "metadata"]
    spans = _spans(document, _result_sections(document, body or rows))
    kinds: dict[str, Span] = {}
    for use in said(document).get("provenance", ()):
        if use.wording.kind.startswith("whole-"):
            kinds.setdefault(use.wording.kind[6:], use.span)
        elif _within(spans, use.match.start()):
            kinds.setdefault(use.wording.kind, use.span)
    for use in said(document).get("results", ()):
        if use.wording.kind == "reached":
            kinds.setdefault("run", use.span)
    for entry in model_index.entries(document):
        if entry.verified:
            kinds.setdefault("leaderboard", entry.span)
        if entry.source and entry.rows:
            kinds.setdefault("leaderboard" if "leaderboard" in entry.source.lower() or "leaderboard" in entry.source_name.lower() else "creators", entry.span)
    for row in rows:
        if row.where == "metadata" and any(m.kind == "method" for m in mentions(row.written, "provenance")):
            kinds.setdefault("method", row.span)
    link = _source_link(document, spans)
    if link:
        kinds.setdefault("creators" if "arxiv" in document.text[link.start : link.end] else "method", link)
    log = _training_log(document)
    if not kinds:
        if log:
            kinds["run"] = log
    elif log and set(kinds) == {"method"}:
        kinds["run"] = log
    order = ("leaderboard", "community", "creators", "run", "method")
    evidence = next((kinds[kind] for kind in ("run", "method", "creators", "leaderboard", "community") if kind in kinds), None)
    origin = next((kind for kind in order if kind in kinds), "unstated")
    return evidence, {"run": "own-run", "method": "unstated"}.get(origin, origin)


def _source_link(document: Document, spans: list[Span]) -> Span | None:
    """A link in the results' sections to a paper, leaderboard, log or script; not one that names data, models or files to download."""
    text = document.text
    for marks in document.marks:
        for mark in marks:
            if mark.kind == "link" and (
                _EVALUATION_LINK.match(text, mark.inner, mark.end) or (_OWN_PAPER.match(text, mark.inner, mark.inner_end) and _SOURCES.search(text, mark.inner_end, mark.end))
            ):
                return Span(mark.start, mark.end)
            if mark.kind in ("link", "url") and _within(spans, mark.start):
                address = text[mark.inner_end : mark.end] if mark.kind == "link" else text[mark.start : mark.end]
                title = text[mark.inner : mark.inner_end] if mark.kind == "link" else ""
                if _SOURCES.search(address) and not _NO_SOURCE.search(title) and "/datasets/" not in address.replace("/datasets/open-llm", ""):
                    return Span(mark.start, mark.end)
    return None


def _training_log(document: Document) -> Span | None:
    """A training log: a table by step or epoch that gives a measure."""
    return next((table.span for table in tables(document) if _is_training_log(table)), None)


def _is_training_log(table: Table) -> bool:
    heads = " | ".join(cell.words.lower() for cell in table.rows[0])
    return bool(re.search(r"\b(?:epochs?|steps?|iter\w*)\b", heads) and re.search(r"loss|accuracy|f1|wer|bleu|map|rouge|\bcer\b", heads))

