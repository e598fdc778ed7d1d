"""What is right and what is wrong in the facts of a document, held against its label: the definitions behind `accuracy.py`.

Facts and labels have the keys of `conduct-lint inspect --output-format json`. Intervals are those of Wilson (1927), 95 %.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

TOPICS = ("limitations", "intended_use", "out_of_scope", "bias_risks", "training_data", "citation")
#: The kinds of risk of which a reader should be warned.
RISKY = frozenset(
    "generative-image-video voice-cloning-tts biometric-face uncensored-or-safety-removed sexual-content "
    "surveillance-profiling security-offense".split()
)
Facts = Mapping[str, Any]


def wilson(part: int, whole: int, z: float = 1.96) -> tuple[float, float]:
    """The 95 % interval of the share `part / whole`; everything is possible where nothing was counted."""
    if not whole:
        return 0.0, 1.0
    share, spread = part / whole, 1 + z * z / whole
    middle = (share + z * z / (2 * whole)) / spread
    half = z * math.sqrt(share * (1 - share) / whole + z * z / (4 * whole * whole)) / spread
    return round(max(0.0, middle - half), 3), round(min(1.0, middle + half), 3)


class Count:
    """Right, wrong and missed answers to one question."""

    def __init__(self) -> None:
        self.right = self.wrong = self.missed = 0

    def one(self, said: object, true: object) -> None:
        """A yes-or-no answer."""
        self.right += bool(said and true)
        self.wrong += bool(said and not true)
        self.missed += bool(true and not said)

    def many(self, said: set[str], true: set[str]) -> None:
        """An answer that is a set."""
        self.right += len(said & true)
        self.wrong += len(said - true)
        self.missed += len(true - said)

    def figures(self) -> dict[str, Any]:
        """Precision, recall, F1 and intervals; `n` is how often the labels say yes, `said` how often the linter does."""
        said, true = self.right + self.wrong, self.right + self.missed
        return {
            "precision": round(self.right / said, 3) if said else 1.0,
            "recall": round(self.right / true, 3) if true else 1.0,
            "f1": round(2 * self.right / (said + true), 3) if said + true else 1.0,
            "n": true, "said": said, "precision_95": wilson(self.right, said), "recall_95": wilson(self.right, true),
        }  # fmt: skip


def near(a: int, b: int) -> bool:
    """The same line, or the next."""
    return abs(a - b) <= 1


def in_place(said: list[int] | None, true: list[int] | None) -> bool:
    """True where the lines shown overlap the labelled ones and are not much wider (three times and eight lines)."""
    if not said or not true:
        return False
    shared = min(said[1], true[1]) - max(said[0], true[0]) + 1
    return shared > 0 and said[1] - said[0] + 1 <= 3 * (true[1] - true[0] + 1) + 8


def model_key(name: str) -> str:
    """An upstream model's name without owner, case, separators and punctuation."""
    return re.sub(r"[^a-z0-9]+", "", re.sub(r"[\s`*_]+", " ", name).strip().lower().rsplit("/", 1)[-1])


def licenses(facts: Facts) -> set[str]:
    value = facts["license"]["metadata"]
    values = value if isinstance(value, list) else [value]
    return {str(one).strip().lower() for one in values if one not in (None, "")}


def parents(facts: Facts) -> set[str]:
    return {model_key(str(parent["model"])) for parent in facts["derived_from"]}


def risky(facts: Facts) -> set[str]:
    return set(facts["risk"]["category"]) & RISKY


def claims(said: Facts, true: Facts) -> tuple[list[int], list[int], int]:
    """Lines of unsupported claims seen where none is, of those overlooked, and how many were found."""
    mine = [claim["line"] for claim in said["claims"] if not claim["supported"]]
    theirs = [claim["line"] for claim in true["claims"] if not claim["supported"]]
    everywhere = [claim["line"] for claim in true["claims"]]
    wrong = [line for line in mine if not any(near(line, other) for other in everywhere)]
    missed = [line for line in theirs if not any(near(line, other) for other in mine)]
    return wrong, missed, len(theirs) - len(missed)


