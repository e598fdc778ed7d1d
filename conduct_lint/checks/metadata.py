"""Checks of the family metadata: the block itself – is it there, can it be read, are its keys and types those that the Hub takes?

Values, links and what the card says elsewhere have modules of their own, registered by importing them here.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

from conduct_lint import frontmatter, vocabulary
from conduct_lint.checks import metadata_agreement, metadata_links, metadata_values  # noqa: F401
from conduct_lint.document import Document
from conduct_lint.facts.kind import kind_of, platform_of
from conduct_lint.facts.metadata import EVALUATION, fields, metadata, quoted, short, walk, without_entry
from conduct_lint.frontmatter import YAML11_BOOLEANS, Node, Problem, Scalar
from conduct_lint.matchers import check
from conduct_lint.model import Edit, Fix, Hit, Related, Span
from conduct_lint.patterns import regex

_OPENING = regex(r"(---[^\r\n]*)[\r\n]")
_CLOSING = regex(r"^[ \t]*-{3,}[ \t\r]*$", re.M)
_RULE = regex(r"^---[ \t]*\r?$", re.M)
#: A block that begins within this many characters was meant to stand at the top.
_LATE = 200
_GLUED = regex(r"[ \t]*(?:-[ \t]+)?[\w-]+:(?=[^\s:/])")
_DATE = regex(r"\d{4}-\d\d?-\d\d?(?:[Tt\s].*)?\Z")
#: PyYAML reads `16:9` as 969 (YAML 1.1 sexagesimal numbers).
_CLOCK = regex(r"[-+]?[1-9][0-9_]*(?::[0-5]?[0-9])+\Z")


@check
def missing_front_matter(document: Document) -> Iterator[Hit]:
    """The card has no metadata, or an empty block."""
    front = document.front_matter
    if front.problems or front.data.entries:
        return
    if front.span is not None:
        yield Hit(front.span, variant="empty")
    else:
        yield _late_block(document) or Hit(None, subject="metadata")


def _late_block(document: Document) -> Hit | None:
    """A block with the Hub's keys below a line or two of text. Further down it may belong to a card that is quoted."""
    text = document.text
    for line in _RULE.finditer(text, 0, _LATE):
        front = frontmatter.read(text[line.start() : line.start() + 50_000])
        if front.span is None or not any(key.raw in _hub_keys() for key, _ in front.data.entries):
            continue
        block = Span(line.start() + front.span.start, line.start() + front.span.end)
        rest = text[block.end :]
        gone = Span(block.start, len(text) - len(rest.lstrip("\r\n")))
        edits = (Edit(Span(0, 0), text[block.start : block.end] + "\n\n"), Edit(gone, ""))
        return Hit(Span(block.start, block.start + 3), fix=Fix("Move the block to the top", edits), variant="late")
    return None


def _hub_keys() -> frozenset[str]:
    known = vocabulary.vocabulary("card_fields")
    return frozenset(key for kind in ("model", "dataset", "space") for key in known[kind])


@check
def invalid_yaml(document: Document, words: Mapping[str, str]) -> Iterator[Hit]:
    """The metadata cannot be read. Arguments: `words` maps the parser's messages to plain ones."""
    for problem in metadata(document).problems:
        if problem.kind == "unclosed":
            yield _unclosed(document, problem)
        elif problem.kind == "not-a-mapping":
            # Elsewhere text between two rules may be just that.
            if platform_of(document) == "hub":
                yield Hit(_first_line(document, problem.span), variant=problem.kind)
        elif problem.kind == "tab":
            fix = Fix("Put a blank in place of the TAB", (Edit(problem.span, " "),))
            yield Hit(problem.span, variant="tab", fix=fix)
        elif problem.kind == "syntax":
            yield _syntax(document, problem, words)
        else:
            yield Hit(problem.span, variant=problem.kind)


def _unclosed(document: Document, problem: Problem) -> Hit:
    """The line that was meant to open or to close the block is shown where it is there and the Hub does not take it."""
    opening = _OPENING.match(document.text, problem.span.start)
    if opening and not regex(r"---(?:\r|\n)").match(opening.group()):
        line = Span(*opening.span(1))
        return Hit(line, variant="opening-line", fix=Fix("Write the opening line as `---`", (Edit(line, "---"),)))
    closing = _CLOSING.search(document.text, problem.span.end, problem.span.end + 20_000)
    heading = regex(r"^#", re.M).search(document.text, problem.span.end)
    if closing is None or (heading and heading.start() < closing.start()):
        return Hit(problem.span, variant="unclosed")
    place = Span(*closing.span())
    written = closing.group().replace("\r", "")
    fix = Fix("Write the closing line as `---`", (Edit(place, "---"),))
    values = {"line": "it ends in a stray carriage return" if written == "---" else f"it is written `{written[:20]}`"}
    return Hit(place, values, (Related(problem.span, "the block opens here"),), fix, "closing-line")


