"""Patterns of paths: what git says of the same patterns decides."""

from __future__ import annotations

import random
import re
import shutil
import subprocess
import time
from pathlib import Path

import pytest

from conduct_lint import globs


@pytest.mark.parametrize(
    ("pattern", "path", "covered"),
    [
        ("README.md", "README.md", True),
        ("README.md", "a/b/README.md", True),
        ("/README.md", "a/README.md", False),
        ("docs/*.md", "docs/a.md", True),
        ("docs/*.md", "docs/a/b.md", False),
        ("docs/*.md", "x/docs/a.md", False),
        ("docs/**/*.md", "docs/a.md", True),
        ("docs/**/*.md", "docs/a/b/c.md", True),
        ("**/docs/*.md", "x/y/docs/a.md", True),
        ("archive/**", "archive/a/b.md", True),
        ("archive/**", "archive", False),
        ("archive/", "archive/a/b.md", True),
        ("archive/", "archive", False),
        ("archive", "x/archive/b.md", True),
        ("*.m?", "card.md", True),
        ("card[0-9].md", "card7.md", True),
        ("card[!0-9].md", "card7.md", False),
        ("card[^0-9].md", "card7.md", False),
        ("card[[:digit:]].md", "card7.md", True),
        (r"a\*b.md", "a*b.md", True),
        (r"a\*b.md", "axb.md", False),
        ("a[b.md", "a[b.md", True),
        ("**", "a/b", True),
        ("Readme.md", "README.md", False),
        ("é*.md", "éa.md", True),
    ],
)
def test_a_pattern_covers_what_it_names_and_what_lies_below(pattern: str, path: str, covered: bool) -> None:
    assert globs.covers(pattern, path) is covered


def test_hostile_patterns_take_no_time() -> None:
    start = time.process_time()
    assert not globs.covers("*a" * 30 + "b", "a" * 250)
    assert not globs.covers("**/a/" * 30 + "b", "a/" * 250 + "c")
    assert time.process_time() - start < 1


@pytest.mark.skipif(not shutil.which("git"), reason="compares with git")
def test_git_agrees_on_random_patterns(tmp_path: Path) -> None:
    """`git check-ignore` is asked the same about patterns and paths put together at random."""
    from conduct_lint.sources import ignore

    chance = random.Random(7)
    subprocess.run(["git", "init", "-q", str(tmp_path)], check=True)
    parts = ["a", "b", "ab", "a.md", "b.md", "x-a"]
    bits = ["a", "b", "*", "?", "**", "/", "/", ".md", "[ab]", "[!a]", "x-", "\\a", "**/", "/**"]
    paths = sorted({"/".join(chance.choice(parts) for _ in range(chance.randint(1, 4))) for _ in range(120)})
    files: list[str] = []
    for path in paths:
        try:
            (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
            if not (tmp_path / path).exists():
                (tmp_path / path).write_text("")
                files.append(path)
        except (FileExistsError, NotADirectoryError):
            continue
    differ = []
    for _ in range(250):
        lines = []
        for _ in range(chance.randint(1, 4)):
            line = "".join(chance.choice(bits) for _ in range(chance.randint(1, 4)))
            if re.search(r"[^/*]\*\*", line):  # git cuts a plain beginning off first, and then takes the rest for a leading `**`
                continue
            lines.append(("!" if chance.random() < 0.25 else "") + line + ("/" if chance.random() < 0.15 else ""))
        (tmp_path / ".gitignore").write_text("\n".join(lines) + "\n")
        said = subprocess.run(
            ["git", "-C", str(tmp_path), "check-ignore", "--no-index", "--stdin"],
            input="\n".join(files),
            capture_output=True,
            text=True,
        ).stdout.split("\n")
        layers = ignore.layers_of(str(tmp_path))
        for path in files:
            steps = path.split("/")
            ours = any(
                ignore.ignored(layers, str(tmp_path / "/".join(steps[:n])), n < len(steps)) for n in range(1, len(steps) + 1)
            )
            if ours != (path in said):
                differ.append((lines, path, ours))
    assert not differ, differ[:5]
