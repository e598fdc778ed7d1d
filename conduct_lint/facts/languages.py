"""In which language a text is written, and which human languages the model or the data handle."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Mapping
from functools import cache

from conduct_lint.document import Document, once
from conduct_lint.vocabulary import vocabulary

#: First and last code point of a script → the language written in it, or a name where there are several.
_SCRIPTS = (
    (0x0370, 0x03FF, "el"), (0x0400, 0x052F, "cyrillic"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "arabic"), (0x0900, 0x097F, "hi"), (0x0980, 0x09FF, "bn"), (0x0A00, 0x0A7F, "pa"), (0x0A80, 0x0AFF, "gu"), (0x0B00, 0x0B7F, "or"),
    (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"), (0x0C80, 0x0CFF, "kn"), (0x0D00, 0x0D7F, "ml"), (0x0D80, 0x0DFF, "si"),
    (0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"), (0x0F00, 0x0FFF, "bo"), (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"), (0x1200, 0x137F, "am"), (0x1780, 0x17FF, "km"), (0x3040, 0x30FF, "ja"), (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"), (0xAC00, 0xD7AF, "ko"), (0xF900, 0xFAFF, "han"), (0xFF66, 0xFF9F, "ja"), (0x20000, 0x3FFFF, "han"),
)  # fmt: skip
_SCRIPT_STARTS = [first for first, _, _ in _SCRIPTS]
_WRITTEN_IN = {"cyrillic": ("ru", "uk", "bg", "sr"), "arabic": ("ar", "fa", "ur")}
#: Characters that make about as much text as one word of a script that puts blanks between words.
_GLUED = {"han": 1.7, "ja": 2.5, "th": 4.0, "lo": 4.0, "km": 4.0, "my": 4.0}
#: Running words per stop word, measured on prose: a third to half of a text are stop words.
_PER_STOP_WORD = 2.5
#: From this share of the English text on, text in another script makes a card bilingual.
_GOOD_PART = 0.5
_OTHER_SCRIPTS = frozenset(language for languages in _WRITTEN_IN.values() for language in languages)


@cache
def _stop_words() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    for language, words in vocabulary("stop_words").items():
        for word in words.split():
            found.setdefault(word, []).append(language)
    return {word: tuple(languages) for word, languages in found.items()}


def _script(character: str) -> str | None:
    code = ord(character)
    index = bisect_right(_SCRIPT_STARTS, code) - 1
    return _SCRIPTS[index][2] if index >= 0 and code <= _SCRIPTS[index][1] else None


@once
def prose_language(document: Document) -> str:
    """Return the language that the prose is written in, ISO 639-1; `none` where there are no words.

    Read by stop words and by script; text in tables, code and front matter is not asked. Of a bilingual text the language that
    is not English is returned when it carries a good part of the text. Words that tell nothing (a bare title) count as
    English, the language of names and templates.
    """
    words = document.words
    if not words:
        return "none"
    stop_words = _stop_words()
    counts: dict[str, int] = {}
    kinds: dict[str, set[str]] = {}
    foreign: list[str] = []
    for word, places in words.items():
        for language in stop_words.get(word, ()):
            counts[language] = counts.get(language, 0) + len(places)
            kinds.setdefault(language, set()).add(word)
        if not word.isascii() and max(word) >= "Ͱ":
            foreign.append(word)
    english = counts.get("en", 0)
    if foreign:
        found = _by_script(document, foreign, counts)
        if found and found[1] >= _GOOD_PART * _PER_STOP_WORD * english:
            return found[0]
    best = max(counts, key=lambda language: (counts[language], language == "en"), default="en")
    if counts.get(best, 0) <= english or best in _OTHER_SCRIPTS:
        return "en"
    # Language codes and names look like stop words: "de", "es", "per"; a text has several, and two that are no code.
    told = kinds[best]
    running = sum(map(len, words.values()))
    told_apart = len(told) > max(2, len(kinds.get("en", ()))) and sum(len(word) > 2 for word in told) > 1
    return best if told_apart and counts[best] * 12 >= running else "en"


def _by_script(document: Document, foreign: list[str], counts: Mapping[str, int]) -> tuple[str, float] | None:
    """The language of the words in other scripts and how many running words they make; None when there are none.

    Words in tables and links (titles of papers, lists of translations) do not count, words in list items and quotes
    (examples) only as far as the text around them is in that script too.
    """
    blocks = document.blocks
    starts = [block.start for block in blocks]
    characters: dict[str, int] = {}
    running: dict[str, float] = {}
    aside: dict[str, float] = {}
    for word in foreign:
        scripts: dict[str, int] = {}
        for character in word:
            script = _script(character)
            if script:
                scripts[script] = scripts.get(script, 0) + 1
        for at in document.words[word] if scripts else ():
            index = bisect_right(starts, at) - 1
            block = blocks[index]
            if block.kind == "cell" or any(mark.kind == "link" and mark.start <= at < mark.end for mark in document.marks[index]):
                continue
            into = aside if block.depth or block.quoted else running
            for script, length in scripts.items():
                characters[script] = characters.get(script, 0) + length
                into[script] = into.get(script, 0.0) + (length / _GLUED[script] if script in _GLUED else 1)
    for script, listed in aside.items():
        around = running.get(script, 0.0)
        running[script] = around + min(listed, 3 * around + 8)
    if not characters:
        return None
    # Japanese is written in kana and Chinese characters, Chinese and old Korean texts in the latter alone.
    han = characters.get("han", 0)
    kana = characters.get("ja", 0)
    total = running.pop("han", 0.0)
    if han or kana:
        japanese = kana * 8 > han
        running["ja" if japanese else "zh"] = (running.pop("ja", 0.0) if japanese else 0.0) + total
        if not japanese:
            running.pop("ja", None)
    script = max(running, key=lambda name: running[name])
    language = script
    if script in _WRITTEN_IN:
        choices = _WRITTEN_IN[script]
        language = max(choices, key=lambda choice: (counts.get(choice, 0), -choices.index(choice)))
    return language, running[script]
