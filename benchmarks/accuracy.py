#!/usr/bin/env python3
"""How right the facts are: what the linter read in labelled documents, held against what careful people read in them.

usage: accuracy.py LABELS.jsonl … [--misses] [--output benchmarks/accuracy.json --name real] [--second LABELS.jsonl]
       accuracy.py --shares CARDS.jsonl.gz [--sample N] [--output benchmarks/accuracy.json]
       accuracy.py --missing VERDICTS.jsonl [--output benchmarks/accuracy.json]

LABELS: one JSON object a line with `id` and the keys of `conduct-lint inspect`; the document is `cards/<id>.md` beside it. A
label `given` is the kind that a user would pass with --kind. Tables come for all documents, English ones (with those that hold no
prose) and others, and for two halves, by the SHA-1 of the id: what is tuned on one half is judged on the other. `--shares` counts
how many cards name, fill and state each topic, in the manner of Liang et al. 2024. `--missing` reads lines `{"id",
"asked": [topic …], "stated": {topic: {"sure": true|false}}}`: which topics a reader looked for in a card, and which it states;
`sure` is false where another reader might say no. Only topics count that the linter calls not stated. `--second` holds the labels
of a second reader against those of the first, as if the second were the linter: how far people agree.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pathlib
import sys
from collections.abc import Sequence
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path[:0] = [str(ROOT), str(ROOT / "benchmarks")]

from scoring import Facts, misses, score  # noqa: E402

GROUPS = ("all", "english", "other", "half 0", "half 1")


def labelled(path: pathlib.Path) -> list[dict[str, Any]]:
    """The labels of a file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def read(folder: pathlib.Path, label: Facts) -> dict[str, Any]:
    """The facts of a labelled document, as `conduct-lint inspect` prints them."""
    from conduct_lint.document import Document
    from conduct_lint.facts import facts
    from conduct_lint.model import Text
    from conduct_lint.sources.files import decode

    name = f"cards/{label['id']}.md"
    body, problem = decode((folder / name).read_bytes())
    if problem:
        raise ValueError(f"{name}: {problem}")
    return facts(Document(Text(name, body, kind=label.get("given"))))


def half(name: str) -> int:
    """In which half a document is."""
    return int(hashlib.sha1(name.encode()).hexdigest(), 16) % 2


def groups(pairs: Sequence[tuple[Facts, Facts]]) -> dict[str, Any]:
    """The figures of all pairs, by language and by half; those of single languages in short."""

    def of(name: str, true: Facts) -> bool:
        english = true["language"] in ("en", "none")
        return {"all": True, "english": english, "other": not english}.get(name, name == f"half {half(true['id'])}")

    languages = sorted({true["language"] for _, true in pairs})
    apart = {code: score(pair for pair in pairs if pair[1]["language"] == code) for code in languages}
    return {
        "groups": {name: score(pair for pair in pairs if of(name, pair[1])) for name in GROUPS},
        "languages": {
            code: {
                "documents": found["documents"], "topics": found["facts"]["all topics"], "false_missing": found["false_missing"],
            } for code, found in apart.items()
        },
        "kinds": {kind: sum(true["kind"] == kind for _, true in pairs) for kind in sorted({true["kind"] for _, true in pairs})},
    }  # fmt: skip


def missing(path: pathlib.Path) -> dict[str, Any]:
    """How many topics are called not stated, and how many of them a reader found stated, for sure or in doubt."""
    topics: dict[str, dict[str, int]] = {}
    verdicts = labelled(path)
    for verdict in verdicts:
        said = read(path.parent, verdict)
        for topic in verdict["asked"]:
            if said[topic]["status"] != "stated":
                row = topics.setdefault(topic, {"said": 0, "wrong": 0, "doubtful": 0})
                row["said"] += 1
                if topic in verdict["stated"]:
                    row["wrong" if verdict["stated"][topic]["sure"] else "doubtful"] += 1
    return {"documents": len(verdicts), "topics": topics}


def table(name: str, found: Facts) -> str:
    """One group as a table for a terminal."""
    silent, shown = found["false_missing"], found["in_place"]
    lines = [
        f"\n{name}: {found['documents']} documents · topics F1 {found['topics_f1']} · "
        f"wrongly called not stated {silent['wrong']} of {silent['of']} · evidence in place {shown['right']} of {shown['of']}",
        f"  {'':20} {'precision':>9} {'95 %':>11} {'recall':>9} {'95 %':>11} {'F1':>6} {'n':>5}",
    ]
    for fact, row in found["facts"].items():
        p, r = row["precision_95"], row["recall_95"]
        lines.append(
            f"  {fact:20} {row['precision']:9.3f} {p[0]:5.2f}–{p[1]:4.2f}  {row['recall']:9.3f} {r[0]:5.2f}–{r[1]:4.2f}  "
            f"{row['f1']:6.3f} {row['n']:5}"
        )
    return "\n".join(lines)


def keep(path: pathlib.Path, name: str, found: Facts) -> None:
    """Put figures under a name into a JSON file, leaving the others that are there; dated, with the release they hold for."""
    import datetime

    import conduct_lint

    known = json.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    known[name] = {"date": datetime.date.today().isoformat(), "version": conduct_lint.__version__, **found}
    path.write_text(json.dumps(known, indent=1, ensure_ascii=False, sort_keys=True) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    """Run the call; 2 where nothing is to be measured."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("labels", nargs="*", type=pathlib.Path, help="files of labels, measured together")
    parser.add_argument("--misses", action="store_true", help="list each difference instead of the tables")
    parser.add_argument("--shares", type=pathlib.Path, metavar="CARDS", help="count the topics in these cards (JSON lines, gzip)")
    parser.add_argument("--sample", type=int, default=0, metavar="N", help="with --shares: only N cards, drawn by seed")
    parser.add_argument("--missing", type=pathlib.Path, metavar="VERDICTS", help="count the topics wrongly called not stated")
    parser.add_argument("--second", type=pathlib.Path, metavar="LABELS", help="hold a second reader's labels against the first's")
    parser.add_argument("--output", type=pathlib.Path, help="JSON file that takes the figures")
    parser.add_argument("--name", default="real", help="under which name it takes those of labelled documents")
    asked = parser.parse_args(arguments)
    if not (asked.labels or asked.shares or asked.missing):
        parser.error("name a file of labels, --shares or --missing")
    if asked.missing:
        silent = missing(asked.missing)
        for topic, row in silent["topics"].items():
            print(f"{topic:15} {row['said']:4} not stated: {row['wrong']} wrong, {row['doubtful']} in doubt")
        if asked.output:
            keep(asked.output, "missing", silent)
    if asked.shares:
        import shares

        counted = shares.measured(asked.shares, asked.sample)
        print(shares.table(counted))
        if asked.output:
            keep(asked.output, "shares", counted)
    if asked.labels:
        second = {label["id"]: label for label in labelled(asked.second)} if asked.second else None
        pairs = [
            (read(path.parent, true) if second is None else second[true["id"]], true)
            for path in asked.labels
            for true in labelled(path)
            if second is None or true["id"] in second
        ]
        found = groups(pairs)
        if asked.misses:
            print("\n".join(miss for said, true in pairs for miss in misses(said, true)))
        else:
            print("\n".join(table(name, group) for name, group in found["groups"].items()))
        if asked.output:
            keep(asked.output, asked.name, found)
    return 0


if __name__ == "__main__":
    sys.exit(main())
