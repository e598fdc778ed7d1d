"""Private data in a text: addresses, phone numbers, tokens. Where they are and what they are, never what they say."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from conduct_lint import lexicon
from conduct_lint.document import Document, once
from conduct_lint.facts.kind import kind_of
from conduct_lint.model import Span


class Private(NamedTuple):
    """One private value: its place and kind: `personal-email`, `phone`, `token-or-key`, or `other` for a shared mailbox.

    `own_contact`: the people behind the text publish it so that readers can reach them. `provider` tells whose token it is.
    """

    span: Span
    type: str
    own_contact: bool = False
    provider: str = ""


_LABELS = {"personal-email": "[e-mail]", "phone": "[phone number]", "postal-address": "[postal address]", "other": "[private]"}


@once
def private(document: Document) -> tuple[Private, ...]:
    """The private values of a text, in reading order. Addresses of machines and examples are none."""
    return tuple(sorted((*_tokens(document), *_emails(document), *_phones(document))))


@once
def masks(document: Document) -> tuple[tuple[Span, str], ...]:
    """The places that no output may show, with what to show instead. A published contact is shown, a token never."""
    hidden = (found for found in private(document) if found.type == "token-or-key" or not found.own_contact)
    return tuple((found.span, _label(document, found)) for found in hidden)


def _label(document: Document, found: Private) -> str:
    if found.type != "token-or-key":
        return _LABELS[found.type]
    start = document.text[found.span.start : found.span.start + 12]
    known = next((prefix for prefix, *_ in TOKENS if start.startswith(prefix)), "")
    return f"[token {known}…]" if known and not known.startswith("-") else "[private key]" if known else "[token]"


# ── tokens ───────────────────────────────────────────────────────────────────────────────────────────────────────────

#: Prefix, form and provider of tokens, as the providers and GitHub's secret scanning publish them.
TOKENS = (
    ("hf_", r"hf_[A-Za-z]{34}(?![A-Za-z0-9])", "Hugging Face"),
    ("api_org_", r"api_org_[A-Za-z]{34}(?![A-Za-z0-9])", "Hugging Face"),
    ("github_pat_", r"github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}(?!\w)", "GitHub"),
    ("ghp_", r"ghp_[0-9A-Za-z]{36}(?!\w)", "GitHub"),
    ("gho_", r"gho_[0-9A-Za-z]{36}(?!\w)", "GitHub"),
    ("ghu_", r"ghu_[0-9A-Za-z]{36}(?!\w)", "GitHub"),
    ("ghs_", r"ghs_[0-9A-Za-z]{36}(?!\w)", "GitHub"),
    ("ghr_", r"ghr_[0-9A-Za-z]{36,76}(?!\w)", "GitHub"),
    ("glpat-", r"glpat-[\w-]{20,}", "GitLab"),
    ("sk-ant-", r"sk-ant-[a-z]{3,8}\d\d-[\w-]{80,}", "Anthropic"),
    ("sk-or-v1-", r"sk-or-v1-[0-9a-f]{64}(?!\w)", "OpenRouter"),
    ("sk-", r"sk-(?:proj-|svcacct-|admin-)?[\w-]{20,}T3BlbkFJ[\w-]{20,}", "OpenAI"),
    ("AKIA", r"AKIA[A-Z2-7]{16}(?!\w)", "AWS"),
    ("ASIA", r"ASIA[A-Z2-7]{16}(?!\w)", "AWS"),
    ("xoxb-", r"xoxb-\d{10,13}-\d{10,13}-[0-9A-Za-z]{20,}", "Slack"),
    ("xoxp-", r"xoxp-\d{10,13}-\d{10,13}-\d{10,13}-[0-9a-f]{28,}", "Slack"),
    ("xapp-", r"xapp-\d-[A-Z0-9]{9,}-\d{10,}-[0-9a-f]{60,}", "Slack"),
    ("AIza", r"AIza[\w-]{35}(?![\w-])", "Google"),
    ("GOCSPX-", r"GOCSPX-[\w-]{28}(?![\w-])", "Google"),
    ("gsk_", r"gsk_[0-9A-Za-z]{52}(?!\w)", "Groq"),
    ("r8_", r"r8_[0-9A-Za-z]{37}(?!\w)", "Replicate"),
    ("nvapi-", r"nvapi-[\w-]{60,}", "NVIDIA"),
    ("npm_", r"npm_[0-9A-Za-z]{36}(?!\w)", "npm"),
    ("pypi-AgE", r"pypi-AgE[\w-]{50,}", "PyPI"),
    ("dckr_pat_", r"dckr_pat_[\w-]{27,}", "Docker"),
    ("SG.", r"SG\.[\w-]{22}\.[\w-]{43}(?![\w-])", "SendGrid"),
    ("-----BEGIN ", r"-----BEGIN (?:[A-Z0-9]+ )?PRIVATE KEY(?: BLOCK)?-----\s+[\w+/=:,\- \t\r\n\\]{64,10000}", "a private key"),
)
_WANDB = re.compile(
    r"(?:wandb|WANDB)[\w .]{0,20}(?:_API_KEY|api_key|login|key)[\w \"'=:(,-]{0,24}?(?<![0-9a-f])([0-9a-f]{40})(?![0-9a-f])"
)
_NO_TOKEN = re.compile(r"x{4,}|\*{3,}|\.{3}|example|your|token|dummy|fake|sample|secret|placeholder|redacted|changeme|test", re.I)
_SEQUENCE = re.compile(r"(.)\1{5,}|0123456789|1234567890|abcdefgh", re.I)


def _tokens(document: Document) -> Iterator[Private]:
    text = document.text
    taken = -1
    for prefix, form, provider in TOKENS:
        at = text.find(prefix)
        while at >= 0:
            end = at + len(prefix)
            if at > taken and (at == 0 or not (text[at - 1].isalnum() or text[at - 1] in "_-#.")):
                found = re.compile(form).match(text, at)
                if found and (prefix[0] == "-" or _random(found.group()[len(prefix) :])):
                    end = found.end()
                    yield Private(Span(at, end), "token-or-key", False, provider)
            at = text.find(prefix, end)
    if "wandb" in text or "WANDB" in text:
        for m in _WANDB.finditer(text):
            if _random(m.group(1)):
                yield Private(Span(*m.span(1)), "token-or-key", False, "Weights & Biases")


def _random(secret: str) -> bool:
    """True for what a machine drew: many different signs, no word that examples use."""
    return len(set(secret)) >= min(10, len(secret) // 2) and not _NO_TOKEN.search(secret) and not _SEQUENCE.search(secret)


# ── e-mail addresses ─────────────────────────────────────────────────────────────────────────────────────────────────

_IN_ADDRESS = re.compile(r"://[^\s/]{0,70}\Z")
_LOCAL = re.compile(r"[\w.+-]{1,64}\Z")
_DOMAIN = re.compile(r"(?:[\w-]{1,63}\.){1,6}([^\W\d_]{2,24})(?![\w-])")
_ROLES = frozenset(
    "info contact contacts support help hello hi team admin office press media legal privacy security abuse sales"
    " marketing feedback jobs hr billing service webmaster postmaster root mail email enquiries inquiries community"
    " research science data dataset datasets model models opensource open-source oss ai ml nlp lab labs dev"
    " developers maintainers bot git github noreply no-reply donotreply do-not-reply notifications conduct".split()
)
_EXAMPLE_NAMES = frozenset(
    "user username name yourname your.name your_name your-email youremail your_email your.email you me someone"
    " somebody test tester foo bar baz alice bob john.doe jane.doe johndoe janedoe john jane jdoe j.doe example"
    " sample email mail abc xyz first.last firstname.lastname".split()
)
_EXAMPLE_DOMAIN = re.compile(
    r"(?:^|\.)(?:example|test|invalid|localhost|local|domain|company|yourdomain|your-domain|mydomain|acme|email|foo|bar|xyz)\.[a-z]+\Z"
    r"|\.(?:test|invalid|example|localhost|local|png|jpe?g|gif|svg|webp|py|js|md|json|gguf)\Z|(?:^|\.)users\.noreply\.github\.com\Z"
    r"|\A(?:github|gitlab|bitbucket)\.(?:com|org)\Z|\Ahf\.co\Z|\Ahuggingface\.co\Z"
)
_TRAILER = re.compile(
    r"^[>\s#*/-]*(?:signed-off-by|(?:co-)?authored-by|reviewed-by|acked-by|tested-by|reported-by|from|to|cc|reply-to|author)\s*:",
    re.I,
)
_QUOTED_REPLY = re.compile(r">?\s*(?:wrote|schrieb|a écrit|escribió|написал)\b|^\s*On .{5,120}$", re.I)


def _emails(document: Document) -> Iterator[Private]:
    text = document.text
    at = text.find("@")
    while at >= 0:
        local = _LOCAL.search(text, max(0, at - 64), at)
        domain = _DOMAIN.match(text, at + 1, at + 256) if local else None
        if local and domain:
            start, end = local.start(), domain.end()
            lead = len(local.group()) - len(local.group().lstrip(".-+_"))
            found = _email(document, start + lead, at, end)
            if found:
                yield found
            at = end - 1
        at = text.find("@", at + 1)


def _email(document: Document, start: int, at: int, end: int) -> Private | None:
    text = document.text
    name, domain = text[start:at].lower(), text[at + 1 : end].lower()
    after = text[end : end + 1]
    if not name or name in _EXAMPLE_NAMES or _EXAMPLE_DOMAIN.search(domain) or "noreply" in name or "no-reply" in name:
        return None
    if (
        name == "git"
        or (after == ":" and text[end + 1 : end + 2].isalnum())
        or _IN_ADDRESS.search(text, max(0, start - 80), start)
    ):
        return None
    if start and text[start - 1] in "/@=?&%#~$" and "mailto:" not in text[max(0, start - 12) : start]:
        return None
    line = document.line(start)
    starts = document.line_starts
    words = text[max(starts[line - 1], start - 300) : min(starts[line] if line < len(starts) else len(text), end + 60)]
    if _TRAILER.match(words) or (_QUOTED_REPLY.search(words) and kind_of(document) not in _CARDS) or _in_bibtex(document, start):
        return None
    span = Span(start, end)
    if name in _ROLES or re.split(r"[.+_-]", name)[0] in _ROLES:
        return Private(span, "other", True)
    return Private(span, "personal-email", _published(document, start))


_CARDS = frozenset(("model-card", "dataset-card", "space-card", "recommendation"))
_BIBTEX_ENTRY = re.compile(
    r"@(?:article|misc|inproceedings|book|techreport|phdthesis|software|online|unpublished|inbook|proceedings)\s*\{", re.I
)


def _in_bibtex(document: Document, offset: int) -> bool:
    return any(
        block.start <= offset < block.end and _BIBTEX_ENTRY.search(document.text, block.start, block.end)
        for block in document.blocks
        if block.kind == "code"
    )


# ── phone numbers ────────────────────────────────────────────────────────────────────────────────────────────────────

_DIGITS = re.compile(r"(?<![\w.,/:=#@&%+-])(?:\+|00)?\(?\d[\d ()./-]{5,18}\d(?![\w@/%=]|[.,]\d)")
#: Where the text does not say which country: those whose numbers are met most.
_REGIONS = ("US", "GB", "DE", "FR", "ES", "BR", "IN", "CN", "JP", "KR", "RU")


def _phones(document: Document) -> Iterator[Private]:
    said = [use for use in lexicon.said(document).get("contact", ()) if use.wording.kind == "phone"]
    prose = document.prose
    if not said and "+" not in prose:
        return
    near = [use.match.end() for use in said]
    for m in _DIGITS.finditer(prose):
        digits = [char for char in m.group() if char.isdigit()]
        international = m.group().startswith("+")
        named = any(0 <= m.start() - end < 40 for end in near)
        if not 8 <= len(digits) <= 15 or len(set(digits)) < 4 or "   " in m.group():
            continue
        written = any(mark in m.group().strip() for mark in " -()/")
        if (international or (named and written)) and _is_phone(m.group(), international):
            yield Private(Span(*m.span()), "phone", _published(document, m.start()))


def _is_phone(words: str, international: bool) -> bool:
    import phonenumbers

    for region in (None,) if international else _REGIONS:
        try:
            number = phonenumbers.parse(words, region)
        except phonenumbers.NumberParseException:
            continue
        if phonenumbers.is_valid_number(number):
            return True
    return False


# ── whose it is ──────────────────────────────────────────────────────────────────────────────────────────────────────


@once
def _contact_places(document: Document) -> tuple[tuple[Span, ...], tuple[Span, ...], tuple[Span, ...]]:
    """Where contacts are published: sections, sentences that say so; and sentences that speak of another person."""
    known = lexicon.lexicon().headings
    sections = tuple(
        Span(section.heading.start, section.end)
        for section in document.sections
        if section.heading and section.title and any("contact" in known.get(title, ()) for title in _titles(section.title))
    )
    said = lexicon.said(document).get("contact", ())
    kinds = ("own",) if kind_of(document) not in _CARDS else ("own", "published")
    own = tuple(use.sentence for use in said if use.wording.kind in kinds)
    others = tuple(use.sentence for use in said if use.wording.kind == "other-person")
    return sections, own, others


def _titles(title: str) -> list[str]:
    whole = " ".join(re.sub(r"^[\W\d_]+|[\W_]+\Z", "", title.lower()).split())
    return [whole, *(half.strip() for half in re.split(r"[/|()（）&]| and ", whole))]


def _published(document: Document, offset: int) -> bool:
    """True where the people behind the text give this address as their own."""
    sections, own, others = _contact_places(document)
    if any(place.start <= offset < place.end for place in others):
        return False
    if any(place.start - 3 <= offset < place.end + 80 for place in own):
        return True
    if kind_of(document) not in _CARDS:
        return False
    front = document.front_matter.span
    if front and offset < front.end:
        return True
    if any(place.start <= offset < place.end for place in sections):
        return True
    text = document.text
    if "mailto:" in text[max(0, offset - 8) : offset]:
        return True
    headed = [section for section in document.sections if section.heading]
    return len(headed) > 1 and headed[1].heading is not None and offset < headed[1].heading.start and offset < 3000
