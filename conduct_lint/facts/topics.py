"""What a card says on limitations, intended use, uses out of scope, bias and risks, training data and citation.

A topic is *stated* where a reader learns something concrete about it, below a heading that names it or in a sentence anywhere;
it is a *placeholder* where only template text stands in its place; else it is *absent*. A heading alone states nothing.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping

from conduct_lint import frontmatter
from conduct_lint.document import Document, once
from conduct_lint.facts.citation import bibtex
from conduct_lint.facts.cited import own_papers, references
from conduct_lint.facts.data_named import configured, in_metadata, linked
from conduct_lint.facts.evidence import STATING, Evidence, Rank
from conduct_lint.facts.grammar import DATA_WORDS, MODEL, STOCK, against, in_passing, links_of, thanks_for_means, within
from conduct_lint.facts.headings import mixed
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.passages import Passage, Piece, content, passages
from conduct_lint.facts.placeholders import state
from conduct_lint.lexicon import Said, pattern, said
from conduct_lint.model import Span, Text
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex

TOPICS = ("limitations", "intended_use", "out_of_scope", "bias_risks", "training_data", "citation")

#: What unmarked sentences below a heading with several topics are about: the first of these that the heading names.
_UNMARKED = ("intended_use", "limitations", "training_data", "out_of_scope", "bias_risks", "citation")
#: Lines shown of a long section; the evidence is its beginning.
_SHOWN = 10
#: So many characters behind a label are no more than a name.
_FEW = 25


class Topic(NamedTuple):
    """`status`: stated, placeholder or absent. `span`: the best evidence, None where absent."""

    name: str
    status: str
    span: Span | None
    evidence: tuple[Evidence, ...]


@once
def topics(document: Document) -> Mapping[str, Topic]:
    """What a document says on each of `TOPICS`."""
    return {name: _weighed(document, name, list(_evidence(document, name))) for name in TOPICS}


def _weighed(document: Document, name: str, evidence: list[Evidence]) -> Topic:
    free = any(one.verdict == "placeholder" for one in evidence)
    for verdict, status in (("counts", "stated"), ("placeholder", "placeholder")):
        found = [one for one in evidence if one.verdict == verdict]
        # What only hints at the topic does not fill the place that is kept free for it.
        if found and (verdict == "placeholder" or not free or any(one.rank != Rank.HINTED for one in found)):
            best = min(found, key=lambda one: one.rank)
            return Topic(name, status, _grown(document, best, found), tuple(evidence))
    return Topic(name, "absent", None, tuple(evidence))


def _grown(document: Document, best: Evidence, evidence: list[Evidence]) -> Span:
    """The best evidence with the one around it, first what follows, as long as few lines are enough to show all of it.

    Two sentences on a topic with a paragraph between them are one place to a reader; the metadata are another. A title stays
    the first line.
    """
    start, end = best.span
    metadata = document.front_matter.span or Span(0, 0)
    evidence = [one for one in evidence if (one.span.start < metadata.end) == (start < metadata.end)]
    first = document.line(start)
    # Template text is told of place by place: what stands apart is a finding of its own.
    gap = _SHOWN if best.verdict == "counts" else 2
    for one in sorted(evidence):
        near = one.span.start >= start and document.line(one.span.start) - document.line(end) <= gap
        if near and end < one.span.end and document.line(one.span.end - 1) - first <= _SHOWN:
            end = one.span.end
    last = document.line(end - 1)
    for one in () if best.titled else evidence:
        if one.span.start < start and one.span.end <= end and last - document.line(one.span.start) <= _SHOWN:
            start = one.span.start
    return Span(start, end)


def words_for(document: Document, name: str) -> str:
    """The lexicon topic that holds the wordings of a topic: for a data set, its training data is where the data come from."""
    return "data_origin" if name == "training_data" and kind_of(document) == "dataset-card" else name


def _evidence(document: Document, name: str) -> Iterator[Evidence]:
    """All candidates, the likeliest place to look first."""
    key = words_for(document, name)
    for passage in passages(document):
        if key in ("data_origin", "citation") and passage.level == 8 and _QUOTED.fullmatch(passage.title.strip()):
            continue  # A column of that name.
        if key in passage.topics or (key == "training_data" and _of_pipeline(passage)):
            yield from _of_passage(document, passage, key)
        elif name == "intended_use" and "rationale" in passage.topics:
            yield from _of_rationale(document, passage)
        elif name == "citation" and _of_pipeline(passage):
            yield from _of_sources(document, passage)
    if name == "citation":
        yield from _of_references(document)
    yield from _of_sentences(document, key)
    yield from _of_terms_of_use(document, key)
    if name == "training_data":
        yield from configured(document, key)
        yield from in_metadata(document, key)
        yield from linked(document)


_QUOTED = regex(r"[`'\"‘“].*[`'\"’”]")


def _of_pipeline(passage: Passage) -> bool:
    """True for the row "Sources" in the table of a spaCy pipeline: the data it was trained on."""
    return passage.level == 8 and passage.title.strip("* ").lower() == "sources" and any(p.kind == "cell" for p in passage.pieces)


#: "[Letters of the Coast](…) (Wader, Ann; Reed, Bo)"
_MAKERS = regex(r"\]\([^()\s]*\)\s*\((?:[^()\n]{0,60}[ ,;])?[A-ZÀ-Þ][^()\n]*\)")


def _of_sources(document: Document, passage: Passage) -> Iterator[Evidence]:
    """Those who made the sources of a pipeline, where they are named behind them."""
    for piece in passage.pieces:
        if _MAKERS.search(document.text, piece.start, piece.end):
            start = passage.heading.start if passage.heading else piece.start
            yield Evidence(Span(start, piece.end), "counts", "the makers of its sources are named", Rank.MENTIONED, titled=True)


# ── below a heading ──────────────────────────────────────────────────────────────────────────────────────────────────


#: Below a heading on citation, an e-mail address is no way to cite; in a list of references, a bare repository name is none.
_ADDRESS_ONLY = regex(
    r"\W*(?:(?:e-?mail|mail|contact|邮箱|メール|메일|correo|почта)\W{1,3})?[\w.+-]+@[\w-]+(?:\.[\w-]+)+\W*", re.I
)
_FULL_NAME = regex(r"\W*[A-ZÀ-Þ][\w'’-]+(?: [A-ZÀ-Þ][\w.'’-]*)+")
_LINK_ONLY = regex(r"\W*(?:\d+[.)] *)?(?:https?://\S+|[\w.-]+(?:/[\w.-]+)?)\W*")
_REFERENCES = regex(r"referen|参考|參考|참고|참조|riferiment|ссылк", re.I)
_CITING = regex(r"\bcit|bibtex|引用|인용|zitat|zitier|цитир", re.I)
_ORDER = (
    (Rank.PLAIN, regex(r"\bcit|bibtex|paper|publication|引用|인용|zitat|zitier|цитир|論文|论文|논문|статья", re.I)),
    (Rank.LINKED, _REFERENCES),
    (
        Rank.MENTIONED,
        regex(r"thank|acknowledg|contribution|感谢|感謝|致谢|致謝|鸣谢|谢辞|謝辞|감사|dank|remerci|agradec|благодар", re.I),
    ),
)
#: "Our data set is not part of a publication": below a heading on citation, this says that there is nothing to cite.
_UNPUBLISHED = regex(r"(?:\b(?:no|not|cannot)|n['’]t)\b[^.;]{0,60}\b(?:cited|citable|papers?|publications?|published)\b", re.I)
_ASKED = regex(r"\b(?:please|should|doi|https?)\b", re.I)


#: The row "Author" in a table of fields, as pipelines are described: a field of the template like "Developed by".
_AUTHOR = regex(r"\W*authors?\W*\Z", re.I)
#: "Datasets: 2.20.0" in a list of versions.
_RELEASE = regex(r"\W*v?\d+(?:\.\d+)+[\w.+-]*\W*")


def _beside(document: Document, passage: Passage, piece: Piece, key: str) -> bool:
    """True for what stands below a fitting title and is something else: a link among references, the version of a library."""
    if key == "citation":
        if thanks_for_means(document.lower[piece.start : piece.end]) or (piece.kind == "cell" and _AUTHOR.match(passage.title)):
            return True
        words = document.visible[piece.start : piece.end]
        if len(words) < 200 and _UNPUBLISHED.search(words) and not _ASKED.search(words):
            return True
        return _REFERENCES.search(passage.title) is not None and _LINK_ONLY.fullmatch(words) is not None
    if key in ("limitations", "out_of_scope") and _points_elsewhere(document, piece, key):
        return True
    if key == "limitations" and passage.topics == (key,):
        return _of_terms(document, piece)
    if key == "intended_use":
        return _announces_code(document, piece)
    return key == "training_data" and _RELEASE.fullmatch(document.visible, piece.start, piece.end) is not None


def _announces_code(document: Document, piece: Piece) -> bool:
    """True for words that only announce the code behind them ("Prompt template:") and name no use."""
    if not document.visible[piece.start : piece.end].rstrip().endswith((":", "：")):
        return False
    following = bisect_right(document.blocks, piece.start, key=lambda block: block.start)
    code = document.blocks[following : following + 1]
    return bool(code) and code[0].kind == "code" and not _marked(document, piece, "intended_use")


def _points_elsewhere(document: Document, piece: Piece, key: str) -> bool:
    """True for little more than a link ("Terms of use: see the original model"): a reader learns nothing before following it."""
    words = document.visible[piece.start : piece.end].strip()
    return len(words) < 50 and bool(_LINK.search(document.text, piece.start, piece.end)) and not _marked(document, piece, key)


def _of_terms(document: Document, piece: Piece) -> bool:
    """True for a piece that tells for what one may use it ("For research only. Please read the license.") and of no limit."""
    span = Span(piece.start, piece.end)
    return bool(within(document, "out_of_scope", span)) and not within(document, "limitations", span)


#: "Source data" heads the training data of a model card and the origin of a data set's data: one topic of two kinds of card.
_DATA = {"training_data", "data_origin"}


def _of_passage(document: Document, passage: Passage, key: str) -> Iterator[Evidence]:
    """What the passage contributes to one of the topics it is about."""
    shared = [topic for topic in passage.topics if topic != key and {topic, key} != _DATA]
    unmarked = next((topic for topic in _UNMARKED if topic in passage.topics), key)
    if "aside" in shared:
        unmarked = "aside"
    heading = f"below “{passage.title}”"
    start = passage.heading.start if passage.heading else passage.pieces[0].start
    free: list[Span] = []
    counted: list[Piece] = []
    other = False
    fields = True
    for piece in content(document, passage):
        told = state(document, piece)
        if told.word == "concrete":
            if piece.kind == "code" and key not in ("citation", "training_data"):
                other = True
            elif (
                key == "citation"
                and _ADDRESS_ONLY.fullmatch(document.visible, piece.start, piece.end)
                and not _FULL_NAME.match(piece.label)
            ):
                free.append(Span(piece.start, piece.end))
            elif _beside(document, passage, piece, key):
                other = True
            elif not shared or _about(document, piece, key, passage.topics, unmarked):
                counted.append(piece)
            else:
                other = True
        elif (key == "citation" and passage.level >= 8 and not _CITING.search(passage.title)) or (
            key == "bias_risks" and told.word == "nil" and passage.title.islower()
        ):
            # A field for authors or a paper is none for how to cite; a setting of a program ("bias: none") none for biases.
            other = True
        elif told.word != "empty":
            free.append(told.span)
            fields = fields and piece.kind == "cell"
    place = Rank.PLAIN if key == "citation" and _CITING.search(passage.title) else Rank.TOLD
    if counted:
        yield Evidence(
            _beginning(document, start if not shared or counted[0] == passage.pieces[0] else counted[0].start, counted),
            "counts",
            heading,
            _rank(document, passage, key),
            titled=True,
        )
    elif free and not (other and fields):
        yield Evidence(Span(start, free[0].end), "placeholder", f"{heading} stands template text", place, titled=True)
    elif not other and not passage.divided and passage.heading:
        yield Evidence(passage.heading, "placeholder", f"nothing stands {heading}", place, titled=True)
    elif other:
        yield Evidence(Span(start, passage.pieces[0].end), "does not count", f"what stands {heading} is about something else")


def _of_rationale(document: Document, passage: Passage) -> Iterator[Evidence]:
    """Why a data set was made is what it is for, where the reasons say so; a promise of reasons keeps no place for a use."""
    told = [piece for piece in content(document, passage) if state(document, piece).word == "concrete"]
    found = [piece for piece in told if _marked(document, piece, "intended_use")]
    if found:
        yield Evidence(_beginning(document, found[0].start, found), "counts", f"below “{passage.title}”", Rank.LITTLE)


def _rank(document: Document, passage: Passage, key: str) -> Rank:
    label = passage.level == 8
    if key == "citation":
        pieces = passage.pieces
        if pieces and any(pieces[0].start <= entry.span.start < pieces[-1].end for entry in bibtex(document)):
            return Rank.OWN
        if label:
            # "Paper: …" may be somebody else's.
            return Rank.PLAIN if _CITING.search(passage.title) else Rank.MENTIONED
        # How to cite, then what is referred to, then who is thanked.
        return next((rank for rank, words in _ORDER if words.search(passage.title)), Rank.LINKED)
    if "aside" in passage.topics:
        return Rank.MENTIONED
    if (key == "intended_use" and _shows_code(passage)) or _curt(document, passage):
        return Rank.BARE if key == "training_data" and document.front_matter.data.get("datasets") else Rank.LITTLE
    if (
        key == "bias_risks"
        and _ETHICS.search(passage.title)
        and not any(_marked(document, piece, key, firmly=True) for piece in passage.pieces)
    ):
        # "Ethical considerations: the letters were read with consent" says less of a bias than a sentence on one.
        return Rank.LITTLE
    if key in _DATA and not label and (_ANNOTATION.match(passage.title) or not _tells(document, passage, key)):
        return Rank.LITTLE
    if label:
        return Rank.PLAIN
    own = (passage.names == (key,) and not mixed(passage.title)) or set(passage.names) == _DATA
    if len(passage.names) > 1 and passage.names[0] == key and not own:
        # "Limitations and bias" says more of limits than "Intended uses & limitations" above it, if not all of it is on bias.
        told = within(document, key, Span(passage.pieces[0].start, passage.pieces[-1].end))
        own = any(use.wording.kind in STATING and not against(document, use) for use in told)
    return Rank.OWN if own else Rank.PLAIN


def _tells(document: Document, passage: Passage, key: str) -> bool:
    """True for a section on data that speaks of them: figures and "We use a script to tune it" are shown behind a sentence, and
    so is who annotated, unless it says where the data come from."""
    start = passage.heading.end if passage.heading else passage.pieces[0].start
    span = Span(start, passage.pieces[-1].end)
    if any(use.wording.kind != "hint" and not against(document, use) for use in within(document, key, span)):
        return True
    words = document.lower[slice(*span)]
    # Of other languages the words for data are not known.
    if not words.isascii() or _LINK.search(document.text, *span) or DATA_WORDS.search(words):
        return True
    return bool(passage.names) and not _OF_TRAINING.search(words)


def _shows_code(passage: Passage) -> bool:
    """True where a section opens with code: how to call a model is less of an answer than a sentence on what it is for."""
    return any(piece.kind == "code" for piece in passage.pieces[:3])


_LINK = regex(r"\]\(|https?://")
_OF_TRAINING = pattern("grammar", "of-training")
_ANNOTATION = pattern("grammar", "annotation")
_REFERS = pattern("grammar", "refers", lower=True)
_ETHICS = regex(r"^\W*ethic", re.I)


def _curt(document: Document, passage: Passage) -> bool:
    """True where little stands: only that it is told in another section, or behind a label a name without a link, a setting of
    a program, what a field in `backticks` holds.

    A sentence elsewhere tells more.
    """
    start, end = passage.pieces[0].start, passage.pieces[-1].end
    words = document.lower[start:end].strip()
    if len(words) < 100 and _REFERS.match(words):
        return True
    if passage.level < 8 or passage.pieces[0].kind == "cell":
        return False
    if passage.pieces[0].kind == "code" or "`" in passage.title:
        return True
    return len(document.visible[start:end].strip()) <= _FEW and not _LINK.search(document.text, start, end)


def _about(document: Document, piece: Piece, key: str, named: tuple[str, ...], unmarked: str) -> bool:
    """True where a piece below a heading with several topics speaks of this one: by its words, or as nothing marks another."""
    marked = {topic for topic in named if _marked(document, piece, topic)}
    if key == "limitations" and key not in marked:
        # A bias is a limit of the model, a use ruled out as well, unless the heading keeps them apart.
        apart = "bias_risks" in named and named.index(key) > named.index("bias_risks")
        if not apart and _marked(document, piece, "bias_risks", firmly=True):
            return True
        if "out_of_scope" not in named and _marked(document, piece, "out_of_scope", firmly=True):
            return True
    return key in marked or (key == unmarked and not marked)


def _marked(document: Document, piece: Piece, topic: str, firmly: bool = False) -> bool:
    """True where a wording of the topic stands in the piece and grammar does not object; `firmly`: only statements count."""
    for use in within(document, topic, Span(piece.start, piece.end)):
        if use.wording.kind == "hint":
            if not firmly:
                return True
        elif (use.wording.kind in ("strong", "statement", "terms", "weak") or not firmly) and not against(document, use):
            return True
    return False


def _beginning(document: Document, start: int, pieces: list[Piece]) -> Span:
    """From `start` to the last of these pieces that stands within the lines shown."""
    first = document.line(start)
    end = pieces[0].end
    for piece in pieces:
        if document.line(piece.start) - first < _SHOWN:
            end = piece.end
    return Span(start, max(min(end, _start_of_line(document, first + _SHOWN)), start + 1))


def _start_of_line(document: Document, index: int) -> int:
    """Where the line at a 0-based index begins; the end of the text where it has no such line."""
    starts = document.line_starts
    return starts[index] if index < len(starts) else len(document.text)


# ── anywhere ─────────────────────────────────────────────────────────────────────────────────────────────────────────


#: Sections on what the rows of a data set hold: where the whole comes from is told elsewhere.
_STRUCTURE = pattern("grammar", "structure")
#: What names no data set is shown behind the metadata that do.
_NAMELESS = pattern("grammar", "nameless")
_LITTLE = pattern("grammar", "little", lower=True)


def _of_sentences(document: Document, key: str) -> Iterator[Evidence]:
    uses = said(document).get(key, ())
    terms = [use.match.span() for use in uses if use.wording.kind == "terms"]
    for use in uses:
        rank = STATING.get(use.wording.kind)
        if rank and any(start < use.match.end() and use.match.start() < end for start, end in terms):
            # "intended for research only": all that it is intended for are the terms.
            rank = max(rank, Rank.MENTIONED)
        if rank is None:
            continue
        why = against(document, use)
        words = "“" + " ".join(use.match.group().split()) + "”"
        if why:
            # The stock sentence of the template keeps a place free wherever it stands.
            verdict = "placeholder" if why == STOCK and key in ("limitations", "bias_risks") else "does not count"
            yield Evidence(use.sentence, verdict, f"{words}: {why}", Rank.MENTIONED)
        else:
            place = _with_list(document, use.sentence)
            yield Evidence(place, "counts", words, _rank_of_data(document, use, place, rank) if key in _DATA else rank)


def _rank_of_data(document: Document, use: Said, place: Span, rank: Rank) -> Rank:
    """The rank of a sentence on data: one that links further, then one that names some, however firmly it says so, then what is
    named in passing, then what the metadata name, then what names none. What only hints keeps its own."""
    if rank == Rank.HINTED:
        return rank
    lower, start = document.lower, use.match.start()
    origin = use.wording.topic == "data_origin"
    nameless = not origin and document.front_matter.data.get("datasets") and _NAMELESS.match(lower, start, place.end)
    if nameless or _LITTLE.match(lower, start, place.end):
        return Rank.BARE
    if origin:
        return max(rank, Rank.LITTLE) if _of_rows(document, use.sentence) else rank
    if in_passing(document, use):
        return Rank.MENTIONED
    return Rank.LINKED if rank <= Rank.TOLD and _links(document, Span(start, use.sentence.end)) else max(rank, Rank.TOLD)


def _links(document: Document, span: Span) -> bool:
    """True where a link begins inside a span of a sentence that leads to no model and to no section of the text."""
    links = links_of(document)
    first, last = (bisect_left(links, at, key=lambda link: link.start) for at in span)
    return any(not (link.target.startswith("#") or MODEL.match(link.target)) for link in links[first:last] if link.target)


def _of_rows(document: Document, sentence: Span) -> bool:
    """True for what is said of a field or of one row: "`origin`: the data set that it comes from", where code is blank."""
    return document.lower.startswith(":", sentence.start) or bool(
        _STRUCTURE.match(document.section_at(sentence.start).title or "")
    )


def _with_list(document: Document, sentence: Span) -> Span:
    """A sentence that ends in a colon, with the list that it opens."""
    if not document.prose[sentence.start : sentence.end].rstrip().endswith((":", "：")):
        return sentence
    blocks = document.blocks
    index = bisect_right(blocks, sentence.end, key=lambda block: block.start)
    end, first = sentence.end, document.line(sentence.start)
    for block in blocks[index:]:
        if not (block.depth or block.kind == "cell") or document.line(block.start) - first >= _SHOWN:
            break
        end = block.end
    return Span(sentence.start, end)


# ── elsewhere ────────────────────────────────────────────────────────────────────────────────────────────────────────


def _of_references(document: Document) -> Iterator[Evidence]:
    for entry in bibtex(document):
        line = document.line(entry.span.start)
        last = _start_of_line(document, line + 7)
        shown = Span(entry.span.start, max(entry.span.start + 1, min(entry.span.end, last)))
        yield Evidence(shown, "counts", "a BibTeX entry", Rank.OWN)
    for place in own_papers(document):
        yield Evidence(place, "counts", "a link to its paper", Rank.LINKED)
    for place in references(document):
        # Whose paper it is stays open: who is named as the author of this work goes first.
        yield Evidence(place, "counts", "a reference", Rank.TOLD)


@once
def _gate(document: Document) -> tuple[tuple[Span, Document], ...]:
    """What the metadata ask readers to agree to before they get the files."""
    asked = frontmatter.strings(document.front_matter.data.get("extra_gated_prompt"))[:1]
    return tuple((one.span, Document(Text("", one.raw, kind="other"))) for one in asked)


#: What a contract holds, and no abstract and no dialogue that speaks of readers who agree.
_AGREEMENT = regex(r"\bagreement\W{1,3}\)|\bthis(?: \w+){0,3} agreement\b|\byou (?:\w+ ){0,2}agree (?:to|that|not)\b", re.I)


@once
def _contracts(document: Document) -> tuple[tuple[Span, Document], ...]:
    """Terms that are set apart in a block of plain text, as the licences of some models are quoted."""
    found = []
    for block in document.blocks:
        words = document.text[block.start : block.end] if block.kind == "code" and block.info == "text" else ""
        if "agree" in words and _AGREEMENT.search(words):
            shown = _start_of_line(document, document.line(block.start) + _SHOWN)
            flush = "\n".join(map(str.strip, words.split("\n")))
            found.append((Span(block.start, min(block.end, shown)), Document(Text("", flush, kind="other"))))
    return tuple(found)


def _of_terms_of_use(document: Document, key: str) -> Iterator[Evidence]:
    # Terms of use speak at length of risks and limits, of law and not of the model.
    if key not in ("intended_use", "out_of_scope"):
        return
    for place, terms in (*_gate(document), *_contracts(document)):
        for use in said(terms).get(key, ()):
            if use.wording.kind in STATING and not against(terms, use):
                yield Evidence(place, "counts", "in what readers must agree to", Rank.LITTLE)
                break
