"""What the linter reads in invented cards, and in real ones where they are at hand, against what careful people read there."""

from __future__ import annotations

import json
import subprocess
import sys
from functools import cache
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parent.parent
GOLD = ROOT / "tests" / "gold"
REAL = ROOT.parent / "shared" / "gold" / "labels.jsonl"
CARDS = ROOT.parent / "shared" / "corpus" / "cards.jsonl.gz"
sys.path.append(str(ROOT / "benchmarks"))

import accuracy  # noqa: E402
import scoring  # noqa: E402
import shares  # noqa: E402

LABELS = {label["id"]: label for label in accuracy.labelled(GOLD / "labels.jsonl")}
FLOORS = json.loads((GOLD / "floors.json").read_text(encoding="utf-8"))
TODO = {name: facts for name, facts in json.loads((GOLD / "todo.json").read_text(encoding="utf-8")).items() if name != "about"}


@cache
def read(name: str) -> dict[str, Any]:
    return accuracy.read(GOLD, LABELS[name])


@pytest.mark.parametrize("name", LABELS)
def test_card(name: str) -> None:
    """Facts and label agree, apart from the known misses, each of which is still one."""
    found = {miss.split(":")[0].split(" ")[1]: miss for miss in scoring.misses(read(name), LABELS[name])}
    known = TODO.get(name, {})
    wrong = [miss for fact, miss in found.items() if fact not in known]
    mended = [f"{name} {fact}: mended, take it out of tests/gold/todo.json" for fact in known if fact not in found]
    assert not wrong + mended, "\n" + "\n".join(wrong + mended)


def test_every_card_is_labelled_and_every_known_miss_has_a_card() -> None:
    assert sorted(LABELS) == sorted(path.stem for path in (GOLD / "cards").glob("*.md"))
    assert not TODO.keys() - LABELS.keys()


def test_every_state_of_every_topic_and_every_language_is_there() -> None:
    states = {(topic, label[topic]["status"]) for label in LABELS.values() for topic in scoring.TOPICS}
    assert len(states) == 3 * len(scoring.TOPICS)
    assert {"en", "zh", "ja", "ko", "ru", "es", "fr", "de", "pt"} <= {label["language"] for label in LABELS.values()}


def test_labelled_lines_lie_in_their_card() -> None:
    for name, label in LABELS.items():
        content = (GOLD / "cards" / f"{name}.md").read_bytes().decode("utf-8-sig")
        last = len(content.splitlines())
        places = [label[topic]["lines"] for topic in scoring.TOPICS] + [label["results"]["lines"], label["risk"]["lines"]]
        assert all(1 <= first <= end <= last for first, end in filter(None, places)), name
        for claim in label["claims"]:
            assert claim["quote"] in content.splitlines()[claim["line"] - 1], name


def below(found: dict[str, Any], floors: dict[str, Any]) -> list[str]:
    """The figures that have fallen below their floor (or, for a share of wrong answers, risen above its bound)."""
    worse = []
    for group, asked in floors.items():
        figures = found["groups"][group]
        for fact, bounds in asked.items():
            if fact == "wrongly called not stated, at most":
                wrong, of = figures["false_missing"]["wrong"], figures["false_missing"]["of"]
                if wrong > bounds * of:
                    worse.append(f"{group}: {wrong} of {of} “not stated” are wrong, more than {bounds:.1%}")
                continue
            for kind, least in bounds.items():
                if figures["facts"][fact][kind] < least:
                    worse.append(f"{group}: {kind} of {fact} is {figures['facts'][fact][kind]}, below {least}")
    return worse


def test_floors_on_invented_cards() -> None:
    pairs = [(read(name), label) for name, label in LABELS.items()]
    worse = below(accuracy.groups(pairs), FLOORS["invented"])
    assert not worse, "\n" + "\n".join([*worse, "", *(miss for pair in pairs for miss in scoring.misses(*pair))])


@pytest.mark.slow
@pytest.mark.skipif(not REAL.exists(), reason="the labelled real cards are not at hand")
def test_floors_on_real_cards() -> None:
    pairs = [(accuracy.read(REAL.parent, label), label) for label in accuracy.labelled(REAL)]
    worse = below(accuracy.groups(pairs), FLOORS["real"])
    assert not worse, "\n" + "\n".join(worse)


@pytest.mark.slow
@pytest.mark.skipif(not CARDS.exists(), reason="the unlabelled real cards are not at hand")
def test_a_topic_is_filled_in_no_more_often_than_stated_or_headed() -> None:
    counts = shares.measured(CARDS, sample=60)
    for kind in shares.KINDS:
        for headed, filled, stated in counts[kind]["topics"].values():
            assert filled <= min(headed, stated) <= counts[kind]["cards"]


def test_the_page_holds_the_measured_figures() -> None:
    found = subprocess.run([sys.executable, ROOT / "scripts" / "make_accuracy.py", "--check"], capture_output=True, text=True)
    assert found.returncode == 0, found.stderr


