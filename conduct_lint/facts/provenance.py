"""How or by whom the results of a document were measured, as far as it tells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from conduct_lint.facts import model_index
from conduct_lint.facts.measures import mentions
from conduct_lint.facts.reported import is_training_log, result_spans, within
from conduct_lint.facts.rows import Row
from conduct_lint.facts.tables import tables
from conduct_lint.lexicon import said
from conduct_lint.model import Span
from conduct_lint.patterns import regex

if TYPE_CHECKING:
    from conduct_lint.document import Document

_SOURCES = regex(
    r"arxiv\.org|aclanthology|openreview\.net|paperswithcode|leaderboard|wandb\.ai|tensorboard|\.ipynb|/colab|colab\.research"
    r"|kaggle\.com/code|doi\.org|\.eval\.txt|\.py\b|\.pdf\b"
    r"|/blob/|/tree/|harness|eval|neptune|mlflow|biorxiv|medrxiv|nature\.com|ieee|springer|sciencedirect|dl\.acm|proceedings"
    r"|github\.com|runs/",
    re.I,
)
_EVALUATION_LINK = regex(
    r"[^\]]*\b(?:test set scores|evaluation (?:results|logs?|script|code|report)|eval (?:results|logs?|script)|benchmark"
    r" results)\b|[^)]*\.eval\.txt",
    re.I,
)
#: The paper of the card itself, linked under its bare name.
_OWN_PAPER = regex(
    r"[\W_]*(?:(?:associated|our|original|the|research|full|tech(?:nical)?) +)*(?:paper|report|preprint|arxiv(?: paper)?|论文"
    r"|論文|논문)[\W_]*\Z",
    re.I,
)
#: What the address of a link tells of the origin.
_ORIGINS = (("leaderboard", "leaderboard"), ("creators", "arxiv"), ("run", ".eval.txt"), ("run", "wandb.ai"), ("run", "runs/"))
#: Results that somebody keeps elsewhere, linked under that name.
_PUBLISHED = regex(r"\[[^\]]*\b(?:model|benchmark|evaluation|test|full|detailed|official) results\b", re.I)
_TELLS = regex(r"\b(?:results?|scores?|evaluations?|logs?|report)\b", re.I)
_RUN = regex(r"wandb\.ai/|tensorboard\.dev/|neptune\.ai/|comet\.(?:ml|com)/|dagshub\.com/", re.I)
_NO_SOURCE = regex(
    r"\b(?:data ?set|corpus|test set|dev set|license|model|download|weights|demo|dataset)\b|数据集|データセット|데이터", re.I
)


def provenance(document: Document, rows: list[Row]) -> tuple[Span | None, str]:
    """The place that says how or by whom the results were measured, and which of the origins it is."""
    body = [row for row in rows if row.where != "metadata"]
    spans = result_spans(document, body or rows)
    kinds: dict[str, Span] = {}
    for use in said(document).get("provenance", ()):
        if use.wording.kind.startswith("whole-"):
            kinds.setdefault(use.wording.kind[6:], use.span)
        elif within(spans, use.match.start()):
            kinds.setdefault(use.wording.kind, use.span)
    for use in said(document).get("results", ()):
        if use.wording.kind == "reached":
            kinds.setdefault("run", use.span)
    for entry in model_index.entries(document):
        if entry.verified:
            kinds.setdefault("leaderboard", entry.span)
        if entry.source and entry.rows:
            kinds.setdefault(
                "leaderboard"
                if "leaderboard" in entry.source.lower() or "leaderboard" in entry.source_name.lower()
                else "creators",
                entry.span,
            )
    for row in rows:
        if row.where == "metadata" and any(m.kind == "method" for m in mentions(row.written, "provenance")):
            kinds.setdefault("method", row.span)
    link = _source_link(document, spans)
    if link:
        words = document.text[link.start : link.end].lower()
        of = next((kind for kind, mark in _ORIGINS if mark in words), "creators" if _PUBLISHED.match(words) else "method")
        kinds.setdefault(of, link)
    code = _evaluating_code(document)
    if code:
        kinds.setdefault("method", code)
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


def told_near(document: Document, place: Span) -> bool:
    """True where the section of a table, or the one around it, says anything of how its values came about, or links a source."""
    section = document.section_at(place.start)
    first = section.heading.start if section.heading else 0
    outer = document.sections[section.parent] if section.parent >= 0 else None
    spans = [Span(first, max(section.end, place.end))]
    if outer and outer.first < outer.last:
        spans.append(Span(document.blocks[outer.first].start, document.blocks[outer.last - 1].end))
    uses = said(document).get("provenance", ())
    return any(within(spans, use.match.start()) for use in uses) or _source_link(document, spans) is not None


def _source_link(document: Document, spans: list[Span]) -> Span | None:
    """A link in the results' sections to a paper, leaderboard, log or script; not one that names data, models or files to"
    " download."""
    text = document.text
    for marks in document.marks:
        for mark in marks:
            if mark.kind in ("link", "url") and _RUN.search(text, mark.start, mark.end):
                return Span(mark.start, mark.end)
            if mark.kind == "link" and (
                _EVALUATION_LINK.match(text, mark.inner, mark.end)
                or (_OWN_PAPER.match(text, mark.inner, mark.inner_end) and _SOURCES.search(text, mark.inner_end, mark.end))
            ):
                return Span(mark.start, mark.end)
            if mark.kind in ("link", "url") and within(spans, mark.start):
                address = text[mark.inner_end : mark.end] if mark.kind == "link" else text[mark.start : mark.end]
                title = text[mark.inner : mark.inner_end] if mark.kind == "link" else ""
                if (
                    _SOURCES.search(address)
                    and (_TELLS.search(title) or not _NO_SOURCE.search(title))
                    and "/datasets/" not in address.replace("/datasets/open-llm", "")
                ):
                    return Span(mark.start, mark.end)
    return None


#: Code that measures: functions of evaluation and the calls of evaluation scripts.
_EVALUATES = regex(
    r"evaluate_model\(|evaluate\.load\(|load_metric\(|\.compute\([^)\n]{0,80}predictions|classification_report\("
    r"|trainer\.evaluate\(|evaluation_metrics\(|accuracy_score\(|f1_score\(|jiwer|\blm[_-]eval\b|[\w/]*eval(?:uate|uation)?\w*\.py\b"
    r"|--do_eval\b|evaluator\(|EvaluationSuite|InformationRetrievalEvaluator"
)


_AGENT = regex(r"evaluate_(?:agent|policy)\(")


def usage_evaluates(document: Document) -> bool:
    """True where the code for use repeats the evaluation of an agent, episodes and seed included.

    It is not said that the results come from it, so it is no source; but a reader who runs it has the figures.
    """
    return any(b.kind == "code" and _AGENT.search(document.plain, b.start, b.end) for b in document.blocks)


def _evaluating_code(document: Document) -> Span | None:
    """Code in the text that does the measuring; a reader can run it."""
    for block in document.blocks:
        if block.kind == "code":
            found = _EVALUATES.search(document.plain, block.start, block.end)
            if found:
                return Span(*found.span())
    return None


#: Keys that only a training tool's own log has.
_LOGGED = ("_runtime", "samples_per_second", "eval_samples", "HasAns_total")


def _training_log(document: Document) -> Span | None:
    """A training tool's log: a table by step or epoch that gives a measure, or its list of measures with their running times."""
    for key in _LOGGED:
        at = document.text.find(key)
        if at >= 0:
            return Span(at, at + len(key))
    return next((table.span for table in tables(document) if is_training_log(table)), None)
