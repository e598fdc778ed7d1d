"""The quantitative results that a document gives of its model: where they stand, on what, by which measure, and from whom.

Speed, size and effort are no results, nor are thresholds, hyperparameters and the loss on the training data alone.
Wordings: `rules/lexicon/{metrics,benchmarks,results,provenance}.*.yaml`.
"""

from __future__ import annotations

import re

from conduct_lint.document import once
from conduct_lint.facts import model_index
from conduct_lint.facts.claim_subject import lead_of
from conduct_lint.facts.grammar import within as uses_within
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.logs import coded, logged
from conduct_lint.facts.measures import Mention, mentioned, mentions
from conduct_lint.facts.provenance import folded_words, provenance
from conduct_lint.facts.reported import EVERYDAY, is_training_log, parted, reached_spans, result_spans, spoken, tabled, within
from conduct_lint.facts.rows import Row, measure_of
from conduct_lint.facts.tables import is_benchmark, tables
from conduct_lint.facts.talked import attained, in_order, loosely, scored
from conduct_lint.frontmatter import strings
from conduct_lint.lexicon import Said, pattern, said
from conduct_lint.model import CONTRIBUTIONS, Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document


class Results(NamedTuple):
    """What a document says of results.

    `provenance`: stated, absent, or n/a where there is no result. `origin`: own-run, creators, leaderboard, community, unstated.
    `span`: where the results stand, None without any. `evidence`: the place that tells where they come from. `told`: all that is
    told of it: method, run, creators, leaderboard, community.
    """

    present: bool
    dataset_named: bool
    metric_named: bool
    provenance: str
    origin: str
    span: Span | None
    rows: tuple[Row, ...]
    evidence: Span | None = None
    told: frozenset[str] = frozenset()


NONE = Results(False, False, False, "n/a", "unstated", None, ())

_NAMED_DATA = regex(
    r"(?:on|of|from|over|using|used?|for|with|to|in) +(?:(?:the|its|a|an|our) +)*[`'\"“]?(?P<name>[\w./+:-]*[\w)])[`'\"”]?(?:"
    r" +[\w.-]+){0,4}?"
    r" +(?:[Dd]ata ?[Ss]ets?|[Bb]enchmarks?|[Cc]orpus|[Cc]orpora|[Tt]est[- ]?[Ss]ets?|[Dd]ev[- ]?[Ss]ets?|[Vv]alidation"
    r" [Ss]ets?|[Ee]valuation [Ss]ets?|[Tt]est [Ss]plits?)\b"
)


@once
def results(document: Document) -> Results:
    """The results of the model, with the sources that are named for them."""
    rows = [row for entry in model_index.entries(document) for row in entry.rows]
    rows.extend(tabled(document))
    ordered = list(in_order(document))
    listed = {document.sentence(row.span.start) for row in ordered}
    rows.extend(row for row in spoken(document) if not listed or document.sentence(row.span.start) not in listed)
    rows.extend((*ordered, *logged(document)))
    if not rows:
        rows.extend((*parted(document), *attained(document)))
    if kind_of(document) in CONTRIBUTIONS:
        known = {row.span.start for row in rows} | {row.span.end for row in rows}
        talked = [row for row in (*coded(document), *loosely(document), *scored(document)) if not known & set(row.span)]
        rows = [row for row in (*rows, *talked) if _measures(row)]
    elif not rows:
        rows.extend(scored(document))
    quality = [row for row in rows if not _training_only(document, row)]
    if not quality:
        return NONE
    rows = quality
    evidence, origin, told = provenance(document, rows)
    if evidence is None and kind_of(document) in CONTRIBUTIONS:
        evidence = _run(document, rows)
    return Results(
        True,
        kind_of(document) == "dataset-card"
        or any(row.dataset and not _nameless(row.dataset) for row in rows)
        or _data_named(document, rows)
        or _given(document),
        any(row.measure and not _context("generic").fullmatch(row.written.lower()) for row in rows)
        or _measure_near(document, rows),
        "stated" if evidence else "absent",
        origin,
        _main_span(document, rows),
        tuple(sorted(rows, key=lambda row: row.span)),
        evidence,
        told,
    )


