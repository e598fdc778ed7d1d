"""Texts, names and values that somebody wrote to do harm, in every format."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest

from conduct_lint import reporters
from conduct_lint.model import Edit, Fix, Related, Report, Severity, Span
from conduct_lint.reporters import Style

from .runner import obeyed
from .samples import STYLE, finding, harbour, said

ATTACK = (
    "\x1b]0;owned\x07\x1b[2J\r\n::error::owned\n  ::stop-commands::x\n##[error]owned ##[add-mask]y"
    "\u2028::error::z\u202e\u200b\x85\udcff"
)
SECRET = "hf_thisIsNobodysRealToken"  # an invented value
FORMATS = reporters.NAMES
STYLES = (STYLE, STYLE._replace(profile="thorough", verbose=True, width=None), STYLE._replace(width=40, command=ATTACK))


def hostile() -> Report:
    """Every string that can come from outside is an attack."""
    text = f"# {ATTACK}\n{SECRET} {ATTACK}\n" + ATTACK * 3
    place = Span(text.index(SECRET), text.index(SECRET) + len(SECRET))
    related = (Related(place, ATTACK), Related(None, ATTACK, ATTACK), Related(Span(9_999_999, 10_000_000), ATTACK))
    words: dict[str, Any] = {"message": ATTACK, "advice": ATTACK, "related": related, "subject": ATTACK, "identity": ATTACK}
    fix = Fix(ATTACK, (Edit(place, ATTACK),))
    findings = [
        finding("LIM002", Span(start, start + 7), severity=Severity(1 + start % 3), fix=fix, **words)
        for start in range(len(text) + 3)
    ]
    findings += [
        finding("XYZ009", Span(0, 5), scope="document", **words),
        finding("XYZ008", Span(0, 5), scope="document", **words),
    ]
    findings += [finding("LIM003", place, suppressed=ATTACK, **words)]
    masks = ((place, "[token]"),)
    return Report(ATTACK, "model-card", "en", text, tuple(findings), masks, {"notice": 3}, ((ATTACK, ATTACK),), ATTACK)


def assert_harmless(name: str, text: str) -> None:
    assert not {char for char in text if not (char.isprintable() or char == "\n")}
    text.encode("utf-8")
    assert SECRET not in text
    for line in text.splitlines():
        command = obeyed(line)
        assert command is None or (name == "github" and line.startswith("::") and command.name in ("error", "warning", "notice"))
        assert command is None or set(command.properties) <= {"file", "line", "endLine", "col", "endColumn", "title"}
    if name != "github":
        assert not [line for line in text.splitlines() if line.lstrip().startswith("::")]
    assert "##[" not in text


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("style", STYLES)
def test_nothing_of_an_attack_gets_through(name: str, style: Style) -> None:
    text = said(name, [hostile()], style)
    assert_harmless(name, text)
    if name in ("json", "sarif"):
        json.dumps(json.loads(text), ensure_ascii=False).encode("utf-8")


def test_the_attack_would_be_obeyed_if_it_were_written_as_it_is() -> None:
    assert sum(obeyed(line) is not None for line in ATTACK.split("\n")) == 3


@pytest.mark.parametrize("name", FORMATS)
def test_a_private_value_is_shown_nowhere(name: str) -> None:
    report = harbour()
    everywhere = [finding("LIM002", Span(start, start + 30)) for start in range(0, len(report.text), 5)]
    text = said(name, [report._replace(findings=(*report.findings, *everywhere))], STYLE._replace(profile="thorough"))
    assert "ferry" not in text and "harbour.invalid" not in text


TEXTS: dict[str, Callable[[], str]] = {
    "empty": lambda: "",
    "one newline": lambda: "\n",
    "crlf": lambda: "# T\r\n\r\nline\r\n",
    "cr only": lambda: "# T\r\rline\r",
    "a million in one line": lambda: "x" * 500_000 + "字" * 500_000,
    "a million blanks": lambda: "\t" * 1_000_000,
    "a million lines": lambda: "\n" * 1_000_000,
    "stacked accents": lambda: "a" + "\u0301" * 100_000,
}


@pytest.mark.parametrize("name", FORMATS)
@pytest.mark.parametrize("text", TEXTS)
def test_strange_texts_are_reported_in_time(name: str, text: str) -> None:
    body = TEXTS[text]()
    places = [
        Span(0, 0),
        Span(0, len(body)),
        Span(len(body), len(body)),
        Span(len(body) // 2, len(body) // 2 + 3),
        Span(len(body), len(body) + 9),
    ]
    findings = tuple(finding("LIM002", place) for place in places * 4)
    begun = time.process_time()
    shown = said(name, [Report("a.md", "model-card", "en", body, findings)])
    assert time.process_time() - begun < 2
    assert len(shown) < 60_000
    assert shown.count("LIM002") >= 10


@pytest.mark.parametrize("name", FORMATS)
def test_thousands_of_private_places_are_no_burden(name: str) -> None:
    body = f"{SECRET} x\n" * 3000
    spots = [Span(start, start + len(SECRET)) for start in range(0, len(body), len(SECRET) + 3)]
    findings = tuple(finding("BEN005", spot, f"Number {n}.") for n, spot in enumerate(spots))
    begun = time.process_time()
    shown = said(name, [Report("a.md", "model-card", "en", body, findings, tuple((spot, "[token]") for spot in spots))])
    assert time.process_time() - begun < 4
    assert SECRET not in shown


@pytest.mark.parametrize("name", FORMATS)
def test_a_newline_in_a_file_name_makes_no_line(name: str) -> None:
    one = Report("a\nb.md", "model-card", "en", "text\n", (finding("BEN005", Span(0, 4)),))
    plain = one._replace(path="ab.md")
    assert len(said(name, [one]).splitlines()) == len(said(name, [plain]).splitlines())
