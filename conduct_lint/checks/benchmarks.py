"""Checks of the family benchmarks: where results come from, what they were measured on, and whether they can be."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice

from conduct_lint.document import Document
from conduct_lint.facts import eval_results, model_index
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.languages import understood
from conduct_lint.facts.lineage import Upstream, upstream
from conduct_lint.facts.measures import SHARES, mentioned, mentions
from conduct_lint.facts.provenance import folded_words, told_near, traceable
from conduct_lint.facts.results import data_named_anywhere, results
from conduct_lint.facts.rows import Row, folded, measure_of
from conduct_lint.facts.scales import impossible, same, same_dataset
from conduct_lint.facts.subject import reports
from conduct_lint.facts.tables import Cell, plain_words, tables
from conduct_lint.facts.topics import topics
from conduct_lint.frontmatter import strings
from conduct_lint.lexicon import pattern, said
from conduct_lint.matchers import check
from conduct_lint.model import Hit, Related, Span
from conduct_lint.patterns import regex
from conduct_lint.vocabulary import vocabulary

#: Beyond this many results of one kind a card is a table of a leaderboard; comparing each with each would not end.
MAX_COMPARED = 200


@check
def result_without(document: Document, what: str) -> Iterator[Hit]:
    """Results that lack `what`: source, dataset or metric. One finding a document, at the first result."""
    found = results(document)
    if not found.present or not reports(document):
        return
    lacking = {
        "source": found.provenance == "absent"
        and not found.told
        and not traceable(document)
        and understood(document, "provenance"),
        "dataset": not found.dataset_named
        and not data_named_anywhere(document)
        and topics(document)["training_data"].status != "stated"
        and understood(document, "training_data"),
        "metric": not found.metric_named and "leaderboard" not in found.told and _bare(document, found.rows),
    }[what]
    if lacking:
        row = _first(found.rows)
        yield Hit(row.span, {"value": _shown(document, row), "measure": row.written or "score"}, subject=what)


def _bare(document: Document, rows: tuple[Row, ...]) -> bool:
    """True where no measure is named in text or metadata, and most scores stand under names of data or words that tell nothing.

    A head such as `Coverage` or `Preferred` is no measure of the lexicon, but it says what was counted.
    """
    if any(m.kind not in ("cost", "loss") for m in mentioned(document, "metrics")):
        return False
    if any(measure_of(scalar.raw) for scalar in strings(document.front_matter.data.get("metrics"))):
        return False
    generic = pattern("result_context", "generic")
    bare = [bool(row.dataset) or generic.fullmatch(folded_words(row.written)) is not None for row in rows]
    return 2 * sum(bare) >= len(rows) and bare[rows.index(_first(rows))]


@check
def origin_unmarked(document: Document) -> Iterator[Hit]:
    """Results that do not say whose they are; a graver variant where one table sets the card's own model beside others."""
    found = results(document)
    if not found.present or found.origin != "unstated" or not reports(document):
        return
    names = _own_names(document)
    for table in tables(document):
        if not any(table.span.start <= row.span.start < table.span.end for row in found.rows):
            continue
        labels = [row[0] for row in table.rows[1:] if row and row[0].words]
        if not labels or not any(_is_own(cell.words, names) for cell in labels):
            labels = [cell for cell in table.rows[0][1:] if cell.words]
        own = [cell for cell in labels if _is_own(cell.words, names)]
        makers = {owner for cell in own for owner in _owners(document, cell)}
        others = [
            cell for cell in labels if cell not in own and _looks_like_model(cell.words) and not makers & _owners(document, cell)
        ]
        if own and others and not told_near(document, table.span):
            yield Hit(
                others[0].span,
                {"own": own[0].words[:60], "other": others[0].words[:60]},
                (Related(own[0].span, "the card's own model"),),
                variant="mixed",
                subject="origin",
            )
            return
    copied = next((one for one in upstream(document) if one.relation == "converted" or _quantized(one)), None)
    if found.provenance == "stated" and copied and not any(_QUANT.search(f"{row.written} {row.model}") for row in found.rows):
        row = _first(found.rows)
        yield Hit(row.span, {"value": _shown(document, row), "original": copied.model}, subject="origin")