_COMMAND = regex(r"^[ \t]*(?:\$ |\./|(?:python3?|torchrun|accelerate|lm[_-]eval|bash|uv run|llama-\w+|mteb|helm-run)\b)", re.M)


def _run(document: Document, rows: list[Row]) -> Span | None:
    """A command, or a line of a log with its deviation: in a discussion that is how people say what they measured with."""
    for block in document.blocks:
        if block.kind == "code":
            m = _COMMAND.search(document.plain, block.start, block.end)
            if m:
                return Span(*m.span())
    log = next((row for row in rows if row.where == "log" or row.spread is not None), None)
    return log.span if log else None


#: The data that a command is given: a task of a harness, a file of text.
_GIVEN = regex(
    r"(?<!\S)(?:--(?:tasks?|datasets?|benchmarks?|data|dataset[-_]name)[ =]\w|(?:-f|--file)[ =]\S+\.(?:raw|txt|jsonl?)\b)"
)


def _given(document: Document) -> bool:
    """Whether a command in a contribution names the data that it measures on."""
    return kind_of(document) in CONTRIBUTIONS and any(
        block.kind == "code" and _GIVEN.search(document.plain, block.start, block.end) for block in document.blocks
    )


_HELD_OUT = regex(r"val|eval|test|dev")


def _training_only(document: Document, row: Row) -> bool:
    """What was measured on the training data itself says how training went and not how good the model is."""
    told = f"{row.written} {row.split}".lower()
    if row.where == "metadata" or _HELD_OUT.search(told):
        return False
    if row.where == "prose" and _listed_as_reached(document, row.span.start):
        return False
    if "train" in told or (row.measure == "loss" and row.where == "training"):
        return True
    if row.measure != "loss" or row.where != "prose":
        return False
    section = document.section_at(row.span.start)
    start = section.heading.start if section.heading else 0
    around = document.lower[max(start, row.span.start - 400) : row.span.end + 60]
    return "train" in around and not _HELD_OUT.search(around)


def _listed_as_reached(document: Document, offset: int) -> bool:
    """True below "It achieves the following results on the evaluation set:", whatever the items of that list are called."""
    lead = lead_of(document, document.block_index(offset))
    return lead is not None and any(use.wording.kind == "reached" for use in uses_within(document, "results", lead))


def _measures(row: Row) -> bool:
    """What people write to each other is full of numbers: a result has a measure, or stands under the name of a benchmark."""
    if row.measure == "loss" or row.measure == "perplexity":
        return row.where != "prose" or (row.decimals > 0 and not row.percent)
    return bool(row.measure) or (row.where == "table" and is_benchmark(row.dataset) and row.value > 0)


# ── data, measure, place ─────────────────────────────────────────────────────────────────────────────────────────────


def _context(kind: str) -> re.Pattern[str]:
    return pattern("result_context", kind)


def _nameless(name: str) -> bool:
    return not name.strip() or bool(re.search(r"\b(?:unknown|none|null|unspecified|nan)\b", name, re.I))


def _opening(document: Document) -> list[Span]:
    """What stands below the title: the model in a few words, with what it was trained on; a table there holds its sources."""
    title = document.title
    blocks = document.blocks[title.first : title.last] if title else ()
    return [Span(block.start, block.end) for block in blocks if block.kind != "cell"]


