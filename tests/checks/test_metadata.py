"""The metadata rules: every example of their files, places, fixes, hostile values, and what depends on the day."""

from __future__ import annotations

import datetime
import os
import time
from typing import Any

import pytest

from conduct_lint import data, rulefiles, rules, vocabulary
from conduct_lint.document import Document
from conduct_lint.facts.kind import platform_of
from conduct_lint.facts.metadata import SHOWN, listed, short
from conduct_lint.frontmatter import compose
from conduct_lint.model import Hit, Nowhere, Severity, Siblings, Text
from conduct_lint.rules import Rule

FOLDER = os.path.join(data.folder(), "metadata")


def _rules() -> dict[str, Rule]:
    found = {}
    for path, content in rulefiles.yaml_files(FOLDER).items():
        row = rulefiles._rule(path, "metadata", content, None)
        found[row["code"]] = rules.from_table(row)
    return found


RULES = _rules()
FIND = {code: rules.matcher(rule, {}) for code, rule in RULES.items()}


class Beside:
    """Files beside a text, for tests."""

    def __init__(self, files: dict[str, str]) -> None:
        self.files = files

    def read(self, name: str) -> str | None:
        return self.files.get(name)

    def exists(self, name: str) -> bool | None:
        return None if name.startswith("..") else name in self.files

    def names(self) -> tuple[str, ...] | None:
        return tuple(sorted(self.files))


def document(text: str, kind: str = "model-card", platform: str | None = None, files: dict[str, str] | None = None) -> Document:
    siblings: Siblings = Nowhere() if files is None else Beside(files)
    return Document(Text("README.md", text, kind=kind, platform=platform, siblings=siblings))


def ask(code: str, text: str, **more: Any) -> list[Hit]:
    doc = document(text, **more)
    rule = RULES[code]
    return list(FIND[code](doc)) if rule.platform in (None, platform_of(doc)) else []


def said(code: str, hits: list[Hit]) -> list[str]:
    return [RULES[code].words(hit)[0] for hit in hits]


def severities(code: str, hits: list[Hit]) -> list[Severity]:
    return [RULES[code].severity_for("model-card", hit.variant) for hit in hits]


def mended(text: str, hits: list[Hit]) -> str:
    for edit in sorted({edit for hit in hits if hit.fix for edit in hit.fix.edits}, reverse=True):
        text = text[: edit.span.start] + edit.text + text[edit.span.end :]
    return text


EXAMPLES = [
    pytest.param(code, group, example, id=f"{code}-{group}-{number}")
    for code, rule in RULES.items()
    for group, examples in rule.examples.items()
    for number, example in enumerate(examples, 1)
]


@pytest.mark.parametrize("code, group, example", EXAMPLES)
def test_example(code: str, group: str, example: dict[str, Any]) -> None:
    text, kind = example["text"], example.get("kind", "model-card")
    hits = ask(code, text, kind=kind, platform=example.get("platform"), files=example.get("siblings"))
    assert bool(hits) is (group == "bad"), said(code, hits)
    if "message" in example:
        assert example["message"] in said(code, hits)
    if "lines" in example:
        assert [document(text).line(hit.span.start) for hit in hits if hit.span] == example["lines"]
    if "fixed" in example:
        assert mended(text, hits) == example["fixed"]
        again = ask(code, example["fixed"], kind=kind, platform=example.get("platform"), files=example.get("siblings"))
        assert not [hit for hit in again if hit.fix], "a fix leaves nothing to fix"
    for hit in hits:
        assert "{" not in "".join(RULES[code].words(hit)).replace("`{", ""), "a field of the message has no value"
        assert hit.span is None or hit.span.start < hit.span.end <= len(text)
        assert not hit.fix or RULES[code].fixable


def test_all_thirteen_are_there() -> None:
    assert sorted(RULES) == [f"MET{number:03}" for number in range(1, 14)]


@pytest.mark.parametrize("code", ["MET001", "MET002"])
def test_what_follows_from_unread_metadata_is_not_said_too(code: str) -> None:
    replaced = RULES[code].replaces
    assert replaced is not None and set(replaced["rules"]) == {"LIC001", "INC002", "ATT002"}


