"""The texts that `speed.py` measures on: cards, real or invented, and constructions that make parsers slow.

usage: speed_texts.py COUNT CORPUS FOLDER – lays out cards below a folder and says where they come from. A program of its own:
the memory of whoever starts a process counts as that of the process.
"""

from __future__ import annotations

import gzip
import json
import pathlib
import random
import sys

WORDS = "model data harbour training text images label test split score language token layer batch sample reader".split()
TITLES = ["Intended use", "Limitations", "Training data", "Evaluation", "Citation", "How to use"]

#: Name → a text of about that many characters.
HOSTILE = {
    "headings": lambda n: "# a\n" * (n // 4),
    "wide table": lambda n: "|" + "a|" * (n // 6) + "\n|" + "-|" * (n // 6) + "\n|" + "b|" * (n // 6) + "\n",
    "long table": lambda n: "|a|b|\n|-|-|\n" + "|1|2|\n" * (n // 6),
    "backtick runs": lambda n: " ".join("`" * k for k in range(1, int((2 * n) ** 0.5))),
    "open brackets": lambda n: "[" * n,
    "open images": lambda n: "![](" * (n // 4),
    "open tags": lambda n: "<a " * (n // 3),
    "stars": lambda n: "*a **b " * (n // 7),
    "quotes": lambda n: "> " * 60 + ("a\n" + "> " * 60) * (n // 122),
    "nested lists": lambda n: "".join("  " * (k % 40) + "- a\n" for k in range(n // 43)),
    "open comment": lambda n: "<!-- " + "a " * (n // 2),
    "definitions": lambda n: "".join(f"[a{k}]: /b\n" for k in range(n // 12)),
    "one long line": lambda n: "word " * (n // 5),
    "no blanks": lambda n: "a" * n,
    "front matter list": lambda n: "---\ntags:\n" + "- a\n" * (n // 4) + "---\n# a\n",
    "closing parentheses": lambda n: "http://a.b/" + ")" * n,
    "full stops": lambda n: "a. " * (n // 3),
    "same claim": lambda n: "This is the best model. It does not work well. " * (n // 47),
    "many claims in a line": lambda n: "best not limitations license accuracy 99% " * (n // 42),
    "paragraphs": lambda n: "It fails in fog.\n\n" * (n // 18),
}


def cards(count: int, corpus: pathlib.Path, seed: int = 11) -> tuple[list[str], str]:
    """`count` distinct cards and where they come from: `corpus` (JSON lines with `text`, gzip) if there is one, or
    invented."""
    if not corpus.exists():
        return invented(count, seed), "invented"
    with gzip.open(corpus, "rt", encoding="utf-8") as file:
        texts = list(dict.fromkeys(json.loads(line)["text"] for line in file))
    random.Random(seed).shuffle(texts)
    return texts[:count], "corpus"


def invented(count: int, seed: int) -> list[str]:
    """Cards of the shapes that real ones have: metadata, sections, tables, code, links."""
    dice = random.Random(seed)
    return [_card(number, dice) for number in range(count)]


def _card(number: int, dice: random.Random) -> str:
    parts = [f"---\nlicense: apache-2.0\nlanguage:\n- en\ntags:\n- card-{number}\n---\n\n# Model {number}\n"]
    for title in dice.sample(TITLES, dice.randint(1, len(TITLES))):
        parts.append(f"## {title}\n\n" + " ".join(_sentence(dice) for _ in range(dice.randint(1, 30))))
        if title == "Evaluation":
            rows = "\n".join(f"| F{n} | {dice.random():.3f} |" for n in range(dice.randint(2, 9)))
            parts.append(f"| metric | value |\n|---|---|\n{rows}")
        if title == "How to use":
            parts.append("```python\n" + "\n".join(f"value_{n} = model({n})" for n in range(dice.randint(2, 20))) + "\n```")
        parts.append(f"See [the page](https://example.org/{number}), `value` and *{dice.choice(WORDS)}*.")
    return "\n\n".join(parts) + "\n"


def _sentence(dice: random.Random) -> str:
    return " ".join(dice.choice(WORDS) for _ in range(dice.randint(6, 18))).capitalize() + "."


def lay_out(texts: list[str], folder: pathlib.Path) -> None:
    """Each card as `NNNNN/README.md` below a folder."""
    for number, text in enumerate(texts):
        path = folder / f"{number:05d}" / "README.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="")


if __name__ == "__main__":
    count, corpus, folder = sys.argv[1:]
    texts, origin = cards(int(count), pathlib.Path(corpus))
    lay_out(texts, pathlib.Path(folder))
    print(f"{len(texts)} {origin}")
