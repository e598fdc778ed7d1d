"""What a document says of its own license: in the metadata, in words, on a badge, in a LICENSE file beside it.

A statement counts when it is about this model or data set. A license of the code, of the training data, of the parent model or of
another project is none, nor is one that the text rules out ("not MIT", "also subject to …").
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache

from conduct_lint.document import Document, Section, once
from conduct_lint.facts.checkpoints import marks_of, related_cells
from conduct_lint.facts.grammar import within
from conduct_lint.facts.license_names import Name, exact_id, meanings, names, names_in
from conduct_lint.facts.license_subject import excluded, named_other, other_subject, ruled_out, subject
from conduct_lint.frontmatter import Scalar, strings
from conduct_lint.lexicon import GLUED, lexicon, said
from conduct_lint.markdown import Block
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.vocabulary import license_id, license_terms, licenses

#: No more words and sections about licenses than these are looked at in one document.
MOST_WORDS, MOST_SECTIONS = 300, 20
#: Files that hold the license of what lies beside them.
LICENSE_FILES = (
    "LICENSE",
    "LICENSE.md",
    "LICENSE.txt",
    "LICENCE",
    "LICENCE.md",
    "LICENCE.txt",
    "COPYING",
    "License.md",
    "license.txt",
)

_LABEL = regex(r"[^\w\n]*(?:(?:the|model|our|model'?s|weights?|usage|use|type|data ?set|data)[ _]+){0,2}\Z", re.I)
_AFTER_LABEL = regex(
    r"(?: *(?:\(s\)|s\b|type|name|information|\[optional\]|\(model\)))?(?:[^\w\n:：]*[:：=|-]+[^\w\n]*|(?:는|은|は) *)"
)
_LICENSE_LINE = regex(r"^license:[ \t]*([\w.+-]+)[ \t]*\r?$", re.M)
_COMMENTED = regex(r"<!--\s*licen[sc]e\s*:\s*", re.I)
_BEFORE_NAME = regex(
    r"(?:\b(?:under|subject to|use|uses|using|follow|follows|adopts?|has|carries|with|by|via|is|are|as|=)"
    r"|\b(?:bajo|con|seg[uú]n|sous|unter|gemäß|sob|под|по|на условиях|согласно|licencia|licence|license|licença|lizenz)"
    r"|采用|基于|遵循|遵守|使用|根据|以|は|が|를|은|는|[:：])"
    r"(?: *(?:an?|the|its|this|same|original|terms?|conditions?|of|and|permissive|open|open-?source|la|les?|los|una?|der"
    r"|den|einer|licen[sc]ia|licen[sc]e"
    r"|licença|os|termos|da|de|лицензией|лицензии|условиях|standard|current|dual|highly)\b)*[\s*_`\"'“”‘’\[\](「《【]*\Z",
    re.I,
)
_AFTER_NAME = regex(
    r"の?[\s*_`\"'“”‘’\])」》】-]*(?:\d\.\d)?[\s)]*(?:\(?(?:open[- ]?source )?(?:licen[sc]|lizenz|licencia|licença|лиценз|许可"
    r"|協議|协议|ライセンス|라이[선센]스|のもと|の下|下で|授权|に従))",
    re.I,
)
_UNDER_AFTER = regex(
    r"[\s*_`\"'\])」》】]*(?:のもと|の下|下で|に従|に基づ|によって管理|が適用|에 따라|하에|을 따|를 따|下发布|下發布|许可|协议)"
)
#: A name in Latin letters, glued to the word for a license.
_OWN_NAME = regex(r"[A-Z][\w.+-]*(?: [A-Z][\w.+-]*){0,5}[ の]{0,2}(?:研究|コミュニティ|社区|社區|커뮤니티)? *\Z")


class Statement(NamedTuple):
    """One statement about the license of this artefact. `how`: section, item, badge, sentence, file; `path` of the file."""

    name: Name
    how: str
    path: str = ""

    @property
    def id(self) -> str | None:
        """The one id of the Hub that it means, where that is clear."""
        return exact_id(self.name)


class License(NamedTuple):
    """What is said of the license. `metadata` are the values of `license`, `declared` tells that the key is there at all."""

    metadata: tuple[Scalar, ...]
    declared: bool
    statements: tuple[Statement, ...]
    conflicting: Statement | None
    forbids_commercial: Span | None
    invites_commercial: Span | None

    @property
    def told(self) -> Statement | None:
        """The first statement in the text itself."""
        return next((s for s in self.statements if not s.path), None)

    @property
    def prose_span(self) -> Span | None:
        return self.told.name.span if self.told else None

    @property
    def prose(self) -> str | None:
        return self.told.name.written if self.told else None

    @property
    def conflict(self) -> bool:
        return self.conflicting is not None or self.narrowed

    @property
    def narrowed(self) -> bool:
        """The text forbids commercial use, the license in the metadata allows it."""
        terms = [license_terms(license_id(str(value.value)) or "") for value in self.metadata]
        allowed = bool(terms) and all(row is not None and row["commercial_use"] == "yes" for row in terms)
        return allowed and self.forbids_commercial is not None


@once
def license_of(document: Document) -> License:
    """Read the license of a document. Never raises for a fault of the text."""
    node = document.front_matter.data.get("license")
    values = tuple(strings(node)) or _unread(document)
    told = {value.span.start for value in values}
    statements = tuple(s for s in _statements(document) if s.path or s.name.span.start not in told)
    forbids, invites = _commercial(document, "non-commercial"), _commercial(document, "commercial")
    return License(values, node is not None, statements, _conflicting(document, values, statements), forbids, invites)


def _unread(document: Document) -> tuple[Scalar, ...]:
    """The `license` line of a block that cannot be read: its author declared one all the same."""
    block = document.front_matter
    if block.data.entries or not block.problems:
        return ()
    m = _LICENSE_LINE.search(document.text, 0, 4000)
    return (Scalar(m.group(1), m.group(1), True, Span(*m.span(1))),) if m else ()


def _commercial(document: Document, kind: str) -> Span | None:
    """Where the text itself forbids or invites commercial use of this artefact, whatever license it names."""
    for use in said(document).get("license", ()):
        if use.wording.kind == kind:
            before = document.visible[use.sentence.start : use.match.start()]
            if re.search(r"\b(?:commercial|both) *(?:or|and|/|&|,)? *(?:for +)?\Z", before[-20:], re.I):
                continue
            if subject(document, before) is not False and not (kind == "commercial" and ruled_out(before)):
                return use.span
    return None


# ── statements ───────────────────────────────────────────────────────────────────────────────────────────────────────


def _statements(document: Document) -> Iterator[Statement]:
    found: dict[int, Statement] = {}
    for statement in (
        *_sections(document),
        *_items(document),
        *_sentences(document),
        *_unlisted(document),
        *_inherited(document),
        *_badges(document),
        *_hidden(document),
    ):
        found.setdefault(statement.name.span.start, statement)
    yield from (found[start] for start in sorted(found))
    yield from _files(document)


def _sections(document: Document) -> Iterator[Statement]:
    """Licenses named under a heading that announces one, or in that heading."""
    announcing = [s for s in document.sections if s.title and (_announces(s.title) or _announces(s.title.partition(":")[0]))]
    for section in announcing[:MOST_SECTIONS]:
        heading = section.heading
        if heading is None or section.title is None:
            continue
        rest = section.title.partition(":")[2]
        if other_subject(document, heading.start, heading.end):
            continue
        named = names_in(document.visible, heading.start, heading.end) or (
            _custom(document, heading.start + document.text[heading.start : heading.end].find(":") + 1, heading.end)
            if rest.strip()
            else []
        )
        yield from (Statement(name, "section") for name in named)
        yield from _section_body(document, section)


@lru_cache(maxsize=4096)
def _announces(title: str) -> bool:
    """Whether a heading is one for the license: whole, or one side of a bilingual one."""
    known = lexicon().headings
    parts = [title, *regex(r"[/|(（）)·•]| - ").split(title)]
    return any("license" in known.get(" ".join(regex(r"[\w'’&-]+").findall(part.lower())), ()) for part in parts)


def _section_body(document: Document, section: Section) -> Iterator[Statement]:
    first_blocks = document.blocks[section.first : min(section.last, section.first + 8)]
    blocks = [b for b in first_blocks if b.kind != "code"]
    found = False
    for block in blocks:
        for name in names_in(document.visible, block.start, block.end):
            if not excluded(document, name, bare=True):
                found = True
                yield Statement(name, "section")
    if not found:
        for block in first_blocks[:2]:
            if block.kind == "code":
                # The text of the license itself, its name in the first lines.
                named = names_in(document.text, block.start, min(block.end, block.start + 200))[:1]
            else:
                named = _linked(document, block) or _custom(document, block.start, block.end) or _terms(document, block)
            for name in named:
                yield Statement(name, "section")
                return


def _terms(document: Document, block: Block) -> list[Name]:
    """What is allowed, told in words and not by a name: "The data may be freely used for any purpose"."""
    for use in within(document, "license", Span(block.start, block.end)):
        if use.wording.kind in ("terms", "non-commercial", "commercial"):
            start, end = use.sentence
            if other_subject(document, start, use.match.start()):
                return []
            words = " ".join(document.visible[start:end].split())
            return [Name(words, frozenset(), Span(start, end))] if len(words) < 300 else []
    return []


def _items(document: Document) -> Iterator[Statement]:
    """`License: MIT` at the beginning of a line, or in the cells of a table."""
    visible = document.visible
    strayed = next((p.span.end for p in document.front_matter.problems if p.kind == "second-block"), None)
    strayed_end = document.text.find("\n---", strayed) if strayed else -1
    words = [use for use in said(document).get("license", ()) if use.wording.kind == "word"]
    for use in words[:MOST_WORDS]:
        if use.match.start() < strayed_end:
            continue
        start, end = use.match.span()
        block = _block_at(document, start)
        if block is None:
            continue
        if block.kind == "cell":
            yield from _cell(document, block)
            continue
        # At the beginning of a line, or of a sentence in it.
        line_start = max(block.start, document.text.rfind("\n", 0, start) + 1, document.sentence(start).start)
        line_end = document.text.find("\n", end)
        line_end = block.end if line_end < 0 else min(line_end, block.end)
        if not _LABEL.match(document.text[line_start:start]):
            continue
        after = _AFTER_LABEL.match(document.text, end, line_end)
        if after is None:
            continue
        value = (
            names_in(visible, after.end(), line_end)
            or _linked(document, block, after.end())
            or _custom(document, after.end(), line_end)
        )
        for name in value[:3]:
            if not excluded(document, name, bare=True):
                yield Statement(name, "item")


def _cell(document: Document, block: Block) -> Iterator[Statement]:
    if len(document.words_of(block)) > 24 or other_subject(document, block.start, block.end):
        return
    for other in related_cells(document, block, beside=block.column == 0, under=True):
        found = names_in(document.visible, other.start, other.end) or _linked(document, other)
        if not found and other.row == block.row:
            found = _custom(document, other.start, other.end)
        yield from (Statement(name, "item") for name in found[:1])


def _sentences(document: Document) -> Iterator[Statement]:
    """`released under the MIT license` in running text."""
    text = document.text
    for name in names(document)[:MOST_WORDS]:
        sentence = document.sentence(name.span.start)
        before = document.prose[max(sentence.start, name.span.start - 90) : name.span.start]
        introduced: object = _BEFORE_NAME.search(before) or (not before.strip() and "icen" in name.written)
        called = "icen" in name.written.lower() or _AFTER_NAME.match(text, name.span.end)
        copula: object = re.search(r"\b(?:is|are)[\s*_`\"'\[(]*\Z", before, re.I)
        if name.written.lower() in licenses() and called and "-" in name.written:
            introduced = copula = True
        if introduced and (called or re.search(r"under|sous|unter|bajo|sob|под|licensed|by", before, re.I) or copula):
            if name.written.upper() == "MIT" and not called and not re.search(r"licen[sc]e|under|lizenz", before, re.I):
                continue
            if not excluded(document, name, bare=False):
                yield Statement(name, "sentence")
        elif called and (
            _ON_THIS.match(text, name.span.end) or (_DETERMINED.search(before) and _APPLIES.match(text, name.span.end))
        ):
            yield Statement(name, "sentence")


#: "the MIT license on these weights"; "The original MIT license and all terms of use apply."
_ON_THIS = regex(
    r"[\s*_`)\]]*(?:licen[sc]es? )?(?:on|for) (?:the|this|these|theses|our|its) (?:models?|weights|data ?set|data)\b",
    re.I,
)
_DETERMINED = regex(r"(?:\A|\b(?:the|its|this))(?: (?:original|same|base model['’]s|upstream))?[\s*_`\[(]*\Z", re.I)
_APPLIES = regex(r"(?![^.\n]{0,40}\bnot\b)[\s*_`)\]]*(?:licen[sc]es?\b)?[^.;\n]{0,80}\bappl(?:y|ies)\b", re.I)


def _inherited(document: Document) -> Iterator[Statement]:
    """`The license of this model follows that of the original model`: told, though without a name."""
    for use in said(document).get("license", ()):
        if use.wording.kind == "inherited" and not ruled_out(document.visible[use.sentence.start : use.match.start()]):
            words = " ".join(document.visible[use.match.start() : use.match.end()].split())
            yield Statement(Name(words, frozenset(), Span(*use.match.span())), "sentence")


def _unlisted(document: Document) -> Iterator[Statement]:
    """`released under the FISH AUDIO RESEARCH LICENSE`: a license by its own name that the list does not know."""
    taken = {name.span.end for name in names(document)}
    visible = document.visible
    for use in said(document).get("license", ())[:MOST_WORDS]:
        end = use.match.end()
        if use.wording.kind != "word" or end in taken:
            continue
        sentence = document.sentence(use.match.start())
        if use.wording.language in GLUED:
            yield from _unlisted_glued(document, use.match.start(), end, sentence)
        if not visible[use.match.start()].isupper():
            continue
        named = next(
            (
                m
                for m in _NAMED_LICENSE.finditer(visible, sentence.start, sentence.end)
                if m.start() < use.match.start() < m.end()
            ),
            None,
        )
        if named is None or len(named.group().split()) < 2 or _NO_NAME.search(named.group()) or names_in(named.group()):
            continue
        start = named.start() + len(regex(r"(?:The |This |Our |Model |A )*").match(named.group()).group())  # type: ignore[union-attr]
        name = Name(" ".join(visible[start : named.end()].split()), frozenset(), Span(start, named.end()))
        before = visible[max(sentence.start, start - 60) : start]
        under = re.search(r"\b(?:under|by|sous|bajo|unter|sob|под)\b(?: +(?:the|an?|la|der|a))?[\s*_`\"'\[(]*\Z", before, re.I)
        if (
            len(name.written.split()) > 1
            and (under or _UNDER_AFTER.match(visible, named.end()))
            and not excluded(document, name, bare=False)
        ):
            yield Statement(name, "sentence")


def _unlisted_glued(document: Document, start: int, end: int, sentence: Span) -> Iterator[Statement]:
    """The same in scripts without blanks: `GULL 研究ライセンスの下で`."""
    own = _OWN_NAME.search(document.visible, max(sentence.start, start - 60), start)
    if own and _UNDER_AFTER.match(document.visible, end):
        name = Name(" ".join(document.visible[own.start() : end].split()), frozenset(), Span(own.start(), end))
        if not names_in(name.written) and not excluded(document, name, bare=False):
            yield Statement(name, "sentence")


def _badges(document: Document) -> Iterator[Statement]:
    for mark in document.marked("image"):
        if "licen" in mark.target.lower() and "shields.io" in mark.target.lower():
            address = document.text.find(mark.target, mark.start)
            if address < 0:
                continue
            body = regex(r"%20|_").sub(" ", mark.target)
            for name in names_in(body.replace("--", "-"), any_case=True)[:1]:
                yield Statement(name._replace(span=Span(mark.start, mark.end)), "badge")


def _hidden(document: Document) -> Iterator[Statement]:
    """`<!-- license: mit -->`, as TF Hub's cards have it, and the words that readers of a gated model agree to."""
    for start, end in document.parsed.comments:
        m = _COMMENTED.match(document.text, start, min(end, start + 200))
        if m:
            yield from (
                Statement(name, "item") for name in names_in(document.text, m.end(), min(end, m.end() + 80), any_case=True)[:1]
            )
    for value in strings(document.front_matter.data.get("extra_gated_prompt")):
        if "icen" in value.raw:
            for name in names_in(document.text, value.span.start, min(value.span.end, value.span.start + 600))[:1]:
                yield Statement(name, "sentence")


