#!/usr/bin/env python3
"""Measures what is found of private data: e-mail addresses and telephone numbers that are there, false alarms on lines
without any.

usage: privacy.py [--show]

Reads the labelled texts beside the checkout (none of them is part of it) and prints shares with their 95 % intervals;
`--show` prints the ids of
misses and false alarms, never the values. Each text is taken as a comment. "found": the fact is read; "reported": a rule says so.
"""

from __future__ import annotations

import argparse
import json
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
TEXTS = ROOT.parent / "shared" / "privacy"
_CUE_BEFORE = re.compile(r"(?:phone|tel|mobile|cell|call|desk|fax|office|whatsapp)\b[^\d+]{0,14}\Z", re.I)
_CUE_BEHIND = re.compile(r"\W{0,3}(?:office|mobile|fax|desk|cell|phone)", re.I)


def wilson(right: int, judged: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of a share (Wilson 1927)."""
    if not judged:
        return 0.0, 1.0
    share, spread = right / judged, 1 + z * z / judged
    middle = (share + z * z / (2 * judged)) / spread
    half = z * (share * (1 - share) / judged + z * z / (4 * judged * judged)) ** 0.5 / spread
    return max(0.0, middle - half), min(1.0, middle + half)


def share(words: str, right: int, judged: int) -> None:
    low, high = wilson(right, judged)
    print(f"{words:58} {right:5}/{judged:<5} {right / max(1, judged):6.3f}  [{low:.3f}, {high:.3f}]")


def cued(text: str, start: int, end: int) -> bool:
    """Whether a number is written for any country, or a word beside it calls it one."""
    value = text[start:end]
    return value.startswith(("+", "00")) or bool(
        _CUE_BEFORE.search(text[max(0, start - 40) : start]) or _CUE_BEHIND.match(text, end)
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true")
    show = parser.parse_args().show
    if not TEXTS.is_dir():
        print("the labelled texts are not beside this checkout")
        return
    from conduct_lint.document import Document
    from conduct_lint.engine import Linter
    from conduct_lint.facts.people import private
    from conduct_lint.model import Text
    from conduct_lint.settings import Settings

    linter = Linter(Settings(select=("PRV",), profile="thorough"))

    def read(text: str) -> tuple[set[int], set[int]]:
        source = Text("comment", text, kind="comment")
        inside = {at for found in private(Document(source)) for at in range(*found.span)}
        said = {at for finding in linter.lint(source).findings for at in range(*finding.span)}
        return inside, said

    for name in ("presidio_generated_large", "presidio_synth_v2", "synthetic_personal"):
        tally: dict[str, list[int]] = {}
        for number, line in enumerate((TEXTS / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()):
            row = json.loads(line)
            inside, said = (set(), set()) if not row["spans"] else read(row["text"])
            for span in row["spans"]:
                kind = "e-mail" if span["type"].startswith("EMAIL") else "phone" if span["type"].startswith("PHONE") else ""
                if kind == "phone" and not cued(row["text"], span["start"], span["end"]):
                    kind = "phone, nothing calls it one"
                if kind:
                    at = (span["start"] + span["end"]) // 2
                    counts = tally.setdefault(kind, [0, 0, 0])
                    counts[0] += 1
                    counts[1] += at in inside
                    counts[2] += at in said
                    if show and at not in said and "nothing" not in kind:
                        print(f"  not reported: {name}:{number + 1} {kind}{'' if at in inside else ', not found'}")
        for kind, (there, found, reported) in sorted(tally.items()):
            share(f"{name}: {kind}, found", found, there)
            share(f"{name}: {kind}, reported", reported, there)
    rows = (TEXTS / "negatives_real.jsonl").read_text(encoding="utf-8").splitlines()
    wrong = 0
    for number, line in enumerate(rows):
        said = read(json.loads(line)["text"])[1]
        wrong += bool(said)
        if show and said:
            print(f"  false alarm: negatives_real:{number + 1} {json.loads(line)['cat']}")
    share("negatives_real: lines with a false alarm", wrong, len(rows))


if __name__ == "__main__":
    main()
