"""The options of `check` read without click: what comes out is what click reads, or nothing."""

from __future__ import annotations

import random
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from conduct_lint import rules
from conduct_lint.cli import fast
from conduct_lint.cli.check import command

TABLE = fast.rows(command)
RULES = [rules.builtin()[0].code, rules.builtin()[1].name, "ALL", "limitations,LIM"]


def by_click(arguments: list[str]) -> dict[str, Any] | None:
    """What click reads; None where it does not go on to the command."""
    try:
        with command.make_context("check", list(arguments)) as context:
            return context.params
    except (click.ClickException, click.exceptions.Exit):
        return None


def values(row: dict[str, Any]) -> list[str]:
    """Values for an option that takes one: good ones, and ones that do not do."""
    good = {"choice": row["values"], "rules": RULES, "jobs": ["1", "12", "auto"], "text": ["a", "-", "--fix", "a=b", ""]}
    return [*good[row["type"]], "none-such", "0", "", "-1"]


def each() -> Iterator[list[str]]:
    for row in TABLE["options"]:
        for word in (*row["words"], *row["against"]):
            yield [word]
            yield [word, word]
            yield ["a.md", word, "--", "--fix"]
            if not row["flag"]:
                for value in values(row):
                    yield [word, value]
                    yield [f"{word}={value}", "b.md"]
                    yield [word, value, word, values(row)[0]]
            else:
                yield [f"{word}=yes"]


@pytest.mark.parametrize("arguments", each(), ids=" ".join)
def test_each_option_is_read_as_click_reads_it(arguments: list[str]) -> None:
    found, told = fast.parsed(arguments, TABLE), by_click(arguments)
    assert found is None or found == told
    # A value that does not do is looked at by click alone, which forgives it where a later one does.
    if told is not None and not set(arguments) & {"none-such", "0", "", "-1"}:
        assert found == told, "a plain option is left to click"


@pytest.mark.parametrize(
    "arguments", [[], ["-"], ["a", "-", "b"], ["--", "-q"], ["--jobs", "auto", "a", "-q", "--select", "LIM"]]
)
def test_targets(arguments: list[str]) -> None:
    assert fast.parsed(arguments, TABLE) == by_click(arguments) is not None


@pytest.mark.parametrize("word", ["-h", "--help", "--sel", "--selec=LIM", "-x", "-qx", "--fix=1", "--quiet=1", "--nothing"])
def test_what_is_not_plain_is_left_to_click(word: str) -> None:
    assert fast.parsed([word], TABLE) is None


def test_any_line_is_read_as_click_reads_it() -> None:
    dice = random.Random(5)
    words = [word for row in TABLE["options"] for word in (*row["words"], *row["against"])]
    words += ["a.md", "-", "--", "LIM", "full", "json", "-qv", "-q", "--isolated", "auto", "2", "warning", "--profile=thorough"]
    read = 0
    for _ in range(3000):
        arguments = dice.choices(words, k=dice.randint(0, 5))
        found = fast.parsed(arguments, TABLE)
        read += found is not None
        assert found is None or found == by_click(arguments), arguments
    assert read > 500


def test_an_option_that_only_click_can_read_is_not_written_down() -> None:
    @click.command()
    @click.argument("targets", nargs=-1)
    @click.option("--size", nargs=2)
    def pair() -> None: ...

    with pytest.raises(TypeError, match="size is no plain option"):
        fast.rows(pair)


def test_without_a_table_click_reads_everything() -> None:
    assert fast.parsed([], {}) is None


def test_a_plain_check_does_not_import_click(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("---\nlicense: mit\n---\n# Plover\n")
    code = (
        "import sys\nfrom conduct_lint import cli\nfrom conduct_lint.cli import fast\n"
        f"fast._shipped = lambda: {TABLE!r}\n"
        "cli._leave = lambda code: print('click' in sys.modules) or sys.exit(code)\n"
        "sys.argv = ['conduct-lint', 'check', '--isolated', '--exit-zero', 'README.md']\n"
        "cli.main()\n"
    )
    root = str(Path(__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, env={"PYTHONPATH": root}, capture_output=True, text=True, check=False
    )
    assert (done.returncode, done.stdout.splitlines()[-1]) == (0, "False"), done.stderr
