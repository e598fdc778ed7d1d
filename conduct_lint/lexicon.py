"""The wordings of `rules/lexicon`, and where a document uses them.

A wording is a pattern over the lower-case prose, tried only in the sentences that hold one of its anchor words, so thousands of
wordings cost little more than one look at each distinct word. Which words those are is worked out when the files are compiled.

A lexicon file is `<topic>.<language>.yaml`:

    topic: limitations
    language: en
    headings:                       # finite patterns; each expands to the headings it stands for
      - (known|current) (limitations|issues)
    wordings:
      - say: (does|do) not generali[sz]e( well)?      # a blank stands for any run of blanks; `( )?` for none or any
        kind: statement                               # what facts make of it; `statement` unless said
        words: [generalise, generalize]               # anchors, where they cannot be derived
        examples: [The model does not generalise to other accents.]
        never: [...]                                  # texts in which it must not be found
"""

from __future__ import annotations

import importlib
import os
import re
import sys
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any, overload

from conduct_lint.document import Document, once
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

#: Scripts written without blanks between words, or with endings glued on: anchors are looked for inside words.
GLUED = frozenset({"zh", "ja", "ko", "th"})


class Wording(NamedTuple):
    """One way of saying something.

    `pattern` is ready for `re.compile`; `anchors` are words one of which any match holds.
    """

    topic: str
    language: str
    kind: str
    pattern: str
    anchors: tuple[str, ...]


class Wordings(Sequence[Wording]):
    """The wordings of a lexicon in the order of their numbers, each made when it is asked for. Arguments: `rows` of the table."""

    def __init__(self, rows: Sequence[list[str]]) -> None:
        self._rows = rows
        self._made: dict[int, Wording] = {}

    @overload
    def __getitem__(self, index: int) -> Wording: ...
    @overload
    def __getitem__(self, index: slice) -> list[Wording]: ...
    def __getitem__(self, index: int | slice) -> Wording | list[Wording]:
        if isinstance(index, slice):
            return [self[number] for number in range(*index.indices(len(self)))]
        made = self._made.get(index)
        if made is None:
            topic, language, kind, say, words, *_ = self._rows[index]
            made = self._made[index] = Wording(topic, language, kind, say, tuple(words.split("\n")))
        return made

    def __len__(self) -> int:
        return len(self._rows)


class Said(NamedTuple):
    """A place where a document uses a wording; `match` is on `Document.lower`, whose offsets are those of the text."""

    wording: Wording
    match: re.Match[str]
    sentence: Span

    @property
    def span(self) -> Span:
        return Span(*self.match.span())


class Lexicon:
    """All wordings, indexed by anchor. Arguments: `table` as `compile_files` makes it."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.headings: Mapping[str, list[str]] = table["headings"]
        self.wordings = Wordings(table["wordings"])
        self._rows: Sequence[list[str]] = table["wordings"]
        #: Topic → the numbers of its first wording and of the one behind its last.
        self.topics: Mapping[str, list[int]] = table["topics"]
        self.tries: dict[int, _Try] = {}
        self._sets: dict[str, frozenset[str]] = {}
        self.by_word: Mapping[str, list[int]] = table["words"]
        self.by_part: Mapping[str, list[int]] = table["parts"]
        self.made: dict[int, re.Pattern[str]] = {}

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """The anchors of glued scripts by their first character; those that begin with an ASCII character by ""."""
        found: dict[str, list[str]] = {}
        for part in self.by_part:
            found.setdefault("" if part[0].isascii() else part[0], []).append(part)
        return found

    def anchored(self, words: Iterable[str], topic: str) -> set[int]:
        """The numbers of a topic's wordings that have one of these words for an anchor."""
        first, end = self.topics.get(topic, (0, 0))
        return {index for word in words if word in self.by_word for index in self.by_word[word] if first <= index < end}

    def of_topic(self, topic: str) -> dict[int, Wording]:
        """The wordings of a topic by their numbers."""
        first, end = self.topics.get(topic, (0, 0))
        return {index: self.wordings[index] for index in range(first, end)}

    def compiled(self, index: int) -> re.Pattern[str]:
        """The pattern of a wording; compiled when an anchor of it first occurs."""
        pattern = self.made.get(index)
        if pattern is None:
            pattern = self.made[index] = regex(self.wordings[index].pattern)
        return pattern

    def how(self, index: int) -> _Try:
        """How a wording is looked for; made when an anchor of it first occurs."""
        needs, first = self._rows[index][5:]
        # Many wordings need the same words, and a set that is the same object is looked up once a document.
        sets = [self._sets.setdefault(words, frozenset(words.split("\n"))) for words in needs.split("\t") if words]
        anchors = frozenset(self.wordings[index].anchors)
        found = self.tries[index] = _Try(anchors, tuple(sets), frozenset(first.split("\n")) if first else None)
        return found

    def met(self, words: Iterable[str]) -> list[int]:
        """The wordings that have one of these words as anchor, in order; those of glued scripts are left out."""
        return sorted(set().union(*map(self.by_word.__getitem__, self.by_word.keys() & words)))

    def uses(self, document: Document) -> Uses:
        """Every use of every wording by topic; a topic is looked for when it is first asked for."""
        return Uses(self, document)


