"""Inline markup of one block, by a single pass over the source: what is code, link, image, tag or emphasis, and where.

Code spans, autolinks and tags bind tighter than links, as in CommonMark 0.31 §6; a test compares the outcome with
markdown-it-py's own inline pass. The pass is linear: runs of backticks are indexed once, brackets are kept on a stack.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

_SPECIAL = regex(
    r"\\[!-/:-@\[-`{-~]"
    r"|`+"
    r"|<!--|<(?=[A-Za-z/])"
    r"|!?\[|\]"
    r"|\*+|~~|_+"
    r"|&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[A-Za-z][A-Za-z0-9]{1,31});"
    r"|(?:https?|ftp)://[^\s<>\"'`|\\^{}\]]+|\bwww\.[^\s<>\"'`|\\^{}\]]+"
)
#: The signs with which each of them begins, of an address the colon behind its scheme. A set of signs is searched ten times as
#: quickly as the alternatives; `w` is a sign only where an address begins with it.
_SIGN, _SIGN_OR_W = regex(r"[\\`<!\[\]*~_&:]"), regex(r"[\\`<!\[\]*~_&:w]")
_SCHEMES = (("https", 5), ("http", 4), ("ftp", 3))
_TAG = regex(r"</?[A-Za-z][A-Za-z0-9-]*(?:[\s/][^<>]*)?>")
_AUTOLINK = regex(r"<([A-Za-z][A-Za-z0-9+.-]{1,31}:[^\s<>]*|[\w.+-]+@[\w-]+(?:\.[\w-]+)+)>")
_TARGET = regex(
    r"\(\s*(?:<([^<>\n]*)>|(?!<)((?:\\.|[^\s()\\]|\((?:\\.|[^\s()\\]|\([^\s()]*\))*\))*))"
    r"(?:\s+(?:\"(?:\\.|[^\"\\])*\"|'(?:\\.|[^'\\])*'|\((?:\\.|[^()\\])*\)))?\s*\)",
    re.S,
)
_LABEL = regex(r"\[([^\[\]]{0,999})\]")
_ATTRIBUTE = regex(r"""\b(href|src|alt)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.I)
_NAME = regex(r"</?([A-Za-z][A-Za-z0-9-]*)")
_WORDS = regex(r"\w")
_MARKUP = regex(r"<!--.*?(?:-->|\Z)|<[^<>]*>", re.S)


class Mark(NamedTuple):
    """One piece of inline markup. `start`–`end` is the whole of it, `inner`–`inner_end` the words a reader sees.

    `kind`: code, link, image, url (a bare or bracketed address), html (a tag), comment, entity, escape, emphasis.
    `target`: address of a link, image or url; name of a tag. `text`: alt text of an HTML image.
    """

    kind: str
    start: int
    end: int
    inner: int
    inner_end: int
    target: str = ""
    text: str | None = None


def has_words(html: str) -> bool:
    """True where something is left to read in a piece of HTML once its tags are gone (an image counts)."""
    return _WORDS.search(_MARKUP.sub("", html)) is not None or "<img" in html.lower()


def attributes(tag: str) -> dict[str, str]:
    """The `href`, `src` and `alt` attributes of a tag, by lower-case name."""
    return {m.group(1).lower(): next((g for g in m.groups()[1:] if g is not None), "") for m in _ATTRIBUTE.finditer(tag)}


