"""Telephone numbers in a text: digits that a sign or a word calls one, and that libphonenumber knows as possible."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator

from conduct_lint import lexicon
from conduct_lint.document import Document
from conduct_lint.model import Span
from conduct_lint.patterns import regex

#: Written for any country: `+`, or `00` and separators.
_INTERNATIONAL = regex(
    r"(?<![\w.,/=#@&%+-])(?:\+ ?|00(?=\d{1,3}[ -]))\d(?:[ ()./-]{0,3}\d){6,17}(?:x\d{1,6})?(?![\w@/%=]|[.,:]\d)"
)
_DIGITS = regex(r"(?<![\w./=#@&%+-])\(?\d(?:[ ()./-]{0,3}\d){5,17}(?:x\d{1,6})?(?![\w@/%=]|[.,:]\d)")
_NO_PHONE = regex(
    r"(?:19|20)\d\d[-/. ][01]?\d(?:[-/. ]|\Z)|[0-3]?\d[-/.][0-3]?\d[-/.](?:\d\d)?\d\d(?:\D|\Z)"  # a date
    r"|\d{1,3}(?:\.\d{1,3}){3}\Z"  # an address of a machine
    r"|(?:\d{1,3} )?(?:\d{3} )+000\Z"  # a large number in groups
    r"|\d+ ?[-/] ?\d+\Z(?<!\d{3}-\d{4})"  # a range, a share
)
_PLACEHOLDER = regex(r"123-?456|12345|(\d)\1{5,}|0{5,}")
#: Where the text does not say which country: those whose numbers are met most.
_REGIONS = ("US", "GB", "DE", "FR", "ES", "IT", "BR", "IN", "CN", "JP", "KR", "RU", "AU")
#: How far before it a word may stand that calls it a number, and which words do so behind it.
_BEFORE = 28
_BEHIND = frozenset("mobile cell fax office desk phone tel".split())


def phones(document: Document) -> Iterator[Span]:
    """The telephone numbers of a text, in no particular order.

    In running text: those written for any country, and those that a word calls one. In code: only what libphonenumber knows as
    given out to somebody. libphonenumber is loaded when there are digits to ask it about.
    """
    text = document.text
    found: set[int] = set()
    for m in _written_for_any_country(text):
        if m.end() not in found:
            in_prose = document.prose[m.start()] == text[m.start()]
            if _plausible(m.group()) and not _in_address(text, m.start()) and _is_known(m.group(), loose=in_prose):
                found.add(m.end())
                yield Span(*m.span())
    said = [use for use in lexicon.said(document).get("contact", ()) if use.wording.kind in ("phone", "phone-perhaps")]
    if not said:
        return
    plainly = _Beside(document.prose, [use.match.span() for use in said if use.wording.kind == "phone"])
    perhaps = _Beside(document.prose, [use.match.span() for use in said if use.wording.kind == "phone-perhaps"])
    prose = document.prose
    for m in _DIGITS.finditer(prose):
        if m.end() in found or not (plainly.calls(m) or perhaps.calls(m)):
            continue
        if _plausible(m.group()) and _possible(prose, m, plainly.calls(m) or perhaps.follows(m), plainly.touches(m)):
            yield Span(*m.span())


def _written_for_any_country(text: str) -> Iterator[re.Match[str]]:
    """Digits behind `+`, or behind `00` where a number may begin; most texts have few of either."""
    for sign, skip in (("+", 0), (" 00", 1), ("\n00", 1), (":00", 1)):
        at = text.find(sign)
        while at >= 0:
            m = _INTERNATIONAL.match(text, at + skip)
            if m:
                yield m
            at = text.find(sign, m.end() if m else at + 1)


class _Beside:
    """Words that call digits beside them a telephone number, by where they begin and end."""

    def __init__(self, prose: str, places: list[tuple[int, int]]) -> None:
        self.ends = sorted(end for _, end in places)
        self.starts = sorted(start for start, end in places if prose[start:end].lower() in _BEHIND)

    def calls(self, m: re.Match[str]) -> bool:
        return _one_within(self.ends, m.start() - _BEFORE, m.start()) or self.follows(m)

    def follows(self, m: re.Match[str]) -> bool:
        return _one_within(self.starts, m.end(), m.end() + 2)

    def touches(self, m: re.Match[str]) -> bool:
        return _one_within(self.ends, m.start() - 3, m.start())


def _one_within(places: list[int], low: int, high: int) -> bool:
    at = bisect_left(places, low)
    return at < len(places) and places[at] <= high


def _plausible(words: str) -> bool:
    digits = [char for char in words.partition("x")[0] if char.isdigit()]
    bare = words.lstrip("+ ")
    return (
        6 <= len(digits) <= 16
        and len(set(digits)) > 2
        and words.count("(") == words.count(")")
        and not _NO_PHONE.match(bare)
        and not _PLACEHOLDER.search("".join(digits))
    )


def _in_address(text: str, at: int) -> bool:
    """True inside a web address or a query."""
    run = text[max(0, at - 200) : at].rsplit(None, 1)
    last = run[-1] if run and at and not text[at - 1].isspace() else ""
    return "://" in last or "?" in last


def _possible(prose: str, m: re.Match[str], plainly: bool, touched: bool) -> bool:
    """Digits that a word calls a number: in groups as people write them where the word means nothing else, or one that is
    given out to
    somebody."""
    before = prose[max(0, m.start() - 2) : m.start()]
    if before[-1:] in (":", ",") and before[:1].isdigit():
        return False
    words = m.group()
    groups = regex(r"\d+").findall(words)
    if sum(len(group) == 1 for group in groups) > 1:
        return False
    digits = sum(map(len, groups))
    if "." in words and " " in words:
        return False
    if plainly and len(groups) > 1:
        return digits >= 8 or len(groups) <= 3
    if "/" in words or "." in words or (len(groups) == 1 and not touched):
        return False
    return digits >= 7 and any(_is_given(words, region) for region in _REGIONS)


def _is_known(words: str, loose: bool) -> bool:
    """Whether a number written for any country can be one; strictly: whether it is given out to somebody."""
    import phonenumbers

    written = words.partition("x")[0]
    written = written if written.startswith("+") else "+" + written[2:]
    try:
        number = phonenumbers.parse(written, None)
    except phonenumbers.NumberParseException:
        return False
    grouped = any(mark in written for mark in " -()")
    if loose and grouped and len(str(number.national_number)) >= 7:
        return phonenumbers.is_possible_number(number)
    return phonenumbers.is_valid_number(number)


def _is_given(words: str, region: str) -> bool:
    import phonenumbers

    try:
        return phonenumbers.is_valid_number(phonenumbers.parse(words, region))
    except phonenumbers.NumberParseException:
        return False
