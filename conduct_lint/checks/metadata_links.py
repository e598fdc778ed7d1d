"""Check of the family metadata that follows relative links to the files beside a card."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import lru_cache

from conduct_lint.document import Document, once
from conduct_lint.facts.kind import platform_of
from conduct_lint.facts.metadata import short
from conduct_lint.matchers import check
from conduct_lint.model import Edit, Fix, Hit, Related, Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

_SCHEME = regex(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
#: A host and a path without `https://`; endings that are also those of files (`.md`, `.py`, `.io`) need `www.`.
_HOST = regex(r"(?:www\.)[\w-]+(?:\.[\w-]+)+(?:/|\Z)|(?:[\w-]+\.)+(?:com|org|net|edu|gov)/\S")
_ID = regex(r"[A-Za-z0-9][\w-]*/[A-Za-z0-9][\w.-]*\Z", re.A)
#: The Hub's own pages of a file, seen from the repository.
_PAGE = regex(r"(?:blob|resolve|raw|tree)/(?:main|master|HEAD)/")


@check
def dead_relative_link(document: Document, at_once: int) -> Iterator[Hit]:
    """A link or image that names a file which is not beside the card. Silent where nobody knows the files.

    Arguments: with more than `at_once` dead targets one hit speaks for all.
    """
    hub = platform_of(document) == "hub"
    dead: dict[str, list[tuple[Span, str]]] = {}
    for span, kind, written in _targets(document):
        if written in dead:
            dead[written].append((span, kind))
            continue
        hit = _misspelt(document, span, kind, written)
        if hit is not None:
            yield hit
            continue
        name = _file(written, hub)
        if name is None or _there(document, name) is not False:
            continue
        other = _other_case(document, name)
        if other is None:
            dead[written] = [(span, kind)]
            continue
        fix = Fix(f"Write `{short(other)}`", tuple(_edit(document, span, written, name, other)))
        values = {"target": short(written), "kind": kind, "meant": short(other)}
        yield Hit(span, values, fix=fix if fix.edits else None, variant="case")
    yield from _dead(dead, hub, at_once)


def _dead(dead: dict[str, list[tuple[Span, str]]], hub: bool, at_once: int) -> Iterator[Hit]:
    if len(dead) > at_once:
        (first, kind), *others = (places[0] for places in dead.values())
        related = tuple(Related(span, "and here") for span, _ in others[:20])
        yield Hit(first, {"count": len(dead), "kind": kind, "target": short(next(iter(dead)))}, related, variant="many")
        return
    for target, ((span, kind), *again) in dead.items():
        related = tuple(Related(other, "and here") for other, _ in again[:20])
        variant = "id" if hub and kind == "link" and _ID.match(target) else ""
        yield Hit(span, {"target": short(target), "kind": kind}, related, variant=variant)


def _misspelt(document: Document, span: Span, kind: str, written: str) -> Hit | None:
    """An address that is read as the name of a file: `((https://…))`, `example.org/page`."""
    bare = written.strip("()<> ")
    if regex(r"https?://").match(bare) and not _SCHEME.match(written.strip()):
        meant = bare
    elif _HOST.match(written) and document.siblings.exists(_unquoted(written)) is not True:
        meant = "https://" + written
    else:
        return None
    fix = Fix(f"Write `{short(meant)}`", tuple(_edit(document, span, written, written, meant)))
    values = {"target": short(written), "kind": kind, "meant": short(meant)}
    return Hit(span, values, fix=fix if fix.edits else None, variant="address")


def _targets(document: Document) -> Iterator[tuple[Span, str, str]]:
    for marks in document.marks:
        for mark in marks:
            if mark.kind in ("link", "image"):
                yield Span(mark.start, mark.end), mark.kind, mark.target
            elif mark.kind == "html" and mark.target == "a" and mark.text:
                yield Span(mark.start, mark.end), "link", mark.text


def _file(target: str, hub: bool) -> str | None:
    """The file that a relative target names, from the folder of the card; None where it names none."""
    target = target.strip()
    if not target or target[0] in "#?{$<" or _SCHEME.match(target) or "@" in target or target.startswith("www."):
        return None
    if target.startswith("/"):
        # On the Hub that is a page of the site; elsewhere the root of a repository that may lie above.
        return None
    name = _unquoted(regex(r"[?#]").split(target, maxsplit=1)[0]).replace("\\", "/")
    while name.startswith("./"):
        name = name[2:]
    if hub:
        name = _PAGE.sub("", name, count=1) if _PAGE.match(name) else name
    name = name.rstrip("/")
    return name if name and not name.startswith("..") and len(name) <= 500 and not regex(r"[\x00-\x1f]").search(name) else None


def _unquoted(address: str) -> str:
    """What a link names: `%20` stands for a blank."""
    if "%" not in address:
        return address
    from urllib.parse import unquote

    return unquote(address)


def _there(document: Document, name: str) -> bool | None:
    """Whether a file or folder of this name is there. A folder shows by a file in it."""
    answer = document.siblings.exists(name)
    return True if answer is False and name in _listing(document).there else answer


def _other_case(document: Document, name: str) -> str | None:
    fitting = _listing(document).by_folded.get(name.casefold(), ())
    return fitting[0] if len(fitting) == 1 else None


class _Listing(NamedTuple):
    """The names in a folder. `there`: each of them and each folder that one begins with, without a slash at the end; `by_folded`:
    the names by what they are when upper and lower case are the same."""

    there: frozenset[str]
    by_folded: Mapping[str, tuple[str, ...]]


@once
def _listing(document: Document) -> _Listing:
    """What lies beside a document; nothing where nobody knows."""
    return _listed(document.siblings.names() or ())


@lru_cache(maxsize=4)
def _listed(names: tuple[str, ...]) -> _Listing:
    """Made once for all the cards of a folder, of which there may be thousands."""
    there: set[str] = set()
    by_folded: dict[str, tuple[str, ...]] = {}
    for name in names:
        there.add(name.rstrip("/"))
        there.update(name[:at] for at, char in enumerate(name) if char == "/")
        folded = name.casefold()
        by_folded[folded] = (*by_folded.get(folded, ()), name)
    return _Listing(frozenset(there), by_folded)


def _edit(document: Document, span: Span, written: str, name: str, other: str) -> Iterator[Edit]:
    at = document.text.rfind(written, span.start, span.end) if name in written else -1
    if at >= 0:
        at += written.index(name)
        yield Edit(Span(at, at + len(name)), other)
