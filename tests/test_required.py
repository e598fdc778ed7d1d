"""What a wording cannot do without: true of every wording that there is, and told where it can be told."""

from __future__ import annotations

import os
import re

import pytest

from conduct_lint import data, lexicon, lexiconfiles, rulefiles
from conduct_lint.document import Document
from conduct_lint.model import Text
from conduct_lint.required import RUN, beginnings, required


@pytest.mark.parametrize(
    ("pattern", "sets"),
    [
        ("(the|a) +high +tide", [["high"], ["tide"], ["a", "the"]]),
        (r"(\w+ +){0,3}(ebb|tide)( +\w+)?", [["ebb", "tide"]]),
        (r"a\w+ +b", [["b"]]),
        ("ab*c +d", [["d"]]),
        ("x?y", [["xy", "y"]]),
        ("pre-?tide", [["pretide", "tide"]]),
        (r"\d+[mb] +tides?", [["tide", "tides"], ["b", "m"]]),
        (r"(this +(tide|ebb)|\w+ +it) +is", [["is"], ["it", "this"]]),
        ("(?<!no +)(high|low) +(a|al)", [["high", "low"], ["a", "al"]]),
        ("(tide )?", []),
        (r"\w+", []),
        (".*tide", []),
        ("(?i)tide", []),
        ("tide|.", []),
        ("[^a]tide", []),
    ],
)
def test_sets_of_words_without_which_nothing_matches(pattern: str, sets: list[list[str]]) -> None:
    assert required(pattern) == sets


@pytest.mark.parametrize(
    ("pattern", "runs"),
    [
        ("(the|a) +high +tide", ["a", "the"]),
        ("pre-?tide", ["pre", "pretide"]),
        ("x?y", ["xy", "y"]),
        ("don't +know", ["don"]),
        (r"tide\d", ["tide"]),
        ("(high( +and)?|low)( +tide)?s?", ["high", "highs", "low", "lows"]),
        ("(tide|[ef]bb)(?= at sea)", ["ebb", "fbb", "tide"]),
        ("(?<!no +)tide", ["tide"]),
        (r"(\w+ +)?tide", []),
        (r"tid\w+", []),
        (r"\d+ +tides", []),
        ("#?tide", []),
        ("[^a]tide", []),
        ("a{9}", []),
        ("(tide)?", []),
        ("(?i)tide", []),
    ],
)
def test_runs_of_letters_with_which_every_match_begins(pattern: str, runs: list[str]) -> None:
    assert beginnings(pattern) == runs


def test_every_example_of_every_wording_holds_what_its_pattern_needs() -> None:
    files = rulefiles.yaml_files(os.path.join(data.folder(), "lexicon"))
    examples = {
        (content["topic"], content["language"], entry["say"]): entry["examples"]
        for content in files.values()
        for entry in content.get("wordings") or ()
    }
    told = begun = 0
    for (_, language, say), texts in examples.items():
        if language in lexicon.GLUED:
            continue
        pattern = say.replace(" ", " +").replace(" ++", " +")
        needs = required(pattern)
        told += bool(needs)
        first = set(beginnings(pattern))
        begun += bool(first)
        for text in texts:
            flat = " ".join(str(text).lower().split())
            for m in re.finditer(rf"(?<!\w)(?:{pattern})(?!\w)", flat):
                runs = set(RUN.findall(m.group()))
                assert all(runs & set(need) for need in needs), (say, text, needs)
                assert not first or RUN.findall(m.group())[0] in first, (say, text, first)
    assert told > len(examples) / 2
    assert begun > len(examples) / 2


@pytest.mark.parametrize(
    "body", ["{}", "x " * 580 + "{}" + "y " * 600, "x " * 580 + "{}" + "y " * 600 + " The tide's high water."]
)
@pytest.mark.parametrize("say", [r"(\w+ )?tide( \w+)?", r"(s|tide) (high|turn)( \w+)?"])
def test_words_with_apostrophes_and_sentences_cut_at_their_limit_are_found_as_before(say: str, body: str) -> None:
    content = {"say": say, "words": ["high", "tide", "tide's"], "examples": ["The tide's turn"]}
    made = lexicon.Lexicon(lexiconfiles.compile_files({"a.en.yaml": {"topic": "a", "language": "en", "wordings": [content]}}))
    document = Document(Text("a", body.format("low tides tide, the tide's high tide high tide ")))
    (wording,) = made.wordings
    pattern = re.compile(wording.pattern)
    every = [m.span() for s in document.sentences for m in pattern.finditer(document.lower, s.start, s.end)]
    assert every
    assert sorted(use.match.span() for use in made.uses(document).get("a")) == sorted(set(every))


def test_a_word_with_an_apostrophe_is_no_anchor_by_its_parts() -> None:
    content = {"say": r"test of the tides?", "words": ["tide", "tides"], "examples": ["a test of the tide"]}
    made = lexicon.Lexicon(lexiconfiles.compile_files({"a.en.yaml": {"topic": "a", "language": "en", "wordings": [content]}}))
    document = Document(Text("a", "This is a test of the tide's height. That is a test of the tide."))
    assert [use.match.start() for use in made.uses(document).get("a")] == [document.text.rindex("test")]
