#!/usr/bin/env python3
"""Measures what is found of insults, slurs and sexual remarks, and how often ordinary texts raise an alarm.

usage: conduct.py [--show]

Reads the labelled developer texts beside the checkout (none of them is part of it). Two readers who had seen neither the rules
nor each other's labels said of each of the 44 severe texts whether it attacks a person, and whether by a derogatory word. The
texts that both call an attack stand here by the first twelve digits of the SHA-256 of their text. `plain`: both see a derogatory
word; `other`: an attack or threat without one. `--show` prints file and line of every passage, to be judged by a reader.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import pathlib
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))
SHARED = ROOT.parent / "shared"
SETS = ("github_incivility_slm", "ferreira_github_locked", "raman_github_comments", "sgid4se", "toxicr")
PLAIN = frozenset(
    "580886568eb7 906e4a2076f9 ee5b6e284206 b633d5470c9d 40507f4136aa 3102bfacb6e9"
    " 7ab588f6ba5e a5202ce443c6 8b3d89ce67f8 93b837cdc846 cf86a9fab9c8".split()
)
OTHER = frozenset("096b8b9d6dbd eec6a592abb0 1fa84efbf5a7 f2a0c00d07b4 c763817367cc f23fb87f4b65 ac0861087d79".split())


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--show", action="store_true")
    show = parser.parse_args().show
    if not (SHARED / "conduct").is_dir():
        print("the labelled texts are not beside this checkout")
        return
    from conduct_lint.document import Document
    from conduct_lint.facts.conduct import aimed
    from conduct_lint.model import Text

    counts = {"plain": [0, 0], "other": [0, 0]}
    passages = calm = alarms = 0
    for name in SETS:
        for number, line in enumerate((SHARED / "conduct" / f"{name}.jsonl").read_text(encoding="utf-8").splitlines(), 1):
            row = json.loads(line)
            found = aimed(Document(Text("comment", row["text"], "comment")))
            passages += len(found)
            calm += row["toxic"] == 0
            alarms += row["toxic"] == 0 and bool(found)
            digest = hashlib.sha256(row["text"].encode()).hexdigest()[:12]
            for label, known in (("plain", PLAIN), ("other", OTHER)):
                if digest in known:
                    counts[label][0] += bool(found)
                    counts[label][1] += 1
            if show:
                for passage in found:
                    print(f"  {name}:{number} toxic={row['toxic']} {passage.kind} {passage.span.start}-{passage.span.end}")
    both = [sum(pair) for pair in zip(*counts.values())]
    for label, (right, there) in (*counts.items(), ("all", both)):
        print(f"severe and aimed at persons, {label}: {right}/{there} found")
    print(f"{passages} passages found in all sets")
    print(f"texts with toxic=0: {alarms}/{calm} raise an alarm ({1000 * alarms / calm:.1f} in 1,000)")
    lines = (SHARED / "contributions" / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    alarms = sum(bool(aimed(Document(Text("comment", json.loads(line)["text"], "comment")))) for line in lines)
    print(f"contributions: {alarms}/{len(lines)} raise an alarm ({1000 * alarms / len(lines):.1f} in 1,000)")


if __name__ == "__main__":
    main()
