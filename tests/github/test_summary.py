"""The summary and the comment: what they say, and that no foreign word acts in them."""

from __future__ import annotations

import io
import re
from html import unescape

import pytest
from markdown_it import MarkdownIt
from reporters.samples import STYLE, finding, harbour

from conduct_lint.model import Fix, Related, Report, Severity, Span
from conduct_lint.reporters import HOME, Style, summary
from conduct_lint.reporters.summary import Added, Extras

FILES = "https://github.com/tide/cards/blob/0123"
RULES = STYLE.docs.split("{")[0]
ATTACKS = [
    "@octocat and @github/security, mail a@b.example",
    "#123 GH-123 tide/cards#5 tide/cards@0123456789abcdef0123456789abcdef01234567 gh-7",
    "![x](https://track.invalid/a.png) <img src=https://track.invalid/b.png> https://track.invalid www.track.invalid",
    "[click](javascript:alert(1)) [click]: https://track.invalid <https://track.invalid> mailto:a@b.example xmpp:a@b.example",
    "</code></td></table></details><details><summary>x <!-- conduct-lint: one comment, renewed in place --> <!-- open",
    "a | b | c `code` ``x` **bold** _it_ ~~no~~ $x^2$ $$y$$ \\ \\| &lt;b&gt; &#64;octocat &commat;octocat",
    "one\ntwo\r\n# three\n> four\n- five\n```\nsix\n::error::seven\n::add-mask::eight\n::set-output name=x::y",
    "\x1b]0;owned\x07\x1b[31m ##[error]x ::stop-commands::y \u202e \u200b \udcff \x00",
    "`@octocat` and `#123` and `</code><img src=x>` and ` `` `",
    "x" * 20_000 + "|" * 20_000,
]
_OURS = {"br", "code", "details", "pre", "sub", "summary"}


def written(reports: list[Report], extras: Extras = Extras(), style: Style = STYLE) -> str:  # noqa: B008
    out = io.StringIO()
    summary.report(reports, out, style, extras)
    return out.getvalue()


def hostile(words: str) -> tuple[Report, Extras]:
    """A report in which each word that can come from outside is an attack."""
    said = {
        "message": f"The `{words}` of {words}.",
        "advice": words,
        "related": (Related(Span(0, 3), words), Related(None, words, words)),
    }
    text = f"# {words}\n\n{words}\n"
    findings = [
        finding(code, Span(0, 3), severity=Severity(1 + index % 3), **said)
        for index, code in enumerate(("BEN005", "LIM002", "XYZ001"))
    ]
    findings += [finding(code, Span(0, 1), scope="document", subject=words, **said) for code in ("LIM001", "XYZ002")]
    findings += [finding("LIM002", Span(2, 3), suppressed=words, fix=Fix(words, ()), **said)]
    report = Report(words, "model-card", "en", text, tuple(findings), (), {"notice": 2}, ((words, words),))
    added = (Added(words, 3, words, words), Added(words, 3, "", ""))
    return report, Extras(((words, words),), added, (words,), 2, (words, words), FILES)


def assert_harmless(text: str, comment: bool = False) -> None:
    assert not {char for char in text if not (char.isprintable() or char == "\n")}
    text.encode("utf-8")
    marker = summary_marker if comment else ""
    assert text.startswith(marker)
    body = text.removeprefix(marker)
    assert "<!--" not in body
    tags = re.findall(r"<(/?)([a-zA-Z!?/][^\s>]*)", body)
    assert {name for _, name in tags} <= _OURS
    for name in _OURS - {"br"}:
        assert tags.count(("", name)) == tags.count(("/", name))
    html = MarkdownIt("commonmark", {"html": True}).enable("table").render(body)
    assert "<img" not in html
    addresses = re.findall(r'(?:href|src)="([^"]*)"', html)
    assert addresses and all(address.startswith((f"{HOME}/", FILES.removesuffix("0123"), RULES)) for address in addresses)
    # GitHub looks for these in the words as rendered, save in code and links.
    seen = re.sub(r"<a [^>]*>.*?</a>|<pre>.*?</pre>|<code>.*?</code>", "", html, flags=re.S)
    words = unescape(re.sub(r"<[^>]+>", "", seen))
    assert not re.search(r"[@#]\w|GH-\d|://|www\.", words, re.I)
    assert not [line for line in words.splitlines() if line.lstrip().startswith("::")]