def _syntax(document: Document, problem: Problem, words: Mapping[str, str]) -> Hit:
    said = next((plain for known, plain in words.items() if problem.words.startswith(known)), problem.words)
    glued = _glued_before(document, problem)
    if glued:
        at = glued.end()
        fix = Fix("Put a blank behind the colon", (Edit(Span(at, at), " "),))
        return Hit(Span(at - 1, at), {"words": "a blank is missing behind this colon"}, fix=fix)
    return Hit(problem.span, {"words": said})


def _glued_before(document: Document, problem: Problem) -> re.Match[str] | None:
    """`key:value` on the line of the fault or the one before it: there the reader still sees one long word."""
    if not problem.words.startswith(("mapping values", "could not find expected ':'")):
        return None
    line = document.line(problem.span.start)
    for number in (line - 1, line):
        if number >= 1:
            found = _GLUED.match(document.text, document.line_starts[number - 1])
            if found:
                return found
    return None


def _first_line(document: Document, span: Span) -> Span:
    end = document.text.find("\n", span.start, span.end)
    return Span(span.start, end if end > span.start else span.end)


@check
def duplicate_key(document: Document) -> Iterator[Hit]:
    """A key stands twice in one mapping, at any depth."""
    root = metadata(document).root
    if root is not None:
        yield from _duplicates(document, root)


def _duplicates(document: Document, node: Node) -> Iterator[Hit]:
    if isinstance(node, frontmatter.Sequence):
        for item in node.items:
            if not isinstance(item, Scalar):
                yield from _duplicates(document, item)
    elif isinstance(node, frontmatter.Mapping):
        repeated = list(node.duplicates())
        values = {id(key): value for key, value in node.entries} if repeated else {}
        for first, again in repeated:
            if again.raw in ("", "<<"):
                continue
            one, other = values[id(first)], values[id(again)]
            fix = None
            if frontmatter.plain(one) == frontmatter.plain(other) and (edit := without_entry(document, again, other)):
                fix = Fix("Take the repeated key out; both values are the same", (edit,))
            note = f"`{short(again.raw)}` stands here first"
            yield Hit(again.span, {"key": short(again.raw)}, (Related(first.span, note),), fix)
        for _, value in node.entries:
            if not isinstance(value, Scalar):
                yield from _duplicates(document, value)


@check
def yaml_surprise(document: Document, texts: Sequence[str]) -> Iterator[Hit]:
    """An unquoted value that Python reads as something else than text. Arguments: `texts` are keys below which text is meant.

    A language that is none, quoted or not, is left to `unknown-language`.
    """
    root = metadata(document).root
    if root is None:
        return
    evaluation = kind_of(document) in EVALUATION
    meant = frozenset(texts)
    for path, scalar in walk(root):
        if not scalar.plain or not path or not (evaluation or not meant.isdisjoint(path[-2:])):
            continue
        if path[-1] == "language" and len(path) == 1 and not vocabulary.is_language(scalar.raw):
            continue
        variant = _surprise(scalar.raw, evaluation)
        if variant is not None:
            switch = "false" if scalar.raw.lower() in ("no", "off") else "true"
            read = _sexagesimal(scalar.raw) if variant == "clock" else switch
            values = {"value": short(scalar.raw), "key": short(path[-1]), "read": read}
            yield Hit(scalar.span, values, fix=Fix(f"Put `{short(scalar.raw)}` in quotes", (quoted(scalar),)), variant=variant)


def _surprise(raw: str, evaluation: bool) -> str | None:
    if raw in YAML11_BOOLEANS:
        # In results a switch may be meant; only `no` and `yes` as text are a surprise in a card.
        return None if evaluation else ""
    if raw[:1].isdigit() or raw[:1] in "+-":
        if _DATE.match(raw):
            return "date"
        if not evaluation and _CLOCK.match(raw):
            return "clock"
    return None


def _sexagesimal(raw: str) -> int:
    total = 0
    for part in raw.lstrip("+-").replace("_", "").split(":")[:4] if _CLOCK.match(raw) else ():
        total = total * 60 + int(part[:12])
    return total