def _files(document: Document) -> Iterator[Statement]:
    file = license_file(document)
    if file is None:
        return
    body = document.siblings.read(file)
    found = names_in(" ".join(body[:600].split()) if body else "")
    if not found and body and "permission is hereby granted, free of charge" in body[:1500].lower():
        found = [Name("MIT", meanings("mit", "mit"), Span(0, 0))]
    if found:
        yield Statement(found[0]._replace(span=Span(0, 0)), "file", file)


def license_file(document: Document) -> str | None:
    """The name of the file beside a document that holds its license."""
    names = document.siblings.names() or ()
    return next((file for file in LICENSE_FILES if names[(at := bisect_left(names, file)) : at + 1] == (file,)), None)


def _block_at(document: Document, offset: int) -> Block | None:
    index = bisect_right(document.blocks, offset, key=lambda block: block.start) - 1
    return document.blocks[index] if index >= 0 and offset < document.blocks[index].end else None


_ADDRESS = regex(
    r"creativecommons\.org/(?:licenses/(?P<parts>by[a-z-]*)/(?P<version>\d\.\d)|publicdomain/zero)"
    r"|opensource\.org/licenses?/(?P<osi>[\w.-]+)",
    re.I,
)


def _linked(document: Document, block: Block, after: int = 0) -> list[Name]:
    """A license that only the address of a link names."""
    found = []
    for mark in marks_of(document, block):
        if mark.kind in ("link", "url") and mark.start >= after:
            m = _ADDRESS.search(mark.target)
            if m:
                spelt = f"cc-{m['parts']}-{m['version']}" if m["parts"] else m["osi"] or "cc0-1.0"
                for name in names_in(spelt, any_case=True):
                    found.append(name._replace(span=Span(mark.start, mark.end)))
    return found


