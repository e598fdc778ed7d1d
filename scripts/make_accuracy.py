"""Write docs/accuracy.md from the measured figures. `--check` writes nothing and exits 1 where the page is not fresh.

Figures come from benchmarks/accuracy.json (`accuracy.py --output`) and rules/precision.json (`precision.py tally`).
"""

from __future__ import annotations

import argparse
import json
import pathlib
import sys
from collections.abc import Iterator, Mapping
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "accuracy.md"
#: Fewer labelled cards than this say little about a language.
ENOUGH = 10

NAMES = {
    "en": "English", "zh": "Chinese", "ja": "Japanese", "ko": "Korean", "ru": "Russian", "es": "Spanish", "fr": "French",
    "de": "German", "pt": "Portuguese", "tr": "Turkish", "ar": "Arabic", "id": "Indonesian", "it": "Italian", "nl": "Dutch",
    "sv": "Swedish", "pl": "Polish", "vi": "Vietnamese", "th": "Thai", "none": "no prose (tables, code, template only)",
}  # fmt: skip

FACTS = {
    "limitations": "limitations stated",
    "intended_use": "intended use stated",
    "out_of_scope": "uses out of scope stated",
    "bias_risks": "bias and risks discussed",
    "training_data": "training data told",
    "citation": "way to cite or credit told",
    "placeholder": "template text in place of a topic",
    "license": "license in the metadata",
    "license in prose": "license named in the text",
    "license conflict": "license in metadata and text contradict",
    "has an upstream": "made from another model",
    "upstream models": "which models it is made from",
    "results": "has results of its own",
    "data set named": "data set of the results named",
    "metric named": "metric of the results named",
    "results sourced": "how results were measured",
    "unsupported claims": "claims without support",
    "risky kind": "kind that is often misused",
    "risk warned of": "misuse warned of",
    "template lines": "leftover template lines found",
    "languages named": "languages handled are named",
    "uncertainty": "results marked as uncertain",
    "kind": "kind of document",
    "language": "language of the text",
}
TOPICS = tuple(FACTS)[:6]

#: F1 of one careful reader against another on the same 34 documents, as the readers' guide gives it; others there are above 0.99.
READERS = {
    "limitations": "0.96",
    "intended_use": "0.97",
    "citation": "0.91",
    "placeholder": "0.95",
    "upstream models": "0.96",
    "unsupported claims": "0.89",
    "risk warned of": "0.91",
    "uncertainty": "not known",
}
#: Below this F1 a fact is not to be relied on.
WEAK = 0.8


def percent(share: float) -> str:
    return f"{100 * share:.0f} %" if share in (0, 1) else f"{100 * share:.1f} %"


def of(row: Mapping[str, Any], kind: str) -> str:
    """A figure with its interval as two cells; a dash where nothing was there to be counted."""
    counted = row["said" if kind == "precision" else "n"]
    return f"{percent(row[kind])} | {interval(row[f'{kind}_95'])}" if counted else "– | –"


def interval(bounds: list[float]) -> str:
    return f"{100 * bounds[0]:.0f}–{100 * bounds[1]:.0f}"


def share(part: int, whole: int, bounds: list[float]) -> str:
    return f"{part} of {whole} ({percent(part / whole)}, 95 %: {interval(bounds)})" if whole else "none counted"


def name_of(code: str) -> str:
    return NAMES.get(code, f"`{code}`")


def facts(figures: Mapping[str, Any]) -> Iterator[str]:
    """The facts of the real cards, one row each."""
    groups = figures["groups"]
    yield "| fact | n | precision | 95 % | recall | 95 % | F1 | English (n) | others (n) | half 0, half 1 | two readers |"
    yield "|---|--:|--:|---|--:|---|--:|--:|--:|---|--:|"
    for fact, words in FACTS.items():
        row = groups["all"]["facts"][fact]
        apart = [groups[group]["facts"][fact] for group in ("english", "other")]
        cells = [f"{one['f1']:.2f} ({one['n']})" for one in apart]
        halves = ", ".join(f"{groups[group]['facts'][fact]['f1']:.2f}" for group in ("half 0", "half 1"))
        people = READERS.get(fact, "> 0.99")
        yield (
            f"| {words} | {row['n']} | {of(row, 'precision')} | {of(row, 'recall')} | {row['f1']:.2f} | "
            f"{cells[0]} | {cells[1]} | {halves} | {people} |"
        )


