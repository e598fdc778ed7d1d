"""The registry imports only what is asked for."""

from __future__ import annotations

import subprocess
import sys

import pytest

from conduct_lint import reporters
from conduct_lint.reporters import Style


@pytest.mark.parametrize("name", reporters.NAMES)
def test_only_the_chosen_module_is_imported(name: str) -> None:
    code = (
        "import sys; from conduct_lint import reporters; before = set(sys.modules); reporters.named(sys.argv[1]);"
        "print(*sorted(m for m in set(sys.modules) - before | before if m.startswith('conduct_lint.reporters.')"
        " or m in ('hashlib', 'logging', 'pathlib', 'click')))"
    )
    done = subprocess.run([sys.executable, "-c", code, name], capture_output=True, text=True, check=True)
    shared = {f"conduct_lint.reporters.{part}" for part in ("screen", "source", "tally", *(["json"] if name == "sarif" else []))}
    assert set(done.stdout.split()) - shared == {f"conduct_lint.reporters.{name}"}


def test_an_unknown_format_is_answered_with_those_there_are() -> None:
    with pytest.raises(ValueError, match="'yaml'; there are: full, concise, json, github, sarif"):
        reporters.named("yaml")


def test_the_address_of_a_rule() -> None:
    assert Style().address("LIM001", "missing-limitations").endswith("/docs/rules/LIM001.md")
    assert (
        Style(docs="https://x.example/{name}").address("LIM001", "missing-limitations") == "https://x.example/missing-limitations"
    )
