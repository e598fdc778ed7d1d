"""Where the time went: each moment is counted once, at the innermost place that asked for it."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from click.testing import CliRunner

from conduct_lint import cli, engine, timings
from conduct_lint.model import Text
from conduct_lint.settings import Settings

CARD = "---\nlicense: mit\n---\n# Plover\n\nPlover tells shore birds apart. It fails in fog.\n"


def ticking() -> Iterator[float]:
    moment = 0.0
    while True:
        yield moment
        moment += 1.0


def test_a_moment_is_counted_where_it_was_spent() -> None:
    ticks = ticking()
    clock = timings.Clock(lambda: next(ticks))
    clock.timed("rules", "A", lambda: clock.timed("facts", "b", lambda: clock.timed("blocks", "c", int)))
    clock.timed("rules", "A", int)
    assert clock.by_phase() == {
        "start": 0,
        "read": 0,
        "front matter": 0,
        "blocks": 1.0,
        "facts": 2.0,
        "rules": 3.0,
        "report": 0,
        "rest": 3.0,
    }


def test_time_is_kept_when_a_call_fails() -> None:
    ticks = ticking()
    clock = timings.Clock(lambda: next(ticks))
    with pytest.raises(ZeroDivisionError):
        clock.timed("rules", "A", lambda: 1 // 0)
    clock.timed("facts", "b", int)
    assert clock.by_name("rules") == [("A", 1.0)] and clock.by_phase()["rest"] == 3.0


def test_the_report_is_the_same_with_a_clock() -> None:
    clock = timings.Clock()
    text = Text("README.md", CARD)
    assert timings.Linter(clock, Settings()).lint(text) == engine.Linter(Settings()).lint(text)
    assert {name for name, _ in clock.by_name("rules")} >= {"LIM001", "MET001"}
    assert "lexicon.said" in {name for name, _ in clock.by_name("facts")}
    assert clock.by_phase()["front matter"] > 0 < clock.by_phase()["blocks"]


def test_the_command_shows_them_on_standard_error() -> None:
    plain = CliRunner().invoke(cli.commands, ["check", "--isolated", "-"], input=CARD)
    timed = CliRunner().invoke(cli.commands, ["check", "--isolated", "--timings", "-"], input=CARD)
    assert (timed.stdout, timed.exit_code) == (plain.stdout, plain.exit_code)
    lines = timed.stderr.splitlines()
    assert lines[0].split() == ["where", "the", "time", "went", "ms", "share"]
    assert [line.split("  ")[1].strip() for line in lines[1:9]] == list(timings.PHASES)
    shares = [float(line.rsplit(maxsplit=1)[1].rstrip("%")) for line in lines[1:9]]
    assert abs(sum(shares) - 100) < 1
