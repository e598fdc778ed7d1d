#!/usr/bin/env python3
"""Draws findings to be judged by a fresh reader, and turns the verdicts into measured precision.

usage: precision.py draw --output FOLDER [--each 60] [--seed 20261120] [--rules CODE …]
       precision.py tally VERDICTS.jsonl …          updates rules/precision.json

`draw` lints the cards beside the checkout and writes, for each rule, `CODE.jsonl` with `id`, `path`, `line`, `message` and
the card's text: what
a reader needs who knows nothing of the rule. At most one finding of a rule is drawn from a card. Rules on upstream models
draw from
cards collected in 2024 or later, since older ones name no upstream. `tally` reads lines `{"id", "right": true|false,
"why"}` and keeps for
each rule how many were judged and how many were right; the 95 % lower bound (Wilson) decides between default and preview.
"""

from __future__ import annotations

import argparse
import gzip
import json
import math
import pathlib
import random
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
CORPUS = ROOT.parent / "shared" / "corpus"
MEASURED = ROOT / "rules" / "precision.json"
RECENT_ONLY = ("ATT002", "ATT003", "ATT004", "ATT005", "LIC005", "LIC006")


def wilson(right: int, judged: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not judged:
        return 0.0, 1.0
    share, spread = right / judged, 1 + z * z / judged
    middle = (share + z * z / (2 * judged)) / spread
    half = z * math.sqrt(share * (1 - share) / judged + z * z / (4 * judged * judged)) / spread
    return max(0.0, middle - half), min(1.0, middle + half)


def corpus() -> list[dict[str, object]]:
    """The unlabelled cards; empty where they are not at hand."""
    cards = []
    for name in ("cards.jsonl.gz", "recent.jsonl.gz"):
        path = CORPUS / name
        if path.exists():
            with gzip.open(path, "rt", encoding="utf-8") as file:
                for line in file:
                    card = json.loads(line)
                    cards.append({**card, "year": card.get("year") or (2025 if name.startswith("recent") else None)})
    return cards


def draw(folder: pathlib.Path, each: int, seed: int, only: list[str]) -> None:
    """Write the packets of findings, one file a rule."""
    from conduct_lint.engine import Linter
    from conduct_lint.model import Severity, Text
    from conduct_lint.reporters.source import source_of
    from conduct_lint.settings import Settings

    linter = Linter(Settings(preview=True, profile="thorough"))
    cards = corpus()
    random.Random(seed).shuffle(cards)
    found: dict[str, list[dict[str, object]]] = {}
    total: dict[str, int] = {}
    for card in cards:
        report = linter.lint(Text("README.md", str(card["text"])))
        seen = set()
        for finding in report.findings:
            if finding.suppressed is not None or (only and finding.code not in only):
                continue
            total[finding.code] = total.get(finding.code, 0) + 1
            if finding.code in seen or (finding.code in RECENT_ONLY and (card["year"] or 0) < 2024):  # type: ignore[operator]
                continue
            seen.add(finding.code)
            packet = found.setdefault(finding.code, [])
            if len(packet) < each and (finding.severity >= Severity.WARNING or only):
                start, _ = source_of(report).region(finding.span)
                packet.append(
                    {
                        "id": f"{finding.code}-{card['id']}",
                        "severity": finding.severity.word,
                        "about": "something absent" if finding.scope == "document" else "a place",
                        "line": start.line,
                        "message": finding.message,
                        "related": [r.note for r in finding.related],
                        "name": card.get("name") or card["id"],
                        "card": card["text"],
                    }
                )
    folder.mkdir(parents=True, exist_ok=True)
    for code, packet in sorted(found.items()):
        if packet:
            (folder / f"{code}.jsonl").write_text(
                "".join(json.dumps(p, ensure_ascii=False) + "\n" for p in packet), encoding="utf-8"
            )
            print(code, "drawn", len(packet), "of", total[code], "in", len(cards), "cards")


def tally(files: list[pathlib.Path]) -> None:
    """Count the verdicts into `rules/precision.json`."""
    import datetime

    measured = json.loads(MEASURED.read_text(encoding="utf-8")) if MEASURED.exists() else {"note": "", "rules": {}}
    counts: dict[str, list[int]] = {}
    for file in files:
        for line in file.read_text(encoding="utf-8").splitlines():
            verdict = json.loads(line)
            judged = counts.setdefault(verdict["id"].split("-")[0], [0, 0])
            judged[0] += bool(verdict["right"])
            judged[1] += 1
    for code, (right, judged) in counts.items():
        low, high = wilson(right, judged)
        measured["rules"][code] = {
            "right": right,
            "judged": judged,
            "low": round(low, 3),
            "high": round(high, 3),
            "date": datetime.date.today().isoformat(),
        }
    measured["rules"] = dict(sorted(measured["rules"].items()))
    measured["note"] = "Findings drawn by seed from real cards and judged by readers who saw card and message, not the rule."
    MEASURED.write_text(json.dumps(measured, indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
    for code, row in measured["rules"].items():
        print(code, f"{row['right']}/{row['judged']}", row["low"], "" if row["low"] >= 0.85 else "below 0.85")


def main() -> None:
    """Run the call."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    calls = parser.add_subparsers(dest="call", required=True)
    drawing = calls.add_parser("draw")
    drawing.add_argument("--output", type=pathlib.Path, required=True)
    drawing.add_argument("--each", type=int, default=60)
    drawing.add_argument("--seed", type=int, default=20261120)
    drawing.add_argument("--rules", nargs="*", default=[])
    tallying = calls.add_parser("tally")
    tallying.add_argument("files", nargs="+", type=pathlib.Path)
    asked = parser.parse_args()
    if asked.call == "draw":
        draw(asked.output, asked.each, asked.seed, asked.rules)
    else:
        tally(asked.files)


if __name__ == "__main__":
    main()
