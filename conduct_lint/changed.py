"""What a change causes: the findings of the text after it that the text before it had not."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from conduct_lint import suppress
from conduct_lint.document import Document
from conduct_lint.model import DIRECTIVE, Report
from conduct_lint.named import NamedTuple


class Suppression(NamedTuple):
    """A directive that a change adds: the line it stands on, its verb, the rules it names, the reason it gives."""

    line: int
    verb: str
    rules: str
    reason: str


def caused(head: Report, base: Report | None) -> Report:
    """The report without the findings that stood before. A finding is known again by its identity, as often as it stood.

    What a directive set aside before and no longer does counts as caused; so does what is absent now and was not.
    """
    if base is None:
        return head
    known = Counter(finding.identity for finding in base.findings if finding.suppressed is None)
    kept = []
    for finding in head.findings:
        if finding.suppressed is None and known[finding.identity] > 0:
            known[finding.identity] -= 1
        else:
            kept.append(finding)
    hidden = {word: count - base.hidden.get(word, 0) for word, count in head.hidden.items()}
    return head._replace(findings=tuple(kept), hidden={word: count for word, count in hidden.items() if count > 0})


def added(head: Document, base: Document | None) -> Iterator[Suppression]:
    """The directives that stand in a text and did not stand in the text before it, told by what they say."""
    known = Counter(_said(base)) if base else Counter()
    for directive, said in zip(_directives(head), _said(head)):
        if known[said] > 0:
            known[said] -= 1
        else:
            names = ", ".join(name for name, _ in directive.names)
            yield Suppression(head.line(directive.span.start), directive.verb, names, directive.reason)


def _directives(document: Document) -> Iterable[suppress.Directive]:
    if DIRECTIVE not in document.text:
        return ()
    return [directive for directive in suppress.directives(document) if directive.verb in suppress.VERBS]


def _said(document: Document) -> list[tuple[str, tuple[str, ...], str]]:
    return [(each.verb, tuple(name for name, _ in each.names), each.reason) for each in _directives(document)]