def _data_named(document: Document, rows: list[Row]) -> bool:
    """A data set is named with the results, or in the sentences that say what the model was trained and measured on."""
    about_data = [
        Span(section.heading.start, document.blocks[section.last - 1].end)
        for section in document.sections
        if section.heading and section.last > section.first and _context("data-heading").search((section.title or "").lower())
    ]
    spans = [*result_spans(document, rows), *reached_spans(document), *about_data, *_opening(document)]
    if any(use.wording.kind == "nameless" and within(spans, use.match.start()) for use in said(document).get("results", ())):
        return False
    for use in said(document).get("results", ()):
        if use.wording.kind == "named" and within(spans, use.match.start()) and _named_in(document, use):
            return True
    if any(row.where == "metadata" and is_benchmark(row.written) for row in rows):
        return True
    if any(row.measure == "reward" for row in rows) and _ENVIRONMENT.search(document.text):
        return True
    heads = [block for block in document.blocks if block.kind == "heading" and block.level <= 1]
    if any(
        within(spans, m.start) and not any(h.start <= m.start < h.end for h in heads) for m in mentioned(document, "benchmarks")
    ):
        return True
    text = document.text
    for marks in document.marks:
        for mark in marks:
            if (
                mark.kind == "url"
                and within(spans, mark.start)
                and _context("data-behind").match(text[mark.end : mark.end + 20].lstrip("'\"`) "))
            ):
                return True
            if mark.kind == "link" and within(spans, mark.start):
                address = text[mark.inner_end : mark.end]
                if within(about_data, mark.start) and _is_title(text[mark.inner : mark.inner_end]):
                    return True
                if ("/datasets/" in address and "/open-llm-leaderboard/" not in address) or _context("data-word").search(
                    text[mark.inner : mark.inner_end].lower()
                ):
                    return True
    visible = document.visible
    measured_on = [s for s in document.sections if s.heading and _context("evaluation-data").fullmatch((s.title or "").strip())]
    if any(_names_set(visible[block.start : block.end]) for s in measured_on for block in document.blocks[s.first : s.last]):
        return True
    for span in document.sentences:
        if within(spans, span.start) and _names_proper(visible, span):
            return True
    return _apart_from_named(document, spans) or _keyed(document)


def _names_proper(visible: str, span: Span) -> bool:
    return any(_proper(m) for m in _NAMED_DATA.finditer(visible, span.start, span.end))


def _apart_from_named(document: Document, spans: list[Span]) -> bool:
    """True where the results are on "the dev set", and the data that the model was trained on are named: it is theirs."""
    if not any(_context("set-apart").search(document.lower, *span) for span in spans):
        return False
    visible = document.visible
    return any(
        mentions(visible[slice(*use.sentence)], "benchmarks") or _names_proper(visible, use.sentence)
        for use in said(document).get("training_data", ())
    )


#: A key of a configuration or an option of a command that holds data: `"dataset_name": "squad"`, `--predict_file dev-v2.0.json`.
_KEY = regex(
    r"(?:\bdata_?sets?(?:_name)?|--(?:predict|eval|test)_file|--tasks?(?:_name)?|\bsacrebleu -t)\b[\"'*`]*[ :=]+"
    r"(?P<held>[^\n]{1,80})"
)


def _keyed(document: Document) -> bool:
    """True where a configuration or command in the body gives a known data set."""
    start = document.blocks[0].start if document.blocks else 0
    return any(mentions(m["held"].split(",")[0], "benchmarks") for m in _KEY.finditer(document.plain, start))


#: A name of two words with capitals, or with a capital inside.
_SET = regex(r"\b[A-Z][\w-]+ [A-Z][\w-]+|\b[A-Z]+[a-z]*[A-Z]\w*")


def _names_set(words: str) -> bool:
    """True for words on data that hold a name and are not kept free."""
    return _SET.search(words) is not None and not pattern("placeholder", "anywhere").search(words)


#: A name written with capitals inside, a digit, an underscore or a slash.
_SHAPED = regex(r"[A-Z][\w.-]*[A-Z0-9]|[A-Za-z][\w.-]*\d|[A-Za-z]_[A-Za-z]|[A-Za-z]/[A-Za-z]")
_CAPITAL = regex(r"(?<!\w)[A-Z][a-z]{2,}")


def _named_in(document: Document, use: Said) -> bool:
    """True where the words for a data set hold a name, as it is written: in German every noun has a capital."""
    written = document.text[use.match.start() : use.match.end()]
    return bool(_SHAPED.search(written) or (use.wording.language != "de" and _CAPITAL.search(written)))


def _is_title(words: str) -> bool:
    """True for the title of a link that names what it leads to: no "here", no "this repository"."""
    return any(word[:1].isupper() and not _context("common").fullmatch(word.lower()) and len(word) > 3 for word in words.split())


def _proper(m: re.Match[str]) -> bool:
    """The words before "dataset" hold a name: a capital, a digit, an underscore or a slash, and no everyday word alone."""
    words = [word.strip("`'\"“”()") for word in m.group().split()[1:-1]]
    names = [word for word in words if not _context("common").fullmatch(word.lower().rstrip(",.:;"))]
    return any(regex(r"[A-Z0-9_/]|-").search(word) and regex(r"[^\W\d]").search(word) for word in names) and not re.search(
        r"\bunknown\b", m.group()
    )


