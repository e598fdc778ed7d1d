"""A text and its views: front matter, blocks, sections, prose, words. Nothing here touches disk, network or terminal.

Every place is an offset into `Document.text`. The masked views have the same length as the text, so a match in a view is a
match in the text; in a word that backslashes divide, it begins where the word does (see `Document.whole`).
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from functools import cached_property
from itertools import accumulate, pairwise

from conduct_lint import frontmatter, inline, labels, markdown, views
from conduct_lint.frontmatter import FrontMatter
from conduct_lint.inline import Mark
from conduct_lint.markdown import Block, Parsed
from conduct_lint.model import Siblings, Span, Text
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex
from conduct_lint.typed import Any, TypeVar

T = TypeVar("T")

WORD = regex(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
#: The curly apostrophe within a word, as telephones and typesetters write it.
_APOSTROPHE = regex(r"(?<=[^\W\d_])’(?=[^\W\d_])")
#: The same for ASCII in lower case.
_ASCII_WORD = regex(r"[a-z]+(?:'[a-z]+)*")
#: What a word goes on from.
_BEGUN = regex(r"[^\W\d_]['’]?\Z")
_NOT_NEWLINES = regex(r"[^\n]+")
_SENTENCE_END = regex(r"(?<![.!?…])[.!?…]+[\"'”’)\]*]*(?=\s+\S)|[。！？]+[」』）)]*|(?<=\s)(?=[•●▪]\s)")
#: The one character with which each of them begins: looked for first, it is found ten times as quickly.
_STOP = regex("[.!?…。！？•●▪]")
_ABBREVIATION = regex(
    r"(?:\b(?:e\.g|i\.e|cf|vs|al|etc|fig|figs|sec|eq|no|approx|resp|dr|mr|ms|mrs|prof|st|inc|ltd|co|z\.b|u\.a|bzw|d\.h|p\.ex|ex"
    r"|т\.е|т\.к|др)|\b[a-z])\.\Z",
    re.I,
)
_BOLD_LINE = regex(
    r"(\*\*|__)(?=\S)((?:(?!\1).)+?)(?<=\S)\1[ \t]*[:：]?[ \t]*\Z|<(b|strong)>(.+?)</\3>[ \t]*[:：]?[ \t]*\Z", re.I
)
_NO_SPACE_ATX = regex(r"(#{1,6})([^#\s].*)\Z")
_HASHTAGS = regex(r"#\w+(?:\s+#\w+)+\Z")
_CJK_BRACKET = regex(r"[【\[]([^】\]\n]{1,40})】\Z")
#: No sentence is read beyond this many characters, so that a rule's pattern runs on a bounded text.
SENTENCE_LIMIT = 1200
#: How much of what makes reading slow a text may hold: at most, the mark that is counted, its name.
LIMITS = ((1_000_000, "", "characters"), (40_000, "\n", "lines"), (80_000, "|", "table strokes"))


class Section(NamedTuple):
    """A heading and what stands below it.

    `title` is the heading as read, without markup; None for the text before the first heading. `level` is 1–6, 7 for a bold
    line that serves as heading, 0 for the beginning. `first`–`last` are the indexes of its own blocks, before any further
    heading; `end` is the offset where the section with all its subsections ends. `parent` is the index of the enclosing
    section or -1.
    """

    title: str | None
    heading: Block | None
    level: int
    first: int
    last: int
    end: int
    parent: int


def once(read: Callable[[Document], T]) -> Callable[[Document], T]:
    """Mark a reading of a document: it is made once a document and kept with it."""

    def kept(document: Document) -> T:
        readings = document.readings
        if read in readings:
            return readings[read]  # type: ignore[no-any-return]
        found = readings[read] = document.reading(read)
        return found

    kept.__name__, kept.__doc__, kept.__wrapped__ = read.__name__, read.__doc__, read  # type: ignore[attr-defined]
    return kept


class Document:
    """One text with lazy views.

    Arguments: `source` is the text as a source hands it over. `kind` and `platform`, where given, are not decided again.
    A title stands before the body as git keeps a message: title, blank line, body; it is a heading and no Markdown.
    `foreign` places are somebody else's words (a quoted reply, a template): they stand in `text` and in no view.
    """

    def __init__(self, source: Text, foreign: tuple[Span, ...] = ()) -> None:
        self.source = source
        self.name = source.name
        self.text = titled(source)
        self.foreign = foreign
        self.siblings: Siblings = source.siblings
        self.readings: dict[Callable[[Document], Any], Any] = {}

    def reading(self, read: Callable[[Document], T]) -> T:
        """What `read` says of this document; see `once`."""
        return read(self)

    # ── places ───────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def line_starts(self) -> list[int]:
        """Offsets at which lines begin. A line ends with `\\n` (any `\\r` before it belongs to the end), in a text
        without `\\n` with `\\r`."""
        mark = "\n" if "\n" in self.text or "\r" not in self.text else "\r"
        return [0, *accumulate([len(line) + 1 for line in self.text.split(mark)[:-1]])]

    def line(self, offset: int) -> int:
        """The 1-based line that holds this offset."""
        return bisect_right(self.line_starts, offset)

    def lines(self, span: Span) -> tuple[int, int]:
        """First and last 1-based line of a span."""
        return self.line(span.start), self.line(max(span.start, span.end - 1))

    @cached_property
    def excess(self) -> str:
        """Why this text is not read at all, in words; empty for any text that a person could have written.

        The longest real card of a sample of five thousand has 80,000 characters, 5,500 lines, 6,100 table strokes.
        """
        for most, mark, words in LIMITS:
            number = self.text.count(mark) if mark else len(self.text)
            if number > most:
                return f"it is too large to be read: {number:,} {words}, more than {most:,}"
        return ""

    # ── parts ────────────────────────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def front_matter(self) -> FrontMatter:
        """The metadata block."""
        return frontmatter.read(self.text)

    @cached_property
    def plain(self) -> str:
        """The text as the Markdown parser gets it: same length, front matter blank, no carriage return, no NUL."""
        text = self.text
        block = self.front_matter.span
        if block:
            text = _NOT_NEWLINES.sub(_blanks, text[: block.end]) + text[block.end :]
        if self.foreign:
            pieces, at = [], 0
            for start, end in self.foreign:
                start = max(start, at)
                pieces += [text[at:start], _NOT_NEWLINES.sub(_blanks, text[start:end])]
                at = max(at, end)
            text = "".join((*pieces, text[at:]))
        if "\r" in text:
            text = text.replace("\r", " ") if "\n" in text else text.replace("\r", "\n")
        return text.replace("\0", "\ufffd") if "\0" in text else text

    @cached_property
    def parsed(self) -> Parsed:
        """The blocks, link references and HTML comments."""
        title = len(self.text) - len(self.source.body)
        block = self.front_matter.span
        if title:
            parsed = markdown.parse(" " * (title - 2) + self.plain[title - 2 :])
        else:
            parsed = markdown.parse(self.plain, block.end if block else 0)
        parsed = closed(self.plain, parsed)
        if title:
            parsed = parsed._replace(blocks=(Block("heading", 0, title - 2, 1), *parsed.blocks))
        if any(_indented(self.plain, block) for block in parsed.blocks):
            parsed = parsed._replace(blocks=tuple(_prose_in_code(self.plain, parsed.blocks)))
        return parsed._replace(blocks=labels.apart(self.plain, parsed.blocks))

    @cached_property
    def block_starts(self) -> tuple[int, ...]:
        """The offset at which each block begins."""
        return tuple(block.start for block in self.blocks)

    def block_index(self, offset: int) -> int:
        """The index of the last block that begins at or before an offset, -1 where none does."""
        return bisect_right(self.block_starts, offset) - 1

    @property
    def blocks(self) -> tuple[Block, ...]:
        """The blocks in reading order."""
        return self.parsed.blocks

    @cached_property
    def marks(self) -> tuple[tuple[Mark, ...], ...]:
        """The inline marks of each block, in the order of `blocks`; none for code."""
        source, references = self.plain, self.parsed.references
        return tuple(
            () if block.kind == "code" else tuple(inline.scan(source, block.start, block.end, references))
            for block in self.blocks
        )

    def marked(self, kind: str) -> list[Mark]:
        """All inline marks of one kind, in reading order."""
        return [mark for marks in self.marks for mark in marks if mark.kind == kind]

    # ── masked views, all of the same length as the text ─────────────────────────────────────────────────────────────

    @cached_property
    def prose(self) -> str:
        """What the author says in words: no front matter, code, addresses, tags, emphasis marks, alt texts.

        A newline stands only where a block ends, so a pattern without newline never crosses from one block into the next;
        what is masked is blank.
        """
        return self._masked[0]

    @cached_property
    def visible(self) -> str:
        """As `prose`, with the words of code spans and bare addresses: what a reader sees outside of code blocks."""
        return self._masked[1]

    @cached_property
    def lower(self) -> str:
        """`prose` in lower case, same length."""
        return lowered(self.prose)

    @cached_property
    def _masked(self) -> tuple[str, str]:
        return views.masked(self.plain, self.blocks, self.marks)

    def whole(self, span: Span) -> Span:
        """A span of a view as one of the text: where it ends in a word that backslashes divide, it ends with that word."""
        return views.whole(self.text, span)

    @cached_property
    def words(self) -> Counter[str]:
        """The words of the prose, lower case, each with how often it stands there."""
        return Counter(words_in(self.lower))

    def places(self, word: str) -> list[int]:
        """The offsets where a word stands in the prose; `tide` does not stand in `tide's`."""
        lower, found = self.lower, []
        at = lower.find(word)
        while at >= 0:
            whole = WORD.match(lower, at)
            if whole and whole.group() == word and not _BEGUN.search(lower, max(0, at - 2), at):
                found.append(at)
            at = lower.find(word, at + len(word))
        return found

    # ── sections and sentences ───────────────────────────────────────────────────────────────────────────────────────

    @cached_property
    def sections(self) -> tuple[Section, ...]:
        """The sections in reading order, the beginning first; headings of any kind count (see `heading_of`)."""
        heads: list[tuple[int, int, str]] = []
        for index, found in enumerate(self._headings):
            if found:
                heads.append((index, *found))
        sections: list[Section] = [Section(None, None, 0, 0, heads[0][0] if heads else len(self.blocks), len(self.text), -1)]
        open_at: list[int] = []
        for order, (index, level, title) in enumerate(heads):
            start = self.blocks[index].start
            while open_at and sections[open_at[-1]].level >= level:
                ended = open_at.pop()
                sections[ended] = sections[ended]._replace(end=start)
            last = heads[order + 1][0] if order + 1 < len(heads) else len(self.blocks)
            parent = open_at[-1] if open_at else -1
            sections.append(Section(title, self.blocks[index], level, index + 1, last, len(self.text), parent))
            open_at.append(len(sections) - 1)
        return tuple(sections)

    def heading_of(self, index: int) -> tuple[int, str] | None:
        """Level and title of a block that serves as heading: ATX, setext, HTML, `#NoSpace`, 【bracket】, or a line all bold."""
        return self._headings[index]

    @cached_property
    def _headings(self) -> list[tuple[int, str] | None]:
        return [self._heading(block) for block in self.blocks]

    def _heading(self, block: Block) -> tuple[int, str] | None:
        if block.kind == "heading":
            return block.level, self.words_of(block)
        if (
            block.kind != "paragraph"
            or block.end - block.start > 160
            or block.quoted
            or block.info == labels.LINE
            or self.plain[block.start] not in "#*_<【["
        ):
            return None
        source = self.plain[block.start : block.end]
        if "\n" in source:
            return None
        glued = _NO_SPACE_ATX.match(source)
        if glued and block.info != "html" and not _HASHTAGS.match(source):
            return len(glued.group(1)), self.words_of(block).lstrip("#").strip()
        bold = _BOLD_LINE.match(source)
        if bold or _CJK_BRACKET.match(source):
            title = self.words_of(block).strip()
            if title and len(title) <= 90 and not title.endswith((".", "!", "。", ",")) and block.depth == 0:
                return 7, title.rstrip(":： ")
        return None

    def words_of(self, block: Block) -> str:
        """The words of a block as read, markup gone, blanks collapsed."""
        return " ".join(self.visible[block.start : block.end].split())

    def section_at(self, offset: int) -> Section:
        """The innermost section that holds this offset."""
        starts = self._section_starts
        return self.sections[max(0, bisect_right(starts, offset) - 1)]

    @cached_property
    def _section_starts(self) -> list[int]:
        return [section.heading.start if section.heading else 0 for section in self.sections]

    @cached_property
    def sentences(self) -> list[Span]:
        """The sentences of the prose in reading order. None leaves its block or is longer than `SENTENCE_LIMIT`."""
        prose = self.prose
        found: list[Span] = []
        at = 0
        for line in prose.split("\n"):
            words = line.strip()
            if words:
                end = at + len(line)
                if len(line) <= SENTENCE_LIMIT and not _STOP.search(words):
                    left = end - len(line.lstrip())
                    found.append(Span(left, left + len(words)))
                else:
                    for start, stop in pairwise((at, *_cuts(prose, at, end), end)):
                        found += _pieces(prose, start, stop)
            at += len(line) + 1
        return found

    @cached_property
    def _sentence_starts(self) -> list[int]:
        return [span.start for span in self.sentences]

    def sentence(self, offset: int) -> Span:
        """The sentence that holds this offset; an empty span where there is none."""
        index = bisect_right(self._sentence_starts, offset) - 1
        if index >= 0 and offset < self.sentences[index].end:
            return self.sentences[index]
        return Span(offset, offset)

    @cached_property
    def title(self) -> Section | None:
        """The section whose heading is the title of the text: the first heading of level 1, else the first heading."""
        headed = [section for section in self.sections if section.heading]
        return next((s for s in headed if s.level == 1), headed[0] if headed else None)


#: The heading of a section behind a line without words: no comment of a program stands so but by chance.
_SECTION = regex(r"\n[^\w\n#]*\n(?=#{2,6} \S)")


def closed(source: str, parsed: Parsed) -> Parsed:
    """The blocks, a fence that is never closed ended before the next section: its writer forgot the closing one, and means what
    follows to be read."""
    *before, last = parsed.blocks or (Block("", 0, 0),)
    if last.kind != "code" or last.end < len(source.rstrip()):
        return parsed
    section = _SECTION.search(source, last.start, last.end)
    if section is None or not source[: last.start].rstrip().rpartition("\n")[2].lstrip().startswith(("```", "~~~")):
        return parsed
    rest = markdown.parse(source, section.end())
    blocks = (*before, last._replace(end=section.start()), *rest.blocks)
    return Parsed(blocks, {**rest.references, **parsed.references}, (*parsed.comments, *rest.comments))


#: A line of running words: four of them, and none of the signs that code is full of.
_RUNNING = regex(r"(?=(?:[^\n]*?(?<![\w.-])[^\W\d_]{2,}(?![\w(=]))" + r"{4})[^\n={}<>|;$\\]*\Z")


def _indented(source: str, block: Block) -> bool:
    """Whether a code block is one by its indentation alone, and its lines are running words."""
    if block.kind != "code" or block.info != "text" or not source.startswith(("    ", "\t"), block.start):
        return False
    before = source[source.rfind("\n", 0, max(0, block.start - 1)) + 1 : block.start].lstrip(" >-*+.)0123456789")
    if before.startswith(("```", "~~~")):
        return False
    lines = source[block.start : block.end].split("\n")
    words = [line for line in lines if line.strip()]
    if len(words) == 1 and words[0].strip().isascii() and " " not in words[0].strip():
        return False  # an address
    return sum(bool(_RUNNING.match(line[:400])) for line in words) * 2 > len(words)


def _prose_in_code(source: str, blocks: tuple[Block, ...]) -> Iterator[Block]:
    """The blocks, indented prose as paragraphs: few who indent their words mean them as code."""
    for block in blocks:
        if not _indented(source, block):
            yield block
            continue
        at = block.start
        for line in source[block.start : block.end].split("\n"):
            words = line.strip()
            if words:
                start = at + line.index(words[0])
                yield Block("paragraph", start, start + len(words), 0, block.depth + 1, block.quoted)
            at += len(line) + 1


def words_in(text: str) -> list[str]:
    """The words of a text that is in lower case."""
    return (_ASCII_WORD if text.isascii() else WORD).findall(text)


def titled(source: Text) -> str:
    """The text of a source with its title, if it has one, on a line of its own and a blank line before the body."""
    title = " ".join(source.title.split())
    return f"{title}\n\n{source.body}" if title else source.body


def _cuts(prose: str, start: int, end: int) -> Iterator[int]:
    """Where the sentences of a block end, but for the last."""
    at = start
    for stop in _STOP.finditer(prose, start, end):
        m = _SENTENCE_END.match(prose, stop.start(), end) if stop.start() >= at else None
        if m:
            at = m.end()
            if m.group() != "." or not _ABBREVIATION.search(prose, max(start, m.start() - 8), at):
                yield at


def _pieces(prose: str, start: int, end: int) -> Iterator[Span]:
    """A sentence without the blanks around it, in pieces where it is too long."""
    for cut in range(start, end, SENTENCE_LIMIT):
        piece = prose[cut : min(end, cut + SENTENCE_LIMIT)]
        words = piece.strip()
        if words:
            left = cut + len(piece) - len(piece.lstrip())
            yield Span(left, left + len(words))


def _blanks(m: re.Match[str]) -> str:
    return " " * (m.end() - m.start())


def lowered(text: str) -> str:
    """`text` in lower case with the same length: U+0130 is the one letter whose lower case is longer.

    An apostrophe is written as wordings write it: "don’t" is read as "don't".
    """
    lower = text.replace("\u0130", "i").lower()
    return _APOSTROPHE.sub("'", lower) if "’" in lower else lower
