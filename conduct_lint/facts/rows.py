"""One result, wherever it was read: the common form of metadata, files, tables, prose and logs."""

from __future__ import annotations

from conduct_lint.facts.measures import Number, measure, mentions, numbers
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex


class Row(NamedTuple):
    """One result.

    `measure` is the measure's id in the lexicon, empty when none is named; `written` are the words that name it. `dataset`,
    `config`, `split` and `model` are as written, empty when they are not given. `value` is the number as written, `percent` when
    the sign stands with it, `spread` what follows ±. `where` is metadata, file, table, training (a log by step or epoch), prose
    or log. `verified`: the Hub's own signature is there.
    """

    measure: str
    written: str
    value: float
    span: Span
    where: str
    dataset: str = ""
    config: str = ""
    split: str = ""
    model: str = ""
    percent: bool = False
    spread: float | None = None
    decimals: int = 0
    verified: bool = False
    path: str = ""


def measure_of(*written: object) -> str:
    """The id of the measure that one of these metadata values names, or empty; a threshold is the bound and not the measure."""
    for words in written:
        if isinstance(words, str) and "thresh" not in words.lower():
            found = measure(mentions(words.replace("-", " ") if words.islower() else words, "metrics"))
            if found:
                return found.kind
    return ""


def number_of(value: object) -> Number | None:
    """The number of a metadata value: `0.9`, `"20.0 ± 1.2"`, `"93.2%"`; None for anything else."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, (int, float)):
        text = repr(value)
        return Number(float(value), False, None, len(text.partition(".")[2]) if "e" not in text else 12, 0, len(text))
    if isinstance(value, str) and len(value) <= 60:
        found = numbers(value)
        return found[0] if found else None
    return None


_FOLD = regex(r"[^0-9a-z]+")


def folded(name: str) -> str:
    """A name without owner, case and punctuation, for comparing."""
    return _FOLD.sub("", name.lower().rsplit("/", 1)[-1])
