"""In which language a text is written, and which human languages the model or the data handle."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping
from functools import cache

from conduct_lint import frontmatter
from conduct_lint.document import WORD, Document, lowered, once
from conduct_lint.frontmatter import Scalar
from conduct_lint.lexicon import lexicon, said
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.vocabulary import vocabulary

#: First and last code point of a script → the language written in it, or a name where there are several.
_SCRIPTS = (
    (0x0370, 0x03FF, "el"), (0x0400, 0x052F, "cyrillic"), (0x0530, 0x058F, "hy"), (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "arabic"), (0x0900, 0x097F, "hi"), (0x0980, 0x09FF, "bn"), (0x0A00, 0x0A7F, "pa"),
    (0x0A80, 0x0AFF, "gu"), (0x0B00, 0x0B7F, "or"), (0x0B80, 0x0BFF, "ta"), (0x0C00, 0x0C7F, "te"), (0x0C80, 0x0CFF, "kn"),
    (0x0D00, 0x0D7F, "ml"), (0x0D80, 0x0DFF, "si"), (0x0E00, 0x0E7F, "th"), (0x0E80, 0x0EFF, "lo"), (0x0F00, 0x0FFF, "bo"),
    (0x1000, 0x109F, "my"), (0x10A0, 0x10FF, "ka"), (0x1100, 0x11FF, "ko"), (0x1200, 0x137F, "am"), (0x1780, 0x17FF, "km"),
    (0x3040, 0x30FF, "ja"), (0x3400, 0x4DBF, "han"), (0x4E00, 0x9FFF, "han"), (0xAC00, 0xD7AF, "ko"),
    (0xF900, 0xFAFF, "han"), (0xFF66, 0xFF9F, "ja"), (0x20000, 0x3FFFF, "han"),
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
def _stop_words() -> Mapping[str, list[str]]:
    found: dict[str, list[str]] = {}
    for language, words in vocabulary("stop_words").items():
        for word in words.split():
            found.setdefault(word, []).append(language)
    return found


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
    for word in [word for word in words if word in stop_words]:
        for language in stop_words[word]:
            counts[language] = counts.get(language, 0) + words[word]
            kinds.setdefault(language, set()).add(word)
    if not document.lower.isascii():
        foreign = [word for word in words if not word.isascii() and max(word) >= "Ͱ"]
    english = counts.get("en", 0)
    if foreign:
        found = _by_script(document, foreign, counts)
        if found and found[1] >= _GOOD_PART * _PER_STOP_WORD * english:
            return found[0]
    declared = [value.raw.strip().lower() for value in frontmatter.strings(document.front_matter.data.get("language"))]
    best = max(counts, key=lambda language: (counts[language], language == "en"), default="en")
    if best != "en" and len(declared) == 1 and counts.get(declared[0], 0) * 4 >= counts[best] * 3:
        best = declared[0]  # Galician and Portuguese, Danish and Norwegian share most of their short words.
    if counts.get(best, 0) <= english or best in _OTHER_SCRIPTS:
        return "en"
    if _outside_cells(document, kinds[best]) <= _outside_cells(document, kinds.get("en", set())):
        return "en"
    # A short text has few of them; the language that the metadata name decides where none is English alone.
    if declared == [best] and (counts[best] >= 2 * english or not kinds.get("en", set()) - kinds[best]):
        return best
    # Language codes and names look like stop words: "de", "es", "per"; a text has several, and one that is no code.
    told = kinds[best]
    running = sum(words.values())
    told_apart = len(told) > max(2, len(kinds.get("en", ()))) and any(len(word) > 3 for word in told)
    return best if told_apart and counts[best] * 12 >= running else "en"


def _outside_cells(document: Document, words: set[str]) -> int:
    """How often these words stand in running text: examples in a table are what the card handles, not what it is written in."""
    starts, blocks = document.block_starts, document.blocks
    return sum(blocks[bisect_right(starts, at) - 1].kind != "cell" for word in words for at in document.places(word))


def understood(document: Document, topic: str) -> bool:
    """False where the text is in a language in which a topic may be told without being found: silence on it tells nothing."""
    return prose_language(document) in ("none", *lexicon().known.get(topic, ()))


def of_samples(document: Document, topic: str, language: str) -> bool:
    """Whether words in a language that is known only in part stand in a text written in another: they are its examples."""
    return language not in lexicon().known.get(topic, ()) and language != prose_language(document)


def _by_script(document: Document, foreign: list[str], counts: Mapping[str, int]) -> tuple[str, float] | None:
    """The language of the words in other scripts and how many running words they make; None when there are none.

    Words in tables and links (titles of papers, lists of translations) do not count, words in list items and quotes
    (examples) only as far as the text around them is in that script too.
    """
    blocks = document.blocks
    starts = document.block_starts
    characters: dict[str, int] = {}
    running: dict[str, float] = {}
    aside: dict[str, float] = {}
    told = {word: Counter(filter(None, map(_script, word))) for word in foreign}
    for m in WORD.finditer(document.lower):
        scripts = told.get(m.group())
        if scripts:
            at = m.start()
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


class Languages(NamedTuple):
    """The human languages that the model or the data handle, as far as the text tells.

    `stated` sums up. `metadata` are the values under `language` and the tags that name a language, with their places. `named` are
    the places in the prose where a language is named, `many` those that say "multilingual" or count languages.
    """

    stated: bool
    metadata: tuple[Scalar, ...]
    named: tuple[Span, ...]
    many: tuple[Span, ...]


#: Values of `language` that name no human language.
_NO_LANGUAGE = frozenset(
    (
        "code",
        "unk",
        "unknown",
        "und",
        "zxx",
        "none",
        "n/a",
        "na",
        "null",
        "other",
        "",
        "rna",
        "dna",
        "protein",
        "smiles",
        "c++",
        "python",
    )
)
#: Codes of languages that mean something else as a tag: machine learning and translation, vision, TypeScript, Stable Diffusion.
_OTHER_TAGS = frozenset(("ml", "mt", "cv", "ts", "sd", "os", "io"))
#: "plover-en-to-fr", "fij_Latn-to-eng_Latn": from which language into which.
_FROM_TO = regex(r"(?:(?<![a-z])([a-z]{2})|[a-z]{3}_[A-Z][a-z]{3})[-_]to[-_](?:([a-z]{2})(?![a-z_])|[a-z]{3}_[A-Z][a-z]{3})")
#: Parts of the names in the vocabulary that are other words too.
_NOT_A_NAME = frozenset(("church", "northern", "southern", "western", "haitian", "scottish", "central", "hiri", "motu", "luba"))
#: What stands beside a name when the language is meant and not a people, a dish or a breed of dogs.
_BEFORE = regex(
    r"(?:\b(?:in|into|for|from|to|of|and|or|with|on|both|mainly|mostly|only|is|are|than|as|supports?|supporting|speaks?|spoken|written"
    r"|understands?|languages?\b[^:]{0,30}:|e\.g\.|including|brazilian|european|simplified|traditional|modern|standard|american|british)"
    r"|[,/(|&=+–>→-]) *\Z"
)
_ALONE = regex(
    r" *(?:[].,;:!?)|/&+–>→*-]|\Z|\((?:\w{2,3}|\d+[\w .%]*)\)"
    r"|(?:and|or|to|but|with|by|from|on|in|using|as|is|are|at|for|which|that|can|only|via|than|because|while|[↔→])(?!\w))"
)
_AFTER = regex(
    r"(?:[ -]+(?:and|or|to|&) +\w+)?[ -]+(?:[\w.]+[ -]+){0,2}?"
    r"(?:languages?|text\w*|corp(?:us|ora)|speech|speak\w*|words?|sentences?|tokens?|tokeni[sz]\w*|translat\w*|nlp|\w*bert\w*|\w*gpt\w*"
    r"|lms?|llms?|tweets?|wikipedia|data|datasets?|news\w*|captions?|prompts?|comments?|articles?|reviews?|questions?|dialogue?s?"
    r"|conversation\w*|voices?|transcri\w*|wri\w+|documents?|vocabulary|alphabet|script|characters?|audio|asr|tts|stt|books?|stories|poe\w+"
    r"|lyrics|subtitles?|instructions?|responses?|answers?|pairs?|only|versions?|subset|split|monolingual|dialects?|ner|pos|embeddings?"
    r"|phon\w+|verbs?|grammar|spelling|word2vec|fasttext|wav2vec2?|whisper|t5|roberta|summari[sz]\w*|queries|passages|model)\b"
)
_COMMENTED = regex(r"language *: *[\"']?[a-z]{2,3}\b", re.I)


@cache
def codes() -> frozenset[str]:
    """The two-letter codes of languages."""
    return frozenset(vocabulary("languages")["two_letter"])


@cache
def names() -> frozenset[str]:
    """English names of the languages that have a two-letter code, lower case, word by word."""
    listed = vocabulary("languages")["two_letter"].values()
    words = (word for name in listed for word in regex(r"[^\W\d_]+").findall(name) if len(word) > 3 and word[0].isupper())
    return frozenset(lowered(word) for word in words) - _NOT_A_NAME


@once
def languages(document: Document) -> Languages:
    """Read which human languages a document names: the metadata, names and counts in prose, `language:` in a comment.

    A name in a link or inside an id (`bert-base-german-cased`) tells of another text and does not count.
    """
    data = document.front_matter.data
    metadata = tuple(
        value
        for key in ("language", "languages")
        for value in frontmatter.strings(data.get(key))
        if value.raw.strip().lower() not in _NO_LANGUAGE
    ) + tuple(tag for tag in frontmatter.strings(data.get("tags")) if _names_language(tag.raw.strip()))
    named: list[Span] = []
    many: list[Span] = []
    for use in said(document).get("language", ()):
        # "heron-base-multilingual-cased" is a name.
        if not _linked(document, use.span.start) and document.text[use.match.start() - 1 : use.match.start()] not in (
            "-",
            "_",
            "/",
        ):
            (many if use.wording.kind == "many" else named).append(use.span)
    for word in names() & document.words.keys():
        named += [Span(at, at + len(word)) for at in document.places(word) if _means_language(document, at, at + len(word))]
    if document.title and document.title.heading:
        start = document.title.heading.start
        found = _FROM_TO.finditer(document.title.title or "")
        named += [Span(start, document.title.heading.end) for pair in found if codes() >= {*pair.groups()} - {None}]
    commented = any(_COMMENTED.search(document.text, *span) for span in document.parsed.comments)
    return Languages(bool(metadata or named or many or commented), metadata, tuple(sorted(named)), tuple(many))


def _names_language(tag: str) -> bool:
    """True for a tag that is the name or the code of a language."""
    return tag.lower() in names() or (tag in codes() and tag not in _OTHER_TAGS)


def _means_language(document: Document, start: int, end: int) -> bool:
    text = document.text
    # "english letters": in small letters, as long as it is no verb and no part of an id.
    small = text[end : end + 1] == " " and text[start:end] != "polish"
    named = text[start].isupper() or (small and _AFTER.match(document.lower, end, end + 60))
    if not named or text[start - 1 : start] in ("-", "/", "_") or _linked(document, start):
        return False
    lower = document.lower
    line = lower.rfind("\n", 0, start) + 1
    stop = lower.find("\n", end)
    stop = min(stop if stop >= 0 else len(lower), end + 60)
    if _AFTER.match(lower, end, stop):
        return True
    before = lower[max(line, start - 40) : start]
    return bool(_ALONE.match(lower, end, stop)) and (not before.strip() or bool(_BEFORE.search(before)))


def _linked(document: Document, at: int) -> bool:
    index = document.block_index(at)
    return any(mark.kind == "link" and mark.start <= at < mark.end for mark in document.marks[index])
