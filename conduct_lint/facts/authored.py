"""Whose words stand in a contribution: the author's, or those of a template, a quoted reply, a mail program, a tool.

Templates are read from the repository at hand, in its base version (https://docs.github.com/communities: folders and names).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise

from conduct_lint.document import Document, once
from conduct_lint.lexicon import framed
from conduct_lint.model import Siblings, Span
from conduct_lint.patterns import regex

#: Where GitHub looks for templates, seen from the root of the repository.
FOLDERS = ("", ".github/", "docs/")
_NAMES = (
    "pull_request_template.md",
    "PULL_REQUEST_TEMPLATE.md",
    "issue_template.md",
    "ISSUE_TEMPLATE.md",
    "pull_request_template.txt",
)
_TEMPLATE_FOLDERS = ("PULL_REQUEST_TEMPLATE", "pull_request_template", "ISSUE_TEMPLATE", "DISCUSSION_TEMPLATE")
#: A project has a handful of templates; more are not read.
_MOST_TEMPLATES = 40

_BOX = regex(r"[ \t]*(?:[-*+]|\d+[.)])[ \t]+\[(?P<mark>[ xX]?)\][ \t]*(?P<words>.*)")
#: What a ticked box attests is the template's sentence, in the first person of whoever ticks it.
_ATTESTED = framed("authored", r"\W*{attested}")
_TRAILER = regex(
    r"(?:signed-off-by|co-?authored[- ]by|co-developed-by|reviewed[- ](?:by|on)|acked-by|tested-by|reported-by|suggested-by"
    r"|helped-by|cc|change-id"
    r"|differential revision|pull[- ]request[- ]resolved|pull request|approved by|git-svn-id|github-pr|fixes-pr"
    r"|ghstack-source-id|bug|gerrit-\w+)[ \t]*:[ \t]*\S"
    r"|\(cherry picked from commit [0-9a-f]{7,40}\)|🤖 generated with\b",
    re.I,
)
_GENERATED = regex(
    r"[ \t]*(?:[*•-][ \t]+)?(?:"
    r"\S.* by @[\w\[\]-]+ in https?://\S+/pull/\d+"  # release notes as GitHub makes them
    r"|\**full changelog\**[ \t]*:[ \t]*\S+"
    r"|@[\w\[\]-]+ made their first contribution in \S+"
    r"|merge (?:branch|pull request|remote-tracking branch|tag|commit)\b.*"
    r"|(?:update|create|delete|rename"
    r"|apply suggestions? from code review)[ \t]+(?:[\w.-]+/)*[\w-]+\.\w{1,6}"  # commits made in the browser
    r"|apply suggestions? from code review"
    r"|auto-merge enabled.*|bumps? \[?[\w@/.-]+\]?(?:\([^)]*\))? from \S+ to \S+"
    r")[ \t]*\r?$",
    re.I,
)
_FOOTER = framed("authored", r"[ \t]*(?:—|--|__)?[ \t]*{footer}")
_WROTE = regex(r"[ \t]*(?:on|am|le|el)\b.{6,160}\b(?:wrote|schrieb\b.*|a écrit|escribió)[ \t]*:[ \t]*\r?$", re.I)
_ORIGINAL = regex(r"[ \t]*-{2,}[ \t]*(?:original message|forwarded message|ursprüngliche nachricht)[ \t]*-{2,}", re.I)
_ALERT = regex(r"[ \t]*>[ \t]*\[!(?:note|tip|important|warning|caution)\]", re.I)
_SCISSORS = regex(r"^[^\w\s] -{8,} >8 -{8,}", re.M)
_TOOL_BEGINS = regex(
    r"<!--\s*(?:This is an auto-generated comment\b|start of auto-generated\b|BEGIN_COMMIT_OVERRIDE\b|CURSOR_SUMMARY\b)[^>]*-->",
    re.I,
)
_TOOL_ENDS = regex(r"<!--\s*(?:end of auto-generated comment\b|END_COMMIT_OVERRIDE\b|/CURSOR_SUMMARY\b)[^>]*-->", re.I)


@once
def authored(document: Document) -> tuple[Span, ...]:
    """The author's own words: what is left of a text without `foreign` places and HTML comments, in reading order.

    Place names of a text without any foreign part: one span over all of it.
    """
    holes = [*foreign(document), *(Span(*place) for place in document.parsed.comments)]
    holes += [Span(mark.start, mark.end) for mark in document.marked("comment")]
    at, found = 0, []
    for hole in sorted(holes):
        if hole.start > at:
            found.append(Span(at, hole.start))
        at = max(at, hole.end)
    if at < len(document.text):
        found.append(Span(at, len(document.text)))
    return tuple(found)


@once
def foreign(document: Document) -> tuple[Span, ...]:
    """The lines that are somebody else's words, in reading order: templates, unfilled or attested check-lists, quoted replies,
    footers of mail programs, git trailers, lists and summaries that a tool made. HTML comments are seen by no reader and stay.
    """
    text = document.text
    code = [(block.start, block.end) for block in document.blocks if block.kind == "code"]
    known = templates(document.siblings)
    found = list(_by_tools(text))
    end = len(text)
    scissors = _SCISSORS.search(text) if document.source.kind == "commit-message" else None
    if document.source.kind == "commit-message":
        end = scissors.start() if scissors else _before_git(text)
        found.append(Span(end, len(text)))
    lines = [Span(*pair) for pair in pairwise([*document.line_starts, len(text)])]
    quoted = alert = False
    at = 0
    for line in lines:
        if line.start >= end:
            break
        words = text[line.start : line.end].rstrip("\r\n")
        while at < len(code) and code[at][1] <= line.start:
            at += 1
        bare = words.lstrip(" \t")
        inside = at < len(code) and code[at][0] <= line.start < code[at][1] and not bare.startswith(">")
        if bare.startswith(">"):
            alert = alert or (not quoted and bool(_ALERT.match(words)))
            quoted = True
            if not alert:
                found.append(line)
            continue
        quoted = alert = False
        if inside or not bare:
            continue
        if _ORIGINAL.match(words) or (
            bare.rstrip() == "--" and words.startswith("--") and line.end - line.start < 6 and _short_rest(text, line.end)
        ):
            found.append(Span(line.start, end))
            break
        if _is_foreign(words, known):
            found.append(line)
    return tuple(sorted(span for span in found if span.end > span.start))


def _by_tools(text: str) -> Iterator[Span]:
    """What stands between the marks by which a tool finds its own words again."""
    at = 0
    while begins := _TOOL_BEGINS.search(text, at) if "<!--" in text else None:
        ends = _TOOL_ENDS.search(text, begins.end())
        if ends is None:
            return
        yield Span(begins.start(), ends.end())
        at = ends.end()


def _is_foreign(words: str, known: frozenset[str]) -> bool:
    box = _BOX.match(words)
    if box and (box["mark"] in ("", " ") or _ATTESTED.match(box["words"])):
        return True
    if known and not words.lstrip().startswith("#") and flat(words) in known:
        return True
    return any(pattern.match(words) for pattern in (_TRAILER, _GENERATED, _FOOTER, _WROTE))


def _before_git(text: str) -> int:
    """Where the lines begin that git itself put below a message: the last lines, all with `#`."""
    at = len(text)
    while at > 0:
        start = text.rfind("\n", 0, at - 1) + 1
        line = text[start:at].strip()
        if line and not line.startswith("#"):
            break
        at = start
    rest = text[at:]
    return (
        at
        if re.search(r"^# ?(?:please enter|on branch|changes to be committed|lines starting)", rest, re.I | re.M)
        else len(text)
    )


def _short_rest(text: str, at: int) -> bool:
    """Whether what follows `--` is short enough for a signature."""
    rest = text[at:].strip("\r\n")
    return 0 < len(rest) < 500 and rest.count("\n") < 8


def flat(line: str) -> str:
    """A line of a template or of a text made from it: no ticks, no blanks at the ends, one blank between words, lower case."""
    line = regex(r"\[[ xX]?\]").sub("[]", line)
    return " ".join(line.split()).lower()


def templates(siblings: Siblings) -> frozenset[str]:
    """The lines of the repository's templates, each `flat`; too short ones, which anybody may write, left out.

    Arguments: `siblings` is the root of the repository in its base version.
    """
    found: set[str] = set()
    for name in _template_files(siblings):
        source = siblings.read(name)
        if source:
            found.update(_lines(source, name))
    return frozenset(found)


def _template_files(siblings: Siblings) -> Iterator[str]:
    if siblings.exists("README.md") is None and siblings.names() is None:
        return
    count = 0
    for folder in FOLDERS:
        names: Iterable[str] = _NAMES
        for name in names:
            if siblings.exists(folder + name):
                yield folder + name
    for folder in FOLDERS:
        for inner in _TEMPLATE_FOLDERS:
            for name in _listed(siblings, folder + inner):
                count += 1
                if count > _MOST_TEMPLATES:
                    return
                yield name


def _listed(siblings: Siblings, folder: str) -> Iterator[str]:
    """The templates of a folder: those that `siblings` lists, else those with the usual names."""
    if not siblings.exists(folder):
        return
    listed = [
        name for name in siblings.names() or () if name.startswith(f"{folder}/") and name.endswith((".md", ".yml", ".yaml"))
    ]
    yield from listed or (path for name in _USUAL if siblings.exists(path := f"{folder}/{name}"))


_USUAL = tuple(
    f"{name}{end}"
    for name in (
        "bug_report bug-report bug feature_request feature-request feature question documentation default"
        " pull_request_template config new_model "
        "new-model model model_request enhancement other general refactor research performance custom"
    ).split()
    for end in (".md", ".yml", ".yaml")
)


def _lines(source: str, name: str) -> Iterator[str]:
    for line in source.splitlines():
        if name.endswith((".yml", ".yaml")):
            # Issue forms: the values of `label`, `description`, `placeholder`, `value`.
            line = regex(r"^\s*-?\s*(?:label|description|placeholder|value|name)\s*:\s*[|>]?\s*").sub("", line).strip("'\" ")
            line = regex(r"^\s*-\s+").sub("", line)
        words = flat(line)
        if len(words) >= 8 or regex(r"[-*+] \[\]").match(words):
            yield words
