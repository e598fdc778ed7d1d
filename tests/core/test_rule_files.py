"""Rule and lexicon files: what is wrong is named with file and place; the shipped table is the one the files make."""

from __future__ import annotations

import json
from binascii import crc32
from pathlib import Path

import pytest
import yaml

from conduct_lint import cli, data, lexicon, lexiconfiles, rulefiles, rules, table
from conduct_lint.document import Document
from conduct_lint.lexiconfiles import LexiconError
from conduct_lint.model import Text
from conduct_lint.rulefiles import RuleError

GOOD = """\
code: TST001
clauses: []
summary: A word.
why: Words matter.
message: "{phrase}: {instead}"
advice: Write it otherwise.
severity: warning
kinds: [card, model-card]
since: "0.1"
phrases: {man hours: hours}
bad: ["# Tern"]
good: ["# Tern"]
"""


def compiled(folder: Path, body: str, name: str = "a-word.yaml") -> list[dict[str, object]]:
    (folder / "tests").mkdir(exist_ok=True)
    (folder / "tests" / name).write_text(body, encoding="utf-8")
    return rulefiles.compile_rules(str(folder))


def test_a_good_file_gives_a_rule_with_every_default(tmp_path: Path) -> None:
    (row,) = compiled(tmp_path, GOOD)
    rule = rules.from_table(row)
    assert (rule.name, rule.family, rule.path) == ("a-word", "tests", "tests/a-word.yaml")
    assert rule.kinds == {"model-card", "dataset-card"} and row["kinds"] == ["model-card", "dataset-card"]
    assert rule.place == "title" and not rule.preview and rule.replaces is None


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("code: TST001", "code: T1", "a-word.yaml:1: T1 is no code: three capitals, three digits"),
        ("code: TST001", "code: 1", "a-word.yaml:1: `code` must be text"),
        ("summary: A word.\n", "", "a-word.yaml:1: `summary` is missing"),
        ("why:", "because:", "a-word.yaml:1: `why` is missing"),
        ("since:", "mood: good\nsince:", "a-word.yaml:9: unknown key `mood`"),
        ("severity: warning", "severity: fatal", "a-word.yaml:7: severity 'fatal' is none of notice, warning, error"),
        ("kinds: [card, model-card]", "kinds: model-card", "a-word.yaml:8: `kinds` must be a list"),
        ("kinds: [card, model-card]", "kinds: [poem]", "a-word.yaml:8: unknown kind poem"),
        ("phrases: {man hours: hours}\n", "", "a-word.yaml:1: one of topic, phrases, check, built-in is needed, 0 are there"),
        ("phrases:", "check: x\nphrases:", "a-word.yaml:1: one of topic, phrases, check, built-in is needed, 2 are there"),
        ("{man hours: hours}", "{Man Hours: hours}", "a-word.yaml:10: the phrase 'Man Hours' must be lower case"),
        ("phrases: {man hours: hours}", "topic: {name: a}", "a-word.yaml:10: `topic` needs `name` and `is`"),
        ("phrases: {man hours: hours}", "topic: {name: a, is: gone}", "a-word.yaml:10: `is` of a topic is"),
        ('bad: ["# Tern"]', "bad: []", "a-word.yaml:1: a rule needs at least one `bad` and one `good` example"),
        ('bad: ["# Tern"]', "bad: [3]", "a-word.yaml:11: an example is a text"),
        ('bad: ["# Tern"]', "bad: [{text: a, mood: b}]", "a-word.yaml:11: unknown key `mood` in an example"),
        ("since:", "place: nowhere\nsince:", "a-word.yaml:9: `place` is `title` or `metadata`"),
        ("since:", "platform: moon\nsince:", "a-word.yaml:9: `platform` is `hub` or `elsewhere`"),
        ("since:", "preview: maybe\nsince:", "a-word.yaml:9: `preview` must be true or false"),
        ("since:", "variants: {a: {mood: b}}\nsince:", "a-word.yaml:9: unknown key `mood` in a variant"),
        ("since:", "variants: {a: {severity: b}}\nsince:", "a-word.yaml:9: severity 'b' is none of"),
        ("since:", "severity-in: {card: b}\nsince:", "a-word.yaml:9: severity 'b' is none of"),
        ("since:", "replaces: {rules: [XXX999]}\nsince:", "a-word.yaml: replaces the unknown rule XXX999"),
        ("since:", "replaces: {variant: a, rules: []}\nsince:", "a-word.yaml:9: `replaces` names the variant 'a'"),
        ("since:", "code: TST002\nsince:", "a-word.yaml:9: the key 'code' stands twice"),
        ("since:", "  x\nsince:", "a-word.yaml:"),
    ],
)
def test_a_fault_is_named_with_file_and_line(old: str, new: str, words: str, tmp_path: Path) -> None:
    assert old in GOOD
    with pytest.raises(RuleError) as raised:
        compiled(tmp_path, GOOD.replace(old, new, 1))
    assert words in str(raised.value)


