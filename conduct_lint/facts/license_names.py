"""License names in a text: where one stands, and which of the Hub's ids it can mean.

The names are data, `rules/lexicon/license-name.en.yaml`; this module resolves overlaps and reads the
parts of a Creative Commons name.
"""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from functools import cache, lru_cache

from conduct_lint.document import Document, lowered, once
from conduct_lint.lexicon import GLUED, Wording, lexicon, pattern, said
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.vocabulary import license_id, licenses

#: Words of a Creative Commons name, and the part of the id that each stands for.
_PARTS = (
    (regex(r"non-? *commercial|\bnc\b"), "nc"),
    (regex(r"share-? *alike|\bsa\b"), "sa"),
    (regex(r"no-? *deriv|\bnd\b"), "nd"),
)
_VERSION = regex(r"[1-4](?:\.[05])?(?!\d)")
_OWN_WORD = regex(r"(?<![\w.])[A-Z][a-z]\w+(?= +\Z)")
_NO_OWN_WORD = pattern("license_context", "no-own-word")
_ZERO = regex(r"cc[-_ ,(]*(?:0|zero)|\bzero\b|commons[-_ ,(]*0")


#: No more words about licenses than these are looked at in one document.
MOST_WORDS = 300


class Name(NamedTuple):
    """A license named in a text: `ids` are the Hub's ids that the words can mean, empty for a license that has none."""

    written: str
    ids: frozenset[str]
    span: Span


@lru_cache(maxsize=4096)
def meanings(kind: str, written: str) -> frozenset[str]:
    """The ids that a name can mean. Arguments: `kind` of its wording, `written` in lower case."""
    if kind == "-":
        return frozenset()
    if kind == "cc":
        return _creative_commons(written)
    return frozenset(
        key for key in licenses() if any(key == glob or ("*" in glob and fnmatchcase(key, glob)) for glob in kind.split())
    )


def _creative_commons(written: str) -> frozenset[str]:
    if _ZERO.search(written):
        return frozenset({"cc0-1.0"})
    parts = {part for words, part in _PARTS if words.search(written)}
    version = _VERSION.search(written)
    attributed = parts or regex(r"by|attribution").search(written)
    found = {"cc"} if not parts and not version else set()
    for key in licenses():
        if not key.startswith("cc-by"):
            continue
        *own, number = key.split("-")[2:]
        # A bare "Creative Commons 4.0" says nothing of the parts.
        if (set(own) == parts or not attributed) and (version is None or number[0] == version.group()[0]):
            found.add(key)
    return frozenset(found)


@cache
def _names() -> tuple[tuple[Wording, re.Pattern[str]], ...]:
    # A Latin name may stand between letters of a script without blanks: 采用MIT许可证.
    return tuple(
        (w, regex(w.pattern.replace(r"(?<!\w)", "(?<![a-z0-9])").replace(r"(?!\w)", "(?![a-z0-9])")))
        for w in lexicon().of_topic("license-name").values()
    )


def _named(text: str, kind: str, start: int, end: int) -> Name | None:
    written = " ".join(text[start:end].split()).rstrip("-_ /,.(–:")
    end = start + len(text[start:end].rstrip("-_ /,.(–:"))
    # "mit" is a common German word, and the university writes itself as the license does: context decides later.
    if kind == "mit" and not written[:3].isupper() and "icen" not in written:
        return None
    if "*openrail*" in kind:
        # "The Libertarian OpenRAIL License" is a license of its own.
        own = _OWN_WORD.search(text, max(0, start - 40), start)
        if own and not _NO_OWN_WORD.fullmatch(own.group()):
            return Name(" ".join(text[own.start() : end].split()), frozenset(), Span(own.start(), end))
    return Name(written, meanings(kind, written.lower()), Span(start, end))


def _outermost(names: list[Name]) -> list[Name]:
    """Names that are no part of a longer one; of two at one place the one that tells more."""
    kept: list[Name] = []
    for name in sorted(names, key=lambda n: (n.span.start, -n.span.end, len(n.ids) or 99)):
        if not kept or name.span.start >= kept[-1].span.end:
            kept.append(name)
    return kept


def names_in(text: str, start: int = 0, end: int | None = None, any_case: bool = False) -> list[Name]:
    """License names in a short piece of text, in reading order. `any_case`: in addresses `mit` is the license, not a word."""
    end = len(text) if end is None else end
    lower = lowered(text[start:end])
    found = []
    for wording, expression in _names():
        for m in expression.finditer(lower):
            source = text.upper() if any_case and wording.kind == "mit" else text
            name = _named(source, wording.kind, start + m.start(), start + m.end())
            if name:
                found.append(name._replace(written=text[name.span.start : name.span.end]) if any_case else name)
    return _outermost(found)


@once
def names(document: Document) -> tuple[Name, ...]:
    """The license names in the prose of a document, found through the word index."""
    uses = said(document)
    found = [_named(document.prose, use.wording.kind, *use.match.span()) for use in uses.get("license-name", ())]
    for sentence in {
        use.sentence for use in uses.get("license", ()) if use.wording.language in GLUED and use.wording.kind == "word"
    }:
        found += names_in(document.prose, sentence.start, sentence.end)
    return tuple(_outermost([name for name in found if name]))


def exact_id(name: Name) -> str | None:
    """The one id that a name means: by the Hub's own spelling, else where only one fits."""
    return license_id(name.written) or (next(iter(name.ids)) if len(name.ids) == 1 else None)


class Statement(NamedTuple):
    """One statement about the license of this artefact. `how`: section, item, badge, sentence, file, or
    clause, which tells the license without a name; `path` of the file."""

    name: Name
    how: str
    path: str = ""

    @property
    def id(self) -> str | None:
        """The one id of the Hub that it means, where that is clear."""
        return exact_id(self.name)
