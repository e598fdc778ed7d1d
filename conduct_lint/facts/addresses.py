"""E-mail addresses in a text, without those of machines and examples, and with what tells whose they are."""

from __future__ import annotations

import re
from collections.abc import Iterator

from conduct_lint.document import Document, once
from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex


class Address(NamedTuple):
    """An address. `shared`: a mailbox of a role, not of a person. `credit`: it stands where a commit, a reply or a reference
    names its author. `spelt`: written so that machines do not collect it, as people write their own."""

    span: Span
    shared: bool
    credit: bool
    spelt: bool = False


# A reader does not see the backslashes that editors of Markdown write before signs.
_LOCAL = regex(r"(?:[\w.+-]|\\[_.+-]){1,64}\\?\Z")
_DOMAIN = regex(r"(?:(?:[\w-]|\\[_-]){1,63}\\?\.){1,6}([^\W\d_]{2,24})(?![\w-])")
#: `name [at] host [dot] com`, as people write to hide an address from machines.
_SPELT = regex(
    r"(?<![\w.+-])([\w.+-]{2,64})(?: ?[\[({<] ?(?:at|@) ?[\])}>] ?)"
    r"((?:[\w-]{1,63}(?:\.| ?[\[({<] ?(?:dot|\.) ?[\])}>] ?)){1,4}[a-z]{2,24})(?![\w-])",
    re.I,
)
#: The part of it that hardly any text has; the whole begins with a class and would be tried at each letter.
_SPELT_AT = regex(r"[\[({<] ?(?:at|@) ?[\])}>]", re.I)
_SPELT_DOT = regex(r" ?[\[({<] ?(?:dot|\.) ?[\])}>] ?", re.I)
_ROLES = frozenset(
    "info contact contacts support help hello hi team admin office press media legal privacy security abuse sales"
    " marketing feedback jobs hr billing service webmaster postmaster root mail email enquiries inquiries community"
    " research science data dataset datasets model models opensource open-source oss ai ml nlp lab labs dev"
    " developers maintainers bot git github noreply no-reply donotreply do-not-reply notifications conduct list lists".split()
)
_EXAMPLE_NAMES = frozenset(
    "user username name yourname your.name your_name your-email youremail your_email your.email you me someone"
    " somebody test tester foo bar baz alice bob john.doe jane.doe johndoe janedoe john jane jdoe j.doe example"
    " sample email mail abc xyz first.last firstname.lastname".split()
)
_EXAMPLE_DOMAIN = regex(
    r"(?:^|\.)(?:example|test|invalid|localhost|local|domain|company|yourdomain|your-domain|mydomain|acme|email|foo|bar"
    r"|xyz)\.[a-z]+\Z"
    r"|\.(?:test|invalid|example|localhost|local|png|jpe?g|gif|svg|webp|py|js|ts|md|json|gguf|git|txt|sh|yaml|yml)\Z|(?:^"
    r"|\.)users\.noreply\.github\.com\Z"
    r"|\A(?:github|gitlab|bitbucket)\.(?:com|org)\Z|\Ahf\.co\Z|\Ahuggingface\.co\Z"
)
#: Endings of names on the net: any two letters, and these. `q@k.transpose` is arithmetic.
_TOP_LEVEL = frozenset(
    "com org net edu gov mil int info biz name pro dev app tech online site store blog cloud academy science institute"
    " university school"
    " email mail systems solutions software digital world global group agency studio design art media news live life space"
    " website"
    " health care expert engineering consulting ventures capital company foundation international network center codes email"
    " page tools zone earth ninja rocks social chat works team lab labs community xyz lol fun wiki ink law bank museum berlin"
    " paris"
    " london tokyo nyc eus cat asia mobi aero coop travel".split()
)
_TRAILER = regex(
    r"^[>\s#*/-]*(?:signed-off-by|(?:co-)?authored-by|[a-z-]{2,20}-by|from|to|cc|reply-to|author|commit(?:ter)?)\s*:",
    re.I,
)
_QUOTED_REPLY = regex(r">?\s*(?:wrote|schrieb|a écrit|escribió|написал)\b|^\s*On .{5,120}$", re.I)
_BIBTEX_ENTRY = regex(
    r"@(?:article|misc|inproceedings|book|techreport|phdthesis|software|online|unpublished|inbook|proceedings)\s*\{", re.I
)


def addresses(document: Document) -> Iterator[Address]:
    """The addresses of persons and roles, in no particular order. Addresses of machines, examples and repositories are none."""
    text = document.text
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text, max(0, at - 64), at)
        domain = _DOMAIN.match(text, at + 1, at + 256) if local else None
        if local and domain:
            end = domain.end()
            lead = len(local.group()) - len(local.group().lstrip(".-+_\\"))
            found = _address(document, local.start() + lead, at, end)
            if found:
                yield found
            at = end - 1
        at = text.find("@", at + 1)
    if _SPELT_AT.search(text):
        yield from _spelt(text)


def _spelt(text: str) -> Iterator[Address]:
    for m in _SPELT.finditer(text):
        name, domain = m.group(1).lower(), _SPELT_DOT.sub(".", m.group(2)).lower()
        if name not in _EXAMPLE_NAMES and not _EXAMPLE_DOMAIN.search(domain):
            yield Address(Span(*m.span()), _is_role(name), False, True)


def _is_role(name: str) -> bool:
    return name in _ROLES or regex(r"[.+_-]").split(name)[0] in _ROLES


def _address(document: Document, start: int, at: int, end: int) -> Address | None:
    text = document.text
    name, domain = (part.replace("\\", "").lower() for part in (text[start:at], text[at + 1 : end]))
    after = text[end : end + 1]
    if not name or name in _EXAMPLE_NAMES or _EXAMPLE_DOMAIN.search(domain) or "noreply" in name or "no-reply" in name:
        return None
    ending = domain.rpartition(".")[2]
    if (len(ending) > 2 and ending not in _TOP_LEVEL) or after == "(":
        return None
    if (
        name == "git"
        or (after == ":" and text[end + 1 : end + 2].isalnum())
        or "://" in (text[max(0, start - 80) : start].split() or [""])[-1]
    ):
        return None
    if start and text[start - 1] in "/@=?&%#~$" and "mailto:" not in text[max(0, start - 12) : start]:
        return None
    line = document.line(start)
    starts = document.line_starts
    first, last = starts[line - 1], starts[line] if line < len(starts) else len(text)
    words = text[max(first, start - 300) : min(last, end + 60)]
    # Mail programs break the line "On … <address> wrote:" before its last word.
    reply = words if words.rstrip().endswith(":") or last >= len(text) else words + text[last : last + 40]
    credit = bool(_TRAILER.match(words)) or bool(_QUOTED_REPLY.search(reply)) or _in_bibtex(document, start)
    return Address(Span(start, end), _is_role(name), credit)


def _in_bibtex(document: Document, offset: int) -> bool:
    return any(start <= offset < end for start, end in _bibtex(document))


@once
def _bibtex(document: Document) -> tuple[tuple[int, int], ...]:
    """The code blocks that hold references. Bounded, so that a text full of blocks and addresses costs no more than another."""
    text = document.text
    blocks = [(block.start, block.end) for block in document.blocks if block.kind == "code"]
    return tuple(place for place in blocks[:1000] if _BIBTEX_ENTRY.search(text, *place))[:100]
