"""Turns a text into a report: asks each rule, words and weighs its hits, sets aside what is suppressed, masks what is private."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from conduct_lint import rules as rulebook
from conduct_lint.document import Document
from conduct_lint.facts.kind import kind_of, platform_of
from conduct_lint.facts.languages import prose_language, understood
from conduct_lint.facts.people import cleaner, masks
from conduct_lint.model import CONTRIBUTIONS, DIRECTIVE, Finding, Hit, Report, Severity, Span, Text
from conduct_lint.named import NamedTuple
from conduct_lint.rules import Rule
from conduct_lint.settings import Settings
from conduct_lint.typed import TypeVar

T = TypeVar("T")
Finder = Callable[[Document], Iterator[Hit]]
Masks = tuple[tuple[Span, str], ...]


#: Why a text of kind `other` is passed by; any other reason for that means that it could not be read.
NO_CARD = "it is no card"


class Ask(NamedTuple):
    """A rule with the function that answers it."""

    rule: Rule
    find: Finder


class Linter:
    """The rules that one run asks, prepared once.

    Arguments: `settings` of the run; `rules` other than the built-in ones. Raises MatcherError for an argument that a check does
    not take.
    """

    def __init__(self, settings: Settings | None = None, rules: Iterable[Rule] | None = None) -> None:
        self.settings = settings = settings or Settings()
        self.known = tuple(rulebook.builtin() if rules is None else rules)
        self.asked = tuple(self._prepared(rule) for rule in rulebook.selected(settings, self.known))
        self.essential = frozenset(rule.code for rule in self.known if rule.essential)
        self._by_kind: dict[tuple[str, str, tuple[str, ...]], tuple[Ask, ...]] = {}

    def _prepared(self, rule: Rule) -> Ask:
        arguments = dict(self.settings.arguments.get(rule.code, {}))
        if self.settings.accept:
            arguments["accept"] = self.settings.accept
        return Ask(rule, rulebook.matcher(rule, arguments))

    def document(self, text: Text) -> Document:
        """The document of a text, its kind decided by the settings where they name it."""
        kind = next(_covering(self.settings.kinds.items(), text.place or text.name), None)
        platform = text.platform or self.settings.platform
        document = Document(text._replace(kind=text.kind or kind, platform=platform))
        if document.source.kind in CONTRIBUTIONS and not document.excess:
            from conduct_lint.facts.authored import foreign

            if others := foreign(document):
                return Document(document.source, others)
        return document

    def lint(self, text: Text) -> Report:
        """What the rules say of one text. A rule that fails is reported as a failure; the others still speak."""
        try:
            return self._lint(text)
        except Exception as error:
            return Report(text.name, "other", "none", text.body, (), failures=(("", _failure(error)),))

    def _lint(self, text: Text) -> Report:
        document = self.document(text)
        if document.excess:
            return Report(text.name, "other", "none", text.body, (), skipped=document.excess)
        kind = kind_of(document)
        if kind == "other":
            return Report(text.name, kind, "none", text.body, (), skipped=NO_CARD)
        asked = self._for(kind, platform_of(document), text.place or text.name)
        hits, failures = _ask(document, asked)
        hits, replaced = _without_cascades(hits)
        private = masks(document) if hits or DIRECTIVE in document.text else ()
        findings = list(_worded(document, kind, hits, self.settings, private))
        if DIRECTIVE in document.text and (kind not in TEXT_KINDS or self.settings.text_directives):
            from conduct_lint import suppress

            answered = {ask.rule.code for ask in asked} - replaced - {code for code, _ in failures}
            findings, about = suppress.apply(document, findings, self.known, answered)
            findings += _worded(document, kind, about, self.settings, private)
            findings.sort(key=lambda finding: (finding.span, finding.code))
        shown, hidden = _profiled(findings, self.settings, self.essential)
        language = prose_language(document)
        clean = cleaner(document)
        return Report(
            text.name,
            kind,
            language,
            document.text,
            tuple(_masked(finding, clean) for finding in shown) if private else tuple(shown),
            private if shown else (),
            hidden,
            tuple(failures),
            body=len(document.text) - len(text.body),
            unread=kind.endswith("-card") and not understood(document, "limitations"),
        )

    def _for(self, kind: str, platform: str, name: str) -> tuple[Ask, ...]:
        entries = ((entry.glob, entry.rules) for entry in self.settings.per_file_ignores)
        ignored = tuple(selector for rules in _covering(entries, name) for selector in rules)
        key = (kind, platform, ignored)
        if key not in self._by_kind:
            self._by_kind[key] = tuple(
                ask
                for ask in self.asked
                if kind in ask.rule.kinds
                and ask.rule.platform in (None, platform)
                and not rulebook.on_trial(ask.rule, kind, self.settings)
                and not any(rulebook.named_by(selector, ask.rule) for selector in ignored)
            )
        return self._by_kind[key]


def _covering(entries: Iterable[tuple[str, T]], name: str) -> Iterator[T]:
    """What the entries hold whose glob names this file."""
    for glob, held in entries:
        from conduct_lint import globs

        if globs.covers(glob, name):
            yield held


#: Kinds whose author is the one being checked: directives inside such a text do nothing unless the config allows them.
TEXT_KINDS = CONTRIBUTIONS | {"recommendation"}


def _failure(error: Exception) -> str:
    """What failed and where; without the error's own words, which may quote the text."""
    import traceback

    frame = traceback.extract_tb(error.__traceback__)[-1]
    return f"{type(error).__name__} in {frame.name}, line {frame.lineno} of {frame.filename.rsplit('/', 1)[-1]}"