def _quantized(one: Upstream) -> bool:
    """True where text and metadata agree that the card is of a quantised copy: a teacher's smaller pupil is none."""
    return one.relation == "quantized" and one.in_metadata


def _owners(document: Document, cell: Cell) -> set[str]:
    """The owners of the models that a cell links."""
    return {m["owner"].lower() for m in _OWNER.finditer(document.text, cell.span.start, cell.span.end)}


_OWNER = regex(r"huggingface\.co/(?P<owner>[\w.-]+)/")
#: Names of quantised forms: where they stand with the values, these are of the forms and not of the original.
_QUANT = regex(r"(?<![a-z])i?q\d|\b(?:fp|bf|int|w)\d|\bbpw|\bbits?\b|quant|gguf|awq|gptq|exl\d", re.I)
_OTHER_MODEL = regex(
    r"(?:gpt|claude|gemini|llama|mistral|mixtral|qwen|deepseek|gemma|phi|falcon|yi|bert|roberta|t5|bart|whisper|wav2vec|vit"
    r"|resnet|clip|baseline|opus|nllb|m2m|e5|bge)[\w.-]*",
    re.I,
)


def _looks_like_model(words: str) -> bool:
    return bool(_OTHER_MODEL.search(words)) and len(words) <= 60 and not mentions(words, "metrics")


def _is_own(words: str, names: frozenset[str]) -> bool:
    lower = words.lower()
    if regex(r"\b(?:ours?|this model|our model|proposed)\b").search(lower):
        return True
    name = folded(words)
    if len(name) < 5:
        return False
    return name in names or any(len(own) >= 8 and own in name and _DRESS.fullmatch(name.replace(own, "")) for own in names)


#: What may stand beside the own name in a label; anything else makes it the name of a sibling.
_DRESS = regex(r"(?:ours?|this|model|base|new|finetuned?|fp16|bf16|epochs?|greedy|beam|lm|shots?|v|\d)*")


def _own_names(document: Document) -> frozenset[str]:
    """The names of the model at hand, folded: from the title, the model-index and the path of the card."""
    names = {entry.model for entry in model_index.entries(document)}
    title = document.title
    if title and title.title:
        names.add(regex(r"(?i)model card (?:for|of)|model card|\W+\Z").sub("", title.title))
    parts = document.name.replace("\\", "/").split("/")
    if len(parts) > 1:
        names.add(parts[-2])
    return frozenset(name for name in map(folded, names) if len(name) >= 4)


@check
def setup_unstated(document: Document) -> Iterator[Hit]:
    """A benchmark whose scores depend on prompts, shots or harness, and nothing says which were used."""
    found = results(document)
    if not found.present or not reports(document):
        return
    if found.told - {"run", "method"} or _setup_told(document, found.evidence):
        return
    settings = {f"{row.dataset} {row.written} {row.config.replace('_', ' ')}" for row in found.rows}
    if any(m.kind in ("method", "leaderboard") for one in settings for m in mentions(one, "provenance")):
        return
    for row in found.rows:
        named = row.dataset or row.written
        if "mteb" not in named.lower() and any(m.kind == "setup" for m in mentions(named, "benchmarks")):
            yield Hit(row.span, {"benchmark": named[:60], "value": _shown(document, row)}, subject="setup")
            return


def _setup_told(document: Document, evidence: Span | None) -> bool:
    """True where words tell of the set-up anywhere, or the source of the results is linked as what evaluates them."""
    if any(use.wording.kind in ("method", "leaderboard") for use in said(document).get("provenance", ())):
        return True
    if evidence is None:
        return False
    sentence = document.sentence(evidence.start)
    return bool(pattern("result_context", "evaluates").search(folded_words(document.visible[sentence.start : sentence.end])))


@check
def impossible_value(document: Document) -> Iterator[Hit]:
    """Values outside what their measure allows."""
    for row in _all_rows(document):
        if not impossible(row):
            continue
        line = document.line(row.span.start)
        start = document.line_starts[line - 1]
        around = "" if row.where in ("metadata", "file") else document.text[start : row.span.end + 30] + _head(document, row)
        why = impossible(row, around)
        if why:
            yield Hit(row.span, {"value": _shown(document, row), "measure": row.written or row.measure, "why": why})


