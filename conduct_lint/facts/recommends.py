"""The models that a text announces or recommends, and what it tells its readers of each.

In a contribution that adds or offers a model the whole text is about it; else models are recommended in sentences, such as
"I recommend …".
In a list of recommendations each row, item or section that names a model is one entry.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator

from conduct_lint.document import Document, Section, once
from conduct_lint.facts import checkpoints, model_names
from conduct_lint.facts.claims import claims
from conduct_lint.facts.credit import credits
from conduct_lint.facts.grammar import against
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.license import license_of
from conduct_lint.facts.risk_warnings import warnings
from conduct_lint.facts.subject import mends, subject
from conduct_lint.facts.topics import topics
from conduct_lint.lexicon import Said, pattern, said
from conduct_lint.markdown import Block
from conduct_lint.model import CONTRIBUTIONS, Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex


class Recommended(NamedTuple):
    """A model that a text recommends or announces.

    `model` as written; `link`: its address or id, None for none; `span`: all that is said of it, `place`: its name. The
    others are the places that tell: what it can do, what it cannot or where its card stands, its license as written, a warning of
    misuse, whose it is. `named_only`: what it can do is named, as in a list of its features, and nothing is said of it.
    """

    model: str
    link: str | None
    span: Span
    place: Span
    capability: Span | None
    limit: Span | None
    license: str | None
    misuse_warning: Span | None
    source: Span | None
    named_only: bool = False

    @property
    def own_card(self) -> bool:
        """Whether the address is that of the model itself, or of one that differs from it by its format alone."""
        ours, theirs = _words_of(self.model), _words_of(self.link or "")
        apart = (ours - theirs) | (theirs - ours - _words_of((self.link or "").rpartition("/")[0]))
        return bool(theirs) and all(_FORMAT.fullmatch(word) for word in apart)


def _words_of(name: str) -> frozenset[str]:
    return frozenset(word for word in regex(r"[\W_]+").split(name.lower()) if word)


#: How weights are stored and for what, as names say it.
_FORMAT = regex(
    r"i?q\d\w*|iq|i\d|[kmsl]|xs|arm|imat(?:rix)?|gguf|ggml|mlx|awq|gptq|exl\d|onnx|quant(?:s|ized)?|[bn]?fp?\d{1,2}|mxfp4|nvfp4|int\d"
    r"|\d+bits?|bit|hf|request"
)
#: A list longer than this is an index and not advice.
MOST = 2_000


@once
def recommends(document: Document) -> tuple[Recommended, ...]:
    """The models that a document recommends or announces, in reading order."""
    kind = kind_of(document)
    if kind in CONTRIBUTIONS:
        found = [*_announced(document)] or [*_advised(document)]
    elif kind == "recommendation":
        found = [*_listed(document)]
    else:
        return ()
    return tuple(_told(document, *each) for each in sorted(found, key=lambda one: one[2].start)[:MOST])


def offered(document: Document) -> Iterator[tuple[str, str | None, Span]]:
    """The models that readers are advised to take: name, address, place. What a contribution itself adds is none of them."""
    if kind_of(document) == "recommendation":
        yield from ((entry.model, entry.link, entry.place) for entry in recommends(document))
    else:
        yield from ((model, address, place) for model, address, _, place in _advised(document))


Found = tuple[str, "str | None", Span, Span]


def _announced(document: Document) -> Iterator[Found]:
    """The model that a whole contribution is about: named by its title, else the first that its words name."""
    about = subject(document)
    if about.about != "model" or not about.announces:
        return
    whole = Span(about.span.start if about.span else 0, len(document.text.rstrip()))
    place = about.span or Span(0, min(len(document.text), 1))
    if about.named:
        yield about.named, _address(document, whole, about.named), whole, place
        return
    named = list(_names(document, place)) if about.span else []
    if not named:
        first = next(
            (
                one
                for block in document.blocks
                if block.kind in ("paragraph", "heading", "cell") and not block.quoted
                for one in _names(document, Span(block.start, block.end))
            ),
            None,
        )
        named = [first] if first else []
    for one in named:
        yield one.written, one.hub or _address(document, whole, one.written), whole, one.span
    if not named and about.span:
        yield about.thing or about.title, None, whole, place


def _names(document: Document, span: Span) -> list[checkpoints.Checkpoint]:
    block = next((b for b in document.blocks if b.start <= span.start < max(b.end, b.start + 1)), None)
    return (
        []
        if block is None
        else [
            one
            for one in checkpoints.all_in(document, block, span.start, span.end)
            if (regex(r"\d|/").search(one.written) or one.linked) and not _NO_MODEL.fullmatch(one.written)
        ]
    )


#: Types of quantisation and names of measurements have the form of model names.
_NO_MODEL = regex(
    r"(?:i?q\d\w*|\w+_r\d|(?:pp|tg)-?\d+|[bf]p?\d{1,2}|int\d|cuda-?\S*|avx\S*|rtx\S*|v?\d[\d.]*(?:[kmgt]i?b|bpw)?)", re.I
)


def _address(document: Document, span: Span, name: str) -> str | None:
    """Where a reader finds a model: a link to the Hub or an id in words, best one that shares its name."""
    key = model_names.key(name)
    ids = [
        (model_names.key(found), found)
        for mark in (*document.marked("link"), *document.marked("url"))
        if span.start <= mark.start < span.end and (found := model_names.hub_id(mark.target))
    ]
    for m in _ID.finditer(document.text, span.start, span.end):
        if model_names.namelike(m.group()) and regex(r"[\d-]").search(m["name"]):
            ids.append((model_names.key(m.group()), m.group()))
    return next((found for other, found in ids if key and (key in other or other in key or _related(name, found))), None)


def _related(name: str, found: str) -> bool:
    """Whether most words of an id stand in a name: a quantisation of a model bears its name, a merge does not."""
    words = [word for word in regex(r"[\W_]+").split(found.lower().rsplit("/", 1)[-1]) if word]
    own = set(regex(r"[\W_]+").split(name.lower()))
    return sum(word in own for word in words) >= 0.7 * len(words) and len(words) >= 3


_ID = regex(r"(?<![\w./:@-])(?P<owner>[A-Za-z][\w.-]+)/(?P<name>[A-Za-z][\w.-]*\w)(?![\w/]|\.\w+\b)")


def _advised(document: Document) -> Iterator[Found]:
    told: set[str] = set()
    for use in said(document).get("lineage-recommend", ()):
        block = next((b for b in document.blocks if b.start <= use.match.start() < b.end), None)
        if block is None or block.quoted:
            continue
        one = checkpoints.after(document, use.match.end(), min(block.end, use.sentence.end), block)
        if one and model_names.key(one.written) not in told and (one.hub or one.linked or _sure(one.written)):
            told.add(model_names.key(one.written))
            yield (
                one.written,
                one.hub or _address(document, Span(block.start, block.end), one.written),
                Span(block.start, block.end),
                one.span,
            )


# ── lists ────────────────────────────────────────────────────────────────────────────────────────────────────────────


def _listed(document: Document) -> Iterator[Found]:
    """Rows, items and sections of a list of models, and advice in its sentences; where there is none, the model that the title
    names."""
    found = [*_rows(document), *_items(document)]
    found += _sections(document, [one[2] for one in found])
    found += [one for one in _advised(document) if not any(other[2].start <= one[2].start < other[2].end for other in found)]
    title = document.title
    if not found and title and title.heading and title.title:
        named = model_names.plain_name(title.title, 0, len(title.title))
        if named and len(title.title[:named].split()) <= 4:
            span = Span(title.heading.start, len(document.text.rstrip()))
            name = title.title[:named]
            found.append(
                (
                    name,
                    _address(document, span, name),
                    Span(document.front_matter.span.start if document.front_matter.span else span.start, span.end),
                    Span(title.heading.start, title.heading.end),
                )
            )
    yield from found


def _rows(document: Document) -> Iterator[Found]:
    for cells in checkpoints.tables(document).values():
        rows: dict[int, list[Block]] = {}
        for (row, _), block in sorted(cells.items()):
            if row:
                rows.setdefault(row, []).append(block)
        heads = {column: _flat(document, head).lower() for (row, column), head in cells.items() if row == 0}
        named = {column for column, words in heads.items() if pattern("subject_context", "column-models").search(words)}
        if not any(pattern("subject_context", "column-advice").search(words) for words in heads.values()):
            named = set()  # a table of figures compares and recommends nothing
        for line in rows.values():
            one, place = _named_by(document, line[0], line), line[0]
            for cell in () if one else line:
                if cell.column in named and (one := _bare(document, cell)):
                    place = cell
                    break
            if one:
                yield one[0], one[1], Span(line[0].start, line[-1].end), Span(place.start, place.end)


def _named_by(document: Document, first: Block, blocks: list[Block]) -> tuple[str, str | None] | None:
    """Name and address, where the first cell or the start of an item names a model and the rest leads to it.

    A link elsewhere is enough where the name is beyond doubt.
    """
    links = [mark for block in blocks for mark in checkpoints.marks_of(document, block) if mark.kind in ("link", "url")]
    hub = next((found for mark in links if (found := model_names.hub_id(mark.target)) and "/" in found), None)
    inside = [
        mark
        for mark in links
        if first.start <= mark.start < first.end
        and mark.kind == "link"
        and document.visible[first.start : mark.inner].strip(" *_`-–•|") == ""
    ]
    words = " ".join(document.visible[first.start : first.end].split())
    if inside:
        words = " ".join(document.text[inside[0].inner : inside[0].inner_end].replace("*", "").replace("`", "").split())
    elif first.kind != "cell":
        named = model_names.plain_name(words, 0, len(words)) if words else None
        if not named or not hub:
            return None
        words = words[:named]
    if not words or len(words) > 90 or not regex(r"[^\W\d_]{2}").search(words):
        return None
    if hub:
        return words, hub
    named = model_names.plain_name(words, 0, len(words))
    return (words, inside[0].target) if inside and named and _SIZED.search(words) else None


_SIZED = regex(r"\d+(?:\.\d+)?[bm]\b", re.I)
#: What stands behind a name at the beginning of an item that is about it.
_ABOUT = regex(r"\s*(?:[:–—(,;.|=-]|\Z|(?:is|are|for|by|if|when|because)\b)")


def _flat(document: Document, block: Block) -> str:
    return " ".join(document.visible[block.start : block.end].split()).lstrip("*_` ")


def _bare(document: Document, block: Block) -> tuple[str, None] | None:
    """The model that a cell or an item begins with, without a link: known beyond doubt by its family and number, or its size."""
    words = _flat(document, block)
    named = model_names.plain_name(words, 0, len(words)) if words else None
    name = words[:named] if named else ""
    return (name, None) if _sure(name) and _ABOUT.match(words, len(name)) else None


def _sure(name: str) -> bool:
    """Whether a name without a link is that of a model beyond doubt: by its size, or by its family and number."""
    sized = _SIZED.search(name) or (regex(r"\d").search(name) and model_names.family_of(name))
    return bool(sized) and not _NO_MODEL.fullmatch(name)


def _items(document: Document) -> Iterator[Found]:
    """List items that begin with a model; what is indented below belongs to it."""
    blocks = document.blocks
    index = 0
    while index < len(blocks):
        block = blocks[index]
        index += 1
        if block.kind != "paragraph" or not block.depth:
            continue
        last = index
        while last < len(blocks) and blocks[last].depth > block.depth:
            last += 1
        one = _named_by(document, block, [block]) or _bare(document, block)
        if one:
            yield one[0], one[1], Span(block.start, blocks[last - 1].end), Span(block.start, block.end)
            index = last


def _sections(document: Document, taken: list[Span]) -> Iterator[Found]:
    """Sections that a model gives its name to and that link it."""
    for section in document.sections:
        if not section.heading or not section.title or section.level <= 1:
            continue
        span = Span(section.heading.start, _end(document, section))
        if any(span.start <= other.start < span.end for other in taken):
            continue
        one = _named_by(document, section.heading, [section.heading, *document.blocks[section.first : section.last]])
        if one:
            yield one[0], one[1], span, Span(section.heading.start, section.heading.end)


def _end(document: Document, section: Section) -> int:
    return (
        document.blocks[section.last - 1].end if section.last > section.first else section.heading.end if section.heading else 0
    )


# ── what is told of one ──────────────────────────────────────────────────────────────────────────────────────────────


def _told(document: Document, model: str, link: str | None, span: Span, place: Span) -> Recommended:
    claimed, said_able, named = _abilities(document)
    able, named_only = _first(span, claimed), False
    if able is None and not _in_table(document, span):
        able = _first(span, said_able)
        if able is None:
            able = _first(span, named)
            named_only = able is not None
    return Recommended(
        model,
        link,
        span,
        place,
        able,
        _limit(document, span),
        _license(document, span),
        _first(span, warnings(document, "misuse")),
        _first(span, credits(document)),
        named_only,
    )


@once
def _abilities(document: Document) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]:
    """Where abilities are claimed, told in words, and only named."""
    claimed = tuple(claim.span for claim in claims(document) if not _part_of_name(document, claim.span))
    uses = [use for topic in ("praise", "capability") for use in said(document).get(topic, ())]
    uses = [use for use in uses if not mends(document, use.sentence.start)]
    told = tuple(use.span for use in uses if use.wording.kind != "named")
    return claimed, told, tuple(use.span for use in uses if use.wording.kind == "named")


def _part_of_name(document: Document, span: Span) -> bool:
    """Whether words stand inside a name or path, such as `heron/harbour-agi-7b`."""
    beside = document.text[max(0, span.start - 1) : span.start] + document.text[span.end : span.end + 1]
    return any(sign in "-_/" for sign in beside)


def _in_table(document: Document, span: Span) -> bool:
    index = document.block_index(span.start)
    return index >= 0 and document.blocks[index].kind == "cell"


def _first(span: Span, places: Iterable[Span]) -> Span | None:
    return next((place for place in places if span.start <= place.start < span.end), None)


def _limit(document: Document, span: Span) -> Span | None:
    """A limit in words, or a link to the card that would hold it."""
    for use in _limits(document):
        if span.start <= use.start < span.end:
            return use
    for mark in _links(document):
        if span.start <= mark.start < span.end:
            return mark
    return None


def limited(document: Document) -> Span | None:
    """The first place that states a limit, or links the card that would hold it."""
    return _limit(document, Span(0, len(document.text)))


@once
def _limits(document: Document) -> tuple[Span, ...]:
    uses = [use for topic in ("limitations", "caveat") for use in said(document).get(topic, ()) if not against(document, use)]
    past = {use.sentence for use in uses if _overcome(document, use)}
    # "Warning: explicit, violent": what readers are told to expect.
    worded = [*(use.sentence for use in uses), *warnings(document, "content")]
    found = [sentence for sentence in worded if sentence not in past and not mends(document, sentence.start)]
    topic = topics(document)["limitations"]
    return tuple(sorted([*found, *([topic.span] if topic.status == "stated" and topic.span and topic.span not in past else [])]))


_OVERCOME = regex(
    r"\b(?:clean|fix|smooth|remov|eliminat|resolv|solv|iron)\w*\b[^.,;]{0,24}\Z|\b(?:without|no more|free of)\b[^.,;]{0,12}\Z"
)


def _overcome(document: Document, use: Said) -> bool:
    """Whether a fault is named as one of the past: "cleans up the rough edges"."""
    return bool(_OVERCOME.search(document.lower, max(use.sentence.start, use.match.start() - 40), use.match.start()))


@once
def _links(document: Document) -> tuple[Span, ...]:
    marks = (*document.marked("link"), *document.marked("url"), *document.marked("html"))
    return tuple(
        sorted(Span(mark.start, mark.end) for mark in marks if (found := model_names.hub_id(mark.target)) and "/" in found)
    )


_LICENSE_COLUMN = regex(r"licen[sc]|ライセンス|许可|許可|라이선스|лиценз|lizenz", re.I)


def _license(document: Document, span: Span) -> str | None:
    index = document.block_index(span.start)
    block = document.blocks[index] if index >= 0 else None
    if block is not None and block.kind == "cell" and block.table >= 0:
        table = checkpoints.tables(document)[block.table]
        for (row, column), head in table.items():
            if row == 0 and _LICENSE_COLUMN.search(document.visible[head.start : head.end]) and (block.row, column) in table:
                cell = table[block.row, column]
                return " ".join(document.visible[cell.start : cell.end].split()) or None
        return None
    found = license_of(document)
    if found.prose and found.prose_span and span.start <= found.prose_span.start < span.end:
        return found.prose
    at = bisect_left(_licensed(document), span.start, key=lambda one: one[0])
    told = _licensed(document)[at : at + 1]
    return told[0][1] if told and told[0][0] < span.end else None


_LICENSED = regex(
    r"\b(?:apache[- ]?(?:license[, -]*)?(?:version )?2(?:\.0)?(?:[ -]licen[sc]e)?|mit licen[sc]e|(?<=under )mit\b"
    r"|(?<=license: )mit\b|cc[- ]by(?:-[a-z]{2})*[- ]\d\.\d|gpl(?:v|-)?[23](?:\.0)?"
    r"|openrail\S*|(?:llama|gemma) ?\d?(?:\.\d)? (?:community )?(?:licen[sc]e|agreement))\b",
    re.I,
)


@once
def _licensed(document: Document) -> tuple[tuple[int, str], ...]:
    return tuple((m.start(), " ".join(m.group().split())) for m in _LICENSED.finditer(document.visible))