def _ask(document: Document, asked: tuple[Ask, ...]) -> tuple[list[tuple[Rule, Hit]], list[tuple[str, str]]]:
    hits: list[tuple[Rule, Hit]] = []
    failures: list[tuple[str, str]] = []
    length = len(document.text)
    for rule, find in asked:
        try:
            found = list(find(document))
            if not found:
                continue
            if any(hit.span and not 0 <= hit.span[0] <= hit.span[1] <= length for hit in found):
                raise IndexError("a place outside of the text")
            hits += [(rule, hit) for hit in found]
        except Exception as error:
            failures.append((rule.code, _failure(error)))
    return hits, failures


def _without_cascades(hits: list[tuple[Rule, Hit]]) -> tuple[list[tuple[Rule, Hit]], set[str]]:
    """Hits without those that follow from another, and the codes of the rules that were replaced.

    A rule file names what it `replaces`, perhaps only in one variant.
    """
    replaced: set[str] = set()
    for rule, hit in hits:
        if rule.replaces and rule.replaces.get("variant", hit.variant) == hit.variant:
            replaced.update(rule.replaces["rules"])
    return ([(rule, hit) for rule, hit in hits if rule.code not in replaced] if replaced else hits), replaced


def _worded(document: Document, kind: str, hits: list[tuple[Rule, Hit]], settings: Settings, private: Masks) -> Iterator[Finding]:
    counted: dict[str, int] = {}
    title = len(document.text) - len(document.source.body)
    for rule, hit in sorted(hits, key=lambda pair: (_place(document, *pair), pair[0].code)):
        message, advice = rule.words(hit)
        word = settings.severities.get(rule.code)
        severity = Severity[word.upper()] if word else rule.severity_for(kind, hit.variant)
        absent = hit.span is None
        span = _place(document, rule, hit)
        identity = f"{rule.code}|{hit.subject}" if absent else f"{rule.code}|{_line_key(document, span, rule.private, private)}"
        counted[identity] = counted.get(identity, 0) + 1
        if counted[identity] > 1:
            identity += f"|{counted[identity]}"
        yield Finding(
            rule.code,
            rule.name,
            severity,
            rule.clauses,
            "document" if absent else "title" if span.start < title else "place",
            message,
            advice,
            span,
            hit.related,
            identity,
            hit.fix,
            None,
            hit.subject,
        )


def _place(document: Document, rule: Rule, hit: Hit) -> Span:
    """Where a hit is shown: its own span; for something absent the opening `---` or the title line."""
    if hit.span is not None:
        return document.whole(Span(*hit.span))
    block = document.front_matter.span
    if rule.place == "metadata" and block:
        return Span(block.start, block.start + 3)
    title = document.title
    if title and title.heading:
        return Span(title.heading.start, title.heading.end)
    return Span(block.start, block.start + 3) if block else Span(0, min(1, len(document.text)))


def _line_key(document: Document, span: Span, hidden: bool, private: Masks) -> str:
    """What tells a place again in another version of the text: the words of its line. Private lines are told by kind alone."""
    if hidden:
        return "private"
    line = document.line(span.start)
    starts = document.line_starts
    at, end = starts[line - 1], starts[line] if line < len(starts) else len(document.text)
    end = min(end, at + 500)
    words = []
    for place, label in private:
        if place.start < end and place.end > at:
            words += [document.text[at : max(at, place.start)], label]
            at = max(at, place.end)
    words.append(document.text[at:end])
    return " ".join("".join(words).split())


def _profiled(findings: list[Finding], settings: Settings, essential: frozenset[str]) -> tuple[list[Finding], dict[str, int]]:
    least = Severity[settings.min_severity.upper()]
    shown: list[Finding] = []
    hidden: dict[str, int] = {}
    for finding in findings:
        wanted = settings.profile != "essential" or finding.severity is Severity.ERROR or finding.code in essential
        if wanted and finding.severity >= least:
            shown.append(finding)
        elif finding.suppressed is None:
            hidden[finding.severity.word] = hidden.get(finding.severity.word, 0) + 1
    return shown, hidden


def _masked(finding: Finding, clean: Callable[[str], str]) -> Finding:
    """The finding with no private value in any of its words."""
    fix = finding.fix
    if fix and any(clean(edit.text) != edit.text for edit in fix.edits):
        fix = None
    return finding._replace(
        message=clean(finding.message),
        advice=clean(finding.advice),
        identity=clean(finding.identity),
        subject=clean(finding.subject),
        suppressed=None if finding.suppressed is None else clean(finding.suppressed),
        related=tuple(r._replace(note=clean(r.note)) for r in finding.related),
        fix=fix._replace(summary=clean(fix.summary)) if fix else None,
    )