summary_marker = "<!-- conduct-lint: one comment, renewed in place -->\n"


@pytest.mark.parametrize("words", ATTACKS, ids=range(len(ATTACKS)))
@pytest.mark.parametrize("profile", ["default", "thorough"])
def test_no_foreign_word_acts(words: str, profile: str) -> None:
    report, extras = hostile(words)
    style = STYLE._replace(profile=profile, command=words)
    assert_harmless(written([report, report._replace(kind="comment")], extras, style))
    told = summary.comment([report], style, extras, summary_marker.strip(), f"{HOME}/blob/main/docs/run")
    assert_harmless(told, comment=True)


def test_the_attacks_would_act_if_they_were_written_as_they_are() -> None:
    for words in ATTACKS[:-1]:
        with pytest.raises((AssertionError, UnicodeEncodeError)):
            assert_harmless(f"[x]({FILES}) {words}")


def test_words_stay_readable() -> None:
    words = "Mr. O'Neil's 3.5 % (\"really\"): a_b <x> [y] `z` @me #1 – naïve 字"
    assert unescape(summary.plain(words)).replace("\u200b", "") == words
    assert summary.message("The `x_y` of `a` b") == "The <code>x&#95;y</code> of <code>a</code> b"


def test_what_is_said_of_a_card() -> None:
    report = harbour()
    text = written([report], Extras(files=FILES))
    assert text.startswith("## conduct-lint\n\n**")
    assert "### <code>cards/harbour.md</code> · model card\n" in text
    for each in report.findings:
        private = each.code in STYLE.rules and STYLE.rules[each.code].private
        assert (each.code in text) == (each.suppressed is None and not private)
    assert f"{FILES}/{report.path}#L" in text
    assert "conduct-lint check" in text


def test_what_is_for_a_moderator_is_counted_and_not_shown() -> None:
    report = harbour()
    private = [each for each in report.findings if STYLE.rules[each.code].private and each.suppressed is None]
    assert len(private) == 1
    extras = Extras(
        moderation=("gh api repos/tide/cards/issues/1 > event.json", "conduct-lint text --event event.json --moderation")
    )
    text = written([report], extras)
    assert private[0].code not in text and private[0].name not in text
    assert "**1 passage may need a moderator's look.**" in text
    assert "&#10;conduct-lint text --event event.json --moderation</code></pre>" in text
    told = summary.comment([report], STYLE, extras, summary_marker.strip(), "")
    assert private[0].code not in told and "moderator" not in told


@pytest.mark.parametrize("number", [0, 1, 40, 1_200, 60_000])
def test_it_fits_and_says_when_it_does_not(number: int) -> None:
    body = "word\n" * 60_000
    findings = tuple(finding("BEN005", Span(at * 5, at * 5 + 4), f"Number {at}. " + "x" * 300) for at in range(number))
    reports = [
        Report(f"{n}/README.md", "model-card", "en", body, findings[n * 400 : n * 400 + 400])
        for n in range(max(number // 400, 1))
    ]
    text = written(reports)
    assert len(text.encode()) < summary.SUMMARY
    assert ("There is more than fits here" in text) == (number > 1_200)
    assert text.endswith("</sub>\n") and "conduct-lint check" in text
    told = summary.comment(reports, STYLE, Extras(), summary_marker.strip(), "")
    assert len(told) < summary.COMMENT and told.endswith("</sub>\n")
    assert ("There is more than fits here" in told) == (number > 40)


def test_nothing_to_mention() -> None:
    text = written([Report("README.md", "model-card", "en", "# A\n", ())])
    assert "**Nothing to mention** in 1 document." in text and "###" not in text
