"""Inclusion rules beyond the examples in their files: counts, places, what is left alone, length."""

from __future__ import annotations

import time

import pytest

from conduct_lint.checks import inclusion
from conduct_lint.document import Document
from conduct_lint.model import Hit, Text

LINKS = ("here", "click here", "hier", "这里")


def read(text: str) -> Document:
    return Document(Text("README.md", text, kind="model-card"))


def only(hits: list[Hit]) -> Hit:
    assert len(hits) == 1
    return hits[0]


def test_images_are_counted_and_the_first_mute_one_is_shown() -> None:
    text = '# D\n\n![two dunes](a.png) ![](b.png)\n\n<img src="c.png">\n\n<img alt="" src="rule.png">\n\n![b.png](b.png)\n'
    hit = only(list(inclusion.image_without_alt(read(text))))
    assert hit.values == {"count": 3, "total": 5}
    assert hit.span is not None and text[hit.span.start : hit.span.end] == "![](b.png)"
    assert hit.variant == "" and hit.fix is None


@pytest.mark.parametrize(
    "source",
    [
        "![]( curve.png )", "![image](curve.png)", "![IMG_2041.JPG](curve.png)", "![image/png](curve.png)",
        "![Alt text](curve.png)", "[![](badge.svg)](https://dunes.invalid)", "<img src=curve.png>",
        '<IMG SRC="curve.png" ALT="screenshot 12">',
        "![][curve]\n\n[curve]: curve.png",
    ],
)  # fmt: skip
def test_mute_images(source: str) -> None:
    assert only(list(inclusion.image_without_alt(read(f"# D\n\n{source}\n")))).variant == "only"


@pytest.mark.parametrize(
    "source",
    [
        "![Figure 3: loss by epoch](curve.png)", "![Logo](logo.png)", "![image of two dunes](a.png)", "![沙丘](a.png)",
        '<img src="a.png" alt="Two dunes">', "<img src='a.png' alt=''>", '<img aria-hidden="true" src="a.png">',
        "`![](a.png)`", "\\![](a.png)", "    ![](a.png)", "<!-- <img src='a.png'> -->", "[](a.md)",
    ],
)  # fmt: skip
def test_images_left_alone(source: str) -> None:
    assert not list(inclusion.image_without_alt(read(f"# D\n\nText.\n\n{source}\n")))


def test_links_are_counted_over_languages() -> None:
    text = "# D\n\nThe log is [Here](a.txt).\n\n> Der Code liegt [**hier**](b.py).\n\n- 点击[这里](c.md)\n- [the paper](d.pdf)\n"
    hit = only(list(inclusion.uninformative_link(read(text), LINKS)))
    assert hit.values == {"words": 'Here", "hier", "这里', "count": 3} and hit.variant == "several"
    assert hit.span is not None and text[hit.span.start : hit.span.end] == "[Here](a.txt)"


@pytest.mark.parametrize(
    "source", ["[look here](a)", "[where](a)", "[ ](a)", "here", "<https://here.invalid>", "[![here](a.png)](b)"]
)
def test_links_left_alone(source: str) -> None:
    assert not list(inclusion.uninformative_link(read(f"# D\n\n{source}\n"), LINKS))


@pytest.mark.parametrize(
    "head",
    [
        "pipeline_tag: image-classification",
        "pipeline_tag: text-generation\nlanguage: unknown",
        "pipeline_tag: text-generation\ntags: [en]",
        "pipeline_tag: fill-mask\ntags: [protein]",
        "pipeline_tag: text-classification\ndatasets: [german-letters]",
        "library_name: transformers",
    ],
)
def test_language_is_not_missed(head: str) -> None:
    assert not list(inclusion.missing_language(read(f"---\n{head}\n---\n# Reader\n\nIt reads.\n")))


def test_missing_language_is_an_absence() -> None:
    hit = only(list(inclusion.missing_language(read("---\ntags: [conversational]\n---\n# Old sailor\n\nIt chats.\n"))))
    assert hit.span is None and hit.subject == "language"


@pytest.mark.parametrize("piece", ["![](a) ", "[here](a) ", "<img src=a>", "![", "[h]", "en-de "])
def test_long_texts_are_read_in_time(piece: str) -> None:
    document = read("---\npipeline_tag: text-generation\n---\n# t\n\n" + piece * (100_000 // len(piece)))
    began = time.process_time()
    list(inclusion.image_without_alt(document))
    list(inclusion.uninformative_link(document, LINKS))
    list(inclusion.missing_language(document))
    list(inclusion.multilingual_unspecific(document))
    assert time.process_time() - began < 2