@check
def unknown_key(document: Document, aliases: Mapping[str, str], only_with: Mapping[str, str]) -> Iterator[Hit]:
    """A key that is nearly one of the Hub's.

    Arguments: `aliases` maps other keys in lower case to the Hub's; `only_with` maps a key to the vocabulary that its value
    must be of.
    """
    known = vocabulary.vocabulary("card_fields")
    own = known["dataset" if kind_of(document) == "dataset-card" else "model"]
    all_keys = _hub_keys()
    data = fields(document)
    present = {key.raw for key, _ in data.entries}
    for key, value in data.entries:
        if key.raw in all_keys or not isinstance(key.value, str):
            continue
        meant = _meant(key.raw, own, aliases)
        if meant is None or meant in present or meant not in own or not _fits(key.raw.lower(), value, only_with):
            continue
        fix = Fix(f"Rename `{short(key.raw)}` to `{meant}`", (Edit(key.span, meant),))
        yield Hit(key.span, {"key": short(key.raw), "meant": meant}, fix=fix)


def _meant(written: str, own: Mapping[str, Mapping[str, object]], aliases: Mapping[str, str]) -> str | None:
    folded = written.lower()
    if folded in aliases:
        return aliases[folded]
    if folded[:1] in ("x", "_", "#") or len(written) > 40:
        # A letter put before a key is the usual way to switch it off.
        return None
    return vocabulary.near(written, (key for key, rules in own.items() if not rules.get("legacy") and key != "model_name"))


def _fits(written: str, value: Node, only_with: Mapping[str, str]) -> bool:
    name = only_with.get(written)
    if name is None:
        return True
    values = frontmatter.strings(value)
    if name == "languages":
        return bool(values) and all(vocabulary.is_language(v.raw) or vocabulary.language_code(v.raw) for v in values)
    return bool(values) and all(v.raw in vocabulary.vocabulary(name) for v in values)


@check
def wrong_type(document: Document, enforced: Sequence[str]) -> Iterator[Hit]:
    """Something else than text or a list of texts. Arguments: `enforced` are the keys whose type the Hub insists on."""
    known = vocabulary.vocabulary("card_fields")
    own = known["dataset" if kind_of(document) == "dataset-card" else "model"]
    strict = frozenset(enforced)
    for key, value in fields(document).entries:
        types = own[key.raw]["types"] if key.raw in own else ()
        if not types or set(types) - {"str", "list[str]", "null"}:
            continue
        for hit in _mistyped(document, key, value, types):
            if key.raw in strict or hit.variant == "list":
                yield hit
            else:
                yield hit._replace(variant="empty" if hit.variant == "nothing" else "weak")


def _mistyped(document: Document, key: Scalar, value: Node, types: Sequence[str]) -> Iterator[Hit]:
    wanted = "a list of texts" if types[0] == "list[str]" else "text or a list of texts" if "list[str]" in types else "text"
    if isinstance(value, frontmatter.Sequence):
        if "list[str]" in types:
            yield from _first_of_each(
                hit for item in value.items for hit in _mistyped_value(key, item, "text in each line of the list")
            )
            return
        fix = None
        if len(value.items) == 1 and isinstance(value.items[0], Scalar) and document.text[value.span.start] == "[":
            item = value.items[0]
            fix = Fix("Take the brackets away", (Edit(value.span, document.text[item.span.start : item.span.end]),))
        yield Hit(key.span, {"key": key.raw, "wanted": wanted}, fix=fix, variant="list")
    elif frontmatter.plain(value) is not None or "null" not in types:
        yield from _mistyped_value(key, value, wanted)


def _first_of_each(hits: Iterable[Hit]) -> Iterator[Hit]:
    """The first hit of each kind; the others of one list are places beside it, unless they can be mended one by one."""
    together: dict[tuple[str, object], list[Hit]] = {}
    for hit in hits:
        if hit.fix:
            yield hit
        else:
            together.setdefault((hit.variant, hit.values.get("found")), []).append(hit)
    for first, *more in together.values():
        yield first._replace(related=tuple(Related(hit.span, "and here") for hit in more[:8]))


def _mistyped_value(key: Scalar, value: Node, wanted: str) -> Iterator[Hit]:
    values = {"key": key.raw, "wanted": wanted}
    place = value.span if value.span.end > value.span.start else key.span
    if not isinstance(value, Scalar):
        found = "a list" if isinstance(value, frontmatter.Sequence) else "a mapping"
        yield Hit(Span(place.start, place.start + 1), {**values, "found": found})
    elif value.value is None or value.value == "":
        yield Hit(place, {**values, "found": "nothing"}, variant="nothing")
    elif isinstance(value.value, bool):
        yield Hit(place, {**values, "found": f"`{value.raw}`"}, variant="switch")
    elif not isinstance(value.value, str):
        fix = Fix(f"Put `{short(value.raw)}` in quotes", (quoted(value),))
        yield Hit(place, {**values, "found": f"the number `{short(value.raw)}`"}, fix=fix)