def test_other_faults_are_named_too(tmp_path: Path) -> None:
    with pytest.raises(RuleError, match="a rule is a mapping"):
        compiled(tmp_path, "- a\n")
    with pytest.raises(RuleError, match=r"A_word.*is no rule name"):
        compiled(tmp_path / "", GOOD, "A_word.yaml")


def test_codes_and_names_are_given_once(tmp_path: Path) -> None:
    compiled(tmp_path, GOOD)
    with pytest.raises(RuleError, match=r"b-word.yaml: code TST001 is that of .*a-word.yaml"):
        compiled(tmp_path, GOOD, "b-word.yaml")


def test_bytes_that_are_no_text_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.yaml"
    path.write_bytes(b"code: \xff\n")
    with pytest.raises(RuleError, match=r"a.yaml:1: byte 6 is not UTF-8"):
        rulefiles.read_yaml(str(path))


def test_clauses_are_known_where_they_are_declared(tmp_path: Path) -> None:
    (tmp_path / "clauses.yaml").write_text("clauses: [{id: a/b}]\n", encoding="utf-8")
    assert compiled(tmp_path, GOOD.replace("clauses: []", "clauses: [a/b]"))
    with pytest.raises(RuleError, match=r"a-word.yaml:2: unknown clause c/d"):
        compiled(tmp_path, GOOD.replace("clauses: []", "clauses: [c/d]"))


def test_a_template_fills_what_it_knows() -> None:
    assert rules.fill("{a} and {{a}} and {b}", {"a": "x\n y"}) == "x y and {a} and {b}"


# ── lexicon ──────────────────────────────────────────────────────────────────────────────────────────────────────────


def wordings(language: str = "en", **entry: object) -> dict[str, object]:
    content = {"topic": "tides", "language": language, "wordings": [{"examples": ["The high tide."], **entry}]}
    return lexiconfiles.compile_files({f"tides.{language}.yaml": content})


@pytest.mark.parametrize(
    ("say", "anchors"),
    [
        ("(the|a) high tide", ["high"]),
        ("the (very )?high(est)? tides?", ["high", "highest"]),
        ("(data set|dataset) tide", ["tide"]),
        ("(data set|dataset) (is|are)", ["data", "dataset"]),
        ("(\\w+ ){0,3}tide", ["tide"]),
        ("(some |many )*tides( \\w+)?", ["tides"]),
        ("pre-?tide", ["pretide", "tide"]),
        ("the", ["the"]),
        ("\\w+", []),
        ("tide.*", []),
        ("(tide)?", []),
    ],
)
def test_anchors_are_words_one_of_which_any_match_holds(say: str, anchors: list[str]) -> None:
    assert lexiconfiles.anchors_of(say, glued=False) == anchors


