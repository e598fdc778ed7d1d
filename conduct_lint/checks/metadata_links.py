"""Check of the family metadata that follows relative links to the files beside a card."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote

from conduct_lint.document import Document
from conduct_lint.facts.kind import platform_of
from conduct_lint.facts.metadata import short
from conduct_lint.matchers import check
from conduct_lint.model import Edit, Fix, Hit, Span

_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|\\\\")
#: The Hub's own pages of a file, seen from the repository.
_PAGE = re.compile(r"(?:blob|resolve|raw|tree)/(?:main|master|HEAD)/")


@check
def dead_relative_link(document: Document) -> Iterator[Hit]:
    """A link or image that names a file which is not beside the card. Silent where nobody knows the files."""
    siblings = document.siblings
    answered: dict[str, bool | None] = {}
    for span, kind, written in _targets(document):
        name = _file(written, hub=platform_of(document) == "hub")
        if name is None:
            continue
        if name not in answered:
            answered[name] = _there(document, name)
        if answered[name] is not False:
            continue
        values = {"target": short(written), "kind": kind}
        other = _other_case(siblings.names(), name)
        if other is None:
            yield Hit(span, values)
        else:
            fix = Fix(f"Write `{short(other)}`", tuple(_edit(document, span, written, name, other)))
            yield Hit(span, {**values, "meant": short(other)}, fix=fix if fix.edits else None, variant="case")


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
    name = unquote(re.split(r"[?#]", target, maxsplit=1)[0]).replace("\\", "/")
    while name.startswith("./"):
        name = name[2:]
    if hub:
        name = _PAGE.sub("", name, count=1) if _PAGE.match(name) else name
    name = name.rstrip("/")
    return name if name and not name.startswith("..") and len(name) <= 500 and not re.search(r"[\x00-\x1f]", name) else None


def _there(document: Document, name: str) -> bool | None:
    """Whether a file or folder of this name is there. A folder shows by a file in it."""
    siblings = document.siblings
    answer = siblings.exists(name)
    if answer is False:
        names = siblings.names()
        if names is not None and any(other.startswith(name + "/") or other.rstrip("/") == name for other in names):
            return True
    return answer


def _other_case(names: tuple[str, ...] | None, name: str) -> str | None:
    fitting = [other for other in names or () if other.casefold() == name.casefold()]
    return fitting[0] if len(fitting) == 1 else None


def _edit(document: Document, span: Span, written: str, name: str, other: str) -> Iterator[Edit]:
    at = document.text.rfind(written, span.start, span.end) if name in written else -1
    if at >= 0:
        at += written.index(name)
        yield Edit(Span(at, at + len(name)), other)