def _head(document: Document, row: Row) -> str:
    """The header and label of a value in a table, the heading above anything else."""
    for table in tables(document):
        if table.span.start <= row.span.start < table.span.end:
            for cells in table.rows:
                for x, cell in enumerate(cells):
                    if cell.span == row.span:
                        return f" {table.rows[0][x].words} {cells[0].words}"
    return ""


def _all_rows(document: Document) -> tuple[Row, ...]:
    if kind_of(document) == "eval-results":
        return tuple(eval_results.rows(eval_results.tree(document)))
    return results(document).rows


@check
def mixed_scale(document: Document) -> Iterator[Hit]:
    """Fractions and percentages for one measure in one column, or in one file."""
    groups: dict[tuple[object, ...], list[Row]] = {}
    for row in _all_rows(document):
        if row.where == "file":
            groups.setdefault(("file", row.dataset), []).append(row)
        elif row.where == "metadata" and row.measure in SHARES:
            groups.setdefault(("metadata", row.measure, folded(row.written)), []).append(row)
        elif row.where == "table" and row.measure in SHARES:
            table = next((t for t in tables(document) if t.span.start <= row.span.start < t.span.end), None)
            groups.setdefault((table.span.start if table else 0, row.measure, row.written), []).append(row)
    for rows in groups.values():
        fractions = [row for row in rows if 0.2 < row.value < 1 and row.decimals >= 2 and not row.percent]
        percentages = [row for row in rows if 20 < row.value <= 100]
        balanced = min(len(fractions), len(percentages)) * 4 >= len(rows)
        # On the hardest tests less than one per cent is reached.
        alone = len(fractions) == 1 and any(m.kind == "setup" for m in mentions(fractions[0].dataset, "benchmarks"))
        if balanced and not alone and len(fractions) + len(percentages) == len(rows):
            few, many = sorted((fractions, percentages), key=len)
            yield Hit(
                few[0].span,
                {"value": _shown(document, few[0]), "other": _shown(document, many[0]), "measure": few[0].written or "value"},
                (Related(many[0].span, "on the other scale"),),
            )


@check
def result_mismatch(document: Document) -> Iterator[Hit]:
    """The same measure on the same data set, configuration and split of this model with two values, here or in a sibling file."""
    found = results(document)
    entries = model_index.entries(document)
    if len({entry.model for entry in entries}) > 1:
        return
    stated = [row for entry in entries for row in entry.rows if row.measure and not row.verified]
    body = [row for row in found.rows if row.where in ("prose", "table", "log")]
    counted = Counter((row.measure, folded(row.written)) for row in stated)
    alone = len({row.dataset for row in stated}) == 1
    single = [row for row in stated if counted[row.measure, folded(row.written)] == 1]
    for row in single[:MAX_COMPARED] if body else ():
        yield from _against_body(document, row, body[:MAX_COMPARED], alone)
    yield from _in_the_text(document, body[:MAX_COMPARED])
    if entries:
        known = [row for entry in entries for row in entry.rows][:MAX_COMPARED]
        for name, node in eval_results.siblings(document.siblings):
            for other in islice(eval_results.rows(node, name), MAX_COMPARED):
                same_data = [row for row in known if not row.verified and _same_benchmark(row, other)]
                if len(same_data) == 1 and not other.verified and not same(same_data[0], other):
                    row = same_data[0]
                    yield _differs(
                        document, row, Related(other.span, f"{_number(other)} in {name}", name), _number(other), row.written
                    )


def _same_benchmark(row: Row, other: Row) -> bool:
    return same_dataset(row.dataset, other.dataset) and (
        not row.config or not other.config or same_dataset(row.config, other.config)
    )


def _in_the_text(document: Document, body: list[Row]) -> Iterator[Hit]:
    """A sentence and a table that give this model's result on one data set with two values."""
    names = _own_names(document)
    tabled = [row for row in body if row.where == "table" and row.dataset and row.measure]
    for row in body:
        sentence = document.sentence(row.span.start)
        if row.where != "prose" or not row.dataset or _OTHER_MODEL.search(document.visible, sentence.start, sentence.end):
            continue
        alike = [
            one
            for one in tabled
            if one.measure == row.measure and _same_words(one.written, row.written) and folded(one.dataset) == folded(row.dataset)
        ]
        own = [one for one in alike if not one.model or _is_own(one.model, names)]
        if len(own) == 1 and own[0].split == row.split and not any(same(row, one) for one in alike):
            hit = _differs(document, row, Related(own[0].span, f"{_number(own[0])} in the table"), _number(own[0]), row.written)
            yield hit