def test_anchors_of_glued_scripts_are_literal_runs() -> None:
    assert lexiconfiles.anchors_of("不.{0,4}适用于", glued=True) == ["适用于"]


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ([], "is a mapping with `topic` and `language`"),
        ({"topic": "tides", "language": "de"}, "the file name must be tides.de.yaml"),
        ({"topic": "tides", "language": "en", "mood": 1}, "unknown key 'mood'"),
        ({"topic": "tides", "language": "en", "headings": [3]}, "the heading 3 is no text"),
        ({"topic": "tides", "language": "en", "headings": ["a+"]}, "does not stand for finitely many texts"),
        ({"topic": "tides", "language": "en", "headings": ["(a"]}, "missing )"),
        ({"topic": "tides", "language": "en", "wordings": ["x"]}, "a wording is a mapping"),
        ({"topic": "tides", "language": "en", "wordings": [{"examples": ["x"]}]}, "`say` is missing"),
        ({"topic": "tides", "language": "en", "wordings": [{"say": "tide"}]}, "an example is missing"),
        (
            {"topic": "tides", "language": "en", "wordings": [{"say": "tide", "examples": ["ebb"]}]},
            "is not found in its example 'ebb'",
        ),
        ({"topic": "tides", "language": "en", "wordings": [{"say": "\\w+", "examples": ["x"]}]}, "no anchor can be derived"),
        (
            {"topic": "tides", "language": "en", "wordings": [{"say": "tide", "examples": ["tide"], "never": ["a tide"]}]},
            "must not be",
        ),
        (
            {"topic": "tides", "language": "en", "wordings": [{"say": "a tide", "words": ["b"], "examples": ["a tide"]}]},
            "none of its",
        ),
        ({"topic": "tides", "language": "en", "wordings": [{"say": "(tide", "examples": ["a tide"]}]}, "(tide"),
    ],
)
def test_a_fault_of_a_lexicon_file_names_file_and_entry(content: object, words: str) -> None:
    with pytest.raises(LexiconError) as raised:
        lexiconfiles.compile_files({"tides.en.yaml": content})
    assert str(raised.value).startswith("tides.en.yaml") and words in str(raised.value)


def test_wordings_asked_of_a_place_need_no_anchor_and_are_never_looked_for() -> None:
    entry = {"say": r"\w+ ebbs? \Z", "kind": "before", "examples": ["the  ebb "], "never": ["the ebb"]}
    content = {"topic": "tides", "language": "en", "asked": True, "wordings": [entry]}
    made = lexicon.Lexicon(lexiconfiles.compile_files({"tides.en.yaml": content}))
    assert made.uses(Document(Text("a", "the ebb "))).get("tides") == () and not made.by_word
    assert made.kinds("tides") == {"before": [(r"(?<!\w)(?:\w+ +ebbs? +\Z)(?!\w)", False)]}
    with pytest.raises(LexiconError, match="unknown key 'words'"):
        lexiconfiles.compile_files({"tides.en.yaml": {**content, "wordings": [{**entry, "words": ["ebb"]}]}})


def test_an_expression_of_wordings_is_put_together_when_it_is_used() -> None:
    found = lexicon.pattern("grammar", "thanks")
    assert found is lexicon.pattern("grammar", "thanks") is not lexicon.pattern("grammar", "thanks", lower=True)
    assert found.search("Many THANKS") and not lexicon.pattern("grammar", "thanks", lower=True).search("Many THANKS")
    assert lexicon.pattern("grammar", "none such").search("Many thanks") is None


def test_headings_are_spelt_out() -> None:
    content = {"topic": "tides", "language": "en", "headings": ["(high |low )?tides?"]}
    found = lexiconfiles.compile_files({"tides.en.yaml": content})["headings"]
    assert sorted(found) == ["high tide", "high tides", "low tide", "low tides", "tide", "tides"]
    assert set(map(tuple, found.values())) == {("tides",)}


