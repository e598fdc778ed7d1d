"""The metadata block: YAML 1.2 values, exact places, and no text that breaks the reader."""

from __future__ import annotations

import pytest
import yaml

from conduct_lint import frontmatter
from conduct_lint.frontmatter import Mapping, Node, Scalar, Sequence


def data(yaml_text: str) -> dict[str, object]:
    read = frontmatter.read(f"---\n{yaml_text}\n---\n")
    assert not read.problems
    values = frontmatter.plain(read.data)
    assert isinstance(values, dict)
    return values


@pytest.mark.parametrize(
    ("written", "value"),
    [
        ("no", "no"), ("yes", "yes"), ("on", "on"), ("Off", "Off"), ("y", "y"), ("true", True), ("False", False), ("null", None),
        ("~", None), ("", None), ("'null'", "null"), ("2", 2), ("012", 12), ("0o17", 15), ("0x1F", 31), ("1_000", "1_000"),
        ("12:30", "12:30"), ("2025-01-15", "2025-01-15"), ("1e-3", 0.001), (".5", 0.5), ("-.inf", float("-inf")), ("1.", 1.0),
        ("+3", 3), ("0b1", "0b1"), (".", "."), ("-", None), ("'2'", "2"), ("<<", "<<"), ("=", "="), ("9" * 400, "9" * 400),
    ],
)  # fmt: skip
def test_values_are_those_of_yaml_1_2(written: str, value: object) -> None:
    if written == "-":
        assert data("k: ['-a']") == {"k": ["-a"]}
    else:
        assert data(f"k: {written}") == {"k": value}


def test_every_node_has_its_place_with_either_loader(monkeypatch: pytest.MonkeyPatch) -> None:
    source = (
        "---\r\n😀: 'ü'\r\nempty:\r\nlist:\r\n- a\r\n- b   # said\r\n\r\n# comment\r\ntext: |\r\n  one\r\n  two\r\n\r\n"
        'flow: [a, {b: "c"}]\r\nlast: over\r\n  lines\r\n---\r\n# Tern\r\n'
    )
    expected = {
        "😀": "'ü'", "empty": "", "list": "- a\n- b", "text": "|\n  one\n  two", "flow": '[a, {b: "c"}]', "last": "over\n  lines",
    }  # fmt: skip
    for _ in ("C", "pure"):
        read = frontmatter.read(source)
        assert {
            source[key.span.start : key.span.end]: source[value.span.start : value.span.end].replace("\r", "")
            for key, value in read.data.entries
        } == expected
        assert read.span is not None and source[read.span.start : read.span.end].endswith("\r\n---")
        assert read.body is not None and source[read.body.start : read.body.end].endswith("  lines")
        monkeypatch.delattr(yaml, "CBaseLoader", raising=False)


def test_places_count_from_the_text_and_not_from_the_block() -> None:
    source = "\n\n---\nlicense: mit\n--- \n# Tern\n"
    read = frontmatter.read(source)
    value = read.data.get("license")
    assert value is not None and source[value.span.start : value.span.end] == "mit"
    assert read.span is not None and source[read.span.start : read.span.end] == "---\nlicense: mit\n--- "


def test_the_last_of_duplicate_keys_wins_and_both_are_seen() -> None:
    read = frontmatter.read("---\nlicense: mit\ntags: [a]\nlicense: gpl\n---\n")
    assert [(first.span.start, again.span.start) for first, again in read.data.duplicates()] == [(4, 27)]
    assert frontmatter.plain(read.data)["license"] == "gpl"  # type: ignore[index]
    assert [scalar.raw for scalar in frontmatter.strings(read.data.get("license"))] == ["gpl"]