def _against_body(document: Document, row: Row, body: list[Row], alone: bool) -> Iterator[Hit]:
    names = _own_names(document)
    alike = [
        other
        for other in body
        if other.measure == row.measure
        and _same_words(row.written, other.written)
        and (same_dataset(row.dataset, other.dataset) if other.dataset else alone)
        and not (
            other.where == "table"
            and other.model
            and not _is_own(other.model, names)
            and not same_dataset(other.model, row.dataset)
        )
        and not (other.dataset == "" and other.where == "table")
    ]
    if not alike or len(alike) > 2 or any(same(row, other) for other in alike):
        return
    other = alike[0]
    around = _line_of(document, other) + (_heading_of(document, other) if other.where != "prose" else "")
    split, told = _SPLIT.search(row.split or row.written), _SPLIT.search(around)
    if ((row.split or split) and (not split or not told or split.group().lower()[:3] != told.group().lower()[:3])) or (
        row.config and row.config.lower() not in ("default", "main") and row.config.lower() not in around.lower()
    ):
        return
    hit = _differs(document, other, Related(row.span, f"{_number(row)} in the model-index"), _number(row), row.written)
    yield hit._replace(values={**hit.values, "dataset": row.dataset[:60]})


_SPLIT = regex(r"(?<![a-z])(?:train|valid|dev|eval|test)", re.I)


def _heading_of(document: Document, row: Row) -> str:
    return " " + (document.section_at(row.span.start).title or "")


_FILLER = regex(r"\b(?:eval|evaluation|test|validation|val|score|on|the|set)\b|[^0-9a-z]+")


def _same_words(one: str, other: str) -> bool:
    return _FILLER.sub("", one.lower().replace("_", " ")) == _FILLER.sub("", other.lower().replace("_", " "))


def _differs(document: Document, row: Row, related: Related, number: str, measure: str) -> Hit:
    return Hit(
        row.span,
        {"value": _shown(document, row), "other": number, "measure": measure[:60], "dataset": row.dataset[:60]},
        (related,),
    )


def _line_of(document: Document, row: Row) -> str:
    line = document.line(row.span.start)
    starts = document.line_starts
    return document.text[starts[line - 1] : starts[line] if line < len(starts) else len(document.text)]


@check
def invalid_model_index(document: Document) -> Iterator[Hit]:
    """What the Hub's parser refuses in `model-index`, and `verified` unsigned; the same fault again is one finding."""
    alike: dict[tuple[str, bool], list[Span]] = {}
    for fault in model_index.faults(document):
        places = alike.setdefault((fault.words, fault.refused), [])
        if fault.span not in places[-1:]:
            places.append(fault.span)
    for (words, refused), (first, *others) in alike.items():
        related = tuple(Related(span, "again here") for span in others[:5])
        yield Hit(first, {"fault": words}, related, variant="" if refused else "unsigned")


@check
def invalid_eval_results(document: Document) -> Iterator[Hit]:
    """What does not fit in `.eval_results/*.yaml` or `eval.yaml`."""
    tree = eval_results.tree(document)
    if kind_of(document) == "benchmark-spec":
        faults = eval_results.spec_faults(tree, tuple(vocabulary("eval_frameworks")))
    else:
        faults = eval_results.result_faults(tree)
    for fault in faults:
        yield Hit(fault.span, {"fault": fault.words}, variant="" if fault.refused else "unknown-framework")


def _first(rows: tuple[Row, ...]) -> Row:
    """The result to show: of the text rather than of the metadata, of quality rather than of loss, of a named measure."""
    return min(rows, key=lambda row: (row.where == "metadata", row.measure == "loss", not row.measure))


def _shown(document: Document, row: Row) -> str:
    """The result as the card writes it, short."""
    start, end = document.whole(row.span)
    return plain_words(document.text[start:end])[:80]


def _number(row: Row) -> str:
    return f"{row.value:.{min(row.decimals, 6)}f}" + (" %" if row.percent else "")