def test_wordings_are_found_by_their_anchors_and_only_in_prose() -> None:
    from conduct_lint.document import Document
    from conduct_lint.model import Text

    made = lexicon.Lexicon(wordings(say="(the|a) high tides?"))
    body = "# Tern\n\nThe high\ntide, `the high tide`, a highest tide. No the high tides!\n"
    uses = made.uses(Document(Text("a", body)))["tides"]
    assert [body[use.span.start : use.span.end] for use in uses] == ["The high\ntide", "the high tides"]


def test_a_topic_of_which_nothing_is_said_is_not_there() -> None:
    from conduct_lint.document import Document
    from conduct_lint.model import Text

    made = lexicon.Lexicon(wordings(say="(the|a) high tides?"))
    said, silent = (made.uses(Document(Text("a", body))) for body in ("The high tide.", "An ebb."))
    assert list(said) == ["tides"] and "tides" in said and len(said) == 1
    assert "tides" not in silent and not silent and silent.get("tides") == said.get("ebbs") == ()
    with pytest.raises(KeyError):
        silent["tides"]


# ── the table ────────────────────────────────────────────────────────────────────────────────────────────────────────


@pytest.mark.slow
def test_every_file_is_read_alike_by_both_readers_of_yaml() -> None:
    """Inside brackets and braces the one in Python refuses a question mark without quotes that the one in C takes."""
    files = sorted(Path(data.folder()).rglob("*.yaml"))
    assert len(files) > 200
    for path in files:
        content = path.read_text(encoding="utf-8")
        assert yaml.load(content, yaml.SafeLoader) == yaml.load(content, getattr(yaml, "CSafeLoader", yaml.SafeLoader)), path


def test_the_table_survives_json_unchanged() -> None:
    made = table.compile_folder(data.folder())
    assert json.loads(json.dumps(made)) == made


def test_a_shipped_table_is_read_instead_of_the_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    made = {
        "rules": [],
        "lexicon": {
            **lexiconfiles.compile_files({}),
            "headings": {"ebb": ["tides"], "flut und ebbe": ["tides", "moon"], "潮": ["tides"]},
        },
        "clauses": [],
    }
    table.save(made, str(tmp_path))
    monkeypatch.setattr(data, "folder", lambda: str(tmp_path))
    assert table.read.__wrapped__() == made


@pytest.mark.parametrize("alike", [1 << 32, 64])
def test_every_heading_of_a_shipped_table_is_found_and_nothing_else(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, alike: int
) -> None:
    """Also where many of them share a checksum."""
    monkeypatch.setattr(table, "crc32", lambda content: crc32(content) % alike)
    made = table.compile_folder(data.folder())
    wanted = made["lexicon"]["headings"]
    table.save(made, str(tmp_path))
    headings = table.load(str(tmp_path))["lexicon"]["headings"]
    assert len(headings) == len(wanted) > 1000 and {heading: headings.get(heading) for heading in wanted} == wanted == dict(
        headings
    )
    for strange in (
        "",
        "\t",
        "limitation\ts",
        "~",
        "\0",
        "\ud800",
        "zzzz",
        "\U0010ffff",
        *(heading + "x" for heading in list(wanted)[:99]),
    ):
        assert headings.get(strange) == wanted.get(strange)
    assert table.Headings(b"").get("a") is None


def test_a_file_that_is_half_edited_is_read_once_and_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "lexicon").mkdir()
    (tmp_path / "clauses.yaml").write_text("clauses: []\n")
    wrong = "topic: tides\nlanguage: en\nwordings: [{say: (tide, examples: [tide]}]\n"
    (tmp_path / "lexicon" / "tides.en.yaml").write_text(wrong)
    read = []
    real = lexiconfiles.compile_files
    monkeypatch.setattr(lexiconfiles, "compile_files", lambda files: (read.append(1), real(files))[1])
    monkeypatch.setattr(data, "folder", lambda: str(tmp_path))
    table.read.cache_clear()
    try:
        for _ in range(3):
            with pytest.raises(LexiconError) as raised:
                table.read()
            assert "tides.en.yaml: " in cli.where(raised.value)
        assert len(read) == 1
    finally:
        table.read.cache_clear()
        table._made.cache_clear()
