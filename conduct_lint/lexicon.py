"""The wordings of `rules/lexicon`, and where a document uses them.

A wording is a pattern over the lower-case prose, tried only in the sentences that hold one of its anchor words, so thousands of
wordings cost little more than one look at each distinct word. Which words those are is worked out when the files are compiled;
see `lexiconfiles`.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache
from itertools import chain, pairwise
from typing import Any, cast, overload

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
        #: Topic → the languages in which it is understood in running text, so that silence on it means something.
        self.known: Mapping[str, list[str]] = table["known"]
        self.tries: dict[int, _Try] = {}
        self._sets: dict[str, frozenset[str]] = {}
        self._kinds: dict[str, dict[str, list[tuple[str, bool]]]] = {}
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

    def anchored(self, words: Iterable[str]) -> list[int]:
        """The wordings that have one of these words for an anchor, in order; those of glued scripts are left out."""
        return sorted(set().union(*map(self.by_word.__getitem__, self.by_word.keys() & words)))

    def within(self, topic: str, numbers: list[int]) -> list[int]:
        """Those of these numbers, which are in order, that are wordings of a topic."""
        first, end = self.topics.get(topic, (0, 0))
        return numbers[bisect_left(numbers, first) : bisect_left(numbers, end)]

    def kinds(self, topic: str) -> Mapping[str, list[tuple[str, bool]]]:
        """The patterns of a topic by their kind, each with whether it is for scripts without blanks."""
        found = self._kinds.get(topic)
        if found is None:
            found = self._kinds[topic] = {}
            first, end = self.topics.get(topic, (0, 0))
            for index in range(first, end):
                _, language, kind, say, *_ = self._rows[index]
                found.setdefault(kind, []).append((say, language in GLUED))
        return found

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
        self._anchored = book.anchored(document.words.keys())
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
        book, held = self._book, self._held
        tries, made = book.tries, book.made
        lower, sentences = self._lower, self._sentences
        for index in book.within(topic, self._anchored):
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


class _Asked:
    """One expression for some wordings, put together when something of it is first asked for. From then on its methods are those
    of `re`. Arguments: those of `pattern`."""

    def __init__(self, topic: str, kinds: tuple[str, ...], glued: bool | None, flags: int) -> None:
        self._topic, self._kinds, self._glued, self._flags = topic, kinds, glued, flags

    @cached_property
    def made(self) -> re.Pattern[str]:
        wanted = lexicon().kinds(self._topic)
        says = [
            say for kind, found in wanted.items() if kind in self._kinds for say, glued in found if self._glued in (None, glued)
        ]
        return regex("|".join(says) or r"(?!)", self._flags)

    def __getattr__(self, name: str) -> Any:
        if name.startswith("__"):
            raise AttributeError(name)
        value = self.__dict__[name] = getattr(self.made, name)
        return value


_asked: dict[tuple[Any, ...], _Asked] = {}


def pattern(topic: str, *kinds: str, glued: bool | None = None, lower: bool = False) -> re.Pattern[str]:
    """One expression for all wordings of these kinds: for words that are asked of a place, not looked for in a text.

    It costs nothing until it is used. Arguments: `glued` takes only those of scripts without blanks, or only the others; `lower`
    promises that only lower-case words are asked, which takes half the time.
    """
    key = topic, kinds, glued, 0 if lower else int(re.I)
    found = _asked.get(key)
    if found is None:
        found = _asked[key] = _Asked(*key)
    return cast("re.Pattern[str]", found)


def asked() -> list[re.Pattern[str]]:
    """Every expression that this process has asked `pattern` for so far, and those of each kind alone in the same topics."""
    for topic, flags in {(topic, flags) for topic, _, glued, flags in _asked if glued is None}:
        for kind in lexicon().kinds(topic):
            pattern(topic, kind, lower=not flags)
    return [found.made for found in _asked.values()]


@once
def said(document: Document) -> Uses:
    """What a document says in known wordings, by topic, each in reading order."""
    return lexicon().uses(document)
