"""What a value of a measure can be, and when two values are the same result."""

from __future__ import annotations

import re

from conduct_lint.facts.measures import HUNDREDS, NEVER_NEGATIVE, SHARES, SIGNED_SHARES
from conduct_lint.facts.rows import Row, folded
from conduct_lint.patterns import regex

#: Words that turn a share into a change, a ratio or a bound: "recovery 101 %", "improvement of -3 %".
RELATIVE = regex(
    r"recover|relative|improve|gain|delta|δ|∆|diff|drop|change|increase|decrease|retain|ratio|vs\b|versus|degrad|loss|speed"
    r"|\+/|compar|normali|growth|baseline|lift|error|thresh|cut-?off|distance|weighted sum|sum of|total|over\b",
    re.I,
)


def impossible(row: Row, words: str = "") -> str:
    """Why this value cannot be one of its measure, or empty.

    Arguments: `words` are those around it (header, label, sentence); where they speak of a change or ratio nothing is said.
    """
    if (
        0 <= row.value <= 100
        or not row.measure
        or RELATIVE.search(words)
        or (row.measure != "error_rate" and RELATIVE.search(row.written))
    ):
        return ""
    value, written = row.value, row.written.strip()
    if row.where not in ("metadata", "file") and not row.percent and not row.decimals:
        return ""
    if row.measure in SHARES and value > 100 and not (row.measure == "accuracy" and written.lower().startswith("top")):
        return "is a share and cannot exceed 100 %"
    if row.measure in HUNDREDS and value > 100:
        return "ends at 100"
    if row.measure in SIGNED_SHARES and abs(value) > 100:
        return "lies between -1 and 1"
    if row.measure in NEVER_NEGATIVE and value < 0 and row.where in ("metadata", "file"):
        return "cannot be below zero"
    return ""


def same(one: Row, other: Row) -> bool:
    """True where two values are one result but for rounding, cutting off, or being a fraction here and a percentage there."""
    for a, b in ((one.value, other.value), (one.value * 100, other.value), (one.value, other.value * 100)):
        scale_a = one.decimals - 2 if a == one.value * 100 and a != one.value else one.decimals
        scale_b = other.decimals - 2 if b == other.value * 100 and b != other.value else other.decimals
        step = 10.0 ** -max(min(scale_a, scale_b), 0)
        if abs(a - b) <= step * 1.0001 + 1e-9:
            return True
    return False


def same_dataset(one: str, other: str) -> bool:
    """True where both name the same data set, by its name without owner, case and punctuation, or one within the other."""
    a, b = folded(one), folded(other)
    return bool(a and b) and (a == b or (min(len(a), len(b)) >= 4 and (a in b or b in a)))
