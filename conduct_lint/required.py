"""What a wording cannot do without: sets of words, one of each of which stands in whatever its pattern matches, and the words
with which a match begins.

Read from the pattern when the lexicon is compiled, so that a sentence without these words is never searched, and a pattern is
tried only where one of its first words stands.
"""

from __future__ import annotations

import importlib
import re
import sys
from collections.abc import Collection, Sequence
from itertools import product

from conduct_lint.named import NamedTuple
from conduct_lint.typed import Any

#: A word here is a run of letters: what stands between apostrophes, digits or other signs counts alone.
RUN = re.compile(r"[^\W\d_]+")
#: A set of more words tells too little to be worth its look-up.
_MOST_WORDS, _MOST_SETS, _MOST_TEXTS, _MOST_RANGE = 60, 4, 2000, 64
#: With more first words a wording is looked for everywhere.
_MOST_BEGINNINGS = 400
_NO_LETTERS = frozenset(("CATEGORY_SPACE", "CATEGORY_NOT_WORD", "CATEGORY_DIGIT"))

Items = Sequence[tuple[Any, Any]]


class _Endless(Exception):
    """A part of a pattern that stands for more texts than can be listed."""


class _Ends(NamedTuple):
    """Of an item of a pattern: whether it may be empty, and whether what it matches surely begins and ends with no letter."""

    empty: bool
    begins: bool
    finishes: bool


def required(pattern: str) -> list[list[str]]:
    """Sets of letter runs, those that tell most first; a match between signs or blanks holds a word of each as a whole run.

    Arguments: `pattern` runs on lower-case text. Returns [] where nothing can be told.
    """
    parser = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
    tree = parser.parse(pattern)
    if tree.state.flags & re.IGNORECASE:
        return []
    found = {tuple(sorted(words)) for words in _sets(list(tree), True, True)}
    return [list(words) for words in sorted(found, key=lambda words: (_cost(words), words))[:_MOST_SETS]]


def beginnings(pattern: str) -> list[str]:
    """The letter runs with one of which every match begins, whole runs all of them.

    Arguments: `pattern` runs on lower-case text, where no letter may touch a match. Returns [] where that cannot be told.
    """
    parser = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")
    tree = parser.parse(pattern)
    if tree.state.flags & re.IGNORECASE:
        return []
    try:
        growing, whole = _begun(list(tree), {""})
    except _Endless:
        return []
    return [] if "" in growing else sorted(growing | whole)


def _begun(items: Items, growing: set[str]) -> tuple[set[str], set[str]]:
    """The runs as they are when a sequence has followed on those that are `growing`: such as still grow, and whole ones."""
    whole: set[str] = set()
    for op, argument in items:
        growing, ended = _grown(str(op), argument, growing)
        whole |= ended
        if len(growing) + len(whole) > _MOST_BEGINNINGS:
            raise _Endless
        if not growing:
            break
    return growing, whole


def _grown(op: str, argument: Any, growing: set[str]) -> tuple[set[str], set[str]]:
    if op in ("AT", "ASSERT", "ASSERT_NOT"):
        return growing, set()
    if op == "SUBPATTERN" and not argument[1]:
        return _begun(list(argument[-1]), growing)
    if op == "BRANCH":
        ways = [_begun(list(branch), growing) for branch in argument[1]]
        return set().union(*(way[0] for way in ways)), set().union(*(way[1] for way in ways))
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        return _repeated(argument[0], int(argument[1]), list(argument[2]), growing)
    if op not in ("LITERAL", "IN"):
        raise _Endless
    entries = [(op, argument)] if op == "LITERAL" else [(str(kind), value) for kind, value in argument]
    signs = [entry for entry in entries if _sign(*entry)]
    if signs and "" in growing:  # a match can begin with something else than a letter
        raise _Endless
    letters = [chr(char) for entry in entries if entry not in signs for char in _listed(*entry)]
    if not all(map(RUN.match, letters)):
        raise _Endless
    return {run + letter for run in growing for letter in letters}, growing if signs else set()


def _repeated(least: int, most: int, items: Items, growing: set[str]) -> tuple[set[str], set[str]]:
    left = growing if least == 0 else set()
    whole: set[str] = set()
    for times in range(1, most + 1):
        growing, ended = _begun(items, growing)
        whole |= ended
        if times >= least:
            left = left | growing
        if not growing:
            break
        if times > 3:
            raise _Endless
    return left, whole


def _cost(words: Collection[str]) -> float:
    return len(words) / 8 - min(map(len, words))