def score(pairs: Iterable[tuple[Facts, Facts]]) -> dict[str, Any]:
    """The figures of (facts, label) pairs: `facts` by name, `topics_f1` (mean over the topics), `false_missing`, `in_place`."""
    counts: dict[str, Count] = {}
    shown, silent = [0, 0], [0, 0]

    def of(name: str) -> Count:
        return counts.setdefault(name, Count())

    documents = 0
    for said, true in pairs:
        documents += 1
        for topic in TOPICS:
            mine, theirs = said[topic]["status"], true[topic]["status"]
            of(topic).one(mine == "stated", theirs == "stated")
            of("all topics").one(mine == "stated", theirs == "stated")
            of("placeholder").one(mine == "placeholder", theirs == "placeholder")
            if mine == theirs == "stated" and true[topic]["lines"]:
                shown[0] += in_place(said[topic]["lines"], true[topic]["lines"])
                shown[1] += 1
            if mine != "stated":
                silent[0] += theirs == "stated"
                silent[1] += 1
        of("license").many(licenses(said), licenses(true))
        of("license in prose").one(said["license"]["prose"], true["license"]["prose"])
        of("license conflict").one(said["license"]["conflict"], true["license"]["conflict"])
        of("upstream models").many(parents(said), parents(true))
        of("has an upstream").one(said["derived_from"], true["derived_from"])
        mine, theirs = said["results"], true["results"]
        of("results").one(mine["present"], theirs["present"])
        of("data set named").one(mine["dataset_named"], theirs["dataset_named"])
        of("metric named").one(mine["metric_named"], theirs["metric_named"])
        if theirs["present"]:
            of("results sourced").one(mine["provenance"] == "stated", theirs["provenance"] == "stated")
        wrong, missed, found = claims(said, true)
        unsupported = of("unsupported claims")
        unsupported.right += found
        unsupported.wrong += len(wrong)
        unsupported.missed += len(missed)
        of("risky kind").many(risky(said), risky(true))
        if risky(true):
            of("risk warned of").one(said["risk"]["warned"], true["risk"]["warned"])
        if true["placeholders"]:
            of("template lines").one(any(near(a, b) for a in said["placeholders"] for b in true["placeholders"]), True)
        of("languages named").one(said["languages_stated"], true["languages_stated"])
        of("uncertainty").one(said["uncertainty"], true["uncertainty"])
        of("kind").one(said["kind"] == true["kind"], True)
        of("language").one(said["language"] == true["language"], True)
    figures = {name: count.figures() for name, count in counts.items()}
    return {
        "documents": documents,
        "topics_f1": round(sum(figures[topic]["f1"] for topic in TOPICS) / len(TOPICS), 3) if documents else None,
        "false_missing": {"wrong": silent[0], "of": silent[1], "95": wilson(*silent)},
        "in_place": {"right": shown[0], "of": shown[1], "95": wilson(*shown)},
        "facts": figures,
    }


def misses(said: Facts, true: Facts) -> Iterator[str]:
    """Where the linter and the label differ, each in one line that begins with id and fact."""
    name = true["id"]
    for topic in TOPICS:
        mine, theirs = said[topic], true[topic]
        if mine["status"] != theirs["status"]:
            yield f"{name} {topic}: said {_at(mine['status'], mine)}, labelled {_at(theirs['status'], theirs)}"
    for what, mine, theirs in (
        ("license", sorted(licenses(said)), sorted(licenses(true))),
        ("license-in-prose", bool(said["license"]["prose"]), bool(true["license"]["prose"])),
        ("license-conflict", said["license"]["conflict"], true["license"]["conflict"]),
        ("upstream", sorted(parents(said)), sorted(parents(true))),
        *((f"results-{key}", said["results"][key], true["results"][key]) for key in ("present", "dataset_named", "metric_named")),
        ("risk", sorted(risky(said)), sorted(risky(true))),
        ("languages-stated", said["languages_stated"], true["languages_stated"]),
        ("uncertainty", said["uncertainty"], true["uncertainty"]),
        ("kind", said["kind"], true["kind"]),
        ("language", said["language"], true["language"]),
    ):
        if mine != theirs:
            yield f"{name} {what}: said {_told(mine)}, labelled {_told(theirs)}"
    if true["results"]["present"] and said["results"]["provenance"] != true["results"]["provenance"]:
        yield f"{name} results-provenance: said {said['results']['provenance']}, labelled {true['results']['provenance']}"
    if risky(true) and said["risk"]["warned"] != true["risk"]["warned"]:
        yield f"{name} risk-warned: said {_told(said['risk']['warned'])}, labelled {_told(true['risk']['warned'])}"
    wrong, missed, _ = claims(said, true)
    yield from (f"{name} claims: said there is one in line {line}, labelled none" for line in wrong)
    yield from (f"{name} claims: said nothing, labelled one in line {line}" for line in missed)


def _at(status: str, topic: Facts) -> str:
    if not topic["lines"]:
        return status
    first, last = topic["lines"]
    return f"{status}, line {first}" if first == last else f"{status}, lines {first}–{last}"


def _told(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return ", ".join(map(str, value)) or "none" if isinstance(value, list) else str(value)
