"""The BibTeX entries of a document, read as tolerantly as their readers do, and what is wrong with them."""

from __future__ import annotations

import re
from collections.abc import Mapping

from conduct_lint.document import Document, once
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

#: Types that stand for a work (btxdoc §3.1, biblatex §2.1); `@string`, `@comment` and `@preamble` do not.
TYPES = frozenset(
    "article book booklet conference dataset electronic inbook incollection inproceedings manual mastersthesis misc online"
    " patent phdthesis"
    " proceedings report software techreport thesis unpublished www".split()
)
#: An entry is read no further than this.
LONGEST = 20_000

_OPENING = regex(r"@[ \t]*([A-Za-z]+)[ \t]*(?:\([\w ]{1,40}\)[ \t]*(?=\{))?([{(])")
_KEY = regex(r"\s*([^\s,={}\"()]*)\s*(,|(?=[})]))")
_FIELD = regex(r"[\s,]*([A-Za-z][\w:+-]*)\s*=\s*")
_BARE = regex(r"[^\s,{}\"()#]+")
_NEXT = regex(r"\n[ \t]*@[A-Za-z]+[ \t]*[{(]|\n[ \t]*```|\n[ \t]*</code>|\n[ \t]*</pre>")


class Entry(NamedTuple):
    """One BibTeX entry. `type` and the names of `fields` in lower case, values without their braces.

    `problem`: empty, `unclosed` (the entry never ends), `comma` (one is missing) or `syntax`; `at` is the place of it.
    """

    type: str
    key: str
    fields: Mapping[str, str]
    span: Span
    problem: str = ""
    at: Span | None = None


@once
def bibtex(document: Document) -> tuple[Entry, ...]:
    """The BibTeX entries of a document in reading order, those in code blocks and those in running text."""
    text = document.plain
    found: list[Entry] = []
    at = 0
    while True:
        opening = _OPENING.search(text, at)
        if opening is None:
            return tuple(found)
        at = opening.end()
        if opening.group(1).lower() in TYPES and not _hidden(document, opening.start()):
            entry = _entry(text, opening)
            found.append(entry)
            at = max(at, entry.span.end)


def _hidden(document: Document, offset: int) -> bool:
    """True inside an HTML comment: nobody reads it there."""
    return any(start <= offset < end for start, end in document.parsed.comments)


def _entry(text: str, opening: re.Match[str]) -> Entry:
    kind, start = opening.group(1).lower(), opening.start()
    following = _NEXT.search(text, opening.end(), opening.end() + LONGEST)
    limit = following.start() if following else min(len(text), opening.end() + LONGEST)
    close = "}" if opening.group(2) == "{" else ")"
    key = _KEY.match(text, opening.end(), limit)
    at = key.end() if key else opening.end()
    fields: dict[str, str] = {}
    problem, place = ("", None) if key else ("syntax", Span(start, opening.end()))
    while True:
        field = _FIELD.match(text, at, limit)
        if field is None:
            break
        if fields and "," not in text[at : field.start(1)] and not problem:
            problem, place = "comma", Span(field.start(1), field.end(1))
        end, value = _value(text, field.end(), limit)
        if end is None:
            return Entry(kind, key.group(1) if key else "", fields, Span(start, limit), "unclosed", Span(start, opening.end()))
        fields[field.group(1).lower()] = value
        at = end
    rest = regex(r"[\s,]*").match(text, at, limit)
    at = rest.end() if rest else at
    if at >= limit:
        end_of_line = text.find("\n", start, limit)
        return Entry(
            kind,
            key.group(1) if key else "",
            fields,
            Span(start, at),
            "unclosed",
            Span(start, end_of_line if end_of_line > 0 else at),
        )
    if text[at] != close and not problem:
        problem, place = "syntax", Span(at, min(limit, at + 1))
    if text[at] != close:
        at = _after(text, at, limit)
    return Entry(kind, key.group(1) if key else "", fields, Span(start, min(at + 1, limit)), problem, place)


def _after(text: str, at: int, limit: int) -> int:
    """The place of the brace that closes an entry whose inside is not understood."""
    depth = 0
    for m in regex(r"[{}]").finditer(text, at, limit):
        depth += 1 if m.group() == "{" else -1
        if depth < 0:
            return m.start()
    return limit


def _value(text: str, at: int, limit: int) -> tuple[int | None, str]:
    """The end of a value and its words; None where it never ends. Values joined by `#` are one."""
    words: list[str] = []
    while at < limit:
        first = text[at]
        if first == "{":
            end = _closing(text, at, limit)
        elif first == '"':
            end = _quote(text, at, limit)
        else:
            bare = _BARE.match(text, at, limit)
            end = bare.end() if bare else at
            words.append(bare.group() if bare else "")
        if end is None:
            return None, ""
        if first in '{"':
            words.append(text[at + 1 : end - 1])
        joined = regex(r"\s*#\s*").match(text, end, limit)
        if joined is None:
            return end, " ".join(" ".join(words).replace("{", "").replace("}", "").split())
        at = joined.end()
    return None, ""


def _closing(text: str, at: int, limit: int) -> int | None:
    depth = 0
    for m in regex(r"\\.|[{}]", re.S).finditer(text, at, limit):
        if m.group() == "{":
            depth += 1
        elif m.group() == "}":
            depth -= 1
            if depth == 0:
                return m.end()
    return None


def _quote(text: str, at: int, limit: int) -> int | None:
    depth = 0
    for m in regex(r"\\.|[{}\"]", re.S).finditer(text, at + 1, limit):
        if m.group() == "{":
            depth += 1
        elif m.group() == "}":
            depth -= 1
        elif m.group() == '"' and depth <= 0:
            return m.end()
    return None