class Uses(Mapping[str, tuple[Said, ...]]):
    """What a document says in known wordings: topic → its uses, in reading order. Of a topic that is never asked for no wording
    is tried: of those that a card needs that is half."""

    def __init__(self, book: Lexicon, document: Document) -> None:
        # The document keeps its uses; they keep no document, or only the collector of cycles could free either.
        self._book, self._lower, self._sentences, self._words = book, document.lower, document.sentences, document.words
        self._found: dict[str, tuple[Said, ...]] = {}
        self._held = _Held(document)
        self._anchored = book.met(document.words.keys())
        self._glued: dict[str, list[Said]] | None = None

    def get(self, topic: str, default: tuple[Said, ...] = ()) -> tuple[Said, ...]:  # type: ignore[override]
        """The uses of a topic, in reading order; `default` where there are none."""
        found = self._found.get(topic)
        if found is None:
            found = self._found[topic] = self.search(topic)
        return found or default

    def search(self, topic: str) -> tuple[Said, ...]:
        """Look for a topic; see `get`, which does it once."""
        uses = [*self._spaced(topic), *self._in_glued(topic)]
        if len(uses) > 1:
            uses.sort(key=_place)
        return tuple(uses)

    def __getitem__(self, topic: str) -> tuple[Said, ...]:
        found = self.get(topic)
        if not found:
            raise KeyError(topic)
        return found

    def __iter__(self) -> Iterator[str]:
        return (topic for topic in self._book.topics if self.get(topic))

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def _spaced(self, topic: str) -> Iterator[Said]:
        """Uses of the wordings that are found by words."""
        book, held, anchored = self._book, self._held, self._anchored
        tries, made = book.tries, book.made
        lower, sentences = self._lower, self._sentences
        start, end = book.topics.get(topic, (0, 0))
        for index in anchored[bisect_left(anchored, start) : bisect_left(anchored, end)]:
            anchors, needs, first = tries.get(index) or book.how(index)
            if held.lacks(needs):
                continue
            wording, pattern = book.wordings[index], made.get(index) or book.compiled(index)
            if first is None or held.cut:
                for number in _bits(held.anchored(anchors) & held.sentences(needs)):
                    span = sentences[number]
                    for match in pattern.finditer(lower, span.start, span.end):
                        yield Said(wording, match, span)
                continue
            places = held.places(first)
            numbers = held.anchored(anchors) & held.sentences(needs) if len(places) > _FEW else -1
            begins, behind = pattern.match, 0
            for place, number in places:
                if numbers >> number & 1 and place >= behind:
                    span = sentences[number]
                    begun = begins(lower, place, span[1])
                    if begun and held.anchored(anchors) >> number & 1:
                        behind = begun.end()
                        yield Said(wording, begun, span)

    def _in_glued(self, topic: str) -> Iterable[Said]:
        """Uses of the wordings in scripts without blanks, all of which are looked for together."""
        if self._glued is None:
            self._glued = {}
            for use in self._every_glued():
                self._glued.setdefault(use.wording.topic, []).append(use)
        return self._glued.get(topic, ())

    def _every_glued(self) -> Iterator[Said]:
        """Uses of the wordings in scripts without blanks, found by parts of words."""
        book, lower, sentence = self._book, self._lower, self._held.sentence
        if lower.isascii():
            return
        first = {char for word in self._words if not word.isascii() for char in word if char >= "\u0e00"}
        if not first:
            return
        japanese = _KANA.search(lower) is not None
        tried: set[tuple[int, int]] = set()
        for char in ("", *sorted(first)):
            for part in book.parts.get(char, ()):
                at = lower.find(part)
                for place in _occurrences(lower, part, at):
                    span = sentence(place)
                    for index in book.by_part[part]:
                        if (index, span.start) in tried:
                            continue
                        tried.add((index, span.start))
                        language = book.wordings[index].language
                        if (language == "ja" and not japanese) or (language == "zh" and _KANA.search(lower, *span)):
                            continue
                        for match in book.compiled(index).finditer(lower, span.start, span.end):
                            yield Said(book.wordings[index], match, span)


#: With fewer places where a wording can begin, trying each is quicker than asking which sentences hold what it needs.
_FEW = 6