def summary(figures: Mapping[str, Any]) -> Iterator[str]:
    yield "| documents | cards | topics: precision | 95 % | recall | 95 % | mean F1 | “not stated”, wrong | lines right |"
    yield "|---|--:|--:|---|--:|---|--:|---|---|"
    words = {"english": "English, or without prose", "other": "other languages"}
    for group in ("all", "english", "other", "half 0", "half 1"):
        found = figures["groups"][group]
        silent, shown, row = found["false_missing"], found["in_place"], found["facts"]["all topics"]
        yield (
            f"| {words.get(group, group)} | {found['documents']} | {of(row, 'precision')} | {of(row, 'recall')} | "
            f"{found['topics_f1']:.2f} | {share(silent['wrong'], silent['of'], silent['95'])} | "
            f"{share(shown['right'], shown['of'], shown['95'])} |"
        )


def unseen(figures: Mapping[str, Any]) -> Iterator[str]:
    """The nearest there is to what may be expected elsewhere: figures of the cards whose labels were kept apart."""
    found = figures["groups"]["all"]
    silent, shown = found["false_missing"], found["in_place"]
    yield "| fact | n | precision | 95 % | recall | 95 % | F1 |"
    yield "|---|--:|--:|---|--:|---|--:|"
    for fact, words in {"all topics": "all topics stated", **FACTS}.items():
        row = found["facts"][fact]
        yield f"| {words} | {row['n']} | {of(row, 'precision')} | {of(row, 'recall')} | {row['f1']:.2f} |"
    yield ""
    yield f"“Not stated” was wrong in {share(silent['wrong'], silent['of'], silent['95'])}; the lines shown were right in"
    yield f"{share(shown['right'], shown['of'], shown['95'])}."


def silence(figures: Mapping[str, Any]) -> Iterator[str]:
    """What two readers found in cards of which it is said that something is not stated."""
    said, sure, doubtful = (sum(row[at] for row in figures["topics"].values()) for at in ("said", "wrong", "doubtful"))
    yield f"Of {said:,} verdicts “not stated” on these {figures['documents']} cards {sure} ({percent(sure / said)}) are wrong to"
    yield f"both readers; of {doubtful} more ({percent(doubtful / said)}) one says that the card states it, the other does not."
    yield ""
    yield "| topic | “not stated” | wrong | in doubt |"
    yield "|---|--:|--:|--:|"
    for topic, row in figures["topics"].items():
        yield f"| {topic.replace('_', ' ')} | {row['said']} | {row['wrong']} | {row['doubtful']} |"


def supported() -> set[str]:
    """The languages in which the lexicon knows how limitations are told."""
    return _languages(partial=False)


def _languages(partial: bool) -> set[str]:
    files = (ROOT / "rules" / "lexicon").glob("limitations.*.yaml")
    return {path.stem.split(".")[-1] for path in files if ("\npartial: true\n" in path.read_text("utf-8")) is partial}


def languages(figures: Mapping[str, Any]) -> Iterator[str]:
    """What was measured in each language, and where next to nothing was."""
    known, some, counted = supported(), _languages(partial=True), figures["languages"]
    yield "| language | cards | topics precision | 95 % | topics recall | 95 % | |"
    yield "|---|--:|--:|---|--:|---|---|"
    order = sorted(known | some | counted.keys(), key=lambda code: (-counted.get(code, {"documents": 0})["documents"], code))
    for code in order:
        found = counted.get(code)
        few = found is None or found["documents"] < ENOUGH
        if code == "none":
            word = ""
        elif code in some:
            word = "in part: headings and the plainest sentences are read; nothing is called missing"
        elif code not in known:
            word = "not supported: only metadata, code and English words are read; nothing is called missing"
        else:
            word = "supported, not measured: too few cards" if few else "supported"
        if found is None:
            yield f"| {name_of(code)} | 0 | | | | | {word} |"
            continue
        row = found["topics"]
        yield f"| {name_of(code)} | {found['documents']} | {of(row, 'precision')} | {of(row, 'recall')} | {word} |"


