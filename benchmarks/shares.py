"""How many cards name a topic in a heading, write something below it, and state it anywhere: `accuracy.py --shares`.

In the manner of Liang et al. 2024 ("What's documented in AI?", 32,111 model cards), who counted sections that are filled in. A
statement in running text counts here as well, so the three shares tell how much of what cards say stands outside its section.
"""

from __future__ import annotations

import gzip
import json
import pathlib
import random
from typing import Any

from scoring import TOPICS, wilson

SEED = 20261120
KINDS = ("model-card", "dataset-card")


def of_card(text: str) -> tuple[str, dict[str, tuple[bool, bool, bool]]]:
    """The kind of a card and, for each topic: a heading names it, something is written below, it is stated anywhere."""
    from conduct_lint.document import Document
    from conduct_lint.facts.kind import kind_of
    from conduct_lint.facts.passages import passages
    from conduct_lint.facts.topics import topics, words_for
    from conduct_lint.model import Text

    document = Document(Text("README.md", text))
    named = {name for passage in passages(document) for name in passage.names}
    found = {}
    for name, topic in topics(document).items():
        headed = bool(named & {name, words_for(document, name)})
        filled = headed and any(one.verdict == "counts" and one.why.startswith("below ") for one in topic.evidence)
        found[name] = (headed, filled, topic.status == "stated")
    return kind_of(document), found


def measured(path: pathlib.Path, sample: int = 0) -> dict[str, Any]:
    """The counts over a file of cards (JSON lines with `text`, gzip), or over `sample` of them."""
    with gzip.open(path, "rt", encoding="utf-8") as file:
        cards = [str(json.loads(line)["text"]) for line in file]
    if sample and sample < len(cards):
        cards = random.Random(SEED).sample(cards, sample)
    counts: dict[str, Any] = {kind: {"cards": 0, "topics": {topic: [0, 0, 0] for topic in TOPICS}} for kind in KINDS}
    for card in cards:
        kind, found = of_card(card)
        if kind not in counts:
            continue
        counts[kind]["cards"] += 1
        for topic, three in found.items():
            row = counts[kind]["topics"][topic]
            for column, yes in enumerate(three):
                row[column] += yes
    return counts


def table(counts: dict[str, Any]) -> str:
    """The shares as a table for a terminal."""
    lines = []
    for kind in KINDS:
        whole = counts[kind]["cards"]
        lines.append(f"\n{kind}: {whole} cards\n  {'':15} {'heading':>9} {'filled in':>10} {'stated':>9}  95 %")
        for topic, row in counts[kind]["topics"].items():
            low, high = wilson(row[2], whole)
            a, b, c = (100 * part / whole if whole else 0.0 for part in row)
            lines.append(f"  {topic:15} {a:8.1f}% {b:9.1f}% {c:8.1f}%  {100 * low:.1f}–{100 * high:.1f}")
    return "\n".join(lines)
