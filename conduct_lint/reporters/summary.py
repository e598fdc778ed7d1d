"""The summary of a workflow step, and a comment on a pull request: GitHub-flavoured Markdown in which no foreign word acts.

GitHub makes a link, a notice to somebody or an entry in another thread out of plain words (`@name`, `#123`, `GH-123`, addresses),
also where Markdown escapes them, since it looks at the text as rendered. A zero-width space within such a word stops it; every
other sign of Markdown or HTML is written as a character reference.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence

from conduct_lint.model import Finding, Report, Severity
from conduct_lint.named import NamedTuple
from conduct_lint.reporters import HOME, Style
from conduct_lint.reporters.sarif import uri
from conduct_lint.reporters.screen import one_line
from conduct_lint.reporters.source import Source, source_of
from conduct_lint.reporters.tally import (
    absent,
    absent_words,
    by_weight,
    counted,
    found_words,
    has_file,
    hidden_words,
    noun,
    public,
    standing,
    tally,
)
from conduct_lint.typed import TextIO

#: A step's summary may have 1 MiB, a comment 65,536 characters (docs.github.com); more is dropped as a whole.
SUMMARY, COMMENT = 900_000, 60_000
#: A message is longer than this only where somebody wants it to be.
WORDS = 1_500
_EXCERPT = 40
HELP = HOME + "/blob/main/docs/github-action.md#why-did-it-flag-my-words-and-whom-do-i-ask"

_SIGNS = re.compile(r"[^\w\s,;.:?!=\"'()/%-]|_", re.A)
_ACTS = re.compile(r"[@#]|(?<=[A-Za-z]):(?=/)|\b(?:www(?=\.)|GH(?=-)|mailto(?=:)|xmpp(?=:))", re.I)
_CODE = re.compile(r"`([^`]+)`")
_STOP = "&#8203;"
_MARKS = {Severity.ERROR: "**error**", Severity.WARNING: "**warning**", Severity.NOTICE: "notice"}


class Added(NamedTuple):
    """A directive that the change adds: the path and line it stands on, what it says."""

    path: str
    line: int
    rules: str
    reason: str


class Extras(NamedTuple):
    """What a run knows beyond its reports.

    `remarks` are (path, words) about texts that no rule read; `added` the directives that the change adds; `notes` what was not
    looked at. `private` findings are for a moderator: only their number is told, and `moderation`, the commands that show them.
    `files` is the address below which GitHub shows the files.
    """

    remarks: tuple[tuple[str, str], ...] = ()
    added: tuple[Added, ...] = ()
    notes: tuple[str, ...] = ()
    private: int = 0
    moderation: tuple[str, ...] = ()
    files: str = ""


def report(reports: Sequence[Report], out: TextIO, style: Style, extras: Extras = Extras()) -> None:  # noqa: B008
    """Write the summary of a run."""
    seen, private = public(reports, style)
    extras = extras._replace(private=extras.private + private)
    closing = "".join(_closing(seen, style, extras))
    room = SUMMARY - len(closing.encode("utf-8"))
    out.write("".join(_within(_opening(seen, style, extras), room)) + closing)


def comment(reports: Sequence[Report], style: Style, extras: Extras, marker: str, more: str) -> str:
    """The text of a comment for everybody: findings only. What is for a moderator is not even counted here.

    Arguments: `marker` is the HTML comment that it is known again by, `more` the address of the whole summary.
    """
    seen, _ = public(reports, style)
    opening = _opening(seen, style, extras._replace(private=0, notes=()))
    link = f" · [the whole summary]({more})" if more else ""
    closing = f"\n<sub>[Why was this said, and whom to ask]({HELP}){link}</sub>\n"
    return f"{marker}\n" + "".join(_within(opening, COMMENT - len(closing) - len(marker))) + closing


def plain(text: str) -> str:
    """Somebody's words, on one line, as words and nothing else."""
    return "".join(_plain(_cut(one_line(text))))


def code(text: str) -> str:
    """Somebody's words as code: as they are, and nothing acts."""
    return f"<code>{plain(text)}</code>"


def message(text: str) -> str:
    """A message of ours with somebody's words in it; what stands between backticks is shown as code."""
    parts = _CODE.split(_cut(one_line(text)))
    return "".join(code(part) if index % 2 else "".join(_plain(part)) for index, part in enumerate(parts))


def _cut(text: str) -> str:
    return text if len(text) <= WORDS else text[: WORDS - 1] + "…"


def _plain(text: str) -> Iterator[str]:
    at = 0
    for m in _ACTS.finditer(text):
        yield _signs(text[at : m.end()]) + _STOP
        at = m.end()
    yield _signs(text[at:])


def _signs(text: str) -> str:
    return _SIGNS.sub(lambda m: f"&#{ord(m.group())};" if m.group().isascii() else m.group(), text)


def _within(pieces: Iterator[str], room: int) -> Iterator[str]:
    """The pieces that fit into so many bytes; a last line tells that there were more. No piece is cut."""
    room -= 200
    for piece in pieces:
        room -= len(piece.encode("utf-8", "replace"))
        if room < 0:
            yield "\nThere is more than fits here; the command below shows all of it.\n"
            return
        yield piece


