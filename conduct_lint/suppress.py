"""Directives in a text that set findings aside, each for named rules, one place and a stated reason.

<!-- conduct-lint: ignore LIM001, missing-citation -- reason -->    at the end of a line: that line; alone: the next block
<!-- conduct-lint: ignore-file LIM001 -- reason -->                 the whole document, the absent included
# conduct-lint: ignore MET005 -- reason                             in YAML: its own line, or the next key with its value
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Collection, Iterable, Iterator
from itertools import islice

from conduct_lint import frontmatter
from conduct_lint.document import Document, once
from conduct_lint.model import DIRECTIVE, Edit, Finding, Fix, Hit, Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.rules import Rule

_COMMENT = regex(r"<!--\s*conduct-lint:(.{0,2000}?)-->", re.S)
_YAML_COMMENT = regex(r"(?:^|(?<=[ \t]))#[ \t]*conduct-lint:([^\r\n]{0,2000})", re.M)
_WORDS = regex(r"\s*([\w-]*)((?:(?!\s(?:--|—)(?:\s|\Z)).)*)(?:\s+(?:--|—)\s*(.*?))?\s*\Z", re.S)
_NAME = regex(r"[^\s,]+")
_ALONE = regex(r"[ \t]*(?:>[ \t]?|[-*+][ \t]+|\d{1,9}[.)][ \t]+)*[ \t]*\Z")
_CODE = regex(r"[A-Z]{3}\d{3}\Z")


#: More directives than this in one text are not read; a text that needs them wants another linter.
MOST = 500


class Directive(NamedTuple):
    """One directive: `verb` as written, the rules it names with their places, its reason, and what it covers.

    `covered` is None for the whole document.
    """

    span: Span
    verb: str
    names: tuple[tuple[str, Span], ...]
    reason: str
    covered: Span | None


def apply(
    document: Document, findings: Iterable[Finding], known: Iterable[Rule], ran: Collection[str]
) -> tuple[list[Finding], list[tuple[Rule, Hit]]]:
    """Set aside what the directives of a text cover.

    Arguments: `known` are all rules there are, `ran` the codes of those that were asked and answered.
    Returns the findings in their order, those set aside with the reason in `suppressed`, and hits of the rules about directives
    themselves. Those hits no directive can set aside.
    """
    findings = list(findings)
    if DIRECTIVE not in document.text:
        return findings, []
    found = list(islice(directives(document), MOST))
    if not found:
        return findings, []
    aliases = {alias.lower(): rule for rule in known for alias in rule.aliases}
    by_code = {rule.code: rule for rule in aliases.values()}
    used: set[tuple[int, str]] = set()
    kept = []
    for finding in findings:
        for index, directive in enumerate(found):
            if directive.verb in VERBS and _covers(directive, finding) and _names(directive, aliases, finding.code):
                used.add((index, finding.code))
                finding = finding._replace(suppressed=directive.reason or "no reason given")
                break
        kept.append(finding)
    hits: list[tuple[Rule, Hit]] = []
    for index, directive in enumerate(found):
        for code, hit in _faults(document, directive, aliases, {code for at, code in used if at == index}, ran):
            if code in ran and code in by_code:
                hits.append((by_code[code], hit))
    return kept, hits


VERBS = frozenset(("ignore", "ignore-file"))


def _covers(directive: Directive, finding: Finding) -> bool:
    if directive.covered is None:
        return True
    start, end = directive.covered
    return finding.scope != "document" and finding.span.start < end and max(finding.span.end, finding.span.start + 1) > start


def _names(directive: Directive, aliases: dict[str, Rule], code: str) -> bool:
    return any(name.lower() in aliases and aliases[name.lower()].code == code for name, _ in directive.names)


def _faults(
    document: Document, directive: Directive, aliases: dict[str, Rule], used: set[str], ran: Collection[str]
) -> Iterator[tuple[str, Hit]]:
    """What is wrong with one directive, as (code of the rule about directives, hit)."""
    if directive.verb not in VERBS:
        yield "SUP001", Hit(directive.span, {"word": directive.verb or "nothing"}, variant="unreadable")
        return
    if not directive.names:
        yield "SUP001", Hit(directive.span, variant="unnamed")
        return
    for name, place in directive.names:
        rule = aliases.get(name.lower())
        if rule is None:
            yield "SUP001", _unknown(name, place, aliases)
        elif rule.code in ran and rule.code not in used and not rule.retired:
            yield "SUP002", Hit(place, {"rule": name}, fix=_without(document, directive, place))
    if not directive.reason:
        yield "SUP003", Hit(directive.span, {"rules": ", ".join(name for name, _ in directive.names)})


def _unknown(name: str, place: Span, aliases: dict[str, Rule]) -> Hit:
    if _CODE.match(name):
        newer = any(rule.code[:3] == name[:3] for rule in aliases.values())
        return Hit(place, {"rule": name}, variant="newer" if newer else "")
    import difflib

    near = difflib.get_close_matches(name.lower(), aliases, 1, 0.8)
    if not near:
        return Hit(place, {"rule": name})
    meant = next(alias for alias in aliases[near[0]].aliases if alias.lower() == near[0])
    return Hit(place, {"rule": name, "meant": meant}, fix=Fix(f"name `{meant}`", (Edit(place, meant),), False), variant="meant")


def _without(document: Document, directive: Directive, place: Span) -> Fix:
    """The edit that takes one rule out of a directive, or the whole directive when it names no other."""
    text = document.text
    if len(directive.names) > 1:
        start, end = place
        after = regex(r"[ \t]*,[ \t]*").match(text, end)
        before = regex(r"[ \t]*,[ \t]*\Z").search(text, max(0, start - 20), start)
        start, end = (start, after.end()) if after else (before.start() if before else start, end)
        return Fix("take the rule out of the directive", (Edit(Span(start, end), ""),))
    start, end = directive.span
    line_start, line_end = _line(document, start)
    if not text[line_start:start].strip() and not text[end:line_end].strip():
        start, end = line_start, line_end
    else:
        start = line_start + len(text[line_start:start].rstrip())
    return Fix("remove the directive", (Edit(Span(start, end), ""),))


def _line(document: Document, offset: int) -> tuple[int, int]:
    """Begin and end of the line that holds `offset`, its newline included."""
    starts = document.line_starts
    line = document.line(offset)
    return starts[line - 1], starts[line] if line < len(starts) else len(document.text)


# ── finding them ─────────────────────────────────────────────────────────────────────────────────────────────────────


def directives(document: Document) -> Iterator[Directive]:
    """The directives of a text in reading order. What stands in code or in a quoted value is no directive."""
    text = document.text
    front = document.front_matter
    yaml_text = document.name.endswith((".yaml", ".yml"))
    body = Span(0, len(text)) if yaml_text else front.body
    if body:
        yield from _in_yaml(document, body, frontmatter.compose(text)[0] if yaml_text else front.data)
    if yaml_text:
        return
    for m in _COMMENT.finditer(document.plain):
        if not _in_code(document, m.start()):
            yield _read(text, Span(*m.span()), m.start(1), m.end(1), lambda span: _after(document, span))


def _read(text: str, span: Span, start: int, end: int, covered: object) -> Directive:
    m = _WORDS.match(text, start, end)
    assert m is not None and callable(covered)
    names = tuple((n.group(), Span(*n.span())) for n in _NAME.finditer(text, m.start(2), m.end(2)))
    verb = m.group(1)
    return Directive(span, verb, names, " ".join((m.group(3) or "").split()), None if verb == "ignore-file" else covered(span))


@once
def _section_ends(document: Document) -> dict[int, int]:
    return {section.heading.start: section.end for section in document.sections if section.heading}


def _in_code(document: Document, offset: int) -> bool:
    index = document.block_index(offset)
    if index < 0 or offset >= document.blocks[index].end:
        return False
    marks = document.marks[index]
    return document.blocks[index].kind == "code" or any(m.kind == "code" and m.start <= offset < m.end for m in marks)


def _after(document: Document, span: Span) -> Span:
    """What a comment covers: its line; the next block when it stands alone; the section when that block is a heading."""
    text = document.plain
    start = _line(document, span.start)[0]
    last = _line(document, span.end - 1)[1]
    if text[span.end : last].strip() or not _ALONE.match(text, start, span.start):
        return Span(start, last)
    index = bisect_left(document.block_starts, span.end)
    if index == len(document.blocks):
        return Span(start, last)
    block = document.blocks[index]
    end = _section_ends(document).get(block.start, block.end)
    for other in document.blocks[index:]:
        if block.table < 0 or other.table != block.table:
            break
        end = other.end
    return Span(_line(document, block.start)[0], end)


def _in_yaml(document: Document, body: Span, data: frontmatter.Node | None) -> Iterator[Directive]:
    if DIRECTIVE not in document.text[body.start : body.end]:
        return
    parts = list(_parts(data))
    scalars = [span for span, leaf in parts if leaf]
    for m in _YAML_COMMENT.finditer(document.text, body.start, body.end):
        if any(span.start < m.start() < span.end for span in scalars):
            continue

        def covered(span: Span) -> Span:
            start, end = _line(document, span.start)
            if document.text[start : span.start].strip():
                return Span(start, end)
            following = [part for part, _ in parts if part.start >= span.end]
            if not following:
                return Span(end, _line(document, min(end, len(document.text) - 1))[1])
            first = min(part.start for part in following)
            return Span(first, max(part.end for part in following if part.start == first))

        yield _read(document.text, Span(m.start(), m.end()), m.start(1), m.end(1), covered)


def _parts(node: frontmatter.Node | None) -> Iterator[tuple[Span, bool]]:
    """The spans of values, items and entries of a YAML node, the end of each at its last value; True for single values."""
    if isinstance(node, frontmatter.Scalar):
        yield node.span, True
    elif isinstance(node, frontmatter.Sequence):
        for item in node.items:
            inner = list(_parts(item))
            yield Span(item.span.start, max((span.end for span, _ in inner), default=item.span.end)), False
            yield from inner
    elif isinstance(node, frontmatter.Mapping):
        for key, value in node.entries:
            inner = list(_parts(value))
            yield Span(key.span.start, max((span.end for span, _ in inner), default=value.span.end)), False
            yield from inner
