"""Access tokens and private keys in a text, told by the prefix and form that their providers publish."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from functools import lru_cache

from conduct_lint.model import Span
from conduct_lint.named import NamedTuple
from conduct_lint.patterns import regex


class Token(NamedTuple):
    """A token: its place, whose it is, and the prefix that all tokens of its kind share (empty: they share none)."""

    span: Span
    provider: str
    prefix: str


#: Prefix, form and provider, as providers and GitHub's list of supported secret scanning patterns give them (read 2026-11).
#: A longer prefix stands before the one that it begins with.
FORMS = (
    ("hf_oauth_", r"hf_oauth_[\w.-]{39,}\w", "Hugging Face"),
    ("hf_jwt_", r"hf_jwt_[\w.-]{39,}\w", "Hugging Face"),
    ("hf_", r"hf_[A-Za-z0-9]{34,40}(?!\w)", "Hugging Face"),
    ("api_org_", r"api_org_[A-Za-z0-9]{34,40}(?!\w)", "Hugging Face"),
    ("github_pat_", r"github_pat_[0-9A-Za-z]{22}_[0-9A-Za-z]{59}(?!\w)", "GitHub"),
    ("ghp_", r"ghp_[0-9A-Za-z]{36,}(?!\w)", "GitHub"),
    ("gho_", r"gho_[0-9A-Za-z]{36,}(?!\w)", "GitHub"),
    ("ghu_", r"ghu_[0-9A-Za-z]{36,}(?!\w)", "GitHub"),
    ("ghs_", r"ghs_[0-9A-Za-z]{36,}(?!\w)", "GitHub"),
    ("ghr_", r"ghr_[0-9A-Za-z]{36,}(?!\w)", "GitHub"),
    ("glpat-", r"glpat-[\w-]{20,}", "GitLab"),
    ("sk-ant-", r"sk-ant-[a-z]{3,8}\d\d-[\w-]{80,}", "Anthropic"),
    ("sk-or-v1-", r"sk-or-v1-[0-9a-f]{64}(?!\w)", "OpenRouter"),
    ("sk-proj-", r"sk-proj-[\w-]{40,}", "OpenAI"),
    ("sk-svcacct-", r"sk-svcacct-[\w-]{40,}", "OpenAI"),
    ("sk-admin-", r"sk-admin-[\w-]{40,}", "OpenAI"),
    ("sk-", r"sk-(?:[\w-]{20,}T3BlbkFJ[\w-]{20,}|[0-9A-Za-z]{48}(?![\w-])|[0-9a-f]{32}(?![\w-]))", "OpenAI or DeepSeek"),
    ("AKIA", r"AKIA[A-Z0-9]{16}(?![\w/+-])", "AWS"),
    ("ASIA", r"ASIA[A-Z0-9]{16}(?![\w/+-])", "AWS"),
    ("xoxb-", r"xoxb-\d{9,13}-\d{9,13}-[0-9A-Za-z]{20,}", "Slack"),
    ("xoxp-", r"xoxp-(?:\d{9,13}-){2,3}[0-9A-Za-z]{20,}", "Slack"),
    ("xoxe.xox", r"xoxe\.xox[bp]-\d-[0-9A-Za-z]{100,}", "Slack"),
    ("xoxe-", r"xoxe-\d-[0-9A-Za-z]{100,}", "Slack"),
    ("xoxa-", r"xoxa-(?:\d-)?(?:\d{9,13}-){1,3}[0-9A-Za-z]{20,}", "Slack"),
    ("xoxr-", r"xoxr-(?:\d{9,13}-){1,3}[0-9A-Za-z]{20,}", "Slack"),
    ("xapp-", r"xapp-\d-[A-Z0-9]{9,}-\d{9,}-[0-9a-f]{40,}", "Slack"),
    ("https://hooks.slack.com/services/", r"https://hooks\.slack\.com/services/T\w{8,12}/B\w{8,12}/[0-9A-Za-z]{20,}", "Slack"),
    ("AIza", r"AIza[\w-]{35}(?![\w-])", "Google"),
    ("GOCSPX-", r"GOCSPX-[\w-]{28}(?![\w-])", "Google"),
    ("ya29.", r"ya29\.[\w-]{60,}", "Google"),
    ("wandb_v1_", r"wandb_v1_[\w-]{40,}", "Weights & Biases"),
    ("gsk_", r"gsk_[0-9A-Za-z]{52}(?!\w)", "Groq"),
    ("r8_", r"r8_[0-9A-Za-z]{37}(?!\w)", "Replicate"),
    ("xai-", r"xai-[0-9A-Za-z]{80}(?!\w)", "xAI"),
    ("pplx-", r"pplx-[0-9A-Za-z]{48}(?!\w)", "Perplexity"),
    ("tgp_v1_", r"tgp_v1_[\w-]{43}(?![\w-])", "Together AI"),
    ("nvapi-", r"nvapi-[\w-]{60,}", "NVIDIA"),
    ("npm_", r"npm_[0-9A-Za-z]{36}(?!\w)", "npm"),
    ("pypi-AgE", r"pypi-AgE[\w-]{50,}", "PyPI"),
    ("dckr_pat_", r"dckr_pat_[\w-]{27,}", "Docker"),
    ("dop_v1_", r"dop_v1_[0-9a-f]{64}(?!\w)", "DigitalOcean"),
    ("sk_live_", r"sk_live_[0-9A-Za-z]{24,}", "Stripe"),
    ("SG.", r"SG\.[\w-]{22}\.[\w-]{43}(?![\w-])", "SendGrid"),
    ("-----BEGIN ", r"-----BEGIN (?:[A-Z0-9]+ )?PRIVATE KEY(?: BLOCK)?-----\s+[\w+/=:,\- \t\r\n\\]{64,10000}", "a private key"),
)
#: Forms without a prefix of their own, told by the name that stands before: a word that must occur, a pattern, provider.
_NAMED = (
    (
        "wandb",
        r"wandb[\w .]{0,20}(?:_api_key|api_key|login|key)[\w \"'`=:(,-]{0,24}?(?<![0-9a-f])([0-9a-f]{40})(?![0-9a-f])",
        "Weights & Biases",
    ),
    (
        "w&b",
        r"w&b (?:api[ -]?)?(?:key|token)[\w \"'`=:(,-]{0,24}?(?<![0-9a-f])([0-9a-f]{40})(?![0-9a-f])",
        "Weights & Biases",
    ),
    ("aws_secret", r"aws_secret(?:_access)?_key[\"'`]?\s{0,4}[=:]\s{0,4}[\"'`]?([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])", "AWS"),
)
#: No form is shorter, and none but that of keys has a blank in it.
_SHORTEST = 20
_PLACEHOLDER = regex(
    r"x{4,}|\*{3,}|\.{3}|example|your|token|dummy|fake|sample|secret|placeholder|redacted|changeme|test|(.)\1{5,}|0123456789"
    r"|1234567890|abcdefgh",
    re.I,
)


#: A backslash that Markdown takes away from before a sign of which tokens are made.
_ESCAPE = regex(r"\\(?=[_.-])")


@lru_cache(maxsize=1)
def _named() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    return tuple((word, regex(form, re.I), provider) for word, form, provider in _NAMED)


def tokens(text: str) -> Iterator[Token]:
    """The tokens in a text, in no particular order, none within another. Placeholders and signed addresses are none.

    Backslashes that editors of Markdown write before signs ("hf\\_…") are part of no token, and hide none.
    """
    holes = [m.start() for m in _ESCAPE.finditer(text)] if "\\" in text else []
    if not holes:
        yield from _unescaped(text)
        return
    before = [hole - count for count, hole in enumerate(holes)]
    for token in _unescaped(_ESCAPE.sub("", text)):
        start, last = token.span.start, token.span.end - 1
        span = Span(start + bisect_right(before, start), last + bisect_right(before, last) + 1)
        yield Token(span, token.provider, token.prefix)


def _unescaped(text: str) -> Iterator[Token]:
    taken: set[int] = set()
    long = " ".join([word for word in text.split() if len(word) >= _SHORTEST])
    for prefix, form, provider in [row for row in FORMS if row[0] in (text if row[0][0] == "-" else long)]:
        at = text.find(prefix)
        while at >= 0:
            end = at + len(prefix)
            if at not in taken and not _inside(text, at):
                found = regex(form).match(text, at)
                if found and (prefix[0] == "-" or _random(found.group()[len(prefix) :])) and not _signs(text, at):
                    end = found.end()
                    taken.add(at)
                    yield Token(Span(at, end), provider, prefix)
            at = text.find(prefix, end)
    for word, pattern, provider in _named():
        if word in text or word.upper() in text:
            for m in pattern.finditer(text):
                if _random(m.group(1)):
                    yield Token(Span(*m.span(1)), provider, "")


def _inside(text: str, at: int) -> bool:
    return at > 0 and (text[at - 1].isalnum() or text[at - 1] in "_-#.")


def _signs(text: str, at: int) -> bool:
    """True inside a signed address, whose key id is public and whose signature soon runs out."""
    start = max(0, at - 400)
    return "X-Amz-" in text[start:at].rsplit(None, 1)[-1] if at and not text[at - 1].isspace() else False


def _random(secret: str) -> bool:
    """True for what a machine drew: many different signs, no word that examples use."""
    return len(set(secret)) >= min(10, len(secret) // 2) and not _PLACEHOLDER.search(secret)
