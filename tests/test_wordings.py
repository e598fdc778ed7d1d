"""Wordings live in `rules/lexicon`: what the code itself holds of them may only grow less."""

from __future__ import annotations

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1] / "conduct_lint"
#: An expression with more words than these is a list of wordings. Fewer may hold a form together: a label, an address, a name.
_MOST_WORDS = 10
#: What is no word of a pattern: names of groups and kinds, flags, escapes, characters in brackets.
_SIGNS = re.compile(r"\(\?P?<\w+>|\(\?[a-zA-Z]+[:)]|\\[a-zA-Z]|\[[^\]]*\]|\{[^}]*\}")
#: A run of letters, where Latin, Cyrillic and the like write a word in three of them at least.
_WORD = re.compile(r"[a-zA-Z\u00c0-\u052f]{3,}|[\u0e00-\uffff]{2,}")
#: How many such expressions a file still holds, many of which are notation: addresses, file names, trailers. Nothing is added:
#: new wordings go into `rules/lexicon`, each with an example; `lexicon.pattern` and `lexicon.framed` make expressions of them.
LEFT: dict[str, int] = {
    "checks/attribution_references.py": 1,
    "checks/benchmarks.py": 1,
    "checks/metadata_values.py": 1,
    "facts/addresses.py": 2,
    "facts/authored.py": 2,
    "facts/checkpoints.py": 1,
    "facts/cited.py": 1,
    "facts/claim_context.py": 1,
    "facts/conduct.py": 10,
    "facts/credit.py": 2,
    "facts/hidden.py": 1,
    "facts/kind.py": 2,
    "facts/languages.py": 3,
    "facts/measures.py": 1,
    "facts/model_names.py": 3,
    "facts/passages.py": 1,
    "facts/provenance.py": 2,
    "facts/recommends.py": 3,
    "facts/reported.py": 2,
    "facts/results.py": 1,
    "facts/scales.py": 1,
    "facts/tokens.py": 1,
    "facts/topics.py": 2,
}


def words(pattern: str) -> set[str]:
    """The different words that are written out in an expression."""
    return set(_WORD.findall(_SIGNS.sub(" ", pattern)))


def expressions(code: str) -> list[str]:
    """The expressions that a module writes out, in whatever call of `regex`, `framed` or `re` they stand."""
    found = []
    for node in ast.walk(ast.parse(code)):
        if isinstance(node, ast.Call) and re.match(r"(?:regex|framed|re\.\w+)\Z", ast.unparse(node.func)):
            parts = (part.value for argument in node.args for part in ast.walk(argument) if isinstance(part, ast.Constant))
            found.append("".join(part for part in parts if isinstance(part, str)))
    return found


def lists_of_words() -> Counter[str]:
    """The files of facts and checks with expressions that are lists of words, and how many of these each has."""
    found: Counter[str] = Counter()
    for path in sorted([*(ROOT / "facts").glob("*.py"), *(ROOT / "checks").glob("*.py")]):
        long = [one for one in expressions(path.read_text(encoding="utf-8")) if len(words(one)) > _MOST_WORDS]
        if long:
            found[path.relative_to(ROOT).as_posix()] = len(long)
    return found


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ('A = regex(r"\\b(?:ebb|flood|tides?)\\b")', {"ebb", "flood", "tides"}),
        ('A = framed("tides", r"(?P<name>ebb)[a-z]+ of {kind}", 0)', {"tides", "ebb"}),
        ('def a(b):\n    return re.search(rf"ebb|{b}|潮汐", b)', {"ebb", "潮汐"}),
        ('A = pattern("tides", "ebb")', set()),
    ],
)
def test_the_words_of_an_expression_are_those_that_are_written_out(code: str, told: set[str]) -> None:
    assert {word for one in expressions(code) for word in words(one)} == told


def test_no_list_of_words_is_added_to_the_code() -> None:
    more = {file: number for file, number in lists_of_words().items() if number > LEFT.get(file, 0)}
    assert more == {}, "wordings belong into rules/lexicon, with examples; see docs/writing-rules.md"


def test_what_was_taken_out_of_the_code_is_not_put_back() -> None:
    now = lists_of_words()
    less = {file: now[file] for file, number in LEFT.items() if now[file] < number}
    assert less == {}, "lower the numbers in LEFT"