def facts(**changed: Any) -> dict[str, Any]:
    """Facts of a card that says nothing, apart from what is told."""
    silent = {topic: {"status": "absent", "lines": None} for topic in scoring.TOPICS}
    return {
        "id": "card", "kind": "model-card", "language": "en", **silent,
        "license": {"metadata": None, "prose": None, "conflict": False}, "derived_from": [],
        "results": {"present": False, "dataset_named": False, "metric_named": False, "provenance": "n/a", "lines": None},
        "claims": [], "risk": {"category": ["none"], "warned": False, "lines": None}, "placeholders": [],
        "languages_stated": False, "uncertainty": False, **changed,
    }  # fmt: skip


def stated(first: int, last: int) -> dict[str, Any]:
    return {"status": "stated", "lines": [first, last]}


def test_a_miss_is_told_with_card_fact_and_line() -> None:
    told = list(scoring.misses(facts(), facts(limitations=stated(14, 14), citation=stated(20, 24))))
    assert told == [
        "card limitations: said absent, labelled stated, line 14",
        "card citation: said absent, labelled stated, lines 20–24",
    ]
    assert not list(scoring.misses(facts(), facts()))


def test_silence_on_something_stated_is_counted_apart() -> None:
    found = scoring.score([(facts(), facts(limitations=stated(14, 14))), (facts(limitations=stated(1, 2)), facts())])
    assert found["facts"]["limitations"]["precision"] == found["facts"]["limitations"]["recall"] == 0
    assert (found["false_missing"]["wrong"], found["false_missing"]["of"]) == (1, 11)


def test_evidence_must_overlap_and_be_about_as_wide() -> None:
    assert scoring.in_place([3, 9], [5, 5])
    assert not scoring.in_place([1, 12], [5, 5])
    assert not scoring.in_place([6, 9], [5, 5])


def test_claims_are_matched_by_line_and_supported_ones_are_nobodys_fault() -> None:
    def claim(line: int, supported: bool) -> dict[str, Any]:
        return {"quote": "best", "line": line, "supported": supported}

    said = facts(claims=[claim(4, False), claim(9, False), claim(30, False)])
    true = facts(claims=[claim(5, False), claim(9, True), claim(20, False)])
    assert scoring.claims(said, true) == ([30], [20], 1)


def test_names_of_models_are_compared_without_owner_and_signs() -> None:
    said = facts(derived_from=[{"model": "owner/Heron-7B_v2"}])
    true = facts(derived_from=[{"model": "Heron 7B v2"}])
    assert scoring.score([(said, true)])["facts"]["upstream models"]["f1"] == 1


@pytest.mark.parametrize(("part", "whole", "interval"), [(0, 0, (0.0, 1.0)), (10, 10, (0.722, 1.0)), (50, 100, (0.404, 0.596))])
def test_intervals(part: int, whole: int, interval: tuple[float, float]) -> None:
    assert scoring.wilson(part, whole) == interval


def test_verdicts_on_what_is_called_not_stated_are_counted(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "cards").mkdir()
    (tmp_path / "cards" / "a.md").write_text("# Heron\n\nA model. It cannot read handwriting.\n")
    (tmp_path / "cards" / "b.md").write_text("# Tern\n\nA model.\n")
    asked = ["limitations", "citation", "bias_risks"]
    stated = {"limitations": {"sure": True}, "citation": {"sure": True}, "bias_risks": {"sure": False}}
    of_b = {"id": "b", "asked": asked, "stated": {"citation": {"sure": True}}}
    verdicts = [{"id": "a", "asked": asked, "stated": stated}, of_b]
    (tmp_path / "verdicts.jsonl").write_text("\n".join(map(json.dumps, verdicts)))
    kept = tmp_path / "kept.json"
    assert accuracy.main(["--missing", str(tmp_path / "verdicts.jsonl"), "--output", str(kept)]) == 0
    found = json.loads(kept.read_text())["missing"]
    assert found["documents"] == 2
    assert found["topics"] == {
        "limitations": {"said": 1, "wrong": 0, "doubtful": 0},
        "citation": {"said": 2, "wrong": 2, "doubtful": 0},
        "bias_risks": {"said": 2, "wrong": 0, "doubtful": 1},
    }
    assert "2 not stated: 2 wrong, 0 in doubt" in capsys.readouterr().out


def test_a_second_reader_is_held_against_the_first(tmp_path: Path) -> None:
    first = [dict(LABELS[name]) for name in sorted(LABELS)[:4]]
    second = [{**label, "license": {**label["license"], "metadata": "mit-0"}} for label in first[:2]]
    for name, labels in (("first", first), ("second", second)):
        (tmp_path / f"{name}.jsonl").write_text("\n".join(map(json.dumps, labels)))
    kept = tmp_path / "kept.json"
    call = [str(tmp_path / "first.jsonl"), "--second", str(tmp_path / "second.jsonl"), "--output", str(kept), "--name", "readers"]
    assert accuracy.main(call) == 0
    found = json.loads(kept.read_text())["readers"]["groups"]["all"]
    assert found["documents"] == 2 and found["topics_f1"] == 1.0 and found["facts"]["license"]["f1"] == 0.0