SEVERITIES = [
    ("MET002", "---\na: [\n---\n", Severity.ERROR),
    ("MET003", "---\na: 1\na: 2\n---\n", Severity.ERROR),
    ("MET004", "---\nlanguage: no\n---\n", Severity.WARNING),
    ("MET005", "---\nlicence: mit\n---\n", Severity.NOTICE),
    ("MET006", "---\nlanguage: null\n---\n", Severity.ERROR),
    ("MET006", "---\nmetrics:\n- wer: 3\n---\n", Severity.WARNING),
    ("MET007", "---\nlanguage: english\n---\n", Severity.ERROR),
    ("MET007", "---\nlanguage: fre\n---\n", Severity.WARNING),
    ("MET008", "---\npipeline_tag: bird-counting\n---\n", Severity.WARNING),
    ("MET008", "---\nlibrary_name: birdkit\n---\n", Severity.NOTICE),
    ("MET009", "---\ndatasets: [some birds]\n---\n", Severity.WARNING),
    ("MET010", "---\narxiv: 2401.00001\n---\n", Severity.NOTICE),
]


@pytest.mark.parametrize("code, text, severity", SEVERITIES)
def test_severity(code: str, text: str, severity: Severity) -> None:
    assert severities(code, ask(code, text)) == [severity]


@pytest.mark.parametrize("days, severity", [(180, Severity.WARNING), (181, Severity.NOTICE)])
def test_an_old_list_says_less(monkeypatch: pytest.MonkeyPatch, days: int, severity: Severity) -> None:
    class Later(datetime.date):
        @classmethod
        def today(cls) -> datetime.date:
            listed_on = datetime.date.fromisoformat(vocabulary.date("languages", "pipeline_tags"))
            return listed_on + datetime.timedelta(days=days)

    monkeypatch.setattr(datetime, "date", Later)
    assert severities("MET007", ask("MET007", "---\nlanguage: qqx\n---\n")) == [severity]
    assert severities("MET008", ask("MET008", "---\npipeline_tag: bird-counting\n---\n")) == [severity]
    english = ask("MET007", "---\nlanguage: english\n---\n")
    assert severities("MET007", english) == [Severity.ERROR], "a near match is wrong on any day"


def test_every_parser_message_in_the_table_is_one_of_the_parser() -> None:
    """The plain words hang on the parser's own; each entry is met by a text that causes it."""
    causes = [
        "a: b: c",
        "a: [b",
        "a: {b: c",
        "a: 'it's'",
        "- a\nb: 1",
        " a: 1\nb: 2",
        "a: - b",
        "foo: @x",
        "a: *x",
        'a: "x',
        'a: "\\q"',
        "b: 1\nfoo bar\n",
        "a: *",
        "a: 1\n\t\nb: 2",
        "a: 1\n---\nb: 2",
        'a: "x\n---\n',
        "a: [- b]",
    ]
    words = RULES["MET002"].arguments["words"]
    met = set()
    for cause in causes:
        problem = compose(cause)[1]
        assert problem is not None, cause
        met |= {known for known in words if problem.words.startswith(known)}
    assert met == set(words)


@pytest.mark.parametrize(
    "written, codes",
    [
        ("zh_TW", "zh"),
        ("pt-BR", "pt"),
        ("sr_Cyrl", "sr"),
        ("Moroccan Arabic (MA)", "ary"),
        ("vn", "vi"),
        ("Python", "code"),
        ("se-SE", "se"),
    ],
)
def test_language_near_match(written: str, codes: str) -> None:
    (hit,) = ask("MET007", f"---\nlanguage:\n- {written}\n---\n")
    assert hit.values["meant"] == codes
    assert hit.fix and hit.fix.edits[0].text == codes


def test_a_language_is_not_guessed_from_two_letters() -> None:
    hits = ask("MET007", "---\nlanguage: [ge, tu, pe, sp]\n---\n")
    assert [hit.fix for hit in hits] == [None]


def test_accepted_values_are_passed_by() -> None:
    for code, text in (("MET007", "---\nlanguage: noinfo\n---\n"), ("MET008", "---\nlibrary_name: noinfo\n---\n")):
        find = rules.matcher(RULES[code], {"accept": frozenset({"noinfo"})})
        assert ask(code, text)
        assert not list(find(document(text)))


def test_duplicates_show_both_places() -> None:
    text = "---\nlicense: mit\ntags: [a]\nlicense: mit\n---\n"
    (hit,) = ask("MET003", text)
    (first,) = hit.related
    assert first.span is not None and hit.span is not None
    assert (document(text).line(first.span.start), document(text).line(hit.span.start)) == (2, 4)