@once
def data_named_anywhere(document: Document) -> bool:
    """Any data set is named or described, though not with the results: in the metadata, by a link, by name, by what it holds."""
    if strings(document.front_matter.data.get("datasets")) or mentioned(document, "benchmarks"):
        return True
    if any(use.wording.kind in ("described", "measured-on") for use in said(document).get("results", ())):
        return True
    if "/datasets/" in document.text or any(_proper(m) for m in _NAMED_DATA.finditer(document.visible)):
        return True
    return _in_title(document) or _labelled(document) or _linked_data(document)


def _in_title(document: Document) -> bool:
    """The name of the model holds that of a data set: `heron-finetuned-squadv2`."""
    names = [document.title.title or "" if document.title else "", *(entry.model for entry in model_index.entries(document))]
    names += document.name.replace("\\", "/").split("/")[:-1]
    words = {word for name in names for word in regex(r"[\W_]+").split(name) if len(word) > 2}
    return any(mentions(word.upper(), "benchmarks") or mentions(regex(r"v\d+\Z").sub("", word), "benchmarks") for word in words)


def _labelled(document: Document) -> bool:
    """A row of a table or an item of a list says from which data: `Sources | Wetland Notes 2.5`, `- **Dataset:** MarshQA`."""
    label = _context("data-label")
    for table in tables(document):
        for row in table.rows:
            if len(row) == 2 and label.fullmatch(folded_words(row[0].words)) and _names_data(row[1].words):
                return True
    for block in document.blocks:
        if block.kind == "paragraph" and block.end - block.start < 400:
            item = _ITEM.match(document.text, block.start, block.end)
            if item and label.fullmatch(folded_words(item["label"])) and _names_data(item["rest"]):
                return True
    return False


#: An agent is measured in the environment that it plays.
_ENVIRONMENT = regex(r"\b[A-Z]\w{3,}-v\d\b")
_ITEM = regex(r"[*_ ]*(?P<label>[A-Za-z][A-Za-z /-]{2,28}?)[*_ ]*[:：][*_ ]*(?P<rest>[^\n]{2,200})")


def _names_data(words: str) -> bool:
    """True where words that follow such a label hold a name, and are no template left unfilled."""
    return bool(_SHAPED.search(words) or _CAPITAL.search(words)) and not _nameless(words) and "[More" not in words


def _linked_data(document: Document) -> bool:
    """A section on the data, or a sentence on where they were had, links something."""
    for index, block in enumerate(document.blocks):
        for mark in document.marks[index]:
            if mark.kind in ("link", "url"):
                section = document.section_at(mark.start)
                if section.title and _context("data-heading").search(section.title.lower()):
                    return True
                if block.kind == "paragraph" and _context("data-word").search(
                    document.visible[max(block.start, mark.start - 60) : mark.end].lower()
                ):
                    return True
    return False


def _measure_near(document: Document, rows: list[Row]) -> bool:
    """A measure is named in the section that holds the results or in the metadata, though nothing links it with a number."""
    if any(measure_of(scalar.raw) for scalar in strings(document.front_matter.data.get("metrics"))):
        return True
    spans = result_spans(document, [row for row in rows if row.where != "metadata"])
    if any(_MEASURE_LABEL.search(document.visible, *span) for span in spans):
        return True
    if any(_strict(m, document.lower[m.start : m.end]) for m in mentioned(document, "metrics") if within(spans, m.start)):
        return True
    held = (table for table in tables(document) if within(spans, table.span.start) and not is_training_log(table))
    cells = (cell for table in held for row in table.rows for cell in row)
    return any(m.kind not in ("cost", "score") for cell in cells for m in mentions(cell.words[:120], "metrics"))


_MEASURE_LABEL = regex(r"\bmetrics?[*_ ]*[:：][*_ ]*\w", re.I)


def _strict(mention: Mention, words: str) -> bool:
    """True where the words say more than an everyday word: "Spearman correlation", "win rate"."""
    if mention.kind in ("correlation", "rate"):
        return " " in words or not words.startswith("correlation")
    return mention.kind != "cost" and mention.kind not in EVERYDAY


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