_NAMED_LICENSE = regex(
    r"(?:[A-Z][\w.+&'’-]*,? +|(?:of|for|and|the) +){0,7}[A-Z][\w.+&'’-]* +(?:LICEN[SC]E|[Ll]icen[sc]e)(?: +(?:Agreement"
    r"|AGREEMENT))?"
)
_NO_VALUE = regex(
    r"\W*(?:more information needed|needs more information|todo|tbd|n/?a|none|unknown|not specified|unspecified|see\b.*"
    r"|please\b.*|refer\b.*|licen[sc]e(?:\.md)?|coming soon"
    r"|\[?more information|same as .*|other|link|here|the|this|read .*|無|未定|-+)\W*\Z",
    re.I,
)


#: "LICENSE", "THIRD PARTY LICENSES": files, not names.
_NO_NAME = regex(r"\Alicen[sc]es?\b|\bthird[- ]party\b", re.I)


def _custom(document: Document, start: int, end: int) -> list[Name]:
    """A license without id, told by its name: "FISH AUDIO RESEARCH LICENSE", or a short value such as "custom, research only"."""
    named = _NAMED_LICENSE.search(document.visible, start, end)
    if (
        named
        and not _NO_VALUE.match(named.group())
        and len(named.group().split()) > 1
        and not _NO_NAME.search(named.group())
        and not regex(r"(?:The|This|Our|Model) +[Ll]icen").match(named.group())
    ):
        return [Name(" ".join(named.group().split()), frozenset(), Span(*named.span()))]
    return []