class _Try(NamedTuple):
    """How a wording is looked for: in sentences that hold one of its `anchors`. Any match holds a letter run of each of `needs`
    and begins with one of `first` (None: with anything); see `required`."""

    anchors: frozenset[str]
    needs: tuple[frozenset[str], ...]
    first: frozenset[str] | None


class _Held:
    """Which words stand in which sentences of a document: sets of sentences are numbers with a bit for each of them."""

    def __init__(self, document: Document) -> None:
        spans = self._spans = document.sentences
        self._starts = [start for start, _ in spans]
        self._words = document.words
        #: The letter runs with their places; a word such as `doesn't` has two of them.
        self._runs = self._words
        joined = [word for word in self._words if "'" in word or "’" in word]
        if joined:
            self._runs = dict(self._words)
            for word in joined:
                at = 0
                for run in _APOSTROPHE.split(word):
                    self._runs[run] = sorted([*self._runs.get(run, ()), *(place + at for place in self._words[word])])
                    at += len(run) + 1
        self._there = frozenset(self._runs)
        #: The sentences that are cut off at their limit, and may hold half a word.
        self.cut = _mask(n for n, (one, next_) in enumerate(pairwise(spans)) if one[1] == next_[0])
        self._of_run: dict[str, int] = {}
        self._of_set: dict[frozenset[str], int] = {}
        self._numbers: dict[str, list[tuple[int, int]]] = {}

    def sentence(self, place: int) -> Span:
        """The sentence at a place; an empty span where there is none."""
        index = bisect_right(self._starts, place) - 1
        return self._spans[index] if index >= 0 and place < self._spans[index].end else Span(place, place)

    def lacks(self, needs: tuple[frozenset[str], ...]) -> bool:
        """Whether the document holds no run of one of these sets."""
        there = self._there
        for need in needs:
            if need.isdisjoint(there):
                return not self.cut
        return False

    def sentences(self, needs: tuple[frozenset[str], ...]) -> int:
        """The sentences that hold a run of each set."""
        found = -1
        for need in needs:
            found &= self.of(need) | self.cut
            if not found:
                break
        return found

    def of(self, runs: frozenset[str]) -> int:
        """The sentences that hold one of these letter runs."""
        found = self._of_set.get(runs)
        if found is None:
            found = 0
            for run in runs & self._there:
                held = self._of_run.get(run)
                if held is None:
                    held = self._of_run[run] = _mask(number for _, number in self._numbered(run))
                found |= held
            self._of_set[runs] = found
        return found

    def anchored(self, words: frozenset[str]) -> int:
        """The sentences that hold one of these words; `doesn't` is a word of its own."""
        if self._runs is self._words:
            return self.of(words)
        starts = self._starts
        places = chain.from_iterable(self._words[word] for word in words & self._words.keys())
        return _mask(bisect_right(starts, place) - 1 for place in places)

    def places(self, runs: frozenset[str]) -> list[tuple[int, int]]:
        """Where these runs stand, in order, each with the number of its sentence."""
        there = runs & self._there
        if len(there) == 1:
            return self._numbered(*there)
        return sorted(chain.from_iterable(map(self._numbered, there)))

    def _numbered(self, run: str) -> list[tuple[int, int]]:
        found = self._numbers.get(run)
        if found is None:
            starts = self._starts
            found = self._numbers[run] = [(place, bisect_right(starts, place) - 1) for place in self._runs[run]]
        return found


def _place(use: Said) -> tuple[int, int]:
    return use.match.span()


def _mask(numbers: Iterable[int]) -> int:
    mask = 0
    for number in numbers:
        mask |= 1 << number
    return mask


def _bits(mask: int) -> Iterator[int]:
    """The numbers of a mask in order."""
    while mask:
        lowest = mask & -mask
        yield lowest.bit_length() - 1
        mask ^= lowest


_APOSTROPHE = regex("['’]")
#: Chinese and Japanese share characters; a Japanese text has kana among them, a Chinese sentence has none.
_KANA = regex("[ぁ-ヺ]")


