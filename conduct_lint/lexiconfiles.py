"""The files of `rules/lexicon`, made into the table that `lexicon` loads: each wording is tried on its examples, and the words
without which it cannot be said are worked out.

A lexicon file is `<topic>.<language>.yaml`:

    topic: limitations
    language: en
    partial: true                   # where few wordings are known: what is found counts, silence tells nothing
    headings:                       # finite patterns; each expands to the headings it stands for
      - (known|current) (limitations|issues)
    wordings:
      - say: (does|do) not generali[sz]e( well)?      # a blank stands for any run of blanks; `( )?` for none or any
        kind: statement                               # what facts make of it; `statement` unless said
        words: [generalise, generalize]               # anchors, where they cannot be derived
        examples: [The model does not generalise to other accents.]
        never: [...]                                  # texts in which it must not be found

With `asked: true` the wordings are asked of a place (`lexicon.pattern`), never looked for in a text. They need no anchors then;
blanks at the ends of their examples count, for they often say what stands before or behind something.
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import chain

from conduct_lint.chinese import both, traditional
from conduct_lint.data import RuleFilesError
from conduct_lint.document import WORD
from conduct_lint.lexicon import GLUED
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.required import RUN, beginnings, required
from conduct_lint.typed import Any

#: What a word counts that stands in no example: a set of few words is better than one of many.
_UNSEEN = 0.3


class LexiconError(RuleFilesError):
    """A lexicon file that cannot be used; the message names file and entry."""


def compile_files(files: Mapping[str, Any]) -> dict[str, Any]:
    """Turn parsed lexicon files into the table that `Lexicon` loads.

    Arguments: `files` maps file names to what their YAML holds. Raises LexiconError for an entry that is not understood, whose
    anchors cannot be derived, or whose examples do not match it.
    """
    headings: dict[str, list[str]] = {}
    wordings: list[_Compiled] = []
    known: dict[str, list[str]] = {}
    for name, content in sorted(files.items()):
        if not isinstance(content, dict) or not {"topic", "language"} <= set(content):
            raise LexiconError(f"{name}: a lexicon file is a mapping with `topic` and `language`")
        unknown = set(content) - {"topic", "language", "asked", "partial", "headings", "wordings", "note"}
        if unknown:
            raise LexiconError(f"{name}: unknown key {sorted(unknown)[0]!r}")
        topic, language = content["topic"], content["language"]
        if os.path.basename(name) != f"{topic}.{language}.yaml":
            raise LexiconError(f"{name}: the file name must be {topic}.{language}.yaml")
        if content.get("wordings") and not (content.get("partial") or content.get("asked")):
            known.setdefault(topic, []).append(language)
        for entry in content.get("headings") or []:
            if not isinstance(entry, str):
                raise LexiconError(f"{name}: the heading {entry!r} is no text")
            expanded = _expand(entry, name)
            for heading in [*expanded, *chain(*map(traditional, expanded))] if language == "zh" else expanded:
                topics = headings.setdefault(heading, [])
                if topic not in topics:
                    topics.append(topic)
        for entry in content.get("wordings") or []:
            if not isinstance(entry, dict):
                raise LexiconError(f"{name}: {entry!r}: a wording is a mapping with `say` and `examples`")
            wordings.append(_compile(name, topic, language, entry, content.get("asked") is True))
    rows = _rows(wordings)
    return {"headings": headings, "wordings": rows, "known": known, **_index(rows)}


class _Compiled(NamedTuple):
    """An entry of a file. `row`: how its row begins; `sets`: any match holds a word of each; `seen`: words of its examples."""

    row: list[str]
    sets: list[list[str]]
    first: str
    seen: list[set[str]]


def _rows(wordings: list[_Compiled]) -> list[list[str]]:
    """The rows of the table, the sets of each ordered: first the one whose words stand in the fewest examples of all files."""
    seen = Counter(chain.from_iterable(chain.from_iterable(wording.seen for wording in wordings)))

    def cost(words: list[str]) -> tuple[float, list[str]]:
        return sum(seen[word] + _UNSEEN for word in words), words

    return [[*row, "\t".join("\n".join(words) for words in sorted(sets, key=cost)), first] for row, sets, first, _ in wordings]


def _index(rows: list[list[str]]) -> dict[str, Any]:
    """Where the rows of a topic begin and end, the numbers of the rows that are found by a word, or by a part of a word, and of
    each row the words one of which it needs beside that one."""
    topics: dict[str, list[int]] = {}
    words: dict[str, list[int]] = {}
    parts: dict[str, list[int]] = {}
    for number, (topic, language, _, _, anchors, sets, _) in enumerate(rows):
        topics.setdefault(topic, [number, number])[1] = number + 1
        into, by = (parts, anchors) if language in GLUED else (words, sets.split("\t")[0])
        for word in by.split("\n") if by else ():
            into.setdefault(word, []).append(number)
    besides = [next(iter(sets.split("\t")[1:2]), "") for *_, sets, _ in rows]
    return {"topics": topics, "words": words, "parts": parts, "besides": besides}


def _compile(name: str, topic: str, language: str, entry: Mapping[str, Any], asked: bool) -> _Compiled:
    say = entry.get("say")
    unknown = set(entry) - {"say", "kind", "examples", "never", "note"} - ({"words"} if not asked else set())
    if not isinstance(say, str) or unknown:
        raise LexiconError(f"{name}: {say!r}: " + (f"unknown key {sorted(unknown)[0]!r}" if unknown else "`say` is missing"))
    glued = language in GLUED
    pattern = (
        (both(say) if language == "zh" else say).replace(" ", " +").replace(" ++", " +")
    )  # `++` is no pattern before Python 3.11
    pattern = _GAP.sub(_gap, pattern) if glued else rf"(?<!\w)(?:{pattern})(?!\w)"
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise LexiconError(f"{name}: {say!r}: {error}") from None
    words = [] if asked else _anchors(name, say, language, entry)
    if not entry.get("examples"):
        raise LexiconError(f"{name}: {say!r}: an example is missing")
    seen = []
    for example in entry["examples"]:
        flat = _flat(example, asked)
        if not compiled.search(flat):
            raise LexiconError(f"{name}: {say!r} is not found in its example {example!r}")
        found = set(WORD.findall(flat))
        seen.append(found | set(RUN.findall(flat)))
        if not asked and not (any(word in flat for word in words) if glued else found & set(words)):
            raise LexiconError(f"{name}: {say!r}: none of its anchors {words} stands in its example {example!r}")
    for text in entry.get("never") or ():
        if compiled.search(_flat(text, asked)):
            raise LexiconError(f"{name}: {say!r} is found in {text!r}, where it must not be")
    row = [topic, language, entry.get("kind", "statement"), pattern, "\n".join(words)]
    if asked or glued:
        return _Compiled(row, [], "", [])
    spaced = say.replace(" ", " +").replace(" ++", " +")
    first = beginnings(spaced)
    sets = [list(words) for words in {tuple(sorted(some)) for some in (words, first, *required(spaced)) if some}]
    return _Compiled(row, sets, "\n".join(first), seen)


def _anchors(name: str, say: str, language: str, entry: Mapping[str, Any]) -> list[str]:
    """The anchors that an entry lists, or those derived from its pattern."""
    words = [str(word) for word in entry.get("words") or ()] or anchors_of(say, language in GLUED)
    if language == "zh":
        words = list(dict.fromkeys([*words, *chain(*map(traditional, words))]))
    if not words:
        raise LexiconError(f"{name}: {say!r}: no anchor can be derived; list some under `words`")
    return words


def _flat(text: object, ends: bool) -> str:
    """A text in lower case with single blanks; `ends` keeps those at its ends."""
    lower = str(text).lower()
    return regex(r"\s+").sub(" ", lower) if ends else " ".join(lower.split())


#: `.{0,24}` or `[^，。]{2,60}` in a wording of a script without blanks.
_GAP = regex(r"(\.|\[\^[^\] ]+\])(\{\d+,\d+\})")


def _gap(found: re.Match[str]) -> str:
    """A gap in which a run of blanks counts as one character: an address that is hidden behind a link leaves many."""
    other = r"[^ \n]" if found[1] == "." else rf"(?! ){found[1]}"
    return rf"(?:{other}| +(?! )){found[2]}"


_COMMON = frozenset(
    "the a an of to in on for and or is are be it this that these those with by as at from not no can may will was has have do"
    " does".split()
)


#: What may stand before or behind the words of a piece and brings its own blank: `(\w+ ){0,3}tide`, `tide( \w+)?`.
_LOOSE = regex(r"^(?:\([^()]* \)(?:[?*]|\{\d*,?\d*\}))+|(?:\( [^()]*\)(?:[?*]|\{\d*,?\d*\}))+$")


def anchors_of(say: str, glued: bool) -> list[str]:
    """Words one of which stands in any match of `say`: the alternatives of the piece between blanks that is told best.

    A piece counts when it stands for finitely many texts, each of which holds a word; of each text the word that is told best is
    taken. Returns [] where no piece does. For glued scripts the longest literal run is taken.
    """
    best: list[str] = []
    best_worth = 0.0
    for piece in _pieces(say, glued):
        try:
            texts = _expand(_LOOSE.sub("", piece), say)
        except LexiconError:
            continue
        words = texts if glued else [max(WORD.findall(text), key=_worth, default="") for text in texts]
        if not words or not all(WORD.fullmatch(word) for word in words):
            continue
        worth = min(map(_worth, words)) + (20 if glued else 0) - len(set(words)) / 50
        if not best or worth > best_worth:
            best, best_worth = sorted(set(words)), worth
    return best


def _worth(word: str) -> int:
    return len(word) - (6 if word in _COMMON else 0)


def _pieces(say: str, glued: bool) -> Iterator[str]:
    """The parts of a pattern between blanks outside of brackets; for glued scripts between anything that is not a letter."""
    if glued:
        depth, run = 0, ""
        for index, char in enumerate(say + "\0"):
            after = say[index + 1 : index + 2]
            if depth == 0 and char.isalpha() and after not in ("?", "*", "{"):
                run += char
            else:
                if run:
                    yield run
                run = ""
            depth += (char in "([") - (char in ")]")
        groups = re.findall(r"\((?:\?:)?([^()]*)\)(?![?*{])", say)
        for group in groups:
            if "|" in group and not group.startswith("?"):
                yield f"({group})"
        return
    depth, start = 0, 0
    for index, char in enumerate(say + " "):
        depth += (char in "([") - (char in ")]")
        if char == " " and depth == 0:
            yield say[start:index]
            start = index + 1


def _expand(pattern: str, name: str, limit: int = 4000) -> list[str]:
    """All texts that a finite pattern stands for. Raises LexiconError for an endless or too large one."""
    # The parser of `re` moved in Python 3.11.
    parser = importlib.import_module("re._parser" if sys.version_info >= (3, 11) else "sre_parse")

    try:
        tree = parser.parse(pattern)
    except re.error as error:
        raise LexiconError(f"{name}: {pattern!r}: {error}") from None
    out = list(_texts(tree, name, pattern, limit))
    return sorted({" ".join(text.split()) for text in out})


def _texts(tree: Any, name: str, pattern: str, limit: int) -> list[str]:
    texts = [""]
    for op, argument in tree:
        kind = str(op)
        if kind == "LITERAL":
            options = [chr(argument)]
        elif kind == "IN" and all(str(o) in ("LITERAL", "RANGE") for o, _ in argument):
            options = [
                chr(c) for o, v in argument for c in ((v,) if str(o) == "LITERAL" else range(v[0], min(v[1], v[0] + 40) + 1))
            ]
        elif kind == "BRANCH":
            options = [text for branch in argument[1] for text in _texts(branch, name, pattern, limit)]
        elif kind == "SUBPATTERN":
            options = _texts(argument[-1], name, pattern, limit)
        elif kind in ("MAX_REPEAT", "MIN_REPEAT") and argument[1] <= 3:
            inner = _texts(argument[2], name, pattern, limit)
            options = []
            for times in range(argument[0], argument[1] + 1):
                options += inner if times == 1 else [""] if times == 0 else [a * times for a in inner]
        else:
            raise LexiconError(f"{name}: {pattern!r} does not stand for finitely many texts ({kind})")
        if len(texts) * len(options) > limit:
            raise LexiconError(f"{name}: {pattern!r} stands for more than {limit} texts")
        texts = [text + option for text in texts for option in options]
    return texts
