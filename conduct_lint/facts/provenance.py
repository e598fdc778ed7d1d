"""How or by whom the results of a document were measured, as far as it tells."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conduct_lint.facts import model_index
from conduct_lint.facts.measures import mentions
from conduct_lint.facts.reported import is_training_log, result_spans, within
from conduct_lint.facts.rows import Row
from conduct_lint.facts.tables import tables
from conduct_lint.inline import Mark
from conduct_lint.lexicon import pattern, said
from conduct_lint.model import Span
from conduct_lint.patterns import regex
from conduct_lint.typed import TYPE_CHECKING

if TYPE_CHECKING:
    from conduct_lint.document import Document

#: What the address of a link tells of the origin.
_ORIGINS = (("leaderboard", "leaderboard"), ("creators", "arxiv"), ("run", ".eval.txt"), ("run", "wandb.ai"), ("run", "runs/"))
_NO_LETTERS = regex(r"[\W\d_]+")


def folded_words(text: str, limit: int = 400) -> str:
    """The words of an address or title in small letters, with one blank for anything between them."""
    return _NO_LETTERS.sub(" ", text[:limit].lower()).strip()


def _words(kind: str) -> re.Pattern[str]:
    return pattern("result_context", kind)


def provenance(document: Document, rows: list[Row]) -> tuple[Span | None, str, frozenset[str]]:
    """The place that says how or by whom the results were measured, which of the origins it is, and all kinds that are told.

    What lets a reader guess without saying so (a mark that values are verified, a paper linked elsewhere, names that a package
    writes) is told, and no place.
    """
    body = [row for row in rows if row.where != "metadata"]
    spans = result_spans(document, body or rows)
    kinds: dict[str, Span] = {}
    hints: dict[str, Span] = {}
    for use in said(document).get("provenance", ()):
        kind = use.wording.kind
        if kind.startswith("hint-"):
            hints.setdefault(kind[5:], use.span)
        elif kind.startswith("whole-"):
            kinds.setdefault(kind[6:], use.span)
        elif within(spans, use.match.start()):
            kinds.setdefault(kind, use.span)
    for use in said(document).get("results", ()):
        if use.wording.kind == "reached":
            kinds.setdefault("run", use.span)
    for entry in model_index.entries(document):
        if entry.verified:
            hints.setdefault("leaderboard", entry.span)
        if entry.source and entry.rows:
            kinds.setdefault(
                "leaderboard"
                if "leaderboard" in entry.source.lower() or "leaderboard" in entry.source_name.lower()
                else "creators",
                entry.span,
            )
    for row in rows:
        if row.where == "metadata":
            if any(m.kind == "method" for m in mentions(row.written, "provenance")):
                kinds.setdefault("method", row.span)
            if any(m.kind == "of-data" and m.start == 0 for m in mentions(row.dataset, "provenance")):
                hints.setdefault("method", row.span)
    for link, in_place in _source_links(document, result_spans(document, body or rows, False), spans):
        words = document.text[link.start : link.end].lower()
        of = next(
            (kind for kind, mark in _ORIGINS if mark in words),
            "creators" if _words("published").search(folded_words(words)) else "method",
        )
        (kinds if in_place else hints).setdefault(of, link)
    if "method" not in kinds and (code := _evaluating_code(document)):
        kinds["method"] = code
    if kinds.keys() <= {"method"}:
        epochs = (row.span for row in rows if row.where == "log" and _by_epoch(document, row))
        if log := _training_log(document) or next(epochs, None):
            kinds["run"] = log
    evidence = next((kinds[kind] for kind in ("run", "method", "creators", "leaderboard", "community") if kind in kinds), None)
    told = frozenset((*kinds, *hints))
    origin = next((kind for kind in ("leaderboard", "community", "creators", "run", "method") if kind in told), "unstated")
    return evidence, {"run": "own-run", "method": "unstated"}.get(origin, origin), told


def told_near(document: Document, place: Span) -> bool:
    """True where the section of a table, or the one around it, says anything of how its values came about, or links a source."""
    section = document.section_at(place.start)
    first = section.heading.start if section.heading else 0
    outer = document.sections[section.parent] if section.parent >= 0 else None
    spans = [Span(first, max(section.end, place.end))]
    if outer and outer.first < outer.last:
        spans.append(Span(document.blocks[outer.first].start, document.blocks[outer.last - 1].end))
    uses = said(document).get("provenance", ())
    return any(within(spans, use.match.start()) for use in uses) or next(_source_links(document, spans, spans), None) is not None


def _source_links(document: Document, spans: list[Span], around: list[Span]) -> Iterator[tuple[Span, bool]]:
    """Links to a paper, leaderboard, log or script, not to data, models or files to download: the first that stands for the
    results (True), and the first that tells of something else, around them or as the paper of the model (False)."""
    text = document.text
    elsewhere: Span | None = None
    for mark in _links(document):
        link = mark.kind == "link"
        title = folded_words(text[mark.inner : mark.inner_end]) if link else ""
        address = text[mark.inner_end : mark.end] if link else text[mark.start : mark.end]
        told = folded_words(address)
        if _words("run").search(told) or (link and _words("evaluation").search(f"{title} {told}")):
            yield Span(mark.start, mark.end), True
            break
        own = bool(title) and _words("own-paper").fullmatch(title) is not None
        if not (own or within(around, mark.start) or within(spans, mark.start)) or not _words("address").search(told):
            continue
        wanted = (_words("tells").search(title) or not _words("no-source").search(title)) and (
            "/datasets/" not in address.replace("/datasets/open-llm", "")
        )
        if (wanted and within(spans, mark.start)) or (own and _alone(document, mark)):
            yield Span(mark.start, mark.end), True
            break
        if own or (wanted and within(around, mark.start)):
            elsewhere = elsewhere or Span(mark.start, mark.end)
    if elsewhere:
        yield elsewhere, False


def _alone(document: Document, mark: Mark) -> bool:
    """True for a link that is all of its line, as in a list of what belongs to the model."""
    line = Span(document.text.rfind("\n", 0, mark.start) + 1, document.text.find("\n", mark.end))
    words = document.text[line.start : mark.start] + document.text[mark.end : line.end if line.end >= 0 else None]
    return not any(map(str.isalnum, words))


def _links(document: Document) -> Iterator[Mark]:
    return (mark for marks in document.marks for mark in marks if mark.kind in ("link", "url"))


def traceable(document: Document) -> bool:
    """True where the text does not say how its results came about, and yet a reader can find out.

    The notebook or script in which the model was made is linked, a page of details is, the text names a library's example script
    that measures what it trained, or its code repeats the evaluation. None of these is a source; but it would be wrong to say
    that nothing tells.
    """
    for block in document.blocks:
        if block.kind == "code" and _REPEATS.search(document.plain, block.start, block.end):
            return True
    text = document.text
    if "run_" in text and _EXAMPLE_SCRIPT.search(document.plain):
        return True
    for mark in _links(document):
        sentence = document.sentence(mark.start)
        if _words("notebook").search(folded_words(text[mark.start : mark.end])) and _words("training").search(
            folded_words(document.visible[max(sentence.start, mark.start - 200) : sentence.end])
        ):
            return True
        if mark.kind == "url" and _words("details").fullmatch(folded_words(text[max(0, mark.start - 20) : mark.start])):
            return True
    return False


#: Code that measures: functions of evaluation and the calls of evaluation scripts.
_EVALUATES = regex(
    r"evaluate_(?:model|policy)\(|evaluate\.load\(|load_metric\(|\.compute\([^)\n]{0,80}predictions|classification_report\("
    r"|trainer\.evaluate\(|evaluation_metrics\(|accuracy_score\(|f1_score\(|jiwer|\blm[_-]eval\b|[\w/]*eval(?:uate|uation)?\w*\.py\b"
    r"|--do_eval\b|evaluator\(|EvaluationSuite|InformationRetrievalEvaluator"
)


#: Code that measures again, given in passing: the evaluation of an agent, a bundle's workflow by its name.
_REPEATS = regex(r"evaluate_agent\(|\brun (?:evaluating|evaluate|evaluation|validate|validation)\b")
#: The example scripts of transformers (examples/pytorch): each evaluates what it trained, on the data that its name tells.
_EXAMPLE_SCRIPT = regex(
    r"\brun_(?:squad|glue|xnli|qa|seq2seq_qa|ner|swag|summarization|translation|seq2seq|speech_recognition_\w+|audio_classification"
    r"|image_classification|classification|ner_no_trainer|glue_no_trainer|qa_no_trainer)\.py\b"
)


def _evaluating_code(document: Document) -> Span | None:
    """Code in the text that does the measuring; a reader can run it."""
    for block in document.blocks:
        if block.kind == "code":
            found = _EVALUATES.search(document.plain, block.start, block.end)
            if found:
                return Span(*found.span())
    return None


_EPOCH = regex(r"\bepochs?\b[ :=]*\d", re.I)


def _by_epoch(document: Document, row: Row) -> bool:
    """True for a value in code below the number of its epoch: a log of the training."""
    return _EPOCH.search(document.plain, max(0, row.span.start - 300), row.span.start) is not None


#: Keys that only a training tool's own log has.
_LOGGED = ("_runtime", "samples_per_second", "eval_samples", "HasAns_total", "num_fewshot:", "Git hash:")


def _training_log(document: Document) -> Span | None:
    """A training tool's log: a table by step or epoch that gives a measure, or its list of measures with their running times."""
    for key in _LOGGED:
        at = document.text.find(key)
        if at >= 0:
            return Span(at, at + len(key))
    return next((table.span for table in tables(document) if is_training_log(table)), None)
