"""The frozen values that travel from a source to a reporter."""

from __future__ import annotations

from collections.abc import Mapping
from enum import IntEnum

from conduct_lint.named import NamedTuple
from conduct_lint.typed import Any, Protocol

#: The kinds of text that people write to each other.
CONTRIBUTIONS = frozenset(("pull-request", "issue", "comment", "review", "discussion", "commit-message"))


#: What every directive begins with; see `suppress`.
DIRECTIVE = "conduct-lint:"


class Span(NamedTuple):
    """A place: characters `start` up to, not including, `end` of the text as the user sees it."""

    start: int
    end: int


class Severity(IntEnum):
    """How much a finding weighs; the numbers only order them."""

    NOTICE = 1
    WARNING = 2
    ERROR = 3

    @property
    def word(self) -> str:
        """The name that people, config files and JSON use: `notice`, `warning`, `error`."""
        return self.name.lower()


class Related(NamedTuple):
    """A second place that a finding is about; `path` is empty for the same document."""

    span: Span | None
    note: str
    path: str = ""


class Edit(NamedTuple):
    """Replace the characters of `span` by `text`."""

    span: Span
    text: str


class Fix(NamedTuple):
    """Edits that mend a finding. `safe`: the meaning of the card stays what it was."""

    summary: str
    edits: tuple[Edit, ...]
    safe: bool = True


class Hit(NamedTuple):
    """What a check yields. It knows nothing of codes, severities, suppression or config.

    `span` is None for something that is *absent* from the document; `subject` then tells what is absent.
    `variant` picks one of the rule's declared variants (message, advice, severity of its own).
    """

    span: Span | None
    values: Mapping[str, object] = {}
    related: tuple[Related, ...] = ()
    fix: Fix | None = None
    variant: str = ""
    subject: str = ""


class Finding(NamedTuple):
    """A hit after the engine: worded, weighed, and ready for a reporter.

    `scope` is `place`, `title` (a place in the title of a pull request or issue) or `document` (something absent; the span
    is then
    the title line or the opening `---`).
    `identity` tells the same finding in two versions of a text; it never holds a private value.
    `suppressed` is the reason of the directive that set it aside, or None.
    """

    code: str
    name: str
    severity: Severity
    clauses: tuple[str, ...]
    scope: str
    message: str
    advice: str
    span: Span
    related: tuple[Related, ...]
    identity: str
    fix: Fix | None = None
    suppressed: str | None = None
    subject: str = ""


class Siblings(Protocol):
    """What lies beside a text: on disk, in a git tree, on the Hub, or nowhere.

    Names are relative to the text's folder, with `/`. A name that leads outside the root, or through a symbolic link,
    is answered as unknown.
    """

    def read(self, name: str) -> str | None:
        """The decoded text of a sibling; None when it is not there, not text, too large or unknown."""

    def exists(self, name: str) -> bool | None:
        """Whether a sibling is there; None when nobody knows."""

    def names(self) -> tuple[str, ...] | None:
        """The names in the text's own folder, sorted; None when nobody knows."""


class Nowhere:
    """The siblings of a text that stands alone: nothing is known."""

    def read(self, name: str) -> str | None:
        return None

    def exists(self, name: str) -> bool | None:
        return None

    def names(self) -> tuple[str, ...] | None:
        return None


class Beside:
    """Siblings given as a mapping from name to text; nothing else is there."""

    def __init__(self, texts: Mapping[str, str]) -> None:
        self.texts = dict(texts)

    def read(self, name: str) -> str | None:
        return self.texts.get(name)

    def exists(self, name: str) -> bool | None:
        folder = name.rstrip("/") + "/"
        return name in self.texts or any(other.startswith(folder) for other in self.texts)

    def names(self) -> tuple[str, ...] | None:
        return tuple(sorted({name.split("/", 1)[0] for name in self.texts}))


class Text(NamedTuple):
    """One text as a source hands it over.

    `body` keeps its newlines; a byte order mark is gone. `kind` and `platform` are set where the source or the user
    knows them, else None. `before` is the same text in the base version. `title` belongs to pull requests and issues.
    `problem` says why there is no body (unreadable, binary …). `place` is the path that globs of the config are held against,
    relative to its folder; empty: `name`.
    """

    name: str
    body: str
    kind: str | None = None
    platform: str | None = None
    title: str = ""
    url: str = ""
    siblings: Siblings = Nowhere()
    before: Text | None = None
    problem: str = ""
    place: str = ""


class Report(NamedTuple):
    """What is said of one document.

    `text` is the text with its newlines; `masks` are the private places in it with the label to show instead. Reporters
    show card text only through `masks`. `hidden` counts what the profile does not show, by severity word.
    `failures` are internal errors as (rule code or "", words). `body` is where the body begins in `text`: before it stand
    the title of a pull request or issue and a blank line. `unread`: the text is in a language in which what is missing
    cannot be told from what is said in unknown words.
    """

    path: str
    kind: str
    language: str
    text: str
    findings: tuple[Finding, ...]
    masks: tuple[tuple[Span, str], ...] = ()
    hidden: Mapping[str, int] = {}
    failures: tuple[tuple[str, str], ...] = ()
    skipped: str = ""
    facts: Mapping[str, Any] = {}
    body: int = 0
    unread: bool = False
