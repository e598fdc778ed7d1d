"""The wordings of `rules/lexicon`, and where a document uses them.

A wording is a pattern over the lower-case prose, tried only in sentences that hold the words without which it cannot be said, and
found by the rarest of them, so thousands of wordings cost little more than one look at each distinct word. Which words those are
is worked out when the files are compiled; see `lexiconfiles`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property, lru_cache, partial

from conduct_lint.document import Document, once, words_in
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import Expression, known, regex
from conduct_lint.typed import Any, cast, overload

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
    """All wordings, indexed by a word. Arguments: `table` as `lexiconfiles.compile_files` makes it."""

    def __init__(self, table: Mapping[str, Any]) -> None:
        self.headings: Mapping[str, list[str]] = table["headings"]
        self.wordings = Wordings(table["wordings"])
        self._rows: Sequence[list[str]] = table["wordings"]
        #: Topic → the numbers of its first wording and of the one behind its last.
        self.topics: Mapping[str, list[int]] = table["topics"]
        #: Topic → the languages in which it is understood in running text, so that silence on it means something.
        self.known: Mapping[str, list[str]] = table["known"]
        self._asked_by: dict[str, list[tuple[int, frozenset[str]]]] = {}
        self._tries: dict[int, _Try] = {}
        self._by_topic: dict[str, dict[str, list[int]]] = {}
        self._sets: dict[str, frozenset[str]] = {}
        self._kinds: dict[str, dict[str, list[tuple[str, bool]]]] = {}
        self.by_word: Mapping[str, list[int]] = table["words"]
        self._words = self.by_word.keys()
        self.by_part: Mapping[str, list[int]] = table["parts"]
        self._besides: Sequence[str] = table["besides"]
        self.made: dict[int, re.Pattern[str]] = {}
        #: See `_hopes`. Cards share half of their sentences; more of them remembered cost 9 MB and gain nothing.
        self.hopes = lru_cache(maxsize=1024)(self._hopes)

    @cached_property
    def parts(self) -> dict[str, list[str]]:
        """The anchors of glued scripts by their first character; those that begin with an ASCII character by ""."""
        found: dict[str, list[str]] = {}
        for part in self.by_part:
            found.setdefault("" if part[0].isascii() else part[0], []).append(part)
        return found

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

    def _asked(self, word: str) -> list[tuple[int, frozenset[str]]]:
        """The wordings that are found by a word, by number, each with the words one of which it needs beside that one, if any.

        More than half of those that a card meets fail there: all else that they need is not taken apart.
        """
        besides = self._besides
        asked = self._asked_by[word] = [(index, self._set(besides[index])) for index in self.by_word[word]]
        return asked

    def _try(self, index: int) -> _Try:
        topic, *_, words, sets, first = self._rows[index]
        needs = [self._set(some) for some in sets.split("\t")[2:]]
        begins = self._set(first)
        made = _Try(topic, needs, self._set(words), begins, tuple(begins) if len(begins) < 2 else None)
        self._tries[index] = made
        return made

    def _set(self, words: str) -> frozenset[str]:
        """A set of words, a line each; many wordings need the same ones."""
        found = self._sets.get(words)
        if found is None:
            found = self._sets[words] = frozenset(words.split("\n") if words else ())
        return found

    def _hopes(self, sentence: str) -> tuple[tuple[str, tuple[_Hope, ...]], ...]:
        """The wordings that a sentence may hold, by topic."""
        words, there = _held(sentence)
        passed: dict[int, _Try] = {}
        asked, known, lacks = self._asked_by, self._tries, there.isdisjoint
        for word in self._words & there:
            for index, beside in asked.get(word) or self._asked(word):
                if beside and lacks(beside):
                    continue
                one = known.get(index) or self._try(index)
                for some in one[1]:
                    if lacks(some):
                        break
                else:
                    passed[index] = one
        found: dict[str, list[_Hope]] = {}
        for index in sorted(passed):
            topic, _, anchors, first, alone = passed[index]
            if there is words or not anchors.isdisjoint(words):
                found.setdefault(topic, []).append((index, tuple(first & there) if alone is None else alone))
        if not sentence.isascii():
            for index in sorted(self._glued(sentence, words)):
                found.setdefault(self._rows[index][0], []).append((index, ()))
        # Of tuples alone, which the collector of cycles does not walk through again and again.
        return tuple((topic, tuple(hopes)) for topic, hopes in found.items())

    def _glued(self, sentence: str, words: Iterable[str]) -> set[int]:
        """The wordings in scripts without blanks that have an anchor in a sentence."""
        first = {char for word in words if not word.isascii() for char in word if char >= "\u0e00"}
        if not first:
            return set()
        parts = (part for char in ("", *first) for part in self.parts.get(char, ()) if part in sentence)
        found = {index for part in parts for index in self.by_part[part]}
        if _KANA.search(sentence):
            found = {index for index in found if self._rows[index][1] != "zh"}
        return found

    def named(self, topic: str, text: str) -> set[int]:
        """The wordings of a topic that a short text may hold; those of glued scripts are left out."""
        by_word = self._by_topic.get(topic) or self._topic(topic)
        return {index for word in by_word.keys() & _held(text)[1] for index in by_word[word]}

    def _topic(self, topic: str) -> dict[str, list[int]]:
        by_word = self._by_topic[topic] = {}
        for index in range(*self.topics.get(topic, (0, 0))):
            for word in self._rows[index][5].partition("\t")[0].split("\n"):
                by_word.setdefault(word, []).append(index)
        return by_word

    def uses(self, document: Document) -> Uses:
        """Every use of every wording by topic; a topic is looked for when it is first asked for."""
        return Uses(self, document)


class Uses(Mapping[str, tuple[Said, ...]]):
    """What a document says in known wordings: topic → its uses, in reading order. Of a topic that is never asked for no pattern
    runs: of those that a card needs that is half."""

    def __init__(self, book: Lexicon, document: Document) -> None:
        # The document keeps its uses; they keep no document, or only the collector of cycles could free either.
        self._book, self._lower = book, document.lower
        self._found: dict[str, tuple[Said, ...]] = {}
        self._hopes: dict[str, list[tuple[Span, tuple[_Hope, ...]]]] = {}
        lower, asked, by_topic = self._lower, book.hopes, self._hopes
        for span in document.sentences:
            for topic, hopes in asked(lower[span[0] : span[1]]):
                by_topic.setdefault(topic, []).append((span, hopes))

    @cached_property
    def _japanese(self) -> bool:
        return _KANA.search(self._lower) is not None

    def get(self, topic: str, default: tuple[Said, ...] = ()) -> tuple[Said, ...]:  # type: ignore[override]
        """The uses of a topic, in reading order; `default` where there are none."""
        found = self._found.get(topic)
        if found is None:
            found = self._found[topic] = self.search(topic) if topic in self._hopes else ()
        return found or default

    def search(self, topic: str) -> tuple[Said, ...]:
        """Look for a topic; see `get`, which does it once."""
        book, lower = self._book, self._lower
        uses: list[Said] = []
        for span, hopes in self._hopes[topic]:
            start, end = span
            for index, first in hopes:
                pattern = book.made.get(index) or book.compiled(index)
                if len(first) == 1:
                    (word,) = first
                    place = lower.find(word, start, end)
                    while place >= 0:
                        match = pattern.match(lower, place, end)
                        if match:
                            uses.append(Said(book.wordings[index], match, span))
                        place = lower.find(word, match.end() if match else place + 1, end)
                # Chinese and Japanese share characters; what is said where no kana stand is no Japanese.
                elif first or book.wordings[index].language != "ja" or self._japanese:
                    found = _begun(pattern, lower, first, span) if first else pattern.finditer(lower, start, end)
                    uses += [Said(book.wordings[index], match, span) for match in found]
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


class _Try(NamedTuple):
    """How a wording is looked for: in sentences that hold a word of each of `needs` beside those that it was found by, and one of
    `anchors` as a whole. Any match begins with one of `first` (none: with anything), or with the word `alone`."""

    topic: str
    needs: list[frozenset[str]]
    anchors: frozenset[str]
    first: frozenset[str]
    alone: tuple[str, ...] | None


#: The number of a wording that a sentence may hold, and the words there with which it can begin; none: with anything.
_Hope = tuple[int, tuple[str, ...]]


def _begun(pattern: re.Pattern[str], text: str, first: tuple[str, ...], span: Span) -> Iterator[re.Match[str]]:
    """The matches of a pattern in a sentence that begin with one of these words."""
    places = []
    for word in first:
        place = text.find(word, *span)
        while place >= 0:
            places.append(place)
            place = text.find(word, place + 1, span.end)
    behind = span.start
    for place in sorted(places):
        match = pattern.match(text, place, span.end) if place >= behind else None
        if match:
            behind = match.end()
            yield match


def _held(text: str) -> tuple[set[str], set[str]]:
    """The words of a text, and these with their parts between apostrophes."""
    words = set(words_in(text))
    return words, words.union(*map(_RUN.findall, words)) if "'" in text or "’" in text else words


def _place(use: Said) -> tuple[int, int]:
    return use.match.span()


_RUN = regex("[^'’]+")
#: A Chinese sentence has no kana.
_KANA = regex("[ぁ-ヺ]")


@lru_cache(maxsize=1)
def lexicon() -> Lexicon:
    """The built-in lexicon."""
    from conduct_lint import table

    return Lexicon(table.read()["lexicon"])


class _Asked(Expression):
    """One expression with wordings in it, put together when something of it is first asked for. Arguments: `say` makes its
    pattern; `name` says what of."""

    def __init__(self, name: str, say: Callable[[], str], flags: int) -> None:
        self._name, self._say, self._flags = name, say, flags

    def _make(self) -> re.Pattern[str]:
        return known(self._name, self._flags, self._say)


_patterns: dict[tuple[Any, ...], re.Pattern[str]] = {}
_frames: dict[tuple[Any, ...], re.Pattern[str]] = {}


def pattern(topic: str, *kinds: str, glued: bool | None = None, lower: bool = False) -> re.Pattern[str]:
    """One expression for all wordings of these kinds: for words that are asked of a place, not looked for in a text.

    It costs nothing until it is used. Arguments: `glued` takes only those of scripts without blanks, or only the others; `lower`
    promises that only lower-case words are asked, which takes half the time.
    """
    key = topic, kinds, glued, 0 if lower else int(re.I)
    found = _patterns.get(key)
    if found is None:
        say = partial(_joined, topic, kinds, glued)
        asked = _Asked(f"{topic} {' '.join(kinds)} {glued}", say, key[-1])
        found = _patterns[key] = cast("re.Pattern[str]", asked)
    return found


def framed(topic: str, frame: str, flags: int = re.I) -> re.Pattern[str]:
    """An expression of signs around wordings: `{kind}` in the frame stands for all wordings of that kind."""
    key = topic, frame, int(flags)
    found = _frames.get(key)
    if found is None:
        asked = _Asked(f"{topic}: {frame}", lambda: _KIND.sub(lambda kind: f"(?:{_joined(topic, (kind[1],))})", frame), key[-1])
        found = _frames[key] = cast("re.Pattern[str]", asked)
    return found


_KIND = regex(r"\{([a-z][a-z-]*)\}")


def _joined(topic: str, kinds: tuple[str, ...], glued: bool | None = None) -> str:
    found = lexicon().kinds(topic)
    wanted = (one for kind in found if kind in kinds for one in found[kind])
    return "|".join(say for say, without_blanks in wanted if glued in (None, without_blanks)) or r"(?!)"


def make_asked() -> None:
    """Make every expression that this process has asked for in these two ways, and those of each kind alone in the same topics:
    `patterns` then knows them all by name."""
    for topic, flags in sorted({(topic, flags) for topic, _, glued, flags in _patterns if glued is None}):
        for kind in lexicon().kinds(topic):
            pattern(topic, kind, lower=not flags)
    for found in (*_patterns.values(), *_frames.values()):
        _ = cast(_Asked, found).made


@once
def said(document: Document) -> Uses:
    """What a document says in known wordings, by topic, each in reading order."""
    return lexicon().uses(document)