# ── contradiction ────────────────────────────────────────────────────────────────────────────────────────────────────


def _conflicting(document: Document, values: tuple[Scalar, ...], statements: tuple[Statement, ...]) -> Statement | None:
    """The statement that contradicts the metadata: it means other licenses, and no statement agrees."""
    declared = {license_id(str(value.value)) for value in values}
    if not declared or declared & {None, "other", "unknown"}:
        return None
    known = [s for s in statements if s.name.ids and (s.path or not named_other(document, s.name, strictly=True))]
    known = [s for s in known if s.how != "item" or _leads(document, s.name.span.start)]
    if not known or any(_agrees(s, declared) for s in known):
        return None
    # A text that names several licenses tells of several things.
    if not frozenset.intersection(*(s.name.ids for s in known)):
        return None
    return known[0]


def _leads(document: Document, offset: int) -> bool:
    """Whether a label begins its block, or follows another label: else it may belong to what the sentence before speaks of."""
    block = _block_at(document, offset)
    if block is None:
        return True
    line = document.text.rfind("\n", block.start, offset)
    return line < 0 or ":" in document.text[max(block.start, document.text.rfind("\n", block.start, line)) : line][:60]


def _agrees(statement: Statement, declared: set[str | None]) -> bool:
    ids = statement.name.ids
    if ids & declared:
        return True
    # A family id of the Hub stands for each of its versions.
    return any(
        value in ("cc", "gpl", "lgpl", "bsd", "openrail") and any(key.startswith(str(value)) for key in ids) for value in declared
    )