@pytest.mark.parametrize(
    ("body", "kind", "place"),
    [
        ("---\nlicense: mit\n# Tern\n", "unclosed", "---"),
        ("--- \nlicense: mit\n---\n", "unclosed", "---"),
        ("---\na: [1\n---\n", "syntax", "["),
        ("---\n😀: a\nb: c: d\n---\n", "syntax", ":"),
        ("---\na: \x01\n---\n", "syntax", "\x01"),
        ("---\na: '\n---\n", "syntax", "'"),
        ("---\na: *none\n---\n", "syntax", "*"),
        ("---\na: \ud800\n---\n", "syntax", "a"),
        ("---\n- a\n---\n", "not-a-mapping", "- a"),
        ("---\nwords\n---\n", "not-a-mapping", "words"),
        ("---\nlicense: mit\n---\n\n---\ntags:\n- a\n---\n", "second-block", "---"),
        ("---\na: " + "[" * 100_000 + "\n---\n", "too-large", "a: "),
        ("---\na: " + "{a: " * 100 + "\n---\n", "too-large", "a: "),
        ("---\n" + "- " * 50_000 + "\n---\n", "too-large", "- -"),
        ("---\n" + "? " * 50_000 + "\n---\n", "too-large", "? ?"),
        ("---\n" + "\n".join(" " * i + "a:" for i in range(1_200)) + "\n---\n", "too-large", "a:\n"),
        ("---\n" + "\n".join(" " * i + "a:" for i in range(400)) + "\n---\n", "too-large", "a:\n"),
        ("---\na: &a [*a]\n---\n", "too-large", "a: "),
        (
            "---\na0: &a0 [x]\n" + "".join(f"a{i}: &a{i} [*a{i - 1},*a{i - 1}]\n" for i in range(1, 40)) + "---\n",
            "too-large",
            "a0:",
        ),
        ("---\na: " + "b" * 1_000_001 + "\n---\n", "too-large", "a: "),
    ],
)
def test_what_cannot_be_read_is_a_problem_with_a_place(body: str, kind: str, place: str) -> None:
    read = frontmatter.read(body)
    assert [problem.kind for problem in read.problems] == [kind]
    span = read.problems[0].span
    assert body[span.start : span.end] == place
    assert isinstance(read.data, Mapping)


@pytest.mark.parametrize(
    "body",
    [
        "", "---", "---\n", "---\n---\n", "---\n\n---\n", "---\n# only a comment\n---\n", "# Tern\n\n---\nlicense: mit\n---\n",
        "---\nNote: this is a paragraph.\n", "---\na: b\n---\n\n---\nNote: between rulers\n---\n", "----\na: b\n----\n",
        "---\ntext: |\n  - - - - - - - - - -\n  [[[[[\n---\n", "---\na: " + "x" * 200_000 + "\n---\n",
    ],
)  # fmt: skip
def test_what_is_no_fault_is_no_problem(body: str) -> None:
    assert frontmatter.read(body).problems == ()


def test_values_told_by_one_or_by_a_list() -> None:
    read = frontmatter.read("---\na: x\nb: [x, null, {y: z}, 3]\nc: {d: e}\nd:\n---\n").data
    assert [[scalar.raw for scalar in frontmatter.strings(read.get(key))] for key in "abcde"] == [["x"], ["x", "3"], [], [], []]


def test_a_key_that_is_no_text_is_kept_out_of_the_way() -> None:
    node, problem = frontmatter.compose("? [a, b]\n: c\n")
    assert problem is None and isinstance(node, Mapping)
    assert node.entries[0][0].value is None


def test_yaml_on_its_own_is_read_with_places() -> None:
    source = "- dataset: {id: a/b}\n  value: 2\n"
    node, problem = frontmatter.compose(source)
    assert problem is None and isinstance(node, Sequence)
    places: list[str] = []

    def walk(node: Node) -> None:
        if isinstance(node, Scalar):
            places.append(source[node.span.start : node.span.end])
        elif isinstance(node, Sequence):
            for item in node.items:
                walk(item)
        else:
            for key, value in node.entries:
                walk(key)
                walk(value)

    walk(node)
    assert places == ["dataset", "id", "a/b", "value", "2"]
