"""Measure what is understood of contributions against labelled ones: `python benchmarks/contributions.py FOLDER`.

Arguments: the folder with `labels.jsonl`, `recommends.jsonl` and `texts.jsonl`; `--half tune|judge` for the texts of one half by
hash of their id; `--findings` counts findings per rule over all texts. Exits 0 and says so where the folder is absent: these
texts lie in no repository of ours.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import sys
from collections import Counter
from pathlib import Path
from typing import Any

from conduct_lint.document import Document
from conduct_lint.engine import Linter
from conduct_lint.facts import facts
from conduct_lint.facts.checkpoints import key
from conduct_lint.model import Text
from conduct_lint.settings import Settings

#: How the labelled texts call their kinds.
KINDS = {"pr": "pull-request"}
#: What is asked for: the labels' authors agree with each other at 0.95 or better, on stated limits at 0.67.
GOALS = {"unsupported claims": 0.70, "results": 0.80, "harm unwarned": 0.75, "credit": 0.80, "about model": 0.85}


class Score(Counter[str]):
    """Counts of right, false and missed; F1 from them."""

    def add(self, said: bool, labelled: bool) -> None:
        self["right" if said and labelled else "false" if said else "missed" if labelled else "neither"] += 1

    @property
    def f1(self) -> float:
        wrong = self["false"] + self["missed"]
        return 2 * self["right"] / (2 * self["right"] + wrong) if self["right"] or wrong else 1.0

    def line(self, name: str) -> str:
        goal = f"  (goal {GOALS[name]:.2f})" if name in GOALS else ""
        return (
            f"{name:<22} F1 {self.f1:.2f}  right {self['right']:>3}  false {self['false']:>3}  missed {self['missed']:>3}{goal}"
        )


def rows(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line.strip()]


def half(identity: str) -> str:
    return ("tune", "judge")[int(hashlib.sha1(identity.encode()).hexdigest(), 16) % 2]


def texts(folder: Path) -> dict[str, Text]:
    return {row["id"]: Text(row["id"], row["text"], KINDS.get(row["kind"], row["kind"])) for row in rows(folder / "texts.jsonl")}


def measured(document: Document, label: dict[str, Any], scores: dict[str, Score]) -> None:
    """Hold the facts of one text against its label. Claims are compared line by line, credit where a model or data are meant."""
    found = facts(document)

    def add(name: str, said: bool, labelled: bool) -> None:
        scores.setdefault(name, Score()).add(said, labelled)

    said = {claim["line"] for claim in found["claims"] if not claim["supported"]}
    labelled = {claim["line"] for claim in label["claims"] if not claim["supported"]}
    for line in said | labelled:
        add("unsupported claims", line in said, line in labelled)
    add("results", found["results"]["present"], label["results"]["present"])
    if found["results"]["present"] and label["results"]["present"]:
        add("results with a source", found["results"]["provenance"] == "stated", label["results"]["provenance"] == "stated")
    add("harm unwarned", found["harm"] == "unwarned", label["harm"] == "unwarned")
    if label["credit"] != "n/a":
        add("credit", found["credit"] == "stated", label["credit"] == "stated")
    add("about model", found["about"] == "model", label["about"] == "model")
    add("limits", found["limits"]["stated"], label["limits_stated"])
    add("recommends a model", bool(found["recommends"]), label["recommends"])
    add("uncertainty", found["uncertainty"], label["uncertainty"])


def listed(folder: Path, linter: Linter, known: dict[str, Text]) -> dict[str, Score]:
    """Hold the recommended models against `recommends.jsonl`: an entry is found where name and lines agree."""
    scores: dict[str, Score] = {}
    for row in rows(folder / "recommends.jsonl"):
        text = known.get(row["id"])
        if text is None or row["truncated"]:
            continue
        said = facts(linter.document(text._replace(kind="pull-request")))["recommends"]
        for label in row["recommends"]:
            entry = next((one for one in said if _same(one, label)), None)
            scores.setdefault("models", Score()).add(entry is not None, True)
            if entry:
                said.remove(entry)
                for name in ("link", "capability", "limit", "license", "misuse_warning", "source"):
                    scores.setdefault(f"  {name}", Score()).add(bool(entry[name]), bool(label[name]))
        for _ in said:
            scores.setdefault("models", Score()).add(True, False)
    return scores


def _same(entry: dict[str, Any], label: dict[str, Any]) -> bool:
    ours, theirs = key(entry["model"]), key(label["model"])
    near = entry["lines"][0] <= label["lines"][1] and label["lines"][0] <= entry["lines"][1]
    return near and (ours in theirs or theirs in ours)


def findings(known: dict[str, Text]) -> Counter[str]:
    linter = Linter(Settings(profile="thorough"))
    return Counter(finding.code for text in known.values() for finding in linter.lint(text).findings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, nargs="?", default=Path("../shared/contributions"))
    parser.add_argument("--half", choices=("tune", "judge"))
    parser.add_argument("--findings", action="store_true")
    given = parser.parse_args()
    if not (given.folder / "labels.jsonl").exists():
        print(f"skipped: no labelled contributions in {given.folder.name}")
        sys.exit(0)
    known = texts(given.folder)
    linter = Linter(Settings(), ())
    scores: dict[str, Score] = {}
    for label in rows(given.folder / "labels.jsonl"):
        if given.half in (None, half(label["id"])):
            measured(linter.document(known[label["id"].removeprefix("c")]), label, scores)
    for name, score in scores.items():
        print(score.line(name))
    if given.half is None:
        print("\nrecommended models")
        for name, score in listed(given.folder, linter, known).items():
            print(score.line(name))
    if given.findings:
        print(f"\nfindings in {len(known)} texts, per 1,000")
        for code, count in sorted(findings(known).items()):
            print(f"{code}  {count:>4}  {1000 * count / len(known):5.1f}")


if __name__ == "__main__":
    main()