def scan(text: str, start: int, end: int, references: dict[str, str]) -> Iterator[Mark]:
    """Marks of `text[start:end]`, one block, in the order in which they are recognised.

    Arguments: `references` maps a link label, upper case and single-spaced, to its address. Offsets are offsets of `text`.
    A link's own words are scanned too, so marks nest.
    """
    runs: dict[int, list[int]] | None = None
    brackets: list[tuple[int, bool]] = []
    inactive = 0  # `[` on the stack below this height stand before a link and can open none themselves
    at = start
    search = (_SIGN if text.find("www.", start, end) < 0 else _SIGN_OR_W).search
    special = _SPECIAL.match
    while True:
        sign = search(text, at, end)
        if sign is None:
            return
        here = sign.start()
        found = special(text, _scheme(text, at, here) if text[here] == ":" else here, end)
        if found is None:
            at = here + 1
            continue
        token = found.group()
        here, at = found.start(), found.end()
        first = token[0]
        if first == "`":
            if runs is None:
                runs = _backticks(text, here, end)
            close = _closing(runs, len(token), at)
            if close is not None:
                yield Mark("code", here, close + len(token), at, close)
                at = close + len(token)
        elif first == "_" and text[here - 1 : here].isalnum() and text[at : at + 1].isalnum():
            continue
        elif first in "*~_":
            yield Mark("emphasis", here, at, at, at)
        elif first == "\\":
            yield Mark("escape", here, here + 1, here + 1, here + 1)
        elif first == "&":
            yield Mark("entity", here, at, at, at)
        elif first == "<":
            mark = _angle(text, here, end)
            if mark is not None:
                yield mark
                at = mark.end
        elif token == "]":
            if brackets:
                opened, image = brackets.pop()
                dead = len(brackets) < inactive
                inactive = min(inactive, len(brackets))
                link = None if dead and not image else _link(text, opened, here, end, image, references)
                if link is not None:
                    yield link
                    at = link.end
                    if not image:
                        inactive = len(brackets)
        elif token.endswith("["):
            brackets.append((here, token[0] == "!"))
        else:
            trimmed = _trim(token)
            at = here + len(trimmed)
            yield Mark("url", here, at, here, at, trimmed)


def _scheme(text: str, at: int, colon: int) -> int:
    """Where the address begins whose scheme ends with this colon, from `at` on; the colon where there is none."""
    if text.startswith("//", colon + 1):
        for scheme, length in _SCHEMES:
            if colon - length >= at and text.startswith(scheme, colon - length):
                return colon - length
    return colon


def _backticks(text: str, start: int, end: int) -> dict[int, list[int]]:
    runs: dict[int, list[int]] = {}
    for m in regex("`+").finditer(text[start:end]):
        runs.setdefault(m.end() - m.start(), []).append(start + m.start())
    for places in runs.values():
        places.reverse()
    return runs


def _closing(runs: dict[int, list[int]], length: int, after: int) -> int | None:
    """The first run of this length at or behind `after`; what lies before is dropped, so each run is looked at once."""
    places = runs.get(length, [])
    while places and places[-1] < after:
        places.pop()
    return places[-1] if places else None


def _angle(text: str, here: int, end: int) -> Mark | None:
    if text.startswith("<!--", here):
        close = text.find("-->", here + 2, end)
        return Mark("comment", here, close + 3, close + 3, close + 3) if close >= 0 else None
    auto = _AUTOLINK.match(text, here, min(end, here + 2100))
    if auto:
        return Mark("url", here, auto.end(), here + 1, auto.end() - 1, auto.group(1))
    tag = _TAG.match(text, here, min(end, here + 2100))
    if tag is None:
        return None
    name = _NAME.match(tag.group())
    word = name.group(1).lower() if name else ""
    if word in ("img", "a") and not tag.group().startswith("</"):
        found = attributes(tag.group())
        if word == "img":
            return Mark("image", here, tag.end(), tag.end(), tag.end(), found.get("src", ""), found.get("alt"))
        return Mark("html", here, tag.end(), tag.end(), tag.end(), "a", found.get("href"))
    return Mark("html", here, tag.end(), tag.end(), tag.end(), word)


def _link(text: str, opened: int, closed: int, end: int, image: bool, references: dict[str, str]) -> Mark | None:
    inner = opened + (2 if image else 1)
    kind = "image" if image else "link"
    after = closed + 1
    if after < end and text[after] == "(":
        target = _TARGET.match(text, after, min(end, after + 4000))
        if target:
            address = target.group(1) if target.group(1) is not None else target.group(2)
            return Mark(kind, opened, target.end(), inner, closed, address)
    if references:
        label = _LABEL.match(text, after, end) if after < end and text[after] == "[" else None
        name = (label.group(1) if label and label.group(1).strip() else text[inner:closed])[:999]
        address = references.get(" ".join(name.split()).upper())
        if address is not None:
            return Mark(kind, opened, label.end() if label else after, inner, closed, address)
    return None


def _trim(url: str) -> str:
    """A bare address without the punctuation that belongs to the sentence around it (GFM 6.9)."""
    unopened = url.count(")") - url.count("(")
    end = len(url)
    while end:
        last = url[end - 1]
        if last == ")" and unopened > 0:
            unopened -= 1
        elif last not in "?!.,:*_~;'\"]":
            break
        end -= 1
    return url[:end]