def _occurrences(text: str, part: str, at: int) -> Iterator[int]:
    while at >= 0:
        yield at
        at = text.find(part, at + len(part))


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The built-in lexicon."""
    from conduct_lint import table

    return Lexicon(table.read()["lexicon"])


@cache
def pattern(topic: str, *kinds: str, glued: bool | None = None) -> re.Pattern[str]:
    """One expression for all wordings of these kinds: for words that are asked of a place, not looked for in a text.

    Arguments: `glued` takes only those of scripts without blanks, or only the others.
    """
    wanted = [
        wording.pattern
        for wording in lexicon().of_topic(topic).values()
        if wording.kind in kinds and glued in (None, wording.language in GLUED)
    ]
    return regex("|".join(wanted) or r"(?!)", re.I)


@once
def said(document: Document) -> Uses:
    """What a document says in known wordings, by topic, each in reading order."""
    return lexicon().uses(document)


# ── compiling the files ──────────────────────────────────────────────────────────────────────────────────────────────


class LexiconError(Exception):
    """A lexicon file that cannot be used; the message names file and entry."""


def compile_files(files: Mapping[str, Any]) -> dict[str, Any]:
    """Turn parsed lexicon files into the table that `Lexicon` loads.

    Arguments: `files` maps file names to what their YAML holds. Raises LexiconError for an entry that is not understood, whose
    anchors cannot be derived, or whose examples do not match it.
    """
    from conduct_lint.chinese import traditional

    headings: dict[str, list[str]] = {}
    wordings: list[list[Any]] = []
    for name, content in sorted(files.items()):
        if not isinstance(content, dict) or not {"topic", "language"} <= set(content):
            raise LexiconError(f"{name}: a lexicon file is a mapping with `topic` and `language`")
        unknown = set(content) - {"topic", "language", "headings", "wordings", "note"}
        if unknown:
            raise LexiconError(f"{name}: unknown key {sorted(unknown)[0]!r}")
        topic, language = content["topic"], content["language"]
        if os.path.basename(name) != f"{topic}.{language}.yaml":
            raise LexiconError(f"{name}: the file name must be {topic}.{language}.yaml")
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
            wordings.append(_compile(name, topic, language, entry))
    return {"headings": headings, "wordings": wordings, **_index(wordings)}


def _index(rows: list[list[str]]) -> dict[str, Any]:
    """Where the rows of a topic begin and end, and the numbers of the rows that have an anchor: a word, or a part of a word."""
    topics: dict[str, list[int]] = {}
    words: dict[str, list[int]] = {}
    parts: dict[str, list[int]] = {}
    for number, (topic, language, _, _, anchors, *_) in enumerate(rows):
        topics.setdefault(topic, [number, number])[1] = number + 1
        into = parts if language in GLUED else words
        for anchor in anchors.split("\n"):
            into.setdefault(anchor, []).append(number)
    return {"topics": topics, "words": words, "parts": parts}


def _compile(name: str, topic: str, language: str, entry: Mapping[str, Any]) -> list[Any]:
    from conduct_lint.chinese import both, traditional
    from conduct_lint.required import beginnings, required

    say = entry.get("say")
    unknown = set(entry) - {"say", "kind", "words", "examples", "never", "note"}
    if not isinstance(say, str) or unknown:
        raise LexiconError(f"{name}: {say!r}: " + (f"unknown key {sorted(unknown)[0]!r}" if unknown else "`say` is missing"))
    glued = language in GLUED
    pattern = (
        (both(say) if language == "zh" else say).replace(" ", " +").replace(" ++", " +")
    )  # `++` is no pattern before Python 3.11
    if not glued:
        pattern = rf"(?<!\w)(?:{pattern})(?!\w)"
    try:
        compiled = re.compile(pattern)
    except re.error as error:
        raise LexiconError(f"{name}: {say!r}: {error}") from None
    words = [str(word) for word in entry.get("words") or ()] or anchors_of(say, glued)
    if language == "zh":
        words = list(dict.fromkeys([*words, *chain(*map(traditional, words))]))
    if not words:
        raise LexiconError(f"{name}: {say!r}: no anchor can be derived; list some under `words`")
    if not entry.get("examples"):
        raise LexiconError(f"{name}: {say!r}: an example is missing")
    for example in entry["examples"]:
        flat = " ".join(str(example).lower().split())
        if not compiled.search(flat):
            raise LexiconError(f"{name}: {say!r} is not found in its example {example!r}")
        found = set(_WORD.findall(flat))
        if not (any(word in flat for word in words) if glued else found & set(words)):
            raise LexiconError(f"{name}: {say!r}: none of its anchors {words} stands in its example {example!r}")
    for text in entry.get("never") or ():
        if compiled.search(" ".join(str(text).lower().split())):
            raise LexiconError(f"{name}: {say!r} is found in {text!r}, where it must not be")
    spaced = say.replace(" ", " +").replace(" ++", " +")
    needed = "" if glued else "\t".join("\n".join(one) for one in required(spaced))
    first = "" if glued else "\n".join(beginnings(spaced))
    return [topic, language, entry.get("kind", "statement"), pattern, "\n".join(words), needed, first]


_COMMON = frozenset(
    "the a an of to in on for and or is are be it this that these those with by as at from not no can may will was has have do"
    " does".split()
)
_WORD = regex(r"[^\W\d_]+(?:['’][^\W\d_]+)*")


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
        words = texts if glued else [max(_WORD.findall(text), key=_worth, default="") for text in texts]
        if not words or not all(_WORD.fullmatch(word) for word in words):
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
