"""Private data in a text: addresses, phone numbers, tokens. Where they are and what they are, never what they say."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterator

from conduct_lint import lexicon
from conduct_lint.document import Document, lowered, once
from conduct_lint.facts.addresses import addresses
from conduct_lint.facts.kind import kind_of
from conduct_lint.facts.phones import phones
from conduct_lint.facts.tokens import tokens
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex


class Private(NamedTuple):
    """One private value: its place and kind: `personal-email`, `phone`, `token-or-key`, `local-path-with-name` (a home
    folder), or
    `other` for a shared mailbox.

    `own_contact`: the people behind the text publish it so that readers can reach them, or it credits the author of a commit, a
    reply, a reference. `provider` tells whose token it is, `prefix` how all tokens of its kind begin.
    """

    span: Span
    type: str
    own_contact: bool = False
    provider: str = ""
    prefix: str = ""


_LABELS = {"personal-email": "[e-mail]", "phone": "[phone number]", "local-path-with-name": "[home folder]"}
#: Kinds whose authors publish their own contacts.
CARDS = frozenset(("model-card", "dataset-card", "space-card", "recommendation"))


@once
def private(document: Document) -> tuple[Private, ...]:
    """The private values of a text, in reading order. Addresses of machines and examples are none."""
    found = (*_tokens(document), *_emails(document), *_phones(document), *_home_folders(document))
    return tuple(sorted(found))


@once
def masks(document: Document) -> tuple[tuple[Span, str], ...]:
    """The places that no output may show, with what to show instead, in reading order: all but shared mailboxes. A value
    is hidden
    wherever it stands, also in the middle of a path or an id.

    A contact that its owner publishes is no secret, yet a log or a report is no place where it was published.
    """
    text = document.text
    labels = {
        text[found.span.start : found.span.end]: _label(found)
        for found in private(document)
        if found.provider or found.type in _LABELS
    }
    places: dict[int, tuple[Span, str]] = {}
    for value, label in labels.items():
        at = text.find(value)
        while at >= 0:
            places.setdefault(at, (Span(at, at + len(value)), label))
            at = text.find(value, at + len(value))
    return tuple(places[at] for at in sorted(places))


@once
def cleaner(document: Document) -> Callable[[str], str]:
    """The function that takes private values out of words: as they stand in the text, in any case, or cut off."""
    values: dict[str, tuple[int, str]] = {}
    for found in private(document):
        if found.provider or found.type in _LABELS:
            written = document.text[found.span.start : found.span.end].lower()
            for value in dict.fromkeys((written, " ".join(written.split()), written.replace("\\", ""))):
                telling = min(len(value), len(found.prefix) + _TELLING)
                if not found.provider:
                    telling = _peculiar(value, lowered(document.text), telling)
                values[value] = telling, _label(found)
    longest_first = sorted(values.items(), key=lambda pair: -len(pair[0]))
    done: dict[str, str] = {}

    def clean(words: str) -> str:
        if words not in done:
            cleaned = words
            for value, (_, label) in longest_first:
                cleaned = _without(cleaned, value, len(value), label)
            for value, (telling, label) in longest_first:
                cleaned = _without(cleaned, value, telling, label)
            done[words] = cleaned
        return done[words]

    return clean


#: So many characters of a value tell something of it; fewer are as likely to stand there by chance.
_TELLING = 6


def _peculiar(value: str, text: str, least: int) -> int:
    """How many characters of a value, `least` or more, stand nowhere else in the text: what is also said openly is no secret.

    A team's address begins as its name does, and so does the name of its license.
    """
    length = least
    at = text.find(value[:length])
    while at >= 0 and length < len(value):
        if text.startswith(value, at):
            at += len(value)
        else:
            while text[at : at + length] == value[:length]:
                length += 1
        at = text.find(value[:length], at)
    return length


def _without(words: str, value: str, telling: int, label: str) -> str:
    """`words` without the value and without any beginning of it that has at least `telling` characters."""
    lower = words.lower()
    at = lower.find(value[:telling])
    if at < 0:
        return words
    out, done = [], 0
    while at >= 0:
        end = at + telling
        while end - at < len(value) and end < len(lower) and lower[end] == value[end - at]:
            end += 1
        out += [words[done:at], label]
        done, at = end, lower.find(value[:telling], end)
    return "".join([*out, words[done:]])


def _label(found: Private) -> str:
    if not found.provider:
        return _LABELS[found.type]
    if found.prefix.startswith("-"):
        return "[private key]"
    return f"[token {found.prefix}…]" if found.prefix and len(found.prefix) < 16 else "[token]"


def _tokens(document: Document) -> Iterator[Private]:
    for span, provider, prefix in tokens(document.text):
        yield Private(span, "token-or-key", False, provider, prefix)


def _emails(document: Document) -> Iterator[Private]:
    for span, shared, credit, spelt in addresses(document):
        if shared:
            yield Private(span, "other", True)
        else:
            own = credit or _published(document, span.start) or (spelt and not _of_another(document, span.start))
            yield Private(span, "personal-email", own)


def _phones(document: Document) -> Iterator[Private]:
    for span in phones(document):
        yield Private(span, "phone", _published(document, span.start))


_HOME = regex(
    r"(?<![\w.:~$}>)-])/(?:home|Users)/([\w.-]{2,32})(?=/)|\b[A-Z]:(?:\\{1,2}|/)Users(?:\\{1,2}|/)([\w. -]{2,32}?)(?=\\|/)"
)
#: Folders that belong to nobody: of machines, courses, containers and examples.
_NOBODY = frozenset(
    "user users username user_name user-name your_username yourname your_name your-name you me name myname myuser ubuntu root"
    " admin administrator"
    " runner jovyan ec2-user sagemaker-user azureuser opc vagrant docker app work worker workspace shared public guest"
    " default test tester"
    " dev developer model models data dataset project projects xxx xxxx foo bar someone somebody student jupyter colab"
    " content hadoop spark"
    " git linuxbrew appuser nobody node pi conda anaconda anaconda3 python nvidia gpu server service services all local usr"
    " huggingface hf-user"
    " vscode codespace gitpod kaggle sandbox paperspace lambda cloud agent bot claude".split()
)


def _home_folders(document: Document) -> Iterator[Private]:
    text = document.text
    if "/home/" not in text and "/Users" not in text and "\\Users" not in text:
        return
    for m in _HOME.finditer(text):
        name = (m.group(1) or m.group(2)).lower()
        if name not in _NOBODY and not regex(r"user|name|your|example|\A[x.]+\Z").search(name):
            yield Private(Span(*m.span()), "local-path-with-name")


# ── whose it is ──────────────────────────────────────────────────────────────────────────────────────────────────────


class _Places(NamedTuple):
    """Where contacts are published: `sections`, sentences that say so (`own`), the end of the `opening`; and sentences
    that speak of
    `another` person. All in order."""

    sections: tuple[Span, ...]
    own: tuple[Span, ...]
    another: tuple[Span, ...]
    opening: int


@once
def _contact_places(document: Document) -> _Places:
    known = lexicon.lexicon().headings
    headed = [(section, section.heading) for section in document.sections if section.heading]
    sections = tuple(
        Span(heading.start, section.end)
        for section, heading in headed
        if section.title and any("contact" in known.get(title, ()) for title in _titles(section.title))
    )
    said = lexicon.said(document).get("contact", ())
    kinds = ("own",) if kind_of(document) not in CARDS else ("own", "published")
    own = sorted({use.sentence for use in said if use.wording.kind in kinds})
    another = sorted({use.sentence for use in said if use.wording.kind == "other-person"})
    opening = min(headed[1][1].start, 3000) if len(headed) > 1 else 0
    return _Places(sections[:50], tuple(own), tuple(another), opening)


def _titles(title: str) -> list[str]:
    whole = " ".join(regex(r"^[\W\d_]+|[\W_]+\Z").sub("", title.lower()).split())
    return [whole, *(half.strip() for half in regex(r"[/|()（）&]| and ").split(whole))]


def _within(places: tuple[Span, ...], offset: int, before: int = 0, behind: int = 0) -> bool:
    """True where the offset lies in one of the sentences, or so many characters before or behind it."""
    index = bisect_right(places, (offset + before + 1,))
    return any(place.start - before <= offset < place.end + behind for place in places[max(0, index - 2) : index])


def _of_another(document: Document, offset: int) -> bool:
    return _within(_contact_places(document).another, offset)


def _published(document: Document, offset: int) -> bool:
    """True where the people behind the text give this address as their own."""
    places = _contact_places(document)
    if _of_another(document, offset):
        return False
    if _within(places.own, offset, 3, 80):
        return True
    if kind_of(document) not in CARDS:
        return False
    front = document.front_matter.span
    if (front and offset < front.end) or offset < places.opening or any(s.start <= offset < s.end for s in places.sections):
        return True
    return "mailto:" in document.text[max(0, offset - 8) : offset]