def _opening(reports: Sequence[Report], style: Style, extras: Extras) -> Iterator[str]:
    total = tally(reports)
    found = found_words(total) or "nothing to mention"
    yield f"## conduct-lint\n\n**{found[0].upper()}{found[1:]}** in {counted(total.documents, 'document')}.\n"
    for each in reports:
        findings = standing(each)
        if findings or each.failures:
            yield from _document(each, findings, style, extras)
    if extras.remarks:
        rows = "".join(f"- {code(path)}: {message(words)}\n" for path, words in extras.remarks[:50])
        yield f"\n### Not read by any rule\n\n{rows}" + _rest(len(extras.remarks) - 50)
    if extras.added:
        rows = "".join(_added(each) for each in extras.added[:50])
        yield f"\n### Set aside by this change: {len(extras.added)}\n\nThese directives are new, and they are followed.\n\n{rows}"
        yield _rest(len(extras.added) - 50)


def _rest(number: int) -> str:
    return f"- and {number} more\n" if number > 0 else ""


def _added(each: Added) -> str:
    reason = plain(each.reason) if each.reason else "no reason given"
    return f"- {code(each.path)}, line {each.line}: {code(each.rules or 'no rule named')} – {reason}\n"


def _document(report: Report, findings: list[Finding], style: Style, extras: Extras) -> Iterator[str]:
    source = source_of(report)
    kind = report.kind.replace("-", " ") if has_file(report) else ""
    yield f"\n### {code(report.path)}{f' · {plain(kind)}' if kind else ''}\n\n"
    for rule, words in report.failures:
        yield f"**A fault of conduct-lint{f' in {plain(rule)}' if rule else ''}, not of this text:** {plain(words)}\n\n"
    absences = by_weight(filter(absent, findings))
    places = by_weight(finding for finding in findings if not absent(finding))
    folded = [] if style.profile == "thorough" else [each for each in places if each.severity is Severity.NOTICE]
    shown = [each for each in places if each not in folded]
    if len(absences) == 1:
        shown, absences = by_weight([*absences, *shown]), []
    yield from _table(report, shown, source, style, extras)
    if absences:
        yield f"This {noun(report.kind)} does not yet say:\n\n" + "".join(_absent(each, style) for each in absences) + "\n"
    if folded:
        rows = "".join(_table(report, folded, source, style, extras))
        yield f"<details><summary>{counted(len(folded), 'notice')}</summary>\n\n{rows}</details>\n"


def _absent(finding: Finding, style: Style) -> str:
    words = plain(absent_words(finding, style).removesuffix(f" ({finding.code})"))
    return f"- {_MARKS[finding.severity]} {words} ({_rule(finding, style)}). {message(finding.advice)}\n"


def _table(report: Report, findings: Sequence[Finding], source: Source, style: Style, extras: Extras) -> Iterator[str]:
    if not findings:
        return
    yield f"| {'Line' if has_file(report) else 'Where'} | | What is there, and what helps |\n|---|---|---|\n"
    for finding in findings[:500]:
        related = "".join(f"<br>See also {_where(source, each)}{message(each.note)}" for each in finding.related)
        advice = f"<br>{message(finding.advice)}" if finding.advice else ""
        clauses = f" · {', '.join(plain(clause) for clause in finding.clauses)}" if finding.clauses else ""
        line = _at(report, finding, source, extras)
        words = f"{message(finding.message)}{advice}{related}<br><sub>{_rule(finding, style)}{clauses}</sub>"
        yield f"| {line} | {_MARKS[finding.severity]} | {words} |\n"
    if len(findings) > 500:
        yield f"\nand {len(findings) - 500} more\n"
    yield "\n"


def _where(source: Source, related: object) -> str:
    span, path = getattr(related, "span", None), getattr(related, "path", "")
    if path:
        return f"{code(path)}: "
    return f"line {source.region(span)[0].line}: " if span else ""


def _at(report: Report, finding: Finding, source: Source, extras: Extras) -> str:
    """Where a finding is: the line of a file, with a link; the words themselves in a text that has no lines to look up."""
    if not has_file(report):
        return code(source.excerpt(finding.span, _EXCERPT).text)
    line = source.region(finding.span)[0].line
    if not extras.files or not report.path.isprintable():
        return str(line)
    return f"[{line}]({extras.files}/{uri(report.path)}#L{line})"


def _rule(finding: Finding, style: Style) -> str:
    words = f"{plain(finding.code)} {plain(finding.name)}"
    return f"[{words}]({style.address(finding.code, finding.name)})" if finding.code in style.rules else words


def _closing(reports: Sequence[Report], style: Style, extras: Extras) -> Iterator[str]:
    notes = [plain(note) for note in extras.notes]
    total = tally(reports)
    if total.suppressed:
        notes.append(f"{counted(total.suppressed, 'finding')} set aside by directives, with their reasons")
    if hidden := hidden_words(total, style):
        notes.append(plain(hidden))
    if notes:
        yield "\n" + "".join(f"- {note}\n" for note in notes)
    if extras.private:
        who = "1 passage may need" if extras.private == 1 else f"{extras.private} passages may need"
        yield f"\n**{who} a moderator's look.** Where and why is shown to a moderator only, on a machine of their own:\n\n"
        yield _commands(extras.moderation)
    if style.command:
        yield f"\nTo see the same on your own machine:\n\n{_commands((style.command,))}"
    yield f"\n<sub>[Why was this said, and whom to ask]({HELP})</sub>\n"


def _commands(lines: Sequence[str]) -> str:
    escaped: Callable[[str], str] = lambda line: _signs(one_line(line))  # noqa: E731
    return "<pre><code>" + "&#10;".join(map(escaped, lines)) + "</code></pre>\n"