def test_crlf_places_and_fixes() -> None:
    text = "---\r\nlanguage: no\r\nlicence: mit\r\nlicense_name: x\r\n---\r\n# Fjord\r\n"
    (surprise,) = ask("MET004", text)
    assert surprise.span is not None and text[slice(*surprise.span)] == "no"
    assert mended(text, ask("MET005", text)) == text.replace("licence", "license")
    twice = "---\r\ntags: [a]\r\nlicense: mit\r\nlicense: mit\r\n---\r\n"
    assert mended(twice, ask("MET003", twice)) == "---\r\ntags: [a]\r\nlicense: mit\r\n---\r\n"


def test_stray_carriage_returns_are_told_from_a_missing_end() -> None:
    (hit,) = ask("MET002", "---\r\r\nlicense: mit\r\r\n---\r\r\n# Fjord\r\r\n")
    assert "stray carriage return" in said("MET002", [hit])[0]


def test_a_link_is_asked_in_the_folder_of_the_card() -> None:
    text = "# Fjord\n\n[a](sub/a.txt) [b](sub/) [c](../c.txt) [d](sub/%61.txt) [e](resolve/main/sub/a.txt?x=1)\n"
    assert not ask("MET011", text, platform="hub", files={"sub/a.txt": ""})


def test_html_links_and_images_count() -> None:
    text = '# Fjord\n\n<a href="guide.pdf">Guide</a> <img src="map.png" alt="A map">\n'
    assert len(ask("MET011", text, files={"LICENSE": ""})) == 2


@pytest.mark.parametrize(
    ("target", "meant"),
    [("charts", None), ("charts/", None), ("charts/north", None), ("chart", ""), ("tide.PNG", "tide.png"), ("wave.PNG", "")],
)
def test_a_folder_shows_by_its_files_and_another_case_only_where_one_name_fits(target: str, meant: str | None) -> None:
    files = dict.fromkeys(("README.md", "charts/north/map.png", "tide.png", "wave.png", "Wave.png"), "")
    hits = ask("MET011", f"See [this]({target}).\n", files=files)
    assert [hit.values.get("meant", "") for hit in hits] == ([] if meant is None else [meant])


@pytest.mark.parametrize("folder", ["a home folder", "drive"])
def test_a_path_is_not_repeated(folder: str) -> None:
    path = {"a home folder": "/home/jdoe/tern", "drive": "C:\\Users\\jdoe\\tern"}[folder]
    hits = ask("MET009", f"---\nbase_model: '{path}'\n---\n")
    assert hits and not any("jdoe" in words for hit in hits for words in RULES["MET009"].words(hit))


def test_values_in_messages_are_short_and_printable() -> None:
    long = "x" * 5000 + "\u202e\u200b\x1b[31m"
    assert len(short(long)) <= SHOWN
    assert short("a\u202eb\x07c") == "a b c"
    assert listed(["a", "b", "c", "d", "e"]) == "`a`, `b`, `c` and 2 more"
    for code, text in {
        "MET007": f"---\nlanguage: '{'x ' * 4000}'\n---\n",
        "MET005": f"---\n{'licence' * 900}: mit\n---\n",
        "MET009": f"---\nbase_model: {'x y' * 4000}\n---\n",
        "MET008": f"---\npipeline_tag: {'x-' * 4000}\n---\n",
    }.items():
        assert all(len(words) < 400 for words in said(code, ask(code, text)))


HOSTILE = {
    "many keys": "---\n" + "".join(f"k{number}: no\n" for number in range(8_000)) + "---\n",
    "many unknown languages": "---\nlanguage:\n" + "".join(f"- x{number}\n" for number in range(8_000)) + "---\n",
    "many language pairs": "---\nlanguage:\n" + "- Finnish Swedish Estonian\n" * 3_000 + "---\n",
    "many tags": "---\ntags:\n" + "- arxiv:2401.00001\n" * 5_000 + "---\n",
    "many duplicates": "---\n" + "licence: mit\n" * 8_000 + "---\n",
    "long value": "---\nlanguage: " + "a-" * 50_000 + "\n---\n",
    "tabs": "---\nlicense: mit\n" + "a: \t1\n" * 3_000 + "---\n",
    "broken links": "---\nlicense: mit\n---\n" + "[a](b.md) " * 9_000,
    "rules": "---\n" * 25_000,
    "a late block": "x\n---\nlicense: [\n" * 5_000,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_input_is_read_in_time(name: str) -> None:
    start = time.process_time()
    doc = document(HOSTILE[name], platform="hub", files={"LICENSE": ""})
    for find in FIND.values():
        list(find(doc))
    assert time.process_time() - start < 4