def rules() -> Iterator[str]:
    """The measured precision of the rules, or that there is none yet."""
    path = ROOT / "rules" / "precision.json"
    if not path.exists():
        yield "Not yet measured: no findings have been drawn and judged. Until then, the figures above are all that is known."
        return
    measured = json.loads(path.read_text(encoding="utf-8"))
    yield measured["note"]
    yield ""
    yield "| rule | judged | right | share | 95 % | date |"
    yield "|---|--:|--:|--:|---|---|"
    for code, row in measured["rules"].items():
        found = percent(row["right"] / row["judged"]) if row["judged"] else ""
        yield f"| {code} | {row['judged']} | {row['right']} | {found} | {interval([row['low'], row['high']])} | {row['date']} |"
    yield ""
    yield "A rule that is not in this table has not been measured."


def shares(counts: Mapping[str, Any]) -> Iterator[str]:
    for kind, words in (("model-card", "model cards"), ("dataset-card", "dataset cards")):
        whole = counts[kind]["cards"]
        yield f"| {whole:,} {words}: topic | a heading names it | and something is written below | stated anywhere |"
        yield "|---|--:|--:|--:|"
        for topic in TOPICS:
            row = counts[kind]["topics"][topic]
            yield f"| {topic.replace('_', ' ')} | " + " | ".join(percent(part / whole) for part in row) + " |"
        yield ""