def _sets(items: Items, left: bool, right: bool) -> list[set[str]]:
    """The sets of a sequence; `left` and `right`: no letter can touch it there."""
    ends = [_ends(item) for item in items]
    before = [left]
    for end in ends:
        before.append(end.finishes and (before[-1] or not end.empty))
    after = [right]
    for end in reversed(ends):
        after.append(end.begins and (after[-1] or not end.empty))
    after.reverse()
    found: list[set[str]] = []
    for stop in range(1, len(items) + 1):
        start = max((at for at in range(stop) if before[at]), default=-1)
        if after[stop] and start >= 0:
            found += _piece(items[start:stop])
    return [words for words in found if words and len(words) <= _MOST_WORDS]


def _piece(items: Items) -> list[set[str]]:
    """The sets of a sequence that no letter touches: spelt out where that can be done, else taken from its alternatives."""
    try:
        return [_told(_texts(items))]
    except _Endless:
        pass
    if len(items) != 1:
        return []
    op, argument = items[0]
    if str(op) == "SUBPATTERN":
        return _sets(list(argument[-1]), True, True)
    if str(op) == "BRANCH":
        found: set[str] = set()
        for branch in argument[1]:
            best = min(_sets(list(branch), True, True), key=_cost, default=None)
            if best is None:
                return []
            found |= best
        return [found]
    return []


def _told(texts: list[str]) -> set[str]:
    """Of each text its longest word; nothing where a text has none."""
    words = [max(RUN.findall(text), key=len, default="") for text in texts]
    return set(words) if all(words) else set()


def _ends(item: tuple[Any, Any]) -> _Ends:
    op, argument = str(item[0]), item[1]
    if op in ("AT", "ASSERT", "ASSERT_NOT"):
        return _Ends(True, True, True)
    if op == "LITERAL":
        sign = not RUN.match(chr(argument))
        return _Ends(False, sign, sign)
    if op == "IN":
        sign = all(_sign(str(kind), value) for kind, value in argument)
        return _Ends(False, sign, sign)
    if op == "SUBPATTERN":
        return _ends_of(list(argument[-1]))
    if op == "BRANCH":
        branches = [_ends_of(list(branch)) for branch in argument[1]]
        return _Ends(any(b.empty for b in branches), all(b.begins for b in branches), all(b.finishes for b in branches))
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        inner = _ends_of(list(argument[2]))
        return inner._replace(empty=inner.empty or argument[0] == 0)
    return _Ends(op in ("GROUPREF", "GROUPREF_EXISTS"), False, False)


def _ends_of(items: Items) -> _Ends:
    ends = [_ends(item) for item in items]
    begins = finishes = True
    for end in ends:
        begins = begins and end.begins
        if not end.empty:
            break
    for end in reversed(ends):
        finishes = finishes and end.finishes
        if not end.empty:
            break
    return _Ends(all(end.empty for end in ends), begins, finishes)


def _sign(kind: str, value: Any) -> bool:
    if kind == "LITERAL":
        return not RUN.match(chr(value))
    if kind == "RANGE":
        return value[1] - value[0] < _MOST_RANGE and not any(RUN.match(chr(char)) for char in range(value[0], value[1] + 1))
    return kind == "CATEGORY" and str(value) in _NO_LETTERS


def _texts(items: Items) -> list[str]:
    """All texts that a sequence stands for; a repeated blank is one blank. Raises _Endless."""
    texts = [""]
    for op, argument in items:
        options = _options(str(op), argument)
        if len(texts) * len(options) > _MOST_TEXTS:
            raise _Endless
        texts = [text + option for text in texts for option in options]
    return texts


def _options(op: str, argument: Any) -> list[str]:
    if op in ("AT", "ASSERT", "ASSERT_NOT"):
        return [""]
    if op == "LITERAL":
        return [chr(argument)]
    if op == "IN" and all(_sign(str(kind), value) for kind, value in argument):
        return [" "]
    if op == "IN":
        return [chr(char) for kind, value in argument for char in _listed(str(kind), value)]
    if op == "SUBPATTERN" and not argument[1]:
        return _texts(list(argument[-1]))
    if op == "BRANCH":
        return [text for branch in argument[1] for text in _texts(list(branch))]
    if op in ("MAX_REPEAT", "MIN_REPEAT"):
        least, most, inner = argument[0], int(argument[1]), _texts(list(argument[2]))
        if all(not RUN.search(text) and text for text in inner):
            # Signs repeated are signs: once stands for any number of times.
            return ["", *inner] if least == 0 else inner
        if most <= 3 and len(inner) ** most <= _MOST_TEXTS:
            return [text for times in range(least, most + 1) for text in map("".join, product(inner, repeat=times))]
    raise _Endless


def _listed(kind: str, value: Any) -> Sequence[int]:
    """The characters of one entry of a bracket."""
    if kind == "LITERAL":
        return [value]
    if kind == "RANGE" and value[1] - value[0] < _MOST_RANGE:
        return range(value[0], value[1] + 1)
    raise _Endless