def page(figures: Mapping[str, Any]) -> str:
    """The page as Markdown."""
    real, counts, fresh = figures["real"], figures["shares"], figures["unseen"]
    agreed = figures["readers"]["groups"]["all"]
    people = agreed["facts"]
    everything, expected = real["groups"]["all"], fresh["groups"]["all"]
    silent, stated = expected["false_missing"], expected["facts"]["all topics"]
    apart = [real["groups"][group]["facts"]["all topics"] for group in ("english", "other")]
    weak = [words for fact, words in FACTS.items() if expected["facts"][fact]["f1"] < WEAK]
    kinds = ", ".join(f"{count} {kind.replace('-', ' ')}s" for kind, count in real["kinds"].items() if kind != "other")
    ours, first = (figures[name]["groups"]["all"] for name in ("invented", "invented-first"))
    return f"""\
<!-- Written by scripts/make_accuracy.py; change that script or measure again. -->
# How right it is

conduct-lint reads what a text says by patterns and grammar, not by understanding. This page tells how often that goes well,
measured on cards that people read first.

## In short

- When it says that a topic is **stated**, it is right in {percent(stated["precision"])} (95 %:
  {interval(stated["precision_95"])}).
- When it says that a topic is **not stated**, it is wrong in {share(silent["wrong"], silent["of"], silent["95"])}. The aim is
  at most 3 %. Look into the card before you tell somebody that something is missing; which sentences were weighed is shown by
  `conduct-lint inspect FILE --why limitations`.
- Of what careful readers find, it finds {percent(stated["recall"])} of the stated topics,
  {percent(expected["facts"]["unsupported claims"]["recall"])} of the claims without support and
  {percent(expected["facts"]["upstream models"]["recall"])} of the upstream models.
- Outside English it is weaker: topics with precision {percent(apart[1]["precision"])} and recall
  {percent(apart[1]["recall"])}, against {percent(apart[0]["precision"])} and {percent(apart[0]["recall"])}.

All but the last are of {expected["documents"]} cards whose labels were kept apart (see “Cards whose labels were kept apart”); the
last is of the {everything["documents"]} cards that were at hand meanwhile, on which it does better.

## What to expect, and what not

- Do not rely on these (F1 below {WEAK}): {", ".join(weak) or "none"}.
- Limits told in plain words without a heading (“rivers often end in the middle of nowhere”) are often overlooked, in every
  language. A heading that names them is the surest way to be understood.
- It reads what a card says, not whether that is true.
- A card without findings is not yet a good card, nor one with findings a bad one.
- Facts with few examples (see n below) have wide intervals; take them as a hint.

## The labelled cards

{everything["documents"]} real documents from public repositories ({kinds}, {real["kinds"].get("other", 0)} that are neither),
good ones and bare ones, each read by one careful reader from its text alone; 34 were read by two, and the last column tells
how far these agree. The cards are other people's and are not in this repository. Halves are by the hash of a document's name.
[Some labels are disputed](../benchmarks/disputed-labels.md); they count as they stand.

{chr(10).join(summary(real))}

“Lines right”: where both say stated, the lines overlap those of the reader and are not much wider.

## Fact by fact

Precision: of what it reports, the part that is right. Recall: of what readers found, the part it reports. n: how often
readers found it. Columns without a word are F1. Intervals are Wilson's.

{chr(10).join(facts(real))}

## Cards whose labels were kept apart

{expected["documents"]} further real cards, drawn by seed, at most one of a family of like cards and none that resembles one of
the labelled cards above, with as many short and long ones as there and about one in seven in a language other than English. Each
was read by two fresh readers; the first one's labels count. Totals on them were printed before the work on this release and a few
times after it. Misses of every second one of them were read before the last of that work, which led to one change (a program
that is linked as what trained a model is no data); the others were not looked into. The cards come from the collection on which
changes are tried, so a sentence of theirs may have been met there, and some may be among the 900 cards that earlier releases
learnt from. Cards from elsewhere may fare a little worse; templates, which the linter knows best, are rarer here than on the
Hub.

Held against each other, the two readers agree at F1 {people["all topics"]["f1"]:.2f} on topics,
{people["limitations"]["f1"]:.2f} on limitations, {people["unsupported claims"]["f1"]:.2f} on claims without support and
{people["upstream models"]["f1"]:.2f} on upstream models; of what the second called not stated,
{agreed["false_missing"]["wrong"]} of {agreed["false_missing"]["of"]} was stated to the first.

{chr(10).join(unseen(fresh))}

### What is called “not stated”

{chr(10).join(silence(figures["missing"]))}

## Language by language

A language with fewer than {ENOUGH} labelled documents counts as not measured, though its headings and wordings are known.

{chr(10).join(languages(real))}

## Rule by rule

{chr(10).join(rules())}

## Invented cards

Another {ours["documents"]} cards and contributions, full of traps, were invented and labelled before the linter was run on them.
They are in `tests/gold` and are read with every change.

- At the first run, with the labels as first written: topics mean F1 {first["topics_f1"]:.2f}, “not stated” wrong in
  {share(first["false_missing"]["wrong"], first["false_missing"]["of"], first["false_missing"]["95"])}.
- Now: {ours["topics_f1"]:.2f}, and
  {share(ours["false_missing"]["wrong"], ours["false_missing"]["of"], ours["false_missing"]["95"])}. A few labels were slips and
  were mended after a look at what the linter said (marked in their notes), and the linter may have learnt from its misses.

What is still misread is listed in `tests/gold/todo.json`.

## What cards say

Counted by the linter itself in unlabelled real cards, in the manner of Liang et al. 2024, *What's documented in AI?
Systematic analysis of 32K AI model cards*. The errors told above are in these shares too.

{chr(10).join(shares(counts))}
## How to measure again

```sh
python benchmarks/accuracy.py tests/gold/labels.jsonl --misses
python benchmarks/accuracy.py LABELS.jsonl --output benchmarks/accuracy.json --name real
python benchmarks/accuracy.py LABELS.jsonl --output benchmarks/accuracy.json --name unseen
python benchmarks/accuracy.py --missing VERDICTS.jsonl --output benchmarks/accuracy.json
python benchmarks/accuracy.py tests/gold/labels.jsonl --output benchmarks/accuracy.json --name invented
python benchmarks/accuracy.py --shares CARDS.jsonl.gz --output benchmarks/accuracy.json
python scripts/make_accuracy.py
```

Measured on {real["date"]} with release {real["version"]}.
"""


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 where the page is not fresh")
    asked = parser.parse_args(arguments)
    made = page(json.loads((ROOT / "benchmarks" / "accuracy.json").read_text(encoding="utf-8")))
    if asked.check:
        fresh = PAGE.exists() and PAGE.read_text(encoding="utf-8") == made
        if not fresh:
            print("not fresh: docs/accuracy.md; run scripts/make_accuracy.py", file=sys.stderr)
        return 0 if fresh else 1
    PAGE.write_text(made, encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
